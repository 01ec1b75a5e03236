//! B06: one page of the journal cannot be read, and stays so. Whatever does not need it goes on, whoever asks for it
//! hears why not, and the next quiet start has it back from the copies.

use std::fs;
use std::ops::Range;

use jiaohao::domain::id::Seq;
use jiaohao::domain::record::Record;
use jiaohao::journal::backup::{self, Place};
use jiaohao::journal::chain::{self, Link};
use jiaohao::journal::copy::file::CopyFile;
use jiaohao::journal::keep::{Keep as _, KeepError};
use jiaohao::journal::open::Settings;
use jiaohao::journal::reader::{ReadError, Reader};
use jiaohao::journal::restore::{self, Plan};
use jiaohao::journal::row::Row;
use jiaohao::journal::store::Store;
use recording_vfs::layer;
use recording_vfs::recorder::{self, Syncs};
use rusqlite::ErrorCode;
use tempfile::{TempDir, tempdir};

use crate::morning::settings;
use crate::samples::{DAY, NEXT_DAY, closed, issued, open_day, whole_day};

/// Rows of the closed day, and of both days.
const CLOSED: u64 = 300;
const ALL: u64 = 400;

/// SQLite's pages, as the journal has them.
const PAGE: usize = 4096;

/// A closed day with its backup and an open one, all of it in the event copy, folded into one file.
struct Hall {
    _folder: TempDir,
    settings: Settings,
    plan: Plan,
    records: Vec<Record>,
}

impl Hall {
    /// Everything is stored, and the layer watches.
    fn watched() -> Self {
        let root = tempdir().unwrap();
        let folder = root.path().canonicalize().unwrap();
        fs::create_dir(folder.join("stick")).unwrap();
        let settings = settings(&folder);
        let place = Place { folder: folder.join("stick"), keep: 5, elsewhere: false };
        let copy = folder.join("events");
        let mut records = whole_day(1, DAY, CLOSED);
        let mut store = Store::open(&settings).unwrap().0;
        store.append(&records).unwrap();
        backup::make(&settings.path, &Reader::new(&settings.path), &place, None, |_| true).unwrap();
        let today = open_day(CLOSED + 1, NEXT_DAY, ALL - CLOSED);
        store.append(&today).unwrap();
        records.extend(today);

        let whose = store.whose().clone();
        let mut copied = CopyFile::open(&copy, &whose, 400).unwrap();
        let mut before = chain::site(&whose.site, &whose.birth);
        for record in &records {
            let link = Link::after(before, Row::of(record).unwrap());
            before = link.hash;
            copied.append(&[link]).unwrap();
        }
        copied.sync().unwrap();
        drop(store);
        layer::record(&folder, Syncs::Recorded).unwrap();
        let plan = Plan {
            journal: settings.clone(),
            backups: Some(place),
            copy: Some(copy),
            with_it: Vec::new(),
            now: None,
            from: None,
            today: Some(i64::from(NEXT_DAY.0)),
        };
        Self { _folder: root, settings, plan, records }
    }

    fn reader(&self) -> Reader {
        Reader::new(&self.settings.path)
    }

    /// The page on which this row's hash stands.
    fn page_of(&self, seq: u64) -> Range<i64> {
        let hash = self.reader().links(seq.cast_signed(), 1).unwrap()[0].hash;
        let file = fs::read(&self.settings.path).unwrap();
        let at = file.windows(hash.len()).position(|bytes| bytes == hash).unwrap();
        let start = i64::try_from(at / PAGE * PAGE).unwrap();
        start..start + i64::try_from(PAGE).unwrap()
    }

    /// The card does not give this row's page back any more.
    fn lose_page_of(&self, seq: u64) {
        recorder::unreadable(Some(("journal.db", self.page_of(seq))));
    }

    /// Repairs as a start does; the bad place is the kept file's from then on.
    fn mended(&self) {
        let restored = restore::mend(&self.plan).unwrap().unwrap();
        assert!(restored.lost.is_empty() && restored.kept.is_some(), "{:?}", restored.lost);
        assert!(recorder::refused() > 0);
        recorder::unreadable(None);
        assert_eq!(self.reader().verify(|_| ()).unwrap().fault, None);
        assert!(self.reader().from(Seq(1), u32::MAX).unwrap() == self.records);
    }
}

fn cannot_be_read<T>(asked: Result<T, ReadError>) -> bool {
    let Err(ReadError::Journal(KeepError::Disk(error))) = asked else { return false };
    error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure)
}

#[test]
fn b06_a_page_of_the_past_that_cannot_be_read_stops_only_who_asks_for_it() {
    let hall = Hall::watched();
    hall.lose_page_of(CLOSED / 2);

    let (mut store, _) = Store::open(&hall.settings).unwrap();
    assert_eq!(recorder::refused(), 0, "a start does not need it");
    store.append(&[issued(ALL + 1, NEXT_DAY)]).unwrap();
    store.rest(false);
    assert_eq!(hall.reader().day(NEXT_DAY).unwrap().len(), usize::try_from(ALL - CLOSED + 1).unwrap());

    assert!(cannot_be_read(hall.reader().day(DAY)), "the day is not told in part");
    assert!(cannot_be_read(hall.reader().verify(|_| ())), "the daily walk finds it");
    assert!(recorder::refused() >= 2);
    store.append(&[issued(ALL + 2, NEXT_DAY)]).unwrap();
}

#[test]
fn b06_a_page_of_the_past_is_repaired_at_the_first_start_after_a_closed_day() {
    let mut hall = Hall::watched();
    hall.lose_page_of(CLOSED / 2);
    restore::mark(&hall.settings.path, "what the daily walk found").unwrap();
    assert!(restore::mend(&hall.plan).unwrap().is_none(), "an open day is not rebuilt under its visitors");

    let (mut store, _) = Store::open(&hall.settings).unwrap();
    let close = closed(ALL + 1, NEXT_DAY);
    store.append(std::slice::from_ref(&close)).unwrap();
    drop(store);
    hall.records.push(close);

    hall.mended();
    assert!(restore::mend(&hall.plan).unwrap().is_none(), "it is repaired once");
}

#[test]
fn b06_a_page_of_today_that_cannot_be_read_is_repaired_at_the_start() {
    let hall = Hall::watched();
    hall.lose_page_of(ALL - 20);

    let refused = Store::open(&hall.settings).unwrap_err();

    assert!(refused.is_damaged() && recorder::refused() > 0, "{refused}");
    hall.mended();
}
