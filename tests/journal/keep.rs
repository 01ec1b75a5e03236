//! The database and the memory keep records alike, so that what holds in a rehearsal holds in a hall.

use std::fs;

use jiaohao::domain::record::Record;
use jiaohao::journal::keep::{Keep, Latest};
use jiaohao::journal::memory::{Failure, MemoryJournal};
use jiaohao::journal::open::Settings;
use jiaohao::journal::store::Store;
use tempfile::tempdir;

use crate::samples::{DAY, NEXT_DAY, SITE, closed, issued, open_day, opened, whole_day};

/// What a journal answers to everything that can be asked of it, in words; hashes differ from file to file.
fn answers(keep: &mut impl Keep) -> Vec<String> {
    let mut twice = issued(32, NEXT_DAY);
    twice.asked.number = issued(31, NEXT_DAY).asked.number;
    let batches: [&[Record]; 7] = [
        &whole_day(1, DAY, 20),
        &open_day(21, NEXT_DAY, 10),
        &[],
        &[issued(33, NEXT_DAY)],
        &[issued(31, NEXT_DAY), twice],
        &[issued(31, NEXT_DAY)],
        &[closed(32, NEXT_DAY)],
    ];
    let mut answers = Vec::new();
    for batch in batches {
        let stored = keep.append(batch);
        let again = keep.append(&[]);
        let latest = keep.latest().map(|latest| latest.map(|latest| Latest { hash: [0; 32], ..latest }));
        answers
            .push(format!("{:?} {again:?} {latest:?}", stored.map_err(|error| error.to_string().len() > 5)));
        keep.reopen().unwrap();
        keep.rest(false);
        answers.push(format!("{:?} {:?}", keep.day(DAY).unwrap(), keep.day(NEXT_DAY).unwrap()));
    }
    answers
}

#[test]
fn the_database_and_the_memory_answer_alike() {
    let folder = tempdir().unwrap();
    let settings = Settings { path: folder.path().join("journal.db"), site: SITE.into() };

    let of_database = answers(&mut Store::open(&settings).unwrap().0);
    let of_memory = answers(&mut MemoryJournal::new(SITE));

    for (database, memory) in of_database.iter().zip(&of_memory) {
        assert_eq!(database, memory);
    }
    assert!(of_memory[6].contains("Err"), "{}", of_memory[6]);
}

#[test]
fn a_journal_in_memory_fails_where_it_was_told_to() {
    for (failure, kept) in
        [(Failure::NotStored, 1), (Failure::UnknownAndLost, 1), (Failure::UnknownButStored, 2)]
    {
        let mut journal = MemoryJournal::new(SITE);
        journal.fail_at(1, failure);
        journal.refuse_reopening(1);

        journal.append(&[opened(1, DAY)]).unwrap();
        journal.append(&[issued(2, DAY)]).unwrap_err();

        assert!(journal.reopen().is_err());
        journal.reopen().unwrap();
        assert_eq!(journal.day(DAY).unwrap().len(), kept, "{failure:?}");
        assert_eq!(journal.rows().count(), kept);
        let next = u64::try_from(kept).unwrap() + 1;
        journal.append(&[issued(next, DAY)]).unwrap();
    }
}

#[test]
fn one_hash_covers_all_that_a_journal_in_memory_holds() {
    let hash = |records: &[Record]| {
        let mut journal = MemoryJournal::new(SITE);
        journal.append(records).unwrap();
        journal.hash()
    };
    let mut other = open_day(1, DAY, 9);
    other[3].moment.hall.0 += 1;

    assert_eq!(hash(&open_day(1, DAY, 9)), hash(&open_day(1, DAY, 9)));
    assert_ne!(hash(&open_day(1, DAY, 9)), hash(&other));
}

/// The largest the log has been while days were stored in batches of 64.
fn largest_log(batches: u64, busy: bool) -> u64 {
    let folder = tempdir().unwrap();
    let settings = Settings { path: folder.path().join("journal.db"), site: SITE.into() };
    let (mut store, _) = Store::open(&settings).unwrap();
    store.append(&[opened(1, DAY)]).unwrap();
    let mut largest = 0;
    for batch in 0..batches {
        let records: Vec<Record> = (0..64).map(|place| issued(2 + batch * 64 + place, DAY)).collect();
        store.append(&records).unwrap();
        store.rest(busy);
        largest = largest.max(fs::metadata(folder.path().join("journal.db-wal")).unwrap().len());
    }
    largest
}

#[test]
fn when_nobody_waits_the_log_is_written_over_at_one_mebibyte() {
    let largest = largest_log(60, false);

    assert!((1 << 20..3 << 19).contains(&largest), "{largest}");
}

#[test]
fn b17_while_somebody_always_waits_the_log_stays_near_eight_mebibytes() {
    let largest = largest_log(200, true);

    assert!((8 << 20..9 << 20).contains(&largest), "{largest}");
}
