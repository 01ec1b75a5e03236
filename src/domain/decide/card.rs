//! What an identity card changes about giving a ticket: whether there is one, and how urgent it is.

use super::Decision;
use crate::domain::card::{Card, CardLimit, LimitPer, PersonHash};
use crate::domain::day::Day;
use crate::domain::id::{KioskId, ServiceId};
use crate::domain::request::Refusal;
use crate::domain::ticket::{Cancelled, Ticket, TicketState};

/// Whether a terminal may give a ticket to this card, or to none. Staff need none.
pub(super) fn admitted(it: &Decision<'_>, kiosk: Option<KioskId>, card: Card) -> Result<(), Refusal> {
    let (Some(rules), Some(_)) = (it.day.rules.cards, kiosk) else { return Ok(()) };
    let enough = match card {
        Card::Read { .. } => true,
        Card::Absent => !rules.required,
        Card::NoReader => !rules.required || rules.go_on_without_reader,
    };
    if enough { Ok(()) } else { Err(Refusal::CardNeeded) }
}

/// The reason for the green channel that the card itself is, if the hall's age is reached.
pub(super) fn green(it: &Decision<'_>, card: Card) -> Option<u8> {
    let rule = it.day.rules.cards.and_then(|rules| rules.green)?;
    let known = usize::from(rule.reason) < it.day.rules.green.reasons.len();
    match card {
        Card::Read { of_age: true, .. } if known => Some(rule.reason),
        Card::Read { .. } | Card::Absent | Card::NoReader => None,
    }
}

/// Whether the holder of the card may have one more.
pub(super) fn within_limit(it: &Decision<'_>, card: Card, services: &[ServiceId]) -> Result<(), Refusal> {
    let limit = it.day.rules.cards.and_then(|rules| rules.limit);
    let (Some(limit), Some(person)) = (limit, card.person()) else { return Ok(()) };
    let held = counted(it.day, limit, person, services).count();
    if held < usize::from(limit.tickets) { Ok(()) } else { Err(Refusal::HoldsTicket) }
}

/// The tickets of a person that count towards the limit, in the order of issue.
pub(in crate::domain) fn counted<'a>(
    day: &'a Day,
    limit: CardLimit,
    person: PersonHash,
    services: &'a [ServiceId],
) -> impl DoubleEndedIterator<Item = &'a Ticket> {
    let counts = move |ticket: &&Ticket| match limit.per {
        LimitPer::Service => {
            let same = ticket.errands.iter().any(|errand| services.contains(&errand.service));
            same && !ticket.state.has_ended()
        }
        LimitPer::Day => !is_withdrawn(&ticket.state),
    };
    day.tickets.values().filter(move |ticket| ticket.person == Some(person)).filter(counts)
}

fn is_withdrawn(state: &TicketState) -> bool {
    match state {
        TicketState::Cancelled { why, .. } => match why {
            Cancelled::ByVisitor | Cancelled::ByStaff => true,
            Cancelled::DayEnded | Cancelled::LeftOpen | Cancelled::WrittenOff => false,
        },
        TicketState::Waiting { .. }
        | TicketState::Called(_)
        | TicketState::Serving { .. }
        | TicketState::Parked { .. }
        | TicketState::Missed { .. }
        | TicketState::Served { .. } => false,
    }
}
