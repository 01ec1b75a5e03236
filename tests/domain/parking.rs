//! Visitors who step aside and are taken up again by the same window.

use crate::support::Hall;

#[test]
fn a_parked_visitor_is_taken_up_again_by_the_same_window() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:00:10 kiosk 1 1              -> A002
        08:01:00 window 1 park          -> no: NobodyThere
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 resume        -> no: StillServing
        08:02:00 window 1 park          -> A001 parked by 11
        08:02:10 window 2 resume        -> no: NobodyParked
        08:02:20 window 1 next          -> A002 to 1
        08:02:30 window 1 start         -> A002 served by 11
        08:03:00 window 1 park          -> A002 parked by 11
        08:04:00 window 1 resume        -> A001 to 1 resumed
        08:04:10 window 1 start         -> A001 served by 11
        08:05:10 window 1 finish done   -> A001 done by 11, service 1, 60 s
        08:05:20 window 1 resume A001   -> no: WrongState
        08:05:30 window 1 resume 2      -> A002 to 1 resumed
        ",
    );
}

#[test]
fn another_clerk_at_the_window_takes_up_who_was_parked_there() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 park          -> A001 parked by 11
        08:02:10 window 1 out           -> 11 out
        08:02:20 window 1 in 13         -> 13 in
        08:02:30 window 1 resume        -> A001 to 1 resumed
        ",
    );
}

#[test]
fn a_clerk_without_the_skill_does_not_take_up_who_was_parked() {
    Hall::open().check(
        "
        08:00:00 window 1 in 11         -> 11 in
        08:00:00 kiosk 1 1              -> A001
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 park          -> A001 parked by 11
        08:02:10 window 1 out           -> 11 out
        08:02:20 window 1 in 14         -> 14 in
        08:02:30 window 1 resume        -> no: NotSkilled
        ",
    );
}

#[test]
fn a_resumed_visitor_who_was_called_by_mistake_is_parked_again() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 park          -> A001 parked by 11
        08:03:00 window 1 resume        -> A001 to 1 resumed
        08:03:10 window 1 undo          -> A001 uncalled
        08:03:20 window 1 resume        -> A001 to 1 resumed
        ",
    );
}

#[test]
fn when_a_window_stays_closed_another_fetches_its_parked_visitor_by_number() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1                    -> A001
        08:01:00 window 1 next                -> A001 to 1
        08:01:10 window 1 start               -> A001 served by 11
        08:02:00 window 1 park                -> A001 parked by 11
        08:02:10 window 1 out                 -> 11 out
        08:30:00 window 2 call A001 because 0 -> A001 to 2 out of turn
        ",
    );
}
