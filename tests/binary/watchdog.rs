//! D04: an engine that stands still is not kept alive by anybody else, so that systemd's watchdog replaces it.

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use nix::sys::ptrace;
use nix::unistd::Pid;

use super::floor::Floor;
use super::hands::ticket;

/// Between two words that the engine lives, with room for a busy machine; half the watchdog's patience.
const ROUND_WITHIN: Duration = Duration::from_secs(5);

/// Most words that the thread which hands them on may still have when the engine stands still.
const ON_THEIR_WAY: usize = 16;

#[test]
fn d04_an_engine_that_stands_still_feeds_no_watchdog_and_nobody_feeds_it_in_its_place() {
    let floor = Floor::open(0);
    let ear = UnixDatagram::bind(floor.path("notify")).unwrap();
    ear.set_read_timeout(Some(ROUND_WITHIN)).unwrap();
    let path = floor.path("notify");
    floor.start_with(|run| {
        run.env("NOTIFY_SOCKET", path);
    });
    while !hears(&ear, "READY=1") {}
    assert!((0..3).all(|_| hears_of_life(&ear)), "fed while it goes round");

    let engine = thread(floor.id(), "engine");
    let held = Held::at(engine);
    floor.wait_until("the engine stands still", ROUND_WITHIN, |_| state(floor.id(), engine) == 't');
    // Words from before may still be on their way; somebody else would feed for ever.
    assert!((0..=ON_THEIR_WAY).any(|_| !hears_of_life(&ear)), "fed by somebody else");
    drop(held);
    assert!(hears_of_life(&ear), "fed again");
}

#[test]
fn a_service_manager_that_does_not_listen_holds_nobody_up() {
    let floor = Floor::open(0);
    let deaf = UnixDatagram::bind(floor.path("notify")).unwrap();
    let path = floor.path("notify");
    floor.start_with(|run| {
        run.env("NOTIFY_SOCKET", path);
    });

    // Each ticket is another sentence, until the socket takes no more.
    for _ in 0..2 * queue_length() {
        floor.ask(&ticket());
    }

    deaf.set_nonblocking(true).unwrap();
    let heard = std::iter::from_fn(|| deaf.recv(&mut [0; 4096]).ok()).count();
    assert!(heard >= queue_length(), "only {heard} words were waiting");
    deaf.set_nonblocking(false).unwrap();
    deaf.set_read_timeout(Some(ROUND_WITHIN)).unwrap();
    assert!(hears_of_life(&deaf), "whoever listens again is told again");
}

/// Datagrams that a socket keeps for whoever does not read them.
fn queue_length() -> usize {
    fs::read_to_string("/proc/sys/net/unix/max_dgram_qlen").unwrap().trim().parse().unwrap()
}

/// A thread that is held still, as by a lock that nobody gives back. Dropping it lets the thread go on.
struct Held(Pid);

impl Held {
    fn at(thread: Pid) -> Self {
        ptrace::attach(thread).unwrap();
        Self(thread)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // A thread that is held cannot be waited for when its process is killed. One that has ended is free.
        let _ = ptrace::detach(self.0, None);
    }
}

/// Whether the engine's life is told in time; other words are passed over.
fn hears_of_life(ear: &UnixDatagram) -> bool {
    let mut heard = [0; 4096];
    loop {
        match ear.recv(&mut heard) {
            Ok(length) if String::from_utf8_lossy(&heard[..length]).contains("WATCHDOG=1") => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// Whether the next thing told holds this word.
fn hears(ear: &UnixDatagram, word: &str) -> bool {
    let mut heard = [0; 4096];
    let length = ear.recv(&mut heard).unwrap();
    String::from_utf8_lossy(&heard[..length]).contains(word)
}

/// The thread of this name.
pub fn thread(process: u32, name: &str) -> Pid {
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap().flatten();
    let named = |folder: &fs::DirEntry| {
        fs::read_to_string(folder.path().join("comm")).is_ok_and(|found| found.trim() == name)
    };
    let found =
        threads.filter(named).map(|folder| folder.file_name().to_string_lossy().parse().unwrap()).next();
    Pid::from_raw(found.unwrap())
}

/// What a thread does: `S` sleeps, `D` waits for a disk, `t` is held by whoever traces it.
pub fn state(process: u32, thread: Pid) -> char {
    let stat = fs::read_to_string(format!("/proc/{process}/task/{thread}/stat")).unwrap();
    stat.rsplit_once(") ").unwrap().1.chars().next().unwrap()
}
