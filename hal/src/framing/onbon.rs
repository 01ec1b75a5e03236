//! The frame of Onbon BX font cards: a run of start bytes, escapes, a checksum, one end byte.
//!
//! | part | bytes | content |
//! |---|---|---|
//! | head | 8 | `A5` ×8; at least one on receiving |
//! | header | 14 | to, from (LE), 0 0 0, option 0, check 0 (CRC), display 0, device FE, version 2, data length (LE) |
//! | data | n | a command or an answer |
//! | check | 2 | CRC-16/ARC of header and data before escaping, low byte first |
//! | tail | 1 | `5A` |
//!
//! Between head and tail A5 is `A6 02`, A6 is `A6 01`, 5A is `5B 02`, 5B is `5B 01`.

use super::crc16_arc;

const START: u8 = 0xA5;
const END: u8 = 0x5A;
const START_ESCAPE: u8 = 0xA6;
const END_ESCAPE: u8 = 0x5B;

/// Address that a computer sends from.
pub const COMPUTER: u16 = 0x8000;
/// Bytes of a frame beside its data, before escaping.
pub const OVERHEAD: usize = 8 + HEADER + 2 + 1;

const HEADER: usize = 14;
/// Longest frame that is collected. Answers carry five bytes of data, and the echo of a text may pass by.
const LONGEST: usize = 2048;

/// What one frame carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Address of whom it is for.
    pub to: u16,
    /// Address of whom it is from.
    pub from: u16,
    /// The command or the answer; at most 65 535 bytes.
    pub data: Vec<u8>,
}

impl Frame {
    /// The frame's bytes on the wire. Data beyond the longest that a length field can say is cut off.
    pub fn encode(&self) -> Vec<u8> {
        let length = u16::try_from(self.data.len()).unwrap_or(u16::MAX);
        let mut plain = Vec::with_capacity(HEADER + self.data.len() + 2);
        plain.extend(self.to.to_le_bytes());
        plain.extend(self.from.to_le_bytes());
        plain.extend([0, 0, 0, 0, 0, 0, 0xFE, 0x02]);
        plain.extend(length.to_le_bytes());
        plain.extend(self.data.iter().take(usize::from(length)));
        plain.extend(crc16_arc(&plain).to_le_bytes());

        let mut wire = vec![START; 8];
        for byte in plain {
            match byte {
                START => wire.extend([START_ESCAPE, 0x02]),
                START_ESCAPE => wire.extend([START_ESCAPE, 0x01]),
                END => wire.extend([END_ESCAPE, 0x02]),
                END_ESCAPE => wire.extend([END_ESCAPE, 0x01]),
                other => wire.push(other),
            }
        }
        wire.push(END);
        wire
    }

    /// What stands between head and tail, escapes undone; `None` unless lengths and checksum are right.
    fn decode(plain: &[u8]) -> Option<Self> {
        let (body, check) = plain.split_last_chunk::<2>()?;
        let (header, data) = body.split_first_chunk::<HEADER>()?;
        let length = u16::from_le_bytes([header[12], header[13]]);
        let whole = usize::from(length) == data.len() && u16::from_le_bytes(*check) == crc16_arc(body);
        whole.then(|| Self {
            to: u16::from_le_bytes([header[0], header[1]]),
            from: u16::from_le_bytes([header[2], header[3]]),
            data: data.to_vec(),
        })
    }
}

/// Finds frames in whatever arrives, in chunks of any size.
#[derive(Debug, Default)]
pub struct Unframer {
    state: State,
    plain: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Outside a frame: everything but a start byte is dropped.
    #[default]
    Outside,
    /// Inside a frame.
    Inside,
    /// Inside, after the first byte of an escape.
    Escaped(u8),
}

/// What one byte completed.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A frame whose lengths and checksum are right.
    Frame(Frame),
    /// The end of something that is no frame.
    Garbage,
}

impl Unframer {
    /// Forgets a frame that has begun.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Takes the next byte from the wire.
    pub fn push(&mut self, byte: u8) -> Option<Found> {
        if byte == START {
            self.state = State::Inside;
            self.plain.clear();
            return None;
        }
        match (self.state, byte) {
            (State::Outside, _) => None,
            (State::Inside, END) => {
                self.state = State::Outside;
                Some(Frame::decode(&self.plain).map_or(Found::Garbage, Found::Frame))
            }
            (State::Inside, START_ESCAPE | END_ESCAPE) => {
                self.state = State::Escaped(byte);
                None
            }
            (State::Inside, _) => self.keep(byte),
            (State::Escaped(START_ESCAPE), 0x02) => self.keep(START),
            (State::Escaped(END_ESCAPE), 0x02) => self.keep(END),
            (State::Escaped(escape), 0x01) => self.keep(escape),
            (State::Escaped(_), _) => self.give_up(),
        }
    }

    fn keep(&mut self, byte: u8) -> Option<Found> {
        if self.plain.len() == LONGEST {
            return self.give_up();
        }
        self.plain.push(byte);
        self.state = State::Inside;
        None
    }

    fn give_up(&mut self) -> Option<Found> {
        self.state = State::Outside;
        Some(Found::Garbage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_ping_is_what_we_send() {
        let ping = Frame { to: 1, from: COMPUTER, data: vec![0xA2, 0x00, 0x01, 0x00, 0x00] };

        let published = b"\xA5\xA5\xA5\xA5\xA5\xA5\xA5\xA5\x01\x00\x00\x80\x00\x00\x00\x00\x00\x00\xFE\x02\
            \x05\x00\xA2\x00\x01\x00\x00\x68\xF8\x5A";
        assert_eq!(ping.encode(), published);
    }

    #[test]
    fn whatever_is_framed_is_found_again_in_any_noise() {
        let frame = Frame { to: 0xA5A6, from: 0x5A5B, data: (0..=255).collect() };
        let mut wire = b"\x00\x5Anoise\xA5\x01\x02".to_vec();
        wire.extend(frame.encode());

        assert_eq!(found(&wire), [Found::Frame(frame)]);
    }

    #[test]
    fn a_wrong_length_a_wrong_check_and_a_wrong_escape_are_garbage() {
        let mut plain =
            b"\x01\x00\x00\x80\x00\x00\x00\x00\x00\x00\xFE\x02\x06\x00\xA2\x00\x01\x00\x00".to_vec();
        plain.extend(crc16_arc(&plain).to_le_bytes());
        plain.insert(0, START);
        plain.push(END);

        assert_eq!(found(&plain), [Found::Garbage]);
        assert_eq!(found(b"\xA5\x01\x00\x5A"), [Found::Garbage]);
        assert_eq!(found(b"\xA5\x01\xA6\x03\x5A"), [Found::Garbage]);
    }

    #[test]
    fn a_frame_without_an_end_takes_bounded_memory() {
        let mut endless = vec![0; 3 * LONGEST];
        endless[0] = START;

        assert_eq!(found(&endless), [Found::Garbage]);
    }

    fn found(wire: &[u8]) -> Vec<Found> {
        let mut unframer = Unframer::default();
        wire.iter().filter_map(|&byte| unframer.push(byte)).collect()
    }
}
