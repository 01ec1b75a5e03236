//! The smallest hall that runs, in a folder of its own, and its daemon as a child.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use jiaohao::config::pins::PinBook;
use jiaohao::domain::id::StaffId;
use jiaohao::runtime::control::{self, Reply, StatusReply};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

#[path = "../support/always_open.rs"]
mod always_open;
#[path = "../support/late_morning.rs"]
mod late_morning;
#[path = "../support/small_config.rs"]
mod small_config;

use always_open::ALWAYS_OPEN;
use late_morning::late_morning;
use small_config::{CATALOGUE, HALL};

/// The daemon under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_jiaohao");

/// What does not happen by then does not happen.
const WITHIN: Duration = Duration::from_secs(40);

/// What the small hall has besides: a reason for the green channel.
const GREEN: &str = r#"
[[green-channel.reason]]
code = "age"
name = "老年人"
name-en = "Older person"
"#;

/// The PIN of clerk 101.
pub const PIN: &str = "2580";

/// A hall's folder with, mostly, a daemon. Dropping it ends the daemon.
pub struct Hall {
    folder: TempDir,
    daemon: Option<Child>,
}

/// Whether these words stand in a text of the printer's.
pub fn contains(text: &[u8], wanted: &str) -> bool {
    text.windows(wanted.len()).any(|window| window == wanted.as_bytes())
}

impl Hall {
    /// The hall's files; no daemon, no state.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hall = Self { folder, daemon: None };
        let paths = format!(
            "\n[paths]\nstate = \"{}\"\ncontrol-socket = \"{}\"\n\n[web]\nlisten = \"127.0.0.1:0\"\n",
            hall.state().display(),
            hall.path("control.sock").display()
        );
        // Its one keypad hangs on a port that is not there.
        let without_ports = HALL.replace("/dev/hall/", &format!("{}/", hall.path("none").display()));
        let here = without_ports.replace("[hall]", &format!("[hall]\ntime-zone = \"{}\"", late_morning()));
        hall.write(&(here + ALWAYS_OPEN + GREEN + &paths));
        fs::write(hall.path("catalogue.toml"), CATALOGUE).unwrap();
        hall
    }

    /// A file in the hall's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of journal and keys.
    pub fn state(&self) -> PathBuf {
        self.path("state")
    }

    /// The text of the hall's file.
    pub fn text(&self) -> String {
        fs::read_to_string(self.path("hall.toml")).unwrap()
    }

    /// Writes the hall's file.
    pub fn write(&self, text: &str) {
        fs::write(self.path("hall.toml"), text).unwrap();
    }

    /// Writes more lines into the hall's file.
    pub fn add(&self, lines: &str) {
        self.write(&self.text().replacen("[calendar]\n", &format!("{lines}\n[calendar]\n"), 1));
    }

    /// The hall's files, with a place for its copies: a stick, which is not plugged in yet.
    pub fn with_stick() -> Self {
        let hall = Self::new();
        let place = hall.stick();
        let backup = format!("\n[backup]\nplace = \"{}\"\nsecond-medium = false\n", place.display());
        hall.write(&(hall.text() + &backup));
        hall
    }

    /// The stick's folder.
    pub fn stick(&self) -> PathBuf {
        self.path("stick")
    }

    /// Plugs the stick in.
    pub fn plug_stick(self) -> Self {
        fs::create_dir(self.stick()).unwrap();
        self
    }

    /// Writes a ticket printer into the hall's file; its port, at which nothing is plugged in.
    pub fn add_printer(&self) -> PathBuf {
        let port = self.path("none/printer");
        self.add(&format!(
            "[[cable]]\nname = \"printer\"\npath = \"{}\"\nbaud = 115200\n\n[[device]]\nname = \"printer-1\"\n\
             driver = \"escpos\"\ncable = \"printer\"\nrole = \"printer\"\nsettings = {{ confirm = \"process-id\" }}\n\
             place = \"kiosk\"\n",
            port.display()
        ));
        port
    }

    /// Gives clerk 101 a PIN.
    pub fn with_pin(self) -> Self {
        fs::create_dir_all(self.state()).unwrap();
        let mut pins = PinBook::default();
        pins.set(StaffId(101), PIN).unwrap();
        pins.save(&self.state().join("pins.toml")).unwrap();
        self
    }

    /// A command of the binary about this hall.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(words).arg("--config").arg(self.path("hall.toml"));
        command.env_remove("STATE_DIRECTORY").env_remove("JOURNAL_STREAM").env_remove("JIAOHAO_LOG");
        command
    }

    /// Runs a command to its end, with this on its standard input.
    pub fn run(&self, words: &[&str], typed: &str) -> Output {
        let mut command = self.command(words);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that reads nothing may have ended already.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Starts the daemon and waits until it can be asked. Its log goes to a file.
    pub fn start(self) -> Self {
        let log = File::create(self.path("log")).unwrap();
        self.start_with(log.into())
    }

    /// Starts the daemon with its log going there, and waits until it can be asked.
    pub fn start_with(mut self, log: Stdio) -> Self {
        self.spawn(log);
        self.answers();
        self
    }

    /// Starts the daemon and waits only until its socket is there: it has hardly begun.
    pub fn begin(mut self) -> Self {
        let log = File::create(self.path("log")).unwrap();
        self.spawn(log.into());
        wait_until("the daemon's socket is there", || self.path("control.sock").exists());
        self
    }

    /// Starts the daemon behind another program, and waits until it can be asked.
    pub fn start_in(mut self, around: &[&str]) -> Self {
        let log = File::create(self.path("log")).unwrap();
        let run = self.command(&["run"]);
        let mut outer = Command::new(around[0]);
        outer.args(&around[1..]).arg(run.get_program()).args(run.get_args()).env_remove("STATE_DIRECTORY");
        let outer = outer.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        self.daemon = Some(outer.spawn().unwrap());
        self.answers();
        self
    }

    /// Waits until the daemon has ended by itself: how it did.
    pub fn ended(&mut self) -> ExitStatus {
        let mut daemon = self.daemon.take().unwrap();
        let mut ended = None;
        wait_until("the daemon ends by itself", || {
            ended = daemon.try_wait().unwrap();
            ended.is_some()
        });
        ended.unwrap()
    }

    /// The daemon was killed: its leftovers are taken away.
    pub fn gone(&mut self) {
        self.ended();
    }

    fn spawn(&mut self, log: Stdio) {
        let mut run = self.command(&["run"]);
        self.daemon = Some(run.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap());
    }

    /// Sends the daemon a signal.
    pub fn signal(&self, signal: Signal) {
        let daemon = self.daemon.as_ref().unwrap();
        kill(Pid::from_raw(i32::try_from(daemon.id()).unwrap()), signal).unwrap();
    }

    /// Waits until the daemon answers.
    pub fn answers(&self) {
        wait_until("the daemon answers", || self.try_status().is_some());
    }

    /// How the daemon says it is.
    pub fn status(&self) -> StatusReply {
        self.try_status().unwrap()
    }

    fn try_status(&self) -> Option<StatusReply> {
        let mut stream = UnixStream::connect(self.path("control.sock")).ok()?;
        stream.set_read_timeout(Some(WITHIN)).ok()?;
        let question = serde_json::to_string(&control::Command::Status).ok()?;
        writeln!(stream, "{question}").ok()?;
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer).ok()?;
        let Reply::Status(status) = serde_json::from_str(&answer).ok()? else { return None };
        Some(*status)
    }

    /// The log of the daemon.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// Asks the daemon to end; how it ended and how long that took.
    pub fn terminate(&mut self) -> (ExitStatus, Duration) {
        let asked = now();
        self.signal(Signal::SIGTERM);
        let mut daemon = self.daemon.take().unwrap();
        let mut ended = None;
        wait_until("the daemon ends", || {
            ended = daemon.try_wait().unwrap();
            ended.is_some()
        });
        (ended.unwrap(), asked.elapsed())
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            // It may have ended on its own.
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }
}

/// What a command said, both streams.
pub fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Somebody types a command about the hall and reads this.
#[track_caller]
pub fn reads(hall: &Hall, typed: &str, said: &str) -> String {
    let words: Vec<&str> = typed.split(' ').collect();
    let answer = told(&hall.run(&words, ""));
    assert!(answer.contains(said), "{typed}: {answer}");
    answer
}

/// Looks again and again, but not for ever.
#[track_caller]
pub fn wait_until(what: &str, so: impl FnMut() -> bool) {
    wait_at_most(WITHIN, what, so);
}

/// Looks again and again, so long and not longer.
#[track_caller]
pub fn wait_at_most(within: Duration, what: &str, mut so: impl FnMut() -> bool) {
    let begun = now();
    while !so() {
        assert!(begun.elapsed() < within, "in vain: {what}");
        pause();
    }
}

#[expect(clippy::disallowed_methods, reason = "a process outside has no other clock")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "a process outside does not say when it is ready")]
fn pause() {
    std::thread::sleep(Duration::from_millis(10));
}
