//! A board that shows what is written to its Modbus registers, and forgets it when it loses its supply.
//!
//! Written from the makers' lists of registers:
//!
//! | model | text | else |
//! |---|---|---|
//! | [`TextBoard::armfly`], LED-485-046 | 0070–0072, six characters, two a register | – |
//! | [`TextBoard::dm36b06`] | 0000–0005, six characters, one a register | 0008 flashing, one bit a digit; 0009 brightness |
//! | [`TextBoard::lines`], made to order | lines of two-byte Chinese, two bytes a register | the register behind the last line: colour |

use super::Device;
use super::modbus::{Misbehaviour, Registers, Slave};
use crate::time::Instant;

/// A board on a pair.
#[derive(Debug)]
pub struct TextBoard {
    slave: Slave,
    glass: Glass,
}

/// What people see, as registers.
#[derive(Debug)]
struct Glass {
    model: Model,
    /// The registers of the texts, from the model's first on.
    texts: Vec<u16>,
    flashing: u16,
    brightness: u16,
    colour: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Model {
    Armfly,
    Dm36b06,
    Lines { first: u16, lines: u16, registers: u16 },
}

/// What a register is for.
enum Place {
    Text(usize),
    Flashing,
    Brightness,
    Colour,
}

/// Where the DM36B06 keeps which digits flash.
const FLASHING_AT: u16 = 8;
/// Where it keeps how bright it is: 1 to 8.
const BRIGHTNESS_AT: u16 = 9;

impl TextBoard {
    /// Six digits of the Armfly LED-485 family.
    pub fn armfly(address: u8) -> Self {
        Self::new(address, Model::Armfly)
    }

    /// Six digits DM36B06.
    pub fn dm36b06(address: u8) -> Self {
        Self::new(address, Model::Dm36b06)
    }

    /// A board of so many lines of so many registers each, from the register `first` on.
    pub fn lines(address: u8, first: u16, lines: u16, registers: u16) -> Self {
        Self::new(address, Model::Lines { first, lines, registers })
    }

    fn new(address: u8, model: Model) -> Self {
        Self { slave: Slave::new(address), glass: Glass::dark(model) }
    }

    /// The bytes of each line as they stand on the diodes, without what is blank behind them.
    pub fn texts(&self) -> Vec<Vec<u8>> {
        let bytes: Vec<u8> = match self.glass.model {
            Model::Armfly | Model::Lines { .. } => {
                self.glass.texts.iter().flat_map(|two| two.to_be_bytes()).collect()
            }
            Model::Dm36b06 => self.glass.texts.iter().map(|one| one.to_le_bytes()[0]).collect(),
        };
        let line = match self.glass.model {
            Model::Armfly | Model::Dm36b06 => bytes.len(),
            Model::Lines { registers, .. } => 2 * usize::from(registers),
        };
        let blank = |byte: &u8| *byte == 0 || *byte == b' ';
        let end = |line: &[u8]| line.iter().rposition(|byte| !blank(byte)).map_or(0, |last| last + 1);
        bytes.chunks(line).map(|line| line[..end(line)].to_vec()).collect()
    }

    /// Whether every digit flashes.
    pub fn flashes(&self) -> bool {
        self.glass.flashing == 0b11_1111
    }

    /// The colour register of a board made to order.
    pub fn colour(&self) -> u16 {
        self.glass.colour
    }

    /// Turns what stands there to garbage, without the board's knowing.
    pub fn scramble(&mut self) {
        self.glass.texts.iter_mut().for_each(|register| *register ^= 0x1515);
    }

    /// How the board misbehaves on the wire.
    pub fn misbehaviour(&mut self) -> &mut Misbehaviour {
        &mut self.slave.misbehaviour
    }
}

impl Device for TextBoard {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        self.slave.hear(now, bytes, &mut self.glass);
    }

    fn due(&self) -> Option<Instant> {
        self.slave.due()
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        self.slave.speak(now)
    }

    fn power_cycle(&mut self, _now: Instant) {
        self.slave.power_cycle();
        self.glass = Glass::dark(self.glass.model);
    }
}

impl Glass {
    fn dark(model: Model) -> Self {
        let registers = match model {
            Model::Armfly => 3,
            Model::Dm36b06 => 6,
            Model::Lines { lines, registers, .. } => lines * registers,
        };
        Self { model, texts: vec![0; usize::from(registers)], flashing: 0, brightness: 4, colour: 1 }
    }

    /// What is behind this address.
    fn place(&self, address: u16) -> Option<Place> {
        let behind = u16::try_from(self.texts.len()).ok()?;
        let first = match self.model {
            Model::Armfly => 0x70,
            Model::Dm36b06 => 0,
            Model::Lines { first, .. } => first,
        };
        match (self.model, address.checked_sub(first)?) {
            (_, at) if at < behind => Some(Place::Text(usize::from(at))),
            (Model::Dm36b06, FLASHING_AT) => Some(Place::Flashing),
            (Model::Dm36b06, BRIGHTNESS_AT) => Some(Place::Brightness),
            (Model::Lines { .. }, at) if at == behind => Some(Place::Colour),
            (Model::Armfly | Model::Dm36b06 | Model::Lines { .. }, _) => None,
        }
    }
}

impl Registers for Glass {
    fn input(&mut self, _address: u16) -> Option<bool> {
        None
    }

    fn coil(&self, _address: u16) -> Option<bool> {
        None
    }

    fn input_register(&self, _address: u16) -> Option<u16> {
        None
    }

    fn holding_register(&self, address: u16) -> Option<u16> {
        Some(match self.place(address)? {
            Place::Text(at) => self.texts[at],
            Place::Flashing => self.flashing,
            Place::Brightness => self.brightness,
            Place::Colour => self.colour,
        })
    }

    fn set_coil(&mut self, _address: u16, _on: bool) -> Option<()> {
        None
    }

    fn set_register(&mut self, address: u16, value: u16) -> Option<()> {
        match self.place(address)? {
            Place::Text(at) => self.texts[at] = value,
            Place::Flashing => self.flashing = value,
            Place::Brightness => self.brightness = value,
            Place::Colour => self.colour = value,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_model_shows_what_its_registers_hold() {
        let mut armfly = TextBoard::armfly(1);
        armfly.glass.set_register(0x70, 0x4130).unwrap();
        let mut dm36b06 = TextBoard::dm36b06(1);
        dm36b06.glass.set_register(1, 0x41).unwrap();
        let mut lines = TextBoard::lines(1, 0x10, 2, 2);
        lines.glass.set_register(0x12, 0xBAC5).unwrap();

        assert_eq!(armfly.texts(), [b"A0"]);
        assert_eq!(dm36b06.texts(), [b"\0A"]);
        assert_eq!(lines.texts(), [&b""[..], b"\xBA\xC5"]);
    }

    #[test]
    fn a_register_that_a_model_lacks_is_none() {
        assert_eq!(TextBoard::armfly(1).glass.set_register(0x73, 1), None);
        assert_eq!(TextBoard::dm36b06(1).glass.set_register(7, 1), None);
        assert_eq!(TextBoard::lines(1, 0x10, 1, 2).glass.holding_register(0x0F), None);
    }
}
