//! Visitors sent on: same number, time waited kept, and never to where nobody can take them up (I05).

use jiaohao::domain::id::StaffId;

use crate::support::{Hall, clock, seconds};

#[test]
fn a_consulted_visitor_keeps_number_and_time_waited() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 3              -> B001
        08:04:00 kiosk 1 1              -> A001
        08:10:00 window 3 next          -> B001 to 3
        08:10:10 window 3 start         -> B001 served by 14
        08:20:00 window 3 send service 1 -> B001 sent to service 1
        08:21:00 window 1 next          -> A001 to 1
        08:21:10 window 2 next          -> B001 to 2
        ",
    );
    // Ten minutes before the consulting and a minute and ten seconds after it; the consulting is not waiting.
    let waited = hall.office.tickets().map(|ticket| ticket.waited(clock("09:00:00")));
    assert_eq!(waited.collect::<Vec<_>>(), [seconds(670), seconds(1020)]);
}

#[test]
fn the_first_who_was_asked_stays_on_the_ticket() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 3              -> B001
        08:10:00 window 3 next          -> B001 to 3
        08:10:10 window 3 start         -> B001 served by 14
        08:20:00 window 3 send service 1 -> B001 sent to service 1
        08:21:10 window 2 next          -> B001 to 2
        ",
    );
    assert_eq!(hall.office.tickets().next().and_then(|ticket| ticket.first_asked), Some(StaffId(14)));
}

#[test]
fn only_the_window_or_clerk_it_was_sent_to_calls_it() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 send window 2 -> A001 sent to window 2
        08:02:10 window 1 next          -> no: NothingWaiting
        08:02:20 window 2 next          -> A001 to 2
        08:02:30 window 2 start         -> A001 served by 12
        08:03:00 window 2 send clerk 11 -> A001 sent to clerk 11
        08:03:10 window 2 next          -> no: NothingWaiting
        08:03:20 window 1 next          -> A001 to 1
        ",
    );
}

#[test]
fn when_the_window_it_was_sent_to_closes_any_other_calls_it() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 send window 2 -> A001 sent to window 2
        08:02:10 window 2 out           -> 12 out
        08:02:20 window 1 next          -> A001 to 1
        ",
    );
}

#[test]
fn when_the_window_it_was_sent_to_closes_out_any_other_calls_it() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 send clerk 12 -> A001 sent to clerk 12
        08:02:10 window 2 close-out     -> 2 closes out
        08:02:20 window 1 next          -> A001 to 1
        ",
    );
}

#[test]
fn i05_nobody_is_sent_to_where_he_is_or_where_nobody_can_take_him_up() {
    Hall::staffed(|rules| rules.windows[2].skills = jiaohao::domain::rules::Skills::All).check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:00:10 window 1 send window 2 -> no: NobodyThere
        08:01:00 window 1 next          -> A001 to 1
        08:01:05 window 1 send window 2 -> no: NobodyThere
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 send service 1 -> no: SamePlace
        08:02:00 window 1 send window 1 -> no: SamePlace
        08:02:00 window 1 send clerk 11 -> no: SamePlace
        08:02:00 window 1 send service 9 -> no: NoSuchService
        08:02:00 window 1 send window 9 -> no: NoSuchWindow
        08:02:00 window 1 send clerk 99 -> no: NoSuchStaff
        08:02:00 window 1 send clerk 13 -> no: NotLoggedIn
        08:02:00 window 1 send window 3 -> no: NotSkilled
        08:02:00 window 1 send clerk 14 -> no: NotSkilled
        08:02:10 stop 2                 -> stopped
        08:02:20 window 1 send service 2 -> no: IssuingStopped
        08:02:30 window 2 close-out     -> 2 closes out
        08:02:40 window 1 send window 2 -> no: ClosingOut
        08:02:50 window 3 out           -> 14 out
        08:03:00 window 1 send window 3 -> no: NotLoggedIn
        ",
    );
}

#[test]
fn i05_nobody_is_sent_to_a_service_without_a_window() {
    Hall::staffed(|rules| {
        let all_but_4 = [1, 2, 3].map(jiaohao::domain::id::ServiceId).to_vec();
        rules.windows[0].skills = jiaohao::domain::rules::Skills::Only(all_but_4.clone());
        rules.windows[1].skills = jiaohao::domain::rules::Skills::Only(all_but_4);
    })
    .check(
        "
        08:00:00 kiosk 1 1              -> A001
        08:01:00 window 1 next          -> A001 to 1
        08:01:10 window 1 start         -> A001 served by 11
        08:02:00 window 1 send service 4 -> no: NobodyServes
        ",
    );
}
