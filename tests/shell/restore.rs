//! `jiaohao restore` as an engineer meets it: while a daemon runs, after the card went bad, and to another place.

use std::fs;

use super::support::{Hall, told};

/// A hall that copies its journal, with two tickets in the copy and one given after it.
fn hall() -> Hall {
    let hall = Hall::with_stick().plug_stick();
    let hall = hall.start();
    for expected in ["A001", "A002"] {
        assert!(told(&hall.run(&["duty", "issue", "11"], "")).contains(expected));
    }
    assert_eq!(hall.run(&["backup"], "").status.code(), Some(0));
    assert!(told(&hall.run(&["duty", "issue", "11"], "")).contains("A003"));
    hall
}

#[test]
fn a_journal_is_not_restored_under_a_running_daemon() {
    let hall = hall();

    let refused = hall.run(&["restore"], "");

    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
    assert!(
        told(&refused).contains("in use by another running jiaohao; nothing was restored"),
        "{}",
        told(&refused)
    );
    assert!(told(&hall.run(&["duty", "issue", "11"], "")).contains("A004"));
}

#[test]
fn i08_an_older_backup_takes_nothing_away_from_a_journal_that_is_whole() {
    let mut hall = hall();
    hall.terminate();

    let restored = hall.run(&["restore"], "");

    assert_eq!(restored.status.code(), Some(0), "{}", told(&restored));
    assert!(told(&restored).contains("nothing is lost"), "{}", told(&restored));
    let hall = hall.start();
    assert!(told(&hall.run(&["duty", "issue", "11"], "")).contains("A004"));
}

#[test]
fn b10_what_could_not_be_recovered_is_said_and_the_bad_file_is_kept() {
    let mut hall = hall();
    hall.terminate();
    fs::write(hall.state().join("journal.db"), vec![0x5A; 50_000]).unwrap();
    let _ = fs::remove_dir_all(hall.state().join("events"));

    let elsewhere = hall.path("elsewhere.db");
    let aside = hall.run(&["restore", "--to", elsewhere.to_str().unwrap()], "");
    let restored = hall.run(&["restore"], "");

    for output in [&aside, &restored] {
        assert_eq!(output.status.code(), Some(0), "{}", told(output));
        assert!(told(output).contains("are lost; nobody can say how many there were"), "{}", told(output));
    }
    let again = hall.run(&["restore"], "");
    assert!(told(&again).contains("nothing more is lost"), "{}", told(&again));
    assert!(told(&again).contains("by an earlier restoration either:\n  records from"), "{}", told(&again));
    assert_eq!(fs::read(hall.state().join("journal.db.bad-1")).unwrap(), vec![0x5A; 50_000]);
    let verified = hall.run(&["verify"], "");
    assert_eq!(verified.status.code(), Some(0), "{}", told(&verified));
    assert!(told(&verified).contains("since a restoration, records from "), "{}", told(&verified));
}

#[test]
fn b10_b16_a_start_restores_a_destroyed_journal_by_itself_and_gives_no_number_twice() {
    let mut hall = hall();
    hall.terminate();
    fs::write(hall.state().join("journal.db"), vec![0x5A; 50_000]).unwrap();
    let _ = fs::remove_dir_all(hall.state().join("events"));

    let mut hall = hall.start();

    // A003 was given after the backup, and somebody may hold it: numbers go on in the middle of what is left.
    let given = number(&hall);
    assert!(given > 300, "A{given}");
    let status = told(&hall.run(&["status"], ""));
    assert!(status.contains("THE JOURNAL IS NOT WHOLE: records from "), "{status}");
    assert!(hall.state().join("journal.db.bad-1").exists());
    hall.terminate();
    // The second start leaps no further.
    assert_eq!(number(&hall.start()), given + 1);
}

#[test]
fn b14_a_journal_that_is_gone_is_restored_from_its_backup_at_the_start() {
    let mut hall = hall();
    hall.terminate();
    for name in fs::read_dir(hall.state()).unwrap().map(|entry| entry.unwrap()) {
        if name.file_name().to_str().is_some_and(|name| name.starts_with("journal.db")) {
            fs::remove_file(name.path()).unwrap();
        }
    }
    let _ = fs::remove_dir_all(hall.state().join("events"));

    let hall = hall.start();

    assert!(told(&hall.run(&["duty", "cancel", "A001"], "")).contains("A001 is withdrawn"));
}

/// The number of a ticket that is given at the desk.
fn number(hall: &Hall) -> u16 {
    let words = told(&hall.run(&["duty", "issue", "11"], ""));
    let digits = words.strip_prefix("ticket A").and_then(|rest| rest.get(..3));
    digits.and_then(|digits| digits.parse().ok()).unwrap_or_else(|| panic!("{words}"))
}
