//! Two clocks: one that never goes back, for the rules, and one for paper, which may be unknown.

use std::fmt;
use std::ops::{Add, Sub};
use std::time::Duration;

use super::id::BootId;

/// Milliseconds of hall time: monotonic within a boot, carried across boots by a recorded, clamped estimate.
///
/// Rules, waits and deadlines use it and nothing else. Its zero means nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HallTime(pub u64);

impl HallTime {
    /// The time passed since `earlier`; zero when `earlier` lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for HallTime {
    type Output = Self;

    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(span.as_millis()).unwrap_or(u64::MAX)))
    }
}

impl Sub for HallTime {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.since(earlier)
    }
}

/// Time of day as it stands on the wall of the hall: for paper and screens, never for rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wall {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub utc_ms: i64,
    /// Minutes to add to UTC for the hall's own time at this moment.
    pub offset_min: i16,
}

/// A civil date and time of day in the hall's own zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59.
    pub second: u8,
}

impl Wall {
    /// The civil date and time in the hall's zone (proleptic Gregorian calendar).
    #[must_use]
    pub fn civil(self) -> Civil {
        let seconds = self.utc_ms.div_euclid(1000) + i64::from(self.offset_min) * 60;
        let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil_from_days(days);
        Civil {
            year,
            month,
            day,
            hour: small(of_day / 3600),
            minute: small(of_day / 60 % 60),
            second: small(of_day % 60),
        }
    }

    /// The time that is left of the date in the hall's zone, more than nothing and at most a day.
    #[must_use]
    pub fn left_of_date(self) -> Duration {
        const DAY_MS: i64 = 86_400_000;
        let of_day = (self.utc_ms + i64::from(self.offset_min) * 60_000).rem_euclid(DAY_MS);
        Duration::from_millis(u64::try_from(DAY_MS - of_day).unwrap_or(0))
    }
}

/// Days since 1970-01-01 to year, month, day, by eras of 400 years that begin on the first of March.
fn civil_from_days(days: i64) -> (i32, u8, u8) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (i32::try_from(year).unwrap_or(i32::MAX), small(month), small(day))
}

fn small(value: i64) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
            self.year, self.month, self.day, self.hour, self.minute, self.second
        )
    }
}

/// When something was asked or happened, on both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// For rules.
    pub hall: HallTime,
    /// For paper; `None` while the machine does not know the time of day.
    pub wall: Option<Wall>,
    /// The run of the machine in which it happened.
    pub boot: BootId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wall_reads_as_a_civil_date_in_the_halls_zone() {
        let beijing = |utc_ms| Wall { utc_ms, offset_min: 480 }.civil().to_string();

        assert_eq!(beijing(0), "1970-01-01 08:00:00");
        assert_eq!(beijing(1_835_395_199_000), "2028-02-29 07:59:59");
        assert_eq!(beijing(1_988_121_599_000), "2032-12-31 23:59:59");
        assert_eq!(beijing(-1), "1970-01-01 07:59:59");
    }

    #[test]
    fn a_date_ends_at_midnight_of_the_halls_zone() {
        let left = |utc_ms| Wall { utc_ms, offset_min: 480 }.left_of_date();

        assert_eq!(left(0), Duration::from_hours(16));
        assert_eq!(left(57_599_999), Duration::from_millis(1));
        assert_eq!(left(57_600_000), Duration::from_hours(24));
        assert_eq!(left(-1), Duration::from_millis(57_600_001));
    }

    #[test]
    fn time_that_lies_ahead_has_not_passed() {
        assert_eq!(HallTime(5).since(HallTime(9)), Duration::ZERO);
    }
}
