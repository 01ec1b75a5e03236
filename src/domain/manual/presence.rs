//! Who stood at which window from when until when, by what was written and by what the machine knows: two at a time
//! cannot both have been there.
//!
//! Paper is entered in any order, so nothing of this is asked of an entry: the one that makes it right may be the next
//! one in the pile. It is asked of the whole sheet when it is to be closed.

use crate::domain::day::Day;
use crate::domain::id::{SheetId, TicketId, WindowId};
use crate::domain::moment::HallTime;
use crate::domain::request::TypedNumber;
use crate::domain::ticket::{Ticket, TicketState};

use super::{Finding, Hand, Objection, Written};

/// One visitor at one window. A call without an end is a point in time: two points never meet, and a point meets a span
/// only inside of it, as one visitor may be called in the minute in which another leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Presence {
    ticket: TicketId,
    window: WindowId,
    from: HallTime,
    to: HallTime,
    /// Somebody said that it was so, doubts or not.
    sure: bool,
}

impl Presence {
    fn meets(&self, other: &Self) -> bool {
        self.window == other.window && self.from < other.to && other.from < self.to
    }
}

/// Everybody on this sheet who cannot have been at a window together with somebody else; the later ticket is named,
/// with the earlier one. Nobody was sure of either. The last sheet that is open answers for paper tickets too, which
/// stand on none.
pub(in crate::domain) fn meetings(day: &Day, sheet: SheetId) -> Vec<Finding> {
    let presences = presences(day);
    let is_last = day.manual.open_sheets().all(|other| other.id == sheet);
    let rows = day.manual.sheets.get(&sheet).map(|sheet| &sheet.rows);
    let listed = |ticket| rows.is_some_and(|rows| rows.iter().any(|row| row.ticket == ticket));
    let mut findings = Vec::new();
    for (place, later) in presences.iter().enumerate() {
        let earlier = presences.iter().take(place).filter(|earlier| earlier.meets(later));
        for earlier in earlier.filter(|earlier| !earlier.sure && !later.sure) {
            if is_last || listed(earlier.ticket) || listed(later.ticket) {
                findings.extend(finding(day, findings.len(), earlier, later));
            }
        }
    }
    findings
}

fn finding(day: &Day, place: usize, earlier: &Presence, later: &Presence) -> Option<Finding> {
    let (earlier, number) = (day.tickets.get(&earlier.ticket)?, day.tickets.get(&later.ticket)?.number);
    let typed = TypedNumber { prefix: Some(number.prefix), value: number.value };
    Some(Finding { place, number: typed, objection: Objection::Overlaps(earlier.number, later.window) })
}

/// In the order of their numbers, so that no order of entering shows.
fn presences(day: &Day) -> Vec<Presence> {
    let by_hand = day.manual.hands.iter();
    let by_hand = by_hand.filter_map(|(id, hand)| of_hand(day.tickets.get(id)?, hand));
    let visitors = day.windows.values().filter_map(|window| day.tickets.get(&window.visitor?));
    let visitors = visitors
        .filter(|ticket| day.manual.hands.get(&ticket.id).is_none_or(|hand| !is_that_call(ticket, hand)));
    let by_machine = visitors.filter_map(|ticket| {
        let call = ticket.state.call()?;
        let (from, to) = (call.since, STILL_THERE);
        Some(Presence { ticket: ticket.id, window: call.window, from, to, sure: false })
    });
    let mut all: Vec<Presence> = by_hand.chain(by_machine).collect();
    all.sort_by_key(|presence| day.tickets.get(&presence.ticket).map(|ticket| ticket.number));
    all
}

/// The end of a visit that lasts.
const STILL_THERE: HallTime = HallTime(u64::MAX);

fn of_hand(ticket: &Ticket, hand: &Hand) -> Option<Presence> {
    let (window, _, called) = hand.written.call()?;
    let from = called.or_else(|| hand.before.state.call().map(|call| call.since))?;
    let to = match &hand.written {
        Written::Served { started, finished, .. } => finished.or(*started).unwrap_or(from),
        Written::AtWindow { .. } => left_at(ticket, hand).max(from),
        Written::Left { .. } | Written::NotCalled | Written::WrittenOff { .. } => from,
    };
    Some(Presence { ticket: ticket.id, window, from, to, sure: hand.sure })
}

/// When the machine saw a visitor go who was at the window when that was entered.
fn left_at(ticket: &Ticket, hand: &Hand) -> HallTime {
    match ticket.state {
        TicketState::Served { at, .. } | TicketState::Cancelled { at, .. } => at,
        TicketState::Missed { since, .. } | TicketState::Parked { since, .. } => since,
        TicketState::Called(_) | TicketState::Serving { .. } if is_that_call(ticket, hand) => STILL_THERE,
        // Sent on, and perhaps called again: it waits since it went.
        TicketState::Waiting { .. } => ticket.waits_since,
        TicketState::Called(_) | TicketState::Serving { .. } => HallTime(0),
    }
}

/// Whether a visitor is at a window by the very call that was entered, and not by a later one.
fn is_that_call(ticket: &Ticket, hand: &Hand) -> bool {
    let entered = hand.written.call().map(|(window, _, called)| (window, called));
    let before = hand.before.state.call();
    ticket.state.call().is_some_and(|call| {
        entered.is_some_and(|(window, called)| {
            let since = called.or_else(|| before.map(|before| before.since));
            call.window == window && Some(call.since) == since
        })
    })
}
