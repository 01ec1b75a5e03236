//! The record: one granted request with all that happened.

use super::event::Event;
use super::id::{Seq, ServiceDay};
use super::moment::Moment;
use super::request::Asked;

/// One request that was granted: what was asked and all that happened. The unit of storing and of replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its position in the journal.
    pub seq: Seq,
    /// Which book it belongs to.
    pub book: Book,
    /// The business day it belongs to.
    pub day: ServiceDay,
    /// When.
    pub moment: Moment,
    /// What was asked.
    pub asked: Asked,
    /// What happened, in order; never empty.
    pub events: Vec<Event>,
}

/// The two books of a hall. One journal, one sequence, one chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Book {
    /// The day in the hall: replayed at each start.
    Hall,
    /// Matters that live longer than a day.
    Ledger,
}
