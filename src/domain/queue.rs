//! Who waits for which service, and the calls that were made: what the discipline looks at.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::id::{ServiceId, TicketId, WindowId};
use super::rules::Class;

/// How many calls are remembered for the green channel's bound: as many as the rules can name.
const REMEMBERED_CALLS: usize = 255;

/// The tickets that wait, and the calls that were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    waiting: BTreeMap<ServiceId, BTreeSet<TicketId>>,
    parked: BTreeSet<TicketId>,
    kept: BTreeSet<TicketId>,
    calls: BTreeMap<ServiceId, u64>,
    recent: VecDeque<PastCall>,
    turns: BTreeMap<Option<WindowId>, Turn>,
}

/// A call that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastCall {
    /// Who.
    pub ticket: TicketId,
    /// For which service.
    pub service: ServiceId,
    /// In which class.
    pub class: Class,
}

/// How far a ratio of classes has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Place in the ratio's list.
    pub place: usize,
    /// Calls given to that class in this turn.
    pub given: u8,
}

impl Queue {
    /// Puts a ticket among those who wait for `service`.
    pub fn join(&mut self, service: ServiceId, ticket: TicketId) {
        self.waiting.entry(service).or_default().insert(ticket);
    }

    /// Sets a ticket aside.
    pub fn park(&mut self, ticket: TicketId) {
        self.parked.insert(ticket);
    }

    /// The tickets that are set aside, at whatever window, in the order of issue.
    pub fn parked(&self) -> impl Iterator<Item = TicketId> + '_ {
        self.parked.iter().copied()
    }

    /// Marks a ticket that waits as kept for a window or a clerk.
    pub fn keep(&mut self, ticket: TicketId) {
        self.kept.insert(ticket);
    }

    /// The tickets that wait for a certain window or clerk, in the order of issue.
    pub fn kept(&self) -> impl Iterator<Item = TicketId> + '_ {
        self.kept.iter().copied()
    }

    /// Takes a ticket out, whatever it waited for.
    pub fn leave(&mut self, ticket: TicketId) {
        self.parked.remove(&ticket);
        self.kept.remove(&ticket);
        for tickets in self.waiting.values_mut() {
            tickets.remove(&ticket);
        }
    }

    /// Everybody who waits, by service and in the order of issue.
    pub fn everybody(&self) -> impl Iterator<Item = (ServiceId, TicketId)> + '_ {
        self.waiting
            .iter()
            .flat_map(|(service, tickets)| tickets.iter().map(move |ticket| (*service, *ticket)))
    }

    /// Who waits for the services that `wanted` picks, by service and in the order of issue.
    pub fn waiting_for<'a>(
        &'a self,
        wanted: impl Fn(ServiceId) -> bool + 'a,
    ) -> impl Iterator<Item = TicketId> + 'a {
        let chosen = self.waiting.iter().filter(move |(service, _)| wanted(**service));
        chosen.flat_map(|(_, tickets)| tickets.iter().copied())
    }

    /// How many wait for `service`.
    #[must_use]
    pub fn length(&self, service: ServiceId) -> u32 {
        let tickets = self.waiting.get(&service).map_or(0, BTreeSet::len);
        u32::try_from(tickets).unwrap_or(u32::MAX)
    }

    /// Calls of `service` today, those of undone mistakes taken off.
    #[must_use]
    pub fn calls_of(&self, service: ServiceId) -> u64 {
        self.calls.get(&service).copied().unwrap_or(0)
    }

    /// Counts a call.
    pub fn called(&mut self, call: PastCall) {
        *self.calls.entry(call.service).or_default() += 1;
        if self.recent.len() == REMEMBERED_CALLS {
            self.recent.pop_front();
        }
        self.recent.push_back(call);
    }

    /// Takes the newest call of this ticket back, as if it had not been made.
    pub fn uncalled(&mut self, service: ServiceId, ticket: TicketId) {
        if let Some(count) = self.calls.get_mut(&service) {
            *count = count.saturating_sub(1);
        }
        if let Some(place) = self.recent.iter().rposition(|call| call.ticket == ticket) {
            self.recent.remove(place);
        }
    }

    /// The calls that are remembered, the newest first.
    pub fn recent(&self) -> impl Iterator<Item = &PastCall> {
        self.recent.iter().rev()
    }

    /// How far the ratio has come, of one window or of the hall.
    #[must_use]
    pub fn turn(&self, whose: Option<WindowId>) -> Turn {
        self.turns.get(&whose).copied().unwrap_or_default()
    }

    /// Remembers how far the ratio has come.
    pub fn turned(&mut self, whose: Option<WindowId>, turn: Turn) {
        self.turns.insert(whose, turn);
    }
}
