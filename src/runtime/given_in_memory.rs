//! Which reserves of today's numbers may have been given in memory, as far as the machine's own memory knows.
//!
//! What is given while nothing is stored is of the reserve of its start (`domain/reserve.rs`), and the next start
//! keeps off it, as its journal counts the starts. A start that finds no journal at all, or one that knows nothing of a
//! run without it, cannot count. So whoever goes on in memory leaves a note beside the control socket, under `/run`,
//! which is memory too: a restart finds it, **a power cut or a reboot loses it**.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::event::Event;
use crate::domain::id::ServiceDay;
use crate::journal::mirror::Mirror;

/// The starts of a day up to the one that went on in memory last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// The day.
    pub day: ServiceDay,
    /// How many there were: the first as many reserves may have been given from.
    pub starts: u32,
}

impl Given {
    /// Where the note lies: beside the key of the day's identity cards.
    #[must_use]
    pub fn file(card_key: &Path) -> PathBuf {
        card_key.with_file_name("given-in-memory")
    }

    /// The note that lies there; none where it is missing, or half a note of a process that ended while it wrote.
    #[must_use]
    pub fn read(path: &Path) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        let (day, starts) = text.strip_suffix('\n')?.split_once(' ')?;
        Some(Self { day: ServiceDay(day.parse().ok()?), starts: starts.parse().ok()? })
    }

    /// What is known of these rows' last day; `None` before any day.
    #[must_use]
    pub fn of(rows: &Mirror) -> Option<Self> {
        let day = ServiceDay(u32::try_from(rows.links().last()?.row.day).ok()?);
        let records = rows.day(day).ok()?;
        let restarts = records.iter().flat_map(|record| &record.events).filter(|it| **it == Event::Restarted);
        Some(Self { day, starts: u32::try_from(restarts.count()).ok()?.saturating_add(1) })
    }

    /// Leaves the note, unless one of this day that says more lies there.
    ///
    /// # Errors
    /// What the system says.
    pub fn keep(self, path: &Path) -> io::Result<()> {
        let more = Self::read(path).filter(|it| it.day == self.day && it.starts >= self.starts);
        if more.is_some() { Ok(()) } else { fs::write(path, format!("{} {}\n", self.day.0, self.starts)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b14_a_note_is_read_again_and_one_that_says_less_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = Given::file(&folder.path().join("card-key"));
        let of = |day, starts| Given { day: ServiceDay(day), starts };
        assert_eq!(Given::read(&path), None);

        for (kept, there) in [((20_261_123, 2), 2), ((20_261_123, 1), 2), ((20_261_123, 5), 5)] {
            of(kept.0, kept.1).keep(&path).unwrap();
            assert_eq!(Given::read(&path), Some(of(20_261_123, there)));
        }
        of(20_261_124, 1).keep(&path).unwrap();
        assert_eq!(Given::read(&path), Some(of(20_261_124, 1)));
        for half in ["", "2026", "20261124 1", "x 1\n", "20261124 -1\n"] {
            fs::write(&path, half).unwrap();
            assert_eq!(Given::read(&path), None, "{half:?}");
        }
    }
}
