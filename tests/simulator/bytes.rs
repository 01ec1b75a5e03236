//! Mornings down to bytes: real drivers, turns and supervisors, simulated devices, cables paced to their speed.

use jiaohao::rehearse::{Busy, Level, Plan, Span, Weather, run};

use crate::days::kept;
use crate::support::hall;

/// Mornings in the usual hall and in the large one in the usual run, and in each in the long one
/// (`JIAOHAO_LONG=1`). One takes as long as ten whole days at the level of ports.
const USUAL_MORNINGS: u64 = 4;
/// See [`USUAL_MORNINGS`].
const LARGE_MORNINGS: u64 = 2;
/// See [`USUAL_MORNINGS`].
const LONG_MORNINGS: u64 = 150;

fn morning(seed: u64) -> Plan {
    let busy = if seed.is_multiple_of(3) { Busy::Ordinary } else { Busy::Quiet };
    let weather = [Weather::Storm, Weather::Some, Weather::Storm][usize::try_from(seed % 3).unwrap()];
    Plan { busy, weather, seed, days: 1, level: Level::Bytes, span: Span::Morning }
}

#[test]
fn mornings_byte_by_byte_in_the_usual_hall_keep_every_promise() {
    live("hall", USUAL_MORNINGS);
}

#[test]
fn mornings_byte_by_byte_in_the_large_hall_keep_every_promise() {
    live("large", LARGE_MORNINGS);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let plan = |seed| Plan { busy: Busy::Quiet, ..morning(seed) };
    let hash = |seed| run(&hall("hall"), plan(seed)).hash;

    let first = hash(1);

    assert_eq!(first, hash(1));
    assert_ne!(first, hash(2));
}

fn live(name: &str, usual: u64) {
    let setup = hall(name);
    let mornings = if std::env::var_os("JIAOHAO_LONG").is_some() { LONG_MORNINGS } else { usual };
    let called: u64 = (1..=mornings).map(|seed| kept(&setup, morning(seed)).figures.called).sum();

    assert!(called > 30 * mornings, "{called} calls in {mornings} mornings");
}
