//! A disk that takes nothing for a minute: what the hall asks by itself is asked now and then, not without
//! end, and is on record once there is room.

use std::collections::BTreeMap;

use jiaohao::domain::moment::HallTime;
use jiaohao::domain::record::Record;
use jiaohao::journal::keep::{Cause, Keep, StoreError};
use jiaohao::journal::memory::MemoryJournal;
use jiaohao::runtime::engine::{Engine, Input, Kept, Output};

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

#[test]
fn b01_on_a_full_disk_the_hall_asks_by_itself_now_and_then_and_is_heard_once_there_is_room() {
    let (mut engine, opening) = open_hall();
    let mut journal = MemoryJournal::new("hall");
    journal.append(&opening).unwrap();

    // No device of this hall is there: what it works by instead goes on record.
    let reopened = live(&mut engine, &mut journal, 60_000, 80_000);

    // Every other second, and three times each, as every request is tried three times.
    assert!((2..150).contains(&reopened), "opened again {reopened} times in a minute");
    assert!(journal.rows().count() > opening.len(), "it is on record");
}
