//! B21: there is no folder for temporary files. The journal needs none.

use std::ffi::CStr;

use jiaohao::domain::id::Seq;
use jiaohao::journal::keep::Keep as _;
use jiaohao::journal::reader::Reader;
use jiaohao::journal::store::Store;
use recording_vfs::layer;
use recording_vfs::recorder::{self, Syncs};
use rusqlite::Connection;
use tempfile::tempdir;

use crate::morning::settings;
use crate::samples::{DAY, NEXT_DAY, open_day, whole_day};

/// Fills a temporary table beyond what SQLite keeps in its cache.
const BIG: &CStr = c"PRAGMA temp.cache_size = 10; CREATE TEMP TABLE big AS
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    SELECT i, hex(zeroblob(100)) AS text FROM n; DROP TABLE big;";

/// Rows of the closed day.
const ROWS: u64 = 3_000;

#[test]
fn b21_without_a_folder_for_temporary_files_a_start_a_day_and_a_long_report_go_on() {
    let folder = tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let settings = settings(&folder);
    layer::record(&folder, Syncs::Recorded).unwrap();
    recorder::no_temporary_files();
    // A connection that leaves everything as SQLite has it needs such a file, and does not get it.
    let usual = Connection::open_in_memory().unwrap();
    usual.execute_batch("PRAGMA temp_store = FILE").unwrap();
    assert!(usual.execute_batch(BIG.to_str().unwrap()).is_err());
    let refused = recorder::refused();
    assert!(refused > 0);

    let (mut store, _) = Store::open(&settings).unwrap();
    layer::meddle(BIG).unwrap();
    for batch in whole_day(1, DAY, ROWS).chunks(500) {
        store.append(batch).unwrap();
        store.rest(false);
    }
    store.append(&open_day(ROWS + 1, NEXT_DAY, 10)).unwrap();
    store.reopen().unwrap();
    layer::meddle(BIG).unwrap();
    let reader = Reader::new(&settings.path);
    let report = reader.verify(|_| ()).unwrap();
    assert_eq!((report.fault, report.records), (None, ROWS + 10));
    assert_eq!(reader.from(Seq(1), u32::MAX).unwrap().len(), usize::try_from(ROWS + 10).unwrap());
    assert!(reader.index_fits(DAY).unwrap());

    assert_eq!(recorder::refused(), refused, "the journal asked for a temporary file");
}
