//! What anyone may see of the office.

use std::time::Duration;

use jiaohao::domain::id::StaffId;
use jiaohao::domain::rules::Class;
use jiaohao::domain::view::WindowState;

use crate::support::{Hall, clock};

#[test]
fn a_window_is_closed_free_called_serving_or_paused() {
    let mut hall = Hall::open();
    let mut state = |story: &str| {
        hall.check(story);
        hall.view().windows[0].state
    };

    assert_eq!(state(""), WindowState::Closed);
    assert_eq!(state("08:00:00 window 1 in 11 -> 11 in"), WindowState::Free);
    assert!(matches!(state("08:00:10 kiosk 1 1 -> A001"), WindowState::Free));
    let WindowState::Called { since, class: Class::Ordinary, .. } =
        state("08:00:20 window 1 next -> A001 to 1")
    else {
        panic!()
    };
    assert_eq!(since, clock("08:00:20"));
    let WindowState::Serving { since, .. } = state("08:00:30 window 1 start -> A001 served by 11") else {
        panic!()
    };
    assert_eq!(since, clock("08:00:30"));
    state("08:01:30 window 1 finish done -> A001 done by 11, service 1, 60 s");
    let paused = WindowState::Paused { reason: 0, since: clock("08:02:00") };
    assert_eq!(state("08:02:00 window 1 pause 0 -> 1 pauses"), paused);
}

#[test]
fn calls_stand_with_the_newest_first_and_the_next_are_told_to_make_ready() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:00:20 kiosk 1 3           -> B001
        08:00:30 kiosk 1 4           -> A003
        08:00:40 kiosk 1 1           -> A004
        08:01:00 window 1 next       -> A001 to 1
        08:01:10 window 2 next       -> A003 to 2
        08:01:20 window 2 start      -> A003 served by 12
        08:01:40 window 1 recall     -> A001 to 1 again
        ",
    );
    let view = hall.view();
    let calls: Vec<(String, u8, bool)> =
        view.calls.iter().map(|call| (call.number.to_string(), call.window.0, call.arrived)).collect();
    let next_up: Vec<String> = view.next_up.iter().map(ToString::to_string).collect();

    assert_eq!(calls, [("A001".into(), 1, false), ("A003".into(), 2, true)]);
    assert_eq!(next_up, ["A002", "B001", "A004"]);
}

#[test]
fn nobody_is_told_to_make_ready_for_a_window_that_is_closed() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:00:00 window 3 in 14      -> 14 in
        08:00:10 kiosk 1 1           -> A001
        08:00:20 kiosk 1 3           -> B001
        ",
    );

    let next_up: Vec<String> = hall.view().next_up.iter().map(ToString::to_string).collect();

    assert_eq!(next_up, ["B001"]);
}

#[test]
fn a_window_counts_only_whom_it_could_call() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:00:10 kiosk 1 3              -> B001
        08:00:20 kiosk 1 3              -> B002
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 send window 2 -> A001 sent to window 2
        ",
    );

    let waiting: Vec<u32> = hall.view().windows.iter().map(|window| window.waiting).collect();

    assert_eq!(waiting, [2, 3, 2]);
}

#[test]
fn the_totals_count_every_ticket_once() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:00:10 kiosk 1 1              -> A002
        08:00:20 kiosk 1 1              -> A003
        08:00:30 kiosk 1 1              -> A004
        08:00:40 kiosk 1 1              -> A005
        08:01:00 window 1 next          -> A001 to 1
        08:01:00 window 2 next          -> A002 to 2
        08:01:10 window 1 start         -> A001 served by 11
        08:01:20 window 1 park          -> A001 parked by 11
        08:01:20 window 2 recall        -> A002 to 2 again
        08:01:40 window 2 no-show       -> A002 missed
        08:01:50 desk cancel A005       -> A005 withdrawn
        08:02:00 window 2 next          -> A003 to 2
        ",
    );
    let totals = hall.view().totals;

    assert_eq!((totals.issued, totals.waiting, totals.at_windows), (5, 1, 1));
    assert_eq!((totals.parked, totals.missed, totals.cancelled, totals.served), (1, 1, 1, 0));
    assert_eq!(totals.longest_wait, Duration::from_secs(90));
}

#[test]
fn parked_visitors_stand_at_their_window_the_longest_parked_first() {
    let mut hall = Hall::staffed(|rules| rules.calling.start_key = false);
    hall.check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:00:10 kiosk 1 1              -> A002
        08:01:00 window 2 next          -> A001 to 2; A001 served by 12
        08:01:10 window 1 next          -> A002 to 1; A002 served by 11
        08:01:20 window 1 park          -> A002 parked by 11
        08:01:30 window 2 park          -> A001 parked by 12
        08:01:40 window 2 resume        -> A001 to 2 resumed; A001 served by 12
        08:01:50 window 2 park          -> A001 parked by 12
        ",
    );
    let view = hall.view();

    let parked: Vec<String> =
        view.windows.iter().map(|window| format!("{:?}", window.parked.len())).collect();
    assert_eq!(parked, ["1", "1", "0"]);
    assert_eq!(view.windows[1].clerk, Some(StaffId(12)));
}
