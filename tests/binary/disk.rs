//! The real daemon on a disk without room, on one that breaks, and without any: it goes on as far as it can,
//! says so, and nothing that was confirmed is lost.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use jiaohao::domain::event::Event;
use jiaohao::domain::keeping::{Keeping, KeepingEvent};
use jiaohao::runtime::control::{Command, Reply};

use super::floor::Floor;
use super::hands::{NEXT, number_in, ticket};
use super::medium::{Disk, set_storage};
use super::skipped::skipped;

/// Tickets after which a small disk is full in any case.
const MANY: usize = 4000;

/// How soon a failure is to be told (B07).
const TOLD_WITHIN: Duration = Duration::from_secs(5);

/// The main journal is tried again ten seconds after it was left.
const BACK_WITHIN: Duration = Duration::from_secs(40);

/// A hall on a small disk, with one clerk at work; nothing when no disk may be mounted.
fn hall_on_a_disk(folder: &Path, what: &str, second: Option<&Path>) -> Option<(Disk, Floor)> {
    let Some(disk) = Disk::mount(folder) else {
        skipped(what, "this user may not mount a small disk");
        return None;
    };
    let floor = Floor::with_state(1, Some(&disk.at));
    floor.edit(|hall| set_storage(hall, second, 1));
    floor.start();
    floor.log_in(1);
    floor.wait_for_devices(Duration::from_secs(20));
    Some((disk, floor))
}

#[test]
fn b01_b02_on_a_full_disk_the_ballast_goes_first_and_calls_go_on() {
    full("b01", Disk::fill);
}

#[test]
fn b04_without_entries_for_files_tickets_are_given_until_room_is_short() {
    let folder = tempfile::tempdir().unwrap();
    let Some((disk, floor)) = hall_on_a_disk(folder.path(), "a disk without inodes", None) else { return };

    disk.fill_with_files();
    let control = fs::write(disk.at.join("one-more"), "").unwrap_err();
    assert_eq!(control.kind(), std::io::ErrorKind::StorageFull);

    // The journal's files are there: it needs no further entry, and says nothing.
    let given: Vec<String> = (0..20).map(|_| granted(&floor).unwrap()).collect();
    floor.kill();
    floor.start();
    floor.press(1, NEXT);
    let issued = issued(&floor);
    assert!(given.iter().all(|number| issued.contains(number)), "{given:?} were given, {issued:?} are kept");
}

fn full(what: &str, fill: fn(&Disk)) {
    let folder = tempfile::tempdir().unwrap();
    let Some((disk, floor)) = hall_on_a_disk(folder.path(), what, None) else { return };
    let ballast = disk.at.join("ballast");
    assert!(ballast.exists(), "no room is held");

    let mut given: Vec<String> = vec![granted(&floor).unwrap()];
    fill(&disk);
    let refusals = std::iter::repeat_with(|| granted(&floor)).take(MANY).find_map(|answer| match answer {
        Ok(number) => {
            given.push(number);
            None
        }
        Err(words) => Some(words),
    });
    assert!(refusals.as_ref().is_some_and(|words| words.contains("at the desk")), "{refusals:?}");
    assert!(!ballast.exists(), "the ballast is given up first");

    // Calls are recorded, tickets are not given, and the terminal says where they are.
    floor.press(1, NEXT);
    floor.wait_until("a visitor is called", TOLD_WITHIN, |floor| floor.digits(1) == given[0]);
    floor.wait_until("the terminal says where", TOLD_WITHIN, |floor| {
        let (page, _) = floor.terminal();
        assert_ne!(page, "issued", "a number is shown");
        floor.touch("c0");
        floor.terminal_says("note").contains("请到导办台取号")
    });
    assert!(says(&floor, "NO ROOM FOR TICKETS"));

    disk.make_room();
    floor.wait_until("tickets are given again", Duration::from_secs(20), |floor| {
        granted(floor).is_ok_and(|number| {
            given.push(number);
            true
        })
    });
    assert!(ballast.exists(), "the room is held again");
    verified(&floor, &given);
    println!("{what}: {} tickets given, refused at the full disk, given again with room", given.len());
}

#[test]
fn b07_a_disk_that_turns_read_only_is_left_for_the_second_medium_and_gone_back_to() {
    let (folder, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let on_second = Some(second.path());
    let Some((disk, floor)) = hall_on_a_disk(folder.path(), "a read-only disk", on_second) else { return };
    let mut given = vec![granted(&floor).unwrap()];

    disk.break_it();
    let control = fs::write(disk.at.join("control"), "x").unwrap_err();
    assert_eq!(control.kind(), std::io::ErrorKind::ReadOnlyFilesystem);
    floor.wait_until("the second medium is told", TOLD_WITHIN, |floor| says(floor, "SECOND MEDIUM"));

    given.push(granted(&floor).unwrap());
    let backup = floor.run("backup");
    let told =
        String::from_utf8_lossy(&backup.stderr).into_owned() + &String::from_utf8_lossy(&backup.stdout);
    assert!(
        told.contains("a copy of that would lack what is new"),
        "a copy of the main file was called good: {told}"
    );
    let verify = floor.run("verify");
    let told = String::from_utf8_lossy(&verify.stderr);
    assert!(
        told.contains("kept on the second medium at this moment"),
        "what is read there looks whole: {told}"
    );
    // It outlives a kill: the second medium is a disk.
    floor.kill();
    floor.start();
    floor.wait_until("it goes on there", TOLD_WITHIN, |floor| says(floor, "SECOND MEDIUM"));
    given.push(granted(&floor).unwrap());

    disk.mend();
    floor.wait_until("the main journal is written again", BACK_WITHIN, |floor| says(floor, "journal stored"));
    given.push(granted(&floor).unwrap());
    verified(&floor, &given);
    let kept = keeping(&floor);
    assert!(matches!(kept.first(), Some(KeepingEvent::Lowered { to: Keeping::Second, .. })), "{kept:?}");
    assert!(
        kept.iter().any(|it| matches!(it, KeepingEvent::Raised { from: Keeping::Second, .. })),
        "{kept:?}"
    );
    let told = floor.run("verify");
    let told = String::from_utf8_lossy(&told.stdout);
    assert!(told.contains("kept on the second medium from record"), "{told}");
}

#[test]
fn b07_without_a_second_medium_the_hall_goes_on_in_memory_and_everything_is_stored_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let Some((disk, floor)) = hall_on_a_disk(folder.path(), "a read-only disk", None) else { return };
    let mut given = vec![granted(&floor).unwrap()];

    disk.break_it();
    floor.wait_until("it is said that nothing is stored", TOLD_WITHIN, |floor| says(floor, "NOT STORED"));
    for _ in 0..3 {
        given.push(granted(&floor).unwrap());
    }
    floor.press(1, NEXT);
    floor.wait_until("a visitor is called", TOLD_WITHIN, |floor| floor.digits(1) == given[0]);
    disk.mend();
    floor.wait_until("the main journal is written again", BACK_WITHIN, |floor| says(floor, "journal stored"));
    verified(&floor, &given);
    floor.kill();
    floor.start();
    verified(&floor, &given);
}

#[test]
fn b07_b01_when_the_second_medium_is_full_as_well_the_hall_goes_on_in_memory_and_all_of_it_is_stored_afterwards()
 {
    let [folder, second] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let Some(stick) = Disk::mount(second.path()) else {
        return skipped("a full second medium", "this user may not mount a small disk");
    };
    let Some((disk, floor)) = hall_on_a_disk(folder.path(), "a read-only disk", Some(&stick.at)) else {
        return;
    };
    let mut given = vec![granted(&floor).unwrap()];
    disk.break_it();
    floor.wait_until("the second medium is told", TOLD_WITHIN, |floor| says(floor, "SECOND MEDIUM"));
    given.push(granted(&floor).unwrap());

    stick.fill();
    let control = fs::write(stick.at.join("control"), [0; 8192]).unwrap_err();
    assert_eq!(control.kind(), std::io::ErrorKind::StorageFull);
    // A block that is begun takes some more; then nobody is turned away.
    for _ in 0..40 {
        given.push(granted(&floor).unwrap());
    }
    assert!(says(&floor, "NOT STORED"));

    disk.mend();
    floor.wait_until("the main journal is written again", BACK_WITHIN, |floor| says(floor, "journal stored"));
    verified(&floor, &given);
}

#[test]
fn b07_from_memory_the_hall_goes_up_to_a_second_medium_that_is_back_and_a_kill_there_loses_nobody() {
    let [folder, second] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let Some(stick) = Disk::mount(second.path()) else {
        return skipped("a second medium that is back", "this user may not mount a small disk");
    };
    let Some((disk, floor)) = hall_on_a_disk(folder.path(), "a read-only disk", Some(&stick.at)) else {
        return;
    };
    let mut given = vec![granted(&floor).unwrap()];
    stick.break_it();
    disk.break_it();
    floor.wait_until("nothing is stored", BACK_WITHIN, |floor| says(floor, "NOT STORED"));
    given.extend((0..3).map(|_| granted(&floor).unwrap()));

    stick.mend();
    floor.wait_until("the second medium is gone up to", BACK_WITHIN, |floor| says(floor, "SECOND MEDIUM"));
    given.push(granted(&floor).unwrap());
    floor.kill();
    floor.start();
    floor.wait_until("it goes on there", TOLD_WITHIN, |floor| says(floor, "SECOND MEDIUM"));

    disk.mend();
    floor.wait_until("the main journal is written again", BACK_WITHIN, |floor| says(floor, "journal stored"));
    given.push(granted(&floor).unwrap());
    verified(&floor, &given);
}

#[test]
fn b11_when_a_kill_cost_the_log_the_copy_makes_it_good_and_numbers_go_on_far_ahead() {
    let second = tempfile::tempdir().unwrap();
    let floor = Floor::open(1);
    floor.edit(|hall| set_storage(hall, Some(second.path()), 1));
    floor.start();
    let given: Vec<String> = (0..5).map(|_| granted(&floor).unwrap()).collect();
    let copied = |_: &Floor| {
        let files = fs::read_dir(second.path().join("events")).unwrap();
        let mut texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap_or_default());
        texts.any(|text| text.matches("ticket-issued").count() >= given.len())
    };
    floor.wait_until("the copy has them", TOLD_WITHIN, copied);

    // Both folders of this test are on one disk.
    assert!(floor.log().contains("the second medium lies on the journal's own"), "{}", floor.log());

    floor.kill();
    fs::remove_file(floor.path("state/journal.db-wal")).unwrap();
    let left = issued(&floor).len();
    assert!(left < given.len(), "the log held nothing: {left} tickets without it");

    floor.start();
    let next = granted(&floor).unwrap();
    verified(&floor, &given);
    let value = |number: &String| number.trim_start_matches(char::is_alphabetic).parse::<u32>().unwrap();
    assert!(value(&next) > value(&given[4]) + 100, "{next} may have been given in what the copy lacks");
    assert!(floor.log().contains("had lost its newest records"), "{}", floor.log());
    // Once: the next start goes on from there.
    floor.kill();
    floor.start();
    assert_eq!(granted(&floor).map(|number| value(&number)), Ok(value(&next) + 1));
}

#[test]
fn b13_a_journal_that_is_deleted_while_it_runs_is_written_out_anew() {
    let floor = Floor::open(1);
    floor.start();
    let mut given = vec![granted(&floor).unwrap()];

    fs::remove_file(floor.journal()).unwrap();
    floor.wait_until("the file is there again", Duration::from_secs(60), |floor| floor.journal().exists());

    given.push(granted(&floor).unwrap());
    floor.kill();
    floor.start();
    verified(&floor, &given);
}

#[test]
fn b14_without_its_data_folder_the_hall_starts_with_an_empty_queue_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(folder.path()) else {
        skipped("a disk that is gone", "this user may not mount a small disk");
        return;
    };
    let floor = Floor::with_state(1, Some(&disk.at));
    floor.edit(|hall| set_storage(hall, None, 1));
    disk.break_it();

    floor.start();
    floor.wait_until("it is said that nothing is stored", TOLD_WITHIN, |floor| says(floor, "NOT STORED"));
    floor.wait_until("tickets are given", TOLD_WITHIN, |floor| granted(floor).is_ok());
}

#[test]
fn b14_restarts_that_find_no_journal_give_no_number_that_the_run_before_gave_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let Some((disk, floor)) = hall_on_a_disk(folder.path(), "a disk that breaks and is gone", None) else {
        return;
    };
    let mut given: Vec<String> = (0..2).map(|_| granted(&floor).unwrap()).collect();
    disk.break_it();
    floor.wait_until("it is said that nothing is stored", TOLD_WITHIN, |floor| says(floor, "NOT STORED"));
    given.extend((0..3).map(|_| granted(&floor).unwrap()));
    // The broken disk is there still, and cannot even be read.
    floor.kill();
    disk.cover();

    for _ in 0..3 {
        floor.start();
        floor.wait_until("it is said that nothing is stored", TOLD_WITHIN, |floor| says(floor, "NOT STORED"));
        floor.wait_until("tickets are given", TOLD_WITHIN, |floor| {
            granted(floor).is_ok_and(|number| {
                given.push(number);
                true
            })
        });
        given.extend((0..2).map(|_| granted(&floor).unwrap()));
        floor.kill();
    }

    disk.uncover();
    disk.mend();
    floor.start();
    given.extend((0..3).map(|_| granted(&floor).unwrap()));
    let different: BTreeSet<&String> = given.iter().collect();
    assert_eq!(different.len(), given.len(), "a number was given twice: {given:?}");
}

/// Whether the daemon's own sentence says this.
pub fn says(floor: &Floor, words: &str) -> bool {
    let Some(Reply::Status(status)) = floor.try_ask(&Command::Status) else { return false };
    status.sentence.contains(words)
}

/// The journal is whole, and has every ticket that was given, once.
pub fn verified(floor: &Floor, given: &[String]) {
    let report = floor.reader().verify(|_| ()).unwrap();
    assert_eq!(report.fault, None);
    let issued = issued(floor);
    for number in given {
        let times = issued.iter().filter(|it| *it == number).count();
        assert_eq!(times, 1, "{number} of {given:?} in {issued:?}");
    }
}

/// A ticket asked for at the desk: its number, or the words of the refusal.
pub fn granted(floor: &Floor) -> Result<String, String> {
    match floor.ask(&ticket()) {
        Reply::Done { words } => Ok(number_in(&words)),
        Reply::Failed { words } | Reply::Misconfigured { words } | Reply::Refused { words, .. } => Err(words),
        other @ (Reply::Status(_) | Reply::Bench(_) | Reply::Ladders(_)) => panic!("no ticket: {other:?}"),
    }
}

/// The numbers of the tickets in the journal.
pub fn issued(floor: &Floor) -> Vec<String> {
    let records = floor.reader().last(u32::MAX).unwrap();
    let events = records.iter().flat_map(|record| &record.events);
    events.filter_map(super::ledger::number_given).collect()
}

/// What the journal tells of its own keeping.
pub fn keeping(floor: &Floor) -> Vec<KeepingEvent> {
    let records = floor.reader().last(u32::MAX).unwrap();
    let events = records.into_iter().flat_map(|record| record.events);
    events.filter_map(|event| if let Event::Keeping(event) = event { Some(event) } else { None }).collect()
}
