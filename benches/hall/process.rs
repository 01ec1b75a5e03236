//! The binary as a process: how soon it is ready, how much memory it takes, and what it costs when nobody
//! comes.

use std::fs;
use std::path::Path;
use std::time::Duration;

use jiaohao::runtime::control::{Command, Reply};

use super::floor::{Floor, pause};
use super::table::{Aim, Table, median};

/// Starts measured.
const STARTS: usize = 7;
/// How long an idle hall is watched.
const IDLE: Duration = Duration::from_secs(20);
/// Until a full pair is there.
const THERE_WITHIN: Duration = Duration::from_secs(30);
/// What keeps its rhythm after all devices are there.
const WARM_UP: Duration = Duration::from_secs(3);

/// From the start of the process to its first answer on the control socket.
pub fn start(table: &mut Table, history: u64, state: &Path) {
    let floor = Floor::with_state(0, Some(state));
    let starts = (0..STARTS).map(|_| {
        let ready = floor.start();
        floor.terminate();
        ready
    });
    let ready = median(starts.collect()).as_secs_f64() * 1000.0;
    table.figure(&format!("ready, {history} records behind"), ready, "ms", Aim::AtMost(300.0));
}

/// Memory and processor of a hall that nobody comes to, with the whole pair of keypads and pads polled at
/// 9600 baud.
pub fn rest(table: &mut Table) {
    let floor = Floor::with_windows(0, 10, None);
    floor.edit(|hall| {
        let cables =
            hall["cable"].as_array_mut().unwrap().iter_mut().map(|cable| cable.as_table_mut().unwrap());
        let keypads = cables.into_iter().find(|cable| cable["name"].as_str() == Some("keypads"));
        keypads.unwrap().insert("baud".into(), 9600.into());
    });
    floor.start();
    floor.wait_for_devices(THERE_WITHIN);
    pause(WARM_UP);
    let Reply::Status(status) = floor.ask(&Command::Status) else { panic!("no status") };
    let before = spent(floor.id());
    pause(IDLE);
    let after = spent(floor.id());

    let resident = field(floor.id(), "VmRSS:") / 1024.0;
    table.figure(&format!("resident, {} devices", status.devices.len()), resident, "MiB", Aim::AtMost(30.0));
    let mut whole = 0.0;
    for (thread, nanos) in after {
        let earlier = before.iter().find(|(name, _)| *name == thread).map_or(0.0, |(_, nanos)| *nanos);
        let percent = (nanos - earlier) / IDLE.as_secs_f64() / 1e7;
        whole += percent;
        if percent >= 0.01 {
            table.figure(&format!("  of it thread {thread:?}"), percent, "%", Aim::None);
        }
    }
    table.figure("processor at rest, a full pair at 9600 baud", whole, "%", Aim::AtMost(0.5));
}

/// Nanoseconds on a processor of each thread, by name, as the kernel counts them.
fn spent(process: u32) -> Vec<(String, f64)> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let read = |task: std::io::Result<fs::DirEntry>| {
        let task = task.unwrap().path();
        let account = fs::read_to_string(task.join("schedstat")).unwrap();
        let name = fs::read_to_string(task.join("comm")).unwrap();
        let id = task.file_name().unwrap().to_string_lossy().into_owned();
        (format!("{} {id}", name.trim()), account.split(' ').next().unwrap().parse().unwrap())
    };
    tasks.map(read).collect()
}

/// A figure of the process's status, in KiB.
fn field(process: u32, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
