//! The thread that keeps the event copy: what it leaves behind when it is ended, and when its journal is left.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use jiaohao::domain::id::BootId;
use jiaohao::domain::record::Record;
use jiaohao::journal::branch::{self, Aside};
use jiaohao::journal::chain::{self, Link};
use jiaohao::journal::copy::Whose;
use jiaohao::journal::copy::file::CopyFile;
use jiaohao::journal::copy::read;
use jiaohao::journal::copy::thread::{self, Copying, Feed};
use jiaohao::journal::keep::Keep;
use jiaohao::journal::mirror::Mirror;
use jiaohao::journal::open::Settings;
use jiaohao::journal::second::Place;
use jiaohao::journal::store::Store;
use tempfile::{TempDir, tempdir};

use crate::forked::lowered;
use crate::samples::{DAY, SITE, issued, open_day};

/// More than the thread reads back at once.
const ROWS: u64 = 1_203;

/// How often a race is run.
const TURNS: usize = 12;

/// A journal with the first rows of a day.
fn journal(folder: &Path, rows: u64) -> Store {
    let settings = Settings { path: folder.join("journal.db"), site: SITE.into() };
    let (mut store, _) = Store::open(&settings).unwrap();
    store.append(&open_day(1, DAY, rows)).unwrap();
    store
}

fn start(folder: &TempDir, copy: &Path, whose: &Whose, rows: &[Link]) -> (Feed, Copying) {
    let place = Place { folder: copy.into(), kept: 30 };
    let base = (0, chain::site(SITE, &whose.birth));
    let head = rows.last().map_or(0, |link| link.row.seq);
    thread::start(place, whose.clone(), folder.path().join("journal.db"), (base, head)).unwrap()
}

/// Looks again and again, but not for ever.
#[expect(
    clippy::disallowed_methods,
    reason = "the thread has its own clock, and says nothing when it has copied"
)]
#[track_caller]
fn wait_until(what: &str, so: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while !so() {
        assert!(Instant::now() < until, "{what}");
        sleep(Duration::from_millis(5));
    }
}

#[expect(clippy::disallowed_methods, reason = "presses come one after another")]
fn wait(time: Duration) {
    sleep(time);
}

fn copied(folder: &Path, whose: &Whose) -> Vec<Link> {
    let files = read::files(folder, &whose.birth).unwrap_or_default();
    files
        .iter()
        .flat_map(|file| read::file(file).unwrap().map(|found| found.links).unwrap_or_default())
        .collect()
}

#[test]
fn an_orderly_end_leaves_a_copy_with_every_row_however_soon_it_comes() {
    let folder = tempdir().unwrap();
    let store = journal(folder.path(), ROWS);
    let (whose, rows) = (store.whose().clone(), store.behind(0).unwrap());
    let half = rows.len() / 2;

    for turn in 0..TURNS {
        let copy = folder.path().join(format!("events-{turn}"));
        let (feed, copying) = start(&folder, &copy, &whose, &rows[..half]);
        for links in rows[half..].chunks(100) {
            feed.offer(links.to_vec());
        }
        assert!(copying.end());

        assert_eq!(copied(&copy, &whose), rows);
    }
}

#[test]
fn b09_what_was_handed_over_is_copied_when_a_journal_is_left_and_the_journal_is_not_read() {
    let folder = tempdir().unwrap();
    let mut store = journal(folder.path(), 600);
    let whose = store.whose().clone();
    let copy = folder.path().join("events");
    let (feed, copying) = start(&folder, &copy, &whose, &store.behind(0).unwrap());
    wait_until("the copy has all that was stored", || copied(&copy, &whose).len() == 600);
    store.append(&open_day(1, DAY, ROWS)[600..]).unwrap();
    let rows = store.behind(0).unwrap();
    // The first follow what the copy has. A gap would have to be read back, from a disk that may hold whoever asks.
    feed.offer(rows[600..700].to_vec());
    wait_until("the copy has what was handed over", || copied(&copy, &whose).len() == 700);
    feed.offer(rows[800..].to_vec());

    assert!(copying.leave());
    assert_eq!(copied(&copy, &whose), rows[..700]);
}

#[test]
fn b19_a_second_medium_that_is_not_there_is_told_and_not_made_and_used_when_it_comes() {
    let folder = tempdir().unwrap();
    let store = journal(folder.path(), 5);
    let (whose, rows) = (store.whose().clone(), store.behind(0).unwrap());
    let stick = folder.path().join("stick");
    let copy = stick.join("events");
    let (_feed, copying) = start(&folder, &copy, &whose, &rows);

    wait_until("it is told that nothing is copied", || copying.state().trouble.is_some());
    assert!(!stick.exists(), "a folder in the stick's place is not the stick");
    fs::create_dir(&stick).unwrap();

    wait_until("the stick has every row", || copied(&copy, &whose) == rows);
    wait_until("the trouble is over", || copying.state().trouble.is_none());
}

#[test]
fn b19_a_stick_that_is_mounted_over_the_folder_gets_what_it_lacks() {
    let folder = tempdir().unwrap();
    let mut store = journal(folder.path(), 5);
    let whose = store.whose().clone();
    let (stick, hidden) = (folder.path().join("stick"), folder.path().join("hidden"));
    let copy = stick.join("events");
    fs::create_dir(&stick).unwrap();
    let (feed, copying) = start(&folder, &copy, &whose, &store.behind(0).unwrap());
    wait_until("the copy has all that was stored", || copied(&copy, &whose).len() == 5);

    fs::rename(&stick, &hidden).unwrap();
    fs::create_dir(&stick).unwrap();
    wait_until("what was stored is copied to the stick, though nothing new is", || {
        copied(&copy, &whose).len() == 5
    });
    store.append(&open_day(1, DAY, 7)[5..]).unwrap();
    let rows = store.behind(0).unwrap();
    feed.offer(rows[5..].to_vec());
    assert!(copying.end());

    assert_eq!(copied(&copy, &whose), rows);
    assert_eq!(copied(&hidden.join("events"), &whose), rows[..5]);
}

#[test]
fn b11_rows_of_a_burst_are_copied_while_it_lasts() {
    let folder = tempdir().unwrap();
    let mut store = journal(folder.path(), 1);
    let whose = store.whose().clone();
    let copy = folder.path().join("events");
    let (feed, copying) = start(&folder, &copy, &whose, &store.behind(0).unwrap());
    wait_until("the copy has all that was stored", || copied(&copy, &whose).len() == 1);

    let mut during = 0;
    for record in &open_day(1, DAY, 60)[1..] {
        store.append(std::slice::from_ref(record)).unwrap();
        feed.offer(store.behind(store.last().0 - 1).unwrap());
        during = copied(&copy, &whose).len();
        wait(Duration::from_millis(20));
    }

    assert!(during > 1, "nothing was copied while the presses lasted");
    assert!(copying.end());
    assert_eq!(copied(&copy, &whose), store.behind(0).unwrap());
}

/// Rows that go on behind `before` in this run of the machine.
fn behind(before: &[Link], whose: &Whose, run: u64, records: impl IntoIterator<Item = Record>) -> Vec<Link> {
    let last = before.last().unwrap();
    let mut mirror = Mirror::of(whose.clone(), before.to_vec(), (last.row.seq, last.hash));
    for mut record in records {
        record.moment.boot = BootId(run);
        mirror.push(&record).unwrap();
    }
    mirror.behind(last.row.seq).to_vec()
}

/// Three rows that journal and stick have, and two more on the stick, of this run.
fn stick_with_more(folder: &TempDir, run: u64) -> (Store, Vec<Link>, Vec<Link>) {
    let store = journal(folder.path(), 3);
    let common = store.behind(0).unwrap();
    let more = behind(&common, store.whose(), run, (4..6).map(|seq| issued(seq, DAY)));
    let mut copy = CopyFile::open(&folder.path().join("events"), store.whose(), 30).unwrap();
    copy.append(&common).unwrap();
    copy.append(&more).unwrap();
    copy.sync().unwrap();
    (store, common, more)
}

#[test]
fn b16_promised_rows_of_a_stick_that_is_plugged_in_are_put_aside_and_told() {
    let folder = tempdir().unwrap();
    let (mut store, common, promised) = stick_with_more(&folder, 8);
    let (copy, whose) = (folder.path().join("events"), store.whose().clone());
    let joint = (3, common[2].hash);
    store.adopt(joint, &behind(&common, &whose, 9, (4..7).map(|seq| issued(seq, DAY)))).unwrap();
    let rows = store.behind(0).unwrap();
    let (_feed, copying) = start(&folder, &copy, &whose, &rows);

    let found = RefCell::new(Vec::new());
    wait_until("it is told that rows are put aside", || {
        assert_eq!(copied(&copy, &whose).len(), 5, "they stay where they are until it is heard");
        found.borrow_mut().extend(copying.found());
        !found.borrow().is_empty()
    });
    assert_eq!(found.take(), [Aside { after: 3, rows: 2, last: promised[1].hash }]);
    wait_until("the stick has the rows of the journal", || copied(&copy, &whose) == rows);
    let aside = branch::files(store.path());
    assert_eq!(read::file(&aside[0]).unwrap().unwrap().links, promised);
    wait_until("the trouble is over", || copying.state().trouble.is_none());
    assert_eq!(copying.found(), []);
}

#[test]
fn b05_a_batch_that_failed_on_the_stick_gives_way_to_what_was_decided_anew() {
    let folder = tempdir().unwrap();
    let (mut store, common, _) = stick_with_more(&folder, 7);
    let (copy, whose) = (folder.path().join("events"), store.whose().clone());
    store.adopt((3, common[2].hash), &behind(&common, &whose, 7, [lowered(4).unwrap()])).unwrap();
    let rows = store.behind(0).unwrap();
    let (_feed, copying) = start(&folder, &copy, &whose, &rows);

    wait_until("the stick has the rows of the journal", || copied(&copy, &whose) == rows);
    assert_eq!(copying.found(), []);
    assert_eq!(branch::files(store.path()), Vec::<PathBuf>::new());
}

#[test]
fn b16_a_stick_that_has_more_than_the_journal_is_left_until_the_journal_has_it_too() {
    let folder = tempdir().unwrap();
    let (mut store, common, more) = stick_with_more(&folder, 8);
    let (copy, whose) = (folder.path().join("events"), store.whose().clone());
    let (_feed, copying) = start(&folder, &copy, &whose, &common);

    wait_until("it is told that nothing is copied", || copying.state().trouble.is_some());
    assert_eq!(copied(&copy, &whose).len(), 5);
    store.adopt((3, common[2].hash), &more).unwrap();

    wait_until("the trouble is over", || copying.state().trouble.is_none());
    assert_eq!(copied(&copy, &whose), store.behind(0).unwrap());
    assert_eq!(copying.found(), []);
}
