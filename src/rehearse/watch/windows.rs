//! Windows in the watch's book: who works there, who stands before them.

use super::book::Book;
use super::entry::Stage;
use crate::domain::event::Event;
use crate::domain::id::{StaffId, TicketId, WindowId};
use crate::domain::incident::{AlarmKind, IncidentEvent};
use crate::rehearse::agenda::Time;

/// A window in the book.
#[derive(Clone, Debug, Default)]
pub struct Post {
    /// Who is logged in.
    pub clerk: Option<StaffId>,
    /// Who is called there or served.
    pub visitor: Option<TicketId>,
    /// It pauses.
    pub paused: bool,
    /// It calls nobody further.
    pub closing_out: bool,
    /// When something about it was stored last.
    pub changed: Time,
}

/// Writes down what an event says of windows.
pub fn happened(book: &mut Book, now: Time, event: &Event) {
    if let Event::ClerkLoggedIn { window, staff } | Event::HandedOver { window, to: staff, .. } = event {
        post(book, now, *window).clerk = Some(*staff);
    } else if let Event::ClerkLoggedOut { window, .. } = event {
        *post(book, now, *window) = Post { changed: now, ..Post::default() };
    } else if let Event::WindowPaused { window, .. } = event {
        post(book, now, *window).paused = true;
    } else if let Event::WindowWentOn { window } = event {
        let post = post(book, now, *window);
        (post.paused, post.closing_out) = (false, false);
    } else if let Event::CloseOutBegan { window } = event {
        post(book, now, *window).closing_out = true;
    } else if let Event::TicketCalled { window, ticket, .. } = event {
        post(book, now, *window).visitor = Some(*ticket);
    } else if let Event::ServiceStarted { window, .. } | Event::ServiceFinished { window, .. } = event {
        post(book, now, *window);
    } else if let Event::Incident(event) = event {
        befell(book, now, event);
    }
    leave(book, now);
}

/// A fire takes every number off the faces, and its end brings them back.
fn befell(book: &mut Book, now: Time, event: &IncidentEvent) {
    let before = book.is_fire();
    if let IncidentEvent::AlarmRaised { alarm, kind: AlarmKind::Fire, .. } = event {
        book.fires.insert(*alarm);
    } else if let IncidentEvent::AlarmEnded { alarm } = event {
        book.fires.remove(alarm);
    }
    if book.is_fire() != before {
        book.windows.values_mut().for_each(|post| post.changed = now);
    }
}

fn post(book: &mut Book, now: Time, window: WindowId) -> &mut Post {
    let post = book.windows.entry(window).or_default();
    post.changed = now;
    post
}

/// Whoever has ended or waits again stands at no window.
fn leave(book: &mut Book, now: Time) {
    for post in book.windows.values_mut() {
        let there = post.visitor.and_then(|id| book.tickets.get(&id)).map(|entry| entry.stage);
        if !matches!(there, Some(Stage::Called(_) | Stage::Serving(_)) | None) {
            post.visitor = None;
            post.changed = now;
        }
    }
}
