//! How the starts before this one went: after three that failed within five minutes the daemon goes without devices.
//!
//! A start has failed when its process is gone before it has run for [`STEADY_AFTER`] and nobody told it to stop. A
//! power cut is no failed start: the starts of another boot of the machine do not count (A11).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

use tracing::warn;

use crate::layout::Layout;

/// So many failed starts in a row …
pub const MOST_FAILED: usize = 3;
/// … within this time are a daemon that cannot run as it is set.
const WITHIN: Duration = Duration::from_secs(5 * 60);
/// A daemon that has run for so long has started.
pub const STEADY_AFTER: Duration = Duration::from_secs(60);

/// A file is removed in so long, on any disk that answers.
const WELL_WITHIN: Duration = Duration::from_millis(500);

/// Names the boot of the machine; another one after every power cut (Linux, `random(4)`).
const BOOT: &str = "/proc/sys/kernel/random/boot_id";
/// Seconds since that boot, first of two numbers (`proc_uptime(5)`).
const UPTIME: &str = "/proc/uptime";

/// The machine's boot, and for how long it has run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// The name of this boot.
    pub boot: String,
    /// Since the boot, in seconds.
    pub up_seconds: u64,
}

impl Machine {
    /// What the kernel says; a machine that does not say has one boot that never ends.
    #[must_use]
    pub fn read() -> Self {
        let boot = fs::read_to_string(BOOT).unwrap_or_default().trim().to_owned();
        let uptime = fs::read_to_string(UPTIME).unwrap_or_default();
        let up_seconds = uptime.split('.').next().and_then(|whole| whole.parse().ok()).unwrap_or_default();
        Self { boot, up_seconds }
    }
}

/// The file that tells of starts: one line a start, boot, seconds and why it failed. It is no record: lost, it costs three
/// more starts.
#[derive(Clone, Debug)]
pub struct Starts {
    path: PathBuf,
}

impl Starts {
    /// The starts of the daemon with this state folder.
    #[must_use]
    pub fn of(state: &Path) -> Self {
        Self { path: state.join("starts") }
    }

    /// Notes a start, and tells why the starts before it failed, the oldest first; empty words where one ended without
    /// a word.
    ///
    /// # Errors
    /// When the file cannot be written: nothing is known then of the starts before.
    pub fn begin(&self, machine: &Machine) -> io::Result<Vec<String>> {
        let text = fs::read_to_string(&self.path).unwrap_or_default();
        let counts = |line: &&str| {
            let mut words = line.splitn(3, ' ');
            let same = words.next() == Some(machine.boot.as_str());
            let at = words.next().and_then(|at| at.parse::<u64>().ok());
            same && at.is_some_and(|at| machine.up_seconds.saturating_sub(at) < WITHIN.as_secs())
        };
        let kept: Vec<&str> = text.lines().filter(counts).collect();
        let failed = kept.iter().map(|line| line.splitn(3, ' ').nth(2).unwrap_or_default().to_owned());
        let failed: Vec<String> = failed.collect();
        let mut text: String = kept.iter().flat_map(|line| [*line, "\n"]).collect();
        text.push_str(&format!("{} {} \n", machine.boot, machine.up_seconds));
        fs::write(&self.path, text)?;
        Ok(failed)
    }

    /// The start that was noted last failed, for this reason.
    pub fn failed(&self, why: &str) {
        let Ok(text) = fs::read_to_string(&self.path) else { return };
        let why = why.replace('\n', " ");
        // Whoever cannot write here cannot be helped by it.
        let _ = fs::write(&self.path, format!("{}{why}\n", text.trim_end_matches('\n')));
    }

    /// The daemon runs, or stopped because it was told to: no start counts any longer.
    ///
    /// Whoever says so waits for a disk that hangs no longer than [`WELL_WITHIN`]: a stop has to come to its end (B09).
    pub fn well(&self) {
        let path = self.path.clone();
        let (gone, told) = channel();
        let removing = std::thread::Builder::new().name("starts".into()).spawn(move || {
            // One that is not there is as good.
            let _ = fs::remove_file(path);
            let _ = gone.send(());
        });
        if removing.is_ok() && told.recv_timeout(WELL_WITHIN).is_err() {
            warn!("the state folder's disk does not answer; this start may be counted as one that failed");
        }
    }
}

/// How a daemon goes that could not start with its devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeMode {
    /// Why, in words.
    pub why: String,
    /// Whether it tries the printers, for a sheet to call by: not again if the start that did failed as well.
    pub printers: bool,
}

/// How the daemon goes without devices, if these failed starts are enough.
#[must_use]
pub fn safe_mode(failed: &[String]) -> Option<SafeMode> {
    let last = failed.last().filter(|_| failed.len() >= MOST_FAILED)?;
    let why = if last.is_empty() { "it ended without a word: see its log" } else { last };
    let why = format!("{} starts in a row failed, the last one: {why}", failed.len());
    Some(SafeMode { why, printers: failed.len() == MOST_FAILED })
}

/// The devices that are connected: all of them, or what a safe mode tries.
#[must_use]
pub fn connected(safe: Option<&SafeMode>, layout: &Layout) -> Layout {
    safe.map_or_else(|| layout.clone(), |safe| layout.safe(safe.printers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(boot: &str, up_seconds: u64) -> Machine {
        Machine { boot: boot.to_owned(), up_seconds }
    }

    #[test]
    fn d09_three_failed_starts_in_five_minutes_are_a_safe_mode_and_two_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let starts = Starts::of(folder.path());
        let begin = |at| safe_mode(&starts.begin(&machine("a", at)).unwrap());
        let safe = |why: &str, printers| Some(SafeMode { why: why.to_owned(), printers });

        assert_eq!(begin(100), None);
        starts.failed("the disk is\nfull");
        assert_eq!(begin(110), None);
        assert_eq!(begin(120), None);
        let without_a_word = "3 starts in a row failed, the last one: it ended without a word: see its log";
        assert_eq!(begin(130), safe(without_a_word, true));

        starts.failed("the disk is\nfull");
        let with_words = "4 starts in a row failed, the last one: the disk is full";
        assert_eq!(begin(140), safe(with_words, false), "the printer was no help, and is left alone as well");
    }

    #[test]
    fn d09_failed_starts_that_lie_five_minutes_back_do_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let starts = Starts::of(folder.path());
        for at in [100, 110, 120] {
            starts.begin(&machine("a", at)).unwrap();
        }

        assert_eq!(starts.begin(&machine("a", 419)).unwrap().len(), 1);
        assert_eq!(starts.begin(&machine("a", 800)).unwrap().len(), 0);
    }

    #[test]
    fn a11_ten_power_cuts_in_ten_minutes_are_no_failed_starts() {
        let folder = tempfile::tempdir().unwrap();
        let starts = Starts::of(folder.path());

        for cut in 0..10 {
            assert_eq!(starts.begin(&machine(&format!("boot-{cut}"), 20)).unwrap(), Vec::<String>::new());
        }
    }

    #[test]
    fn a_start_that_stays_up_forgives_those_before() {
        let folder = tempfile::tempdir().unwrap();
        let starts = Starts::of(folder.path());
        starts.begin(&machine("a", 100)).unwrap();
        starts.begin(&machine("a", 110)).unwrap();

        starts.well();

        assert_eq!(starts.begin(&machine("a", 180)).unwrap().len(), 0);
    }
}
