//! What is rehearsed, and what becomes of it.

use std::fmt;

use super::agenda::Time;
use super::diary::{Diary, clock};
use super::figures::Figures;
use super::profile::{Busy, Level, Span, Weather};
use super::watch::Finding;

/// What to rehearse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How busy each day is.
    pub busy: Busy,
    /// How much goes wrong.
    pub weather: Weather,
    /// Everything that chance decides hangs on it.
    pub seed: u64,
    /// How many working days, one after the other, in the same hall.
    pub days: u64,
    /// How deep the devices are played.
    pub level: Level,
    /// How much of each day is lived.
    pub span: Span,
}

impl fmt::Display for Plan {
    /// As the command line takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { busy, weather, seed, days, level, span } = self;
        write!(f, "--day {} --faults {} --seed {seed} --days {days}", busy.name(), weather.name())?;
        f.write_str(match level {
            Level::Ports => "",
            Level::Bytes => " --bytes",
        })?;
        f.write_str(match span {
            Span::Day => "",
            Span::Morning => " --morning",
        })
    }
}

/// What became of a rehearsal.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The figures.
    pub figures: Figures,
    /// Covers every stored row, every order to a device, and at the level of bytes every byte on every cable.
    pub hash: [u8; 32],
    /// The promise that broke, if one did.
    pub breach: Option<Breach>,
}

/// A broken promise with all that is needed to see it again.
#[derive(Clone, Debug)]
pub struct Breach {
    /// What broke.
    pub finding: Finding,
    /// When, in the world's time.
    pub at: Time,
    /// The plan that leads there.
    pub plan: Plan,
    /// What happened last.
    pub diary: Diary,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} at {}", self.finding, clock(self.at))?;
        writeln!(f, "again with: {}", self.plan)?;
        writeln!(f, "what went wrong that day, and what happened last:\n{}", self.diary)
    }
}
