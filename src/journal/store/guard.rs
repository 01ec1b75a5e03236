//! What a store looks after while nobody asks for anything: that its files are still there, that its disk
//! takes writes and has room.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::Store;
use crate::domain::keeping::Shortage;
use crate::journal::ballast::{self, Ballast};
use crate::journal::copy::file::remove_old;
use crate::journal::copy::thread::Feed;
use crate::journal::keep::{Cause, KeepError, StoreError};
use crate::journal::open::{self, beside};
use crate::journal::second::Place;

/// The companions without which a file that is open is not whole.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// What stands guard over the room.
#[derive(Debug, Default)]
pub(super) struct Guard {
    ballast: Option<Ballast>,
    /// Copies on the same disk, of which the older ones are given up after the ballast.
    spare: Option<Place>,
    /// What is short, while something is.
    pub short: Option<Shortage>,
    pub feed: Option<Feed>,
    /// The files as they were when they were opened: path, device and inode.
    files: Vec<(PathBuf, (u64, u64))>,
}

impl Store {
    /// Holds room from here on, and gives it up when there is none left; after it, old copies at `spare`.
    #[must_use]
    pub fn with_room(mut self, ballast: Ballast, spare: Option<Place>) -> Self {
        (self.guard.ballast, self.guard.spare) = (Some(ballast), spare);
        self.hold_room();
        self
    }

    /// Hands every batch to this feed after its commit.
    pub fn set_feed(&mut self, feed: Feed) {
        self.guard.feed = Some(feed);
    }

    /// Remembers which files are open.
    pub(super) fn note_files(&mut self) {
        let path = &self.settings.path;
        let paths = std::iter::once(path.clone()).chain(COMPANIONS.map(|name| beside(path, name)));
        self.guard.files = paths.filter_map(|path| Some((path.clone(), inode(&path)?))).collect();
    }

    /// Looks after files, disk and room.
    pub(super) fn look_after(&mut self) -> Result<(), KeepError> {
        let missing = self.guard.files.iter().find(|(path, known)| inode(path) != Some(*known));
        if let Some((path, _)) = missing {
            let path = path.clone();
            self.rescue(&path)?;
        }
        let folder = self.settings.path.parent().unwrap_or(Path::new("."));
        if ballast::is_read_only(folder).unwrap_or_default() {
            return Err(KeepError::ReadOnly);
        }
        if self.guard.short.is_some() {
            self.hold_room();
        }
        Ok(())
    }

    /// The file, or a companion, was removed while it is open: the system keeps what is open alive, so
    /// everything is written out to a file of the same name (B13).
    fn rescue(&mut self, missing: &Path) -> Result<(), KeepError> {
        tracing::error!(path = %missing.display(), "a file of the journal was removed while it is open");
        let path = self.settings.path.clone();
        let sql = self.sql()?;
        if missing == path {
            open::clear(&path, &[".new"], &mut Vec::new())?;
            let temporary = beside(&path, ".new");
            sql.execute("VACUUM INTO ?", [temporary.to_string_lossy()])?;
            self.close_as_it_is();
            open::clear(&path, &["", "-wal", "-shm"], &mut Vec::new())?;
            open::give_name(&temporary, &path)?;
        } else {
            sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            self.close_as_it_is();
            open::clear(&path, &COMPANIONS, &mut Vec::new())?;
        }
        let before = self.head;
        self.open_again()?;
        if (before.seq, before.row) != (self.head.seq, self.head.row) {
            return Err(KeepError::Broken { seq: before.seq });
        }
        tracing::warn!(path = %path.display(), "the journal was written out anew, whole");
        Ok(())
    }

    fn hold_room(&mut self) {
        let Some(ballast) = &self.guard.ballast else { return };
        match ballast.hold() {
            Ok(true) => self.guard.short = None,
            Ok(false) => self.note_shortage(),
            // A file system that knows no such files is no reason to refuse tickets.
            Err(error) => tracing::warn!(%error, "no room can be set aside on the journal's disk"),
        }
    }

    fn note_shortage(&mut self) {
        let folder = self.settings.path.parent().unwrap_or(Path::new("."));
        self.guard.short = Some(ballast::shortage(folder));
    }

    /// A batch was not stored: for want of room, something is given up before the journal is opened again.
    pub(super) fn note_failure(&mut self, error: &StoreError) {
        let (StoreError::NotStored(cause) | StoreError::Unknown(cause)) = error;
        if matches!(cause, Cause::DiskFull) {
            self.note_shortage();
        }
    }

    /// Gives up the ballast, and after it all copies on this disk but the newest.
    pub(super) fn make_room(&self) {
        let Some(ballast) = self.guard.short.and(self.guard.ballast.as_ref()) else { return };
        match ballast.give_up() {
            Ok(true) => tracing::warn!("the journal's disk is full: the ballast is given up"),
            Ok(false) => self.remove_copies(),
            Err(error) => {
                tracing::error!(%error, "the journal's disk is full, and the ballast cannot be removed");
                self.remove_copies();
            }
        }
    }

    fn remove_copies(&self) {
        let Some(place) = &self.guard.spare else { return };
        match remove_old(&place.folder, &self.whose.birth, 1) {
            Ok(removed) => tracing::warn!(removed, "the journal's disk is full: old copies are given up"),
            Err(error) => tracing::error!(%error, "the journal's disk is full, and old copies stay"),
        }
    }
}

fn inode(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}
