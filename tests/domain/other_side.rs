//! Numbers that only a side of the journal knows that was put aside: they are entered from paper and never given here.

use jiaohao::domain::id::Seq;
use jiaohao::domain::keeping::KeepingRequest;
use jiaohao::domain::request::{Origin, Request};

use crate::support::Hall;

/// The daemon tells that five records of another side lie aside.
fn fork(hall: &mut Hall) {
    let found = KeepingRequest::Branch { after: Seq(1), records: 5, last: [7; 32] };
    hall.ask(Origin::Startup, None, Request::Keeping(found)).unwrap();
}

#[test]
fn a_number_that_was_given_on_the_other_side_is_entered_once_and_never_given_here() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:10 kiosk 1 1             -> A001
        08:10:00 desk enter A003 taken service 1 at 08:05 -> no: Contradicts
        ",
    );

    fork(&mut hall);

    assert_eq!(hall.view().kept.aside, 5);
    hall.check(
        "
        08:11:00 desk enter A001 taken service 1 at 08:05 -> no: EnteredBefore
        08:11:00 desk enter A003 taken service 1 at 08:05 -> A003 taken for 1
        08:11:10 desk enter A003 taken service 1 at 08:05 -> no: EnteredBefore
        08:12:00 kiosk 1 1             -> A002
        08:13:00 kiosk 1 1             -> A004
        ",
    );
}

#[test]
fn a_minute_on_paper_is_any_moment_of_it_and_no_other() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:40 kiosk 1 1             -> A001
        08:00:50 kiosk 1 1             -> A002
        08:10:00 desk enter A001 served window 1 clerk 11 called 07:59 finished 08:05 -> no: Contradicts
        08:10:00 desk enter A001 served window 1 clerk 11 called 08:00 finished 08:00 -> A001 done by hand at 1 by 11
        08:10:00 desk enter A002 served window 1 clerk 11 called 08:05 finished 08:04 -> no: Contradicts
        ",
    );
}
