//! The database keeps what it was given, refuses what it cannot keep, and leaves alone what is not its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiaohao::domain::id::{JobId, Seq, TicketId};
use jiaohao::journal::keep::{Cause, Keep, StoreError};
use jiaohao::journal::open::{Finding, OpenError, Settings};
use jiaohao::journal::store::Store;
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

use crate::samples::{DAY, NEXT_DAY, SITE, closed, issued, open_day, opened, whole_day};

fn settings(folder: &TempDir) -> Settings {
    Settings { path: folder.path().join("journal.db"), site: SITE.into() }
}

fn open(folder: &TempDir) -> Store {
    Store::open(&settings(folder)).unwrap().0
}

fn refused(folder: &TempDir) -> OpenError {
    Store::open(&settings(folder)).err().unwrap()
}

fn beside(folder: &TempDir, name: &str) -> std::path::PathBuf {
    folder.path().join(name)
}

/// Leaves the files as a cut would: copies them while the store is open.
fn cut(from: &TempDir) -> TempDir {
    let after = tempdir().unwrap();
    for name in ["journal.db", "journal.db-wal"] {
        let _ = fs::copy(from.path().join(name), after.path().join(name));
    }
    after
}

#[test]
fn a_day_comes_back_as_it_was_stored() {
    let folder = tempdir().unwrap();
    let mut store = open(&folder);
    let records = open_day(1, DAY, 20);

    store.append(&records[..1]).unwrap();
    store.append(&records[1..]).unwrap();

    assert_eq!(store.day(DAY).unwrap(), records);
    assert_eq!(store.day(NEXT_DAY).unwrap(), []);
}

#[test]
fn d01_what_was_stored_is_there_after_a_cut() {
    let folder = tempdir().unwrap();
    let records = open_day(1, DAY, 20);
    open(&folder).append(&records).unwrap();
    let mut store = open(&folder);
    let more = issued(21, DAY);
    store.append(std::slice::from_ref(&more)).unwrap();

    let after = cut(&folder);
    let (mut store, findings) = Store::open(&settings(&after)).unwrap();

    assert_eq!(findings, [Finding::Unclean { so_far: 1 }]);
    assert_eq!(store.day(DAY).unwrap(), [records, vec![more]].concat());
}

#[test]
fn a_clean_end_is_not_an_unclean_start() {
    let folder = tempdir().unwrap();
    let (store, first) = Store::open(&settings(&folder)).unwrap();
    drop(store);

    let (_store, second) = Store::open(&settings(&folder)).unwrap();

    assert_eq!(first, [Finding::Created]);
    assert_eq!(second, []);
}

#[test]
fn a11_ten_cuts_leave_ten_unclean_starts() {
    let mut folder = tempdir().unwrap();
    drop(open(&folder));

    for cuts in 1..=10 {
        let store = open(&folder);
        folder = cut(&folder);
        drop(store);
        let (_store, findings) = Store::open(&settings(&folder)).unwrap();
        assert_eq!(findings, [Finding::Unclean { so_far: cuts }]);
    }
}

#[test]
fn a_record_out_of_turn_is_refused_with_its_whole_batch() {
    let folder = tempdir().unwrap();
    let mut store = open(&folder);
    store.append(&[opened(1, DAY)]).unwrap();

    let error = store.append(&[issued(2, DAY), issued(4, DAY)]).unwrap_err();

    assert!(
        matches!(error, StoreError::NotStored(Cause::OutOfOrder { last: Seq(2), found: Seq(4) })),
        "{error:?}"
    );
    store.reopen().unwrap();
    assert_eq!(store.day(DAY).unwrap(), [opened(1, DAY)]);
}

#[test]
fn one_request_is_not_stored_twice_on_a_day() {
    let folder = tempdir().unwrap();
    let mut store = open(&folder);
    let mut again = issued(3, DAY);
    again.asked.number = issued(2, DAY).asked.number;

    let error = store.append(&[opened(1, DAY), issued(2, DAY), again]).unwrap_err();

    assert!(matches!(error, StoreError::NotStored(Cause::StoredAlready(_))), "{error:?}");
}

#[test]
fn after_a_failure_nothing_is_taken_until_the_journal_was_reopened() {
    let folder = tempdir().unwrap();
    let mut store = open(&folder);
    store.append(&[issued(5, DAY)]).unwrap_err();

    let error = store.append(&[opened(1, DAY)]).unwrap_err();
    store.reopen().unwrap();
    let stored = store.append(&[opened(1, DAY)]);

    assert!(matches!(error, StoreError::NotStored(Cause::FailedBefore)), "{error:?}");
    assert!(stored.is_ok());
}

#[test]
fn the_latest_record_says_what_a_start_must_know() {
    let folder = tempdir().unwrap();
    let mut store = open(&folder);
    assert_eq!(store.latest().unwrap(), None);

    store.append(&whole_day(1, DAY, 12)).unwrap();
    let after_day = store.latest().unwrap().unwrap();
    store.append(&[opened(13, NEXT_DAY), issued(14, NEXT_DAY)]).unwrap();
    let after_more = store.latest().unwrap().unwrap();

    assert_eq!((after_day.seq, after_day.day, after_day.closed), (Seq(12), DAY, true));
    assert_eq!((after_day.next_ticket, after_day.next_job), (TicketId(11), JobId(12)));
    assert_eq!(after_day.moment, closed(12, DAY).moment);
    assert_eq!((after_more.seq, after_more.day, after_more.closed), (Seq(14), NEXT_DAY, false));
    assert_eq!((after_more.next_ticket, after_more.next_job), (TicketId(15), JobId(15)));
}

#[test]
fn d08_a_second_daemon_is_told_and_changes_nothing() {
    let folder = tempdir().unwrap();
    let mut first = open(&folder);

    let second = refused(&folder);

    assert!(second.to_string().ends_with("is in use by another running jiaohao"), "{second}");
    first.append(&[opened(1, DAY)]).unwrap();
}

#[test]
fn d11_a_journal_of_a_later_format_is_left_as_it_is() {
    let folder = tempdir().unwrap();
    drop(open(&folder));
    let path = beside(&folder, "journal.db");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 3).unwrap();
    let before = fs::read(&path).unwrap();

    let error = refused(&folder);

    assert!(matches!(error, OpenError::Newer { found: 3, known: 1 }), "{error:?}");
    assert!(error.to_string().contains("install a jiaohao that knows format 3"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn d11_a_later_format_is_seen_although_it_stands_in_the_log_only() {
    let folder = tempdir().unwrap();
    let store = open(&folder);
    let other = Connection::open(beside(&folder, "journal.db")).unwrap();
    other.pragma_update(None, "user_version", 3).unwrap();
    let after = cut(&folder);
    drop(store);
    let before = fs::read(beside(&after, "journal.db-wal")).unwrap();

    let error = refused(&after);

    assert!(matches!(error, OpenError::Newer { found: 3, known: 1 }), "{error:?}");
    assert_eq!(fs::read(beside(&after, "journal.db-wal")).unwrap(), before);
}

#[test]
fn b15_i14_another_halls_journal_is_not_written_to() {
    let folder = tempdir().unwrap();
    drop(open(&folder));
    let other = Settings { site: "yongtai".into(), ..settings(&folder) };

    let error = Store::open(&other).err().unwrap();

    assert!(matches!(error, OpenError::OtherSite { .. }), "{error:?}");
    drop(open(&folder));
}

#[test]
fn a_file_that_is_something_else_is_left_as_it_is() {
    for content in [&b""[..], b"# notes\n", &[0; 8192]] {
        let folder = tempdir().unwrap();
        let path = beside(&folder, "journal.db");
        fs::write(&path, content).unwrap();

        let error = refused(&folder);

        assert!(matches!(error, OpenError::NotAJournal { .. }), "{error:?}");
        assert_eq!(fs::read(&path).unwrap(), content);
    }
}

#[test]
fn a06_half_a_first_start_is_moved_aside_and_made_again() {
    let folder = tempdir().unwrap();
    for left in ["journal.db.new", "journal.db.new-journal", "journal.db-wal", "journal.db-journal"] {
        fs::write(beside(&folder, left), b"half").unwrap();
    }

    let (mut store, findings) = Store::open(&settings(&folder)).unwrap();

    let aside: Vec<&Path> = findings
        .iter()
        .filter_map(|finding| match finding {
            Finding::MovedAside { to, .. } => Some(to.as_path()),
            Finding::Created | Finding::Unclean { .. } | Finding::Swapped { .. } => None,
        })
        .collect();
    assert_eq!(aside.len(), 4);
    assert!(aside.iter().all(|path| fs::read(path).unwrap() == b"half"));
    assert_eq!(findings.last(), Some(&Finding::Created));
    store.append(&[opened(1, DAY)]).unwrap();
}

#[test]
fn b12_a_rollback_journal_of_another_life_is_not_played_back() {
    let folder = tempdir().unwrap();
    open(&folder).append(&open_day(1, DAY, 30)).unwrap();
    let hot = hot_journal();
    fs::write(beside(&folder, "journal.db-journal"), hot).unwrap();

    let (mut store, findings) = Store::open(&settings(&folder)).unwrap();

    assert!(matches!(findings[..], [Finding::MovedAside { .. }]), "{findings:?}");
    assert_eq!(store.day(DAY).unwrap().len(), 30);
}

/// The rollback journal of a transaction that was cut in the middle, of a file with the same shape.
fn hot_journal() -> Vec<u8> {
    let folder = tempdir().unwrap();
    let path = beside(&folder, "other.db");
    let sql = Connection::open(&path).unwrap();
    sql.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(20000));").unwrap();
    sql.pragma_update(None, "cache_size", 1).unwrap();
    sql.execute_batch("BEGIN IMMEDIATE; UPDATE t SET a = randomblob(20000);").unwrap();
    sql.cache_flush().unwrap();
    let journal = fs::read(beside(&folder, "other.db-journal")).unwrap();
    assert!(journal.len() > 1000);
    journal
}

#[test]
fn b11_the_log_of_another_file_is_not_applied() {
    let folder = tempdir().unwrap();
    open(&folder).append(&open_day(1, DAY, 30)).unwrap();
    let foreign = tempdir().unwrap();
    let mut other = open(&foreign);
    other.append(&open_day(1, NEXT_DAY, 3)).unwrap();
    fs::copy(beside(&foreign, "journal.db-wal"), beside(&folder, "journal.db-wal")).unwrap();

    let (mut store, findings) = Store::open(&settings(&folder)).unwrap();

    assert!(findings.iter().any(|finding| matches!(finding, Finding::MovedAside { .. })), "{findings:?}");
    assert_eq!(store.day(DAY).unwrap(), open_day(1, DAY, 30));
}

#[test]
fn b11_a_log_that_was_lost_or_cut_short_leaves_whole_batches() {
    let folder = tempdir().unwrap();
    open(&folder).append(&open_day(1, DAY, 5)).unwrap();
    let mut store = open(&folder);
    store.append(&[issued(6, DAY)]).unwrap();
    store.append(&[issued(7, DAY), issued(8, DAY)]).unwrap();

    let kept = |length: Option<u64>| {
        let after = cut(&folder);
        let log = beside(&after, "journal.db-wal");
        match length {
            None => fs::remove_file(&log).unwrap(),
            Some(length) => fs::File::options().write(true).open(&log).unwrap().set_len(length).unwrap(),
        }
        open(&after).day(DAY).unwrap().len()
    };
    let whole = fs::metadata(beside(&folder, "journal.db-wal")).unwrap().len();
    // A log is a head and frames of a page; the last cut leaves all of it.
    let cuts = (0..=whole).step_by(4096).chain([10, whole]);
    let left: BTreeSet<usize> = cuts.map(|length| kept(Some(length))).collect();

    assert_eq!((kept(None), kept(Some(0)), kept(Some(whole))), (5, 5, 8));
    assert_eq!(left, BTreeSet::from([5, 6, 8]));
}

#[test]
fn b10_a_changed_row_of_the_last_day_is_found_at_the_start() {
    let folder = tempdir().unwrap();
    open(&folder).append(&open_day(1, DAY, 30)).unwrap();
    let sql = Connection::open(beside(&folder, "journal.db")).unwrap();
    sql.execute("UPDATE record SET body = body || ' ' WHERE seq = 17", []).unwrap();
    drop(sql);

    let error = refused(&folder);

    assert_eq!(
        error.to_string(),
        "the journal is damaged: record 17 does not follow from the record before it"
    );
}
