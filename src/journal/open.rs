//! Opening the journal's file: made whole or not at all, locked, recognised, examined, and set as we rely on.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, params};

use super::chain::{self, Hash};
use super::gap;
use super::keep::KeepError;
pub(super) use super::names::beside;
use super::restore;
use super::table;

/// "JHJL", as the schema says.
const APPLICATION_ID: i64 = 0x4A48_4A4C;

/// The schema this daemon writes.
pub const SCHEMA_VERSION: i64 = 1;

/// The tables of that schema.
pub(super) const SCHEMA: &str = include_str!("schema.sql");

/// Before 3.51.3 a commit can be lost when one connection resets the log while another recovers it.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Readers end after five seconds; whoever has to wait for them waits a little longer.
pub(super) const BUSY: Duration = Duration::from_secs(6);

/// Which journal to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The file; its folder must exist. Its companions (`-wal`, `-shm`, `.lock`, `.new`) stand beside it.
    pub path: PathBuf,
    /// The hall's identity, which the file must carry.
    pub site: String,
}

/// What opening found that somebody should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// There was no journal; an empty one was made.
    Created,
    /// The last life did not close the file: a power cut, a kill or a crash. What it had committed is there.
    Unclean {
        /// How many starts were unclean so far, this one among them.
        so_far: i64,
    },
    /// A restored file stood ready and took the journal's place: the power had failed in between.
    Swapped {
        /// Where the bad file is kept, if there was one.
        kept: Option<PathBuf>,
    },
    /// A file of another life lay beside the journal; it was not used.
    MovedAside {
        /// Where it lay.
        from: PathBuf,
        /// Where it lies.
        to: PathBuf,
    },
}

/// Why the journal was not opened. Nothing was changed but what [`Finding::MovedAside`] names.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The SQLite this program was built with may lose commits.
    #[error("SQLite {found} may lose commits: install a jiaohao built with 3.51.3 or later")]
    OldSqlite {
        /// Its version.
        found: &'static str,
    },
    /// Another daemon has it open.
    #[error("the journal {} is in use by another running jiaohao", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{} is not a jiaohao journal: move it away or name another file; it was left as it is", path.display())]
    NotAJournal {
        /// The file.
        path: PathBuf,
    },
    /// A later jiaohao has written it.
    #[error(
        "the journal has format {found}, this jiaohao knows up to {known}: install a jiaohao that knows format {found}; \
         nothing was changed"
    )]
    Newer {
        /// The schema's version in the file.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// It is the journal of another hall.
    #[error(
        "the journal belongs to the site {found:?}, the configuration says {expected:?}: put this hall's own journal \
         in its place, or correct `site`; nothing was changed"
    )]
    OtherSite {
        /// Whose it is.
        found: String,
        /// Whose it should be.
        expected: String,
    },
    /// SQLite did not take a setting.
    #[error("SQLite answered {found:?} to {name} = {wanted}")]
    Setting {
        /// The pragma.
        name: &'static str,
        /// What we rely on.
        wanted: &'static str,
        /// What it says it has.
        found: String,
    },
    /// The last day does not check out.
    #[error("the journal is damaged: {0}")]
    Damaged(KeepError),
    /// Somebody reads and does not come to an end.
    #[error("another program reads the journal and does not finish: end it, `fuser` tells which it is")]
    ReaderStays,
    /// A file could not be read, written, renamed or synced.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// SQLite failed.
    #[error("the journal cannot be opened: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

impl OpenError {
    /// Whether the file cannot be served from and another of the same journal could be.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.is_damage() && !matches!(self, Self::OtherSite { .. })
    }

    /// Whether the content is wrong, as it is when a log of another life was applied to the file.
    fn is_damage(&self) -> bool {
        match self {
            Self::NotAJournal { .. } | Self::OtherSite { .. } | Self::Damaged(_) => true,
            Self::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(
                    rusqlite::ErrorCode::DatabaseCorrupt
                        | rusqlite::ErrorCode::NotADatabase
                        | rusqlite::ErrorCode::Unknown
                )
            ),
            Self::OldSqlite { .. }
            | Self::InUse { .. }
            | Self::Newer { .. }
            | Self::Setting { .. }
            | Self::ReaderStays
            | Self::File { .. } => false,
        }
    }
}

/// Where the chains of rows and of seals end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// What the first row and the first seal follow.
    pub site: Hash,
    /// The last row's position; 0 when there is none.
    pub seq: i64,
    /// Its hash, or the site's.
    pub row: Hash,
    /// The last seal's hash, or the site's.
    pub seal: Hash,
}

/// Takes the lock that one daemon holds while it may write; it goes with the file that is returned.
pub(super) fn lock(settings: &Settings) -> Result<File, OpenError> {
    let path = beside(&settings.path, ".lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(at(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: settings.path.clone() }),
        Err(TryLockError::Error(error)) => Err(OpenError::File { path, error }),
    }
}

/// Finds or makes the file, examines it and sets the connection. The lock must be held. A file that is made has
/// this birth mark, or one that nobody else has.
pub(super) fn connect(
    settings: &Settings,
    birth: Option<[u8; 16]>,
) -> Result<(Connection, Head, Vec<Finding>), OpenError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(OpenError::OldSqlite { found: rusqlite::version() });
    }
    let path = &settings.path;
    let mut findings = Vec::new();
    if beside(path, restore::RESTORED).try_exists().map_err(at(path))? {
        let kept = restore::finish(path).map_err(|(path, error)| OpenError::File { path, error })?;
        findings.push(Finding::Swapped { kept });
    }
    if path.try_exists().map_err(at(path))? {
        recognise(path)?;
        // The file is in WAL mode from birth, so a rollback journal beside it belongs to another life, and
        // SQLite would play it back without asking.
        clear(path, &["-journal", ".new", ".new-journal", ".new-wal"], &mut findings)?;
    } else {
        clear(path, &["-wal", "-shm", "-journal", ".new", ".new-journal", ".new-wal"], &mut findings)?;
        create(settings, birth)?;
        findings.push(Finding::Created);
    }

    let log = beside(path, "-wal");
    let unclean = fs::metadata(&log).is_ok_and(|log| log.len() > 0);
    let (sql, head) = match examined(settings) {
        Err(error) if unclean && error.is_damage() => without_log(settings, error, &mut findings)?,
        examined => examined?,
    };
    let so_far = settle(&sql, unclean)?;
    if unclean {
        findings.push(Finding::Unclean { so_far });
    }
    Ok((sql, head, findings))
}

/// Opens the file and looks at it, and leaves it and its log as they are whatever it finds.
fn examined(settings: &Settings) -> Result<(Connection, Head), OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = Connection::open_with_flags(&settings.path, flags)?;
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    configure(&sql)?;
    let number = |pragma: &str| sql.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    if number("application_id")? != APPLICATION_ID {
        return Err(OpenError::NotAJournal { path: settings.path.clone() });
    }
    known_version(number("user_version")?)?;
    let (found, birth) = table::site(&sql)?;
    if found != settings.site {
        return Err(OpenError::OtherSite { found, expected: settings.site.clone() });
    }
    let head = head(&sql, chain::site(&found, &birth)).map_err(OpenError::Damaged)?;
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok((sql, head))
}

/// Where the chains end, after the rows of the last day have been proved.
fn head(sql: &Connection, site: Hash) -> Result<Head, KeepError> {
    let mut head = Head { site, seq: 0, row: site, seal: site };
    if let Some(last) = table::last(sql)? {
        let broken = KeepError::Broken { seq: last.row.seq };
        table::day(sql, &site, last.row.day, |_| Ok(()))?;
        head.seq = last.row.seq;
        head.row = last.hash.try_into().map_err(|_| broken)?;
    }
    if let Some(gap) =
        gap::all(sql)?.into_iter().find(|gap| gap.first == head.seq + 1 && gap.before == head.row)
    {
        (head.seq, head.row) = (gap.last, gap.after);
    }
    if let Some(seal) = table::last_seal(sql)? {
        head.seal = seal.hash.try_into().map_err(|_| KeepError::Broken { seq: seal.seq })?;
    }
    Ok(head)
}

/// Tries the file without its log: the log may be another file's. If that does not help, everything is put
/// back.
fn without_log(
    settings: &Settings,
    error: OpenError,
    findings: &mut Vec<Finding>,
) -> Result<(Connection, Head), OpenError> {
    let before = findings.len();
    clear(&settings.path, &["-wal", "-shm"], findings)?;
    examined(settings).or_else(|_| {
        for finding in findings.drain(before..) {
            if let Finding::MovedAside { from, to } = finding {
                fs::rename(&to, &from).map_err(at(&from))?;
            }
        }
        sync_folder(&settings.path)?;
        Err(error)
    })
}

/// What we rely on; each is read back, as SQLite says nothing when it does not obey.
const SETTINGS: [(&str, &str, &str); 7] = [
    ("journal_mode", "WAL", "wal"), // a commit is one append and one sync, and readers are in nobody's way
    ("synchronous", "FULL", "2"),   // a commit is on the disk when it returns: power will fail
    ("temp_store", "MEMORY", "2"),  // no temporary folder is needed
    ("foreign_keys", "ON", "1"),    // as every connection of ours
    ("wal_autocheckpoint", "0", "0"), // the writer copies the log back when nobody waits, not inside a press
    ("cell_size_check", "ON", "1"), // a damaged page is found when it is read
    ("journal_size_limit", "-1", "-1"), // the log is written over from its start; growing a file costs a sync more
];

fn configure(sql: &Connection) -> Result<(), OpenError> {
    sql.busy_timeout(BUSY)?;
    for (name, value, wanted) in SETTINGS {
        sql.pragma_update(None, name, value)?;
        let found = sql.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))?;
        let found = match found {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            rusqlite::types::Value::Null
            | rusqlite::types::Value::Real(_)
            | rusqlite::types::Value::Blob(_) => String::new(),
        };
        if found != wanted {
            return Err(OpenError::Setting { name, wanted, found });
        }
    }
    Ok(())
}

/// Makes what was found durable, and whatever was not found impossible: a commit whose sync failed may stand
/// in the log unseen, and is written over here. Returns the unclean starts so far.
fn settle(sql: &Connection, unclean: bool) -> Result<i64, OpenError> {
    let busy: i64 = sql.query_row("PRAGMA wal_checkpoint(RESTART)", [], |row| row.get(0))?;
    if busy != 0 {
        return Err(OpenError::ReaderStays);
    }
    let counted = "UPDATE life SET starts = starts + 1, unclean = unclean + ? RETURNING unclean";
    Ok(sql.query_row(counted, [i64::from(unclean)], |row| row.get(0))?)
}

/// Makes an empty journal under a temporary name, syncs it, and gives it its own name: it is there whole or
/// not at all.
fn create(settings: &Settings, birth: Option<[u8; 16]>) -> Result<(), OpenError> {
    let temporary = beside(&settings.path, ".new");
    let sql = Connection::open(&temporary)?;
    sql.execute_batch(SCHEMA)?;
    let site = "INSERT INTO site (one, identity, birth) VALUES (1, ?, coalesce(?, randomblob(16)))";
    sql.execute(site, params![settings.site, birth])?;
    sql.execute("INSERT INTO life (one, starts, unclean) VALUES (1, 0, 0)", [])?;
    drop(sql);
    give_name(&temporary, &settings.path)
}

/// Syncs a whole file under a temporary name and gives it its own.
pub(super) fn give_name(temporary: &Path, path: &Path) -> Result<(), OpenError> {
    let sql = Connection::open(temporary)?;
    configure(&sql)?;
    sql.close().map_err(|(_, error)| error)?;
    File::open(temporary).and_then(|file| file.sync_all()).map_err(at(temporary))?;
    fs::rename(temporary, path).map_err(at(path))?;
    sync_folder(path)
}

/// Looks at the first bytes without SQLite: a file that is not ours or too new for us is not even opened.
pub(super) fn recognise(path: &Path) -> Result<(), OpenError> {
    let mut header = [0; 100];
    let not_ours = || OpenError::NotAJournal { path: path.into() };
    File::open(path).map_err(at(path))?.read_exact(&mut header).map_err(|_| not_ours())?;
    // Offsets as in the file format of SQLite, "The Database Header".
    let number = |offset: usize| {
        header[offset..].first_chunk().map_or(0, |bytes| i64::from(u32::from_be_bytes(*bytes)))
    };
    let in_wal_mode = header[18..20] == [2, 2];
    if !header.starts_with(b"SQLite format 3\0") || !in_wal_mode || number(68) != APPLICATION_ID {
        return Err(not_ours());
    }
    known_version(number(60))
}

fn known_version(found: i64) -> Result<(), OpenError> {
    if found > SCHEMA_VERSION { Err(OpenError::Newer { found, known: SCHEMA_VERSION }) } else { Ok(()) }
}

/// Moves the companions that exist out of the way, under names that nobody opens.
pub(super) fn clear(path: &Path, companions: &[&str], findings: &mut Vec<Finding>) -> Result<(), OpenError> {
    let moved = findings.len();
    for companion in companions {
        let from = beside(path, companion);
        if from.try_exists().map_err(at(&from))? {
            let mut free = (1..=u32::MAX).map(|count| beside(&from, &format!(".aside-{count}")));
            let to = free.find(|name| !name.exists()).unwrap_or_else(|| beside(&from, ".aside"));
            fs::rename(&from, &to).map_err(at(&from))?;
            findings.push(Finding::MovedAside { from, to });
        }
    }
    if findings.len() > moved { sync_folder(path) } else { Ok(()) }
}

/// A rename is durable once its folder is synced.
pub(super) fn sync_folder(path: &Path) -> Result<(), OpenError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> OpenError {
    let path = path.to_owned();
    move |error| OpenError::File { path, error }
}
