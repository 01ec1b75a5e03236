//! Calling by paper: blocks, sheets, what is entered afterwards, and what becomes of their paper.

mod paper;

use std::sync::Arc;

use super::Decision;
use crate::domain::day::Day;
use crate::domain::event::Event;
use crate::domain::id::{JobId, ServiceId, SheetId, StaffId, TicketId};
use crate::domain::live_order;
use crate::domain::manual::{
    self, Block, Entry, ManualEvent, ManualRequest, Paper, PaperJob, Settled, Sheet, SheetReason, Standing,
};
use crate::domain::moment::HallTime;
use crate::domain::planted::Bug;
use crate::domain::request::{Refusal, TypedNumber};

pub(in crate::domain) use paper::entered;

/// Decides what is asked of calling by paper.
pub(super) fn request(it: &mut Decision<'_>, asked: &ManualRequest) -> Result<(), Refusal> {
    match asked {
        ManualRequest::ClaimBlock { service, count } => claim(it, *service, *count),
        ManualRequest::ReleaseBlock { number } => release(it, *number),
        ManualRequest::PrintBlock { number } => {
            let block = block(it.day, *number)?;
            print(it, Paper::Block { prefix: block.prefix, first: block.first }, true)
        }
        ManualRequest::DrawSheet { why } => draw(it, *why),
        ManualRequest::PrintSheet { sheet } => {
            it.day.manual.sheets.get(sheet).ok_or(Refusal::NoSuchSheet)?;
            print(it, Paper::Sheet(*sheet), true)
        }
        ManualRequest::Enter { entries } => enter(it, entries),
        ManualRequest::CloseSheet { sheet } => close_sheet(it, *sheet),
        ManualRequest::EndDrill { sheet, entered, open } => end_drill(it, *sheet, *entered, *open),
    }
}

fn claim(it: &mut Decision<'_>, service: ServiceId, count: u16) -> Result<(), Refusal> {
    let service = it.day.service(service)?;
    let group = it.day.group(service.group).ok_or(Refusal::NumbersUsedUp)?;
    let first = manual::choose(it.day, group, count).ok_or(Refusal::BlockTooLarge)?;
    let (prefix, width, claimed) = (group.prefix, group.width, it.day.day);
    let block = Block { prefix, first, last: first + (count - 1), width, claimed, used: Vec::new() };
    add(it, ManualEvent::BlockClaimed(block));
    open_paper(it, Paper::Block { prefix, first }, false);
    Ok(())
}

/// Paper of a block may be in a visitor's hand while the hall calls by paper: then it is not given back.
fn release(it: &mut Decision<'_>, number: TypedNumber) -> Result<(), Refusal> {
    let block = block(it.day, number)?;
    if it.day.manual.is_in_use() {
        return Err(Refusal::InUse);
    }
    let (prefix, first) = (block.prefix, block.first);
    forget_paper(it, Paper::Block { prefix, first });
    add(it, ManualEvent::BlockReleased { prefix, first });
    Ok(())
}

fn block(day: &Day, number: TypedNumber) -> Result<&Block, Refusal> {
    let mut holding = day.manual.blocks.values().filter(|block| {
        number.prefix.is_none_or(|prefix| prefix == block.prefix) && block.holds(number.value)
    });
    match (holding.next(), holding.next()) {
        (Some(block), None) => Ok(block),
        (Some(_), Some(_)) => Err(Refusal::Ambiguous),
        (None, _) => Err(Refusal::NoSuchBlock),
    }
}

/// While a sheet is in use, a further one holds only what is open on none before it: whoever was called meanwhile and
/// is back has an outcome there, and nobody would call him by it again.
fn draw(it: &mut Decision<'_>, why: SheetReason) -> Result<(), Refusal> {
    let manual = &it.day.manual;
    let in_use = manual.is_in_use();
    match why {
        SheetReason::Drill if manual.drill().is_some() => return Err(Refusal::NoChange),
        SheetReason::Drill | SheetReason::Insurance if in_use => return Err(Refusal::InUse),
        SheetReason::Drill
        | SheetReason::Insurance
        | SheetReason::Ladder
        | SheetReason::Mains
        | SheetReason::Key => (),
    }
    let follows = manual.open_sheets().map(|sheet| sheet.id).last().filter(|_| in_use);
    let listed = |ticket: TicketId| {
        in_use && manual.open_sheets().any(|sheet| sheet.open().any(|row| row.ticket == ticket))
    };
    let mut rows = live_order::rows(it.day, it.now());
    rows.retain(|row| !listed(row.ticket));
    if it.day.planted.has(Bug::SheetLeavesOneOut) {
        rows.pop();
    }
    // An empty one opens the calling by hand where a ladder has ended; mains may be back before anybody comes.
    if rows.is_empty() && (follows.is_some() || matches!(why, SheetReason::Insurance | SheetReason::Mains)) {
        return Err(Refusal::NoChange);
    }
    let sheet = SheetId(manual.sheets.keys().last().map_or(1, |last| last.0 + 1));
    add(it, ManualEvent::SheetDrawn { sheet, why, follows, rows: Arc::new(rows) });
    open_paper(it, Paper::Sheet(sheet), false);
    Ok(())
}

/// Prints once more; while it is with the printer it needs no second one.
fn print(it: &mut Decision<'_>, paper: Paper, again: bool) -> Result<(), Refusal> {
    if it.day.manual.papers.values().any(|job| job.paper == paper) {
        return Err(Refusal::WrongState);
    }
    open_paper(it, paper, again);
    Ok(())
}

fn open_paper(it: &mut Decision<'_>, paper: Paper, again: bool) {
    let job = it.new_job();
    add(it, ManualEvent::PaperOpened { job, paper, again });
}

fn forget_paper(it: &mut Decision<'_>, paper: Paper) {
    for job in it.day.manual.papers.values().filter(|job| job.paper == paper) {
        it.events.push(Event::Manual(ManualEvent::PaperDropped { job: job.job }));
    }
}

fn enter(it: &mut Decision<'_>, entries: &[Entry]) -> Result<(), Refusal> {
    let by = somebody(it)?;
    let events = entered(it.day, it.at, by, entries)
        .map_err(|findings| findings.first().map_or(Refusal::NoChange, |first| first.objection.refusal()))?;
    if events.is_empty() {
        return Err(Refusal::NoChange);
    }
    it.events.extend(events.into_iter().map(Event::Manual));
    Ok(())
}

/// What is entered has to have a name to it.
fn somebody(it: &Decision<'_>) -> Result<StaffId, Refusal> {
    let person = it.asked.person.ok_or(Refusal::NoSuchStaff)?;
    it.day.staff(person).map(|clerk| clerk.id)
}

/// The last sheet closes only when no paper ticket is open either. Two at one window at one time are found here and not
/// when they are entered, so that paper may be entered in any order.
fn close_sheet(it: &mut Decision<'_>, sheet: SheetId) -> Result<(), Refusal> {
    somebody(it)?;
    let known = &it.day.manual;
    let found = known.sheets.get(&sheet).filter(|sheet| sheet.standing == Standing::Open);
    let found = found.ok_or(Refusal::NoSuchSheet)?;
    let others = known.open_sheets().any(|other| other.id != sheet);
    if found.open().next().is_some() || (!others && !known.open_paper.is_empty()) {
        return Err(Refusal::SheetOpen);
    }
    if !manual::meetings(it.day, sheet).is_empty() {
        return Err(Refusal::Doubtful);
    }
    let by_hand = found.count(&[Settled::ByHand]);
    let by_machine = found.count(&[Settled::ByMachine, Settled::NotCalled]);
    let written_off = found.count(&[Settled::WrittenOff]);
    add(it, ManualEvent::SheetClosed { sheet, by_hand, by_machine, written_off });
    Ok(())
}

fn end_drill(it: &mut Decision<'_>, sheet: SheetId, entered: u16, open: u16) -> Result<(), Refusal> {
    let drill = it.day.manual.drill().filter(|drill| drill.id == sheet).ok_or(Refusal::NoSuchSheet)?;
    forget_paper(it, Paper::Sheet(drill.id));
    add(it, ManualEvent::DrillEnded { sheet, entered, open });
    Ok(())
}

/// What a printer says of a paper that is no slip; `None` when the job is none of these.
pub(super) fn outcome(day: &Day, job: JobId, event: ManualEvent) -> Option<Event> {
    day.manual.papers.contains_key(&job).then_some(Event::Manual(event))
}

/// What falls due: insurance that is to be printed, paper that nobody could print in time.
pub(super) fn wake(it: &mut Decision<'_>) {
    for job in it.day.manual.papers.values().filter(|job| late(it.day, job) <= it.at.hall) {
        it.events.push(Event::Manual(ManualEvent::PaperDropped { job: job.job }));
    }
    if insurance_due(it.day).is_some_and(|due| due <= it.now()) {
        // Nothing to insure is no failure.
        let _ = draw(it, SheetReason::Insurance);
    }
}

/// When something falls due.
pub(super) fn deadlines(day: &Day) -> impl Iterator<Item = HallTime> {
    day.manual.papers.values().map(|job| late(day, job)).chain(insurance_due(day))
}

fn late(day: &Day, job: &PaperJob) -> HallTime {
    job.opened + day.rules.issuing.print_within
}

/// So long after the last sheet, and after the first of those who wait came. A start leaves the sheet in the drawer as
/// much time again: people may have called by it, and it would lapse before anybody could enter what they wrote.
fn insurance_due(day: &Day) -> Option<HallTime> {
    let every = day.rules.manual.as_ref()?.insurance?;
    if day.manual.is_in_use() || day.manual.drill().is_some() {
        return None;
    }
    let waiting = day.queue.everybody().filter_map(|(_, id)| day.tickets.get(&id));
    let first = waiting.map(|ticket| ticket.waits_since).min()?;
    let last = day.manual.sheets.values().map(|sheet| sheet.drawn.hall).max();
    Some(
        last.max(day.manual.started.filter(|_| last.is_some())).map_or(first, |last| last.max(first)) + every,
    )
}

/// Nobody knows what the printer did before the daemon ended, or before the day does.
pub(super) fn give_up(it: &mut Decision<'_>) {
    for job in it.day.manual.papers.keys() {
        it.events.push(Event::Manual(ManualEvent::PaperUnknown { job: *job }));
    }
}

/// The day ends over whatever is open on sheets; it says so, and a drill ends with it.
pub(super) fn close(it: &mut Decision<'_>) {
    give_up(it);
    let manual = &it.day.manual;
    let open = |sheet: &Sheet| sheet.open().map(|row| row.ticket).collect::<Vec<TicketId>>();
    let used = manual
        .open_sheets()
        .filter(|sheet| sheet.why != SheetReason::Insurance || manual.is_written_on(sheet));
    for sheet in used {
        let event = ManualEvent::SheetLeftOpen { sheet: sheet.id, open: open(sheet) };
        it.events.push(Event::Manual(event));
    }
    if let Some(drill) = manual.drill() {
        let rows = u16::try_from(drill.rows.len()).unwrap_or(u16::MAX);
        let event = ManualEvent::DrillEnded { sheet: drill.id, entered: 0, open: rows };
        it.events.push(Event::Manual(event));
    }
}

fn add(it: &mut Decision<'_>, event: ManualEvent) {
    it.add(Event::Manual(event));
}
