//! Clerk keypad on Modbus RTU, several on one RS-485 pair, polled.
//!
//! Profile `sixteen-key`, *our reference profile*: latched presses, four characters, a beeper.
//!
//! | function | address | content |
//! |---|---|---|
//! | 04 input registers | 0000–0004 | mark `4B`, starts, presses, the last four codes, see `framing::presses` |
//! | 10 holding registers | 0000–0001 | four ASCII characters, first in the high byte of 0000 |
//! | 10 holding register | 0008 | high byte: number of the beep; low byte: 1 waiting, 2 refused. Sounds when the number differs from the last |
//!
//! Profile `eight-key`: an 8 DI / 8 DO board (Waveshare "Modbus RTU IO 8CH" and its like), not latched: a
//! press shorter than the time between two polls is missed. Reduced keys: NEXT RECALL NO-SHOW START FINISH
//! PAUSE RATE HELP on inputs 1 to 8; no digits.
//!
//! | function | address | content |
//! |---|---|---|
//! | 02 discrete inputs | 0000–0007 | the contacts, 1 = pressed |
//! | 0F coils | 0000–0001 | lamp (lit unless the digits would be blank or zero), buzzer |
//!
//! Source: maker's wiki of the board and its published vectors; coils by 0F from 0000 in a second register
//! map of it (busloom-devices); the reference profile is ours.

pub mod face;
mod probes;
mod secrets;

use std::time::Duration;

use serde::Deserialize;

use self::face::Profile;
pub use self::probes::PROBES;
use super::PollCost;
use super::transcript::{Exchange, Transcript};
use crate::driver::{Driver, DriverInfo, Outbox, Piece, Role, SettingsError, Turn, Way};
use super::keymap::{KeyMap, digits};
use crate::framing::modbus::{self, Answer, QUIET, Question, Talk};
use crate::framing::modbus_keys::{Keys, Reading, Seen};
use crate::framing::presses::Stuck;
use crate::port;
use crate::port::keypad::{Beep, Command, DIGITS, Event, Key, Keypad};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "modbus-keypad",
    models: "Modbus RTU keypads: 16 keys with digits (reference profile), 8 DI / 8 DO boards",
    roles: &[Role::Keypad],
    line: "RS-485, 8N1, 9600 and more, shared",
    source: "Modbus V1.1b3; Waveshare Modbus RTU IO 8CH wiki",
};

/// Twenty-five times a second, so that a tap of a finger is seen on a plain board.
const POLL_EVERY: Duration = Duration::from_millis(40);

/// Digits that were garbled or lost with the keypad's supply are right again after this time.
const REFRESH_EVERY: Duration = Duration::from_secs(10);

/// The mark of a keypad's block.
const MARK: u8 = b'K';
/// Where the four characters are.
const DIGITS_AT: u16 = 0x0000;
/// Where the beeper is.
const BEEP_AT: u16 = 0x0008;

/// Settings in the device's table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// What kind of keypad it is.
    pub profile: Profile,
    /// Which code means which key; the profile's own when absent.
    pub keys: Option<KeyMap>,
    /// How long an answer may take, in milliseconds from the question's last byte: 5 to 1000.
    pub answer_ms: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { profile: Profile::default(), keys: None, answer_ms: modbus::ANSWER_MS }
    }
}

/// A clerk's keypad on a shared pair.
#[derive(Debug)]
pub struct ModbusKeypad {
    slave: u8,
    profile: Profile,
    keys: KeyMap,
    answer_within: Duration,
    /// What the digits should show; `None` until the hall says.
    digits: Option<[u8; DIGITS]>,
    beep: Option<Beep>,
    /// When the hall last wanted something.
    wanted_at: Instant,
    line: Option<Line>,
}

/// What is known of the device in this attachment.
#[derive(Debug)]
struct Line {
    poll_at: Instant,
    talk: Talk<Asked>,
    wrote_last: bool,
    keys: Keys,
    stuck: Stuck,
    /// The digits the device confirmed, and when.
    shown: Option<([u8; DIGITS], Instant)>,
    /// The number of the beep that sounded last, as far as the device told.
    last_beep: Option<u8>,
    /// The beep that was asked for under this number and not confirmed.
    beeping: Option<(u8, Beep)>,
    /// A plain board's buzzer is on until then.
    buzzing: Option<Instant>,
}

/// What the open question is about.
#[derive(Clone, Copy, Debug)]
enum Asked {
    Keys,
    Digits([u8; DIGITS]),
    Beep(u8, Beep),
    Coils { digits: [u8; DIGITS], beep: Option<Beep>, buzz: Option<Instant> },
}

impl ModbusKeypad {
    /// A keypad at this address of its pair.
    ///
    /// # Errors
    ///
    /// When the address is not from 1 to 247 or a setting is out of range.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        Ok(Self {
            slave: modbus::slave(address)?,
            profile: settings.profile,
            keys: settings.keys.unwrap_or_else(|| settings.profile.keys()),
            answer_within: modbus::answer_within(settings.answer_ms)?,
            digits: None,
            beep: None,
            wanted_at: Instant::default(),
            line: None,
        })
    }

    /// What this keypad costs its pair while nobody presses a key.
    pub fn poll_cost(&self) -> PollCost {
        let reading = self.reading();
        PollCost {
            bytes_out: Reading::QUESTION_BYTES,
            bytes_in: reading.answer_bytes(),
            quiet_before: QUIET,
            answer_within: self.answer_within,
            wants_every: Some(POLL_EVERY),
            shortest_press: reading.shortest_press(),
        }
    }

    /// The question that should go out at this moment, if any: outputs and keys take turns.
    fn question(&self, now: Instant, line: &Line) -> Option<(Question, Asked)> {
        let poll_due = line.poll_at <= now;
        let write = if poll_due && line.wrote_last { None } else { self.write(now, line) };
        write.or_else(|| poll_due.then(|| self.poll()).flatten())
    }

    fn reading(&self) -> Reading {
        match self.profile {
            Profile::SixteenKey => Reading::Latching { mark: MARK, first: 0 },
            Profile::EightKey => Reading::Plain,
        }
    }

    fn poll(&self) -> Option<(Question, Asked)> {
        Some((self.reading().question(self.slave)?, Asked::Keys))
    }

    fn write(&self, now: Instant, line: &Line) -> Option<(Question, Asked)> {
        if self.write_due(line).is_none_or(|due| due > now) {
            return None;
        }
        match self.profile {
            Profile::SixteenKey => self.write_registers(now, line),
            Profile::EightKey => self.write_coils(now, line),
        }
    }

    /// The beep goes first: it answers a finger, the digits wait for an eye.
    fn write_registers(&self, now: Instant, line: &Line) -> Option<(Question, Asked)> {
        if let (Some(beep), Some(last)) = (self.beep, line.last_beep) {
            let number = last.wrapping_add(1);
            let kind = match beep {
                Beep::Waiting => 1,
                Beep::Refused => 2,
            };
            let value = u16::from_be_bytes([number, kind]);
            return Some((Question::set_registers(self.slave, BEEP_AT, &[value])?, Asked::Beep(number, beep)));
        }
        let digits = self.digits.filter(|_| self.digits_due(line).is_some_and(|due| due <= now))?;
        let [a, b, c, d] = digits;
        let values = [u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])];
        Some((Question::set_registers(self.slave, DIGITS_AT, &values)?, Asked::Digits(digits)))
    }

    fn write_coils(&self, now: Instant, line: &Line) -> Option<(Question, Asked)> {
        let digits = self.digits.unwrap_or([b' '; DIGITS]);
        let lamp = digits.iter().any(|digit| !matches!(digit, b' ' | b'0'));
        let buzz = match self.beep {
            Some(Beep::Waiting) => Some(now + Duration::from_millis(200)),
            Some(Beep::Refused) => Some(now + Duration::from_millis(600)),
            None => line.buzzing.filter(|until| *until > now),
        };
        let question = Question::set_coils(self.slave, 0, &[lamp, buzz.is_some()])?;
        Some((question, Asked::Coils { digits, beep: self.beep, buzz }))
    }

    /// When an output is to be written next.
    fn write_due(&self, line: &Line) -> Option<Instant> {
        let may_beep = self.profile == Profile::EightKey || line.last_beep.is_some();
        let beep = self.beep.filter(|_| may_beep).map(|_| self.wanted_at);
        [beep, line.buzzing, self.digits_due(line)].into_iter().flatten().min()
    }

    fn digits_due(&self, line: &Line) -> Option<Instant> {
        let wanted = self.digits?;
        Some(line.shown.filter(|(shown, _)| *shown == wanted).map_or(self.wanted_at, |(_, at)| at + REFRESH_EVERY))
    }

    /// Takes the answer; false when it is not one to the open question after all.
    fn answered(&mut self, now: Instant, answer: Answer, asked: Asked, out: &mut Outbox<Keypad>) -> bool {
        let reading = self.reading();
        let Some(line) = self.line.as_mut() else { return true };
        match (asked, answer) {
            (_, Answer::Exception(code)) => {
                out.fault = line.talk.patience.exception(code);
                return true;
            }
            (Asked::Keys, answer) => {
                let Some(seen) = line.keys.take(now, reading, &answer) else { return false };
                self.saw(now, seen, out);
            }
            (Asked::Digits(digits), Answer::Written) => line.shown = Some((digits, now)),
            (Asked::Beep(number, beep), Answer::Written) => {
                (line.last_beep, line.beeping) = (Some(number), None);
                self.beep = self.beep.filter(|wanted| *wanted != beep);
            }
            (Asked::Coils { digits, beep, buzz }, Answer::Written) => {
                (line.shown, line.buzzing) = (Some((digits, now)), buzz);
                self.beep = self.beep.filter(|wanted| Some(*wanted) != beep);
            }
            (
                Asked::Digits(_) | Asked::Beep(..) | Asked::Coils { .. },
                Answer::Bits(_) | Answer::Registers(_),
            ) => return false,
        }
        self.talk().into_iter().for_each(|talk| talk.patience.answered());
        true
    }

    /// Tells what the keys did, and learns what became of the outputs.
    fn saw(&mut self, now: Instant, seen: Seen, out: &mut Outbox<Keypad>) {
        let Some(line) = self.line.as_mut() else { return };
        if seen.met {
            // A keypad that started again has dark digits.
            line.shown = None;
        }
        if let Some(sounded) = seen.beep {
            line.last_beep = Some(sounded);
            if line.beeping.take().is_some_and(|(number, beep)| number == sounded && self.beep == Some(beep)) {
                self.beep = None;
            }
        }
        let stuck = line.stuck.poll(now, seen.held);
        out.events.extend(seen.codes.into_iter().filter_map(|code| self.keys.key(code)).map(Event::Pressed));
        out.events.extend(stuck.and_then(|code| self.keys.key(code)).map(Event::Stuck));
    }

    fn talk(&mut self) -> Option<&mut Talk<Asked>> {
        self.line.as_mut().map(|line| &mut line.talk)
    }
}

impl Driver<Keypad> for ModbusKeypad {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<Keypad>) {
        (self.beep, self.wanted_at) = (None, now);
        let keys = self.line.take().map(|line| line.keys.resumed(now));
        self.line = Some(Line { keys: keys.unwrap_or_default(), ..Line::new(now) });
    }

    fn command(&mut self, now: Instant, command: &Command, _out: &mut Outbox<Keypad>) {
        match command {
            Command::Show(text) => self.digits = Some(digits(text)),
            // A beep is for the moment: it is not kept for a keypad that is away.
            Command::Beep(beep) => self.beep = self.line.as_ref().map(|_| *beep),
        }
        self.wanted_at = now;
    }

    fn due(&self) -> Option<Instant> {
        let line = self.line.as_ref()?;
        let write = self.write_due(line).unwrap_or(line.poll_at);
        Some(line.poll_at.min(write))
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<Keypad>) -> Option<Turn> {
        let (question, asked) = self.question(now, self.line.as_ref()?)?;
        let line = self.line.as_mut()?;
        line.wrote_last = !matches!(asked, Asked::Keys);
        match asked {
            Asked::Keys => line.poll_at = now + POLL_EVERY,
            Asked::Beep(number, beep) => line.beeping = Some((number, beep)),
            Asked::Digits(_) | Asked::Coils { .. } => {}
        }
        Some(line.talk.ask(question, asked, self.answer_within))
    }

    fn sent(&mut self, _now: Instant, _out: &mut Outbox<Keypad>) {}

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<Keypad>) {
        let answered = |this: &mut Self, answer, asked| this.answered(now, answer, asked, out);
        let done = modbus::receive(self, Self::talk, bytes, answered);
        out.done = done;
    }

    fn tells_secrets(&self) -> bool {
        self.keys.stand_in().is_some()
    }

    fn veil(&self, way: Way, bytes: &[u8]) -> Vec<Piece> {
        secrets::veil(self.slave, self.reading(), &self.keys, way, bytes)
    }

    fn keys(&self) -> Vec<Key> {
        self.keys.keys()
    }

    fn unanswered(&mut self, _now: Instant, out: &mut Outbox<Keypad>) {
        let Some(line) = self.line.as_mut() else { return };
        out.fault = line.talk.unanswered();
    }
}

impl Line {
    fn new(now: Instant) -> Self {
        Self {
            poll_at: now,
            talk: Talk::default(),
            // Keys first: what the device counted so far is not ours.
            wrote_last: true,
            keys: Keys::default(),
            stuck: Stuck::default(),
            shown: None,
            last_beep: None,
            beeping: None,
            buzzing: None,
        }
    }
}

/// A keypad of the reference profile shows a number, is pressed, and refuses by a beep.
pub fn transcript() -> Transcript {
    let poll = vec![0x05, 0x04, 0x00, 0x00, 0x00, 0x05, 0x31, 0x8D];
    let meets = Exchange {
        sends: poll.clone(),
        answer: vec![0x05, 0x04, 0x0A, 0x4B, 0x01, 0x00, 0x28, 0x03, 0x02, 0x01, 0x09, 0x00, 0x00, 0xA1, 0x57],
        ..Exchange::default()
    };
    let shows = Exchange {
        command: Some(port::Command::Keypad(Command::Show("A017".to_owned()))),
        sends: vec![0x05, 0x10, 0x00, 0x00, 0x00, 0x02, 0x04, 0x41, 0x30, 0x31, 0x37, 0xA6, 0xEA],
        answer: vec![0x05, 0x10, 0x00, 0x00, 0x00, 0x02, 0x40, 0x4C],
        events: vec![],
    };
    let pressed = Exchange {
        sends: poll,
        answer: vec![0x05, 0x04, 0x0A, 0x4B, 0x01, 0x00, 0x29, 0x0B, 0x03, 0x02, 0x01, 0x0B, 0x00, 0x0B, 0xA9],
        events: vec![port::Event::Keypad(Event::Pressed(Key::Next))],
        ..Exchange::default()
    };
    let beeps = Exchange {
        command: Some(port::Command::Keypad(Command::Beep(Beep::Refused))),
        sends: vec![0x05, 0x10, 0x00, 0x08, 0x00, 0x01, 0x02, 0x01, 0x02, 0x15, 0x89],
        answer: vec![0x05, 0x10, 0x00, 0x08, 0x00, 0x01, 0x81, 0x8F],
        events: vec![],
    };
    Transcript::new("", Some(5), meets).then(shows).then(pressed).then(beeps)
}
