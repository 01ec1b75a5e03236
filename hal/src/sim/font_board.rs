//! A board with a font card: keeps areas of text, speaks the Onbon frame, forgets all when it loses its
//! supply.
//!
//! Written from the maker's sheet: frames to its own address or to all, escapes, CRC, ping, dynamic areas,
//! screen on and off, clear; every other command is refused as unknown.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::Device;
use crate::time::Instant;

/// One board over a window, or the hall display.
#[derive(Debug)]
pub struct FontBoard {
    address: u16,
    areas: BTreeMap<u8, BoardArea>,
    lit: bool,
    powered: bool,
    /// Commands still to be refused as busy.
    busy: u32,
    /// Frames that reached this board whole and were its own.
    taken: u64,
    heard: Vec<u8>,
    in_frame: bool,
    answers: VecDeque<(Instant, Vec<u8>)>,
    answer_after: Duration,
}

/// One rectangle of text as it stands on the diodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardArea {
    /// Left edge, in pixels.
    pub x: u32,
    /// Upper edge, in pixels.
    pub y: u32,
    /// Width, in pixels.
    pub width: u32,
    /// Height, in pixels.
    pub height: u32,
    /// How the text comes: 1 stands still, 2 fast, 3 left, 4 right, 5 up, 6 down.
    pub display: u8,
    /// 1 red, 2 green, 3 yellow.
    pub colour: u8,
    /// The text as sent, GB2312 or GBK, without its escapes.
    pub text: Vec<u8>,
}

/// The longest frame the card's memory holds.
const LONGEST: usize = 4096;
/// How long a card thinks before it answers.
const ANSWER_AFTER: Duration = Duration::from_millis(30);

const OK: u8 = 0;
const BAD_GROUP: u8 = 1;
const UNKNOWN: u8 = 2;
const BUSY: u8 = 3;
const BAD_CRC: u8 = 5;

impl FontBoard {
    /// A board with supply and nothing on it.
    pub fn new(address: u16) -> Self {
        Self {
            address,
            areas: BTreeMap::new(),
            lit: true,
            powered: true,
            busy: 0,
            taken: 0,
            heard: Vec::new(),
            in_frame: false,
            answers: VecDeque::new(),
            answer_after: ANSWER_AFTER,
        }
    }

    /// The address set on the card.
    pub fn address(&self) -> u16 {
        self.address
    }

    /// What a person in the hall sees: the areas by number; nothing while the board is dark.
    pub fn areas(&self) -> impl Iterator<Item = (u8, &BoardArea)> {
        let visible = self.lit && self.powered;
        self.areas.iter().filter(move |_| visible).map(|(&number, area)| (number, area))
    }

    /// How many commands it has taken: whole, its own, and not refused.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// Takes away or gives back the supply. What stood there is gone.
    pub fn set_power(&mut self, on: bool) {
        self.powered = on;
        self.forget();
    }

    /// Refuses the next commands as busy.
    pub fn set_busy(&mut self, commands: u32) {
        self.busy = commands;
    }

    /// Changes how long the card thinks; a late answer falls into somebody else's turn.
    pub fn set_answer_after(&mut self, after: Duration) {
        self.answer_after = after;
    }

    /// Turns one area to garbage, as a spark on the cable to the diodes does, without the card's knowing.
    pub fn scramble(&mut self) {
        for area in self.areas.values_mut() {
            area.text.iter_mut().for_each(|byte| *byte ^= 0x15);
        }
    }

    fn forget(&mut self) {
        self.areas.clear();
        self.lit = true;
        self.heard.clear();
        self.in_frame = false;
        self.answers.clear();
    }

    fn hear_byte(&mut self, now: Instant, byte: u8) {
        match byte {
            0xA5 => {
                self.in_frame = true;
                self.heard.clear();
            }
            0x5A if self.in_frame => {
                self.in_frame = false;
                let frame = unescape(&std::mem::take(&mut self.heard));
                self.take_frame(now, &frame);
            }
            _ if self.in_frame && self.heard.len() < LONGEST => self.heard.push(byte),
            _ => self.in_frame = false,
        }
    }

    fn take_frame(&mut self, now: Instant, frame: &[u8]) {
        if frame.len() < 14 + 2 + 2 {
            return;
        }
        let (body, check) = frame.split_at(frame.len() - 2);
        let (to, from) = (le16(body, 0), le16(body, 2));
        if to != self.address && to != 0xFFFF && to != 0xFFFE {
            return;
        }
        let data = &body[14..];
        let wants_answer = to != 0xFFFF && data.get(2) != Some(&2);
        let code = if checksum(body) != le16(check, 0) || usize::from(le16(body, 12)) != data.len() {
            BAD_CRC
        } else if self.busy > 0 {
            self.busy -= 1;
            BUSY
        } else {
            self.obey(data)
        };
        if code == OK {
            self.taken += 1;
        }
        if wants_answer {
            let answer = answer(from, to, code);
            self.answers.push_back((now + self.answer_after, answer));
        }
    }

    /// Does what the data of a frame says; the code of the answer.
    fn obey(&mut self, data: &[u8]) -> u8 {
        match (data[0], data[1]) {
            (0xA2, 0x00) => OK,
            (0xA3, 0x00) => {
                self.lit = data.get(5) != Some(&2);
                OK
            }
            (0xA3, 0x10) => {
                self.areas.clear();
                OK
            }
            (0xA3, 0x06) => {
                if self.change_areas(data.get(5..).unwrap_or_default()).is_some() {
                    OK
                } else {
                    UNKNOWN
                }
            }
            (0xA1..=0xA3, _) => UNKNOWN,
            _ => BAD_GROUP,
        }
    }

    /// Deletes and writes areas; `None` when the lengths do not fit together.
    fn change_areas(&mut self, data: &[u8]) -> Option<()> {
        let (&deletes, mut rest) = data.split_first()?;
        if deletes == 0xFF {
            self.areas.clear();
        } else {
            let (numbers, after) = rest.split_at_checked(usize::from(deletes))?;
            self.areas.retain(|number, _| !numbers.contains(number));
            rest = after;
        }
        let (&updates, mut rest) = rest.split_first()?;
        let mut written = Vec::new();
        for _ in 0..updates {
            let (length, after) = rest.split_at_checked(2)?;
            let (block, after) = after.split_at_checked(usize::from(le16(length, 0)))?;
            written.push(read_area(block)?);
            rest = after;
        }
        self.areas.extend(written);
        rest.is_empty().then_some(())
    }
}

impl Device for FontBoard {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        if self.powered {
            bytes.iter().for_each(|&byte| self.hear_byte(now, byte));
        }
    }

    fn due(&self) -> Option<Instant> {
        self.answers.front().map(|(at, _)| *at)
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        let mut said = Vec::new();
        while self.answers.front().is_some_and(|(at, _)| *at <= now) {
            said.extend(self.answers.pop_front().map(|(_, bytes)| bytes).unwrap_or_default());
        }
        said
    }

    fn power_cycle(&mut self, _now: Instant) {
        self.forget();
    }
}

/// An answer to `to`, from the address it was asked at: its own, or that of all.
fn answer(to: u16, asked_at: u16, code: u8) -> Vec<u8> {
    let mut body = Vec::new();
    body.extend(to.to_le_bytes());
    body.extend(asked_at.to_le_bytes());
    body.extend([0, 0, 0, 0, 0, 0, 0xFE, 0x02, 5, 0]);
    body.extend([0xA0, u8::from(code != OK), code, 0, 0]);
    body.extend(checksum(&body).to_le_bytes());
    let mut wire = vec![0xA5; 8];
    for byte in body {
        match byte {
            0xA5 => wire.extend([0xA6, 2]),
            0xA6 => wire.extend([0xA6, 1]),
            0x5A => wire.extend([0x5B, 2]),
            0x5B => wire.extend([0x5B, 1]),
            other => wire.push(other),
        }
    }
    wire.push(0x5A);
    wire
}

/// One area of `A3 06`, from its type byte on. Nothing behind the text is allowed.
fn read_area(block: &[u8]) -> Option<(u8, BoardArea)> {
    /// From the type byte to the text.
    const FIXED: usize = 27;
    let (fixed, text) = block.split_at_checked(FIXED)?;
    let length = u32::from_le_bytes([fixed[23], fixed[24], fixed[25], fixed[26]]);
    if fixed[0] != 0 || usize::try_from(length) != Ok(text.len()) {
        return None;
    }
    let (colour, text) = without_escapes(text);
    let area = BoardArea {
        x: 8 * u32::from(le16(fixed, 1)),
        y: u32::from(le16(fixed, 3)),
        width: 8 * u32::from(le16(fixed, 5)),
        height: u32::from(le16(fixed, 7)),
        display: fixed[19],
        colour,
        text,
    };
    Some((fixed[9], area))
}

/// The colour that the text's escapes ask for, and the text without them.
///
/// The card looks for backslashes byte by byte: one inside a two-byte character is an escape to it too.
fn without_escapes(bytes: &[u8]) -> (u8, Vec<u8>) {
    let (mut colour, mut text) = (1, Vec::new());
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, rest) {
            (b'\\', [b'C', digit @ b'1'..=b'3', after @ ..]) => {
                colour = digit - b'0';
                rest = after;
            }
            (b'\\', [b'F', b'A'..=b'Z', b'0'..=b'9', after @ ..]) => rest = after,
            (b'\\', [b'n', after @ ..]) => {
                text.push(b'\n');
                rest = after;
            }
            (b'\\', [_, after @ ..]) => rest = after,
            _ => text.push(byte),
        }
    }
    (colour, text)
}

fn unescape(heard: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(heard.len());
    let mut rest = heard.iter();
    while let Some(&byte) = rest.next() {
        bytes.push(match (byte, rest.as_slice().first()) {
            (0xA6, Some(2)) => rest.next().map_or(byte, |_| 0xA5),
            (0xA6, Some(1)) => rest.next().map_or(byte, |_| 0xA6),
            (0x5B, Some(2)) => rest.next().map_or(byte, |_| 0x5A),
            (0x5B, Some(1)) => rest.next().map_or(byte, |_| 0x5B),
            _ => byte,
        });
    }
    bytes
}

fn le16(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

/// The sheet's CRC, bit by bit: shifted right, A001 wherever a one falls out, from zero.
fn checksum(bytes: &[u8]) -> u16 {
    let mut crc = 0u16;
    for byte in bytes {
        crc ^= u16::from(*byte);
        for _ in 0..8 {
            let falls_out = crc & 1 != 0;
            crc >>= 1;
            if falls_out {
                crc ^= 0xA001;
            }
        }
    }
    crc
}

#[cfg(test)]
mod tests {
    use super::*;

    const PING: &[u8] = b"\xA5\x01\x00\x00\x80\0\0\0\0\0\0\xFE\x02\x05\x00\xA2\x00\x01\x00\x00\x68\xF8\x5A";
    const START: Instant = Instant::from_millis(0);

    #[test]
    fn it_answers_the_published_ping_after_a_while() {
        let mut board = FontBoard::new(1);

        board.hear(START, PING);

        assert!(board.speak(START).is_empty());
        let answer = board.speak(START + ANSWER_AFTER);
        assert!(answer.ends_with(b"\xA0\x00\x00\x00\x00\x64\xDC\x5A"), "{answer:02X?}");
    }

    #[test]
    fn it_is_deaf_to_what_is_meant_for_its_neighbour() {
        let mut board = FontBoard::new(2);

        board.hear(START, PING);

        assert_eq!((board.due(), board.taken()), (None, 0));
    }

    #[test]
    fn it_refuses_a_frame_with_a_wrong_bit() {
        let mut board = FontBoard::new(1);
        let mut frame = PING.to_vec();
        frame[16] ^= 0x40;

        board.hear(START, &frame);

        let answer = board.speak(START + ANSWER_AFTER);
        assert!(answer.windows(3).any(|part| part == [0xA0, 0x01, BAD_CRC]), "{answer:02X?}");
        assert_eq!(board.taken(), 0);
    }

    #[test]
    fn a_colour_and_a_font_are_not_part_of_the_text() {
        assert_eq!(without_escapes(b"\\FO1\\C2A017"), (2, b"A017".to_vec()));
    }
}
