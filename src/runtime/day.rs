//! When a business day is opened, by whose calendar, and what it is handed from the day before.

use std::sync::Arc;
use std::time::Duration;

use crate::domain::id::{JobId, Seq, ServiceDay, TicketId};
use crate::domain::moment::{HallTime, Moment, Wall};
use crate::domain::opening::{Hours, Opening};
use crate::domain::rules::Rules;

/// The hall's calendar: weekdays, holidays, make-up days, in the hall's own time zone.
pub trait Calendar: Send {
    /// The business day that a time of day belongs to.
    fn service_day(&self, wall: Wall) -> ServiceDay;

    /// Whether the hall works at all on a day.
    fn works_on(&self, day: ServiceDay) -> bool;

    /// The business day whose date follows this one.
    fn day_after(&self, day: ServiceDay) -> ServiceDay;

    /// The hours of a day in hall time, by what both clocks say at `now`. Without a known time of day there
    /// are no sessions: people decide.
    fn hours(&self, day: ServiceDay, now: Moment) -> Hours;
}

/// What lives on from one day to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carry {
    /// The last day that was opened, closed or not; `None` in a hall that never opened.
    pub last_day: Option<ServiceDay>,
    /// When that day was closed, by the wall; `None` while it is open or that is not known.
    pub closed: Option<Wall>,
    /// The id of the next ticket.
    pub next_ticket: TicketId,
    /// The id of the next job.
    pub next_job: JobId,
    /// The record that closed the last day.
    pub seal: Option<Seq>,
}

/// The first day of a hall that has never known the time: a date nobody takes for a real one.
const DAY_ONE: ServiceDay = ServiceDay(20_000_101);

/// A relation of the clocks that moved by less is drift: hours follow it with the next day.
const SHIFT_LEAST_MS: i64 = 60_000;

/// The day to open at this moment, if there is one to open. Asked only while no day is open.
///
/// A day of rest is not opened. A date that was opened before is never opened again (C04, C06): if the clock
/// says so all the same and the hall is in session by it, the clock is behind and the day after the last one
/// is opened; unless the clock is past the closing on that very date: then duty staff have closed the day
/// early, and it stays closed.
pub fn to_open(calendar: &dyn Calendar, carry: Carry, now: Moment) -> Option<ServiceDay> {
    let after_last = carry.last_day.map(|day| calendar.day_after(day));
    let Some(wall) = now.wall else { return Some(after_last.unwrap_or(DAY_ONE)) };
    let by_clock = calendar.service_day(wall);
    match after_last {
        None => Some(by_clock).filter(|day| calendar.works_on(*day)),
        Some(next) if by_clock >= next => Some(by_clock).filter(|day| calendar.works_on(*day)),
        Some(next) => {
            let closed_today =
                |closed: Wall| calendar.service_day(closed) == by_clock && closed.utc_ms <= wall.utc_ms;
            let behind =
                !carry.closed.is_some_and(closed_today) && in_session(&calendar.hours(by_clock, now), now);
            behind.then_some(next)
        }
    }
}

/// The opening record's contents.
pub fn opening(
    calendar: &dyn Calendar,
    carry: Carry,
    day: ServiceDay,
    rules: &Arc<Rules>,
    rules_hash: [u8; 32],
    now: Moment,
) -> Opening {
    let by_clock = now.wall.map_or(day, |wall| calendar.service_day(wall));
    Opening {
        day,
        rules: Arc::clone(rules),
        rules_hash,
        hours: calendar.hours(by_clock, now),
        next_ticket: carry.next_ticket,
        next_job: carry.next_job,
        day_before: carry.seal,
        // The office knows what lies there.
        items: None,
        blocks: None,
        pins: None,
    }
}

/// These hours, ending no later than `at`: whoever holds a ticket is still served.
pub fn closing_early(hours: &Hours, at: Moment) -> Hours {
    let mut shorter = hours.clone();
    shorter.sessions.retain(|session| session.opens < at.hall);
    for session in &mut shorter.sessions {
        if session.closes > at.hall {
            session.closes = at.hall;
            session.closes_wall = at.wall.unwrap_or(session.closes_wall);
        }
        session.last_ticket = session.last_ticket.min(at.hall);
    }
    shorter
}

/// These hours with the last session longer by `span`; nothing when there is no session.
pub fn staying_open(hours: &Hours, span: Duration) -> Option<Hours> {
    let mut longer = hours.clone();
    let last = longer.sessions.last_mut()?;
    last.last_ticket = last.last_ticket + span;
    last.closes = last.closes + span;
    last.closes_wall.utc_ms += i64::try_from(span.as_millis()).unwrap_or(0);
    longer.day_ends = longer.day_ends.map(|ends| ends.max(last.closes));
    Some(longer)
}

/// These hours by what the two clocks say at `now`, if that is another relation than the one they were made
/// by.
///
/// A restart bridges hall time by an estimate, and a clock may be set in the middle of the day: the walls of
/// the sessions are what was promised, so they are kept and their hall times move. Early closings move with
/// them.
pub fn realigned(hours: &Hours, now: Moment) -> Option<Hours> {
    let wall = now.wall?;
    // An opening that was cut off at the beginning of hall time says nothing of where it was.
    let first = hours.sessions.first().filter(|first| first.opens > HallTime(0))?;
    let promised = first.opens_wall.utc_ms - wall.utc_ms;
    let held = signed(first.opens.0) - signed(now.hall.0);
    let shift = promised - held;
    if shift.abs() < SHIFT_LEAST_MS {
        return None;
    }
    let moved = |at: HallTime| HallTime(u64::try_from(signed(at.0) + shift).unwrap_or(0));
    let mut hours = hours.clone();
    for session in &mut hours.sessions {
        session.opens = moved(session.opens);
        session.last_ticket = moved(session.last_ticket);
        session.closes = moved(session.closes);
    }
    hours.day_ends = hours.day_ends.map(moved);
    Some(hours)
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn in_session(hours: &Hours, now: Moment) -> bool {
    hours.sessions.iter().any(|session| session.opens <= now.hall && now.hall < session.closes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::BootId;
    use crate::domain::opening::Session;

    /// One session from 9 to 17 by the wall, every day, in UTC; hall time is the wall's.
    struct NineToFive;

    impl Calendar for NineToFive {
        fn service_day(&self, wall: Wall) -> ServiceDay {
            let civil = wall.civil();
            let year = u32::try_from(civil.year).unwrap();
            ServiceDay(year * 10_000 + u32::from(civil.month) * 100 + u32::from(civil.day))
        }

        fn works_on(&self, day: ServiceDay) -> bool {
            day != ServiceDay(20_261_122)
        }

        fn day_after(&self, day: ServiceDay) -> ServiceDay {
            ServiceDay(day.0 + 1)
        }

        fn hours(&self, _: ServiceDay, now: Moment) -> Hours {
            let Some(wall) = now.wall else { return Hours::default() };
            let midnight = wall.utc_ms - wall.utc_ms.rem_euclid(86_400_000);
            let at = |hour: i64| midnight + hour * 3_600_000;
            let hall = |utc_ms: i64| HallTime(u64::try_from(utc_ms).unwrap());
            let wall = |utc_ms| Wall { utc_ms, offset_min: 0 };
            let session = Session {
                opens: hall(at(9)),
                last_ticket: hall(at(16)),
                closes: hall(at(17)),
                opens_wall: wall(at(9)),
                closes_wall: wall(at(17)),
            };
            Hours { sessions: vec![session], day_ends: Some(hall(at(24))), next_opening: None }
        }
    }

    /// 2026-11-20 at this hour, UTC.
    fn on_the_20th(hour: i64) -> Moment {
        let utc_ms = 1_795_132_800_000 + hour * 3_600_000;
        let wall = Some(Wall { utc_ms, offset_min: 0 });
        Moment { hall: HallTime(u64::try_from(utc_ms).unwrap()), wall, boot: BootId(1) }
    }

    fn after(last_day: Option<u32>) -> Carry {
        let last_day = last_day.map(ServiceDay);
        Carry { last_day, closed: None, next_ticket: TicketId(1), next_job: JobId(1), seal: None }
    }

    #[test]
    fn a_day_is_opened_by_its_date() {
        let opened = to_open(&NineToFive, after(Some(20_261_119)), on_the_20th(8));

        assert_eq!(opened, Some(ServiceDay(20_261_120)));
    }

    #[test]
    fn a_day_of_rest_is_not_opened() {
        let sunday = Moment {
            wall: Some(Wall { utc_ms: 1_795_132_800_000 + 58 * 3_600_000, offset_min: 0 }),
            ..on_the_20th(10)
        };

        assert_eq!(to_open(&NineToFive, after(Some(20_261_120)), sunday), None);
    }

    #[test]
    fn c04_a_closed_day_is_not_opened_again_when_the_clock_goes_back_over_midnight() {
        assert_eq!(to_open(&NineToFive, after(Some(20_261_120)), on_the_20th(23)), None);
    }

    #[test]
    fn a_clock_that_is_a_day_behind_does_not_keep_the_hall_shut() {
        let opened = to_open(&NineToFive, after(Some(20_261_120)), on_the_20th(10));

        assert_eq!(opened, Some(ServiceDay(20_261_121)));
    }

    #[test]
    fn a_day_that_was_closed_early_stays_closed_for_the_rest_of_its_date() {
        let closed = Carry { closed: on_the_20th(10).wall, ..after(Some(20_261_120)) };

        assert_eq!(to_open(&NineToFive, closed, on_the_20th(10)), None);
        assert_eq!(to_open(&NineToFive, closed, on_the_20th(16)), None);
    }

    #[test]
    fn a_clock_that_stands_before_the_closing_is_behind() {
        let closed = Carry { closed: on_the_20th(15).wall, ..after(Some(20_261_120)) };

        let opened = to_open(&NineToFive, closed, on_the_20th(10));

        assert_eq!(opened, Some(ServiceDay(20_261_121)));
    }

    #[test]
    fn c01_without_a_time_of_day_the_day_after_the_last_is_opened_without_hours() {
        let now = Moment { wall: None, ..on_the_20th(10) };

        let day = to_open(&NineToFive, after(Some(20_261_119)), now);

        assert_eq!(day, Some(ServiceDay(20_261_120)));
        assert_eq!(to_open(&NineToFive, after(None), now), Some(DAY_ONE));
        assert!(NineToFive.hours(ServiceDay(20_261_120), now).sessions.is_empty());
    }

    #[test]
    fn closing_early_gives_no_more_tickets_and_opens_no_later_session() {
        let hours = NineToFive.hours(ServiceDay(20_261_120), on_the_20th(10));

        let shorter = closing_early(&hours, on_the_20th(11));

        assert_eq!(shorter.sessions[0].last_ticket, on_the_20th(11).hall);
        assert_eq!(shorter.sessions[0].closes, on_the_20th(11).hall);
        assert!(closing_early(&hours, on_the_20th(8)).sessions.is_empty());
    }

    #[test]
    fn hours_keep_their_promise_on_the_wall_when_the_bridge_over_a_restart_was_wrong() {
        let hours =
            closing_early(&NineToFive.hours(ServiceDay(20_261_120), on_the_20th(10)), on_the_20th(12));
        let bridged = Moment { hall: on_the_20th(10).hall, ..on_the_20th(11) };

        let moved = realigned(&hours, bridged).unwrap();

        assert_eq!(moved.sessions[0].closes, on_the_20th(11).hall);
        assert_eq!(moved.sessions[0].closes_wall, hours.sessions[0].closes_wall);
        assert_eq!(realigned(&hours, on_the_20th(11)), None);
    }
}
