//! What may be asked of the office, and by whom.
//!
//! A place in one of the rules' lists is counted from 0.

use super::card::Card;
use super::id::{JobId, KioskId, Prefix, RequestNumber, ServiceId, StaffId, TicketId, WindowId};
use super::incident::IncidentRequest;
use super::keeping::KeepingRequest;
use super::locker::CabinetRequest;
use super::manual::ManualRequest;
use super::means::MeansRequest;
use super::opening::{Hours, Opening};
use super::rules::Rules;
use super::self_test::SelfTestRequest;
use super::staff::StaffRequest;
use super::ticket::Outcome;

pub use super::refusal::Refusal;

/// One request with everything the journal must know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Names this asking: the same number has the same answer.
    pub number: RequestNumber,
    /// Where it came from.
    pub origin: Origin,
    /// Who asked, where a person is known.
    pub person: Option<StaffId>,
    /// What is asked.
    pub request: Request,
}

/// Where a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A self-service terminal.
    Kiosk(KioskId),
    /// The keypad of a window.
    Keypad(WindowId),
    /// The rating pad of a window.
    RatingPad(WindowId),
    /// The keypad in a browser, for a window.
    SoftKeypad(WindowId),
    /// The command line or the duty desk.
    Duty,
    /// A device that reports what became of a job.
    Device,
    /// The passing of time.
    Clock,
    /// The daemon itself, at its start.
    Startup,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Open a business day.
    OpenDay(Box<Opening>),
    /// The daemon started in the middle of a day: settle what was open.
    Restart,
    /// Time has passed: do what is due.
    Wake,
    /// Work by these rules from here on.
    AdoptRules(Box<Rules>),
    /// Work by these hours from here on: an override by the duty leader, or a corrected clock.
    SetHours(Hours),
    /// Give no more tickets, of one service or at all.
    StopIssuing {
        /// The service; all when `None`.
        service: Option<ServiceId>,
    },
    /// Give tickets again.
    AllowIssuing {
        /// The service; all when `None`.
        service: Option<ServiceId>,
    },
    /// End the day: whoever is left is closed with it.
    CloseDay,

    /// Give a ticket.
    Issue {
        /// The services, in order.
        services: Vec<ServiceId>,
        /// Why the green channel, as a place in the rules' list; `None` for everybody else.
        green: Option<u8>,
        /// Whether a slip is wanted.
        paper: bool,
    },
    /// Give a ticket at a terminal of a hall that asks for identity cards.
    IssueByCard {
        /// The services, in order.
        services: Vec<ServiceId>,
        /// Why the green channel, as a place in the rules' list; `None` for everybody else.
        green: Option<u8>,
        /// Whether a slip is wanted.
        paper: bool,
        /// The visitor's card, as far as the hall may know it.
        card: Card,
    },
    /// Print the slip once more, marked as a reprint.
    Reprint {
        /// The ticket.
        ticket: TicketId,
    },
    /// The visitor gives the ticket back, or staff withdraw it.
    Cancel {
        /// The ticket.
        ticket: TicketId,
    },

    /// Call whoever is next; an open service at the window ends as done, and with nobody waiting that is all.
    /// Refused while the visitor at the window has not come or has a further errand.
    CallNext {
        /// The window.
        window: WindowId,
    },
    /// Call a certain number out of turn.
    CallNumber {
        /// The window.
        window: WindowId,
        /// The number.
        number: TypedNumber,
        /// Why, as a place in the rules' list.
        reason: u8,
    },
    /// Call the same visitor again.
    Recall {
        /// The window.
        window: WindowId,
    },
    /// The visitor is there.
    Start {
        /// The window.
        window: WindowId,
    },
    /// The errand has ended.
    Finish {
        /// The window.
        window: WindowId,
        /// How.
        outcome: Outcome,
    },
    /// The visitor did not come.
    NoShow {
        /// The window.
        window: WindowId,
    },
    /// The last call was a mistake, and the visitor has not come yet.
    Undo {
        /// The window.
        window: WindowId,
    },
    /// The visitor steps aside and will be taken up again here.
    Park {
        /// The window.
        window: WindowId,
    },
    /// Take up a parked visitor: the named one, or the one parked longest.
    Resume {
        /// The window.
        window: WindowId,
        /// The number, if several are parked.
        number: Option<TypedNumber>,
    },
    /// Send the visitor on, keeping number and time waited.
    Transfer {
        /// The window that sends.
        window: WindowId,
        /// Where to.
        to: TransferTo,
    },
    /// A missed or corrected visitor is back.
    Return {
        /// The number.
        number: TypedNumber,
    },

    /// A clerk takes a window; the PIN was right.
    LogIn {
        /// The window.
        window: WindowId,
        /// Who.
        staff: StaffId,
    },
    /// A PIN was wrong.
    PinWrong {
        /// Where it was typed.
        window: WindowId,
        /// Whose.
        staff: StaffId,
    },
    /// The clerk leaves the window.
    LogOut {
        /// The window.
        window: WindowId,
    },
    /// Another clerk takes over with the visitor at the window; the PIN was right.
    HandOver {
        /// The window.
        window: WindowId,
        /// Who takes over.
        staff: StaffId,
    },
    /// The window pauses.
    Pause {
        /// The window.
        window: WindowId,
        /// Why, as a place in the rules' list.
        reason: u8,
    },
    /// The window goes on, after a pause or a close-out begun too early.
    GoOn {
        /// The window.
        window: WindowId,
    },
    /// The window finishes what it has and calls nobody further.
    CloseOut {
        /// The window.
        window: WindowId,
    },

    /// Ask the visitor who was served last for a grade.
    AskRating {
        /// The window.
        window: WindowId,
    },
    /// A grade was pressed.
    Rate {
        /// The window.
        window: WindowId,
        /// 1 very good to 5 very bad.
        grade: u8,
    },
    /// A reason was pressed, after a low grade.
    RateReason {
        /// The window.
        window: WindowId,
        /// Place in the rules' list.
        reason: u8,
    },

    /// Something of the pick-up cabinet.
    Cabinet(CabinetRequest),
    /// Something of the self-test.
    SelfTest(SelfTestRequest),

    /// Something about how the records are kept.
    Keeping(KeepingRequest),
    /// Something of the means by which the hall works.
    Means(MeansRequest),
    /// Something of calling by paper.
    Manual(ManualRequest),
    /// Something that befalls the whole hall.
    Incident(IncidentRequest),
    /// Something about the staff.
    Staff(StaffRequest),

    /// A slip came out.
    SlipPrinted {
        /// The job.
        job: JobId,
    },
    /// A slip may have come out.
    SlipUnknown {
        /// The job.
        job: JobId,
    },
    /// A slip surely did not come out.
    SlipNotPrinted {
        /// The job.
        job: JobId,
    },
    /// A call was said.
    Said {
        /// The job.
        job: JobId,
    },
    /// A call was not said.
    NotSaid {
        /// The job.
        job: JobId,
    },
}

/// A ticket number as a clerk can type it: digits, and the letter only when it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedNumber {
    /// The letter, if it was given.
    pub prefix: Option<Prefix>,
    /// The digits.
    pub value: u16,
}

/// Where a visitor is sent on to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferTo {
    /// The queue of another service.
    Service(ServiceId),
    /// A certain window.
    Window(WindowId),
    /// A certain clerk, wherever logged in.
    Clerk(StaffId),
}
