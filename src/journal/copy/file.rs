//! Appending to a copy: one file a day, what a power cut left cut off, the oldest files removed.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::{CopyError, Whose, at, line, read};
use crate::journal::chain::{self, Hash, Link};

/// Rows tell who came for what: nobody but the daemon reads them.
const FILE_MODE: u32 = 0o600;
const FOLDER_MODE: u32 = 0o700;

/// A copy that is open for appending.
#[derive(Debug)]
pub struct CopyFile {
    folder: PathBuf,
    whose: Whose,
    /// How many files, of the newest days, are kept.
    kept: usize,
    /// The device of the folder.
    device: u64,
    open: Option<Open>,
    last: (i64, Hash),
}

#[derive(Debug)]
struct Open {
    path: PathBuf,
    day: i64,
    file: File,
}

impl CopyFile {
    /// Opens the copy in `folder`, which is made if there is none, and finds its last row; what a power cut
    /// left behind it is cut off. Of the files, those of the `kept` newest days stay.
    ///
    /// No folder above it is made: what is made in the place of a medium that is not there is not on the medium.
    ///
    /// # Errors
    /// When the folder or a file cannot be made, read or cut, or the newest file is another journal's.
    pub fn open(folder: &Path, whose: &Whose, kept: usize) -> Result<Self, CopyError> {
        if !folder.is_dir() {
            DirBuilder::new().mode(FOLDER_MODE).create(folder).map_err(at(folder))?;
        }
        let mut copy = Self {
            folder: folder.into(),
            whose: whose.clone(),
            kept: kept.max(1),
            device: fs::metadata(folder).map_err(at(folder))?.dev(),
            open: None,
            last: (0, chain::site(&whose.site, &whose.birth)),
        };
        for path in read::files(folder, &whose.birth)?.into_iter().rev() {
            let Some(found) = read::file(&path)? else {
                fs::remove_file(&path).map_err(at(&path))?;
                continue;
            };
            if found.whose != *whose {
                return Err(CopyError::NotOurs { path });
            }
            if copy.open.is_none() {
                copy.open = Some(reopened(&path, &found, &whose.birth)?);
            }
            if let Some(last) = found.links.last() {
                copy.last = (last.row.seq, last.hash);
                break;
            }
        }
        Ok(copy)
    }

    /// The position and the hash of the last row; 0 and the site's while there is none.
    #[must_use]
    pub fn last(&self) -> (i64, Hash) {
        self.last
    }

    /// Whether what is open is still what its path leads to: a medium may have been mounted over it, or taken away.
    #[must_use]
    pub fn is_in_place(&self) -> bool {
        // Some file systems count a folder anew when nobody has it open.
        let Some(open) = &self.open else {
            return fs::metadata(&self.folder).is_ok_and(|folder| folder.dev() == self.device);
        };
        let which = |file: Metadata| (file.dev(), file.ino());
        let (ours, there) = (open.file.metadata().map(which), fs::metadata(&open.path).map(which));
        ours.is_ok_and(|ours| there.is_ok_and(|there| there == ours))
    }

    /// Goes on behind this row, whatever the copy lacks before it: rows that exist nowhere else
    /// cannot be made up, and a copy with a hole is better than one that ends there.
    pub fn skip_to(&mut self, last: (i64, Hash)) {
        self.last = last;
    }

    /// Appends rows that follow the last one. They are on the disk after [`CopyFile::sync`].
    ///
    /// # Errors
    /// [`CopyError::Gap`] when they do not follow, and nothing is written; otherwise nobody knows how much
    /// was written, and the copy must be opened again.
    pub fn append(&mut self, links: &[Link]) -> Result<(), CopyError> {
        for link in links {
            if !link.follows(self.last) {
                return Err(CopyError::Gap { last: self.last.0, found: link.row.seq });
            }
            let open = match self.open.take() {
                Some(open) if link.row.day <= open.day => open,
                before => self.begin(link.row.day, before)?,
            };
            let open = self.open.insert(open);
            open.file.write_all(line::of(link).as_bytes()).map_err(at(&open.path))?;
            self.last = (link.row.seq, link.hash);
        }
        Ok(())
    }

    /// Waits until everything that was appended is on the disk.
    ///
    /// # Errors
    /// When it is not: the copy must be opened again before anything is believed of it.
    pub fn sync(&mut self) -> Result<(), CopyError> {
        let Some(open) = &self.open else { return Ok(()) };
        open.file.sync_data().map_err(at(&open.path))
    }

    /// Begins the file of a day; the one before is finished.
    fn begin(&self, day: i64, before: Option<Open>) -> Result<Open, CopyError> {
        if let Some(before) = before {
            before.file.sync_data().map_err(at(&before.path))?;
        }
        let path = self.folder.join(read::name(day, &self.whose.birth));
        let mut file = OpenOptions::new()
            .create_new(true)
            .append(true)
            .mode(FILE_MODE)
            .open(&path)
            .map_err(at(&path))?;
        file.write_all(line::header(&self.whose).as_bytes()).map_err(at(&path))?;
        file.sync_all().map_err(at(&path))?;
        File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(at(&self.folder))?;
        remove_old(&self.folder, &self.whose.birth, self.kept)?;
        Ok(Open { path, day, file })
    }
}

/// Removes all files of this journal's copy but those of the `kept` newest days; how many were removed.
///
/// # Errors
/// When the folder cannot be listed, or a file stays.
pub fn remove_old(folder: &Path, birth: &[u8; 16], kept: usize) -> Result<usize, CopyError> {
    let files = read::files(folder, birth)?;
    let old = files.len().saturating_sub(kept);
    for path in files.iter().take(old) {
        fs::remove_file(path).map_err(at(path))?;
    }
    Ok(old)
}

/// The newest file, ready to be appended to behind its last whole line.
fn reopened(path: &Path, found: &read::Found, birth: &[u8; 16]) -> Result<Open, CopyError> {
    let file = OpenOptions::new().append(true).open(path).map_err(at(path))?;
    if found.half_bytes > 0 {
        file.set_len(found.whole_bytes).map_err(at(path))?;
        file.sync_all().map_err(at(path))?;
    }
    Ok(Open { path: path.into(), day: read::day_of(path, birth).unwrap_or_default(), file })
}
