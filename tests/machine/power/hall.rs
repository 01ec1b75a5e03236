//! The machine's side of a power cut: says what its disk kept, starts the daemon on it, and tells each ticket.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use jiaohao::domain::event::Event;
use jiaohao::journal::reader::Reader;
use jiaohao::runtime::control::{self, Reply};

use crate::always_open::ALWAYS_OPEN;
use crate::machine::{furnish, mount, now, off, pause};
use crate::small_config::{CATALOGUE, HALL};

/// The word on the kernel's command line that asks for this, and goes to the first process as a variable.
pub const ASKED: &str = "jiaohao_power";

/// What a life on the disk is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Tickets are given until the power goes.
    Tickets,
    /// The same, with the daemon's syncs answered and left undone.
    TicketsUnsynced,
    /// The disk is only looked at.
    Look,
}

impl Life {
    /// Its name on the kernel's command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::TicketsUnsynced => "unsynced",
            Self::Look => "look",
        }
    }
}

/// Before the number of a ticket whose giving was answered: from here on a visitor knows it.
pub const TOLD: &str = "told ";
/// Before the day and number of a ticket that the disk has kept.
pub const KEPT: &str = "kept ";
/// Before what is wrong with what the disk has kept.
pub const BROKEN: &str = "broken ";
/// The disk was looked at.
pub const LOOKED: &str = "looked";

/// The daemon under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_jiaohao");
/// The disk that outlives the machine, where the machine knows it and where it is mounted.
const DISK: (&str, &str) = ("/dev/ubda", "/tmp/disk");
/// The hall's files, made anew in each life.
const CONFIG: &str = "/tmp/hall.toml";
/// Where the daemon is asked.
const SOCKET: &str = "/tmp/control.sock";
/// Whoever asks at the same time: so that commits hold one ticket and several.
const ASKERS: usize = 3;
/// A daemon that does not answer by then does not.
const OPEN_WITHIN: Duration = Duration::from_secs(60);

/// What the small hall has besides.
const PLACES: &str = r#"
[storage]
ballast-mib = 1

[web]
listen = "127.0.0.1:0"

[paths]
state = "/tmp/disk/state"
control-socket = "/tmp/control.sock"
"#;

/// Whether the machine was booted for this.
pub fn is_wanted() -> bool {
    std::env::var_os(ASKED).is_some()
}

/// Lives one life, until the power goes.
pub fn run() -> ExitCode {
    furnish();
    let (device, place) = DISK;
    fs::create_dir(place).unwrap();
    mount("ext4", device, place);
    fs::write(CONFIG, format!("{HALL}{ALWAYS_OPEN}{PLACES}")).unwrap();
    fs::write(Path::new(CONFIG).with_file_name("catalogue.toml"), CATALOGUE).unwrap();
    look();
    let asked = std::env::var(ASKED).unwrap();
    if asked == Life::Look.name() {
        return off();
    }
    let mut daemon = start(asked == Life::TicketsUnsynced.name());
    if is_open(&mut daemon) {
        if log().contains("safe mode") {
            println!("{BROKEN}cuts of the power are taken for failed starts");
        }
        std::thread::scope(|scope| (0..ASKERS).for_each(|_| drop(scope.spawn(give_tickets))));
    }
    // Only a power cut ends it well.
    println!("{BROKEN}no ticket is given: {}", log().replace('\n', "; "));
    daemon.kill().unwrap();
    daemon.wait().unwrap();
    off()
}

/// Whether the daemon answers in time.
fn is_open(daemon: &mut Child) -> bool {
    let began = now();
    while ask(&control::Command::Status).is_none() {
        if daemon.try_wait().unwrap().is_some() || began.elapsed() > OPEN_WITHIN {
            return false;
        }
        pause(Duration::from_millis(20));
    }
    true
}

/// Says what is on the disk: by the command that a technician would use, and ticket by ticket.
fn look() {
    let journal = Path::new(DISK.1).join("state/journal.db");
    if journal.exists() {
        let verified = command("verify").output().unwrap();
        if !verified.status.success() {
            let words = [verified.stdout, verified.stderr].concat();
            println!("{BROKEN}verify: {}", String::from_utf8_lossy(&words).replace('\n', "; "));
        }
        match Reader::new(&journal).last(u32::MAX) {
            Err(error) => println!("{BROKEN}{error}"),
            Ok(records) => {
                for record in &records {
                    for event in &record.events {
                        if let Event::TicketIssued { number, .. } = event {
                            println!("{KEPT}{} {number}", record.day);
                        }
                    }
                }
            }
        }
    }
    println!("{LOOKED}");
}

/// Starts the daemon. `unsynced`: its syncs are answered by whoever traces it, and the kernel never hears of them.
fn start(unsynced: bool) -> Child {
    let mut run = command("run");
    if unsynced {
        let mut traced = Command::new("strace");
        traced.args(["-f", "-qq", "-o", "/dev/null"]);
        traced.args(["-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:retval=0"]);
        traced.arg(run.get_program()).args(run.get_args());
        run = traced;
    }
    let log = File::create("/tmp/log").unwrap();
    run.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap()
}

fn command(what: &str) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args([what, "--config", CONFIG]);
    command
}

fn log() -> String {
    fs::read_to_string("/tmp/log").unwrap_or_default()
}

/// Asks for one ticket after the other, and tells each on the console, which is outside of the machine.
fn give_tickets() {
    let ticket = control::Command::Issue { services: vec![11], green: None };
    while let Some(Reply::Done { words }) = ask(&ticket) {
        let number = words.split([' ', ',']).find(|word| word.starts_with('A')).unwrap();
        println!("{TOLD}{number}");
    }
}

/// One line to the daemon, and its line back.
fn ask(command: &control::Command) -> Option<Reply> {
    let mut stream = UnixStream::connect(SOCKET).ok()?;
    stream.write_all(format!("{}\n", serde_json::to_string(command).unwrap()).as_bytes()).ok()?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).ok()?;
    serde_json::from_str(&line).ok()
}
