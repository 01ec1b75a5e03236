//! `jiaohao staff`: the PINs of clerks.

use std::io::{BufRead, IsTerminal, Read, Write, stdin};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Context;
use clap::{Args, Subcommand};

use super::{Out, Outcome, check};
use crate::config::pins::{PinBook, protect};
use crate::domain::id::StaffId;

/// Longest line that is read for a PIN: whoever sends more sends something else.
const LONGEST_LINE: u64 = 64;

/// What is asked for.
#[derive(Debug, Subcommand)]
pub(super) enum Staff {
    /// Set, change or remove the PIN of a clerk.
    ///
    /// Asks for the PIN twice at a terminal, or reads it from the first line of the standard input. It has 4 to 8
    /// digits. Only an argon2id string is kept, in `pins.toml` of the state folder, for its owner only. A running
    /// daemon takes it from the next log-in on.
    Pin(Pin),
}

/// Whose PIN.
#[derive(Debug, Args)]
pub(super) struct Pin {
    /// The hall's file.
    #[arg(long, value_name = "FILE", default_value = "/etc/jiaohao/hall.toml")]
    config: PathBuf,
    /// The clerk's number, as typed at log-in.
    #[arg(long, value_name = "NUMBER")]
    clerk: u32,
    /// Take the PIN away: the clerk cannot log in until another one is set.
    #[arg(long)]
    remove: bool,
}

pub(super) fn run(
    staff: &Staff,
    input: impl BufRead,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let Staff::Pin(pin) = staff;
    let Some(config) = check::config(&pin.config, errors)? else { return Ok(Outcome::Configuration) };
    let clerk = StaffId(pin.clerk);
    if !config.rules.staff.iter().any(|known| known.id == clerk) {
        errors.line(&format!("{}: no `[[clerk]]` has the number {clerk}", pin.config.display()))?;
        return Ok(Outcome::Failed);
    }
    let path = config.paths.pins();
    if let Some(mode) = protect(&path)? {
        errors.line(&format!(
            "{} could be read by others (mode {mode:o}); it cannot any more",
            path.display()
        ))?;
    }
    let mut book = PinBook::load(&path)?;
    if pin.remove {
        let there = book.remove(clerk);
        book.save(&path)?;
        out.line(if there { "the PIN is removed" } else { "this clerk had no PIN" })?;
        return Ok(Outcome::Done);
    }
    let Some(typed) = ask(input, errors)? else {
        errors.line("the two are not the same: nothing was changed")?;
        return Ok(Outcome::Failed);
    };
    book.set(clerk, &typed)?;
    book.save(&path)?;
    out.line(&format!("clerk {clerk} has a PIN; it is kept in {}", path.display()))?;
    Ok(Outcome::Done)
}

/// The PIN: typed twice and unseen at a terminal, otherwise one line. `None` when the two differ.
fn ask(mut input: impl BufRead, errors: &mut Out<impl Write>) -> anyhow::Result<Option<String>> {
    if !stdin().is_terminal() {
        return Ok(Some(line(&mut input)?));
    }
    let unseen = Unseen::begin();
    errors.text("PIN: ")?;
    let first = line(&mut input)?;
    errors.text("\nonce more: ")?;
    let second = line(&mut input)?;
    drop(unseen);
    errors.line("")?;
    Ok((first == second).then_some(first))
}

fn line(input: &mut impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    input.by_ref().take(LONGEST_LINE).read_line(&mut line).context("reading the PIN")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A terminal that does not show what is typed, until this is dropped.
struct Unseen;

impl Unseen {
    fn begin() -> Self {
        echo("-echo");
        Self
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        echo("echo");
    }
}

/// Asks `stty`, as every Linux has it. Where it is missing the digits are seen, which is no reason to refuse.
fn echo(setting: &str) {
    let _ = Command::new("stty").arg(setting).stderr(Stdio::null()).status();
}
