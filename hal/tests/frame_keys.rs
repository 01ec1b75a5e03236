//! Keypads and pads with frames of their makers' own, and their drivers: asked on a pair, or speaking
//! unasked.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::{Driver, Fault, Port, SettingsError};
use hal::drivers::frame_keypad::{self, FrameKeypad};
use hal::drivers::frame_pad::{self, FramePad};
use hal::port::keypad::{self, Beep, Key};
use hal::port::rating_pad::{Command, Event};
use hal::sim::frame_keys::FrameKeys;
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);

/// The sheet of the kind that is asked.
const ASKED: &str = "frames = { says = 'AA address 81 key check', ask = 'AA address 01 check', \
    confirms = 'AA address 82 check' }\n";
/// The sheet of the kind that speaks unasked.
const UNASKED: &str =
    "frames = { says = '7E 05 key check 0D', told = 'while-down', check = { kind = 'sum', from = 1 } }\n";

/// What the keypad at address 6 answers when NEXT was pressed.
const NEXT_OF_SIX: [u8; 5] = [0xAA, 0x06, 0x81, 0x0B, 0xAA ^ 0x06 ^ 0x81 ^ 0x0B];

#[test]
fn a_keypad_that_is_asked_tells_each_press_once_and_shows_the_number() {
    let mut keypad = FrameKeys::asked(5);
    let mut bench = keypad_bench(
        &format!("{ASKED}show = 'AA address 02 digits check'\nbeep = 'AA address 04 check'\n"),
        Some(5),
    );
    bench.run(SECOND, &mut [&mut keypad]);

    bench.command(&keypad::Command::Show("A017".to_owned()));
    for code in [11, 11, 3] {
        keypad.hold(code);
        bench.run(SECOND, &mut [&mut keypad]);
        keypad.release();
    }
    bench.command(&keypad::Command::Beep(Beep::Refused));
    bench.run(SECOND, &mut [&mut keypad]);

    let pressed = [Key::Next, Key::Next, Key::Digit(3)].map(keypad::Event::Pressed);
    assert_eq!(bench.events(), pressed.iter().collect::<Vec<_>>());
    assert_eq!((keypad.digits().as_str(), keypad.beeps()), ("A017", 1));
}

#[test]
fn a_keypad_that_speaks_unasked_tells_a_long_press_once_and_a_stuck_key_too() {
    let mut keypad = FrameKeys::unasked();
    let mut bench = keypad_bench(&format!("{UNASKED}show = '7E 09 digits check 0D'\n"), None);
    bench.command(&keypad::Command::Show("A017".to_owned()));

    keypad.hold(11);
    bench.run(SECOND, &mut [&mut keypad]);
    keypad.release();
    bench.run(SECOND, &mut [&mut keypad]);
    keypad.hold(3);
    bench.run(12 * SECOND, &mut [&mut keypad]);

    let three = Key::Digit(3);
    let expected =
        [keypad::Event::Pressed(Key::Next), keypad::Event::Pressed(three), keypad::Event::Stuck(three)];
    assert_eq!(bench.events(), expected.iter().collect::<Vec<_>>());
    assert_eq!(keypad.digits(), "A017");
}

#[test]
fn f13_a_key_pressed_before_we_listened_is_not_told() {
    let mut keypad = FrameKeys::asked(5);
    keypad.hold(11);
    let mut bench = keypad_bench(ASKED, Some(5));

    bench.run(SECOND, &mut [&mut keypad]);

    assert!(bench.told.is_empty(), "{:?}", bench.told);
}

#[test]
fn e09_an_answer_that_is_late_by_half_is_not_the_next_ones() {
    let mut keypad = FrameKeys::asked(5);
    let mut bench = keypad_bench(ASKED, Some(5));
    bench.run(SECOND, &mut [&mut keypad]);
    keypad.set_mute(true);
    let late = [0xAA, 0x05, 0x81, 0x0B, 0x25];

    bench.stray(&late[..4]);
    asked(&mut bench, &mut keypad);
    bench.stray(&late[4..]);

    assert!(bench.told.is_empty(), "{:?}", bench.told);
}

#[test]
fn f23_two_keypads_on_one_pair_are_heard_by_their_own_drivers() {
    let (mut left, mut right) = (FrameKeys::asked(5), FrameKeys::asked(6));
    let mut to_left = keypad_bench(ASKED, Some(5));
    to_left.run(SECOND, &mut [&mut left, &mut right]);

    right.hold(11);
    to_left.run(SECOND, &mut [&mut left, &mut right]);
    assert!(to_left.told.is_empty(), "{:?}", to_left.told);

    // The right one's answer comes when it is the left one that was asked.
    left.set_mute(true);
    asked(&mut to_left, &mut left);
    to_left.stray(&NEXT_OF_SIX);
    assert!(to_left.told.is_empty(), "{:?}", to_left.told);
    to_left.stray(&[0xAA, 0x05, 0x81, 0x0B, 0x25]);
    assert_eq!(to_left.events(), [&keypad::Event::Pressed(Key::Next)], "its own is heard behind it");
}

#[test]
fn f12_a_keypad_that_is_asked_and_falls_silent_is_told_within_a_second() {
    let mut keypad = FrameKeys::asked(5);
    let mut bench = keypad_bench(ASKED, Some(5));
    bench.run(SECOND, &mut [&mut keypad]);

    keypad.set_mute(true);
    bench.run(SECOND, &mut [&mut keypad]);

    assert_eq!(bench.fault, Some(Fault::Silent));
}

/// The sheet of a cordless keypad, whose receiver speaks unasked and tells low batteries.
const CORDLESS: &str = "frames = { says = 'AA address key check', battery = 'AA address FE 01 check' }\n";

#[test]
fn f12_a_keypad_that_nobody_has_assigned_presses_nothing_and_is_told_with_its_address() {
    let mut bench = keypad_bench(CORDLESS, Some(5));
    let next_of = |address: u8| [0xAA, address, 11, 0xAA ^ address ^ 11];

    bench.stray(&next_of(9));
    assert!(bench.told.is_empty(), "once may be noise");
    (0..3).for_each(|_| bench.stray(&next_of(9)));
    bench.stray(&next_of(5));

    let (stranger, next) = (keypad::Event::Stranger(9), keypad::Event::Pressed(Key::Next));
    assert_eq!(bench.events(), [&stranger, &next], "told once, and ours is heard beside it");
}

#[test]
fn f12_neighbours_that_are_asked_on_one_pair_are_no_strangers() {
    let (mut left, mut right) = (FrameKeys::asked(5), FrameKeys::asked(6));
    let mut to_left = keypad_bench(ASKED, Some(5));
    to_left.run(SECOND, &mut [&mut left, &mut right]);

    // Late answers of the other one: between two turns, and when ours is asked.
    for _ in 0..3 {
        to_left.stray(&NEXT_OF_SIX);
    }
    left.set_mute(true);
    for _ in 0..2 {
        asked(&mut to_left, &mut left);
        (0..3).for_each(|_| to_left.stray(&NEXT_OF_SIX));
    }

    assert!(to_left.told.is_empty(), "{:?}", to_left.told);
}

#[test]
fn f15_a_cordless_keypads_low_battery_is_told_and_its_keys_go_on() {
    let mut bench = keypad_bench(CORDLESS, Some(5));
    let frame = |address: u8, key: u8| [0xAA, address, key, 0xAA ^ address ^ key];
    let low = |address: u8| [0xAA, address, 0xFE, 0x01, 0xAA ^ address ^ 0xFE ^ 0x01];

    bench.stray(&low(5));
    bench.stray(&low(6));
    bench.stray(&frame(5, 11));

    assert_eq!(bench.events(), [&keypad::Event::BatteryLow, &keypad::Event::Pressed(Key::Next)]);
}

#[test]
fn a_pad_is_lit_while_asked_and_tells_what_is_pressed_then() {
    let lamps = format!("{ASKED}light = 'AA address 03 01 check'\ndarken = 'AA address 03 00 check'\n");
    let mut pad = FrameKeys::asked(6);
    let mut bench = pad_bench(&lamps, Some(6));
    pad.hold(5);
    bench.run(SECOND, &mut [&mut pad]);
    pad.hold(4);

    bench.command(&Command::AskGrade);
    bench.run(SECOND, &mut [&mut pad]);
    assert!(pad.lit() && bench.told.is_empty(), "pressed in the dark: {:?}", bench.told);
    pad.hold(2);
    bench.run(SECOND, &mut [&mut pad]);
    bench.command(&Command::Rest);
    bench.run(SECOND, &mut [&mut pad]);
    pad.hold(1);
    bench.run(5 * SECOND, &mut [&mut pad]);

    assert_eq!((bench.events(), pad.lit()), (vec![&Event::Pressed(2)], false));
}

#[test]
fn a_pad_that_speaks_unasked_answers_only_while_asked_and_not_with_a_key_that_was_down_before() {
    let mut pad = FrameKeys::unasked();
    let mut bench = pad_bench(UNASKED, None);
    pad.hold(5);
    bench.run(SECOND, &mut [&mut pad]);
    bench.command(&Command::AskGrade);
    bench.run(SECOND, &mut [&mut pad]);
    assert!(bench.told.is_empty(), "{:?}", bench.told);

    pad.release();
    bench.run(SECOND, &mut [&mut pad]);
    pad.hold(3);
    bench.run(SECOND, &mut [&mut pad]);

    assert_eq!(bench.events(), [&Event::Pressed(3)]);
}

#[test]
fn settings_by_which_keys_are_confused_are_refused() {
    let sheets = [
        (ASKED, "keys = [1, 2, 3, 4, 4]", "keys"),
        (ASKED, "light = 'AA 01 check'", "light"),
        // A pad has no word for it.
        (CORDLESS, "", "frames"),
    ];
    for (sheet, more, key) in sheets {
        let settings: frame_pad::Settings = read(&format!("{sheet}{more}"));
        let refused = FramePad::new(settings, Some(6)).err();
        assert!(
            matches!(refused, Some(SettingsError::Value { key: named, .. }) if named == key),
            "{refused:?}"
        );
    }
}

/// Lets time pass until a turn of the driver's is out.
fn asked(bench: &mut Bench<keypad::Keypad, FrameKeypad>, keypad: &mut FrameKeys) {
    let turns = bench.turns.len();
    while bench.turns.len() == turns {
        bench.run(Duration::from_millis(1), &mut [&mut *keypad]);
    }
}

fn keypad_bench(settings: &str, address: Option<u16>) -> Bench<keypad::Keypad, FrameKeypad> {
    let settings: frame_keypad::Settings = read(&format!("{settings}keys = {{ next = 11, \"3\" = 3 }}"));
    bench(FrameKeypad::new(settings, address).unwrap())
}

fn pad_bench(settings: &str, address: Option<u16>) -> Bench<hal::port::rating_pad::RatingPad, FramePad> {
    bench(FramePad::new(read(settings), address).unwrap())
}

fn bench<P: Port, D: Driver<P>>(driver: D) -> Bench<P, D> {
    Bench::new(driver, 9600)
}

fn read<T: serde::de::DeserializeOwned>(settings: &str) -> T {
    settings.parse::<toml::Table>().unwrap().try_into().unwrap()
}
