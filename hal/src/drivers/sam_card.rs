//! Readers of Chinese resident identity cards with a SAM module (GA 450), over a serial line of their own.
//!
//! | direction | command | answer's state | meaning |
//! |---|---|---|---|
//! | to reader | `11 FF` | `00 00 90` | is the SAM well? asked while it rests |
//! | to reader | `20 01` | `00 00 9F`, `00 00 80` | find a card: there is one, there is none |
//! | to reader | `20 02` | `00 00 90` | select it |
//! | to reader | `30 01` | `00 00 90` text and picture | read it |
//!
//! Request: `AA AA AA 96 69` · length (2) · command (2) · check. Answer: the same head · length (2) · state
//! (3) · data · check. Lengths are high byte first and count what follows; the check is all bytes from the
//! length on, exclusive-ored. Data of a card: length of the text (2, 0100) · of the picture (2) · text in
//! UTF-16, low byte first, the number being the 18 characters from byte 122 · picture.
//!
//! Of a card the number alone is taken, and only when the hall asked for one: name, address and picture are
//! thrown away unread, and nothing here writes a number or the bytes of a card into a log.
//!
//! Source: GA 450 by its published vectors; frames and the text's layout by two public readers, BearPi's
//! ZKT_SDK and chenhaifeng2016's IDCardReader; a dozen others have the same constants. Times are ours.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use super::PollCost;
use super::probe::{Probe, Reply, Said, Shape, Sure, To};
use super::transcript::{Exchange, Transcript};
use crate::driver::{Answer, Driver, DriverInfo, Fault, Outbox, Piece, Role, SettingsError, Turn, Way};
use crate::framing::modbus::Patience;
use crate::port;
use crate::port::card_reader::{CardNumber, CardReader, Command, Event};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "sam-card",
    models: "readers of resident identity cards with a SAM module (GA 450)",
    roles: &[Role::CardReader],
    line: "RS-232 or USB serial of its own, 115200 8N1; 9600 to 57600 where set so",
    source: "GA 450, by published vectors and public readers",
};

/// How often a card is looked for while one is asked for: so long a person waits who lays it on.
const FIND_EVERY: Duration = Duration::from_millis(400);
/// At rest: three of these without an answer are noticed before the next card is asked for.
const RESTING_EVERY: Duration = Duration::from_secs(3);
/// A reader looks for a card for up to a second before it says that there is none.
const ANSWER_WITHIN: Duration = Duration::from_millis(1500);
/// Reading takes up to two seconds, and its 1295 bytes 1.4 more at 9600 baud.
const READ_WITHIN: Duration = Duration::from_secs(4);

const HEAD: [u8; 5] = [0xAA, 0xAA, 0xAA, 0x96, 0x69];
/// The longest answer: a card with fingerprints.
const LENGTH_MAX: usize = 0x090A;
/// Bytes of a card's text.
const TEXT_BYTES: usize = 256;
/// Where the number stands in it.
const NUMBER: std::ops::Range<usize> = 122..158;

/// Whether the SAM is well: no card is looked for.
pub const PROBES: &[Probe] = &[Probe {
    shape: Shape::EightNone,
    to: To::Alone,
    family: "sam-card",
    opens: true,
    question: |_| Step::Status.turn().bytes,
    quiet_before: Duration::ZERO,
    answer_within: Duration::from_millis(500),
    read: |_, heard| {
        let mut answers = Heard(heard.to_vec());
        let (state, _) = answers.next()?;
        let model = match state {
            OK => "card reader",
            _ => "card reader whose SAM module does not work or is not authorised",
        };
        Some(Reply { said: Said::Device { model, sure: Sure::Sure }, end: heard.len() - answers.0.len() })
    },
}];

/// The reader has no settings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {}

/// One reader.
#[derive(Debug)]
pub struct SamCard {
    wanted: Command,
    line: Option<Line>,
}

/// What is known of the reader in this attachment.
#[derive(Debug)]
struct Line {
    due: Instant,
    /// What comes next in the cycle.
    next: Step,
    asked: Option<Step>,
    heard: Heard,
    patience: Patience,
    /// The card that lies there was complained of: it is tried again, and not told again until it was lifted.
    complained: bool,
}

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Status,
    Find,
    Select,
    Read,
}

/// Bytes that may be a card's: they have no debug form.
#[derive(Default)]
struct Heard(Vec<u8>);

impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl SamCard {
    /// A reader, alone on its line, at rest.
    ///
    /// # Errors
    ///
    /// When an address is given.
    pub fn new(_settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        match address {
            Some(_) => Err(SettingsError::Value { key: "address", why: "a reader has none: its line is its own" }),
            None => Ok(Self { wanted: Command::Rest, line: None }),
        }
    }

    /// What an idle reader costs its line.
    pub fn poll_cost(&self) -> PollCost {
        PollCost {
            bytes_out: 10,
            bytes_in: 11,
            quiet_before: Duration::ZERO,
            answer_within: READ_WITHIN,
            wants_every: Some(RESTING_EVERY),
            shortest_press: None,
        }
    }

    /// Takes one answer to the open question.
    fn answered(&mut self, now: Instant, step: Step, state: u8, data: &[u8], out: &mut Outbox<CardReader>) {
        let Some(line) = self.line.as_mut() else { return };
        line.patience.answered();
        line.next = Step::Find;
        line.due = now + FIND_EVERY;
        match (step, state) {
            (Step::Status, OK) => {}
            (Step::Find, FOUND) => (line.next, line.due) = (Step::Select, now),
            (Step::Select, OK) => (line.next, line.due) = (Step::Read, now),
            (Step::Read, OK) if self.wanted == Command::Read => match number(data) {
                Some(number) => {
                    self.wanted = Command::Rest;
                    out.events.push(Event::Card(number));
                }
                None => line.complain(Event::Unsupported, out),
            },
            (Step::Status | Step::Find | Step::Select | Step::Read, SELF_TEST | NOT_AUTHORISED) => {
                tracing::error!(state, "the reader's SAM module does not work or is not authorised");
                out.fault = Some(Fault::Refused);
            }
            (Step::Read, READ_FAILED | NOT_VERIFIED | WRONG_CARD) => line.complain(Event::Unreadable, out),
            (Step::Find, NO_CARD) => line.complained = false,
            // A card that was taken away in the middle.
            (Step::Status | Step::Find | Step::Select | Step::Read, _) => {}
        }
        if self.wanted == Command::Rest {
            (line.next, line.due) = (Step::Status, now + RESTING_EVERY);
        }
    }
}

/// States of an answer: its third byte.
const OK: u8 = 0x90;
const FOUND: u8 = 0x9F;
const NO_CARD: u8 = 0x80;
const NOT_VERIFIED: u8 = 0x33;
const WRONG_CARD: u8 = 0x40;
const READ_FAILED: u8 = 0x41;
const SELF_TEST: u8 = 0x60;
const NOT_AUTHORISED: u8 = 0x66;

/// The number among the data of a card.
fn number(data: &[u8]) -> Option<CardNumber> {
    let text = data.get(4..4 + TEXT_BYTES).filter(|_| data.starts_with(&[0x01, 0x00]))?;
    let characters = text[NUMBER].chunks_exact(2).map(|unit| (unit[1] == 0).then_some(unit[0]));
    CardNumber::new(&characters.collect::<Option<Vec<u8>>>()?)
}

impl Line {
    fn complain(&mut self, event: Event, out: &mut Outbox<CardReader>) {
        if !std::mem::replace(&mut self.complained, true) {
            out.events.push(event);
        }
    }
}

impl Step {
    fn turn(self) -> Turn {
        let (command, within) = match self {
            Self::Status => ([0x11, 0xFF], ANSWER_WITHIN),
            Self::Find => ([0x20, 0x01], ANSWER_WITHIN),
            Self::Select => ([0x20, 0x02], ANSWER_WITHIN),
            Self::Read => ([0x30, 0x01], READ_WITHIN),
        };
        let [command, parameter] = command;
        let mut bytes = HEAD.to_vec();
        bytes.extend([0x00, 0x03, command, parameter, 0x03 ^ command ^ parameter]);
        Turn::new(bytes, Answer::Within(within))
    }
}

impl Heard {
    /// The next whole answer: its state and its data. What is none is dropped.
    fn next(&mut self) -> Option<(u8, Vec<u8>)> {
        loop {
            let start = self.0.windows(HEAD.len()).position(|bytes| bytes == HEAD);
            let noise = start.unwrap_or(self.0.len().saturating_sub(HEAD.len() - 1));
            self.0.drain(..noise);
            start?;
            let length = usize::from(u16::from_be_bytes([*self.0.get(5)?, *self.0.get(6)?]));
            if (4..=LENGTH_MAX).contains(&length) {
                let counted = self.0.get(5..7 + length)?;
                let check = counted.iter().fold(0, |sum, byte| sum ^ byte);
                if let ([_, _, 0, 0, state, data @ .., _], 0) = (counted, check) {
                    let answer = (*state, data.to_vec());
                    self.0.drain(..7 + length);
                    return Some(answer);
                }
            }
            self.0.drain(..1);
        }
    }
}

impl Driver<CardReader> for SamCard {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<CardReader>) {
        self.line = Some(Line {
            due: now,
            next: Step::Status,
            asked: None,
            heard: Heard::default(),
            patience: Patience::default(),
            complained: false,
        });
    }

    fn command(&mut self, now: Instant, command: &Command, _out: &mut Outbox<CardReader>) {
        if self.wanted == *command {
            return;
        }
        self.wanted = *command;
        if let Some(line) = self.line.as_mut() {
            line.complained = false;
            line.next = match command {
                Command::Read => Step::Find,
                Command::Rest => Step::Status,
            };
            line.due = now;
        }
    }

    fn due(&self) -> Option<Instant> {
        self.line.as_ref().map(|line| line.due)
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<CardReader>) -> Option<Turn> {
        let line = self.line.as_mut().filter(|line| line.due <= now)?;
        line.heard.0.clear();
        line.asked = Some(line.next);
        Some(line.next.turn())
    }

    fn sent(&mut self, _now: Instant, _out: &mut Outbox<CardReader>) {}

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<CardReader>) {
        let Some(line) = self.line.as_mut() else { return };
        if line.asked.is_none() {
            return;
        }
        line.heard.0.extend_from_slice(bytes);
        if let Some((state, data)) = line.heard.next()
            && let Some(step) = line.asked.take()
        {
            line.heard.0.clear();
            out.done = true;
            self.answered(now, step, state, &data, out);
        }
    }

    fn tells_secrets(&self) -> bool {
        true
    }

    fn veil(&self, _way: Way, bytes: &[u8]) -> Vec<Piece> {
        // Any of them may be a card's.
        vec![Piece::Hidden(bytes.len())]
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<CardReader>) {
        let wanted = self.wanted;
        let Some(line) = self.line.as_mut() else { return };
        out.fault = line.patience.unanswered(!line.heard.0.is_empty());
        line.heard.0.clear();
        line.asked = None;
        line.due = now + FIND_EVERY;
        line.next = match wanted {
            Command::Read => Step::Find,
            Command::Rest => Step::Status,
        };
    }
}

/// A reader is met, finds no card, then one, and tells its number.
pub fn transcript() -> Transcript {
    let exchange = |sends: &[u8], answer: &[u8]| Exchange {
        sends: [&HEAD, sends].concat(),
        answer: [&HEAD, answer].concat(),
        ..Exchange::default()
    };
    let mut card = vec![0x05, 0x08, 0x00, 0x00, 0x90, 0x01, 0x00, 0x04, 0x00];
    card.extend([b' ', 0].repeat(61));
    card.extend(b"11010519491231002X".iter().flat_map(|character| [*character, 0]));
    card.extend([b' ', 0].repeat(49));
    card.extend([0x57; 1024]);
    card.push(card.iter().fold(0, |sum, byte| sum ^ byte));
    let number = CardNumber::new(b"11010519491231002X").map(Event::Card);
    Transcript::new("", None, exchange(b"\x00\x03\x11\xFF\xED", b"\x00\x04\x00\x00\x90\x94"))
        .then(Exchange {
            command: Some(port::Command::CardReader(Command::Read)),
            ..exchange(b"\x00\x03\x20\x01\x22", b"\x00\x04\x00\x00\x80\x84")
        })
        .then(exchange(b"\x00\x03\x20\x01\x22", b"\x00\x08\x00\x00\x9F\x00\x00\x00\x00\x97"))
        .then(exchange(b"\x00\x03\x20\x02\x21", b"\x00\x0C\x00\x00\x90\0\0\0\0\0\0\0\0\x9C"))
        .then(Exchange {
            events: number.into_iter().map(port::Event::CardReader).collect(),
            ..exchange(b"\x00\x03\x30\x01\x32", &card)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_of_a_card_shows_in_the_drivers_debug_form() {
        let mut reader = SamCard::new(Settings::default(), None).unwrap();
        let mut out = Outbox::default();
        reader.attach(Instant::default(), &mut out);
        reader.turn(Instant::default(), &mut out).unwrap();

        reader.receive(Instant::default(), b"\xAA\xAA\xAA\x96\x69\x05\x0811010519491231002X", &mut out);

        assert!(format!("{reader:?}").contains("heard: 25 bytes"), "{reader:?}");
    }
}
