//! A rating pad: five keys, asked only when a visitor has something to rate.

use crate::driver::Port;

/// The role of a rating pad.
#[derive(Debug)]
pub struct RatingPad;

impl Port for RatingPad {
    type Command = Command;
    type Event = Event;
}

/// What a pad may be told. The newest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Light all five keys and wait for one: 1 very good … 5 very bad.
    AskGrade,
    /// Ask why: the five keys stand for the five reasons printed beside them.
    AskReason,
    /// Dark; presses are not asked for and not told.
    Rest,
}

/// What a pad may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key was pressed while asked: 1 to 5.
    Pressed(u8),
}
