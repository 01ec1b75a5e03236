//! The office: decides what is asked, remembers what was recorded, shows itself. Everything else drives it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::apply;
use super::check::{Contradiction, Inconsistency};
use super::day::Day;
use super::decide;
use super::event::Event;
use super::id::{JobId, RequestNumber, Seq, ServiceDay, ServiceId, StaffId, TicketId};
use super::incident::Incidents;
use super::keeping::Kept;
use super::locker::Item;
use super::look;
use super::manual::{self, Block, Finding, ManualRequest};
use super::moment::{HallTime, Moment, Wall};
use super::opening::Hours;
use super::planted::Planted;
use super::record::{Book, Record};
use super::request::{Asked, Refusal, Request, TypedNumber};
use super::rules::Rules;
use super::staff::PinMark;
use super::ticket::Ticket;
use super::view::OfficeView;

/// The office of one hall: at most one open business day, and the counters that outlive it.
///
/// The contract, in one line: `decide` → store → `apply` → show. `decide` changes nothing, and `apply` is
/// given nothing that `decide` did not grant on the very same state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    pub(super) day: Option<Day>,
    pub(super) between: Between,
    pub(super) planted: Planted,
    answered: BTreeMap<RequestNumber, Seq>,
    last: Option<Seq>,
}

/// What is known while no day is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Between {
    pub rules: Arc<Rules>,
    pub next_ticket: TicketId,
    pub next_job: JobId,
    pub last_closed: Option<ServiceDay>,
    /// When the hall opens next, as the day that was closed knew it.
    pub next_opening: Option<Wall>,
    /// What lies in the pick-up cabinet.
    pub items: Vec<Item>,
    /// Numbers that are claimed for paper tickets.
    pub blocks: Vec<Block>,
    /// The marks of the staff's PINs; `None` until somebody has looked.
    pub pins: Option<Vec<PinMark>>,
}

impl Office {
    /// An office without an open day, whose next day begins with these counters or higher ones.
    ///
    /// It has no services and no windows until a day opens, or [`Office::under`] tells it what to show.
    #[must_use]
    pub fn vacant(next_ticket: TicketId, next_job: JobId) -> Self {
        let rules = Arc::new(Rules::none());
        let between = Between {
            rules,
            next_ticket,
            next_job,
            last_closed: None,
            next_opening: None,
            items: Vec::new(),
            blocks: Vec::new(),
            pins: None,
        };
        Self { day: None, between, planted: Planted::default(), answered: BTreeMap::new(), last: None }
    }

    /// The same office, whose faces show these rules' services and windows while no day is open.
    #[must_use]
    pub fn under(mut self, rules: Arc<Rules>) -> Self {
        self.between.rules = rules;
        self
    }

    /// The same office with a bug in it, from the next opening on.
    #[cfg(feature = "planted-bugs")]
    #[must_use]
    pub fn with_bug(mut self, bug: super::planted::Bug) -> Self {
        self.planted = Planted::one(bug);
        self
    }

    /// Rebuilds a day from its records; records of the ledger are passed over.
    ///
    /// # Errors
    /// Stops at the first record that `decide` could never have granted after those before it, as the journal
    /// was then damaged, changed by hand or written by a broken version.
    pub fn replay(records: impl IntoIterator<Item = Record>) -> Result<Self, Contradiction> {
        let mut office = Self::vacant(TicketId(1), JobId(1));
        for record in records {
            office.check_frame(&record).map_err(|what| Contradiction { seq: record.seq, what })?;
            if record.book == Book::Ledger {
                continue;
            }
            for event in &record.events {
                office.check(event).map_err(|what| Contradiction { seq: record.seq, what })?;
                apply::event(&mut office, &record, event);
            }
            office.note(&record);
        }
        Ok(office)
    }

    /// What outlives a closed day: the office that its last record left behind, with these counters or higher
    /// ones. Nothing is checked, as a day that is over keeps nobody from opening the next.
    #[must_use]
    pub fn after_day(records: &[Record], next_ticket: TicketId, next_job: JobId) -> Self {
        let mut office = Self::vacant(TicketId(1), JobId(1));
        records.iter().for_each(|record| office.apply(record));
        office.between.next_ticket = office.between.next_ticket.max(next_ticket);
        office.between.next_job = office.between.next_job.max(next_job);
        office
    }

    /// Works out what would follow from a request. Changes nothing; the events are never empty.
    ///
    /// # Errors
    /// The refusal, for whoever asked.
    pub fn decide(&self, at: Moment, asked: &Asked) -> Result<Vec<Event>, Refusal> {
        decide::request(self, at, asked)
    }

    /// Makes one record true: the only way the office changes. Records of the ledger change nothing here.
    pub fn apply(&mut self, record: &Record) {
        if record.book == Book::Ledger {
            return;
        }
        for event in &record.events {
            apply::event(self, record, event);
        }
        self.note(record);
    }

    /// Makes what was decided true on this office alone, as the record that would come next: for copies on which
    /// something is tried out.
    pub fn try_out(&mut self, at: Moment, asked: Asked, events: Vec<Event>) {
        let seq = self.last.map_or(Seq(1), Seq::next);
        let day = self.day().unwrap_or(ServiceDay(0));
        self.apply(&Record { seq, book: Book::Hall, day, moment: at, asked, events });
    }

    /// Where the record stands that granted this request number since the day began, if one did.
    ///
    /// Ask this before [`Office::decide`]: the same number asked again has the same answer.
    #[must_use]
    pub fn answer(&self, number: RequestNumber) -> Option<Seq> {
        self.answered.get(&number).copied()
    }

    /// Everything in what is to be entered from paper that contradicts what the office knows, and everything on a sheet
    /// that is to be closed of which two cannot both have been; empty for any other request and while nothing does.
    #[must_use]
    pub fn objections(&self, at: Moment, asked: &Asked) -> Vec<Finding> {
        let (Some(day), Request::Manual(request)) = (&self.day, &asked.request) else { return Vec::new() };
        if let ManualRequest::Enter { entries } = request {
            let by = asked.person.unwrap_or(StaffId(0));
            return decide::entered(day, at, by, entries).err().unwrap_or_default();
        }
        if let ManualRequest::CloseSheet { sheet } = request {
            return manual::meetings(day, *sheet);
        }
        Vec::new()
    }

    /// When [`super::request::Request::Wake`] should be asked if nobody presses anything.
    ///
    /// What the view shows also changes with the passing of time (waits, sessions); this is only about what
    /// has to be recorded.
    #[must_use]
    pub fn deadline(&self) -> Option<HallTime> {
        self.day.as_ref().and_then(decide::deadline)
    }

    /// How the open day's records are kept, as far as they tell; `None` between days.
    #[must_use]
    pub fn kept(&self) -> Option<Kept> {
        self.day.as_ref().map(|day| day.kept)
    }

    /// What anyone may see at this moment.
    #[must_use]
    pub fn view(&self, at: Moment) -> OfficeView {
        match &self.day {
            Some(day) => look::at_day(day, at),
            None => look::between_days(&self.between, at),
        }
    }

    /// The rules that hold; between days those of the day before.
    #[must_use]
    pub fn rules(&self) -> &Arc<Rules> {
        self.day.as_ref().map_or(&self.between.rules, |day| &day.rules)
    }

    /// The day that is open.
    #[must_use]
    pub fn day(&self) -> Option<ServiceDay> {
        self.day.as_ref().map(|day| day.day)
    }

    /// How often a start found the day open.
    #[must_use]
    pub fn restarts(&self) -> u32 {
        self.day.as_ref().map_or(0, |day| day.restarts)
    }

    /// The ticket with this id, whatever became of it today.
    #[must_use]
    pub fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        self.day.as_ref()?.tickets.get(&id)
    }

    /// The newest ticket with a number, as a person would type it; `None` when there is none or several.
    #[must_use]
    pub fn ticket_by_number(&self, typed: TypedNumber) -> Option<&Ticket> {
        self.day.as_ref()?.typed(typed, |_| true).ok()
    }

    /// Every ticket of the day, in the order of issue.
    pub fn tickets(&self) -> impl Iterator<Item = &Ticket> {
        self.day.iter().flat_map(|day| day.tickets.values())
    }

    /// Until when no PIN of this clerk is to be looked at, if wrong ones were tried too often.
    ///
    /// Ask this before the costly comparison of a PIN; the office refuses the log-in in any case.
    #[must_use]
    pub fn locked_until(&self, staff: StaffId) -> Option<HallTime> {
        self.day.as_ref()?.wrong_tries.get(&staff)?.locked_until()
    }

    /// Whether these marks of the staff's PINs say what is not on record; between days nothing can be recorded.
    #[must_use]
    pub fn is_news_of_pins(&self, seen: &[PinMark]) -> bool {
        self.day.as_ref().is_some_and(|day| day.pins.is_news(seen))
    }

    /// The hours that hold, while a day is open.
    #[must_use]
    pub fn hours(&self) -> Option<&Hours> {
        self.day.as_ref().map(|day| &day.hours)
    }

    /// What befalls the whole hall; nothing while no day is open.
    #[must_use]
    pub fn incidents(&self) -> Incidents {
        self.day.as_ref().map(|day| day.incidents.clone()).unwrap_or_default()
    }

    /// Calls of a service today, those of undone mistakes taken off; none while no day is open.
    #[must_use]
    pub fn calls_of(&self, service: ServiceId) -> u64 {
        self.day.as_ref().map_or(0, |day| day.queue.calls_of(service))
    }

    /// The id that the next ticket will have.
    #[must_use]
    pub fn next_ticket(&self) -> TicketId {
        self.day.as_ref().map_or(self.between.next_ticket, |day| day.next_ticket)
    }

    /// The id that the next job will have.
    #[must_use]
    pub fn next_job(&self) -> JobId {
        self.day.as_ref().map_or(self.between.next_job, |day| day.next_job)
    }

    fn note(&mut self, record: &Record) {
        self.answered.insert(record.asked.number, record.seq);
        self.last = Some(record.seq);
    }

    /// Forgets the answers of the day before: a day's requests are answered by its own records.
    pub(super) fn forget_answers(&mut self) {
        self.answered.clear();
    }

    fn check_frame(&self, record: &Record) -> Result<(), Inconsistency> {
        if self.last.is_some_and(|last| record.seq <= last) {
            return Err(Inconsistency::SeqWentBack);
        }
        if record.book == Book::Ledger {
            return Ok(());
        }
        if record.events.is_empty() {
            return Err(Inconsistency::NothingHappened);
        }
        if self.answered.contains_key(&record.asked.number) {
            return Err(Inconsistency::AnsweredTwice);
        }
        match &self.day {
            Some(day) if day.day != record.day => Err(Inconsistency::OtherDay),
            Some(_) => Ok(()),
            None => match record.events.first() {
                Some(Event::DayOpened(opening)) if opening.day == record.day => Ok(()),
                Some(_) | None => Err(Inconsistency::NoDayOpen),
            },
        }
    }
}
