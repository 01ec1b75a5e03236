//! The time of day jumps while people wait: order, numbers and waiting times do not see it.

use jiaohao::domain::id::{BootId, KioskId, ServiceId, WindowId};
use jiaohao::domain::moment::{Moment, Wall};
use jiaohao::domain::record::Record;
use jiaohao::domain::request::{Origin, Request};
use jiaohao::domain::ticket::Outcome;

use crate::support::{Hall, clock};

/// 2026-11-21 08:00 UTC, in milliseconds.
const MORNING: i64 = 1_795_248_000_000;
const HOUR_MS: i64 = 3_600_000;

#[test]
fn c02_a_time_of_day_that_jumps_three_days_ahead_changes_nothing_that_happens() {
    assert_eq!(events(&lived(|step| MORNING + if step < 6 { 0 } else { 72 * HOUR_MS })), events(&unknown()));
}

#[test]
fn c03_a_time_of_day_that_falls_back_an_hour_at_every_step_changes_nothing_that_happens() {
    assert_eq!(events(&lived(|step| MORNING - step * HOUR_MS)), events(&unknown()));
}

#[test]
fn c01_a_machine_that_wakes_in_1970_gives_and_calls_as_any_other() {
    assert_eq!(events(&lived(|step| step)), events(&unknown()));
}

/// The same hour without any time of day.
fn unknown() -> Vec<Record> {
    live(|_| None)
}

fn lived(wall: impl Fn(i64) -> i64) -> Vec<Record> {
    live(|step| Some(Wall { utc_ms: wall(step), offset_min: 480 }))
}

/// Visitors come and are called, one is missed and comes back; `wall` is the time of day of each step.
fn live(wall: impl Fn(i64) -> Option<Wall>) -> Vec<Record> {
    let mut hall = Hall::staffed(|_| ());
    let (kiosk, keypad, window) = (Origin::Kiosk(KioskId(1)), Origin::Keypad(WindowId(1)), WindowId(1));
    let issue = |service| Request::Issue { services: vec![ServiceId(service)], green: None, paper: true };
    let steps = [
        ("08:00:10", kiosk, issue(1)),
        ("08:00:20", kiosk, issue(4)),
        ("08:00:30", kiosk, issue(2)),
        ("08:05:00", keypad, Request::CallNext { window }),
        ("08:05:30", keypad, Request::Start { window }),
        ("08:15:30", keypad, Request::Finish { window, outcome: Outcome::Done }),
        ("08:15:40", kiosk, issue(1)),
        ("08:16:00", keypad, Request::CallNext { window }),
        ("08:17:00", keypad, Request::Recall { window }),
        ("08:18:00", keypad, Request::NoShow { window }),
        ("08:19:00", keypad, Request::CallNext { window }),
    ];
    for (step, (time, origin, request)) in (0..).zip(steps) {
        hall.now = clock(time);
        let at = Moment { hall: hall.now, wall: wall(step), boot: BootId(1) };
        hall.ask_at(at, origin, None, request).unwrap();
    }
    hall.assert_replays();
    hall.records
}

fn events(records: &[Record]) -> Vec<&jiaohao::domain::event::Event> {
    records.iter().flat_map(|record| &record.events).collect()
}
