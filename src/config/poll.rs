//! How long a key waits for its question on a shared pair, from what each driver says its polling costs.

use std::time::Duration;

use hal::cable::line::Line;
use hal::drivers::PollCost;

use super::cables::PlacedCable;
use super::devices::PlacedDevice;
use super::keys::Keys;
use super::problem::Problem;
use crate::layout::Role;

/// A press that is seen later than this feels as if the key had not been hit, and is pressed again.
///
/// It is the whole budget from the key to the board's bytes.
const SEEN_WITHIN: Duration = Duration::from_millis(200);

/// Devices that want the wire less often than this do not stand in every cycle, only one of them now and
/// then.
const RARE: Duration = Duration::from_secs(1);

/// Of this many rating pads one is asked at the same time, for the usual cycle.
///
/// A pad is asked for some 15 seconds in a case of ten minutes, one part in forty; four of ten at once happen
/// less than once in ten thousand polls.
const PADS_TO_ONE_ASKED: usize = 3;

/// Complains about keys that could be pressed and missed, and about cables on which keys are seen late.
pub(super) fn check(keys: &Keys<'_>, cables: &[PlacedCable], devices: &[PlacedDevice]) {
    for cable in cables {
        let polled: Vec<(&PlacedDevice, PollCost)> = devices
            .iter()
            .filter(|placed| placed.device.cable == cable.cable.name)
            .filter_map(|placed| placed.driver.as_ref().map(|driver| (placed, driver.poll_cost())))
            .collect();
        missed(keys, cable, &polled);
        late(keys, cable, &polled);
    }
}

/// Keys that the device forgets before it is asked, in the worst case: every pad of the pair is asked too.
fn missed(keys: &Keys<'_>, cable: &PlacedCable, polled: &[(&PlacedDevice, PollCost)]) {
    let all: Vec<PollCost> = polled.iter().map(|(_, cost)| *cost).collect();
    let worst = cycle(cable.cable.line, cable.turnaround, &all);
    for (placed, cost) in polled {
        let (Some(press), Some(wants_every)) = (cost.shortest_press, cost.wants_every) else { continue };
        let between = worst.max(wants_every);
        if between > press {
            let what = format!(
                "keys of \"{}\" can be pressed and missed: it forgets a press after {} ms, and on the cable \
                 \"{}\" it is asked every {} ms",
                placed.device.name,
                press.as_millis(),
                cable.cable.name,
                between.as_millis()
            );
            let remedy = "use a keypad that remembers presses, a cable of its own, or more baud";
            keys.report(Problem::error(&placed.name_at, what, remedy).also(&cable.name_at, "the cable"));
        }
    }
}

/// A cable on which a press is seen late as a rule, though none is lost.
fn late(keys: &Keys<'_>, cable: &PlacedCable, polled: &[(&PlacedDevice, PollCost)]) {
    if !polled.iter().any(|(placed, _)| matches!(placed.device.role, Role::Keypad(_))) {
        return;
    }
    let (pads, others): (Vec<_>, Vec<_>) =
        polled.iter().partition(|(placed, _)| matches!(placed.device.role, Role::RatingPad(_)));
    let asked = pads.len().div_ceil(PADS_TO_ONE_ASKED);
    let usual: Vec<PollCost> = others.iter().chain(pads.iter().take(asked)).map(|(_, cost)| *cost).collect();
    let cycle = cycle(cable.cable.line, cable.turnaround, &usual);
    if cycle > SEEN_WITHIN {
        let what = format!(
            "a key on the cable \"{}\" is seen up to {} ms after it was pressed, more than {} ms",
            cable.cable.name,
            cycle.as_millis(),
            SEEN_WITHIN.as_millis()
        );
        let remedy = "divide its devices over two cables, or set more baud on them and here";
        keys.report(Problem::warning(&cable.name_at, what, remedy));
    }
}

/// Longest time from one question to a device to the next, when every device answers.
fn cycle(line: Line, turnaround: Duration, costs: &[PollCost]) -> Duration {
    let exchange = |cost: &PollCost| {
        let answer =
            if cost.bytes_in > 0 { turnaround + line.wire_time(cost.bytes_in) } else { Duration::ZERO };
        cost.quiet_before + line.wire_time(cost.bytes_out) + answer
    };
    let polled = costs.iter().filter_map(|cost| cost.wants_every.map(|every| (every, exchange(cost))));
    let (rare, frequent): (Vec<_>, Vec<_>) = polled.partition(|(every, _)| *every >= RARE);
    let frequent: Duration = frequent.into_iter().map(|(_, exchange)| exchange).sum();
    frequent + rare.into_iter().map(|(_, exchange)| exchange).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keypad() -> PollCost {
        PollCost {
            bytes_out: 8,
            bytes_in: 15,
            quiet_before: Duration::from_millis(4),
            answer_within: Duration::from_millis(80),
            wants_every: Some(Duration::from_millis(40)),
            shortest_press: None,
        }
    }

    #[test]
    fn a_cycle_is_every_exchange_once_and_the_longest_rare_one() {
        let board = PollCost { bytes_out: 100, wants_every: Some(Duration::from_secs(10)), ..keypad() };
        let line = Line::plain(10_000);
        let turnaround = Duration::from_millis(5);

        // A character takes one millisecond: 4 + 8 + 5 + 15 = 32, and once 4 + 100 + 5 + 15 = 124.
        assert_eq!(cycle(line, turnaround, &[keypad(), keypad()]), Duration::from_millis(64));
        assert_eq!(cycle(line, turnaround, &[keypad(), board, board]), Duration::from_millis(32 + 124));
    }

    #[test]
    fn a_device_that_never_asks_costs_nothing() {
        let silent = PollCost { wants_every: None, ..keypad() };

        assert_eq!(cycle(Line::plain(9600), Duration::ZERO, &[silent]), Duration::ZERO);
    }
}
