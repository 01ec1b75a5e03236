//! What the command line may say to a running daemon, over a local socket with permissions.
//!
//! One JSON object a line in each direction. The socket belongs to the daemon's user and group; whoever may
//! open it is duty staff.

mod adopt;
pub mod bench;
mod duty;
pub mod incidents;
mod keypad;
pub mod ladders;
mod locker;
pub mod paper;
pub mod self_test;
pub mod server;
mod session;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::id::Prefix;
use crate::domain::request::TypedNumber;

/// A line to the daemon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// How is the hall?
    Status,
    /// By which means does the hall work?
    Ladders,
    /// Read the configuration again and work by it.
    Reload,
    /// Copy the journal to the second medium, due or not; the answer comes when the copy was read back.
    Backup,
    /// Put the journal of another hall aside, which lies in this hall's place, and begin this hall's own.
    Adopt {
        /// Whose journal it is.
        instead_of: String,
        /// The number of the clerk who decides.
        by: u32,
    },
    /// What a technician asks.
    Bench(bench::Ask),
    /// Something that befalls the whole hall.
    Incident(incidents::Ask),
    /// Give no more tickets, of one service or at all.
    StopIssuing {
        /// The service's number; all when absent.
        service: Option<u16>,
    },
    /// Give tickets again.
    AllowIssuing {
        /// The service's number; all when absent.
        service: Option<u16>,
    },
    /// Give no tickets after this many minutes from the asking; whoever holds one is served.
    CloseEarly {
        /// Minutes; 0 closes at once.
        in_minutes: u16,
    },
    /// Give tickets for so many minutes longer than the calendar says.
    StayOpen {
        /// Minutes beyond the calendar's closing.
        minutes: u16,
    },
    /// End the day; whoever is left is closed with it.
    CloseDay,
    /// Give a ticket at the desk.
    Issue {
        /// The services' numbers, in order.
        services: Vec<u16>,
        /// The reason for the green channel, as its code.
        green: Option<String>,
    },
    /// Print a ticket's slip again.
    Reprint {
        /// The number as printed: `A017`.
        number: String,
    },
    /// Withdraw a ticket.
    Cancel {
        /// The number as printed.
        number: String,
    },
    /// A missed or corrected visitor is back.
    Return {
        /// The number as printed.
        number: String,
    },
    /// Something of calling by paper.
    Paper(paper::Ask),
    /// Open an empty door of the pick-up cabinet, to put something in; the answer tells its code.
    LockerPut {
        /// The door.
        door: u8,
        /// The ticket of whom it is for, as printed; nobody's when absent.
        whom: Option<String>,
    },
    /// Tell what lies behind which door, and for whom.
    LockerList,
    /// Open a door of the pick-up cabinet for somebody who has lost the code.
    LockerCollect {
        /// The door.
        door: u8,
    },
    /// Something of the self-test.
    SelfTest(self_test::Ask),
    /// Put a clerk at a window whose keypad has no digits; the daemon checks the PIN.
    LogIn {
        /// The window.
        window: u8,
        /// The clerk's number.
        staff: u32,
        /// The PIN.
        pin: Secret,
    },
    /// Press keys for a window whose keypad is out, one after the other.
    Keypad {
        /// The window.
        window: u8,
        /// The keys by name; a number is its digits.
        keys: Vec<String>,
    },
    /// Enter a grade by the code on the slip, or from a form that bears the ticket's number.
    Rate {
        /// The code, or the number as printed.
        code: String,
        /// 1 very good to 5 very bad.
        grade: u8,
    },
    /// Take a clerk from a window.
    LogOut {
        /// The window.
        window: u8,
    },
}

/// The daemon's line back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Reply {
    /// It was done; what came of it, in words.
    Done {
        /// For people.
        words: String,
    },
    /// The office says no.
    Refused {
        /// The refusal's name.
        refusal: String,
        /// For people.
        words: String,
    },
    /// It could not be done.
    Failed {
        /// What, where, and what to try.
        words: String,
    },
    /// The configuration on disk cannot be used; the daemon goes on by the one before.
    Misconfigured {
        /// Every mistake, with its place.
        words: String,
    },
    /// How the hall is.
    Status(Box<StatusReply>),
    /// What a technician is told.
    Bench(bench::Answer),
    /// By which means the hall works.
    Ladders(ladders::LaddersReply),
}

/// How the hall is, for the command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusReply {
    /// One sentence.
    pub sentence: String,
    /// Why the configuration on disk is not in force, if it is not.
    pub configuration: Option<String>,
    /// How old the last good copy of the journal is, in words; `None` in a hall that makes none.
    pub backup: Option<String>,
    /// What was written to disks today and the room that is left, in words; `None` before anything is known.
    pub disk: Option<String>,
    /// What does not fit in the journal's past, if that was found.
    pub damage: Option<String>,
    /// That the journal is another hall's, and every way on, if it is; a line each.
    pub other_hall: Option<String>,
    /// Where the journal is kept, if not in its main file: what is read from that lacks what has happened since.
    pub elsewhere: Option<String>,
    /// Records of another side that were found today and lie aside; 0 when there is none.
    pub aside: u64,
    /// Windows that close, with what each has still to hand over.
    pub closing: Vec<ClosingReply>,
    /// What became of PINs of the staff today, a line each.
    pub pins: Vec<String>,
    /// The day's self-test and its certificate, in one sentence.
    pub self_test: Option<String>,
    /// Every device.
    pub devices: Vec<DeviceReply>,
}

/// A window that closes, for the command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingReply {
    /// Its number.
    pub window: u8,
    /// Who is logged in still.
    pub clerk: Option<u32>,
    /// Which tickets stand open there, in words; empty when only papers are left.
    pub open: String,
    /// For how many minutes it closes.
    pub minutes: u64,
}

/// One device, for the command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceReply {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: String,
    /// `online`, `offline` or `held`.
    pub health: String,
    /// Why, or what it said last.
    pub words: String,
}

/// A ticket's number as people write it: `A017`, `a17` or `17`; `None` for anything else.
#[must_use]
pub fn ticket_number(text: &str) -> Option<TypedNumber> {
    let letter = text.chars().next().filter(char::is_ascii_alphabetic);
    let digits = letter.map_or(text, |_| &text[1..]);
    let value = digits.parse().ok()?;
    Some(TypedNumber { prefix: letter.map(|letter| Prefix(letter.to_ascii_uppercase())), value })
}

/// A text that no log and no trace shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text secret.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
