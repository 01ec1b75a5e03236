//! Verification: walks the journal from its first row to its last and names the first that does not fit.
//!
//! The walk goes in slices, so that a running daemon can do it in the background, and the command line in one
//! go. What it cannot see is a journal whose newest rows were taken off cleanly: for that, compare
//! [`Report::last`] and [`Report::sealed`] with the seal on the paper of that day.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use rusqlite::Connection;

use super::chain::{self, DayEnd, Hash};
use super::codec::CodecError;
use super::gap::{self, Gap};
use super::keep::KeepError;
use super::table::{self, Linked, Seal};
use crate::domain::event::Event;
use crate::domain::id::{Seq, ServiceDay};
use crate::domain::keeping::KeepingEvent;
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
    /// Ranges that a restoration could not bring back, still ahead, in order.
    ahead: VecDeque<Gap>,
    /// Those that were passed.
    lost: Vec<(Seq, Seq)>,
    /// Rows were lost since the last seal: it counts rows that are not there.
    uncounted: bool,
    joints: Vec<(Seq, KeepingEvent)>,
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
    /// Ranges of rows, first and last, that a restoration said it could not bring back. The chain goes on
    /// behind each of them; what stood there is not known.
    pub lost: Vec<(Seq, Seq)>,
    /// Where the journal was kept in another way for a while, in order.
    pub joints: Vec<(Seq, KeepingEvent)>,
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
    /// A walk before the first row of the file that has this birth mark and these gaps.
    pub(super) fn new(site: Hash, gaps: Vec<Gap>) -> Self {
        Self {
            seq: 0,
            row: site,
            seal: site,
            seals: 0,
            sealed: None,
            open_days: BTreeMap::new(),
            ahead: gaps.into(),
            lost: Vec::new(),
            uncounted: false,
            joints: Vec::new(),
        }
    }

    /// The last row walked; 0 before the first.
    #[must_use]
    pub fn at(&self) -> i64 {
        self.seq
    }

    /// Walks at most `rows` further. The report, if the walk has come to its end or to a fault.
    pub(super) fn on(&mut self, sql: &Connection, rows: i64) -> Result<Option<Report>, KeepError> {
        self.pass_a_gap();
        let goal = self.goal(rows);
        match self.slice(sql, goal) {
            Ok(()) if self.seq == goal => Ok(None),
            Ok(()) => Ok(Some(self.report(self.rows_missing_at_the_end(sql)?))),
            Err(Stop::Fault(fault)) => Ok(Some(self.report(Some(fault)))),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    /// What was found so far, when the walk ends here.
    fn report(&self, fault: Option<Fault>) -> Report {
        let at = u64::try_from(self.seq).unwrap_or_default();
        let last = (self.seq > 0).then_some((Seq(at), self.row));
        let lost: u64 = self.lost.iter().map(|(first, last)| last.0 - first.0 + 1).sum();
        Report {
            records: at - lost,
            seals: self.seals,
            last,
            sealed: self.sealed,
            lost: self.lost.clone(),
            joints: self.joints.clone(),
            fault,
        }
    }

    fn slice(&mut self, sql: &Connection, goal: i64) -> Result<(), Stop> {
        let mut seals = table::seals(sql, (self.seq + 1, goal))?.into_iter().peekable();
        table::each(sql, (self.seq + 1, goal), |linked| {
            let seal = seals.next_if(|seal| seal.seq <= linked.row.seq);
            self.take(&linked, seal).map_err(Stop::Fault)
        })
    }

    /// How far a slice goes: to a gap ahead and no further, as positions jump there.
    fn goal(&self, rows: i64) -> i64 {
        let goal = self.seq.saturating_add(rows);
        let gap = self.ahead.front().map(|gap| gap.first - 1).filter(|before| *before > self.seq);
        gap.map_or(goal, |before| goal.min(before))
    }

    /// What was found when there is nothing more: a gap at the end is passed.
    pub(super) fn end(&mut self) -> Report {
        self.pass_a_gap();
        self.report(None)
    }

    /// Walks over one row, with the seal that names it, if one does.
    pub(super) fn take(&mut self, linked: &Linked, seal: Option<Seal>) -> Result<(), Fault> {
        self.pass_a_gap();
        let record = self.row(linked)?;
        self.seal(&record, seal)
    }

    /// Steps over the rows that a restoration declared lost, if they come next.
    fn pass_a_gap(&mut self) {
        let (seq, row) = (self.seq, self.row);
        let Some(gap) = self.ahead.pop_front_if(|gap| gap.first == seq + 1 && gap.before == row) else {
            return;
        };
        self.lost.push((gap::position(gap.first), gap::position(gap.last)));
        (self.seq, self.row, self.uncounted) = (gap.last, gap.after, true);
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
        self.joints.extend(record.events.iter().filter_map(|event| {
            if let Event::Keeping(event) = event { Some((record.seq, event.clone())) } else { None }
        }));
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
        let there = self.open_days.remove(&day).unwrap_or_default();
        // A seal made before rows were lost counts them; it is held against the rest of what it says.
        let lost_some = std::mem::take(&mut self.uncounted) && seal.records >= there;
        let records = if lost_some { seal.records } else { there };
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
