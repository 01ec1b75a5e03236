//! In which form the journal is kept while the disk cannot be used, as the daemon's shell does it: on a second medium,
//! which outlives a power cut, or in memory, which does not.

use crate::domain::keeping::{Keeping, Why};
use crate::rehearse::agenda::{HOUR, MINUTE, SECOND, Time};
use crate::rehearse::dice::Dice;
use crate::rehearse::disk::NEVER;
use crate::runtime::engine::KeptBy;

/// How often a second medium that the hall goes on to is pulled out while it is needed, in a thousand.
const PULLED_OUT: u64 = 500;

/// How often it was only loose and is back within seconds, in a thousand of these times.
const LOOSE: u64 = 700;

/// How long the main journal rests before it is tried again, the first time; it rests four times as long each time.
const BACK_AFTER: u64 = 10 * SECOND;

/// What a hall has besides its disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fallback {
    /// It waits for its disk.
    Waits,
    /// A second medium; memory while that is pulled out.
    Second,
    /// Memory.
    Memory,
}

/// Where the journal's rows are.
#[derive(Debug)]
pub(super) struct Forms {
    fallback: Fallback,
    dice: Dice,
    by: Keeping,
    why: Why,
    /// How many records are confirmed.
    pub confirmed: usize,
    /// How many rows the main journal has, from when it is left until it has all again.
    joint: Option<usize>,
    /// How many rows the second medium has, once it was left for memory.
    on_second: Option<usize>,
    /// From when to when the second medium is pulled out.
    out: Option<(Time, Time)>,
    /// Rows of the main journal behind the joint: nobody was promised anything by them.
    behind: u64,
    /// A batch that hangs in the disk and will land there.
    hanging: u64,
    gave_way: u64,
    times_left: u32,
    /// When the main journal is tried again.
    tried_at: Option<Time>,
    may_return: bool,
    /// When the second medium is back and has rested, once it was left for memory.
    climbs_at: Option<Time>,
    may_climb: bool,
    /// How often the journal went on in another form.
    pub downs: u64,
    /// How often it went up from memory to the second medium.
    pub climbs: u64,
}

impl Forms {
    /// What a hall has is up to chance.
    pub fn of(mut dice: Dice) -> Self {
        let all = [Fallback::Waits, Fallback::Second, Fallback::Memory];
        Self {
            fallback: dice.pick(&all).copied().unwrap_or(Fallback::Waits),
            dice,
            by: Keeping::Main,
            why: Why::Failed,
            confirmed: 0,
            joint: None,
            on_second: None,
            out: None,
            behind: 0,
            hanging: 0,
            gave_way: 0,
            times_left: 1,
            tried_at: None,
            may_return: false,
            climbs_at: None,
            may_climb: false,
            downs: 0,
            climbs: 0,
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
        match self.by {
            Keeping::Main => self.has_fallback(),
            Keeping::Second => true,
            Keeping::Memory => false,
        }
    }

    /// Whether there is a second medium that can be written.
    pub fn has_second(&self, now: Time) -> bool {
        self.fallback == Fallback::Second && !self.is_out(now)
    }

    /// Whether the form that is written cannot be, as the second medium is pulled out.
    pub fn fails(&self, now: Time) -> bool {
        self.by == Keeping::Second && self.is_out(now)
    }

    fn is_out(&self, now: Time) -> bool {
        self.out.is_some_and(|(from, until)| from <= now && now < until)
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

    /// The journal goes on in the next form, behind what is confirmed. Whether it was the second medium that failed.
    pub fn step_down(&mut self, now: Time, why: Why) -> bool {
        let (from, second) = (self.by, self.by == Keeping::Main && self.has_second(now));
        match from {
            Keeping::Main => {
                self.joint.get_or_insert(self.confirmed);
                self.tried_at = Some(now.after(self.rest()));
                self.times_left += 1;
            }
            Keeping::Second | Keeping::Memory => self.on_second = Some(self.confirmed),
        }
        if from == Keeping::Second {
            let back = self.out.map(|(_, until)| until).filter(|until| *until < NEVER);
            self.climbs_at = back.map(|back| back.max(now.after(BACK_AFTER)));
        }
        (self.by, self.why) = (if second { Keeping::Second } else { Keeping::Memory }, why);
        self.downs += 1;
        if second && self.dice.happens(PULLED_OUT) {
            let pulled = now.after(self.dice.between(SECOND, 3 * MINUTE));
            let loose = self.dice.happens(LOOSE);
            let away = if loose { (SECOND, 10 * SECOND) } else { (10 * SECOND, 20 * MINUTE) };
            self.out = Some((pulled, pulled.after(self.dice.between(away.0, away.1))));
        }
        from == Keeping::Second
    }

    /// When the second medium is tried.
    pub fn climbs_at(&self) -> Option<Time> {
        self.climbs_at.filter(|_| self.by == Keeping::Memory)
    }

    /// The second medium was tried, if it was due; whether it is to be gone up to.
    pub fn may_climb(&mut self, now: Time) -> bool {
        let due = self.climbs_at().is_some_and(|at| at <= now);
        if due {
            (self.climbs_at, self.may_climb) = (None, true);
        }
        due
    }

    /// What was in memory is on the second medium, if that is back.
    pub fn climb(&mut self) {
        if std::mem::take(&mut self.may_climb) && self.by == Keeping::Memory {
            (self.by, self.on_second, self.out) = (Keeping::Second, None, None);
            self.climbs += 1;
        }
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
        (self.joint, self.on_second) = (None, None);
        (self.climbs_at, self.may_climb) = (None, false);
        self.out = self.out.filter(|(_, until)| *until < NEVER);
        self.gave_way = std::mem::take(&mut self.behind);
    }

    /// How many of these rows a power cut leaves.
    ///
    /// A second medium that is out then is missing at the next start, and what it alone has is as good as lost: its rows
    /// lie aside when it is found. It stays out until the main journal is written again.
    pub fn power_cut(&mut self, now: Time, rows: usize) -> usize {
        (self.hanging, self.tried_at, self.may_return) = (0, None, false);
        (self.climbs_at, self.may_climb) = (None, false);
        let on_second = match self.by {
            Keeping::Main => return rows,
            Keeping::Second => Some(rows),
            Keeping::Memory => self.on_second,
        };
        self.on_second = None;
        let joint = self.joint.unwrap_or(rows).min(rows);
        if !self.is_out(now) {
            return on_second.unwrap_or(joint);
        }
        self.out = Some((now, NEVER));
        joint
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
