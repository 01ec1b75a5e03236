//! Chance with a seed: the same seed, the same choices. What threads make of them is another matter.

use std::time::Duration;

/// SplitMix64 (Steele, Lea, Flood 2014): every seed is a good one.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 0 up to, not including, `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }

    /// A span between the two, to the microsecond.
    pub fn span(&mut self, from: Duration, to: Duration) -> Duration {
        let micros = u64::try_from((to - from).as_micros()).unwrap();
        from + Duration::from_micros(self.below(micros + 1))
    }

    /// One of these.
    pub fn one_of<T: Copy>(&mut self, things: &[T]) -> T {
        things[usize::try_from(self.below(things.len() as u64)).unwrap()]
    }
}
