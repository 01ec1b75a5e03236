//! The journal's disk: how much was written today, as a card lasts for so many writes (B18), and how much room is left.
//!
//! The kernel counts what a process gives to disks as `write_bytes` of `/proc/self/io` (proc_pid_io(5)); its own log
//! is written by somebody else and not counted. The count of a day is kept in a file of the state folder, as a process
//! knows its own writes only. That file is no record: a power cut costs the last minutes of the count.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::statvfs;

use crate::domain::moment::Wall;

/// What the kernel knows of this process.
pub const COUNTER: &str = "/proc/self/io";

/// With less room than this somebody is told: months of records, and time to see to it before tickets are refused.
pub const ROOM_LEAST: u64 = 256 << 20;

/// Bytes in the units that people know from the card's packaging.
const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];

/// How it stands with the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disk {
    /// What this daemon wrote today; `None` where nobody counts it.
    pub written: Option<Written>,
    /// More than this in a day is told to duty staff, in bytes; `None` in a hall that sets no budget.
    pub budget: Option<u64>,
    /// The room that is left.
    pub room: Room,
}

/// What was written in a day of the calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Today, in bytes.
    pub today: u64,
    /// On the last day before it on which the daemon ran; 0 while there was none.
    pub before: u64,
}

/// What is left on the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Room {
    /// Nobody has looked yet.
    #[default]
    NotSeen,
    /// The file system does not say.
    Unknown,
    /// So much.
    Left {
        /// For the daemon, in bytes.
        bytes: u64,
        /// Of all there is, in hundredths, rounded down.
        percent: u8,
    },
}

impl Room {
    /// What the file system of this folder says.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        let Ok(about) = statvfs(folder) else { return Self::Unknown };
        let bytes = about.f_bavail.saturating_mul(about.f_frsize);
        let percent = u128::from(about.f_bavail) * 100 / u128::from(about.f_blocks.max(1));
        Self::Left { bytes, percent: u8::try_from(percent).unwrap_or(100) }
    }

    /// Whether somebody is to look after it before it is used up.
    #[must_use]
    pub fn is_low(self) -> bool {
        match self {
            Self::Left { bytes, .. } => bytes < ROOM_LEAST,
            Self::NotSeen | Self::Unknown => false,
        }
    }

    /// In the hall's words: 剩余25.4 GB，即45%. `None` before anybody has looked.
    #[must_use]
    pub fn words_zh(self) -> Option<String> {
        match self {
            Self::NotSeen => None,
            Self::Unknown => Some("剩余空间不明".to_owned()),
            Self::Left { bytes, percent } => Some(format!("剩余{}，即{percent}%", size(bytes))),
        }
    }
}

impl Disk {
    /// Whether more was written today than the hall allows.
    #[must_use]
    pub fn is_over_budget(&self) -> bool {
        self.written.zip(self.budget).is_some_and(|(written, budget)| written.today > budget)
    }

    /// What was written and what is allowed, in the hall's words: 今日已写1.2 GB，限1.0 GB.
    #[must_use]
    pub fn written_zh(&self) -> String {
        let today = size(self.written.unwrap_or_default().today);
        let budget = self.budget.map(|budget| format!("，限{}", size(budget)));
        format!("今日已写{today}{}", budget.unwrap_or_default())
    }

    /// One sentence for the command line; `None` before anything is known.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let written = self.written.map(|Written { today, before }| {
            let over = if self.is_over_budget() { ", MORE THAN ITS BUDGET" } else { "" };
            format!("written to disks today: {}{over}; the day before: {}", size(today), size(before))
        });
        let room = match self.room {
            Room::NotSeen => None,
            Room::Unknown => Some("the room left on the journal's disk is not known".to_owned()),
            Room::Left { bytes, percent } => {
                Some(format!("room left on the journal's disk: {} ({percent} %)", size(bytes)))
            }
        };
        let told: Vec<String> = written.into_iter().chain(room).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }
}

/// So many bytes in the largest unit that says enough, rounded down: `12.3 GB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    let unit = UNITS.into_iter().find(|(unit, _)| bytes >= *unit);
    unit.map_or_else(
        || format!("{bytes} B"),
        |(unit, name)| format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit),
    )
}

/// How many bytes this process has given to disks since its start.
///
/// # Errors
/// When the kernel does not say, as one that was built without the count.
pub fn counter(file: &Path) -> io::Result<u64> {
    let text = fs::read_to_string(file)?;
    let count = text.lines().find_map(|line| line.strip_prefix("write_bytes:")?.trim().parse().ok());
    count.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no line of write_bytes"))
}

/// Counts what is written a day, over the restarts of the day.
#[derive(Clone, Debug)]
pub struct Tally {
    path: PathBuf,
    /// The day that is counted: year, month, day as one number; 0 while nobody has known one.
    day: u32,
    written: Written,
    /// What the kernel's counter said last.
    counted: u64,
}

impl Tally {
    /// The count of the daemon with this state folder, as it was kept last. A process begins at nothing.
    #[must_use]
    pub fn of(state: &Path) -> Self {
        let path = state.join("written");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let numbers: Vec<u64> = text.split_ascii_whitespace().flat_map(str::parse).collect();
        let (day, written) = match numbers[..] {
            [day, today, before] => (u32::try_from(day).unwrap_or_default(), Written { today, before }),
            // A power cut leaves the file as it was, or empty.
            _ => (0, Written::default()),
        };
        Self { path, day, written, counted: 0 }
    }

    /// The kernel's counter stands at `counter`. What was written since the last look counts for this day; while
    /// nobody knows the day, for the one before.
    pub fn look(&mut self, wall: Option<Wall>, counter: u64) -> Written {
        if let Some(day) = wall.map(day)
            && day != self.day
        {
            let before = if self.day == 0 { 0 } else { self.written.today };
            let unknown = if self.day == 0 { self.written.today } else { 0 };
            (self.day, self.written) = (day, Written { today: unknown, before });
        }
        let since = counter.saturating_sub(std::mem::replace(&mut self.counted, counter));
        self.written.today = self.written.today.saturating_add(since);
        self.written
    }

    /// Keeps the count for the next start.
    ///
    /// # Errors
    /// When the file cannot be written; the one before stays.
    pub fn keep(&self) -> io::Result<()> {
        let Written { today, before } = self.written;
        let beside = self.path.with_extension("new");
        fs::write(&beside, format!("{} {today} {before}\n", self.day))?;
        fs::rename(&beside, &self.path)
    }
}

fn day(wall: Wall) -> u32 {
    let at = wall.civil();
    u32::try_from(at.year).unwrap_or_default() * 10_000 + u32::from(at.month) * 100 + u32::from(at.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = 86_400_000;

    fn on(day: i64) -> Option<Wall> {
        Some(Wall { utc_ms: day * DAY_MS, offset_min: 480 })
    }

    #[test]
    fn b18_a_day_is_counted_over_its_restarts_and_the_next_begins_at_nothing() {
        let state = tempfile::tempdir().unwrap();
        let mut first = Tally::of(state.path());
        first.look(on(20_000), 300);
        first.look(on(20_000), 1_000);
        first.keep().unwrap();

        // The next process's counter begins at nothing.
        let mut second = Tally::of(state.path());
        let same_day = second.look(on(20_000), 500);
        let next_day = second.look(on(20_001), 700);
        second.keep().unwrap();
        let kept = Tally::of(state.path()).look(on(20_001), 0);

        assert_eq!(same_day, Written { today: 1_500, before: 0 });
        assert_eq!(next_day, Written { today: 200, before: 1_500 });
        assert_eq!(kept, next_day);
    }

    #[test]
    fn b18_without_a_time_of_day_the_count_goes_on_and_a_torn_file_is_a_new_beginning() {
        let state = tempfile::tempdir().unwrap();
        let mut tally = Tally::of(state.path());
        assert_eq!(tally.look(None, 40), Written { today: 40, before: 0 });
        assert_eq!(tally.look(on(20_000), 50), Written { today: 50, before: 0 });
        assert_eq!(tally.look(None, 60), Written { today: 60, before: 0 });

        for torn in ["", "20241004 60", "20241004 many 0"] {
            fs::write(state.path().join("written"), torn).unwrap();
            assert_eq!(
                Tally::of(state.path()).look(on(20_000), 7),
                Written { today: 7, before: 0 },
                "{torn:?}"
            );
        }
    }

    #[test]
    fn b18_the_budget_of_a_day_is_told_when_it_is_passed_and_not_before() {
        let disk =
            |today, budget| Disk { written: Some(Written { today, before: 0 }), budget, ..Disk::default() };

        assert!(!disk(5_000_000, Some(5_000_000)).is_over_budget());
        assert!(disk(5_000_001, Some(5_000_000)).is_over_budget());
        assert!(!disk(u64::MAX, None).is_over_budget());
        assert!(!Disk { written: None, ..disk(0, Some(0)) }.is_over_budget());
        assert_eq!(disk(5_250_000, Some(5_000_000)).written_zh(), "今日已写5.2 MB，限5.0 MB");
        let words = disk(5_250_000, Some(5_000_000)).words().unwrap();
        assert!(words.starts_with("written to disks today: 5.2 MB, MORE THAN ITS BUDGET;"), "{words}");
    }

    #[test]
    fn b18_the_kernels_counter_of_this_process_grows_with_what_it_writes() {
        let before = counter(Path::new(COUNTER)).unwrap();
        let file = tempfile::NamedTempFile::new_in(env!("CARGO_MANIFEST_DIR")).unwrap();

        fs::write(file.path(), vec![7; 1 << 20]).unwrap();
        file.as_file().sync_all().unwrap();

        assert!(counter(Path::new(COUNTER)).unwrap() >= before + (1 << 20));
        assert!(counter(Path::new("/proc/self/status")).is_err());
    }

    #[test]
    fn room_is_low_before_it_is_gone() {
        let left = |bytes| Room::Left { bytes, percent: 1 };

        assert!(left(ROOM_LEAST - 1).is_low() && !left(ROOM_LEAST).is_low());
        assert_eq!(left(25_460_000_000).words_zh().as_deref(), Some("剩余25.4 GB，即1%"));
        assert_eq!(Room::NotSeen.words_zh(), None);
        assert_eq!(Room::of(Path::new("/nowhere")), Room::Unknown);
        assert!(matches!(Room::of(Path::new("/")), Room::Left { .. }));
    }
}
