//! What was written by hand, as a person types it afterwards: one entry a line, and what is wrong with it in words.
//!
//! ```text
//! A017 served window 3 clerk 12 called 09:40 started 09:41 finished 09:52 limited
//! A018 left window 3 clerk 12 called 09:53
//! A019 at window 3 clerk 12 called 09:55
//! A020 not-called
//! A021 written-off the sheet was torn there
//! A950-A953 taken service 2 at 09:45
//! correct A018 served window 2 clerk 11 called 09:53
//! sure A022 served window 4 clerk 14 called 09:50
//! ```
//!
//! `served` ends as `done` unless `limited`, `declined N` or `corrected N,N` is said, counted from 1 as on the keypad.

use crate::domain::id::{Prefix, ServiceId, StaffId, WindowId};
use crate::domain::manual::{Entry, EntryAct, Written};
use crate::domain::moment::HallTime;
use crate::domain::request::TypedNumber;
use crate::domain::ticket::Outcome;

/// Hour and minute of today's wall as hall time; `None` while nobody knows the time of day.
pub type OnTheWall<'a> = &'a dyn Fn(u8, u8) -> Option<HallTime>;

/// Something of a line, with the line's number from 1.
pub type AtLine<T> = (usize, T);

/// Reads one entry.
///
/// # Errors
/// What is wrong, for whoever typed it.
pub fn parse(line: &str, clock: OnTheWall<'_>) -> Result<Entry, String> {
    let mut words = Words { rest: line.split_whitespace().collect(), clock };
    let (mut corrects, mut sure) = (false, false);
    while let Some(word) = words.one_of(&["correct", "sure"]) {
        corrects |= word == "correct";
        sure |= word == "sure";
    }
    let numbers = words.next().ok_or("the line is empty")?;
    let (first, last) = numbers.split_once('-').map_or((numbers, None), |(first, last)| (first, Some(last)));
    let number = ticket(first)?;
    let verb = words.next().unwrap_or_default();
    if verb != "taken" && last.is_some() {
        return Err(format!("{numbers}: only `taken` is said of a run of numbers"));
    }
    let act = match verb {
        "taken" => {
            let to = last.map(|last| until(numbers, number, last)).transpose()?;
            let service = ServiceId(words.number("service")?);
            EntryAct::Taken { to, service, at: words.time("at")?.ok_or("`at HH:MM` is missing")? }
        }
        "served" => EntryAct::Became(words.served()?),
        "at" => EntryAct::Became(words.at_window()?),
        "left" => {
            let (window, clerk) = words.place()?;
            EntryAct::Became(Written::Left { window, clerk, called: words.time("called")? })
        }
        "not-called" => EntryAct::Became(Written::NotCalled),
        "written-off" => EntryAct::Became(Written::WrittenOff { reason: words.all() }),
        other => {
            return Err(format!("`{other}` is none of: served, at, left, not-called, written-off, taken"));
        }
    };
    match words.next() {
        Some(more) => Err(format!("`{more}` is not expected here")),
        None => Ok(Entry { number, act, corrects, sure }),
    }
}

/// Reads many lines, passing over empty ones and those that begin with `#`.
///
/// # Errors
/// Every line that cannot be read, with its number from 1.
pub fn parse_all(lines: &[String], clock: OnTheWall<'_>) -> Result<Vec<AtLine<Entry>>, Vec<AtLine<String>>> {
    let (mut entries, mut wrong) = (Vec::new(), Vec::new());
    for (place, line) in (1..).zip(lines) {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        match parse(line, clock) {
            Ok(entry) => entries.push((place, entry)),
            Err(words) => wrong.push((place, words)),
        }
    }
    if wrong.is_empty() { Ok(entries) } else { Err(wrong) }
}

/// A ticket's number as people write it: `A017`, `a17` or `17`.
fn ticket(text: &str) -> Result<TypedNumber, String> {
    let letter = text.chars().next().filter(char::is_ascii_alphabetic);
    let digits = letter.map_or(text, |_| &text[1..]);
    let value =
        digits.parse().map_err(|_| format!("`{text}` is no number of a ticket; one looks like A017"))?;
    Ok(TypedNumber { prefix: letter.map(|letter| Prefix(letter.to_ascii_uppercase())), value })
}

fn until(numbers: &str, first: TypedNumber, last: &str) -> Result<u16, String> {
    let last = ticket(last)?;
    if last.prefix.is_some() && last.prefix != first.prefix {
        return Err("a run of numbers has one letter".to_owned());
    }
    if last.value < first.value {
        return Err(format!("`{numbers}`: a run of numbers goes up, like A980-A983"));
    }
    Ok(last.value)
}

/// The words of a line that were not read yet.
struct Words<'a> {
    rest: std::collections::VecDeque<&'a str>,
    clock: OnTheWall<'a>,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        self.rest.pop_front()
    }

    fn one_of(&mut self, wanted: &[&str]) -> Option<&'a str> {
        let word = self.rest.front().copied().filter(|word| wanted.contains(word))?;
        self.rest.pop_front();
        Some(word)
    }

    fn all(&mut self) -> String {
        self.rest.drain(..).collect::<Vec<&str>>().join(" ")
    }

    /// A number behind its name.
    fn number<N: std::str::FromStr>(&mut self, name: &str) -> Result<N, String> {
        self.one_of(&[name]).ok_or_else(|| format!("`{name} NUMBER` is missing"))?;
        let word = self.next().unwrap_or_default();
        word.parse().map_err(|_| format!("`{name} {word}`: a number belongs there"))
    }

    /// A time of day behind its name, where the name stands.
    fn time(&mut self, name: &str) -> Result<Option<HallTime>, String> {
        if self.one_of(&[name]).is_none() {
            return Ok(None);
        }
        let word = self.next().unwrap_or_default();
        let wrong = || format!("`{name} {word}`: a time looks like 09:40");
        let (hour, minute) = word.split_once(':').ok_or_else(wrong)?;
        // `14:5` may be a torn 14:50: nobody guesses.
        let digits = |part: &str, least| {
            (least..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(hour, 1) || !digits(minute, 2) {
            return Err(wrong());
        }
        let (hour, minute) = (hour.parse().map_err(|_| wrong())?, minute.parse().map_err(|_| wrong())?);
        if hour > 23 || minute > 59 {
            return Err(wrong());
        }
        let at = (self.clock)(hour, minute);
        at.map(Some).ok_or_else(|| "the time of day is not known here: set the clock first".to_owned())
    }

    fn place(&mut self) -> Result<(WindowId, StaffId), String> {
        Ok((WindowId(self.number("window")?), StaffId(self.number("clerk")?)))
    }

    fn at_window(&mut self) -> Result<Written, String> {
        let (window, clerk) = self.place()?;
        let called = self.time("called")?.ok_or("`called HH:MM` is missing")?;
        Ok(Written::AtWindow { window, clerk, called })
    }

    fn served(&mut self) -> Result<Written, String> {
        let (window, clerk) = self.place()?;
        let (called, started, finished) =
            (self.time("called")?, self.time("started")?, self.time("finished")?);
        let outcome = match self.one_of(&["done", "limited", "declined", "corrected"]) {
            None | Some("done") => Outcome::Done,
            Some("limited") => Outcome::TimeLimited,
            Some("declined") => Outcome::NotAccepted { reason: place(self.next().unwrap_or_default())? },
            Some(_) => {
                let missing = self.next().unwrap_or_default().split(',').map(place);
                Outcome::Corrected { missing: missing.collect::<Result<Vec<u8>, String>>()? }
            }
        };
        Ok(Written::Served { window, clerk, called, started, finished, outcome })
    }
}

/// A place in one of the rules' lists, counted from 1 as on the keypad.
fn place(word: &str) -> Result<u8, String> {
    let counted: Option<u8> = word.parse().ok();
    counted
        .and_then(|counted| counted.checked_sub(1))
        .ok_or_else(|| format!("`{word}`: a place in the list belongs there, from 1"))
}
