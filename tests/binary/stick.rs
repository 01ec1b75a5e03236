//! B19: the medium of the backups is write-protected, full or hangs under the running daemon: calling goes on, and the
//! status display says what is wrong with it.

use std::path::Path;
use std::process::Command as Program;
use std::time::Duration;

use jiaohao::runtime::control::{Command, Reply};
use toml::Table;

use super::floor::{Floor, now};
use super::hands::ticket;
use super::medium::Disk;
use super::skipped::skipped;

/// A ticket is given in this time whatever the stick does; an idle machine takes some hundredths.
const GIVEN_WITHIN: Duration = Duration::from_secs(1);

/// A medium that does not answer is told after twenty seconds.
const TOLD_WITHIN: Duration = Duration::from_secs(25);

/// A hall that has one good backup on this stick.
fn hall_with(stick: &Path) -> Floor {
    let floor = Floor::open(1);
    floor.edit(|hall| {
        let mut backup = Table::new();
        backup.insert("place".into(), stick.display().to_string().into());
        hall.insert("backup".into(), backup.into());
    });
    floor.start();
    let made = floor.ask(&Command::Backup);
    assert!(matches!(made, Reply::Done { .. }), "{made:?}");
    // Another record: a backup of nothing new would be the one before, proved again.
    gives(&floor);
    floor
}

fn gives(floor: &Floor) {
    let asked = now();
    let reply = floor.ask(&ticket());
    assert!(matches!(reply, Reply::Done { .. }), "{reply:?}");
    assert!(asked.elapsed() < GIVEN_WITHIN, "a visitor waits {:?} for a stick", asked.elapsed());
}

/// What the daemon says of its backups.
fn told(floor: &Floor) -> String {
    let Some(Reply::Status(status)) = floor.try_ask(&Command::Status) else { return String::new() };
    status.backup.unwrap_or_default()
}

#[test]
fn b19_a_stick_that_is_write_protected_is_told_with_the_age_of_the_last_good_backup() {
    let folder = tempfile::tempdir().unwrap();
    let Some(stick) = Disk::mount(folder.path()) else {
        return skipped("b19 write-protected", "this user may not mount a small disk");
    };
    let floor = hall_with(&stick.at);
    let protected = Program::new("mount").args(["-o", "remount,ro"]).arg(&stick.at).status();
    assert!(protected.unwrap().success(), "the stick takes writes still");

    let refused = floor.ask(&Command::Backup);

    assert!(matches!(&refused, Reply::Failed { words } if words.contains("ead-only")), "{refused:?}");
    gives(&floor);
    floor.wait_until("it is told", GIVEN_WITHIN, |floor| {
        told(floor).contains("last good backup 0 min ago") && told(floor).contains("ead-only")
    });
    assert!(floor.log().contains("no backup was made"), "{}", floor.log());
}

#[test]
fn b19_a_stick_that_hangs_is_told_and_nobody_but_its_own_thread_waits() {
    let folder = tempfile::tempdir().unwrap();
    let Some(stick) = Disk::mount(folder.path()) else {
        return skipped("b19 hangs", "this user may not mount a small disk");
    };
    let floor = hall_with(&stick.at);
    // Thawed, should this fail, before the floor waits for the end of its daemon.
    let stick = stick;
    stick.freeze();
    let asked = floor.call(&Command::Backup).unwrap();

    let writes =
        |floor: &Floor| super::watchdog::state(floor.id(), super::watchdog::thread(floor.id(), "backups"));
    floor.wait_until("the thread waits for the stick", GIVEN_WITHIN, |floor| writes(floor) == 'D');
    gives(&floor);
    floor.wait_until("it is told", TOLD_WITHIN, |floor| told(floor).contains("does not answer"));
    assert!(told(&floor).contains("last good backup 0 min ago"), "{}", told(&floor));
    gives(&floor);

    stick.thaw();
    floor.wait_until("it is over", TOLD_WITHIN, |floor| !told(floor).contains("does not answer"));
    drop(asked);
    let made = floor.ask(&Command::Backup);
    assert!(matches!(made, Reply::Done { .. }), "{made:?}");
}
