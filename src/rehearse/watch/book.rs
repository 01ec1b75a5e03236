//! The watch's own book of the day: who waits, stands or has gone where, by the stored events alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::by_paper;
use super::entry::{Entry, Stage, undone_entry};
use super::order::{self, Caller};
use super::windows::{self, Post};
use super::{Check, Finding};
use crate::domain::event::{Choice, Event};
use crate::domain::id::{RequestNumber, ServiceDay, ServiceId, TicketId, TicketNumber, WindowId};
use crate::domain::incident::AlarmId;
use crate::domain::manual::Block;
use crate::domain::moment::HallTime;
use crate::domain::record::Record;
use crate::domain::request::TransferTo;
use crate::domain::rules::{Class, Exhausted, Rules};
use crate::domain::ticket::{Cancelled, Only, Outcome, Place};
use crate::rehearse::agenda::Time;

/// The book of one day.
#[derive(Debug, Default)]
pub struct Book {
    day: Option<ServiceDay>,
    open: bool,
    pub(super) rules: Option<Arc<Rules>>,
    pub(super) tickets: BTreeMap<TicketId, Entry>,
    pub(super) windows: BTreeMap<WindowId, Post>,
    pub(super) calls_of: BTreeMap<ServiceId, u64>,
    /// Calls that count, the newest last.
    pub(super) history: Vec<(TicketId, ServiceId, Class)>,
    numbers: BTreeMap<TicketNumber, TicketId>,
    /// The numbers that were claimed for paper.
    pub(super) blocks: Vec<Block>,
    /// Whoever stood on a manual-calling sheet of the day.
    pub(super) on_sheets: BTreeSet<TicketId>,
    times_called: BTreeMap<TicketId, u32>,
    pub(super) called: BTreeSet<(TicketNumber, WindowId)>,
    /// Tickets as they stood before something was entered for them from paper, and the service if that counts as a call.
    pub(super) by_hand: BTreeMap<TicketId, (Entry, Option<ServiceId>)>,
    requests: BTreeSet<RequestNumber>,
    /// The fires that stand: while there is one no face shows a number.
    pub(super) fires: BTreeSet<AlarmId>,
    /// Whoever waited when the day ended, and was kept for nobody.
    stranded: Vec<TicketNumber>,
}

impl Book {
    /// Whether everybody has to leave.
    #[must_use]
    pub fn is_fire(&self) -> bool {
        !self.fires.is_empty()
    }

    /// The day that was opened last.
    #[must_use]
    pub fn day(&self) -> Option<ServiceDay> {
        self.day
    }

    /// Whether that day is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Every ticket of the day.
    pub fn tickets(&self) -> impl Iterator<Item = (TicketId, &Entry)> {
        self.tickets.iter().map(|(id, entry)| (*id, entry))
    }

    /// Every window.
    pub fn windows(&self) -> impl Iterator<Item = (WindowId, &Post)> {
        self.windows.iter().map(|(id, post)| (*id, post))
    }

    /// A window.
    #[must_use]
    pub fn window(&self, window: WindowId) -> Option<&Post> {
        self.windows.get(&window)
    }

    /// Whoever waited when the day ended, and was kept for nobody.
    #[must_use]
    pub fn stranded(&self) -> &[TicketNumber] {
        &self.stranded
    }

    /// The entry of a number.
    #[must_use]
    pub fn ticket(&self, number: TicketNumber) -> Option<(TicketId, &Entry)> {
        let id = self.numbers.get(&number)?;
        Some((*id, self.tickets.get(id)?))
    }

    /// The entry of a ticket.
    #[must_use]
    pub fn entry(&self, id: TicketId) -> Option<&Entry> {
        self.tickets.get(&id)
    }

    /// Whether the number was given today, or is printed on a block for paper.
    #[must_use]
    pub fn knows(&self, number: TicketNumber) -> bool {
        self.numbers.contains_key(&number) || self.is_for_paper(number)
    }

    /// Every number that was given.
    pub(super) fn numbers(&self) -> impl Iterator<Item = TicketNumber> + '_ {
        self.numbers.keys().copied()
    }

    /// Whether the number was claimed for paper.
    pub(super) fn is_for_paper(&self, number: TicketNumber) -> bool {
        self.blocks.iter().any(|block| by_paper::holds(block, number))
    }

    /// Whether the number was called to this window today.
    #[must_use]
    pub fn was_called(&self, number: TicketNumber, window: WindowId) -> bool {
        self.called.contains(&(number, window))
    }

    /// How often a ticket was called, calls that were undone among them.
    #[must_use]
    pub fn times_called(&self, ticket: TicketId) -> u32 {
        self.times_called.get(&ticket).copied().unwrap_or(0)
    }

    /// Tickets that a NEXT at this window could call at this moment.
    #[must_use]
    pub fn could_call(&self, window: WindowId) -> Vec<TicketId> {
        let Some(clerk) = self.windows.get(&window).and_then(|post| post.clerk) else { return Vec::new() };
        let caller = Caller { window, clerk };
        self.tickets
            .iter()
            .filter(|(_, entry)| order::may_call(self, caller, entry))
            .map(|(id, _)| *id)
            .collect()
    }

    /// Writes down what one record says happened.
    ///
    /// # Errors
    /// The promise that it breaks.
    pub fn record(&mut self, now: Time, record: &Record) -> Result<(), Finding> {
        if let Some(Event::DayOpened(opening)) = record.events.first() {
            *self = Self {
                day: Some(opening.day),
                open: true,
                rules: Some(Arc::clone(&opening.rules)),
                blocks: opening.blocks.clone().unwrap_or_default(),
                ..Self::default()
            };
            self.windows = opening.rules.windows.iter().map(|window| (window.id, Post::default())).collect();
        }
        if !self.requests.insert(record.asked.number) {
            return Err(twice(format!("request {} was granted twice", record.asked.number)));
        }
        let at = record.moment.hall;
        for event in &record.events {
            self.ticket_event(at, event)?;
            if let Event::Manual(event) = event {
                by_paper::happened(self, at, event)?;
            }
            self.call_event(at, event)?;
            windows::happened(self, now, event);
        }
        Ok(())
    }

    fn ticket_event(&mut self, at: HallTime, event: &Event) -> Result<(), Finding> {
        if let Event::RulesAdopted { rules } = event {
            self.rules = Some(Arc::clone(rules));
        } else if let Event::TicketIssued { ticket, number, services, class, .. } = event {
            if self.is_for_paper(*number) {
                return Err(Finding::new(Check::NumberTwice, format!("{number} was claimed for paper")));
            }
            self.given(*ticket, *number)?;
            let entry = Entry {
                number: *number,
                class: *class,
                stage: Stage::Waiting,
                only: None,
                place: Place::InOrder,
                errands: services.clone(),
                corrected: Vec::new(),
                waits_since: at,
                waited_before: 0,
                before_call: None,
            };
            self.tickets.insert(*ticket, entry);
        } else if let Event::TicketCancelled { ticket, why } = event {
            let entry = self.known(*ticket)?;
            let number = entry.number;
            let stranded =
                *why == Cancelled::DayEnded && entry.stage == Stage::Waiting && entry.only.is_none();
            if matches!(entry.stage, Stage::Served | Stage::Cancelled) {
                return Err(ended(format!("{} ended before and was cancelled", entry.number)));
            }
            self.stranded.extend(Some(number).filter(|_| stranded));
            self.go(at, *ticket, Stage::Cancelled)?;
        } else if let Event::ServiceFinished { ticket, window, service, outcome, .. } = event {
            self.finished(at, *ticket, *window, *service, outcome)?;
        } else if let Event::ErrandQueued { ticket, .. } = event {
            self.queue(at, *ticket, None)?;
        } else if let Event::TicketMissed { ticket, .. } = event {
            self.at_window(*ticket, "missed")?;
            self.go(at, *ticket, Stage::Missed)?;
        } else if let Event::TicketParked { ticket, window, .. } = event {
            self.at_window(*ticket, "parked")?;
            self.go(at, *ticket, Stage::Parked(*window))?;
        } else if let Event::TicketTransferred { ticket, to, .. } = event {
            self.at_window(*ticket, "sent on")?;
            self.sent_on(at, *ticket, *to)?;
        } else if let Event::TicketReleased { ticket } = event {
            self.known(*ticket)?.only = None;
        } else if let Event::TicketReturned { ticket, due_at_calls } = event {
            let entry = self.known(*ticket)?;
            let corrected = std::mem::take(&mut entry.corrected);
            let open =
                if entry.stage == Stage::Served { Vec::new() } else { std::mem::take(&mut entry.errands) };
            entry.errands = corrected.into_iter().chain(open).collect();
            (entry.class, entry.waited_before, entry.only) = (Class::Returning, 0, None);
            entry.place = Place::AfterCalls(*due_at_calls);
            self.go(at, *ticket, Stage::Waiting)?;
        } else if let Event::DayClosed = event {
            self.open = false;
            if let Some(left) =
                self.tickets.values().find(|entry| !matches!(entry.stage, Stage::Served | Stage::Cancelled))
            {
                return Err(ended(format!("the day closed and {} is {:?}", left.number, left.stage)));
            }
        }
        Ok(())
    }

    fn call_event(&mut self, at: HallTime, event: &Event) -> Result<(), Finding> {
        if let Event::TicketCalled { ticket, window, clerk, choice } = event {
            self.call(at, *ticket, Caller { window: *window, clerk: *clerk }, choice)
        } else if let Event::ServiceStarted { ticket, window, .. } = event {
            self.at_window(*ticket, "started")?;
            self.known(*ticket)?.stage = Stage::Serving(*window);
            Ok(())
        } else if let Event::CallUndone { ticket, window } = event {
            self.undone(*ticket, *window)
        } else {
            Ok(())
        }
    }

    pub(super) fn given(&mut self, ticket: TicketId, number: TicketNumber) -> Result<(), Finding> {
        let group = self
            .rules
            .as_ref()
            .and_then(|rules| rules.groups.iter().find(|group| group.prefix == number.prefix));
        let wraps = group.is_some_and(|group| group.exhausted == Exhausted::Wrap);
        let bearer = self.numbers.get(&number).and_then(|id| self.tickets.get(id));
        let free =
            bearer.is_none_or(|bearer| wraps && matches!(bearer.stage, Stage::Served | Stage::Cancelled));
        if !free || self.tickets.contains_key(&ticket) {
            return Err(Finding::new(Check::NumberTwice, format!("{number} (ticket {ticket})")));
        }
        self.numbers.insert(number, ticket);
        Ok(())
    }

    fn finished(
        &mut self,
        at: HallTime,
        ticket: TicketId,
        window: WindowId,
        service: ServiceId,
        outcome: &Outcome,
    ) -> Result<(), Finding> {
        let entry = self.known(ticket)?;
        if entry.stage != Stage::Serving(window) || entry.service() != Some(service) {
            return Err(ended(format!(
                "{} was finished at window {window} and is {:?}",
                entry.number, entry.stage
            )));
        }
        if let Outcome::Corrected { .. } = outcome {
            entry.corrected.push(service);
        }
        if entry.errands.len() > 1 {
            entry.errands.remove(0);
            return Ok(());
        }
        self.go(at, ticket, Stage::Served)
    }

    fn sent_on(&mut self, at: HallTime, ticket: TicketId, to: TransferTo) -> Result<(), Finding> {
        let only = match to {
            TransferTo::Service(service) => {
                if let Some(first) = self.known(ticket)?.errands.first_mut() {
                    *first = service;
                }
                None
            }
            TransferTo::Window(window) => Some(Only::Window(window)),
            TransferTo::Clerk(clerk) => Some(Only::Clerk(clerk)),
        };
        self.queue(at, ticket, only)
    }

    fn queue(&mut self, at: HallTime, ticket: TicketId, only: Option<Only>) -> Result<(), Finding> {
        let entry = self.known(ticket)?;
        (entry.only, entry.place) = (only, Place::InOrder);
        self.go(at, ticket, Stage::Waiting)
    }

    fn call(
        &mut self,
        at: HallTime,
        ticket: TicketId,
        caller: Caller,
        choice: &Choice,
    ) -> Result<(), Finding> {
        let entry = self.known(ticket)?.clone();
        if !matches!(entry.stage, Stage::Waiting | Stage::Parked(_)) {
            return Err(twice(format!(
                "{} was called to {} and is {:?}",
                entry.number, caller.window, entry.stage
            )));
        }
        let post = self.windows.get(&caller.window);
        if post.and_then(|post| post.visitor).is_some_and(|other| other != ticket) {
            return Err(twice(format!("{} was called to {}, which is taken", entry.number, caller.window)));
        }
        order::check(self, at, caller, ticket, choice)?;
        let counted = match choice {
            Choice::Discipline(_) | Choice::Promised | Choice::Directed { .. } => entry.service(),
            Choice::Resumed => None,
        };
        if let Some(service) = counted {
            *self.calls_of.entry(service).or_default() += 1;
            self.history.push((ticket, service, entry.class));
        }
        self.called.insert((entry.number, caller.window));
        *self.times_called.entry(ticket).or_default() += 1;
        self.go(at, ticket, Stage::Called(caller.window))?;
        self.known(ticket)?.before_call = Some((Box::new(undone_entry(entry, choice)), counted));
        Ok(())
    }

    fn undone(&mut self, ticket: TicketId, window: WindowId) -> Result<(), Finding> {
        self.at_window(ticket, "undone")?;
        let Some((before, counted)) = self.known(ticket)?.before_call.take() else {
            return Err(twice(format!("the call of ticket {ticket} to {window} was undone and never made")));
        };
        if let Some(service) = counted {
            *self.calls_of.entry(service).or_default() -= 1;
            if let Some(place) = self.history.iter().rposition(|(id, _, _)| *id == ticket) {
                self.history.remove(place);
            }
        }
        self.tickets.insert(ticket, *before);
        Ok(())
    }

    fn at_window(&mut self, ticket: TicketId, what: &str) -> Result<(), Finding> {
        let entry = self.known(ticket)?;
        match entry.stage {
            Stage::Called(_) | Stage::Serving(_) => Ok(()),
            Stage::Waiting | Stage::Parked(_) | Stage::Missed | Stage::Served | Stage::Cancelled => {
                Err(ended(format!("{} was {what} and is {:?}", entry.number, entry.stage)))
            }
        }
    }

    pub(super) fn go(&mut self, at: HallTime, ticket: TicketId, stage: Stage) -> Result<(), Finding> {
        let entry = self.known(ticket)?;
        entry.waited_before = entry.waited(at);
        entry.waits_since = at;
        entry.stage = stage;
        Ok(())
    }

    pub(super) fn known(&mut self, ticket: TicketId) -> Result<&mut Entry, Finding> {
        let lost = || Finding::new(Check::TicketLost, format!("ticket {ticket} was never given today"));
        self.tickets.get_mut(&ticket).ok_or_else(lost)
    }
}

fn twice(what: String) -> Finding {
    Finding::new(Check::CalledTwice, what)
}

fn ended(what: String) -> Finding {
    Finding::new(Check::EndedWrongly, what)
}
