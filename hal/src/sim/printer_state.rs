//! What the simulated printer suffers from, and the bytes by which it says so.

/// Lines of a full roll: 80 m of paper.
pub(super) const FULL_ROLL: u32 = 20_000;
/// Lines left when the near-end sensor sees the core.
pub(super) const NEAR_END: u32 = 600;

/// What people did to the printer, and what befell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub powered: bool,
    /// Lines of paper left on the roll.
    pub roll: u32,
    pub cover_open: bool,
    /// Something is stuck in the blade.
    pub jam: bool,
    /// The cutter gave up; stands until recovery is asked for, even when the jam is gone.
    pub cutter_error: bool,
    pub hot: bool,
    pub broken: bool,
}

impl State {
    /// Switched on, with a full roll.
    pub const READY: Self = Self {
        powered: true,
        roll: FULL_ROLL,
        cover_open: false,
        jam: false,
        cutter_error: false,
        hot: false,
        broken: false,
    };

    /// Whether it does not print at this moment.
    pub fn offline(&self) -> bool {
        self.roll == 0 || self.cover_open || self.cutter_error || self.hot || self.broken
    }

    /// Whether the near-end sensor sees the core.
    pub fn near_end(&self) -> bool {
        self.roll <= NEAR_END
    }

    fn error(&self) -> bool {
        self.cutter_error || self.broken || self.hot
    }

    /// The reply to `10 04 n`, n from 1 to 4.
    pub fn real_time(&self, n: u8) -> u8 {
        let out = self.roll == 0;
        0x12 | match n {
            // The drawer's pin reads high where there is no drawer.
            1 => 0x04 | bits(&[(self.offline(), 0x08)]),
            2 => bits(&[(self.cover_open, 0x04), (out, 0x20), (self.error(), 0x40)]),
            3 => bits(&[(self.cutter_error, 0x08), (self.broken, 0x20), (self.hot, 0x40)]),
            _ => bits(&[(self.near_end(), 0x0C), (out, 0x60)]),
        }
    }

    /// The reply to `1D 72 01`.
    pub fn paper(&self) -> u8 {
        bits(&[(self.near_end(), 0x03), (self.roll == 0, 0x0C)])
    }

    /// The four bytes that are told unasked.
    pub fn unasked(&self) -> [u8; 4] {
        let first = 0x10 | bits(&[(self.offline(), 0x08), (self.cover_open, 0x20)]);
        let second = bits(&[(self.cutter_error, 0x08), (self.broken, 0x20), (self.hot, 0x40)]);
        [first, second, self.paper(), 0x0F]
    }
}

fn bits(facts: &[(bool, u8)]) -> u8 {
    facts.iter().filter(|(holds, _)| *holds).fold(0, |byte, (_, bit)| byte | bit)
}
