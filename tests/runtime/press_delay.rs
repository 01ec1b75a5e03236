//! Fourteen keypads and fourteen pads at 9600 baud behind a slow adapter, with late answers, dead and babbling
//! neighbours: no press is lost, none is made up, and nobody pays for his neighbour. `cargo bench --bench pair`
//! prints the figures.

use std::time::Duration;

use hal::cable::tap::Odds;

use crate::full_pair::Ills;
use crate::pressing::{Seen, best_round, press};

/// An adapter of the usual kind: 1 to 16 ms.
const ADAPTER: Duration = Duration::from_millis(16);
/// One answer of twenty comes up to 300 ms late; the limit is 80.
const LATE: Odds =
    Odds { drop: 0, flip: 0, double: 0, stray: 0, delay: 50, longest_delay: Duration::from_millis(300) };
/// What one question without an answer costs its neighbours: its limit and the silence after it.
const UNANSWERED: Duration = Duration::from_millis(110);

#[test]
fn e09_no_late_answer_is_taken_for_anothers_and_no_press_is_lost() {
    for seed in 1..=5 {
        let ills = Ills { seed, odds: LATE, adapter: ADAPTER, ..Ills::default() };
        for asking in [false, true] {
            let (keypads, pads) = press(14, 14, ills, asking, 10);
            sound(&keypads, 7 * 90);
            sound(&pads, if asking { 7 * 90 } else { 0 });
        }
    }
}

#[test]
fn a_press_waits_for_about_a_round_of_the_devices_that_are_asked() {
    let ills = Ills { seed: 7, adapter: ADAPTER, ..Ills::default() };
    for (asking, devices) in [(false, 14), (true, 28)] {
        let (keypads, _) = press(14, 14, ills, asking, 10);
        let round = best_round(devices);
        assert!(keypads.median() < round, "{:?} of {round:?}", keypads.median());
        assert!(keypads.worst() < 2 * round, "{:?} of {round:?}", keypads.worst());
    }
}

#[test]
fn one_dead_device_makes_no_neighbour_later_than_its_limit() {
    let healthy = Ills { seed: 7, adapter: ADAPTER, ..Ills::default() };
    let (before, _) = press(14, 14, healthy, false, 10);
    let (beside, _) = press(14, 14, Ills { dead: Some(5), ..healthy }, false, 10);

    sound(&beside, 7 * 90);
    assert!(beside.worst() <= before.worst() + UNANSWERED, "{:?} {:?}", beside.worst(), before.worst());
    assert!(
        beside.median() <= before.median() + UNANSWERED / 4,
        "{:?} {:?}",
        beside.median(),
        before.median()
    );
}

#[test]
fn e14_a_babbling_device_makes_up_no_press_and_costs_its_neighbours_a_round_at_most() {
    let healthy = Ills { seed: 7, adapter: ADAPTER, ..Ills::default() };
    let (before, _) = press(14, 14, healthy, false, 10);
    let babbles_every = Some(Duration::from_millis(230));
    let (beside, _) = press(14, 14, Ills { babbles_every, ..healthy }, false, 10);

    sound(&beside, 7 * 90);
    assert!(beside.worst() <= 2 * before.worst(), "{:?} {:?}", beside.worst(), before.worst());
}

/// Every press was seen once, of at least so many.
fn sound(seen: &Seen, least: usize) {
    assert_eq!((seen.lost, seen.invented), (0, 0), "lost and made up, of {}", seen.delays.len());
    assert!(seen.delays.len() >= least, "{} presses", seen.delays.len());
}
