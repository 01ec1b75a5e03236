//! `jiaohao rehearse`: whole hall days at full speed, or hall-years, for whoever wants to know what a
//! configuration can bear.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{Out, Outcome, check, wiring};
use crate::config::Config;
use crate::journal::chain;
use crate::rehearse::{self, Busy, DAYS_A_YEAR, Kind, Level, Lived, Plan, Setup, Span, Weather, Years};

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
    /// Hall-years of 250 days each, of every kind, on every core; a broken promise names the command that plays its
    /// day again.
    #[arg(long, conflicts_with_all = ["day", "days", "faults"], value_parser = clap::value_parser!(u64).range(1..=1000))]
    years: Option<u64>,
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
    let setup = setup(config);
    let level = if wanted.bytes { Level::Bytes } else { Level::Ports };
    let span = if wanted.morning { Span::Morning } else { Span::Day };
    if let Some(years) = wanted.years {
        let years = Years { days: years * DAYS_A_YEAR, first: wanted.seed, level, span };
        return live(&wanted.config, &setup, years, out, errors);
    }
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
        level,
        span,
    };
    let started = now();
    let outcome = rehearse::run(&setup, plan);
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

/// Lives hall-years, says after each how it goes, and prints the figures of all; failed when a promise broke.
fn live(
    config: &Path,
    setup: &Setup,
    years: Years,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let started = now();
    let speed = |lived: &Lived| {
        let tenths =
            u128::from(lived.figures.days) * 10_000 / now().duration_since(started).as_millis().max(1);
        format!("{}.{} days a second", tenths / 10, tenths % 10)
    };
    let mut told = 0;
    let mut broken_pipe = Ok(());
    let lived = years.live(setup, |lived| {
        let year = lived.figures.days / DAYS_A_YEAR;
        if year > told {
            told = year;
            let line = format!("{year} hall-years, {}, {} promises broken", speed(lived), lived.broken);
            broken_pipe = errors.line(&line);
        }
    });
    broken_pipe?;

    out.text(&lived.figures.to_string())?;
    out.line("\ninjected, by kind:")?;
    for kind in Kind::ALL {
        let count = lived.figures.troubles.get(kind).copied().unwrap_or(0);
        out.line(&format!("  {:<28}{count:>10}", kind.words()))?;
    }
    out.line(&format!("\n{}; hash {}", speed(&lived), chain::digits(&lived.hash)))?;
    for breach in &lived.breaches {
        errors.line(&format!("a promise was broken: {breach}"))?;
        errors.line(&format!("jiaohao rehearse {} {}", config.display(), breach.plan))?;
    }
    if lived.broken == 0 {
        out.line("every promise was kept: nothing lost, nobody called twice")?;
        return Ok(Outcome::Done);
    }
    errors.line(&format!("{} promises were broken", lived.broken))?;
    Ok(Outcome::Failed)
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
