//! Taking a ticket: quotas, stops, and fingers that touch too often.

use std::time::Duration;

use jiaohao::domain::id::{ServiceId, TicketId};
use jiaohao::domain::rules::Skills;
use jiaohao::domain::ticket::Slip;
use jiaohao::domain::view::Availability;

use crate::support::{Hall, seconds};

#[test]
fn a_double_touch_gives_one_ticket_and_the_terminal_shows_its_number() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:01 kiosk 1 1           -> no: SameTouch
        08:00:01 kiosk 2 1           -> A002
        08:00:01 kiosk 1 2           -> A003
        08:00:03 kiosk 1 2           -> A004
        ",
    );
    let shown: Vec<(u8, String, Slip)> = hall
        .view()
        .given
        .iter()
        .map(|given| (given.kiosk.0, given.ticket.number.to_string(), given.slip))
        .collect();
    assert_eq!(shown, [(1, "A004".into(), Slip::Coming), (2, "A002".into(), Slip::Coming)]);
}

#[test]
fn another_reason_at_the_terminal_is_another_touch() {
    Hall::open().check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:01 kiosk 1 1 green 0   -> A002
        ",
    );
}

#[test]
fn whoever_gave_the_ticket_back_may_take_another_at_once() {
    Hall::open().check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:01 kiosk 1 cancel A001 -> A001 given back
        08:00:01 kiosk 1 1           -> A002
        ",
    );
}

#[test]
fn f07_twenty_touches_in_two_seconds_give_one_ticket() {
    let mut hall = Hall::open();
    for touch in 0..20 {
        hall.now.0 += 100;
        let services = vec![ServiceId(1)];
        let request = jiaohao::domain::request::Request::Issue { services, green: None, paper: true };
        let origin = jiaohao::domain::request::Origin::Kiosk(jiaohao::domain::id::KioskId(1));
        assert_eq!(hall.ask(origin, None, request).is_ok(), touch == 0);
    }
}

#[test]
fn f07_a_terminal_gives_so_many_tickets_a_minute_and_the_desk_as_many_as_it_likes() {
    let mut hall = Hall::with(|rules| {
        rules.issuing.per_minute = 2;
        rules.issuing.double_touch = Duration::ZERO;
    });
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:01 kiosk 1 1           -> A002
        08:00:02 kiosk 1 1           -> no: TooManyTickets
        08:00:03 kiosk 2 1           -> A003
        08:00:04 desk 1              -> A004
        08:00:05 desk 1              -> A005
        08:00:06 desk 1              -> A006
        08:00:59 kiosk 1 1           -> no: TooManyTickets
        08:01:00 kiosk 1 1           -> A007
        ",
    );
}

#[test]
fn a_quota_is_for_the_day_and_counts_every_errand() {
    let mut hall = Hall::with(|rules| rules.services[1].quota = Some(2));
    hall.check(
        "
        08:00:00 kiosk 1 2           -> A001
        08:00:10 kiosk 1 1,2         -> A002
        08:00:20 kiosk 1 2           -> no: QuotaReached
        08:00:30 kiosk 1 1,2         -> no: QuotaReached
        08:00:40 kiosk 1 cancel A001 -> A001 given back
        08:00:50 kiosk 1 2           -> no: QuotaReached
        08:01:00 kiosk 1 1           -> A003
        ",
    );
    assert_eq!(hall.view().services[1].availability, Availability::Full);
}

#[test]
fn the_duty_leader_stops_and_allows_tickets() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:00:00 stop 9              -> no: NoSuchService
        08:00:00 allow 1             -> no: NoChange
        08:00:10 stop 1              -> stopped
        08:00:11 stop 1              -> no: NoChange
        08:00:20 kiosk 1 1           -> no: IssuingStopped
        08:00:20 kiosk 1 2           -> A001
        08:00:30 stop                -> stopped
        08:00:40 kiosk 1 2           -> no: IssuingStopped
        08:00:50 allow               -> allowed
        08:01:00 kiosk 1 2           -> A002
        08:01:10 kiosk 1 1           -> no: IssuingStopped
        ",
    );
    assert_eq!(hall.view().services[0].availability, Availability::Stopped);
}

#[test]
fn no_ticket_is_given_for_what_no_window_serves() {
    let mut hall = Hall::with(|rules| {
        for window in &mut rules.windows {
            window.skills = Skills::Only(vec![ServiceId(3)]);
        }
    });
    hall.check("08:00:00 kiosk 1 1 -> no: NobodyServes");
    assert_eq!(hall.view().services[0].availability, Availability::NobodyServes);
}

#[test]
fn a_ticket_is_given_back_at_the_terminal_and_withdrawn_by_staff_until_it_is_called() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:00:20 kiosk 1 1           -> A003
        08:00:30 desk cancel A001    -> A001 withdrawn
        08:00:40 kiosk 1 cancel A002 -> A002 given back
        08:00:50 kiosk 1 cancel A002 -> no: WrongState
        08:00:50 kiosk 1 cancel A009 -> no: NoSuchTicket
        08:01:00 window 1 next       -> A003 to 1
        08:01:10 kiosk 1 cancel A003 -> no: WrongState
        ",
    );
}

#[test]
fn what_a_visitor_was_told_stays_on_the_ticket() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:00:20 kiosk 1 1           -> A003
        ",
    );
    hall.now = hall.now + seconds(600);

    let told = hall.office.ticket(TicketId(3)).map(|ticket| (ticket.ahead, ticket.wait.is_some()));

    assert_eq!(told, Some((2, true)));
}
