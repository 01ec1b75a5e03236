//! The event copy: every stored row once more, in plain text files, so that a restore can replay what came
//! after the newest backup, and so that the hall can go on when the main journal cannot.
//!
//! The copy is a folder, best on another medium. It has one file for each day that stored something, named
//! `events-yyyymmdd-BIRTH.jsonl`, where `BIRTH` is the first half of the birth mark of the journal whose rows
//! they are. Names sort as the rows do. A file is JSON, one object a line, and is only ever appended to:
//!
//! | line | what stands there |
//! |---|---|
//! | first | `{"jiaohao":"event copy","version":1,"site":…,"birth":…}`: whose rows these are |
//! | every other | a row: its columns by name, in the order of the journal's table, `before` and `hash` last |
//!
//! `number`, `birth`, `before` and `hash` are lower-case hexadecimal; the body stands as it is stored, byte by
//! byte, as its bytes are what the hash covers. Each line proves itself by its hash, and its place by
//! `before`. A line counts when it is whole, ends with a line feed and its hash is right: what a power cut
//! left at the end does not, and is cut off before the next row is written.
//!
//! | file | what it is |
//! |---|---|
//! | [`mod@line`] | a row or a header as a line, and back |
//! | [`read`] | what a folder holds: rows of a file, rows that follow a certain row |
//! | [`thread`] | copying, after the commit and in nobody's way |
//! | [`mod@file`] | appending, one file a day, the oldest removed |

pub mod file;
pub mod line;
pub mod read;
pub mod thread;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Whose rows a copy holds: the journal's `site` table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// The hall's identity.
    pub site: String,
    /// The birth mark of the journal's file.
    pub birth: [u8; 16],
}

impl Whose {
    /// A journal that nobody has begun yet, at this site.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub fn unborn(site: &str) -> io::Result<Self> {
        let mut birth = [0; 16];
        File::open("/dev/urandom")?.read_exact(&mut birth)?;
        Ok(Self { site: site.to_owned(), birth })
    }
}

/// Why a copy could not be read or written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CopyError {
    /// A file or the folder could not be opened, read, written, removed or synced.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: Arc<io::Error>,
    },
    /// The file does not begin as an event copy does, or is that of another journal.
    #[error("{} is not the event copy of this journal; it was left as it is", path.display())]
    NotOurs {
        /// Which.
        path: PathBuf,
    },
    /// The row does not follow the last one of the copy.
    #[error("the event copy ends at record {last}, record {found} does not follow it")]
    Gap {
        /// The copy's last row; 0 when it has none.
        last: i64,
        /// The row that was to be appended.
        found: i64,
    },
}

/// The folder of the copy on this medium, or in this state folder.
#[must_use]
pub fn folder(on: &Path) -> PathBuf {
    on.join("events")
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> CopyError {
    let path = path.to_owned();
    move |error| CopyError::File { path, error: Arc::new(error) }
}
