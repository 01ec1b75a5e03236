//! What a replay checks before it believes a record.

mod manual;

use std::fmt;

use super::day::Day;
use super::event::Event;
use super::id::{JobId, Seq, ServiceId, StaffId, TicketId, WindowId};
use super::incident::{IncidentEvent, Incidents, notice_of};
use super::keeping;
use super::locker::CabinetEvent;
use super::means::{HallState, MeansEvent, Stood};
use super::office::Office;
use super::ticket::{Ticket, TicketState};
use super::window::Window;

/// A record that cannot follow from those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Where it stands.
    pub seq: Seq,
    /// What is wrong with it.
    pub what: Inconsistency,
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {}: {}", self.seq, self.what)
    }
}

impl std::error::Error for Contradiction {}

macro_rules! inconsistencies {
    ($($name:ident $text:literal;)+) => {
        /// What can be wrong with a record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Inconsistency {
            $(#[doc = $text] $name,)+
        }

        impl fmt::Display for Inconsistency {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => $text,)+ })
            }
        }
    };
}

inconsistencies! {
    SeqWentBack "its sequence number is not above that of the record before";
    NothingHappened "it holds no events";
    AnsweredTwice "a request of this number was granted before";
    OtherDay "it belongs to another day than the one that is open";
    NoDayOpen "no day is open";
    DayOpenAlready "a day is open already, or a later one was closed";
    SomebodyLeft "the day closes while tickets are alive";
    TicketIdGivenBefore "the ticket's id was given before";
    NumberGivenTwice "the ticket's number is borne by one who may still be called";
    NoServices "the ticket is for nothing, or for a service that the rules do not know";
    NoSuchTicket "the ticket was never issued";
    HeldTwice "the ticket is somebody's already";
    NotWaiting "the ticket that is called neither waits nor is parked";
    NotCalled "the ticket is not called to that window";
    NotServed "the ticket is not served at that window";
    NotTheErrand "the ticket is there for another service";
    EndedBefore "the ticket had ended before";
    NotKept "the ticket that is released does not wait for a certain window or clerk";
    MayNotReturn "the ticket that comes back was neither missed nor corrected";
    NoSuchWindow "the rules know no such window";
    WindowOccupied "another visitor is at the window";
    OtherClerk "somebody else, or nobody, is logged in at the window";
    NothingToUndo "the window's last call was not of that ticket";
    JobIdGivenBefore "the job's id was given before";
    NoSuchJob "no such job is open";
    DoorTaken "something lies behind the cabinet's door already";
    NotInTheCabinet "it does not lie in the cabinet";
    KeptOtherwise "the records were not kept so, or ids or numbers would go back";
    NumberOfABlock "the ticket's number is claimed for paper";
    BlockTaken "numbers of the block are claimed already, or it is empty";
    NoSuchBlock "no such block is claimed";
    NotOnPaper "the number is of no block, or was taken before";
    SheetGivenBefore "the sheet's number was given before";
    NoSuchSheet "no such sheet was drawn, or it has another standing";
    NotReconciled "the sheet closes while numbers of it are open";
    EnteredBefore "something was entered for the ticket before";
    NothingToCorrect "nothing was entered for the ticket that stands";
    OtherSelfTest "no self-test runs, or one does already, or its certificate has another number";
    NotSo "what ends had not begun, or what begins stands already";
    NoSuchNotice "the rules know no such notice";
    NotAsked "the window's pad asks nothing about that ticket";
    NotToBeGraded "the ticket was not served at that window, or has its grade";
    OtherHallState "the hall's means as they stand there make another state";
    OtherPins "a PIN that is set stands already, one that changes or goes does not, or the first look is not the first";
    NotAWindowsTask "a task that is not a window's stands at one, or the other way round";
}

impl Office {
    /// Whether an event can follow from this state.
    pub(super) fn check(&self, event: &Event) -> Result<(), Inconsistency> {
        match (event, &self.day) {
            (Event::DayOpened(opening), None) => {
                let later = self.between.last_closed.is_none_or(|closed| opening.day > closed);
                ensure(later, Inconsistency::DayOpenAlready)
            }
            (Event::DayOpened(_), Some(_)) => Err(Inconsistency::DayOpenAlready),
            (_, None) => Err(Inconsistency::NoDayOpen),
            (event, Some(day)) => within_day(day, event),
        }
    }
}

fn within_day(day: &Day, event: &Event) -> Result<(), Inconsistency> {
    match event {
        Event::DayOpened(_) => Err(Inconsistency::DayOpenAlready),
        Event::DayClosed => everybody_gone(day),
        Event::Restarted
        | Event::RulesAdopted { .. }
        | Event::HoursSet(_)
        | Event::IssuingStopped { .. }
        | Event::IssuingAllowed { .. }
        | Event::PinRefused { .. } => Ok(()),

        Event::TicketIssued { .. } => issued(day, event),
        Event::TicketHeld { ticket, .. } => held(day, *ticket),
        Event::TicketCancelled { ticket, .. } => cancelled(day, *ticket),
        Event::TicketCalled { ticket, window, clerk, .. } => called(day, *ticket, *window, *clerk),
        Event::TicketRecalled { ticket, window } | Event::TicketMissed { ticket, window } => {
            ensure(at_window(day, *ticket)? == Some(*window), Inconsistency::NotCalled)
        }
        Event::CallUndone { ticket, window } => undone(day, *ticket, *window),
        Event::ServiceStarted { ticket, window, clerk } => started(day, *ticket, *window, *clerk),
        Event::ServiceFinished { ticket, window, clerk, service, .. } => {
            served(day, *ticket, *window, *clerk)?;
            ensure(known(day, *ticket)?.service() == Some(*service), Inconsistency::NotTheErrand)
        }
        Event::ErrandBegun { ticket, service } | Event::ErrandQueued { ticket, service } => {
            further_errand(day, *ticket, *service)
        }
        Event::TicketReleased { ticket } => released(day, *ticket),
        Event::TicketReturned { ticket, .. } => returned(day, *ticket),
        Event::TicketParked { ticket, window, clerk }
        | Event::TicketTransferred { ticket, from: window, clerk, .. } => {
            served(day, *ticket, *window, *clerk)
        }

        Event::Cabinet(event) => cabinet(day, event),
        Event::Keeping(event) => ensure(keeping::can_follow(day, event), Inconsistency::KeptOtherwise),
        Event::Means(event) => means(day, event),
        Event::Manual(event) => manual::check(day, event),
        Event::SelfTest(event) => day.self_tests.check(event, day.next_job),
        Event::Incident(event) => incident(day, event),
        Event::Staff(event) => day.pins.check(event),
        Event::SlipOpened { job, ticket, .. }
        | Event::CorrectionOpened { job, ticket, .. }
        | Event::AnnouncementOpened { job, ticket, .. } => {
            known(day, *ticket)?;
            ensure(*job >= day.next_job, Inconsistency::JobIdGivenBefore)
        }
        Event::SlipPrinted { job }
        | Event::SlipUnknown { job }
        | Event::SlipDropped { job, .. }
        | Event::Said { job }
        | Event::AnnouncementDropped { job, .. } => open_job(day, *job),

        Event::ClerkLoggedIn { window, .. } => nobody_at(day, *window),
        Event::ClerkLoggedOut { window, staff } | Event::HandedOver { window, from: staff, .. } => {
            staffed(day, *window, *staff)
        }
        Event::WindowPaused { window, .. }
        | Event::WindowWentOn { window }
        | Event::CloseOutBegan { window } => window_of(day, *window).map(|_| ()),

        Event::RatingAsked { window, ticket } => asked(day, *window, *ticket),
        Event::RatingGiven { window, ticket, .. }
        | Event::RatingExplained { window, ticket, .. }
        | Event::RatingUnanswered { window, ticket } => rated(day, *window, *ticket),
    }
}

fn everybody_gone(day: &Day) -> Result<(), Inconsistency> {
    ensure(day.tickets.values().all(|ticket| ticket.state.has_ended()), Inconsistency::SomebodyLeft)
}

fn rated(day: &Day, window: WindowId, ticket: TicketId) -> Result<(), Inconsistency> {
    let asked = window_of(day, window)?.asking.map(|asking| asking.ticket);
    ensure(asked == Some(ticket), Inconsistency::NotAsked)
}

fn issued(day: &Day, event: &Event) -> Result<(), Inconsistency> {
    let Event::TicketIssued { ticket, number, services, .. } = event else { return Ok(()) };
    ensure(*ticket >= day.next_ticket, Inconsistency::TicketIdGivenBefore)?;
    ensure(day.is_free(number.prefix, number.value), Inconsistency::NumberGivenTwice)?;
    let on_paper = day.manual.block_of(number.prefix, number.value).is_some();
    ensure(!on_paper, Inconsistency::NumberOfABlock)?;
    let known = services.iter().all(|service| day.service(*service).is_ok());
    ensure(known && !services.is_empty(), Inconsistency::NoServices)
}

fn asked(day: &Day, window: WindowId, ticket: TicketId) -> Result<(), Inconsistency> {
    let served = window_of(day, window)?.last_served.map(|(served, _)| served);
    ensure(served == Some(ticket), Inconsistency::NotAsked)
}

fn nobody_at(day: &Day, window: WindowId) -> Result<(), Inconsistency> {
    ensure(window_of(day, window)?.clerk.is_none(), Inconsistency::OtherClerk)
}

fn cabinet(day: &Day, event: &CabinetEvent) -> Result<(), Inconsistency> {
    let known = &day.cabinet;
    match event {
        CabinetEvent::ItemPut { door, .. } => {
            ensure(!known.items.contains_key(door), Inconsistency::DoorTaken)
        }
        CabinetEvent::ItemFor { item, .. } | CabinetEvent::ItemGone { item } => {
            ensure(known.door_of(*item).is_some(), Inconsistency::NotInTheCabinet)
        }
        CabinetEvent::DoorOrdered { job, .. } => {
            ensure(*job >= day.next_job, Inconsistency::JobIdGivenBefore)
        }
        CabinetEvent::DoorOpened { job }
        | CabinetEvent::DoorNotOpened { job }
        | CabinetEvent::DoorUnknown { job } => {
            ensure(known.orders.contains_key(job), Inconsistency::NoSuchJob)
        }
        CabinetEvent::DoorSeen { .. }
        | CabinetEvent::DoorLeftOpen { .. }
        | CabinetEvent::CodeRefused { .. }
        | CabinetEvent::CodeTaken { .. } => Ok(()),
    }
}

fn means(day: &Day, event: &MeansEvent) -> Result<(), Inconsistency> {
    let Stood { state, rungs, bare } = match event {
        MeansEvent::Stood(stood) => stood,
        MeansEvent::GradeEntered { ticket, window, .. } => {
            let ticket = known(day, *ticket)?;
            let there = matches!(ticket.state, TicketState::Served { window: at, .. } if at == *window);
            return ensure(there && ticket.grade.is_none(), Inconsistency::NotToBeGraded);
        }
    };
    for rung in rungs.iter().chain(bare.iter().flatten()) {
        ensure(rung.window.is_some() == rung.task.is_a_windows(), Inconsistency::NotAWindowsTask)?;
        rung.window.map_or(Ok(()), |window| window_of(day, window).map(|_| ()))?;
    }
    let follows = HallState::of(rungs, bare.as_deref(), day.windows.keys().copied());
    ensure(*state == follows, Inconsistency::OtherHallState)
}

fn incident(day: &Day, event: &IncidentEvent) -> Result<(), Inconsistency> {
    let Incidents { mains_lost, stopping, notice, alarms, spoken, next_alarm, .. } = &day.incidents;
    match event {
        IncidentEvent::MainsLost => ensure(mains_lost.is_none(), Inconsistency::NotSo),
        IncidentEvent::MainsBack => ensure(mains_lost.is_some(), Inconsistency::NotSo),
        IncidentEvent::PowerStopped { .. } => ensure(mains_lost.is_some() && !stopping, Inconsistency::NotSo),
        IncidentEvent::NoticePutUp { notice, .. } => {
            let known = notice_of(day.rules.incidents.as_ref(), *notice).is_some();
            ensure(known, Inconsistency::NoSuchNotice)
        }
        IncidentEvent::NoticeTakenDown => ensure(notice.is_some(), Inconsistency::NotSo),
        IncidentEvent::SayingOpened { job, .. } => {
            ensure(*job >= day.next_job, Inconsistency::JobIdGivenBefore)?;
            ensure(spoken.is_none(), Inconsistency::NotSo)
        }
        IncidentEvent::AlarmRaised { alarm, .. } => ensure(alarm >= next_alarm, Inconsistency::NotSo),
        IncidentEvent::AlarmAcknowledged { alarm } => {
            let waits = alarms.get(alarm).is_some_and(|alarm| alarm.acknowledged.is_none());
            ensure(waits, Inconsistency::NotSo)
        }
        IncidentEvent::AlarmEnded { alarm } => ensure(alarms.contains_key(alarm), Inconsistency::NotSo),
        IncidentEvent::ClockJumped { by_ms, .. } => ensure(*by_ms != 0, Inconsistency::NotSo),
    }
}

fn held(day: &Day, ticket: TicketId) -> Result<(), Inconsistency> {
    ensure(known(day, ticket)?.person.is_none(), Inconsistency::HeldTwice)
}

fn called(day: &Day, ticket: TicketId, window: WindowId, clerk: StaffId) -> Result<(), Inconsistency> {
    staffed(day, window, clerk)?;
    let callable =
        matches!(known(day, ticket)?.state, TicketState::Waiting { .. } | TicketState::Parked { .. });
    ensure(callable, Inconsistency::NotWaiting)?;
    ensure(window_of(day, window)?.visitor.is_none(), Inconsistency::WindowOccupied)
}

/// A missed ticket has ended and may still be given back, or end with the day.
fn cancelled(day: &Day, ticket: TicketId) -> Result<(), Inconsistency> {
    let state = &known(day, ticket)?.state;
    ensure(!state.has_ended() || matches!(state, TicketState::Missed { .. }), Inconsistency::EndedBefore)
}

fn undone(day: &Day, ticket: TicketId, window: WindowId) -> Result<(), Inconsistency> {
    let last = window_of(day, window)?.last_call.as_ref().map(|call| call.ticket);
    let there = at_window(day, ticket)? == Some(window);
    ensure(there && last == Some(ticket), Inconsistency::NothingToUndo)
}

fn released(day: &Day, ticket: TicketId) -> Result<(), Inconsistency> {
    let kept = matches!(known(day, ticket)?.state, TicketState::Waiting { only: Some(_), .. });
    ensure(kept, Inconsistency::NotKept)
}

fn returned(day: &Day, ticket: TicketId) -> Result<(), Inconsistency> {
    ensure(known(day, ticket)?.may_return(), Inconsistency::MayNotReturn)
}

fn started(day: &Day, ticket: TicketId, window: WindowId, clerk: StaffId) -> Result<(), Inconsistency> {
    staffed(day, window, clerk)?;
    let called = matches!(&known(day, ticket)?.state, TicketState::Called(call) if call.window == window);
    ensure(called, Inconsistency::NotCalled)
}

fn further_errand(day: &Day, ticket: TicketId, service: ServiceId) -> Result<(), Inconsistency> {
    let ticket = known(day, ticket)?;
    ensure(matches!(ticket.state, TicketState::Serving { .. }), Inconsistency::NotServed)?;
    let open = ticket.open_errand().and_then(|open| ticket.errands.get(open));
    ensure(open.is_some_and(|errand| errand.service == service), Inconsistency::NotTheErrand)
}

fn served(day: &Day, ticket: TicketId, window: WindowId, clerk: StaffId) -> Result<(), Inconsistency> {
    staffed(day, window, clerk)?;
    let state = &known(day, ticket)?.state;
    let there = matches!(state, TicketState::Serving { call, .. } if call.window == window);
    ensure(there, Inconsistency::NotServed)
}

fn staffed(day: &Day, window: WindowId, clerk: StaffId) -> Result<(), Inconsistency> {
    ensure(window_of(day, window)?.clerk == Some(clerk), Inconsistency::OtherClerk)
}

fn at_window(day: &Day, ticket: TicketId) -> Result<Option<WindowId>, Inconsistency> {
    Ok(known(day, ticket)?.state.call().map(|call| call.window))
}

fn known(day: &Day, ticket: TicketId) -> Result<&Ticket, Inconsistency> {
    day.tickets.get(&ticket).ok_or(Inconsistency::NoSuchTicket)
}

fn window_of(day: &Day, window: WindowId) -> Result<&Window, Inconsistency> {
    day.windows.get(&window).ok_or(Inconsistency::NoSuchWindow)
}

fn open_job(day: &Day, job: JobId) -> Result<(), Inconsistency> {
    let spoken = day.incidents.spoken.is_some_and(|spoken| spoken.job == job);
    ensure(spoken || day.jobs.contains_key(&job), Inconsistency::NoSuchJob)
}

pub(super) fn ensure(holds: bool, otherwise: Inconsistency) -> Result<(), Inconsistency> {
    if holds { Ok(()) } else { Err(otherwise) }
}
