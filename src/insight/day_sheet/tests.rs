//! Days of a few records, and the figures that follow from them.

use super::*;
use crate::domain::id::{BootId, Prefix, RequestNumber, Seq, TicketNumber};
use crate::domain::moment::Moment;
use crate::domain::record::Book;
use crate::domain::request::{Asked, Origin, Request};
use crate::domain::rules::Class;

const MINUTE_MS: u64 = 60_000;
const ANNA: TicketId = TicketId(1);
const WINDOW: WindowId = WindowId(3);
const CLERK: StaffId = StaffId(101);
const SERVICE: ServiceId = ServiceId(11);

fn at(minute: u64, event: Event) -> Record {
    let asked =
        Asked { number: RequestNumber(1), origin: Origin::Clock, person: None, request: Request::Wake };
    let moment = Moment { hall: HallTime(minute * MINUTE_MS), wall: None, boot: BootId(1) };
    let (seq, day) = (Seq(1), ServiceDay(20_261_123));
    Record { seq, book: Book::Hall, day, moment, asked, events: vec![event] }
}

fn issued(ticket: TicketId) -> Event {
    issued_as(ticket, Class::Ordinary)
}

fn issued_as(ticket: TicketId, class: Class) -> Event {
    Event::TicketIssued {
        ticket,
        number: TicketNumber { prefix: Prefix('A'), value: 1, width: 3 },
        services: vec![SERVICE],
        class,
        green: None,
        kiosk: None,
        ahead: 0,
        wait: None,
    }
}

fn called(ticket: TicketId, clerk: StaffId) -> Event {
    Event::TicketCalled { ticket, window: WINDOW, clerk, choice: Choice::Promised }
}

fn finished(outcome: Outcome) -> Event {
    let took = Duration::from_secs(300);
    Event::ServiceFinished { ticket: ANNA, window: WINDOW, clerk: CLERK, service: SERVICE, outcome, took }
}

#[test]
fn a_wait_is_from_the_ticket_to_the_first_call() {
    let day = [at(0, issued(ANNA)), at(31, called(ANNA, CLERK)), at(40, called(ANNA, StaffId(102)))];

    let sheet = DaySheet::of(&day);

    assert_eq!((sheet.issued, sheet.total.called), (1, 1));
    let waits = &sheet.windows.get(&WINDOW).expect("called there").waits;
    assert_eq!(waits.longest(), Some(Duration::from_secs(31 * 60)));
    assert_eq!(LIMITS_MIN.map(|limit| waits.longer_than(Duration::from_secs(limit * 60))), [1, 1, 1]);
    let second = sheet.clerks.get(&StaffId(102)).map(|clerk| clerk.called);
    assert_eq!(second, Some(0), "the second call is not a visitor more");
}

#[test]
fn an_undone_call_was_none() {
    let undone = Event::CallUndone { ticket: ANNA, window: WINDOW };
    let day = [at(0, issued(ANNA)), at(5, called(ANNA, CLERK)), at(5, undone), at(9, called(ANNA, CLERK))];

    let sheet = DaySheet::of(&day);

    assert_eq!(sheet.total.called, 1);
    assert_eq!(sheet.total.waits.longest(), Some(Duration::from_secs(9 * 60)));
}

#[test]
fn a_later_call_that_was_undone_leaves_the_first_one_standing() {
    let undone = Event::CallUndone { ticket: ANNA, window: WINDOW };
    let day = [at(0, issued(ANNA)), at(5, called(ANNA, CLERK)), at(20, called(ANNA, CLERK)), at(20, undone)];

    let sheet = DaySheet::of(&day);

    assert_eq!(sheet.total.called, 1);
    assert_eq!(sheet.total.waits.longest(), Some(Duration::from_secs(5 * 60)));
}

#[test]
fn whoever_called_last_is_the_clerk_to_whom_a_visitor_did_not_come() {
    let missed = Event::TicketMissed { ticket: ANNA, window: WINDOW };
    let other = StaffId(102);
    let day = [at(0, issued(ANNA)), at(5, called(ANNA, CLERK)), at(9, called(ANNA, other)), at(12, missed)];

    let sheet = DaySheet::of(&day);

    let missed = [CLERK, other].map(|clerk| sheet.clerks.get(&clerk).map(|figures| figures.missed));
    assert_eq!(missed, [Some(0), Some(1)]);
}

#[test]
fn calls_out_of_turn_are_counted_at_the_clerk_who_made_them() {
    let directed = |clerk| {
        let choice = Choice::Directed { reason: 0 };
        Event::TicketCalled { ticket: ANNA, window: WINDOW, clerk, choice }
    };
    let other = StaffId(102);
    let day = [at(0, issued(ANNA)), at(5, called(ANNA, CLERK)), at(9, directed(other))];

    let sheet = DaySheet::of(&day);

    let directed = [CLERK, other].map(|clerk| sheet.clerks.get(&clerk).map(|figures| figures.directed));
    assert_eq!((directed, sheet.total.directed), ([Some(0), Some(1)], 1));
}

#[test]
fn accepted_handled_and_closed_follow_the_outcome() {
    let outcomes = [
        Outcome::Done,
        Outcome::Done,
        Outcome::TimeLimited,
        Outcome::NotAccepted { reason: 0 },
        Outcome::Corrected { missing: vec![0] },
    ];
    let day: Vec<Record> = outcomes.into_iter().map(|outcome| at(10, finished(outcome))).collect();

    let sheet = DaySheet::of(&day);

    let clerk = sheet.clerks.get(&CLERK).expect("worked");
    assert_eq!((clerk.accepted, clerk.handled, clerk.closed), (3, 5, 2));
    assert_eq!((clerk.declined, clerk.corrected, clerk.services.count()), (1, 1, 5));
    assert_eq!(sheet.services.get(&SERVICE), Some(clerk), "the same matters by service");
}

#[test]
fn a_forgotten_finish_is_in_no_average() {
    let left = Event::TicketCancelled { ticket: ANNA, why: Cancelled::LeftOpen };

    let sheet = DaySheet::of(&[at(0, issued(ANNA)), at(600, left)]);

    assert_eq!((sheet.left_open, sheet.cancelled, sheet.total.services.count()), (1, 0, 0));
}

#[test]
fn a_percentile_is_a_span_that_occurred() {
    let spans = Spans { spans: [5, 1, 4, 2, 3].map(Duration::from_secs).to_vec() };

    let told = [0, 50, 80, 100].map(|share| spans.percentile(share).map(|span| span.as_secs()));

    assert_eq!(told, [Some(1), Some(3), Some(4), Some(5)]);
    assert_eq!(Spans::default().percentile(50), None);
}

#[test]
fn the_figures_of_a_class_are_those_of_its_visitors() {
    let day = [
        at(0, issued(ANNA)),
        at(0, issued_as(TicketId(2), Class::Urgent)),
        at(5, called(TicketId(2), CLERK)),
        at(20, called(ANNA, CLERK)),
        at(25, finished(Outcome::Done)),
    ];

    let sheet = DaySheet::of(&day);

    let of = |class| sheet.classes.get(&class).expect("called");
    assert_eq!((of(Class::Urgent).called, of(Class::Urgent).handled), (1, 0));
    assert_eq!((of(Class::Ordinary).called, of(Class::Ordinary).handled), (1, 1));
    assert_eq!(of(Class::Urgent).waits.longest(), Some(Duration::from_secs(300)));
}

#[test]
fn whoever_came_back_is_called_as_returning() {
    let back = Event::TicketReturned { ticket: ANNA, due_at_calls: 4 };
    let missed = Event::TicketMissed { ticket: ANNA, window: WINDOW };
    let day = [
        at(0, issued(ANNA)),
        at(5, called(ANNA, CLERK)),
        at(6, missed),
        at(9, back),
        at(20, called(ANNA, CLERK)),
        at(25, finished(Outcome::Done)),
    ];

    let sheet = DaySheet::of(&day);

    let figures =
        |class| sheet.classes.get(&class).map(|figures| (figures.called, figures.missed, figures.handled));
    assert_eq!(figures(Class::Ordinary), Some((1, 1, 0)), "the first call counts, and as what it was");
    assert_eq!(figures(Class::Returning), Some((0, 0, 1)));
}
