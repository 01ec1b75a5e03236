//! A visitor who was sent to a window or a clerk is kept for them, and not for ever.

use jiaohao::domain::rules::Rules;

use crate::support::{Hall, clock, seconds};

/// A001 has waited a minute at eight, was served, and is sent on at 08:02 to where the story goes on.
fn sent(to: &str, change: impl FnOnce(&mut Rules)) -> Hall {
    let change = |rules: &mut Rules| {
        rules.calling.kept_while_paused = Some(seconds(600));
        change(rules);
    };
    let mut hall = Hall::staffed(change);
    hall.check(&format!(
        "
        08:00:00 desk 1                 -> A001
        08:00:01 job 1 printed          ->
        08:01:00 window 1 next          -> A001 to 1
        08:01:05 job 2 said             ->
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 send {to} -> A001 sent to {to}
        ",
    ));
    hall
}

#[test]
fn a_pause_keeps_a_visitor_as_long_as_the_rules_say_and_then_anybody_calls_him() {
    let mut hall = sent("window 2", |_| ());
    hall.check("08:05:00 window 2 pause 0 -> 2 pauses");
    assert_eq!(hall.office.deadline(), Some(clock("08:15:00")));

    hall.check(
        "
        08:14:59 wake                   -> no: NothingDue
        08:14:59 window 1 next          -> no: NothingWaiting
        08:15:00 wake                   -> A001 released
        08:15:01 window 1 next          -> A001 to 1
        ",
    );
}

#[test]
fn the_time_waited_is_kept_with_the_release() {
    let mut hall = sent("window 2", |_| ());
    hall.check(
        "
        08:05:00 window 2 pause 0       -> 2 pauses
        08:15:00 wake                   -> A001 released
        ",
    );

    // A minute before the first call, and everything since he was sent on.
    let waited = hall.office.tickets().next().map(|ticket| ticket.waited(clock("08:20:00")));
    assert_eq!(waited, Some(seconds(60 + 18 * 60)));
}

#[test]
fn a_window_that_goes_on_in_time_keeps_its_visitor() {
    let mut hall = sent("window 2", |_| ());
    hall.check(
        "
        08:05:00 window 2 pause 0       -> 2 pauses
        08:14:00 window 2 go-on         -> 2 goes on
        08:30:00 wake                   -> no: NothingDue
        08:30:00 window 1 next          -> no: NothingWaiting
        08:30:10 window 2 next          -> A001 to 2
        ",
    );
}

#[test]
fn when_the_window_closes_he_is_released_at_once_and_stays_so_when_it_opens_again() {
    for leaves in ["out                -> 12 out", "close-out          -> 2 closes out"] {
        let mut hall = sent("window 2", |_| ());

        hall.check(&format!("08:05:00 window 2 {leaves}"));

        assert!(hall.office.deadline().is_some_and(|due| due <= hall.now), "{leaves}");
        hall.check("08:05:00 wake -> A001 released");
        assert_eq!(hall.office.deadline(), None);
    }
    let mut hall = sent("window 2", |_| ());
    hall.check(
        "
        08:05:00 window 2 out           -> 12 out
        08:05:00 wake                   -> A001 released
        08:06:00 window 2 in 12         -> 12 in
        08:06:10 window 1 next          -> A001 to 1
        ",
    );
}

#[test]
fn who_was_sent_to_a_clerk_is_released_when_the_clerk_hands_over() {
    let mut hall = sent("clerk 12", |_| ());
    hall.check(
        "
        08:05:00 window 2 hands-over 13 -> 13 for 12
        08:05:00 wake                   -> A001 released
        08:05:10 window 2 next          -> A001 to 2
        ",
    );
}

#[test]
fn of_a_clerk_at_two_windows_the_one_that_works_keeps_him() {
    let mut hall = sent("clerk 12", |rules| rules.calling.one_clerk_two_windows = true);
    hall.check(
        "
        08:03:00 window 3 out           -> 14 out
        08:03:10 window 3 in 12         -> 12 in
        08:05:00 window 2 pause 0       -> 2 pauses
        08:20:00 wake                   -> no: NothingDue
        08:21:00 window 3 pause 0       -> 3 pauses
        08:30:59 wake                   -> no: NothingDue
        08:31:00 wake                   -> A001 released
        ",
    );
}

#[test]
fn under_rules_that_say_none_a_pause_keeps_him_as_long_as_it_lasts() {
    let mut hall = sent("window 2", |rules| rules.calling.kept_while_paused = None);
    hall.check(
        "
        08:05:00 window 2 pause 0       -> 2 pauses
        11:00:00 wake                   -> no: NothingDue
        11:00:00 window 1 next          -> no: NothingWaiting
        11:00:01 window 2 out           -> 12 out
        11:00:01 wake                   -> A001 released
        ",
    );
}
