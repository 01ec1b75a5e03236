//! A journal that was restored with a loss in its open day fails again: the second medium goes on over the loss.

use std::path::PathBuf;

use jiaohao::journal::copy::CopyError;
use jiaohao::journal::copy::file::CopyFile;
use jiaohao::journal::keep::Keep;
use jiaohao::journal::mirror::Mirror;
use jiaohao::journal::open::Settings;
use jiaohao::journal::reader::Reader;
use jiaohao::journal::rejoin::{self, Rejoined};
use jiaohao::journal::restore::{self, Plan};
use jiaohao::journal::second::{Place, Second};
use jiaohao::journal::store::Store;
use tempfile::{TempDir, tempdir};

use crate::restore::{ALL, Hall};
use crate::samples::{NEXT_DAY, SITE, issued};

/// A restored journal whose open day ends in rows that nobody has, and an empty second medium.
struct Restored {
    folder: TempDir,
    journal: Settings,
}

impl Restored {
    fn new() -> Self {
        let folder = tempdir().unwrap();
        let journal = Settings { path: folder.path().join("journal.db"), site: SITE.into() };
        // Only the backup is left: nobody knows how many rows came after its last one.
        let from = Hall::new().backed_up(ALL - 10).stopped();
        std::fs::remove_file(from.journal()).unwrap();
        let plan = Plan { copy: None, ..from.plan.clone() };
        let restored = restore::restore_to(&plan, &journal.path).unwrap();
        assert!(restored.lost.last().unwrap().known.open_ended, "nothing is lost");
        Self { folder, journal }
    }

    fn place(&self) -> Place {
        Place { folder: self.events(), kept: 30 }
    }

    fn events(&self) -> PathBuf {
        self.folder.path().join("events")
    }

    fn open(&self) -> (Store, Mirror) {
        let (store, _) = Store::open(&self.journal).unwrap();
        let mirror = Mirror::of(store.whose().clone(), store.last_day().unwrap(), store.last());
        (store, mirror)
    }

    /// A ticket is given by whoever keeps the records.
    fn ticket(keep: &mut dyn Keep) {
        let next = keep.latest().unwrap().unwrap().seq.0 + 1;
        keep.append(&[issued(next, NEXT_DAY)]).unwrap();
    }
}

#[test]
fn b05_the_second_medium_takes_over_a_day_that_ends_in_a_loss_and_gives_it_back() {
    for stored_behind_the_loss in [0, 3] {
        let restored = Restored::new();
        let (mut store, mut mirror) = restored.open();
        for _ in 0..stored_behind_the_loss {
            let record = issued(store.latest().unwrap().unwrap().seq.0 + 1, NEXT_DAY);
            store.append(std::slice::from_ref(&record)).unwrap();
            mirror.push(&record).unwrap();
        }
        drop(store);

        let mut second = Second::after(restored.place(), mirror.clone());
        second.reopen().unwrap();
        for _ in 0..2 {
            let next = mirror.head().0.cast_unsigned() + 1;
            let record = issued(next, NEXT_DAY);
            second.append(std::slice::from_ref(&record)).unwrap();
            mirror.push(&record).unwrap();
        }
        drop(second);
        let found = Second::found(&restored.place(), SITE).unwrap().unwrap();
        assert_eq!(found.head(), mirror.head());
        assert_eq!(found.links().len(), mirror.links().len(), "a start from it lacks rows of the day");

        let (mut store, _) = Store::open(&restored.journal).unwrap();
        let taken = rejoin::with_copy(&mut store, &restored.place()).unwrap();
        assert_eq!(taken, Rejoined::Taken { rows: 2, gave_way: 0, went_on: false });
        assert_eq!(store.last(), mirror.head());
        drop(store);
        assert_eq!(Reader::new(&restored.journal.path).verify(|_| {}).unwrap().fault, None);
    }
}

#[test]
fn b10_the_copy_goes_on_over_a_loss_and_over_nothing_else() {
    let restored = Restored::new();
    let (mut store, mirror) = restored.open();
    Second::after(restored.place(), mirror.clone()).reopen().unwrap();
    Restored::ticket(&mut store);
    Restored::ticket(&mut store);
    let links = Reader::new(&restored.journal.path).links(mirror.head().0 + 1, 500).unwrap();
    assert_eq!(links.len(), 2);
    let mut copy = CopyFile::open(&restored.events(), store.whose(), 30).unwrap();

    let passed_over = copy.append(&links[1..]);
    let all = copy.append(&links);

    assert!(matches!(passed_over, Err(CopyError::Gap { .. })), "{passed_over:?}");
    all.unwrap();
    assert_eq!(copy.last(), store.last());
}
