//! `jiaohao devices`: the drivers there are, the devices of a hall with their places, and how they are.

use std::io::Write;

use hal::driver::Role as Port;
use hal::drivers;

use super::Hall;
use crate::cli::table::{Side, lines};
use crate::cli::{Out, Outcome, check};
use crate::config::Config;
use crate::layout::{MadeOf, Role, Shows, Zone};
use crate::runtime::control::bench::{Answer, Ask, BenchReply};
use crate::runtime::control::{Command, Reply};

pub(super) fn run(
    hall: &Hall,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    for info in drivers::CATALOGUE {
        let roles: Vec<&str> = info.roles.iter().map(|role| port(*role)).collect();
        out.line(&format!("{}: {}", info.name, roles.join(", ")))?;
        for (what, told) in [("models", info.models), ("line", info.line), ("source", info.source)] {
            out.line(&format!("    {what:<7} {told}"))?;
        }
    }
    if let Some(path) = &hall.config {
        let Some(config) = check::config(path, errors)? else { return Ok(Outcome::Configuration) };
        out.line("")?;
        let heads =
            ["device", "role", "driver", "cable", "address", "port", "place"].map(|head| (head, Side::Left));
        for line in lines(&heads, &installed(&config)) {
            out.line(&line)?;
        }
    }
    if let Some(Reply::Bench(Answer::Devices { devices })) = hall.ask(&Command::Bench(Ask::Devices)) {
        out.line("")?;
        for line in lines(&HEALTH, &devices.into_iter().map(health).collect::<Vec<_>>()) {
            out.line(&line)?;
        }
    }
    Ok(Outcome::Done)
}

/// What a running daemon knows of each device. The turns are those since its cable was set up.
const HEALTH: [(&str, Side); 8] = [
    ("device", Side::Left),
    ("health", Side::Left),
    ("since", Side::Left),
    ("exchanges", Side::Right),
    ("unanswered", Side::Right),
    ("garbled", Side::Right),
    ("said last", Side::Left),
    ("last fault", Side::Left),
];

fn health(told: BenchReply) -> Vec<String> {
    let [exchanges, unanswered, garbled] =
        told.passed.map_or_else(Default::default, |passed| passed.map(|count| count.to_string()));
    vec![told.name, told.health, told.since, exchanges, unanswered, garbled, told.said, told.fault]
}

fn port(role: Port) -> &'static str {
    match role {
        Port::Printer => "printer",
        Port::Board => "window-board, hall-display",
        Port::Keypad => "keypad",
        Port::RatingPad => "rating-pad",
        Port::Terminal => "terminal",
        Port::CardReader => "card-reader",
        Port::Locker => "locker",
        Port::Ups => "ups",
    }
}

fn installed(config: &Config) -> Vec<Vec<String>> {
    let layout = &config.layout;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for device in &layout.devices {
        let link = layout.cables.iter().find(|cable| cable.name == device.cable).map(|cable| &cable.link);
        rows.push(vec![
            device.name.to_string(),
            role(device.role),
            device.driver.clone(),
            device.cable.clone(),
            device.address.map(|address| address.to_string()).unwrap_or_default(),
            link.map(ToString::to_string).unwrap_or_default(),
            device.place.clone(),
        ]);
    }
    let plain = |name: String, role: &str, driver: &str, port: String, place: &str| {
        vec![name, role.to_owned(), driver.to_owned(), String::new(), String::new(), port, place.to_owned()]
    };
    for signal in &layout.signals {
        let kind = signal.kind.to_string();
        rows.push(plain(signal.name.to_string(), &kind, "gpio", signal.pin.to_string(), &signal.place));
    }
    for keypad in &layout.keypads {
        let (driver, port) = match &keypad.made_of {
            MadeOf::Buttons(buttons) => ("gpio", buttons.chip.clone().unwrap_or_default()),
            MadeOf::Usb { path, .. } => ("usb", path.display().to_string()),
        };
        let role = role(Role::Keypad(keypad.window));
        rows.push(plain(keypad.name.to_string(), &role, driver, port, &keypad.place));
    }
    for lcd in &layout.lcds {
        let role = match lcd.shows {
            Shows::Status => "status-lcd",
            Shows::Hall => "hall-display",
        };
        let address = lcd.surface.address().map(|address| format!("0x{address:02X}"));
        rows.push(vec![
            lcd.name.to_string(),
            role.to_owned(),
            lcd.surface.word().to_owned(),
            String::new(),
            address.unwrap_or_default(),
            lcd.surface.path().display().to_string(),
            lcd.place.clone(),
        ]);
    }
    for voice in &layout.voices {
        let role = match voice.zone {
            Zone::Hall => "voice".to_owned(),
            Zone::Other(zone) => format!("voice {zone}"),
        };
        rows.push(plain(voice.name.to_string(), &role, &voice.program, String::new(), &voice.place));
    }
    rows
}

fn role(role: Role) -> String {
    match role {
        Role::Printer => "printer".to_owned(),
        Role::WindowBoard(window) => format!("window-board {window}"),
        Role::HallDisplay => "hall-display".to_owned(),
        Role::Keypad(window) => format!("keypad {window}"),
        Role::RatingPad(window) => format!("rating-pad {window}"),
        Role::Terminal(kiosk) => format!("terminal {kiosk}"),
        Role::CardReader(kiosk) => format!("card-reader {kiosk}"),
        Role::Ups => "ups".to_owned(),
        Role::Locker => "locker".to_owned(),
    }
}
