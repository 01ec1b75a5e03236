//! The client of Network UPS Tools against a simulated daemon.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::Fault;
use hal::drivers::nut::{Nut, Settings};
use hal::port::ups::{Event, Power, State, Ups};
use hal::sim::upsd::{Driver, Upsd};
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);

fn met(name: &str) -> (Bench<Ups, Nut>, Upsd) {
    let settings = Settings { ups: name.to_owned(), ..Settings::default() };
    let mut bench = Bench::new(Nut::new(settings, None).unwrap(), 115_200);
    let mut upsd = Upsd::new("hall");
    bench.run(SECOND, &mut [&mut upsd]);
    (bench, upsd)
}

/// What was told of the power, in order.
fn powers(bench: &Bench<Ups, Nut>) -> Vec<Power> {
    bench.told.iter().map(|(_, Event::State(state))| state.power).collect()
}

#[test]
fn a_loss_of_the_mains_is_told_within_three_seconds_and_so_is_their_return() {
    let (mut bench, mut upsd) = met("hall");
    for (status, power) in [("OB DISCHRG", Power::Battery), ("OL CHRG", Power::Mains)] {
        upsd.set(status, Some("90"));
        let changed_at = bench.now;
        let event = Event::State(State { power, charge_percent: Some(100), worn: false });
        let seen = bench.told.len();
        bench.run(3 * SECOND, &mut [&mut upsd]);
        let (at, Event::State(state)) = bench.told[seen];
        assert_eq!(state.power, power, "{event:?}");
        assert!(at - changed_at < 3 * SECOND);
    }
    assert_eq!(powers(&bench), [Power::Mains, Power::Battery, Power::Mains]);
}

#[test]
fn a13_a_battery_is_told_with_the_charge_that_it_has_then() {
    let (mut bench, mut upsd) = met("hall");
    upsd.set("OB LB", Some("18"));
    bench.run(5 * SECOND, &mut [&mut upsd]);

    let told: Vec<_> = bench.told.iter().map(|(_, Event::State(state))| *state).collect();

    let low = State { power: Power::BatteryLow, charge_percent: Some(18), worn: false };
    assert_eq!(told.get(1..), Some(&[low][..]));
}

#[test]
fn an_unchanged_state_is_told_once() {
    let (mut bench, mut upsd) = met("hall");
    upsd.set("OB", Some("60"));
    bench.run(60 * SECOND, &mut [&mut upsd]);
    assert_eq!(powers(&bench), [Power::Mains, Power::Battery]);
}

#[test]
fn a_battery_below_the_setting_is_low_though_the_ups_never_says_so() {
    let (mut bench, mut upsd) = met("hall");
    upsd.set("OB DISCHRG", Some("21"));
    bench.run(5 * SECOND, &mut [&mut upsd]);
    upsd.set("OB DISCHRG", Some("20"));
    bench.run(5 * SECOND, &mut [&mut upsd]);
    assert_eq!(powers(&bench), [Power::Mains, Power::Battery, Power::BatteryLow]);
}

#[test]
fn an_empty_battery_on_the_mains_is_no_alarm() {
    let (mut bench, mut upsd) = met("hall");
    upsd.set("OL CHRG", Some("3"));
    bench.run(10 * SECOND, &mut [&mut upsd]);
    assert_eq!(powers(&bench), [Power::Mains]);
}

#[test]
fn a_ups_that_does_not_know_its_charge_is_told_by_its_words_alone() {
    let mut upsd = Upsd::new("hall");
    upsd.set("OB LB", None);
    let settings = Settings { ups: "hall".to_owned(), ..Settings::default() };
    let mut bench = Bench::new(Nut::new(settings, None).unwrap(), 115_200);
    bench.run(20 * SECOND, &mut [&mut upsd]);
    assert_eq!(powers(&bench), [Power::BatteryLow]);
    let charges = bench.turns.iter().filter(|turn| turn.ends_with(b"battery.charge\n")).count();
    assert_eq!(charges, 1, "it is not asked again for what it does not know");
}

#[test]
fn stale_data_and_a_stopped_driver_are_unknown_until_they_are_back() {
    let (mut bench, mut upsd) = met("hall");
    for driver in [Driver::Stale, Driver::Well, Driver::Stopped, Driver::Well] {
        upsd.set_driver(driver);
        bench.run(5 * SECOND, &mut [&mut upsd]);
    }
    assert_eq!(powers(&bench), [Power::Mains, Power::Unknown, Power::Mains, Power::Unknown, Power::Mains]);
    assert_eq!(bench.fault, None);
}

#[test]
fn a_name_that_the_daemon_does_not_know_is_refused() {
    let (bench, _) = met("cellar");
    assert_eq!((bench.fault, powers(&bench)), (Some(Fault::Refused), vec![]));
}

#[test]
fn a_daemon_that_hangs_is_silent() {
    let (mut bench, mut upsd) = met("hall");
    upsd.set_dead(true);
    bench.run(30 * SECOND, &mut [&mut upsd]);
    assert_eq!(bench.fault, Some(Fault::Silent));
}

#[test]
fn e09_a_late_answer_is_not_taken_for_that_of_another_question() {
    let (mut bench, mut upsd) = met("hall");
    upsd.set_dead(true);
    bench.run(3 * SECOND, &mut [&mut upsd]);
    bench.stray(b"VAR hall battery.charge \"OB\"\nVAR cellar ups.status \"OB\"\n");
    upsd.set_dead(false);
    bench.run(10 * SECOND, &mut [&mut upsd]);
    assert_eq!(powers(&bench), [Power::Mains]);
}

#[test]
fn a_battery_without_the_mains_empties_by_the_clock_and_fills_again() {
    let (mut bench, mut upsd) = met("hall");

    upsd.switch_mains(bench.now, false, 100 * SECOND);
    bench.run(85 * SECOND, &mut [&mut upsd]);
    assert_eq!(powers(&bench).last(), Some(&Power::BatteryLow));
    assert_eq!(upsd.charge(bench.now), 15);
    upsd.switch_mains(bench.now, true, 100 * SECOND);
    bench.run(90 * SECOND, &mut [&mut upsd]);

    assert_eq!(powers(&bench).last(), Some(&Power::Mains));
    assert_eq!(upsd.charge(bench.now), 100);
}
