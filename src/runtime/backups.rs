//! The journal's copies on a second medium: when one is due, how old the last good one is, and when that is too
//! old.

use std::time::Duration;

use crate::domain::moment::Wall;
use crate::journal::backup::Place;
use crate::journal::failing::Failing;

/// What a hall sets about its backups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where they lie.
    pub place: Place,
    /// A backup is due when the last good one is so old.
    pub every: Duration,
    /// When it is so old, duty staff are told.
    pub alarm_after: Duration,
}

/// How it stands with the backups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupState {
    /// When the last good one is too old; `None` in a hall that makes none.
    pub alarm_after: Option<Duration>,
    /// When the last good one was read back and found whole, UTC in milliseconds; `None` when there is none, or
    /// nobody knew the time.
    pub proved_ms: Option<i64>,
    /// The last record in it; `None` when there is none.
    pub last: Option<u64>,
    /// Why the last attempt came to nothing, if it did.
    pub failure: Option<String>,
    /// What the medium lacks, if that is why and it is there.
    pub failing: Option<Failing>,
}

impl BackupState {
    /// How old the last good backup is; `None` when there is none, or it cannot be told.
    ///
    /// A backup of the future is one that nobody knows the age of: one of the two clocks was wrong.
    #[must_use]
    pub fn age(&self, now: Option<Wall>) -> Option<Duration> {
        let millis = now?.utc_ms.checked_sub(self.proved_ms?)?;
        u64::try_from(millis).ok().map(Duration::from_millis)
    }

    /// Whether duty staff should do something: the last good backup is too old, or attempts fail and nobody can
    /// tell how old it is.
    #[must_use]
    pub fn is_overdue(&self, now: Option<Wall>) -> bool {
        let Some(alarm_after) = self.alarm_after else { return false };
        self.age(now).map_or(self.failure.is_some(), |age| age >= alarm_after)
    }

    /// One sentence for the command line; `None` in a hall that makes none.
    #[must_use]
    pub fn words(&self, now: Option<Wall>) -> Option<String> {
        self.alarm_after?;
        let good = match (self.last, self.age(now)) {
            (None, _) => "no good backup yet".to_owned(),
            (Some(last), None) => format!("last good backup up to record {last}, of a time nobody knows"),
            (Some(last), Some(age)) => format!("last good backup {} ago, up to record {last}", coarse(age)),
        };
        Some(match &self.failure {
            None => good,
            Some(why) => format!("{good}; THE LAST ATTEMPT FAILED: {why}"),
        })
    }

    /// How old the last good backup is, for the status display: 2小时前.
    #[must_use]
    pub fn words_zh(&self, now: Option<Wall>) -> Option<String> {
        self.alarm_after?;
        let age = match (self.last, self.age(now)) {
            (None, _) => return Some("尚无备份".to_owned()),
            (Some(_), None) => return Some("备份时间不明".to_owned()),
            (Some(_), Some(age)) => age.as_secs() / 60,
        };
        Some(match age {
            0 => "刚刚备份".to_owned(),
            1..=59 => format!("{age}分钟前备份"),
            60..=2879 => format!("{}小时前备份", age / 60),
            _ => format!("{}天前备份", age / 1440),
        })
    }
}

/// Whether a backup is due: none is known to be younger than `every`.
///
/// `since` is the time since this process made its last one, for a machine that does not know the time of day.
#[must_use]
pub fn is_due(every: Duration, age: Option<Duration>, since: Option<Duration>) -> bool {
    age.or(since).is_none_or(|age| age >= every)
}

fn coarse(age: Duration) -> String {
    let minutes = age.as_secs() / 60;
    match minutes {
        0..=119 => format!("{minutes} min"),
        120..=2879 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn at(utc_ms: i64) -> Option<Wall> {
        Some(Wall { utc_ms, offset_min: 480 })
    }

    fn good() -> BackupState {
        BackupState {
            alarm_after: Some(26 * HOUR),
            proved_ms: Some(0),
            last: Some(7),
            failure: None,
            failing: None,
        }
    }

    #[test]
    fn the_age_is_told_until_it_is_an_alarm() {
        let (morning, day_after_tomorrow) = (at(3 * 3_600_000), at(49 * 3_600_000));

        assert_eq!(good().words_zh(morning).as_deref(), Some("3小时前备份"));
        assert_eq!(good().words(morning).as_deref(), Some("last good backup 3 h ago, up to record 7"));
        assert!(!good().is_overdue(morning));
        assert_eq!(good().words_zh(day_after_tomorrow).as_deref(), Some("2天前备份"));
        assert!(good().is_overdue(day_after_tomorrow));
    }

    #[test]
    fn a_failure_alone_is_no_alarm_while_the_last_good_one_is_young() {
        let failed = BackupState { failure: Some("no stick".to_owned()), ..good() };

        assert!(!failed.is_overdue(at(3_600_000)));
        assert!(failed.words(at(0)).is_some_and(|words| words.ends_with("FAILED: no stick")));
    }

    #[test]
    fn attempts_that_fail_are_an_alarm_when_nobody_can_tell_how_old_the_last_good_one_is() {
        let failed = BackupState { failure: Some("no stick".to_owned()), ..good() };
        let never = BackupState { proved_ms: None, last: None, ..failed.clone() };

        assert!(failed.is_overdue(None));
        assert!(failed.is_overdue(at(-1)), "a backup of the future");
        assert!(never.is_overdue(at(0)));
        assert!(!good().is_overdue(None));
    }

    #[test]
    fn a_hall_without_a_place_for_backups_is_told_nothing_of_them() {
        let none = BackupState::default();

        assert_eq!((none.words(at(0)), none.words_zh(at(0))), (None, None));
        assert!(!none.is_overdue(at(i64::MAX)));
    }

    #[test]
    fn a_backup_is_due_by_its_age_or_by_the_time_since_this_process_made_one() {
        assert!(is_due(HOUR, None, None));
        assert!(is_due(HOUR, Some(HOUR), None));
        assert!(!is_due(HOUR, Some(HOUR / 2), None));
        assert!(!is_due(HOUR, None, Some(HOUR / 2)));
        assert!(is_due(HOUR, None, Some(HOUR)));
    }
}
