//! Clerks: logging in, wrong PINs, handing over, pausing, closing out.

use jiaohao::domain::id::{StaffId, WindowId};
use jiaohao::domain::request::{Origin, Refusal, Request};

use crate::support::{Hall, clock};

#[test]
fn i03_a_window_has_one_clerk_and_a_clerk_one_window() {
    Hall::open().check(
        "
        08:00:00 window 9 in 11      -> no: NoSuchWindow
        08:00:00 window 1 in 99      -> no: NoSuchStaff
        08:00:00 window 1 in 11      -> 11 in
        08:00:10 window 1 in 12      -> no: WindowTaken
        08:00:10 window 1 in 11      -> no: WindowTaken
        08:00:20 window 2 in 11      -> no: AlreadyElsewhere
        08:00:30 window 2 out        -> no: NotLoggedIn
        08:00:40 window 1 out        -> 11 out
        08:00:50 window 2 in 11      -> 11 in
        ",
    );
}

#[test]
fn i03_by_setting_one_clerk_holds_two_windows() {
    Hall::with(|rules| rules.calling.one_clerk_two_windows = true).check(
        "
        08:00:00 window 1 in 11      -> 11 in
        08:00:20 window 2 in 11      -> 11 in
        ",
    );
}

#[test]
fn after_five_wrong_pins_a_number_has_to_wait() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:00:00 window 1 wrong 99   -> no: NoSuchStaff
        08:00:00 window 1 wrong 11   -> 11 wrong
        08:00:01 window 1 wrong 11   -> 11 wrong
        08:00:02 window 1 wrong 11   -> 11 wrong
        08:00:03 window 1 wrong 11   -> 11 wrong
        08:00:04 window 2 wrong 11   -> 11 wrong
        08:00:05 window 1 in 11      -> no: LockedOut
        08:00:05 window 1 wrong 11   -> no: LockedOut
        08:00:05 window 1 in 12      -> 12 in
        08:01:04 window 2 wrong 11   -> 11 wrong
        08:02:05 window 2 in 11      -> no: LockedOut
        ",
    );
    assert_eq!(hall.office.locked_until(StaffId(11)), Some(clock("08:03:04")));
    hall.check(
        "
        08:03:04 window 2 in 11      -> 11 in
        08:03:05 window 3 wrong 11   -> 11 wrong
        08:03:06 window 2 out        -> 11 out
        08:03:07 window 2 in 11      -> 11 in
        ",
    );
}

#[test]
fn h10_a_clerk_who_is_logged_in_is_not_thrown_out_by_wrong_pins() {
    Hall::open().check(
        "
        08:00:00 window 1 in 11      -> 11 in
        08:00:01 window 2 wrong 11   -> 11 wrong
        08:00:02 window 2 wrong 11   -> 11 wrong
        08:00:03 window 2 wrong 11   -> 11 wrong
        08:00:04 window 2 wrong 11   -> 11 wrong
        08:00:05 window 2 wrong 11   -> 11 wrong
        08:00:06 kiosk 1 1           -> A001
        08:00:07 window 1 next       -> A001 to 1
        ",
    );
}

#[test]
fn another_clerk_takes_over_with_the_visitor_and_both_keep_their_figures() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:00:10 kiosk 1 1             -> A002
        08:01:00 window 1 next         -> A001 to 1
        08:01:10 window 1 start        -> A001 served by 11
        08:02:10 window 1 next         -> A001 done by 11, service 1, 60 s; A002 to 1
        08:02:20 window 1 start        -> A002 served by 11
        08:03:00 window 1 hands-over 11 -> no: SamePlace
        08:03:00 window 1 hands-over 12 -> no: AlreadyElsewhere
        08:03:00 window 1 hands-over 99 -> no: NoSuchStaff
        08:03:00 window 1 hands-over 13 -> 13 for 11
        08:04:20 window 1 finish done  -> A002 done by 13, service 1, 120 s
        ",
    );
}

#[test]
fn the_one_who_takes_over_asks_at_the_keypad_by_his_own_pin() {
    let mut hall = Hall::staffed(|_| ());
    let (window, staff) = (WindowId(1), StaffId(13));

    let handed = hall.ask(Origin::Keypad(window), Some(staff), Request::HandOver { window, staff });
    let strange = hall.ask(Origin::Keypad(window), Some(staff), Request::Pause { window, reason: 0 });

    let view = hall.office.view(hall.moment());
    assert!(handed.is_ok(), "{handed:?}");
    assert!(strange.is_ok(), "his window: {strange:?}");
    assert_eq!(view.windows.iter().find(|seen| seen.id == window).unwrap().clerk, Some(staff));
}

#[test]
fn nobody_takes_over_a_visitor_he_cannot_serve() {
    Hall::open().check(
        "
        08:00:00 window 1 hands-over 14 -> no: NotLoggedIn
        08:00:00 window 1 in 11        -> 11 in
        08:00:10 kiosk 1 1             -> A001
        08:01:00 window 1 next         -> A001 to 1
        08:01:10 window 1 start        -> A001 served by 11
        08:03:00 window 1 hands-over 14 -> no: NotSkilled
        ",
    );
}

#[test]
fn a_pause_has_a_reason_and_nobody_standing_there() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 window 1 go-on      -> no: NotPaused
        08:00:20 window 1 pause 1    -> no: NoSuchReason
        08:00:20 window 1 pause 0    -> 1 pauses
        08:00:30 window 1 pause 0    -> no: Paused
        08:00:30 window 1 next       -> no: Paused
        08:00:30 window 1 resume     -> no: Paused
        08:00:40 window 1 go-on      -> 1 goes on
        08:00:50 window 1 next       -> A001 to 1
        08:01:00 window 1 pause 0    -> no: StillServing
        08:01:00 window 1 out        -> no: StillServing
        ",
    );
}

#[test]
fn a_window_that_closes_out_finishes_what_it_has_and_calls_nobody_further() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1            -> A001
        08:00:10 kiosk 1 1            -> A002
        08:00:20 kiosk 1 1            -> A003
        08:01:00 window 1 next        -> A001 to 1
        08:01:10 window 1 start       -> A001 served by 11
        08:01:20 window 1 park        -> A001 parked by 11
        08:01:30 window 1 next        -> A002 to 1
        08:01:40 window 1 close-out   -> 1 closes out
        08:01:41 window 1 close-out   -> no: ClosingOut
        08:01:50 window 1 start       -> A002 served by 11
        08:02:50 window 1 next        -> no: ClosingOut
        08:02:50 window 1 finish done -> A002 done by 11, service 1, 60 s
        08:02:55 window 1 call A003 because 0 -> no: ClosingOut
        08:03:00 window 1 resume      -> A001 to 1 resumed
        08:03:10 window 1 start       -> A001 served by 11
        08:03:40 window 1 finish done -> A001 done by 11, service 1, 30 s
        08:04:00 window 1 out         -> 11 out
        08:04:10 window 1 in 11       -> 11 in
        08:04:20 window 1 next        -> A003 to 1
        ",
    );
}

#[test]
fn a_close_out_begun_too_early_is_taken_back() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 close-out  -> 1 closes out
        08:01:10 window 1 go-on      -> 1 goes on
        08:01:20 window 1 next       -> A001 to 1
        ",
    );
}

#[test]
fn a_press_meant_for_another_clerk_does_nothing_in_this_ones_name() {
    let mut hall = Hall::staffed(|_| ());
    hall.check("08:00:00 kiosk 1 1 -> A001");
    let next = Request::CallNext { window: WindowId(1) };

    let pressed = hall.ask(Origin::SoftKeypad(WindowId(1)), Some(StaffId(13)), next.clone());

    assert_eq!(pressed, Err(Refusal::NotLoggedIn));
    assert!(hall.ask(Origin::SoftKeypad(WindowId(1)), Some(StaffId(11)), next).is_ok());
}
