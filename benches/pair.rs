//! How late a press is seen on a pair of fourteen keypads and fourteen pads at 9600 baud, in simulated time:
//! `cargo bench --bench pair`.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up fails there")]

#[expect(dead_code, reason = "the tests of the bus use the rest")]
#[path = "../tests/support/pair.rs"]
mod full_pair;
#[path = "../tests/support/press_delay.rs"]
mod pressing;

use std::time::Duration;

use full_pair::Ills;
use hal::cable::tap::Odds;
use pressing::{best_round, press};

/// Simulated minutes of each row.
const MINUTES: u64 = 60;
const ADAPTER: Duration = Duration::from_millis(16);

fn main() {
    let clean = Ills { seed: 7, ..Ills::default() };
    let usb = Ills { adapter: ADAPTER, ..clean };
    let late = Odds { delay: 50, longest_delay: Duration::from_millis(300), ..Odds::default() };
    let late = Ills { odds: late, ..usb };
    let babbles = Ills { babbles_every: Some(Duration::from_millis(230)), ..usb };
    let rows = [
        ("nothing wrong, pads at rest", clean, false),
        ("USB 1 to 16 ms, pads at rest", usb, false),
        ("USB, 5 % late answers, pads at rest", late, false),
        ("USB, one keypad dead, pads at rest", Ills { dead: Some(5), ..usb }, false),
        ("USB, somebody babbles, pads at rest", babbles, false),
        ("nothing wrong, all pads asking", clean, true),
        ("USB 1 to 16 ms, all pads asking", usb, true),
        ("USB, 5 % late answers, all pads asking", late, true),
    ];
    println!("14 keypads + 14 pads at 9600 baud, {MINUTES} simulated minutes a row; from finger to event");
    println!("{:<42} {:>7} {:>8} {:>8} {:>5} {:>8}", "", "presses", "median", "worst", "lost", "made up");
    for (name, ills, asking) in rows {
        let (keypads, pads) = press(14, 14, ills, asking, MINUTES);
        for (what, seen) in [(name, keypads), ("  the pads", pads)] {
            if !seen.delays.is_empty() {
                let (median, worst) = (seen.median().as_millis(), seen.worst().as_millis());
                let presses = seen.delays.len();
                println!(
                    "{what:<42} {presses:>7} {median:>5} ms {worst:>5} ms {:>5} {:>8}",
                    seen.lost, seen.invented
                );
            }
        }
    }
    for devices in [14, 28] {
        let round = best_round(devices);
        println!(
            "the wire's own limit, {devices} devices asked in turn: {} ms on the average, {} ms at worst",
            round.as_millis() / 2,
            round.as_millis()
        );
    }
}
