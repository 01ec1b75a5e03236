//! A conversation with the daemon that takes more than one line: what it says is told as it comes.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;

use anyhow::Context;

use crate::cli::Out;
use crate::runtime::control::Reply;
use crate::runtime::control::bench::Answer;

/// What a conversation came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// What was asked for was done.
    Done,
    /// It was not, and why was told.
    Failed,
}

/// Tells what the daemon says, results on one stream and how far it is on the other, until it has said all.
pub(super) fn listen(
    stream: UnixStream,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Told> {
    for line in BufReader::new(stream).lines() {
        let line = line.context("the daemon says nothing more")?;
        match serde_json::from_str(&line)? {
            Reply::Bench(Answer::Line { text }) => out.line(&text)?,
            Reply::Bench(Answer::Progress { text }) => errors.line(&text)?,
            Reply::Done { words } => {
                errors.line(&words)?;
                return Ok(Told::Done);
            }
            Reply::Failed { words } | Reply::Misconfigured { words } | Reply::Refused { words, .. } => {
                errors.line(&words)?;
                return Ok(Told::Failed);
            }
            Reply::Bench(_) | Reply::Status(_) | Reply::Ladders(_) => {}
        }
    }
    errors.line("the daemon ended before it had said all")?;
    Ok(Told::Failed)
}
