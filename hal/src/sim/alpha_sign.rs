//! A sign of one line that keeps texts and pictures in files, and plays one of its texts.
//!
//! Written from the maker's document as its users describe it: packets between 01 and 04 behind five zeros at
//! least, to its type or `Z`, to its address or `00`; a second without a byte ends a packet. A table of memory
//! forgets all files. The rows of a picture are lost when they come less than 100 ms after its sizes. A
//! packet that comes less than 250 ms after another is not heard. Errors stay until they are to be forgotten.
//! Files have a battery.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Device;
use crate::time::Instant;

/// A sign on a pair.
#[derive(Debug)]
pub struct AlphaSign {
    address: u8,
    files: BTreeMap<u8, File>,
    /// The table as it was told.
    table: Vec<u8>,
    errors: u8,
    heard: Vec<u8>,
    last_byte: Instant,
    /// Rows follow, and came too early.
    hasty: bool,
    deaf_until: Instant,
    answer: Option<(Instant, Vec<u8>)>,
    powered: bool,
    hands: Hands,
}

/// What a person may do to it.
#[derive(Debug)]
struct Hands {
    answer_after: Duration,
    mute: bool,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum File {
    Text { room: usize, text: Vec<u8> },
    Picture { rows: usize, columns: usize, dots: Vec<String> },
}

/// One page of the text that is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// How it comes: `a` moves past, `b` stands, `c` flashes.
    pub mode: char,
    /// The colour's digit; `None` where a picture has its own.
    pub colour: Option<char>,
    /// Text in the sign's own font.
    pub text: String,
    /// The rows of the pictures that it calls, each a row of digits: 0 is dark.
    pub dots: Vec<String>,
}

const UNKNOWN: u8 = 0x20;
const CHECKSUM: u8 = 0x10;
const NO_ROOM: u8 = 0x08;
const TIME_OUT: u8 = 0x04;
const PARITY: u8 = 0x01;
const BETWEEN_BYTES: Duration = Duration::from_secs(1);
const BEHIND_SIZES: Duration = Duration::from_millis(100);
const BEHIND_PACKET: Duration = Duration::from_millis(250);
/// Bytes from 01 to the first row of a picture: type, address, 02, `I`, label and two sizes before it.
const ROWS_AT: usize = 11;

impl AlphaSign {
    /// A sign as it comes from the carton: the file A and nothing in it.
    pub fn new(address: u8) -> Self {
        let text = File::Text { room: 256, text: Vec::new() };
        Self {
            address,
            files: BTreeMap::from([(b'A', text)]),
            table: Vec::new(),
            errors: 0,
            heard: Vec::new(),
            last_byte: Instant::default(),
            hasty: false,
            deaf_until: Instant::default(),
            answer: None,
            powered: true,
            hands: Hands { answer_after: Duration::from_millis(80), mute: false },
        }
    }

    /// What a person sees, page by page; nothing while it has no supply.
    pub fn pages(&self) -> Vec<Page> {
        let Some(File::Text { text, .. }) = self.files.get(&b'A').filter(|_| self.powered) else {
            return Vec::new();
        };
        text.split(|byte| *byte == 0x1B).skip(1).map(|page| self.page(page)).collect()
    }

    fn page(&self, codes: &[u8]) -> Page {
        let mode = char::from(*codes.get(1).unwrap_or(&b'?'));
        let mut page = Page { mode, colour: None, text: String::new(), dots: Vec::new() };
        let mut codes = codes.iter().skip(2);
        while let Some(&code) = codes.next() {
            match code {
                0x1C => page.colour = codes.next().map(|digit| char::from(*digit)),
                0x14 => {
                    let called = codes.next().and_then(|label| self.files.get(label));
                    if let Some(File::Picture { dots, .. }) = called {
                        page.dots.clone_from(dots);
                    }
                }
                letter => page.text.push(char::from(letter)),
            }
        }
        page
    }

    /// Takes away or gives back the supply.
    pub fn set_power(&mut self, on: bool) {
        self.powered = on;
        self.heard.clear();
        self.answer = None;
    }

    /// The battery is empty and the supply was away: all files are gone.
    pub fn lose_memory(&mut self) {
        let (address, hands) = (self.address, std::mem::replace(&mut self.hands, Self::new(0).hands));
        *self = Self { hands, ..Self::new(address) };
    }

    /// A finger on its remote control changes the address.
    pub fn set_address(&mut self, address: u8) {
        self.address = address;
    }

    /// Changes how long it thinks before it answers.
    pub fn set_answer_after(&mut self, after: Duration) {
        self.hands.answer_after = after;
    }

    /// Whether its wire back is cut.
    pub fn set_mute(&mut self, mute: bool) {
        self.hands.mute = mute;
    }

    /// The last byte of a packet is there.
    fn take(&mut self, now: Instant, packet: &[u8]) {
        let deaf = now < self.deaf_until;
        self.deaf_until = now + BEHIND_PACKET;
        let Some((head, rest)) = packet.split_first_chunk::<3>() else { return };
        let kind_fits = matches!(head[0], b'Z' | b'^');
        let ours = head[1..] == *format!("{:02X}", self.address).as_bytes();
        if deaf || !kind_fits || !(ours || head[1..] == *b"00") {
            return;
        }
        let Some(rest) = rest.strip_prefix(&[0x02]) else { return self.stain(UNKNOWN) };
        let end = rest.iter().rposition(|byte| *byte == 0x03).unwrap_or(rest.len());
        let sum = rest[..end].iter().fold(5_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        if rest.get(end + 1..).is_some_and(|digits| digits != format!("{sum:04X}").as_bytes()) {
            return self.stain(CHECKSUM);
        }
        self.obey(now, &rest[..end], ours);
    }

    fn stain(&mut self, error: u8) {
        self.errors |= error;
    }

    fn obey(&mut self, now: Instant, command: &[u8], ours: bool) {
        match command {
            [b'A', label, text @ ..] => self.write_text(*label, text),
            [b'I', label, sizes @ ..] => self.write_picture(*label, sizes),
            [b'E', b'$', table @ ..] => self.lay_out(table),
            [b'E', b'4'] => self.errors = 0,
            [b'F', b'7'] if ours => self.reply(now, b"E7", format!("{:02X}", self.address).as_bytes()),
            [b'F', b'*'] if ours => self.reply(now, b"E*", &[0x40 | self.errors]),
            [b'F', b'$'] if ours => self.reply(now, b"E$", &self.told_table()),
            _ => self.stain(UNKNOWN),
        }
    }

    fn write_text(&mut self, label: u8, written: &[u8]) {
        match self.files.get_mut(&label) {
            Some(File::Text { room, text }) if written.len() <= *room => *text = written.to_vec(),
            Some(File::Text { .. }) => self.stain(NO_ROOM),
            Some(File::Picture { .. }) | None => self.stain(UNKNOWN),
        }
    }

    fn write_picture(&mut self, label: u8, command: &[u8]) {
        if std::mem::take(&mut self.hasty) {
            // The rows were on the wire while it made room: what stands there is dark.
            return self.stain(TIME_OUT);
        }
        let size = |at: usize| {
            let digits = command.get(at..at + 2).and_then(|digits| std::str::from_utf8(digits).ok());
            digits.and_then(|digits| usize::from_str_radix(digits, 16).ok())
        };
        let (Some(tall), Some(wide)) = (size(0), size(2)) else { return self.stain(UNKNOWN) };
        let lines = command[4..].split_inclusive(|byte| *byte == b'\r');
        let written: Vec<String> =
            lines.map(|row| String::from_utf8_lossy(row).trim_end().to_owned()).collect();
        match self.files.get_mut(&label) {
            Some(File::Picture { rows, columns, dots }) if tall <= *rows && wide <= *columns => {
                let whole = written.len() == tall && written.iter().all(|row| row.len() == wide);
                *dots = if whole { written } else { Vec::new() };
            }
            Some(File::Picture { .. }) => self.stain(NO_ROOM),
            Some(File::Text { .. }) | None => self.stain(UNKNOWN),
        }
    }

    fn lay_out(&mut self, table: &[u8]) {
        self.files.clear();
        table.clone_into(&mut self.table);
        for entry in table.chunks(11) {
            let digits = |at: usize, count: usize| {
                let digits = entry.get(at..at + count).and_then(|digits| std::str::from_utf8(digits).ok());
                digits.and_then(|digits| usize::from_str_radix(digits, 16).ok()).unwrap_or(0)
            };
            let file = match entry.get(1) {
                Some(b'A') => File::Text { room: digits(3, 4), text: Vec::new() },
                Some(b'D') => File::Picture { rows: digits(3, 2), columns: digits(5, 2), dots: Vec::new() },
                Some(_) | None => return self.stain(UNKNOWN),
            };
            self.files.insert(entry[0], file);
        }
    }

    /// A playing sign tells all that is left of its memory as the size of its first file.
    fn told_table(&self) -> Vec<u8> {
        let mut table = self.table.clone();
        if let Some(size) = table.get_mut(3..7) {
            size.copy_from_slice(b"3A98");
        }
        table
    }

    fn reply(&mut self, now: Instant, what: &[u8], data: &[u8]) {
        if self.hands.mute {
            return;
        }
        let mut answer = vec![0; 20];
        answer.extend(b"\x01000");
        let body = [b"\x02", what, data, b"\x03"].concat();
        let sum = body.iter().fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        answer.extend(&body);
        answer.extend(format!("{sum:04X}\x04").bytes());
        self.answer = Some((now + self.hands.answer_after, answer));
    }

    /// Rows that come at once after the sizes of a picture fall on deaf ears.
    fn watch_rows(&mut self, now: Instant) {
        if self.heard.len() == ROWS_AT && self.heard[4..6] == *b"\x02I" {
            self.hasty = now.since(self.last_byte) < BEHIND_SIZES;
        }
    }
}

impl Device for AlphaSign {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        if !self.powered {
            return;
        }
        if !self.heard.is_empty() && now.since(self.last_byte) > BETWEEN_BYTES {
            self.heard.clear();
            self.stain(TIME_OUT);
        }
        for &byte in bytes {
            self.watch_rows(now);
            self.last_byte = now;
            match byte {
                0x01 => (self.heard, self.hasty) = (vec![byte], false),
                0x04 if !self.heard.is_empty() => {
                    let packet = std::mem::take(&mut self.heard);
                    self.take(now, &packet[1..]);
                }
                byte if byte >= 0x80 => {
                    self.heard.clear();
                    self.stain(PARITY);
                }
                byte if !self.heard.is_empty() => self.heard.push(byte),
                _ => {}
            }
        }
    }

    fn due(&self) -> Option<Instant> {
        self.answer.as_ref().map(|(at, _)| *at)
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        self.answer.take_if(|(at, _)| *at <= now).map(|(_, answer)| answer).unwrap_or_default()
    }

    fn power_cycle(&mut self, _now: Instant) {
        self.heard.clear();
        self.answer = None;
        self.errors = 0;
    }
}
