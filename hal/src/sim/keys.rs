//! The keys of a keypad or pad, as a finger finds them and as a master reads them.
//!
//! **Latching** keys count their presses and keep the last four codes in a block of input registers:
//! mark + starts · presses · codes · codes · held + one byte of the device's own. **Plain** keys are contacts,
//! read as inputs 0 to 7 at the moment of the poll.

/// The keys of one device.
#[derive(Debug)]
pub(super) struct Keys {
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
