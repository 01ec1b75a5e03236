//! A journal without a disk: the same rows, the same chain, and failures where a test or a rehearsal wants
//! them.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::chain::{self, Hash};
use super::keep::{Cause, Keep, KeepError, Latest, StoreError};
use super::row::Row;
use crate::domain::id::{Seq, ServiceDay};
use crate::domain::record::Record;

/// How an append fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Before the commit: nothing is stored, and the answer says so.
    NotStored,
    /// In the commit: the answer is *unknown*, the batch is there after reopening.
    UnknownButStored,
    /// In the commit: the answer is *unknown*, the batch is not there after reopening.
    UnknownAndLost,
}

/// A row, sealed.
#[derive(Clone, Debug)]
struct Entry {
    row: Row,
    hash: Hash,
    /// What the row says, once it was read. A rehearsal opens its journal a thousand times.
    record: OnceLock<Record>,
}

impl Entry {
    fn record(&self) -> Result<Record, KeepError> {
        if let Some(record) = self.record.get() {
            return Ok(record.clone());
        }
        let read = self.row.record();
        let record = read.map_err(|error| KeepError::Unreadable { seq: self.row.seq, error })?;
        Ok(self.record.get_or_init(|| record).clone())
    }
}

/// A journal in memory. It lives as long as the value: a restart of the daemon is a new engine on the same
/// journal.
#[derive(Clone, Debug)]
pub struct MemoryJournal {
    rows: Vec<Entry>,
    asked: BTreeSet<(i64, Vec<u8>)>,
    site: Hash,
    appends: u64,
    failures: Vec<(u64, Failure)>,
    refuses_reopening: u32,
    failed: bool,
}

impl MemoryJournal {
    /// An empty journal of the site. All journals in memory have the same birth mark, so that a day repeats
    /// exactly.
    #[must_use]
    pub fn new(site: &str) -> Self {
        Self {
            rows: Vec::new(),
            asked: BTreeSet::new(),
            site: chain::site(site, &[0; 16]),
            appends: 0,
            failures: Vec::new(),
            refuses_reopening: 0,
            failed: false,
        }
    }

    /// Plans a failure of the append with this number, counted from 0 over the journal's life.
    pub fn fail_at(&mut self, append: u64, failure: Failure) {
        self.failures.push((append, failure));
    }

    /// Plans a failure of the append that comes next.
    pub fn fail_next(&mut self, failure: Failure) {
        self.fail_at(self.appends, failure);
    }

    /// Lets the next `times` attempts to reopen fail.
    pub fn refuse_reopening(&mut self, times: u32) {
        self.refuses_reopening = times;
    }

    /// Takes every row behind the first `rows` out again and is open: what goes on elsewhere from what was confirmed, or
    /// has lost what nothing but memory held.
    pub fn end_behind(&mut self, rows: usize) {
        self.forget_from(rows.min(self.rows.len()));
        self.failed = false;
    }

    /// How many appends there were, failed ones among them.
    #[must_use]
    pub fn appends(&self) -> u64 {
        self.appends
    }

    /// Every row, in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().map(|entry| &entry.row)
    }

    /// The hash of the last row, which covers every stored byte before it; of the site while the journal is
    /// empty.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.rows.last().map_or(self.site, |last| last.hash)
    }

    fn last_seq(&self) -> i64 {
        self.rows.last().map_or(0, |last| last.row.seq)
    }

    fn planned(&self) -> Option<Failure> {
        self.failures.iter().find(|(append, _)| *append == self.appends).map(|(_, failure)| *failure)
    }
}

impl Keep for MemoryJournal {
    fn append(&mut self, batch: &[Record]) -> Result<(), StoreError> {
        if self.failed {
            return Err(StoreError::NotStored(Cause::FailedBefore));
        }
        let planned = self.planned();
        self.appends += 1;
        if planned == Some(Failure::NotStored) {
            self.failed = true;
            return Err(StoreError::NotStored(Cause::Planned));
        }
        let whole = self.rows.len();
        if let Err(cause) = batch.iter().try_for_each(|record| self.push(record)) {
            self.forget_from(whole);
            self.failed = true;
            return Err(StoreError::NotStored(cause));
        }
        if planned == Some(Failure::UnknownAndLost) {
            self.forget_from(whole);
        }
        self.failed = planned.is_some();
        if self.failed { Err(StoreError::Unknown(Cause::Planned)) } else { Ok(()) }
    }

    fn reopen(&mut self) -> Result<(), KeepError> {
        if self.refuses_reopening > 0 {
            self.refuses_reopening -= 1;
            return Err(KeepError::Planned);
        }
        self.failed = false;
        Ok(())
    }

    fn day(&mut self, day: ServiceDay) -> Result<Vec<Record>, KeepError> {
        self.is_open()?;
        let of_day = |entry: &&Entry| entry.row.day == i64::from(day.0);
        self.rows.iter().filter(of_day).map(Entry::record).collect()
    }

    fn latest(&mut self) -> Result<Option<Latest>, KeepError> {
        self.is_open()?;
        let Some(last) = self.rows.last() else { return Ok(None) };
        let (day, hash) = (u32::try_from(last.row.day).unwrap_or_default(), last.hash);
        Ok(Latest::after(&self.day(ServiceDay(day))?, hash))
    }

    fn seal(&mut self, seq: Seq) -> Option<Hash> {
        let seq = i64::try_from(seq.0).ok()?;
        self.rows.iter().find(|entry| entry.row.seq == seq).map(|entry| entry.hash)
    }

    fn rest(&mut self, _busy: bool) {}
}

impl MemoryJournal {
    fn is_open(&self) -> Result<(), KeepError> {
        if self.failed { Err(KeepError::Closed) } else { Ok(()) }
    }

    fn forget_from(&mut self, place: usize) {
        for Entry { row, .. } in self.rows.drain(place..) {
            self.asked.remove(&(row.day, row.number));
        }
    }

    fn push(&mut self, record: &Record) -> Result<(), Cause> {
        let row = Row::of(record)?;
        if row.seq != self.last_seq() + 1 {
            let last = Seq(u64::try_from(self.last_seq()).unwrap_or_default());
            return Err(Cause::OutOfOrder { last, found: record.seq });
        }
        if !self.asked.insert((row.day, row.number.clone())) {
            return Err(Cause::StoredAlready(format!("request number {}", record.asked.number.0)));
        }
        let hash = chain::row(&self.hash(), &row);
        self.rows.push(Entry { row, hash, record: OnceLock::new() });
        Ok(())
    }
}
