//! What people and mischance do in a story: the words of its left-hand side.

use hal::port::card_reader::CardNumber;
use hal::port::keypad::Key;
use hal::port::terminal::Button;
use jiaohao::domain::id::{StaffId, WindowId};
use jiaohao::layout::Zone;
use jiaohao::rehearse::crowd;
use jiaohao::rehearse::floor::{Mishap, Player};

use crate::cards;
use crate::desk::{self, Order};
use crate::settings;
use crate::signs;
use crate::upset::Upset;

/// One thing that is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Nothing: time passes, and a comment may say what for.
    Wait,
    /// The machine gets power, or loses it.
    Power(bool),
    /// A visitor takes a ticket in two touches: the section, then the service of this name.
    Take(String),
    /// A visitor touches what stands on the page.
    Touch(Target),
    /// A visitor lays an identity card on the reader, or takes it away.
    Card(Option<CardNumber>),
    /// A clerk presses keys, one after the other.
    Keys(WindowId, Vec<Key>),
    /// Keys of a window's soft keypad are pressed, one after the other.
    Soft(WindowId, Vec<Key>),
    /// A visitor presses a key of the pad.
    Rate(WindowId, u8),
    /// The duty desk gives an order to the daemon.
    Order(Order),
    /// Something breaks, or is mended.
    Mishap(Mishap),
    /// A contact of the building becomes active, or rests.
    Signal(String, bool),
    /// Something befalls the machine itself.
    Upset(Upset),
    /// Somebody reads what stands there at this moment, changed or not.
    Look(String),
}

/// What a finger goes for.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// The choice on which these words stand.
    Words(String),
    /// A button with a picture.
    Button(Button),
}

/// What can be looked at.
const SIGHTS: [&str; 5] = ["display", "terminal", "slip", "lcd", "hall"];

/// Every deed there is, for whoever misspells one.
pub const VOCABULARY: &str = "\
  power on | power cut | wait
  kiosk take SERVICE (all touches to a number) | kiosk touch WORDS | kiosk touch BACK, MORE, TAKE, ANOTHER, GREEN, HELP
  kiosk card NUMBER (an identity card is laid on the reader) | kiosk card away
  keypad WINDOW KEY... (NEXT RECALL NO-SHOW FINISH FUNCTION ENTER HELP and digits) | keypad WINDOW log-in CLERK
  soft WINDOW KEY... (as `jiaohao duty keypad`)
  pad WINDOW 1..5
  duty ORDER... (as in `jiaohao duty`)
  cable NAME pulled | cable NAME plugged | device NAME silent | device NAME answers
  printer paper out | printer paper loaded | printer cover open | printer cover closed
  signal NAME on | signal NAME off
  voice fails | voice works | voice 2 fails | voice 2 works (the other zone's) | disk fails | disk works
  journal second | journal memory | journal main (the form in which it is kept from here on)
  clock wrong by MINUTES min | clock right
  look display | look terminal | look slip | look lcd | look hall";

impl Deed {
    /// The deed of these words.
    ///
    /// # Errors
    /// In words for whoever writes the story.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let unknown = || format!("nobody here knows how to `{text}`; there are:\n{VOCABULARY}");
        match words.as_slice() {
            ["wait"] => Ok(Self::Wait),
            ["power", "on"] => Ok(Self::Power(true)),
            ["power", "cut"] => Ok(Self::Power(false)),
            ["kiosk", "take", rest @ ..] if !rest.is_empty() => Ok(Self::Take(rest.join(" "))),
            ["kiosk", "touch", rest @ ..] if !rest.is_empty() => Ok(Self::Touch(target(&rest.join(" ")))),
            ["kiosk", "card", "away"] => Ok(Self::Card(None)),
            ["kiosk", "card", number] => Ok(Self::Card(Some(cards::number(number)?))),
            ["keypad", window, "log-in", clerk] => {
                Ok(Self::Keys(self::window(window)?, log_in(number(clerk)?)))
            }
            ["keypad", window, keys @ ..] if !keys.is_empty() => {
                Ok(Self::Keys(self::window(window)?, self::keys(keys)?))
            }
            ["pad", window, key] => Ok(Self::Rate(self::window(window)?, number(key)?)),
            ["soft", window, keys @ ..] if !keys.is_empty() => {
                Ok(Self::Soft(self::window(window)?, self::keys(keys)?))
            }
            ["duty", order @ ..] => Ok(Self::Order(desk::parse(order)?)),
            ["cable", name, "pulled"] => Ok(cable(name, false)),
            ["cable", name, "plugged"] => Ok(cable(name, true)),
            ["device", name, "silent"] => Ok(device(name, false)),
            ["device", name, "answers"] => Ok(device(name, true)),
            ["printer", "paper", "out"] => Ok(Self::Mishap(Mishap::Paper { loaded: false })),
            ["printer", "paper", "loaded"] => Ok(Self::Mishap(Mishap::Paper { loaded: true })),
            ["printer", "cover", "open"] => Ok(Self::Mishap(Mishap::Cover { open: true })),
            ["printer", "cover", "closed"] => Ok(Self::Mishap(Mishap::Cover { open: false })),
            ["signal", name, "on"] => Ok(Self::Signal((*name).to_owned(), true)),
            ["signal", name, "off"] => Ok(Self::Signal((*name).to_owned(), false)),
            ["voice", how @ ("fails" | "works")] => Ok(voice(Zone::Hall, how)),
            ["voice", "2", how @ ("fails" | "works")] => Ok(voice(settings::other_zone(), how)),
            ["look", sight] if SIGHTS.contains(sight) => Ok(Self::Look((*sight).to_owned())),
            words => Upset::parse(words).map(Self::Upset).ok_or_else(unknown),
        }
    }
}

fn cable(name: &str, plugged: bool) -> Deed {
    Deed::Mishap(Mishap::Cable { cable: name.to_owned(), plugged })
}

fn voice(zone: Zone, how: &str) -> Deed {
    let player = if how == "works" { Player::Works } else { Player::Fails };
    Deed::Mishap(Mishap::Voice { zone, player })
}

fn device(name: &str, answers: bool) -> Deed {
    Deed::Mishap(Mishap::Device { device: name.into(), answers })
}

fn target(words: &str) -> Target {
    let buttons = [Button::Back, Button::More, Button::Take, Button::Another, Button::Green, Button::Help];
    let button = buttons.into_iter().find(|button| signs::name(*button) == Some(words));
    button.map_or_else(|| Target::Words(words.to_owned()), Target::Button)
}

/// A number as a person writes it.
///
/// # Errors
/// When it is none, or too large for what it stands for.
pub fn number<N: std::str::FromStr>(word: &str) -> Result<N, String> {
    word.parse().map_err(|_| format!("`{word}` is not a number that fits here"))
}

fn window(word: &str) -> Result<WindowId, String> {
    number(word).map(WindowId)
}

/// The keys of a pad with sixteen keys; a number is its digits, one key each.
fn keys(words: &[&str]) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    for word in words {
        match *word {
            "NEXT" => keys.push(Key::Next),
            "RECALL" => keys.push(Key::Recall),
            "NO-SHOW" => keys.push(Key::NoShow),
            "FINISH" => keys.push(Key::Finish),
            "FUNCTION" => keys.push(Key::Function),
            "ENTER" => keys.push(Key::Enter),
            "HELP" => keys.push(Key::Help),
            digits if digits.chars().all(|digit| digit.is_ascii_digit()) => keys.extend(typed(digits)),
            other => return Err(format!("the pad has no key `{other}`")),
        }
    }
    Ok(keys)
}

fn typed(digits: &str) -> impl Iterator<Item = Key> + '_ {
    digits
        .chars()
        .filter_map(|digit| digit.to_digit(10))
        .map(|digit| Key::Digit(u8::try_from(digit).unwrap()))
}

/// FUNCTION 0, the number, ENTER, the PIN that the clerk was taught, ENTER.
fn log_in(clerk: u32) -> Vec<Key> {
    let (number, pin) = (clerk.to_string(), crowd::pin(StaffId(clerk)));
    let mut keys = vec![Key::Function, Key::Digit(0)];
    keys.extend(typed(&number));
    keys.push(Key::Enter);
    keys.extend(typed(&pin));
    keys.push(Key::Enter);
    keys
}
