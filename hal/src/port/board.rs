//! A board: a few areas, each with a text that stands until it is replaced.

use crate::driver::Port;

/// The role of a window board or the hall display.
#[derive(Debug)]
pub struct Board;

impl Port for Board {
    type Command = Command;
    type Event = Event;
}

/// What a board may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Show exactly these areas, first to last; replaces everything shown before.
    ///
    /// Only the newest counts: one that was not yet sent is forgotten.
    Show(Vec<Area>),
}

/// The text of one area of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// One line of Unicode text; the character set is the driver's affair.
    pub text: String,
    /// The colour, where the board has colours.
    pub colour: Colour,
    /// Draws the eye: flashes, or moves, as the board can.
    pub lively: bool,
}

/// A colour of light-emitting diodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Red: every board has it.
    Red,
    /// Green.
    Green,
    /// Yellow or amber, of red and green together.
    Yellow,
}

/// What a board may tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The device confirmed that the newest text is shown.
    Shown,
}
