//! Days of every kind in both halls.

use jiaohao::rehearse::{Busy, Plan, Weather, run};

use crate::support::hall;

#[test]
fn a_quiet_day_in_fair_weather_keeps_every_promise() {
    let plan = Plan { busy: Busy::Quiet, weather: Weather::Fair, seed: 1, days: 1 };
    let outcome = run(&hall("hall"), plan);

    assert!(outcome.breach.is_none(), "{}", outcome.breach.unwrap());
    assert!(outcome.figures.called > 50, "{}", outcome.figures);
}
