//! `jiaohao rehearse`: whole hall days at full speed, for whoever wants to know what a configuration can
//! bear.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{Out, Outcome, check, wiring};
use crate::config::Config;
use crate::journal::chain;
use crate::rehearse::{self, Busy, Level, Plan, Setup, Span, Weather};

/// What to rehearse.
#[derive(Debug, Args)]
pub(super) struct Rehearse {
    /// The hall's file.
    #[arg(value_name = "CONFIG")]
    config: PathBuf,
    /// How busy each day is: 90, 320 or 1000 visits.
    #[arg(long, value_enum, default_value = "ordinary")]
    day: Day,
    /// Everything that chance decides: the same seed gives the same days, down to the last stored byte.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many working days, one after the other.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1000))]
    days: u64,
    /// How much goes wrong: cables, devices, paper, power, disk and clock.
    #[arg(long, value_enum, default_value = "some")]
    faults: Faults,
    /// Down to bytes: real drivers and simulated devices on cables paced to their speed. Takes much longer.
    #[arg(long)]
    bytes: bool,
    /// Only the first session of each day; then duty staff close it.
    #[arg(long)]
    morning: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Day {
    Quiet,
    Ordinary,
    Busy,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Faults {
    None,
    Some,
    Storm,
}

/// Rehearses and prints the figures; failed when a promise broke.
pub(super) fn run(
    wanted: &Rehearse,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let Some(config) = check::config(&wanted.config, errors)? else { return Ok(Outcome::Configuration) };
    let plan = Plan {
        busy: match wanted.day {
            Day::Quiet => Busy::Quiet,
            Day::Ordinary => Busy::Ordinary,
            Day::Busy => Busy::Busy,
        },
        weather: match wanted.faults {
            Faults::None => Weather::Fair,
            Faults::Some => Weather::Some,
            Faults::Storm => Weather::Storm,
        },
        seed: wanted.seed,
        days: wanted.days,
        level: if wanted.bytes { Level::Bytes } else { Level::Ports },
        span: if wanted.morning { Span::Morning } else { Span::Day },
    };
    let started = now();
    let outcome = rehearse::run(&setup(config), plan);
    let took = now().duration_since(started);

    out.text(&outcome.figures.to_string())?;
    let speed = millis_per_day(took.as_millis(), outcome.figures.days);
    out.line(&format!("\none day took {speed} ms; hash {}", chain::digits(&outcome.hash)))?;
    match outcome.breach {
        None => {
            out.line("every promise was kept")?;
            Ok(Outcome::Done)
        }
        Some(breach) => {
            errors.line(&format!("a promise was broken: {breach}"))?;
            Ok(Outcome::Failed)
        }
    }
}

/// What a rehearsal needs of a configuration.
#[must_use]
pub fn setup(config: Config) -> Setup {
    Setup {
        zone: wiring::zone(&config),
        site: config.site.clone(),
        adoption: Arc::new(move || wiring::adoption(config.clone(), None)),
    }
}

fn millis_per_day(millis: u128, days: u64) -> u128 {
    millis / u128::from(days.max(1))
}

#[expect(clippy::disallowed_methods, reason = "the speed of a rehearsal is measured, nothing in it")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}
