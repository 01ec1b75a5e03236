//! `jiaohao staff`: the PINs of clerks.

use std::io::{BufRead, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Out, Outcome, check, pin};
use crate::config::pins::{PinBook, protect};
use crate::domain::id::StaffId;

/// What is asked for.
#[derive(Debug, Subcommand)]
pub(super) enum Staff {
    /// Set, change or remove the PIN of a clerk.
    ///
    /// Asks for the PIN twice at a terminal, or reads it from the first line of the standard input. It has 4
    /// to 8 digits. Only an argon2id string is kept, in `pins.toml` of the state folder, for its owner only.
    /// A running daemon takes it from the next log-in on.
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
    let Staff::Pin(of) = staff;
    let Some(config) = check::config(&of.config, errors)? else { return Ok(Outcome::Configuration) };
    let clerk = StaffId(of.clerk);
    if !config.rules.staff.iter().any(|known| known.id == clerk) {
        errors.line(&format!("{}: no `[[clerk]]` has the number {clerk}", of.config.display()))?;
        return Ok(Outcome::Failed);
    }
    let path = config.paths.pins();
    if let Some(mode) = protect(&path)? {
        errors.line(&format!(
            "{} could be read by others (mode {mode:o}); it cannot any more",
            path.display()
        ))?;
    }
    if of.remove {
        let there = PinBook::change(&path, |book| Ok(book.remove(clerk)))?;
        out.line(if there { "the PIN is removed" } else { "this clerk had no PIN" })?;
        return Ok(Outcome::Done);
    }
    let Some(typed) = pin::twice(input, errors)? else {
        errors.line("the two are not the same: nothing was changed")?;
        return Ok(Outcome::Failed);
    };
    PinBook::change(&path, |book| book.set(clerk, &typed))?;
    out.line(&format!("clerk {clerk} has a PIN; it is kept in {}", path.display()))?;
    Ok(Outcome::Done)
}
