//! A ticket in the watch's book: where it stands, and how long it has waited.

use crate::domain::event::Choice;
use crate::domain::id::{ServiceId, TicketNumber, WindowId};
use crate::domain::moment::HallTime;
use crate::domain::rules::Class;
use crate::domain::ticket::{Only, Place};

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// In the queue.
    Waiting,
    /// Called to a window.
    Called(WindowId),
    /// Served at a window.
    Serving(WindowId),
    /// Set aside at a window.
    Parked(WindowId),
    /// Called and not come.
    Missed,
    /// Done.
    Served,
    /// Ended otherwise.
    Cancelled,
}

/// A ticket in the book.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number.
    pub number: TicketNumber,
    /// Its class.
    pub class: Class,
    /// Where it stands.
    pub stage: Stage,
    /// Who alone may call it.
    pub only: Option<Only>,
    /// Its place in the queue.
    pub place: Place,
    /// Errands that have no outcome, the current one first.
    pub errands: Vec<ServiceId>,
    pub(super) corrected: Vec<ServiceId>,
    pub(super) waits_since: HallTime,
    pub(super) waited_before: u64,
    /// How it stood before the last call, and the service if that call counts.
    pub(super) before_call: Option<(Box<Entry>, Option<ServiceId>)>,
}

impl Entry {
    /// What it waits for or is served with; of one that has ended, what it was served with last.
    #[must_use]
    pub fn service(&self) -> Option<ServiceId> {
        self.errands.first().copied()
    }

    /// Milliseconds waited in all.
    #[must_use]
    pub fn waited(&self, at: HallTime) -> u64 {
        let since = if self.stage == Stage::Waiting { at.0.saturating_sub(self.waits_since.0) } else { 0 };
        self.waited_before + since
    }
}

/// How a ticket stands after its call was undone: first again, if it had been its turn.
pub(super) fn undone_entry(entry: Entry, choice: &Choice) -> Entry {
    match (choice, entry.stage) {
        (Choice::Discipline(_) | Choice::Promised, Stage::Waiting) => Entry { place: Place::First, ..entry },
        (Choice::Discipline(_) | Choice::Promised | Choice::Directed { .. } | Choice::Resumed, _) => entry,
    }
}
