//! When the hall is open: a week, a table of exceptions, and how both become plain intervals of hall time.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use super::values::MinuteOfDay;
use crate::domain::id::ServiceDay;
use crate::domain::moment::{HallTime, Moment, Wall};
use crate::domain::opening::{Hours, Session};

/// How many days ahead the next opening is looked for. No hall is closed longer without a changed calendar.
const LOOK_AHEAD_DAYS: usize = 400;

/// One stretch of opening within a day: minutes of the day, the end behind the beginning.
pub type Stretch = (MinuteOfDay, MinuteOfDay);

/// When the hall is open, in the hall's own time zone. Reads no clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    pub(super) zone: TimeZone,
    /// Monday first.
    pub(super) week: [Vec<Stretch>; 7],
    /// Holidays, make-up working days and other hours, by date; no stretches is a day of rest.
    pub(super) exceptions: BTreeMap<Date, Vec<Stretch>>,
    /// This long before each closing the last ticket is given.
    pub(super) last_ticket: Duration,
    /// The day is closed by itself at this minute.
    pub(super) day_ends: MinuteOfDay,
}

impl Calendar {
    /// An instant of the machine's clock, in milliseconds since 1970-01-01 UTC, as it stands on the hall's
    /// wall.
    ///
    /// A clock beyond the year 9999 reads as UTC.
    #[must_use]
    pub fn wall(&self, utc_ms: i64) -> Wall {
        let offset_min = Timestamp::from_millisecond(utc_ms)
            .ok()
            .and_then(|instant| i16::try_from(self.zone.to_offset(instant).seconds() / 60).ok());
        Wall { utc_ms, offset_min: offset_min.unwrap_or(0) }
    }

    /// The business day that a time of day belongs to: its civil date in the hall's zone.
    #[must_use]
    pub fn service_day(&self, wall: Wall) -> ServiceDay {
        let civil = self.wall(wall.utc_ms).civil();
        let year = u32::try_from(civil.year).unwrap_or(0);
        ServiceDay(year * 10_000 + u32::from(civil.month) * 100 + u32::from(civil.day))
    }

    /// The business day whose date follows this one; the same day at the end of the calendar.
    #[must_use]
    pub fn day_after(&self, day: ServiceDay) -> ServiceDay {
        let Some(next) = date_of(day).and_then(|date| date.tomorrow().ok()) else { return day };
        let part = |value: i8| u32::from(value.unsigned_abs());
        ServiceDay(
            u32::from(next.year().unsigned_abs()) * 10_000 + part(next.month()) * 100 + part(next.day()),
        )
    }

    /// The stretches of opening of a day, in order; empty on a day of rest.
    #[must_use]
    pub fn stretches(&self, day: ServiceDay) -> &[Stretch] {
        date_of(day).map_or(&[], |date| self.on(date))
    }

    /// Whether the hall works at all on a day.
    #[must_use]
    pub fn works_on(&self, day: ServiceDay) -> bool {
        !self.stretches(day).is_empty()
    }

    /// The sessions of a day in hall time, by the relation of the two clocks at this moment.
    ///
    /// Without a time of day there are none, and the day has no end: people decide. On a day of rest there
    /// are none either, and the day has its end; ask [`Self::works_on`] before opening it.
    #[must_use]
    pub fn hours(&self, day: ServiceDay, now: Moment) -> Hours {
        let (Some(date), Some(wall)) = (date_of(day), now.wall) else { return Hours::default() };
        let clocks = Clocks { hall: now.hall, utc_ms: wall.utc_ms };
        let sessions =
            self.on(date).iter().filter_map(|stretch| self.session(date, *stretch, clocks)).collect();
        Hours {
            sessions,
            day_ends: self.at(date, self.day_ends).map(|end| clocks.hall_time(end.utc_ms)),
            next_opening: self.next_opening(date),
        }
    }

    fn session(&self, date: Date, (from, to): Stretch, clocks: Clocks) -> Option<Session> {
        let (opens_wall, closes_wall) = (self.at(date, from)?, self.at(date, to)?);
        let before = i64::try_from(self.last_ticket.as_millis()).unwrap_or(i64::MAX);
        let last = closes_wall.utc_ms.saturating_sub(before).max(opens_wall.utc_ms);
        Some(Session {
            opens: clocks.hall_time(opens_wall.utc_ms),
            last_ticket: clocks.hall_time(last),
            closes: clocks.hall_time(closes_wall.utc_ms),
            opens_wall,
            closes_wall,
        })
    }

    /// The first opening on a day after `date`, if there is one within the next four hundred days.
    fn next_opening(&self, date: Date) -> Option<Wall> {
        let days = date.series(1.day()).skip(1).take(LOOK_AHEAD_DAYS);
        let opening = |day: Date| self.on(day).first().and_then(|(from, _)| self.at(day, *from));
        days.filter_map(opening).next()
    }

    fn on(&self, date: Date) -> &[Stretch] {
        self.exceptions
            .get(&date)
            .or_else(|| self.week.get(place_in_week(date.weekday())))
            .map_or(&[], Vec::as_slice)
    }

    /// A minute of a day on the hall's wall. Where the zone skips or repeats it, the instant a clock that was
    /// set too late or too early would show.
    fn at(&self, date: Date, minute: MinuteOfDay) -> Option<Wall> {
        let (days, minute) = (i64::from(minute / (24 * 60)), minute % (24 * 60));
        let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
        let date = date.checked_add(days.days()).ok()?;
        let zoned: Zoned = date.at(hour, minute, 0, 0).to_zoned(self.zone.clone()).ok()?;
        Some(self.wall(zoned.timestamp().as_millisecond()))
    }
}

/// The two clocks at one moment.
#[derive(Clone, Copy)]
struct Clocks {
    hall: HallTime,
    utc_ms: i64,
}

impl Clocks {
    /// The hall time of an instant; what lies before hall time began is its beginning.
    fn hall_time(self, utc_ms: i64) -> HallTime {
        HallTime(self.hall.0.saturating_add_signed(utc_ms.saturating_sub(self.utc_ms)))
    }
}

fn date_of(day: ServiceDay) -> Option<Date> {
    let (year, month, of_month) = (day.0 / 10_000, day.0 / 100 % 100, day.0 % 100);
    let (month, of_month) = (i8::try_from(month).ok()?, i8::try_from(of_month).ok()?);
    Date::new(i16::try_from(year).ok()?, month, of_month).ok()
}

/// Monday 0 to Sunday 6.
pub(super) fn place_in_week(weekday: Weekday) -> usize {
    usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default()
}
