//! The last ticket by estimate: nobody is given a place that the session has no time for, and nobody loses
//! one.

use jiaohao::domain::id::ServiceId;
use jiaohao::domain::opening::{Hours, Session};
use jiaohao::domain::request::{Origin, Refusal, Request};
use jiaohao::domain::rules::Rules;
use jiaohao::domain::ticket::WaitRange;
use jiaohao::domain::view::{Availability, ServiceView};

use crate::hours::{session, wall};
use crate::support::{Hall, clock, seconds};

/// Four visitors of ten minutes wait at eleven for one window, which closes at twelve.
fn four_wait(change: impl FnOnce(&mut Rules)) -> Hall {
    let sessions: Vec<Session> =
        vec![session("09:00:00", "11:50:00", "12:00:00"), session("13:00:00", "16:50:00", "17:00:00")];
    let hours = Hours { sessions, day_ends: Some(clock("20:00:00")), next_opening: None };
    let change = |rules: &mut Rules| {
        rules.issuing.overrun = Some(seconds(0));
        change(rules);
    };
    let mut hall = Hall::with_hours(change, hours);
    hall.check(
        "
        10:59:00 window 1 in 11      -> 11 in
        11:00:00 desk 1              -> A001
        11:00:00 desk 1              -> A002
        11:00:00 desk 1              -> A003
        11:00:00 desk 1              -> A004
        ",
    );
    hall
}

fn shown(hall: &Hall, service: u16) -> ServiceView {
    hall.view().services.into_iter().find(|view| view.id == ServiceId(service)).unwrap()
}

fn ask(hall: &Hall, services: &[u16], green: Option<u8>) -> Result<(), Refusal> {
    let services = services.iter().map(|id| ServiceId(*id)).collect();
    let issue = Request::Issue { services, green, paper: false };
    hall.decide(Origin::Duty, issue).map(|_| ())
}

#[test]
fn no_ticket_is_given_whose_longer_wait_and_minutes_lead_beyond_the_closing() {
    let hall = four_wait(|_| ());

    let view = shown(&hall, 1);

    // 11:00 and 55 minutes and ten are five past twelve; the five minutes of service 2 end at the stroke.
    assert_eq!(view.wait, Some(WaitRange { from: 40, to: 55 }));
    assert_eq!(view.availability, Availability::WouldOverrun { opens: Some(wall("13:00:00")) });
    assert_eq!(ask(&hall, &[1], None), Err(Refusal::WouldOverrun));
    assert_eq!((shown(&hall, 2).availability, ask(&hall, &[2], None)), (Availability::Open, Ok(())));
}

#[test]
fn the_rules_say_how_much_later_it_may_be() {
    let five = four_wait(|rules| rules.issuing.overrun = Some(seconds(300)));
    let less = four_wait(|rules| rules.issuing.overrun = Some(seconds(299)));
    let fixed_margin_only = four_wait(|rules| rules.issuing.overrun = None);

    assert_eq!(ask(&five, &[1], None), Ok(()));
    assert_eq!(ask(&less, &[1], None), Err(Refusal::WouldOverrun));
    assert_eq!(ask(&fixed_margin_only, &[1], None), Ok(()));
}

#[test]
fn several_errands_take_the_minutes_of_all_of_them() {
    let hall = four_wait(|_| ());

    assert_eq!(ask(&hall, &[2], None), Ok(()));
    assert_eq!(ask(&hall, &[2, 3], None), Err(Refusal::WouldOverrun));
}

#[test]
fn who_would_be_called_earlier_is_given_a_ticket_longer() {
    let hall = four_wait(|_| ());

    assert_eq!(ask(&hall, &[1], None), Err(Refusal::WouldOverrun));
    assert_eq!(ask(&hall, &[1], Some(0)), Ok(()));
}

#[test]
fn whoever_holds_a_ticket_is_served_however_late_it_gets() {
    let mut hall = four_wait(|_| ());
    assert_eq!(ask(&hall, &[1], None), Err(Refusal::WouldOverrun));

    hall.check(
        "
        12:20:00 window 1 next       -> A001 to 1
        12:20:10 window 1 start      -> A001 served by 11
        12:40:10 window 1 finish done -> A001 done by 11, service 1, 1200 s
        12:41:00 window 1 next       -> A002 to 1
        12:41:10 window 1 start      -> A002 served by 11
        12:50:10 window 1 finish done -> A002 done by 11, service 1, 540 s
        12:51:00 window 1 next       -> A003 to 1
        ",
    );
}

#[test]
fn the_afternoon_gives_tickets_again() {
    let mut hall = four_wait(|_| ());

    hall.now = clock("13:00:00");

    assert_eq!((shown(&hall, 1).availability, ask(&hall, &[1], None)), (Availability::Open, Ok(())));
}

#[test]
fn a_wait_that_nobody_can_tell_keeps_nobody_out() {
    // Before the first clerk has logged in nothing is claimed, and after him only the fixed margin counts.
    let mut hall = four_wait(|_| ());
    hall.check("11:01:00 window 1 out -> 11 out");
    hall.now = clock("11:49:59");

    assert_eq!(shown(&hall, 1).wait, None);
    assert_eq!(ask(&hall, &[1], None), Ok(()));
}

#[test]
fn while_the_time_of_day_is_unknown_no_session_ends() {
    let mut hall = Hall::staffed(|rules| rules.issuing.overrun = Some(seconds(0)));
    for _ in 0..30 {
        assert_eq!(ask(&hall, &[1], None), Ok(()));
        let issue = Request::Issue { services: vec![ServiceId(1)], green: None, paper: false };
        hall.ask(Origin::Duty, None, issue).unwrap();
    }
}
