//! What becomes of levels.

use super::*;
use crate::layout::{LineId, Pull, Stands};

const START: Instant = Instant::from_millis(50_000);

fn at(millis: u64) -> Instant {
    START + Duration::from_millis(millis)
}

fn keypad() -> Wiring {
    let stands = Stands { on: Duration::from_millis(10), off: Duration::from_millis(60) };
    let keys = vec![(Key::Next, LineId::Offset(1)), (Key::Recall, LineId::Offset(2))];
    let beeper = Some(LineId::Offset(3));
    Wiring::Buttons(Buttons {
        chip: Some("box".into()),
        keys,
        active: Active::Low,
        pull: Pull::Up,
        stands,
        beeper,
    })
}

fn wired(kind: SignalKind) -> Wiring {
    Wiring::Signal(Signal {
        name: "signal".into(),
        kind,
        pin: Pin { chip: None, line: LineId::Name("LINE".into()) },
        active: Active::High,
        pull: Pull::Up,
        stands: Stands { on: Duration::from_millis(500), off: Duration::from_secs(5) },
        raises: None,
        place: String::new(),
    })
}

/// Everything that these levels bring, up to `until`: milliseconds, events and settings.
fn lives(wiring: &Wiring, first: &[bool], levels: &[(u64, usize, bool)], until: u64) -> Vec<(u64, Wishes)> {
    let (mut contacts, wishes) = Contacts::new(at(0), wiring, first);
    let mut all = vec![(0, wishes)];
    let mut levels = levels.iter().peekable();
    for millis in 0..=until {
        if contacts.due().is_some_and(|due| due <= at(millis)) {
            all.push((millis, contacts.wake(at(millis))));
        }
        while let Some((_, place, active)) = levels.next_if(|(when, ..)| *when == millis) {
            all.push((millis, contacts.see(at(millis), *place, *active)));
        }
    }
    all.retain(|(_, wishes)| *wishes != Wishes::default());
    all
}

fn events(all: &[(u64, Wishes)]) -> Vec<(u64, port::Event)> {
    all.iter().flat_map(|(at, wishes)| wishes.events.iter().map(|event| (*at, event.clone()))).collect()
}

fn pressed(key: Key) -> port::Event {
    port::Event::Keypad(keypad::Event::Pressed(key))
}

#[test]
fn a_press_is_told_once_with_its_key() {
    let all = lives(&keypad(), &[false, false], &[(100, 1, true), (180, 1, false)], 1000);

    assert_eq!(events(&all), [(110, pressed(Key::Recall))]);
}

#[test]
fn f51_a_short_to_ground_for_an_hour_is_one_press_and_one_alarm() {
    let all = lives(&keypad(), &[false, false], &[(100, 0, true)], 3_600_000);

    let stuck = port::Event::Keypad(keypad::Event::Stuck(Key::Next));
    assert_eq!(events(&all), [(110, pressed(Key::Next)), (10_110, stuck)]);
}

#[test]
fn f13_a_button_that_was_down_before_we_listened_is_no_press() {
    let all = lives(&keypad(), &[true, false], &[(500, 0, false), (700, 0, true)], 1000);

    assert_eq!(events(&all), [(710, pressed(Key::Next))]);
}

#[test]
fn mains_that_are_lost_when_we_come_are_declared_as_if_they_had_just_gone() {
    let all = lives(&wired(SignalKind::Mains), &[true], &[], 1000);

    let told = |event| port::Event::Signals(event);
    let expected = [
        (0, told(signals::Event::Stirred { active: true })),
        (500, told(signals::Event::Settled { active: true })),
    ];
    assert_eq!(events(&all), expected);
}

#[test]
fn e14_a_spike_is_a_sign_that_passes() {
    let levels = [(100, 0, true), (120, 0, false)];

    let all = lives(&wired(SignalKind::Emergency), &[false], &levels, 2000);

    let told = |event| port::Event::Signals(event);
    let expected =
        [(100, told(signals::Event::Stirred { active: true })), (620, told(signals::Event::Passed))];
    assert_eq!(events(&all), expected);
}

#[test]
fn a_keypad_without_digits_drops_what_would_be_shown_and_beeps() {
    let (mut contacts, _) = Contacts::new(at(0), &keypad(), &[false, false]);

    let shown = contacts.command(at(0), &port::Command::Keypad(keypad::Command::Show("A017".into())));
    let beeped =
        contacts.command(at(0), &port::Command::Keypad(keypad::Command::Beep(keypad::Beep::Waiting)));
    let after = contacts.wake(at(80));

    assert_eq!([shown.set, beeped.set, after.set], [None, Some(true), Some(false)]);
}

#[test]
fn a_lamp_is_what_it_is_told_and_a_contact_cannot_be_told_anything() {
    let on = port::Command::Signals(signals::Command::Set(true));
    let told = |kind| Contacts::new(at(0), &wired(kind), &[]).0.command(at(0), &on).set;

    assert_eq!(
        [told(SignalKind::Lamp), told(SignalKind::Buzzer), told(SignalKind::Mains)],
        [Some(true), None, None]
    );
}

fn pad() -> Contacts {
    let keys = [(PadKey::Plus, Key::Next), (PadKey::Digit(3), Key::Digit(3))].into();
    Contacts::new(at(0), &Wiring::Pad("port".into(), keys), &[]).0
}

#[test]
fn a_key_of_a_pad_is_one_press_however_often_it_is_told_down() {
    let mut pad = pad();
    let mut touch = |millis, key, down| pad.touch(at(millis), Touch { key, down }).events;

    let told = [
        touch(0, PadKey::Plus, true),
        touch(30, PadKey::Plus, true),
        touch(50, PadKey::Digit(3), true),
        touch(60, PadKey::Plus, false),
        touch(70, PadKey::Plus, true),
        touch(80, PadKey::Slash, true),
    ];

    let digit = pressed(Key::Digit(3));
    assert_eq!(
        told,
        [vec![pressed(Key::Next)], vec![], vec![digit], vec![], vec![pressed(Key::Next)], vec![]]
    );
}

#[test]
fn f11_a_key_of_a_pad_that_stays_down_is_told_as_stuck_once() {
    let mut pad = pad();
    pad.touch(at(0), Touch { key: PadKey::Plus, down: true });
    let due = pad.due().unwrap();

    let told = [pad.wake(due).events, pad.wake(due + Duration::from_secs(60)).events];

    assert_eq!(due, at(10_000));
    assert_eq!(told, [vec![port::Event::Keypad(keypad::Event::Stuck(Key::Next))], vec![]]);
    assert_eq!(pad.due(), None);
}
