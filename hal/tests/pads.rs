//! Rating pads and their driver on one pair: asked only while somebody has something to say.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::Fault;
use hal::drivers::modbus_pad::{ModbusPad, Profile, Settings};
use hal::port::rating_pad::{Command, Event, RatingPad};
use hal::sim::Device;
use hal::sim::keypad::Keypad;
use hal::sim::pad::Pad;
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_pad_is_lit_while_asked_and_tells_what_is_pressed_then() {
    for (mut pad, profile) in kinds() {
        let mut bench = bench(profile);
        bench.run(SECOND, &mut [&mut pad]);
        assert_eq!(pad.lit(), [false; 5]);

        bench.command(&Command::AskGrade);
        bench.run(SECOND, &mut [&mut pad]);
        assert_eq!(pad.lit(), [true; 5]);
        pad.press(4);
        bench.run(SECOND, &mut [&mut pad]);
        bench.command(&Command::AskReason);
        bench.run(SECOND, &mut [&mut pad]);
        pad.press(1);
        bench.run(SECOND, &mut [&mut pad]);
        bench.command(&Command::Rest);
        bench.run(SECOND, &mut [&mut pad]);

        assert_eq!(bench.events(), [&Event::Pressed(4), &Event::Pressed(1)], "{profile:?}");
        assert_eq!(pad.lit(), [false; 5]);
    }
}

#[test]
fn a_press_in_the_dark_is_no_answer_to_the_next_question() {
    for (mut pad, profile) in kinds() {
        let mut bench = bench(profile);
        bench.run(SECOND, &mut [&mut pad]);

        pad.hold(5);
        bench.run(SECOND, &mut [&mut pad]);
        bench.command(&Command::AskGrade);
        bench.run(SECOND, &mut [&mut pad]);
        pad.release();
        bench.run(SECOND, &mut [&mut pad]);

        assert!(bench.told.is_empty(), "{:?}", bench.told);
    }
}

#[test]
fn a_press_just_before_the_second_question_does_not_answer_it() {
    for phase in 0..40 {
        let mut pad = Pad::latching(6);
        let mut bench = bench(Profile::Latching);
        bench.command(&Command::AskGrade);
        bench.run(SECOND + phase * SECOND / 1000, &mut [&mut pad]);

        pad.press(5);
        bench.command(&Command::AskReason);
        bench.run(SECOND, &mut [&mut pad]);

        assert!(bench.told.is_empty(), "phase {phase}: {:?}", bench.told);
    }
}

#[test]
fn a_pad_at_rest_is_asked_only_every_few_seconds_whether_it_is_there() {
    let mut pad = Pad::latching(6);
    let mut bench = bench(Profile::Latching);
    bench.run(SECOND, &mut [&mut pad]);
    bench.turns.clear();

    bench.run(30 * SECOND, &mut [&mut pad]);
    assert!((10..=20).contains(&bench.turns.len()), "asked {} times", bench.turns.len());

    bench.plugged = false;
    bench.run(5 * SECOND, &mut [&mut pad]);
    assert_eq!(bench.fault, Some(Fault::Silent));
}

#[test]
fn a_pad_that_lost_its_supply_while_asked_is_lit_again() {
    let mut pad = Pad::plain(6);
    let mut bench = bench(Profile::Plain);
    bench.command(&Command::AskGrade);
    bench.run(SECOND, &mut [&mut pad]);

    pad.power_cycle(bench.now);
    bench.run(6 * SECOND, &mut [&mut pad]);

    assert_eq!((pad.lit(), bench.events().len()), ([true; 5], 0));
}

#[test]
fn a_pad_that_comes_back_while_asked_tells_what_was_pressed_in_a_short_silence_and_nothing_older() {
    for (silence, told) in [(3, &[5, 2][..]), (6, &[2])] {
        let mut pad = Pad::latching(6);
        let mut bench = bench(Profile::Latching);
        bench.command(&Command::AskGrade);
        bench.run(SECOND, &mut [&mut pad]);
        bench.plugged = false;
        bench.run(silence * SECOND, &mut [&mut pad]);
        pad.press(5);

        bench.plugged = true;
        bench.attach();
        bench.run(SECOND, &mut [&mut pad]);
        pad.press(2);
        bench.run(SECOND, &mut [&mut pad]);

        let grades: Vec<Event> = told.iter().copied().map(Event::Pressed).collect();
        assert_eq!(bench.events(), grades.iter().collect::<Vec<_>>(), "{silence} s");
    }
}

#[test]
fn a_grade_pressed_in_a_silence_is_no_answer_to_the_next_visitors_question() {
    let mut pad = Pad::latching(6);
    let mut bench = bench(Profile::Latching);
    bench.command(&Command::AskGrade);
    bench.run(SECOND, &mut [&mut pad]);
    bench.plugged = false;
    bench.run(SECOND, &mut [&mut pad]);
    pad.press(5);
    bench.command(&Command::Rest);
    bench.command(&Command::AskGrade);

    bench.plugged = true;
    bench.attach();
    bench.run(SECOND, &mut [&mut pad]);

    assert_eq!(bench.events(), Vec::<&Event>::new());
}

#[test]
fn a_pad_in_a_keypads_housing_shares_its_address() {
    let (mut keypad, mut pad) = (Keypad::latching(6), Pad::latching(6));
    keypad.misbehaviour().leaves_rest = true;
    pad.misbehaviour().leaves_rest = true;
    let mut bench = bench(Profile::Latching);
    bench.command(&Command::AskGrade);
    bench.run(SECOND, &mut [&mut keypad, &mut pad]);

    keypad.press(3);
    pad.press(2);
    bench.run(SECOND, &mut [&mut keypad, &mut pad]);

    assert_eq!((bench.fault, bench.events()), (None, vec![&Event::Pressed(2)]));
}

fn kinds() -> [(Pad, Profile); 2] {
    [(Pad::latching(6), Profile::Latching), (Pad::plain(6), Profile::Plain)]
}

fn bench(profile: Profile) -> Bench<RatingPad, ModbusPad> {
    let settings = Settings { profile, ..Settings::default() };
    Bench::new(ModbusPad::new(settings, Some(6)).unwrap(), 9600)
}
