//! Rating pad on Modbus RTU: five keys with a lamp each, asked only while a visitor has something to rate.
//!
//! | profile | function | address | content |
//! |---|---|---|---|
//! | `latching` (*our reference*) | 04 input registers | 0010–0014 | mark `50`, starts, presses, the last four keys, see `framing::presses` |
//! | | 0F coils | 0010–0014 | the five lamps |
//! | `plain`: 8 DI / 8 DO board | 02 discrete inputs | 0000–0007 | the contacts, 1 = pressed; 1 to 5 are the keys |
//! | | 0F coils | 0000–0004 | the five lamps |
//!
//! A pad may sit in the housing of a keypad and share its address: the registers do not overlap.
//! A key that was down or pressed before the lamps were lit answers nothing.
//!
//! Source: maker's wiki of the Waveshare "Modbus RTU IO 8CH" and its published vectors; coils by 0F from 0000
//! in a second register map of it (busloom-devices); the reference profile is ours.

use std::time::Duration;

use serde::Deserialize;

use super::PollCost;
use super::probe::{Probe, Said, Sure, modbus as modbus_probe};
use super::transcript::{Exchange, Transcript};
use crate::driver::{Driver, DriverInfo, Outbox, Role, SettingsError, Turn};
use crate::framing::modbus::{self, Answer, QUIET, Question, Talk};
use crate::framing::modbus_keys::{Keys, Reading};
use crate::framing::presses::BLOCK;
use crate::port;
use crate::port::rating_pad::{Command, Event, RatingPad};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "modbus-pad",
    models: "Modbus RTU rating pads: five latched keys (reference profile), 8 DI / 8 DO boards",
    roles: &[Role::RatingPad],
    line: "RS-485, 8N1, 9600 and more, shared",
    source: "Modbus V1.1b3; Waveshare Modbus RTU IO 8CH wiki",
};

/// While a visitor is asked: often enough for a tap of a finger on a plain board.
const ASKED_EVERY: Duration = Duration::from_millis(40);

/// At rest: three of these without an answer are noticed before the next visitor is asked.
const RESTING_EVERY: Duration = Duration::from_secs(3);

/// Lamps that lost their supply are right again after this time.
const REFRESH_EVERY: Duration = Duration::from_secs(5);

/// The keys, and their lamps.
const KEYS: u8 = 5;

/// The mark of a pad's block.
const MARK: u8 = b'P';

/// Where a latching pad's registers and coils begin.
const LATCHING_AT: u16 = 0x0010;

/// The block of a latching pad.
pub const PROBES: &[Probe] = &[modbus_probe::probe(
    false,
    |slave| modbus_probe::question(slave, 0x04, LATCHING_AT, BLOCK),
    |slave, heard| {
        modbus_probe::read(slave, 0x04, heard, |block| match block.first() {
            Some(&MARK) => Said::Device { model: "rating pad, profile \"latching\"", sure: Sure::Sure },
            Some(_) | None => Said::Kin,
        })
    },
)];

/// Settings in the device's table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// What kind of pad it is.
    pub profile: Profile,
    /// How long an answer may take, in milliseconds from the question's last byte: 5 to 1000.
    pub answer_ms: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { profile: Profile::default(), answer_ms: modbus::ANSWER_MS }
    }
}

/// Kinds of pad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// It remembers presses until it is asked.
    #[default]
    Latching,
    /// A plain board of contacts: a press shorter than the time between two polls is missed.
    Plain,
}

/// A rating pad on a shared pair.
#[derive(Debug)]
pub struct ModbusPad {
    slave: u8,
    profile: Profile,
    answer_within: Duration,
    wanted: Command,
    wanted_at: Instant,
    line: Option<Line>,
}

/// What is known of the device in this attachment.
#[derive(Debug)]
struct Line {
    poll_at: Instant,
    talk: Talk<Asked>,
    /// What the lamps were last confirmed to be, and when.
    lit: Option<(bool, Instant)>,
    /// The presses since this question was asked; `None` before its first reading.
    listening: Option<Keys>,
}

/// What the open question is about.
#[derive(Clone, Copy, Debug)]
enum Asked {
    /// The keys.
    Keys,
    /// The keys, before the hall put another question: no answer to that one.
    KeysBefore,
    /// Setting the lamps.
    Lamps(bool),
}

impl ModbusPad {
    /// A pad at this address of its pair, at rest.
    ///
    /// # Errors
    ///
    /// When the address is not from 1 to 247 or a setting is out of range.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        Ok(Self {
            slave: modbus::slave(address)?,
            profile: settings.profile,
            answer_within: modbus::answer_within(settings.answer_ms)?,
            wanted: Command::Rest,
            wanted_at: Instant::default(),
            line: None,
        })
    }

    /// What this pad costs its pair while a visitor is asked, which is when a press must not be missed.
    pub fn poll_cost(&self) -> PollCost {
        let reading = self.reading();
        PollCost {
            bytes_out: Reading::QUESTION_BYTES,
            bytes_in: reading.answer_bytes(),
            quiet_before: QUIET,
            answer_within: self.answer_within,
            wants_every: Some(ASKED_EVERY),
            shortest_press: reading.shortest_press(),
        }
    }

    fn reading(&self) -> Reading {
        match self.profile {
            Profile::Latching => Reading::Latching { mark: MARK, first: LATCHING_AT },
            Profile::Plain => Reading::Plain,
        }
    }

    /// Whether a visitor is asked at this moment.
    fn asking(&self) -> bool {
        match self.wanted {
            Command::AskGrade | Command::AskReason => true,
            Command::Rest => false,
        }
    }

    /// When the lamps are to be written next.
    ///
    /// They are lit after the first reading of the keys: whatever was pressed in the dark is no answer.
    fn lamps_due(&self, line: &Line) -> Option<Instant> {
        let ready = !self.asking() || line.listening.is_some();
        let right = line.lit.filter(|(lit, _)| *lit == self.asking());
        ready.then(|| right.map_or(self.wanted_at, |(_, at)| at + REFRESH_EVERY))
    }

    fn question(&self, now: Instant, line: &Line) -> Option<(Question, Asked)> {
        let lamps_at = match self.profile {
            Profile::Latching => LATCHING_AT,
            Profile::Plain => 0,
        };
        if self.lamps_due(line).is_some_and(|due| due <= now) {
            let on = self.asking();
            return Some((Question::set_coils(self.slave, lamps_at, &[on; KEYS as usize])?, Asked::Lamps(on)));
        }
        if line.poll_at > now {
            return None;
        }
        Some((self.reading().question(self.slave)?, Asked::Keys))
    }

    /// Takes the answer; false when it is not one to the open question after all.
    fn answered(&mut self, now: Instant, answer: Answer, asked: Asked, out: &mut Outbox<RatingPad>) -> bool {
        let (asking, reading) = (self.asking(), self.reading());
        let Some(line) = self.line.as_mut() else { return true };
        let pressed = match (asked, answer) {
            (_, Answer::Exception(code)) => {
                out.fault = line.talk.patience.exception(code);
                return true;
            }
            (Asked::Keys, answer) => {
                let mut first = Keys::default();
                let keys = line.listening.as_mut().unwrap_or(&mut first);
                let Some(seen) = keys.take(now, reading, &answer) else { return false };
                line.listening.get_or_insert(first);
                seen.codes
            }
            (Asked::KeysBefore, Answer::Registers(_) | Answer::Bits(_)) => Vec::new(),
            (Asked::Lamps(on), Answer::Written) => {
                line.lit = Some((on, now));
                Vec::new()
            }
            (Asked::KeysBefore, Answer::Written) | (Asked::Lamps(_), Answer::Bits(_) | Answer::Registers(_)) => {
                return false;
            }
        };
        line.talk.patience.answered();
        if asking {
            let keys = pressed.into_iter().filter(|key| (1..=KEYS).contains(key));
            out.events.extend(keys.map(Event::Pressed));
        } else {
            line.listening = None;
        }
        true
    }

    fn talk(&mut self) -> Option<&mut Talk<Asked>> {
        self.line.as_mut().map(|line| &mut line.talk)
    }
}

impl Driver<RatingPad> for ModbusPad {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<RatingPad>) {
        self.wanted_at = now;
        let listening = self.line.take().and_then(|line| line.listening).map(|keys| keys.resumed(now));
        self.line = Some(Line { listening, ..Line::new(now) });
    }

    fn command(&mut self, now: Instant, command: &Command, _out: &mut Outbox<RatingPad>) {
        if self.wanted == *command {
            return;
        }
        (self.wanted, self.wanted_at) = (*command, now);
        if let Some(line) = self.line.as_mut() {
            if let Some((_, asked @ Asked::Keys)) = line.talk.open.as_mut() {
                *asked = Asked::KeysBefore;
            }
            line.listening = None;
            line.poll_at = now;
        }
    }

    fn due(&self) -> Option<Instant> {
        let line = self.line.as_ref()?;
        Some(self.lamps_due(line).map_or(line.poll_at, |lamps| lamps.min(line.poll_at)))
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<RatingPad>) -> Option<Turn> {
        let (question, asked) = self.question(now, self.line.as_ref()?)?;
        let every = if self.asking() { ASKED_EVERY } else { RESTING_EVERY };
        let line = self.line.as_mut()?;
        if matches!(asked, Asked::Keys) {
            line.poll_at = now + every;
        }
        Some(line.talk.ask(question, asked, self.answer_within))
    }

    fn sent(&mut self, _now: Instant, _out: &mut Outbox<RatingPad>) {}

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<RatingPad>) {
        let answered = |this: &mut Self, answer, asked| this.answered(now, answer, asked, out);
        let done = modbus::receive(self, Self::talk, bytes, answered);
        out.done = done;
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<RatingPad>) {
        let Some(line) = self.line.as_mut() else { return };
        out.fault = line.talk.unanswered();
        // A pad at rest that missed one question is asked again at once, so that its loss is known soon.
        line.poll_at = line.poll_at.min(now + ASKED_EVERY);
    }
}

impl Line {
    fn new(now: Instant) -> Self {
        Self { poll_at: now, talk: Talk::default(), lit: None, listening: None }
    }
}

/// A pad of the reference profile is dark, is lit to ask, and is answered with the second key.
pub fn transcript() -> Transcript {
    let read = vec![0x06, 0x04, 0x00, 0x10, 0x00, 0x05, 0x30, 0x7B];
    let lamps_set = vec![0x06, 0x0F, 0x00, 0x10, 0x00, 0x05, 0x95, 0xBA];
    let dark = Exchange {
        sends: vec![0x06, 0x0F, 0x00, 0x10, 0x00, 0x05, 0x01, 0x00, 0xEF, 0x73],
        answer: lamps_set.clone(),
        ..Exchange::default()
    };
    let listens = Exchange {
        command: Some(port::Command::RatingPad(Command::AskGrade)),
        sends: read.clone(),
        answer: vec![0x06, 0x04, 0x0A, 0x50, 0x01, 0x00, 0x07, 0x01, 0x01, 0x01, 0x01, 0x00, 0x00, 0xCE, 0x06],
        events: vec![],
    };
    let lit = Exchange {
        sends: vec![0x06, 0x0F, 0x00, 0x10, 0x00, 0x05, 0x01, 0x1F, 0xAE, 0xBB],
        answer: lamps_set,
        ..Exchange::default()
    };
    let pressed = Exchange {
        sends: read,
        answer: vec![0x06, 0x04, 0x0A, 0x50, 0x01, 0x00, 0x08, 0x02, 0x01, 0x01, 0x01, 0x02, 0x00, 0x30, 0x55],
        events: vec![port::Event::RatingPad(Event::Pressed(2))],
        ..Exchange::default()
    };
    Transcript::new("", Some(6), dark).then(listens).then(lit).then(pressed)
}
