//! Clerk keypads and their driver on one pair: what fingers do, and what the wire does to it.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::Fault;
use hal::drivers::modbus_keypad::face::Profile;
use hal::drivers::modbus_keypad::{ModbusKeypad, Settings};
use hal::port::keypad::{Beep, Command, Event, Key, Keypad as Port};
use hal::sim::Device;
use hal::sim::keypad::Keypad;
use hal::sim::modbus::Misbehaviour;
use hal::time::Instant;
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(1);

#[test]
fn presses_are_told_in_order_and_digits_show_the_number() {
    let mut keypad = Keypad::latching(5);
    let mut bench = met(&mut keypad);

    for code in [11, 1, 10] {
        keypad.press(code);
    }
    bench.command(&Command::Show("A017".to_owned()));
    bench.run(SECOND, &mut [&mut keypad]);

    assert_eq!(bench.events(), [&pressed(Key::Next), &pressed(Key::Digit(1)), &pressed(Key::Digit(0))]);
    assert_eq!(keypad.display(), "A017");
}

#[test]
fn f10_two_presses_within_300_ms_are_told_as_two_for_the_office_to_judge() {
    let mut keypad = Keypad::latching(5);
    let mut bench = met(&mut keypad);

    keypad.press(11);
    bench.run(Duration::from_millis(250), &mut [&mut keypad]);
    keypad.press(11);
    bench.run(SECOND, &mut [&mut keypad]);

    assert_eq!(bench.events(), [&pressed(Key::Next), &pressed(Key::Next)]);
}

#[test]
fn f11_a_key_that_is_stuck_for_an_hour_is_one_press_and_one_alarm() {
    for (mut keypad, profile, code) in
        [(Keypad::latching(5), Profile::SixteenKey, 11), (Keypad::plain(5), Profile::EightKey, 1)]
    {
        let mut bench = bench(profile);
        bench.run(SECOND, &mut [&mut keypad]);
        keypad.hold(code);
        bench.run(60 * 60 * SECOND, &mut [&mut keypad]);

        assert_eq!(bench.events(), [&pressed(Key::Next), &Event::Stuck(Key::Next)], "{profile:?}");
        assert_eq!(bench.fault, None);
    }
}

#[test]
fn f13_a_press_made_while_nobody_listened_is_not_replayed() {
    for (mut keypad, profile, code) in
        [(Keypad::latching(5), Profile::SixteenKey, 11), (Keypad::plain(5), Profile::EightKey, 1)]
    {
        let mut bench = bench(profile);
        bench.run(SECOND, &mut [&mut keypad]);
        bench.plugged = false;
        bench.run(6 * SECOND, &mut [&mut keypad]);
        keypad.hold(code);
        bench.plugged = true;
        bench.attach();
        bench.run(SECOND, &mut [&mut keypad]);
        keypad.release();
        bench.run(SECOND, &mut [&mut keypad]);
        assert!(bench.told.is_empty(), "{:?}", bench.told);

        keypad.press(code + 1);
        bench.run(SECOND, &mut [&mut keypad]);
        assert_eq!(bench.events(), [&pressed(Key::Recall)], "{profile:?}");
    }
}

#[test]
fn a_keypad_that_lost_its_supply_tells_no_press_and_shows_its_digits_again() {
    let mut keypad = Keypad::latching(5);
    let mut bench = met(&mut keypad);
    bench.command(&Command::Show("A017".to_owned()));
    (0..3).for_each(|_| keypad.press(11));
    bench.run(SECOND, &mut [&mut keypad]);
    bench.told.clear();

    keypad.power_cycle(bench.now);
    (0..4).for_each(|_| keypad.press(12));
    bench.run(Duration::from_millis(200), &mut [&mut keypad]);

    assert!(bench.told.is_empty(), "{:?}", bench.told);
    assert_eq!(keypad.display(), "A017");
}

#[test]
fn two_lost_answers_lose_no_press() {
    let mut keypad = Keypad::latching(5);
    let mut bench = met(&mut keypad);

    keypad.misbehaviour().mute = true;
    keypad.press(11);
    bench.run(Duration::from_millis(180), &mut [&mut keypad]);
    keypad.press(12);
    keypad.misbehaviour().mute = false;
    bench.run(SECOND, &mut [&mut keypad]);

    assert_eq!(bench.fault, None);
    assert_eq!(bench.events(), [&pressed(Key::Next), &pressed(Key::Recall)]);
}

#[test]
fn e09_e15_late_and_repeated_answers_double_no_press() {
    for late in [0, 70, 90, 110, 150] {
        let mut keypad = Keypad::latching(5);
        let mut bench = met(&mut keypad);
        keypad.misbehaviour().repeats = true;
        keypad.misbehaviour().late = Duration::from_millis(late);

        for code in [11, 12, 11] {
            keypad.press(code);
            bench.run(Duration::from_millis(300), &mut [&mut keypad]);
        }
        keypad.misbehaviour().late = Duration::ZERO;
        bench.run(SECOND, &mut [&mut keypad]);

        let expected = [Key::Next, Key::Recall, Key::Next].map(pressed);
        assert_eq!(bench.events(), expected.iter().collect::<Vec<_>>(), "{late} ms late");
    }
}

#[test]
fn no_press_is_lost_or_doubled_on_a_bad_line() {
    for seed in 1..=30 {
        let mut dice = Dice(seed);
        let mut keypad = Keypad::latching(5);
        let mut bench = met(&mut keypad);
        let mut fingers = Vec::new();
        for _ in 0..40 {
            *keypad.misbehaviour() = Misbehaviour {
                mute: dice.roll(4) == 0,
                wrong_crc: dice.roll(4) == 0,
                repeats: dice.roll(3) == 0,
                late: TICK * dice.roll(60),
                ..Misbehaviour::default()
            };
            for _ in 0..dice.roll(5) {
                let digit = u8::try_from(dice.roll(9) + 1).unwrap();
                keypad.press(digit);
                fingers.push(pressed(Key::Digit(digit)));
            }
            bench.run(TICK * (1 + dice.roll(160)), &mut [&mut keypad]);
            *keypad.misbehaviour() = Misbehaviour::default();
            bench.run(TICK * (160 + dice.roll(60)), &mut [&mut keypad]);
        }
        bench.run(SECOND, &mut [&mut keypad]);

        assert_eq!(bench.fault, None, "seed {seed}");
        assert_eq!(bench.events(), fingers.iter().collect::<Vec<_>>(), "seed {seed}");
    }
}

#[test]
fn a_neighbour_on_the_pair_is_pressed_in_vain() {
    let (mut ours, mut theirs) = (Keypad::latching(5), Keypad::latching(6));
    let mut bench = bench(Profile::SixteenKey);
    bench.run(SECOND, &mut [&mut ours, &mut theirs]);

    theirs.press(11);
    theirs.misbehaviour().babble = true;
    bench.run(SECOND / 10, &mut [&mut ours, &mut theirs]);
    theirs.misbehaviour().babble = false;
    ours.press(12);
    bench.run(SECOND, &mut [&mut ours, &mut theirs]);

    assert_eq!(bench.events(), [&pressed(Key::Recall)]);
}

#[test]
fn e07_an_adapter_that_echoes_changes_nothing() {
    let (mut keypad, mut echo) = (Keypad::latching(5), Echo::default());
    let mut bench = bench(Profile::SixteenKey);
    bench.command(&Command::Show("12".to_owned()));
    bench.run(SECOND, &mut [&mut echo, &mut keypad]);
    keypad.press(11);
    bench.command(&Command::Beep(Beep::Refused));
    bench.run(SECOND, &mut [&mut echo, &mut keypad]);

    assert_eq!((bench.fault, bench.events()), (None, vec![&pressed(Key::Next)]));
    assert_eq!((keypad.display().as_str(), keypad.beeps()), ("  12", 1));
    assert!(echo.1 > 100, "only {} bytes came back", echo.1);
}

#[test]
fn what_is_wrong_with_a_keypad_is_named() {
    let right = Misbehaviour::default();
    let cases = [
        (Keypad::latching(5), Misbehaviour { mute: true, ..right }, Fault::Silent),
        (Keypad::latching(5), Misbehaviour { wrong_crc: true, ..right }, Fault::Garbled),
        (Keypad::latching(5), Misbehaviour { busy: true, ..right }, Fault::Refused),
        (Keypad::plain(5), right, Fault::Refused),
    ];
    for (mut keypad, misbehaviour, fault) in cases {
        let mut bench = bench(Profile::SixteenKey);

        *keypad.misbehaviour() = misbehaviour;
        bench.run(SECOND / 2, &mut [&mut keypad]);

        assert_eq!(bench.fault, Some(fault), "{misbehaviour:?}");
    }
}

#[test]
fn e01_a_keypad_that_babbles_for_an_hour_presses_nothing() {
    let mut keypad = Keypad::latching(5);
    let mut bench = met(&mut keypad);
    keypad.misbehaviour().babble = true;
    keypad.misbehaviour().mute = true;

    for _ in 0..60 * 60 {
        bench.run(SECOND, &mut [&mut keypad]);
        if bench.fault.is_some() {
            assert_eq!(bench.fault, Some(Fault::Garbled));
            bench.attach();
        }
    }

    assert!(bench.told.is_empty(), "{:?}", bench.told);
}

#[test]
fn a_beep_sounds_once_though_its_answer_is_lost() {
    let mut keypad = Keypad::latching(5);
    let mut bench = met(&mut keypad);

    keypad.misbehaviour().mute = true;
    bench.command(&Command::Beep(Beep::Waiting));
    bench.run(SECOND / 10, &mut [&mut keypad]);
    keypad.misbehaviour().mute = false;
    bench.run(SECOND, &mut [&mut keypad]);
    assert_eq!((keypad.beeps(), keypad.last_beep()), (1, 1));

    bench.command(&Command::Beep(Beep::Refused));
    bench.run(SECOND, &mut [&mut keypad]);
    assert_eq!((keypad.beeps(), keypad.last_beep()), (2, 2), "the next one is another");
}

#[test]
fn digits_that_change_five_times_are_sent_once_and_then_refreshed() {
    let mut keypad = Keypad::latching(5);
    let mut bench = met(&mut keypad);
    bench.turns.clear();
    for number in 0..5 {
        bench.command(&Command::Show(format!("A{number:03}")));
    }

    bench.run(9 * SECOND, &mut [&mut keypad]);
    let written =
        |bench: &Bench<Port, ModbusKeypad>| bench.turns.iter().filter(|turn| turn[1] == 0x10).count();
    assert_eq!((keypad.display().as_str(), written(&bench)), ("A004", 1));

    bench.run(2 * SECOND, &mut [&mut keypad]);
    assert_eq!(written(&bench), 2);
}

#[test]
fn a_keypad_alone_on_9600_baud_is_asked_twenty_times_a_second_even_while_its_digits_change() {
    let mut keypad = Keypad::latching(5);
    let mut bench = met(&mut keypad);
    bench.turns.clear();

    for number in 0..10 {
        bench.command(&Command::Show(number.to_string()));
        bench.run(SECOND / 10, &mut [&mut keypad]);
    }

    let asked = bench.turns.iter().filter(|turn| turn[1] == 0x04).count();
    assert!(asked >= 20, "asked {asked} times");
}

#[test]
fn a_tap_of_50_ms_on_a_plain_board_is_seen_whenever_it_comes() {
    for phase in 0..40 {
        let mut board = Keypad::plain(5);
        let mut bench = bench(Profile::EightKey);
        bench.run(SECOND + phase * TICK, &mut [&mut board]);

        board.hold(8);
        bench.run(Duration::from_millis(50), &mut [&mut board]);
        board.release();
        bench.run(SECOND, &mut [&mut board]);

        assert_eq!(bench.events(), [&pressed(Key::Help)], "phase {phase}");
    }
}

#[test]
fn f50_a_contact_that_bounces_for_50_ms_is_one_press() {
    for phase in 0..40 {
        let mut board = Keypad::plain(5);
        let mut bench = bench(Profile::EightKey);
        bench.run(SECOND + phase * TICK, &mut [&mut board]);

        for bounce in [7, 3, 11, 2, 9, 18] {
            board.hold(1);
            bench.run(bounce * TICK / 2, &mut [&mut board]);
            board.release();
            bench.run(bounce * TICK / 2, &mut [&mut board]);
        }
        board.hold(1);
        bench.run(SECOND / 5, &mut [&mut board]);
        board.release();
        bench.run(SECOND, &mut [&mut board]);

        assert_eq!(bench.events(), [&pressed(Key::Next)], "phase {phase}");
    }
}

#[test]
fn a_plain_board_has_a_lamp_for_its_digits_and_a_buzzer_that_stops() {
    let mut board = Keypad::plain(5);
    let mut bench = bench(Profile::EightKey);
    bench.command(&Command::Show("  12".to_owned()));
    bench.run(SECOND, &mut [&mut board]);
    assert!(board.lamp());

    bench.command(&Command::Show("0".to_owned()));
    bench.command(&Command::Beep(Beep::Refused));
    bench.run(SECOND / 2, &mut [&mut board]);
    assert!(!board.lamp() && board.buzzing());
    bench.run(SECOND, &mut [&mut board]);

    assert_eq!((board.beeps(), board.buzzing()), (1, false));
}

fn pressed(key: Key) -> Event {
    Event::Pressed(key)
}

fn bench(profile: Profile) -> Bench<Port, ModbusKeypad> {
    let settings = Settings { profile, ..Settings::default() };
    Bench::new(ModbusKeypad::new(settings, Some(5)).unwrap(), 9600)
}

/// A bench that has met this keypad of the reference profile.
fn met(keypad: &mut Keypad) -> Bench<Port, ModbusKeypad> {
    let mut bench = bench(Profile::SixteenKey);
    bench.run(SECOND, &mut [keypad]);
    bench
}

/// Random numbers from a seed, the same for ever.
struct Dice(u64);

impl Dice {
    /// From 0 to one less than `sides`.
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// An RS-485 adapter that hears itself.
#[derive(Default)]
struct Echo(Vec<u8>, usize);

impl Device for Echo {
    fn hear(&mut self, _now: Instant, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
        self.1 += bytes.len();
    }

    fn due(&self) -> Option<Instant> {
        (!self.0.is_empty()).then_some(Instant::from_millis(0))
    }

    fn speak(&mut self, _now: Instant) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }

    fn power_cycle(&mut self, _now: Instant) {}
}
