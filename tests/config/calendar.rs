//! The opening calendar: weeks, exceptions, leap days, and what steps of the clock do (C04, C05, C07, C08).

use jiaohao::config::Calendar;
use jiaohao::domain::id::{BootId, ServiceDay};
use jiaohao::domain::moment::{HallTime, Moment, Wall};

use super::support::{CATALOGUE, HALL, check, config};

const HOUR_MS: u64 = 3_600_000;

/// The small hall's calendar with these lines in place of the defaults.
fn calendar(lines: &str, zone: &str) -> Calendar {
    let hall = HALL.replace("[[group]]", &format!("time-zone = \"{zone}\"\n{lines}\n[[group]]"));
    config(&hall, CATALOGUE).calendar
}

fn week_in(zone: &str) -> Calendar {
    calendar("", zone)
}

/// The moment at which the wall of UTC shows this, with ten hours of hall time behind it.
fn moment(calendar: &Calendar, utc: &str) -> Moment {
    let instant: jiff::Timestamp = utc.parse().expect("a time");
    let wall = calendar.wall(instant.as_millisecond());
    Moment { hall: HallTime(10 * HOUR_MS), wall: Some(wall), boot: BootId(1) }
}

fn shown(wall: Option<Wall>) -> String {
    wall.map(|wall| wall.civil().to_string()).unwrap_or_default()
}

#[test]
fn a_day_has_its_sessions_in_hall_time() {
    let calendar = week_in("Asia/Shanghai");
    // Monday, 08:00 in Beijing.
    let now = moment(&calendar, "2026-11-23T00:00:00Z");

    let hours = calendar.hours(ServiceDay(20_261_123), now);

    let told: Vec<[u64; 3]> = hours
        .sessions
        .iter()
        .map(|session| {
            [session.opens, session.last_ticket, session.closes].map(|at| (at.0 - now.hall.0) / 60_000)
        })
        .collect();
    assert_eq!(told, [[60, 230, 240], [330, 530, 540]], "minutes from eight o'clock");
    assert_eq!(hours.day_ends, Some(HallTime(22 * HOUR_MS)));
    assert_eq!(shown(hours.next_opening), "2026-11-24 09:00:00");
}

#[test]
fn on_friday_the_hall_opens_next_on_monday() {
    let calendar = week_in("Asia/Shanghai");
    let friday = ServiceDay(20_261_127);

    let hours = calendar.hours(friday, moment(&calendar, "2026-11-27T00:00:00Z"));

    assert_eq!(shown(hours.next_opening), "2026-11-30 09:00:00");
}

#[test]
fn holidays_and_make_up_days_come_before_the_week() {
    let lines = "[[calendar.exception]]\ndate = 2026-10-01\nuntil = 2026-10-07\nsessions = []\n\
                 [[calendar.exception]]\ndate = 2026-10-10\nlike = \"monday\"\n";
    let calendar = calendar(lines, "Asia/Shanghai");

    assert!(!calendar.works_on(ServiceDay(20_261_001)), "Thursday, holiday");
    assert!(!calendar.works_on(ServiceDay(20_261_007)), "the last day counts");
    assert!(calendar.works_on(ServiceDay(20_261_008)));
    assert!(calendar.works_on(ServiceDay(20_261_010)), "Saturday, made up");
    let hours = calendar.hours(ServiceDay(20_260_930), moment(&calendar, "2026-09-30T00:00:00Z"));
    assert_eq!(shown(hours.next_opening), "2026-10-08 09:00:00");
}

#[test]
fn without_a_time_of_day_there_are_no_hours() {
    let calendar = week_in("Asia/Shanghai");
    let now = Moment { hall: HallTime(5), wall: None, boot: BootId(1) };

    let hours = calendar.hours(ServiceDay(20_261_123), now);

    assert!(hours.sessions.is_empty());
    assert_eq!((hours.day_ends, hours.next_opening), (None, None));
}

#[test]
fn hours_that_passed_before_hall_time_began_do_not_wrap_round() {
    let calendar = week_in("Asia/Shanghai");
    let now = Moment { hall: HallTime(1), ..moment(&calendar, "2026-11-23T08:00:00Z") };

    let hours = calendar.hours(ServiceDay(20_261_123), now);

    let first = hours.sessions.first().expect("a morning");
    assert_eq!((first.opens, first.closes), (HallTime(0), HallTime(0)));
    assert_eq!(hours.day_ends, Some(HallTime(1 + 4 * HOUR_MS)));
}

#[test]
fn c05_the_business_day_changes_at_the_halls_own_midnight() {
    let calendar = week_in("Asia/Shanghai");
    let day = |utc: &str| calendar.service_day(moment(&calendar, utc).wall.expect("known"));

    assert_eq!(day("2026-11-22T15:59:59Z"), ServiceDay(20_261_122));
    assert_eq!(day("2026-11-22T16:00:00Z"), ServiceDay(20_261_123));
}

#[test]
fn c04_a_clock_behind_midnight_again_gives_the_day_before_again() {
    let calendar = week_in("Asia/Shanghai");
    let day = |utc: &str| calendar.service_day(moment(&calendar, utc).wall.expect("known"));

    let times = ["2026-11-22T16:00:01Z", "2026-11-22T15:59:59Z", "2026-11-22T16:00:02Z"];

    assert_eq!(times.map(day), [20_261_123, 20_261_122, 20_261_123].map(ServiceDay));
}

#[test]
fn c07_the_leap_day_is_a_tuesday_like_any_other() {
    let calendar = week_in("Asia/Shanghai");
    let now = moment(&calendar, "2028-02-29T00:00:00Z");

    let hours = calendar.hours(ServiceDay(20_280_229), now);

    assert_eq!(calendar.service_day(now.wall.expect("known")), ServiceDay(20_280_229));
    assert_eq!(hours.sessions.len(), 2);
    assert_eq!(shown(hours.next_opening), "2028-03-01 09:00:00");
    assert!(!calendar.works_on(ServiceDay(20_270_229)), "a day that does not exist is no working day");
}

#[test]
fn c07_the_last_day_of_2032_ends_with_its_year() {
    let calendar = week_in("Asia/Shanghai");
    let now = moment(&calendar, "2032-12-31T00:00:00Z");

    let hours = calendar.hours(ServiceDay(20_321_231), now);

    assert_eq!(hours.sessions.len(), 2, "a Friday");
    assert_eq!(shown(hours.next_opening), "2033-01-03 09:00:00");
}

#[test]
fn c07_in_a_zone_with_summer_time_the_hall_opens_by_the_wall() {
    let sunday_hall = "[calendar.week]\nsunday = [\"01:00-05:00\"]";
    let calendar = calendar(sunday_hall, "Europe/Berlin");
    let length = |day: u32, utc: &str| {
        let hours = calendar.hours(ServiceDay(day), moment(&calendar, utc));
        hours
            .sessions
            .iter()
            .map(|session| session.closes.since(session.opens).as_secs() / 3600)
            .collect::<Vec<_>>()
    };

    assert_eq!(length(20_260_322, "2026-03-22T00:00:00Z"), [4], "an ordinary Sunday");
    assert_eq!(length(20_260_329, "2026-03-29T00:00:00Z"), [3], "two o'clock is skipped");
    assert_eq!(length(20_261_025, "2026-10-25T00:00:00Z"), [5], "two o'clock comes twice");
}

#[test]
fn c07_another_zone_in_the_settings_moves_the_same_instant_to_another_day() {
    let instant = "2026-11-22T17:00:00Z";
    let day = |zone: &str| {
        let calendar = week_in(zone);
        calendar.service_day(moment(&calendar, instant).wall.expect("known"))
    };

    assert_eq!(day("Asia/Shanghai"), ServiceDay(20_261_123));
    assert_eq!(day("Europe/Berlin"), ServiceDay(20_261_122));
}

#[test]
fn c08_the_year_2038_is_a_year() {
    let calendar = week_in("Asia/Shanghai");
    let now = moment(&calendar, "2038-01-19T03:14:08Z");

    assert_eq!(calendar.service_day(now.wall.expect("known")), ServiceDay(20_380_119));
    assert_eq!(calendar.hours(ServiceDay(20_380_119), now).sessions.len(), 2);
}

#[test]
fn wrong_hours_are_told() {
    let week = |line: &str| format!("[calendar.week]\n{line}\n[hall]");
    check(
        "[hall]",
        &week("monday = [\"09:00-12:00\", \"11:00-17:00\"]"),
        &["begins before the one in front of it has ended"],
    );
    check("[hall]", &week("monday = [\"12:00-09:00\"]"), &["`calendar.week.monday` cannot be this"]);
    check("[hall]", &week("mondey = []"), &["unknown key `calendar.week.mondey`; did you mean `monday`?"]);
    check("[hall]", "[calendar]\nday-ends = \"16:00\"\n[hall]", &["before the hall has closed at 17:00"]);
    check("name-en", "time-zone = \"Asia/Peking\"\nname-en", &["there is no time zone \"Asia/Peking\""]);
}

#[test]
fn wrong_exceptions_are_told() {
    let exception = |lines: &str| format!("[[calendar.exception]]\n{lines}\n[hall]");
    let undecided = "an exception needs either its own `sessions` or a weekday";
    check("[hall]", &exception("date = 2027-01-01"), &[undecided]);
    check("[hall]", &exception("date = 2027-01-01\nsessions = []\nlike = \"monday\""), &[undecided]);
    check(
        "[hall]",
        &exception("date = \"2027-01-01\"\nsessions = []"),
        &["a date such as 2027-01-01, without quotes"],
    );
    check(
        "[hall]",
        &exception("date = 2027-01-02\nuntil = 2027-01-01\nsessions = []"),
        &["`until` is before `date`"],
    );
    check(
        "[hall]",
        &exception("date = 2027-01-01\nuntil = 2028-01-01\nsessions = []"),
        &["more than 31 days"],
    );
    let twice = "date = 2027-01-01\nsessions = []\n[[calendar.exception]]\ndate = 2027-01-01\nsessions = []";
    check("[hall]", &exception(twice), &["2027-01-01 has two exceptions"]);
}
