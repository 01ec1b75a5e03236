//! A rating pad at the end of an RS-485 pair: five keys with a lamp each.
//!
//! | what | [`Pad::latching`], reference profile | [`Pad::plain`], 8 DI / 8 DO board |
//! |---|---|---|
//! | keys | input registers 0010–0014: `50` + starts · presses · codes · codes · held | inputs 0000–0007 |
//! | lamps | coils 0010–0014 | coils 0000–0007 |

use super::Device;
use super::modbus::{Misbehaviour, Registers, Slave};
use crate::time::Instant;

/// Where a latching pad's registers and coils begin.
const LATCHING_AT: u16 = 0x10;

/// A rating pad on a pair.
#[derive(Debug)]
pub struct Pad {
    slave: Slave,
    face: Face,
}

/// What visitors touch and see.
#[derive(Debug)]
struct Face {
    latching: bool,
    starts: u8,
    presses: u16,
    /// Newest first.
    codes: [u8; 4],
    held: Option<u8>,
    /// A tap on a plain board is over after its first reading by the master.
    tapped: bool,
    lamps: [bool; 8],
}

impl Pad {
    /// A pad of the reference profile with this address.
    pub fn latching(address: u8) -> Self {
        Self { slave: Slave::new(address), face: Face::new(true, 1) }
    }

    /// A pad made of a plain board with this address.
    pub fn plain(address: u8) -> Self {
        Self { slave: Slave::new(address), face: Face::new(false, 1) }
    }

    /// A visitor taps a key, 1 to 5.
    pub fn press(&mut self, key: u8) {
        self.hold(key);
        if self.face.latching {
            self.release();
        } else {
            self.face.tapped = true;
        }
    }

    /// A key goes down and stays.
    pub fn hold(&mut self, key: u8) {
        let face = &mut self.face;
        face.presses = face.presses.wrapping_add(1);
        face.codes.rotate_right(1);
        face.codes[0] = key;
        face.held = Some(key);
        face.tapped = false;
    }

    /// The key comes up.
    pub fn release(&mut self) {
        self.face.held = None;
    }

    /// Which of the five keys are lit.
    pub fn lit(&self) -> [bool; 5] {
        let [a, b, c, d, e, ..] = self.face.lamps;
        [a, b, c, d, e]
    }

    /// How the pad misbehaves on the wire.
    pub fn misbehaviour(&mut self) -> &mut Misbehaviour {
        &mut self.slave.misbehaviour
    }
}

impl Device for Pad {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        self.slave.hear(now, bytes, &mut self.face);
    }

    fn due(&self) -> Option<Instant> {
        self.slave.due()
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        self.slave.speak(now)
    }

    fn power_cycle(&mut self, _now: Instant) {
        self.slave.power_cycle();
        self.face = Face::new(self.face.latching, self.face.starts.wrapping_add(1));
    }
}

impl Face {
    fn new(latching: bool, starts: u8) -> Self {
        Self { latching, starts, presses: 0, codes: [0; 4], held: None, tapped: false, lamps: [false; 8] }
    }

    /// Which lamp is behind this coil.
    fn lamp(&self, address: u16) -> Option<usize> {
        let (first, count) = if self.latching { (LATCHING_AT, 5) } else { (0, 8) };
        address.checked_sub(first).filter(|lamp| *lamp < count).map(usize::from)
    }
}

impl Registers for Face {
    fn input(&mut self, address: u16) -> Option<bool> {
        if self.latching || address > 7 {
            return None;
        }
        let closed = self.held.is_some_and(|key| u16::from(key) == address + 1);
        if closed && self.tapped {
            self.held = None;
        }
        Some(closed)
    }

    fn coil(&self, address: u16) -> Option<bool> {
        self.lamp(address).map(|lamp| self.lamps[lamp])
    }

    fn input_register(&self, address: u16) -> Option<u16> {
        let [first, second, third, fourth] = self.codes;
        let block = [
            u16::from_be_bytes([0x50, self.starts]),
            self.presses,
            u16::from_be_bytes([first, second]),
            u16::from_be_bytes([third, fourth]),
            u16::from_be_bytes([self.held.unwrap_or(0), 0]),
        ];
        let at = address.checked_sub(LATCHING_AT)?;
        block.get(usize::from(at)).copied().filter(|_| self.latching)
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
