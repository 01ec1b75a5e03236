//! Chance from a seed: the same seed, the same people.

use std::time::Duration;

/// A stream of chances.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number from 0 to `end`, without `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // Xorshift with a multiplication: enough for a choice of seats, and one line.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(drawn).unwrap_or(0) % end.max(1)
    }

    /// True in this many cases of a hundred.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// True in this many cases of ten thousand.
    pub fn per_myriad(&mut self, cases: usize) -> bool {
        self.below(10_000) < cases
    }

    /// A time between the two, in milliseconds.
    pub fn millis(&mut self, from: u64, to: u64) -> Duration {
        let spread = usize::try_from(to.saturating_sub(from)).unwrap_or(0);
        Duration::from_millis(from + u64::try_from(self.below(spread)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same() {
        let draw = |seed| {
            let mut chance = Chance::new(seed);
            (0..20).map(|_| chance.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(9));
    }

    #[test]
    fn a_hundred_percent_is_always_and_none_is_never() {
        let mut chance = Chance::new(3);
        assert!((0..100).all(|_| chance.percent(100) && !chance.percent(0)));
    }
}
