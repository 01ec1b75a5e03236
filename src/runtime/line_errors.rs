//! How many broken characters a device may send before its line settings are doubted (E06).
//!
//! Noise breaks a character now and then (E14); wrong settings break several of every answer. So the count runs
//! off with time, and a good answer forgives all.

use std::time::Duration;

use hal::time::Instant;

/// So many at the moment when a device is lost as silent or garbled are the reason of it: the answers to the
/// few questions that a driver asks before it gives up.
pub const TELLING: u64 = 4;

/// So many are reason enough by themselves: a device that speaks unasked is never missed by its driver.
pub const PLENTY: u64 = 12;

/// In this time one is forgotten.
const FORGOTTEN_EVERY: Duration = Duration::from_secs(1);

/// The count of one device.
#[derive(Debug, Default)]
pub struct LineErrors {
    count: u64,
    /// Up to when forgetting has been reckoned.
    reckoned: Instant,
}

impl LineErrors {
    /// So many characters came broken.
    pub fn add(&mut self, now: Instant, characters: usize) {
        self.forget(now);
        self.count = self.count.saturating_add(u64::try_from(characters).unwrap_or(u64::MAX));
    }

    /// A good answer came.
    pub fn clear(&mut self) {
        self.count = 0;
    }

    /// How many stand against the device.
    pub fn count(&mut self, now: Instant) -> u64 {
        self.forget(now);
        self.count
    }

    fn forget(&mut self, now: Instant) {
        let every = u64::try_from(FORGOTTEN_EVERY.as_millis()).unwrap_or(u64::MAX).max(1);
        let times = (now.millis() - self.reckoned.millis().min(now.millis())) / every;
        self.count = self.count.saturating_sub(times);
        self.reckoned = Instant::from_millis(self.reckoned.millis() + times * every);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Instant {
        Instant::from_millis(1000 * seconds)
    }

    #[test]
    fn e14_one_a_second_never_adds_up() {
        let mut errors = LineErrors::default();
        for second in 0..3600 {
            errors.add(at(second), 1);
            assert!(errors.count(at(second)) < TELLING);
        }
    }

    #[test]
    fn a_burst_counts_whole_and_is_forgotten_one_a_second() {
        let mut errors = LineErrors::default();
        errors.add(at(100), 10);
        assert_eq!([100, 103, 200].map(|second| errors.count(at(second))), [10, 7, 0]);
        errors.add(at(200), 10);
        errors.clear();
        assert_eq!(errors.count(at(200)), 0);
    }
}
