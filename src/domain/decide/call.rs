//! Calling a visitor to a window, again, by mistake, or in vain.

use super::Decision;
use super::serve;
use crate::domain::discipline;
use crate::domain::event::{Choice, Event};
use crate::domain::id::{StaffId, TicketId, WindowId};
use crate::domain::moment::HallTime;
use crate::domain::planted::Bug;
use crate::domain::request::{Refusal, TypedNumber};
use crate::domain::ticket::{Outcome, Ticket, TicketState};
use crate::domain::window::Window;

/// An open service ends as done; one with a further errand is finished by the clerk, as NEXT would send the
/// visitor away with half of what he came for. With nobody waiting, NEXT only ends the service.
pub(super) fn call_next(it: &mut Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    let clerk = it.clerk_at(window)?;
    let state = it.day.window(window)?;
    bounce(it, state)?;
    ready(state)?;
    if state.closing_out {
        return Err(Refusal::ClosingOut);
    }
    if state.visitor.is_some() {
        let (visitor, since) = it.served_at(window).map_err(|_| Refusal::StillServing)?;
        if visitor.errands.iter().filter(|errand| errand.outcome.is_none()).count() > 1 {
            return Err(Refusal::StillServing);
        }
        serve::end_errand(it, window, clerk, visitor, since, &Outcome::Done);
    }
    match discipline::next(it.day, it.now(), window, clerk) {
        Some((ticket, choice)) => call(it, window, clerk, ticket, choice),
        None if it.events.is_empty() => return Err(Refusal::NothingWaiting),
        None => (),
    }
    Ok(())
}

/// Out of turn, for a reason that is written down; also fetches a visitor who is parked at another window.
pub(super) fn call_number(
    it: &mut Decision<'_>,
    window: WindowId,
    number: TypedNumber,
    reason: u8,
) -> Result<(), Refusal> {
    let clerk = it.clerk_at(window)?;
    let state = it.day.window(window)?;
    ready(state)?;
    if state.closing_out {
        return Err(Refusal::ClosingOut);
    }
    if usize::from(reason) >= it.day.rules.directed_reasons.len() {
        return Err(Refusal::NoSuchReason);
    }
    free(state)?;
    let ticket = it.day.typed(number, |ticket| match ticket.state {
        TicketState::Waiting { .. } | TicketState::Parked { .. } => true,
        TicketState::Called(_)
        | TicketState::Serving { .. }
        | TicketState::Missed { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled { .. } => false,
    })?;
    skilled(it, window, clerk, ticket)?;
    call(it, window, clerk, ticket.id, Choice::Directed { reason });
    Ok(())
}

/// A window that closes out still takes up whom it had parked.
pub(super) fn resume(
    it: &mut Decision<'_>,
    window: WindowId,
    number: Option<TypedNumber>,
) -> Result<(), Refusal> {
    let clerk = it.clerk_at(window)?;
    let state = it.day.window(window)?;
    ready(state)?;
    free(state)?;
    let parked = it.day.parked_at(window);
    let longest = *parked.first().ok_or(Refusal::NobodyParked)?;
    let ticket = match number {
        None => longest,
        Some(number) => it.day.typed(number, |ticket| parked.iter().any(|parked| parked.id == ticket.id))?,
    };
    skilled(it, window, clerk, ticket)?;
    call(it, window, clerk, ticket.id, Choice::Resumed);
    Ok(())
}

/// Where there is no START key, service starts with the call, and both are recorded.
fn call(it: &mut Decision<'_>, window: WindowId, clerk: StaffId, ticket: TicketId, choice: Choice) {
    it.add(Event::TicketCalled { ticket, window, clerk, choice });
    it.announce(ticket, window, false);
    if !it.day.rules.calling.start_key {
        it.add(Event::ServiceStarted { ticket, window, clerk });
    }
}

pub(super) fn recall(it: &mut Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    it.clerk_at(window)?;
    let ticket = awaited(it, window)?;
    let last = ticket.state.call().ok_or(Refusal::NobodyThere)?.last;
    cooled_down(it, last)?;
    it.add(Event::TicketRecalled { ticket: ticket.id, window });
    it.announce(ticket.id, window, false);
    Ok(())
}

/// Nobody is missed who was not called often enough and given time to come after the last call.
pub(super) fn no_show(it: &mut Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    it.clerk_at(window)?;
    let ticket = awaited(it, window)?;
    let call = ticket.state.call().ok_or(Refusal::NobodyThere)?;
    if call.recalls < it.day.rules.calling.recalls_before_no_show {
        return Err(Refusal::NotYet);
    }
    cooled_down(it, call.last)?;
    it.add(Event::TicketMissed { ticket: ticket.id, window });
    it.silence(ticket.id);
    Ok(())
}

/// Gives the ticket back to the queue. A service that the same NEXT had ended stays ended: its visitor has
/// gone.
pub(super) fn undo(it: &mut Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    it.clerk_at(window)?;
    let ticket = awaited(it, window).map_err(|_| Refusal::NothingToUndo)?;
    let last = it.day.window(window)?.last_call.as_ref().filter(|call| call.ticket == ticket.id);
    let made = last.ok_or(Refusal::NothingToUndo)?.at;
    if it.now().since(made) > it.day.rules.calling.undo_within {
        return Err(Refusal::NothingToUndo);
    }
    it.add(Event::CallUndone { ticket: ticket.id, window });
    it.silence(ticket.id);
    Ok(())
}

/// Nobody comes within seconds of a call: whoever presses so soon has to wait, not to call again.
fn cooled_down(it: &Decision<'_>, last: HallTime) -> Result<(), Refusal> {
    if it.now().since(last) < it.day.rules.calling.cool_down { Err(Refusal::TooSoon) } else { Ok(()) }
}

/// The visitor who was called to a window and may still be on the way.
fn awaited<'a>(it: &Decision<'a>, window: WindowId) -> Result<&'a Ticket, Refusal> {
    let visitor = it.visitor_at(it.day.window(window)?);
    visitor.filter(|ticket| it.day.is_awaited(ticket)).ok_or(Refusal::NobodyThere)
}

/// A bounced key never skips a visitor (F10, F11).
fn bounce(it: &Decision<'_>, window: &Window) -> Result<(), Refusal> {
    let last = window.last_call.as_ref();
    let bounces = last.is_some_and(|call| it.now().since(call.at) < it.day.rules.calling.bounce);
    if bounces && !it.day.planted.has(Bug::BounceObeyed) { Err(Refusal::TooSoon) } else { Ok(()) }
}

fn ready(window: &Window) -> Result<(), Refusal> {
    if window.paused.is_some() { Err(Refusal::Paused) } else { Ok(()) }
}

fn free(window: &Window) -> Result<(), Refusal> {
    if window.visitor.is_some() { Err(Refusal::StillServing) } else { Ok(()) }
}

fn skilled(it: &Decision<'_>, window: WindowId, clerk: StaffId, ticket: &Ticket) -> Result<(), Refusal> {
    let able = ticket.service().is_some_and(|service| it.day.serves(window, clerk, service));
    if able { Ok(()) } else { Err(Refusal::NotSkilled) }
}
