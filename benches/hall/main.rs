//! What a hall costs: a press, a crowd, a start, memory and rest; each beside the machine's own bare commit.
//!
//! `cargo bench --bench hall` measures with no history and with 100 thousand records behind.
//! `-- --ten-million` lays down ten million once, keeps them under cargo's target folder, and measures the
//! start and the press on them; `-- --press` measures the journey of a key alone.
//!
//! A bare commit is 4 KiB appended to a growing file and `fdatasync`, in the folder that the journal stands
//! in, made in turn with what it is compared to.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints its figures, and one that fails has none"
)]

mod desk;
#[path = "../../tests/binary/floor.rs"]
#[expect(dead_code, reason = "the tests of the binary use the rest")]
mod floor;
#[path = "../../tests/journal/hall.rs"]
mod hall;
mod history;
mod process;
#[path = "../../tests/journal/samples.rs"]
#[expect(dead_code, reason = "the tests of the journal use the rest")]
mod samples;
mod stillness;
mod table;
mod wire;

use std::path::{Path, PathBuf};

use table::{Aim, Table};

/// Records behind the hall in the usual run, and in the long one.
const HISTORY: u64 = 100_000;
const LONG_HISTORY: u64 = 10_000_000;

fn main() {
    let long = std::env::args().any(|argument| argument == "--ten-million");
    let mut table = Table::new();
    if long {
        let kept = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ten-million");
        history::keep(&kept, LONG_HISTORY);
        presses(&mut table, &[(LONG_HISTORY, &kept)]);
        process::start(&mut table, LONG_HISTORY, &kept);
        return;
    }
    if std::env::args().any(|argument| argument == "--press") {
        wire::press(&mut table);
        return;
    }
    let (none, some) = (folder(), folder());
    history::lay_down(none.path(), 0);
    history::lay_down(some.path(), HISTORY);
    presses(&mut table, &[(0, none.path()), (HISTORY, some.path())]);
    desk::crowds(&mut table, none.path());
    wire::press(&mut table);
    process::start(&mut table, 0, none.path());
    process::start(&mut table, HISTORY, some.path());
    process::rest(&mut table);
}

/// A ticket and a call at the desk, on each of these journals; with two, history's price is their ratio.
fn presses(table: &mut Table, journals: &[(u64, &Path)]) {
    let medians: Vec<_> =
        journals.iter().map(|(history, state)| desk::presses(table, *history, state)).collect();
    if let [(ticket, call), (ticket_after, call_after)] = medians[..] {
        table.ratio(
            "history's price, a ticket",
            ticket_after.as_secs_f64() / ticket.as_secs_f64(),
            Aim::AtMost(1.1),
        );
        table.ratio(
            "history's price, a call",
            call_after.as_secs_f64() / call.as_secs_f64(),
            Aim::AtMost(1.1),
        );
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}
