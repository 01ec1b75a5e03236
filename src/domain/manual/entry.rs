//! What is entered from paper afterwards (补录), and what in it contradicts the office.

use crate::domain::id::{ServiceId, SheetId, StaffId, TicketNumber, WindowId};
use crate::domain::moment::{HallTime, Moment};
use crate::domain::refusal::Refusal;
use crate::domain::request::TypedNumber;
use crate::domain::ticket::{Outcome, Ticket, TicketState};

/// One line of what was written by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number, as it stands on paper.
    pub number: TypedNumber,
    /// What is said of it.
    pub act: EntryAct,
    /// It stands for what was entered for this number before.
    pub corrects: bool,
    /// Whoever enters it knows the doubts and means it.
    pub sure: bool,
}

/// What is said of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryAct {
    /// A number of a block was handed to a visitor.
    Taken {
        /// The last number, where it is a run of them.
        to: Option<u16>,
        /// What for.
        service: ServiceId,
        /// When.
        at: HallTime,
    },
    /// What became of the ticket.
    Became(Written),
}

/// What the paper says of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was called and served.
    Served {
        /// Where.
        window: WindowId,
        /// By whom.
        clerk: StaffId,
        /// When it was called; `None` where the machine had called it before.
        called: Option<HallTime>,
        /// When the visitor was there, if that was written.
        started: Option<HallTime>,
        /// When it was done, if that was written.
        finished: Option<HallTime>,
        /// How it ended, for each errand that was open.
        outcome: Outcome,
    },
    /// It was called and is at the window still: the machine's keys go on from here.
    AtWindow {
        /// Where.
        window: WindowId,
        /// By whom.
        clerk: StaffId,
        /// When it was called.
        called: HallTime,
    },
    /// It was called and did not come.
    Left {
        /// Where.
        window: WindowId,
        /// By whom.
        clerk: StaffId,
        /// When it was called; `None` where the machine had called it before.
        called: Option<HallTime>,
    },
    /// Nobody called it by hand: it stays in its place.
    NotCalled,
    /// Nobody knows what became of it.
    WrittenOff {
        /// Why it cannot be known.
        reason: String,
    },
}

impl Written {
    /// Where it was called, by whom and when.
    #[must_use]
    pub fn call(&self) -> Option<(WindowId, StaffId, Option<HallTime>)> {
        match *self {
            Self::Served { window, clerk, called, .. } | Self::Left { window, clerk, called } => {
                Some((window, clerk, called))
            }
            Self::AtWindow { window, clerk, called } => Some((window, clerk, Some(called))),
            Self::NotCalled | Self::WrittenOff { .. } => None,
        }
    }
}

/// What was entered for a ticket, and what it takes to correct that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    /// What the paper says.
    pub written: Written,
    /// Who entered it.
    pub by: Option<StaffId>,
    /// When it was entered.
    pub at: Moment,
    /// Whoever entered it knows the doubts and means it.
    pub sure: bool,
    /// The sheet whose paper it is: the newest open one on which the number stood. `None` for a number on none.
    pub sheet: Option<SheetId>,
    /// That sheet is closed, or, for a number on none, the last one that was open: it is history.
    pub closed: bool,
    /// The ticket before anything was entered for it.
    pub before: Box<Ticket>,
    /// The state into which the entry brought it.
    pub after: TicketState,
}

/// An objection to one of several entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its place among the entries, from 0.
    pub place: usize,
    /// The number it is about.
    pub number: TypedNumber,
    /// What contradicts.
    pub objection: Objection,
}

/// What in an entry contradicts what the office knows.
///
/// Most are impossible. The last five are doubts: the paper may be right and the office may not have seen it, as
/// nobody logs in at a dead keypad; whoever enters it may say that it was so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objection {
    /// No ticket has this number today.
    NeverIssued,
    /// Several tickets match: the letter is missing.
    Ambiguous,
    /// The number belongs to no block of paper tickets.
    NotOnPaper,
    /// The paper of this number was taken before.
    TakenBefore,
    /// The service has numbers of another letter.
    OtherLetter,
    /// There is no such service.
    NoSuchService,
    /// There is no such window.
    NoSuchWindow(WindowId),
    /// Nobody of the staff has this number.
    NoSuchClerk(StaffId),
    /// It was called before it began to wait.
    BeforeIssue {
        /// Since when it waits.
        since: HallTime,
    },
    /// It was taken before the hall gives tickets today.
    BeforeOpening {
        /// From when on it does.
        opens: HallTime,
    },
    /// It was taken before its number was claimed for paper, which was today.
    BeforeClaim {
        /// When.
        claimed: HallTime,
    },
    /// A time on the paper has not come yet.
    InTheFuture,
    /// Finished before started, or started before called.
    OutOfOrder,
    /// The machine has dealt with it.
    ByMachine {
        /// Where it was called last.
        window: Option<WindowId>,
    },
    /// The time of the call is missing.
    NoTime,
    /// The machine called it to another window.
    CalledElsewhere {
        /// That window.
        window: WindowId,
    },
    /// Something was entered for it before.
    EnteredBefore {
        /// The window that was entered.
        window: Option<WindowId>,
        /// The time of the call that was entered.
        called: Option<HallTime>,
    },
    /// Nothing was entered for it before that could be corrected.
    NothingToCorrect,
    /// The machine has moved it since it was entered.
    MovedSince,
    /// It cannot be at that window still: somebody else is there, or that clerk is not logged in.
    NotAtWindow,
    /// A write-off without a reason.
    NoReason,
    /// An outcome that names what the rules do not know.
    NoSuchOutcome,
    /// The machine called it too, and it did not come.
    MissedByMachine {
        /// Where.
        window: WindowId,
    },
    /// Nobody was logged in at the window.
    WindowClosed(WindowId),
    /// Somebody else was logged in at the window.
    OtherClerk(StaffId),
    /// The clerk is not trained for the service, or the window does not serve it.
    Unskilled,
    /// Another visitor was at this window at the same time. It is asked of the whole sheet when it is to be closed, as
    /// the entry that makes it right may be the next one.
    Overlaps(TicketNumber, WindowId),
}

impl Objection {
    /// Whether it is only a doubt, which an entry that is sure overcomes.
    #[must_use]
    pub fn is_doubt(self) -> bool {
        match self {
            Self::MissedByMachine { .. }
            | Self::WindowClosed(_)
            | Self::OtherClerk(_)
            | Self::Unskilled
            | Self::Overlaps(..) => true,
            Self::NeverIssued
            | Self::Ambiguous
            | Self::NotOnPaper
            | Self::TakenBefore
            | Self::OtherLetter
            | Self::NoSuchService
            | Self::NoSuchWindow(_)
            | Self::NoSuchClerk(_)
            | Self::BeforeIssue { .. }
            | Self::BeforeOpening { .. }
            | Self::BeforeClaim { .. }
            | Self::InTheFuture
            | Self::OutOfOrder
            | Self::ByMachine { .. }
            | Self::NoTime
            | Self::CalledElsewhere { .. }
            | Self::EnteredBefore { .. }
            | Self::NothingToCorrect
            | Self::MovedSince
            | Self::NotAtWindow
            | Self::NoReason
            | Self::NoSuchOutcome => false,
        }
    }

    /// The refusal it leads to.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        match self {
            Self::NeverIssued => Refusal::NoSuchTicket,
            Self::Ambiguous => Refusal::Ambiguous,
            Self::NoSuchService => Refusal::NoSuchService,
            Self::NoSuchWindow(_) => Refusal::NoSuchWindow,
            Self::NoSuchClerk(_) => Refusal::NoSuchStaff,
            Self::NoReason | Self::NoSuchOutcome => Refusal::NoSuchReason,
            Self::EnteredBefore { .. } | Self::TakenBefore => Refusal::EnteredBefore,
            Self::NotOnPaper
            | Self::OtherLetter
            | Self::BeforeIssue { .. }
            | Self::BeforeOpening { .. }
            | Self::BeforeClaim { .. }
            | Self::InTheFuture
            | Self::OutOfOrder
            | Self::ByMachine { .. }
            | Self::NoTime
            | Self::CalledElsewhere { .. }
            | Self::NothingToCorrect
            | Self::MovedSince
            | Self::NotAtWindow => Refusal::Contradicts,
            Self::MissedByMachine { .. }
            | Self::WindowClosed(_)
            | Self::OtherClerk(_)
            | Self::Unskilled
            | Self::Overlaps(..) => Refusal::Doubtful,
        }
    }
}
