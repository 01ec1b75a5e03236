//! A rating pad at the end of an RS-485 pair: five keys with a lamp each.
//!
//! | what | [`Pad::latching`], reference profile | [`Pad::plain`], 8 DI / 8 DO board |
//! |---|---|---|
//! | keys | input registers 0010–0014: `50` + starts · presses · codes · codes · held | inputs 0000–0007 |
//! | lamps | coils 0010–0014 | coils 0000–0007 |

use super::keys::{Front, KeyDevice, Keys};
use super::modbus::Registers;

/// Where a latching pad's registers and coils begin.
const LATCHING_AT: u16 = 0x10;

/// A rating pad on a pair.
pub type Pad = KeyDevice<Face>;

/// What visitors touch and see.
#[derive(Debug)]
pub struct Face {
    keys: Keys,
    lamps: [bool; 8],
}

impl Pad {
    /// A pad of the reference profile with this address.
    pub fn latching(address: u8) -> Self {
        Self::with_front(address, Face::new(Keys::new(true)))
    }

    /// A pad made of a plain board with this address.
    pub fn plain(address: u8) -> Self {
        Self::with_front(address, Face::new(Keys::new(false)))
    }

    /// Which of the five keys are lit.
    pub fn lit(&self) -> [bool; 5] {
        let [a, b, c, d, e, ..] = self.front.lamps;
        [a, b, c, d, e]
    }
}

impl Front for Face {
    fn keys(&mut self) -> &mut Keys {
        &mut self.keys
    }

    fn restarted(&self) -> Self {
        Self::new(self.keys.restarted())
    }
}

impl Face {
    fn new(keys: Keys) -> Self {
        Self { keys, lamps: [false; 8] }
    }

    /// Which lamp is behind this coil.
    fn lamp(&self, address: u16) -> Option<usize> {
        let (first, count) = if self.keys.latching() { (LATCHING_AT, 5) } else { (0, 8) };
        address.checked_sub(first).filter(|lamp| *lamp < count).map(usize::from)
    }
}

impl Registers for Face {
    fn input(&mut self, address: u16) -> Option<bool> {
        self.keys.input(address)
    }

    fn coil(&self, address: u16) -> Option<bool> {
        self.lamp(address).map(|lamp| self.lamps[lamp])
    }

    fn input_register(&self, address: u16) -> Option<u16> {
        self.keys.register(address.checked_sub(LATCHING_AT)?, b'P', 0)
    }

    fn holding_register(&self, _address: u16) -> Option<u16> {
        None
    }

    fn set_coil(&mut self, address: u16, on: bool) -> Option<()> {
        let lamp = self.lamp(address)?;
        self.lamps[lamp] = on;
        Some(())
    }

    fn set_register(&mut self, _address: u16, _value: u16) -> Option<()> {
        None
    }
}
