//! What goes wrong on a day, by chance: when, of which kind, and how it runs its course.

mod course;

use self::course::Course;
use super::agenda::{HOUR, MINUTE, SECOND, Time};
use super::dice::Dice;
use super::floor::Mishap;
use super::plan::Plan;
use super::profile::{Level, Span, Weather};
use super::trouble::{Happening, Kind, Trouble};
use crate::layout::Layout;

/// How often each kind is drawn, by weight; noise and sparks have chances of their own, see [`noises`], and the second medium
/// is pulled out by the chance of the disk.
const ODDS: &[(Kind, u64)] = &[
    (Kind::MainsStir, 3),
    (Kind::MainsAway, 3),
    (Kind::MainsCut, 2),
    (Kind::UpsBattery, 1),
    (Kind::UpsLow, 1),
    (Kind::PowerCut, 4),
    (Kind::Killed, 4),
    (Kind::CrashLoop, 1),
    (Kind::ClockWrong, 4),
    (Kind::ClockAhead, 1),
    (Kind::ClockBack, 1),
    (Kind::ClockMidnight, 1),
    (Kind::ClockUnset, 2),
    (Kind::CommitFailed, 6),
    (Kind::JournalClosed, 2),
    (Kind::DiskFull, 2),
    (Kind::DiskBroken, 2),
    (Kind::DiskReadOnly, 2),
    (Kind::DiskHung, 2),
    (Kind::DiskSlow, 3),
    (Kind::CablePulled, 8),
    (Kind::PortFlaps, 2),
    (Kind::PrinterGone, 2),
    (Kind::PaperOut, 4),
    (Kind::PaperEnds, 3),
    (Kind::CoverOpen, 3),
    (Kind::OldSlips, 2),
    (Kind::KeypadDead, 3),
    (Kind::KeyStuck, 2),
    (Kind::KeyBounces, 4),
    (Kind::BoardGone, 3),
    (Kind::BoardBlank, 2),
    (Kind::PadDead, 1),
    (Kind::TerminalDead, 2),
    (Kind::OtherDead, 1),
    (Kind::VoiceDead, 2),
    (Kind::VoiceHung, 2),
    (Kind::VoiceSlow, 2),
    (Kind::TwoTogether, 3),
    (Kind::AllOut, 1),
];

/// A hall without a UPS or a mains contact is asked for another kind so often at most.
const DRAWS_MOST: u32 = 20;

/// When something may go wrong, at least and at most so long after the morning.
fn times(span: Span) -> (u64, u64) {
    match span {
        Span::Day => (30 * MINUTE, 10 * HOUR),
        Span::Morning => (HOUR, 4 * HOUR + 30 * MINUTE),
    }
}

/// A day's troubles in order of time; each that lasts is followed by its end.
pub fn forecast(plan: &Plan, morning: Time, layout: &Layout, seed: u64) -> Vec<(Time, Happening)> {
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
        if let Some((kind, course)) = draw(layout, at.since(morning), &mut dice) {
            troubles.extend(course.begins(at, kind));
        }
    }
    match plan.level {
        Level::Ports => {}
        Level::Bytes => troubles.extend(noises(plan, morning, layout, seed)),
    }
    troubles.sort_by_key(|(at, _)| *at);
    troubles
}

/// One trouble that can befall this hall.
fn draw(layout: &Layout, since_morning: u64, dice: &mut Dice) -> Option<(Kind, Course)> {
    let weights: Vec<u64> = ODDS.iter().map(|(_, weight)| *weight).collect();
    for _ in 0..DRAWS_MOST {
        let (kind, _) = *ODDS.get(dice.weighed(&weights))?;
        if let Some(course) = Course::of(kind, layout, since_morning, dice) {
            return Some((kind, course));
        }
    }
    None
}

/// What is wrong with bytes, by a chance of its own.
fn noises(plan: &Plan, morning: Time, layout: &Layout, seed: u64) -> Vec<(Time, Happening)> {
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
            troubles.extend(Course::once(Trouble::Floor(Mishap::Spark { cable })).begins(at, Kind::Spark));
        } else {
            let lasts = dice.between(3 * SECOND, 2 * MINUTE);
            let noise = |noisy| Trouble::Floor(Mishap::Noise { cable: cable.clone(), noisy });
            let course = Course::lasting(noise(true), lasts, noise(false));
            troubles.extend(course.begins(at, Kind::PairNoisy));
        }
    }
    troubles
}
