//! What happens between START and the end of an errand, and the way back of those who were missed or
//! corrected.

use super::Decision;
use crate::domain::event::Event;
use crate::domain::id::{ServiceId, StaffId, TicketId, WindowId};
use crate::domain::moment::HallTime;
use crate::domain::request::{Refusal, TransferTo, TypedNumber};
use crate::domain::rules::Service;
use crate::domain::ticket::{Errand, Outcome, Ticket, TicketState};

pub(super) fn start(it: &mut Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    let clerk = it.clerk_at(window)?;
    let visitor = it.visitor_at(it.day.window(window)?).ok_or(Refusal::NobodyThere)?;
    match visitor.state {
        TicketState::Called(_) => (),
        TicketState::Serving { .. } => return Err(Refusal::StillServing),
        TicketState::Waiting { .. }
        | TicketState::Parked { .. }
        | TicketState::Missed { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled { .. } => return Err(Refusal::NobodyThere),
    }
    it.add(Event::ServiceStarted { ticket: visitor.id, window, clerk });
    Ok(())
}

pub(super) fn finish(it: &mut Decision<'_>, window: WindowId, outcome: &Outcome) -> Result<(), Refusal> {
    let clerk = it.clerk_at(window)?;
    let (visitor, since) = it.served_at(window)?;
    further_bounce(it, visitor, since)?;
    let service = it.day.service(visitor.service().ok_or(Refusal::NobodyThere)?)?;
    on_the_lists(it, service, outcome)?;
    end_errand(it, window, clerk, visitor, since, outcome);
    Ok(())
}

/// A FINISH that bounces ends one errand, not the next one as well, which began with it (F10).
fn further_bounce(it: &Decision<'_>, visitor: &Ticket, since: HallTime) -> Result<(), Refusal> {
    let further = visitor.errands.iter().any(|errand| errand.outcome.is_some());
    let bounces = it.now().since(since) < it.day.rules.calling.bounce;
    if further && bounces { Err(Refusal::TooSoon) } else { Ok(()) }
}

/// Reasons and missing materials are places in lists that the rules hold.
fn on_the_lists(it: &Decision<'_>, service: &Service, outcome: &Outcome) -> Result<(), Refusal> {
    let listed = match outcome {
        Outcome::Done | Outcome::TimeLimited => true,
        Outcome::NotAccepted { reason } => usize::from(*reason) < it.day.rules.decline_reasons.len(),
        Outcome::Corrected { missing } => {
            let known = missing.iter().all(|place| usize::from(*place) < service.materials.len());
            known && !missing.is_empty()
        }
    };
    if listed { Ok(()) } else { Err(Refusal::NoSuchReason) }
}

/// Ends the errand that is served. The next one begins at once where window and clerk can serve it; else it
/// waits its turn with the time the visitor has waited. After the last one the visitor is asked for a grade.
pub(super) fn end_errand(
    it: &mut Decision<'_>,
    window: WindowId,
    clerk: StaffId,
    visitor: &Ticket,
    since: HallTime,
    outcome: &Outcome,
) {
    let Some(service) = visitor.service() else { return };
    let (ticket, took) = (visitor.id, it.now().since(since));
    it.silence(ticket);
    it.add(Event::ServiceFinished { ticket, window, clerk, service, outcome: outcome.clone(), took });
    correct(it, ticket, service, outcome);
    match next_errand(visitor) {
        Some(service) if it.day.serves(window, clerk, service) => {
            it.add(Event::ErrandBegun { ticket, service })
        }
        Some(service) => it.add(Event::ErrandQueued { ticket, service }),
        None if it.day.rules.rating.ask_at_finish && visitor.grade.is_none() => it.ask_rating(window, ticket),
        None => (),
    }
}

/// The first errand without an outcome once the present one has its own.
fn next_errand(visitor: &Ticket) -> Option<ServiceId> {
    let others = visitor.errands.iter().enumerate().filter(|(place, _)| *place != visitor.current);
    let mut open = others.filter(|(_, errand)| errand.outcome.is_none());
    open.next().map(|(_, errand)| errand.service)
}

/// Whoever lacks something takes the whole list home on paper, told once (一次性告知).
fn correct(it: &mut Decision<'_>, ticket: TicketId, service: ServiceId, outcome: &Outcome) {
    let Outcome::Corrected { missing } = outcome else { return };
    let (job, missing) = (it.new_job(), missing.clone());
    it.add(Event::CorrectionOpened { job, ticket, service, missing });
}

pub(super) fn park(it: &mut Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    let clerk = it.clerk_at(window)?;
    let ticket = it.served_at(window)?.0.id;
    it.silence(ticket);
    it.add(Event::TicketParked { ticket, window, clerk });
    Ok(())
}

/// A visitor is sent on only to where somebody can take him up (I05).
pub(super) fn transfer(it: &mut Decision<'_>, window: WindowId, to: TransferTo) -> Result<(), Refusal> {
    let clerk = it.clerk_at(window)?;
    let (visitor, _) = it.served_at(window)?;
    match to {
        TransferTo::Service(service) => to_service(it, visitor, service)?,
        TransferTo::Window(other) if other == window => return Err(Refusal::SamePlace),
        TransferTo::Window(other) => to_window(it, visitor, other)?,
        TransferTo::Clerk(other) if other == clerk => return Err(Refusal::SamePlace),
        TransferTo::Clerk(other) => to_clerk(it, visitor, other)?,
    }
    it.silence(visitor.id);
    it.add(Event::TicketTransferred { ticket: visitor.id, from: window, clerk, to });
    Ok(())
}

fn to_service(it: &Decision<'_>, visitor: &Ticket, service: ServiceId) -> Result<(), Refusal> {
    it.day.service(service)?;
    if visitor.errands.iter().any(|errand| errand.service == service && errand.outcome.is_none()) {
        return Err(Refusal::SamePlace);
    }
    if it.day.is_stopped(Some(service)) {
        return Err(Refusal::IssuingStopped);
    }
    let served = it.day.rules.windows.iter().any(|window| window.skills.include(service));
    if served { Ok(()) } else { Err(Refusal::NobodyServes) }
}

fn to_window(it: &Decision<'_>, visitor: &Ticket, to: WindowId) -> Result<(), Refusal> {
    let window = it.day.window(to)?;
    let clerk = window.clerk.ok_or(Refusal::NotLoggedIn)?;
    if window.closing_out {
        return Err(Refusal::ClosingOut);
    }
    let able = visitor.service().is_some_and(|service| it.day.serves(to, clerk, service));
    if able { Ok(()) } else { Err(Refusal::NotSkilled) }
}

fn to_clerk(it: &Decision<'_>, visitor: &Ticket, to: StaffId) -> Result<(), Refusal> {
    it.day.staff(to)?;
    let theirs = it.day.windows.iter().filter(|(_, window)| window.clerk == Some(to));
    let mut reasons = theirs.map(|(id, _)| to_window(it, visitor, *id));
    let first = reasons.next().ok_or(Refusal::NotLoggedIn)?;
    if first.is_ok() || reasons.any(|reason| reason.is_ok()) { Ok(()) } else { first }
}

/// A missed or corrected visitor is promised a place: behind so many further calls of the service, and then
/// surely.
pub(super) fn take_back(it: &mut Decision<'_>, number: TypedNumber) -> Result<(), Refusal> {
    let ticket = it.day.typed(number, Ticket::may_return)?;
    let to_do = |errand: &&Errand| errand.outcome.is_none() || errand.is_corrected();
    let service = ticket.errands.iter().find(to_do).ok_or(Refusal::WrongState)?.service;
    let behind = u64::from(it.day.rules.calling.return_after_calls);
    let due_at_calls = it.day.queue.calls_of(service).saturating_add(behind);
    it.add(Event::TicketReturned { ticket: ticket.id, due_at_calls });
    Ok(())
}
