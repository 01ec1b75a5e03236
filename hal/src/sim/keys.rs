//! A device with keys on a pair: the keys as a finger finds them and as a master reads them, and the wire
//! behind.
//!
//! **Latching** keys count their presses and keep the last four codes in a block of input registers:
//! mark + starts · presses · codes · codes · held + one byte of the device's own. **Plain** keys are
//! contacts, read as inputs 0 to 7 at the moment of the poll.

use super::Device;
use super::modbus::{Misbehaviour, Registers, Slave};
use crate::time::Instant;

/// What a device has on its front: keys, and whatever is beside them.
pub trait Front: Registers + Send {
    /// The keys.
    fn keys(&mut self) -> &mut Keys;

    /// The same front after the device lost its supply and has it again.
    fn restarted(&self) -> Self;
}

/// A device with keys on a pair.
#[derive(Debug)]
pub struct KeyDevice<F> {
    slave: Slave,
    pub(super) front: F,
}

impl<F: Front> KeyDevice<F> {
    /// A device with this address, whose front is this one.
    pub(super) fn with_front(address: u8, front: F) -> Self {
        Self { slave: Slave::new(address), front }
    }

    /// A finger taps the key with this code; a plain board's codes are its inputs, 1 to 8.
    ///
    /// On a plain board the tap lasts until the master has read it once; to let one be missed, use
    /// [`Self::hold`] and [`Self::release`].
    pub fn press(&mut self, code: u8) {
        self.front.keys().press(code);
    }

    /// A finger goes down on a key and stays.
    pub fn hold(&mut self, code: u8) {
        self.front.keys().hold(code);
    }

    /// The finger goes up.
    pub fn release(&mut self) {
        self.front.keys().release();
    }

    /// How the device misbehaves on the wire.
    pub fn misbehaviour(&mut self) -> &mut Misbehaviour {
        &mut self.slave.misbehaviour
    }
}

impl<F: Front> Device for KeyDevice<F> {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        self.slave.hear(now, bytes, &mut self.front);
    }

    fn due(&self) -> Option<Instant> {
        self.slave.due()
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        self.slave.speak(now)
    }

    fn power_cycle(&mut self, _now: Instant) {
        self.slave.power_cycle();
        self.front = self.front.restarted();
    }
}

/// The keys of one device.
#[derive(Debug)]
pub struct Keys {
    latching: bool,
    /// Kept without supply: how often the device was started.
    starts: u8,
    presses: u16,
    /// Newest first.
    codes: [u8; 4],
    held: Option<u8>,
    /// A tap on a plain contact is over after its first reading by the master.
    tapped: bool,
}

impl Keys {
    /// Keys of a device that starts for the first time.
    pub(super) fn new(latching: bool) -> Self {
        Self::started(latching, 1)
    }

    /// The same keys after the device lost its supply and has it again.
    pub(super) fn restarted(&self) -> Self {
        Self::started(self.latching, self.starts.wrapping_add(1))
    }

    fn started(latching: bool, starts: u8) -> Self {
        Self { latching, starts, presses: 0, codes: [0; 4], held: None, tapped: false }
    }

    /// Whether presses are counted until the master asks.
    pub(super) fn latching(&self) -> bool {
        self.latching
    }

    /// A finger taps; on plain contacts the tap lasts until the master has read it once.
    pub(super) fn press(&mut self, code: u8) {
        self.hold(code);
        if self.latching {
            self.release();
        } else {
            self.tapped = true;
        }
    }

    /// A finger goes down and stays.
    pub(super) fn hold(&mut self, code: u8) {
        self.presses = self.presses.wrapping_add(1);
        self.codes.rotate_right(1);
        self.codes[0] = code;
        self.held = Some(code);
        self.tapped = false;
    }

    /// The finger goes up.
    pub(super) fn release(&mut self) {
        self.held = None;
    }

    /// Reads one contact, which ends a tap; `None` where there is none. Contact 0 has code 1.
    pub(super) fn input(&mut self, address: u16) -> Option<bool> {
        if self.latching || address > 7 {
            return None;
        }
        let closed = self.held.is_some_and(|code| u16::from(code) == address + 1);
        if closed && self.tapped {
            self.held = None;
        }
        Some(closed)
    }

    /// One register of the block, counted from its first; `None` where there is none.
    pub(super) fn register(&self, at: u16, mark: u8, own: u8) -> Option<u16> {
        let [first, second, third, fourth] = self.codes;
        let block = [
            u16::from_be_bytes([mark, self.starts]),
            self.presses,
            u16::from_be_bytes([first, second]),
            u16::from_be_bytes([third, fourth]),
            u16::from_be_bytes([self.held.unwrap_or(0), own]),
        ];
        block.get(usize::from(at)).copied().filter(|_| self.latching)
    }
}
