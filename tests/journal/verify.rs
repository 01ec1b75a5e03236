//! H20: whoever changes a journal with other tools is found out, at the first row that was touched.

use std::path::PathBuf;

use jiaohao::domain::id::Seq;
use jiaohao::journal::chain::{self, DayEnd};
use jiaohao::journal::keep::Keep;
use jiaohao::journal::open::Settings;
use jiaohao::journal::reader::Reader;
use jiaohao::journal::row::Row;
use jiaohao::journal::store::Store;
use jiaohao::journal::verify::{Fault, Report};
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

use crate::samples::{DAY, NEXT_DAY, SITE, called, issued, open_day, whole_day};

/// A journal of two days, the first closed by record 20, the second still open at record 30.
fn journal(folder: &TempDir) -> PathBuf {
    let settings = Settings { path: folder.path().join("journal.db"), site: SITE.into() };
    let mut store = Store::open(&settings).unwrap().0;
    store.append(&whole_day(1, DAY, 20)).unwrap();
    store.append(&open_day(21, NEXT_DAY, 10)).unwrap();
    settings.path
}

fn verified(path: &std::path::Path) -> Report {
    Reader::new(path).verify(|_| {}).unwrap()
}

/// What verification says of the journal of two days after `sql` was run on it.
fn after(sql: &str) -> Option<Fault> {
    let folder = tempdir().unwrap();
    let path = journal(&folder);
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    verified(&path).fault
}

#[test]
fn a_journal_that_nobody_touched_verifies_from_first_to_last() {
    let folder = tempdir().unwrap();

    let report = verified(&journal(&folder));

    assert_eq!((report.records, report.seals, report.fault), (30, 1, None));
    assert_eq!(report.last.map(|(seq, _)| seq), Some(Seq(30)));
    assert_eq!(report.sealed.map(|(day, _)| day), Some(DAY));
}

#[test]
fn an_empty_journal_verifies() {
    let folder = tempdir().unwrap();
    let settings = Settings { path: folder.path().join("journal.db"), site: SITE.into() };
    drop(Store::open(&settings).unwrap());

    let report = verified(&settings.path);

    assert_eq!((report.records, report.last, report.fault), (0, None, None));
}

#[test]
fn h20_a_change_to_any_column_is_found_at_its_row() {
    let changes = [
        "book = 'ledger'",
        "day = day + 1",
        "version = version + 1",
        "boot = boot + 1",
        "hall_ms = hall_ms + 1",
        "wall_ms = wall_ms + 1",
        "wall_ms = NULL",
        "offset_min = 0",
        "offset_min = NULL",
        "number = randomblob(16)",
        "body = replace(body, '\"ticket\":16', '\"ticket\":14')",
        "body = body || ' '",
        "before = randomblob(32)",
        "before = zeroblob(0)",
        "hash = randomblob(32)",
        "hash = zeroblob(0)",
    ];
    for change in changes {
        let seq = 17;
        assert_eq!(
            after(&format!("UPDATE record SET {change} WHERE seq = {seq}")),
            Some(Fault::Changed { seq }),
            "{change}"
        );
    }
}

#[test]
fn h20_a_row_taken_out_is_missed() {
    assert_eq!(after("DELETE FROM record WHERE seq = 1"), Some(Fault::Missing { seq: 1 }));
    assert_eq!(after("DELETE FROM record WHERE seq = 17"), Some(Fault::Missing { seq: 17 }));
    assert_eq!(after("DELETE FROM record WHERE seq BETWEEN 5 AND 29"), Some(Fault::Missing { seq: 5 }));
}

#[test]
fn h20_a_row_taken_out_with_the_rest_moved_up_is_found() {
    let closed_up = "DELETE FROM record WHERE seq = 17; UPDATE record SET seq = seq - 1 WHERE seq > 17;";

    assert_eq!(after(closed_up), Some(Fault::Changed { seq: 17 }));
}

#[test]
fn h20_two_rows_swapped_are_found() {
    let swap = "UPDATE record SET seq = -1 WHERE seq = 16; UPDATE record SET seq = 16 WHERE seq = 17; \
                UPDATE record SET seq = 17 WHERE seq = -1;";

    assert_eq!(after(swap), Some(Fault::Changed { seq: 16 }));
}

#[test]
fn h20_rows_taken_off_the_end_are_missed_if_their_day_was_sealed() {
    assert_eq!(after("DELETE FROM record WHERE seq >= 15"), Some(Fault::Missing { seq: 15 }));
}

#[test]
fn h20_a_change_to_any_column_of_a_seal_is_found() {
    let day = i64::from(DAY.0);
    let wrong = Some(Fault::WrongSeal { seq: 20, day });
    let unsealed = Some(Fault::Unsealed { seq: 20, day });

    for change in
        ["records = 19", "last = randomblob(32)", "before = randomblob(32)", "hash = randomblob(32)"]
    {
        assert_eq!(after(&format!("UPDATE seal SET {change}")), wrong, "{change}");
    }
    assert_eq!(after("UPDATE seal SET day = 1"), Some(Fault::WrongSeal { seq: 20, day: 1 }));
    assert_eq!(after("UPDATE seal SET seq = 12"), Some(Fault::WrongSeal { seq: 12, day }));
    assert_eq!(after("UPDATE seal SET seq = 25"), unsealed);
    assert_eq!(after("DELETE FROM seal"), unsealed);
}

#[test]
fn h20_a_journal_cannot_become_another_halls() {
    assert_eq!(after("UPDATE site SET identity = 'yongtai'"), Some(Fault::Unlinked { seq: 1 }));
    assert_eq!(after("UPDATE site SET birth = randomblob(16)"), Some(Fault::Unlinked { seq: 1 }));
}

#[test]
fn h20_a_row_written_anew_with_a_fitting_hash_does_not_carry_the_next_one() {
    let folder = tempdir().unwrap();
    let path = journal(&folder);
    let sql = Connection::open(&path).unwrap();
    let before: [u8; 32] =
        sql.query_row("SELECT before FROM record WHERE seq = 17", [], |row| row.get(0)).unwrap();
    let mut forged = Row::of(&called(17, DAY)).unwrap();
    forged.hall_ms += 60_000;
    let columns = (forged.hall_ms, chain::row(&before, &forged));
    sql.execute("UPDATE record SET hall_ms = ?, hash = ? WHERE seq = 17", columns).unwrap();

    let fault = verified(&path).fault;

    assert_eq!(fault, Some(Fault::Unlinked { seq: 18 }));
}

#[test]
fn h20_the_chain_written_anew_has_another_seal_than_the_paper() {
    let end = DayEnd { day: DAY.0.into(), seq: 20, records: 20, last: [1; 32] };
    let site = chain::site(SITE, &[0; 16]);

    let paper = chain::seal(&site, &end);
    let anew = chain::seal(&site, &DayEnd { last: [2; 32], ..end });

    assert_ne!(paper, anew);
}

#[test]
fn an_intact_row_that_nobody_understands_is_named() {
    let folder = tempdir().unwrap();
    let path = journal(&folder);
    let sql = Connection::open(&path).unwrap();
    let last = Reader::new(&path).latest().unwrap().unwrap();
    let mut row = Row::of(&issued(31, NEXT_DAY)).unwrap();
    row.body = "{}".into();
    sql.execute(
        "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rusqlite::params![
            row.seq,
            row.book,
            row.day,
            row.version,
            row.boot,
            row.hall_ms,
            row.wall_ms,
            row.offset_min,
            row.number,
            row.body,
            last.hash,
            chain::row(&last.hash, &row)
        ],
    )
    .unwrap();

    let report = verified(&path);

    assert_eq!(report.records, 30);
    assert_eq!(
        report.fault.unwrap().to_string(),
        "record 31 cannot be read: body.origin: the field is missing"
    );
}

#[test]
fn a_walk_in_slices_sees_what_a_walk_at_once_sees() {
    let folder = tempdir().unwrap();
    let settings = Settings { path: folder.path().join("journal.db"), site: SITE.into() };
    let mut store = Store::open(&settings).unwrap().0;
    store.append(&whole_day(1, DAY, 4_500)).unwrap();
    let mut stops = Vec::new();

    let report = Reader::new(&settings.path).verify(|seq| stops.push(seq)).unwrap();

    assert_eq!(stops, [2_000, 4_000]);
    assert_eq!((report.records, report.seals, report.fault), (4_500, 1, None));
}

#[test]
fn a_gap_wider_than_a_slice_is_a_gap() {
    let folder = tempdir().unwrap();
    let settings = Settings { path: folder.path().join("journal.db"), site: SITE.into() };
    Store::open(&settings).unwrap().0.append(&open_day(1, DAY, 4_500)).unwrap();
    let sql = Connection::open(&settings.path).unwrap();
    sql.execute("DELETE FROM record WHERE seq BETWEEN 10 AND 4400", []).unwrap();

    assert_eq!(verified(&settings.path).fault, Some(Fault::Missing { seq: 10 }));
}
