//! One clerk: logs in with the keypad's digits, calls, waits for the visitor, finishes.

use std::collections::VecDeque;
use std::time::Duration;

use hal::time::Instant;

use super::chance::Chance;
use crate::demo::hand::Hand;
use crate::demo::scene::WindowFace;

/// The codes of the 16-key keypad, as its maker's table has them: digits are themselves, zero is 10.
const ZERO: u8 = 10;
/// Calls the next visitor.
const NEXT: u8 = 11;
/// Calls the same visitor again.
const RECALL: u8 = 12;
/// The visitor did not come.
const NO_SHOW: u8 = 13;
/// The errand is done.
const FINISH: u8 = 14;
/// The next key means its other function.
const FUNCTION: u8 = 15;
/// What was typed is complete.
const ENTER: u8 = 16;

/// A call without a visitor is repeated this often, as the hall wants it before a visitor is missed.
const RECALLS: u32 = 2;
/// Between two calls of a visitor who does not come, and before the visitor is missed.
const CALL_EVERY: Duration = Duration::from_secs(17);
/// A log-in that led to nothing is tried again, when what was typed is long forgotten.
const LOG_IN_EVERY: Duration = Duration::from_secs(25);
/// Shown when nobody is logged in.
const NOBODY: &str = "----";

/// One clerk at one window.
#[derive(Clone, Debug)]
pub struct Clerk {
    /// The window.
    pub window: u8,
    /// The staff number.
    pub staff: u32,
    pin: String,
    keys: VecDeque<u8>,
    next_at: Instant,
    /// A log-in is not tried again before.
    log_in_at: Instant,
    /// How long the clerk waits after the last of the keys.
    then: Duration,
    /// The number on the digits, and since when.
    calling: Option<(String, Instant)>,
    serving_until: Option<Instant>,
    recalls: u32,
    /// Has been seen to be logged in.
    pub seated: bool,
    chance: Chance,
}

impl Clerk {
    /// A clerk who will sit down in the first seconds of the day.
    pub fn new(now: Instant, window: u8, staff: u32, pin: String, mut chance: Chance) -> Self {
        let next_at = now + chance.millis(1500, 9000);
        Self {
            window,
            staff,
            pin,
            keys: VecDeque::new(),
            next_at,
            log_in_at: next_at,
            then: Duration::ZERO,
            calling: None,
            serving_until: None,
            recalls: 0,
            seated: false,
            chance,
        }
    }

    /// What the clerk presses at this moment; `there`: a visitor stands at the window.
    pub fn act(&mut self, now: Instant, face: &WindowFace, there: bool) -> Option<Hand> {
        self.notice(now, &face.keypad.digits);
        if now < self.next_at || !face.keypad.on {
            return None;
        }
        if self.keys.is_empty() {
            self.decide(now, &face.keypad.digits, there);
        }
        let code = self.keys.pop_front()?;
        let pace = self.chance.millis(280, 520);
        self.next_at = now + if self.keys.is_empty() { pace.max(self.then) } else { pace };
        Some(Hand::Key { window: self.window, code })
    }

    /// Somebody else works the keypad: the clerk lets go.
    pub fn step_aside(&mut self, until: Instant) {
        self.keys.clear();
        self.next_at = self.next_at.max(until);
    }

    /// Keeps in mind which number stands on the digits, and since when.
    fn notice(&mut self, now: Instant, digits: &str) {
        let shown = digits.trim();
        if is_number(shown) {
            self.seated = true;
            if self.calling.as_ref().is_none_or(|(number, _)| number != shown) {
                (self.calling, self.serving_until, self.recalls) = (Some((shown.to_owned(), now)), None, 0);
            }
        } else if waiting(digits).is_some() {
            self.seated = true;
            self.calling = None;
        } else if shown == NOBODY {
            self.seated = false;
            self.calling = None;
        }
    }

    fn decide(&mut self, now: Instant, digits: &str, there: bool) {
        if digits.trim() == NOBODY {
            if now >= self.log_in_at {
                self.log_in_at = now + LOG_IN_EVERY;
                self.log_in();
            }
            return;
        }
        let Some((_, since)) = self.calling else {
            if waiting(digits).is_some_and(|waiting| waiting > 0) {
                return self.press(&[NEXT], (1800, 3200));
            }
            self.next_at = now + self.chance.millis(900, 2600);
            return;
        };
        match self.serving_until {
            Some(until) if now >= until => self.press(&[FINISH], (5000, 9000)),
            Some(_) => {}
            None if there => self.serving_until = Some(now + self.chance.millis(28_000, 90_000)),
            None if now.since(since) < CALL_EVERY * (self.recalls + 1) => {}
            None if self.recalls < RECALLS => {
                self.press(&[RECALL], (400, 800));
                self.recalls += 1;
            }
            None => self.press(&[NO_SHOW], (2000, 4000)),
        }
    }

    /// Presses these keys, and waits between the two times (in milliseconds) before anything else.
    fn press(&mut self, keys: &[u8], (from, to): (u64, u64)) {
        self.keys.extend(keys);
        self.then = self.chance.millis(from, to);
    }

    fn log_in(&mut self) {
        let digits = |text: &str| -> Vec<u8> {
            let digit = |sign: char| sign.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
            text.chars().filter_map(digit).map(|digit| if digit == 0 { ZERO } else { digit }).collect()
        };
        self.keys.extend([FUNCTION, ZERO]);
        self.keys.extend(digits(&self.staff.to_string()));
        self.keys.push_back(ENTER);
        self.keys.extend(digits(&self.pin));
        self.keys.push_back(ENTER);
        self.then = Duration::from_secs(2);
    }
}

/// A ticket's number on the digits: a letter and figures.
fn is_number(shown: &str) -> bool {
    let mut signs = shown.chars();
    signs.next().is_some_and(|first| first.is_ascii_alphabetic())
        && shown.len() > 2
        && signs.all(|sign| sign.is_ascii_digit())
}

/// How many wait: figures at the right edge.
fn waiting(digits: &str) -> Option<u32> {
    digits.trim_start().parse().ok().filter(|_| digits.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::scene::KeypadFace;

    fn face(digits: &str) -> WindowFace {
        let keypad = KeypadFace { on: true, digits: digits.into(), beeps: 0 };
        WindowFace { id: 3, keypad, ..WindowFace::default() }
    }

    fn clerk() -> Clerk {
        Clerk::new(Instant::from_millis(0), 3, 103, "2580".into(), Chance::new(4))
    }

    /// Everything the clerk presses in this time, looking at digits that stay as they are.
    fn pressed(clerk: &mut Clerk, from_ms: u64, to_ms: u64, digits: &str, there: bool) -> Vec<u8> {
        let moments = (from_ms..to_ms).step_by(100).map(Instant::from_millis);
        let hands = moments.filter_map(|now| clerk.act(now, &face(digits), there));
        hands.filter_map(|hand| if let Hand::Key { code, .. } = hand { Some(code) } else { None }).collect()
    }

    #[test]
    fn a_clerk_logs_in_with_number_and_pin() {
        let typed = pressed(&mut clerk(), 0, 25_000, "----", false);
        assert_eq!(typed, [FUNCTION, ZERO, 1, ZERO, 3, ENTER, 2, 5, 8, ZERO, ENTER]);
    }

    #[test]
    fn a_clerk_calls_when_somebody_waits_and_not_before() {
        let mut clerk = clerk();
        assert!(pressed(&mut clerk, 10_000, 20_000, "   0", false).is_empty());
        assert_eq!(pressed(&mut clerk, 20_000, 23_000, "   2", false).first(), Some(&NEXT));
    }

    #[test]
    fn a_visitor_who_does_not_come_is_called_again_and_then_missed() {
        let keys = pressed(&mut clerk(), 10_000, 62_000, "A012", false);
        assert_eq!(keys, [RECALL, RECALL, NO_SHOW]);
    }

    #[test]
    fn a_visitor_who_is_there_is_served_to_the_end() {
        let keys = pressed(&mut clerk(), 10_000, 106_000, "A012", true);
        assert_eq!(keys.first(), Some(&FINISH));
    }
}
