//! The pick-up cabinet: one door for one order, nothing lost, nothing opened twice by itself.

use std::time::Duration;

use jiaohao::domain::id::{DoorId, ItemId, JobId, ServiceDay, TicketId};
use jiaohao::domain::locker::{DoorTrouble, Item, LockerRules};
use jiaohao::domain::office::Office;
use jiaohao::domain::opening::Hours;
use jiaohao::domain::request::{Origin, Request};
use jiaohao::domain::rules::Rules;

use crate::support::{Hall, TODAY, clock, opening};

fn cabinet(rules: &mut Rules) {
    rules.locker = Some(LockerRules { doors: 12, left_open: Duration::from_secs(180) });
}

#[test]
fn something_is_put_in_and_collected_and_the_door_is_free_again() {
    Hall::with(cabinet).check(
        "
        08:00:00 desk put 3              -> item 1 behind 3; open 3 by 1
        08:00:01 cabinet door 3 open     -> door 3 open
        08:00:01 cabinet 1 opened        -> 1 opened
        08:00:20 cabinet door 3 shut     -> door 3 shut
        09:00:00 kiosk 1 collect 1       -> open 3 by 2
        09:00:01 cabinet door 3 open     -> door 3 open
        09:00:01 cabinet 2 opened        -> 2 opened; item 1 gone
        09:00:20 cabinet door 3 shut     -> door 3 shut
        09:01:00 kiosk 1 collect 1       -> no: NothingThere
        09:02:00 desk put 3              -> item 3 behind 3; open 3 by 3
        ",
    );
}

#[test]
fn a_door_that_does_not_open_keeps_what_lies_there_and_takes_nothing_in() {
    let mut hall = Hall::with(cabinet);
    hall.check(
        "
        08:00:00 desk put 3              -> item 1 behind 3; open 3 by 1
        08:00:05 cabinet 1 not-opened    -> 1 not opened; item 1 gone
        08:01:00 desk put 3              -> item 2 behind 3; open 3 by 2
        08:01:05 cabinet 2 opened        -> 2 opened
        09:00:00 kiosk 1 collect 2       -> open 3 by 3
        09:00:05 cabinet 3 not-opened    -> 3 not opened
        09:00:10 kiosk 1 collect 2       -> open 3 by 4
        ",
    );
    assert_eq!(troubles(&hall), [], "somebody tries again");
    hall.check("09:00:15 cabinet 4 not-opened -> 4 not opened");
    assert_eq!(troubles(&hall), [(DoorId(3), DoorTrouble::NotOpened)]);
}

#[test]
fn a_cut_between_order_and_door_opens_nothing_by_itself_and_loses_nothing() {
    Hall::with(cabinet).check(
        "
        08:00:00 desk put 3              -> item 1 behind 3; open 3 by 1
        08:00:05 cabinet 1 opened        -> 1 opened
        09:00:00 kiosk 1 collect 1       -> open 3 by 2
        09:00:30 restart                 -> restarted; 2 unknown
        09:00:31 cabinet 2 opened        -> no: NoSuchJob
        09:01:00 kiosk 1 collect 1       -> open 3 by 3
        09:01:05 cabinet 3 opened        -> 3 opened; item 1 gone
        ",
    );
}

#[test]
fn one_code_orders_one_door_once() {
    Hall::with(cabinet).check(
        "
        08:00:00 desk put 3              -> item 1 behind 3; open 3 by 1
        08:00:05 cabinet 1 opened        -> 1 opened
        09:00:00 kiosk 1 collect 1       -> open 3 by 2
        09:00:01 kiosk 2 collect 1       -> no: DoorBusy
        09:00:02 desk collect 1          -> no: DoorBusy
        ",
    );
}

#[test]
fn an_order_that_no_cabinet_answers_is_given_up() {
    let mut hall = Hall::with(cabinet);
    hall.check("08:00:00 desk put 3 -> item 1 behind 3; open 3 by 1");
    assert_eq!(hall.office.deadline(), Some(clock("08:00:30")));

    hall.check(
        "
        08:00:29 wake                    -> no: NothingDue
        08:00:30 wake                    -> 1 unknown
        ",
    );
    assert_eq!(hall.office.view(hall.moment()).locker.items.len(), 1, "it may lie there");
}

#[test]
fn a_door_left_open_is_told_once_and_until_it_is_shut() {
    let mut hall = Hall::with(cabinet);
    hall.check(
        "
        08:00:00 cabinet door 3 open     -> door 3 open
        08:00:01 cabinet door 3 open     -> no: NoChange
        08:02:59 wake                    -> no: NothingDue
        08:03:00 wake                    -> door 3 left open
        08:04:00 wake                    -> no: NothingDue
        ",
    );
    assert_eq!(troubles(&hall), [(DoorId(3), DoorTrouble::LeftOpen)]);

    hall.check("08:10:00 cabinet door 3 shut -> door 3 shut");
    assert_eq!(troubles(&hall), []);
}

#[test]
fn a_terminal_that_heard_five_wrong_codes_waits_and_a_right_one_forgives() {
    Hall::with(cabinet).check(
        "
        08:00:00 desk put 3              -> item 1 behind 3; open 3 by 1
        08:00:05 cabinet 1 opened        -> 1 opened
        08:01:00 kiosk 1 wrong-code      -> wrong code at 1
        08:01:10 kiosk 1 wrong-code      -> wrong code at 1
        08:01:20 kiosk 1 wrong-code      -> wrong code at 1
        08:01:30 kiosk 1 wrong-code      -> wrong code at 1
        08:01:40 kiosk 1 wrong-code      -> wrong code at 1
        08:01:50 kiosk 1 wrong-code      -> no: LockedOut
        08:02:00 kiosk 1 collect 1       -> no: LockedOut
        08:02:10 kiosk 2 wrong-code      -> wrong code at 2
        08:02:40 kiosk 1 collect 1       -> right code at 1; open 3 by 2
        08:02:45 cabinet 2 opened        -> 2 opened; item 1 gone
        08:03:00 kiosk 1 wrong-code      -> wrong code at 1
        ",
    );
}

#[test]
fn what_lies_there_lies_there_the_next_day_and_after_a_start_between_days() {
    let mut hall = Hall::with(cabinet);
    hall.check(
        "
        08:00:00 desk put 3              -> item 1 behind 3; open 3 by 1
        08:00:05 cabinet 1 opened        -> 1 opened
        08:01:00 desk put 4              -> item 2 behind 4; open 4 by 2
        17:00:00 close                   -> 2 unknown; day closed
        ",
    );
    let item = |id, door| Item { id: ItemId(id), door: DoorId(door), whom: None };
    let lies = [item(1, 3), item(2, 4)];
    assert_eq!(hall.office.view(hall.moment()).locker.items, lies);

    hall.office = Office::after_day(&hall.records, TicketId(1), JobId(1));
    let mut rules = crate::support::small_hall();
    cabinet(&mut rules);
    let tomorrow = ServiceDay(TODAY.0 + 1);
    let opening = jiaohao::domain::opening::Opening {
        day: tomorrow,
        next_job: JobId(3),
        ..opening(rules, Hours::default())
    };
    hall.ask(Origin::Startup, None, Request::OpenDay(Box::new(opening))).unwrap();

    hall.check("17:30:00 kiosk 1 collect 1 -> open 3 by 3");
    assert_eq!(left(&hall), lies);
}

#[test]
fn a_cabinet_does_not_shrink_over_what_lies_there() {
    let mut hall = Hall::with(cabinet);
    hall.check(
        "
        08:00:00 desk put 12             -> item 1 behind 12; open 12 by 1
        08:00:05 cabinet 1 opened        -> 1 opened
        08:01:00 desk put 13             -> no: NoSuchDoor
        08:02:00 cabinet door 13 open    -> no: NoSuchDoor
        ",
    );
    let mut fewer = (**hall.office.rules()).clone();
    fewer.locker = Some(LockerRules { doors: 11, left_open: Duration::from_secs(180) });

    let refused = hall.ask(Origin::Duty, None, Request::AdoptRules(Box::new(fewer)));

    assert!(refused == Err(jiaohao::domain::request::Refusal::InUse));
}

fn troubles(hall: &Hall) -> Vec<(DoorId, DoorTrouble)> {
    let view = hall.office.view(hall.moment());
    view.locker.troubles.iter().map(|(door, trouble, _)| (*door, *trouble)).collect()
}

#[test]
fn for_whom_something_lies_there_is_known_until_it_is_collected_and_on_the_next_day() {
    let mut hall = Hall::with(cabinet);
    hall.check(
        "
        08:00:00 kiosk 1 1               -> A001
        08:01:00 desk put 3 for A001     -> item 2 behind 3; item 2 for A001; open 3 by 2
        08:01:05 cabinet 2 opened        -> 2 opened
        08:02:00 desk put 4 for A099     -> no: NoSuchTicket
        ",
    );
    let whom = |hall: &Hall| {
        left(hall).iter().map(|item| item.whom.map(|whom| whom.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(whom(&hall), [Some("A001 of 2026-11-21".to_owned())]);

    let office = Office::after_day(&hall.records, TicketId(1), JobId(1));
    assert_eq!(office.view(hall.moment()).locker.items, left(&hall), "also between days");
    hall.check(
        "
        09:00:00 kiosk 1 collect 2       -> open 3 by 3
        09:00:01 cabinet 3 opened        -> 3 opened; item 2 gone
        09:01:00 desk put 3              -> item 4 behind 3; open 3 by 4
        ",
    );
    assert_eq!(whom(&hall), [None]);
}

/// What a machine that starts at this moment knows to lie in the cabinet.
fn left(hall: &Hall) -> Vec<Item> {
    let office = Office::after_day(&hall.records, TicketId(1), JobId(1));
    office.view(hall.moment()).locker.items.clone()
}
