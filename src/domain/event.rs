//! What happened: facts in the past tense.
//!
//! A place in one of the rules' lists is counted from 0.

use std::sync::Arc;
use std::time::Duration;

use super::card::PersonHash;
use super::id::{JobId, KioskId, ServiceId, StaffId, TicketId, TicketNumber, WindowId};
use super::incident::IncidentEvent;
use super::job::{AnnouncementDropped, SlipDropped};
use super::keeping::KeepingEvent;
use super::locker::CabinetEvent;
use super::manual::ManualEvent;
use super::means::MeansEvent;
use super::opening::{Hours, Opening};
use super::request::TransferTo;
use super::rules::{Class, Rules};
use super::self_test::SelfTestEvent;
use super::staff::StaffEvent;
use super::ticket::{Cancelled, Outcome, WaitRange};

/// What made a candidate first or not: integers only, compared by cross-multiplication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// The ticket.
    pub ticket: TicketId,
    /// Its class at that moment.
    pub class: Class,
    /// How long it had waited, in milliseconds.
    pub waited_ms: u64,
    /// The target of its class in minutes; its score is `waited_ms` over this.
    pub target_minutes: u32,
}

/// How a ticket came to be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// By the discipline, among these: the first of each class at least, and the one that was chosen first.
    Discipline(Vec<Score>),
    /// It had a promised place: back after a missed call or with materials, or its call had been undone.
    Promised,
    /// The clerk typed its number, for this reason.
    Directed {
        /// Place in the rules' list.
        reason: u8,
    },
    /// It had been parked at this window.
    Resumed,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A day began.
    DayOpened(Box<Opening>),
    /// The day ended. Whoever was left is in the cancellations before it.
    DayClosed,
    /// The daemon started again within the day.
    Restarted,
    /// Other rules hold from here on.
    RulesAdopted {
        /// The rules in full.
        rules: Arc<Rules>,
    },
    /// Other hours hold from here on.
    HoursSet(Hours),
    /// No more tickets, of one service or at all.
    IssuingStopped {
        /// The service; all when `None`.
        service: Option<ServiceId>,
    },
    /// Tickets again.
    IssuingAllowed {
        /// The service; all when `None`.
        service: Option<ServiceId>,
    },

    /// A ticket was given.
    TicketIssued {
        /// Its id.
        ticket: TicketId,
        /// Its number.
        number: TicketNumber,
        /// What the visitor came for.
        services: Vec<ServiceId>,
        /// How urgent.
        class: Class,
        /// The reason for the green channel.
        green: Option<u8>,
        /// At which terminal, if at one.
        kiosk: Option<KioskId>,
        /// People ahead, as told to the visitor.
        ahead: u32,
        /// The wait, as told to the visitor; `None` when it could not be said.
        wait: Option<WaitRange>,
    },
    /// A ticket is the holder's of this identity card.
    TicketHeld {
        /// The ticket.
        ticket: TicketId,
        /// Whose it is.
        person: PersonHash,
    },
    /// A slip is to be printed.
    SlipOpened {
        /// The job.
        job: JobId,
        /// The ticket.
        ticket: TicketId,
        /// Marked as a reprint.
        reprint: bool,
    },
    /// The list of missing materials is to be printed.
    CorrectionOpened {
        /// The job.
        job: JobId,
        /// The ticket.
        ticket: TicketId,
        /// The service that lacks them.
        service: ServiceId,
        /// Places in the service's list of materials.
        missing: Vec<u8>,
    },
    /// The paper of a job came out.
    SlipPrinted {
        /// The job.
        job: JobId,
    },
    /// The paper of a job may have come out; never repeated by itself.
    SlipUnknown {
        /// The job.
        job: JobId,
    },
    /// The paper of a job did not come out and is given up.
    SlipDropped {
        /// The job.
        job: JobId,
        /// Why.
        why: SlipDropped,
    },
    /// A ticket ended without being served.
    TicketCancelled {
        /// The ticket.
        ticket: TicketId,
        /// Why.
        why: Cancelled,
    },

    /// A ticket was called to a window.
    TicketCalled {
        /// The ticket.
        ticket: TicketId,
        /// The window.
        window: WindowId,
        /// Who called.
        clerk: StaffId,
        /// Why this ticket.
        choice: Choice,
    },
    /// A ticket was called again.
    TicketRecalled {
        /// The ticket.
        ticket: TicketId,
        /// The window.
        window: WindowId,
    },
    /// A call is to be said.
    AnnouncementOpened {
        /// The job.
        job: JobId,
        /// The ticket.
        ticket: TicketId,
        /// The window.
        window: WindowId,
        /// Said again after a restart.
        repeat: bool,
    },
    /// A call was said.
    Said {
        /// The job.
        job: JobId,
    },
    /// A call was not said.
    AnnouncementDropped {
        /// The job.
        job: JobId,
        /// Why.
        why: AnnouncementDropped,
    },
    /// A call was a mistake: a ticket called in turn is first again, any other is back where it was.
    /// What that NEXT had finished before stays finished.
    CallUndone {
        /// The ticket.
        ticket: TicketId,
        /// The window.
        window: WindowId,
    },
    /// The visitor is at the window.
    ServiceStarted {
        /// The ticket.
        ticket: TicketId,
        /// The window.
        window: WindowId,
        /// Who serves.
        clerk: StaffId,
    },
    /// One errand ended.
    ServiceFinished {
        /// The ticket.
        ticket: TicketId,
        /// The window.
        window: WindowId,
        /// Who served.
        clerk: StaffId,
        /// The errand.
        service: ServiceId,
        /// How it ended.
        outcome: Outcome,
        /// From start to finish.
        took: Duration,
    },
    /// The next errand of the same ticket begins at the same window.
    ErrandBegun {
        /// The ticket.
        ticket: TicketId,
        /// The errand.
        service: ServiceId,
    },
    /// The next errand of the same ticket waits for a window that can serve it.
    ErrandQueued {
        /// The ticket.
        ticket: TicketId,
        /// The errand.
        service: ServiceId,
    },
    /// The visitor did not come.
    TicketMissed {
        /// The ticket.
        ticket: TicketId,
        /// The window.
        window: WindowId,
    },
    /// A missed or corrected visitor is back in the queue.
    TicketReturned {
        /// The ticket.
        ticket: TicketId,
        /// It is called surely once the calls of its service have reached this count.
        due_at_calls: u64,
    },
    /// The visitor stepped aside.
    TicketParked {
        /// The ticket.
        ticket: TicketId,
        /// The window.
        window: WindowId,
        /// Who parked it.
        clerk: StaffId,
    },
    /// The visitor was sent on.
    TicketTransferred {
        /// The ticket.
        ticket: TicketId,
        /// The window it left.
        from: WindowId,
        /// Who sent it.
        clerk: StaffId,
        /// Where to.
        to: TransferTo,
    },
    /// Whoever a waiting ticket was kept for has paused for too long or is not there: any window may call it.
    TicketReleased {
        /// The ticket.
        ticket: TicketId,
    },

    /// A clerk took a window.
    ClerkLoggedIn {
        /// The window.
        window: WindowId,
        /// Who.
        staff: StaffId,
    },
    /// A PIN was wrong.
    PinRefused {
        /// The window.
        window: WindowId,
        /// Whose.
        staff: StaffId,
    },
    /// A clerk left a window.
    ClerkLoggedOut {
        /// The window.
        window: WindowId,
        /// Who.
        staff: StaffId,
    },
    /// Another clerk took over.
    HandedOver {
        /// The window.
        window: WindowId,
        /// Who left.
        from: StaffId,
        /// Who took over.
        to: StaffId,
    },
    /// A window paused.
    WindowPaused {
        /// The window.
        window: WindowId,
        /// Place in the rules' list.
        reason: u8,
    },
    /// A window went on, after a pause or a close-out begun too early.
    WindowWentOn {
        /// The window.
        window: WindowId,
    },
    /// A window calls nobody further.
    CloseOutBegan {
        /// The window.
        window: WindowId,
    },

    /// Something at the pick-up cabinet.
    Cabinet(CabinetEvent),
    /// Something about how the records are kept.
    Keeping(KeepingEvent),
    /// Something of the self-test.
    SelfTest(SelfTestEvent),

    /// Something about the means by which the hall works.
    Means(MeansEvent),
    /// Something happened in calling by paper.
    Manual(ManualEvent),

    /// Something befell the whole hall.
    Incident(IncidentEvent),
    /// Something about the staff.
    Staff(StaffEvent),

    /// A visitor is asked for a grade.
    RatingAsked {
        /// The window.
        window: WindowId,
        /// Whose service.
        ticket: TicketId,
    },
    /// A visitor gave a grade.
    RatingGiven {
        /// The window.
        window: WindowId,
        /// The ticket.
        ticket: TicketId,
        /// Who had served.
        clerk: StaffId,
        /// 1 very good to 5 very bad.
        grade: u8,
    },
    /// A visitor gave a reason for a low grade.
    RatingExplained {
        /// The window.
        window: WindowId,
        /// The ticket.
        ticket: TicketId,
        /// Place in the rules' list.
        reason: u8,
    },
    /// A visitor was asked for a grade, or for the reason of a low one, and did not answer in time or before
    /// the next visitor was asked. Nothing is invented, and a grade that was given stays.
    RatingUnanswered {
        /// The window.
        window: WindowId,
        /// The ticket.
        ticket: TicketId,
    },
}
