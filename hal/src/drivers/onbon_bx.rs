//! Onbon (仰邦) BX-5K, 5MK and 6K font cards: boards that take Chinese text, several on one RS-485 pair.
//!
//! | direction | data of the frame | meaning |
//! |---|---|---|
//! | to card | `A2 00 01 00 00` | are you there? |
//! | to card | `A3 06 01 00 00` d n areas | delete d areas, FF for all and 00 for none; show these n dynamic areas |
//! | from card | `A0 00 err 00 00` / `A0 01 err 00 00` | done / refused: 3 busy, 5 checksum, others for good |
//!
//! An area is its length (2) and: type 0 · x, y, width, height (2 each; x and width in units of 8 pixels) ·
//! number · line spacing · run mode · timeout (2) · sound 0 · extension 0 · alignment 0 · several lines 2 ·
//! wraps 2 · display · exit 0 · speed · stay · text length (4) · text. All little-endian. In the text a
//! backslash begins an escape: `\C1` red, `\C2` green, `\C3` yellow, `\F…` font.
//!
//! The first text of an attachment deletes all areas: those of an earlier configuration, with other numbers,
//! would stand there for ever.
//!
//! The frame around it: [`crate::framing::onbon`]. An answer has the two addresses exchanged.
//!
//! Source: the maker's font-card protocol, by its published vectors (`tests/recordings/onbon-bx.txt`), among
//! them the answer (protocol pages of deanled.cn, § 5.1.2). Codes of errors by dmzn's Delphi unit
//! UMgrBXFontCard too, of colours by a C implementation of the maker's Y series (`app_onbon.h`), the delete
//! count as a field by Onbon-Protocol-Analysis, and that FF there means all by users of the maker's own
//! library for these cards (`dynamicArea_DelArea_5G`). Not captured from a card: that an answer to one
//! address comes from this address, as the published one does from the address of all. The times below are
//! ours.

mod probes;
mod settings;

use std::time::Duration;

pub use self::probes::PROBES;
pub use self::settings::{AreaSettings, Settings};
use super::PollCost;
use super::transcript::{Exchange, Transcript};
use crate::driver::{Answer, Driver, DriverInfo, Fault, Outbox, Role, SettingsError, Turn};
use crate::framing::onbon::{COMPUTER, Found, Frame, OVERHEAD, Unframer};
use crate::framing::text::MISSING;
use crate::port;
use crate::port::board::{Area as Text, Board, Colour, Command, Event};
use crate::time::Instant;

/// What this driver is.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "onbon-bx",
    models: "Onbon BX-5K1, 5K2, 5MK1, 5MK2, 6K1, 6K2, 6K3 font cards",
    roles: &[Role::Board],
    line: "RS-485 shared by several cards, 9600 or 57600 8N1; the address is the card's screen address",
    source: "maker's font-card protocol; published frames recomputed",
};

/// Addresses beyond are the computer's own and the broadcasts.
const ADDRESS_MAX: u16 = 0x7FFF;
/// Longest text of one area: more than the widest board shows, and 32 of them fit the length field.
const TEXT_BYTES_MAX: usize = 160;

/// How long a card may take to answer. Long enough that its answer does not fall into a later turn, where it
/// would be taken for the answer to another text; four dead cards still cost a pair less than two seconds.
const ANSWER_WITHIN: Duration = Duration::from_millis(400);
/// Pause before the same card is asked again.
const RETRY_AFTER: Duration = Duration::from_millis(300);
/// Failures in a row, of the same kind or not, before the attachment is given up.
const TRIES_MAX: u8 = 3;
/// A board that lost its supply comes back blank, and one that caught noise shows garbage: both heal within
/// ten seconds (F21, F22), the time on the wire included.
const REFRESH_EVERY: Duration = Duration::from_secs(9);

const PING: [u8; 5] = [0xA2, 0x00, 0x01, 0x00, 0x00];
const DELETE_NONE: u8 = 0x00;
const DELETE_ALL: u8 = 0xFF;
const BUSY: u8 = 3;
const CHECKSUM: u8 = 5;

/// One card on its pair.
#[derive(Debug)]
pub struct OnbonBx {
    address: u16,
    settings: Settings,
    /// The newest texts the hall asked for.
    texts: Option<Vec<Text>>,
    /// When the wire is wanted; `None` before the first attachment.
    due: Option<Instant>,
    asked: Asked,
    /// The card answered a ping since it was attached or last failed: what it says belongs to what it is
    /// asked.
    met: bool,
    /// The card confirmed that areas of an earlier configuration are gone.
    wiped: bool,
    /// The newest texts were confirmed and the hall was told.
    told: bool,
    failures: u8,
    /// Something that is no frame came during the turn under way.
    nonsense: bool,
    unframer: Unframer,
}

/// What the turn under way asks of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    Ping,
    /// To show the newest texts.
    Show,
    /// To show texts that were replaced while they were on the wire.
    ShowOld,
}

impl OnbonBx {
    /// A driver for the card at `address`.
    ///
    /// # Errors
    ///
    /// No address, or one that the protocol keeps for itself; no area, too many, or one without extent; an
    /// encoding that no font card has.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        let address = address
            .filter(|address| (1..=ADDRESS_MAX).contains(address))
            .ok_or(SettingsError::Address { min: 1, max: ADDRESS_MAX })?;
        settings.check()?;
        Ok(Self {
            address,
            settings,
            texts: None,
            due: None,
            asked: Asked::Nothing,
            met: false,
            wiped: false,
            told: false,
            failures: 0,
            nonsense: false,
            unframer: Unframer::default(),
        })
    }

    /// What this card costs its pair: a refresh in which every area is full.
    pub fn poll_cost(&self) -> PollCost {
        let full = |area: &AreaSettings| 40 + usize::from(area.width) * usize::from(area.height.div_ceil(16));
        let areas: usize = self.settings.areas.iter().map(full).sum();
        PollCost {
            bytes_out: OVERHEAD + 7 + areas,
            bytes_in: OVERHEAD + 5,
            quiet_before: Duration::ZERO,
            answer_within: ANSWER_WITHIN,
            wants_every: Some(REFRESH_EVERY),
            shortest_press: None,
        }
    }

    /// The command that shows `texts`; an area without a text is emptied.
    fn show(&self, texts: &[Text]) -> Vec<u8> {
        if texts.len() > self.settings.areas.len() {
            tracing::warn!(texts = texts.len(), areas = self.settings.areas.len(), "more texts than areas");
        }
        let delete = if self.wiped { DELETE_NONE } else { DELETE_ALL };
        let mut data = vec![0xA3, 0x06, 0x01, 0x00, 0x00, delete];
        data.extend(u8::try_from(self.settings.areas.len()));
        for (number, area) in (0..).zip(&self.settings.areas) {
            let block = self.area(number, area, texts.get(usize::from(number)));
            data.extend(u16::try_from(block.len()).unwrap_or(u16::MAX).to_le_bytes());
            data.extend(block);
        }
        data
    }

    fn area(&self, number: u8, area: &AreaSettings, text: Option<&Text>) -> Vec<u8> {
        /// Loops for ever; the timeout of 2 s behind it has no meaning then.
        const RUN: [u8; 3] = [0, 2, 0];
        const STATIC: u8 = 1;
        const MOVES_UP: u8 = 5;
        const SPEED: u8 = 4;
        const STAY_5_S: u8 = 10;

        let lively = text.is_some_and(|text| text.lively);
        let bytes = self.text(area, text);
        let mut block = vec![0];
        for size in [area.x, area.y, area.width, area.height] {
            block.extend(size.to_le_bytes());
        }
        block.extend([number, 0]);
        block.extend(RUN);
        block.extend([0, 0, 0, 2, 2]);
        block.extend([if lively { MOVES_UP } else { STATIC }, 0, SPEED, STAY_5_S]);
        block.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        block.extend(bytes);
        block
    }

    /// The text's bytes behind its escapes; one space for an area that is to be dark.
    fn text(&self, area: &AreaSettings, text: Option<&Text>) -> Vec<u8> {
        let mut bytes = area.font.clone().into_bytes();
        if let Some(text) = text.filter(|_| self.settings.colours) {
            bytes.extend(match text.colour {
                Colour::Red => b"\\C1",
                Colour::Green => b"\\C2",
                Colour::Yellow => b"\\C3",
            });
        }
        let words = text.map_or("", |text| text.text.as_str());
        for character in words.chars() {
            let encoded = self.safe(character);
            if bytes.len() + encoded.len() > TEXT_BYTES_MAX {
                break;
            }
            bytes.extend(encoded);
        }
        if words.is_empty() {
            bytes.push(b' ');
        }
        bytes
    }

    /// One character without a byte that the card takes for an escape: a full-width backslash for the ASCII
    /// one, and the visible gap for GBK characters whose second byte is 5C.
    fn safe(&self, character: char) -> Vec<u8> {
        let shown = if character == '\\' { '＼' } else { character };
        let encoded = self.settings.encoding.encode_with(shown.encode_utf8(&mut [0; 4]), self.settings.rare);
        if encoded.contains(&b'\\') { self.settings.encoding.encode(MISSING.encode_utf8(&mut [0; 4])) } else { encoded }
    }

    fn framed(&self, data: Vec<u8>) -> Vec<u8> {
        Frame { to: self.address, from: COMPUTER, data }.encode()
    }

    /// The card did what it was asked.
    fn acknowledged(&mut self, now: Instant, out: &mut Outbox<Board>) {
        self.failures = 0;
        let answered = std::mem::replace(&mut self.asked, Asked::Nothing);
        self.met = true;
        self.wiped |= matches!(answered, Asked::Show | Asked::ShowOld);
        if answered == Asked::Show && !self.told {
            self.told = true;
            out.events.push(Event::Shown);
        }
        let more = self.texts.is_some() && !self.told;
        self.due = Some(if more { now } else { now + REFRESH_EVERY });
        out.done = true;
    }

    /// The card refused, or did not answer: again after a pause, but not for ever.
    fn failed(&mut self, now: Instant, fault: Fault, out: &mut Outbox<Board>) {
        self.asked = Asked::Nothing;
        self.failures += 1;
        self.due = Some(now + RETRY_AFTER);
        out.done = true;
        if self.failures >= TRIES_MAX {
            self.failures = 0;
            out.fault = Some(fault);
        }
    }

    fn found(&mut self, now: Instant, frame: &Frame, out: &mut Outbox<Board>) {
        let mine = (frame.from, frame.to) == (self.address, COMPUTER);
        if !mine || self.asked == Asked::Nothing {
            return;
        }
        match frame.data.as_slice() {
            [0xA0, 0x00, ..] => self.acknowledged(now, out),
            [0xA0, 0x01, BUSY | CHECKSUM, ..] => self.failed(now, Fault::Refused, out),
            [0xA0, 0x01, ..] => {
                self.failures = TRIES_MAX;
                self.failed(now, Fault::Refused, out);
            }
            _ => {}
        }
    }
}

impl Driver<Board> for OnbonBx {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<Board>) {
        self.asked = Asked::Nothing;
        self.met = false;
        self.wiped = false;
        self.told = false;
        self.failures = 0;
        self.unframer.reset();
        self.due = Some(now);
    }

    fn command(&mut self, now: Instant, command: &Command, _out: &mut Outbox<Board>) {
        let Command::Show(texts) = command;
        self.texts = Some(texts.clone());
        self.told = false;
        if self.asked == Asked::Show {
            self.asked = Asked::ShowOld;
        }
        // A card that is being given a pause after a failure keeps it.
        if self.failures == 0 {
            self.due = self.due.map(|_| now);
        }
    }

    fn due(&self) -> Option<Instant> {
        self.due
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<Board>) -> Option<Turn> {
        if self.due.is_none_or(|due| now < due) {
            return None;
        }
        self.unframer.reset();
        self.nonsense = false;
        // A ping comes first and after every failure: a late answer may be taken for the answer to a ping,
        // where it does no harm, but not for the answer to another text (E09).
        let data = match &self.texts {
            Some(texts) if self.met => {
                self.asked = Asked::Show;
                self.show(texts)
            }
            Some(_) | None => {
                self.asked = Asked::Ping;
                PING.to_vec()
            }
        };
        Some(Turn::new(self.framed(data), Answer::Within(ANSWER_WITHIN)))
    }

    fn sent(&mut self, _now: Instant, _out: &mut Outbox<Board>) {}

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<Board>) {
        for &byte in bytes {
            match self.unframer.push(byte) {
                Some(Found::Frame(frame)) => self.found(now, &frame, out),
                Some(Found::Garbage) => self.nonsense = true,
                None => {}
            }
        }
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<Board>) {
        self.met = false;
        let fault = if self.nonsense { Fault::Garbled } else { Fault::Silent };
        self.failed(now, fault, out);
    }
}

/// A card is met, is cleared of older areas and shows a call, and shows it again; the bytes to it are
/// published ones but for the deletion.
pub fn transcript() -> Transcript {
    let call = Text { text: "请A0023到3号窗口".to_owned(), colour: Colour::Red, lively: false };
    let done = b"\xA5\x00\x80\x01\x00\0\0\0\0\0\0\xFE\x02\x05\x00\xA0\x00\0\0\0\x64\xDC\x5A";
    let meets = Exchange {
        command: None,
        sends: b"\xA5\xA5\xA5\xA5\xA5\xA5\xA5\xA5\x01\x00\x00\x80\0\0\0\0\0\0\xFE\x02\x05\x00\
            \xA2\x00\x01\0\0\x68\xF8\x5A"
            .to_vec(),
        answer: done.to_vec(),
        events: vec![],
    };
    let shows = Exchange {
        command: Some(port::Command::Board(Command::Show(vec![call]))),
        sends: b"\xA5\xA5\xA5\xA5\xA5\xA5\xA5\xA5\x01\x00\x00\x80\0\0\0\0\0\0\xFE\x02\x34\x00\
            \xA3\x06\x01\0\0\xFF\x01\x2B\x00\0\0\0\0\0\x08\x00\x20\x00\0\0\0\x02\0\0\0\0\x02\x02\
            \x01\x00\x04\x0A\x10\0\0\0\xC7\xEBA0023\xB5\xBD3\xBA\xC5\xB4\xB0\xBF\xDA\x5D\xF1\x5A"
            .to_vec(),
        answer: done.to_vec(),
        events: vec![port::Event::Board(Event::Shown)],
    };
    let refreshes = Exchange {
        command: None,
        sends: b"\xA5\xA5\xA5\xA5\xA5\xA5\xA5\xA5\x01\x00\x00\x80\0\0\0\0\0\0\xFE\x02\x34\x00\
            \xA3\x06\x01\0\0\x00\x01\x2B\x00\0\0\0\0\0\x08\x00\x20\x00\0\0\0\x02\0\0\0\0\x02\x02\
            \x01\x00\x04\x0A\x10\0\0\0\xC7\xEBA0023\xB5\xBD3\xBA\xC5\xB4\xB0\xBF\xDA\x08\x31\x5A"
            .to_vec(),
        answer: done.to_vec(),
        events: vec![],
    };
    Transcript::new("", Some(1), meets).then(shows).then(refreshes)
}

#[cfg(test)]
mod tests;
