//! The settings of a serial line, and how long bytes take on it.

use std::time::Duration;

/// How bytes are put on a serial line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// Bits a second, 300 to 921 600.
    pub baud: u32,
    /// Data bits of a character.
    pub data_bits: DataBits,
    /// The bit that makes the sum of a character's bits even or odd.
    pub parity: Parity,
    /// Stop bits after a character.
    pub stop_bits: StopBits,
    /// How a device asks for a pause.
    pub flow: Flow,
}

/// How a device asks for a pause while it is being sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flow {
    /// It cannot.
    None,
    /// With the wires RTS and CTS.
    Hardware,
    /// With the bytes XON and XOFF, which then cannot be data.
    Software,
}

/// Data bits of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataBits {
    /// Seven: old displays, always with parity.
    Seven,
    /// Eight: nearly everything.
    Eight,
}

/// The parity bit of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parity {
    /// No parity bit.
    None,
    /// The ones of data and parity together are even in number.
    Even,
    /// The ones of data and parity together are odd in number.
    Odd,
}

/// Stop bits after a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StopBits {
    /// One.
    One,
    /// Two: what Modbus asks for when there is no parity bit.
    Two,
}

/// Microseconds in a second.
const MICROS: u64 = 1_000_000;

impl Line {
    /// Eight data bits, no parity, one stop bit, no flow control: the line of most devices.
    pub const fn plain(baud: u32) -> Self {
        Self {
            baud,
            data_bits: DataBits::Eight,
            parity: Parity::None,
            stop_bits: StopBits::One,
            flow: Flow::None,
        }
    }

    /// Bits that one character occupies on the wire, the start bit included: 9 to 12.
    pub const fn bits_per_character(self) -> u32 {
        let data = match self.data_bits {
            DataBits::Seven => 7,
            DataBits::Eight => 8,
        };
        let parity = match self.parity {
            Parity::None => 0,
            Parity::Even | Parity::Odd => 1,
        };
        let stop = match self.stop_bits {
            StopBits::One => 1,
            StopBits::Two => 2,
        };
        1 + data + parity + stop
    }

    /// How long `characters` characters keep the wire busy, rounded up to a microsecond.
    ///
    /// A line of 0 baud is taken for one of 1 baud.
    pub fn wire_time(self, characters: usize) -> Duration {
        let characters = u64::try_from(characters).unwrap_or(u64::MAX);
        let bits = characters.saturating_mul(u64::from(self.bits_per_character()));
        Duration::from_micros(bits.saturating_mul(MICROS).div_ceil(u64::from(self.baud.max(1))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_plain_characters_at_9600_baud_take_8_333_microseconds_and_a_bit() {
        assert_eq!(Line::plain(9600).wire_time(8), Duration::from_micros(8334));
    }

    #[test]
    fn parity_and_a_second_stop_bit_lengthen_a_character() {
        let modbus = Line { parity: Parity::Even, ..Line::plain(9600) };
        let slow = Line { stop_bits: StopBits::Two, ..modbus };
        let old = Line { data_bits: DataBits::Seven, ..Line::plain(9600) };
        assert_eq!(
            [modbus, slow, old].map(Line::bits_per_character),
            [11, 12, 9],
            "start + data + parity + stop"
        );
    }

    #[test]
    fn a_line_without_speed_does_not_divide_by_zero() {
        assert_eq!(Line::plain(0).wire_time(1), Duration::from_secs(10));
    }
}
