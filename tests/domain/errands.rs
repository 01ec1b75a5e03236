//! Several services on one ticket.

use crate::support::{Hall, clock, seconds};

#[test]
fn the_next_errand_begins_at_the_same_window() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1,2            -> A001
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:10 window 1 next          -> no: StillServing
        08:02:10 window 1 finish done   -> A001 done by 11, service 1, 60 s; A001 goes on with 2
        08:04:10 window 1 finish limited -> A001 limited by 11, service 2, 120 s
        ",
    );
}

#[test]
fn f10_a_finish_that_bounces_does_not_end_the_next_errand() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1,2,3          -> A001
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:10 window 1 finish done   -> A001 done by 11, service 1, 60 s; A001 goes on with 2
        08:02:10 window 1 finish done   -> no: TooSoon
        08:02:12 window 1 finish done   -> A001 done by 11, service 2, 2 s; A001 goes on with 3
        ",
    );
}

#[test]
fn where_the_window_cannot_serve_it_the_next_errand_waits_with_the_time_waited() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 3,1            -> B001
        08:05:00 window 3 next          -> B001 to 3
        08:05:10 window 3 start         -> B001 served by 14
        08:09:10 window 3 finish done   -> B001 done by 14, service 3, 240 s; B001 waits for 1
        08:09:10 window 3 next          -> no: NothingWaiting
        08:10:10 window 1 next          -> B001 to 1
        08:10:20 window 1 start         -> B001 served by 11
        08:11:20 window 1 finish done   -> B001 done by 11, service 1, 60 s
        ",
    );
    let waited = hall.office.tickets().map(|ticket| ticket.waited(clock("09:00:00")));
    assert_eq!(waited.collect::<Vec<_>>(), [seconds(360)]);
}

#[test]
fn a_ticket_carries_each_of_a_few_known_services_once() {
    Hall::with(|_| ()).check(
        "
        08:00:00 kiosk 1 nothing        -> no: WrongErrands
        08:00:00 kiosk 1 1,1            -> no: WrongErrands
        08:00:00 kiosk 1 1,2,3,4        -> no: WrongErrands
        08:00:00 kiosk 1 1,9            -> no: NoSuchService
        08:00:00 kiosk 1 9              -> no: NoSuchService
        08:00:00 kiosk 1 1,2,3          -> A001
        ",
    );
}

#[test]
fn the_first_corrected_errand_is_the_one_a_visitor_comes_back_for() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1,2              -> A001
        08:01:00 window 1 next            -> A001 to 1
        08:01:10 window 1 start           -> A001 served by 11
        08:02:10 window 1 finish corrected 1 -> A001 corrected by 11, service 1, 60 s; A001 goes on with 2
        08:02:20 desk back A001           -> no: WrongState
        08:03:10 window 1 finish done     -> A001 done by 11, service 2, 60 s
        08:30:00 desk back A001           -> A001 back at 4
        08:31:00 window 2 next            -> A001 to 2 as promised
        08:31:10 window 2 start           -> A001 served by 12
        08:32:10 window 2 finish done     -> A001 done by 12, service 1, 60 s
        08:33:00 desk back A001           -> no: WrongState
        ",
    );
}

#[test]
fn an_errand_is_declined_for_a_listed_reason_only() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:10 window 1 finish declined 1 -> no: NoSuchReason
        08:02:10 window 1 finish declined 0 -> A001 declined by 11, service 1, 60 s
        ",
    );
}
