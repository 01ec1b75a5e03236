//! What a person who reads the log wants to know of the queue: one line for each turn of a ticket, with
//! fields.
//!
//! Written when the record is stored. The journal holds everything; the log holds what helps to find it.

use tracing::{debug, info};

use super::staff;
use crate::domain::event::Event;
use crate::domain::id::{Seq, TicketId};
use crate::domain::office::Office;
use crate::domain::request::Asked;

/// Logs what one stored record says. `office` knows the tickets by number.
pub(super) fn stored(office: &Office, seq: Seq, asked: &Asked, events: &[Event]) {
    for event in events {
        line(office, seq, asked, event);
    }
}

fn line(office: &Office, seq: Seq, asked: &Asked, event: &Event) {
    if let Event::Staff(event) = event {
        return staff::line(seq, event);
    }
    let seq = seq.0;
    if let Event::TicketIssued { number, ahead, .. } = event {
        info!(seq, ticket = %number, ahead, origin = ?asked.origin, "issued");
    } else if let Event::TicketCalled { ticket, window, clerk, .. } = event {
        info!(seq, ticket = number(office, *ticket), window = window.0, clerk = clerk.0, "called");
    } else if let Event::ServiceFinished { ticket, window, clerk, took, .. } = event {
        let seconds = took.as_secs();
        info!(seq, ticket = number(office, *ticket), window = window.0, clerk = clerk.0, seconds, "served");
    } else if let Event::TicketMissed { ticket, window } = event {
        info!(seq, ticket = number(office, *ticket), window = window.0, "missed");
    } else if let Event::TicketCancelled { ticket, why } = event {
        info!(seq, ticket = number(office, *ticket), ?why, "cancelled");
    } else if let Event::DayOpened(opening) = event {
        info!(seq, day = %opening.day, "day opened");
    } else if let Event::DayClosed = event {
        info!(seq, "day closed");
    } else if let Event::PinRefused { window, staff } = event {
        info!(seq, window = window.0, clerk = staff.0, "wrong PIN");
    } else {
        debug!(seq, origin = ?asked.origin, ?event, "stored");
    }
}

/// `A017`; nothing for a ticket of a day that is over.
fn number(office: &Office, ticket: TicketId) -> String {
    office.ticket(ticket).map(|ticket| ticket.number.to_string()).unwrap_or_default()
}
