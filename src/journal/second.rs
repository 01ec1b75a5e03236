//! The journal on the second medium: the event copy goes on as the journal, and is waited for.
//!
//! It has the same rows and the same chain, so that going over to it is one more line, and coming back is
//! taking its lines over.

use std::path::PathBuf;

use super::copy::file::CopyFile;
use super::copy::{CopyError, Whose, read};
use super::keep::{Cause, Keep, KeepError, Latest, StoreError};
use super::mirror::Mirror;
use crate::domain::id::{Seq, ServiceDay};
use crate::domain::record::Record;

/// Where an event copy stands, and how much of it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its folder.
    pub folder: PathBuf,
    /// How many files, of the newest days, are kept.
    pub kept: usize,
}

/// The event copy as the journal. Not open before [`Keep::reopen`] has answered.
#[derive(Debug)]
pub struct Second {
    place: Place,
    mirror: Mirror,
    file: Option<CopyFile>,
}

impl Second {
    /// A journal at this place that goes on behind these rows.
    #[must_use]
    pub fn after(place: Place, mirror: Mirror) -> Self {
        Self { place, mirror, file: None }
    }

    /// The rows that a start can go on from when there is no main journal to be read: those of the last day
    /// in the newest copy of this site; `None` when there is none.
    ///
    /// # Errors
    /// When the copy cannot be read.
    pub fn found(place: &Place, site: &str) -> Result<Option<Mirror>, CopyError> {
        let Some(newest) = read::newest(&place.folder, site)? else { return Ok(None) };
        let whose: Whose = newest.whose;
        let mut links = newest.links;
        let Some(day) = links.last().map(|last| last.row.day) else { return Ok(None) };
        let chained = links.windows(2).rposition(|pair| match pair {
            [one, next] => !next.follows((one.row.seq, one.hash)) || one.row.day != day,
            _ => false,
        });
        links.drain(..chained.map_or(0, |broken| broken + 1));
        let end = links.last().map_or((0, [0; 32]), |last| (last.row.seq, last.hash));
        Ok(Some(Mirror::of(whose, links, end)))
    }

    /// Opens the copy and brings it to where the mirror is; rows that it has beyond that are taken for
    /// stored, as a batch whose sync failed may be.
    fn open(&mut self) -> Result<CopyFile, CopyError> {
        let Place { folder, kept } = self.place.clone();
        let mut file = CopyFile::open(&folder, self.mirror.whose(), kept)?;
        let head = self.mirror.head();
        let known = |seq: i64, hash: &_| {
            let link = self.mirror.links().iter().find(|link| link.row.seq == seq);
            Ok::<bool, CopyError>(
                (seq, *hash) == self.mirror.base() || link.is_some_and(|it| it.hash == *hash),
            )
        };
        let mut tail = read::after(&folder, self.mirror.whose(), known)?;
        if tail.joint != head && !tail.links.is_empty() {
            // A batch that failed here once and was decided anew elsewhere.
            read::put_aside(&folder, &self.mirror.whose().birth, tail.joint.0)?;
            file = CopyFile::open(&folder, self.mirror.whose(), kept)?;
            tail.joint = file.last();
            tail.links.clear();
        }
        if tail.joint == head {
            for link in &tail.links {
                self.mirror.follow(link);
            }
        } else {
            let from = tail.joint.0.max(self.mirror.base().0);
            if file.last() != tail.joint || tail.joint.0 < self.mirror.base().0 {
                file.skip_to(self.mirror.base());
            }
            file.append(self.mirror.behind(from))?;
        }
        file.sync()?;
        Ok(file)
    }

    fn is_open(&self) -> Result<(), KeepError> {
        if self.file.is_some() { Ok(()) } else { Err(KeepError::Closed) }
    }
}

impl Keep for Second {
    fn append(&mut self, batch: &[Record]) -> Result<(), StoreError> {
        let Some(mut file) = self.file.take() else {
            return Err(StoreError::NotStored(Cause::FailedBefore));
        };
        let before = self.mirror.head().0;
        let pushed = batch.iter().try_for_each(|record| self.mirror.push(record));
        let stored = pushed.map_err(StoreError::NotStored).and_then(|()| {
            let written = file.append(self.mirror.behind(before)).and_then(|()| file.sync());
            written.map_err(|error| StoreError::Unknown(Cause::Second(error)))
        });
        match &stored {
            Ok(()) => self.file = Some(file),
            Err(_) => self.mirror.forget_behind(before),
        }
        stored
    }

    fn reopen(&mut self) -> Result<(), KeepError> {
        self.file = None;
        self.file = Some(self.open().map_err(KeepError::Second)?);
        Ok(())
    }

    fn day(&mut self, day: ServiceDay) -> Result<Vec<Record>, KeepError> {
        self.is_open()?;
        self.mirror.day(day)
    }

    fn latest(&mut self) -> Result<Option<Latest>, KeepError> {
        self.is_open()?;
        self.mirror.latest()
    }

    fn rest(&mut self, _busy: bool) {}

    fn seal(&mut self, seq: Seq) -> Option<[u8; 32]> {
        self.mirror.seal(seq)
    }
}

/// The declared emergency journal: rows in memory and nowhere else. It never fails, and a power cut loses it.
#[derive(Debug)]
pub struct Emergency(Mirror);

impl Emergency {
    /// A journal in memory that goes on behind these rows.
    #[must_use]
    pub fn after(mirror: Mirror) -> Self {
        Self(mirror)
    }
}

impl Keep for Emergency {
    fn append(&mut self, batch: &[Record]) -> Result<(), StoreError> {
        let before = self.0.head().0;
        let stored = batch.iter().try_for_each(|record| self.0.push(record));
        if stored.is_err() {
            self.0.forget_behind(before);
        }
        stored.map_err(StoreError::NotStored)
    }

    fn reopen(&mut self) -> Result<(), KeepError> {
        Ok(())
    }

    fn day(&mut self, day: ServiceDay) -> Result<Vec<Record>, KeepError> {
        self.0.day(day)
    }

    fn latest(&mut self) -> Result<Option<Latest>, KeepError> {
        self.0.latest()
    }

    fn rest(&mut self, _busy: bool) {}

    fn seal(&mut self, seq: Seq) -> Option<[u8; 32]> {
        self.0.seal(seq)
    }
}
