//! A disk that takes nothing for a minute: what the hall asks by itself is asked now and then, not without
//! end, and is on record once there is room.

use std::collections::BTreeMap;

use jiaohao::domain::event::Event;
use jiaohao::domain::keeping::{Keeping, KeepingEvent, Why};
use jiaohao::domain::moment::HallTime;
use jiaohao::domain::record::Record;
use jiaohao::journal::keep::{Cause, Keep, StoreError};
use jiaohao::journal::memory::MemoryJournal;
use jiaohao::runtime::engine::{Engine, Input, Kept, KeptBy, Output};

use super::disk::{at, open_hall};

/// Lets the engine live until then, on a disk that is full at first; how often the journal was opened again.
fn live(engine: &mut Engine, journal: &mut MemoryJournal, full_until: u64, until: u64) -> u32 {
    let (mut now, mut reopened) = (20, 0);
    let mut coming: BTreeMap<u64, Vec<Input>> = BTreeMap::from([(now, vec![Input::Tick])]);
    while now < until {
        let inputs = coming.remove(&now).unwrap_or_default();
        for output in engine.step(at(now), inputs) {
            if let Output::Commit(batch) = output {
                coming.entry(now + 2).or_default().push(commit(journal, &batch, now < full_until));
            } else if matches!(output, Output::Reopen) {
                reopened += 1;
                coming.entry(now + 5).or_default().push(Input::Reopened(Box::new(kept(journal))));
            }
        }
        let due = engine.due().map(|HallTime(due)| due.max(now + 1));
        now = due.into_iter().chain(coming.keys().next().copied()).chain([now + 1000]).min().unwrap();
    }
    reopened
}

fn commit(journal: &mut MemoryJournal, batch: &[Record], full: bool) -> Input {
    if full {
        return Input::NotStored(StoreError::NotStored(Cause::Planned));
    }
    journal.append(batch).unwrap();
    Input::Stored
}

fn kept(journal: &mut MemoryJournal) -> Kept {
    let latest = journal.latest().unwrap();
    let today = latest.map_or(Vec::new(), |latest| journal.day(latest.day).unwrap());
    Kept { latest, today }
}

/// A hall that was kept in memory until its disk opened again, which then takes nothing.
fn back_on_a_disk_that_fails() -> (Engine, MemoryJournal) {
    let (mut engine, opening) = open_hall();
    let mut journal = MemoryJournal::new("hall");
    journal.append(&opening).unwrap();
    let memory = KeptBy { by: Keeping::Memory, why: Why::ReadOnly, gave_way: 0, unsure: false };
    let lowered = engine.step(at(10), [Input::KeptBy(memory)]);
    for output in lowered {
        let Output::Commit(batch) = output else { continue };
        journal.append(&batch).unwrap();
        engine.step(at(11), [Input::Stored]);
    }
    engine.step(at(12), [Input::KeptBy(KeptBy { by: Keeping::Main, ..memory })]);
    (engine, journal)
}

#[test]
fn b01_a_disk_that_fails_on_the_way_back_is_not_asked_without_end() {
    let (mut engine, mut journal) = back_on_a_disk_that_fails();

    let reopened = live(&mut engine, &mut journal, 60_000, 80_000);

    assert!((2..200).contains(&reopened), "opened again {reopened} times in a minute");
    let raised = |record: &Record| {
        record.events.iter().any(|event| matches!(event, Event::Keeping(KeepingEvent::Raised { .. })))
    };
    assert_eq!(kept(&mut journal).today.iter().filter(|record| raised(record)).count(), 1);
}

#[test]
fn b01_on_a_full_disk_the_hall_asks_by_itself_now_and_then_and_is_heard_once_there_is_room() {
    let (mut engine, opening) = open_hall();
    let mut journal = MemoryJournal::new("hall");
    journal.append(&opening).unwrap();

    // No device of this hall is there: what it works by instead goes on record.
    let reopened = live(&mut engine, &mut journal, 60_000, 80_000);

    // Every other second, and three times each, as every request is tried three times.
    assert!((2..200).contains(&reopened), "opened again {reopened} times in a minute");
    assert!(journal.rows().count() > opening.len(), "it is on record");
}
