//! The disks that a power cut can leave.
//!
//! After a sync of a file everything written to it before is there. What was written since may be there or
//! not, each sector of 512 bytes on its own: earlier writes lost, later ones kept. A deletion that was not
//! synced may come undone. After a sync that failed, nothing of what it was to write is there, and later
//! syncs do not bring it back. Bytes beside a write, in the same sector, are not touched, which SQLite relies
//! on as well (power-safe overwrite).

use std::collections::BTreeMap;

use crate::{Log, Op};

/// The unit in which a write can be torn.
const SECTOR: usize = 512;

/// The files of a folder, by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What becomes of the writes that were not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsynced {
    /// All are there: the process was killed, the machine ran on.
    Kept,
    /// None is there.
    Lost,
    /// All are there but the last, of which only the first half of the sectors is.
    LastTorn,
    /// Each sector of each write is there or not, by a throw of dice from this seed, with this chance in 256.
    Scattered {
        /// Where the dice start.
        seed: u64,
        /// How many sectors of 256 are there.
        chance: u8,
    },
}

/// What is done with one write to one file.
enum Change<'a> {
    Write { offset: usize, bytes: &'a [u8] },
    Truncate(usize),
    Delete,
}

/// A file: what is surely on the disk, and what was done since.
#[derive(Default)]
struct File<'a> {
    synced: Option<Vec<u8>>,
    pending: Vec<Change<'a>>,
}

/// The disk after the power was cut when the first `cut` entries of the log had been done to the folder
/// `before`.
#[must_use]
pub fn after_cut(before: &Files, log: &Log, cut: usize, unsynced: Unsynced) -> Files {
    let start = |bytes: &Vec<u8>| File { synced: Some(bytes.clone()), pending: Vec::new() };
    let mut files: BTreeMap<&str, File> =
        before.iter().map(|(name, bytes)| (name.as_str(), start(bytes))).collect();
    for op in log.iter().take(cut) {
        match op {
            Op::Write { file, offset, bytes } => {
                files.entry(file).or_default().pending.push(Change::Write { offset: *offset, bytes });
            }
            Op::Truncate { file, length } => {
                files.entry(file).or_default().pending.push(Change::Truncate(*length));
            }
            Op::Sync { file } => files.entry(file).or_default().settle(Unsynced::Kept, &mut Dice(0)),
            Op::Delete { file, durable } => {
                let file = files.entry(file).or_default();
                file.pending.push(Change::Delete);
                if *durable {
                    file.settle(Unsynced::Kept, &mut Dice(0));
                }
            }
            Op::GivenUp { file } => files.entry(file).or_default().pending.clear(),
            Op::Mark(_) => {}
        }
    }
    let mut dice = Dice(match unsynced {
        Unsynced::Scattered { seed, .. } => seed,
        Unsynced::Kept | Unsynced::Lost | Unsynced::LastTorn => 0,
    });
    for file in files.values_mut() {
        file.settle(unsynced, &mut dice);
    }
    files.into_iter().filter_map(|(name, file)| Some((name.into(), file.synced?))).collect()
}

impl File<'_> {
    /// Decides what becomes of everything that is pending.
    fn settle(&mut self, unsynced: Unsynced, dice: &mut Dice) {
        let last = self.pending.len();
        for (place, change) in self.pending.drain(..).enumerate() {
            let keeps = |dice: &mut Dice, sector: usize, sectors: usize| match unsynced {
                Unsynced::Kept => true,
                Unsynced::Lost => false,
                Unsynced::LastTorn => place + 1 < last || sector < sectors / 2,
                Unsynced::Scattered { chance, .. } => dice.throw() < chance,
            };
            match change {
                Change::Write { offset, bytes } => {
                    let (first, end) = (offset / SECTOR, (offset + bytes.len()).div_ceil(SECTOR));
                    for sector in first..end {
                        if keeps(dice, sector - first, end - first) {
                            let from = offset.max(sector * SECTOR);
                            let to = (offset + bytes.len()).min((sector + 1) * SECTOR);
                            put(
                                self.synced.get_or_insert_default(),
                                from,
                                &bytes[from - offset..to - offset],
                            );
                        }
                    }
                }
                Change::Truncate(length) => {
                    if keeps(dice, 0, 1) {
                        self.synced.get_or_insert_default().resize(length, 0);
                    }
                }
                Change::Delete => {
                    if keeps(dice, 0, 1) {
                        self.synced = None;
                    }
                }
            }
        }
    }
}

fn put(file: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[offset..end].copy_from_slice(bytes);
}

/// Throws that repeat from their seed (SplitMix64: Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u8 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)).to_be_bytes()[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(offset: usize, bytes: &[u8]) -> Op {
        Op::Write { file: "a".into(), offset, bytes: bytes.into() }
    }

    fn cut(log: &[Op], unsynced: Unsynced) -> Option<Vec<u8>> {
        after_cut(&Files::new(), &log.to_vec(), log.len(), unsynced).remove("a")
    }

    #[test]
    fn what_was_synced_is_there_and_the_rest_may_be() {
        let log = [write(0, b"one"), Op::Sync { file: "a".into() }, write(3, b"two")];

        assert_eq!(cut(&log, Unsynced::Lost).unwrap(), b"one");
        assert_eq!(cut(&log, Unsynced::Kept).unwrap(), b"onetwo");
        assert_eq!(cut(&log[..1], Unsynced::Lost), None);
    }

    #[test]
    fn a_torn_write_keeps_its_first_half_of_sectors() {
        let log = [write(0, &[1; 100]), write(500, &[2; 1024])];

        let file = cut(&log, Unsynced::LastTorn).unwrap();

        assert_eq!((file.len(), file[99], file[100], file[511]), (SECTOR, 1, 0, 2));
    }

    #[test]
    fn a_scattered_write_can_keep_late_sectors_and_lose_early_ones() {
        let log = [write(0, &[1; 8 * SECTOR])];

        let holes = (0..50).filter_map(|seed| cut(&log, Unsynced::Scattered { seed, chance: 128 }));

        assert!(holes.into_iter().any(|file| file[0] == 0 && file.ends_with(&[1])));
    }

    #[test]
    fn what_a_failed_sync_gave_up_does_not_come_back_with_the_next_sync() {
        let given_up = Op::GivenUp { file: "a".into() };
        let log = [write(0, b"one"), given_up, write(3, b"two"), Op::Sync { file: "a".into() }];

        assert_eq!(cut(&log, Unsynced::Kept).unwrap(), b"\0\0\0two");
    }

    #[test]
    fn a_deletion_that_was_not_synced_may_come_undone() {
        let log = |durable| {
            vec![write(0, b"one"), Op::Sync { file: "a".into() }, Op::Delete { file: "a".into(), durable }]
        };

        assert_eq!(cut(&log(false), Unsynced::Lost).unwrap(), b"one");
        assert_eq!(cut(&log(false), Unsynced::Kept), None);
        assert_eq!(cut(&log(true), Unsynced::Lost), None);
    }
}
