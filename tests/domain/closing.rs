//! The end of a day: once, for everybody who is left, whatever the clock does.

use jiaohao::domain::id::{JobId, ServiceDay, TicketId};
use jiaohao::domain::opening::{Hours, Opening};
use jiaohao::domain::request::{Origin, Refusal, Request};
use jiaohao::domain::view::{Availability, WindowState};

use crate::support::{Hall, TODAY, clock, opening, small_hall};

#[test]
fn c05_i02_whoever_is_left_is_closed_with_the_day_and_for_the_right_reason() {
    Hall::staffed(|rules| rules.rating.ask_at_finish = true).telling_jobs().check(
        "
        08:00:00 desk 1              -> A001; print 1
        08:00:00 desk 1              -> A002; print 2
        08:00:00 desk 1              -> A003; print 3
        08:00:00 desk 1              -> A004; print 4
        08:00:00 desk 3              -> B001; print 5
        08:00:01 job 1 printed       -> 1 printed
        08:00:02 job 2 printed       -> 2 printed
        08:00:03 job 3 printed       -> 3 printed
        08:00:04 job 4 printed       -> 4 printed
        08:01:00 window 1 next       -> A001 to 1; say 6
        08:01:10 window 1 start      -> A001 served by 11
        08:02:10 window 1 park       -> 6 overtaken; A001 parked by 11
        08:02:20 window 1 next       -> A002 to 1; say 7
        08:02:30 window 2 next       -> A003 to 2; say 8
        08:02:40 window 2 start      -> A003 served by 12
        08:02:50 window 3 next       -> B001 to 3; say 9
        08:02:55 job 9 said          -> 9 said
        08:03:00 window 3 start      -> B001 served by 14
        08:03:10 window 3 finish done -> B001 done by 14, service 3, 10 s; B001 asked
        08:03:20 close               -> B001 did not answer; 5 unknown; 7 overtaken; 8 overtaken; A001 ends with the day; A002 ends with the day; A003 left open; A004 ends with the day; 11 out; 12 out; 14 out; day closed
        ",
    );
}

#[test]
fn a_missed_visitor_ends_with_the_day() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1
        08:01:20 window 1 recall     -> A001 to 1 again
        08:01:40 window 1 no-show    -> A001 missed
        12:00:00 close               -> A001 ends with the day; 11 out; 12 out; 14 out; day closed
        ",
    );
}

#[test]
fn c04_c06_a_day_opens_once_and_closes_once() {
    // A clock that goes back over midnight opens no closed day again.
    let mut hall = Hall::open();
    let again = Request::OpenDay(Box::new(opening(small_hall(), Hours::default())));
    assert_eq!(hall.ask(Origin::Clock, None, again.clone()), Err(Refusal::DayAlreadyOpen));
    hall.check("20:00:00 close -> day closed");

    assert_eq!(hall.ask(Origin::Clock, None, again), Err(Refusal::DayAlreadyOpen));
    assert_eq!(hall.ask(Origin::Duty, None, Request::CloseDay), Err(Refusal::DayNotOpen));
}

#[test]
fn i07_the_next_day_goes_on_with_the_counters_and_begins_anew_with_the_numbers() {
    // The same number on two days stands on two tickets.
    let mut hall = Hall::open();
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        20:00:00 close               -> A001 ends with the day; day closed
        ",
    );
    let tomorrow = Opening { day: ServiceDay(TODAY.0 + 1), ..opening(small_hall(), Hours::default()) };
    hall.now = clock("32:00:00");
    hall.ask(Origin::Clock, None, Request::OpenDay(Box::new(tomorrow))).unwrap();

    hall.check("32:00:10 desk 1 -> A001");

    assert_eq!(hall.office.tickets().map(|ticket| ticket.id).collect::<Vec<_>>(), [TicketId(2)]);
    assert_eq!(hall.view().jobs.first().map(|job| job.job.id), Some(JobId(2)));
}

#[test]
fn between_days_every_face_says_closed() {
    let mut hall = Hall::staffed(|_| ());
    hall.check("20:00:00 close -> 11 out; 12 out; 14 out; day closed");

    let view = hall.view();

    assert_eq!(view.day, None);
    assert!(view.services.iter().all(|service| service.availability == Availability::Closed { opens: None }));
    assert_eq!(view.windows.iter().map(|window| window.state).collect::<Vec<_>>(), [WindowState::Closed; 3]);
}
