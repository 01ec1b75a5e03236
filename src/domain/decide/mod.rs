//! Works out what follows from a request: one file a group of requests, one function a request.

mod call;
mod card;
mod clerk;
mod day;
mod incident;
mod issue;
mod job;
mod keeping;
mod locker;
mod manual;
mod means;
mod rate;
mod self_test;
mod serve;
mod staff;

use super::card::Card;
use super::day::Day;
use super::event::Event;
use super::id::{JobId, StaffId, TicketId, WindowId};
use super::job::{AnnouncementDropped, JobKind};
use super::moment::{HallTime, Moment};
use super::office::Office;
use super::request::{Asked, Origin, Refusal, Request};
use super::ticket::{Ticket, TicketState};
use super::window::Window;

pub(super) use card::counted;
pub(super) use day::deadline;
pub(super) use manual::entered;

/// Decides one request.
pub(super) fn request(office: &Office, at: Moment, asked: &Asked) -> Result<Vec<Event>, Refusal> {
    match (&asked.request, &office.day) {
        (Request::OpenDay(opening), _) => day::open(office, opening),
        (_, None) => Err(Refusal::DayNotOpen),
        (request, Some(day)) => {
            let mut decision = Decision { day, at, asked, events: Vec::new(), next_job: day.next_job };
            within_day(&mut decision, request)?;
            Ok(decision.events)
        }
    }
}

fn within_day(it: &mut Decision<'_>, request: &Request) -> Result<(), Refusal> {
    incident::allowed(it, request)?;
    match request {
        Request::OpenDay(_) => Err(Refusal::DayAlreadyOpen),
        Request::Restart => day::restart(it),
        Request::Wake => day::wake(it),
        Request::AdoptRules(rules) => day::adopt_rules(it, rules),
        Request::SetHours(hours) => day::set_hours(it, hours),
        Request::StopIssuing { service } => day::stop_issuing(it, *service),
        Request::AllowIssuing { service } => day::allow_issuing(it, *service),
        Request::CloseDay => day::close_asked(it),

        Request::Issue { services, green, paper } => issue::issue(it, services, *green, *paper, Card::Absent),
        Request::IssueByCard { services, green, paper, card } => {
            issue::issue(it, services, *green, *paper, *card)
        }
        Request::Reprint { ticket } => issue::reprint(it, *ticket),
        Request::Cancel { ticket } => issue::cancel(it, *ticket),

        Request::CallNext { window } => call::call_next(it, *window),
        Request::CallNumber { window, number, reason } => call::call_number(it, *window, *number, *reason),
        Request::Recall { window } => call::recall(it, *window),
        Request::NoShow { window } => call::no_show(it, *window),
        Request::Undo { window } => call::undo(it, *window),
        Request::Resume { window, number } => call::resume(it, *window, *number),

        Request::Start { window } => serve::start(it, *window),
        Request::Finish { window, outcome } => serve::finish(it, *window, outcome),
        Request::Park { window } => serve::park(it, *window),
        Request::Transfer { window, to } => serve::transfer(it, *window, *to),
        Request::Return { number } => serve::take_back(it, *number),

        Request::LogIn { window, staff } => clerk::log_in(it, *window, *staff),
        Request::PinWrong { window, staff } => clerk::pin_wrong(it, *window, *staff),
        Request::LogOut { window } => clerk::log_out(it, *window),
        Request::HandOver { window, staff } => clerk::hand_over(it, *window, *staff),
        Request::Pause { window, reason } => clerk::pause(it, *window, *reason),
        Request::GoOn { window } => clerk::go_on(it, *window),
        Request::CloseOut { window } => clerk::close_out(it, *window),

        Request::Cabinet(asked) => locker::request(it, *asked),
        Request::Keeping(asked) => keeping::request(it, asked),
        Request::Means(asked) => means::request(it, asked),
        Request::Manual(asked) => manual::request(it, asked),
        Request::SelfTest(asked) => self_test::request(it, asked),
        Request::Incident(asked) => incident::request(it, *asked),
        Request::Staff(asked) => staff::request(it, asked),

        Request::AskRating { window } => rate::ask(it, *window),
        Request::Rate { window, grade } => rate::rate(it, *window, *grade),
        Request::RateReason { window, reason } => rate::explain(it, *window, *reason),

        Request::SlipPrinted { job } => job::printed(it, *job),
        Request::SlipUnknown { job } => job::unknown(it, *job),
        Request::SlipNotPrinted { job } => job::not_printed(it, *job),
        Request::Said { job } => job::said(it, *job),
        Request::NotSaid { job } => job::not_said(it, *job),
    }
}

/// A decision in the making: the day as it stands, and what will have happened.
///
/// The day does not change while events are added; whoever adds one that depends on another says so in the
/// code.
struct Decision<'a> {
    day: &'a Day,
    at: Moment,
    asked: &'a Asked,
    events: Vec<Event>,
    next_job: JobId,
}

impl<'a> Decision<'a> {
    fn now(&self) -> HallTime {
        self.at.hall
    }

    fn add(&mut self, event: Event) {
        self.events.push(event);
    }

    fn new_job(&mut self) -> JobId {
        let job = self.next_job;
        self.next_job = job.next();
        job
    }

    /// The clerk of a window. At a keypad the person who asks has to be that clerk: a press that was on its
    /// way while somebody else took over does not act in the other's name.
    fn clerk_at(&self, window: WindowId) -> Result<StaffId, Refusal> {
        let clerk = self.day.window(window)?.clerk.ok_or(Refusal::NotLoggedIn)?;
        match (self.asked.origin, self.asked.person) {
            // Another window's keypad stands in for one that is out: whoever presses it is on record.
            (Origin::Keypad(own), person) if own != window => match self.day.window(own)?.clerk {
                at_own if at_own.is_some() && at_own == person => Ok(clerk),
                Some(_) | None => Err(Refusal::NotLoggedIn),
            },
            (Origin::Keypad(_) | Origin::SoftKeypad(_), Some(person)) if person != clerk => {
                Err(Refusal::NotLoggedIn)
            }
            (
                Origin::Keypad(_)
                | Origin::SoftKeypad(_)
                | Origin::Kiosk(_)
                | Origin::RatingPad(_)
                | Origin::Duty
                | Origin::Device
                | Origin::Clock
                | Origin::Startup,
                _,
            ) => Ok(clerk),
        }
    }

    /// The visitor who is called to a window or served at it.
    fn visitor_at(&self, window: &Window) -> Option<&'a Ticket> {
        window.visitor.and_then(|ticket| self.day.tickets.get(&ticket))
    }

    /// The visitor who is served at a window, and since when.
    fn served_at(&self, window: WindowId) -> Result<(&'a Ticket, HallTime), Refusal> {
        let visitor = self.visitor_at(self.day.window(window)?).ok_or(Refusal::NobodyThere)?;
        match visitor.state {
            TicketState::Serving { since, .. } => Ok((visitor, since)),
            TicketState::Called(_)
            | TicketState::Waiting { .. }
            | TicketState::Parked { .. }
            | TicketState::Missed { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled { .. } => Err(Refusal::NobodyThere),
        }
    }

    /// Opens the announcement of a call; an earlier one of the same ticket that was not said yet is
    /// overtaken.
    fn announce(&mut self, ticket: TicketId, window: WindowId, repeat: bool) {
        self.silence(ticket);
        let job = self.new_job();
        self.add(Event::AnnouncementOpened { job, ticket, window, repeat });
    }

    /// Drops what was to be said of a ticket, as it is not true any more.
    fn silence(&mut self, ticket: TicketId) {
        let open = self.day.jobs.values().filter(|job| match job.kind {
            JobKind::Announcement { ticket: called, .. } => called == ticket,
            JobKind::Slip { .. } | JobKind::Correction { .. } => false,
        });
        let why = AnnouncementDropped::Overtaken;
        self.events.extend(open.map(|job| Event::AnnouncementDropped { job: job.id, why }));
    }

    /// Asks a visitor for a grade; the question to the one before is over with it.
    fn ask_rating(&mut self, window: WindowId, ticket: TicketId) {
        let before = self.day.windows.get(&window).and_then(|window| window.asking);
        if let Some(before) = before {
            self.add(Event::RatingUnanswered { window, ticket: before.ticket });
        }
        self.add(Event::RatingAsked { window, ticket });
    }
}
