//! What the four digits show when nobody types, and for a while of what has happened.

use std::time::Duration;

use super::{CLOSING, COMING, DONE, GIVEN_FOR, HAND_OVER, NOBODY, PAUSED, REFUSAL_FOR, STILL_PARKED};
use super::{digits, is_coming, seen};
use crate::domain::event::Event;
use crate::domain::id::WindowId;
use crate::domain::incident::IncidentEvent;
use crate::domain::request::Refusal;
use crate::domain::view::{OfficeView, WindowState};

/// Whether a PIN was wrong.
pub(super) fn is_wrong_pin(event: &Event) -> bool {
    matches!(event, Event::PinRefused { .. })
}

/// What the digits show for a while of something that happened and that they do not show at rest: the next
/// errand's service, so that FINISH is not pressed for it as well; a visitor put back; a window that calls
/// nobody further.
pub(super) fn unseen(event: &Event) -> Option<(String, Duration)> {
    if let Event::ErrandBegun { service, .. } = event {
        return Some((digits::service(*service), REFUSAL_FOR));
    }
    if let Event::TicketIssued { number, .. } = event {
        return Some((digits::number(*number), GIVEN_FOR));
    }
    let returned = matches!(event, Event::TicketReturned { .. });
    let closing = matches!(event, Event::CloseOutBegan { .. });
    let called = matches!(event, Event::Incident(IncidentEvent::AlarmRaised { .. }));
    let done = [(called, DONE), (returned, DONE), (closing, CLOSING)].into_iter().find(|(is, _)| *is);
    done.map(|(_, words)| (words.to_owned(), REFUSAL_FOR))
}

/// What the digits show when nobody types: the number at the window, else how many wait.
pub(super) fn at_rest(view: &OfficeView, window: WindowId) -> String {
    if view.day.is_none() {
        return Refusal::DayNotOpen.digits().to_owned();
    }
    if view.incidents.is_fire() {
        return Refusal::Evacuating.digits().to_owned();
    }
    if is_coming(view, window) {
        return COMING.to_owned();
    }
    let Some(seen) = seen(view, window) else { return NOBODY.to_owned() };
    match seen.state {
        WindowState::Closed => NOBODY.to_owned(),
        WindowState::Called { number, .. } | WindowState::Serving { number, .. } => digits::number(number),
        WindowState::Paused { .. } => PAUSED.to_owned(),
        WindowState::Free if seen.closing_out && !seen.parked.is_empty() => {
            format!("{STILL_PARKED}{}", seen.parked.len().min(9))
        }
        WindowState::Free if seen.closing_out => CLOSING.to_owned(),
        WindowState::Free if view.after_hours && seen.waiting == 0 => HAND_OVER.to_owned(),
        WindowState::Free => digits::count(seen.waiting),
    }
}
