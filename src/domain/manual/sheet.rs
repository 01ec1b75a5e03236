//! The manual-calling sheet: the live order at one moment, and which of its numbers have an outcome.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::id::{Seq, ServiceId, SheetId, StaffId, TicketId, TicketNumber, WindowId};
use crate::domain::moment::{HallTime, Moment};
use crate::domain::rules::Class;

/// Why a sheet was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetReason {
    /// The ladder of means for some job of the hall has ended.
    Ladder,
    /// The mains are lost.
    Mains,
    /// A person asked for it.
    Key,
    /// By the clock, in case everything fails. It lapses when another sheet is drawn and nothing was written on it.
    Insurance,
    /// To rehearse; it is never open.
    Drill,
}

/// One number on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// The ticket.
    pub ticket: TicketId,
    /// Its number.
    pub number: TicketNumber,
    /// What the visitor waits for.
    pub service: ServiceId,
    /// How urgent.
    pub class: Class,
    /// When it was given; when it came back, for one that returned.
    pub since: HallTime,
    /// Where it stands.
    pub stands: Stands,
    /// The window that should call it, or at which it stands; `None` where no window can.
    pub window: Option<WindowId>,
}

/// Where a ticket stands when its sheet is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// In the queue.
    Waits,
    /// Called to a window or served there.
    AtWindow,
    /// Set aside at a window.
    Parked,
}

/// How a number of a sheet came to its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The machine called, finished, missed or cancelled it after the sheet was drawn.
    ByMachine,
    /// It was called by hand.
    ByHand,
    /// It was not called by hand and goes on waiting for the machine.
    NotCalled,
    /// Nobody knows, for a reason that is written down.
    WrittenOff,
}

/// What has become of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Numbers of it may be open.
    Open,
    /// Every number has an outcome, and somebody said so.
    Closed,
    /// It was insurance, nothing was written on it, and another was drawn.
    Lapsed,
    /// It belongs to a drill that runs.
    Drilled,
}

/// A sheet of the live order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its number within the day.
    pub id: SheetId,
    /// Why it was drawn.
    pub why: SheetReason,
    /// The sheet it continues.
    pub follows: Option<SheetId>,
    /// The record that drew it: the seal of that row stands on the paper.
    pub seq: Seq,
    /// When it was drawn.
    pub drawn: Moment,
    /// Its numbers, in the order in which they would be called.
    pub rows: Arc<Vec<SheetRow>>,
    /// Its numbers with an outcome.
    pub settled: BTreeMap<TicketId, Settled>,
    /// Who said what became of a number, where a person did.
    pub entered_by: BTreeMap<TicketId, StaffId>,
    /// What has become of it.
    pub standing: Standing,
    /// Whether a printer has said that it came out.
    pub on_paper: bool,
}

impl Sheet {
    /// Its numbers without an outcome, in their order.
    pub fn open(&self) -> impl Iterator<Item = &SheetRow> {
        self.rows.iter().filter(|row| !self.settled.contains_key(&row.ticket))
    }

    /// How many of its numbers came to an outcome in one of these ways.
    #[must_use]
    pub fn count(&self, ways: &[Settled]) -> u16 {
        let count = self.settled.values().filter(|how| ways.contains(how)).count();
        u16::try_from(count).unwrap_or(u16::MAX)
    }

    /// Whether a number stands on it, with an outcome or without.
    #[must_use]
    pub fn lists(&self, ticket: TicketId) -> bool {
        self.rows.iter().any(|row| row.ticket == ticket)
    }

    /// The machine moved a ticket: where it stands here it has an outcome, and what a person entered stays.
    pub(super) fn moved(&mut self, ticket: TicketId) {
        if self.standing == Standing::Open && self.lists(ticket) {
            self.settled.entry(ticket).or_insert(Settled::ByMachine);
        }
    }

    /// A person said what became of a number of it: that outweighs what the machine did.
    pub(super) fn entered(&mut self, ticket: TicketId, how: Settled, by: Option<StaffId>) {
        self.settled.insert(ticket, how);
        if let Some(by) = by {
            self.entered_by.insert(ticket, by);
        }
    }
}
