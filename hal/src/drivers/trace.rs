//! What passed on a cable, as a text that people read and tests replay.
//!
//! ```text
//! # jiaohao trace 1
//! # driver: modbus-keypad
//! # address: 5
//! # settings: { answer-ms = 80 }
//! # alone: no
//! >0.104 05 04 00 00 00 05 31 8d
//! <0.121 05 04 0a 4b 01 00 28 03 02 01 09 00 00 a1 57
//! # <0.300 15 bytes hidden
//! #= 0.121 Keypad(Pressed(Next))
//! ```
//!
//! A line is a name, the way and the seconds since the trace began, and bytes in hexadecimal, as in every
//! recording of the tests; `#=` tells what a replay must make of it, where somebody wrote that down.

use std::fmt;
use std::time::Duration;

use thiserror::Error;

pub mod replay;

use super::{AnyDriver, build};
use crate::driver::{Piece, SettingsError, Way};

/// The first line.
const HEAD: &str = "# jiaohao trace 1";

/// A trace from its beginning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// Whose it is.
    pub of: Subject,
    /// What passed, in order.
    pub lines: Vec<Line>,
    /// What a replay must tell, as it prints it.
    pub expected: Vec<String>,
}

/// The device that a trace was made for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    /// The name of its driver.
    pub driver: String,
    /// Its address, where it has one.
    pub address: Option<u16>,
    /// Its table.
    pub settings: toml::Table,
    /// Whether it has its cable to itself.
    pub alone: bool,
}

/// Bytes that passed one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How long after the beginning.
    pub at: Duration,
    /// Which way.
    pub way: Way,
    /// The bytes.
    pub piece: Piece,
}

/// A text that is no trace.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TraceError {
    /// It begins otherwise.
    #[error("this is no trace: its first line is not {HEAD:?}")]
    Head,
    /// A line cannot be read.
    #[error("line {0}: not `>seconds bytes` or `<seconds bytes` in hexadecimal")]
    Line(usize),
    /// A line about the device cannot be read.
    #[error("line {0}: the value cannot be read")]
    Value(usize),
}

impl Subject {
    /// The driver as it was set up.
    ///
    /// # Errors
    ///
    /// It has another name by this time, or takes other settings.
    pub fn build(&self) -> Result<AnyDriver, SettingsError> {
        build(&self.driver, &self.settings, self.address)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}")?;
        writeln!(f, "# driver: {}", self.driver)?;
        if let Some(address) = self.address {
            writeln!(f, "# address: {address}")?;
        }
        writeln!(f, "# settings: {}", toml::Value::Table(self.settings.clone()))?;
        writeln!(f, "# alone: {}", if self.alone { "yes" } else { "no" })?;
        writeln!(
            f,
            "# What could tell a PIN, a pick-up code or a card is not here: all digits of a keypad stand as one and"
        )?;
        writeln!(
            f,
            "# the same, all choices of a panel as the first, and other bytes that could are counted only."
        )
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arrow = match self.way {
            Way::Out => '>',
            Way::In => '<',
        };
        let (seconds, millis) = (self.at.as_secs(), self.at.subsec_millis());
        match &self.piece {
            Piece::Hidden(count) => write!(f, "# {arrow}{seconds}.{millis:03} {count} bytes hidden"),
            Piece::Plain(bytes) => {
                write!(f, "{arrow}{seconds}.{millis:03}")?;
                bytes.iter().try_for_each(|byte| write!(f, " {byte:02x}"))
            }
        }
    }
}

impl Trace {
    /// Reads a trace.
    ///
    /// # Errors
    ///
    /// The first line that is none of a trace.
    pub fn read(text: &str) -> Result<Self, TraceError> {
        let mut lines = (1..).zip(text.lines());
        if lines.next().is_none_or(|(_, head)| head.trim_end() != HEAD) {
            return Err(TraceError::Head);
        }
        let mut trace = Self::default();
        for (number, line) in lines {
            if let Some(comment) = line.strip_prefix('#') {
                trace.comment(comment).ok_or(TraceError::Value(number))?;
            } else if !line.trim().is_empty() {
                trace.lines.push(passed(line).ok_or(TraceError::Line(number))?);
            }
        }
        Ok(trace)
    }

    fn comment(&mut self, comment: &str) -> Option<()> {
        if let Some(expected) = comment.strip_prefix("= ") {
            self.expected.push(expected.trim_end().to_owned());
        }
        let Some((key, value)) = comment.trim().split_once(": ") else { return Some(()) };
        match key {
            "driver" => value.clone_into(&mut self.of.driver),
            "address" => self.of.address = Some(value.parse().ok()?),
            "alone" => self.of.alone = value == "yes",
            "settings" => {
                let table: toml::Table = format!("settings = {value}").parse().ok()?;
                self.of.settings = table.get("settings")?.as_table()?.clone();
            }
            _ => {}
        }
        Some(())
    }
}

/// One line of bytes.
fn passed(line: &str) -> Option<Line> {
    let (name, bytes) = line.split_once(' ')?;
    let way = match name.get(..1)? {
        ">" => Way::Out,
        "<" => Way::In,
        _ => return None,
    };
    let at = Duration::try_from_secs_f64(name.get(1..)?.parse().ok()?).ok()?;
    let bytes = bytes.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).ok());
    Some(Line { at, way, piece: Piece::Plain(bytes.collect::<Option<_>>()?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_but_for_what_was_hidden() {
        let of = Subject {
            driver: "modbus-keypad".to_owned(),
            address: Some(5),
            settings: "answer-ms = 80\nkeys = { next = 11, \"0\" = 10 }".parse().unwrap(),
            alone: true,
        };
        let line = |millis, way, piece| Line { at: Duration::from_millis(millis), way, piece };
        let out = line(104, Way::Out, Piece::Plain(vec![0x05, 0xFF]));
        let hidden = line(1300, Way::In, Piece::Hidden(15));
        let text = format!("{of}{out}\n{hidden}\n#= 0.104 Keypad(Pressed(Next))\n");

        let trace = Trace::read(&text).unwrap();

        assert!(text.contains("\n>0.104 05 ff\n# <1.300 15 bytes hidden\n"), "{text}");
        let expected = vec!["0.104 Keypad(Pressed(Next))".to_owned()];
        assert_eq!(trace, Trace { of, lines: vec![out], expected });
    }

    #[test]
    fn a_text_that_is_no_trace_is_refused_with_the_line() {
        assert_eq!(Trace::read("ping A5 A5"), Err(TraceError::Head));
        assert_eq!(Trace::read(&format!("{HEAD}\n>0.1 05 0g")), Err(TraceError::Line(2)));
        assert_eq!(Trace::read(&format!("{HEAD}\n\n# address: five")), Err(TraceError::Value(3)));
    }
}
