//! The box in the cabinet: one run of the engine between two power cuts, and the clocks it reads.

use std::sync::Arc;
use std::time::Duration;

use super::agenda::Time;
use super::disk::Disk;
use crate::domain::check::Contradiction;
use crate::domain::moment::{Moment, Wall};
use crate::journal::keep::KeepError;
use crate::runtime::clock::{Clock, Known, Reading, Step};
use crate::runtime::engine::{Adoption, Engine, Input, KeptBy, Output, Secrets};

/// The morning of the first simulated day: 2026-11-23, a Monday, 07:30 in Beijing, in UTC milliseconds.
pub const MORNING_UTC_MS: i64 = 1_795_390_200_000;

/// A time of day that surely lies in the past of every simulated day: 2026-11-01 00:00 UTC.
const BUILT_UTC_MS: i64 = 1_793_491_200_000;

/// What a hall is rehearsed with.
#[derive(Clone)]
pub struct Setup {
    /// The configuration as the engine takes it over; asked for at every start.
    pub adoption: Arc<dyn Fn() -> Adoption + Send + Sync>,
    /// The hall's time zone.
    pub zone: Arc<dyn Fn(i64) -> Wall + Send + Sync>,
    /// The hall's identity in its journal.
    pub site: String,
}

/// The machine's clock of the day, as right or wrong as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct WallClock {
    /// By how much it goes wrong, in milliseconds.
    pub wrong_by_ms: i64,
}

impl WallClock {
    /// A clock without a battery, after a start: 1970.
    pub const UNSET: Self = Self { wrong_by_ms: -MORNING_UTC_MS };

    /// Whether it does not know the time of day.
    #[must_use]
    pub fn is_unset(self) -> bool {
        self.wrong_by_ms == Self::UNSET.wrong_by_ms
    }

    /// What it says.
    #[must_use]
    pub fn read(self, setup: &Setup, now: Time) -> Wall {
        let since = i64::try_from(now.0).unwrap_or(i64::MAX);
        (setup.zone)(MORNING_UTC_MS.saturating_add(since).saturating_add(self.wrong_by_ms))
    }
}

/// Why a machine does not come up.
#[derive(Debug, thiserror::Error)]
pub enum BootError {
    /// The journal refuses; try again.
    #[error(transparent)]
    Journal(#[from] KeepError),
    /// The records contradict each other.
    #[error(transparent)]
    Contradiction(#[from] Contradiction),
}

/// One run of the engine.
pub struct Machine {
    engine: Engine,
    clock: Clock,
    booted: Time,
}

impl Machine {
    /// Comes up on what the disk holds; how that is kept.
    ///
    /// # Errors
    /// When the journal cannot be opened or contradicts itself.
    pub fn boot(
        setup: &Setup,
        disk: &mut Disk,
        now: Time,
        wall: WallClock,
    ) -> Result<(Self, KeptBy), BootError> {
        let (kept, by) = disk.start(now)?;
        let known =
            kept.latest.map(|at| Known { hall: at.moment.hall, wall: at.moment.wall, boot: at.moment.boot });
        let reading = Reading { since_start: Duration::ZERO, wall: wall.read(setup, now) };
        let clock = Clock::start(known, BUILT_UTC_MS, reading);
        let engine = Engine::new(clock.moment(reading), kept, (setup.adoption)(), Secrets::fixed(1))?;
        Ok((Self { engine, clock, booted: now }, by))
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The moment by the machine's clocks.
    #[must_use]
    pub fn moment(&self, setup: &Setup, now: Time, wall: WallClock) -> Moment {
        self.clock.moment(self.reading(setup, now, wall))
    }

    /// Lets the engine think.
    pub fn step(&mut self, setup: &Setup, now: Time, wall: WallClock, mut inputs: Vec<Input>) -> Vec<Output> {
        let reading = self.reading(setup, now, wall);
        match self.clock.watch(reading) {
            Step::Set { by_ms } => {
                inputs.extend([Input::ClockJumped { by_ms, believed: true }, Input::ClockSet]);
            }
            Step::Doubted { by_ms } => inputs.push(Input::ClockJumped { by_ms, believed: false }),
            Step::Agreed => inputs.push(Input::ClockJumped { by_ms: 0, believed: true }),
            Step::Steady => {}
        }
        self.engine.step(self.clock.moment(reading), inputs)
    }

    /// When the engine wants to be woken; never at `now` itself, as a real loop takes some time too.
    #[must_use]
    pub fn due(&self, setup: &Setup, now: Time, wall: WallClock) -> Option<Time> {
        let hall = self.moment(setup, now, wall).hall;
        let ahead = self.engine.due()?.since(hall);
        Some(now.after(u64::try_from(ahead.as_millis()).unwrap_or(u64::MAX).max(1)))
    }

    fn reading(&self, setup: &Setup, now: Time, wall: WallClock) -> Reading {
        Reading { since_start: Duration::from_millis(now.since(self.booted)), wall: wall.read(setup, now) }
    }
}
