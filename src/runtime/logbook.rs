//! What every device said last and since when it is as it is, for whoever stands before it with a screwdriver.

use std::collections::BTreeMap;

use hal::port::terminal::Button;
use hal::port::{self, keypad};
use hal::time::Instant;

use super::power;
use super::roster::Post;
use super::status::Status;
use super::supervisor::Health;
use super::troubles;
use crate::domain::moment::Wall;
use crate::journal::incidents::{Entry, What};
use crate::layout::DeviceName;

/// A page for every device that was heard of.
#[derive(Clone, Debug, Default)]
pub struct Logbook {
    pages: BTreeMap<DeviceName, Page>,
    /// How often the supply of the machine's own board sagged.
    sags: u32,
}

/// The machine's own board in the devices' history: no device of the hall can be called so.
const BOARD: &str = "(board)";

/// What is known of one device besides its health.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Since when it is as it is; the inner is `None` where nobody knew the time.
    pub since: Option<Wall>,
    /// What it reported last.
    pub last_event: Option<Words>,
    /// What was last wrong with it.
    pub last_fault: Option<Words>,
    /// What was told of it: well, or wrong in these words; `None` until something is known.
    condition: Option<Result<(), String>>,
}

/// Words with their time, where it was known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// When.
    pub at: Option<Wall>,
    /// What.
    pub words: String,
}

impl Logbook {
    /// The page of a device.
    #[must_use]
    pub fn page(&self, device: &DeviceName) -> Page {
        self.pages.get(device).cloned().unwrap_or_default()
    }

    /// Takes note of what a device reported.
    pub fn heard(&mut self, at: Option<Wall>, device: &DeviceName, event: &port::Event) {
        let page = self.pages.entry(device.clone()).or_default();
        page.last_event = Some(Words { at, words: words(event) });
    }

    /// Takes note of how the devices are, and says what of it is new.
    pub fn look(&mut self, at: Option<Wall>, status: &Status) -> Vec<Entry> {
        let mut entries = Vec::new();
        for post in status.roster.posts() {
            let Some(condition) = condition(post, status) else { continue };
            let page = self.pages.entry(post.name.clone()).or_default();
            if page.condition.as_ref() == Some(&condition) {
                continue;
            }
            page.since = at;
            let what = match &condition {
                Ok(()) => What::Well,
                Err(words) => {
                    page.last_fault = Some(Words { at, words: words.clone() });
                    What::Wrong(words.clone())
                }
            };
            page.condition = Some(condition);
            entries.push(Entry { device: post.name.as_str().to_owned(), at, what });
        }
        if std::mem::replace(&mut self.sags, status.supply.count) < status.supply.count {
            let what = What::Wrong(format!("under-voltage, {} times since the start", status.supply.count));
            entries.push(Entry { device: BOARD.to_owned(), at, what });
        }
        entries
    }
}

/// How a device is: well, or wrong in words; `None` while nothing is known of it, or a person has it in hand.
fn condition(post: &Post, status: &Status) -> Option<Result<(), String>> {
    match post.health {
        // Until an attempt came to its end, a device only counts as offline.
        Health::Offline { retry_at, since, .. } if retry_at == since => None,
        Health::Held => None,
        Health::Offline { fault, .. } => Some(Err(fault.to_string())),
        Health::Online { .. } => {
            let trouble = troubles::of_device(post, status, Instant::default());
            Some(trouble.map_or(Ok(()), |trouble| Err(trouble.headline())))
        }
    }
}

/// An event in words. A digit may be one of a PIN, a choice one of a pick-up code: which it was is not said.
#[must_use]
pub fn words(event: &port::Event) -> String {
    match event {
        port::Event::Keypad(keypad::Event::Pressed(keypad::Key::Digit(_))) => {
            "a digit was pressed".to_owned()
        }
        port::Event::Keypad(keypad::Event::Stuck(keypad::Key::Digit(_))) => "a digit is stuck".to_owned(),
        port::Event::Keypad(keypad::Event::Pressed(key)) => format!("{key:?} was pressed"),
        port::Event::Keypad(keypad::Event::Stuck(key)) => format!("{key:?} is stuck"),
        port::Event::Keypad(keypad::Event::Stranger(address)) => {
            format!("a keypad of address {address} speaks on its line and belongs to no window: assign it?")
        }
        port::Event::Keypad(keypad::Event::BatteryLow) => "its battery is low".to_owned(),
        port::Event::Printer(port::printer::Event::Status(status)) => status.to_string(),
        port::Event::Printer(event) => format!("{event:?}"),
        port::Event::Board(port::board::Event::Shown) => "shows what it was told".to_owned(),
        port::Event::RatingPad(port::rating_pad::Event::Pressed(key)) => format!("grade {key} was pressed"),
        // A choice may be a digit of a pick-up code.
        port::Event::Terminal(port::terminal::Event::Touched { page, button: Button::Choice(_) }) => {
            format!("a choice was touched on page {page:?}")
        }
        port::Event::Terminal(port::terminal::Event::Touched { page, button }) => {
            format!("{button:?} was touched on page {page:?}")
        }
        port::Event::Locker(event) => format!("{event:?}"),
        port::Event::CardReader(event) => match event {
            port::card_reader::Event::Card(_) => "a card was read".to_owned(),
            port::card_reader::Event::Unreadable => "a card could not be read".to_owned(),
            port::card_reader::Event::Unsupported => "a card holds no resident's number".to_owned(),
        },
        port::Event::Signals(event) => match event {
            port::signals::Event::Stirred { active: true } => "seems to become active".to_owned(),
            port::signals::Event::Stirred { active: false } => "seems to end".to_owned(),
            port::signals::Event::Settled { active: true } => "is active".to_owned(),
            port::signals::Event::Settled { active: false } => "is at rest".to_owned(),
            port::signals::Event::Passed => "stirred, and it was nothing".to_owned(),
        },
        port::Event::Ups(event) => power::words(*event),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_and_no_card_stands_in_the_words_of_an_event() {
        let pressed = |digit| port::Event::Keypad(keypad::Event::Pressed(keypad::Key::Digit(digit)));
        let number = port::card_reader::CardNumber::new(b"11010519491231002X").unwrap();

        assert_eq!(words(&pressed(3)), words(&pressed(8)));
        let touched = |choice| {
            let (page, button) = (port::terminal::PageName::List, Button::Choice(choice));
            port::Event::Terminal(port::terminal::Event::Touched { page, button })
        };
        assert_eq!(words(&touched(0)), words(&touched(5)));
        assert_eq!(
            words(&port::Event::CardReader(port::card_reader::Event::Card(number))),
            "a card was read"
        );
    }
}
