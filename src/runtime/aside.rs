//! What the engine was at when it panicked: it is kept, and after three times it is put aside (D03).
//!
//! A key that ends the daemon ends it again when it is pressed again, and each time the hall stands still for some
//! seconds. After the third time within an hour it is not heard any more; everything else is. It is heard again after
//! a restart of the machine, in another release, and when its file is deleted.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hal::port;

use super::logbook;
use super::starts::{Machine, Starts};
use crate::domain::request::{Asked, Origin};
use crate::layout::DeviceName;

/// So many times …
const MOST: usize = 3;
/// … within this time are no accident.
const WITHIN: Duration = Duration::from_secs(3600);
/// More lines than a person reads; the oldest give way.
const LINES_MOST: usize = 64;
/// More of a request tells nothing more of which it is.
const LETTERS_MOST: usize = 400;

/// What the engine is at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AtHand {
    /// Nothing that came from outside: it looks at the time, or draws.
    #[default]
    Nothing,
    /// A device reported this.
    Event(DeviceName, port::Event),
    /// The office decides this.
    Request(Box<Asked>),
}

impl AtHand {
    /// The words by which it is known again; `None` for what is no input. No digit and no card stands in them.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let words = match self {
            Self::Nothing => return None,
            Self::Event(device, event) => format!("{}: {}", device.as_str(), logbook::words(event)),
            // What the daemon asks itself is no input: without it nothing would be known to be open or closed.
            Self::Request(asked) if matches!(asked.origin, Origin::Startup | Origin::Clock) => return None,
            Self::Request(asked) => format!("{:?} asks {:?}", asked.origin, asked.request),
        };
        Some(words.chars().filter(|letter| !letter.is_control()).take(LETTERS_MOST).collect())
    }
}

/// What has been put aside, as an engine holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aside(BTreeSet<String>);

impl Aside {
    /// These are not heard.
    #[must_use]
    pub fn of(words: impl IntoIterator<Item = String>) -> Self {
        Self(words.into_iter().collect())
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn has(&self, at_hand: &AtHand) -> bool {
        !self.0.is_empty() && at_hand.words().is_some_and(|words| self.0.contains(&words))
    }

    /// The words of each.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// The file that keeps them: one line a death, with release, boot, seconds since the boot, and words.
#[derive(Clone, Debug)]
pub struct Deaths {
    path: PathBuf,
    starts: Starts,
    release: &'static str,
}

impl Deaths {
    /// Those of the daemon with this state folder.
    #[must_use]
    pub fn of(state: &Path) -> Self {
        let release = env!("CARGO_PKG_VERSION");
        Self { path: state.join("deaths"), starts: Starts::of(state), release }
    }

    /// Where they are kept.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What has ended this release on this boot of the machine three times within an hour.
    #[must_use]
    pub fn put_aside(&self, machine: &Machine) -> Aside {
        let text = fs::read_to_string(&self.path).unwrap_or_default();
        let deaths: Vec<(u64, &str)> = text.lines().filter_map(|line| self.death(machine, line)).collect();
        let words: BTreeSet<&str> = deaths.iter().map(|(_, words)| *words).collect();
        let often = words.into_iter().filter(|words| {
            let times: Vec<u64> = deaths.iter().filter(|(_, its)| its == words).map(|(at, _)| *at).collect();
            times.windows(MOST).any(|times| times[MOST - 1] - times[0] <= WITHIN.as_secs())
        });
        Aside::of(often.map(str::to_owned))
    }

    /// The engine has panicked over this. A start that this ended counts as failed, but for the last one: what ended
    /// those three is out of the way then, and no reason to go without devices.
    pub fn note(&self, machine: &Machine, words: &str) {
        let text = fs::read_to_string(&self.path).unwrap_or_default();
        let line = format!("{} {} {} {words}", self.release, machine.boot, machine.up_seconds);
        let lines: Vec<&str> = text.lines().chain([line.as_str()]).collect();
        let kept = lines.len().saturating_sub(LINES_MOST);
        let text: String = lines[kept..].iter().flat_map(|line| [*line, "\n"]).collect();
        // Whoever cannot write here dies of it again: no worse than before.
        let written = File::create(&self.path).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        if written.is_ok() && self.put_aside(machine).0.contains(words) {
            self.starts.well();
        }
    }

    fn death<'l>(&self, machine: &Machine, line: &'l str) -> Option<(u64, &'l str)> {
        let mut parts = line.splitn(4, ' ');
        let ours = parts.next() == Some(self.release) && parts.next() == Some(machine.boot.as_str());
        let at = parts.next()?.parse().ok()?;
        parts.next().filter(|_| ours).map(|words| (at, words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(boot: &str, up_seconds: u64) -> Machine {
        Machine { boot: boot.to_owned(), up_seconds }
    }

    fn put_aside(deaths: &Deaths, machine: &Machine) -> usize {
        deaths.put_aside(machine).count()
    }

    #[test]
    fn d03_what_ended_the_daemon_three_times_within_an_hour_is_put_aside_and_its_start_forgiven() {
        let folder = tempfile::tempdir().unwrap();
        let (deaths, starts) = (Deaths::of(folder.path()), Starts::of(folder.path()));
        for (at, words) in [(100, "keypad-1: Next"), (110, "keypad-2: Next"), (200, "keypad-1: Next")] {
            starts.begin(&machine("a", at)).unwrap();
            deaths.note(&machine("a", at), words);
        }
        assert_eq!(put_aside(&deaths, &machine("a", 201)), 0);
        assert_eq!(starts.begin(&machine("a", 210)).unwrap().len(), 3);

        deaths.note(&machine("a", 250), "keypad-1: Next");

        assert_eq!(deaths.put_aside(&machine("a", 90_000)), Aside::of(["keypad-1: Next".to_owned()]));
        assert_eq!(starts.begin(&machine("a", 260)).unwrap().len(), 0);
    }

    #[test]
    fn d03_three_times_in_more_than_an_hour_are_an_accident_each() {
        let folder = tempfile::tempdir().unwrap();
        let deaths = Deaths::of(folder.path());

        for at in [100, 200, 3_701] {
            deaths.note(&machine("a", at), "keypad-1: Next");
        }

        assert_eq!(put_aside(&deaths, &machine("a", 3_702)), 0);
    }

    #[test]
    fn d03_another_boot_and_another_release_hear_it_again() {
        let folder = tempfile::tempdir().unwrap();
        let deaths = Deaths::of(folder.path());
        (0..3).for_each(|at| deaths.note(&machine("a", at), "keypad-1: Next"));
        let other = Deaths { release: "9.9.9", ..deaths.clone() };

        assert_eq!(put_aside(&deaths, &machine("a", 10)), 1);
        assert_eq!(put_aside(&deaths, &machine("b", 10)), 0);
        assert_eq!(put_aside(&other, &machine("a", 10)), 0);
    }

    #[test]
    fn d03_the_file_does_not_grow_and_one_that_is_no_list_puts_nothing_aside() {
        let folder = tempfile::tempdir().unwrap();
        let deaths = Deaths::of(folder.path());
        fs::write(deaths.path(), "\n0.1.0\n\u{0}\n0.1.0 a x y\n").unwrap();
        assert_eq!(put_aside(&deaths, &machine("a", 0)), 0);

        (0..200).for_each(|at| deaths.note(&machine("a", at), "keypad-1: Next"));

        assert_eq!(fs::read_to_string(deaths.path()).unwrap().lines().count(), LINES_MOST);
        assert_eq!(put_aside(&deaths, &machine("a", 200)), 1);
    }
}
