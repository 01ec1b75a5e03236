//! The first process of the machine: mounts what is needed, runs the checks, powers off.

use std::fs;
use std::panic::catch_unwind;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::Check;

/// Before the name of a check that held.
pub const HELD: &str = "   held  ";
/// Before the name of one that did not.
pub const FAILED: &str = " FAILED  ";

/// What the machine's file system needs before anything runs: type and place.
const MOUNTS: [(&str, &str); 5] = [
    ("proc", "/proc"),
    ("sysfs", "/sys"),
    ("configfs", "/sys/kernel/config"),
    ("tmpfs", "/run"),
    ("tmpfs", "/tmp"),
];

/// All that one machine does; one that takes longer is switched off.
const DONE_WITHIN: Duration = Duration::from_secs(120);

/// Runs every check and powers the machine off.
pub fn run(checks: &[(&str, Check)]) -> ExitCode {
    furnish();
    for (name, check) in checks {
        let mark = if catch_unwind(check).is_ok() { HELD } else { FAILED };
        println!("{mark}{name}");
    }
    off()
}

/// Mounts what is needed, and sees to it that the machine does not stay on for ever.
pub fn furnish() {
    for (kind, place) in MOUNTS {
        mount(kind, kind, place);
    }
    std::thread::spawn(|| {
        pause(DONE_WITHIN);
        println!("the machine takes too long");
        power_off();
    });
}

/// Mounts a file system.
pub fn mount(kind: &str, what: &str, place: &str) {
    let mounted = Command::new("mount").args(["-t", kind, what, place]).status();
    assert!(mounted.is_ok_and(|status| status.success()), "{place} is not mounted");
}

/// Powers the machine off, and waits until it is: the end of the first process would be a panic of the machine.
pub fn off() -> ExitCode {
    power_off();
    pause(DONE_WITHIN);
    ExitCode::SUCCESS
}

fn power_off() {
    fs::write("/proc/sysrq-trigger", "o").unwrap();
}

/// Waits. In the machine time is the kernel's, and the kernel is what is tried.
#[expect(clippy::disallowed_methods, reason = "the checks wait for the machine's kernel")]
pub fn pause(span: Duration) {
    std::thread::sleep(span);
}

/// The machine's clock.
#[expect(clippy::disallowed_methods, reason = "the checks measure the machine's kernel")]
pub fn now() -> Instant {
    Instant::now()
}
