//! Reads `[backup]`: where copies of the journal are made, how often, and how many are kept.

use std::path::PathBuf;
use std::time::Duration;

use super::keys::Keys;
use super::problem::Problem;
use super::values::{Flag, OrNone, Span, Text, Whole};

/// Copies of the journal on a second medium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backups {
    /// The folder, on a medium of its own.
    pub place: PathBuf,
    /// One is made when the last good one is so old.
    pub every: Duration,
    /// So many are kept.
    pub keep: usize,
    /// Duty staff are told when the last good one is so old.
    pub alarm_after: Duration,
    /// A folder on the journal's own medium is refused.
    pub second_medium: bool,
}

/// Reads `[backup]`; `None` in a hall that makes none.
pub(super) fn read(keys: &Keys<'_>) -> Option<Backups> {
    let place = keys.or("place", &OrNone(Text), None);
    let every = keys.or("every", &Span::minutes(10, 7 * 24 * 60), Duration::from_secs(4 * 3600));
    let keep = keys.or("keep", &Whole(1..=400_u16), 14);
    let alarm_after =
        keys.or("alarm-after", &Span::minutes(60, 31 * 24 * 60), Duration::from_secs(26 * 3600));
    let second_medium = keys.or("second-medium", &Flag, true);
    if alarm_after < every {
        let what = "the alarm comes before the next backup is due";
        let remedy = "write an `alarm-after` longer than `every`";
        keys.report(Problem::warning(&keys.spot("alarm-after"), what, remedy));
    }
    let place = place.map(PathBuf::from)?;
    if !place.is_absolute() {
        let what = format!("{} is taken from wherever the daemon was started", place.display());
        keys.report(Problem::error(&keys.spot("place"), what, "write the whole path, beginning with `/`"));
    }
    Some(Backups { place, every, keep: keep.into(), alarm_after, second_medium })
}
