//! The watch of rehearsals takes what a clerk types, and what lay in the printer when a clock opened another day, for
//! what it is; and nothing else.

use hal::port::keypad::Key;
use jiaohao::domain::id::{JobId, Prefix, ServiceDay, ServiceId, TicketId, TicketNumber, WindowId};
use jiaohao::domain::office::Office;
use jiaohao::domain::opening::{Hours, Opening};
use jiaohao::domain::request::{Origin, Request};
use jiaohao::rehearse::agenda::{SECOND, Time};
use jiaohao::rehearse::watch::{Claim, Watch};

use crate::support::{Hall, opening, small_hall};

/// When the second day is opened.
const TURN: Time = Time(3_600 * SECOND);

fn number(value: u16) -> TicketNumber {
    TicketNumber { prefix: Prefix('A'), value, width: 3 }
}

fn issue(hall: &mut Hall) {
    hall.ask(Origin::Duty, None, Request::Issue { services: vec![ServiceId(1)], green: None, paper: false })
        .unwrap();
}

/// A hall that has given two numbers, and then was told that it is the next day.
fn turned() -> (Hall, Watch) {
    let (mut hall, mut watch) = (Hall::open(), Watch::default());
    issue(&mut hall);
    issue(&mut hall);
    watch.stored(Time::default(), &hall.records).unwrap();
    hall.ask(Origin::Duty, None, Request::CloseDay).unwrap();
    hall.office = Office::after_day(&hall.records, TicketId(9), JobId(9));
    let day = ServiceDay(20_261_122);
    let opening = Opening { day, ..opening(small_hall(), Hours::default()) };
    hall.ask(Origin::Clock, None, Request::OpenDay(Box::new(opening))).unwrap();
    watch.stored(TURN, &hall.records).unwrap();
    (hall, watch)
}

#[test]
fn the_digits_that_a_clerk_types_are_his_own_and_nobody_elses() {
    let (_, mut watch) = turned();
    let shown = |watch: &Watch, value, window| {
        watch.claimed(&Claim::OnKeypad(number(value), WindowId(window))).is_ok()
    };
    assert!(!shown(&watch, 135, 1));

    for digit in [1, 3, 5] {
        watch.pressed(WindowId(1), Key::Digit(digit));
    }

    assert!(shown(&watch, 135, 1));
    assert!(!shown(&watch, 136, 1) && !shown(&watch, 35, 1) && !shown(&watch, 135, 2));
    watch.pressed(WindowId(1), Key::Next);
    assert!(!shown(&watch, 135, 1), "typed before another key");
}

#[test]
fn a_slip_that_lay_in_the_printer_is_of_the_day_before_and_no_other_number_is() {
    let held = |value, seconds: u64| {
        let (hall, mut watch) = turned();
        watch.promised(TURN.after(seconds * SECOND), number(value));
        watch.compare(&hall.office).is_ok()
    };

    assert!(held(2, 2));
    assert!(!held(3, 2), "never given");
    assert!(!held(2, 20), "given yesterday, and seen when nothing of yesterday is on its way");
}
