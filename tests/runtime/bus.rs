//! One cable: what follows from each happening, and what does not.

use std::time::Duration;

use hal::cable::line::Line;
use hal::driver::Fault;
use hal::port::{self, keypad};
use hal::time::Instant;
use jiaohao::runtime::bus::{Bus, Input, Output};
use jiaohao::runtime::supervisor::{Health, LOOK_AGAIN_AFTER, RETRY_FIRST};

use crate::poller::{LIMIT, POISON, Poller, pressed};

const START: Instant = Instant::from_millis(10_000);

fn after(millis: u64) -> Instant {
    START + Duration::from_millis(millis)
}

fn online(device: usize, since: Instant) -> Output {
    Output::Health { device, health: Health::Online { since } }
}

fn faults(outputs: &[Output]) -> Vec<(usize, Fault)> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Health { device, health: Health::Offline { fault, .. } } => Some((*device, *fault)),
            Output::Health { .. }
            | Output::Open
            | Output::Close
            | Output::Write(_)
            | Output::Event { .. } => None,
        })
        .collect()
}

fn written(outputs: &[Output]) -> Vec<u8> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Write(bytes) => Some(bytes[0]),
            Output::Health { .. } | Output::Open | Output::Close | Output::Event { .. } => None,
        })
        .collect()
}

/// A bus whose port opened at `START`, and what followed.
fn opened(drivers: Vec<Poller>) -> (Bus<Poller>, Vec<Output>) {
    let mut bus = Bus::new(START, Line::plain(9600), false, drivers);
    assert_eq!(bus.step(START, Input::Wake), [Output::Open]);
    let outputs = bus.step(START, Input::Opened);
    (bus, outputs)
}

/// Steps the bus to `until` with nothing happening but that its writes are taken.
fn pass(bus: &mut Bus<Poller>, until: Instant) -> Vec<Output> {
    let mut all = Vec::new();
    while let Some(now) = bus.due().filter(|&due| due <= until) {
        let outputs = bus.step(now, Input::Wake);
        if !written(&outputs).is_empty() {
            all.extend(bus.step(now, Input::Accepted));
        }
        all.extend(outputs);
    }
    all
}

#[test]
fn a_port_that_is_absent_is_looked_for_every_second() {
    let mut bus = Bus::new(START, Line::plain(9600), false, vec![Poller::every(1, 100)]);
    for look in 0..5 {
        let now = START + LOOK_AGAIN_AFTER * look;
        assert_eq!(bus.due(), Some(now));
        assert_eq!(bus.step(now, Input::Wake), [Output::Open]);
        let told = bus.step(now, Input::OpenFailed(Fault::Unplugged));
        assert_eq!(faults(&told).len(), usize::from(look == 0), "absence is told once");
    }
}

#[test]
fn a_cable_without_devices_is_never_opened() {
    let mut bus = Bus::new(START, Line::plain(9600), false, Vec::<Poller>::new());
    assert_eq!(bus.due(), None);
    assert_eq!(bus.step(START, Input::Wake), []);
}

#[test]
fn a_device_is_online_when_it_has_answered_not_before() {
    let (mut bus, outputs) = opened(vec![Poller::every(1, 100)]);
    assert_eq!(faults(&outputs), []);
    pass(&mut bus, after(20));

    let outputs = bus.step(after(20), Input::Bytes(&[5]));

    assert_eq!(outputs, [Output::Event { device: 0, event: pressed(5) }, online(0, after(20))]);
}

#[test]
fn a_device_that_never_answers_by_nature_is_online_when_it_was_told_everything() {
    let (mut bus, _) = opened(vec![Poller::one_way(1, 10_000)]);
    let outputs = pass(&mut bus, after(100));
    assert_eq!(outputs.last(), Some(&online(0, after(13))), "four of silence and nine of bytes");
}

#[test]
fn a_device_that_left_a_question_open_is_not_online_for_being_told_something() {
    let (mut bus, _) = opened(vec![Poller::asks_once(1, 100)]);
    let outputs = pass(&mut bus, after(500));
    assert!(outputs.iter().all(|output| matches!(output, Output::Write(_))), "{outputs:?}");
}

#[test]
fn a_device_that_wants_nothing_is_online_at_once() {
    let (_, outputs) = opened(vec![Poller::quiet(1)]);
    assert_eq!(outputs, [online(0, START)]);
}

#[test]
fn a_command_to_a_resting_device_goes_out_at_once() {
    let (mut bus, _) = opened(vec![Poller::quiet(1)]);
    let command = port::Command::Keypad(keypad::Command::Beep(keypad::Beep::Refused));

    let outputs = bus.step(after(500), Input::Command { device: 0, command: &command });

    assert_eq!(outputs, [Output::Write(vec![1; 8])]);
}

#[test]
fn a_command_to_a_device_that_is_not_on_this_cable_changes_nothing() {
    let (mut bus, _) = opened(vec![Poller::quiet(1)]);
    let command = port::Command::Keypad(keypad::Command::Beep(keypad::Beep::Refused));
    assert_eq!(bus.step(after(500), Input::Command { device: 7, command: &command }), []);
}

#[test]
fn bytes_outside_a_turn_are_drained_on_a_shared_cable() {
    let (mut bus, _) = opened(vec![Poller::quiet(1), Poller::quiet(2)]);
    assert_eq!(bus.step(after(100), Input::Bytes(&[POISON, 3])), []);
}

#[test]
fn bytes_outside_a_turn_are_the_devices_own_when_it_is_alone() {
    let (mut bus, _) = opened(vec![Poller::quiet(1)]);
    let outputs = bus.step(after(100), Input::Bytes(&[3]));
    assert_eq!(outputs, [Output::Event { device: 0, event: pressed(3) }]);
}

#[test]
fn e09_an_answer_after_its_limit_is_not_given_to_the_next_device() {
    let (mut bus, _) = opened(vec![Poller::every(1, 10_000), Poller::every(2, 10_000)]);
    let sent = pass(&mut bus, after(13) + LIMIT);
    assert_eq!(written(&sent), [1], "device 2 waits for silence");

    let outputs = bus.step(after(14) + LIMIT, Input::Bytes(&[9]));

    assert_eq!(outputs, []);
}

#[test]
fn d02_a_panic_breaks_one_device_and_its_neighbour_does_not_notice() {
    let (mut bus, _) = opened(vec![Poller::every(1, 200), Poller::every(2, 200)]);
    pass(&mut bus, after(13));

    let broken = bus.step(after(15), Input::Bytes(&[POISON]));
    let later = pass(&mut bus, after(40));
    let answered = bus.step(after(40), Input::Bytes(&[4]));

    assert_eq!(faults(&broken), [(0, Fault::Broken)]);
    assert_eq!(written(&broken).len() + written(&later).len(), 1, "the neighbour's turn comes at once");
    assert_eq!(answered[0], Output::Event { device: 1, event: pressed(4) });
    let back = pass(&mut bus, after(15) + RETRY_FIRST + Duration::from_millis(150));
    assert!(written(&back).contains(&1), "the broken one is attached again");
}

#[test]
fn a_silent_device_goes_offline_after_its_driver_gives_up_and_is_tried_again() {
    let (mut bus, _) = opened(vec![Poller::every(1, 100)]);
    let outputs = pass(&mut bus, after(1000));
    assert_eq!(written(&outputs).len(), 3);
    assert_eq!(faults(&outputs), [(0, Fault::Silent)]);
    assert!(!written(&pass(&mut bus, after(2000))).is_empty());
}

#[test]
fn a14_when_the_port_goes_every_device_on_it_is_lost_at_once_and_returns_by_itself() {
    let (mut bus, _) = opened(vec![Poller::quiet(1), Poller::quiet(2), Poller::quiet(3)]);

    let lost = bus.step(after(5000), Input::Lost(Fault::Unplugged));
    let look = pass(&mut bus, after(6000));
    let back = bus.step(after(6000), Input::Opened);

    assert_eq!(faults(&lost), [0, 1, 2].map(|device| (device, Fault::Unplugged)));
    assert_eq!(look, [Output::Open]);
    assert_eq!(back, [0, 1, 2].map(|device| online(device, after(6000))));
}

#[test]
fn e12_a_stalled_line_is_closed_and_its_devices_are_told_apart_from_unplugged_ones() {
    let (mut bus, _) = opened(vec![Poller::every(1, 100)]);
    bus.step(after(4), Input::Wake);

    let outputs = bus.step(after(4 + 9 + 2000), Input::Wake);

    assert_eq!(outputs[0], Output::Close);
    assert_eq!(faults(&outputs), [(0, Fault::Stalled)]);
}

#[test]
fn a_held_device_is_silent_until_it_is_released() {
    let (mut bus, _) = opened(vec![Poller::every(1, 100)]);

    let held = bus.step(after(1), Input::Hold { device: 0, held: true });
    let meanwhile = pass(&mut bus, after(60_000));
    let afterwards = bus.step(after(60_000), Input::Hold { device: 0, held: false });

    assert_eq!(held, [Output::Health { device: 0, health: Health::Held }]);
    assert_eq!(meanwhile, []);
    assert_eq!(written(&afterwards), [1]);
}

#[test]
fn what_a_device_says_before_its_turn_is_sent_does_not_cancel_the_turn() {
    let (mut bus, _) = opened(vec![Poller::every(1, 100)]);
    bus.step(after(1), Input::Bytes(&[3]));
    assert_eq!(written(&pass(&mut bus, after(5))), [1], "after four milliseconds of silence");
}
