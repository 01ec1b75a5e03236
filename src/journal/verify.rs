//! Verification: walks the journal from its first row to its last and names the first that does not fit.
//!
//! The walk goes in slices, so that a running daemon can do it in the background, and the command line in one
//! go. What it cannot see is a journal whose newest rows were taken off cleanly: for that, compare
//! [`Report::last`] and [`Report::sealed`] with the seal on the paper of that day.

use std::collections::BTreeMap;
use std::fmt;

use rusqlite::Connection;

use super::chain::{self, DayEnd, Hash};
use super::codec::CodecError;
use super::keep::KeepError;
use super::table::{self, Linked, Seal};
use crate::domain::event::Event;
use crate::domain::id::{Seq, ServiceDay};
use crate::domain::record::{Book, Record};

/// A walk that stands somewhere in the journal.
#[derive(Clone, Debug)]
pub struct Walk {
    /// The last row walked, 0 at the start, and its hash.
    seq: i64,
    row: Hash,
    /// The hash of the last seal walked.
    seal: Hash,
    seals: u64,
    sealed: Option<(ServiceDay, Hash)>,
    /// Rows of the hall's book so far, of each day that is not sealed.
    open_days: BTreeMap<i64, i64>,
}

/// What a walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Rows that fit, from the first.
    pub records: u64,
    /// Seals that fit.
    pub seals: u64,
    /// The last row that fits, and its hash.
    pub last: Option<(Seq, Hash)>,
    /// The last day whose seal fits, and the hash of the seal: what its last slip says.
    pub sealed: Option<(ServiceDay, Hash)>,
    /// The first thing that does not fit; nothing after it was looked at.
    pub fault: Option<Fault>,
}

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A column of the row was changed since it was stored.
    Changed {
        /// The row.
        seq: i64,
    },
    /// The row is intact, but follows another row than the one that stands before it.
    Unlinked {
        /// The row.
        seq: i64,
    },
    /// The row, and perhaps more after it, is not there.
    Missing {
        /// The first row that is missing.
        seq: i64,
    },
    /// The row is intact and says what no version of this program understands.
    Unreadable {
        /// The row.
        seq: i64,
        /// What is wrong with it.
        error: CodecError,
    },
    /// The row closes a day, and the day has no seal, or one of another row.
    Unsealed {
        /// The row.
        seq: i64,
        /// The day.
        day: i64,
    },
    /// The seal of a day says something else than the rows.
    WrongSeal {
        /// The row that the seal names.
        seq: i64,
        /// The day.
        day: i64,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { seq } => write!(f, "record {seq} was changed after it was stored"),
            Self::Unlinked { seq } => write!(f, "record {seq} follows another record than the one before it"),
            Self::Missing { seq } => write!(f, "record {seq} is missing"),
            Self::Unreadable { seq, error } => write!(f, "record {seq} cannot be read: {error}"),
            Self::Unsealed { seq, day } => write!(f, "record {seq} closes the day {day}, which has no seal"),
            Self::WrongSeal { seq, day } => write!(f, "the seal of the day {day}, at record {seq}, is wrong"),
        }
    }
}

/// Why a slice of a walk ended early.
enum Stop {
    Fault(Fault),
    Failed(KeepError),
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Walk {
    /// A walk before the first row of the file that has this birth mark.
    pub(super) fn new(site: Hash) -> Self {
        Self { seq: 0, row: site, seal: site, seals: 0, sealed: None, open_days: BTreeMap::new() }
    }

    /// The last row walked; 0 before the first.
    #[must_use]
    pub fn at(&self) -> i64 {
        self.seq
    }

    /// Walks at most `rows` further. The report, if the walk has come to its end or to a fault.
    pub(super) fn on(&mut self, sql: &Connection, rows: i64) -> Result<Option<Report>, KeepError> {
        let goal = self.seq.saturating_add(rows);
        match self.slice(sql, goal) {
            Ok(()) if self.seq == goal => Ok(None),
            Ok(()) => Ok(Some(self.report(self.rows_missing_at_the_end(sql)?))),
            Err(Stop::Fault(fault)) => Ok(Some(self.report(Some(fault)))),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    fn report(&self, fault: Option<Fault>) -> Report {
        let records = u64::try_from(self.seq).unwrap_or_default();
        let last = (self.seq > 0).then_some((Seq(records), self.row));
        Report { records, seals: self.seals, last, sealed: self.sealed, fault }
    }

    fn slice(&mut self, sql: &Connection, goal: i64) -> Result<(), Stop> {
        let mut seals = table::seals(sql, (self.seq + 1, goal))?.into_iter().peekable();
        table::each(sql, (self.seq + 1, goal), |linked| {
            let record = self.row(&linked).map_err(Stop::Fault)?;
            let seal = seals.next_if(|seal| seal.seq <= linked.row.seq);
            self.seal(&record, seal).map_err(Stop::Fault)
        })
    }

    fn row(&mut self, linked: &Linked) -> Result<Record, Fault> {
        let (seq, row) = (self.seq + 1, &linked.row);
        if row.seq != seq {
            return Err(Fault::Missing { seq });
        }
        let before = Hash::try_from(linked.before.as_slice()).map_err(|_| Fault::Changed { seq })?;
        let hash = chain::row(&before, row);
        if linked.hash != hash {
            return Err(Fault::Changed { seq });
        }
        if before != self.row {
            return Err(Fault::Unlinked { seq });
        }
        let record = row.record().map_err(|error| Fault::Unreadable { seq, error })?;
        (self.seq, self.row) = (seq, hash);
        if record.book == Book::Hall {
            *self.open_days.entry(row.day).or_default() += 1;
        }
        Ok(record)
    }

    /// Whether the row is sealed when, and only when, it closes a day.
    fn seal(&mut self, record: &Record, seal: Option<Seal>) -> Result<(), Fault> {
        let day = i64::from(record.day.0);
        let closes = record.book == Book::Hall && record.events.contains(&Event::DayClosed);
        let Some(seal) = seal else {
            return if closes { Err(Fault::Unsealed { seq: self.seq, day }) } else { Ok(()) };
        };
        let records = self.open_days.remove(&day).unwrap_or_default();
        let end = DayEnd { day, seq: self.seq, records, last: self.row };
        let hash = chain::seal(&self.seal, &end);
        let expected = Seal {
            day,
            seq: self.seq,
            records,
            last: self.row.into(),
            before: self.seal.into(),
            hash: hash.into(),
        };
        if !closes || seal != expected {
            return Err(Fault::WrongSeal { seq: seal.seq, day: seal.day });
        }
        (self.seal, self.seals, self.sealed) = (hash, self.seals + 1, Some((record.day, hash)));
        Ok(())
    }

    /// A row or a seal behind the last row walked tells that rows were taken out.
    fn rows_missing_at_the_end(&self, sql: &Connection) -> Result<Option<Fault>, KeepError> {
        let row_behind = table::last(sql)?.is_some_and(|last| last.row.seq > self.seq);
        let seal_behind = !table::seals(sql, (self.seq + 1, i64::MAX))?.is_empty();
        Ok((row_behind || seal_behind).then_some(Fault::Missing { seq: self.seq + 1 }))
    }
}
