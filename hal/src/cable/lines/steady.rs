//! A level without its bounce: told at the first sign of a change, and again when it has stood.

use std::time::Duration;

use crate::time::Instant;

/// How long a change must stand before it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stands {
    /// From rest to active.
    pub on: Duration,
    /// From active back to rest.
    pub off: Duration,
}

/// What is told of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The first sign of a change to this. It may be noise; [`Told::Settled`] or [`Told::Passed`] follows.
    Stirred(bool),
    /// It has stood for its time: the level is this.
    Settled(bool),
    /// It was nothing: the level is what it was, and has been for as long as a change takes.
    Passed,
}

/// One level, watched.
///
/// A change counts when it has stood without a break for its time. Whatever is shorter has [`Told::Passed`]
/// once the old level has stood again for as long as the change would have needed: so every
/// [`Told::Stirred`] has its end, and a chattering contact is one stirring.
#[derive(Clone, Debug)]
pub struct Steady {
    stands: Stands,
    settled: bool,
    stirred: bool,
    /// The level that was seen last, and since when.
    raw: (bool, Instant),
}

impl Steady {
    /// A level that counts as this since `now`, without having told so.
    pub fn new(now: Instant, stands: Stands, active: bool) -> Self {
        Self { stands, settled: active, stirred: false, raw: (active, now) }
    }

    /// What it counts as.
    pub fn is_active(&self) -> bool {
        self.settled
    }

    /// Since when the level has been what it was seen as last.
    pub fn since(&self) -> Instant {
        self.raw.1
    }

    /// The level was this at `now`. Moments before the last that was told count as that.
    ///
    /// Gives what became true, in order: at most a settling that was due before, and a stirring.
    pub fn see(&mut self, now: Instant, active: bool) -> Vec<Told> {
        let now = now.max(self.raw.1);
        let mut told: Vec<Told> = self.wake(now).into_iter().collect();
        if active != self.raw.0 {
            self.raw = (active, now);
            if active != self.settled && !self.stirred {
                self.stirred = true;
                told.push(Told::Stirred(active));
            }
        }
        told.extend(self.wake(now));
        told
    }

    /// When [`Self::wake`] has something to tell, if nothing changes before.
    pub fn due(&self) -> Option<Instant> {
        let change = if self.settled { self.stands.off } else { self.stands.on };
        self.stirred.then(|| self.raw.1 + change)
    }

    /// The moment of [`Self::due`] has come: what the level has settled at.
    pub fn wake(&mut self, now: Instant) -> Option<Told> {
        self.due().filter(|due| *due <= now)?;
        self.stirred = false;
        let passed = self.settled == self.raw.0;
        self.settled = self.raw.0;
        Some(if passed { Told::Passed } else { Told::Settled(self.settled) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u64 = 10_000;
    /// A key: ten milliseconds down, free after sixty.
    const KEY: Stands = Stands { on: Duration::from_millis(10), off: Duration::from_millis(60) };
    /// Mains: half a second of loss, five seconds of return.
    const MAINS: Stands = Stands { on: Duration::from_millis(500), off: Duration::from_secs(5) };

    /// Everything that is told of these levels, at milliseconds after the start, up to `until`.
    fn told(stands: Stands, levels: &[(u64, bool)], until: u64) -> Vec<(u64, Told)> {
        let at = |millis| Instant::from_millis(START + millis);
        let mut steady = Steady::new(at(0), stands, false);
        let mut all = Vec::new();
        let mut levels = levels.iter().peekable();
        for millis in 0..=until {
            all.extend(steady.wake(at(millis)).map(|told| (millis, told)));
            while let Some((_, active)) = levels.next_if(|(when, _)| *when == millis) {
                all.extend(steady.see(at(millis), *active).into_iter().map(|told| (millis, told)));
            }
        }
        all
    }

    #[test]
    fn f50_a_contact_that_bounces_for_fifty_milliseconds_is_one_press() {
        let bounce: Vec<(u64, bool)> = (0..25).map(|n| (100 + 2 * n, n % 2 == 0)).collect();
        let slow = [(100, true), (112, false), (124, true), (136, false), (148, true)];

        let presses = |levels: &[(u64, bool)]| {
            told(KEY, levels, 1000).iter().filter(|(_, told)| *told == Told::Settled(true)).count()
        };

        assert_eq!((presses(&bounce), presses(&slow)), (1, 1));
    }

    #[test]
    fn e14_a_spike_shorter_than_a_finger_is_no_press() {
        let told = told(KEY, &[(100, true), (104, false)], 1000);

        assert_eq!(told, [(100, Told::Stirred(true)), (114, Told::Passed)]);
    }

    #[test]
    fn two_taps_of_a_quick_finger_are_two_presses() {
        let told = told(KEY, &[(100, true), (150, false), (250, true), (300, false)], 1000);
        let settled: Vec<u64> =
            told.iter().filter(|(_, told)| *told == Told::Settled(true)).map(|(at, _)| *at).collect();

        assert_eq!(settled, [110, 260]);
    }

    #[test]
    fn a13_a_loss_stirs_at_once_and_is_declared_after_half_a_second() {
        let told = told(MAINS, &[(100, true)], 7000);

        assert_eq!(told, [(100, Told::Stirred(true)), (600, Told::Settled(true))]);
    }

    #[test]
    fn a_loss_of_four_hundred_milliseconds_is_taken_back() {
        let told = told(MAINS, &[(100, true), (500, false)], 7000);

        assert_eq!(told, [(100, Told::Stirred(true)), (1000, Told::Passed)]);
    }

    #[test]
    fn a_return_is_believed_after_five_seconds_without_a_break() {
        let levels = [(0, true), (1000, false), (5900, true), (5910, false)];

        let told = told(MAINS, &levels, 12_000);

        let expected = [(0, Told::Stirred(true)), (500, Told::Settled(true)), (1000, Told::Stirred(false))];
        assert_eq!(told[..3], expected);
        assert_eq!(told[3..], [(10_910, Told::Settled(false))]);
    }

    #[test]
    fn edges_that_are_told_late_count_from_when_they_were() {
        let at = |millis| Instant::from_millis(START + millis);
        let mut steady = Steady::new(at(0), KEY, false);

        let mut all = steady.see(at(100), true);
        all.extend(steady.see(at(140), false));

        let expected = [Told::Stirred(true), Told::Settled(true), Told::Stirred(false)];
        assert_eq!(all, expected);
        assert_eq!(steady.due(), Some(at(200)));
    }

    #[test]
    fn nothing_to_wait_for_settles_at_once() {
        let now = Instant::from_millis(START);
        let mut steady = Steady::new(now, Stands { on: Duration::ZERO, off: Duration::ZERO }, false);

        assert_eq!(steady.see(now, true), [Told::Stirred(true), Told::Settled(true)]);
    }
}
