//! A window in the course of the day: who works there, who stands before it, what its pad asks.

use super::id::{ServiceId, StaffId, TicketId};
use super::moment::HallTime;
use super::ticket::Ticket;

/// What the office knows of one window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Who is logged in.
    pub clerk: Option<StaffId>,
    /// Who is called to it or served at it.
    pub visitor: Option<TicketId>,
    /// Whether it pauses.
    pub paused: Option<Pause>,
    /// Nobody further is called.
    pub closing_out: bool,
    /// The last call, while it may still be a bounce or be undone.
    pub last_call: Option<LastCall>,
    /// The ticket that was served last, and by whom.
    pub last_served: Option<(TicketId, StaffId)>,
    /// What its pad asks.
    pub asking: Option<Asking>,
}

impl Window {
    /// Whether it calls visitors by itself: staffed, not pausing, not closing out.
    #[must_use]
    pub fn calls(&self) -> bool {
        self.clerk.is_some() && self.paused.is_none() && !self.closing_out
    }
}

/// A pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Place in the rules' list of reasons.
    pub reason: u8,
    /// Since when.
    pub since: HallTime,
}

/// A call with what is needed to take it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastCall {
    /// Who was called.
    pub ticket: TicketId,
    /// When.
    pub at: HallTime,
    /// In which service's count of calls it stands; none for a parked visitor who was taken up again.
    pub counted: Option<ServiceId>,
    /// The ticket as it was, and back in which place it goes.
    pub before: Ticket,
}

/// A question on a rating pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Whose service.
    pub ticket: TicketId,
    /// Who had served.
    pub clerk: StaffId,
    /// Since when.
    pub since: HallTime,
    /// What is asked.
    pub question: Question,
}

/// What a pad can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// One of five grades.
    Grade,
    /// Why so low.
    Reason,
}
