//! What follows from the mains, notices, alarms and the clock.

use super::Decision;
use crate::domain::day::Day;
use crate::domain::event::Event;
use crate::domain::id::{TicketId, WindowId};
use crate::domain::incident::{AlarmId, AlarmKind, IncidentEvent, IncidentRequest, Saying, Until, notice_of};
use crate::domain::job::{AnnouncementDropped, JobKind};
use crate::domain::moment::HallTime;
use crate::domain::request::{Refusal, Request};

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// Decides what is asked.
pub(super) fn request(it: &mut Decision<'_>, asked: IncidentRequest) -> Result<(), Refusal> {
    match asked {
        IncidentRequest::MainsLost => mains_lost(it),
        IncidentRequest::MainsBack => mains_back(it),
        IncidentRequest::PowerStop { why, charge_percent } => {
            let lost = it.day.incidents.mains_lost.is_some() && !it.day.incidents.stopping;
            happened(it, lost, IncidentEvent::PowerStopped { why, charge_percent })
        }
        IncidentRequest::PutUp { notice, until } => put_up(it, notice, until),
        IncidentRequest::Expect { until } => {
            let stands = it.day.incidents.notice.ok_or(Refusal::NothingThere)?;
            put_up(it, stands.notice, until)
        }
        IncidentRequest::TakeDown => {
            let stands = it.day.incidents.notice.is_some();
            happened(it, stands, IncidentEvent::NoticeTakenDown)?;
            hush(it, |saying| matches!(saying, Saying::Notice(_)));
            Ok(())
        }
        IncidentRequest::Raise { kind, window } => raise(it, kind, window),
        IncidentRequest::Acknowledge { alarm } => {
            let stands = it.day.incidents.alarms.get(&alarm).ok_or(Refusal::NoSuchAlarm)?;
            happened(it, stands.acknowledged.is_none(), IncidentEvent::AlarmAcknowledged { alarm })
        }
        IncidentRequest::EndAlarm { alarm } => end(it, alarm),
        IncidentRequest::ClockJumped { by_ms, believed } => {
            happened(it, by_ms != 0, IncidentEvent::ClockJumped { by_ms, believed })
        }
    }
}

/// While everybody leaves, nobody is called.
pub(super) fn allowed(it: &Decision<'_>, request: &Request) -> Result<(), Refusal> {
    let calls = matches!(
        request,
        Request::CallNext { .. }
            | Request::CallNumber { .. }
            | Request::Recall { .. }
            | Request::Resume { .. }
    );
    if calls && it.day.incidents.is_fire() { Err(Refusal::Evacuating) } else { Ok(()) }
}

/// Records what is not so already.
fn happened(it: &mut Decision<'_>, news: bool, event: IncidentEvent) -> Result<(), Refusal> {
    if !news {
        return Err(Refusal::NoChange);
    }
    it.add(Event::Incident(event));
    Ok(())
}

/// The notice for it goes up by itself, unless somebody has put up another.
fn mains_lost(it: &mut Decision<'_>) -> Result<(), Refusal> {
    let (incidents, rules) = (&it.day.incidents, it.day.rules.incidents.as_ref());
    let notice = rules.and_then(|rules| rules.mains_notice).filter(|_| incidents.notice.is_none());
    happened(it, incidents.mains_lost.is_none(), IncidentEvent::MainsLost)?;
    notice.map_or(Ok(()), |notice| put_up(it, notice, None))
}

fn mains_back(it: &mut Decision<'_>) -> Result<(), Refusal> {
    let (incidents, rules) = (&it.day.incidents, it.day.rules.incidents.as_ref());
    happened(it, incidents.mains_lost.is_some(), IncidentEvent::MainsBack)?;
    let stands = incidents.notice.map(|notice| notice.notice);
    if stands.is_some() && stands == rules.and_then(|rules| rules.mains_notice) {
        it.add(Event::Incident(IncidentEvent::NoticeTakenDown));
        hush(it, |saying| matches!(saying, Saying::Notice(_)));
    }
    Ok(())
}

/// Said once: a notice whose time alone changed is not said again. In a fire nothing else is said.
fn put_up(it: &mut Decision<'_>, notice: u8, until: Option<Until>) -> Result<(), Refusal> {
    let incidents = &it.day.incidents;
    notice_of(it.day.rules.incidents.as_ref(), notice).ok_or(Refusal::NoSuchNotice)?;
    if until.is_some_and(|until| until.minute >= DAY_MINUTES) {
        return Err(Refusal::NoSuchNotice);
    }
    let stands = incidents.notice;
    let news = stands.is_none_or(|stands| (stands.notice, stands.until) != (notice, until));
    happened(it, news, IncidentEvent::NoticePutUp { notice, until })?;
    if stands.is_none_or(|stands| stands.notice != notice) && !incidents.is_fire() {
        say(it, Saying::Notice(notice));
    }
    Ok(())
}

/// An alarm that stands for the same at the same place is the same alarm.
fn raise(it: &mut Decision<'_>, kind: AlarmKind, window: Option<WindowId>) -> Result<(), Refusal> {
    window.map_or(Ok(()), |window| it.day.window(window).map(|_| ()))?;
    let incidents = &it.day.incidents;
    let stands = incidents.alarms.values().any(|alarm| (alarm.kind, alarm.window) == (kind, window));
    let ticket = window.filter(|_| kind == AlarmKind::Illness).and_then(|window| keep_place(it, window));
    let alarm = incidents.next_alarm;
    happened(it, !stands, IncidentEvent::AlarmRaised { alarm, kind, window, ticket })?;
    if kind == AlarmKind::Fire && !incidents.is_fire() {
        silence_calls(it);
        say(it, Saying::Evacuate);
    }
    Ok(())
}

/// Whoever is served where somebody is ill is parked: the clerk sees to the ill, and the place is not lost.
fn keep_place(it: &mut Decision<'_>, window: WindowId) -> Option<TicketId> {
    let (visitor, _) = it.served_at(window).ok()?;
    let (ticket, clerk) = (visitor.id, it.day.window(window).ok()?.clerk?);
    it.add(Event::TicketParked { ticket, window, clerk });
    it.silence(ticket);
    Some(ticket)
}

fn end(it: &mut Decision<'_>, alarm: AlarmId) -> Result<(), Refusal> {
    let alarms = &it.day.incidents.alarms;
    let stands = alarms.get(&alarm).ok_or(Refusal::NoSuchAlarm)?;
    it.add(Event::Incident(IncidentEvent::AlarmEnded { alarm }));
    let other_fire = alarms.values().any(|other| other.kind == AlarmKind::Fire && other.id != alarm);
    if stands.kind == AlarmKind::Fire && !other_fire {
        hush(it, |saying| saying == Saying::Evacuate);
    }
    Ok(())
}

/// Opens what is to be said to the whole hall, in place of what waits to be said.
fn say(it: &mut Decision<'_>, saying: Saying) {
    hush(it, |_| true);
    let job = it.new_job();
    it.add(Event::Incident(IncidentEvent::SayingOpened { job, saying }));
}

/// Gives up what waits to be said, if it is that.
fn hush(it: &mut Decision<'_>, what: impl Fn(Saying) -> bool) {
    if let Some(spoken) = it.day.incidents.spoken.filter(|spoken| what(spoken.saying)) {
        it.add(Event::AnnouncementDropped { job: spoken.job, why: AnnouncementDropped::Overtaken });
    }
}

/// Nobody is to be called while everybody leaves.
fn silence_calls(it: &mut Decision<'_>) {
    let calls = it.day.jobs.values().filter(|job| matches!(job.kind, JobKind::Announcement { .. }));
    let why = AnnouncementDropped::Overtaken;
    it.events.extend(calls.map(|job| Event::AnnouncementDropped { job: job.id, why }));
}

/// What falls due: what could not be said in time is given up, and people are told again to leave.
pub(super) fn wake(it: &mut Decision<'_>) {
    let now = it.now();
    if let Some(spoken) = it.day.incidents.spoken.filter(|spoken| stale_at(it.day, spoken.opened) <= now) {
        it.add(Event::AnnouncementDropped { job: spoken.job, why: AnnouncementDropped::Stale });
    }
    if it.day.incidents.evacuate_at().is_some_and(|at| at <= now) {
        say(it, Saying::Evacuate);
    }
}

/// Nobody knows whether it was said before the daemon ended, and before the day did.
pub(super) fn give_up(it: &mut Decision<'_>, why: AnnouncementDropped) {
    if let Some(spoken) = it.day.incidents.spoken {
        it.add(Event::AnnouncementDropped { job: spoken.job, why });
    }
}

/// When something falls due.
pub(super) fn deadlines(day: &Day) -> impl Iterator<Item = HallTime> {
    let stale = day.incidents.spoken.map(|spoken| stale_at(day, spoken.opened));
    stale.into_iter().chain(day.incidents.evacuate_at())
}

fn stale_at(day: &Day, opened: HallTime) -> HallTime {
    opened + day.rules.calling.stale_after
}
