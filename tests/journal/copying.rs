//! The thread that keeps the event copy: what it leaves behind when it is ended, and when its journal is left.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use jiaohao::journal::chain::{self, Link};
use jiaohao::journal::copy::Whose;
use jiaohao::journal::copy::read;
use jiaohao::journal::copy::thread::{self, Copying, Feed};
use jiaohao::journal::keep::Keep;
use jiaohao::journal::open::Settings;
use jiaohao::journal::second::Place;
use jiaohao::journal::store::Store;
use tempfile::{TempDir, tempdir};

use crate::samples::{DAY, SITE, open_day};

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
