//! Boards that take text in Modbus RTU holding registers, several on one RS-485 pair.
//!
//! | function | address | content |
//! |---|---|---|
//! | 10 holding registers | by the layout | the bytes of a text, padded; colour and flashing where the board has them |
//!
//! There is no common map of registers, so it is declared: `profile` names a board that can be bought,
//! `layout` spells another one out.
//!
//! | profile | registers | content |
//! |---|---|---|
//! | `armfly-led-485` | 0070–0072 | six ASCII characters, two a register, first in the high byte |
//! | `dm36b06` | 0000–0005 | six ASCII characters, one a register |
//! | | 0008 | one bit a flashing digit |
//!
//! Source: Modbus V1.1b3. Armfly: the maker's sheet, and sman-dk's LED-485_setuptool, which was used on a
//! LED-485-046. DM36B06: the maker's register list as lamaPLC gives it, and the module `dm36b06.py` of MM8D
//! by Pozsár Zsolt. The vector of the transcript was recomputed; times are ours.

pub mod layout;

use std::time::Duration;

use serde::Deserialize;

use self::layout::{Layout, Profile, Write};
use super::PollCost;
use super::probe::{Probe, Said, Sure, modbus as modbus_probe};
use super::transcript::{Exchange, Transcript};
use crate::driver::{Driver, DriverInfo, Outbox, Role, SettingsError, Turn};
use crate::framing::modbus::{self, Answer, QUIET, Question, Talk};
use crate::port;
use crate::port::board::{Area as Text, Board, Colour, Command, Event};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "modbus-text",
    models: "Modbus RTU text boards: Armfly LED-485, DM36B06 and DM56A04 digits, others by their map of registers",
    roles: &[Role::Board],
    line: "RS-485, 8N1, 9600 and more, shared",
    source: "Modbus V1.1b3; maps of registers by makers and users",
};

/// A board that lost its supply or caught noise is right again within ten seconds (F21, F22).
const REFRESH_EVERY: Duration = Duration::from_secs(9);
/// Pause after a missing answer or a busy board. A late answer falls into it, and is not taken for the answer
/// to the next text (E09).
const RETRY_AFTER: Duration = Duration::from_millis(300);
/// A board that the hall has said nothing to is made blank, but not before the hall had time to speak: what
/// stands there from a run before stays right meanwhile.
const FIRST_TEXT_WITHIN: Duration = Duration::from_secs(1);

/// Bytes of a question beside its values.
const QUESTION_BYTES: usize = 9;
/// Bytes of its answer.
const ANSWER_BYTES: usize = 8;

/// The registers of the text, which can be read as well; the first of them alone, for boards that have few.
pub const PROBES: &[Probe] = &[
    modbus_probe::probe(
        true,
        |slave| modbus_probe::question(slave, 0x03, 0, 1),
        |slave, heard| modbus_probe::read(slave, 0x03, heard, |_| Said::Kin),
    ),
    modbus_probe::probe(
        false,
        |slave| modbus_probe::question(slave, 0x03, 0x70, 3),
        |slave, heard| modbus_probe::read(slave, 0x03, heard, |_| ARMFLY),
    ),
    modbus_probe::probe(
        false,
        |slave| modbus_probe::question(slave, 0x03, 0x00, 6),
        |slave, heard| modbus_probe::read(slave, 0x03, heard, |_| DM36B06),
    ),
];

const ARMFLY: Said = Said::Device { model: "text board, profile \"armfly-led-485\"", sure: Sure::Likely };
const DM36B06: Said = Said::Device { model: "text board, profile \"dm36b06\"", sure: Sure::Likely };

/// Settings in the device's table: a `profile` or a `layout`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// A board that can be bought.
    pub profile: Option<Profile>,
    /// The registers of another board.
    pub layout: Option<Layout>,
    /// How long an answer may take, in milliseconds from the question's last byte: 5 to 1000.
    pub answer_ms: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { profile: None, layout: None, answer_ms: modbus::ANSWER_MS }
    }
}

/// A board on a shared pair.
#[derive(Debug)]
pub struct ModbusText {
    slave: u8,
    layout: Layout,
    answer_within: Duration,
    /// What the hall asked for.
    texts: Vec<Text>,
    /// Counts what it asked for, so that an answer to an older text is known as such.
    asked_for: u64,
    line: Option<Line>,
}

/// What is known of the device in this attachment.
#[derive(Debug)]
struct Line {
    due: Instant,
    talk: Talk<Asked>,
    /// The place in the list of writes that comes next.
    next: usize,
    /// The newest texts were confirmed and the hall was told.
    told: bool,
    /// The board is being given a pause after a failure.
    pausing: bool,
}

/// The write that is on the wire: its place in the list, and for which of the hall's wishes it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    place: usize,
    wish: u64,
}

impl ModbusText {
    /// A board at this address of its pair.
    ///
    /// # Errors
    ///
    /// When the address is not from 1 to 247, a setting is out of range, or neither or both of `profile` and
    /// `layout` are given.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        let layout = match (settings.profile, settings.layout) {
            (Some(profile), None) => profile.layout(),
            (None, Some(layout)) => layout,
            (None, None) | (Some(_), Some(_)) => {
                let why = "write the name of a board, or its registers as `layout` instead";
                return Err(SettingsError::Value { key: "profile", why });
            }
        };
        layout.check()?;
        Ok(Self {
            slave: modbus::slave(address)?,
            layout,
            answer_within: modbus::answer_within(settings.answer_ms)?,
            texts: Vec::new(),
            asked_for: 0,
            line: None,
        })
    }

    /// What this board costs its pair: a refresh of all that it shows.
    pub fn poll_cost(&self) -> PollCost {
        let writes = self.layout.writes(&[]);
        PollCost {
            bytes_out: writes.iter().map(|write| QUESTION_BYTES + 2 * write.values.len()).sum(),
            bytes_in: ANSWER_BYTES * writes.len(),
            quiet_before: QUIET,
            answer_within: self.answer_within,
            wants_every: Some(REFRESH_EVERY),
            shortest_press: None,
        }
    }

    fn writes(&self) -> Vec<Write> {
        self.layout.writes(&self.texts)
    }

    /// Takes the answer; false when it is not one to the open question after all.
    fn answered(&mut self, now: Instant, answer: &Answer, asked: Asked, out: &mut Outbox<Board>) -> bool {
        let (count, newest) = (self.writes().len(), self.asked_for == asked.wish);
        let Some(line) = self.line.as_mut() else { return true };
        match answer {
            Answer::Exception(code) => {
                out.fault = line.talk.patience.exception(*code);
                line.pause(now);
                return true;
            }
            Answer::Written => line.talk.patience.answered(),
            Answer::Bits(_) | Answer::Registers(_) => return false,
        }
        line.pausing = false;
        line.due = now;
        if newest {
            line.next = asked.place + 1;
        }
        if line.next >= count {
            (line.next, line.due) = (0, now + REFRESH_EVERY);
            if self.asked_for > 0 && !std::mem::replace(&mut line.told, true) {
                out.events.push(Event::Shown);
            }
        }
        true
    }

    fn talk(&mut self) -> Option<&mut Talk<Asked>> {
        self.line.as_mut().map(|line| &mut line.talk)
    }
}

impl Driver<Board> for ModbusText {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<Board>) {
        let due = if self.asked_for > 0 { now } else { now + FIRST_TEXT_WITHIN };
        self.line = Some(Line { due, talk: Talk::default(), next: 0, told: false, pausing: false });
    }

    fn command(&mut self, now: Instant, command: &Command, _out: &mut Outbox<Board>) {
        let Command::Show(texts) = command;
        self.texts.clone_from(texts);
        self.asked_for += 1;
        if let Some(line) = self.line.as_mut() {
            (line.next, line.told) = (0, false);
            line.due = if line.pausing { line.due } else { now };
        }
    }

    fn due(&self) -> Option<Instant> {
        self.line.as_ref().map(|line| line.due)
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<Board>) -> Option<Turn> {
        let asked = Asked { place: self.line.as_ref().filter(|line| line.due <= now)?.next, wish: self.asked_for };
        let write = self.writes().into_iter().nth(asked.place)?;
        let question = Question::set_registers(self.slave, write.first, &write.values)?;
        let answer_within = self.answer_within;
        Some(self.talk()?.ask(question, asked, answer_within))
    }

    fn sent(&mut self, _now: Instant, _out: &mut Outbox<Board>) {}

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<Board>) {
        let answered = |this: &mut Self, answer, asked| this.answered(now, &answer, asked, out);
        let done = modbus::receive(self, Self::talk, bytes, answered);
        out.done = done;
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<Board>) {
        let Some(line) = self.line.as_mut() else { return };
        out.fault = line.talk.unanswered();
        line.pause(now);
    }
}

impl Line {
    /// What was written before a failure is written again: a board that lost its supply has lost that too.
    fn pause(&mut self, now: Instant) {
        (self.due, self.next, self.pausing) = (now + RETRY_AFTER, 0, true);
    }
}

/// A board is told a call, and is told it again.
pub fn transcript() -> Transcript {
    let call = Text { text: "请A0023到3号".to_owned(), colour: Colour::Red, lively: false };
    let shows = Exchange {
        command: Some(port::Command::Board(Command::Show(vec![call]))),
        sends: b"\x05\x10\x00\x10\x00\x06\x0C\xC7\xEBA0023\xB5\xBD3\xBA\xC5\x8A\xC8".to_vec(),
        answer: b"\x05\x10\x00\x10\x00\x06\x40\x4A".to_vec(),
        events: vec![port::Event::Board(Event::Shown)],
    };
    let refreshes = Exchange { command: None, events: vec![], ..shows.clone() };
    Transcript::new("layout = { areas = [{ first = 0x10, registers = 6 }] }", Some(5), shows).then(refreshes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driver::Fault;

    const START: Instant = Instant::from_millis(0);
    const WRITTEN: [u8; 8] = [0x05, 0x10, 0x00, 0x10, 0x00, 0x06, 0x40, 0x4A];

    #[test]
    fn a_board_is_named_or_spelt_out_and_not_both_or_neither() {
        let both = Settings {
            profile: Some(Profile::Dm36b06),
            layout: Some(Profile::Dm36b06.layout()),
            ..Settings::default()
        };
        for settings in [both, Settings::default()] {
            let refused = ModbusText::new(settings, Some(5));
            assert!(matches!(refused, Err(SettingsError::Value { key: "profile", .. })));
        }
    }

    #[test]
    fn e09_an_answer_to_a_text_that_was_replaced_is_not_reported_as_the_newest() {
        let mut board = board();
        show(&mut board, "A016");
        turn(&mut board, START);
        show(&mut board, "A017");

        assert_eq!(hear(&mut board, &WRITTEN).events, []);
        turn(&mut board, START);
        assert_eq!(hear(&mut board, &WRITTEN).events, [Event::Shown]);
    }

    #[test]
    fn e09_a_late_answer_falls_into_the_pause() {
        let mut board = board();
        show(&mut board, "A016");
        turn(&mut board, START);
        board.unanswered(START, &mut Outbox::default());

        show(&mut board, "A017");

        assert_eq!(board.due(), Some(START + RETRY_AFTER), "another text does not shorten it");
        assert!(board.turn(START, &mut Outbox::default()).is_none());
        assert_eq!(hear(&mut board, &WRITTEN).events, []);
    }

    #[test]
    fn a_board_without_these_registers_is_refused_at_once() {
        let mut board = board();
        show(&mut board, "A016");
        turn(&mut board, START);

        let out = hear(&mut board, &[0x05, 0x90, 0x02, 0x8C, 0x00]);

        assert_eq!((out.done, out.fault), (true, Some(Fault::Refused)));
    }

    #[test]
    fn a_board_that_the_hall_says_nothing_to_is_blank_after_a_while() {
        let mut board = board();
        assert_eq!(board.due(), Some(START + FIRST_TEXT_WITHIN));

        let blank = turn(&mut board, START + FIRST_TEXT_WITHIN);

        assert!(blank[7..].starts_with(&[b' '; 12]), "{blank:02X?}");
        assert_eq!(hear(&mut board, &WRITTEN).events, [], "nobody asked for it");
    }

    fn board() -> ModbusText {
        let settings = transcript().settings.parse::<toml::Table>().unwrap().try_into().unwrap();
        let mut board = ModbusText::new(settings, Some(5)).unwrap();
        board.attach(START, &mut Outbox::default());
        board
    }

    fn show(board: &mut ModbusText, text: &str) {
        let text = Text { text: text.to_owned(), colour: Colour::Red, lively: false };
        board.command(START, &Command::Show(vec![text]), &mut Outbox::default());
    }

    fn turn(board: &mut ModbusText, now: Instant) -> Vec<u8> {
        board.turn(now, &mut Outbox::default()).unwrap().bytes
    }

    fn hear(board: &mut ModbusText, bytes: &[u8]) -> Outbox<Board> {
        let mut out = Outbox::default();
        board.receive(START, bytes, &mut out);
        out
    }
}
