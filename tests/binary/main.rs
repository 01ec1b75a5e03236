//! The real binary on pseudo-terminals with simulated devices: killed, fed with mistakes, and without room on
//! its disk.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do, and tell their counts"
)]

mod backup;
mod bad_input;
mod calls;
mod crowd;
mod dice;
mod disk;
mod ending;
mod floor;
mod hands;
mod hang;
mod kill;
mod ledger;
mod medium;
mod noise;
mod reader;
mod reload;
#[path = "../support/skipped.rs"]
mod skipped;
mod stick;
mod stillness;
mod syncs;
mod watchdog;
mod wear;
mod zones;
