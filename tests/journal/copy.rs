//! The event copy holds what was stored, recognises what a power cut left half, and tells where it goes on.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use jiaohao::journal::chain::{self, Hash, Link};
use jiaohao::journal::copy::file::CopyFile;
use jiaohao::journal::copy::{CopyError, Whose, line, read};
use jiaohao::journal::keep::Keep;
use jiaohao::journal::open::Settings;
use jiaohao::journal::reader::Reader;
use jiaohao::journal::row::Row;
use jiaohao::journal::store::Store;
use tempfile::tempdir;

use crate::samples::{DAY, NEXT_DAY, SITE, closed, issued, open_day, opened};

const KEPT: usize = 30;

fn whose() -> Whose {
    Whose { site: SITE.into(), birth: [7; 16] }
}

/// The first rows of a journal, on two days.
fn rows() -> Vec<Link> {
    let records = [open_day(1, DAY, 6), open_day(7, NEXT_DAY, 6)].concat();
    let mut before = chain::site(SITE, &[7; 16]);
    let link = |record| {
        let link = Link::after(before, Row::of(record).unwrap());
        before = link.hash;
        link
    };
    records.iter().map(link).collect()
}

fn written(folder: &Path, rows: &[Link]) -> CopyFile {
    let mut copy = CopyFile::open(folder, &whose(), KEPT).unwrap();
    copy.append(rows).unwrap();
    copy.sync().unwrap();
    copy
}

/// What the copy has behind the rows that a journal holds.
fn behind(folder: &Path, known: &[Link]) -> read::Tail {
    let has = |seq: i64, hash: &Hash| known.iter().any(|link| link.row.seq == seq && link.hash == *hash);
    read::after(folder, &whose(), |seq, hash| Ok::<_, CopyError>(has(seq, hash))).unwrap()
}

fn newest(folder: &Path) -> PathBuf {
    read::files(folder, &whose().birth).unwrap().pop().unwrap()
}

#[test]
fn a_restore_finds_the_rows_that_came_after_its_backup() {
    let folder = tempdir().unwrap();
    let rows = rows();
    written(folder.path(), &rows);

    for backup in 0..=rows.len() {
        let tail = behind(folder.path(), &rows[..backup]);
        assert_eq!(tail.links, rows[backup..]);
        assert_eq!((tail.loose, tail.damaged), (0, 0));
    }
}

#[test]
fn each_day_has_its_file_and_the_oldest_are_removed() {
    let folder = tempdir().unwrap();
    let rows = rows();
    let mut copy = written(folder.path(), &rows[..6]);
    assert_eq!(read::files(folder.path(), &whose().birth).unwrap().len(), 1);

    copy.append(&rows[6..]).unwrap();
    assert_eq!(read::files(folder.path(), &whose().birth).unwrap().len(), 2);

    let strict = tempdir().unwrap();
    let mut copy = CopyFile::open(strict.path(), &whose(), 1).unwrap();
    copy.append(&rows).unwrap();
    let left = read::files(strict.path(), &whose().birth).unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(read::file(&left[0]).unwrap().unwrap().links, rows[6..]);
}

#[test]
fn b22_a_half_written_line_is_never_taken_for_a_row_and_is_cut_off() {
    let rows = rows();
    let line = line::of(&rows[4]);
    for half in [1, 20, line.len() / 2, line.len() - 1] {
        let folder = tempdir().unwrap();
        drop(written(folder.path(), &rows[..4]));
        let mut file = OpenOptions::new().append(true).open(newest(folder.path())).unwrap();
        file.write_all(&line.as_bytes()[..half]).unwrap();

        let found = read::file(&newest(folder.path())).unwrap().unwrap();
        assert_eq!(found.links, rows[..4]);
        assert_eq!(found.half_bytes, u64::try_from(half).unwrap());
        let mut copy = CopyFile::open(folder.path(), &whose(), KEPT).unwrap();
        assert_eq!(copy.last(), (4, rows[3].hash));
        copy.append(&rows[4..]).unwrap();

        assert_eq!(behind(folder.path(), &[]).links, rows);
        assert_eq!(behind(folder.path(), &[]).damaged, 0);
    }
}

#[test]
fn a_file_whose_birth_the_power_cut_is_written_again() {
    let folder = tempdir().unwrap();
    let rows = rows();
    drop(written(folder.path(), &rows[..6]));
    let born = folder.path().join(read::name(NEXT_DAY.0.into(), &whose().birth));
    fs::write(born, "{\"jiaohao\":\"ev").unwrap();

    let mut copy = CopyFile::open(folder.path(), &whose(), KEPT).unwrap();
    assert_eq!(copy.last().0, 6);
    copy.append(&rows[6..]).unwrap();

    assert_eq!(behind(folder.path(), &[]).links, rows);
}

#[test]
fn a_changed_line_is_counted_and_nothing_behind_it_is_believed_to_follow() {
    let folder = tempdir().unwrap();
    let rows = rows();
    drop(written(folder.path(), &rows[..6]));
    let path = newest(folder.path());
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"seq\":4,", "\"seq\":5,", 1)).unwrap();

    let tail = behind(folder.path(), &rows[..1]);

    assert_eq!(tail.links, rows[1..3]);
    assert_eq!((tail.loose, tail.damaged), (2, 1));
}

#[test]
fn rows_that_do_not_follow_are_refused_and_another_hall_s_copy_is_left_alone() {
    let folder = tempdir().unwrap();
    let rows = rows();
    let mut copy = written(folder.path(), &rows[..3]);

    let gap = copy.append(&rows[4..5]).unwrap_err();
    assert!(matches!(gap, CopyError::Gap { last: 3, found: 5 }), "{gap}");
    drop(copy);

    let path = newest(folder.path());
    let before = fs::read(&path).unwrap();
    let other = Whose { site: "another hall".into(), ..whose() };
    let refused = CopyFile::open(folder.path(), &other, KEPT).unwrap_err();
    assert!(matches!(refused, CopyError::NotOurs { .. }), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_copy_that_went_on_by_itself_tells_where_it_left_the_journal() {
    let folder = tempdir().unwrap();
    let rows = rows();
    written(folder.path(), &rows);
    // The journal has other rows from the fourth on, and more of them.
    let mut journal = rows[..3].to_vec();
    for seq in 4..20 {
        let row = Row { seq, boot: 9, ..rows[4].row.clone() };
        journal.push(Link::after(journal.last().unwrap().hash, row));
    }

    let tail = behind(folder.path(), &journal);

    assert_eq!(tail.joint, (3, rows[2].hash));
    assert_eq!(tail.links, rows[3..]);
}

#[test]
fn what_the_journal_lost_is_taken_over_from_its_copy_as_it_was() {
    let folder = tempdir().unwrap();
    let settings = |name: &str| Settings { path: folder.path().join(name), site: SITE.into() };
    let (mut store, _) = Store::open(&settings("journal.db")).unwrap();
    store.append(&open_day(1, DAY, 4)).unwrap();
    drop(store);
    fs::copy(folder.path().join("journal.db"), folder.path().join("older.db")).unwrap();
    let (mut store, _) = Store::open(&settings("journal.db")).unwrap();
    store.append(&[issued(5, DAY), closed(6, DAY)]).unwrap();
    store.append(&open_day(7, NEXT_DAY, 5)).unwrap();
    let copied = store.behind(0).unwrap();
    let mut copy = CopyFile::open(&folder.path().join("events"), store.whose(), KEPT).unwrap();
    copy.append(&copied).unwrap();

    // The older file got rows that nobody was promised.
    let (mut older, _) = Store::open(&settings("older.db")).unwrap();
    older.append(&[issued(5, DAY)]).unwrap();
    older.append(&[closed(6, DAY), opened(7, NEXT_DAY)]).unwrap();
    let whose = older.whose().clone();
    let has = |seq, hash: &Hash| Ok::<_, CopyError>(older.has(seq, hash).unwrap());
    let tail = read::after(&folder.path().join("events"), &whose, has).unwrap();
    // The same rows give the same hashes: the copy goes on where the older file ends.
    assert_eq!((tail.joint.0, tail.links.len()), (7, copied.len() - 7));
    older.adopt((4, copied[3].hash), &copied[4..]).unwrap();
    assert_eq!(older.behind(0).unwrap(), copied);

    older.append(&[issued(12, NEXT_DAY), closed(13, NEXT_DAY)]).unwrap();
    drop(older);
    let report = Reader::new(&folder.path().join("older.db")).verify(|_| ()).unwrap();
    assert_eq!((report.fault, report.records, report.seals), (None, 13, 2));
    let (mut older, _) = Store::open(&settings("older.db")).unwrap();
    assert!(older.adopt((4, copied[3].hash), &copied[5..]).is_err(), "a row is missing");
    older.reopen().unwrap();
    assert_eq!(older.behind(0).unwrap().len(), 13, "all or nothing");
}
