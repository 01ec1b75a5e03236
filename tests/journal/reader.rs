//! Readers see what is stored, while the writer writes, and stop when they have had their time.

use std::fs;
use std::time::Duration;

use jiaohao::domain::id::Seq;
use jiaohao::journal::keep::Keep;
use jiaohao::journal::open::Settings;
use jiaohao::journal::reader::{ReadError, Reader};
use jiaohao::journal::store::Store;
use tempfile::{TempDir, tempdir};

use crate::samples::{DAY, NEXT_DAY, SITE, closed, issued, open_day, opened, whole_day};

fn journal(folder: &TempDir) -> (Store, Reader) {
    let settings = Settings { path: folder.path().join("journal.db"), site: SITE.into() };
    (Store::open(&settings).unwrap().0, Reader::new(&settings.path))
}

#[test]
fn a_reader_sees_each_batch_once_it_is_stored() {
    let folder = tempdir().unwrap();
    let (mut store, reader) = journal(&folder);
    assert_eq!((reader.days().unwrap(), reader.last(3).unwrap()), (vec![], vec![]));

    store.append(&whole_day(1, DAY, 10)).unwrap();
    store.append(&open_day(11, NEXT_DAY, 5)).unwrap();

    assert_eq!(reader.days().unwrap(), [DAY, NEXT_DAY]);
    assert_eq!(reader.count(DAY).unwrap().records, 10);
    assert_eq!(reader.seal(DAY).unwrap(), reader.verify(|_| {}).unwrap().sealed.map(|(_, hash)| hash));
    assert_eq!(reader.seal(NEXT_DAY).unwrap(), None);
    assert_eq!(reader.day(NEXT_DAY).unwrap(), open_day(11, NEXT_DAY, 5));
    assert_eq!(reader.last(2).unwrap(), open_day(11, NEXT_DAY, 5)[3..]);
    assert_eq!(reader.last(99).unwrap().len(), 15);
    assert_eq!(reader.from(Seq(10), 2).unwrap(), [closed(10, DAY), opened(11, NEXT_DAY)]);
    assert_eq!(reader.latest().unwrap(), store.latest().unwrap());
}

#[test]
fn a_journal_that_nobody_writes_can_be_read() {
    let folder = tempdir().unwrap();
    let (mut store, reader) = journal(&folder);
    store.append(&whole_day(1, DAY, 10)).unwrap();
    drop(store);

    assert_eq!(reader.day(DAY).unwrap().len(), 10);
    assert!(reader.verify(|_| {}).unwrap().fault.is_none());
}

#[test]
fn a_journal_that_was_cut_off_can_be_read_before_a_daemon_opens_it() {
    let folder = tempdir().unwrap();
    let (mut store, _) = journal(&folder);
    store.append(&whole_day(1, DAY, 10)).unwrap();
    let after = tempdir().unwrap();
    for name in ["journal.db", "journal.db-wal"] {
        fs::copy(folder.path().join(name), after.path().join(name)).unwrap();
    }

    let report = Reader::new(&after.path().join("journal.db")).verify(|_| {}).unwrap();

    assert_eq!((report.records, report.fault), (10, None));
}

#[test]
fn b17_a_reader_that_takes_too_long_is_stopped_and_says_so() {
    let folder = tempdir().unwrap();
    let (mut store, _) = journal(&folder);
    store.append(&open_day(1, DAY, 3_000)).unwrap();
    let hasty = Reader::limited(&folder.path().join("journal.db"), Duration::ZERO);

    let answer = hasty.from(Seq(1), u32::MAX);

    assert!(matches!(answer, Err(ReadError::TooLong(_))), "{:?}", answer.map(|records| records.len()));
    store.append(&[issued(3_001, DAY)]).unwrap();
}

#[test]
fn d15_a_report_in_the_middle_of_its_reading_holds_no_commit_up() {
    let folder = tempdir().unwrap();
    let (mut store, reader) = journal(&folder);
    store.append(&open_day(1, DAY, 3_000)).unwrap();
    let mut next = 3_001;

    let report = reader.verify(|_| {
        store.append(&[issued(next, DAY)]).unwrap();
        next += 1;
    });

    assert!(next > 3_001, "nothing was stored while it was read");
    assert!(report.unwrap().records >= 3_000);
    assert_eq!(reader.latest().unwrap(), store.latest().unwrap());
}

#[test]
fn a_reader_has_nothing_to_write_with() {
    let folder = tempdir().unwrap();
    let (_store, reader) = journal(&folder);
    let missing = Reader::new(&folder.path().join("no.db"));

    assert!(reader.days().is_ok());
    assert!(matches!(missing.days(), Err(ReadError::Journal(_))));
    assert!(!folder.path().join("no.db").exists());
}
