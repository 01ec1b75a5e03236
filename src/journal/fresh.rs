//! A journal's file in the making, row by row, for a backup or a restoration; and the proof that it can be read.
//!
//! Nobody serves from it before it is whole, so it is written without a log and without a sync a row: a power cut
//! leaves a file that has no seal, or not its final name, and is thrown away.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use rustix::fs::{Advice, fadvise};
use sha2::{Digest as _, Sha256};

use super::chain::{self, Hash};
use super::gap::{self, Gap};
use super::keep::KeepError;
use super::open::SCHEMA;
use super::reader::Origin;
use super::table::{self, Linked, Seal};
use super::verify::{Report, Walk};

/// Rows that are proved in one go.
const SLICE: i64 = 10_000;

/// A file that is being filled.
pub(super) struct Fresh {
    path: PathBuf,
    sql: Connection,
}

/// Why a file could not be made, or is not what it should be.
#[derive(Debug, thiserror::Error)]
pub enum FreshError {
    /// The file cannot be written or read.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// SQLite failed on it.
    #[error("{}: {error}", path.display())]
    Sqlite {
        /// Which.
        path: PathBuf,
        /// Why.
        error: rusqlite::Error,
    },
    /// It cannot be read as a journal.
    #[error("{}: {error}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        error: KeepError,
    },
    /// It was read back and is not what was written.
    #[error("{}: {found}", path.display())]
    NotWhole {
        /// Which.
        path: PathBuf,
        /// What was found in it.
        found: String,
    },
}

impl FreshError {
    /// Whether there is no room for it.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::File { error, .. } => {
                matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
            }
            Self::Sqlite { error, .. } => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Self::Unreadable { .. } | Self::NotWhole { .. } => false,
        }
    }
}

impl Fresh {
    /// An empty journal at `path`, of the same hall and birth as another one.
    pub fn make(path: &Path, origin: &Origin) -> Result<Self, FreshError> {
        let sqlite = failed(path);
        let sql = Connection::open(path).map_err(&sqlite)?;
        let begun = || -> rusqlite::Result<()> {
            // One file and no companion, whatever the medium's file system knows of locks and maps.
            sql.execute_batch(
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
                 PRAGMA temp_store = MEMORY;",
            )?;
            sql.execute_batch(SCHEMA)?;
            sql.execute(
                "INSERT INTO site (one, identity, birth) VALUES (1, ?, ?)",
                rusqlite::params![origin.identity, origin.birth],
            )?;
            sql.execute("INSERT INTO life (one, starts, unclean) VALUES (1, ?, ?)", origin.life)?;
            origin.gaps.iter().try_for_each(|gap| gap::declare(&sql, gap))
        };
        begun().map_err(&sqlite)?;
        Ok(Self { path: path.into(), sql })
    }

    /// Adds rows and seals as they stand elsewhere, and waits until the medium has them: a slow one is not
    /// given more than it can take.
    pub fn add(&self, rows: &[Linked], seals: &[Seal]) -> Result<(), FreshError> {
        let added = || -> rusqlite::Result<()> {
            let all = self.sql.unchecked_transaction()?;
            for Linked { row, before, hash } in rows {
                table::insert(&all, row, before, hash)?;
            }
            for seal in seals {
                table::copy_seal(&all, seal)?;
            }
            all.commit()
        };
        added().map_err(failed(&self.path))?;
        sync(&self.path)
    }

    /// Declares rows lost.
    pub fn declare(&self, gap: &Gap) -> Result<(), FreshError> {
        gap::declare(&self.sql, gap).map_err(failed(&self.path))
    }

    /// The rows behind a position, in order.
    pub fn rows_behind(&self, seq: i64) -> Result<Vec<Linked>, FreshError> {
        table::rows(&self.sql, seq + 1, i64::MAX).map_err(failed(&self.path))
    }

    /// Takes the rows behind a position out again, and their seals.
    pub fn cut_behind(&self, seq: i64) -> Result<(), FreshError> {
        table::remove_behind(&self.sql, seq).map_err(failed(&self.path))
    }

    /// Closes the file, synced, in the mode that a daemon expects.
    pub fn close(self) -> Result<(), FreshError> {
        let sqlite = failed(&self.path);
        self.sql.pragma_update(None, "journal_mode", "WAL").map_err(&sqlite)?;
        self.sql.close().map_err(|(_, error)| sqlite(error))?;
        sync(&self.path)
    }
}

/// What a file holds, as it is on its medium.
pub(super) struct Proof {
    /// What a walk through it found.
    pub report: Report,
    /// Whose it is.
    pub identity: String,
    /// Its birth mark.
    pub birth: Vec<u8>,
}

/// Opens a file that nobody writes, and looks at all of it: every page, the index, every link of the chain.
///
/// It needs no more than leave to read, so that a stick with its slide on "locked" can be restored from.
pub(super) fn prove(path: &Path) -> Result<Proof, FreshError> {
    let sql = open_still(path)?;
    let looked = || -> rusqlite::Result<(String, String, Vec<u8>)> {
        let found: String = sql.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        let (identity, birth) = table::site(&sql)?;
        Ok((found, identity, birth))
    };
    let (found, identity, birth) = looked().map_err(failed(path))?;
    if found != "ok" {
        return Err(FreshError::NotWhole { path: path.into(), found });
    }
    let walked = || -> Result<Report, KeepError> {
        let mut walk = Walk::new(chain::site(&identity, &birth), gap::all(&sql)?);
        loop {
            if let Some(report) = walk.on(&sql, SLICE)? {
                return Ok(report);
            }
        }
    };
    let report = walked().map_err(|error| FreshError::Unreadable { path: path.into(), error })?;
    match &report.fault {
        Some(fault) => Err(FreshError::NotWhole { path: path.into(), found: fault.to_string() }),
        None => Ok(Proof { report, identity, birth }),
    }
}

/// Opens a file that nobody writes, without a companion beside it.
pub(super) fn open_still(path: &Path) -> Result<Connection, FreshError> {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                uri.push(char::from(*byte))
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let sql = Connection::open_with_flags(uri, flags).map_err(failed(path))?;
    sql.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;").map_err(failed(path))?;
    Ok(sql)
}

/// The length and the SHA-256 of a file, read from its medium and not from the memory it was written through.
pub(super) fn fingerprint(path: &Path) -> Result<(u64, Hash), FreshError> {
    let read = || -> io::Result<(u64, Hash)> {
        let mut file = File::open(path)?;
        // Only advice: a file system that keeps its pages is read from memory.
        let _ = fadvise(&file, 0, None, Advice::DontNeed);
        let (mut hash, mut length) = (Sha256::new(), 0_u64);
        let mut piece = vec![0; 64 * 1024];
        loop {
            let count = file.read(&mut piece)?;
            if count == 0 {
                return Ok((length, hash.finalize().into()));
            }
            hash.update(piece.get(..count).unwrap_or_default());
            length += u64::try_from(count).unwrap_or_default();
        }
    };
    read().map_err(|error| FreshError::File { path: path.into(), error })
}

fn sync(path: &Path) -> Result<(), FreshError> {
    let synced = File::open(path).and_then(|file| file.sync_data());
    synced.map_err(|error| FreshError::File { path: path.into(), error })
}

fn failed(path: &Path) -> impl Fn(rusqlite::Error) -> FreshError + use<> {
    let path = path.to_owned();
    move |error| FreshError::Sqlite { path: path.clone(), error }
}
