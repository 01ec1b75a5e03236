//! A06: the power is cut in the first minute of the first start, while the file is being made.

use std::fs;

use jiaohao::journal::keep::Keep as _;
use jiaohao::journal::open::Finding;
use jiaohao::journal::store::Store;
use recording_vfs::disk::{Files, Unsynced, after_cut};
use recording_vfs::layer;
use recording_vfs::recorder::{self, Syncs};
use recording_vfs::{Log, Op};
use tempfile::tempdir;

use crate::check::{laid_down, read};
use crate::morning::settings;
use crate::samples::{DAY, opened};

/// What a first start does to the files before it serves from the one that it has made.
fn first_start() -> Log {
    let folder = tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    layer::record(&folder, Syncs::Recorded).unwrap();
    drop(Store::open(&settings(&folder)).unwrap());
    let of_temporary = |op: &Op| match op {
        Op::Write { file, .. }
        | Op::Truncate { file, .. }
        | Op::Sync { file }
        | Op::Delete { file, .. }
        | Op::GivenUp { file } => file.starts_with("journal.db.new"),
        Op::Mark(_) => false,
    };
    recorder::finish().into_iter().take_while(of_temporary).collect()
}

#[test]
fn a06_a_cut_while_the_file_is_made_leaves_nothing_that_is_served() {
    let log = first_start();
    let folder = tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let ways =
        [Unsynced::Lost, Unsynced::LastTorn, Unsynced::Scattered { seed: 3, chance: 128 }, Unsynced::Kept];
    assert!(log.len() > 10, "only {} steps", log.len());

    for (cut, unsynced) in (0..=log.len()).flat_map(|cut| ways.map(|unsynced| (cut, unsynced))) {
        laid_down(&folder, &after_cut(&Files::new(), &log, cut, unsynced));

        let (mut store, findings) = Store::open(&settings(&folder)).unwrap();
        store.append(&[opened(1, DAY)]).unwrap();

        assert!(findings.contains(&Finding::Created), "{cut} {unsynced:?}: {findings:?}");
        assert_eq!(read(&folder, &mut store).map(|records| records.len()), Ok(1), "{cut} {unsynced:?}");
        drop(store);
        assert!(!fs::exists(folder.join("journal.db.new")).unwrap());
    }
}
