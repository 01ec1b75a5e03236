//! A full RS-485 pair at 9600 baud, ten keypads and ten pads, paced to its wire time.

use std::collections::BTreeMap;
use std::time::Duration;

use hal::cable::line::Line;
use hal::time::Instant;
use jiaohao::runtime::bus::{Bus, Input, Output};

use crate::poller::{LIMIT, Poller};

const LINE: Line = Line::plain(9600);
const DEVICES: u8 = 20;
/// How long a device thinks before it answers.
const THINKS: Duration = Duration::from_millis(5);
/// How often each device is wanted to be asked, in milliseconds: more often than the pair allows.
const POLLED_EVERY: u64 = 400;
/// Bytes of an answer.
const ANSWER: usize = 7;

/// When each address had its turns, in one minute with these addresses dead.
fn minute(dead: &[u8]) -> BTreeMap<u8, Vec<Instant>> {
    let drivers = (1..=DEVICES).map(|address| Poller::every(address, POLLED_EVERY)).collect();
    let mut bus = Bus::new(Instant::default(), LINE, false, drivers);
    let mut turns: BTreeMap<u8, Vec<Instant>> = BTreeMap::new();
    let mut answer: Option<Instant> = None;
    bus.step(Instant::default(), Input::Wake);
    bus.step(Instant::default(), Input::Opened);
    while let Some(now) = bus.due().into_iter().chain(answer).min().filter(|now| now.millis() < 60_000) {
        let outputs = if answer == Some(now) {
            answer = None;
            bus.step(now, Input::Bytes(&[1; ANSWER]))
        } else {
            bus.step(now, Input::Wake)
        };
        let Some(address) = written_to(&outputs) else { continue };
        turns.entry(address).or_default().push(now);
        if !dead.contains(&address) {
            answer = Some(now + LINE.wire_time(8) + THINKS + LINE.wire_time(ANSWER));
        }
        bus.step(now, Input::Accepted);
    }
    turns
}

fn written_to(outputs: &[Output]) -> Option<u8> {
    outputs.iter().find_map(|output| match output {
        Output::Write(bytes) => bytes.first().copied(),
        Output::Open | Output::Close | Output::Event { .. } | Output::Health { .. } => None,
    })
}

/// The longest that any of these addresses had to wait for its next turn.
fn longest_wait(turns: &BTreeMap<u8, Vec<Instant>>, but: &[u8]) -> Duration {
    let alive = turns.iter().filter(|(address, _)| !but.contains(address));
    alive.flat_map(|(_, turns)| turns.windows(2).map(|pair| pair[1] - pair[0])).max().unwrap_or_default()
}

#[test]
fn twenty_devices_share_a_pair_evenly() {
    let turns = minute(&[]);
    let counts: Vec<usize> = turns.values().map(Vec::len).collect();
    assert_eq!(counts.len(), usize::from(DEVICES));
    let spread = counts.iter().max().zip(counts.iter().min()).map(|(most, least)| most - least);
    assert!(spread <= Some(1), "{counts:?}");
    assert!(longest_wait(&turns, &[]) < Duration::from_millis(600), "{:?}", longest_wait(&turns, &[]));
}

#[test]
fn one_dead_device_makes_its_neighbours_late_by_its_answer_limit_at_most() {
    let healthy = longest_wait(&minute(&[]), &[]);
    let beside_a_dead_one = longest_wait(&minute(&[7]), &[7]);
    assert!(beside_a_dead_one <= healthy + LIMIT, "{beside_a_dead_one:?} against {healthy:?}");
}

#[test]
fn a_dead_device_is_asked_ever_more_rarely() {
    let turns = minute(&[7]);
    let asked = |from: u64, to: u64| {
        turns[&7].iter().filter(|turn| (from * 1000..to * 1000).contains(&turn.millis())).count()
    };
    assert!(asked(0, 10) > asked(20, 30).max(1), "{:?}", turns[&7]);
    assert!(asked(30, 60) <= 6, "{:?}", turns[&7]);
}
