//! How busy a day is, and how bad: plain data.

use super::agenda::{HOUR, MINUTE, Time};
use super::dice::Dice;
use crate::domain::opening::Hours;

/// How busy a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// A day on which people read.
    Quiet,
    /// A day like most.
    Ordinary,
    /// The first working day after a holiday: nearly as many as the windows can serve.
    Busy,
}

impl Busy {
    /// Visits on such a day.
    #[must_use]
    pub fn visits(self) -> u64 {
        match self {
            Self::Quiet => 90,
            Self::Ordinary => 320,
            Self::Busy => 1000,
        }
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Ordinary => "ordinary",
            Self::Busy => "busy",
        }
    }
}

/// How much goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// Nothing.
    Fair,
    /// What a hall sees in a bad week, on one day.
    Some,
    /// Everything, all the time.
    Storm,
}

impl Weather {
    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fair => "none",
            Self::Some => "some",
            Self::Storm => "storm",
        }
    }
}

/// How deep the devices of a rehearsal are played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// By their commands and events.
    Ports,
    /// By every byte on every cable: some five million exchanges a day.
    Bytes,
}

/// How much of each day is lived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// From before the doors open until long after they close.
    Day,
    /// The first session; then duty staff close the day, and the main switch of the hall is thrown.
    Morning,
}

/// How many people come in each half hour from 08:00, by weight: two peaks, and a dip at lunch.
const COMING: [u64; 20] = [8, 12, 16, 18, 18, 16, 14, 10, 5, 3, 4, 7, 11, 13, 12, 9, 6, 4, 2, 1];

/// The half hours begin half an hour after the world does.
const FIRST_HALF_HOUR: u64 = 30 * MINUTE;

/// When people come in on a day that begins at `morning`, in order of time: only while tickets are given, or
/// a few minutes before, as people do.
pub fn arrivals(busy: Busy, morning: Time, hours: &Hours, dice: &mut Dice) -> Vec<Time> {
    let mut coming = Vec::new();
    for _ in 0..busy.visits() {
        let half_hour = u64::try_from(dice.weighed(&COMING)).unwrap_or(0);
        let at = morning.after(FIRST_HALF_HOUR + half_hour * 30 * MINUTE + dice.below(30 * MINUTE));
        coming.push(into_session(at, hours, dice));
    }
    coming.sort_unstable();
    coming
}

/// Whoever comes while the hall is closed comes in the next session, soon after it opens.
fn into_session(at: Time, hours: &Hours, dice: &mut Dice) -> Time {
    let early = 5 * MINUTE;
    let open = |session: &&crate::domain::opening::Session| at.0 + early < session.last_ticket.0;
    let Some(session) = hours.sessions.iter().find(open).or(hours.sessions.first()) else { return at };
    let last = session.last_ticket.0.saturating_sub(MINUTE);
    if (session.opens.0.saturating_sub(early)..last).contains(&at.0) {
        return at;
    }
    Time((session.opens.0 + dice.below(HOUR)).min(last))
}

/// How long an errand takes at the counter on average, so that so many windows can just bear such a day.
#[must_use]
pub fn mean_service_ms(busy: Busy, windows: usize, hours: &Hours, prior_ms: u64) -> u64 {
    let open: u64 =
        hours.sessions.iter().map(|session| session.closes.0.saturating_sub(session.opens.0)).sum();
    let windows = u64::try_from(windows).unwrap_or(1);
    // Of all the time at the counters, a good half goes into errands; the rest is walking, waiting and keys.
    let bearable = windows * open * 6 / 10 / busy.visits().max(1);
    bearable.min(prior_ms).max(MINUTE / 2)
}
