//! What events make of windows, clerks and rating pads.

use crate::domain::day::Day;
use crate::domain::id::{StaffId, TicketId, WindowId};
use crate::domain::moment::HallTime;
use crate::domain::rules::LOW_GRADES;
use crate::domain::window::{Asking, Pause, Question, Window};

pub(super) fn logged_in(day: &mut Day, since: HallTime, window: WindowId, staff: StaffId) {
    day.manual.staffed(since, window, Some(staff));
    day.wrong_tries.remove(&staff);
    at(day, window, |window| window.clerk = Some(staff));
}

pub(super) fn pin_refused(day: &mut Day, at: HallTime, staff: StaffId) {
    let tries = day.wrong_tries.entry(staff).or_default();
    *tries = tries.and_one_more(at);
}

/// Whoever comes next finds the window as in the morning; only the pad's question outlives the clerk.
pub(super) fn logged_out(day: &mut Day, since: HallTime, window: WindowId) {
    day.manual.staffed(since, window, None);
    at(day, window, |window| {
        *window = Window { asking: window.asking, last_served: window.last_served, ..Window::default() };
    });
}

pub(super) fn handed_over(day: &mut Day, since: HallTime, window: WindowId, to: StaffId) {
    day.manual.staffed(since, window, Some(to));
    day.wrong_tries.remove(&to);
    at(day, window, |window| window.clerk = Some(to));
}

pub(super) fn paused(day: &mut Day, since: HallTime, window: WindowId, reason: u8) {
    at(day, window, |window| window.paused = Some(Pause { reason, since }));
}

pub(super) fn went_on(day: &mut Day, window: WindowId) {
    at(day, window, |window| {
        window.paused = None;
        window.closing_out = false;
    });
}

pub(super) fn close_out_began(day: &mut Day, window: WindowId) {
    at(day, window, |window| window.closing_out = true);
}

pub(super) fn rating_asked(day: &mut Day, since: HallTime, window: WindowId, ticket: TicketId) {
    at(day, window, |window| {
        let served = window.last_served.filter(|(served, _)| *served == ticket);
        window.asking = served.map(|(_, clerk)| Asking { ticket, clerk, since, question: Question::Grade });
    });
}

/// One of the two lowest grades is followed by the question why.
pub(super) fn rating_given(day: &mut Day, since: HallTime, window: WindowId, id: TicketId, grade: u8) {
    let Some(ticket) = day.tickets.get_mut(&id) else { return };
    ticket.grade = Some(grade);
    day.totals.rated += 1;
    let asks_why = LOW_GRADES.contains(&grade) && !day.rules.rating.reasons.is_empty();
    at(day, window, |window| {
        let given = window.asking.filter(|_| asks_why);
        window.asking = given.map(|asking| Asking { since, question: Question::Reason, ..asking });
    });
}

/// The pad, if it is back, does not ask for a grade that was entered.
pub(super) fn grade_entered(day: &mut Day, window: WindowId, id: TicketId, grade: u8) {
    let Some(ticket) = day.tickets.get_mut(&id) else { return };
    ticket.grade = Some(grade);
    day.totals.rated += 1;
    at(day, window, |window| window.asking = window.asking.filter(|asking| asking.ticket != id));
}

pub(super) fn rating_over(day: &mut Day, window: WindowId) {
    at(day, window, |window| window.asking = None);
}

fn at(day: &mut Day, window: WindowId, act: impl FnOnce(&mut Window)) {
    if let Some(window) = day.windows.get_mut(&window) {
        act(window);
    }
}
