//! `jiaohao devices trace`: what passes on a device's cable as a file, and what a driver makes of such a file.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use hal::drivers::trace::{Subject, replay};

use super::Hall;
use super::talk::{self, Told};
use crate::cli::{Out, Outcome};
use crate::runtime::control::Command;
use crate::runtime::control::bench::Ask;

/// Longer than the daemon takes to answer at all.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);

/// Which device for how long, or which file.
#[derive(Debug, Args)]
pub(super) struct Trace {
    /// The device's name, as `jiaohao devices` lists it.
    #[arg(value_name = "NAME", required_unless_present = "replay", conflicts_with = "replay")]
    device: Option<String>,
    /// For how many seconds; Ctrl-C ends it earlier.
    #[arg(long = "for", value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=3600))]
    seconds: u16,
    /// Read a trace instead of making one, and tell what its driver makes of it. No daemon is needed.
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
    /// Replay into this driver instead of the one that the trace names, with its usual settings.
    #[arg(long, value_name = "DRIVER", requires = "replay")]
    driver: Option<String>,
}

pub(super) fn run(
    asked: &Trace,
    hall: &Hall,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    match (&asked.replay, &asked.device) {
        (Some(file), _) => play(file, asked.driver.as_deref(), out, errors),
        (None, Some(device)) => record(device, asked.seconds, hall, out, errors),
        (None, None) => Ok(Outcome::Failed),
    }
}

/// Writes what the daemon tells, until it has told all.
fn record(
    device: &str,
    seconds: u16,
    hall: &Hall,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let ask = Ask::Trace { device: device.to_owned(), seconds };
    let stream = hall.begin(&Command::Bench(ask))?;
    stream.set_read_timeout(Some(Duration::from_secs(seconds.into()) + ANSWERS_WITHIN))?;
    Ok(match talk::listen(stream, out, errors)? {
        Told::Done => Outcome::Done,
        Told::Failed => Outcome::Failed,
    })
}

/// Lets a driver live through a trace, and tells what it told. Where the trace says what that must be, another
/// outcome is a failure.
fn play(
    file: &PathBuf,
    driver: Option<&str>,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let trace = hal::drivers::trace::Trace::read(&text).with_context(|| file.display().to_string())?;
    let of = match driver.filter(|driver| *driver != trace.of.driver) {
        Some(driver) => {
            Subject { driver: driver.to_owned(), settings: toml::Table::new(), ..trace.of.clone() }
        }
        None => trace.of.clone(),
    };
    let driver = of.build().with_context(|| format!("{}: {}", file.display(), of.driver))?;
    let replay = replay::replay(&trace, driver);
    let lines: Vec<String> = replay.lines().collect();
    for line in &lines {
        out.line(line)?;
    }
    errors.line(&format!(
        "{} exchanges replayed, {} passed over: the hall wanted them, or they were a neighbour's",
        replay.exchanges, replay.passed_over
    ))?;
    if !trace.expected.is_empty() && trace.expected != lines {
        errors.line("this is not what the trace expects; its lines begin with `#=`")?;
        return Ok(Outcome::Failed);
    }
    Ok(Outcome::Done)
}
