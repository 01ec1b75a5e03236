//! What events make of calling by paper.

use std::collections::BTreeMap;
use std::time::Duration;

use super::tickets;
use crate::domain::day::Day;
use crate::domain::id::{JobId, Prefix, Seq, ServiceId, SheetId, StaffId, TicketId, TicketNumber, WindowId};
use crate::domain::manual::{
    Hand, ManualEvent, Paper, PaperJob, Settled, Sheet, SheetReason, Standing, Written,
};
use crate::domain::moment::{HallTime, Moment, Wall};
use crate::domain::queue::PastCall;
use crate::domain::record::Record;
use crate::domain::rules::Class;
use crate::domain::ticket::{Call, Cancelled, Errand, Outcome, Slip, Ticket, TicketState};

/// Where an event stands and who asked for it.
#[derive(Clone, Copy, Debug)]
pub(in crate::domain) struct Source {
    pub seq: Seq,
    pub moment: Moment,
    pub person: Option<StaffId>,
}

impl Source {
    pub fn of(record: &Record) -> Self {
        Self { seq: record.seq, moment: record.moment, person: record.asked.person }
    }
}

/// Makes one event true.
pub(in crate::domain) fn event(day: &mut Day, from: Source, event: &ManualEvent) {
    match event {
        ManualEvent::BlockClaimed(block) => {
            day.manual.blocks.insert((block.prefix, block.first), block.clone());
            day.manual.claimed.insert((block.prefix, block.first), from.moment.hall);
        }
        ManualEvent::BlockReleased { prefix, first } => drop(day.manual.blocks.remove(&(*prefix, *first))),
        ManualEvent::SheetDrawn { .. } => drawn(day, from, event),
        ManualEvent::PaperOpened { job, paper, again } => opened(day, from, *job, *paper, *again),
        ManualEvent::PaperPrinted { job } => printed(day, *job),
        ManualEvent::PaperUnknown { job } | ManualEvent::PaperDropped { job } => {
            day.manual.papers.remove(job);
        }
        ManualEvent::PaperTaken { .. } => taken(day, from, event),
        ManualEvent::Entered { ticket, written, corrects } => {
            entered(day, from, (*ticket, *corrects), written)
        }
        ManualEvent::EntryVouched { ticket } => {
            if let Some(hand) = day.manual.hands.get_mut(ticket) {
                hand.sure = true;
            }
        }
        ManualEvent::SheetClosed { sheet, .. } => day.manual.closed(*sheet),
        ManualEvent::DrillEnded { sheet, .. } => becomes(day, *sheet, Standing::Closed),
        ManualEvent::SheetLeftOpen { .. } => (),
    }
}

fn drawn(day: &mut Day, from: Source, event: &ManualEvent) {
    let ManualEvent::SheetDrawn { sheet, why, follows, rows } = event else { return };
    let (id, why, follows, rows) = (*sheet, *why, *follows, rows.clone());
    let standing = if why == SheetReason::Drill { Standing::Drilled } else { Standing::Open };
    // One that continues a sheet was drawn while that was in use.
    if standing == Standing::Open && follows.is_none() {
        lapse_insurance(day);
    }
    let (seq, drawn, on_paper) = (from.seq, from.moment, false);
    let (settled, entered_by) = (BTreeMap::new(), BTreeMap::new());
    let sheet = Sheet { id, why, follows, seq, drawn, rows, settled, entered_by, standing, on_paper };
    day.manual.sheets.insert(id, sheet);
}

/// The drawer holds one sheet: insurance on which nothing was written is thrown away for the one after it.
fn lapse_insurance(day: &mut Day) {
    let manual = &day.manual;
    let unused = manual.open_sheets().filter(|sheet| sheet.why == SheetReason::Insurance);
    let unused: Vec<SheetId> =
        unused.filter(|sheet| !manual.is_written_on(sheet)).map(|sheet| sheet.id).collect();
    unused.into_iter().for_each(|sheet| becomes(day, sheet, Standing::Lapsed));
}

fn becomes(day: &mut Day, sheet: SheetId, standing: Standing) {
    if let Some(sheet) = day.manual.sheets.get_mut(&sheet) {
        sheet.standing = standing;
    }
}

fn opened(day: &mut Day, from: Source, job: JobId, paper: Paper, again: bool) {
    day.next_job = day.next_job.max(job.next());
    day.manual.papers.insert(job, PaperJob { job, paper, again, opened: from.moment.hall });
}

fn printed(day: &mut Day, job: JobId) {
    let Some(PaperJob { paper: Paper::Sheet(sheet), .. }) = day.manual.papers.remove(&job) else { return };
    if let Some(sheet) = day.manual.sheets.get_mut(&sheet) {
        sheet.on_paper = true;
    }
}

fn taken(day: &mut Day, from: Source, event: &ManualEvent) {
    let ManualEvent::PaperTaken { ticket: id, number, service, class, at } = event else { return };
    let ticket = paper_ticket(*id, *number, (*service, *class), earlier(from.moment, *at));
    day.next_ticket = day.next_ticket.max(id.next());
    day.numbered.insert((number.prefix, number.value), *id);
    *day.issued.entry(*service).or_default() += 1;
    day.queue.join(*service, *id);
    day.totals.issued += 1;
    day.totals.waiting += 1;
    day.tickets.insert(*id, ticket);
    use_up(day, number.prefix, number.value);
    day.manual.open_paper.insert(*id);
}

fn paper_ticket(
    id: TicketId,
    number: TicketNumber,
    (service, class): (ServiceId, Class),
    issued: Moment,
) -> Ticket {
    Ticket {
        id,
        number,
        errands: vec![Errand { service, outcome: None }],
        current: 0,
        class,
        green_reason: None,
        issued,
        kiosk: None,
        ahead: 0,
        wait: None,
        slip: Slip::NotWanted,
        waits_since: issued.hall,
        waited_before: Duration::ZERO,
        state: tickets::IN_ORDER,
        first_asked: None,
        grade: None,
        person: None,
    }
}

/// The moment of an earlier hall time of the same boot, on both clocks.
fn earlier(moment: Moment, hall: HallTime) -> Moment {
    let back = i64::try_from(moment.hall.since(hall).as_millis()).unwrap_or(0);
    Moment { hall, wall: moment.wall.map(|wall| Wall { utc_ms: wall.utc_ms - back, ..wall }), ..moment }
}

fn use_up(day: &mut Day, prefix: Prefix, value: u16) {
    let mut blocks = day.manual.blocks.values_mut();
    if let Some(block) = blocks.find(|block| block.prefix == prefix && block.holds(value)) {
        block.used.push(value);
    }
}

/// A correction takes the ticket as it was before anything was entered; what was entered from a sheet before stays.
fn entered(day: &mut Day, from: Source, (id, corrects): (TicketId, bool), written: &Written) {
    let hand = day.manual.hands.get(&id).filter(|_| corrects).cloned();
    // A correction belongs where the entry did, though that sheet may be closed.
    let sheet = hand.as_ref().map_or_else(|| day.manual.sheet_of(id), |hand| hand.sheet);
    let closed = hand.as_ref().is_some_and(|hand| hand.closed);
    if let Some(hand) = hand {
        take_back(day, from.moment.hall, id, &hand);
    }
    let Some(before) = day.tickets.get(&id).cloned() else { return };
    let now = from.moment.hall;
    let how = match written {
        Written::Served { window, called, started, finished, outcome, .. } => {
            let began = called.or_else(|| before.state.call().map(|call| call.since)).unwrap_or(now);
            let at = finished.or(*started).unwrap_or(began);
            ends(day, id, began, TicketState::Served { window: *window, at });
            errands_end(day, id, outcome);
            Settled::ByHand
        }
        Written::AtWindow { window, called, .. } => {
            at_window(day, id, *window, *called);
            Settled::ByHand
        }
        Written::Left { window, called, .. } => {
            let since = called.unwrap_or(now);
            ends(day, id, since, TicketState::Missed { window: *window, since });
            Settled::ByHand
        }
        Written::NotCalled => Settled::NotCalled,
        Written::WrittenOff { .. } => {
            ends(day, id, now, TicketState::Cancelled { at: now, why: Cancelled::WrittenOff });
            Settled::WrittenOff
        }
    };
    called(day, id, &before, written);
    let Some(after) = day.tickets.get(&id).map(|ticket| ticket.state.clone()) else { return };
    let (by, at, before) = (from.person, from.moment, Box::new(before));
    let hand = Hand { written: written.clone(), by, at, sure: false, sheet, closed, before, after };
    day.manual.entered(id, how, hand);
}

/// A call by hand is a call: whoever was promised a place behind so many calls comes nearer to it.
fn called(day: &mut Day, id: TicketId, before: &Ticket, written: &Written) {
    let Some((_, clerk, when)) = written.call() else { return };
    if let (Some(_), Some(service)) = (when, before.service()) {
        day.queue.called(PastCall { ticket: id, service, class: before.class });
    }
    if let Some(ticket) = day.tickets.get_mut(&id) {
        ticket.first_asked.get_or_insert(clerk);
    }
}

fn take_back(day: &mut Day, at: HallTime, id: TicketId, hand: &Hand) {
    tickets::leave_its_window(day, id);
    tickets::change(day, at, id, hand.before.state.clone());
    if let (Some((_, _, Some(_))), Some(service)) = (hand.written.call(), hand.before.service()) {
        day.queue.uncalled(service, id);
    }
    if let Some(ticket) = day.tickets.get_mut(&id) {
        *ticket = (*hand.before).clone();
    }
    if let Some(call) = hand.before.state.call() {
        stands_at(day, id, call.window);
    }
}

fn ends(day: &mut Day, id: TicketId, called: HallTime, state: TicketState) {
    tickets::leave_its_window(day, id);
    tickets::change(day, called, id, state);
}

fn errands_end(day: &mut Day, id: TicketId, outcome: &Outcome) {
    let Some(ticket) = day.tickets.get_mut(&id) else { return };
    for errand in ticket.errands.iter_mut().filter(|errand| errand.outcome.is_none()) {
        errand.outcome = Some(outcome.clone());
    }
}

/// Marked as repeated: what was called by mouth is not announced after a restart.
fn at_window(day: &mut Day, id: TicketId, window: WindowId, called: HallTime) {
    let call = Call { window, since: called, last: called, recalls: 0, repeated: true };
    tickets::change(day, called, id, TicketState::Serving { call, since: called });
    stands_at(day, id, window);
}

fn stands_at(day: &mut Day, id: TicketId, window: WindowId) {
    if let Some(window) = day.windows.get_mut(&window) {
        window.visitor = Some(id);
        window.last_call = None;
    }
}
