//! How the command line asks for a PIN: unseen at a terminal, otherwise the first line of the standard input.

use std::io::{BufRead, IsTerminal, Read, Write, stdin};
use std::process::{Command, Stdio};

use anyhow::Context;

use super::Out;

/// Longest line that is read for a PIN: whoever sends more sends something else.
const LONGEST_LINE: u64 = 64;

/// The PIN: typed twice and unseen at a terminal, otherwise one line. `None` when the two differ.
pub(super) fn twice(mut input: impl BufRead, errors: &mut Out<impl Write>) -> anyhow::Result<Option<String>> {
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

/// The PIN: typed once and unseen at a terminal, otherwise one line.
pub(super) fn once(mut input: impl BufRead, errors: &mut Out<impl Write>) -> anyhow::Result<String> {
    if !stdin().is_terminal() {
        return line(&mut input);
    }
    let unseen = Unseen::begin();
    errors.text("PIN: ")?;
    let typed = line(&mut input)?;
    drop(unseen);
    errors.line("")?;
    Ok(typed)
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
