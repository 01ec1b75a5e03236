//! The real daemon on a disk that makes it wait: for some seconds, or for ever. Nobody gets two tickets, nothing else
//! stands still, and the hall goes on elsewhere.

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiaohao::domain::keeping::{Keeping, KeepingEvent, Why};
use jiaohao::runtime::control::Command;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::disk::{granted, issued, keeping, says, verified};
use super::floor::{Floor, now, pause};
use super::hands::NEXT;
use super::medium::{Disk, set_storage};
use super::skipped::skipped;
use super::watchdog::{state, thread};

/// How long a slow disk collects its garbage.
const SLOW: Duration = Duration::from_secs(5);

/// A disk that does not answer is given up after ten seconds; the next rung takes what it takes.
const GIVEN_UP_WITHIN: Duration = Duration::from_secs(14);

/// The same, with a second medium that hangs as well.
const BOTH_WITHIN: Duration = Duration::from_secs(30);

/// What the unit's stop timeout relies on.
const ENDS_WITHIN: Duration = Duration::from_secs(5);

/// The main journal is tried again ten seconds after it was left.
const BACK_WITHIN: Duration = Duration::from_secs(60);

/// A hall at work on a small disk, with a visitor at the terminal who has chosen the group of services, and the ear of
/// the service manager.
struct Hall {
    disk: Disk,
    floor: Floor,
    /// How often the service manager heard that the engine lives.
    beats: Arc<AtomicUsize>,
}

impl Hall {
    /// Nothing when no disk may be mounted.
    fn on_a_disk(folder: &Path, what: &str, second: Option<&Path>) -> Option<Self> {
        let Some(disk) = Disk::mount(folder) else {
            skipped(what, "this user may not mount a small disk");
            return None;
        };
        let floor = Floor::with_state(1, Some(&disk.at));
        floor.edit(|hall| set_storage(hall, second, 1));
        let ear = UnixDatagram::bind(floor.path("notify")).unwrap();
        let path = floor.path("notify");
        floor.start_with(|run| {
            run.env("NOTIFY_SOCKET", path);
        });
        let beats = listen(ear);
        floor.log_in(1);
        floor.wait_for_devices(Duration::from_secs(20));
        floor.wait_until("the groups are shown", SLOW, |floor| floor.touch("c0"));
        floor.wait_until("the services are shown", SLOW, |floor| floor.terminal().0 == "list");
        Some(Self { disk, floor, beats })
    }

    /// The disk makes everybody wait, and the journal's writer is seen to.
    fn freeze(&self) {
        self.disk.freeze();
        let writer = thread(self.floor.id(), "journal");
        // A touch on a page that has just come up is taken for one on the page before.
        self.floor.wait_until("the writer waits for the disk", SLOW, |floor| {
            floor.touch("c0");
            state(floor.id(), writer) == 'D'
        });
    }

    /// A finger that does not wait, for so long or until a number is there; what the terminal said meanwhile.
    fn press_on(&self, within: Duration) -> Vec<String> {
        let (began, mut said) = (now(), Vec::new());
        while began.elapsed() < within && self.floor.terminal().0 != "issued" {
            self.floor.touch("c0");
            let title = self.floor.terminal_says("title");
            if said.last() != Some(&title) {
                said.push(title);
            }
            let asked = now();
            assert!(self.floor.try_ask(&Command::Status).is_some(), "nobody answers");
            assert!(asked.elapsed() < Duration::from_secs(1), "the daemon stands still");
            pause(Duration::from_millis(100));
        }
        said
    }

    /// The number at the terminal: the page comes a moment before its texts.
    fn number(&self) -> String {
        let shown = |floor: &Floor| (floor.terminal().0 == "issued").then(|| floor.terminal().1);
        self.floor.wait_until("the number is there", SLOW, |floor| {
            shown(floor).is_some_and(|number| !number.is_empty())
        });
        self.floor.terminal().1
    }

    /// The number that was given at the terminal, once in the journal.
    fn the_only_ticket(&self) -> String {
        let number = self.number();
        let issued = issued(&self.floor);
        assert_eq!(issued, std::slice::from_ref(&number), "one visitor, one ticket");
        number
    }
}

#[test]
fn b08_a_disk_that_takes_five_seconds_gives_one_ticket_and_nothing_else_stands_still() {
    let folder = tempfile::tempdir().unwrap();
    let Some(hall) = Hall::on_a_disk(folder.path(), "b08", None) else { return };

    hall.freeze();
    let before = hall.beats.load(Ordering::Relaxed);
    let said = hall.press_on(SLOW);
    assert!(said.iter().any(|title| title.contains("请稍候")), "{said:?}");
    assert_ne!(hall.floor.terminal().0, "issued", "a number before it is stored");
    let fed = hall.beats.load(Ordering::Relaxed) - before;
    assert!(fed >= 2, "the watchdog was fed {fed} times in {SLOW:?}");
    assert!(says(&hall.floor, "journal stored"), "five seconds are no failure");

    hall.disk.thaw();
    let number = hall.the_only_ticket();
    hall.floor.press(1, NEXT);
    hall.floor.wait_until("the visitor is called", SLOW, |floor| floor.digits(1) == number);
    assert_eq!(keeping(&hall.floor), [], "the journal was not left");
}

#[test]
fn b09_a_disk_that_hangs_for_ever_is_left_for_the_second_medium_and_the_daemon_can_be_stopped() {
    let (folder, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let Some(hall) = Hall::on_a_disk(folder.path(), "b09", Some(second.path())) else { return };

    hall.freeze();
    hall.press_on(GIVEN_UP_WITHIN);
    let floor = &hall.floor;
    assert!(says(floor, "SECOND MEDIUM"), "{}", floor.log());
    let mut given = vec![hall.number(), granted(floor).unwrap()];
    floor.press(1, NEXT);
    floor.wait_until("the visitor is called", SLOW, |floor| floor.digits(1) == given[0]);

    stopped(floor);
    hall.disk.thaw();
    floor.terminate();
    floor.start();
    floor.wait_until("the main journal is written again", BACK_WITHIN, |floor| says(floor, "journal stored"));
    given.push(granted(floor).unwrap());
    verified(floor, &given);
    assert_eq!(issued(floor), given, "one visitor, one ticket");
    let left = |event: &KeepingEvent| {
        matches!(event, KeepingEvent::Lowered { to: Keeping::Second, why: Why::Hung, .. })
    };
    assert!(keeping(floor).iter().any(left), "{:?}", keeping(floor));
}

#[test]
fn b09_when_every_disk_hangs_the_hall_goes_on_in_memory_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    // The copy stands beside the journal, on the disk that hangs.
    let Some(hall) = Hall::on_a_disk(folder.path(), "b09 in memory", None) else { return };

    hall.freeze();
    hall.press_on(BOTH_WITHIN);
    let floor = &hall.floor;
    assert!(says(floor, "NOT STORED"), "{}", floor.log());
    let mut given = vec![hall.number(), granted(floor).unwrap()];

    hall.disk.thaw();
    floor.wait_until("the main journal is written again", BACK_WITHIN, |floor| says(floor, "journal stored"));
    given.push(granted(floor).unwrap());
    verified(floor, &given);
    assert_eq!(issued(floor), given, "one visitor, one ticket");
}

/// Hears the daemon as systemd does, to its end: whoever does not read would hold it up.
fn listen(ear: UnixDatagram) -> Arc<AtomicUsize> {
    let beats = Arc::new(AtomicUsize::new(0));
    let heard = Arc::clone(&beats);
    std::thread::spawn(move || {
        let mut word = [0; 4096];
        while let Ok(length) = ear.recv(&mut word) {
            if String::from_utf8_lossy(&word[..length]).contains("WATCHDOG=1") {
                heard.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    beats
}

/// The daemon is told to end, and ends as far as a kernel lets it go that waits for a disk: of its threads only those
/// are left that the disk holds.
fn stopped(floor: &Floor) {
    let asked = now();
    kill(Pid::from_raw(i32::try_from(floor.id()).unwrap()), Signal::SIGTERM).unwrap();
    let tasks = format!("/proc/{}/task", floor.id());
    floor.wait_until("only what the disk holds is left", ENDS_WITHIN, |floor| {
        let threads = fs::read_dir(&tasks).into_iter().flatten().flatten();
        let states = threads.map(|task| task.file_name().to_string_lossy().parse().unwrap());
        states.map(|thread| state(floor.id(), Pid::from_raw(thread))).all(|state| "DZX".contains(state))
    });
    println!("stopped {:?} after it was told to", asked.elapsed());
    assert!(!floor.path("control").exists(), "the socket is gone");
}
