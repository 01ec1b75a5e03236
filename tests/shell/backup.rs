//! `jiaohao backup` with a daemon and without one, and what the status says of the copies.

use std::fs;

use super::support::{Hall, told, wait_until};

#[test]
fn a_running_daemon_copies_its_journal_and_says_how_old_the_copy_is() {
    let hall = Hall::with_stick().plug_stick();
    let hall = hall.start();
    assert_eq!(hall.run(&["duty", "issue", "11"], "").status.code(), Some(0));
    wait_until("the medium was looked at", || hall.status().backup.is_some());
    assert_eq!(hall.status().backup.as_deref(), Some("no good backup yet"));

    let made = hall.run(&["backup"], "");

    assert_eq!(made.status.code(), Some(0), "{}", told(&made));
    assert!(told(&made).contains("was read back"), "{}", told(&made));
    wait_until("the status tells", || {
        hall.status().backup.is_some_and(|words| words.starts_with("last good backup 0 min ago"))
    });
    assert!(told(&hall.run(&["status"], "")).contains("last good backup 0 min ago, up to record "));
}

#[test]
fn b19_a_medium_that_is_not_there_is_told_and_the_hall_goes_on() {
    let hall = Hall::with_stick().start();

    let made = hall.run(&["backup"], "");

    assert_eq!(made.status.code(), Some(1), "{}", told(&made));
    assert!(told(&made).contains("No such file or directory"), "{}", told(&made));
    wait_until("the status tells", || {
        hall.status().backup.is_some_and(|words| words.contains("THE LAST ATTEMPT FAILED"))
    });
    assert_eq!(hall.run(&["duty", "issue", "11"], "").status.code(), Some(0));
}

#[test]
fn without_a_daemon_the_command_copies_by_itself_also_to_another_folder() {
    let mut hall = Hall::with_stick().plug_stick();
    fs::create_dir(hall.path("drawer")).unwrap();
    hall = hall.start();
    hall.terminate();

    let usual = hall.run(&["backup"], "");
    let drawer = hall.path("drawer");
    let named = hall.run(&["backup", "--to", drawer.to_str().unwrap()], "");

    assert_eq!(usual.status.code(), Some(0), "{}", told(&usual));
    assert_eq!(named.status.code(), Some(0), "{}", told(&named));
    for folder in ["stick", "drawer"] {
        let names = fs::read_dir(hall.path(folder)).unwrap().map(|entry| entry.unwrap().path());
        let copies = names.filter(|path| path.extension().is_none_or(|end| end != "lock"));
        assert_eq!(copies.count(), 2, "{folder}: a copy and its seal");
    }
}

#[test]
fn a_hall_without_a_place_for_copies_says_so() {
    let hall = Hall::new().start();

    let made = hall.run(&["backup"], "");

    assert_eq!(made.status.code(), Some(1), "{}", told(&made));
    assert!(told(&made).contains("`[backup]`"), "{}", told(&made));
    assert_eq!(hall.status().backup, None);
}
