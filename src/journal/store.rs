//! The journal on a disk: one connection, and every batch one synced commit.

mod guard;
mod log;

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};

use self::guard::Guard;
use super::chain::{self, DayEnd, Hash, Link};
use super::copy::Whose;
use super::gap::{self, Gap};
use super::keep::{Cause, Keep, KeepError, Latest, StoreError};
use super::open::{self, Finding, Head, OpenError, Settings};
use super::other_hall;
use super::row::Row;
use super::table;
use crate::domain::event::Event;
use crate::domain::id::{Seq, ServiceDay};
use crate::domain::keeping::{self, Shortage};
use crate::domain::record::{Book, Record};

/// The journal's database, open for writing.
#[derive(Debug)]
pub struct Store {
    settings: Settings,
    head: Head,
    /// `None` from a failure until the journal has been reopened.
    sql: Option<Connection>,
    whose: Whose,
    guard: Guard,
    /// How large the log is, in bytes, while a reader keeps it from being written over.
    log_held: Option<u64>,
    /// Held as long as this value lives: a second daemon ends at it.
    _lock: File,
}

impl Store {
    /// Opens the journal, or makes an empty one where there is none; says what it found.
    ///
    /// The rows of the last day are proved to follow from one another; older ones are left to
    /// [`super::verify`].
    ///
    /// # Errors
    /// Whatever keeps this journal from being written safely; the text is for the person who runs the hall.
    pub fn open(settings: &Settings) -> Result<(Self, Vec<Finding>), OpenError> {
        other_hall::refuse(settings)?;
        let lock = open::lock(settings)?;
        let (sql, head, findings) = open::connect(settings, None)?;
        Ok((Self::on(settings, lock, sql, head)?, findings))
    }

    /// Opens the journal as [`Store::open`] does; where there is none, the empty one gets the birth mark of
    /// `whose`, so that it can take over rows that were kept elsewhere from the first on.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_for(settings: &Settings, whose: &Whose) -> Result<Self, OpenError> {
        other_hall::refuse(settings)?;
        let lock = open::lock(settings)?;
        let (sql, head, _) = open::connect(settings, Some(whose.birth))?;
        Self::on(settings, lock, sql, head)
    }

    fn on(settings: &Settings, lock: File, sql: Connection, head: Head) -> Result<Self, OpenError> {
        let (site, birth) = table::site(&sql)?;
        let whose = Whose { site, birth: birth.try_into().unwrap_or_default() };
        let (settings, guard) = (settings.clone(), Guard::default());
        let mut store = Self { settings, head, sql: Some(sql), whose, guard, log_held: None, _lock: lock };
        store.note_files();
        Ok(store)
    }

    /// Where the journal's file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.settings.path
    }

    /// Whose journal this is: what its event copy must carry.
    #[must_use]
    pub fn whose(&self) -> &Whose {
        &self.whose
    }

    /// The position and the hash of the last row; 0 and the site's while there is none.
    #[must_use]
    pub fn last(&self) -> (i64, Hash) {
        (self.head.seq, self.head.row)
    }

    /// The rows of the last day, proved to follow from one another: what a mirror begins with.
    ///
    /// # Errors
    /// When they cannot be read, or one does not follow.
    pub fn last_day(&self) -> Result<Vec<Link>, KeepError> {
        let Some(last) = table::last(self.sql()?)? else { return Ok(Vec::new()) };
        let first = table::span(self.sql()?, last.row.day)?.map_or(last.row.seq, |(first, _)| first);
        self.behind(first - 1)
    }

    /// Whether the journal has a row with this hash in this place.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has(&self, seq: i64, hash: &Hash) -> Result<bool, KeepError> {
        Ok(table::at(self.sql()?, seq)?.is_some_and(|found| found.hash == hash))
    }

    /// Whether the journal has another row than one with this hash in this place.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has_other(&self, seq: i64, hash: &Hash) -> Result<bool, KeepError> {
        Ok(table::at(self.sql()?, seq)?.is_some_and(|found| found.hash != hash))
    }

    /// The run of the machine that wrote the row in this place; `None` where no row is.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn run(&self, seq: i64) -> Result<Option<i64>, KeepError> {
        Ok(table::at(self.sql()?, seq)?.map(|found| found.row.boot))
    }

    /// The rows behind this place, in order, proved to follow from one another and from the row there.
    ///
    /// # Errors
    /// When they cannot be read, or one does not follow.
    pub fn behind(&self, seq: i64) -> Result<Vec<Link>, KeepError> {
        table::links(self.sql()?, (seq + 1, i64::MAX))
    }

    /// Takes over rows that were kept elsewhere, as they are: they follow the row in the place `joint`, and
    /// whatever the journal had behind it gives way to them. All of it or nothing.
    ///
    /// What was declared lost behind the joint is found with them, unless they go on behind the loss. Where nobody knew
    /// how much that was, more may be lost behind the last of them, unless they tell that the hall had leapt over it.
    ///
    /// Who calls this knows that what gives way was never promised to anybody, or has put it aside.
    ///
    /// # Errors
    /// When a row does not follow the one before it, or the file cannot be written; the journal must be
    /// reopened then.
    pub fn adopt(&mut self, joint: (i64, Hash), links: &[Link]) -> Result<(), StoreError> {
        let Some(sql) = &self.sql else { return Err(StoreError::NotStored(Cause::FailedBefore)) };
        let stored = match self.take_over(sql, joint, links) {
            Ok(head) => {
                sql.execute_batch("COMMIT").map(|()| head).map_err(|error| StoreError::Unknown(error.into()))
            }
            Err(cause) => Err(StoreError::NotStored(cause)),
        };
        match stored {
            Ok(head) => {
                self.head = head;
                Ok(())
            }
            Err(error) => {
                self.close_as_it_is();
                Err(error)
            }
        }
    }

    /// Puts the rows into a transaction that is left open.
    fn take_over(&self, sql: &Connection, joint: (i64, Hash), links: &[Link]) -> Result<Head, Cause> {
        sql.execute_batch("BEGIN IMMEDIATE")?;
        table::remove_behind(sql, joint.0)?;
        let found = links.first().is_some_and(|link| link.row.seq == joint.0 + 1);
        let lost = if found { gap::take_back(sql, joint.0)? } else { None };
        let mut leapt = false;
        let seal = table::last_seal(sql)?.and_then(|seal| seal.hash.try_into().ok());
        let site = self.head.site;
        let mut head = Head { site, seq: joint.0, row: joint.1, seal: seal.unwrap_or(site) };
        for link in links {
            if !link.follows((head.seq, head.row)) || !link.is_intact() {
                let place = |seq: i64| Seq(u64::try_from(seq).unwrap_or_default());
                return Err(Cause::OutOfOrder { last: place(head.seq), found: place(link.row.seq) });
            }
            table::insert(sql, &link.row, &link.before, &link.hash)?;
            (head.seq, head.row) = (link.row.seq, link.hash);
            let record = link.row.record()?;
            if record.book == Book::Hall && record.events.contains(&Event::DayClosed) {
                head.seal = sealed(sql, &head, link.row.day)?;
            }
            leapt |= record.events.iter().any(keeping::leaps);
        }
        if let Some(lost) = lost.filter(|_| !leapt) {
            let gap = Gap::behind((head.seq, head.row), lost);
            gap::declare(sql, &gap)?;
            (head.seq, head.row) = (gap.last, gap.after);
        }
        Ok(head)
    }

    fn sql(&self) -> Result<&Connection, KeepError> {
        self.sql.as_ref().ok_or(KeepError::Closed)
    }

    /// Inserts the batch in a transaction that is left open.
    fn insert(&self, sql: &Connection, batch: &[Record]) -> Result<(Head, Vec<Link>), Cause> {
        sql.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut head = self.head;
        let mut links = Vec::new();
        for record in batch {
            let row = Row::of(record)?;
            if row.seq != head.seq + 1 {
                let last = Seq(u64::try_from(head.seq).unwrap_or_default());
                return Err(Cause::OutOfOrder { last, found: record.seq });
            }
            let link = Link::after(head.row, row);
            table::insert(sql, &link.row, &link.before, &link.hash)?;
            (head.seq, head.row) = (link.row.seq, link.hash);
            if record.book == Book::Hall && record.events.contains(&Event::DayClosed) {
                head.seal = sealed(sql, &head, link.row.day)?;
            }
            links.push(link);
        }
        Ok((head, links))
    }

    fn open_again(&mut self) -> Result<(), KeepError> {
        // A file that is not where it was is no reason to begin an empty one.
        if !self.settings.path.try_exists().unwrap_or_default() {
            return Err(KeepError::Gone);
        }
        let (sql, head, findings) = open::connect(&self.settings, None)?;
        for finding in findings {
            tracing::warn!(?finding, "the journal was reopened");
        }
        (self.sql, self.head) = (Some(sql), head);
        self.note_files();
        Ok(())
    }

    /// Closes the file without touching it: a log that could not be synced is not to be copied into it on the
    /// way out.
    fn close_as_it_is(&mut self) {
        if let Some(sql) = self.sql.take()
            && let Err(error) = sql.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        {
            tracing::warn!(%error, "the journal's log may be copied back while it is closed");
        }
    }
}

/// Seals the day that the row at the head closes.
fn sealed(sql: &Connection, head: &Head, day: i64) -> Result<Hash, Cause> {
    let records = table::hall_records(sql, day, head.seq)?;
    let end = DayEnd { day, seq: head.seq, records, last: head.row };
    let hash = chain::seal(&head.seal, &end);
    table::insert_seal(sql, &end, &head.seal, &hash)?;
    Ok(hash)
}

impl Keep for Store {
    fn append(&mut self, batch: &[Record]) -> Result<(), StoreError> {
        let Some(sql) = &self.sql else {
            return Err(StoreError::NotStored(Cause::FailedBefore));
        };
        // Until COMMIT there is no commit in the log, so whatever fails before it is surely not stored.
        let stored = match self.insert(sql, batch) {
            Ok(inserted) => sql
                .prepare_cached("COMMIT")
                .and_then(|mut commit| commit.execute([]))
                .map(|_| inserted)
                .map_err(|error| StoreError::Unknown(error.into())),
            Err(cause) => Err(StoreError::NotStored(cause)),
        };
        match stored {
            Ok((head, links)) => {
                self.head = head;
                if let Some(feed) = &self.guard.feed {
                    feed.offer(links);
                }
                Ok(())
            }
            Err(error) => {
                self.note_failure(&error);
                self.close_as_it_is();
                Err(error)
            }
        }
    }

    fn reopen(&mut self) -> Result<(), KeepError> {
        self.close_as_it_is();
        self.make_room();
        self.open_again()
    }

    fn day(&mut self, day: ServiceDay) -> Result<Vec<Record>, KeepError> {
        let mut records = Vec::new();
        table::day(self.sql()?, &self.head.site, day.0.into(), |row| {
            records.push(row.record().map_err(|error| KeepError::Unreadable { seq: row.seq, error })?);
            Ok(())
        })?;
        Ok(records)
    }

    fn latest(&mut self) -> Result<Option<Latest>, KeepError> {
        let Some(last) = table::last(self.sql()?)? else { return Ok(None) };
        let day = u32::try_from(last.row.day).map_err(|_| KeepError::Broken { seq: last.row.seq })?;
        // Rows that were lost at the end keep their positions.
        let seq = Seq(u64::try_from(self.head.seq).unwrap_or_default());
        Ok(Latest::after(&self.day(ServiceDay(day))?, self.head.row).map(|latest| Latest { seq, ..latest }))
    }

    fn seal(&mut self, seq: Seq) -> Option<[u8; 32]> {
        let seq = i64::try_from(seq.0).ok()?;
        let linked = table::at(self.sql().ok()?, seq).ok()??;
        linked.hash.try_into().ok()
    }

    fn rest(&mut self, busy: bool) {
        self.fold_log(busy);
    }

    fn look(&mut self) -> Result<(), KeepError> {
        if self.sql.is_none() {
            return Ok(());
        }
        if self.log_held.is_some() {
            self.fold_log(false);
        }
        self.look_after()
    }

    fn shortage(&self) -> Option<Shortage> {
        self.guard.short
    }

    fn log_held(&self) -> Option<u64> {
        self.log_held
    }
}

impl From<rusqlite::Error> for Cause {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::ConstraintViolation) => Self::StoredAlready(error.to_string()),
            Some(_) | None => Self::Disk(Arc::new(error)),
        }
    }
}
