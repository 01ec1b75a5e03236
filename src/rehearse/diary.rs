//! The last happenings of a rehearsal, kept for whoever has to understand why a promise broke.

use std::collections::VecDeque;
use std::fmt;

use super::agenda::{HOUR, MINUTE, SECOND, Time};
use super::crowd::Note;
use super::machine::MORNING_UTC_MS;
use super::trouble::Trouble;
use crate::domain::event::Event;
use crate::domain::record::Record;
use crate::domain::request::Request;
use crate::layout::DeviceName;
use crate::runtime::supervisor::Health;

/// How many happenings are kept.
const KEPT: usize = 60;

/// One happening.
#[derive(Clone, Debug)]
enum Line {
    Person(Note),
    Trouble(Trouble),
    Stored(Box<Record>),
    Paper(String),
    Power(bool),
    Health(DeviceName, Health),
}

/// The last happenings.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    lines: VecDeque<(Time, Line)>,
    /// Everything that went wrong or right again on the day, and when the machine went down and came up.
    wrong: Vec<(Time, Line)>,
}

impl Diary {
    /// Somebody did something.
    pub fn person(&mut self, now: Time, note: &Note) {
        self.write(now, Line::Person(note.clone()));
    }

    /// Something went wrong, or right again.
    pub fn trouble(&mut self, now: Time, trouble: &Trouble) {
        self.write(now, Line::Trouble(trouble.clone()));
    }

    /// A record is on the disk.
    pub fn stored(&mut self, now: Time, record: &Record) {
        // An opening and changed rules hold a whole configuration: nobody reads that here.
        if !matches!(record.asked.request, Request::OpenDay(_) | Request::AdoptRules(_)) {
            self.write(now, Line::Stored(Box::new(record.clone())));
        }
    }

    /// Paper came out.
    pub fn paper(&mut self, now: Time, lines: &[String]) {
        self.write(now, Line::Paper(lines.join(" | ")));
    }

    /// The machine came up or went down.
    pub fn power(&mut self, now: Time, on: bool) {
        self.write(now, Line::Power(on));
    }

    /// The machine found a device, or lost it.
    pub fn health(&mut self, now: Time, device: &DeviceName, health: Health) {
        self.write(now, Line::Health(device.clone(), health));
    }

    /// Another day begins.
    pub fn morning(&mut self) {
        self.wrong.clear();
    }

    fn write(&mut self, now: Time, line: Line) {
        let hours = |record: &Record| matches!(record.asked.request, Request::SetHours(_));
        if matches!(line, Line::Trouble(_) | Line::Power(_))
            || matches!(&line, Line::Stored(record) if hours(record))
        {
            self.wrong.push((now, line.clone()));
        }
        if self.lines.len() == KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back((now, line));
    }
}

impl fmt::Display for Diary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, line) in self.wrong.iter().chain(&self.lines) {
            write!(f, "  {} ", clock(*at))?;
            match line {
                Line::Person(note) => writeln!(f, "{note:?}")?,
                Line::Trouble(trouble) => writeln!(f, "trouble: {trouble:?}")?,
                Line::Paper(lines) => writeln!(f, "paper: {lines}")?,
                Line::Power(on) => writeln!(f, "the machine is {}", if *on { "up" } else { "down" })?,
                Line::Health(device, Health::Offline { fault, .. }) => writeln!(f, "{device}: {fault}")?,
                Line::Health(device, Health::Online { .. }) => writeln!(f, "{device} is there")?,
                Line::Health(device, Health::Held) => writeln!(f, "{device} is switched off")?,
                Line::Stored(record) => {
                    let events: Vec<&Event> = record.events.iter().collect();
                    writeln!(
                        f,
                        "{} at {} ms: {:?} {events:?}",
                        record.seq, record.moment.hall.0, record.asked.request
                    )?;
                }
            }
        }
        Ok(())
    }
}

/// The time of day in the hall, as the world has it: day and clock with milliseconds.
#[must_use]
pub fn clock(at: Time) -> String {
    // The world begins at 07:30 in the hall.
    let of_day = u64::try_from(MORNING_UTC_MS).unwrap_or(0) + 8 * HOUR + at.0;
    let (hour, minute) = (of_day / HOUR % 24, of_day / MINUTE % 60);
    format!("{hour:02}:{minute:02}:{:02}.{:03}", of_day / SECOND % 60, of_day % SECOND)
}
