//! Mornings down to bytes: real drivers, turns and supervisors, simulated devices, cables paced to their
//! speed.

use jiaohao::rehearse::{Busy, Level, Outcome, Plan, Span, Weather, run};

use crate::days::kept;
use crate::support::hall;

/// Mornings in the usual hall and in the large one in the usual run, and in each in the long one
/// (`JIAOHAO_LONG=1`). One takes as long as ten whole days at the level of ports.
const USUAL_MORNINGS: u64 = 3;
/// See [`USUAL_MORNINGS`].
const LARGE_MORNINGS: u64 = 2;
/// See [`USUAL_MORNINGS`].
const LONG_MORNINGS: u64 = 150;

/// A morning down to bytes, with something wrong.
pub fn morning(seed: u64) -> Plan {
    let busy = if seed.is_multiple_of(3) { Busy::Ordinary } else { Busy::Quiet };
    let weather = if seed.is_multiple_of(3) { Weather::Some } else { Weather::Storm };
    Plan { busy, weather, seed, days: 1, level: Level::Bytes, span: Span::Morning }
}

#[test]
fn mornings_byte_by_byte_in_the_usual_hall_keep_every_promise_and_a_seed_gives_the_same_bytes_again() {
    let hashes = live("hall", USUAL_MORNINGS);

    let again = run(&hall("hall"), morning(1)).hash;

    assert_eq!(hashes.first(), Some(&again));
    assert!(!hashes[1..].contains(&again), "another seed gives others");
}

#[test]
fn mornings_byte_by_byte_in_the_large_hall_keep_every_promise() {
    live("large", LARGE_MORNINGS);
}

/// The hash of each morning.
fn live(name: &str, usual: u64) -> Vec<[u8; 32]> {
    let setup = hall(name);
    let mornings = if std::env::var_os("JIAOHAO_LONG").is_some() { LONG_MORNINGS } else { usual };
    let lived: Vec<Outcome> = (1..=mornings).map(|seed| kept(&setup, morning(seed))).collect();
    let called: u64 = lived.iter().map(|outcome| outcome.figures.called).sum();

    assert!(called > 30 * mornings, "{called} calls in {mornings} mornings");
    lived.iter().map(|outcome| outcome.hash).collect()
}
