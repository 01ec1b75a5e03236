//! `jiaohao check`: every problem of a configuration; and the configuration for commands that need one.

use std::io::{self, Write};
use std::path::Path;

use super::{Hall, Out, Outcome, wiring};
use crate::config::{self, Config, Reading, Severity};

pub(super) fn run(hall: &Hall, out: &mut Out<impl Write>) -> anyhow::Result<Outcome> {
    let reading = config::read(&hall.config).with_clips(wiring::clips);
    tell(&reading, out)?;
    let of = |severity| reading.problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let file = hall.config.display();
    if reading.config.is_some() {
        out.line(&format!("{file}: good, with {}", count(warnings, "warning")))?;
        return Ok(Outcome::Done);
    }
    out.line(&format!("{file}: {} and {}", count(errors, "error"), count(warnings, "warning")))?;
    Ok(Outcome::Configuration)
}

/// Draws every problem.
fn tell(reading: &Reading, out: &mut Out<impl Write>) -> io::Result<()> {
    let colours = out.colours();
    for problem in &reading.problems {
        out.line(&problem.drawn(colours))?;
        out.line("")?;
    }
    Ok(())
}

/// The configuration for a command that needs one; its problems are told when there is none.
pub(super) fn config(path: &Path, errors: &mut Out<impl Write>) -> io::Result<Option<Config>> {
    // Clips are the voice's affair: a report must not fail for want of a sound.
    let mut reading = config::read(path);
    let config = reading.config.take();
    if config.is_none() {
        tell(&reading, errors)?;
    }
    Ok(config)
}

fn count(number: usize, thing: &str) -> String {
    match number {
        0 => format!("no {thing}s"),
        1 => format!("1 {thing}"),
        _ => format!("{number} {thing}s"),
    }
}
