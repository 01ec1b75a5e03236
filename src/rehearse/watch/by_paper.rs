//! The book's own account of calling by paper: what was taken and called by hand, as the records say it.

use super::book::Book;
use super::entry::{Entry, Stage};
use super::{Check, Finding};
use crate::domain::id::{TicketId, TicketNumber, WindowId};
use crate::domain::manual::{Block, ManualEvent, SheetReason, Written};
use crate::domain::moment::HallTime;
use crate::domain::ticket::{Outcome, Place};

/// Writes down what one event says.
///
/// # Errors
/// The promise that it breaks.
pub(super) fn happened(book: &mut Book, at: HallTime, event: &ManualEvent) -> Result<(), Finding> {
    if let ManualEvent::PaperTaken { ticket, number, service, class, at } = event {
        book.given(*ticket, *number)?;
        let entry = Entry {
            number: *number,
            class: *class,
            stage: Stage::Waiting,
            only: None,
            place: Place::InOrder,
            errands: vec![*service],
            corrected: Vec::new(),
            waits_since: *at,
            waited_before: 0,
            before_call: None,
        };
        book.tickets.insert(*ticket, entry);
    } else if let ManualEvent::BlockClaimed(block) = event {
        if let Some(number) =
            book.tickets.values().map(|entry| entry.number).find(|number| holds(block, *number))
        {
            return Err(Finding::new(
                Check::NumberTwice,
                format!("{number} was given, and is claimed for paper"),
            ));
        }
        book.blocks.push(block.clone());
    } else if let ManualEvent::BlockReleased { prefix, first } = event {
        book.blocks.retain(|block| (block.prefix, block.first) != (*prefix, *first));
    } else if let ManualEvent::SheetDrawn { sheet, why, rows, .. } = event {
        if *why != SheetReason::Drill {
            book.on_sheets.extend(rows.iter().map(|row| row.ticket));
        }
        let mut left_out = book.tickets.iter().filter(|(id, entry)| {
            let goes_on = match entry.stage {
                Stage::Waiting | Stage::Called(_) | Stage::Serving(_) | Stage::Parked(_) => true,
                Stage::Missed | Stage::Served | Stage::Cancelled => false,
            };
            goes_on && !book.on_sheets.contains(*id) && rows.iter().all(|row| row.ticket != **id)
        });
        if let Some((_, entry)) = left_out.next() {
            let what = format!("sheet {} leaves {} out, who is {:?}", sheet.0, entry.number, entry.stage);
            return Err(Finding::new(Check::NotOnTheSheet, what));
        }
    } else if let ManualEvent::Entered { ticket, written, corrects } = event {
        if *corrects {
            take_back(book, *ticket);
        }
        entered(book, at, *ticket, written)?;
    }
    Ok(())
}

/// Whether a number is one of a block's.
pub(super) fn holds(block: &Block, number: TicketNumber) -> bool {
    block.prefix == number.prefix && (block.first..=block.last).contains(&number.value)
}

fn entered(book: &mut Book, at: HallTime, ticket: TicketId, written: &Written) -> Result<(), Finding> {
    let before = book.known(ticket)?.clone();
    if matches!(before.stage, Stage::Served | Stage::Cancelled) {
        let what = format!("{} had ended before it was entered from paper", before.number);
        return Err(Finding::new(Check::EndedWrongly, what));
    }
    let mut counted = None;
    if let Some((window, _, called)) = written.call() {
        book.called.insert((before.number, window));
        if let (Some(_), Some(service)) = (called, before.service()) {
            *book.calls_of.entry(service).or_default() += 1;
            book.history.push((ticket, service, before.class));
            counted = Some(service);
        }
    }
    let began = written.call().and_then(|(_, _, called)| called).unwrap_or(at);
    match written {
        Written::Served { outcome, .. } => {
            if let Outcome::Corrected { .. } = outcome {
                let entry = book.known(ticket)?;
                entry.corrected = entry.errands.clone();
            }
            book.go(began, ticket, Stage::Served)?;
        }
        Written::AtWindow { window, .. } => {
            book.go(began, ticket, Stage::Serving(*window))?;
            stands_at(book, *window, ticket);
        }
        Written::Left { .. } => book.go(began, ticket, Stage::Missed)?,
        Written::WrittenOff { .. } => book.go(at, ticket, Stage::Cancelled)?,
        Written::NotCalled => {}
    }
    book.by_hand.insert(ticket, (before, counted));
    Ok(())
}

/// A correction begins from where the ticket stood before anything was entered for it.
fn take_back(book: &mut Book, ticket: TicketId) {
    let Some((before, counted)) = book.by_hand.remove(&ticket) else { return };
    if let Some(service) = counted {
        *book.calls_of.entry(service).or_default() -= 1;
        if let Some(place) = book.history.iter().rposition(|(id, _, _)| *id == ticket) {
            book.history.remove(place);
        }
    }
    if let Stage::Called(window) | Stage::Serving(window) = before.stage {
        stands_at(book, window, ticket);
    }
    book.tickets.insert(ticket, before);
}

fn stands_at(book: &mut Book, window: WindowId, ticket: TicketId) {
    if let Some(post) = book.windows.get_mut(&window) {
        post.visitor = Some(ticket);
    }
}
