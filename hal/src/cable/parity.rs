//! Seven bits and parity on a port that has only eight: the eighth bit is the parity bit, made here.
//!
//! The bits on the wire are those of a port that can do it by itself: start, seven of data, parity, stop.

use super::line::{DataBits, Line, Parity};

/// The parity of a line of seven bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SevenBits {
    /// All eight bits together hold an even number of ones.
    Even,
    /// All eight bits together hold an odd number of ones.
    Odd,
}

impl SevenBits {
    /// What these settings want of the eighth bit; `None` where it is data, or nothing is.
    pub fn of(line: Line) -> Option<Self> {
        match (line.data_bits, line.parity) {
            (DataBits::Seven, Parity::Even) => Some(Self::Even),
            (DataBits::Seven, Parity::Odd) => Some(Self::Odd),
            (DataBits::Seven, Parity::None) | (DataBits::Eight, _) => None,
        }
    }

    /// The byte as it goes on the wire; its eighth bit is lost.
    pub fn put(self, byte: u8) -> u8 {
        let data = byte & 0x7F;
        let odd = data.count_ones() % 2 == 1;
        let parity = odd == (self == Self::Even);
        data | u8::from(parity) << 7
    }

    /// The byte that came from the wire. One whose parity is wrong has its eighth bit set, which no byte of a
    /// line of seven bits has, so that whoever reads it takes it for garbage.
    pub fn take(self, byte: u8) -> u8 {
        let data = byte & 0x7F;
        if self.put(data) == byte { data } else { data | 0x80 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_frame_has_its_published_parity() {
        let frame = b"\x00\x01Z05\x02AA\x1B&aA0023\x03022F\x04";

        let wire: Vec<u8> = frame.iter().map(|byte| SevenBits::Even.put(*byte)).collect();

        let published = b"\x00\x81Z05\x82AA\x1B\xA6\xE1A00\xB23\x030\xB2\xB2\xC6\x84";
        assert_eq!(wire, published);
    }

    #[test]
    fn every_byte_comes_back_and_one_wrong_bit_is_seen() {
        for parity in [SevenBits::Even, SevenBits::Odd] {
            for byte in 0..0x80 {
                let wire = parity.put(byte);
                assert_eq!(parity.take(wire), byte);
                assert!((0..8).all(|bit| parity.take(wire ^ 1 << bit) >= 0x80), "{parity:?} {byte:02X}");
            }
        }
    }
}
