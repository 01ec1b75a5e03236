//! What goes wrong on a day: cables, devices, paper, power, disk and clock, by chance.

use super::agenda::{HOUR, MINUTE, SECOND, Time};
use super::dice::Dice;
use super::floor::Mishap;
use super::plan::Plan;
use super::profile::{Level, Span, Weather};
use crate::journal::memory::Failure;
use crate::layout::Layout;

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// With a device or a cable.
    Floor(Mishap),
    /// The machine loses its power, for so long.
    PowerCut {
        /// Milliseconds without power.
        off_ms: u64,
        /// It wakes without knowing the time of day.
        clock_lost: bool,
    },
    /// The next batch is not stored, or nobody knows.
    Disk(Failure),
    /// The journal cannot be opened so many times.
    Closed(u32),
    /// The disk takes seconds, for so long.
    Slow(u64),
    /// The machine's clock goes wrong by so many milliseconds.
    Clock(i64),
}

/// The kinds of trouble by weight, for a day that has any: see [`draw`].
const WEIGHTS: [u64; 10] = [5, 4, 3, 2, 2, 4, 4, 1, 2, 3];

/// When something may go wrong, at least and at most so long after the morning.
fn times(span: Span) -> (u64, u64) {
    match span {
        Span::Day => (30 * MINUTE, 10 * HOUR),
        Span::Morning => (HOUR, 4 * HOUR + 30 * MINUTE),
    }
}

/// A day's troubles in order of time; each that lasts is followed by its end.
pub fn forecast(plan: &Plan, morning: Time, layout: &Layout, seed: u64) -> Vec<(Time, Trouble)> {
    let mut dice = Dice::new(seed, "weather");
    let count = match (plan.weather, plan.span) {
        (Weather::Fair, _) => 0,
        (Weather::Some, _) => dice.between(3, 8),
        (Weather::Storm, Span::Day) => dice.between(25, 50),
        (Weather::Storm, Span::Morning) => dice.between(12, 25),
    };
    let (least, most) = times(plan.span);
    let mut troubles = Vec::new();
    for _ in 0..count {
        let at = morning.after(dice.between(least, most));
        let lasts = dice.between(3 * SECOND, 6 * MINUTE);
        let (trouble, end) = draw(layout, &mut dice);
        troubles.push((at, trouble));
        troubles.extend(end.map(|end| (at.after(lasts), end)));
    }
    match plan.level {
        Level::Ports => {}
        Level::Bytes => troubles.extend(noises(plan, morning, layout, seed)),
    }
    troubles.sort_by_key(|(at, _)| *at);
    troubles
}

/// What is wrong with bytes, by a chance of its own.
fn noises(plan: &Plan, morning: Time, layout: &Layout, seed: u64) -> Vec<(Time, Trouble)> {
    let mut dice = Dice::new(seed, "noise");
    let count = match plan.weather {
        Weather::Fair => 0,
        Weather::Some => dice.between(1, 3),
        Weather::Storm => dice.between(5, 12),
    };
    let (least, most) = times(plan.span);
    let mut troubles = Vec::new();
    for _ in 0..count {
        let Some(cable) = dice.pick(&layout.cables).map(|cable| cable.name.clone()) else { break };
        let at = morning.after(dice.between(least, most));
        // Only a pair through the whole hall is long enough for noise.
        if layout.on_cable(&cable).count() < 2 || dice.happens(500) {
            troubles.push((at, Trouble::Floor(Mishap::Spark { cable })));
        } else {
            let until = at.after(dice.between(3 * SECOND, 2 * MINUTE));
            let noise = |noisy| Trouble::Floor(Mishap::Noise { cable: cable.clone(), noisy });
            troubles.extend([(at, noise(true)), (until, noise(false))]);
        }
    }
    troubles
}

/// One trouble, and how it ends if it lasts.
fn draw(layout: &Layout, dice: &mut Dice) -> (Trouble, Option<Trouble>) {
    let lasting = |begin, end| (Trouble::Floor(begin), Some(Trouble::Floor(end)));
    match dice.weighed(&WEIGHTS) {
        0 => {
            let cable = dice.pick(&layout.cables).map_or_else(String::new, |cable| cable.name.clone());
            lasting(
                Mishap::Cable { cable: cable.clone(), plugged: false },
                Mishap::Cable { cable, plugged: true },
            )
        }
        1 => match dice.pick(&layout.devices).map(|device| device.name.clone()) {
            Some(device) => lasting(
                Mishap::Device { device: device.clone(), answers: false },
                Mishap::Device { device, answers: true },
            ),
            None => (Trouble::Slow(MINUTE), None),
        },
        2 => lasting(Mishap::Paper { loaded: false }, Mishap::Paper { loaded: true }),
        3 => lasting(Mishap::Cover { open: true }, Mishap::Cover { open: false }),
        4 => lasting(Mishap::Voice { works: false }, Mishap::Voice { works: true }),
        5 => {
            let off_ms =
                if dice.happens(600) { dice.between(SECOND, 30 * SECOND) } else { dice.around(5 * MINUTE) };
            (Trouble::PowerCut { off_ms: off_ms.max(SECOND), clock_lost: dice.happens(200) }, None)
        }
        6 => {
            let failures = [Failure::NotStored, Failure::UnknownButStored, Failure::UnknownAndLost];
            (Trouble::Disk(dice.pick(&failures).copied().unwrap_or(Failure::NotStored)), None)
        }
        7 => (Trouble::Closed(u32::try_from(dice.between(1, 6)).unwrap_or(1)), None),
        8 => (Trouble::Slow(dice.between(5 * SECOND, 2 * MINUTE)), None),
        _ => {
            let minutes = [-7, -2, 3, 8, 30, -45, 4320];
            let wrong = dice.pick(&minutes).copied().unwrap_or(1) * 60_000;
            (Trouble::Clock(wrong), Some(Trouble::Clock(0)))
        }
    }
}

impl Trouble {
    /// Its kind, for the table; `None` for one that ends another.
    #[must_use]
    pub fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Floor(Mishap::Cable { plugged: false, .. }) => Some("cable pulled"),
            Self::Floor(Mishap::Spark { .. }) => Some("spark"),
            Self::Floor(Mishap::Noise { noisy: true, .. }) => Some("cable noisy"),
            Self::Floor(Mishap::Device { answers: false, .. }) => Some("device silent"),
            Self::Floor(Mishap::Paper { loaded: false }) => Some("paper out"),
            Self::Floor(Mishap::Cover { open: true }) => Some("cover open"),
            Self::Floor(Mishap::Voice { works: false }) => Some("voice failed"),
            Self::PowerCut { .. } => Some("power cut"),
            Self::Disk(_) => Some("commit failed"),
            Self::Closed(_) => Some("journal closed"),
            Self::Slow(_) => Some("disk slow"),
            Self::Clock(0) | Self::Floor(_) => None,
            Self::Clock(_) => Some("clock wrong"),
        }
    }
}
