//! The kinds of value that keys may have, each with the words for what would have been right.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::time::Duration;

use jiff::civil::{Date, Time};
use toml::de::DeValue;

/// A kind of value: how it is read, and how it is described to a person who wrote something else.
pub trait Kind {
    /// What a value of this kind becomes.
    type Value;

    /// What would be right, to stand behind "expected".
    fn wanted(&self) -> String;

    /// The value; `None` when it is not of this kind.
    fn read(&self, value: &DeValue<'_>) -> Option<Self::Value>;
}

/// Any text but an empty one.
#[derive(Clone, Copy, Debug)]
pub struct Text;

impl Kind for Text {
    type Value = String;

    fn wanted(&self) -> String {
        "a text in quotes, not empty".to_owned()
    }

    fn read(&self, value: &DeValue<'_>) -> Option<String> {
        value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
    }
}

/// Any text, also an empty one.
#[derive(Clone, Copy, Debug)]
pub struct TextOrNone;

impl Kind for TextOrNone {
    type Value = String;

    fn wanted(&self) -> String {
        "a text in quotes".to_owned()
    }

    fn read(&self, value: &DeValue<'_>) -> Option<String> {
        value.as_str().map(str::to_owned)
    }
}

/// `true` or `false`.
#[derive(Clone, Copy, Debug)]
pub struct Flag;

impl Kind for Flag {
    type Value = bool;

    fn wanted(&self) -> String {
        "`true` or `false`, without quotes".to_owned()
    }

    fn read(&self, value: &DeValue<'_>) -> Option<bool> {
        value.as_bool()
    }
}

/// A whole number within bounds, both included.
#[derive(Clone, Debug)]
pub struct Whole<N>(pub RangeInclusive<N>);

impl<N: Copy + Display + PartialOrd + TryFrom<i64>> Kind for Whole<N> {
    type Value = N;

    fn wanted(&self) -> String {
        format!("a whole number from {} to {}, without quotes", self.0.start(), self.0.end())
    }

    fn read(&self, value: &DeValue<'_>) -> Option<N> {
        let digits = value.as_integer()?;
        let number = i64::from_str_radix(digits.as_str(), digits.radix()).ok()?;
        N::try_from(number).ok().filter(|number| self.0.contains(number))
    }
}

/// A span of time with its unit: `"30s"`, `"1h 30min"`; both bounds included.
#[derive(Clone, Debug)]
pub struct Span(pub RangeInclusive<Duration>);

impl Span {
    /// From `least` to `most` seconds.
    pub const fn seconds(least: u64, most: u64) -> Self {
        Self(Duration::from_secs(least)..=Duration::from_secs(most))
    }

    /// From `least` to `most` minutes.
    pub const fn minutes(least: u64, most: u64) -> Self {
        Self::seconds(least * 60, most * 60)
    }
}

impl Kind for Span {
    type Value = Duration;

    fn wanted(&self) -> String {
        let (least, most) = (in_words(*self.0.start()), in_words(*self.0.end()));
        format!("a span of time such as \"30s\" or \"1h 30min\", from \"{least}\" to \"{most}\"")
    }

    fn read(&self, value: &DeValue<'_>) -> Option<Duration> {
        span(value.as_str()?).filter(|span| self.0.contains(span))
    }
}

/// A value of this kind, or `"none"`.
#[derive(Clone, Debug)]
pub struct OrNone<K>(pub K);

impl<K: Kind> Kind for OrNone<K> {
    type Value = Option<K::Value>;

    fn wanted(&self) -> String {
        format!("{}, or \"none\"", self.0.wanted())
    }

    fn read(&self, value: &DeValue<'_>) -> Option<Option<K::Value>> {
        if value.as_str() == Some("none") { Some(None) } else { self.0.read(value).map(Some) }
    }
}

/// Units of time and their milliseconds, the longest first.
const UNITS: [(&str, u64); 4] = [("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1)];

/// A span as people write it: numbers with units, in any order; `None` when it is anything else.
fn span(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut total_ms: u64 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?.trim_start();
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let unit = rest.get(..letters)?;
        let (_, ms) = UNITS.iter().find(|(name, _)| *name == unit)?;
        total_ms = total_ms.checked_add(number.checked_mul(*ms)?)?;
        rest = rest.get(letters..)?.trim_start();
    }
    Some(Duration::from_millis(total_ms))
}

/// A span as people read it: `1h 30min`.
fn in_words(span: Duration) -> String {
    let mut left = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    let mut words = Vec::new();
    for (unit, ms) in UNITS {
        if left >= ms {
            words.push(format!("{}{unit}", left / ms));
            left %= ms;
        }
    }
    if words.is_empty() { "0s".to_owned() } else { words.join(" ") }
}

/// One of a few words, each with its meaning.
#[derive(Clone, Copy, Debug)]
pub struct OneOf<T: 'static>(pub &'static [(&'static str, T)]);

impl<T: Copy> Kind for OneOf<T> {
    type Value = T;

    fn wanted(&self) -> String {
        let words: Vec<String> = self.0.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        format!("one of {}", words.join(", "))
    }

    fn read(&self, value: &DeValue<'_>) -> Option<T> {
        let written = value.as_str()?;
        self.0.iter().find(|(word, _)| *word == written).map(|(_, meaning)| *meaning)
    }
}

/// One capital letter, as it stands before numbers.
#[derive(Clone, Copy, Debug)]
pub struct Letter;

impl Kind for Letter {
    type Value = char;

    fn wanted(&self) -> String {
        "one capital letter from \"A\" to \"Z\"".to_owned()
    }

    fn read(&self, value: &DeValue<'_>) -> Option<char> {
        let mut letters = value.as_str()?.chars();
        letters.next().filter(|letter| letter.is_ascii_uppercase() && letters.next().is_none())
    }
}

/// A time of day: `"17:30"`, and `"24:00"` for the end of the day.
#[derive(Clone, Copy, Debug)]
pub struct Clock;

/// The minute of the day that a time of day means; 1440 is its end.
pub type MinuteOfDay = u16;

impl Kind for Clock {
    type Value = MinuteOfDay;

    fn wanted(&self) -> String {
        "a time of day such as \"17:30\", from \"00:00\" to \"24:00\"".to_owned()
    }

    fn read(&self, value: &DeValue<'_>) -> Option<MinuteOfDay> {
        minute_of_day(value.as_str()?)
    }
}

/// A stretch of opening: `"08:30-12:00"`.
#[derive(Clone, Copy, Debug)]
pub struct Stretch;

impl Kind for Stretch {
    type Value = (MinuteOfDay, MinuteOfDay);

    fn wanted(&self) -> String {
        "a stretch of opening such as \"08:30-12:00\", which ends after it begins".to_owned()
    }

    fn read(&self, value: &DeValue<'_>) -> Option<Self::Value> {
        stretch(value.as_str()?)
    }
}

/// A stretch as people write it; `None` when it is anything else or does not end after it begins.
pub(super) fn stretch(text: &str) -> Option<(MinuteOfDay, MinuteOfDay)> {
    let (from, to) = text.split_once('-')?;
    let (from, to) = (minute_of_day(from.trim())?, minute_of_day(to.trim())?);
    (from < to).then_some((from, to))
}

fn minute_of_day(text: &str) -> Option<MinuteOfDay> {
    if text == "24:00" {
        return Some(24 * 60);
    }
    let (hour, minute) = text.split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit() || b == b':') {
        return None;
    }
    let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    MinuteOfDay::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()
}

/// A date, without quotes: `2027-01-01`.
#[derive(Clone, Copy, Debug)]
pub struct Day;

impl Kind for Day {
    type Value = Date;

    fn wanted(&self) -> String {
        "a date such as 2027-01-01, without quotes".to_owned()
    }

    fn read(&self, value: &DeValue<'_>) -> Option<Date> {
        let written = value.as_datetime().filter(|written| written.time.is_none())?.date?;
        let (month, day) = (i8::try_from(written.month).ok()?, i8::try_from(written.day).ok()?);
        Date::new(i16::try_from(written.year).ok()?, month, day).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<K: Kind>(kind: &K, written: &str) -> Option<K::Value> {
        kind.read(DeValue::parse(written).expect("valid TOML").get_ref())
    }

    #[test]
    fn spans_have_units() {
        let kind = Span::minutes(0, 600);

        assert_eq!(read(&kind, "\"30s\""), Some(Duration::from_secs(30)));
        assert_eq!(read(&kind, "\"1h 30min\""), Some(Duration::from_secs(5400)));
        assert_eq!(read(&kind, "\"800ms\""), Some(Duration::from_millis(800)));
        for wrong in [
            "\"\"",
            "\"30\"",
            "30",
            "\"1.5h\"",
            "\"-5s\"",
            "\"5 minutes\"",
            "\"11h\"",
            "\"99999999999999999h\"",
        ] {
            assert_eq!(read(&kind, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn whole_numbers_keep_their_bounds() {
        assert_eq!(read(&Whole(1..=16_u8), "16"), Some(16));
        assert_eq!(read(&Whole(1..=16_u8), "0x10"), Some(16));
        for wrong in ["0", "17", "-1", "\"3\"", "3.0", "99999999999999999999", "true"] {
            assert_eq!(read(&Whole(1..=16_u8), wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_stretch_ends_after_it_begins_and_may_end_with_the_day() {
        assert_eq!(read(&Stretch, "\"08:30-12:00\""), Some((510, 720)));
        assert_eq!(read(&Stretch, "\"18:00 - 24:00\""), Some((1080, 1440)));
        for wrong in
            ["\"12:00-08:30\"", "\"08:30-08:30\"", "\"8:30-12:00\"", "\"08:30\"", "\"08:60-12:00\"", "\"-\""]
        {
            assert_eq!(read(&Stretch, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_date_is_a_date_and_exists() {
        assert_eq!(read(&Day, "2028-02-29"), Date::new(2028, 2, 29).ok());
        assert_eq!(read(&Day, "\"2028-02-29\""), None);
        assert_eq!(read(&Day, "2028-02-29T08:00:00"), None);
    }

    #[test]
    fn letters_and_words_are_taken_literally() {
        assert_eq!(read(&Letter, "\"A\""), Some('A'));
        for wrong in ["\"a\"", "\"AB\"", "\"\"", "\"甲\"", "1"] {
            assert_eq!(read(&Letter, wrong), None, "{wrong}");
        }
        let kind = OneOf(&[("stop", 1), ("wrap", 2)]);
        assert_eq!(read(&kind, "\"wrap\""), Some(2));
        assert_eq!(read(&kind, "\"Wrap\""), None);
        assert_eq!(kind.wanted(), "one of \"stop\", \"wrap\"");
    }

    #[test]
    fn bounds_are_told_in_the_units_people_write() {
        assert!(Span::seconds(0, 5400).wanted().ends_with("from \"0s\" to \"1h 30min\""));
    }
}
