//! Hall-years: thousands of days of every kind, quiet and busy, fair and foul, on every core at once.
//!
//! Days are independent of each other but for a week now and then, so a day that breaks a promise is rehearsed
//! again by itself, with the command that its breach names.

use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;

use sha2::{Digest, Sha256};

use super::figures::Figures;
use super::machine::Setup;
use super::plan::{Breach, Outcome, Plan};
use super::profile::{Busy, Level, Span, Weather};
use super::run::run;
use crate::journal::chain::Hash;

/// Working days of a hall in a year.
pub const DAYS_A_YEAR: u64 = 250;

/// Every so manyth plan is a working week in the same hall: numbers begin again, tickets and jobs do not.
const WEEK_EVERY: u64 = 20;

/// Days of such a week.
const WEEK: u64 = 5;

/// Broken promises that are kept with all that is needed to see them again; more are only counted.
const BREACHES_MOST: usize = 20;

/// The plan of this number: of twelve, one is a busy day, three are ordinary and eight quiet, and of three one
/// each is fair, foul and a storm.
#[must_use]
pub fn plan(number: u64, level: Level, span: Span) -> Plan {
    let busy = match number % 12 {
        0 => Busy::Busy,
        1..=3 => Busy::Ordinary,
        _ => Busy::Quiet,
    };
    let weather = match (number / 12 + number) % 3 {
        0 => Weather::Some,
        1 => Weather::Storm,
        _ => Weather::Fair,
    };
    let days = if number.is_multiple_of(WEEK_EVERY) { WEEK } else { 1 };
    Plan { busy, weather, seed: number, days, level, span }
}

/// What is lived: so many days from the plan of this number on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// Days in all, at least.
    pub days: u64,
    /// The number of the first plan.
    pub first: u64,
    /// How deep the devices are played.
    pub level: Level,
    /// How much of each day is lived.
    pub span: Span,
}

/// What became of them.
#[derive(Clone, Debug, Default)]
pub struct Lived {
    /// The figures of all days together.
    pub figures: Figures,
    /// Promises that broke, in the order of their plans; the first ones, if there are many.
    pub breaches: Vec<Breach>,
    /// How many broke.
    pub broken: u64,
    /// Covers every row, order and byte of every day.
    pub hash: Hash,
}

impl Years {
    /// The plans, in order.
    pub fn plans(self) -> impl Iterator<Item = Plan> {
        let mut lived = 0;
        (self.first..).map(move |number| plan(number, self.level, self.span)).take_while(move |plan| {
            let wanted = lived < self.days;
            lived += plan.days;
            wanted
        })
    }

    /// Lives them on every core, and tells the days so far after each plan.
    pub fn live(self, setup: &Setup, mut told: impl FnMut(&Lived)) -> Lived {
        let plans: Vec<Plan> = self.plans().collect();
        let next = AtomicU64::new(0);
        let (tell, heard) = mpsc::channel();
        let workers = thread::available_parallelism().map_or(1, NonZero::get);
        let mut lived = Lived::default();
        let mut hashes = vec![Hash::default(); plans.len()];
        thread::scope(|scope| {
            for _ in 0..workers {
                let (tell, plans, next) = (tell.clone(), &plans, &next);
                scope.spawn(move || {
                    while let Some((place, plan)) = take(plans, next) {
                        if tell.send((place, run(setup, plan))).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(tell);
            for (place, outcome) in heard {
                if let Some(hash) = hashes.get_mut(place) {
                    *hash = outcome.hash;
                }
                lived.add(outcome);
                told(&lived);
            }
        });
        lived.breaches.sort_by_key(|breach| breach.plan.seed);
        lived.hash = Sha256::digest(hashes.concat()).into();
        lived
    }
}

/// The next plan that nobody has taken, and its place.
fn take(plans: &[Plan], next: &AtomicU64) -> Option<(usize, Plan)> {
    let place = usize::try_from(next.fetch_add(1, Ordering::Relaxed)).ok()?;
    Some((place, *plans.get(place)?))
}

impl Lived {
    fn add(&mut self, outcome: Outcome) {
        self.figures.add(&outcome.figures);
        if let Some(breach) = outcome.breach {
            self.broken += 1;
            if self.breaches.len() < BREACHES_MOST {
                self.breaches.push(breach);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plans_of_a_year_are_of_every_kind_and_so_many_days() {
        let year = Years { days: DAYS_A_YEAR, first: 1, level: Level::Ports, span: Span::Day };

        let plans: Vec<Plan> = year.plans().collect();

        let days: u64 = plans.iter().map(|plan| plan.days).sum();
        assert!((DAYS_A_YEAR..DAYS_A_YEAR + WEEK).contains(&days), "{days}");
        for busy in [Busy::Quiet, Busy::Ordinary, Busy::Busy] {
            for weather in [Weather::Fair, Weather::Some, Weather::Storm] {
                let suits = |plan: &&Plan| plan.weather == weather && plan.busy == busy;
                assert!(plans.iter().any(|plan| suits(&plan)), "{busy:?} {weather:?}");
            }
        }
        assert!(plans.iter().any(|plan| plan.days == WEEK));
    }
}
