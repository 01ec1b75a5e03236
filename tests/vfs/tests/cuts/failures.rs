//! B01, B05, B22: a write or a sync fails at every place of a few commits. What the journal then says is
//! stored, is; what it says is not stored, does not come back; and no later cut changes either.

use std::fs;

use jiaohao::domain::moment::HallTime;
use jiaohao::domain::record::Record;
use jiaohao::journal::keep::{Keep as _, StoreError};
use jiaohao::journal::store::Store;
use recording_vfs::Op;
use recording_vfs::disk::{Files, Unsynced};
use recording_vfs::layer;
use recording_vfs::recorder::{self, Failure, Syncs};
use tempfile::tempdir;

use crate::check::{Cuts, Violation};
use crate::morning::{Morning, settings};
use crate::samples::{DAY, open_day};

/// Sizes of the batches, one after the other.
const BATCHES: [usize; 6] = [1, 1, 3, 1, 8, 2];

/// Batches that fill the log until it is copied back.
const RUSH: [usize; 8] = [256; 8];

/// How often a reopening may fail in a row: the planned failure can hit it once.
const ATTEMPTS: usize = 2;

/// What became of a few commits of which one failed.
struct Lived {
    morning: Morning,
    /// Where the log stood when the failure was planned.
    planned: usize,
    /// The failure was still ahead at the end.
    spared: bool,
    /// From this entry of the log on, the journal has said what is stored.
    settled: usize,
    /// The failure hit a commit, whose outcome was unknown.
    unknown: bool,
    /// The unknown commit turned out to be stored.
    stored: bool,
}

/// Commits these batches, with a rest after each and one failure after `steps` writes and syncs.
fn lived(sizes: &[usize], steps: usize, failure: Failure) -> Lived {
    let folder = tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let settings = settings(&folder);
    let (mut store, _) = Store::open(&settings).unwrap();
    let before = Files::from([("journal.db".into(), fs::read(&settings.path).unwrap())]);
    drop(store);
    layer::record(&folder, Syncs::Recorded).unwrap();
    store = Store::open(&settings).unwrap().0;
    recorder::fail_after(steps, failure);
    let planned = recorder::recorded();

    let mut records = open_day(1, DAY, u64::try_from(sizes.iter().sum::<usize>()).unwrap());
    let (mut batches, mut kept) = (Vec::new(), 0);
    let (mut settled, mut unknown, mut stored) = (0, false, false);
    for size in sizes {
        batches.push(kept + size);
        if let Err(error) = store.append(&records[kept..kept + size]) {
            unknown = matches!(error, StoreError::Unknown(_));
            let found = reopened(&mut store);
            assert!(
                found == kept || unknown && found == kept + size,
                "{error:?}: {found} of {kept} + {size}"
            );
            stored = found > kept;
            settled = recorder::recorded();
            // The engine answers by what it found. What was lost may be asked otherwise the next time.
            records[found..].iter_mut().for_each(asked_otherwise);
            (batches, kept) = (vec![found], found);
        } else {
            kept += size;
            store.rest(false);
        }
        recorder::mark(kept);
    }
    assert_eq!(store.day(DAY).unwrap(), records[..kept]);
    let spared = recorder::failure_is_ahead();
    let morning = Morning { before, log: recorder::finish(), records, batches };
    Lived { morning, planned, spared, settled, unknown, stored }
}

/// Reopens as the engine does; how many records are there.
fn reopened(store: &mut Store) -> usize {
    let attempt = (0..ATTEMPTS).find(|_| store.reopen().is_ok());
    assert!(attempt.is_some());
    store.day(DAY).unwrap().len()
}

fn asked_otherwise(record: &mut Record) {
    record.moment.hall = HallTime(record.moment.hall.0 + 1);
}

/// Every life with one failure of this kind.
fn lives(failure: Failure) -> Vec<Lived> {
    (0..).map(|steps| lived(&BATCHES, steps, failure)).take_while(|life| !life.spared).collect()
}

/// What is wrong with the disks of a life, cut at every so many entries of its log and at its end.
fn violations(life: &Lived, every: usize) -> Vec<Violation> {
    let ways = [Unsynced::Lost, Unsynced::Scattered { seed: 1, chance: 128 }, Unsynced::Kept];
    let cuts = (life.settled..life.morning.log.len()).step_by(every).chain([life.morning.log.len()]);
    Cuts::at(&life.morning, cuts, ways).violations
}

#[test]
fn b01_b05_b22_what_is_said_after_a_failure_stays_true_after_every_cut() {
    for failure in Failure::ALL {
        for (steps, life) in lives(failure).iter().enumerate() {
            assert_eq!(violations(life, 20), [], "{failure:?} after {steps} steps");
        }
    }
}

#[test]
fn a_failed_commit_may_be_stored_or_not() {
    let unknown: Vec<Lived> = Failure::ALL.into_iter().flat_map(lives).filter(|life| life.unknown).collect();

    assert!(unknown.iter().any(|life| life.stored));
    assert!(unknown.iter().any(|life| !life.stored));
}

#[test]
fn a_failure_while_the_log_is_copied_back_costs_nothing() {
    let spared = lived(&RUSH, usize::MAX, Failure::Broken);
    let steps = |op: &Op| matches!(op, Op::Write { .. } | Op::Sync { .. });
    let into_file = |op: &Op| matches!(op, Op::Write { file, .. } if file == "journal.db");
    let since = &spared.morning.log[spared.planned..];
    let first = since.iter().position(into_file).unwrap();
    let last = since.iter().rposition(into_file).unwrap();
    let before = since[..first].iter().filter(|op| steps(op)).count();

    // The syncs of the log and of the file stand before and after the writes into the file.
    let end = before + (last - first) + 1;
    let places = (before - 1..end).step_by(37).chain([end]);
    for (steps, failure) in places.zip(Failure::ALL.into_iter().cycle()) {
        let life = lived(&RUSH, steps, failure);

        assert!(!life.spared && !life.unknown, "{failure:?} after {steps} steps");
        assert_eq!(violations(&life, usize::MAX), [], "{failure:?} after {steps} steps");
    }
}
