//! Where rows may come from: backups, the event copy, and what can still be read of the damaged file.
//!
//! Nothing that is found is believed: a row proves itself by its hash, and its place by the hash it follows. So
//! the order of the sources is one of speed, not of trust.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::journal::chain::{Hash, Link};
use crate::journal::copy::{Whose, read};
use crate::journal::fresh;
use crate::journal::gap::{self, Gap};
use crate::journal::table::{self, Linked, Seal};

/// Positions beyond the last known row that are looked at one by one in a file that does not tell its last.
const PROBED: i64 = 10_000;

/// Something that may hold rows of the journal.
pub(super) enum Source {
    /// A database: a backup, or a damaged file without its log.
    File(Box<Connection>),
    /// The file in the journal's place, with its log.
    InPlace(Box<Connection>),
    /// The event copy: its files with the first position in each, and the rows of the one that was read last.
    Copy {
        /// The oldest first.
        files: Vec<(i64, PathBuf)>,
        /// Which of them is read, with its rows.
        read: Option<(usize, Vec<Link>)>,
    },
}

impl Source {
    /// A file that nobody writes, without its log; `None` when not even its tables can be found.
    pub fn still(path: &Path) -> Option<Self> {
        let sql = fresh::open_still(path).ok().filter(has_rows)?;
        Some(Self::File(Box::new(sql)))
    }

    /// A file with its log; `None` when not even its tables can be found. Its log is left as it is.
    pub fn with_log(path: &Path) -> Option<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sql = Connection::open_with_flags(path, flags).ok()?;
        sql.execute_batch("PRAGMA query_only = ON; PRAGMA temp_store = MEMORY;").ok()?;
        has_rows(&sql).then(|| Self::InPlace(Box::new(sql)))
    }

    /// The event copy in a folder.
    pub fn copy(folder: &Path, whose: &Whose) -> Option<Self> {
        let mut files = Vec::new();
        for path in read::files(folder, &whose.birth).ok()? {
            // A file that is no copy of ours, or has no row, tells nothing.
            let Ok(Some(found)) = read::file(&path) else { continue };
            if let Some(first) = found.links.iter().map(|link| link.row.seq).min()
                && found.whose == *whose
            {
                files.push((first, path));
            }
        }
        (!files.is_empty()).then_some(Self::Copy { files, read: None })
    }

    /// The intact rows at a position: one mostly, several where two histories were written.
    pub fn at(&mut self, seq: i64) -> Vec<Link> {
        match self {
            Self::File(sql) | Self::InPlace(sql) => {
                table::at(sql, seq).ok().flatten().and_then(intact).into_iter().collect()
            }
            Self::Copy { files, read } => {
                let mut found = Vec::new();
                // A day that was written to twice has its rows in two files.
                for place in (0..files.len()).filter(|place| files[*place].0 <= seq) {
                    let behind = files.get(place + 1).is_some_and(|(first, _)| *first <= seq);
                    if behind && files.get(place + 2).is_some_and(|(first, _)| *first <= seq) {
                        continue;
                    }
                    found.extend(
                        rows_of(files, read, place).iter().filter(|link| link.row.seq == seq).cloned(),
                    );
                }
                found
            }
        }
    }

    /// The last position it is known to hold; 0 for none.
    pub fn last(&mut self, known: i64) -> i64 {
        match self {
            Self::File(sql) | Self::InPlace(sql) => {
                let told = table::last(sql).ok().flatten().and_then(intact).map(|link| link.row.seq);
                // Where the last page cannot be read, the rows before it may be found one by one.
                told.unwrap_or_else(|| {
                    let probed = known + 1..=known + PROBED;
                    let there = |seq: &i64| table::at(sql, *seq).ok().flatten().and_then(intact).is_some();
                    probed.rev().find(there).unwrap_or_default()
                })
            }
            Self::Copy { files, read } => {
                let last = files.len().saturating_sub(1);
                rows_of(files, read, last).iter().map(|link| link.row.seq).max().unwrap_or_default()
            }
        }
    }

    /// Whether nothing was stored behind this position: the file in place can be read where it ends, and ends
    /// there. A backup and a copy end where they were made.
    pub fn ends_at(&self, seq: i64) -> bool {
        match self {
            Self::InPlace(sql) => {
                table::last(sql).ok().flatten().and_then(intact).is_some_and(|last| last.row.seq == seq)
            }
            Self::File(_) | Self::Copy { .. } => false,
        }
    }

    /// The seal of a day as it stands here.
    pub fn seal(&self, day: i64) -> Option<Seal> {
        match self {
            Self::File(sql) | Self::InPlace(sql) => table::seal_of(sql, day).ok().flatten(),
            Self::Copy { .. } => None,
        }
    }

    /// Rows that an earlier restoration could not bring back.
    pub fn gaps(&self) -> Vec<Gap> {
        match self {
            Self::File(sql) | Self::InPlace(sql) => gap::all(sql).unwrap_or_default(),
            Self::Copy { .. } => Vec::new(),
        }
    }

    fn sql(&self) -> Option<&Connection> {
        match self {
            Self::File(sql) | Self::InPlace(sql) => Some(sql),
            Self::Copy { .. } => None,
        }
    }

    /// Whose journal it is, if it can still be read.
    pub fn whose(&self) -> Option<Whose> {
        let (site, birth) = table::site(self.sql()?).ok()?;
        Some(Whose { site, birth: birth.try_into().ok()? })
    }

    /// How often the daemon came up, and how often uncleanly.
    pub fn life(&self) -> Option<(i64, i64)> {
        table::life(self.sql()?).ok()
    }
}

/// The rows of one file of the copy; of those before nothing is kept in memory.
fn rows_of<'a>(
    files: &[(i64, PathBuf)],
    read: &'a mut Option<(usize, Vec<Link>)>,
    place: usize,
) -> &'a [Link] {
    if read.as_ref().is_none_or(|(at, _)| *at != place) {
        let found = files.get(place).and_then(|(_, path)| read::file(path).ok().flatten());
        *read = Some((place, found.map(|found| found.links).unwrap_or_default()));
    }
    read.as_ref().map_or(&[], |(_, links)| links)
}

/// Whether the table of rows can be asked at all.
fn has_rows(sql: &Connection) -> bool {
    sql.prepare("SELECT seq FROM record").is_ok()
}

/// The row with its link, if its hash is its own.
fn intact(linked: Linked) -> Option<Link> {
    let before: Hash = linked.before.try_into().ok()?;
    let hash: Hash = linked.hash.try_into().ok()?;
    Some(Link { row: linked.row, before, hash }).filter(Link::is_intact)
}
