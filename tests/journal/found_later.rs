//! A journal was restored while a source was away: when that comes back, its rows take their places, and what is still
//! lost is what nobody has.

use std::fs;

use jiaohao::domain::id::Seq;
use jiaohao::journal::keep::Keep;
use jiaohao::journal::reader::Reader;
use jiaohao::journal::rejoin::{self, Rejoined};
use jiaohao::journal::restore::{self, Plan, Restored};
use jiaohao::journal::second::Place;
use jiaohao::journal::store::Store;

use crate::restore::{ALL, Hall};
use crate::samples::{NEXT_DAY, issued};

/// The last record of the backup, from which everything was restored at first.
const BACKED_UP: u64 = ALL - 10;

/// A journal that was restored from its backup alone, while the event copy, which has three records more, was away.
fn without_its_copy() -> Hall {
    let hall = Hall::new().backed_up(BACKED_UP).copied(1..=BACKED_UP + 3).stopped();
    fs::remove_file(hall.journal()).unwrap();
    let plan = Plan { copy: None, ..hall.plan.clone() };
    let restored = restore::restore(&plan).unwrap();
    assert_eq!(first_lost(&restored), [(BACKED_UP + 1, true)]);
    hall
}

/// Where each loss begins, and whether nobody knows its end.
fn first_lost(restored: &Restored) -> Vec<(u64, bool)> {
    restored.lost.iter().map(|gap| (gap.first.cast_unsigned(), gap.known.open_ended)).collect()
}

fn last_of(hall: &Hall) -> u64 {
    let reader = Reader::new(&hall.journal());
    let report = reader.verify(|_| {}).unwrap();
    assert_eq!(report.fault, None);
    reader.from(Seq(1), u32::MAX).unwrap().last().unwrap().seq.0
}

/// What the journal declares lost, in words.
fn declared(hall: &Hall) -> Vec<String> {
    restore::losses(&hall.journal()).unwrap()
}

/// Nobody can say how many records were lost from this one on.
fn from(first: u64) -> Vec<String> {
    let day = NEXT_DAY.0;
    vec![format!("records from {first} on are lost; nobody can say how many there were, of the day {day}")]
}

#[test]
fn b10_a_start_takes_the_rows_that_are_found_later_and_the_next_start_goes_on_behind_them() {
    let hall = without_its_copy();
    let place = Place { folder: hall.plan.copy.clone().unwrap(), kept: 400 };
    let (mut store, _) = Store::open(&hall.plan.journal).unwrap();

    let taken = rejoin::with_copy(&mut store, &place).unwrap();

    assert_eq!(taken, Rejoined::Taken { rows: 3, gave_way: 0, went_on: false });
    let next = store.last().0.cast_unsigned() + 1;
    assert!(next > ALL, "what stood behind the copy's last row keeps its place");
    store.append(&[issued(next, NEXT_DAY)]).unwrap();
    drop(store);
    assert_eq!(last_of(&hall), next);
    assert_eq!(declared(&hall), from(BACKED_UP + 4));
    let (mut store, findings) = Store::open(&hall.plan.journal).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(rejoin::with_copy(&mut store, &place).unwrap(), Rejoined::Nothing);
    assert_eq!(store.latest().unwrap().unwrap().seq, Seq(next));
}

#[test]
fn b10_a_second_restoration_takes_the_rows_that_are_found_later() {
    let hall = without_its_copy();

    let restored = restore::restore(&hall.plan).unwrap();

    assert_eq!(restored.last, BACKED_UP + 3);
    assert_eq!(first_lost(&restored), [(BACKED_UP + 4, true)]);
    assert_eq!((last_of(&hall), declared(&hall)), (BACKED_UP + 3, from(BACKED_UP + 4)));
}

#[test]
fn b10_rows_that_are_found_when_the_hall_has_gone_on_behind_the_loss_lie_aside() {
    for again in [false, true] {
        let hall = without_its_copy();
        let (mut store, _) = Store::open(&hall.plan.journal).unwrap();
        let next = store.last().0.cast_unsigned() + 1;
        store.append(&[issued(next, NEXT_DAY)]).unwrap();
        let place = Place { folder: hall.plan.copy.clone().unwrap(), kept: 400 };

        let aside = if again {
            drop(store);
            restore::restore(&hall.plan).unwrap().asides.pop().unwrap()
        } else {
            let found = rejoin::with_copy(&mut store, &place).unwrap();
            let Rejoined::Branch { aside, taken: None } = found else { panic!("{found:?}") };
            aside
        };

        assert_eq!((aside.after.cast_unsigned(), aside.rows), (BACKED_UP, 3), "restored: {again}");
        assert_eq!((last_of(&hall), declared(&hall)), (next, from(BACKED_UP + 1)), "restored: {again}");
    }
}
