//! The frame of DWIN DGUS II panels.
//!
//! | part | bytes | content |
//! |---|---|---|
//! | head | 2 | `5A A5` |
//! | length | 1 | of command, data and CRC |
//! | command | 1 | `82` write, `83` read or told unasked |
//! | data | n | a variable's address and words, high byte first |
//! | CRC | 0 or 2 | CRC-16/MODBUS of command and data, low byte first; on or off is a setting of the panel |

use super::crc16_modbus;

const HEAD: [u8; 2] = [0x5A, 0xA5];

/// Bytes of a frame beside its data.
pub const OVERHEAD: usize = 6;

/// The bytes of one frame on the wire. Data longer than a frame can carry, 250 bytes, is cut off.
pub fn encode(command: u8, data: &[u8], crc: bool) -> Vec<u8> {
    let data = &data[..data.len().min(250)];
    let mut body = vec![command];
    body.extend(data);
    if crc {
        body.extend(crc16_modbus(&body).to_le_bytes());
    }
    let mut frame = HEAD.to_vec();
    frame.extend(u8::try_from(body.len()));
    frame.extend(body);
    frame
}

/// Finds frames in whatever arrives, in chunks of any size.
#[derive(Debug, Default)]
pub struct Unframer {
    heard: Vec<u8>,
}

/// A command and its data.
pub type Frame = (u8, Vec<u8>);

impl Unframer {
    /// Forgets a frame that has begun.
    pub fn reset(&mut self) {
        self.heard.clear();
    }

    /// Takes bytes from the wire.
    pub fn push(&mut self, bytes: &[u8]) {
        self.heard.extend_from_slice(bytes);
    }

    /// The next whole frame; what is none is dropped, a byte at a time.
    pub fn next(&mut self, crc: bool) -> Option<Frame> {
        loop {
            let start = self.heard.windows(2).position(|pair| pair == HEAD);
            // The last byte may be the first of a head.
            let noise = start.unwrap_or(self.heard.len().saturating_sub(1));
            self.heard.drain(..noise);
            start?;
            let length = usize::from(*self.heard.get(2)?);
            let body = self.heard.get(3..3 + length)?;
            if let Some(frame) = decode(body, crc) {
                self.heard.drain(..3 + length);
                return Some(frame);
            }
            self.heard.drain(..1);
        }
    }
}

fn decode(body: &[u8], crc: bool) -> Option<Frame> {
    let body = if crc {
        let (body, check) = body.split_last_chunk::<2>()?;
        (u16::from_le_bytes(*check) == crc16_modbus(body)).then_some(body)?
    } else {
        body
    };
    let (&command, data) = body.split_first()?;
    matches!(command, 0x82 | 0x83).then(|| (command, data.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(bytes: &[u8], crc: bool) -> Vec<Frame> {
        let mut unframer = Unframer::default();
        bytes.chunks(1).for_each(|byte| unframer.push(byte));
        std::iter::from_fn(|| unframer.next(crc)).collect()
    }

    #[test]
    fn published_frames_are_what_we_send_and_read() {
        let page_two = [0x00, 0x84, 0x5A, 0x01, 0x00, 0x02];

        assert_eq!(encode(0x82, &page_two, false), b"\x5A\xA5\x07\x82\x00\x84\x5A\x01\x00\x02");
        assert_eq!(encode(0x82, &page_two, true), b"\x5A\xA5\x09\x82\x00\x84\x5A\x01\x00\x02\x8B\xCF");
        let first_page = b"\x5A\xA5\x08\x83\x00\x14\x01\x00\x00\x4B\xD8";
        assert_eq!(frames(first_page, true), [(0x83, vec![0x00, 0x14, 0x01, 0x00, 0x00])]);
    }

    #[test]
    fn e01_frames_are_found_behind_noise_and_a_wrong_bit_is_none() {
        let mut bytes = b"\x5A\x5A\xA5\x03\x11\x5A\xA5\x05\x82\x4F\x4B\xA5\xEF".to_vec();
        assert_eq!(frames(&bytes, true), [(0x82, vec![0x4F, 0x4B])]);

        bytes[9] ^= 1;
        assert_eq!(frames(&bytes, true), []);
    }
}
