//! Visitors who do not come when called, and their way back (I04).

use jiaohao::domain::id::TicketId;
use jiaohao::domain::rules::Class;

use crate::support::{Hall, clock, seconds};

#[test]
fn i04_nobody_is_missed_who_was_not_called_again_and_given_time() {
    Hall::staffed(|_| ()).check(
        "
        08:01:00 kiosk 1 1           -> A001
        08:02:00 window 1 next       -> A001 to 1
        08:02:10 window 1 recall     -> no: TooSoon
        08:02:30 window 1 no-show    -> no: NotYet
        08:02:30 window 1 recall     -> A001 to 1 again
        08:02:40 window 1 no-show    -> no: TooSoon
        08:02:50 window 1 no-show    -> A001 missed
        08:02:55 window 1 recall     -> no: NobodyThere
        ",
    );
}

#[test]
fn i04_a_missed_visitor_comes_back_behind_three_calls_of_the_service_and_then_surely() {
    let mut hall = Hall::staffed(|rules| rules.calling.start_key = false);
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1; A001 served by 11
        08:01:20 window 1 recall     -> A001 to 1 again
        08:01:40 window 1 no-show    -> A001 missed
        08:02:00 kiosk 1 1           -> A002
        08:02:10 kiosk 1 1           -> A003
        08:02:20 kiosk 1 1           -> A004
        08:02:30 kiosk 1 1           -> A005
        08:02:40 kiosk 1 2           -> A006
        08:10:00 desk back 1         -> A001 back at 4
        08:10:00 desk back 1         -> no: WrongState
        08:40:00 window 1 next       -> A002 to 1; A002 served by 11
        08:40:00 window 2 next       -> A003 to 2; A003 served by 12
        08:41:00 window 1 next       -> A002 done by 11, service 1, 60 s; A004 to 1; A004 served by 11
        08:41:00 window 2 next       -> A003 done by 12, service 1, 60 s; A001 to 2 as promised; A001 served by 12
        ",
    );
    assert_eq!(hall.office.ticket(TicketId(1)).map(|ticket| ticket.class), Some(Class::Returning));
}

#[test]
fn the_waiting_of_a_returning_visitor_begins_with_the_return() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:30:00 window 1 next       -> A001 to 1
        08:30:20 window 1 recall     -> A001 to 1 again
        08:30:40 window 1 no-show    -> A001 missed
        08:50:00 desk back A001      -> A001 back at 4
        ",
    );

    let waited = hall.office.ticket(TicketId(1)).map(|ticket| ticket.waited(clock("08:51:00")));

    assert_eq!(waited, Some(seconds(60)));
}

#[test]
fn calls_of_other_services_do_not_count_towards_the_promise() {
    Hall::staffed(|rules| rules.calling.start_key = false).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1; A001 served by 11
        08:01:20 window 1 recall     -> A001 to 1 again
        08:01:40 window 1 no-show    -> A001 missed
        08:02:00 desk back A001      -> A001 back at 4
        08:03:00 kiosk 1 2           -> A002
        08:03:10 kiosk 1 2           -> A003
        08:03:20 kiosk 1 2           -> A004
        08:03:30 kiosk 1 2           -> A005
        08:04:00 window 1 next       -> A002 to 1; A002 served by 11
        08:05:00 window 1 next       -> A002 done by 11, service 2, 60 s; A003 to 1; A003 served by 11
        08:06:00 window 1 next       -> A003 done by 11, service 2, 60 s; A004 to 1; A004 served by 11
        08:07:00 window 1 next       -> A004 done by 11, service 2, 60 s; A005 to 1; A005 served by 11
        08:08:00 window 1 next       -> A005 done by 11, service 2, 60 s; A001 to 1 as promised; A001 served by 11
        ",
    );
}

#[test]
fn with_nobody_to_overtake_a_returning_visitor_is_called_at_once() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1
        08:01:20 window 1 recall     -> A001 to 1 again
        08:01:40 window 1 no-show    -> A001 missed
        08:05:00 desk back A001      -> A001 back at 4
        08:05:10 window 1 next       -> A001 to 1 as promised
        ",
    );
}

#[test]
fn an_undone_call_does_not_bring_a_promise_nearer() {
    Hall::staffed(|rules| rules.calling.return_after_calls = 1).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1
        08:01:20 window 1 recall     -> A001 to 1 again
        08:01:40 window 1 no-show    -> A001 missed
        08:02:00 kiosk 1 1           -> A002
        08:02:10 kiosk 1 1           -> A003
        08:05:00 desk back A001      -> A001 back at 2
        08:05:10 window 1 next       -> A002 to 1
        08:05:20 window 1 undo       -> A002 uncalled
        08:05:30 desk cancel A002    -> A002 withdrawn
        08:05:40 window 2 next       -> A003 to 2
        08:05:50 window 1 next       -> A001 to 1 as promised
        ",
    );
}

#[test]
fn only_missed_and_corrected_visitors_come_back() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 desk back A001      -> no: WrongState
        08:00:20 desk back A002      -> no: NoSuchTicket
        08:00:30 kiosk 1 cancel A001 -> A001 given back
        08:00:40 desk back A001      -> no: WrongState
        ",
    );
}

#[test]
fn a_corrected_visitor_comes_back_to_a_promised_place() {
    let mut hall = Hall::staffed(|rules| rules.calling.return_after_calls = 1).telling_jobs();
    hall.check(
        "
        08:00:00 kiosk 1 1                  -> A001; print 1
        08:00:10 kiosk 1 1                  -> A002; print 2
        08:00:20 kiosk 1 1                  -> A003; print 3
        08:01:00 window 1 next              -> A001 to 1; say 4
        08:01:10 window 1 start             -> A001 served by 11
        08:02:10 window 1 finish corrected  -> no: NoSuchReason
        08:02:10 window 1 finish corrected 2 -> no: NoSuchReason
        08:02:10 window 1 finish corrected 0,1 -> 4 overtaken; A001 corrected by 11, service 1, 60 s; print 5 lacking [0, 1]
        08:30:00 desk back A001             -> A001 back at 2
        08:31:00 window 1 next              -> A002 to 1; say 6
        08:32:00 window 2 next              -> A001 to 2 as promised; say 7
        ",
    );
    assert_eq!(hall.office.ticket(TicketId(1)).map(|ticket| ticket.class), Some(Class::Returning));
}
