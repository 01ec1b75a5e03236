//! The clocks of a hall: a time of day that jumps, hall time that leaps, and hall time after years.

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{BootId, KioskId, ServiceId, StaffId, WindowId};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::record::Record;
use jiaohao::domain::request::{Origin, Refusal, Request};
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

#[test]
fn c10_after_a_leap_of_hall_time_whatever_fell_due_happens_once() {
    // The board was suspended, or its virtual machine: an open slip, a call to be said and a question on a
    // pad.
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:01:00 window 1 next       -> A001 to 1
        08:01:10 window 1 start      -> A001 served by 11
        08:02:00 window 1 finish done -> A001 done by 11, service 1, 50 s
        08:02:10 window 1 ask        -> A001 asked
        08:02:20 window 2 next       -> A002 to 2
        ",
    );
    hall.now = clock("23:00:00");

    let due = hall.ask(Origin::Clock, None, Request::Wake).unwrap();

    let slips = due.iter().filter(|event| matches!(event, Event::SlipDropped { .. })).count();
    let calls = due.iter().filter(|event| matches!(event, Event::AnnouncementDropped { .. })).count();
    let pads = due.iter().filter(|event| matches!(event, Event::RatingUnanswered { .. })).count();
    assert_eq!((slips, calls, pads, due.len()), (2, 1, 1, 4));
    assert_eq!(hall.decide(Origin::Clock, Request::Wake), Err(Refusal::NothingDue));
    assert_eq!(hall.office.deadline(), None);
}

#[test]
fn c12_a_lock_out_is_as_long_as_set_however_the_time_of_day_leaps_and_over_a_restart() {
    let mut hall = Hall::open();
    let staff = StaffId(11);
    let wrong = Request::PinWrong { window: WindowId(1), staff };
    let at = |hall: HallTime, utc_ms: i64, boot| Moment {
        hall,
        wall: Some(Wall { utc_ms, offset_min: 480 }),
        boot: BootId(boot),
    };
    for second in 0..5 {
        let now = HallTime(clock("08:00:00").0 + second * 1000);
        hall.ask_at(at(now, MORNING, 1), Origin::Keypad(WindowId(1)), None, wrong.clone()).unwrap();
    }
    let until = hall.office.locked_until(staff).unwrap();

    // Three days ahead, and back to 1970 with another boot.
    for (utc_ms, boot) in [(MORNING + 72 * HOUR_MS, 1), (0, 2)] {
        let before = HallTime(until.0 - 1);
        hall.ask_at(at(before, utc_ms, boot), Origin::Startup, None, Request::Restart).unwrap();
        let log_in = Request::LogIn { window: WindowId(1), staff };
        let asked = hall.ask_at(at(before, utc_ms, boot), Origin::Keypad(WindowId(1)), None, log_in);
        assert_eq!(asked, Err(Refusal::LockedOut), "one millisecond before its end");
        assert_eq!(hall.office.locked_until(staff), Some(until));
    }
    let log_in = Request::LogIn { window: WindowId(1), staff };
    hall.ask_at(at(until, 0, 2), Origin::Keypad(WindowId(1)), None, log_in).unwrap();
}

#[test]
fn d16_a_morning_is_the_same_when_counters_of_32_bits_roll_over_and_after_seven_years() {
    const ROUND: u64 = 1 << 32; // 49.7 days of milliseconds; five are 248 days, ten 497.
    let years = 7 * 366 * 24 * 3_600_000;
    let middle = clock("08:10:00").0;
    let usual = unknown();

    for uptime_ms in [ROUND / 2 - middle, ROUND - middle, 5 * ROUND - middle, 10 * ROUND - middle, years] {
        assert_eq!(events(&live(uptime_ms, |_| None)), events(&usual), "{uptime_ms} ms");
    }
}

/// The same hour without any time of day.
fn unknown() -> Vec<Record> {
    live(0, |_| None)
}

fn lived(wall: impl Fn(i64) -> i64) -> Vec<Record> {
    live(0, |step| Some(Wall { utc_ms: wall(step), offset_min: 480 }))
}

/// Visitors come and are called, one is missed and comes back; so long after the machine started, and `wall`
/// is the time of day of each step.
fn live(uptime_ms: u64, wall: impl Fn(i64) -> Option<Wall>) -> Vec<Record> {
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
        hall.now = HallTime(clock(time).0 + uptime_ms);
        let at = Moment { hall: hall.now, wall: wall(step), boot: BootId(1) };
        hall.ask_at(at, origin, None, request).unwrap();
    }
    hall.assert_replays();
    hall.records
}

fn events(records: &[Record]) -> Vec<&Event> {
    records.iter().flat_map(|record| &record.events).collect()
}
