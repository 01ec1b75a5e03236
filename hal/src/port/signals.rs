//! Signals of the hall: contacts that tell something of the building, lamps and buzzers that tell people.

use crate::driver::Port;

/// The role of a single line of the hall, in or out.
#[derive(Debug)]
pub struct Signals;

impl Port for Signals {
    type Command = Command;
    type Event = Event;
}

/// What a lamp or buzzer may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Be on, or off, until told otherwise. It is off when it is met and when the daemon ends.
    Set(bool),
    /// Sound the short pattern once and be silent again. One that sounds is not told to begin anew.
    Sound,
    /// Sound one long tone: a visitor is called, and no voice says it.
    SoundCall,
}

/// What a contact may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The first sign of a change, within milliseconds: it may be noise. [`Event::Settled`] or
    /// [`Event::Passed`] follows, so that what is done upon it can be taken back.
    Stirred {
        /// What it seems to become.
        active: bool,
    },
    /// The change has stood for its time: it is so.
    Settled {
        /// What it is: mains lost, button pressed.
        active: bool,
    },
    /// The sign was nothing: all is as before.
    Passed,
}
