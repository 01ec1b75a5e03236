//! The business day: sessions, the last ticket, early closing, and the clock that is not known.

use jiaohao::domain::moment::Wall;
use jiaohao::domain::opening::{Hours, Session};
use jiaohao::domain::request::{Origin, Refusal, Request};
use jiaohao::domain::view::Availability;

use crate::support::{Hall, clock};

pub fn wall(time: &str) -> Wall {
    Wall { utc_ms: i64::try_from(clock(time).0).unwrap(), offset_min: 0 }
}

pub fn session(opens: &str, last_ticket: &str, closes: &str) -> Session {
    Session {
        opens: clock(opens),
        last_ticket: clock(last_ticket),
        closes: clock(closes),
        opens_wall: wall(opens),
        closes_wall: wall(closes),
    }
}

/// Morning and afternoon with a lunch between them.
pub fn two_sessions() -> Hours {
    Hours {
        sessions: vec![
            session("09:00:00", "11:40:00", "12:00:00"),
            session("13:00:00", "16:40:00", "17:00:00"),
        ],
        day_ends: Some(clock("20:00:00")),
        next_opening: Some(wall("23:59:59")),
    }
}

#[test]
fn tickets_are_given_from_the_opening_to_the_last_ticket_of_each_session() {
    Hall::with_hours(|_| (), two_sessions()).check(
        "
        08:59:59 kiosk 1 1           -> no: OutsideHours
        09:00:00 kiosk 1 1           -> A001
        11:39:59 kiosk 1 1           -> A002
        11:40:00 kiosk 2 1           -> no: LastTicketGone
        12:00:00 kiosk 1 1           -> no: OutsideHours
        13:00:00 kiosk 1 1           -> A003
        16:40:00 kiosk 1 1           -> no: LastTicketGone
        17:00:00 kiosk 1 1           -> no: OutsideHours
        ",
    );
}

#[test]
fn whoever_holds_a_ticket_is_served_after_the_hours() {
    Hall::with_hours(|_| (), two_sessions()).check(
        "
        16:39:00 kiosk 1 1           -> A001
        16:39:30 window 1 in 11      -> 11 in
        17:05:00 window 1 next       -> A001 to 1
        17:05:10 window 1 start      -> A001 served by 11
        17:09:10 window 1 finish done -> A001 done by 11, service 1, 240 s
        ",
    );
}

#[test]
fn the_terminal_says_when_the_hall_opens_next() {
    let mut hall = Hall::with_hours(|_| (), two_sessions());
    let mut at = |time| {
        hall.now = clock(time);
        hall.view().services[0].availability
    };

    assert_eq!(at("08:00:00"), Availability::Closed { opens: Some(wall("09:00:00")) });
    assert_eq!(at("09:00:00"), Availability::Open);
    assert_eq!(at("11:45:00"), Availability::LastTicketGone { opens: Some(wall("13:00:00")) });
    assert_eq!(at("12:30:00"), Availability::Closed { opens: Some(wall("13:00:00")) });
    assert_eq!(at("18:00:00"), Availability::Closed { opens: Some(wall("23:59:59")) });
}

#[test]
fn the_hours_are_over_after_the_last_session_and_not_at_lunch() {
    let mut hall = Hall::with_hours(|_| (), two_sessions());
    let mut over = |time| {
        hall.now = clock(time);
        hall.view().after_hours
    };

    assert_eq!((over("12:30:00"), over("16:59:59"), over("17:00:00")), (false, false, true));
    assert!(!Hall::open().view().after_hours, "while the time of day is unknown no session ends");
}

#[test]
fn after_the_day_the_terminal_still_says_when_the_hall_opens_next() {
    let mut hall = Hall::with_hours(|_| (), two_sessions());
    hall.check("20:00:00 wake -> day closed");

    let availability = hall.view().services[0].availability;

    assert_eq!(availability, Availability::Closed { opens: Some(wall("23:59:59")) });
}

#[test]
fn c01_while_the_time_of_day_is_unknown_tickets_are_given() {
    // The clock starts at 1970.
    Hall::with_hours(|_| (), Hours::default()).check("03:00:00 kiosk 1 1 -> A001");
}

#[test]
fn the_duty_leader_closes_early_by_other_hours() {
    let mut hall = Hall::with_hours(|_| (), two_sessions());
    let mut early = two_sessions();
    early.sessions[1] = session("13:00:00", "14:00:00", "15:00:00");
    hall.now = clock("13:30:00");
    assert_eq!(hall.ask(Origin::Duty, None, Request::SetHours(two_sessions())), Err(Refusal::NoChange));

    hall.ask(Origin::Duty, None, Request::SetHours(early)).unwrap();

    hall.check(
        "
        13:59:59 kiosk 1 1           -> A001
        14:00:00 kiosk 2 1           -> no: LastTicketGone
        15:00:00 kiosk 1 1           -> no: OutsideHours
        ",
    );
}

#[test]
fn the_day_ends_by_itself_at_its_end() {
    let mut hall = Hall::with_hours(|_| (), two_sessions());
    assert_eq!(hall.office.deadline(), Some(clock("20:00:00")));
    hall.check(
        "
        16:00:00 desk 1              -> A001
        16:00:10 job 1 printed       ->
        19:59:59 wake                -> no: NothingDue
        20:00:00 wake                -> A001 ends with the day; day closed
        20:00:01 wake                -> no: DayNotOpen
        ",
    );
    assert_eq!(hall.office.deadline(), None);
}
