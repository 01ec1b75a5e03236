//! The record: one granted request with all that happened; and what the record that opens a day holds.

use std::sync::Arc;

use super::event::Event;
use super::id::{JobId, Seq, ServiceDay, TicketId};
use super::moment::{HallTime, Moment, Wall};
use super::request::Asked;
use super::rules::Rules;

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

/// Everything a day begins with: what replay needs and no record before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The day.
    pub day: ServiceDay,
    /// The rules in full.
    pub rules: Arc<Rules>,
    /// SHA-256 of the rules as the journal stores them.
    pub rules_hash: [u8; 32],
    /// When the hall gives tickets and works.
    pub hours: Hours,
    /// The first ticket of the day will have this id.
    pub next_ticket: TicketId,
    /// The first job of the day will have this id.
    pub next_job: JobId,
    /// The sequence of the seal of the day before, if there was one.
    pub day_before: Option<Seq>,
}

/// The sessions of a day in hall time, so that no step of the wall clock opens or closes a hall.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// In order, not overlapping. Empty while the time of day is unknown: people decide, tickets are given.
    pub sessions: Vec<Session>,
    /// When the day is closed by itself; `None` while the time of day is unknown.
    pub day_ends: Option<HallTime>,
    /// When the hall opens next after today, for the terminal's closed page.
    pub next_opening: Option<Wall>,
}

/// One stretch of opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// From here on tickets are given.
    pub opens: HallTime,
    /// From here on no more tickets are given; whoever holds one is served.
    pub last_ticket: HallTime,
    /// The windows close. Nobody who holds a ticket is sent away.
    pub closes: HallTime,
    /// The opening on the wall's clock, for screens.
    pub opens_wall: Wall,
    /// The closing on the wall's clock, for screens.
    pub closes_wall: Wall,
}

/// A waiting time as a range: half of all visitors wait no longer than `from`, four of five no longer than
/// `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitRange {
    /// Minutes, rounded as the rules say.
    pub from: u16,
    /// Minutes, rounded as the rules say; not below `from`.
    pub to: u16,
}
