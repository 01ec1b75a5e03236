//! What is stored while the layer records: two days, in batches of all sizes.

use std::fs;
use std::path::Path;

use jiaohao::domain::record::Record;
use jiaohao::journal::keep::Keep as _;
use jiaohao::journal::open::Settings;
use jiaohao::journal::store::Store;
use recording_vfs::disk::Files;
use recording_vfs::layer;
use recording_vfs::recorder::{self, Syncs};
use recording_vfs::{Log, Op};
use tempfile::tempdir;

use crate::samples::{DAY, NEXT_DAY, SITE, open_day, whole_day};

/// How the journal is weakened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Not at all.
    None,
    /// `synchronous=NORMAL`, behind the journal's back.
    Normal,
    /// The disk answers syncs and does not do them.
    LyingDisk,
    /// Records are answered before their commit.
    EarlyAnswer,
}

/// Batch sizes, over and over: mostly single presses, sometimes a rush.
const BATCHES: [usize; 10] = [1, 1, 2, 1, 5, 1, 1, 8, 1, 3];

/// What was stored and how the files came by it.
pub struct Morning {
    /// The folder before the first entry of the log.
    pub before: Files,
    /// Everything that was done to the files.
    pub log: Log,
    /// Every record, in order.
    pub records: Vec<Record>,
    /// How many records were handed over after each batch.
    pub batches: Vec<usize>,
}

/// How far the journal had come at some place of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// So many records were answered as stored.
    pub stored: usize,
    /// So many may be stored: those, and the batch that was under way.
    pub begun: usize,
}

impl Morning {
    /// Lives a morning.
    pub fn lived(weakness: Weakness) -> Self {
        let folder = tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        let settings = settings(&folder);
        drop(Store::open(&settings).unwrap());
        let before = Files::from([("journal.db".into(), fs::read(&settings.path).unwrap())]);
        let records = [whole_day(1, DAY, 130), open_day(131, NEXT_DAY, 120)].concat();

        let syncs = if weakness == Weakness::LyingDisk { Syncs::OnlyAnswered } else { Syncs::Recorded };
        layer::record(&folder, syncs).unwrap();
        let batches = store(&settings, &records, weakness);
        Self { before, log: recorder::finish(), records, batches }
    }

    /// How far the journal had come when the first `cut` entries of the log had been done.
    pub fn answered(&self, cut: usize) -> Answer {
        let marks = self.log[..cut].iter().filter_map(|op| match op {
            Op::Mark(records) => Some(*records),
            Op::Write { .. }
            | Op::Truncate { .. }
            | Op::Sync { .. }
            | Op::Delete { .. }
            | Op::GivenUp { .. } => None,
        });
        let stored = marks.max().unwrap_or(0);
        let begun = self.batches.iter().copied().find(|records| *records > stored).unwrap_or(stored);
        Answer { stored, begun }
    }
}

/// The journal in a folder.
pub fn settings(folder: &Path) -> Settings {
    Settings { path: folder.join("journal.db"), site: SITE.into() }
}

/// Stores the records; how many had been handed over after each batch.
fn store(settings: &Settings, records: &[Record], weakness: Weakness) -> Vec<usize> {
    let open = || {
        let (store, _) = Store::open(settings).unwrap();
        weaken(weakness);
        store
    };
    let mut store = open();
    let (mut batches, mut handed_over) = (Vec::new(), 0);
    for (count, size) in BATCHES.into_iter().cycle().enumerate() {
        let end = (handed_over + size).min(records.len());
        if weakness == Weakness::EarlyAnswer {
            recorder::mark(end);
        }
        store.append(&records[handed_over..end]).unwrap();
        recorder::mark(end);
        batches.push(end);
        handed_over = end;
        store.rest(count % 20 != 19);
        match end {
            8..16 => {
                store.reopen().unwrap();
                weaken(weakness);
            }
            20..28 => {
                drop(store);
                store = open();
            }
            _ if end == records.len() => return batches,
            _ => {}
        }
    }
    batches
}

fn weaken(weakness: Weakness) {
    if weakness == Weakness::Normal {
        layer::meddle(c"PRAGMA synchronous = NORMAL").unwrap();
    }
}
