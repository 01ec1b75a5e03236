//! The command line: what a person may ask of jiaohao, and the exit code that answers a script.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | failed: what was asked for could not be done, or was found wrong |
//! | 64 | usage: the command was not understood |
//! | 78 | configuration: `jiaohao check` tells what is wrong |
//! | 79 | `jiaohao run` stopped as the battery will not last: the machine is to be switched off |

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

mod adopt;
mod backup;
mod bare;
mod card;
mod certificate;
mod check;
mod control;
mod demo;
mod devices;
mod drill;
mod duty;
mod duty_paper;
mod history;
mod incidents;
mod key_card;
mod log;
mod mend;
mod other_side;
mod out;
mod pin;
pub mod rehearse;
mod report;
mod restore;
pub mod run;
mod staff;
mod table;
mod verify;
mod why;
pub mod wiring;

pub use out::{Out, finish};

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// It could not be done, or what was looked at is wrong.
    Failed,
    /// The configuration cannot be used.
    Configuration,
    /// The daemon stopped in order, and the machine is to be switched off.
    SwitchOff,
}

/// The command was not understood (EX_USAGE of sysexits).
const USAGE: u8 = 64;
/// The configuration cannot be used (EX_CONFIG of sysexits); systemd does not start again on it.
const CONFIGURATION: u8 = 78;

/// The battery will not last: the machine is to be switched off. The first code after those of sysexits.
const SWITCH_OFF: u8 = 79;

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Failed => Self::FAILURE,
            Outcome::Configuration => Self::from(CONFIGURATION),
            Outcome::SwitchOff => Self::from(SWITCH_OFF),
        }
    }
}

/// jiaohao (叫号): tickets, calls and ratings in a public service hall.
///
/// Every command that looks at a hall takes its configuration by `--config`. Exit codes: 0 done, 1 failed, 64
/// usage, 78 configuration.
#[derive(Debug, Parser)]
#[command(name = "jiaohao", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the hall in the foreground until it is told to stop.
    ///
    /// Ends within five seconds of SIGTERM; reads its configuration again on SIGHUP. A configuration with
    /// errors is refused: the daemon works by the last good one and says so, and ends with exit code 78 only
    /// when there is none.
    Run(Run),
    /// Open a whole hall on this screen: the real daemon, simulated devices at the far end of each cable, and
    /// people.
    ///
    /// Prints the address of its page, and ends with Ctrl-C. Nothing is left behind.
    Demo(demo::Demo),
    /// Play a WAV into a demo: the player that a demo gives its daemon.
    #[command(hide = true)]
    DemoEar(demo::Ear),
    /// Tell every problem of a configuration.
    ///
    /// Reads the hall's file and its catalogue as the daemon would, and prints every problem with its line, a
    /// caret and a remedy. Errors give exit code 78; warnings alone give 0. Nothing is opened and nothing is
    /// changed.
    Check(Hall),
    /// List the drivers and the devices of a hall, and find, try and trace what hangs on a cable.
    ///
    /// Without `--config`: the drivers that `driver = "…"` can name. With it, also the hall's devices, their
    /// cables and where a technician finds them. When its daemon runs, also how each device is and since when,
    /// how many turns on its cable were answered, and what it said last.
    Devices(devices::Devices),
    /// Prove that the journal is whole, or name its first bad record.
    ///
    /// Walks the chain from the first record to the last. A running daemon is not disturbed. Exit code 1 when
    /// a record was changed, is missing or cannot be read. Compare the last seal with the one on the day's
    /// paper: records that were cut off at the end cannot be seen from the journal alone.
    Verify(Hall),
    /// Copy the journal to a second medium, while the hall works.
    ///
    /// Asks the running daemon, or copies itself where none runs or a folder is named. The copy is read back
    /// and walked from its first record before it counts. Exit code 1 when there is no good copy.
    Backup(backup::Backup),
    /// Rebuild the journal from a backup, the event copy and what is left of it, and say what is lost.
    ///
    /// Refuses while a daemon runs. The journal is rebuilt beside the old one, walked from its first record, and
    /// then swapped in; the old one is kept. Whatever the journal has beyond the backup stays in it.
    Restore(restore::Restore),
    /// Begin this hall's own journal where the card bears that of another hall.
    ///
    /// A daemon that finds another hall's journal in its place serves nobody and asks: `jiaohao status` tells the ways on.
    /// This is one of them: the other journal is put aside whole, with its log and its event copy, in a folder beside it
    /// that tells whose it is and when; nothing of it is changed. Who decided is recorded. The running daemon goes into
    /// service at once.
    Adopt(adopt::Adopt),
    /// Print the figures of a day: accepted, handled and closed by window, clerk and service, and the waits.
    Report(report::Report),
    /// Tell why a ticket was called when it was: its candidates, their scores, and what chose it.
    ///
    /// Everything stands in the journal, also that of years ago. A running daemon is not disturbed.
    Why(why::Asked),
    /// Set, change or remove the PIN of a clerk.
    #[command(subcommand)]
    Staff(staff::Staff),
    /// Print the card that lies beside a window's keypad.
    KeyCard(key_card::KeyCard),
    /// Print the procedure card for the wall: what to do when something is out, down to calling by hand.
    ///
    /// One A4 page of HTML, made from the hall's file: `jiaohao card > card.html`, and print it from any browser.
    /// Print it anew when devices or telephones have changed.
    Card(card::Card),
    /// Rehearse whole days of a hall at full speed, and tell what they would be like.
    ///
    /// The real engine among simulated devices, with visitors, clerks and faults from a seed. Every promise
    /// of the hall is checked at every step: no ticket lost, none called twice, nobody overtaken. Exit code 1
    /// when one broke.
    Rehearse(rehearse::Rehearse),
    /// Ask the running daemon for what only duty staff may: closing early, a ticket at the desk, a clerk at a
    /// window.
    ///
    /// Whoever may open the daemon's socket is on duty. The answer is one sentence; exit code 1 when the hall
    /// says no.
    Duty(duty::Duty),
    /// Rehearse an hour of calling by paper on a running hall, without touching the day's figures.
    ///
    /// `begin` prints a sheet of the live order marked 演练; `end` enters what was written on it into a copy of the
    /// office as it was then, and tells whether it came to zero. Only that a drill began and ended is recorded.
    #[command(subcommand)]
    Drill(drill::Drill),
    /// Let the running daemon read its configuration again.
    ///
    /// Only cables that changed are restarted, and nobody loses their place. A configuration with errors
    /// changes nothing: its errors are told here and on the status display, and the exit code is 78.
    Reload(control::Daemon),
    /// Tell how the running daemon and its devices are.
    Status(control::Daemon),
}

/// The daemon to run.
#[derive(Debug, Args)]
struct Run {
    #[command(flatten)]
    hall: Hall,
    /// Where the last good configuration is kept. Default: `last-good` in the state folder that systemd
    /// gives, or `.last-good` beside the hall's file.
    #[arg(long, value_name = "FOLDER")]
    last_good: Option<PathBuf>,
}

impl Run {
    fn last_good(&self) -> PathBuf {
        let beside = || self.hall.config.parent().unwrap_or(Path::new("")).join(".last-good");
        let given = std::env::var_os("STATE_DIRECTORY").map(|state| PathBuf::from(state).join("last-good"));
        self.last_good.clone().or(given).unwrap_or_else(beside)
    }
}

/// The configuration of a hall.
#[derive(Debug, Args)]
pub(super) struct Hall {
    /// The hall's file.
    #[arg(long, value_name = "FILE", default_value = "/etc/jiaohao/hall.toml")]
    pub config: PathBuf,
}

/// Runs the command of this process.
#[must_use]
pub fn main() -> ExitCode {
    let mut out = Out::new(io::stdout(), io::stdout().is_terminal());
    // Neither is locked for longer than a line: the daemon's threads write their log there too.
    let mut errors = Out::new(io::stderr(), io::stderr().is_terminal());
    answer(std::env::args_os(), &mut out, &mut errors)
}

/// Runs a command with these arguments, the program's name first. Whoever listens may go away: that is no
/// failure.
pub fn answer(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(answer) if answer.use_stderr() => {
            finish(errors.text(&answer.render().to_string()));
            return ExitCode::from(USAGE);
        }
        Err(answer) => return finish(out.text(&answer.render().to_string())).into(),
    };
    let done = obey(arguments.command, out, errors);
    match done {
        Ok(outcome) => outcome.into(),
        Err(error) if out::is_closed(&error) => ExitCode::SUCCESS,
        Err(error) => {
            finish(errors.line(&format!("jiaohao: {error:#}")));
            ExitCode::FAILURE
        }
    }
}

fn obey(
    command: Command,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    match command {
        Command::Check(hall) => check::run(&hall, out),
        Command::Devices(devices) => devices::run(&devices, out, errors),
        Command::Verify(hall) => verify::run(&hall, out, errors),
        Command::Backup(wanted) => backup::run(&wanted, out, errors),
        Command::Restore(wanted) => restore::run(&wanted, out, errors),
        Command::Adopt(decided) => adopt::run(decided, out, errors),
        Command::Report(report) => report::run(&report, out, errors),
        Command::Why(asked) => why::run(&asked, out, errors),
        Command::Staff(staff) => staff::run(&staff, io::stdin().lock(), out, errors),
        Command::Run(daemon) => {
            let _log = log::begin();
            match run::run(&daemon.hall.config, &daemon.last_good()) {
                Err(refused @ run::RunError::Configuration(_)) => {
                    finish(errors.line(&refused.to_string()));
                    Ok(Outcome::Configuration)
                }
                Ok(run::Stop::SwitchOff) => Ok(Outcome::SwitchOff),
                ended => ended.map(|_| Outcome::Done).map_err(Into::into),
            }
        }
        Command::Demo(demo) => demo::run(&demo),
        Command::DemoEar(ear) => demo::play(&ear),
        // Not locked: `duty enter --file -` reads it too.
        Command::Duty(duty) => duty::run(duty, io::BufReader::new(io::stdin()), out, errors),
        Command::Drill(asked) => drill::run(asked, out, errors),
        Command::Reload(daemon) => control::run(&daemon, &control::RELOAD, out, errors),
        Command::Status(daemon) => control::run(&daemon, &control::STATUS, out, errors),
        Command::Rehearse(wanted) => rehearse::run(&wanted, out, errors),
        Command::KeyCard(card) => key_card::run(&card, out, errors),
        Command::Card(wanted) => card::run(&wanted, out, errors),
    }
}
