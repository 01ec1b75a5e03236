//! A floor with the demo's devices on pseudo-terminals, and the real binary as a child that can be ended in
//! any way.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Program, ExitStatus, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiaohao::config::pins::PinBook;
use jiaohao::demo::bench::Bench;
use jiaohao::demo::clock::Clock;
use jiaohao::demo::daemon::Folder;
use jiaohao::demo::plan::{CATALOGUE, Part, Places, Plan};
use jiaohao::demo::sentence::write_clips;
use jiaohao::domain::id::StaffId;
use jiaohao::journal::reader::Reader;
use jiaohao::runtime::control::{Command, Reply, Secret};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use toml::{Table, Value};

#[path = "../support/late_morning.rs"]
mod late_morning;

use super::stillness::Stopwatch;
use late_morning::late_morning;

/// The daemon under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_jiaohao");

/// A daemon that does not answer by then, on a disk that goes, has failed its test.
const READY_WITHIN: Duration = Duration::from_secs(20);

/// Windows from 1 to this one have devices, mostly.
const STAFFED: i64 = 4;

/// The PIN of every clerk on the floor.
const PIN: &str = "2580";

/// Devices, files and, mostly, a daemon. Dropping it ends the daemon and everything else.
pub struct Floor {
    daemon: Mutex<Option<Child>>,
    pub bench: Bench,
    folder: Folder,
    state: PathBuf,
}

impl Floor {
    /// The demo's hall with a player that hears at once; clerks 101 and on have PINs, as many as `clerks`.
    pub fn open(clerks: u32) -> Self {
        Self::with_state(clerks, None)
    }

    /// The same, with the journal in a folder of its own.
    pub fn with_state(clerks: u32, state: Option<&Path>) -> Self {
        Self::with_windows(clerks, STAFFED, state)
    }

    /// The same, with devices at so many windows.
    pub fn with_windows(clerks: u32, windows: i64, state: Option<&Path>) -> Self {
        let folder = Folder::make().unwrap();
        let state = state.map_or_else(|| folder.path().join("state"), Path::to_owned);
        let plan = Plan::shipped().unwrap();
        let bench = Bench::open(&plan.cables, &folder.path().join("dev"), Clock::start()).unwrap();
        let floor = Self { daemon: Mutex::default(), bench, folder, state };
        fs::write(floor.path("catalogue.toml"), CATALOGUE).unwrap();
        write_clips(&floor.path("voice")).unwrap();
        fs::write(floor.path("lcd.frame"), plan.blank_lcd()).unwrap();
        let places = Places { folder: floor.folder.path(), program: Path::new(PROGRAM) };
        fs::write(floor.hall(), plan.hall(places).unwrap()).unwrap();
        floor.edit(|hall| {
            let voice = hall["voice"].as_table_mut().unwrap();
            voice.insert("program".into(), "cat".into());
            voice.insert("arguments".into(), Value::Array(Vec::new()));
            let state = floor.state.display().to_string();
            hall["paths"].as_table_mut().unwrap().insert("state".into(), state.into());
            hall["hall"].as_table_mut().unwrap().insert("time-zone".into(), late_morning().into());
            // Few devices on the shared pair are all there in half a second, where twenty take three.
            let devices = hall["device"].as_array_mut().unwrap();
            devices
                .retain(|one| one.get("window").and_then(Value::as_integer).is_none_or(|at| at <= windows));
        });
        let mut pins = PinBook::default();
        for clerk in 0..clerks {
            pins.set(StaffId(101 + clerk), PIN).unwrap();
        }
        pins.save(&floor.state.join("pins.toml")).unwrap();
        floor
    }

    fn daemon(&self) -> MutexGuard<'_, Option<Child>> {
        self.daemon.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file in the floor's private folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The hall's file.
    pub fn hall(&self) -> PathBuf {
        self.path("hall.toml")
    }

    /// The journal's file.
    pub fn journal(&self) -> PathBuf {
        self.state.join("journal.db")
    }

    /// Reads the journal beside the daemon.
    pub fn reader(&self) -> Reader {
        Reader::new(&self.journal())
    }

    /// Changes the hall's file.
    pub fn edit(&self, change: impl FnOnce(&mut Table)) {
        let mut hall: Table = fs::read_to_string(self.hall()).unwrap().parse().unwrap();
        change(&mut hall);
        fs::write(self.hall(), toml::to_string(&hall).unwrap()).unwrap();
    }

    /// The log of all daemons so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// Starts the daemon and waits until it answers; how long that took on a disk that goes.
    pub fn start(&self) -> Duration {
        self.start_with(|_| ())
    }

    /// The same, with something said to the program before.
    pub fn start_with(&self, more: impl FnOnce(&mut Program)) -> Duration {
        let started = Stopwatch::start();
        let log = File::options().create(true).append(true).open(self.path("log")).unwrap();
        let mut run = self.command("run");
        run.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        more(&mut run);
        *self.daemon() = Some(run.spawn().unwrap());
        loop {
            if self.try_ask(&Command::Status).is_some() {
                return started.elapsed();
            }
            let ended = self.daemon().as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "the daemon ended with {ended:?}:\n{}", self.log());
            assert!(started.elapsed() < READY_WITHIN, "the daemon does not answer:\n{}", self.log());
            pause(Duration::from_millis(5));
        }
    }

    /// A command of the binary about this hall.
    pub fn command(&self, name: &str) -> Program {
        let mut command = Program::new(PROGRAM);
        command.arg(name).arg("--config").arg(self.hall()).env_remove("STATE_DIRECTORY");
        command
    }

    /// Runs a command of the binary to its end.
    pub fn run(&self, name: &str) -> Output {
        self.command(name).stdin(Stdio::null()).output().unwrap()
    }

    /// The daemon's process id.
    pub fn id(&self) -> u32 {
        self.daemon().as_ref().unwrap().id()
    }

    /// `kill -9`. Whatever the daemon had put on the wire before arrives.
    pub fn kill(&self) {
        let mut daemon = self.daemon().take().unwrap();
        daemon.kill().unwrap();
        daemon.wait().unwrap();
    }

    /// SIGTERM; how the daemon ended, and after how long.
    pub fn terminate(&self) -> (ExitStatus, Duration) {
        let asked = now();
        let id = i32::try_from(self.id()).unwrap();
        kill(Pid::from_raw(id), Signal::SIGTERM).unwrap();
        let mut daemon = self.daemon().take().unwrap();
        let ended = daemon.wait().unwrap();
        (ended, asked.elapsed())
    }

    /// One line to the daemon and its line back.
    pub fn ask(&self, command: &Command) -> Reply {
        self.try_ask(command).unwrap_or_else(|| panic!("no answer to {command:?}:\n{}", self.log()))
    }

    /// The same; nothing when there is no daemon, or it ends before it answers.
    pub fn try_ask(&self, command: &Command) -> Option<Reply> {
        let mut asked = self.call(command)?;
        let mut line = String::new();
        asked.read_line(&mut line).ok()?;
        serde_json::from_str(&line).ok()
    }

    /// Says a line to the daemon; its answer can be read from what is returned.
    pub fn call(&self, command: &Command) -> Option<BufReader<UnixStream>> {
        let mut stream = UnixStream::connect(self.path("control")).ok()?;
        stream.set_read_timeout(Some(READY_WITHIN)).unwrap();
        let line = serde_json::to_string(command).unwrap() + "\n";
        stream.write_all(line.as_bytes()).ok()?;
        Some(BufReader::new(stream))
    }

    /// Puts clerk 100 + `window` at the window.
    pub fn log_in(&self, window: u8) {
        let pin = Secret::new(PIN.to_owned());
        let reply = self.ask(&Command::LogIn { window, staff: 100 + u32::from(window), pin });
        assert!(matches!(reply, Reply::Done { .. }), "{reply:?}");
    }

    /// Waits until something is so.
    pub fn wait_until(&self, what: &str, within: Duration, mut so: impl FnMut(&Self) -> bool) {
        let began = now();
        while !so(self) {
            assert!(began.elapsed() < within, "not within {within:?}: {what}\n{}", self.log());
            pause(Duration::from_millis(10));
        }
    }

    /// Waits until no device is out.
    pub fn wait_for_devices(&self, within: Duration) {
        self.wait_until("every device is there", within, |floor| {
            let Reply::Status(status) = floor.ask(&Command::Status) else { return false };
            status.devices.iter().all(|device| device.health == "online")
        });
    }

    /// What a keypad's digits show.
    pub fn digits(&self, window: u8) -> String {
        let digits =
            self.bench.at(Part::Keypad(window), |seat| seat.thing.keypad().map(|keypad| keypad.display()));
        digits.flatten().unwrap()
    }

    /// The terminal's page, and the number on it.
    pub fn terminal(&self) -> (&'static str, String) {
        let look = self.bench.at(Part::Panel, |seat| {
            let panel = seat.thing.panel().unwrap();
            (panel.page(), String::from_utf8_lossy(panel.text("number")).into_owned())
        });
        look.unwrap()
    }

    /// The text of a component of the terminal.
    pub fn terminal_says(&self, component: &str) -> String {
        let text = self.bench.at(Part::Panel, |seat| seat.thing.panel().unwrap().text(component).to_vec());
        encoding_rs::GBK.decode(&text.unwrap()).0.into_owned()
    }

    /// A finger on the terminal; whether anything felt it.
    pub fn touch(&self, component: &str) -> bool {
        self.bench.at(Part::Panel, |seat| seat.thing.panel().unwrap().touch(component)).unwrap()
    }

    /// A finger on a key of a keypad.
    pub fn press(&self, window: u8, code: u8) {
        self.bench.at(Part::Keypad(window), |seat| seat.thing.keypad().unwrap().press(code)).unwrap();
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        if let Some(mut daemon) = self.daemon().take() {
            // One that has ended by itself cannot be killed, and need not be.
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }
}

/// The time, for limits and figures.
#[expect(clippy::disallowed_methods, reason = "another process lives in real time")]
pub fn now() -> Instant {
    Instant::now()
}

/// Lets another process go on.
#[expect(clippy::disallowed_methods, reason = "another process lives in real time")]
pub fn pause(span: Duration) {
    std::thread::sleep(span);
}
