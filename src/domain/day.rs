//! The open business day: everything the office remembers until it closes.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::estimate::Measured;
use super::id::{JobId, KioskId, Prefix, ServiceDay, ServiceId, StaffId, TicketId, WindowId};
use super::incident::Incidents;
use super::job::Job;
use super::keeping::Kept;
use super::locker::Cabinet;
use super::manual::Manual;
use super::means::Standing;
use super::moment::HallTime;
use super::opening::{Hours, Opening};
use super::pin::WrongTries;
use super::planted::{Bug, Planted};
use super::queue::Queue;
use super::request::{Refusal, TypedNumber};
use super::rules::{Clerk, Group, Rules, Service, WindowRules};
use super::self_test::SelfTests;
use super::staff::Pins;
use super::ticket::{Only, Ticket, TicketState};
use super::view::Totals;
use super::window::Window;

/// One business day between its opening and its closing record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub day: ServiceDay,
    pub rules: Arc<Rules>,
    pub hours: Hours,
    pub next_ticket: TicketId,
    pub next_job: JobId,
    pub tickets: BTreeMap<TicketId, Ticket>,
    /// The newest ticket of each number.
    pub numbered: BTreeMap<(Prefix, u16), TicketId>,
    /// The number after the last one given, for each letter.
    pub next_numbers: BTreeMap<Prefix, u16>,
    /// Tickets given for each service, for its quota.
    pub issued: BTreeMap<ServiceId, u32>,
    pub kiosks: BTreeMap<KioskId, Kiosk>,
    pub queue: Queue,
    pub windows: BTreeMap<WindowId, Window>,
    pub jobs: BTreeMap<JobId, Job>,
    /// Services, or all with `None`, of which no tickets are given.
    pub stopped: Vec<Option<ServiceId>>,
    pub wrong_tries: BTreeMap<StaffId, WrongTries>,
    pub measured: Measured,
    /// Kept as tickets change their state; `longest_wait` is worked out when somebody looks.
    pub totals: Totals,
    pub planted: Planted,
    pub cabinet: Cabinet,
    pub kept: Kept,
    /// How often a start found this day open.
    pub restarts: u32,
    /// The last start is on record in a journal that outlives it.
    pub start_stored: bool,
    pub standing: Standing,
    pub manual: Manual,
    pub self_tests: SelfTests,
    pub incidents: Incidents,
    pub pins: Pins,
}

/// What a terminal did last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kiosk {
    /// The tickets of the last minute, the oldest first, at least the last one ever.
    pub given: VecDeque<(HallTime, TicketId)>,
}

impl Day {
    /// A day as its opening record describes it.
    pub fn new(opening: &Opening, planted: Planted) -> Self {
        let windows = opening.rules.windows.iter().map(|window| (window.id, Window::default())).collect();
        Self {
            day: opening.day,
            rules: Arc::clone(&opening.rules),
            hours: opening.hours.clone(),
            next_ticket: opening.next_ticket,
            next_job: opening.next_job,
            tickets: BTreeMap::new(),
            numbered: BTreeMap::new(),
            next_numbers: BTreeMap::new(),
            issued: BTreeMap::new(),
            kiosks: BTreeMap::new(),
            queue: Queue::default(),
            windows,
            jobs: BTreeMap::new(),
            stopped: Vec::new(),
            wrong_tries: BTreeMap::new(),
            measured: Measured::default(),
            totals: Totals::default(),
            planted,
            cabinet: Cabinet::with(opening.items.as_deref().unwrap_or_default()),
            kept: Kept::default(),
            restarts: 0,
            start_stored: true,
            standing: Standing::default(),
            manual: Manual::with(opening.blocks.as_deref().unwrap_or_default()),
            self_tests: SelfTests::default(),
            incidents: Incidents::default(),
            pins: Pins::with(opening.pins.as_deref()),
        }
    }

    pub fn service(&self, id: ServiceId) -> Result<&Service, Refusal> {
        self.rules.services.iter().find(|service| service.id == id).ok_or(Refusal::NoSuchService)
    }

    pub fn staff(&self, id: StaffId) -> Result<&Clerk, Refusal> {
        self.rules.staff.iter().find(|clerk| clerk.id == id).ok_or(Refusal::NoSuchStaff)
    }

    pub fn group(&self, prefix: Prefix) -> Option<&Group> {
        self.rules.groups.iter().find(|group| group.prefix == prefix)
    }

    pub fn window(&self, id: WindowId) -> Result<&Window, Refusal> {
        self.windows.get(&id).ok_or(Refusal::NoSuchWindow)
    }

    pub fn window_rules(&self, id: WindowId) -> Option<&WindowRules> {
        self.rules.windows.iter().find(|window| window.id == id)
    }

    pub fn ticket(&self, id: TicketId) -> Result<&Ticket, Refusal> {
        self.tickets.get(&id).ok_or(Refusal::NoSuchTicket)
    }

    /// Whether `window` serves `service` and its clerk is trained for it.
    pub fn serves(&self, window: WindowId, clerk: StaffId, service: ServiceId) -> bool {
        self.window_rules(window).is_some_and(|window| window.skills.include(service))
            && self.staff(clerk).is_ok_and(|clerk| clerk.skills.include(service))
    }

    /// Whether `only` still holds: a window that is closed or closes out, and a clerk who is at none but
    /// such, binds nobody, as the visitor would wait for ever.
    pub fn binds(&self, only: Only) -> bool {
        self.keepers(only).next().is_some() || self.planted.has(Bug::KeptForEver)
    }

    /// Until when a waiting ticket is kept for those it was sent to: as long as one of them works there is no
    /// end, and where none is left it has passed.
    pub fn kept_until(&self, ticket: &Ticket) -> Option<HallTime> {
        let TicketState::Waiting { only: Some(only), .. } = ticket.state else { return None };
        if self.planted.has(Bug::KeptForEver) {
            return None;
        }
        self.keepers(only).try_fold(ticket.waits_since, |until, window| {
            let paused_for_too_long = window.paused?.since + self.rules.calling.kept_while_paused?;
            Some(until.max(paused_for_too_long))
        })
    }

    /// The windows at which somebody works whom `only` means; one that closes out calls nobody further.
    fn keepers(&self, only: Only) -> impl Iterator<Item = &Window> {
        let meant = move |id: WindowId, window: &Window| match only {
            Only::Window(wanted) => id == wanted && window.clerk.is_some(),
            Only::Clerk(wanted) => window.clerk == Some(wanted),
        };
        let keepers =
            self.windows.iter().filter(move |(id, window)| !window.closing_out && meant(**id, window));
        keepers.map(|(_, window)| window)
    }

    /// Whether nobody but `window` and `clerk` may take this waiting ticket, and they are others.
    pub fn kept_from(&self, ticket: &Ticket, window: WindowId, clerk: StaffId) -> bool {
        let TicketState::Waiting { only: Some(only), .. } = ticket.state else { return false };
        let meant = match only {
            Only::Window(wanted) => wanted == window,
            Only::Clerk(wanted) => wanted == clerk,
        };
        !meant && self.binds(only)
    }

    /// The ticket that a clerk means by what was typed, among those that `suit`.
    pub fn typed(&self, typed: TypedNumber, suit: impl Fn(&Ticket) -> bool) -> Result<&Ticket, Refusal> {
        let meant = self.numbered.iter().filter(|((prefix, value), _)| {
            *value == typed.value && typed.prefix.is_none_or(|wanted| wanted == *prefix)
        });
        let meant: Vec<&Ticket> = meant.filter_map(|(_, ticket)| self.tickets.get(ticket)).collect();
        let mut suitable = meant.iter().filter(|ticket| suit(ticket));
        match (suitable.next(), suitable.next()) {
            (Some(ticket), None) => Ok(ticket),
            (Some(_), Some(_)) => Err(Refusal::Ambiguous),
            (None, _) if meant.is_empty() => Err(Refusal::NoSuchTicket),
            (None, _) => Err(Refusal::WrongState),
        }
    }

    /// The number of a group behind the last one given.
    pub fn next_number(&self, group: &Group) -> u16 {
        let skip = u16::from(self.planted.has(Bug::NumberGivenTwice));
        let next = self.next_numbers.get(&group.prefix).map(|next| next - skip);
        next.unwrap_or(group.first).max(group.first)
    }

    /// Whether nobody bears this number who may still be called or come back.
    pub fn is_free(&self, prefix: Prefix, value: u16) -> bool {
        if self.planted.has(Bug::NumberGivenTwice) {
            return true;
        }
        let bearer = self.numbered.get(&(prefix, value)).and_then(|ticket| self.tickets.get(ticket));
        bearer.is_none_or(Ticket::is_gone)
    }

    /// Whether tickets of this service, or any at all, are stopped.
    pub fn is_stopped(&self, service: Option<ServiceId>) -> bool {
        self.stopped.contains(&service)
    }

    /// Whether a visitor who was called may still be on the way: without a START key nobody says when he has
    /// come, and that holds for the whole of the first errand.
    pub fn is_awaited(&self, ticket: &Ticket) -> bool {
        match ticket.state {
            TicketState::Called(_) => true,
            TicketState::Serving { call, since } => !self.rules.calling.start_key && since == call.since,
            TicketState::Waiting { .. }
            | TicketState::Parked { .. }
            | TicketState::Missed { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled { .. } => false,
        }
    }

    /// The tickets parked at a window, the longest parked first.
    pub fn parked_at(&self, window: WindowId) -> Vec<&Ticket> {
        let parked = self.queue.parked().filter_map(|id| self.tickets.get(&id));
        let parked = parked.filter_map(|ticket| match ticket.state {
            TicketState::Parked { window: at, since, .. } if at == window => Some((since, ticket)),
            TicketState::Parked { .. }
            | TicketState::Waiting { .. }
            | TicketState::Called(_)
            | TicketState::Serving { .. }
            | TicketState::Missed { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled { .. } => None,
        });
        let mut parked: Vec<(HallTime, &Ticket)> = parked.collect();
        parked.sort_by_key(|(since, ticket)| (*since, ticket.id));
        parked.into_iter().map(|(_, ticket)| ticket).collect()
    }
}
