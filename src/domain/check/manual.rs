//! What a replay checks of calling by paper.

use super::{Inconsistency, ensure};
use crate::domain::day::Day;
use crate::domain::id::{SheetId, TicketId};
use crate::domain::manual::{self, ManualEvent, Paper, Standing};

/// Whether an event of calling by paper can follow.
pub(super) fn check(day: &Day, event: &ManualEvent) -> Result<(), Inconsistency> {
    let known = &day.manual;
    match event {
        ManualEvent::BlockClaimed(block) => {
            let taken = |value| known.block_of(block.prefix, value).is_some();
            let free = block.first <= block.last && !(block.first..=block.last).any(taken);
            ensure(free, Inconsistency::BlockTaken)
        }
        ManualEvent::BlockReleased { prefix, first } => {
            ensure(known.blocks.contains_key(&(*prefix, *first)), Inconsistency::NoSuchBlock)
        }
        ManualEvent::SheetDrawn { sheet, rows, .. } => {
            let later = known.sheets.keys().last().is_none_or(|last| sheet > last);
            ensure(later, Inconsistency::SheetGivenBefore)?;
            rows.iter().try_for_each(|row| super::known(day, row.ticket).map(|_| ()))
        }
        ManualEvent::PaperOpened { job, paper, .. } => {
            ensure(*job >= day.next_job, Inconsistency::JobIdGivenBefore)?;
            match paper {
                Paper::Sheet(id) => ensure(known.sheets.contains_key(id), Inconsistency::NoSuchSheet),
                Paper::Block { prefix, first } => {
                    ensure(known.blocks.contains_key(&(*prefix, *first)), Inconsistency::NoSuchBlock)
                }
            }
        }
        ManualEvent::PaperPrinted { job }
        | ManualEvent::PaperUnknown { job }
        | ManualEvent::PaperDropped { job } => {
            ensure(known.papers.contains_key(job), Inconsistency::NoSuchJob)
        }
        ManualEvent::PaperTaken { .. } => taken(day, event),
        ManualEvent::Entered { ticket, corrects, .. } => entered(day, *ticket, *corrects),
        ManualEvent::EntryVouched { ticket } => {
            ensure(known.hands.contains_key(ticket), Inconsistency::NothingToCorrect)
        }
        ManualEvent::SheetClosed { sheet, .. } => {
            stands(day, *sheet, Standing::Open)?;
            let open = known.sheets.get(sheet).is_some_and(|sheet| sheet.open().next().is_some());
            ensure(!open, Inconsistency::NotReconciled)
        }
        ManualEvent::SheetLeftOpen { sheet, .. } => stands(day, *sheet, Standing::Open),
        ManualEvent::DrillEnded { sheet, .. } => stands(day, *sheet, Standing::Drilled),
    }
}

fn stands(day: &Day, sheet: SheetId, standing: Standing) -> Result<(), Inconsistency> {
    let sheet = day.manual.sheets.get(&sheet);
    ensure(sheet.is_some_and(|sheet| sheet.standing == standing), Inconsistency::NoSuchSheet)
}

fn taken(day: &Day, event: &ManualEvent) -> Result<(), Inconsistency> {
    let ManualEvent::PaperTaken { ticket, number, service, .. } = event else { return Ok(()) };
    ensure(*ticket >= day.next_ticket, Inconsistency::TicketIdGivenBefore)?;
    let paper = manual::on_paper(day, number.prefix, number.value);
    ensure(paper.is_some_and(|paper| !paper.taken), Inconsistency::NotOnPaper)?;
    ensure(day.service(*service).is_ok(), Inconsistency::NoServices)
}

fn entered(day: &Day, ticket: TicketId, corrects: bool) -> Result<(), Inconsistency> {
    let state = &super::known(day, ticket)?.state;
    match day.manual.hands.get(&ticket) {
        Some(hand) if corrects => ensure(hand.after == *state, Inconsistency::EnteredBefore),
        None if corrects => Err(Inconsistency::NothingToCorrect),
        Some(_) | None => {
            ensure(day.manual.entry_that_counts(ticket).is_none(), Inconsistency::EnteredBefore)
        }
    }
}
