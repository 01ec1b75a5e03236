//! What a business day begins with: its rules, its hours, and what it is handed from the day before.

use std::sync::Arc;

use super::id::{JobId, Seq, ServiceDay, TicketId};
use super::locker::Item;
use super::manual::Block;
use super::moment::{HallTime, Wall};
use super::rules::Rules;
use super::staff::PinMark;

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
    /// What lies in the pick-up cabinet; `None` for nothing.
    pub items: Option<Vec<Item>>,
    /// Numbers that are claimed for paper tickets; `None` for none.
    pub blocks: Option<Vec<Block>>,
    /// The marks of the staff's PINs; `None` until somebody has looked at them for the first time.
    pub pins: Option<Vec<PinMark>>,
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
