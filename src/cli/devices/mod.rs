//! `jiaohao devices`: the devices of a hall, and what a technician does with them.

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

mod history;
mod ladder;
mod list;
mod scan;
mod talk;
mod test;
mod trace;

use super::{Out, Outcome, control};
use crate::config;
use crate::runtime::control::{Command, Reply};

/// What is done, and of which hall.
#[derive(Debug, Args)]
pub(super) struct Devices {
    #[command(subcommand)]
    act: Option<Act>,
    #[command(flatten)]
    hall: Hall,
}

/// The hall, where there is one, and its daemon, where it runs.
#[derive(Debug, Args)]
struct Hall {
    /// The hall's file, which names the daemon's socket.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The daemon's socket, whatever the hall's file says.
    #[arg(long, global = true, value_name = "PATH")]
    socket: Option<PathBuf>,
}

/// Where a hall's file is unless somebody says otherwise.
const USUAL: &str = "/etc/jiaohao/hall.toml";

/// What a technician does.
#[derive(Debug, Subcommand)]
enum Act {
    /// Tell what was wrong with a device, newest first, and who tried it when.
    ///
    /// The history outlives restarts and is kept beside the journal, the newest 200 lines of each device.
    History(history::History),
    /// Tell by what each task of the hall is done, since when, what is missing, and what comes next.
    ///
    /// Of the running daemon; without one, the ladders as they are configured.
    Ladder,
    /// Find out what sits on each port, at which speed and address, and how sure that is.
    ///
    /// Listens first, then asks, one protocol at a time, and sends nothing that prints, opens or moves anything:
    /// each driver declares what its device may be asked without harm. Keypads with frames of their own cannot
    /// be asked and are only heard. A cable of a running daemon is scanned by the daemon, and its devices are
    /// back in the hall afterwards. Exit code 1 when nothing was found.
    Scan(scan::Scan),
    /// Try one device with you watching: a test slip, every dot and segment, every key, a sentence, colour bars.
    ///
    /// The device is taken out of the hall, so that no key is a call, and handed back when the trial is over or
    /// broken off. What came of each step is signed off in its history. Answer y, n, or s to pass a step over.
    /// Exit code 1 unless every step passed.
    Test(test::Test),
    /// Write down what passes on a device's cable, both ways and with times, or replay what was written.
    ///
    /// The trace goes to standard output: `jiaohao devices trace printer-1 --for 60 > FILE`. It is the whole
    /// cable's, its neighbours' bytes among it. What could tell a PIN, a pick-up code or a card's number is not
    /// in it: digits of keypads and choices of panels all stand as one and the same, and other bytes that could
    /// are only counted. Copied into
    /// `hal/tests/recordings` a trace is a test.
    Trace(trace::Trace),
}

pub(super) fn run(
    devices: &Devices,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    match &devices.act {
        None => list::run(&devices.hall, out, errors),
        Some(Act::History(asked)) => history::run(asked, &devices.hall, out, errors),
        Some(Act::Ladder) => ladder::run(&devices.hall, out, errors),
        Some(Act::Scan(asked)) => scan::run(asked, &devices.hall, out, errors),
        Some(Act::Test(asked)) => test::run(asked, &devices.hall, out, errors),
        Some(Act::Trace(asked)) => trace::run(asked, &devices.hall, out, errors),
    }
}

impl Hall {
    /// The hall's file.
    fn file(&self) -> &Path {
        self.config.as_deref().unwrap_or(Path::new(USUAL))
    }

    /// Where its daemon listens.
    fn socket(&self) -> PathBuf {
        self.socket.clone().unwrap_or_else(|| config::control_socket(self.file()))
    }

    /// Asks the daemon; `None` when none runs.
    fn ask(&self, command: &Command) -> Option<Reply> {
        control::ask(&self.socket(), command).ok()
    }

    /// Begins a conversation with the daemon.
    fn begin(&self, command: &Command) -> anyhow::Result<UnixStream> {
        control::begin(&self.socket(), command)
    }
}
