//! Which ticket a window calls next.

use jiaohao::domain::event::{Choice, Event, Score};
use jiaohao::domain::id::{ServiceId, TicketId, WindowId};
use jiaohao::domain::request::{Origin, Request};
use jiaohao::domain::rules::{Class, Discipline, Skills};

use crate::support::{Hall, clock};

#[test]
fn the_largest_wait_over_target_is_called_and_within_a_class_whoever_came_first() {
    // Service 4 is urgent, target 15 minutes; the others are ordinary, target 30.
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:05:00 kiosk 1 2           -> A002
        08:12:00 kiosk 1 4           -> A003
        08:14:00 kiosk 1 4           -> A004
        08:20:00 window 1 next       -> A001 to 1
        08:20:00 window 2 next       -> A003 to 2
        08:21:00 window 1 start      -> A001 served by 11
        08:21:00 window 2 start      -> A003 served by 12
        08:24:00 window 1 next       -> A001 done by 11, service 1, 180 s; A004 to 1
        08:24:00 window 2 next       -> A003 done by 12, service 4, 180 s; A002 to 2
        ",
    );
}

#[test]
fn equal_scores_go_to_the_older_ticket() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 2           -> A001
        08:00:00 kiosk 2 1           -> A002
        08:10:00 window 1 next       -> A001 to 1
        ",
    );
}

#[test]
fn the_scores_that_chose_a_ticket_are_written_down() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 2           -> A002
        08:06:00 kiosk 1 4           -> A003
        ",
    );
    hall.now = clock("08:10:00");

    let events = hall.ask(Origin::Duty, None, Request::CallNext { window: WindowId(1) });

    let called = events.ok().and_then(|events| events.first().cloned());
    let Some(Event::TicketCalled { choice, .. }) = called else { panic!("{called:?}") };
    let score = |ticket, class, waited_ms, target_minutes| Score {
        ticket: TicketId(ticket),
        class,
        waited_ms,
        target_minutes,
    };
    let scores = [score(1, Class::Ordinary, 600_000, 30), score(3, Class::Urgent, 240_000, 15)];
    assert_eq!(choice, Choice::Discipline(scores.to_vec()));
}

#[test]
fn first_come_heeds_no_class() {
    Hall::staffed(|rules| rules.discipline = Discipline::FirstCome).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:05 kiosk 1 4 green 0   -> A002
        08:50:00 window 1 next       -> A001 to 1
        08:50:00 window 2 next       -> A002 to 2
        ",
    );
}

#[test]
fn strict_calls_the_first_class_that_has_anybody_and_the_unlisted_last() {
    let strict = Discipline::Strict(vec![Class::Green, Class::Urgent]);
    Hall::staffed(|rules| rules.discipline = strict).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:10:00 kiosk 1 4           -> A002
        08:12:00 kiosk 1 1 green 0   -> A003
        08:20:00 window 1 next       -> A003 to 1
        08:20:00 window 2 next       -> A002 to 2
        08:20:10 window 1 start      -> A003 served by 11
        08:20:20 window 1 next       -> A003 done by 11, service 1, 10 s; A001 to 1
        ",
    );
}

#[test]
fn a_ratio_gives_each_class_its_turns_and_passes_over_the_empty() {
    let ratio = Discipline::Ratio(vec![(Class::Ordinary, 2), (Class::Urgent, 1), (Class::Green, 1)]);
    let mut hall = Hall::staffed(|rules| {
        rules.discipline = ratio;
        rules.calling.start_key = false;
    });
    hall.check(
        "
        08:00:00 kiosk 1 4           -> A001
        08:00:10 kiosk 1 4           -> A002
        08:01:00 kiosk 2 1           -> A003
        08:01:10 kiosk 2 1           -> A004
        08:01:20 kiosk 2 1           -> A005
        08:01:30 kiosk 2 1           -> A006
        ",
    );
    let called = call_six_times(&mut hall);

    assert_eq!(called, ["A003", "A004", "A001", "A005", "A006", "A002"]);
}

#[test]
fn a_window_may_have_a_discipline_of_its_own() {
    Hall::staffed(|rules| rules.windows[1].discipline = Some(Discipline::FirstCome)).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:10:00 kiosk 1 4           -> A003
        08:28:00 window 2 next       -> A001 to 2
        08:28:00 window 1 next       -> A003 to 1
        ",
    );
}

#[test]
fn a_window_calls_only_what_window_and_clerk_can_serve() {
    let mut hall = Hall::with(|rules| rules.staff[0].skills = Skills::Only(vec![ServiceId(1)]));
    hall.check(
        "
        08:00:00 window 1 in 11      -> 11 in
        08:00:00 window 3 in 12      -> 12 in
        08:01:00 kiosk 1 2           -> A001
        08:02:00 window 1 next       -> no: NothingWaiting
        08:02:00 window 3 next       -> no: NothingWaiting
        08:03:00 kiosk 1 1           -> A002
        08:03:10 kiosk 1 3           -> B001
        08:04:00 window 1 next       -> A002 to 1
        08:04:00 window 3 next       -> B001 to 3
        ",
    );
}

#[test]
fn f10_a_bounced_next_skips_nobody() {
    // Pressed twice within 300 ms, and again later within the bounce time.
    let mut hall = Hall::staffed(|rules| rules.calling.start_key = false);
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:01:00 window 1 next       -> A001 to 1; A001 served by 11
        08:01:00 window 1 next       -> no: TooSoon
        08:01:01 window 1 next       -> A001 done by 11, service 1, 1 s; A002 to 1; A002 served by 11
        ",
    );
}

#[test]
fn two_windows_that_press_at_once_get_two_tickets() {
    // B12 of the features.
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1
        08:01:00 window 2 next       -> no: NothingWaiting
        ",
    );
}

#[test]
fn a_number_is_called_out_of_turn_for_a_reason_only() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1                    -> A001
        08:00:10 kiosk 1 3                    -> B001
        08:00:20 kiosk 1 1                    -> A002
        08:01:00 window 1 call A002 because 1 -> no: NoSuchReason
        08:01:00 window 1 call 1 because 0    -> no: Ambiguous
        08:01:00 window 1 call 7 because 0    -> no: NoSuchTicket
        08:01:00 window 3 call A002 because 0 -> no: NotSkilled
        08:01:00 window 1 call 2 because 0    -> A002 to 1 out of turn
        08:01:10 window 1 call A001 because 0 -> no: StillServing
        08:01:10 window 2 call A002 because 0 -> no: WrongState
        08:01:20 window 2 next                -> A001 to 2
        ",
    );
}

#[test]
fn next_waits_for_the_visitor_who_was_called() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:01:00 window 1 next       -> A001 to 1
        08:01:30 window 1 next       -> no: StillServing
        08:01:40 window 1 start      -> A001 served by 11
        08:01:50 window 1 start      -> no: StillServing
        ",
    );
}

#[test]
fn next_with_nobody_waiting_ends_the_service() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1
        08:01:10 window 1 start      -> A001 served by 11
        08:02:10 window 1 next       -> A001 done by 11, service 1, 60 s
        08:02:20 window 1 next       -> no: NothingWaiting
        ",
    );
}

/// Window 1 presses NEXT every minute; the numbers that were called.
fn call_six_times(hall: &mut Hall) -> Vec<String> {
    let mut called = Vec::new();
    for minute in 10..16 {
        hall.now = clock(&format!("08:{minute}:00"));
        hall.ask(Origin::Duty, None, Request::CallNext { window: WindowId(1) }).unwrap();
        let view = hall.view();
        called.extend(view.calls.iter().map(|call| call.number.to_string()));
    }
    called
}
