//! Chance from a seed: the same seed throws the same dice, on every machine and for ever.
//!
//! SplitMix64 (Steele, Lea and Flood 2014): a counter that goes up by an odd constant, and a mixing of its
//! bits. Small, without a bad seed, and each stream of chance has a counter of its own, so that a fault more
//! or less does not change what visitors do.

/// A stream of chance.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The stream of this name, thrown from this seed.
    #[must_use]
    pub fn new(seed: u64, name: &str) -> Self {
        let mut dice = Self(seed);
        for byte in name.bytes() {
            dice.0 = dice.0.wrapping_add(u64::from(byte));
            dice.0 = dice.throw();
        }
        dice
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one below `bound`; 0 when `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        // The bias of a remainder is below one in 2^40 for every bound that is used here.
        self.throw().checked_rem(bound).unwrap_or(0)
    }

    /// A number from `least` to `most`, both among them.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// Whether something happens that happens so many times in a thousand.
    pub fn happens(&mut self, in_thousand: u64) -> bool {
        self.below(1000) < in_thousand
    }

    /// A length of time around `mean`: most are shorter, some much longer, none above eight times as long.
    ///
    /// The sum of two throws, each the smallest power of one half that chance did not take.
    pub fn around(&mut self, mean: u64) -> u64 {
        let long = |dice: &mut Self| {
            let halvings = u64::from(dice.throw().trailing_zeros().min(7));
            let within = dice.below(1024);
            mean * (halvings * 1024 + within) / 3072
        };
        (long(self) + long(self)).min(mean * 8)
    }

    /// One of these; `None` when there is none.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        let place = self.below(u64::try_from(among.len()).unwrap_or(u64::MAX));
        among.get(usize::try_from(place).unwrap_or(usize::MAX))
    }

    /// The place in these weights that chance falls on; 0 when all are 0.
    pub fn weighed(&mut self, weights: &[u64]) -> usize {
        let mut rest = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            if rest < *weight {
                return place;
            }
            rest -= weight;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_and_two_streams_differ() {
        let thrown = |seed, name| {
            let mut dice = Dice::new(seed, name);
            (0..8).map(|_| dice.below(1_000_000)).collect::<Vec<_>>()
        };

        assert_eq!(thrown(7, "people"), thrown(7, "people"));
        assert_ne!(thrown(7, "people"), thrown(7, "faults"));
        assert_ne!(thrown(7, "people"), thrown(8, "people"));
    }

    #[test]
    fn lengths_of_time_lie_around_their_mean() {
        let mut dice = Dice::new(1, "mean");
        let sum: u64 = (0..10_000).map(|_| dice.around(600)).sum();

        assert!((500..700).contains(&(sum / 10_000)), "{}", sum / 10_000);
    }

    #[test]
    fn what_weighs_nothing_is_never_picked() {
        let mut dice = Dice::new(1, "weights");

        assert!((0..1000).all(|_| dice.weighed(&[0, 3, 0, 1]) % 2 == 1));
    }
}
