//! The numbers on the slips: one decision, so that none is given twice (INV3, J05).

use jiaohao::domain::rules::{Exhausted, Rules};

use crate::support::Hall;

fn three_numbers(exhausted: Exhausted) -> impl FnOnce(&mut Rules) {
    move |rules| {
        rules.groups[0].first = 7;
        rules.groups[0].last = 9;
        rules.groups[0].exhausted = exhausted;
    }
}

#[test]
fn each_group_of_services_has_its_letter_and_its_own_count() {
    Hall::open().check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 3           -> B001
        08:00:20 kiosk 1 2           -> A002
        08:00:30 kiosk 1 3,1         -> B002
        ",
    );
}

#[test]
fn j05_a_range_that_stops_gives_nothing_after_its_last_number() {
    Hall::staffed(three_numbers(Exhausted::Stop)).check(
        "
        08:00:00 kiosk 1 1           -> A007
        08:00:10 kiosk 1 1           -> A008
        08:00:20 kiosk 1 1           -> A009
        08:00:25 kiosk 1 cancel A007 -> A007 given back
        08:00:30 kiosk 1 1           -> no: NumbersUsedUp
        08:00:40 kiosk 1 3           -> B001
        ",
    );
}

#[test]
fn j05_a_range_that_wraps_never_gives_a_number_that_may_still_be_called() {
    Hall::staffed(three_numbers(Exhausted::Wrap)).check(
        "
        08:00:00 kiosk 1 1           -> A007
        08:00:10 kiosk 1 1           -> A008
        08:00:20 kiosk 1 1           -> A009
        08:00:30 kiosk 1 1           -> no: NumbersUsedUp
        08:01:00 window 1 next       -> A007 to 1
        08:01:20 window 1 recall     -> A007 to 1 again
        08:01:40 window 1 no-show    -> A007 missed
        08:01:50 kiosk 1 1           -> no: NumbersUsedUp
        08:02:00 kiosk 1 cancel A008 -> A008 given back
        08:02:10 kiosk 1 1           -> A008
        08:02:20 kiosk 1 1           -> no: NumbersUsedUp
        ",
    );
}

#[test]
fn a_number_that_was_sent_home_for_materials_is_not_given_to_another() {
    Hall::staffed(three_numbers(Exhausted::Wrap)).check(
        "
        08:00:00 kiosk 1 1                 -> A007
        08:00:10 kiosk 1 1                 -> A008
        08:00:20 kiosk 1 1                 -> A009
        08:01:00 window 1 next             -> A007 to 1
        08:01:00 window 2 next             -> A008 to 2
        08:01:10 window 1 start            -> A007 served by 11
        08:01:10 window 2 start            -> A008 served by 12
        08:02:10 window 1 finish corrected 0 -> A007 corrected by 11, service 1, 60 s
        08:02:20 kiosk 1 1                 -> no: NumbersUsedUp
        08:03:10 window 2 finish done      -> A008 done by 12, service 1, 120 s
        08:03:20 kiosk 1 1                 -> A008
        08:04:00 desk back A007            -> A007 back at 5
        ",
    );
}
