//! What somebody holds already who is refused one more ticket: told to the holder of the card alone.

use super::card::Holding;
use super::day::Day;
use super::decide;
use super::discipline;
use super::id::{ServiceId, TicketId};
use super::moment::HallTime;
use super::office::Office;
use super::request::Request;
use super::ticket::{Ticket, TicketState};

impl Office {
    /// The ticket for which a request is one too many: the newest of the same person that has not ended.
    ///
    /// `None` for a request without a card, and where the limit counts nothing but tickets that have ended.
    #[must_use]
    pub fn holding(&self, at: HallTime, request: &Request) -> Option<Holding> {
        let Request::IssueByCard { services, card, .. } = request else { return None };
        let day = self.day.as_ref()?;
        let (limit, person) = (day.rules.cards?.limit?, card.person()?);
        let ticket = decide::counted(day, limit, person, services).rfind(|held| !held.state.has_ended())?;
        Some(Holding { ticket: ticket.id, number: ticket.number, ahead: ahead(day, at, ticket) })
    }
}

/// How many would be called before a waiting ticket by the windows that may call it.
fn ahead(day: &Day, at: HallTime, ticket: &Ticket) -> Option<u32> {
    let service = ticket.service().filter(|_| matches!(ticket.state, TicketState::Waiting { .. }))?;
    let order = discipline::preview(day, at, usize::MAX);
    let before = match order.iter().position(|id| *id == ticket.id) {
        Some(place) => order.iter().take(place).filter(|id| rivals(day, **id, service)).count(),
        // No window is open, or the ticket has a promise: whoever came before for the same service counts.
        None => day.queue.waiting_for(|waits| waits == service).filter(|id| *id < ticket.id).count(),
    };
    u32::try_from(before).ok()
}

/// Whether a window that is open may call both this ticket and one for `service`.
fn rivals(day: &Day, ticket: TicketId, service: ServiceId) -> bool {
    let Some(other) = day.tickets.get(&ticket).and_then(Ticket::service) else { return false };
    let staffed = day.windows.iter().filter(|(_, window)| window.calls());
    staffed
        .filter_map(|(id, window)| Some((*id, window.clerk?)))
        .any(|(id, clerk)| day.serves(id, clerk, other) && day.serves(id, clerk, service))
}
