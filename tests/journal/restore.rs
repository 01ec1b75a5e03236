//! A journal that was destroyed comes back from its backup, its event copy and what is left of it, and the list of
//! what did not come back is exactly what is not there.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use jiaohao::domain::event::Event;
use jiaohao::domain::id::Seq;
use jiaohao::domain::record::Record;
use jiaohao::journal::backup::{self, Place};
use jiaohao::journal::chain::{self, Link};
use jiaohao::journal::copy::file::CopyFile;
use jiaohao::journal::gap::Gap;
use jiaohao::journal::keep::Keep;
use jiaohao::journal::open::{Finding, OpenError, Settings};
use jiaohao::journal::reader::Reader;
use jiaohao::journal::restore::{self, Plan, RestoreError, Restored};
use jiaohao::journal::row::Row;
use jiaohao::journal::store::Store;
use tempfile::{TempDir, tempdir};

use crate::samples::{DAY, NEXT_DAY, SITE, open_day, whole_day};

/// Rows of the closed day, and of both days.
pub const CLOSED: u64 = 300;
pub const ALL: u64 = 400;

/// A hall with a closed day, an open one, a stick and an event copy.
pub struct Hall {
    folder: TempDir,
    store: Option<Store>,
    records: Vec<Record>,
    /// What is restored from where.
    pub plan: Plan,
}

impl Hall {
    /// All records stored, none of them copied anywhere.
    pub fn new() -> Self {
        let folder = tempdir().unwrap();
        fs::create_dir(folder.path().join("stick")).unwrap();
        let settings = Settings { path: folder.path().join("journal.db"), site: SITE.into() };
        let place = Place { folder: folder.path().join("stick"), keep: 5, elsewhere: false };
        let plan = Plan {
            journal: settings.clone(),
            backups: Some(place),
            copy: Some(folder.path().join("events")),
            with_it: Vec::new(),
            now: None,
            from: None,
            today: Some(i64::from(NEXT_DAY.0)),
        };
        let mut store = Store::open(&settings).unwrap().0;
        let mut records = whole_day(1, DAY, CLOSED);
        records.extend(open_day(CLOSED + 1, NEXT_DAY, ALL - CLOSED));
        store.append(&records).unwrap();
        Self { folder, store: Some(store), records, plan }
    }

    pub fn journal(&self) -> PathBuf {
        self.plan.journal.path.clone()
    }

    /// A backup of the first `records`, made of a journal that ends there.
    pub fn backed_up(self, records: u64) -> Self {
        let earlier = tempdir().unwrap();
        let path = earlier.path().join("journal.db");
        fs::copy(self.journal(), &path).unwrap();
        let _ = fs::copy(with(&self.journal(), "-wal"), with(&path, "-wal"));
        let sql = rusqlite::Connection::open(&path).unwrap();
        sql.execute("DELETE FROM record WHERE seq > ?", [records.cast_signed()]).unwrap();
        sql.execute("DELETE FROM seal WHERE seq > ?", [records.cast_signed()]).unwrap();
        drop(sql);
        let place = self.plan.backups.as_ref().unwrap();
        backup::make(&path, &Reader::new(&path), place, Some(records.cast_signed()), |_| true).unwrap();
        self
    }

    /// An event copy of these records.
    pub fn copied(self, seqs: impl IntoIterator<Item = u64>) -> Self {
        let wanted: BTreeSet<u64> = seqs.into_iter().collect();
        let whose = self.store.as_ref().unwrap().whose().clone();
        let mut copy = CopyFile::open(self.plan.copy.as_ref().unwrap(), &whose, 400).unwrap();
        let mut before = chain::site(&whose.site, &whose.birth);
        for record in &self.records {
            let link = Link::after(before, Row::of(record).unwrap());
            before = link.hash;
            if wanted.contains(&record.seq.0) {
                copy.skip_to((link.row.seq - 1, link.before));
                copy.append(&[link]).unwrap();
            }
        }
        copy.sync().unwrap();
        self
    }

    /// The daemon ends, and its log is folded into the file.
    pub fn stopped(mut self) -> Self {
        self.store = None;
        self
    }

    fn restore(&self) -> Restored {
        restore::restore(&self.plan).unwrap()
    }

    /// Opens what is in the journal's place and walks it.
    fn there(&self) -> Vec<Record> {
        let (store, findings) = Store::open(&self.plan.journal).unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        drop(store);
        let reader = Reader::new(&self.journal());
        let report = reader.verify(|_| {}).unwrap();
        assert_eq!(report.fault, None);
        reader.from(Seq(1), u32::MAX).unwrap()
    }

    /// Every record is there as it was or on the list, and none is both.
    #[track_caller]
    pub fn nothing_is_unaccounted_for(&self, restored: &Restored) -> Vec<u64> {
        let there = self.there();
        let back: BTreeSet<u64> = there.iter().map(|record| record.seq.0).collect();
        for record in &there {
            let known = &self.records[usize::try_from(record.seq.0).unwrap() - 1];
            assert!(record == known, "record {} is another", record.seq);
        }
        let listed: Vec<u64> = restored.lost.iter().flat_map(rows_of).filter(|seq| *seq <= ALL).collect();
        let missing: Vec<u64> = (1..=ALL).filter(|seq| !back.contains(seq)).collect();
        assert_eq!(listed, missing, "the list is not what is missing");
        listed
    }
}

fn rows_of(gap: &Gap) -> impl Iterator<Item = u64> + use<> {
    gap.first.cast_unsigned()..=gap.last.cast_unsigned()
}

pub fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The numbers that these records gave.
fn numbers(records: &[Record]) -> Vec<String> {
    let events = records.iter().flat_map(|record| &record.events);
    let given = events.filter_map(|event| {
        let Event::TicketIssued { number, .. } = event else { return None };
        Some(number.to_string())
    });
    given.collect()
}

pub fn overwrite(path: &Path, at: u64, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

#[test]
fn b10_a_file_of_noise_comes_back_from_its_backup_and_the_event_copy_without_a_loss() {
    let hall = Hall::new().backed_up(350).copied(320..=ALL).stopped();
    fs::write(hall.journal(), vec![0xA5; 100_000]).unwrap();
    assert!(Store::open(&hall.plan.journal).is_err(), "the file is still a journal");

    let restored = hall.restore();

    assert_eq!(hall.nothing_is_unaccounted_for(&restored), [0; 0]);
    assert_eq!(fs::read(restored.kept.unwrap()).unwrap(), vec![0xA5; 100_000]);
    // Nobody can prove that the copy reaches up to the end: the places behind it stay free.
    assert!(restored.lost[0].known.open_ended && restored.lost.len() == 1, "{:?}", restored.lost);
}

#[test]
fn b10_rows_that_no_source_has_are_listed_by_position_day_and_ticket() {
    // Of the closed day, records 100 to 103 are nowhere; they gave two tickets. The open day is copied.
    let hall = Hall::new().copied((1..=99).chain(104..=ALL)).stopped();
    fs::remove_file(hall.journal()).unwrap();

    let restored = hall.restore();

    assert_eq!(hall.nothing_is_unaccounted_for(&restored), [100, 101, 102, 103]);
    let gap = &restored.lost[0];
    assert_eq!(gap.known.days, Some((i64::from(DAY.0), i64::from(DAY.0))));
    let told = restored.losses();
    assert!(told[0].starts_with("records 100 to 103 are lost (4), of the day 20261123"), "{told:?}");
}

#[test]
fn b10_what_follows_a_loss_within_the_open_day_is_on_the_list_with_its_tickets() {
    let hall = Hall::new().backed_up(CLOSED + 10).copied(CLOSED + 20..=ALL).stopped();
    fs::remove_file(hall.journal()).unwrap();

    let restored = hall.restore();

    let lost = hall.nothing_is_unaccounted_for(&restored);
    assert_eq!(lost, (CLOSED + 11..=ALL).collect::<Vec<_>>());
    let named: BTreeSet<String> =
        restored.lost.iter().flat_map(|gap| &gap.known.tickets).map(|(_, number)| number.clone()).collect();
    let copied = &hall.records[usize::try_from(CLOSED).unwrap() + 19..];
    assert!(numbers(copied).iter().all(|number| named.contains(number)), "{named:?}");
}

#[test]
fn b11_a_log_that_was_lost_is_made_good_from_the_event_copy() {
    let hall = Hall::new().copied(1..=ALL);
    // The file as it is without its log: of everything since the last checkpoint nothing is in it.
    let alone = tempdir().unwrap();
    fs::copy(hall.journal(), alone.path().join("journal.db")).unwrap();
    let mut plan = hall.plan.clone();
    plan.journal.path = alone.path().join("journal.db");
    let (store, _) = Store::open(&plan.journal).unwrap();
    drop(store);
    assert_eq!(Reader::new(&plan.journal.path).latest().unwrap(), None, "the log was not needed");

    let restored = restore::restore(&plan).unwrap();

    assert_eq!((restored.last, restored.records), (ALL, ALL));
    assert_eq!(Reader::new(&plan.journal.path).verify(|_| {}).unwrap().fault, None);
}

#[test]
fn b16_i08_an_old_file_in_the_slot_takes_up_what_the_copies_have_beyond_it() {
    let hall = Hall::new()
        .backed_up(CLOSED + 50)
        .copied((CLOSED + 40..CLOSED + 50).chain(CLOSED + 51..=ALL))
        .stopped();
    let old = hall.folder.path().join("stick");
    let old =
        fs::read_dir(old).unwrap().map(|it| it.unwrap().path()).find(|it| it.extension().unwrap() == "db");
    fs::copy(old.unwrap(), hall.journal()).unwrap();
    let is_behind = || {
        let (mut store, _) = Store::open(&hall.plan.journal).unwrap();
        let latest = store.latest().unwrap().unwrap();
        restore::is_behind(&hall.plan, &store, &latest).unwrap()
    };
    assert!(is_behind());

    let restored = restore::mend(&hall.plan).unwrap().unwrap();

    assert_eq!(hall.nothing_is_unaccounted_for(&restored), [0; 0]);
    assert!(!is_behind());
    assert!(restore::mend(&hall.plan).unwrap().is_none(), "a journal that is whole is left alone");
}

#[test]
fn i08_last_weeks_backup_at_noon_takes_nothing_away_from_today() {
    let hall = Hall::new().backed_up(100).stopped();
    let stick = hall.folder.path().join("stick");
    let week =
        fs::read_dir(stick).unwrap().map(|it| it.unwrap().path()).find(|it| it.extension().unwrap() == "db");
    let plan = Plan { from: week, ..hall.plan.clone() };

    let restored = restore::restore(&plan).unwrap();

    assert_eq!((restored.records, restored.losses()), (ALL, Vec::new()));
    assert_eq!(hall.nothing_is_unaccounted_for(&restored), [0; 0]);
}

#[test]
fn a_daemon_that_runs_is_not_restored_under() {
    let hall = Hall::new().backed_up(100);

    let refused = restore::restore(&hall.plan).unwrap_err();

    assert!(matches!(refused, RestoreError::Open(OpenError::InUse { .. })), "{refused:?}");
    assert_eq!(hall.stopped().there().len() as u64, ALL);
}

#[test]
fn i14_another_halls_backup_and_another_journal_of_this_hall_are_refused() {
    let hall = Hall::new().backed_up(100).stopped();
    let backup_of = |hall: &Hall| {
        let mut names = fs::read_dir(hall.folder.path().join("stick")).unwrap().map(|it| it.unwrap().path());
        names.find(|it| it.extension().unwrap() == "db")
    };
    let namesake = Hall::new().backed_up(100).stopped();
    let strange = Plan { from: backup_of(&namesake), ..hall.plan.clone() };
    let mut moved = strange.clone();
    moved.journal.site = "yongtai".into();

    let another_journal = restore::restore(&strange).unwrap_err();
    let another_hall = restore::restore(&moved).unwrap_err();

    assert!(matches!(another_journal, RestoreError::OtherBirth { .. }), "{another_journal:?}");
    assert!(matches!(another_hall, RestoreError::OtherSite { .. }), "{another_hall:?}");
    assert_eq!(hall.there().len() as u64, ALL);
}

#[test]
fn b20_a_backup_that_went_bad_is_passed_over_for_the_one_before() {
    let hall = Hall::new().backed_up(200).backed_up(380).copied(150..=ALL).stopped();
    let newest = hall.plan.backups.as_ref().unwrap().newest(SITE, None).unwrap().unwrap().file;
    overwrite(&newest, 30_000, &[0x11; 500]);
    fs::remove_file(hall.journal()).unwrap();

    let restored = hall.restore();

    assert_eq!(restored.bad_backups, [newest]);
    assert_eq!(hall.nothing_is_unaccounted_for(&restored), [0; 0]);
}

#[test]
fn b15_an_empty_journal_of_a_new_card_gives_way_to_the_backup() {
    let hall = Hall::new().backed_up(350).copied(340..=ALL).stopped();
    fs::remove_file(hall.journal()).unwrap();
    drop(Store::open(&hall.plan.journal).unwrap());

    let restored = restore::mend(&hall.plan).unwrap().expect("the backup is taken");

    assert_eq!(hall.nothing_is_unaccounted_for(&restored), [0; 0]);
}

#[test]
fn an_empty_journal_without_copies_is_a_new_hall() {
    let hall = Hall::new().stopped();
    fs::remove_file(hall.journal()).unwrap();
    drop(Store::open(&hall.plan.journal).unwrap());

    assert!(restore::mend(&hall.plan).unwrap().is_none());
    assert!(hall.there().is_empty());
}

#[test]
fn with_nothing_to_restore_from_everything_stays_as_it_is() {
    let hall = Hall::new().stopped();
    fs::write(hall.journal(), b"noise").unwrap();

    let refused = restore::restore(&hall.plan).unwrap_err();

    assert!(matches!(refused, RestoreError::Nothing), "{refused:?}");
    assert_eq!(fs::read(hall.journal()).unwrap(), b"noise");
}

#[test]
fn a_restoration_to_another_place_leaves_the_journal_alone() {
    let hall = Hall::new().backed_up(350).stopped();
    let before = fs::read(hall.journal()).unwrap();
    let elsewhere = hall.folder.path().join("elsewhere.db");

    let restored = restore::restore_to(&hall.plan, &elsewhere).unwrap();

    assert_eq!((restored.file, restored.records), (elsewhere.clone(), ALL));
    assert_eq!(fs::read(hall.journal()).unwrap(), before);
    assert!(restore::restore_to(&hall.plan, &elsewhere).is_err(), "a file that is there is not written over");
}

#[test]
fn a_cut_while_the_restored_file_is_swapped_in_is_finished_at_the_next_start() {
    let hall = Hall::new().backed_up(350).copied(300..=ALL);
    let restored = with(&hall.journal(), ".restored");
    restore::restore_to(&hall.plan, &restored).unwrap();
    let hall = hall.stopped();
    fs::write(hall.journal(), b"noise").unwrap();
    fs::write(with(&hall.journal(), "-wal"), b"a log of noise").unwrap();

    let (store, findings) = Store::open(&hall.plan.journal).unwrap();
    drop(store);

    assert!(findings.iter().any(|finding| matches!(finding, Finding::Swapped { .. })), "{findings:?}");
    assert_eq!(hall.there().len() as u64, ALL);
    assert_eq!(fs::read(with(&hall.journal(), ".bad-1")).unwrap(), b"noise");
    assert_eq!(fs::read(with(&hall.journal(), ".bad-1-wal")).unwrap(), b"a log of noise");
}
