//! The real daemon counts what it gives to disks in a day, as the kernel does, and says when that is too much.

use std::fs;
use std::path::Path;
use std::time::Duration;

use jiaohao::runtime::control::{Command, Reply};
use toml::{Table, Value};

use super::floor::Floor;
use super::hands::ticket;
use super::skipped::skipped;

/// Tickets after which any journal has taken more than the budget.
const MANY: usize = 2000;

/// The budget of this hall's day.
const BUDGET_MIB: u64 = 1;

/// The daemon looks every ten seconds.
const TOLD_WITHIN: Duration = Duration::from_secs(20);

#[test]
fn b18_what_a_day_writes_is_counted_over_a_restart_and_more_than_its_budget_is_told() {
    // Not where files lie in memory: nothing is written to a disk there.
    let state = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let floor = Floor::with_state(1, Some(state.path()));
    floor.edit(|hall| {
        let mut storage = Table::new();
        storage.insert("ballast-mib".into(), Value::Integer(0));
        storage.insert("daily-writes-mib".into(), Value::Integer(i64::try_from(BUDGET_MIB).unwrap()));
        hall.insert("storage".into(), Value::Table(storage));
    });
    floor.start();
    assert!(!told(&floor).contains("BUDGET"), "{}", told(&floor));

    let given = (0..MANY).take_while(|_| {
        floor.ask(&ticket());
        written(&floor) <= BUDGET_MIB << 20
    });
    let given = given.count();
    if written(&floor) == 0 {
        return skipped("b18", "the kernel counts no writes, or the state folder lies in memory");
    }
    assert!(given < MANY, "{given} tickets wrote {} bytes", written(&floor));
    floor.wait_until("the budget is told", TOLD_WITHIN, |floor| told(floor).contains("MORE THAN ITS BUDGET"));

    floor.terminate();
    floor.start();
    floor.wait_until("it is told again", TOLD_WITHIN, |floor| told(floor).contains("written"));
    assert!(written(&floor) <= BUDGET_MIB << 20, "this process alone is over the budget");
    assert!(told(&floor).contains("MORE THAN ITS BUDGET"), "{}", told(&floor));
    assert!(told(&floor).contains("room left on the journal's disk: "), "{}", told(&floor));
}

/// What the daemon says of its disk.
fn told(floor: &Floor) -> String {
    let Reply::Status(status) = floor.ask(&Command::Status) else { panic!("no status") };
    status.disk.unwrap_or_default()
}

/// What the kernel says that the daemon's process has given to disks.
fn written(floor: &Floor) -> u64 {
    let io = Path::new("/proc").join(floor.id().to_string()).join("io");
    let text = fs::read_to_string(io).unwrap();
    text.lines().find_map(|line| line.strip_prefix("write_bytes: ")).unwrap().parse().unwrap()
}
