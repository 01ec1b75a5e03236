//! Days of every kind in both halls: quiet and busy, fair and foul, one by one and in a row.

use std::collections::BTreeSet;

use jiaohao::rehearse::{Busy, Kind, Level, Outcome, Plan, Setup, Span, Weather, Years, run};

use crate::support::{hall, two_zones};

/// Days in the usual hall and in the large one in the usual run, and in each in the long one
/// (`JIAOHAO_LONG=1`).
const USUAL_DAYS: u64 = 250;
/// See [`USUAL_DAYS`].
const LARGE_DAYS: u64 = 250;
/// In the usual hall with a second voice.
const TWO_VOICES_DAYS: u64 = 20;
/// Everybody went home while a visitor with a second errand was in service; a clock was set wrong a few seconds after it
/// had been set right; the count came to a number that had been given in memory.
const ONCE_BROKEN: [(Busy, Weather, u64); 3] = [
    (Busy::Ordinary, Weather::Fair, 105_194),
    (Busy::Quiet, Weather::Storm, 62_071),
    (Busy::Ordinary, Weather::Storm, 108),
];
/// See [`USUAL_DAYS`].
const LONG_DAYS: u64 = 5000;

#[test]
fn a_quiet_day_in_fair_weather_keeps_every_promise() {
    let plan = whole(Busy::Quiet, Weather::Fair, 1, 1);

    let outcome = kept(&hall("hall"), plan);

    assert!(outcome.figures.called > 50, "{}", outcome.figures);
    assert!(outcome.figures.troubles.is_empty());
}

#[test]
fn a_busy_day_in_a_storm_serves_hundreds_and_sees_every_trouble() {
    let plan = whole(Busy::Busy, Weather::Storm, 3, 1);

    let figures = kept(&hall("hall"), plan).figures;

    assert!(figures.served > 300 && figures.missed > 5 && figures.ratings > 50, "{figures}");
    assert!(figures.troubles.len() >= 15, "{figures}");
}

#[test]
fn the_same_seed_gives_the_same_hash_and_another_seed_another() {
    for (name, weather) in [("hall", Weather::Storm), ("large", Weather::Some)] {
        let hash = |seed| run(&hall(name), whole(Busy::Quiet, weather, seed, 2)).hash;

        assert_eq!(hash(5), hash(5), "{name}");
        assert_ne!(hash(5), hash(6), "{name}");
    }
}

#[test]
fn hundreds_of_days_in_the_usual_hall_keep_every_promise() {
    let elsewhere = [Kind::UpsBattery, Kind::UpsLow, Kind::OtherDead];
    live("hall", USUAL_DAYS, &elsewhere);
}

#[test]
fn hundreds_of_days_in_the_large_hall_keep_every_promise() {
    let elsewhere = [Kind::MainsStir, Kind::MainsAway, Kind::MainsCut];
    live("large", LARGE_DAYS, &elsewhere);
}

#[test]
fn days_with_a_second_voice_lose_no_call_that_one_of_the_two_could_say() {
    let setup = two_zones();
    for seed in 1..=TWO_VOICES_DAYS {
        kept(&setup, whole(Busy::Quiet, Weather::Storm, seed, 1));
    }
}

#[test]
fn days_of_the_hall_years_that_once_broke_a_promise_keep_it() {
    for (busy, weather, seed) in ONCE_BROKEN {
        kept(&hall("hall"), whole(busy, weather, seed, 1));
    }
}

#[test]
fn days_on_every_core_come_to_the_same_as_one_after_the_other() {
    let setup = hall("hall");
    let years = Years { days: 4, first: 7, level: Level::Ports, span: Span::Day };

    let lived = years.live(&setup, |_| ());
    let again = years.live(&setup, |_| ());
    let issued: u64 = years.plans().map(|plan| kept(&setup, plan).figures.issued).sum();

    assert_eq!((lived.broken, lived.figures.issued), (0, issued));
    assert_eq!(lived.hash, again.hash);
}

/// Lives days in a hall that has no means for these kinds of trouble; every other kind has to befall it.
fn live(name: &str, usual: u64, elsewhere: &[Kind]) {
    let setup = hall(name);
    let days = if std::env::var_os("JIAOHAO_LONG").is_some() { LONG_DAYS } else { usual };
    let (mut lived, mut called, mut left, mut up, mut forgotten) = (0, 0, 0, 0, 0);
    let mut befell = BTreeSet::new();
    for plan in (Years { days, first: 1, level: Level::Ports, span: Span::Day }).plans() {
        let outcome = kept(&setup, plan);
        lived += outcome.figures.days;
        called += outcome.figures.called;
        left += outcome.figures.kept_elsewhere;
        up += outcome.figures.gone_up;
        forgotten += outcome.figures.forgotten;
        befell.extend(outcome.figures.troubles.into_keys());
    }

    let only_in_bytes = [Kind::Spark, Kind::PairNoisy, Kind::BoardBlank];
    let missing = Kind::ALL.iter().filter(|kind| !befell.contains(kind));
    let missing: Vec<&Kind> =
        missing.filter(|kind| !elsewhere.contains(kind) && !only_in_bytes.contains(kind)).collect();
    assert!(missing.is_empty(), "never injected: {missing:?}");
    // Days on which nobody can be called would keep every promise.
    assert!(called > 60 * lived, "{called} calls on {lived} days");
    // So would days on which no journal is ever kept elsewhere, or no power cut takes what was in memory.
    assert!(left > 20 && forgotten > 0, "kept elsewhere {left} times, {forgotten} tickets forgotten");
    assert!(up > 0, "never up from memory to a second medium");
}

/// Whole days at the level of ports.
pub fn whole(busy: Busy, weather: Weather, seed: u64, days: u64) -> Plan {
    Plan { busy, weather, seed, days, level: Level::Ports, span: Span::Day }
}

/// What became of days on which no promise may break.
pub fn kept(setup: &Setup, plan: Plan) -> Outcome {
    let outcome = run(setup, plan);
    assert!(outcome.breach.is_none(), "{}", outcome.breach.unwrap());
    outcome
}
