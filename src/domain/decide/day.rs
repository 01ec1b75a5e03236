//! Opening, changing and closing a day, and what falls due in between.

use std::sync::Arc;
use std::time::Duration;

use super::{Decision, incident, locker, manual, self_test};
use crate::domain::day::Day;
use crate::domain::event::Event;
use crate::domain::id::{ServiceId, TicketId};
use crate::domain::job::{AnnouncementDropped, Job, JobKind, SlipDropped};
use crate::domain::moment::HallTime;
use crate::domain::office::Office;
use crate::domain::opening::{Hours, Opening};
use crate::domain::planted::Bug;
use crate::domain::request::{Origin, Refusal};
use crate::domain::rules::Rules;
use crate::domain::ticket::{Call, Cancelled, Ticket, TicketState};

/// How long a fire alarm keeps the day open behind its set end: until the evening is over, and not into the next day,
/// which an alarm that everybody forgot must not keep from being opened.
const FIRE_HOLDS: Duration = Duration::from_secs(3 * 60 * 60);

/// A closed day stays closed, whatever the clock says later; counters never go back.
pub(super) fn open(office: &Office, opening: &Opening) -> Result<Vec<Event>, Refusal> {
    let between = &office.between;
    let was_closed = between.last_closed.is_some_and(|closed| opening.day <= closed);
    if office.day.is_some() || was_closed {
        return Err(Refusal::DayAlreadyOpen);
    }
    let mut opening = opening.clone();
    opening.next_ticket = opening.next_ticket.max(between.next_ticket);
    opening.next_job = opening.next_job.max(between.next_job);
    opening.items = Some(between.items.clone()).filter(|items| !items.is_empty());
    opening.blocks = Some(between.blocks.clone()).filter(|blocks| !blocks.is_empty());
    opening.pins.clone_from(&between.pins);
    Ok(vec![Event::DayOpened(Box::new(opening))])
}

/// Nobody knows what the devices did with the jobs that were open when the daemon ended: paper may have come
/// out and is not printed blindly again; a call that is still young is said once more and marked as a repeat.
pub(super) fn restart(it: &mut Decision<'_>) -> Result<(), Refusal> {
    it.add(Event::Restarted);
    let day = it.day;
    for job in day.jobs.values() {
        let event = match job.kind {
            JobKind::Slip { .. } | JobKind::Correction { .. } => Event::SlipUnknown { job: job.id },
            JobKind::Announcement { ticket, .. } => {
                let young = day.tickets.get(&ticket).is_some_and(|ticket| to_repeat(it, ticket).is_some());
                let why = if young { AnnouncementDropped::Interrupted } else { AnnouncementDropped::Stale };
                Event::AnnouncementDropped { job: job.id, why }
            }
        };
        it.add(event);
        if let (JobKind::Slip { ticket, .. }, true) = (&job.kind, day.planted.has(Bug::RestartPrintsAgain)) {
            let job = it.new_job();
            it.add(Event::SlipOpened { job, ticket: *ticket, reprint: false });
        }
    }
    locker::give_up(it);
    manual::give_up(it);
    self_test::give_up(it);
    incident::give_up(it, AnnouncementDropped::Interrupted);
    for ticket in day.windows.values().filter_map(|window| day.tickets.get(&window.visitor?)) {
        if let Some(call) = to_repeat(it, ticket) {
            let job = it.new_job();
            it.add(Event::AnnouncementOpened { job, ticket: ticket.id, window: call.window, repeat: true });
        }
    }
    Ok(())
}

/// The call that is to be said once more after a restart.
fn to_repeat(it: &Decision<'_>, ticket: &Ticket) -> Option<Call> {
    let call = ticket.state.call().filter(|_| it.day.is_awaited(ticket))?;
    let young = it.now().since(call.last) <= it.day.rules.calling.repeat_within;
    (young && !call.repeated).then_some(call)
}

pub(super) fn wake(it: &mut Decision<'_>) -> Result<(), Refusal> {
    if ends(it.day).is_some_and(|ends| ends <= it.now()) {
        return close(it);
    }
    for (window, asking) in it.day.windows.iter().filter_map(|(id, window)| Some((*id, window.asking?))) {
        if asking.since + it.day.rules.rating.within > it.now() {
            continue;
        }
        let (ticket, clerk) = (asking.ticket, asking.clerk);
        it.add(match it.day.planted.has(Bug::GradeInvented) {
            true => Event::RatingGiven { window, ticket, clerk, grade: 1 },
            false => Event::RatingUnanswered { window, ticket },
        });
    }
    let (day, now) = (it.day, it.now());
    let released = kept(day).filter(|(_, until)| *until <= now);
    it.events.extend(released.map(|(ticket, _)| Event::TicketReleased { ticket }));
    for job in day.jobs.values().filter(|job| due(day, job) <= now) {
        it.add(match job.kind {
            JobKind::Slip { .. } | JobKind::Correction { .. } => {
                Event::SlipDropped { job: job.id, why: SlipDropped::TooLate }
            }
            JobKind::Announcement { .. } => {
                Event::AnnouncementDropped { job: job.id, why: AnnouncementDropped::Stale }
            }
        });
    }
    locker::wake(it);
    manual::wake(it);
    self_test::wake(it);
    incident::wake(it);
    if it.events.is_empty() { Err(Refusal::NothingDue) } else { Ok(()) }
}

/// When something falls due by itself: the earliest of everything that [`wake`] looks at.
pub(in crate::domain) fn deadline(day: &Day) -> Option<HallTime> {
    let pads = day.windows.values().filter_map(|window| window.asking);
    let pads = pads.map(|asking| asking.since + day.rules.rating.within);
    let jobs = day.jobs.values().map(|job| due(day, job));
    pads.chain(jobs)
        .chain(kept(day).map(|(_, until)| until))
        .chain(ends(day))
        .chain(locker::deadlines(day))
        .chain(manual::deadlines(day))
        .chain(self_test::deadline(day))
        .chain(incident::deadlines(day))
        .min()
}

/// When the day closes by itself: the faces do not stop telling people to leave because it is evening.
fn ends(day: &Day) -> Option<HallTime> {
    let set = day.hours.day_ends?;
    Some(if day.incidents.is_fire() { set + FIRE_HOLDS } else { set })
}

/// The tickets that will not be kept for a window or a clerk for ever, each with the end of it.
fn kept(day: &Day) -> impl Iterator<Item = (TicketId, HallTime)> {
    let kept = day.queue.kept().filter_map(|id| day.tickets.get(&id));
    kept.filter_map(|ticket| Some((ticket.id, day.kept_until(ticket)?)))
}

fn due(day: &Day, job: &Job) -> HallTime {
    match job.kind {
        JobKind::Slip { .. } | JobKind::Correction { .. } => job.opened + day.rules.issuing.print_within,
        JobKind::Announcement { .. } => job.opened + day.rules.calling.stale_after,
    }
}

/// Rules change for everybody at once; what people wait for, work at or are served by has to stay.
pub(super) fn adopt_rules(it: &mut Decision<'_>, rules: &Rules) -> Result<(), Refusal> {
    if *it.day.rules == *rules {
        return Err(Refusal::NoChange);
    }
    let doors = rules.locker.map_or(0, |locker| locker.doors);
    let emptied = it.day.cabinet.items.keys().all(|door| door.0 <= doors);
    if !covers(rules, it.day)
        || !on_paper(rules, it.day)
        || !emptied
        || it.day.cabinet.orders.values().any(|order| order.door.0 > doors)
    {
        return Err(Refusal::InUse);
    }
    it.add(Event::RulesAdopted { rules: Arc::new(rules.clone()) });
    Ok(())
}

/// Numbers that are claimed for paper stay numbers.
fn on_paper(rules: &Rules, day: &Day) -> bool {
    day.manual.blocks.values().all(|block| {
        let group = rules.groups.iter().find(|group| group.prefix == block.prefix);
        group.is_some_and(|group| group.first <= block.first && block.last <= group.last)
    })
}

fn covers(rules: &Rules, day: &Day) -> bool {
    let service = |id| rules.services.iter().any(|service| service.id == id);
    let window = |id| rules.windows.iter().any(|window| window.id == id);
    let clerk = |id| rules.staff.iter().any(|clerk| clerk.id == id);
    let mut alive = day.tickets.values().filter(|ticket| !ticket.is_gone());
    let mut staffed = day.windows.iter().filter_map(|(id, window)| Some((*id, window.clerk?)));
    alive.all(|ticket| {
        let parked = match ticket.state {
            TicketState::Parked { window, .. } => Some(window),
            TicketState::Waiting { .. }
            | TicketState::Called(_)
            | TicketState::Serving { .. }
            | TicketState::Missed { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled { .. } => None,
        };
        ticket.errands.iter().all(|errand| service(errand.service)) && parked.is_none_or(window)
    }) && staffed.all(|(id, staff)| window(id) && clerk(staff))
}

pub(super) fn set_hours(it: &mut Decision<'_>, hours: &Hours) -> Result<(), Refusal> {
    if it.day.hours == *hours {
        return Err(Refusal::NoChange);
    }
    it.add(Event::HoursSet(hours.clone()));
    Ok(())
}

pub(super) fn stop_issuing(it: &mut Decision<'_>, service: Option<ServiceId>) -> Result<(), Refusal> {
    service.map_or(Ok(()), |service| it.day.service(service).map(|_| ()))?;
    if it.day.is_stopped(service) {
        return Err(Refusal::NoChange);
    }
    it.add(Event::IssuingStopped { service });
    Ok(())
}

pub(super) fn allow_issuing(it: &mut Decision<'_>, service: Option<ServiceId>) -> Result<(), Refusal> {
    service.map_or(Ok(()), |service| it.day.service(service).map(|_| ()))?;
    if !it.day.is_stopped(service) {
        return Err(Refusal::NoChange);
    }
    it.add(Event::IssuingAllowed { service });
    Ok(())
}

/// Nobody closes the day by hand over a sheet that is not reconciled, nor takes the words off the faces by it that
/// everybody has to leave; at its set end it closes all the same.
pub(super) fn close_asked(it: &mut Decision<'_>) -> Result<(), Refusal> {
    let by_hand = it.asked.origin == Origin::Duty;
    if by_hand && it.day.incidents.is_fire() {
        return Err(Refusal::Evacuating);
    }
    if by_hand && it.day.manual.is_in_use() { Err(Refusal::SheetOpen) } else { close(it) }
}

/// Ends the day for everybody who is left: questions, jobs, tickets, clerks, and then the day itself.
pub(super) fn close(it: &mut Decision<'_>) -> Result<(), Refusal> {
    for (window, asking) in it.day.windows.iter().filter_map(|(id, window)| Some((*id, window.asking?))) {
        it.add(Event::RatingUnanswered { window, ticket: asking.ticket });
    }
    for job in it.day.jobs.values() {
        it.add(match job.kind {
            JobKind::Slip { .. } | JobKind::Correction { .. } => Event::SlipUnknown { job: job.id },
            JobKind::Announcement { .. } => {
                Event::AnnouncementDropped { job: job.id, why: AnnouncementDropped::Overtaken }
            }
        });
    }
    locker::give_up(it);
    manual::close(it);
    self_test::give_up(it);
    incident::give_up(it, AnnouncementDropped::Overtaken);
    for ticket in it.day.tickets.values() {
        let forgotten = it.day.planted.has(Bug::CloseForgetsParked) && is_parked(ticket);
        if let Some(why) = left_over(&ticket.state).filter(|_| !forgotten) {
            it.add(Event::TicketCancelled { ticket: ticket.id, why });
        }
    }
    for (window, staff) in it.day.windows.iter().filter_map(|(id, window)| Some((*id, window.clerk?))) {
        it.add(Event::ClerkLoggedOut { window, staff });
    }
    it.add(Event::DayClosed);
    Ok(())
}

fn is_parked(ticket: &Ticket) -> bool {
    matches!(ticket.state, TicketState::Parked { .. })
}

fn left_over(state: &TicketState) -> Option<Cancelled> {
    match state {
        TicketState::Waiting { .. }
        | TicketState::Called(_)
        | TicketState::Parked { .. }
        | TicketState::Missed { .. } => Some(Cancelled::DayEnded),
        TicketState::Serving { .. } => Some(Cancelled::LeftOpen),
        TicketState::Served { .. } | TicketState::Cancelled { .. } => None,
    }
}
