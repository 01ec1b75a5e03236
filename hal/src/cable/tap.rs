//! What a cable can have in the middle: a mischief-maker with a seed. What passes is taken down by the bus, which
//! knows whose secrets it may hold.

use std::time::Duration;

use crate::time::Instant;

pub use crate::driver::Way;

/// How likely each mischief is, in cases of a thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Odds {
    /// A byte is lost.
    pub drop: u16,
    /// One bit of a byte is the other way round.
    pub flip: u16,
    /// A byte comes twice.
    pub double: u16,
    /// A stray byte comes before a byte (E14).
    pub stray: u16,
    /// A piece comes later than it should.
    pub delay: u16,
    /// The longest such delay.
    pub longest_delay: Duration,
}

/// Makes a cable unreliable, in the same way for the same seed.
#[derive(Clone, Debug)]
pub struct Mischief {
    odds: Odds,
    state: u64,
}

impl Mischief {
    /// A mischief-maker; every seed is a good one.
    pub fn new(seed: u64, odds: Odds) -> Self {
        Self { odds, state: seed }
    }

    /// What becomes of bytes that are to pass at `now`, and when they go on.
    pub fn pass(&mut self, now: Instant, bytes: &[u8]) -> (Instant, Vec<u8>) {
        let mut passed = Vec::with_capacity(bytes.len());
        for &byte in bytes {
            if self.happens(self.odds.stray) {
                passed.push(self.draw().to_le_bytes()[0]);
            }
            if self.happens(self.odds.drop) {
                continue;
            }
            let bit = if self.happens(self.odds.flip) { 1 << (self.draw() % 8) } else { 0 };
            passed.push(byte ^ bit);
            if self.happens(self.odds.double) {
                passed.push(byte ^ bit);
            }
        }
        let late = if self.happens(self.odds.delay) { self.delay() } else { Duration::ZERO };
        (now + late, passed)
    }

    fn delay(&mut self) -> Duration {
        let longest = u64::try_from(self.odds.longest_delay.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.draw() % longest.saturating_add(1).max(1))
    }

    fn happens(&mut self, per_mille: u16) -> bool {
        // Drawn only where there are odds, so that switching one mischief on leaves the others as they were
        // in a run that has only that one.
        per_mille > 0 && self.draw() % 1000 < u64::from(per_mille)
    }

    /// SplitMix64 (Steele, Lea, Flood 2014): one addition and a mixing, and no bad seeds.
    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_millis(104);

    fn passed(odds: Odds) -> Vec<u8> {
        Mischief::new(7, odds).pass(NOW, &[0; 1000]).1
    }

    #[test]
    fn without_odds_nothing_changes() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(Mischief::new(7, Odds::default()).pass(NOW, &bytes), (NOW, bytes));
    }

    #[test]
    fn the_same_seed_makes_the_same_mischief_and_another_seed_another() {
        let odds = Odds { flip: 100, drop: 100, ..Odds::default() };
        let run = |seed| Mischief::new(seed, odds).pass(NOW, &[0x55; 200]);
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
    }

    #[test]
    fn each_mischief_happens_about_as_often_as_its_odds_say() {
        let tenth = 50..150;
        assert!(tenth.contains(&(1000 - passed(Odds { drop: 100, ..Odds::default() }).len())));
        assert!(tenth.contains(&(passed(Odds { double: 100, ..Odds::default() }).len() - 1000)));
        assert!(tenth.contains(&(passed(Odds { stray: 100, ..Odds::default() }).len() - 1000)));
        let flipped = passed(Odds { flip: 100, ..Odds::default() });
        assert!(tenth.contains(&flipped.iter().filter(|byte| byte.count_ones() == 1).count()));
    }

    #[test]
    fn a_delay_is_never_longer_than_the_longest() {
        let odds = Odds { delay: 1000, longest_delay: Duration::from_millis(3), ..Odds::default() };
        let mut mischief = Mischief::new(7, odds);
        let latest = (0..100).map(|_| mischief.pass(NOW, b"?").0).max();
        assert_eq!(latest, Some(NOW + Duration::from_millis(3)));
    }
}
