//! The journey of a key on pseudo-terminals: from the keypad's bytes into the daemon to the board's bytes out
//! of it.
//!
//! A pseudo-terminal has no speed, so this is the daemon's own share: on a 9600 baud pair the wire adds its
//! time.

use std::fs;
use std::time::Duration;

use hal::cable::pty::FarEnd;
use hal::sim::Device;
use hal::sim::font_board::FontBoard;
use hal::sim::keypad::Keypad;
use hal::sim::pad::Pad;
use hal::time::Instant;
use jiaohao::demo::clock::Clock;
use jiaohao::runtime::control::{Command, Reply};
use toml::Value;

use super::floor::{Floor, now, pause};
use super::table::{Aim, Bare, Table, median};

/// Presses measured, after others that bring the journal's log to its usual length.
const PRESSES: usize = 40;
const FIRST: usize = 60;
/// How often a lost press is made again.
const TRIES: usize = 5;
/// The grain of the far ends.
const GRAIN: Duration = Duration::from_micros(50);
/// All devices are there by then.
const THERE_WITHIN: Duration = Duration::from_secs(20);
/// A press that shows nothing by then has been lost.
const SHOWN_WITHIN: Duration = Duration::from_secs(3);
/// The key of the 16-key profile that calls the next visitor.
const NEXT: u8 = 11;
/// Between a press and the next, so that boards and announcements are at rest.
const REST: Duration = Duration::from_millis(150);

/// The two cables of a window, with their devices looked at as often as the processor allows.
struct Window {
    keys: FarEnd,
    boards: FarEnd,
    keypad: Keypad,
    pad: Pad,
    shown: [FontBoard; 2],
    clock: Clock,
}

/// From bytes in to bytes out, for NEXT at window 1.
pub fn press(table: &mut Table) {
    let floor = Floor::open(1);
    floor.edit(|hall| {
        let devices = hall["device"].as_array_mut().unwrap();
        devices.retain(|one| one.get("window").and_then(Value::as_integer).is_none_or(|at| at == 1));
        let calling = hall.entry("calling").or_insert_with(|| toml::Table::new().into());
        calling.as_table_mut().unwrap().insert("bounce".into(), "0s".into());
    });
    let mut bare = Bare::beside(&floor.path("state"));
    let mut window = Window::open(&floor);
    let daemon = std::thread::scope(|scope| {
        let ready = scope.spawn(|| {
            floor.start();
            floor.log_in(1);
            floor.wait_for_devices(THERE_WITHIN);
        });
        while !ready.is_finished() {
            window.live();
        }
        ready.join()
    });
    daemon.unwrap();
    window.live_for(Duration::from_secs(2));

    let mut spans = Vec::new();
    let mut count = 0;
    for round in 0..FIRST + PRESSES {
        let Reply::Done { words } = floor.ask(&Command::Issue { services: vec![11], green: None }) else {
            panic!("no ticket");
        };
        let number = words.split([' ', ',']).nth(1).unwrap().to_owned();
        window.live_for(REST);
        // A press that is lost with a keypad that fell silent on a busy machine is made again, and not
        // measured.
        let tries = std::iter::repeat_with(|| {
            count += 1;
            window.keypad.press(NEXT);
            window.until_shown(count, number.as_bytes())
        });
        let span = tries.take(TRIES).find_map(|span| span).unwrap();
        window.live_for(REST);
        if round >= FIRST {
            spans.push(span);
            bare.commit();
        }
    }
    let name = "a press, keypad bytes in to board bytes out";
    table.commits(name, median(spans), bare.median(), Aim::AtMost(1.1));
}

impl Window {
    /// Takes both cables from the floor's own devices.
    fn open(floor: &Floor) -> Self {
        let cable = |name: &str| {
            floor.bench.at_cable(name, |cable| cable.pull()).unwrap();
            let (far_end, link) = (FarEnd::open().unwrap(), floor.path("dev").join(name));
            far_end.link_as(&link).unwrap();
            far_end
        };
        let hall: toml::Table = fs::read_to_string(floor.hall()).unwrap().parse().unwrap();
        let pads =
            hall["device"].as_array().unwrap().iter().find(|one| one["name"].as_str() == Some("pad-1"));
        let pad = pads.and_then(|pad| pad["address"].as_integer()).unwrap();
        Self {
            keys: cable("keypads"),
            boards: cable("boards"),
            keypad: Keypad::latching(1),
            pad: Pad::latching(u8::try_from(pad).unwrap()),
            shown: [FontBoard::new(1), FontBoard::new(100)],
            clock: Clock::start(),
        }
    }

    fn live_for(&mut self, span: Duration) {
        let began = now();
        while began.elapsed() < span {
            self.live();
        }
    }

    /// Carries what has arrived; what the boards' cable brought, and what the keypad's took.
    fn live(&mut self) -> (Vec<u8>, Vec<u8>) {
        pause(GRAIN);
        let at = self.clock.now();
        let mut bytes = [0; 4096];
        let length = self.keys.hear(&mut bytes);
        let said = exchange(&mut [&mut self.keypad, &mut self.pad], at, &bytes[..length]);
        self.keys.say(&said).unwrap();
        let length = self.boards.hear(&mut bytes);
        let [board, display] = &mut self.shown;
        let answer = exchange(&mut [board, display], at, &bytes[..length]);
        self.boards.say(&answer).unwrap();
        (bytes[..length].to_vec(), said)
    }

    /// How long from the keypad's bytes with the press in them to a board's bytes with the number; nothing
    /// when one of them did not come.
    fn until_shown(&mut self, count: u16, number: &[u8]) -> Option<Duration> {
        let (began, mut said_at) = (now(), None::<std::time::Instant>);
        while began.elapsed() < SHOWN_WITHIN {
            let (heard, said) = self.live();
            // The first answer to a poll with this count of presses in its second register.
            if said_at.is_none()
                && said.starts_with(&[1, 4])
                && said.get(5..7) == Some(&count.to_be_bytes()[..])
            {
                said_at = Some(now());
            }
            if heard.windows(number.len()).any(|part| part == number) {
                return said_at.map(|at| at.elapsed());
            }
        }
        None
    }
}

/// Devices of one pair hear the bytes; what they say to them.
fn exchange(devices: &mut [&mut dyn Device], at: Instant, bytes: &[u8]) -> Vec<u8> {
    let mut said = Vec::new();
    for device in devices {
        if !bytes.is_empty() {
            device.hear(at, bytes);
        }
        if device.due().is_some_and(|due| due <= at) {
            said.extend(device.speak(at));
        }
    }
    said
}
