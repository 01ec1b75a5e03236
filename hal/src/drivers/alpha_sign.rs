//! Alpha and BetaBrite signs ("M-Protocol"), several on one RS-485 pair; Chinese as pictures of dots.
//!
//! | direction | command | meaning |
//! |---|---|---|
//! | to sign | `E$` table | forget all files and make room for these |
//! | to sign | `I` label rows columns, silence, rows of digits | the dots of a picture; 0 dark, else a colour |
//! | to sign | `AA` pages | the text that is played: 1B, place, mode, text; 14 and a label call a picture |
//! | to sign | `E4` | forget the errors of the line |
//! | to sign | `F7` / `F*` / `F$` | which address, which errors, which files have you? |
//! | from sign | `E7` address / `E*` status / `E$` table | two digits / one bit each / the files |
//!
//! A file of the table is label, type, `L`, size in four digits and four more: `FFFF` for a text that always
//! plays, the colours of a picture, whose size is rows and columns. Status: 40, and 20 command or label
//! unknown, 10 checksum, 08 no room, 04 time-out, 02 framing, 01 parity.
//!
//! The packet around them: [`crate::framing::alpha`]. Files live in a memory with a battery: a sign that lost
//! its supply shows them again by itself, and one that lost them is found by its table.
//!
//! Source: the maker's document 9708-8061F, as two programs read it: alphasignpy (packets, error bits) and
//! readerboard, whose author measured a BetaBrite: 0.25 s between packets (0.1 s failed), an answer's type
//! and address, `FFFF`, and that a table told by a playing sign differs in sizes. Both quote the document on
//! the 100 ms behind a picture's sizes. Not measured by anybody we know: how long a table or a picture
//! occupies a sign; the times below are ours.

mod content;
mod line;
mod probes;
mod settings;

use std::time::Duration;

use self::content::{Content, ROWS_AT, has_files, table, table_bytes};
use self::line::{Asked, GAP, Line};
pub use self::probes::PROBES;
pub use self::settings::{Colours, Settings};
use super::PollCost;
use super::transcript::{Exchange, Transcript};
use crate::driver::{Answer, Driver, DriverInfo, Fault, Outbox, Rest, Role, SettingsError, Turn};
use crate::framing::alpha::{COMMAND_AT, Found, OVERHEAD, SPEED_BYTES, packet};
use crate::port;
use crate::port::board::{Area, Board, Colour, Command, Event};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "alpha-sign",
    models: "Alpha and BetaBrite signs (M-Protocol, EZ KEY II); Chinese on those of 16 rows and more",
    roles: &[Role::Board],
    line: "RS-232, or RS-485 shared, 9600 7E1; the address is the sign's serial address",
    source: "maker's document 9708-8061F through alphasignpy and readerboard; published packets recomputed",
};

/// Zero is all signs, and nobody answers then.
const ADDRESS_MAX: u16 = 0xFF;

/// How long an answer may take, its own time on the wire included: a table of nine files is 150 ms.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);
/// Silence that the document wants behind a picture's sizes: at least 100 ms, at most a second.
const BEFORE_ROWS: Duration = Duration::from_millis(120);
/// How often a sign is asked whether it still has its files. Some are dark while they answer.
const ASK_EVERY: Duration = Duration::from_secs(30);
/// How often a sign that cannot answer is told everything again, and is dark for it.
const REWRITE_EVERY: Duration = Duration::from_mins(10);

/// Command or label unknown, or no room: asking again will not help.
const REFUSED_BITS: u8 = 0x28;
/// All errors.
const ERROR_BITS: u8 = 0x3F;

/// A sign on its pair.
#[derive(Debug)]
pub struct AlphaSign {
    address: u8,
    settings: Settings,
    /// What the hall asked for, and whether it did.
    texts: Option<Vec<Area>>,
    line: Option<Line>,
}

impl AlphaSign {
    /// A sign at this address.
    ///
    /// # Errors
    ///
    /// When the address is not from 1 to 255, or a setting is out of range.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        settings.check()?;
        let address = address.filter(|address| (1..=ADDRESS_MAX).contains(address));
        let address = address.and_then(|address| u8::try_from(address).ok());
        let address = address.ok_or(SettingsError::Address { min: 1, max: ADDRESS_MAX })?;
        Ok(Self { address, settings, texts: None, line: None })
    }

    /// What this sign costs its pair while nothing changes.
    pub fn poll_cost(&self) -> PollCost {
        /// A sign may send more zeros than we do.
        const ZEROS: usize = 20;
        PollCost {
            bytes_out: OVERHEAD + 2,
            bytes_in: if self.settings.answers { ZEROS + OVERHEAD + table_bytes(&self.settings) } else { 0 },
            quiet_before: Duration::ZERO,
            answer_within: if self.settings.answers { ANSWER_WITHIN } else { Duration::ZERO },
            wants_every: Some(if self.settings.answers { ASK_EVERY } else { REWRITE_EVERY }),
            shortest_press: None,
        }
    }

    /// What comes next; `Nothing` when all stands there and was proved.
    fn next(&self, line: &Line) -> Asked {
        let answers = self.settings.answers;
        if answers && !line.met {
            return Asked::Address;
        }
        let Some(texts) = &self.texts else { return Asked::Nothing };
        if line.stained {
            return Asked::Forget;
        }
        if !line.laid_out {
            return Asked::LayOut;
        }
        let wanted = Content::of(texts, &self.settings);
        for (place, picture) in wanted.pictures.into_iter().enumerate() {
            if let Some(picture) = picture
                && line.written.pictures.get(place).and_then(Option::as_ref) != Some(&picture)
            {
                return Asked::Picture(place, picture);
            }
        }
        if line.written.file != wanted.file {
            return Asked::Text(wanted.file);
        }
        if answers && line.unproved { Asked::Errors } else { Asked::Nothing }
    }

    /// The command on the wire, and the silence inside it.
    fn command_of(&self, asked: &Asked) -> Option<(Vec<u8>, Vec<Rest>)> {
        let rest = Rest { before: COMMAND_AT + ROWS_AT, quiet: BEFORE_ROWS };
        let command = match asked {
            Asked::Nothing => return None,
            Asked::Address => b"F7".to_vec(),
            Asked::Errors => b"F*".to_vec(),
            Asked::Files => b"F$".to_vec(),
            Asked::Forget => b"E4".to_vec(),
            Asked::LayOut => [b"E$".to_vec(), table(&self.settings)].concat(),
            Asked::Picture(_, picture) => return Some((picture.clone(), vec![rest])),
            Asked::Text(text) => text.clone(),
        };
        Some((command, Vec::new()))
    }

    /// The sign told its address: it is there, and it is the right one.
    fn met(&mut self, now: Instant, out: &mut Outbox<Board>) {
        if let Some(line) = self.line.as_mut() {
            line.met = true;
        }
        self.rest(now, out);
    }

    /// The sign told its errors since it was to forget them.
    fn errors(&mut self, now: Instant, errors: u8, out: &mut Outbox<Board>) {
        let Some(line) = self.line.as_mut() else { return };
        line.unproved = false;
        if errors & ERROR_BITS == 0 {
            line.failures = 0;
            return self.rest(now, out);
        }
        let refused = errors & REFUSED_BITS != 0;
        line.failed(now, if refused { Fault::Refused } else { Fault::Garbled }, out);
    }

    /// The sign told its files.
    fn files(&mut self, now: Instant, told: &[u8], out: &mut Outbox<Board>) {
        let Some(line) = self.line.as_mut() else { return };
        if !has_files(told, &self.settings) {
            line.forget();
        }
        self.rest(now, out);
    }

    /// Goes on with what is still to be done, or is content for a while.
    fn rest(&mut self, now: Instant, out: &mut Outbox<Board>) {
        let Some(line) = self.line.as_ref() else { return };
        let idle = self.next(line) == Asked::Nothing;
        let again = if self.settings.answers { ASK_EVERY } else { REWRITE_EVERY };
        let Some(line) = self.line.as_mut() else { return };
        line.wanted_at = if idle { now + again } else { now };
        if idle && self.settings.answers && self.texts.is_some() && !std::mem::replace(&mut line.told, true) {
            out.events.push(Event::Shown);
        }
    }
}

impl Driver<Board> for AlphaSign {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<Board>) {
        self.line = Some(Line::new(now));
    }

    fn command(&mut self, now: Instant, command: &Command, _out: &mut Outbox<Board>) {
        let Command::Show(texts) = command;
        if texts.len() > usize::from(self.settings.areas) {
            tracing::warn!(texts = texts.len(), areas = self.settings.areas, "more texts than areas");
        }
        self.texts = Some(texts.clone());
        if let Some(line) = self.line.as_mut() {
            line.told = false;
            line.wanted_at = now;
        }
    }

    fn due(&self) -> Option<Instant> {
        self.line.as_ref().map(Line::due)
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<Board>) -> Option<Turn> {
        let line = self.line.as_mut().filter(|line| line.due() <= now)?;
        line.unpacker.reset();
        line.nonsense = false;
        let mut asked = self.next(self.line.as_ref()?);
        if asked == Asked::Nothing && self.settings.answers {
            asked = Asked::Files;
        } else if asked == Asked::Nothing {
            self.line.as_mut()?.forget();
            asked = self.next(self.line.as_ref()?);
        }
        let Some((command, rests)) = self.command_of(&asked) else {
            self.line.as_mut()?.wanted_at = now + REWRITE_EVERY;
            return None;
        };
        let answered = matches!(asked, Asked::Address | Asked::Errors | Asked::Files);
        self.line.as_mut()?.asked = asked;
        let answer = if answered { Answer::Within(ANSWER_WITHIN) } else { Answer::None };
        Some(Turn { rests, ..Turn::new(packet(self.settings.kind(), self.address, &command), answer) })
    }

    fn sent(&mut self, now: Instant, out: &mut Outbox<Board>) {
        let Some(line) = self.line.as_mut() else { return };
        if matches!(line.asked, Asked::Nothing | Asked::Address | Asked::Errors | Asked::Files) {
            return;
        }
        let asked = std::mem::replace(&mut line.asked, Asked::Nothing);
        line.free_at = now + line.wrote(asked);
        self.rest(now, out);
    }

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<Board>) {
        for &byte in bytes {
            let Some(line) = self.line.as_mut() else { return };
            match line.unpacker.push(byte) {
                Some(Found::Garbage) => line.nonsense = true,
                Some(Found::Answer(command)) => {
                    let asked = std::mem::replace(&mut line.asked, Asked::Nothing);
                    match (&asked, command.as_slice()) {
                        (Asked::Address, told) if told == format!("E7{:02X}", self.address).as_bytes() => {
                            self.met(now, out);
                        }
                        (Asked::Errors, [b'E', b'*', errors]) => self.errors(now, *errors, out),
                        (Asked::Files, [b'E', b'$', told @ ..]) => self.files(now, told, out),
                        _ => {
                            line.asked = asked;
                            continue;
                        }
                    }
                    out.done = true;
                    if let Some(line) = self.line.as_mut() {
                        line.free_at = line.free_at.max(now + GAP);
                    }
                }
                None => {}
            }
        }
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<Board>) {
        let Some(line) = self.line.as_mut() else { return };
        line.asked = Asked::Nothing;
        line.met = false;
        line.failed(now, if line.nonsense { Fault::Garbled } else { Fault::Silent }, out);
    }
}

/// A sign is met, laid out, told a call of two colours, proved, and asked again half a minute later.
pub fn transcript() -> Transcript {
    let call = Area { text: "A0023".to_owned(), colour: Colour::Red, lively: false };
    let says = |command: &[u8]| packet(b'Z', 5, command);
    // Zeros come before an answer, only for the speed: whoever misses them misses nothing.
    let told = |command: &[u8]| packet(b'0', 0, command)[SPEED_BYTES..].to_vec();
    let table = b"AAL0080FFFFPDL10FF2000";
    let mute = |command: &[u8]| Exchange { sends: says(command), ..Exchange::default() };
    let meets = Exchange {
        command: Some(port::Command::Board(Command::Show(vec![call]))),
        sends: b"\0\0\0\0\0\x01Z05\x02F7\x030082\x04".to_vec(),
        answer: b"\x01000\x02E705\x0300E6\x04".to_vec(),
        events: vec![],
    };
    let proves = Exchange {
        sends: says(b"F*"),
        answer: told(b"E*@"),
        events: vec![port::Event::Board(Event::Shown)],
        command: None,
    };
    let has = Exchange { sends: says(b"F$"), answer: told(&[&b"E$"[..], table].concat()), ..Exchange::default() };
    Transcript::new("", Some(5), meets)
        .then(mute(b"E4"))
        .then(mute(&[&b"E$"[..], table].concat()))
        .then(mute(b"AA\x1B b\x1C1A0023"))
        .then(proves)
        .then(has)
}

#[cfg(test)]
mod tests;
