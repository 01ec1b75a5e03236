//! The reader: history for whoever asks, each question on its own connection, never in the writer's way.
//!
//! A question may take five seconds. While it is being answered the journal's log cannot be written over from
//! its start, so a question without a limit would let the log grow without one.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;
use std::{io, thread};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, InterruptHandle, OpenFlags};

use super::chain::{self, Hash, Link};
use super::gap::{self, Gap};
use super::keep::{KeepError, Latest};
use super::table::{self, Linked, Seal};
use super::verify::{Report, Walk};
use crate::domain::id::{Seq, ServiceDay};
use crate::domain::record::Record;

/// How long one question may take.
pub const LIMIT: Duration = Duration::from_secs(5);

/// How often a question that is over its limit is told to stop: it may stand between two statements the first
/// time.
const AGAIN: Duration = Duration::from_millis(10);

/// Rows walked in one question: well under a second each on a small board.
const SLICE: i64 = 2_000;

/// History of the journal in one file. Cheap to clone; holds nothing open.
#[derive(Clone, Debug)]
pub struct Reader {
    path: PathBuf,
    limit: Duration,
}

/// Why a question has no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ReadError {
    /// It took too long: ask for less.
    #[error("the answer would have taken longer than {} s", .0.as_secs())]
    TooLong(Duration),
    /// The journal could not be read.
    #[error(transparent)]
    Journal(#[from] KeepError),
    /// The system gives no thread to watch the time.
    #[error("nobody can watch the time: {0}")]
    NoThread(io::ErrorKind),
}

impl From<rusqlite::Error> for ReadError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Journal(error.into())
    }
}

/// How many records a day has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day.
    pub day: ServiceDay,
    /// Its records, of both books.
    pub records: u64,
}

/// What stands in a journal beside its rows.
pub(super) struct Origin {
    /// Whose it is.
    pub identity: String,
    /// Its birth mark.
    pub birth: Vec<u8>,
    /// How often the daemon came up, and how often uncleanly.
    pub life: (i64, i64),
    /// Rows that an earlier restoration could not bring back.
    pub gaps: Vec<Gap>,
}

impl Reader {
    /// A reader of the journal at `path`, with the usual limit. Opens nothing yet.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self::limited(path, LIMIT)
    }

    /// A reader whose questions may take `limit`.
    #[must_use]
    pub fn limited(path: &Path, limit: Duration) -> Self {
        Self { path: path.into(), limit }
    }

    /// The days that have records, in order.
    ///
    /// # Errors
    /// When the journal cannot be read within the limit; so for every question.
    pub fn days(&self) -> Result<Vec<ServiceDay>, ReadError> {
        self.ask(|sql, _| Ok(table::days(sql)?.into_iter().filter_map(known_day).collect()))
    }

    /// Whether the index knows exactly the day's records; reads pages that a walk does not.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub fn index_fits(&self, day: ServiceDay) -> Result<bool, ReadError> {
        self.ask(|sql, _| Ok(table::index_fits(sql, day.0.into())?))
    }

    /// How many records a day has.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub fn count(&self, day: ServiceDay) -> Result<DayCount, ReadError> {
        let records = self.ask(|sql, _| Ok(table::records(sql, day.0.into())?))?;
        Ok(DayCount { day, records: u64::try_from(records).unwrap_or_default() })
    }

    /// The records of a day, in order, proved to follow from one another.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub fn day(&self, day: ServiceDay) -> Result<Vec<Record>, ReadError> {
        self.ask(|sql, site| records_of(sql, site, day))
    }

    /// At most `count` records from the position `from` on, in order: pages of an export.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub fn from(&self, from: Seq, count: u32) -> Result<Vec<Record>, ReadError> {
        let first = i64::try_from(from.0).unwrap_or(i64::MAX);
        self.ask(|sql, _| records(sql, first, first.saturating_add(i64::from(count) - 1)))
    }

    /// At most `count` rows from the position `first` on, in order, as they stand, proved to follow from one
    /// another.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub fn links(&self, first: i64, count: u32) -> Result<Vec<Link>, ReadError> {
        self.ask(|sql, _| Ok(table::links(sql, (first, first.saturating_add(i64::from(count) - 1)))?))
    }

    /// The last `count` records, in order.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub fn last(&self, count: u32) -> Result<Vec<Record>, ReadError> {
        self.ask(|sql, _| match table::last(sql)? {
            Some(last) => records(sql, last.row.seq - i64::from(count) + 1, last.row.seq),
            None => Ok(Vec::new()),
        })
    }

    /// Where the journal stands; `None` while it is empty.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub fn latest(&self) -> Result<Option<Latest>, ReadError> {
        self.ask(|sql, site| {
            let Some(last) = table::last(sql)? else { return Ok(None) };
            let broken = || KeepError::Broken { seq: last.row.seq };
            let hash = last.hash.clone().try_into().map_err(|_| broken())?;
            Ok(Latest::after(&records_of(sql, site, known_day(last.row.day).ok_or_else(broken)?)?, hash))
        })
    }

    /// The hash of a day's seal, for the day's last slip; `None` while the day is open.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub fn seal(&self, day: ServiceDay) -> Result<Option<Hash>, ReadError> {
        let Some(seal) = self.ask(|sql, _| Ok(table::seal_of(sql, day.0.into())?))? else { return Ok(None) };
        let hash = seal.hash.try_into().map_err(|_| KeepError::Broken { seq: seal.seq })?;
        Ok(Some(hash))
    }

    /// A walk through the whole journal, before its first row.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub fn walk(&self) -> Result<Walk, ReadError> {
        self.ask(|sql, site| Ok(Walk::new(*site, gap::all(sql)?)))
    }

    /// Goes on with a walk, a few thousand rows; the report when it has come to its end. A running daemon
    /// calls this now and then.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub fn walk_on(&self, walk: &mut Walk) -> Result<Option<Report>, ReadError> {
        self.ask(|sql, _| Ok(walk.on(sql, SLICE)?))
    }

    /// Walks the whole journal, and tells `progress` of each slice by the last row walked.
    ///
    /// # Errors
    /// As for [`Reader::days`]; a row that does not fit is in the report.
    pub fn verify(&self, mut progress: impl FnMut(i64)) -> Result<Report, ReadError> {
        let mut walk = self.walk()?;
        loop {
            if let Some(report) = self.walk_on(&mut walk)? {
                return Ok(report);
            }
            progress(walk.at());
        }
    }

    /// What a copy of this file begins with.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub(super) fn origin(&self) -> Result<Origin, ReadError> {
        self.ask(|sql, _| {
            let (identity, birth) = table::site(sql)?;
            Ok(Origin { identity, birth, life: table::life(sql)?, gaps: gap::all(sql)? })
        })
    }

    /// At most `count` rows from `first` on, as they stand, with the seals that name them: pages of a copy.
    ///
    /// # Errors
    /// As for [`Reader::days`].
    pub(super) fn rows(&self, first: i64, count: i64) -> Result<(Vec<Linked>, Vec<Seal>), ReadError> {
        self.ask(|sql, _| {
            let rows = table::rows(sql, first, count)?;
            let last = rows.last().map_or(first, |linked| linked.row.seq);
            let seals = if rows.is_empty() { Vec::new() } else { table::seals(sql, (first, last))? };
            Ok((rows, seals))
        })
    }

    /// Answers one question on a connection of its own, within the limit.
    fn ask<T>(
        &self,
        question: impl FnOnce(&Connection, &Hash) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let sql = self.connect()?;
        let (answered, watch) = sync_channel::<()>(0);
        let (interrupt, limit) = (sql.get_interrupt_handle(), self.limit);
        let watchman = thread::Builder::new()
            .name("journal-reader".into())
            .spawn(move || match watch.recv_timeout(limit) {
                Err(RecvTimeoutError::Timeout) => interrupt_until(&interrupt, || {
                    watch.recv_timeout(AGAIN).is_err_and(|e| e == RecvTimeoutError::Timeout)
                }),
                Ok(()) | Err(RecvTimeoutError::Disconnected) => {}
            })
            .map_err(|error| ReadError::NoThread(error.kind()))?;
        let answer = in_one_view(&sql, question);
        drop(answered);
        let _ = watchman.join();
        answer.map_err(|error| if interrupted(&error) { ReadError::TooLong(self.limit) } else { error })
    }

    fn connect(&self) -> Result<Connection, ReadError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sql = Connection::open_with_flags(&self.path, flags)?;
        sql.busy_timeout(self.limit)?;
        sql.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        sql.execute_batch(
            "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;",
        )?;
        Ok(sql)
    }
}

fn interrupted(error: &ReadError) -> bool {
    let ReadError::Journal(KeepError::Disk(error)) = error else { return false };
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
}

fn interrupt_until(interrupt: &InterruptHandle, goes_on: impl Fn() -> bool) {
    loop {
        interrupt.interrupt();
        if !goes_on() {
            return;
        }
    }
}

/// Asks within one transaction, so that the whole answer is of one moment.
fn in_one_view<T>(
    sql: &Connection,
    question: impl FnOnce(&Connection, &Hash) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let view = sql.unchecked_transaction()?;
    question(&view, &site(&view)?)
}

/// What the first row of this file follows.
fn site(sql: &Connection) -> Result<Hash, ReadError> {
    let (identity, birth) = table::site(sql)?;
    Ok(chain::site(&identity, &birth))
}

fn records(sql: &Connection, first: i64, last: i64) -> Result<Vec<Record>, ReadError> {
    let mut records = Vec::new();
    table::each(sql, (first, last), |Linked { row, .. }| {
        records.push(row.record().map_err(|error| KeepError::Unreadable { seq: row.seq, error })?);
        Ok::<(), ReadError>(())
    })?;
    Ok(records)
}

fn records_of(sql: &Connection, site: &Hash, day: ServiceDay) -> Result<Vec<Record>, ReadError> {
    let mut records = Vec::new();
    table::day(sql, site, day.0.into(), |row| {
        records.push(row.record().map_err(|error| KeepError::Unreadable { seq: row.seq, error })?);
        Ok(())
    })?;
    Ok(records)
}

fn known_day(day: i64) -> Option<ServiceDay> {
    u32::try_from(day).ok().map(ServiceDay)
}
