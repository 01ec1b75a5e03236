//! In which form the journal is kept while the disk cannot be used, as the daemon's shell does it: on a second medium,
//! which outlives a power cut, or in memory, which does not.

use crate::domain::keeping::{Keeping, Why};
use crate::rehearse::agenda::{HOUR, SECOND, Time};
use crate::rehearse::dice::Dice;
use crate::runtime::engine::KeptBy;

/// How long the main journal rests before it is tried again, the first time; it rests four times as long each time.
const BACK_AFTER: u64 = 10 * SECOND;

/// What a hall has besides its disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fallback {
    /// It waits for its disk.
    Waits,
    /// A second medium, which always works.
    Second,
    /// Memory.
    Memory,
}

/// Where the journal's rows are.
#[derive(Debug)]
pub(super) struct Forms {
    fallback: Fallback,
    by: Keeping,
    why: Why,
    /// How many records are confirmed.
    pub confirmed: usize,
    /// How many rows the main journal has, once it was left.
    joint: usize,
    /// Rows of the main journal behind the joint: nobody was promised anything by them.
    behind: u64,
    /// A batch that hangs in the disk and will land there.
    hanging: u64,
    gave_way: u64,
    times_left: u32,
    /// When the main journal is tried again.
    tried_at: Option<Time>,
    may_return: bool,
    /// How often the journal went on in another form.
    pub downs: u64,
}

impl Forms {
    /// What a hall has is up to chance.
    pub fn of(mut dice: Dice) -> Self {
        let all = [Fallback::Waits, Fallback::Second, Fallback::Memory];
        Self {
            fallback: dice.pick(&all).copied().unwrap_or(Fallback::Waits),
            by: Keeping::Main,
            why: Why::Failed,
            confirmed: 0,
            joint: 0,
            behind: 0,
            hanging: 0,
            gave_way: 0,
            times_left: 1,
            tried_at: None,
            may_return: false,
            downs: 0,
        }
    }

    pub fn is_elsewhere(&self) -> bool {
        self.by != Keeping::Main
    }

    /// Whether the hall has anything besides its disk.
    pub fn has_fallback(&self) -> bool {
        self.fallback != Fallback::Waits
    }

    /// Whether there is another form to go on in.
    pub fn has_other(&self) -> bool {
        !self.is_elsewhere() && self.has_fallback()
    }

    pub fn has_second(&self) -> bool {
        self.fallback == Fallback::Second
    }

    pub fn tried_at(&self) -> Option<Time> {
        self.tried_at
    }

    pub fn may_return(&self) -> bool {
        self.may_return
    }

    pub fn kept_by(&self, unsure: bool) -> KeptBy {
        KeptBy { by: self.by, why: self.why, gave_way: self.gave_way, unsure }
    }

    /// A batch hangs in the main journal's disk.
    pub fn leaves_hanging(&mut self, rows: usize) {
        self.hanging += rows as u64;
    }

    /// Rows that nobody confirmed lie in the main journal.
    pub fn leaves_behind(&mut self, rows: usize) {
        self.behind += rows as u64;
    }

    /// The journal goes on in the next form, behind what is confirmed.
    pub fn step_down(&mut self, now: Time, why: Why) {
        self.by = if self.fallback == Fallback::Second { Keeping::Second } else { Keeping::Memory };
        (self.why, self.joint) = (why, self.confirmed);
        self.tried_at = Some(now.after(self.rest()));
        self.times_left += 1;
        self.downs += 1;
    }

    /// The main journal was tried; whether it is to be gone back to.
    pub fn tried(&mut self, now: Time, opens: bool) -> bool {
        self.tried_at = (!opens).then(|| now.after(self.rest()));
        self.may_return = opens;
        opens
    }

    /// The disk goes on: what hung in it lands.
    pub fn main_wakes(&mut self) {
        self.behind += std::mem::take(&mut self.hanging);
    }

    /// The main journal has taken everything over.
    pub fn returns(&mut self) {
        (self.by, self.may_return, self.tried_at) = (Keeping::Main, false, None);
        self.gave_way = std::mem::take(&mut self.behind);
    }

    /// How many of these rows a power cut leaves.
    pub fn power_cut(&mut self, rows: usize) -> usize {
        (self.hanging, self.tried_at, self.may_return) = (0, None, false);
        if self.by == Keeping::Memory { self.joint.min(rows) } else { rows }
    }

    /// A start looks at the main journal first.
    pub fn starts(&mut self) {
        (self.by, self.why, self.times_left, self.gave_way) = (Keeping::Main, Why::Failed, 1, 0);
    }

    fn rest(&self) -> u64 {
        let longer = 4_u64.saturating_pow(self.times_left.saturating_sub(1));
        BACK_AFTER.saturating_mul(longer).min(HOUR)
    }
}
