//! Cuts a morning everywhere, and lets the journal open what is left.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use jiaohao::domain::record::Record;
use jiaohao::journal::keep::Keep as _;
use jiaohao::journal::reader::Reader;
use jiaohao::journal::store::Store;
use recording_vfs::disk::{Files, Unsynced, after_cut};
use recording_vfs::layer;
use recording_vfs::recorder::Syncs;
use tempfile::tempdir;

use crate::morning::{Answer, Morning, settings};
use crate::samples::{DAY, NEXT_DAY};

/// What a disk had to say against the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// It could not be opened or read.
    Unusable {
        /// After so many entries of the log.
        cut: usize,
        /// What became of the rest.
        unsynced: Unsynced,
        /// What the journal said.
        error: String,
    },
    /// Records that were answered are not there.
    Lost {
        /// After so many entries of the log.
        cut: usize,
        /// What became of the rest.
        unsynced: Unsynced,
        /// So many were answered.
        answered: usize,
        /// So many are there.
        found: usize,
    },
    /// Part of a batch is there, or something that was never handed over.
    Invented {
        /// After so many entries of the log.
        cut: usize,
        /// What became of the rest.
        unsynced: Unsynced,
        /// So many are there.
        found: usize,
    },
}

/// The outcome of many cuts.
pub struct Cuts {
    /// How many different disks were opened.
    pub disks: usize,
    /// What was wrong, in the order it was found.
    pub violations: Vec<Violation>,
}

/// After so many rounds of dice without enough disks there will not be enough.
const ROUNDS: u64 = 1_000;

impl Cuts {
    /// Cuts the morning at every place, in every way, until `wanted` different disks have been opened.
    pub fn of(morning: &Morning, wanted: usize) -> Self {
        let all = morning.log.len();
        let places = ways().flat_map(|unsynced| (0..=all).map(move |cut| (cut, unsynced)));
        Self::open(morning, places, wanted)
    }

    /// Cuts the morning at these places, in each of these ways.
    pub fn at(morning: &Morning, cuts: impl Iterator<Item = usize> + Send, ways: [Unsynced; 3]) -> Self {
        let places = cuts.flat_map(|cut| ways.into_iter().map(move |unsynced| (cut, unsynced)));
        Self::open(morning, places, usize::MAX)
    }

    /// Opens the disks on two threads, as the time goes into reading what is on them.
    fn open(
        morning: &Morning,
        places: impl Iterator<Item = (usize, Unsynced)> + Send,
        wanted: usize,
    ) -> Self {
        let places = Mutex::new(places);
        let seen = Mutex::new(BTreeSet::new());
        let violations = Mutex::new(Vec::new());
        let work = || {
            let folder = tempdir().unwrap();
            let folder = folder.path().canonicalize().unwrap();
            while seen.lock().unwrap().len() < wanted {
                let Some((cut, unsynced)) = places.lock().unwrap().next() else { break };
                let disk = after_cut(&morning.before, &morning.log, cut, unsynced);
                let differs = seen.lock().unwrap().insert(fingerprint(&disk, morning.answered(cut)));
                if differs && let Some(found) = violation(&folder, &disk, morning, (cut, unsynced)) {
                    violations.lock().unwrap().push((cut, found));
                }
            }
        };
        thread::scope(|scope| [(); 2].map(|()| scope.spawn(work)).map(|worker| worker.join().unwrap()));
        let mut violations = violations.into_inner().unwrap();
        violations.sort_by_key(|(cut, _)| *cut);
        let violations = violations.into_iter().map(|(_, violation)| violation).collect();
        Self { disks: seen.into_inner().unwrap().len(), violations }
    }
}

/// The ways in which unsynced writes can end, the simple ones first.
fn ways() -> impl Iterator<Item = Unsynced> {
    let dice = (0..ROUNDS)
        .map(|seed| Unsynced::Scattered { seed, chance: [128, 230, 26][usize::try_from(seed % 3).unwrap()] });
    [Unsynced::Lost, Unsynced::LastTorn]
        .into_iter()
        .chain(dice.clone().take(1))
        .chain([Unsynced::Kept])
        .chain(dice.skip(1))
}

fn fingerprint(disk: &Files, answer: Answer) -> u64 {
    let mut hasher = DefaultHasher::new();
    (disk, answer.stored).hash(&mut hasher);
    hasher.finish()
}

fn violation(
    folder: &Path,
    disk: &Files,
    morning: &Morning,
    (cut, unsynced): (usize, Unsynced),
) -> Option<Violation> {
    let answer = morning.answered(cut);
    let found = match opened(folder, disk) {
        Ok(found) => found,
        Err(error) => return Some(Violation::Unusable { cut, unsynced, error }),
    };
    if found.len() < answer.stored {
        return Some(Violation::Lost { cut, unsynced, answered: answer.stored, found: found.len() });
    }
    let whole = found.len() == answer.stored || found.len() == answer.begun;
    let as_handed_over = morning.records.starts_with(&found);
    (!whole || !as_handed_over).then_some(Violation::Invented { cut, unsynced, found: found.len() })
}

/// Opens a disk with the journal itself, and reads and verifies everything on it.
fn opened(folder: &Path, disk: &Files) -> Result<Vec<Record>, String> {
    laid_down(folder, disk);
    let (mut store, _) = Store::open(&settings(folder)).map_err(|error| error.to_string())?;
    read(folder, &mut store)
}

/// Makes the folder what the disk is. From here on the layer leaves out the syncs of this thread: nobody
/// needs them.
pub fn laid_down(folder: &Path, disk: &Files) {
    for left in fs::read_dir(folder).unwrap() {
        fs::remove_file(left.unwrap().path()).unwrap();
    }
    for (name, bytes) in disk {
        fs::write(folder.join(name), bytes).unwrap();
    }
    layer::record(folder, Syncs::Recorded).unwrap();
}

/// Every record, after the whole journal was verified.
pub fn read(folder: &Path, store: &mut Store) -> Result<Vec<Record>, String> {
    let mut records = store.day(DAY).map_err(|error| error.to_string())?;
    records.extend(store.day(NEXT_DAY).map_err(|error| error.to_string())?);
    let report = Reader::new(&settings(folder).path).verify(|_| {}).map_err(|error| error.to_string())?;
    match report.fault {
        Some(fault) => Err(fault.to_string()),
        None if report.records == u64::try_from(records.len()).unwrap() => Ok(records),
        None => Err(format!("{} records verified, {} read", report.records, records.len())),
    }
}
