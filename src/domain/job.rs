//! Paper and voice are jobs: opened by an event, delivered by a device, closed by its outcome.

use super::id::{JobId, ServiceId, TicketId, WindowId};
use super::moment::HallTime;

/// Something a device has to deliver once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name, carried to the device and back.
    pub id: JobId,
    /// What is to be delivered.
    pub kind: JobKind,
    /// When it was opened.
    pub opened: HallTime,
}

/// What a job delivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// The slip of a ticket.
    Slip {
        /// The ticket.
        ticket: TicketId,
        /// Marked 补打.
        reprint: bool,
    },
    /// The list of what was missing, for a corrected visitor.
    Correction {
        /// The ticket.
        ticket: TicketId,
        /// The service that lacks them.
        service: ServiceId,
        /// Places in the service's list of materials.
        missing: Vec<u8>,
    },
    /// A call to be said.
    Announcement {
        /// The ticket.
        ticket: TicketId,
        /// Where to.
        window: WindowId,
        /// Said again after a restart, and marked so.
        repeat: bool,
    },
}

/// Why a slip was given up. The ticket stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlipDropped {
    /// The printer could not print and no byte was sent.
    NotPrinted,
    /// Nobody could print it in time.
    TooLate,
}

/// Why an announcement was not said. The boards show the call all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnouncementDropped {
    /// It waited too long behind others.
    Stale,
    /// There is no voice, or it failed.
    NoVoice,
    /// The ticket is not called there any more, or was called again since.
    Overtaken,
    /// The daemon ended before it was said: a young call is said by another job, marked as a repeat.
    Interrupted,
}
