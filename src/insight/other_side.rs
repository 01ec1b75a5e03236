//! What a side of the journal that was put aside says of today's numbers, against the side that the hall goes on with.
//!
//! Numbers that were given only there are in nobody's queue here; whoever was called there still waits here, and would
//! be called twice. Both are told by name, so that people can enter them.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::check::Contradiction;
use crate::domain::event::Event;
use crate::domain::id::{Seq, ServiceId, StaffId, TicketId, TicketNumber, WindowId};
use crate::domain::manual::ManualEvent;
use crate::domain::moment::{HallTime, Moment};
use crate::domain::office::Office;
use crate::domain::record::Record;
use crate::domain::request::TypedNumber;
use crate::domain::ticket::{Ticket, TicketState};

/// The other side of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSide {
    /// Its last moment: times of day are told by it.
    pub at: Moment,
    /// Its numbers, in the order in which they were given.
    pub numbers: Vec<Number>,
}

/// One number of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As printed.
    pub number: TicketNumber,
    /// What is to be done about it.
    pub matter: Matter,
}

/// What the two sides make of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Given there alone, and not dealt with when that side ended: to be entered, and called here.
    Waits {
        /// What for.
        service: ServiceId,
        /// When it was given.
        issued: HallTime,
        /// Where it was called there, if it was: perhaps it was served on the spot.
        called_to: Option<WindowId>,
    },
    /// Given there alone, and over there too.
    Over,
    /// Given there, and somebody has entered it here.
    Entered,
    /// Given on both sides, to two visitors.
    Twice,
    /// It waits here, and was called there.
    Called {
        /// Where.
        window: WindowId,
        /// By whom.
        clerk: StaffId,
        /// When.
        called: HallTime,
        /// When it was done; `None` where it did not come, or was at the window still.
        finished: Option<HallTime>,
        /// It was at the window when that side ended.
        there: bool,
    },
}

/// Reads the other side: `ours` are this side's records of the day, `theirs` every record of the day as that side has it, of which
/// those from `from` on are its own.
///
/// # Errors
/// When that side contradicts itself.
pub fn read(ours: &[Record], theirs: &[Record], from: Seq) -> Result<Option<OtherSide>, Contradiction> {
    // Whoever it closed the day over is told as it was before.
    let open = theirs.iter().take_while(|record| !record.events.contains(&Event::DayClosed));
    let open: Vec<Record> = open.cloned().collect();
    let Some(at) = open.last().map(|record| record.moment) else { return Ok(None) };
    let own: Vec<&Record> = open.iter().filter(|record| record.seq >= from).collect();
    let given: BTreeSet<TicketId> = own.iter().flat_map(|record| &record.events).filter_map(given).collect();
    let calls = calls(&own);
    let entered = ours.iter().flat_map(|record| &record.events).filter_map(entered).collect();
    let ours = Office::replay(ours.iter().cloned())?;
    let theirs = Office::replay(open.iter().cloned())?;
    let matter = |ticket: &Ticket| {
        if given.contains(&ticket.id) {
            return Some(alone(&ours, &entered, ticket));
        }
        let waits = |here: &Ticket| matches!(here.state, TicketState::Waiting { .. });
        ours.ticket(ticket.id).filter(|here| waits(here)).and_then(|_| called(ticket, &calls))
    };
    let numbers = theirs
        .tickets()
        .filter_map(|ticket| Some(Number { number: ticket.number, matter: matter(ticket)? }))
        .collect();
    Ok(Some(OtherSide { at, numbers }))
}

fn given(event: &Event) -> Option<TicketId> {
    if let Event::TicketIssued { ticket, .. } | Event::Manual(ManualEvent::PaperTaken { ticket, .. }) = event
    {
        Some(*ticket)
    } else {
        None
    }
}

fn entered(event: &Event) -> Option<TicketNumber> {
    if let Event::Manual(ManualEvent::PaperTaken { number, .. }) = event { Some(*number) } else { None }
}

/// The last call of each ticket.
fn calls(records: &[&Record]) -> BTreeMap<TicketId, (WindowId, StaffId, HallTime)> {
    let mut calls = BTreeMap::new();
    for record in records {
        for event in &record.events {
            if let Event::TicketCalled { ticket, window, clerk, .. } = event {
                calls.insert(*ticket, (*window, *clerk, record.moment.hall));
            }
        }
    }
    calls
}

fn alone(ours: &Office, entered: &BTreeSet<TicketNumber>, ticket: &Ticket) -> Matter {
    if entered.contains(&ticket.number) {
        return Matter::Entered;
    }
    let typed = TypedNumber { prefix: Some(ticket.number.prefix), value: ticket.number.value };
    if ours.ticket_by_number(typed).is_some() {
        return Matter::Twice;
    }
    let called_to = match ticket.state {
        TicketState::Served { .. } | TicketState::Cancelled { .. } => return Matter::Over,
        TicketState::Called(call) | TicketState::Serving { call, .. } => Some(call.window),
        TicketState::Parked { window, .. } | TicketState::Missed { window, .. } => Some(window),
        TicketState::Waiting { .. } => None,
    };
    match ticket.service() {
        Some(service) => Matter::Waits { service, issued: ticket.issued.hall, called_to },
        None => Matter::Over,
    }
}

fn called(ticket: &Ticket, calls: &BTreeMap<TicketId, (WindowId, StaffId, HallTime)>) -> Option<Matter> {
    let (window, clerk, called) = *calls.get(&ticket.id)?;
    let (finished, there) = match ticket.state {
        TicketState::Served { at, .. } => (Some(at), false),
        TicketState::Called(_) | TicketState::Serving { .. } => (None, true),
        TicketState::Missed { .. } => (None, false),
        TicketState::Waiting { .. } | TicketState::Parked { .. } | TicketState::Cancelled { .. } => {
            return None;
        }
    };
    Some(Matter::Called { window, clerk, called, finished, there })
}
