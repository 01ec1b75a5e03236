//! The day's figures for each window, clerk and service: what was accepted, handled and closed, and who
//! waited.

mod by_hand;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::domain::event::{Choice, Event};
use crate::domain::id::{ServiceDay, ServiceId, StaffId, TicketId, WindowId};
use crate::domain::manual::Written;
use crate::domain::moment::HallTime;
use crate::domain::record::Record;
use crate::domain::request::TransferTo;
use crate::domain::rules::Class;
use crate::domain::ticket::{Cancelled, Outcome};

/// Waits beyond these many minutes are counted; thirty is the limit of the service standard.
pub const LIMITS_MIN: [u64; 3] = [15, 20, 30];

/// The figures of one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaySheet {
    /// The day, if there was any record.
    pub day: Option<ServiceDay>,
    /// Tickets given.
    pub issued: u32,
    /// Tickets that ended without being served, by the visitor, the staff, or the end of the day.
    pub cancelled: u32,
    /// Tickets that were at a window when the day closed: their times are in no figure.
    pub left_open: u32,
    /// Tickets of `issued` that were taken on paper and entered afterwards.
    pub on_paper: u32,
    /// Tickets of a manual-calling sheet of which nobody knows what became of them.
    pub written_off: u32,
    /// Numbers without an outcome on sheets over which the day closed.
    pub unreconciled: u32,
    /// Everything together.
    pub total: Figures,
    /// By window.
    pub windows: BTreeMap<WindowId, Figures>,
    /// By clerk.
    pub clerks: BTreeMap<StaffId, Figures>,
    /// By service.
    pub services: BTreeMap<ServiceId, Figures>,
    /// By class, as it was at the call: whoever came back is of the returning.
    pub classes: BTreeMap<Class, Figures>,
}

/// Figures of one window, clerk or service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Visitors whose first call was here, undone calls and calls by hand not counted.
    pub called: u32,
    /// Visitors who were called by hand, as was entered from paper afterwards.
    pub by_hand: u32,
    /// 受理: matters that were taken on, closed at once or within their limit.
    pub accepted: u32,
    /// 办件: matters that ended at the window in any way.
    pub handled: u32,
    /// 办结: matters that were closed at once.
    pub closed: u32,
    /// Matters that were sent back for missing materials.
    pub corrected: u32,
    /// Matters that were not accepted.
    pub declined: u32,
    /// Visitors who did not come when called; each time counts.
    pub missed: u32,
    /// Visitors who were called out of turn by their number, for a reason; each time counts.
    pub directed: u32,
    /// From the ticket to its first call, as the machine measured it.
    pub waits: Spans,
    /// From the ticket to the call by hand, by the times on paper.
    pub waits_by_hand: Spans,
    /// From the visitor at the window to the end of the matter.
    pub services: Spans,
}

/// Spans of time, for questions about all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    /// In the order in which they were found.
    spans: Vec<Duration>,
}

impl Spans {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.spans.len()
    }

    /// The span that this many of a hundred do not exceed: the smallest that really occurred (nearest rank).
    #[must_use]
    pub fn percentile(&self, of_hundred: usize) -> Option<Duration> {
        let mut spans = self.spans.clone();
        spans.sort_unstable();
        let rank = (spans.len() * of_hundred.min(100)).div_ceil(100).max(1);
        spans.get(rank - 1).copied()
    }

    /// The longest.
    #[must_use]
    pub fn longest(&self) -> Option<Duration> {
        self.spans.iter().max().copied()
    }

    /// How many are longer than this.
    #[must_use]
    pub fn longer_than(&self, limit: Duration) -> usize {
        self.spans.iter().filter(|span| **span > limit).count()
    }
}

/// What is known of a ticket while its day is read.
struct Story {
    issued: HallTime,
    service: Option<ServiceId>,
    class: Class,
    /// Its calls that stand, in order.
    calls: Vec<Call>,
    /// Its errands without an outcome.
    open: Vec<ServiceId>,
    /// What was entered for it from paper and stands, for each sheet on which it stood.
    hands: Vec<Written>,
}

/// Whose figures something counts in.
struct Place {
    window: WindowId,
    clerk: Option<StaffId>,
    service: Option<ServiceId>,
    class: Option<Class>,
}

/// One call.
struct Call {
    window: WindowId,
    clerk: StaffId,
    service: Option<ServiceId>,
    class: Class,
    waited: Duration,
    directed: bool,
}

impl DaySheet {
    /// The figures of these records, which are those of one day in order.
    #[must_use]
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut sheet = Self::default();
        let mut stories: BTreeMap<TicketId, Story> = BTreeMap::new();
        for record in records {
            sheet.day = sheet.day.or(Some(record.day));
            for event in &record.events {
                sheet.note(event, record.moment.hall, &mut stories);
            }
        }
        for story in stories.into_values() {
            sheet.count_hands(&story);
            for (place, call) in story.calls.iter().enumerate() {
                sheet.each(&call.place(), |figures| figures.call(call, place == 0));
            }
        }
        sheet
    }

    fn note(&mut self, event: &Event, at: HallTime, stories: &mut BTreeMap<TicketId, Story>) {
        match event {
            Event::TicketIssued { ticket, services, class, .. } => {
                self.issued += 1;
                stories.insert(*ticket, Story::begun(at, services, *class));
            }
            Event::TicketCalled { ticket, window, clerk, choice } => {
                on(stories, *ticket, |story| story.call(*window, *clerk, at, choice));
            }
            Event::CallUndone { ticket, .. } => on(stories, *ticket, Story::uncall),
            Event::TicketMissed { ticket, window } => self.miss(*window, stories.get(ticket)),
            Event::ServiceFinished { ticket, window, clerk, service, outcome, took } => {
                let class = stories.get(ticket).map(|story| story.class);
                on(stories, *ticket, |story| story.finished(*service, outcome));
                let place = Place { window: *window, clerk: Some(*clerk), service: Some(*service), class };
                self.each(&place, |figures| figures.finish(outcome, *took));
            }
            Event::TicketCancelled { why, .. } => self.cancel(*why),
            Event::ErrandBegun { ticket, service } | Event::ErrandQueued { ticket, service } => {
                on(stories, *ticket, |story| story.service = Some(*service));
            }
            Event::TicketTransferred { ticket, to: TransferTo::Service(service), .. } => {
                on(stories, *ticket, |story| story.sent_to(*service));
            }
            Event::TicketTransferred { to: TransferTo::Window(_) | TransferTo::Clerk(_), .. } => {}
            Event::TicketReturned { ticket, .. } => {
                on(stories, *ticket, |story| story.class = Class::Returning);
            }
            Event::Manual(event) => self.on_paper(event, stories),
            Event::DayOpened(_)
            | Event::DayClosed
            | Event::Restarted
            | Event::RulesAdopted { .. }
            | Event::HoursSet(_)
            | Event::IssuingStopped { .. }
            | Event::IssuingAllowed { .. }
            | Event::TicketHeld { .. }
            | Event::Cabinet(_)
            | Event::Keeping(_)
            | Event::Means(_)
            | Event::SelfTest(_)
            | Event::Incident(_)
            | Event::Staff(_)
            | Event::TicketRecalled { .. }
            | Event::TicketParked { .. }
            | Event::TicketReleased { .. }
            | Event::ServiceStarted { .. } => {}
            Event::SlipOpened { .. }
            | Event::CorrectionOpened { .. }
            | Event::SlipPrinted { .. }
            | Event::SlipUnknown { .. }
            | Event::SlipDropped { .. }
            | Event::AnnouncementOpened { .. }
            | Event::Said { .. }
            | Event::AnnouncementDropped { .. } => {}
            Event::ClerkLoggedIn { .. }
            | Event::PinRefused { .. }
            | Event::ClerkLoggedOut { .. }
            | Event::HandedOver { .. }
            | Event::WindowPaused { .. }
            | Event::WindowWentOn { .. }
            | Event::CloseOutBegan { .. } => {}
            Event::RatingAsked { .. }
            | Event::RatingGiven { .. }
            | Event::RatingExplained { .. }
            | Event::RatingUnanswered { .. } => {}
        }
    }

    fn cancel(&mut self, why: Cancelled) {
        match why {
            Cancelled::LeftOpen => self.left_open += 1,
            Cancelled::WrittenOff => self.written_off += 1,
            Cancelled::ByVisitor | Cancelled::ByStaff | Cancelled::DayEnded => self.cancelled += 1,
        }
    }

    fn miss(&mut self, window: WindowId, story: Option<&Story>) {
        let call = story.and_then(|story| story.calls.last());
        let place = call.map_or(Place::at(window), Call::place);
        self.each(&place, |figures| figures.missed += 1);
    }

    fn each(&mut self, place: &Place, note: impl Fn(&mut Figures)) {
        note(&mut self.total);
        note(self.windows.entry(place.window).or_default());
        if let Some(clerk) = place.clerk {
            note(self.clerks.entry(clerk).or_default());
        }
        if let Some(service) = place.service {
            note(self.services.entry(service).or_default());
        }
        if let Some(class) = place.class {
            note(self.classes.entry(class).or_default());
        }
    }
}

impl Place {
    fn at(window: WindowId) -> Self {
        Self { window, clerk: None, service: None, class: None }
    }
}

impl Call {
    fn place(&self) -> Place {
        let (window, clerk, service) = (self.window, Some(self.clerk), self.service);
        Place { window, clerk, service, class: Some(self.class) }
    }
}

/// Adds to what is known of a ticket; one of another day has no story.
fn on(stories: &mut BTreeMap<TicketId, Story>, ticket: TicketId, act: impl FnOnce(&mut Story)) {
    if let Some(story) = stories.get_mut(&ticket) {
        act(story);
    }
}

impl Story {
    fn uncall(&mut self) {
        self.calls.pop();
    }

    fn call(&mut self, window: WindowId, clerk: StaffId, at: HallTime, choice: &Choice) {
        let (service, class, waited) = (self.service, self.class, at.since(self.issued));
        let directed = matches!(choice, Choice::Directed { .. });
        self.calls.push(Call { window, clerk, service, class, waited, directed });
    }
}

impl Figures {
    fn call(&mut self, call: &Call, first: bool) {
        self.directed += u32::from(call.directed);
        if first {
            self.called += 1;
            self.waits.spans.push(call.waited);
        }
    }

    fn finish(&mut self, outcome: &Outcome, took: Duration) {
        self.services.spans.push(took);
        self.ended(outcome);
    }

    fn ended(&mut self, outcome: &Outcome) {
        self.handled += 1;
        match outcome {
            Outcome::Done => {
                self.accepted += 1;
                self.closed += 1;
            }
            Outcome::TimeLimited => self.accepted += 1,
            Outcome::NotAccepted { .. } => self.declined += 1,
            Outcome::Corrected { .. } => self.corrected += 1,
        }
    }
}

#[cfg(test)]
mod tests;
