//! The stored form of a record's body, of a day's opening and of the two clocks.

use super::stored_structs;
use crate::domain::event::Event;
use crate::domain::id::{StaffId, TicketNumber};
use crate::domain::locker::{Item, Whom};
use crate::domain::moment::Wall;
use crate::domain::opening::{Hours, Opening, Session};
use crate::domain::request::{Origin, Request};
use crate::domain::ticket::WaitRange;

/// What a row's body holds: everything of a record that has no column of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Where the request came from.
    pub origin: Origin,
    /// Who asked, where a person is known.
    pub person: Option<StaffId>,
    /// What was asked.
    pub request: Request,
    /// What happened, in order.
    pub events: Vec<Event>,
}

stored_structs! {
    Body { origin, person, request, events }
    Opening { day, rules, rules_hash, hours, next_ticket, next_job, day_before; items, blocks, pins }
    Item { id, door; whom }
    Whom { day, number }
    Hours { sessions, day_ends, next_opening }
    Session { opens, last_ticket, closes, opens_wall, closes_wall }
    WaitRange { from, to }
    Wall { utc_ms, offset_min }
    TicketNumber { prefix, value, width }
}
