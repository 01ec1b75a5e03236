//! Whether a ticket can be had at a moment: hours, stops, quotas and number ranges, for terminal and office alike.

use super::day::Day;
use super::moment::{HallTime, Wall};
use super::record::Hours;
use super::request::Refusal;
use super::rules::Service;
use super::view::Availability;

/// What the hours say of one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Tickets are given.
    Open,
    /// No more tickets in this session; whoever holds one is served.
    LastTicketGone,
    /// Before, between or after the sessions.
    Closed,
}

impl Hours {
    /// What the hours say of `at`. Without sessions the time of day is unknown: people decide, tickets are given.
    #[must_use]
    pub fn door(&self, at: HallTime) -> Door {
        if self.sessions.is_empty() {
            return Door::Open;
        }
        match self.sessions.iter().find(|session| session.opens <= at && at < session.closes) {
            Some(session) if at < session.last_ticket => Door::Open,
            Some(_) => Door::LastTicketGone,
            None => Door::Closed,
        }
    }

    /// When the hall opens next after `at`, if that is known.
    #[must_use]
    pub fn opens_next(&self, at: HallTime) -> Option<Wall> {
        let later = self.sessions.iter().find(|session| session.opens > at);
        later.map(|session| session.opens_wall).or(self.next_opening)
    }
}

impl Day {
    /// Whether a ticket for `service` can be given at `at`.
    pub fn gives(&self, service: &Service, at: HallTime) -> Result<(), Refusal> {
        match self.hours.door(at) {
            Door::Open => (),
            Door::LastTicketGone => return Err(Refusal::LastTicketGone),
            Door::Closed => return Err(Refusal::OutsideHours),
        }
        if self.is_stopped(None) || self.is_stopped(Some(service.id)) {
            return Err(Refusal::IssuingStopped);
        }
        if !self.rules.windows.iter().any(|window| window.skills.include(service.id)) {
            return Err(Refusal::NobodyServes);
        }
        let issued = self.issued.get(&service.id).copied().unwrap_or(0);
        if service.quota.is_some_and(|quota| issued >= quota) {
            return Err(Refusal::QuotaReached);
        }
        let number = self.group(service.group).and_then(|group| self.free_number(group));
        number.map(|_| ()).ok_or(Refusal::NumbersUsedUp)
    }

    /// The same as the terminal shows it.
    pub fn availability(&self, service: &Service, at: HallTime) -> Availability {
        let opens = self.hours.opens_next(at);
        match self.gives(service, at) {
            Ok(()) => Availability::Open,
            Err(Refusal::OutsideHours) => Availability::Closed { opens },
            Err(Refusal::LastTicketGone) => Availability::LastTicketGone { opens },
            Err(Refusal::IssuingStopped) => Availability::Stopped,
            Err(Refusal::NobodyServes) => Availability::NobodyServes,
            // What is left are the quota and the range of numbers.
            Err(_) => Availability::Full,
        }
    }
}
