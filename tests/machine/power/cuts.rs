//! This machine's side of a power cut: boots the other one on a disk, kills it while tickets are told, and holds what
//! was told against what the disk kept.
//!
//! A kill of the machine is a power cut: its memory goes, and with it every write that its kernel had not brought to
//! the disk yet. What it had is kept by this machine, so that a card which lies about its own cache is not tried here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use tempfile::TempDir;

use super::hall::{ASKED, BROKEN, KEPT, LOOKED, Life, TOLD};
use crate::host::machine;
use crate::machine::{FAILED, HELD, pause};
use crate::skipped::skipped;

/// Panics when it does not hold with this kernel.
type Check = fn(&Path);

/// Cuts of the usual run, and of the long one.
const CUTS: usize = 3;
const CUTS_LONG: usize = 20;

/// Cuts with the daemon's syncs taken away.
const UNSYNCED: usize = 2;

/// Room on the disk.
const BYTES: u64 = 64 << 20;

/// A machine that says nothing for so long hangs: it powers itself off before.
const SAYS_WITHIN: Duration = Duration::from_secs(150);

/// Tells what became of the cuts; how many checks failed.
pub fn run(kernel: &Path) -> usize {
    let checks: [(&str, Check); 2] = [
        ("A11: no power cut loses a ticket that was told", a03_a11_no_power_cut_loses_a_ticket_that_was_told),
        (
            "with the daemon's syncs taken away the same cuts lose tickets",
            without_syncs_the_same_cuts_lose_tickets,
        ),
    ];
    let mut failed = 0;
    for (name, check) in checks {
        let held = catch_unwind(|| check(kernel)).is_ok();
        failed += usize::from(!held);
        println!("{}{name}", if held { HELD } else { FAILED });
    }
    failed
}

fn a03_a11_no_power_cut_loses_a_ticket_that_was_told(kernel: &Path) {
    let cuts = if std::env::var_os("JIAOHAO_LONG").is_some() { CUTS_LONG } else { CUTS };
    let mut hall = Hall::new(kernel);

    for cut in 0..cuts {
        hall.live(Life::Tickets, cut);
    }
    hall.look();

    let Hall { told, lost, twice, broken, .. } = &hall;
    println!("{cuts} power cuts: {} tickets told, {lost} lost, {twice} given twice", count(told));
    assert_eq!(broken.as_slice(), [] as [String; 0]);
    assert_eq!((*lost, *twice), (0, 0), "{told:?} were told");
    assert!(count(told) > cuts, "the hall was not busy");
}

fn without_syncs_the_same_cuts_lose_tickets(kernel: &Path) {
    if Command::new("strace").arg("--version").output().is_err() {
        skipped("machine: power cuts without syncs", "strace is not installed");
        return;
    }
    let mut hall = Hall::new(kernel);
    hall.live(Life::Tickets, 0);
    hall.look();
    let synced = (count(&hall.told), hall.lost);

    for cut in 0..UNSYNCED {
        hall.live(Life::TicketsUnsynced, cut);
    }
    hall.look();

    let (told, lost) = (count(&hall.told) - synced.0, hall.lost);
    println!("{UNSYNCED} power cuts without syncs: {told} tickets told, {lost} lost");
    assert!(synced.0 > 0 && synced.1 == 0, "{synced:?} told and lost before");
    assert!(lost > 0, "the cuts have no teeth: {told} told, none lost");
}

fn count(told: &BTreeMap<String, usize>) -> usize {
    told.values().sum()
}

/// A hall on a disk, over many lives of its machine, and what visitors know.
struct Hall<'a> {
    kernel: &'a Path,
    folder: TempDir,
    /// How often each number was told.
    told: BTreeMap<String, usize>,
    /// Told, and not on the disk when it was looked at last.
    lost: usize,
    /// On the disk more than once in a day.
    twice: usize,
    /// What was wrong with the disk.
    broken: Vec<String>,
}

impl<'a> Hall<'a> {
    /// A hall on an empty disk.
    fn new(kernel: &'a Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hall = Self { kernel, folder, told: BTreeMap::new(), lost: 0, twice: 0, broken: Vec::new() };
        File::create(hall.disk()).unwrap().set_len(BYTES).unwrap();
        let made = Command::new("mkfs.ext4").arg("-q").arg(hall.disk()).status();
        assert!(made.is_ok_and(|made| made.success()), "no file system is made");
        hall
    }

    fn disk(&self) -> PathBuf {
        self.folder.path().join("disk")
    }

    /// One life: the disk is looked at, tickets are told, and the power is cut after some, a moment later.
    fn live(&mut self, life: Life, cut: usize) {
        let machine = Machine::boot(self.kernel, &self.disk(), self.folder.path(), life);
        let mut said = machine.until_looked();
        self.hold_against(&said);
        // Numbers without a common factor, so that cuts fall on every part of a request.
        let (tickets, moment) = (3 + cut * 7 % 31, Duration::from_micros((cut as u64 * 2_741) % 19_000));
        said = machine.until_told(tickets);
        pause(moment);
        said.extend(machine.cut());
        for number in said.iter().filter_map(|line| line.strip_prefix(TOLD)) {
            *self.told.entry(number.to_owned()).or_default() += 1;
        }
        self.note_broken(&said);
    }

    /// A last life in which the disk is only looked at.
    fn look(&mut self) {
        let machine = Machine::boot(self.kernel, &self.disk(), self.folder.path(), Life::Look);
        let said = machine.until_looked();
        drop(machine.cut());
        self.hold_against(&said);
    }

    fn hold_against(&mut self, said: &[String]) {
        self.note_broken(said);
        let kept: Vec<&str> = said.iter().filter_map(|line| line.strip_prefix(KEPT)).collect();
        let rows: BTreeSet<&str> = kept.iter().copied().collect();
        let mut days: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, number) in rows.iter().filter_map(|row| row.split_once(' ')) {
            *days.entry(number).or_default() += 1;
        }
        self.twice = kept.len() - rows.len();
        let missing = |(number, told): (&String, &usize)| {
            told.saturating_sub(days.get(&**number).copied().unwrap_or(0))
        };
        self.lost = self.told.iter().map(missing).sum();
    }

    fn note_broken(&mut self, said: &[String]) {
        self.broken.extend(said.iter().filter(|line| line.starts_with(BROKEN)).cloned());
    }
}

/// A machine that is on. Dropping it cuts its power.
struct Machine {
    child: Child,
    console: Receiver<String>,
}

impl Machine {
    /// Boots the machine on this disk.
    fn boot(kernel: &Path, disk: &Path, folder: &Path, life: Life) -> Self {
        let mut machine = machine(kernel, folder);
        machine.arg(format!("ubd0={}", disk.display())).arg(format!("{ASKED}={}", life.name()));
        let mut child = machine.spawn().unwrap();
        let stdout = child.stdout.take().unwrap();
        let (say, console) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                // Whoever waited too long has gone.
                let _ = say.send(line.trim_end().to_owned());
            }
        });
        Self { child, console }
    }

    /// What it says of its disk.
    fn until_looked(&self) -> Vec<String> {
        self.until(|line| line == LOOKED, 1)
    }

    /// What it says until so many tickets are told.
    fn until_told(&self, tickets: usize) -> Vec<String> {
        self.until(|line| line.starts_with(TOLD), tickets)
    }

    fn until(&self, is_it: impl Fn(&str) -> bool, times: usize) -> Vec<String> {
        let mut said = Vec::new();
        while said.iter().filter(|line: &&String| is_it(line)).count() < times {
            let line = self.console.recv_timeout(SAYS_WITHIN);
            said.push(line.unwrap_or_else(|_| panic!("the machine says no more:\n{}", said.join("\n"))));
        }
        said
    }

    /// Cuts the power; what it had said by then.
    fn cut(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        // Ends when nothing of the machine is left that could write.
        self.console.iter().collect()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // One that is off is dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
