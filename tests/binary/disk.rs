//! B01: a disk without room. Tickets are refused before anything is shown, and the hall goes on when there is
//! room.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::Duration;

use jiaohao::runtime::control::{Command, Reply};

use super::floor::Floor;
use super::hands::{NEXT, number_in, ticket};
use super::skipped::skipped;

/// Room on the small disk; the journal of a quiet hall takes a third of it.
const SIZE: &str = "size=1m";

/// Tickets after which a disk of this size is full in any case.
const MANY: usize = 2000;

#[test]
fn b01_on_a_full_disk_nothing_is_promised_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(folder.path()) else {
        skipped("a full disk", "this user may not mount a small one");
        return;
    };
    let floor = Floor::with_state(1, Some(&disk.0));
    floor.start();
    floor.log_in(1);
    floor.wait_for_devices(Duration::from_secs(20));

    let mut given: Vec<String> = vec![granted(&floor).unwrap()];
    disk.fill();
    let refusals = std::iter::repeat_with(|| granted(&floor)).take(MANY).find_map(|answer| match answer {
        Ok(number) => {
            given.push(number);
            None
        }
        Err(words) => Some(words),
    });
    let refused = refusals.unwrap();
    assert!(refused.contains("nothing was promised"), "{refused}");

    nothing_is_shown_and_nobody_is_called(&floor);
    disk.make_room();
    floor.wait_until("tickets are given again", Duration::from_secs(20), |floor| {
        granted(floor).is_ok_and(|number| {
            given.push(number);
            true
        })
    });
    floor.press(1, NEXT);
    floor.wait_until("a visitor is called", Duration::from_secs(5), |floor| floor.digits(1) == given[0]);

    let report = floor.reader().verify(|_| ()).unwrap();
    assert_eq!(report.fault, None);
    let issued = issued(&floor);
    assert!(given.iter().all(|number| issued.contains(number)), "{given:?} were given, {issued:?} are kept");
    println!("full disk: {} tickets given, refused at the full disk, given again with room", given.len());
}

/// While there is no room: the terminal shows no number, NEXT calls nobody, and the status says why.
fn nothing_is_shown_and_nobody_is_called(floor: &Floor) {
    // A finger that comes before a page is drawn is not felt: it tries again, as people do.
    floor.wait_until("the terminal says no", Duration::from_secs(5), |floor| {
        let (page, _) = floor.terminal();
        assert_ne!(page, "issued", "a number is shown");
        floor.touch("c0");
        page == "notice"
    });
    let before = floor.digits(1);
    floor.press(1, NEXT);
    floor.wait_until("the keypad says no", Duration::from_secs(5), |floor| floor.digits(1) != before);
    assert!(!floor.digits(1).starts_with('A'), "{:?} is a number", floor.digits(1));
    let Reply::Status(status) = floor.ask(&Command::Status) else { panic!("no status") };
    assert!(status.sentence.contains("CANNOT BE WRITTEN"), "{}", status.sentence);
}

/// A ticket asked for at the desk: its number, or the words of the refusal.
fn granted(floor: &Floor) -> Result<String, String> {
    match floor.ask(&ticket()) {
        Reply::Done { words } => Ok(number_in(&words)),
        Reply::Failed { words } | Reply::Misconfigured { words } | Reply::Refused { words, .. } => Err(words),
        other @ (Reply::Status(_) | Reply::Bench(_) | Reply::Ladders(_)) => panic!("no ticket: {other:?}"),
    }
}

/// The numbers of the tickets in the journal.
fn issued(floor: &Floor) -> Vec<String> {
    let records = floor.reader().last(u32::MAX).unwrap();
    let events = records.iter().flat_map(|record| &record.events);
    events.filter_map(super::ledger::number_given).collect()
}

/// A small disk of its own, in memory. Dropping it unmounts it.
struct Disk(PathBuf);

impl Disk {
    /// Mounts it in this folder; nothing when that is not allowed.
    fn mount(folder: &Path) -> Option<Self> {
        let at = folder.join("disk");
        fs::create_dir(&at).unwrap();
        let mut mount = Program::new("mount");
        mount.args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(&at);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then_some(Self(at))
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }

    /// Leaves no room.
    fn fill(&self) {
        // Fails for want of room, which is what it is for.
        let _ = fs::write(self.ballast(), vec![0; 1 << 20]);
    }

    fn make_room(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: the daemon, which ends with its floor, may still stand on it.
        let _ = Program::new("umount").arg("-l").arg(&self.0).status();
    }
}
