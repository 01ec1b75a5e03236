//! Ten real keypads and ten real pads on one pair: the shipped drivers, paced to the wire time of 9600 baud.

use std::time::Duration;

use hal::cable::tap::Odds;
use hal::driver::Fault;
use hal::port::keypad::{Event, Key};
use hal::port::{self, rating_pad};
use hal::time::Instant;
use jiaohao::runtime::bus::Output;
use jiaohao::runtime::supervisor::Health;

use crate::full_pair::{KEYPADS, PADS, Pair};

/// Longest time from a key to its event on a healthy pair of ten keypads and ten resting pads at 9600 baud.
const CYCLE: Duration = Duration::from_millis(500);
/// What one dead neighbour may add: its answer limit and the silence after it.
const DEAD_NEIGHBOUR: Duration = Duration::from_millis(110);

fn at(millis: u64) -> Instant {
    Instant::from_millis(millis)
}

/// The presses told, each with its moment and its device.
fn presses(pair: &Pair) -> Vec<(Instant, usize)> {
    pair.reports
        .iter()
        .filter_map(|(at, report)| match report {
            Output::Event { device, event: port::Event::Keypad(Event::Pressed(Key::Next)) } => {
                Some((*at, *device))
            }
            Output::Event { .. }
            | Output::Health { .. }
            | Output::Open
            | Output::Close
            | Output::Write(_) => None,
        })
        .collect()
}

/// The health of each device that was told last.
fn online(pair: &Pair) -> usize {
    let last = |wanted: usize| {
        pair.reports.iter().rev().find_map(|(_, report)| match report {
            Output::Health { device, health } if *device == wanted => Some(*health),
            Output::Health { .. }
            | Output::Event { .. }
            | Output::Open
            | Output::Close
            | Output::Write(_) => None,
        })
    };
    (0..usize::from(KEYPADS + PADS)).filter(|&device| last(device).is_some_and(Health::is_online)).count()
}

/// Presses NEXT on each keypad in turn, and says the longest time from finger to event.
fn slowest_press(pair: &mut Pair, but: usize) -> Duration {
    let mut slowest = Duration::ZERO;
    for device in (0..usize::from(KEYPADS)).filter(|&device| device != but) {
        let pressed_at = at(20_000 + 1_730 * u64::try_from(device).unwrap());
        pair.run(pressed_at);
        pair.keypads[device].press(NEXT);
        pair.run(pressed_at + Duration::from_millis(1_500));
        let told = presses(pair);
        let (told_at, told_of) = told.last().copied().unwrap();
        assert_eq!(told_of, device);
        slowest = slowest.max(told_at - pressed_at);
    }
    assert_eq!(presses(pair).len(), usize::from(KEYPADS) - usize::from(but < usize::from(KEYPADS)));
    slowest
}

/// The code of the key NEXT in the reference profile.
const NEXT: u8 = 11;
/// No keypad.
const NONE: usize = usize::MAX;

#[test]
fn all_twenty_are_online_within_a_few_cycles() {
    let mut pair = Pair::new();
    pair.run(at(5_000));
    assert_eq!(online(&pair), 20);
}

#[test]
fn every_press_is_told_once_and_within_a_poll_cycle() {
    let slowest = slowest_press(&mut Pair::new(), NONE);
    assert!(slowest <= CYCLE, "{slowest:?}");
}

#[test]
fn a_dead_keypad_makes_its_neighbours_late_by_its_answer_limit_at_most() {
    let mut pair = Pair::new();
    pair.keypads[4].misbehaviour().mute = true;
    let slowest = slowest_press(&mut pair, 4);
    assert!(slowest <= CYCLE + DEAD_NEIGHBOUR, "{slowest:?}");
    let told = |(_, report): &(Instant, Output)| {
        matches!(report, Output::Health { device: 4, health: Health::Offline { fault: Fault::Silent, .. } })
    };
    assert!(pair.reports.iter().any(told));
}

#[test]
fn e09_a_keypad_whose_answers_come_late_presses_no_key_of_its_neighbours() {
    let mut pair = Pair::new();
    pair.keypads[4].misbehaviour().late = Duration::from_millis(120);
    pair.keypads[4].press(NEXT);
    pair.run(at(20_000));
    assert!(presses(&pair).iter().all(|(_, device)| *device == 4), "{:?}", presses(&pair));
    assert!(online(&pair) >= 19);
}

#[test]
fn e14_noise_on_the_pair_presses_no_key_and_passes() {
    for seed in 1..=3 {
        // One answer in twenty is spoiled, as beside a chime amplifier with a bad ground.
        let odds = Odds { flip: 1, drop: 1, stray: 1, double: 1, ..Odds::default() };
        let mut pair = Pair::disturbed(seed, odds);
        // Before anybody listens: each answer has a code of NEXT that a wrong bit in its counter would tell again.
        pair.keypads.iter_mut().for_each(|keypad| keypad.press(NEXT));
        pair.run(at(40_000));
        assert_eq!(presses(&pair), [], "seed {seed}");
        assert!(online(&pair) >= 18, "seed {seed}: {} online", online(&pair));
    }
}

#[test]
fn a_visitor_rates_while_all_others_are_polled() {
    let mut pair = Pair::new();
    pair.run(at(5_000));
    let ask = port::Command::RatingPad(rating_pad::Command::AskGrade);
    pair.command(usize::from(KEYPADS), &ask);
    pair.run(at(7_000));
    assert_eq!(pair.pads[0].lit(), [true; 5]);

    pair.pads[0].press(5);
    pair.run(at(8_000));

    let rated = Output::Event {
        device: usize::from(KEYPADS),
        event: port::Event::RatingPad(rating_pad::Event::Pressed(5)),
    };
    assert_eq!(pair.reports.iter().filter(|(_, report)| *report == rated).count(), 1);
}
