//! Years of history, laid down through the journal's own store.

use std::fs;
use std::path::Path;

use jiaohao::domain::id::ServiceDay;
use jiaohao::domain::record::Record;
use jiaohao::journal::keep::Keep as _;
use jiaohao::journal::open::Settings;
use jiaohao::journal::store::Store;

use super::samples::whole_day;

/// The identity of a hall whose configuration names none.
const SITE: &str = "hall-1";

/// Records of one day, stored in one commit.
const A_DAY: u64 = 1000;

/// A journal of so many records in this folder, in closed days; with none it is empty.
pub fn lay_down(folder: &Path, records: u64) {
    let (mut store, _) =
        Store::open(&Settings { path: folder.join("journal.db"), site: SITE.into() }).unwrap();
    for day in 0..records / A_DAY {
        let batch: Vec<Record> =
            whole_day(day * A_DAY + 1, date(day), A_DAY).into_iter().map(undated).collect();
        store.append(&batch).unwrap();
        store.rest(true);
    }
    store.rest(false);
}

/// The same, kept for the next run.
pub fn keep(folder: &Path, records: u64) {
    if folder.join("journal.db").exists() {
        return;
    }
    let unfinished = folder.with_extension("unfinished");
    // What an interrupted run left is of no use.
    let _ = fs::remove_dir_all(&unfinished);
    fs::create_dir_all(&unfinished).unwrap();
    lay_down(&unfinished, records);
    fs::rename(&unfinished, folder).unwrap();
}

/// Days one after the other, 28 in each month, long before any machine of this hall.
fn date(day: u64) -> ServiceDay {
    let (year, month, of_month) = (1980 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
    ServiceDay(u32::try_from(year * 10_000 + month * 100 + of_month).unwrap())
}

/// Without a time of day: the hall's clock shall believe the machine's.
fn undated(mut record: Record) -> Record {
    record.moment.wall = None;
    record
}
