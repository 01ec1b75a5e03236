//! A journal replays to the same office, and one that contradicts itself is named by its first wrong record.

use std::time::Duration;

use jiaohao::domain::check::{Contradiction, Inconsistency};
use jiaohao::domain::event::{Choice, Event};
use jiaohao::domain::id::{JobId, RequestNumber, Seq, ServiceDay, ServiceId, StaffId, TicketId, WindowId};
use jiaohao::domain::office::Office;
use jiaohao::domain::opening::Hours;
use jiaohao::domain::record::{Book, Record};
use jiaohao::domain::request::{Origin, Request};
use jiaohao::domain::ticket::{Cancelled, Outcome};

use crate::support::{Hall, opening, small_hall};

/// Opened, three logged in, A001 called to window 1, A002 waiting: records 1 to 7.
fn morning() -> Vec<Record> {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:01:00 window 1 next       -> A001 to 1
        ",
    );
    hall.records
}

/// What a replay says when a further record with this event follows the morning.
#[track_caller]
fn check(event: Event, expected: Inconsistency) {
    check_record(|record| record.events = vec![event], expected);
}

#[track_caller]
fn check_record(change: impl FnOnce(&mut Record), expected: Inconsistency) {
    let mut records = morning();
    let mut record = records.last().cloned().unwrap();
    record.seq = Seq(8);
    record.asked.number = RequestNumber(100);
    record.events = vec![Event::Restarted];
    change(&mut record);
    let seq = record.seq;
    records.push(record);

    assert_eq!(Office::replay(records), Err(Contradiction { seq, what: expected }));
}

const A001: TicketId = TicketId(1);
const A002: TicketId = TicketId(2);
const ONE: WindowId = WindowId(1);
const TWO: WindowId = WindowId(2);

#[test]
fn a_whole_journal_replays() {
    assert!(Office::replay(morning()).is_ok());
}

#[test]
fn i12_a_request_number_is_answered_with_its_record_also_after_a_replay() {
    let mut hall = Hall::staffed(|_| ());
    hall.check("08:00:00 kiosk 1 1 -> A001");
    let last = hall.records.last().cloned().unwrap();

    let office = Office::replay(hall.records).unwrap();

    assert_eq!(office.answer(last.asked.number), Some(last.seq));
    assert_eq!(office.answer(RequestNumber(77)), None);
}

#[test]
fn a_sequence_that_goes_back_is_a_contradiction() {
    check_record(|record| record.seq = Seq(7), Inconsistency::SeqWentBack);
}

#[test]
fn a_request_granted_twice_is_a_contradiction() {
    check_record(|record| record.asked.number = RequestNumber(1), Inconsistency::AnsweredTwice);
}

#[test]
fn a_record_of_another_day_is_a_contradiction() {
    check_record(|record| record.day = ServiceDay(20_261_122), Inconsistency::OtherDay);
}

#[test]
fn a_record_without_events_is_a_contradiction() {
    check_record(|record| record.events.clear(), Inconsistency::NothingHappened);
}

#[test]
fn records_of_the_ledger_are_passed_over() {
    let mut records = morning();
    let mut record = records.last().cloned().unwrap();
    record.seq = Seq(8);
    record.book = Book::Ledger;
    records.push(record);

    assert_eq!(Office::replay(records), Office::replay(morning()));
}

#[test]
fn a_journal_begins_with_an_opening() {
    let records = morning().split_off(1);

    let what = Inconsistency::NoDayOpen;
    assert_eq!(Office::replay(records), Err(Contradiction { seq: Seq(2), what }));
}

#[test]
fn a_day_is_opened_once() {
    let again = Box::new(opening(small_hall(), Hours::default()));
    check(Event::DayOpened(again), Inconsistency::DayOpenAlready);
}

#[test]
fn a_ticket_is_called_only_while_it_waits_and_to_a_free_window() {
    let call = |ticket, window: WindowId, clerk| Event::TicketCalled {
        ticket,
        window,
        clerk: StaffId(clerk),
        choice: Choice::Promised,
    };
    check(call(A001, TWO, 12), Inconsistency::NotWaiting);
    check(call(TicketId(9), TWO, 12), Inconsistency::NoSuchTicket);
    check(call(A002, ONE, 11), Inconsistency::WindowOccupied);
    check(call(A002, TWO, 11), Inconsistency::OtherClerk);
    check(call(A002, WindowId(9), 11), Inconsistency::NoSuchWindow);
}

#[test]
fn no_number_and_no_id_is_given_twice() {
    let issued = morning().into_iter().flat_map(|record| record.events).find_map(|event| {
        let Event::TicketIssued { number, services, class, .. } = event else { return None };
        Some((number, services, class))
    });
    let (number, services, class) = issued.unwrap();
    let issue = |ticket, value, services: &[ServiceId]| Event::TicketIssued {
        ticket: TicketId(ticket),
        number: jiaohao::domain::id::TicketNumber { value, ..number },
        services: services.to_vec(),
        class,
        green: None,
        kiosk: None,
        ahead: 0,
        wait: None,
    };
    check(issue(3, 1, &services), Inconsistency::NumberGivenTwice);
    check(issue(2, 3, &services), Inconsistency::TicketIdGivenBefore);
    check(issue(3, 3, &[]), Inconsistency::NoServices);
    check(issue(3, 3, &[ServiceId(9)]), Inconsistency::NoServices);
}

#[test]
fn what_was_not_called_is_not_started_recalled_missed_or_undone() {
    let (ticket, window, clerk) = (A002, TWO, StaffId(12));
    check(Event::ServiceStarted { ticket, window, clerk }, Inconsistency::NotCalled);
    check(Event::TicketRecalled { ticket, window }, Inconsistency::NotCalled);
    check(Event::TicketMissed { ticket, window }, Inconsistency::NotCalled);
    check(Event::CallUndone { ticket, window }, Inconsistency::NothingToUndo);
}

#[test]
fn what_is_not_served_is_not_parked_sent_on_or_continued() {
    let (ticket, window, clerk) = (A001, ONE, StaffId(11));
    check(Event::TicketParked { ticket, window, clerk }, Inconsistency::NotServed);
    check(Event::ErrandQueued { ticket, service: ServiceId(1) }, Inconsistency::NotServed);
    check(Event::TicketReturned { ticket, due_at_calls: 4 }, Inconsistency::MayNotReturn);
    check(Event::TicketReleased { ticket }, Inconsistency::NotKept);
}

#[test]
fn an_errand_is_finished_and_continued_under_its_own_service() {
    let (ticket, window, clerk) = (A001, ONE, StaffId(11));
    let started = Event::ServiceStarted { ticket, window, clerk };
    let finished = Event::ServiceFinished {
        ticket,
        window,
        clerk,
        service: ServiceId(2),
        outcome: Outcome::Done,
        took: Duration::ZERO,
    };
    let begun = Event::ErrandBegun { ticket, service: ServiceId(2) };
    check_record(|record| record.events = vec![started.clone(), finished], Inconsistency::NotTheErrand);
    check_record(|record| record.events = vec![started, begun], Inconsistency::NotTheErrand);
}

#[test]
fn a_ticket_ends_once() {
    let cancelled = Event::TicketCancelled { ticket: A002, why: Cancelled::ByStaff };
    let twice = vec![cancelled.clone(), cancelled];
    check_record(|record| record.events = twice, Inconsistency::EndedBefore);
}

#[test]
fn a_window_has_one_clerk() {
    let (window, staff) = (ONE, StaffId(13));
    check(Event::ClerkLoggedIn { window, staff }, Inconsistency::OtherClerk);
    check(Event::ClerkLoggedOut { window, staff }, Inconsistency::OtherClerk);
    check(Event::HandedOver { window, from: staff, to: StaffId(11) }, Inconsistency::OtherClerk);
}

#[test]
fn a_day_does_not_close_over_the_living() {
    check(Event::DayClosed, Inconsistency::SomebodyLeft);
}

#[test]
fn jobs_are_opened_once_and_closed_once() {
    check(Event::Said { job: JobId(9) }, Inconsistency::NoSuchJob);
    check(Event::SlipOpened { job: JobId(1), ticket: A001, reprint: true }, Inconsistency::JobIdGivenBefore);
}

#[test]
fn grades_are_given_to_what_was_asked() {
    let event = Event::RatingGiven { window: ONE, ticket: A001, clerk: StaffId(11), grade: 1 };
    check(event, Inconsistency::NotAsked);
    check(Event::RatingAsked { window: ONE, ticket: A001 }, Inconsistency::NotAsked);
}

#[test]
fn a_decision_changes_nothing() {
    let mut hall = Hall::staffed(|_| ());
    hall.check("08:00:00 kiosk 1 1 -> A001");
    let before = hall.office.clone();
    let next = || hall.decide(Origin::Keypad(ONE), Request::CallNext { window: ONE });

    let first = next();

    assert_eq!(hall.office, before);
    assert_eq!(next(), first);
}
