//! The live order: who would be called one after another, and to which window, if everybody worked on.

use super::apply;
use super::day::Day;
use super::discipline;
use super::id::{StaffId, TicketId, WindowId};
use super::manual::{SheetRow, Stands};
use super::moment::HallTime;
use super::ticket::{Ticket, TicketState};

/// Everybody who is not done, as a sheet lists them: those at windows, those who wait in the order in which they
/// would be called, and those who are parked.
pub(super) fn rows(day: &Day, at: HallTime) -> Vec<SheetRow> {
    let at_windows = day.windows.values().filter_map(|window| day.tickets.get(&window.visitor?));
    let at_windows = at_windows.filter_map(|ticket| {
        let call = ticket.state.call()?;
        row(ticket, call.since, Stands::AtWindow, Some(call.window))
    });
    let waiting = order(day, at).into_iter().filter_map(|(id, window)| {
        let ticket = day.tickets.get(&id)?;
        let waited = u64::try_from(ticket.waited(at).as_millis()).unwrap_or(u64::MAX);
        row(ticket, HallTime(at.0.saturating_sub(waited)), Stands::Waits, window)
    });
    let parked = day.queue.parked().filter_map(|id| day.tickets.get(&id)).filter_map(|ticket| {
        let TicketState::Parked { window, since, .. } = ticket.state else { return None };
        row(ticket, since, Stands::Parked, Some(window))
    });
    at_windows.chain(waiting).chain(parked).collect()
}

fn row(ticket: &Ticket, since: HallTime, stands: Stands, window: Option<WindowId>) -> Option<SheetRow> {
    let (service, class) = (ticket.service()?, ticket.class);
    Some(SheetRow { ticket: ticket.id, number: ticket.number, service, class, since, stands, window })
}

/// Everybody who waits. Windows call in turns on a copy of the day, by the very discipline that calls them live;
/// whoever no open window can call comes last, the longest wait first, with a window that could.
fn order(day: &Day, at: HallTime) -> Vec<(TicketId, Option<WindowId>)> {
    let mut trial = day.clone();
    let calling = day.windows.iter().filter(|(_, window)| window.calls());
    let calling: Vec<(WindowId, StaffId)> =
        calling.filter_map(|(id, window)| Some((*id, window.clerk?))).collect();
    let mut order = Vec::new();
    loop {
        let before = order.len();
        for (window, clerk) in &calling {
            let Some((ticket, choice)) = discipline::next(&trial, at, *window, *clerk) else { continue };
            apply::call(&mut trial, at, ticket, (*window, *clerk), &choice);
            order.push((ticket, Some(*window)));
        }
        if order.len() == before || order.len() > day.tickets.len() {
            break;
        }
    }
    let mut others: Vec<&Ticket> =
        trial.queue.everybody().filter_map(|(_, id)| trial.tickets.get(&id)).collect();
    others.sort_by_key(|ticket| (std::cmp::Reverse(ticket.waited(at)), ticket.id));
    order.extend(others.into_iter().map(|ticket| (ticket.id, able(day, ticket))));
    order
}

/// The first window that has the skill, whoever sits there.
fn able(day: &Day, ticket: &Ticket) -> Option<WindowId> {
    let service = ticket.service()?;
    day.rules.windows.iter().find(|window| window.skills.include(service)).map(|window| window.id)
}
