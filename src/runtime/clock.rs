//! The hall's two clocks, made from the machine's: one that never goes back and one that may be unknown.
//!
//! Pure: the shell reads the machine and passes the readings in. A time of day that jumps is not believed at
//! once: a false time server or a slip of a hand must not close a day, and a day must not be lived twice.

use std::time::Duration;

use crate::domain::id::BootId;
use crate::domain::moment::{HallTime, Moment, Wall};

/// No machine that runs this program lives before this moment (2026-11-01 00:00 UTC).
pub const BUILT_UTC_MS: i64 = 1_793_491_200_000;

/// A step of the wall clock up to this is the ordinary work of a time server and taken at once.
const STEP_TAKEN_AT_ONCE: Duration = Duration::from_secs(10 * 60);

/// A larger step is believed when it has held for so long (C09).
const STEP_HELD_FOR: Duration = Duration::from_secs(15 * 60);

/// Longest pause between two boots that is credited to hall time: a night and a morning. A longer one, or a
/// clock that woke in another year, adds nothing that a rule could be misled by.
const BRIDGE_MOST: Duration = Duration::from_secs(18 * 3600);

/// A machine that was off for longer than this has either had a very long holiday or a broken clock; its time
/// of day is believed only after it has held.
const OFF_MOST: Duration = Duration::from_secs(40 * 86_400);

/// Added when the pause between two boots is not known: the least that a restart takes.
const BRIDGE_LEAST: Duration = Duration::from_secs(1);

/// Where the hall time of a new journal begins: so late that the opening of a day that is under way lies
/// behind it. Cut off at zero, that opening could not be moved with the others when hours are realigned after
/// a restart.
const BEGINNING: HallTime = HallTime(2 * 86_400_000);

/// What the machine's clocks say at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The monotonic clock: since the start of the process.
    pub since_start: Duration,
    /// The machine's idea of the time of day, right or wrong.
    pub wall: Wall,
}

/// The last moment the journal knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its hall time.
    pub hall: HallTime,
    /// Its time of day, if that was known; a clock that says less is not believed at once.
    pub wall: Option<Wall>,
    /// Its boot.
    pub boot: BootId,
}

/// What became of the time of day at one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing worth a word.
    Steady,
    /// The time of day is known from here on, or known to be another one: hours are to be worked out anew.
    Set {
        /// By how much it is another one; 0 where none was known.
        by_ms: i64,
    },
    /// The machine claims another time; it is watched and not believed yet.
    Doubted {
        /// By how much it would be another one; 0 where none is known.
        by_ms: i64,
    },
    /// The machine claims what is believed again: it was a slip.
    Agreed,
}

/// Makes moments from readings.
#[derive(Clone, Debug)]
pub struct Clock {
    boot: BootId,
    start: HallTime,
    /// UTC milliseconds of the believed wall at the start of the process.
    believed: Option<i64>,
    doubted: Option<Doubt>,
    /// No time of day before the program was built is ever right.
    build_utc_ms: i64,
    /// The last time of day that the journal knows; a clock that says less was reset, or this one was wrong.
    last_utc_ms: Option<i64>,
}

#[derive(Clone, Copy, Debug)]
struct Doubt {
    at_start_utc_ms: i64,
    since: Duration,
}

impl Clock {
    /// The clock of a process that starts at `reading`. `known` is the journal's last moment; `build_utc_ms`
    /// is a time of day that surely lies in the past.
    pub fn start(known: Option<Known>, build_utc_ms: i64, reading: Reading) -> Self {
        let mut clock = Self {
            boot: known.map_or(BootId(1), |known| BootId(known.boot.0 + 1)),
            start: BEGINNING,
            believed: None,
            doubted: None,
            build_utc_ms,
            last_utc_ms: known.and_then(|known| known.wall).map(|wall| wall.utc_ms),
        };
        let trusted = clock.is_plausible(reading.wall.utc_ms);
        clock.believed = trusted.then(|| at_start(reading));
        clock.start = known.map_or(BEGINNING, |known| known.hall + pause(known, reading, trusted));
        clock
    }

    /// The moment of a reading.
    #[must_use]
    pub fn moment(&self, reading: Reading) -> Moment {
        let wall = self.believed.map(|at_start_utc_ms| Wall {
            utc_ms: at_start_utc_ms.saturating_add(millis(reading.since_start)),
            offset_min: reading.wall.offset_min,
        });
        Moment { hall: self.start + reading.since_start, wall, boot: self.boot }
    }

    /// Compares the machine's time of day with the believed one; to be asked every second or so.
    pub fn watch(&mut self, reading: Reading) -> Step {
        let claimed = at_start(reading);
        let Some(believed) = self.believed else {
            if self.is_plausible(reading.wall.utc_ms) {
                self.believed = Some(claimed);
                self.doubted = None;
                return Step::Set { by_ms: 0 };
            }
            return if reading.wall.utc_ms < self.build_utc_ms {
                Step::Steady
            } else {
                self.doubt(claimed, reading)
            };
        };
        let step = claimed.abs_diff(believed);
        if step <= millis(STEP_TAKEN_AT_ONCE).unsigned_abs() {
            self.believed = Some(claimed);
            return if self.doubted.take().is_some() { Step::Agreed } else { Step::Steady };
        }
        self.doubt(claimed, reading)
    }

    /// Whether a time of day can be right without further proof.
    fn is_plausible(&self, utc_ms: i64) -> bool {
        let not_before = self.last_utc_ms.unwrap_or(self.build_utc_ms).max(self.build_utc_ms);
        let not_after = self.last_utc_ms.map_or(i64::MAX, |last| last.saturating_add(millis(OFF_MOST)));
        (not_before..=not_after.max(not_before)).contains(&utc_ms)
    }

    fn doubt(&mut self, claimed: i64, reading: Reading) -> Step {
        let same = self.doubted.filter(|doubt| {
            doubt.at_start_utc_ms.abs_diff(claimed) <= millis(STEP_TAKEN_AT_ONCE).unsigned_abs()
        });
        let Some(doubt) = same else {
            self.doubted = Some(Doubt { at_start_utc_ms: claimed, since: reading.since_start });
            return Step::Doubted { by_ms: self.jump(claimed) };
        };
        if reading.since_start.saturating_sub(doubt.since) < STEP_HELD_FOR {
            return Step::Steady;
        }
        self.believe(claimed)
    }

    /// An administrator says that the machine is right: what it claims is believed at once (C09). Nothing
    /// happens where nothing is doubted.
    pub fn accept(&mut self) -> Step {
        self.doubted.map_or(Step::Steady, |doubt| self.believe(doubt.at_start_utc_ms))
    }

    fn believe(&mut self, claimed: i64) -> Step {
        let by_ms = self.jump(claimed);
        self.believed = Some(claimed);
        self.doubted = None;
        Step::Set { by_ms }
    }

    /// How far a claim is from what is believed.
    fn jump(&self, claimed: i64) -> i64 {
        self.believed.map_or(0, |believed| claimed.saturating_sub(believed))
    }
}

/// The pause between the last known moment and the start, as far as it can be told.
fn pause(known: Known, reading: Reading, trusted: bool) -> Duration {
    let told = known.wall.filter(|_| trusted).map(|wall| reading.wall.utc_ms.saturating_sub(wall.utc_ms));
    let told = told.and_then(|ms| u64::try_from(ms).ok()).map_or(BRIDGE_LEAST, Duration::from_millis);
    told.clamp(BRIDGE_LEAST, BRIDGE_MOST)
}

fn at_start(reading: Reading) -> i64 {
    reading.wall.utc_ms.saturating_sub(millis(reading.since_start))
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_795_233_600_000;

    fn reading(seconds: u64, utc_ms: i64) -> Reading {
        Reading { since_start: Duration::from_secs(seconds), wall: Wall { utc_ms, offset_min: 480 } }
    }

    fn known(hall: u64, utc_ms: i64) -> Option<Known> {
        let wall = Some(Wall { utc_ms, offset_min: 480 });
        Some(Known { hall: HallTime(hall), wall, boot: BootId(4) })
    }

    #[test]
    fn c01_a_machine_that_wakes_in_1970_does_not_know_the_time_and_keeps_order() {
        let clock = Clock::start(known(50_000, NOON), NOON - 1, reading(0, 0));

        let moment = clock.moment(reading(2, 2_000));

        assert_eq!(moment.wall, None);
        assert_eq!(moment.hall, HallTime(53_000));
        assert_eq!(moment.boot, BootId(5));
    }

    #[test]
    fn the_morning_before_the_first_start_lies_within_hall_time() {
        let clock = Clock::start(None, 0, reading(0, NOON));

        assert!(clock.moment(reading(0, NOON)).hall > HallTime(0) + Duration::from_secs(86_400));
    }

    #[test]
    fn a_pause_of_five_minutes_counts_as_waiting() {
        let clock = Clock::start(known(50_000, NOON), 0, reading(0, NOON + 300_000));

        assert_eq!(clock.moment(reading(0, NOON + 300_000)).hall, HallTime(350_000));
    }

    #[test]
    fn a_pause_of_three_weeks_is_clamped() {
        let clock = Clock::start(known(0, NOON), 0, reading(0, NOON + 21 * 86_400_000));

        assert_eq!(clock.moment(reading(0, 0)).hall, HallTime(18 * 3_600_000));
    }

    #[test]
    fn a_clock_that_woke_three_years_ahead_is_believed_only_after_it_held() {
        let late = NOON + 94_608_000_000;
        let mut clock = Clock::start(known(0, NOON), 0, reading(0, late));

        assert_eq!(clock.moment(reading(0, late)).wall, None);
        assert_eq!(clock.watch(reading(1, late + 1_000)), Step::Doubted { by_ms: 0 });
        assert_eq!(clock.watch(reading(901, late + 901_000)), Step::Set { by_ms: 0 });
    }

    #[test]
    fn a_wrong_year_in_the_journal_does_not_hide_the_time_for_ever() {
        let mut clock = Clock::start(known(0, NOON + 94_608_000_000), NOON - 9, reading(0, NOON));
        clock.watch(reading(1, NOON + 1_000));

        assert_eq!(clock.watch(reading(901, NOON + 901_000)), Step::Set { by_ms: 0 });
    }

    #[test]
    fn c02_a_jump_of_three_days_is_doubted_and_hall_time_does_not_see_it() {
        let mut clock = Clock::start(known(0, NOON), 0, reading(0, NOON));
        let jumped = NOON + 3 * 86_400_000;

        let step = clock.watch(reading(60, jumped + 60_000));

        assert_eq!(step, Step::Doubted { by_ms: 3 * 86_400_000 });
        let moment = clock.moment(reading(61, jumped + 61_000));
        assert_eq!(moment.hall, HallTime(62_000));
        assert_eq!(moment.wall.map(|wall| wall.utc_ms), Some(NOON + 61_000));
    }

    #[test]
    fn c09_a_jump_that_holds_for_a_quarter_of_an_hour_is_believed_once() {
        let mut clock = Clock::start(known(0, NOON), 0, reading(0, NOON));
        let jumped = NOON + 3 * 86_400_000;
        clock.watch(reading(60, jumped + 60_000));

        assert_eq!(clock.watch(reading(900, jumped + 900_000)), Step::Steady);
        assert_eq!(clock.watch(reading(960, jumped + 960_000)), Step::Set { by_ms: 3 * 86_400_000 });
        assert_eq!(clock.watch(reading(961, jumped + 961_000)), Step::Steady);
    }

    #[test]
    fn c11_a_clock_that_drifts_and_is_never_corrected_is_followed_and_never_doubted() {
        let mut clock = Clock::start(known(0, NOON), 0, reading(0, NOON));
        let day = 86_400;
        let mut drift_ms = 0;
        for days in 1..=7 * 366 {
            drift_ms += 5_000;
            let now = reading(days * day, NOON + i64::try_from(days * day).unwrap() * 1000 + drift_ms);

            assert_eq!(clock.watch(now), Step::Steady);
            assert_eq!(clock.moment(now).wall, Some(now.wall));
            assert_eq!(clock.moment(now).hall, HallTime(1000) + Duration::from_secs(days * day));
        }
    }

    #[test]
    fn c09_an_administrator_believes_a_time_that_is_doubted_and_nothing_else() {
        let mut clock = Clock::start(known(0, NOON), 0, reading(0, NOON));
        assert_eq!(clock.accept(), Step::Steady);
        let jumped = NOON + 3 * 86_400_000;
        clock.watch(reading(60, jumped + 60_000));

        assert_eq!(clock.accept(), Step::Set { by_ms: 3 * 86_400_000 });
        let after = reading(61, jumped + 61_000);
        assert_eq!(clock.watch(after), Step::Steady);
        assert_eq!(clock.moment(after).wall, Some(after.wall));
    }

    #[test]
    fn c09_a_jump_that_is_taken_back_was_never_believed() {
        let mut clock = Clock::start(known(0, NOON), 0, reading(0, NOON));
        clock.watch(reading(60, NOON + 3 * 86_400_000 + 60_000));

        assert_eq!(clock.watch(reading(70, NOON + 70_000)), Step::Agreed);
        assert_eq!(clock.watch(reading(71, NOON + 71_000)), Step::Steady);
        assert_eq!(clock.accept(), Step::Steady);
    }

    #[test]
    fn a_time_server_that_corrects_a_minute_is_followed_at_once() {
        let mut clock = Clock::start(known(0, NOON), 0, reading(0, NOON));

        assert_eq!(clock.watch(reading(10, NOON + 70_000)), Step::Steady);
        assert_eq!(clock.moment(reading(10, 0)).wall.map(|wall| wall.utc_ms), Some(NOON + 70_000));
    }

    #[test]
    fn c01_the_time_of_day_is_set_when_it_becomes_plausible() {
        let mut clock = Clock::start(known(0, NOON), NOON - 9, reading(0, 0));

        assert_eq!(clock.watch(reading(10, 10_000)), Step::Steady);
        assert_eq!(clock.watch(reading(20, NOON + 20_000)), Step::Set { by_ms: 0 });
        assert!(clock.moment(reading(21, 0)).wall.is_some());
    }
}
