//! `[storage]`: without it the copy stands beside the journal, and nothing that no disk could hold is taken.

use std::path::PathBuf;

use super::support::{CATALOGUE, HALL, config, problems};

#[test]
fn a_hall_that_says_nothing_copies_beside_its_journal_and_holds_room() {
    let storage = config(HALL, CATALOGUE).storage;

    assert_eq!((storage.second, storage.copies, storage.ballast), (None, 30, 16 << 20));
}

#[test]
fn a_hall_sets_its_second_medium_its_copies_and_its_room() {
    let set = "[storage]\nsecond = \"/media/stick\"\ncopies = 400\nballast-mib = 0\ndaily-writes-mib = 3\n";

    let storage = config(&format!("{HALL}\n{set}"), CATALOGUE).storage;

    assert_eq!(storage.second, Some(PathBuf::from("/media/stick")));
    assert_eq!((storage.copies, storage.ballast), (400, 0));
    assert_eq!(storage.daily_writes, 3 << 20);
}

#[test]
fn what_no_disk_could_hold_is_told_at_its_place() {
    told("second = \"\"", "`storage.second`");
    told("copies = 1", "`storage.copies`");
    told("copies = 401", "`storage.copies`");
    told("ballast-mib = 1025", "`storage.ballast-mib`");
    told("ballast-mib = \"16 MiB\"", "`storage.ballast-mib`");
    told("daily-writes-mib = -1", "`storage.daily-writes-mib`");
    told("daily-writes-mib = 1048577", "`storage.daily-writes-mib`");
    told("balast-mib = 16", "balast-mib");
}

#[track_caller]
fn told(line: &str, expected: &str) {
    let found = problems(&format!("{HALL}\n[storage]\n{line}\n"), CATALOGUE);
    assert!(found.iter().any(|line| line.contains("error: ") && line.contains(expected)), "{found:#?}");
}
