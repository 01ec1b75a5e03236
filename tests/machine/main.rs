//! A machine of our own: user-mode Linux with the kernel's simulated GPIO chips, in which our lines are
//! tried, and with a disk, to whose power cuts the daemon is put.
//!
//! This program is both ends. Started by `cargo test --test machine` it looks for the kernel (in
//! `JIAOHAO_UML`, else beside the repository), boots it with itself as the first process, and reads from its
//! console what became of each check. As the first process it makes the chips, runs the checks and powers the
//! machine off. The machine sees this machine's files read-only.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "whatever goes wrong here fails a check, and the summary is what this program is for"
)]

#[path = "../support/always_open.rs"]
mod always_open;
mod chips;
mod daemon;
mod host;
mod lines;
mod machine;
mod power;
#[path = "../support/skipped.rs"]
mod skipped;
#[path = "../support/small_config.rs"]
mod small_config;

use std::process::ExitCode;

/// Panics when it does not hold.
type Check = fn();

/// What is tried in the machine.
const CHECKS: &[(&str, Check)] = &[
    ("an edge is told with its age, and a bounce is not", lines::an_edge_is_told_and_a_bounce_is_not),
    ("an output has its level at once and keeps to what it is set to", lines::an_output_is_driven),
    ("F52: a chip is found by its label under any number", lines::a_chip_is_found_by_its_label),
    ("a line is found by its name alone", lines::a_line_is_found_by_its_name),
    ("F52: a line that is held is refused with its holder's name", lines::a_held_line_is_named),
    ("A13: mains stir at once and are lost after half a second", lines::mains_are_lost_after_half_a_second),
    ("a cut wire reads as mains lost", lines::a_cut_wire_reads_as_lost),
    ("the daemon says what its lines tell", daemon::the_daemon_says_what_its_lines_tell),
    // Last, as this kernel's simulated chips lose an interrupt when they go while their lines are open.
    ("a chip that goes takes its lines along, and gives them back", lines::a_chip_goes_and_comes_back),
];

fn main() -> ExitCode {
    if std::process::id() == 1 {
        return if power::hall::is_wanted() { power::hall::run() } else { machine::run(CHECKS) };
    }
    let Some(kernel) = host::kernel() else {
        for what in ["machine: GPIO lines", "machine: power cuts"] {
            skipped::skipped(what, "no kernel; name a user-mode Linux in JIAOHAO_UML");
        }
        return ExitCode::SUCCESS;
    };
    // `cargo test --test machine cuts` leaves the rest out, and `… lines` the cuts.
    let wanted =
        |part: &str| std::env::args().nth(1).is_none_or(|asked| asked.starts_with('-') || asked == part);
    let lines = if wanted("lines") { host::run(&kernel, CHECKS) } else { 0 };
    let cuts = if wanted("cuts") { power::cuts::run(&kernel) } else { 0 };
    if lines + cuts > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
