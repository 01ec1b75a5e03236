//! One line to the running daemon, and its answer: `jiaohao reload`, `jiaohao status`, `jiaohao duty`.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clap::Args;

use super::table::{Side, lines};
use super::{Out, Outcome};
use crate::config;
use crate::runtime::control::{ClosingReply, Command, Reply, StatusReply};

/// Longest time that the daemon may take: it reads its files and asks the engine.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);
/// A copy of many years to a slow stick takes so long at most.
const COPIES_WITHIN: Duration = Duration::from_secs(2 * 3600);
/// Longest answer that is read.
const LONGEST_ANSWER: u64 = 1024 * 1024;

/// Read the configuration again.
pub(super) const RELOAD: Command = Command::Reload;
/// Tell how the hall is.
pub(super) const STATUS: Command = Command::Status;

/// The daemon to speak to.
#[derive(Debug, Args)]
pub(super) struct Daemon {
    /// The hall's file, which names the daemon's socket.
    #[arg(long, global = true, value_name = "FILE", default_value = "/etc/jiaohao/hall.toml")]
    pub(super) config: PathBuf,
    /// The daemon's socket, whatever the hall's file says.
    #[arg(long, global = true, value_name = "PATH")]
    socket: Option<PathBuf>,
}

impl Daemon {
    /// The daemon of the hall whose file this is, or at this socket.
    pub(super) fn at(config: PathBuf, socket: Option<PathBuf>) -> Self {
        Self { config, socket }
    }
}

pub(super) fn run(
    daemon: &Daemon,
    command: &Command,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let socket = daemon.socket.clone().unwrap_or_else(|| config::control_socket(&daemon.config));
    match ask(&socket, command)? {
        Reply::Done { words } => out.line(&words)?,
        Reply::Status(status) => tell(&status, out)?,
        // Answers to what the commands of `devices` ask, which read them themselves.
        Reply::Bench(_) | Reply::Ladders(_) => {}
        Reply::Misconfigured { words } => {
            errors.line(&words)?;
            return Ok(Outcome::Configuration);
        }
        Reply::Refused { words, .. } | Reply::Failed { words } => {
            errors.line(&words)?;
            return Ok(Outcome::Failed);
        }
    }
    Ok(Outcome::Done)
}

/// One line there; what comes back is the caller's to read.
pub(super) fn begin(socket: &Path, command: &Command) -> anyhow::Result<UnixStream> {
    say(socket, command).with_context(|| silent(socket))
}

/// One line there, one line back.
pub(super) fn ask(socket: &Path, command: &Command) -> anyhow::Result<Reply> {
    exchange(socket, command).with_context(|| silent(socket))
}

/// The same of what takes its time: a backup, which is read back before it is answered.
pub(super) fn ask_at_length(socket: &Path, command: &Command) -> anyhow::Result<Reply> {
    let stream = say(socket, command).with_context(|| silent(socket))?;
    stream.set_read_timeout(Some(COPIES_WITHIN))?;
    heard(stream).with_context(|| silent(socket))
}

fn silent(socket: &Path) -> String {
    format!("no daemon answers at {}: is it running, and may you speak to it?", socket.display())
}

fn say(socket: &Path, command: &Command) -> anyhow::Result<UnixStream> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(ANSWERS_WITHIN))?;
    stream.set_write_timeout(Some(ANSWERS_WITHIN))?;
    let mut line = serde_json::to_string(command)?;
    line.push('\n');
    stream.write_all(line.as_bytes())?;
    Ok(stream)
}

fn exchange(socket: &Path, command: &Command) -> anyhow::Result<Reply> {
    heard(say(socket, command)?)
}

fn heard(stream: UnixStream) -> anyhow::Result<Reply> {
    let mut answer = String::new();
    BufReader::new(stream.take(LONGEST_ANSWER)).read_line(&mut answer)?;
    Ok(serde_json::from_str(&answer)?)
}

fn tell(status: &StatusReply, out: &mut Out<impl Write>) -> anyhow::Result<()> {
    out.line(&status.sentence)?;
    if let Some(refused) = &status.configuration {
        out.line("the configuration on disk is not in force:")?;
        out.line(refused)?;
    }
    if let Some(damage) = &status.damage {
        out.line(&format!("THE JOURNAL IS NOT WHOLE: {damage}"))?;
    }
    if let Some(asked) = &status.other_hall {
        out.line(asked)?;
    }
    if status.aside > 0 {
        let records = status.aside;
        out.line(&format!(
            "ANOTHER SIDE LIES ASIDE: {records} records that people were promised; `jiaohao duty other-side` lists their numbers"
        ))?;
    }
    if let Some(backup) = &status.backup {
        out.line(backup)?;
    }
    if let Some(disk) = &status.disk {
        out.line(disk)?;
    }
    for closing in &status.closing {
        out.line(&to_hand_over(closing))?;
    }
    for pin in &status.pins {
        out.line(pin)?;
    }
    if let Some(self_test) = &status.self_test {
        out.line(self_test)?;
    }
    let rows: Vec<Vec<String>> = status
        .devices
        .iter()
        .map(|device| {
            [&device.name, &device.health, &device.place, &device.words].map(String::clone).to_vec()
        })
        .collect();
    for line in lines(&["device", "health", "place", ""].map(|head| (head, Side::Left)), &rows) {
        out.line(&line)?;
    }
    Ok(())
}

/// One sentence about a window that closes.
fn to_hand_over(closing: &ClosingReply) -> String {
    let ClosingReply { window, clerk, open, minutes } = closing;
    let who =
        clerk.map_or_else(|| "nobody is logged in".to_owned(), |clerk| format!("clerk {clerk} is logged in"));
    let open = if open.is_empty() { "no ticket is open" } else { open };
    format!("window {window} has been closing for {minutes} min and is not handed over: {who}, {open}")
}
