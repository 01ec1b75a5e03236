//! A simulated device with the hands and eyes of people: the far end of a driver, made from the same
//! settings.

use encoding_rs::{Encoding, GB18030, UTF_8};
use hal::driver::SettingsError;
use hal::drivers::keymap::KeyMap;
use hal::drivers::{escpos, modbus_keypad, modbus_pad};
use hal::port::board::{Area, Colour};
use hal::port::keypad::Key;
use hal::port::terminal::{Button, CHOICES, LINES, Page, PageName, Text};
use hal::port::ups::Power;
use hal::sim::Device;
use hal::sim::font_board::{BoardArea, FontBoard};
use hal::sim::keypad::Keypad;
use hal::sim::pad::Pad;
use hal::sim::panel::Panel;
use hal::sim::printer::{Personality, TicketPrinter};
use hal::sim::printer_paper::{Mark, Slip};
use hal::sim::upsd::Upsd;

use crate::layout;

/// A device that can be played.
#[derive(Debug)]
pub enum Thing {
    /// A window board or the hall display.
    Board(FontBoard),
    /// A clerk's keypad, and what is printed on its keys.
    Keypad(Keypad, KeyMap),
    /// A rating pad.
    Pad(Pad),
    /// The self-service terminal, and what its project's fonts hold.
    Panel(Panel, &'static Encoding),
    /// The ticket printer, and what its font holds.
    Printer(TicketPrinter, &'static Encoding),
    /// The daemon of Network UPS Tools with its UPS.
    Ups(Upsd),
}

impl Thing {
    /// The device that this driver is meant for.
    ///
    /// # Errors
    /// When no device can be played for it, or its settings are not the driver's.
    pub fn of(device: &layout::Device) -> Result<Self, SettingsError> {
        let settings = device.settings.clone();
        let is_utf8 = settings.get("encoding").and_then(toml::Value::as_str) == Some("utf-8");
        let encoding = if is_utf8 { UTF_8 } else { GB18030 };
        let slave = device.address.and_then(|address| u8::try_from(address).ok()).unwrap_or_default();
        Ok(match device.driver.as_str() {
            "escpos" => {
                let escpos::Settings { confirm, .. } = settings.try_into()?;
                let personality = match confirm {
                    escpos::Confirm::ProcessId => Personality::ProcessId,
                    escpos::Confirm::OrderedStatus => Personality::OrderedStatus,
                    escpos::Confirm::None => Personality::Unconfirmed,
                };
                Self::Printer(TicketPrinter::new(personality), encoding)
            }
            "modbus-keypad" => {
                let modbus_keypad::Settings { profile, keys, .. } = settings.try_into()?;
                let keypad = match profile {
                    modbus_keypad::face::Profile::SixteenKey => Keypad::latching(slave),
                    modbus_keypad::face::Profile::EightKey => Keypad::plain(slave),
                };
                Self::Keypad(keypad, keys.unwrap_or_else(|| profile.keys()))
            }
            "modbus-pad" => {
                let modbus_pad::Settings { profile, .. } = settings.try_into()?;
                Self::Pad(match profile {
                    modbus_pad::Profile::Latching => Pad::latching(slave),
                    modbus_pad::Profile::Plain => Pad::plain(slave),
                })
            }
            "nut" => {
                let name = settings.get("ups").and_then(toml::Value::as_str).unwrap_or("ups");
                Self::Ups(Upsd::new(name))
            }
            "onbon-bx" => Self::Board(FontBoard::new(device.address.unwrap_or_default())),
            "tjc-hmi" => Self::Panel(Panel::new(), encoding),
            other => return Err(SettingsError::UnknownDriver(other.to_owned())),
        })
    }

    /// Its side of the wire.
    pub fn device(&mut self) -> &mut dyn Device {
        match self {
            Self::Board(board) => board,
            Self::Keypad(keypad, _) => keypad,
            Self::Pad(pad) => pad,
            Self::Panel(panel, _) => panel,
            Self::Printer(printer, _) => printer,
            Self::Ups(upsd) => upsd,
        }
    }

    /// When it has something to say or to do.
    pub fn due(&self) -> Option<hal::time::Instant> {
        match self {
            Self::Board(board) => board.due(),
            Self::Keypad(keypad, _) => keypad.due(),
            Self::Pad(pad) => pad.due(),
            Self::Panel(panel, _) => panel.due(),
            Self::Printer(printer, _) => printer.due(),
            Self::Ups(upsd) => upsd.due(),
        }
    }

    /// A finger on a key, if the keypad has it.
    pub fn press(&mut self, key: Key) {
        if let Self::Keypad(keypad, keys) = self
            && let Some((code, _)) = keys.iter().find(|(_, printed)| *printed == key)
        {
            keypad.press(code);
        }
    }

    /// A finger on a key of a pad, 1 to 5.
    pub fn rate(&mut self, key: u8) {
        if let Self::Pad(pad) = self {
            pad.press(key);
        }
    }

    /// A finger on the glass, where this button would be.
    pub fn touch(&mut self, button: Button) {
        if let Self::Panel(panel, _) = self {
            panel.touch(&component(button));
        }
    }

    /// The digits of a keypad.
    pub fn digits(&self) -> String {
        if let Self::Keypad(keypad, _) = self { keypad.display() } else { String::new() }
    }

    /// Whether a pad is lit to ask.
    pub fn asks(&self) -> bool {
        matches!(self, Self::Pad(pad) if pad.lit() == [true; 5])
    }

    /// How often a board did what it was told: its texts can only have changed when this is another number.
    pub fn taken(&self) -> u64 {
        if let Self::Board(board) = self { board.taken() } else { 0 }
    }

    /// The texts of a board as they stand on its diodes.
    pub fn areas(&self) -> Vec<Area> {
        let Self::Board(board) = self else { return Vec::new() };
        board.areas().map(|(_, area)| read_area(area)).collect()
    }

    /// The page of a panel as a visitor sees it.
    pub fn page(&self) -> Option<Page> {
        let Self::Panel(panel, encoding) = self else { return None };
        let name = page_named(panel.page())?;
        let shown = |name: &str| panel.component(name).filter(|component| component.visible);
        let texts = texts().filter_map(|text| Some((text, decoded(&shown(&words(text))?.text, encoding))));
        let live = buttons().filter(|button| shown(&component(*button)).is_some_and(|found| found.enabled));
        Some(Page { name, texts: texts.collect(), live: live.collect() })
    }

    /// What has come out of a printer: the lines of each slip.
    pub fn paper(&mut self) -> Vec<Vec<String>> {
        match self {
            Self::Printer(printer, encoding) if !printer.slips().is_empty() => {
                printer.tear_off().iter().map(|slip| lines(slip, encoding)).collect()
            }
            Self::Printer(..)
            | Self::Board(_)
            | Self::Keypad(..)
            | Self::Pad(_)
            | Self::Panel(..)
            | Self::Ups(_) => Vec::new(),
        }
    }

    /// A finger that goes down on a key and stays, or goes up; whether the keypad has that key.
    pub fn finger(&mut self, key: Key, down: bool) -> bool {
        let Self::Keypad(keypad, keys) = self else { return false };
        let Some((code, _)) = keys.iter().find(|(_, printed)| *printed == key) else { return false };
        if down {
            keypad.hold(code)
        } else {
            keypad.release()
        }
        true
    }

    /// A UPS says something else of its power; whether this is one.
    pub fn power(&mut self, power: Power) -> bool {
        let Self::Ups(upsd) = self else { return false };
        let (status, charge) = match power {
            Power::Mains | Power::Unknown => ("OL", "100"),
            Power::Battery => ("OB DISCHRG", "80"),
            Power::BatteryLow => ("OB DISCHRG LB", "9"),
        };
        upsd.set(status, Some(charge));
        true
    }

    /// Takes the roll out of a printer, or puts a full one in; whether this is one.
    pub fn load(&mut self, loaded: bool) -> bool {
        let Self::Printer(printer, _) = self else { return false };
        if loaded {
            printer.load_roll()
        } else {
            printer.set_roll(0)
        }
        true
    }

    /// Opens or closes the cover of a printer; whether this is one.
    pub fn cover(&mut self, open: bool) -> bool {
        let Self::Printer(printer, _) = self else { return false };
        printer.set_cover_open(open);
        true
    }
}

/// How a font card says that a text stands still.
const STANDS_STILL: u8 = 1;

fn read_area(area: &BoardArea) -> Area {
    let colour = match area.colour {
        2 => Colour::Green,
        3 => Colour::Yellow,
        _ => Colour::Red,
    };
    Area {
        text: decoded(&area.text, GB18030).trim_end().to_owned(),
        colour,
        lively: area.display != STANDS_STILL,
    }
}

fn lines(slip: &Slip, encoding: &'static Encoding) -> Vec<String> {
    let words = slip.marks.iter().filter_map(|mark| match mark {
        Mark::Line { runs, .. } => {
            Some(runs.iter().map(|run| decoded(&run.bytes, encoding)).collect::<String>())
        }
        Mark::Code { .. } | Mark::Picture { .. } | Mark::Blank { .. } => None,
    });
    words.filter(|line| !line.is_empty()).collect()
}

/// Text as a device keeps it; GB2312 and GBK are parts of GB18030.
fn decoded(bytes: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn page_named(name: &str) -> Option<PageName> {
    Some(match name {
        "start" => PageName::Start,
        "list" => PageName::List,
        "confirm" => PageName::Confirm,
        "reason" => PageName::Reason,
        "issued" => PageName::Issued,
        "notice" => PageName::Notice,
        _ => return None,
    })
}

fn texts() -> impl Iterator<Item = Text> {
    let single = [Text::Title, Text::Note, Text::Number];
    single.into_iter().chain((0..CHOICES).map(Text::Choice)).chain((0..LINES).map(Text::Line))
}

fn buttons() -> impl Iterator<Item = Button> {
    let single = [Button::Back, Button::More, Button::Take, Button::Another, Button::Green, Button::Help];
    single.into_iter().chain((0..CHOICES).map(Button::Choice))
}

/// The component of the panel's project that is this text.
fn words(text: Text) -> String {
    match text {
        Text::Title => "title".to_owned(),
        Text::Note => "note".to_owned(),
        Text::Number => "number".to_owned(),
        Text::Choice(number) => format!("c{number}"),
        Text::Line(number) => format!("l{number}"),
    }
}

/// The component of the panel's project that is this button.
fn component(button: Button) -> String {
    match button {
        Button::Choice(number) => format!("c{number}"),
        Button::Back => "back".to_owned(),
        Button::More => "more".to_owned(),
        Button::Take => "take".to_owned(),
        Button::Another => "another".to_owned(),
        Button::Green => "green".to_owned(),
        Button::Help => "help".to_owned(),
    }
}
