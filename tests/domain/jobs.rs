//! Paper and voice: opened with what they tell of, closed by what became of them, settled after a restart.

use jiaohao::domain::id::TicketId;
use jiaohao::domain::ticket::Slip;

use crate::support::{Hall, clock};

fn slip(hall: &Hall, ticket: u64) -> Option<Slip> {
    hall.office.ticket(TicketId(ticket)).map(|ticket| ticket.slip)
}

#[test]
fn a_slip_and_a_call_are_open_until_their_device_reports() {
    let mut hall = Hall::staffed(|_| ()).telling_jobs();
    hall.check(
        "
        08:01:00 kiosk 1 1           -> A001; print 1
        08:01:03 job 1 said          -> no: NoSuchJob
        08:01:03 job 1 printed       -> 1 printed
        08:01:04 job 1 printed       -> no: NoSuchJob
        08:02:00 window 1 next       -> A001 to 1; say 2
        08:02:01 job 2 printed       -> no: NoSuchJob
        08:02:04 job 2 said          -> 2 said
        08:02:30 window 1 recall     -> A001 to 1 again; say 3
        08:02:31 job 3 unsaid        -> 3 without voice
        ",
    );
    assert!(hall.view().jobs.is_empty());
    assert_eq!(slip(&hall, 1), Some(Slip::Printed));
}

#[test]
fn f01_a_slip_that_did_not_come_out_leaves_a_valid_ticket() {
    let mut hall = Hall::staffed(|_| ()).telling_jobs();
    hall.check(
        "
        08:01:00 kiosk 1 1           -> A001; print 1
        08:01:01 desk reprint A001   -> no: WrongState
        08:01:02 job 1 unprinted     -> 1 not printed
        ",
    );
    assert_eq!(slip(&hall, 1), Some(Slip::NotPrinted));
    hall.check(
        "
        08:01:10 desk reprint A001   -> print 2 again
        08:01:20 window 1 next       -> A001 to 1; say 3
        08:01:21 desk reprint A009   -> no: NoSuchTicket
        ",
    );
}

#[test]
fn f01_a_slip_is_given_up_after_ten_minutes_and_the_ticket_stays() {
    let mut hall = Hall::staffed(|_| ()).telling_jobs();
    hall.check("08:00:00 kiosk 1 1 -> A001; print 1");
    assert_eq!(hall.office.deadline(), Some(clock("08:10:00")));
    hall.check(
        "
        08:09:59 wake                -> no: NothingDue
        08:10:00 wake                -> 1 too late
        08:10:01 window 1 next       -> A001 to 1; say 2
        ",
    );
}

#[test]
fn f31_a_call_that_could_not_be_said_in_time_is_dropped() {
    Hall::staffed(|_| ()).telling_jobs().check(
        "
        08:00:00 kiosk 1 1           -> A001; print 1
        08:00:01 job 1 unknown       -> 1 unknown
        08:01:00 window 1 next       -> A001 to 1; say 2
        08:01:59 wake                -> no: NothingDue
        08:02:00 wake                -> 2 stale
        08:02:01 job 2 said          -> no: NoSuchJob
        ",
    );
}

#[test]
fn a_second_call_overtakes_the_first_that_was_not_said() {
    Hall::staffed(|_| ()).telling_jobs().check(
        "
        08:00:00 kiosk 1 1           -> A001; print 1
        08:01:00 window 1 next       -> A001 to 1; say 2
        08:01:20 window 1 recall     -> A001 to 1 again; 2 overtaken; say 3
        08:01:40 window 1 no-show    -> A001 missed; 3 overtaken
        ",
    );
}

#[test]
fn a01_a02_a04_a11_after_a_restart_paper_is_unknown_and_a_young_call_is_said_once_more() {
    let mut hall = Hall::staffed(|_| ()).telling_jobs();
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001; print 1
        08:00:00 kiosk 2 1           -> A002; print 2
        08:00:00 kiosk 3 3           -> B001; print 3
        08:00:10 job 1 printed       -> 1 printed
        08:00:10 job 2 printed       -> 2 printed
        08:01:00 window 1 next       -> A001 to 1; say 4
        08:02:00 window 2 next       -> A002 to 2; say 5
        08:02:00 window 3 next       -> B001 to 3; say 6
        08:02:10 job 5 said          -> 5 said
        08:02:20 window 3 start      -> B001 served by 14
        08:03:30 restart             -> restarted; 3 unknown; 4 stale; 6 stale; say 7 once more
        08:03:40 restart             -> restarted; 7 stale
        ",
    );
    assert_eq!(slip(&hall, 3), Some(Slip::Unknown));
}

#[test]
fn a_young_call_that_was_not_said_is_interrupted_and_repeated() {
    Hall::staffed(|_| ()).telling_jobs().check(
        "
        08:00:00 desk 1              -> A001; print 1
        08:00:10 job 1 printed       -> 1 printed
        08:01:00 window 1 next       -> A001 to 1; say 2
        08:01:05 restart             -> restarted; 2 interrupted; say 3 once more
        08:01:10 job 3 said          -> 3 said
        08:01:25 window 1 recall     -> A001 to 1 again; say 4
        08:01:30 restart             -> restarted; 4 interrupted; say 5 once more
        ",
    );
}
