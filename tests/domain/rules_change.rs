//! Other rules in the middle of a day (I06, J06).

use jiaohao::domain::id::{ServiceId, StaffId, WindowId};
use jiaohao::domain::request::{Origin, Refusal, Request};
use jiaohao::domain::rules::{Discipline, Rules};

use crate::support::{Hall, service, small_hall};
use jiaohao::domain::rules::Class;

fn adopt(hall: &mut Hall, change: impl FnOnce(&mut Rules)) -> Result<(), Refusal> {
    let mut rules = small_hall();
    change(&mut rules);
    hall.ask(Origin::Duty, None, Request::AdoptRules(Box::new(rules))).map(|_| ())
}

#[test]
fn j06_nobody_loses_his_place_when_the_rules_change() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:06:00 kiosk 1 4           -> A002
        ",
    );

    adopt(&mut hall, |rules| rules.discipline = Discipline::FirstCome).unwrap();

    hall.check(
        "
        08:30:00 window 1 next       -> A001 to 1
        08:30:00 window 2 next       -> A002 to 2
        ",
    );
}

#[test]
fn i06_a_service_with_people_waiting_is_not_left_out() {
    let mut hall = Hall::open();
    hall.check("08:00:00 kiosk 1 2 -> A001");
    let without_2 = |rules: &mut Rules| rules.services.retain(|service| service.id != ServiceId(2));
    assert_eq!(adopt(&mut hall, without_2), Err(Refusal::InUse));

    hall.check("08:01:00 kiosk 1 cancel A001 -> A001 given back");

    assert_eq!(adopt(&mut hall, without_2), Ok(()));
    hall.check("08:02:00 kiosk 1 2 -> no: NoSuchService");
}

#[test]
fn i06_a_window_or_clerk_at_work_is_not_left_out() {
    let mut hall = Hall::staffed(|_| ());
    let without_window_2 = |rules: &mut Rules| rules.windows.retain(|window| window.id != WindowId(2));
    let without_clerk_12 = |rules: &mut Rules| rules.staff.retain(|clerk| clerk.id != StaffId(12));
    assert_eq!(adopt(&mut hall, without_window_2), Err(Refusal::InUse));
    assert_eq!(adopt(&mut hall, without_clerk_12), Err(Refusal::InUse));

    hall.check("08:01:00 window 2 out -> 12 out");

    assert_eq!(adopt(&mut hall, without_clerk_12), Ok(()));
    assert_eq!(adopt(&mut hall, without_window_2), Ok(()));
    hall.check("08:02:00 window 2 in 12 -> no: NoSuchWindow");
}

#[test]
fn a_window_with_a_parked_visitor_is_not_left_out() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 2 next       -> A001 to 2
        08:01:10 window 2 start      -> A001 served by 12
        08:01:20 window 2 park       -> A001 parked by 12
        08:01:30 window 2 out        -> 12 out
        ",
    );

    let without_window_2 = |rules: &mut Rules| rules.windows.retain(|window| window.id != WindowId(2));

    assert_eq!(adopt(&mut hall, without_window_2), Err(Refusal::InUse));
}

#[test]
fn a_further_service_can_be_taken_at_once() {
    let mut hall = Hall::open();
    hall.check("08:00:00 kiosk 1 5 -> no: NoSuchService");

    adopt(&mut hall, |rules| rules.services.push(service(5, 'A', Class::Ordinary, 4))).unwrap();

    hall.check("08:01:00 kiosk 1 5 -> A001");
}

#[test]
fn the_same_rules_are_no_change() {
    let mut hall = Hall::open();

    assert_eq!(adopt(&mut hall, |_| ()), Err(Refusal::NoChange));
}
