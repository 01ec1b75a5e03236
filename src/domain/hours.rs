//! Whether a ticket can be had at a moment: hours, stops, quotas and number ranges, for terminal and office
//! alike.

use std::time::Duration;

use super::day::Day;
use super::moment::{HallTime, Wall};
use super::opening::Hours;
use super::planted::Bug;
use super::request::Refusal;
use super::rules::Service;
use super::ticket::WaitRange;
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
    /// What the hours say of `at`. Without sessions the time of day is unknown: people decide, tickets are
    /// given.
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

    /// When the session closes in which `at` lies; `None` outside the sessions.
    #[must_use]
    pub fn closes(&self, at: HallTime) -> Option<HallTime> {
        let session = self.sessions.iter().find(|session| session.opens <= at && at < session.closes);
        session.map(|session| session.closes)
    }

    /// Whether the last session of the day is over.
    #[must_use]
    pub fn are_over(&self, at: HallTime) -> bool {
        self.sessions.last().is_some_and(|last| last.closes <= at)
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
        if self.kept.short.is_some() {
            return Err(Refusal::NoRoom);
        }
        let held = self.incidents.holds_issuing(self.rules.incidents.as_ref());
        if let Some(held) = held.filter(|_| !self.planted.has(Bug::GivenOnBattery)) {
            return Err(held);
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
        let group = self.group(service.group).ok_or(Refusal::NumbersUsedUp)?;
        self.free_number(group).map(|_| ())
    }

    /// Whether somebody who is told this wait, and whose errands take so long, would be done when the session
    /// closes or as little later as the rules allow. A wait that nobody can tell keeps nobody out.
    pub fn in_time(&self, wait: Option<WaitRange>, takes: Duration, at: HallTime) -> Result<(), Refusal> {
        let (Some(overrun), Some(closes)) = (self.rules.issuing.overrun, self.hours.closes(at)) else {
            return Ok(());
        };
        let Some(wait) = wait else { return Ok(()) };
        let done = at + Duration::from_secs(u64::from(wait.to) * 60) + takes;
        if done > closes + overrun { Err(Refusal::WouldOverrun) } else { Ok(()) }
    }

    /// The same as the terminal shows it to whoever would be told this wait.
    pub fn availability(&self, service: &Service, wait: Option<WaitRange>, at: HallTime) -> Availability {
        let opens = self.hours.opens_next(at);
        match self.gives(service, at).and_then(|()| self.in_time(wait, service.prior, at)) {
            Ok(()) => Availability::Open,
            Err(Refusal::WouldOverrun) => Availability::WouldOverrun { opens },
            Err(Refusal::OutsideHours) => Availability::Closed { opens },
            Err(Refusal::LastTicketGone) => Availability::LastTicketGone { opens },
            Err(Refusal::NoRoom) => Availability::AtDesk,
            Err(
                Refusal::IssuingStopped | Refusal::MainsLost | Refusal::NoticeStands | Refusal::Evacuating,
            ) => Availability::Stopped,
            Err(Refusal::NobodyServes) => Availability::NobodyServes,
            // What is left are the quota and the range of numbers.
            Err(_) => Availability::Full,
        }
    }
}
