//! A ticket: who waits, for what, since when, and what became of them.

use super::id::{ServiceId, StaffId, TicketId, TicketNumber, WindowId};
use super::moment::HallTime;
use super::rules::Class;

/// A visitor's place in the hall, from the first touch to the last word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Forever unique.
    pub id: TicketId,
    /// What is printed and called.
    pub number: TicketNumber,
    /// What the visitor came for, in order; never empty.
    pub errands: Vec<Errand>,
    /// Which of the errands is waited for or served.
    pub current: usize,
    /// How urgent it is.
    pub class: Class,
    /// The reason for the green channel, as a place in the rules' list.
    pub green_reason: Option<u8>,
    /// When it was issued.
    pub issued_at: HallTime,
    /// Since when its waiting counts: the issue, and for a returning visitor the return.
    pub waits_since: HallTime,
    /// Its state.
    pub state: TicketState,
    /// The first member of staff who took it on; stays until it has ended.
    pub first_asked: Option<StaffId>,
    /// The grade that was given, 1 very good to 5 very bad.
    pub grade: Option<u8>,
}

impl Ticket {
    /// The service that is waited for or served.
    #[must_use]
    pub fn service(&self) -> Option<ServiceId> {
        self.errands.get(self.current).map(|errand| errand.service)
    }
}

/// One matter on a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// The service.
    pub service: ServiceId,
    /// How it ended, if it has.
    pub outcome: Option<Outcome>,
}

/// How an errand ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done at once (即时办结).
    Done,
    /// Accepted, to be done within the service's limit (限时办结).
    TimeLimited,
    /// Not accepted, with a place in the rules' list of reasons.
    NotAccepted {
        /// Place in `decline_reasons`.
        reason: u8,
    },
    /// Materials are missing (一次性告知): the visitor may come back to a promised place today.
    Corrected {
        /// Places in the service's list of materials.
        missing: Vec<u8>,
    },
}

/// Where a ticket stands.
///
/// ```text
/// Waiting ── call ──────▶ Called          Serving ── finish ────▶ Served
/// Waiting ── cancel ────▶ Cancelled       Serving ── transfer ──▶ Waiting, in another queue
/// Called  ── recall ────▶ Called          Serving ── park ──────▶ Parked
/// Called  ── start ─────▶ Serving         Parked  ── resume ────▶ Called
/// Called  ── no-show ───▶ Missed          Missed  ── return ────▶ Waiting, not before N further calls
/// Called  ── undo ──────▶ Waiting         Served, corrected ── return ──▶ Waiting, as returning
///                                         day's end: whoever is left ──▶ Cancelled
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketState {
    /// In the queue.
    Waiting {
        /// Only this window or this clerk may call it, after a transfer.
        only: Option<Only>,
        /// Comes back when the calls of its service have reached this count, and then surely.
        due_at_calls: Option<u64>,
    },
    /// Called to a window, not there yet.
    Called {
        /// The window.
        window: WindowId,
        /// When it was called first.
        since: HallTime,
        /// When it was called last.
        last: HallTime,
        /// How often it was called again.
        recalls: u8,
    },
    /// At the window.
    Serving {
        /// The window.
        window: WindowId,
        /// Since when.
        since: HallTime,
    },
    /// Set aside with a form to fill or an approval to wait for.
    Parked {
        /// The window that takes it up again.
        window: WindowId,
        /// Who parked it.
        by: StaffId,
        /// Since when.
        since: HallTime,
    },
    /// Called and not come.
    Missed {
        /// Where it was called last.
        window: WindowId,
        /// Since when.
        since: HallTime,
    },
    /// Every errand has an outcome.
    Served {
        /// Where the last errand ended.
        window: WindowId,
        /// When.
        at: HallTime,
    },
    /// Ended without being served.
    Cancelled {
        /// When.
        at: HallTime,
        /// Why.
        why: Cancelled,
    },
}

impl TicketState {
    /// Whether the ticket has ended, though a missed or corrected one may still come back.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        match self {
            Self::Waiting { .. } | Self::Called { .. } | Self::Serving { .. } | Self::Parked { .. } => false,
            Self::Missed { .. } | Self::Served { .. } | Self::Cancelled { .. } => true,
        }
    }
}

/// Who alone may call a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// This window.
    Window(WindowId),
    /// This clerk, wherever logged in.
    Clerk(StaffId),
}

/// Why a ticket ended without being served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancelled {
    /// The visitor gave it back.
    ByVisitor,
    /// A member of staff withdrew it.
    ByStaff,
    /// The day closed while it was still waiting, called, parked or missed.
    DayEnded,
    /// The day closed while it was at a window: the clerk forgot FINISH. Not counted in averages.
    LeftOpen,
}
