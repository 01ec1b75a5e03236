//! Reads `[calendar]`: the week, the exceptions, the last ticket and the end of the day.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::calendar::{Calendar, Stretch};
use super::keys::{Keys, Need};
use super::problem::{Problem, Spot};
use super::values::{self, Clock, Day, MinuteOfDay, OneOf, Span, Text};

/// The days of the week, Monday first.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A day of the week as a value, by its place in [`WEEKDAYS`].
const WEEKDAY: OneOf<usize> = OneOf(&[
    ("monday", 0),
    ("tuesday", 1),
    ("wednesday", 2),
    ("thursday", 3),
    ("friday", 4),
    ("saturday", 5),
    ("sunday", 6),
]);

/// Longest run of days that one exception may cover: more is a mistyped year.
const LONGEST_EXCEPTION_DAYS: usize = 31;

/// Reads the calendar of a hall in the zone of this name.
pub(super) fn read(keys: &Keys<'_>, zone: TimeZone) -> Calendar {
    let week = week(&keys.table("week"));
    let day_ends = keys.or("day-ends", &Clock, 20 * 60);
    let exceptions = exceptions(keys, &week);
    ends_after_closing(keys, day_ends, week.iter().chain(exceptions.values()));
    Calendar {
        zone,
        week,
        exceptions,
        last_ticket: keys.or("last-ticket", &Span::minutes(0, 240), Duration::from_secs(10 * 60)),
        day_ends,
    }
}

/// The zone of this name, from the tables on board.
pub(super) fn zone(keys: &Keys<'_>) -> TimeZone {
    let name = keys.or("time-zone", &Text, "Asia/Shanghai".to_owned());
    TimeZone::get(&name).unwrap_or_else(|_| {
        let remedy = "write a name of the IANA list, such as \"Asia/Shanghai\" or \"Asia/Urumqi\"";
        let what = format!("there is no time zone {name:?}");
        keys.report(Problem::error(&keys.spot("time-zone"), what, remedy));
        TimeZone::UTC
    })
}

fn week(keys: &Keys<'_>) -> [Vec<Stretch>; 7] {
    let mut place = 0;
    WEEKDAYS.map(|day| {
        let working = place < 5;
        place += 1;
        let usual = if working { vec![(9 * 60, 12 * 60), (13 * 60 + 30, 17 * 60)] } else { Vec::new() };
        keys.list(day, &values::Stretch, Need::Default).map_or(usual, |stretches| in_order(keys, stretches))
    })
}

/// The stretches as they are, after complaining about those that overlap or go back.
fn in_order(keys: &Keys<'_>, stretches: Vec<(Stretch, Spot)>) -> Vec<Stretch> {
    for pair in stretches.windows(2) {
        let [((_, before), first), ((from, _), second)] = pair else { continue };
        if from < before {
            let what = "this stretch begins before the one in front of it has ended";
            let remedy = "write the stretches of a day in order, without overlap";
            keys.report(Problem::error(second, what, remedy).also(first, "the one in front"));
        }
    }
    stretches.into_iter().map(|(stretch, _)| stretch).collect()
}

fn exceptions(keys: &Keys<'_>, week: &[Vec<Stretch>; 7]) -> BTreeMap<Date, Vec<Stretch>> {
    let mut days = BTreeMap::new();
    let mut places: BTreeMap<Date, Spot> = BTreeMap::new();
    for exception in keys.tables("exception") {
        let from = exception.required("date", &Day);
        let until = exception.optional("until", &Day);
        let like = exception.optional("like", &WEEKDAY);
        let own = exception.list("sessions", &values::Stretch, Need::Optional);
        exception.optional("why", &Text);
        let spot = exception.spot("date");
        let stretches = match (own, like) {
            (Some(stretches), None) => in_order(&exception, stretches),
            (None, Some(weekday)) => week.get(weekday).cloned().unwrap_or_default(),
            (None, None) | (Some(_), Some(_)) => {
                let what = "an exception needs either its own `sessions` or a weekday it is `like`";
                let remedy = "write `sessions = []` for a holiday, or `like = \"monday\"` for a make-up day";
                keys.report(Problem::error(&spot, what, remedy));
                continue;
            }
        };
        let Some(from) = from else { continue };
        for date in run(&exception, from, until.unwrap_or(from)) {
            if let Some(first) = places.insert(date, spot.clone()) {
                let what = format!("{date} has two exceptions");
                keys.report(Problem::error(&spot, what, "keep one of them").also(&first, "the first"));
            }
            days.insert(date, stretches.clone());
        }
    }
    days
}

/// The dates from the first to the last.
fn run(keys: &Keys<'_>, from: Date, until: Date) -> Vec<Date> {
    let days: Vec<Date> =
        from.series(1.day()).take_while(|day| *day <= until).take(LONGEST_EXCEPTION_DAYS + 1).collect();
    if days.is_empty() {
        keys.report(Problem::error(&keys.spot("until"), "`until` is before `date`", "exchange the two"));
    } else if days.len() > LONGEST_EXCEPTION_DAYS {
        let what = "one exception covers more than 31 days";
        keys.report(Problem::error(&keys.spot("until"), what, "is the year right? Otherwise write two"));
    }
    days
}

fn ends_after_closing<'a>(
    keys: &Keys<'_>,
    day_ends: MinuteOfDay,
    days: impl Iterator<Item = &'a Vec<Stretch>>,
) {
    let last_closing = days.flatten().map(|(_, closes)| *closes).max().unwrap_or(0);
    if day_ends < last_closing {
        let what = format!(
            "the day ends by itself before the hall has closed at {:02}:{:02}",
            last_closing / 60,
            last_closing % 60
        );
        let remedy = "write a later `day-ends`: whoever still waits then is closed with the day";
        keys.report(Problem::error(&keys.spot("day-ends"), what, remedy));
    }
}
