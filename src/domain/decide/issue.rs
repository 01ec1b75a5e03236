//! Giving, reprinting and withdrawing tickets.

use std::time::Duration;

use super::{Decision, card};
use crate::domain::card::Card;
use crate::domain::estimate::Load;
use crate::domain::event::Event;
use crate::domain::id::{KioskId, ServiceId, TicketId};
use crate::domain::job::JobKind;
use crate::domain::planted::Bug;
use crate::domain::request::{Origin, Refusal};
use crate::domain::rules::{Class, Service};
use crate::domain::ticket::{Cancelled, TicketState};

/// The span of the limit per minute.
const MINUTE: Duration = Duration::from_secs(60);

/// One decision claims id, number and place in the queue, so that no number can be given twice.
pub(super) fn issue(
    it: &mut Decision<'_>,
    services: &[ServiceId],
    green: Option<u8>,
    paper: bool,
    shown: Card,
) -> Result<(), Refusal> {
    let first = errands(it, services)?;
    let kiosk = match it.asked.origin {
        Origin::Kiosk(kiosk) => Some(kiosk),
        Origin::Keypad(_)
        | Origin::RatingPad(_)
        | Origin::SoftKeypad(_)
        | Origin::Duty
        | Origin::Device
        | Origin::Clock
        | Origin::Startup => None,
    };
    card::admitted(it, kiosk, shown)?;
    entitled(it, green, kiosk)?;
    let green = green.or_else(|| card::green(it, shown));
    kiosk.map_or(Ok(()), |kiosk| same_touch(it, kiosk, services, green))?;
    for service in services {
        it.day.gives(it.day.service(*service)?, it.now())?;
    }
    card::within_limit(it, shown, services)?;
    kiosk.map_or(Ok(()), |kiosk| too_many(it, kiosk))?;
    let group = it.day.group(first.group).ok_or(Refusal::NumbersUsedUp)?;
    let number = it.day.free_number(group)?;
    let class = if green.is_some() { Class::Green } else { first.class };
    let told = Load::gather(it.day, it.now()).told(first.id, class);
    it.day.in_time(told.wait, takes(it, services), it.now())?;
    let (ticket, services) = (it.day.next_ticket, services.to_vec());
    let (ahead, wait) = (told.ahead, told.wait);
    it.add(Event::TicketIssued { ticket, number, services, class, green, kiosk, ahead, wait });
    let limited = it.day.rules.cards.is_some_and(|rules| rules.limit.is_some());
    if let Some(person) = shown.person().filter(|_| limited) {
        it.add(Event::TicketHeld { ticket, person });
    }
    if paper {
        let job = it.new_job();
        it.add(Event::SlipOpened { job, ticket, reprint: false });
    }
    Ok(())
}

/// The first of the services, if they can stand on one ticket.
fn errands<'a>(it: &Decision<'a>, services: &[ServiceId]) -> Result<&'a Service, Refusal> {
    let (Some(first), true) = (services.first(), services.len() <= usize::from(it.day.rules.issuing.errands))
    else {
        return Err(Refusal::WrongErrands);
    };
    let twice =
        services.iter().enumerate().any(|(place, service)| services.iter().take(place).any(|s| s == service));
    if twice {
        return Err(Refusal::WrongErrands);
    }
    it.day.service(*first)
}

/// How long the errands take together, by the catalogue.
fn takes(it: &Decision<'_>, services: &[ServiceId]) -> Duration {
    services.iter().filter_map(|id| it.day.service(*id).ok()).map(|service| service.prior).sum()
}

fn entitled(it: &Decision<'_>, green: Option<u8>, kiosk: Option<KioskId>) -> Result<(), Refusal> {
    let Some(reason) = green else { return Ok(()) };
    let rules = &it.day.rules.green;
    if usize::from(reason) >= rules.reasons.len() {
        return Err(Refusal::NoSuchReason);
    }
    if kiosk.is_some() && !rules.self_declared {
        return Err(Refusal::NotSelfDeclared);
    }
    Ok(())
}

/// A finger that touches twice wants one ticket (fault catalogue, F07).
fn same_touch(
    it: &Decision<'_>,
    kiosk: KioskId,
    services: &[ServiceId],
    green: Option<u8>,
) -> Result<(), Refusal> {
    let last = it.day.kiosks.get(&kiosk).and_then(|kiosk| kiosk.given.back());
    let Some(ticket) = last.and_then(|(_, ticket)| it.day.tickets.get(ticket)) else { return Ok(()) };
    let just_given = it.now().since(ticket.issued.hall) < it.day.rules.issuing.double_touch;
    let same_choice =
        ticket.errands.iter().map(|errand| &errand.service).eq(services) && ticket.green_reason == green;
    let heeded = ticket.is_gone() || it.day.planted.has(Bug::SecondTouchHeeded);
    if just_given && same_choice && !heeded { Err(Refusal::SameTouch) } else { Ok(()) }
}

fn too_many(it: &Decision<'_>, kiosk: KioskId) -> Result<(), Refusal> {
    let given = it
        .day
        .kiosks
        .get(&kiosk)
        .map_or(0, |kiosk| kiosk.given.iter().filter(|(then, _)| it.now().since(*then) < MINUTE).count());
    let most = usize::try_from(it.day.rules.issuing.per_minute).unwrap_or(usize::MAX);
    if given >= most { Err(Refusal::TooManyTickets) } else { Ok(()) }
}

/// A ticket that has ended, or whose slip is with the printer still, needs no further paper.
pub(super) fn reprint(it: &mut Decision<'_>, ticket: TicketId) -> Result<(), Refusal> {
    let gone = it.day.ticket(ticket)?.is_gone();
    let coming = it.day.jobs.values().any(|job| match job.kind {
        JobKind::Slip { ticket: printing, .. } => printing == ticket,
        JobKind::Correction { .. } | JobKind::Announcement { .. } => false,
    });
    if gone || coming {
        return Err(Refusal::WrongState);
    }
    let job = it.new_job();
    it.add(Event::SlipOpened { job, ticket, reprint: true });
    Ok(())
}

/// Whoever was called or is served is missed or finished, not withdrawn.
pub(super) fn cancel(it: &mut Decision<'_>, ticket: TicketId) -> Result<(), Refusal> {
    match it.day.ticket(ticket)?.state {
        TicketState::Waiting { .. } | TicketState::Parked { .. } | TicketState::Missed { .. } => (),
        TicketState::Called(_)
        | TicketState::Serving { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled { .. } => return Err(Refusal::WrongState),
    }
    let why = match it.asked.origin {
        Origin::Kiosk(_) => Cancelled::ByVisitor,
        Origin::Keypad(_)
        | Origin::RatingPad(_)
        | Origin::SoftKeypad(_)
        | Origin::Duty
        | Origin::Device
        | Origin::Clock
        | Origin::Startup => Cancelled::ByStaff,
    };
    it.add(Event::TicketCancelled { ticket, why });
    Ok(())
}
