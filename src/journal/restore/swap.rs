//! The restored file takes the journal's place; the bad one is kept beside it. A power cut in between is finished
//! at the next start.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::journal::open::{beside, sync_folder};

/// The restored file, whole and proved, before it has the journal's name. Where a start finds it, the swap is to
/// be finished.
pub(in crate::journal) const RESTORED: &str = ".restored";
/// What bad files are called, with a number behind it.
const BAD: &str = ".bad-";
/// The companions that a bad file takes with it, so that an engineer can open it as it was.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// What could not be moved, and why.
type Stuck = (PathBuf, io::Error);

/// Puts the file at `work` in the journal's place; where the bad one is kept, if there was one.
pub(super) fn swap(journal: &Path, work: &Path) -> Result<Option<PathBuf>, Stuck> {
    let restored = beside(journal, RESTORED);
    fs::rename(work, &restored).map_err(failed(&restored))?;
    synced(journal)?;
    finish(journal)
}

/// Finishes a swap that has begun, if one has: each step may have been done before.
///
/// # Errors
/// The file that could not be moved, and why.
pub(in crate::journal) fn finish(journal: &Path) -> Result<Option<PathBuf>, Stuck> {
    let restored = beside(journal, RESTORED);
    if !restored.try_exists().map_err(failed(&restored))? {
        return Ok(None);
    }
    let bad = free_name(journal);
    let mut kept = None;
    // The bad file keeps its name until the good one takes it: at no moment is there none, as a start would make
    // an empty one.
    if journal.exists() {
        keep(journal, &bad)?;
        kept = Some(bad.clone());
    }
    for companion in COMPANIONS {
        let path = beside(journal, companion);
        if path.exists() {
            keep(&path, &beside(&bad, companion))?;
            // A log of the bad file must not be applied to the good one.
            fs::remove_file(&path).map_err(failed(&path))?;
        }
    }
    synced(journal)?;
    fs::rename(&restored, journal).map_err(failed(journal))?;
    synced(journal)?;
    Ok(kept)
}

/// The bad files of earlier restorations, the newest first.
pub(super) fn kept(journal: &Path) -> Vec<PathBuf> {
    let mut kept: Vec<PathBuf> = (1..).map(|n| named(journal, n)).take_while(|path| path.exists()).collect();
    kept.reverse();
    kept
}

fn free_name(journal: &Path) -> PathBuf {
    let mut names = (1..=u32::MAX).map(|number| named(journal, number));
    names.find(|name| !name.exists()).unwrap_or_else(|| named(journal, 0))
}

fn named(journal: &Path, number: u32) -> PathBuf {
    beside(journal, &format!("{BAD}{number}"))
}

fn synced(journal: &Path) -> Result<(), Stuck> {
    sync_folder(journal).map_err(|error| (journal.to_owned(), io::Error::other(error)))
}

/// A second name for the file; a copy where the file system knows no second names.
fn keep(path: &Path, name: &Path) -> Result<(), Stuck> {
    match fs::hard_link(path, name) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(_) => fs::copy(path, name).map(|_| ()).map_err(failed(name)),
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> Stuck + use<> {
    let path = path.to_owned();
    move |error| (path.clone(), error)
}
