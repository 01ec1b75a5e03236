//! A ticket: who waits, for what, since when, and what became of them.

use std::time::Duration;

use super::card::PersonHash;
use super::id::{KioskId, ServiceId, StaffId, TicketId, TicketNumber, WindowId};
use super::moment::{HallTime, Moment};
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
    pub issued: Moment,
    /// At which terminal, if at one.
    pub kiosk: Option<KioskId>,
    /// People ahead, as told when it was issued.
    pub ahead: u32,
    /// The wait, as told when it was issued; `None` when it could not be said.
    pub wait: Option<WaitRange>,
    /// What became of its slip.
    pub slip: Slip,
    /// Since when it waits; meaningless in every state but `Waiting`.
    pub waits_since: HallTime,
    /// How long it had waited before that: a transfer or a further errand keeps it, a return begins anew.
    pub waited_before: Duration,
    /// Its state.
    pub state: TicketState,
    /// The first member of staff who took it on; stays until it has ended.
    pub first_asked: Option<StaffId>,
    /// The grade that was given, 1 very good to 5 very bad.
    pub grade: Option<u8>,
    /// Whose it is, where the hall limits the tickets of one person and a card was read.
    pub person: Option<PersonHash>,
}

impl Ticket {
    /// The service that is waited for or served.
    #[must_use]
    pub fn service(&self) -> Option<ServiceId> {
        self.errands.get(self.current).map(|errand| errand.service)
    }

    /// How long it has waited in all at `at`: time at windows or parked is not waiting.
    #[must_use]
    pub fn waited(&self, at: HallTime) -> Duration {
        match self.state {
            TicketState::Waiting { .. } => self.waited_before.saturating_add(at.since(self.waits_since)),
            TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Parked { .. }
            | TicketState::Missed { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled { .. } => self.waited_before,
        }
    }

    /// The first errand without an outcome.
    #[must_use]
    pub fn open_errand(&self) -> Option<usize> {
        self.errands.iter().position(|errand| errand.outcome.is_none())
    }

    /// Whether its holder may come back today: called and missed, or sent home for materials.
    #[must_use]
    pub fn may_return(&self) -> bool {
        match self.state {
            TicketState::Missed { .. } => true,
            TicketState::Served { .. } => self.errands.iter().any(Errand::is_corrected),
            TicketState::Waiting { .. }
            | TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::Parked { .. }
            | TicketState::Cancelled { .. } => false,
        }
    }

    /// Whether nobody will ever ask for its number again today.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.state.has_ended() && !self.may_return()
    }
}

/// What became of the slip of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// None was wanted.
    NotWanted,
    /// It is with the printer.
    Coming,
    /// It came out.
    Printed,
    /// It may have come out.
    Unknown,
    /// It did not come out: the number has to be shown instead.
    NotPrinted,
}

/// One matter on a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// The service.
    pub service: ServiceId,
    /// How it ended, if it has.
    pub outcome: Option<Outcome>,
}

impl Errand {
    /// Whether it ended with a list of what was missing.
    #[must_use]
    pub fn is_corrected(&self) -> bool {
        match self.outcome {
            Some(Outcome::Corrected { .. }) => true,
            Some(Outcome::Done | Outcome::TimeLimited | Outcome::NotAccepted { .. }) | None => false,
        }
    }
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
        /// Where in the queue.
        place: Place,
    },
    /// Called to a window, not there yet.
    Called(Call),
    /// At the window.
    Serving {
        /// The call that brought it there. A hall without a START key may still recall or miss it.
        call: Call,
        /// Since when the errand is served.
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

impl TicketState {
    /// The call that stands: while called and while served.
    #[must_use]
    pub fn call(&self) -> Option<Call> {
        match self {
            Self::Called(call) | Self::Serving { call, .. } => Some(*call),
            Self::Waiting { .. }
            | Self::Parked { .. }
            | Self::Missed { .. }
            | Self::Served { .. }
            | Self::Cancelled { .. } => None,
        }
    }
}

/// A call to a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The window.
    pub window: WindowId,
    /// When it was called first.
    pub since: HallTime,
    /// When it was called last.
    pub last: HallTime,
    /// How often it was called again by the clerk.
    pub recalls: u8,
    /// It was said once more after a restart: that happens once only.
    pub repeated: bool,
}

/// Where in its queue a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where the discipline puts it.
    InOrder,
    /// Before everybody else: it had been called by mistake.
    First,
    /// Behind so many calls of its service that their count reaches this, and then surely.
    AfterCalls(u64),
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
    /// It was on a manual-calling sheet, and nobody knows what became of it.
    WrittenOff,
}

/// A waiting time as a range: half of all visitors wait no longer than `from`, four of five no longer than
/// `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitRange {
    /// Minutes, rounded as the rules say.
    pub from: u16,
    /// Minutes, rounded as the rules say; not below `from`.
    pub to: u16,
}
