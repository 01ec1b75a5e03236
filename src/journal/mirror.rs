//! The rows of the day once more, in memory: what the journal goes on from when its file cannot be read.
//!
//! It holds the rows of the last day, and, while the main journal is not written, every row since. Only rows
//! that were confirmed are in it, so that whoever goes on from it goes on from what people were told.

use super::chain::{self, Hash, Link};
use super::copy::Whose;
use super::keep::{Cause, KeepError, Latest};
use super::row::Row;
use crate::domain::event::Event;
use crate::domain::id::{Seq, ServiceDay};
use crate::domain::record::Record;

/// The rows, each following the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirror {
    whose: Whose,
    /// What the first row follows: its position and hash, 0 and the site's for the first of all rows.
    base: (i64, Hash),
    links: Vec<Link>,
    /// Where the journal ended when the mirror was made: behind its last row, or behind rows that are declared
    /// lost.
    floor: (i64, Hash),
}

impl Mirror {
    /// The mirror of an empty journal.
    #[must_use]
    pub fn empty(whose: Whose) -> Self {
        let base = (0, chain::site(&whose.site, &whose.birth));
        Self { whose, base, links: Vec::new(), floor: base }
    }

    /// The mirror of a journal whose last day has these rows, proved to follow from one another, and which goes
    /// on behind `end`.
    #[must_use]
    pub fn of(whose: Whose, links: Vec<Link>, end: (i64, Hash)) -> Self {
        let Some(first) = links.first() else { return Self { floor: end, ..Self::empty(whose) } };
        Self { whose, base: (first.row.seq - 1, first.before), links, floor: end }
    }

    /// Whose rows these are.
    #[must_use]
    pub fn whose(&self) -> &Whose {
        &self.whose
    }

    /// What the first row follows.
    #[must_use]
    pub fn base(&self) -> (i64, Hash) {
        self.base
    }

    /// The position and hash of the last row.
    #[must_use]
    pub fn head(&self) -> (i64, Hash) {
        let last = self.links.last().map(|last| (last.row.seq, last.hash));
        last.filter(|last| last.0 > self.floor.0).unwrap_or(self.floor)
    }

    /// The rows, in order.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The hash of the row of a record; `None` when it is not here.
    #[must_use]
    pub fn seal(&self, seq: Seq) -> Option<Hash> {
        self.links.iter().find(|link| u64::try_from(link.row.seq) == Ok(seq.0)).map(|link| link.hash)
    }

    /// The rows behind a place.
    #[must_use]
    pub fn behind(&self, seq: i64) -> &[Link] {
        let known = self.links.partition_point(|link| link.row.seq <= seq);
        self.links.get(known..).unwrap_or_default()
    }

    /// Adds a record.
    ///
    /// # Errors
    /// When it does not follow the last one, or holds what no row can.
    pub fn push(&mut self, record: &Record) -> Result<(), Cause> {
        let (row, head) = (Row::of(record)?, self.head());
        if row.seq != head.0 + 1 {
            let last = Seq(u64::try_from(head.0).unwrap_or_default());
            return Err(Cause::OutOfOrder { last, found: record.seq });
        }
        self.links.push(Link::after(head.1, row));
        Ok(())
    }

    /// Adds a row as it stands elsewhere; whether it followed.
    pub fn follow(&mut self, link: &Link) -> bool {
        let follows = (link.row.seq - 1, link.before) == self.head() && link.is_intact();
        if follows {
            self.links.push(link.clone());
        }
        follows
    }

    /// Takes the rows behind a place out again.
    pub fn forget_behind(&mut self, seq: i64) {
        self.links.retain(|link| link.row.seq <= seq);
    }

    /// Lets go of the days before the last one: they are in the main journal.
    pub fn forget_days_before(&mut self) {
        let Some(day) = self.links.last().map(|last| last.row.day) else { return };
        let first = self.links.iter().position(|link| link.row.day == day).unwrap_or_default();
        if let Some(last) = self.links.drain(..first).next_back() {
            self.base = (last.row.seq, last.hash);
        }
    }

    /// The records of one day, in order.
    ///
    /// # Errors
    /// When a row holds what no version of the codec writes.
    pub fn day(&self, day: ServiceDay) -> Result<Vec<Record>, KeepError> {
        let read = |row: &Row| row.record().map_err(|error| KeepError::Unreadable { seq: row.seq, error });
        self.links
            .iter()
            .filter(|link| link.row.day == i64::from(day.0))
            .map(|link| read(&link.row))
            .collect()
    }

    /// Where the journal stands; `None` while it is empty.
    ///
    /// # Errors
    /// As for [`Mirror::day`].
    pub fn latest(&self) -> Result<Option<Latest>, KeepError> {
        let Some(last) = self.links.last() else { return Ok(None) };
        let day = u32::try_from(last.row.day).map_err(|_| KeepError::Broken { seq: last.row.seq })?;
        Ok(Latest::after(&self.day(ServiceDay(day))?, last.hash))
    }
}

/// Whether one of the first two rows says that the journal goes on in another way: the second, where the
/// first has to open the day.
#[must_use]
pub fn goes_down(links: &[Link]) -> bool {
    let lowers = |record: &Record| {
        use crate::domain::keeping::KeepingEvent::Lowered;
        record.events.iter().any(|event| matches!(event, Event::Keeping(Lowered { .. })))
    };
    links.iter().take(2).any(|link| link.row.record().is_ok_and(|record| lowers(&record)))
}
