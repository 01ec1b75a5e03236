//! Files destroyed at random, from a seed: overwritten, cut off, zeroed, removed, beside a log of another life.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};

use jiaohao::journal::backup;
use jiaohao::journal::keep::Keep;
use jiaohao::journal::reader::Reader;
use jiaohao::journal::restore::{self, RestoreError};
use jiaohao::journal::store::Store;

use crate::restore::{ALL, CLOSED, Hall, overwrite, with};
use crate::samples::issued;

/// A dice with a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// What a test does to the files.
fn destroy(hall: &Hall, dice: &mut Dice) {
    let journal = hall.journal();
    let length = fs::metadata(&journal).unwrap().len();
    match dice.below(6) {
        0 => fs::remove_file(&journal).unwrap(),
        1 => OpenOptions::new().write(true).open(&journal).unwrap().set_len(dice.below(length)).unwrap(),
        2 => {
            let from = dice.below(length);
            overwrite(&journal, from, &vec![0; usize::try_from(length - from).unwrap()]);
        }
        3 => {
            let other = Hall::new();
            fs::copy(with(&other.journal(), "-wal"), with(&journal, "-wal")).unwrap();
            overwrite(&journal, dice.below(length / 4096) * 4096, &[0x5A; 4096]);
        }
        _ => {
            for _ in 0..=dice.below(6) {
                let page = dice.below(length / 4096);
                overwrite(&journal, page * 4096 + dice.below(64), &vec![0xC3; 4000]);
            }
        }
    }
}

#[test]
fn b10_a16_whatever_is_destroyed_the_list_of_losses_is_exactly_what_is_not_there() {
    let (mut nothing, mut some, mut whole) = (0, 0, 0);
    for seed in 1..=40 {
        let mut dice = Dice(seed * 0x9E37_79B9);
        let mut hall = Hall::new();
        let backed_up = dice.below(ALL);
        if dice.below(4) > 0 && backed_up > 0 {
            hall = hall.backed_up(backed_up);
        }
        let (from, to) = (1 + dice.below(ALL), 1 + dice.below(ALL));
        let holes: BTreeSet<u64> = (0..dice.below(5)).map(|_| 1 + dice.below(ALL)).collect();
        let copied: BTreeSet<u64> =
            (from.min(to)..=from.max(to)).filter(|seq| !holes.contains(seq)).collect();
        let hall = hall.copied(copied.iter().copied()).stopped();
        destroy(&hall, &mut dice);

        let restored = match restore::restore(&hall.plan) {
            Ok(restored) => restored,
            Err(RestoreError::Nothing) => {
                nothing += 1;
                continue;
            }
            Err(error) => panic!("seed {seed}: {error}"),
        };

        let lost = hall.nothing_is_unaccounted_for(&restored);
        // Of the closed day, nothing is lost that a copy had, even where rows around it are.
        let had = |seq: &u64| copied.contains(seq);
        assert!(!lost.iter().filter(|seq| **seq <= CLOSED).any(had) || restored.last < CLOSED, "seed {seed}");
        *if lost.is_empty() { &mut whole } else { &mut some } += 1;
        let mut store = Store::open(&hall.plan.journal).unwrap().0;
        let latest = store.latest().unwrap().unwrap();
        store.append(&[issued(latest.seq.0 + 1, latest.day)]).unwrap();
        drop(store);
        assert_eq!(Reader::new(&hall.journal()).verify(|_| {}).unwrap().fault, None, "seed {seed}");
        // What was lost once stays on the list, is in every later backup, and is not lost again.
        let (journal, place) = (hall.journal(), hall.plan.backups.as_ref().unwrap());
        backup::make(&journal, &Reader::new(&journal), place, Some(9_999), |_| true).unwrap();
        let again = restore::restore(&hall.plan).unwrap();
        assert!(again.lost.is_empty(), "seed {seed}: {:?}", again.lost);
    }
    assert!(some > 5 && whole > 5, "{nothing} with nothing, {some} with losses, {whole} without");
}
