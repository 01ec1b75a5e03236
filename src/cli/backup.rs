//! `jiaohao backup`: copies the journal to a second medium, through the running daemon or without one.

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use clap::Args;

use super::{Hall, Out, Outcome, check, control, wiring};
use crate::journal::backup::{self, Place};
use crate::journal::reader::Reader;
use crate::runtime::control::{Command, Reply};

/// What is to be copied where.
#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    hall: Hall,
    /// A folder for this one copy; nothing in it is removed. Default: `place` of `[backup]`.
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
}

pub(super) fn run(
    wanted: &Backup,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let Some(config) = check::config(&wanted.hall.config, errors)? else { return Ok(Outcome::Configuration) };
    let place = match &wanted.to {
        Some(folder) => Place { folder: folder.clone(), keep: usize::MAX, elsewhere: false },
        None if UnixStream::connect(&config.paths.control_socket).is_ok() => {
            match control::ask_at_length(&config.paths.control_socket, &Command::Backup)? {
                Reply::Done { words } => {
                    out.line(&words)?;
                    return Ok(Outcome::Done);
                }
                Reply::Refused { words, .. } | Reply::Failed { words } | Reply::Misconfigured { words } => {
                    errors.line(&words)?;
                }
                // Answers to what was not asked.
                Reply::Status(_) | Reply::Ladders(_) | Reply::Bench(_) => {}
            }
            return Ok(Outcome::Failed);
        }
        None => match wiring::backups(&config) {
            Some(settings) => settings.place,
            None => {
                errors.line(
                    "this hall makes no backups: write `place` in `[backup]`, or name a folder by --to",
                )?;
                return Ok(Outcome::Failed);
            }
        },
    };
    let journal = config.paths.journal();
    let made = backup::make(&journal, &Reader::new(&journal), &place, now_ms(), |_| true)
        .with_context(|| format!("backing up {}", journal.display()))?;
    out.line(&format!(
        "{} holds every record up to {} and was read back",
        made.file.display(),
        made.seal.last
    ))?;
    Ok(Outcome::Done)
}

/// The machine's time of day; `None` on a machine that was never told one.
#[expect(clippy::disallowed_methods, reason = "the seal says when the copy was proved")]
pub(super) fn now_ms() -> Option<i64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().filter(|now| *now >= crate::runtime::clock::BUILT_UTC_MS)
}
