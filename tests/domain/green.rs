//! The green channel and its bound.

use crate::support::{Hall, seconds};

#[test]
fn at_most_one_call_in_three_is_green_once_an_ordinary_visitor_has_waited_long() {
    Hall::staffed(|rules| rules.calling.start_key = false).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:00:20 kiosk 1 1           -> A003
        08:20:00 kiosk 2 1 green 0   -> A004
        08:20:10 kiosk 2 1 green 0   -> A005
        08:20:20 kiosk 2 1 green 0   -> A006
        08:35:00 window 1 next       -> A004 to 1; A004 served by 11
        08:35:00 window 2 next       -> A001 to 2; A001 served by 12
        08:36:00 window 1 next       -> A004 done by 11, service 1, 60 s; A002 to 1; A002 served by 11
        08:36:00 window 2 next       -> A001 done by 12, service 1, 60 s; A005 to 2; A005 served by 12
        08:37:00 window 1 next       -> A002 done by 11, service 1, 60 s; A003 to 1; A003 served by 11
        08:37:00 window 2 next       -> A005 done by 12, service 1, 60 s; A006 to 2; A006 served by 12
        ",
    );
}

#[test]
fn while_nobody_has_waited_long_the_green_channel_is_not_bound() {
    Hall::staffed(|rules| rules.calling.start_key = false).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:10:00 kiosk 2 1 green 0   -> A002
        08:10:10 kiosk 2 1 green 0   -> A003
        08:16:00 window 1 next       -> A002 to 1; A002 served by 11
        08:16:00 window 2 next       -> A003 to 2; A003 served by 12
        ",
    );
}

#[test]
fn calls_of_a_consult_desk_are_no_relief_to_those_who_wait_for_others() {
    Hall::staffed(|rules| {
        rules.calling.start_key = false;
        rules.windows[0].skills =
            jiaohao::domain::rules::Skills::Only(vec![jiaohao::domain::id::ServiceId(1)]);
    })
    .check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 3           -> B001
        08:00:20 kiosk 1 3           -> B002
        08:20:00 kiosk 2 1 green 0   -> A002
        08:20:10 kiosk 2 1 green 0   -> A003
        08:34:00 window 1 next       -> A002 to 1; A002 served by 11
        08:34:10 window 3 next       -> B001 to 3; B001 served by 14
        08:34:20 window 3 next       -> B001 done by 14, service 3, 10 s; B002 to 3; B002 served by 14
        08:34:30 window 1 next       -> A002 done by 11, service 1, 30 s; A001 to 1; A001 served by 11
        ",
    );
}

#[test]
fn the_bound_is_a_setting() {
    Hall::staffed(|rules| {
        rules.calling.start_key = false;
        rules.green.once_waited = seconds(60);
        rules.green.at_most = 2;
    })
    .check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1 green 0   -> A002
        08:00:20 kiosk 1 1 green 0   -> A003
        08:00:30 kiosk 1 1 green 0   -> A004
        08:05:00 window 1 next       -> A002 to 1; A002 served by 11
        08:05:10 window 2 next       -> A003 to 2; A003 served by 12
        08:05:20 window 1 next       -> A002 done by 11, service 1, 20 s; A001 to 1; A001 served by 11
        ",
    );
}

#[test]
fn the_green_channel_needs_a_reason_and_by_setting_a_person() {
    Hall::with(|rules| rules.green.self_declared = false).check(
        "
        08:00:00 kiosk 1 1 green 0   -> no: NotSelfDeclared
        08:00:00 desk 1 green 1      -> no: NoSuchReason
        08:00:00 desk 1 green 0      -> A001
        ",
    );
}
