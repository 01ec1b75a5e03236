//! B17: a program that reads in the journal and never finishes lets its log grow; that is told, and ends with it.

use std::fs;
use std::path::Path;

use jiaohao::domain::record::Record;
use jiaohao::journal::keep::Keep;
use jiaohao::journal::open::Settings;
use jiaohao::journal::store::Store;
use rusqlite::Connection;
use tempfile::tempdir;

use crate::samples::{DAY, SITE, issued, opened};

/// Above this the log is told of.
const LARGE: u64 = 8 << 20;

/// Somebody who has begun to read at this moment, and does not finish.
fn stays_in(path: &Path) -> Connection {
    let sql = Connection::open(path).unwrap();
    sql.execute_batch("BEGIN").unwrap();
    sql.query_row("SELECT count(*) FROM record", [], |_| Ok(())).unwrap();
    sql
}

#[test]
fn b17_a_reader_that_stays_is_told_with_the_size_of_the_log_and_the_log_is_cut_when_he_goes() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let (mut store, _) = Store::open(&Settings { path: path.clone(), site: SITE.into() }).unwrap();
    let log = || fs::metadata(folder.path().join("journal.db-wal")).unwrap().len();
    store.append(&[opened(1, DAY)]).unwrap();
    let reader = stays_in(&path);

    let mut next = 2;
    let mut store_some = |store: &mut Store, busy| {
        let records: Vec<Record> = (next..next + 64).map(|seq| issued(seq, DAY)).collect();
        next += 64;
        store.append(&records).unwrap();
        store.rest(busy);
    };
    while log() < LARGE {
        assert_eq!(store.log_held(), None, "{} bytes", log());
        store_some(&mut store, false);
    }
    store_some(&mut store, false);
    let held = store.log_held().expect("told");
    assert!((LARGE..2 * LARGE).contains(&held) && log() >= LARGE, "{held} of {}", log());

    // It goes on, whoever waits, and says so as long as he stays.
    store_some(&mut store, true);
    store.look().unwrap();
    assert!(store.log_held() > Some(held));

    drop(reader);
    store.look().unwrap();
    assert_eq!((store.log_held(), log()), (None, 0));
    store_some(&mut store, false);
    assert!(log() < 1 << 20, "it begins anew");
    let stored = store.day(DAY).unwrap().len();
    assert_eq!(u64::try_from(stored).unwrap(), next - 1);
}
