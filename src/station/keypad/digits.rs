//! What four seven-segment digits can draw of numbers and letters.

use hal::port::keypad::DIGITS;

use crate::domain::id::{ServiceId, TicketNumber};
use crate::domain::rules::ClassColour;

/// The form of a letter that seven segments can draw; `None` for K, M, V, W, X and Z.
#[must_use]
pub fn segments(letter: char) -> Option<char> {
    match letter.to_ascii_uppercase() {
        large @ ('A' | 'C' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'L' | 'P' | 'S' | 'U') => Some(large),
        small @ ('B' | 'D' | 'N' | 'O' | 'Q' | 'R' | 'T' | 'Y') => Some(small.to_ascii_lowercase()),
        _ => None,
    }
}

/// A ticket's number: with its letter where the letter can be drawn and there is room, else its digits.
#[must_use]
pub fn number(number: TicketNumber) -> String {
    let value = format!("{:0width$}", number.value, width = usize::from(number.width));
    match segments(number.prefix.0) {
        Some(letter) if value.len() < DIGITS => format!("{letter}{value}"),
        Some(_) | None => last(&value),
    }
}

/// A service that is gone on with, behind a dash, as a letter before three digits would be a ticket's number.
#[must_use]
pub fn service(service: ServiceId) -> String {
    format!("-{:>width$}", service.0 % 1000, width = DIGITS - 1)
}

/// The colour of a class in letters that seven segments can draw; `None` for a plain one.
#[must_use]
pub fn colour(colour: ClassColour) -> Option<&'static str> {
    match colour {
        ClassColour::Plain => None,
        ClassColour::Red => Some("rEd"),
        ClassColour::Blue => Some("bLUE"),
        ClassColour::Green => Some("GrEn"),
    }
}

/// A count, at the right; more than four digits can show is 9999.
#[must_use]
pub fn count(count: u32) -> String {
    format!("{:>DIGITS$}", count.min(9999))
}

/// The last characters of what was typed, as many as fit.
#[must_use]
pub fn last(typed: &str) -> String {
    let skipped = typed.chars().count().saturating_sub(DIGITS);
    typed.chars().skip(skipped).collect()
}

/// A dash for each digit that was typed, as many as fit.
#[must_use]
pub fn dashes(typed: &str) -> String {
    "-".repeat(typed.chars().count().min(DIGITS))
}
