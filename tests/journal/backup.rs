//! Backups are made while the hall works, read back before they count, and never carry damage away.

use std::fs;
use std::path::{Path, PathBuf};

use jiaohao::journal::backup::{self, Backup, BackupError, Place};
use jiaohao::journal::keep::Keep;
use jiaohao::journal::open::Settings;
use jiaohao::journal::reader::Reader;
use jiaohao::journal::store::Store;
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

use crate::samples::{DAY, NEXT_DAY, SITE, issued, open_day, whole_day};

/// More rows than one slice of a backup has.
const MANY: u64 = 4_500;

struct Hall {
    state: TempDir,
    place: Place,
    _stick: TempDir,
}

impl Hall {
    /// A journal of one closed day and one that is open, and a stick.
    fn new() -> (Self, Store) {
        let (state, stick) = (tempdir().unwrap(), tempdir().unwrap());
        // Folders of a test lie on one medium.
        let place = Place { folder: stick.path().into(), keep: 3, elsewhere: false };
        let hall = Self { state, place, _stick: stick };
        let settings = Settings { path: hall.journal(), site: SITE.into() };
        let mut store = Store::open(&settings).unwrap().0;
        store.append(&whole_day(1, DAY, MANY)).unwrap();
        store.append(&open_day(MANY + 1, NEXT_DAY, 10)).unwrap();
        (hall, store)
    }

    fn journal(&self) -> PathBuf {
        self.state.path().join("journal.db")
    }

    fn back_up(&self) -> Result<Backup, BackupError> {
        self.back_up_pausing(|_| true)
    }

    fn back_up_pausing(&self, pause: impl FnMut(i64) -> bool) -> Result<Backup, BackupError> {
        backup::make(&self.journal(), &Reader::new(&self.journal()), &self.place, Some(1_000), pause)
    }

    /// The names in the stick's folder, without the birth mark.
    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(&self.place.folder).unwrap();
        let mut names: Vec<String> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .map(|name| name[16..].to_owned())
            .filter(|name| name != ".lock")
            .collect();
        names.sort();
        names
    }
}

fn records(path: &Path) -> u64 {
    let report = Reader::new(path).verify(|_| {}).unwrap();
    assert_eq!(report.fault, None);
    report.records
}

/// Overwrites bytes in the middle of a file.
fn scribble(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 64].fill(0xAA);
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_backup_holds_every_record_and_is_a_journal_that_can_be_served_from() {
    let (hall, _store) = Hall::new();

    let made = hall.back_up().unwrap();

    assert_eq!(
        (made.seal.last, made.seal.proved_ms, made.seal.site.as_str()),
        (MANY + 10, Some(1_000), SITE)
    );
    assert_eq!(hall.names(), ["-0000004510.db", "-0000004510.seal"]);
    let elsewhere = tempdir().unwrap();
    let path = elsewhere.path().join("journal.db");
    fs::copy(&made.file, &path).unwrap();
    let (mut store, findings) = Store::open(&Settings { path: path.clone(), site: SITE.into() }).unwrap();
    assert_eq!(findings, []);
    store.append(&[issued(MANY + 11, NEXT_DAY)]).unwrap();
    assert_eq!(records(&path), MANY + 11);
}

#[test]
fn records_that_are_stored_meanwhile_are_in_nobodys_way_and_the_copy_is_whole() {
    let (hall, mut store) = Hall::new();
    let mut stored = MANY + 10;

    let made = hall.back_up_pausing(|_| {
        stored += 1;
        store.append(&[issued(stored, NEXT_DAY)]).unwrap();
        store.rest(false);
        true
    });

    assert!(stored > MANY + 11, "the backup was made in one slice");
    let made = made.unwrap();
    assert_eq!(made.seal.last, stored);
    backup::prove(&made).unwrap();
}

#[test]
fn a09_an_unfinished_backup_is_known_by_its_missing_seal_and_removed_and_the_last_good_one_stays() {
    let (hall, mut store) = Hall::new();
    let good = hall.back_up().unwrap();
    store.append(&[issued(MANY + 11, NEXT_DAY)]).unwrap();
    // The cut: one comes between two slices, another between the copy and its seal.
    let cut = hall.back_up_pausing(|_| false);
    assert!(matches!(cut, Err(BackupError::Stopped)), "{cut:?}");
    let unsealed =
        good.file.with_file_name(good.file.file_name().unwrap().to_str().unwrap().replace("4510", "4509"));
    fs::copy(&good.file, unsealed).unwrap();
    assert_eq!(hall.names(), ["-0000004509.db", "-0000004510.db", "-0000004510.seal", ".part"]);

    assert_eq!(hall.place.newest(SITE, None).unwrap(), Some(good));
    hall.back_up().unwrap();

    let left = ["-0000004510.db", "-0000004510.seal", "-0000004511.db", "-0000004511.seal"];
    assert_eq!(hall.names(), left);
}

#[test]
fn b20_a_backup_that_reads_back_differently_is_not_counted() {
    let (hall, mut store) = Hall::new();
    let good = hall.back_up().unwrap();
    store.append(&[issued(MANY + 11, NEXT_DAY)]).unwrap();
    let part = hall.place.folder.join(format!("jiaohao-{}.part", &good.seal.birth[..8]));

    let mut scribbled = 0;
    let made = hall.back_up_pausing(|_| {
        scribble(&part);
        scribbled += 1;
        true
    });

    assert!(scribbled > 0 && made.is_err(), "{made:?}");
    assert_eq!(hall.place.newest(SITE, None).unwrap(), Some(good));
}

#[test]
fn b20_a_backup_that_went_bad_on_its_stick_is_not_proved_again_but_made_again() {
    let (hall, _store) = Hall::new();
    let gone_bad = hall.back_up().unwrap();
    scribble(&gone_bad.file);
    assert!(backup::prove(&gone_bad).is_err());

    let made = hall.back_up().unwrap();

    backup::prove(&made).unwrap();
    assert_eq!(hall.names(), ["-0000004510.db", "-0000004510.seal"]);
}

#[test]
fn a_journal_that_did_not_change_is_not_copied_again_and_its_backup_is_proved_again() {
    let (hall, store) = Hall::new();
    drop(store);
    hall.back_up().unwrap();
    let mut slices = 0;

    let reader = Reader::new(&hall.journal());
    let again = backup::make(&hall.journal(), &reader, &hall.place, Some(9_000), |_| {
        slices += 1;
        true
    });

    assert_eq!(slices, 0);
    assert_eq!(again.unwrap().seal.proved_ms, Some(9_000));
    assert_eq!(hall.place.newest(SITE, None).unwrap().unwrap().seal.proved_ms, Some(9_000));
}

#[test]
fn damage_is_found_while_it_is_copied_and_is_not_carried_away() {
    let (hall, store) = Hall::new();
    drop(store);
    Connection::open(hall.journal())
        .unwrap()
        .execute("UPDATE record SET hall_ms = 1 WHERE seq = 40", [])
        .unwrap();

    let made = hall.back_up();

    assert!(matches!(made, Err(BackupError::Damaged(_))), "{made:?}");
    assert_eq!(hall.place.newest(SITE, None).unwrap(), None);
}

#[test]
fn the_oldest_backups_go_and_those_of_another_hall_stay() {
    let (hall, mut store) = Hall::new();
    let (mut other, _other_store) = Hall::new();
    other.place = hall.place.clone();
    let neighbour = other.back_up().unwrap();
    for more in 1..=5 {
        store.append(&[issued(MANY + 10 + more, NEXT_DAY)]).unwrap();
        hall.back_up().unwrap();
    }

    let kept = hall.place.backups().unwrap();

    let ours = kept.iter().filter(|backup| backup.seal.birth != neighbour.seal.birth);
    assert_eq!(ours.map(|backup| backup.seal.last).collect::<Vec<_>>(), [MANY + 13, MANY + 14, MANY + 15]);
    assert!(kept.contains(&neighbour));
}

#[test]
fn b19_a_folder_beside_the_journal_is_no_second_medium() {
    let (mut hall, _store) = Hall::new();
    hall.place.elsewhere = true;

    let made = hall.back_up();

    assert!(matches!(made, Err(BackupError::SameMedium { .. })), "{made:?}");
    assert_eq!(hall.names(), [""; 0]);
}

#[test]
fn b19_a_stick_that_is_pulled_gives_words_and_no_backup() {
    let (hall, _store) = Hall::new();
    let folder = hall.place.folder.clone();

    let made = hall.back_up_pausing(|_| {
        fs::remove_dir_all(&folder).unwrap();
        true
    });

    assert!(made.is_err(), "{made:?}");
    let next = hall.back_up().unwrap_err().to_string();
    assert!(next.contains("No such file"), "{next}");
}

#[test]
fn b19_a_second_backup_at_the_same_time_is_locked_out_and_the_first_is_whole() {
    let (hall, _store) = Hall::new();
    let mut locked_out = 0;

    let made = hall.back_up_pausing(|_| {
        let second = hall.back_up();
        assert!(matches!(second, Err(BackupError::Busy { .. })), "{second:?}");
        locked_out += 1;
        true
    });

    assert!(locked_out > 0, "nobody tried while it was made");
    backup::prove(&made.unwrap()).unwrap();
    hall.back_up().unwrap();
}

#[test]
fn the_newest_backup_of_a_journal_is_not_one_of_another_journal_of_the_hall() {
    let ((hall, store), (namesake, _other)) = (Hall::new(), Hall::new());
    let ours = hall.back_up().unwrap();
    let theirs = Reader::new(&namesake.journal());
    let theirs = backup::make(&namesake.journal(), &theirs, &hall.place, Some(2_000), |_| true).unwrap();

    let newest = |birth| hall.place.newest(SITE, birth).unwrap().unwrap();

    assert_eq!(newest(Some(&store.whose().birth[..])), ours, "the other one says nothing of this journal");
    assert_eq!(newest(None), theirs);
}
