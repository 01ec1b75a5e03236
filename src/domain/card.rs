//! Identity cards as the office knows them: a keyed hash for the day and an age class, never a number.
//!
//! The number of a card is read, hashed and dropped before the office is asked. What a request carries is all
//! that the journal ever holds of it, and all that a replay needs.

use std::fmt;
use std::time::Duration;

use super::id::{TicketId, TicketNumber};

/// The keyed hash of an identity number: the same card on the same day has the same one.
///
/// It tells nobody's number: the key is drawn for the day, is never in the journal, and is gone afterwards
/// (`runtime::card_key`). Its debug form hides it, as a log outlives the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonHash(pub [u8; 32]);

impl fmt::Debug for PersonHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonHash(hidden)")
    }
}

/// What a terminal that asks for identity cards knows of its visitor's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    /// None was laid on.
    Absent,
    /// The terminal has no reader that works.
    NoReader,
    /// One was read.
    Read {
        /// Whose it is, for the limit; `None` in a hall that keeps nothing.
        person: Option<PersonHash>,
        /// Its holder has reached the age of the green channel, as it was set when the card was read.
        of_age: bool,
    },
}

impl Card {
    /// Whose card it is, where the hall keeps that.
    #[must_use]
    pub fn person(self) -> Option<PersonHash> {
        match self {
            Self::Read { person, .. } => person,
            Self::Absent | Self::NoReader => None,
        }
    }
}

/// What a hall that asks for identity cards sets; one that forbids them has no such rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardRules {
    /// Whether a terminal gives a ticket to a card only. Staff give tickets without one in any case.
    pub required: bool,
    /// Whether a terminal without a working reader gives tickets all the same, where a card is required.
    pub go_on_without_reader: bool,
    /// The most tickets of one person; `None` keeps nothing of anybody.
    pub limit: Option<CardLimit>,
    /// The age from which a card alone opens the green channel.
    pub green: Option<AgeGreen>,
    /// How long a terminal that needs a card waits for it.
    pub wait: Duration,
}

/// The most tickets that one person may take at terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardLimit {
    /// How many.
    pub tickets: u8,
    /// Which count.
    pub per: LimitPer,
}

/// Which tickets count towards a person's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitPer {
    /// Those that carry a service of the one asked for, until they have ended.
    Service,
    /// All of the day but those withdrawn, ended or not.
    Day,
}

/// The green channel by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeGreen {
    /// From this birthday on, in years.
    pub from_years: u8,
    /// The reason on record, as a place in the rules' list.
    pub reason: u8,
}

/// The ticket that somebody holds already, for nobody but the holder of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The ticket.
    pub ticket: TicketId,
    /// What is printed on it.
    pub number: TicketNumber,
    /// How many are called before it, as it looks at this moment; `None` when it does not wait.
    pub ahead: Option<u32>,
}
