//! A cabinet with locked doors from which visitors collect: one door at a time, and each order with its outcome.

use std::fmt;
use std::num::NonZeroU8;

use crate::driver::Port;

/// The role of a cabinet with locked doors.
#[derive(Debug)]
pub struct Locker;

impl Port for Locker {
    type Command = Command;
    type Event = Event;
}

/// The most doors of one board.
pub const DOORS_MOST: u8 = 24;

/// A door, by the number on it: 1 to [`DOORS_MOST`].
///
/// There is no door 0: to a lock board that number means all of them, and nobody may be able to say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Door(NonZeroU8);

impl Door {
    /// The door of this number; `None` for 0 and for more than a board has.
    pub fn new(number: u8) -> Option<Self> {
        NonZeroU8::new(number).filter(|number| number.get() <= DOORS_MOST).map(Self)
    }

    /// The number on it.
    pub fn number(self) -> u8 {
        self.0.get()
    }
}

impl fmt::Display for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What a cabinet may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Open one door. Exactly one of `Opened`, `NotOpened` and `Unknown` is told of each job.
    Open {
        /// Names the order.
        job: u64,
        /// Which door.
        door: Door,
    },
}

/// What a cabinet may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The door of this job stands open.
    Opened {
        /// The order.
        job: u64,
    },
    /// The door of this job surely did not open, and will not.
    NotOpened {
        /// The order.
        job: u64,
    },
    /// The door of this job may have opened: somebody has to look.
    Unknown {
        /// The order.
        job: u64,
    },
    /// A door is open or shut: told of each after every attachment, and at every change.
    Door {
        /// Which.
        door: Door,
        /// Whether it stands open.
        open: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_door_that_means_all() {
        assert_eq!(Door::new(0), None);
        assert_eq!(Door::new(DOORS_MOST + 1), None);
        assert_eq!(Door::new(1).map(Door::number), Some(1));
        assert_eq!(Door::new(DOORS_MOST).map(Door::number), Some(24));
    }
}
