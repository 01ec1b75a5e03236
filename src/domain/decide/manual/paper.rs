//! What was written by hand, held against what the office knows.

use std::time::Duration;

use crate::domain::apply::manual::{self as apply, Source};
use crate::domain::day::Day;
use crate::domain::id::{Seq, ServiceId, StaffId, TicketId, TicketNumber, WindowId};
use crate::domain::manual::{self, Entry, EntryAct, Finding, ManualEvent, Objection, Written};
use crate::domain::moment::{HallTime, Moment};
use crate::domain::request::{Refusal, TypedNumber};
use crate::domain::ticket::{Outcome, Ticket, TicketState};

/// A pen writes minutes, and the minute in which somebody came has begun before: 09:41 is any moment of that minute.
const PEN: Duration = Duration::from_secs(60);

/// What follows from entries, in whatever order they are given: numbers that were taken from a block come first, as
/// the others may be about them; who is at a window still comes last, as others may have left it before.
///
/// # Errors
/// Every entry to which there is an objection; then none of them counts.
pub(in crate::domain) fn entered(
    day: &Day,
    at: Moment,
    by: StaffId,
    entries: &[Entry],
) -> Result<Vec<ManualEvent>, Vec<Finding>> {
    let mut trial = day.clone();
    let (mut events, mut findings) = (Vec::new(), Vec::new());
    let mut in_turn: Vec<(usize, &Entry)> = (0..).zip(entries).collect();
    in_turn.sort_by_key(|(_, entry)| turn(&entry.act));
    for (place, entry) in in_turn {
        match one(&trial, at.hall, entry) {
            Ok(follows) => {
                let source = Source { seq: Seq(0), moment: at, person: Some(by) };
                follows.iter().for_each(|event| apply::event(&mut trial, source, event));
                events.extend(follows);
            }
            Err(objection) => findings.push(Finding { place, number: entry.number, objection }),
        }
    }
    findings.sort_by_key(|finding| finding.place);
    if findings.is_empty() { Ok(events) } else { Err(findings) }
}

/// What is taken before what.
fn turn(act: &EntryAct) -> u8 {
    match act {
        EntryAct::Taken { .. } => 0,
        EntryAct::Became(
            Written::Served { .. } | Written::Left { .. } | Written::NotCalled | Written::WrittenOff { .. },
        ) => 1,
        EntryAct::Became(Written::AtWindow { .. }) => 2,
    }
}

fn one(day: &Day, now: HallTime, entry: &Entry) -> Result<Vec<ManualEvent>, Objection> {
    match &entry.act {
        EntryAct::Taken { to, service, at } => taken(day, now, entry, *to, (*service, *at)),
        EntryAct::Became(written) => {
            let ticket = meant(day, entry.number)?.id;
            became(day, now, ticket, written, entry)?;
            let (written, corrects) = (written.clone(), entry.corrects);
            let vouched = entry.sure.then_some(ManualEvent::EntryVouched { ticket });
            Ok([ManualEvent::Entered { ticket, written, corrects }].into_iter().chain(vouched).collect())
        }
    }
}

fn meant(day: &Day, number: TypedNumber) -> Result<&Ticket, Objection> {
    day.typed(number, |_| true).map_err(|refusal| {
        if refusal == Refusal::Ambiguous { Objection::Ambiguous } else { Objection::NeverIssued }
    })
}

fn taken(
    day: &Day,
    now: HallTime,
    entry: &Entry,
    to: Option<u16>,
    (service, at): (ServiceId, HallTime),
) -> Result<Vec<ManualEvent>, Objection> {
    let number = entry.number;
    let known = day.service(service).map_err(|_| Objection::NoSuchService)?;
    let (group, class) = (known.group, known.class);
    let prefix = number.prefix.unwrap_or(group);
    manual::on_paper(day, prefix, number.value).ok_or(Objection::NotOnPaper)?;
    if prefix != group {
        return Err(Objection::OtherLetter);
    }
    if at > now {
        return Err(Objection::InTheFuture);
    }
    if let Some(opens) =
        day.hours.sessions.first().map(|first| first.opens).filter(|opens| at + PEN <= *opens)
    {
        return Err(Objection::BeforeOpening { opens });
    }
    let to = to.unwrap_or(number.value);
    if to < number.value {
        return Err(Objection::NotOnPaper);
    }
    let mut ticket = day.next_ticket;
    let mut events = Vec::new();
    for value in number.value..=to {
        let paper = manual::on_paper(day, prefix, value).ok_or(Objection::NotOnPaper)?;
        if paper.taken {
            return Err(Objection::TakenBefore);
        }
        if entry.corrects {
            return Err(Objection::NothingToCorrect);
        }
        if let Some(claimed) = day.manual.claimed_today(prefix, value).filter(|claimed| at + PEN <= *claimed)
        {
            return Err(Objection::BeforeClaim { claimed });
        }
        let number = TicketNumber { prefix, value, width: paper.width };
        events.push(ManualEvent::PaperTaken { ticket, number, service, class, at });
        ticket = ticket.next();
    }
    Ok(events)
}

/// Whether a ticket can have become this, by what the office knows.
fn became(day: &Day, now: HallTime, id: TicketId, written: &Written, entry: &Entry) -> Result<(), Objection> {
    let before = before(day, id, entry)?;
    match written {
        Written::NotCalled if before.state.has_ended() => Err(by_machine(&before.state)),
        Written::NotCalled => Ok(()),
        Written::WrittenOff { reason } if reason.trim().is_empty() => Err(Objection::NoReason),
        Written::WrittenOff { .. } => match before.state {
            TicketState::Served { .. } | TicketState::Cancelled { .. } => Err(by_machine(&before.state)),
            TicketState::Waiting { .. }
            | TicketState::Called(_)
            | TicketState::Serving { .. }
            | TicketState::Parked { .. }
            | TicketState::Missed { .. } => Ok(()),
        },
        Written::Served { window, clerk, called, started, finished, outcome } => {
            let times = [*called, *started, *finished];
            let call = call(day, now, before, (*window, *clerk), times)?;
            ends_so(day, before, outcome)?;
            doubts(day, before, (*window, *clerk), call, entry.sure)
        }
        Written::Left { window, clerk, called } => {
            let call = call(day, now, before, (*window, *clerk), [*called, None, None])?;
            doubts(day, before, (*window, *clerk), call, entry.sure)
        }
        Written::AtWindow { window, clerk, called } => {
            let call = call(day, now, before, (*window, *clerk), [Some(*called), None, None])?;
            let there = day.windows.get(window);
            let there = there.filter(|there| there.visitor.is_none_or(|visitor| visitor == id));
            if there.is_none_or(|there| there.clerk != Some(*clerk)) {
                return Err(Objection::NotAtWindow);
            }
            doubts(day, before, (*window, *clerk), call, entry.sure)
        }
    }
}

/// The ticket as it was before anything was entered for it; what was entered from a sheet that is closed is history.
fn before<'a>(day: &'a Day, id: TicketId, entry: &Entry) -> Result<&'a Ticket, Objection> {
    let ticket = day.tickets.get(&id).ok_or(Objection::NeverIssued)?;
    let Some(hand) = day.manual.correctable(id) else {
        return if entry.corrects { Err(Objection::NothingToCorrect) } else { Ok(ticket) };
    };
    if !entry.corrects {
        // Whoever ended by an entry is known by that, and not by the machine.
        let ended = matches!(ticket.state, TicketState::Served { .. } | TicketState::Cancelled { .. });
        if hand.closed && !(ended && ticket.state == hand.after) {
            return Ok(ticket);
        }
        let call = hand.written.call();
        let (window, called) = (call.map(|(window, _, _)| window), call.and_then(|(_, _, called)| called));
        return Err(Objection::EnteredBefore { window, called });
    }
    let back_at = hand.before.state.call().and_then(|call| day.windows.get(&call.window));
    let taken = back_at.and_then(|window| window.visitor).is_some_and(|visitor| visitor != id);
    if ticket.state != hand.after || taken { Err(Objection::MovedSince) } else { Ok(&hand.before) }
}

/// When it was called, if it can have been called there and then.
fn call(
    day: &Day,
    now: HallTime,
    before: &Ticket,
    (window, clerk): (WindowId, StaffId),
    times: [Option<HallTime>; 3],
) -> Result<HallTime, Objection> {
    day.window(window).map_err(|_| Objection::NoSuchWindow(window))?;
    day.staff(clerk).map_err(|_| Objection::NoSuchClerk(clerk))?;
    let call = match (&before.state, times[0]) {
        (TicketState::Waiting { .. }, Some(called)) => not_before(called, before.waits_since)?,
        (TicketState::Parked { since, .. }, Some(called)) => not_before(called, *since)?,
        (TicketState::Missed { .. }, Some(called)) => not_before(called, before.issued.hall)?,
        (TicketState::Waiting { .. } | TicketState::Parked { .. } | TicketState::Missed { .. }, None) => {
            return Err(Objection::NoTime);
        }
        (TicketState::Called(call) | TicketState::Serving { call, .. }, None) if call.window == window => {
            call.since
        }
        (TicketState::Called(call) | TicketState::Serving { call, .. }, None) => {
            return Err(Objection::CalledElsewhere { window: call.window });
        }
        (
            TicketState::Called(_)
            | TicketState::Serving { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled { .. },
            Some(_) | None,
        ) => return Err(by_machine(&before.state)),
    };
    let mut last = call;
    for time in times.into_iter().flatten() {
        if time + PEN <= last {
            return Err(Objection::OutOfOrder);
        }
        last = last.max(time);
    }
    if last > now { Err(Objection::InTheFuture) } else { Ok(call) }
}

fn not_before(called: HallTime, since: HallTime) -> Result<HallTime, Objection> {
    if called + PEN <= since { Err(Objection::BeforeIssue { since }) } else { Ok(called.max(since)) }
}

fn by_machine(state: &TicketState) -> Objection {
    let window = match state {
        TicketState::Called(call) | TicketState::Serving { call, .. } => Some(call.window),
        TicketState::Parked { window, .. }
        | TicketState::Missed { window, .. }
        | TicketState::Served { window, .. } => Some(*window),
        TicketState::Waiting { .. } | TicketState::Cancelled { .. } => None,
    };
    Objection::ByMachine { window }
}

/// Whether the rules know this outcome for every errand that was open.
fn ends_so(day: &Day, before: &Ticket, outcome: &Outcome) -> Result<(), Objection> {
    let known = match outcome {
        Outcome::Done | Outcome::TimeLimited => true,
        Outcome::NotAccepted { reason } => usize::from(*reason) < day.rules.decline_reasons.len(),
        Outcome::Corrected { missing } => {
            let service = before.service().and_then(|service| day.service(service).ok());
            let materials = service.map_or(0, |service| service.materials.len());
            !missing.is_empty() && missing.iter().all(|place| usize::from(*place) < materials)
        }
    };
    if known { Ok(()) } else { Err(Objection::NoSuchOutcome) }
}

/// What the office did not see, though it may have been so. What other entries say plays no part: that is asked of the
/// whole sheet when it is to be closed.
fn doubts(
    day: &Day,
    before: &Ticket,
    (window, clerk): (WindowId, StaffId),
    called: HallTime,
    sure: bool,
) -> Result<(), Objection> {
    if sure {
        return Ok(());
    }
    let by_hand = day.manual.hands.get(&before.id).is_some_and(|hand| hand.after == before.state);
    if let TicketState::Missed { window, .. } = before.state
        && !by_hand
    {
        return Err(Objection::MissedByMachine { window });
    }
    if before.state.call().is_none() {
        match day.manual.clerk_then(window, called) {
            None => return Err(Objection::WindowClosed(window)),
            Some(other) if other != clerk => return Err(Objection::OtherClerk(other)),
            Some(_) => (),
        }
    }
    let serves = before.service().is_some_and(|service| day.serves(window, clerk, service));
    if serves { Ok(()) } else { Err(Objection::Unskilled) }
}
