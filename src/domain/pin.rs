//! Wrong PINs: how long a number has to wait before the next try.
//!
//! Whoever is logged in already is never thrown out by somebody else's wrong tries (fault catalogue, H10).

use std::time::Duration;

use super::moment::HallTime;

/// Wrong tries that cost nothing: a clerk with cold fingers needs two or three.
const FREE_TRIES: u32 = 5;
/// The wait after the last free try; it doubles with each further one.
const FIRST_WAIT: Duration = Duration::from_secs(60);
/// The longest wait. With it, four digits stand a whole night of guessing: 4 tries an hour.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// The wrong tries for one staff number since the last right one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WrongTries {
    count: u32,
    last: HallTime,
}

impl WrongTries {
    /// Counts one more.
    #[must_use]
    pub fn and_one_more(self, at: HallTime) -> Self {
        Self { count: self.count.saturating_add(1), last: at }
    }

    /// Until when no PIN is looked at; `None` while tries are free.
    #[must_use]
    pub fn locked_until(self) -> Option<HallTime> {
        let beyond = self.count.checked_sub(FREE_TRIES)?;
        let wait = 2_u32.checked_pow(beyond).map_or(LONGEST_WAIT, |times| FIRST_WAIT.saturating_mul(times));
        Some(self.last + wait.min(LONGEST_WAIT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_tries_are_free_and_then_the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let after = |tries: u32| {
            let tried = (0..tries).fold(WrongTries::default(), |tried, _| tried.and_one_more(HallTime(0)));
            tried.locked_until().map(|until| until.0 / 60_000)
        };

        let waits: Vec<Option<u64>> = [4, 5, 6, 7, 8, 9, 60].map(after).to_vec();

        assert_eq!(waits, [None, Some(1), Some(2), Some(4), Some(8), Some(15), Some(15)]);
    }
}
