//! Makes events true: one arm an event, and nothing here that could refuse.
//!
//! An event that names what does not exist changes nothing: `decide` never grants one, and `replay` reports
//! it before it gets here.

mod jobs;
pub(super) mod manual;
mod tickets;
mod windows;

use std::sync::Arc;

use super::day::Day;
use super::event::{Choice, Event};
use super::id::{StaffId, TicketId, WindowId};
use super::incident::IncidentEvent;
use super::keeping;
use super::locker::CabinetEvent;
use super::means::MeansEvent;
use super::moment::{HallTime, Moment};
use super::office::Office;
use super::opening::Opening;
use super::record::Record;
use super::rules::Rules;
use super::self_test::SelfTestEvent;

/// Calls a ticket, on a copy of the day that tries what would happen.
pub(super) fn call(day: &mut Day, at: HallTime, ticket: TicketId, who: (WindowId, StaffId), choice: &Choice) {
    tickets::called(day, at, ticket, who, choice);
}

/// Makes one event of a record true.
pub(super) fn event(office: &mut Office, record: &Record, event: &Event) {
    match (event, &mut office.day) {
        (Event::DayOpened(opening), _) => open(office, opening),
        (Event::DayClosed, _) => close(office),
        (event, Some(day)) => within_day(day, record, event),
        (_, None) => (),
    }
}

fn open(office: &mut Office, opening: &Opening) {
    office.forget_answers();
    office.between.rules = Arc::clone(&opening.rules);
    office.between.items = opening.items.clone().unwrap_or_default();
    office.between.blocks = opening.blocks.clone().unwrap_or_default();
    office.between.pins.clone_from(&opening.pins);
    office.day = Some(Day::new(opening, office.planted));
}

fn close(office: &mut Office) {
    let Some(day) = office.day.take() else { return };
    office.between.rules = day.rules;
    office.between.next_ticket = day.next_ticket;
    office.between.next_job = day.next_job;
    office.between.last_closed = Some(day.day);
    office.between.next_opening = day.hours.next_opening;
    office.between.items = day.cabinet.contents();
    office.between.blocks = day.manual.unused_blocks();
    office.between.pins = day.pins.marks();
}

fn within_day(day: &mut Day, record: &Record, event: &Event) {
    let at = record.moment.hall;
    match event {
        Event::DayOpened(_) | Event::DayClosed => (),
        Event::Restarted => day.restarted(at),
        Event::RulesAdopted { rules } => adopt(day, rules),
        Event::HoursSet(hours) => day.hours = hours.clone(),
        Event::IssuingStopped { service } => day.stopped.push(*service),
        Event::IssuingAllowed { service } => day.stopped.retain(|stopped| stopped != service),

        Event::TicketIssued { ticket, .. } => tickets::issued(day, record, *ticket, event),
        Event::TicketHeld { ticket, person } => tickets::held(day, *ticket, *person),
        Event::TicketCancelled { ticket, why } => tickets::cancelled(day, at, *ticket, *why),
        Event::TicketCalled { ticket, window, clerk, choice } => {
            tickets::called(day, at, *ticket, (*window, *clerk), choice);
        }
        Event::TicketRecalled { ticket, .. } => tickets::recalled(day, at, *ticket),
        Event::CallUndone { ticket, window } => tickets::call_undone(day, at, *ticket, *window),
        Event::ServiceStarted { ticket, .. } => tickets::started(day, at, *ticket),
        Event::ServiceFinished { ticket, clerk, service, outcome, took, .. } => {
            tickets::finished(day, at, *ticket, *clerk, outcome);
            day.measured.served(*service, *took);
        }
        Event::ErrandBegun { ticket, .. } => tickets::errand_begun(day, at, *ticket),
        Event::ErrandQueued { ticket, .. } => tickets::errand_queued(day, at, *ticket),
        Event::TicketMissed { ticket, window } => tickets::missed(day, at, *ticket, *window),
        Event::TicketReturned { ticket, due_at_calls } => tickets::returned(day, at, *ticket, *due_at_calls),
        Event::TicketParked { ticket, window, clerk } => tickets::parked(day, at, *ticket, *window, *clerk),
        Event::TicketReleased { ticket } => tickets::released(day, at, *ticket),
        Event::TicketTransferred { ticket, to, .. } => tickets::transferred(day, at, *ticket, *to),

        Event::SlipOpened { job, ticket, reprint } => jobs::slip(day, at, *job, *ticket, *reprint),
        Event::CorrectionOpened { job, ticket, service, missing } => {
            jobs::correction(day, at, *job, *ticket, *service, missing);
        }
        Event::AnnouncementOpened { job, ticket, window, repeat } => {
            jobs::announcement(day, at, *job, *ticket, *window, *repeat);
        }
        Event::SlipPrinted { job } => jobs::printed(day, *job),
        Event::SlipUnknown { job } => jobs::unknown(day, *job),
        Event::SlipDropped { job, .. } => jobs::not_printed(day, *job),
        Event::Said { job } | Event::AnnouncementDropped { job, .. } => jobs::done(day, *job),

        Event::ClerkLoggedIn { window, staff } => windows::logged_in(day, at, *window, *staff),
        Event::PinRefused { staff, .. } => windows::pin_refused(day, at, *staff),
        Event::ClerkLoggedOut { window, .. } => windows::logged_out(day, at, *window),
        Event::HandedOver { window, to, .. } => windows::handed_over(day, at, *window, *to),
        Event::WindowPaused { window, reason } => windows::paused(day, at, *window, *reason),
        Event::WindowWentOn { window } => windows::went_on(day, *window),
        Event::CloseOutBegan { window } => windows::close_out_began(day, *window),

        Event::Cabinet(event) => cabinet(day, at, event),
        Event::Keeping(event) => keeping::apply(day, event),
        Event::Manual(event) => manual::event(day, manual::Source::of(record), event),
        Event::SelfTest(event) => self_test(day, record.moment, event),
        Event::Incident(event) => incident(day, at, event),
        Event::Means(event) => means(day, at, event),
        Event::Staff(event) => day.pins.apply(record.moment, event),

        Event::RatingAsked { window, ticket } => windows::rating_asked(day, at, *window, *ticket),
        Event::RatingGiven { window, ticket, grade, .. } => {
            windows::rating_given(day, at, *window, *ticket, *grade);
        }
        Event::RatingExplained { window, .. } | Event::RatingUnanswered { window, .. } => {
            windows::rating_over(day, *window);
        }
    }
}

fn means(day: &mut Day, at: HallTime, event: &MeansEvent) {
    match event {
        MeansEvent::Stood(stood) => day.standing.stand(at, stood.state, &stood.rungs),
        MeansEvent::GradeEntered { ticket, window, grade } => {
            windows::grade_entered(day, *window, *ticket, *grade);
        }
    }
}

fn cabinet(day: &mut Day, at: HallTime, event: &CabinetEvent) {
    if let CabinetEvent::DoorOrdered { job, .. } = event {
        day.next_job = day.next_job.max(job.next());
    }
    day.cabinet.apply(at, event);
}

fn self_test(day: &mut Day, at: Moment, event: &SelfTestEvent) {
    if let SelfTestEvent::PaperOpened { job, .. } = event {
        day.next_job = day.next_job.max(job.next());
    }
    day.self_tests.apply(at, event);
}

fn incident(day: &mut Day, at: HallTime, event: &IncidentEvent) {
    if let IncidentEvent::SayingOpened { job, .. } = event {
        day.next_job = day.next_job.max(job.next());
    }
    day.incidents.apply(at, event);
}

/// Other rules, the same people: whoever waits keeps ticket, place and time waited (fault catalogue, J06).
fn adopt(day: &mut Day, rules: &Arc<Rules>) {
    day.rules = Arc::clone(rules);
    let known = |id| rules.windows.iter().any(|window| window.id == id);
    day.windows.retain(|id, _| known(*id));
    for window in &rules.windows {
        day.windows.entry(window.id).or_default();
    }
}
