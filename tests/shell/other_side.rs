//! Card and stick were both written: the numbers of the side that was put aside are listed, entered and called once.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::support::{Hall, PIN, reads, told, wait_until};

/// Every file of a folder and of the folders in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// A hall whose old card went back into the slot, without the stick, and was written: 10 records behind the joint on
/// the stick know of A003 to A005 and of A001's service, and the card gave A003 to somebody else. Then the stick
/// is plugged in again.
fn two_sides() -> Hall {
    let mut hall = Hall::new().with_pin().start();
    reads(&hall, "duty issue 11", "ticket A001");
    reads(&hall, "duty issue 11", "ticket A002");
    hall.terminate();
    copy(&hall.state(), &hall.path("old-card"));

    let mut hall = hall.start();
    hall.run(&["duty", "log-in", "--window", "1", "--clerk", "101"], &format!("{PIN}\n"));
    reads(&hall, "duty keypad 1 next", "A001");
    reads(&hall, "duty keypad 1 finish", "");
    for number in ["A003", "A004", "A005"] {
        reads(&hall, "duty issue 11", number);
    }
    reads(&hall, "duty cancel A005", "A005 is withdrawn");
    hall.terminate();

    fs::rename(hall.state().join("events"), hall.path("stick")).unwrap();
    fs::remove_dir_all(hall.state()).unwrap();
    copy(&hall.path("old-card"), &hall.state());
    fs::remove_dir_all(hall.state().join("events")).unwrap();
    let mut hall = hall.start();
    reads(&hall, "duty issue 11", "ticket A003, 2 ahead");
    hall.terminate();

    fs::remove_dir_all(hall.state().join("events")).unwrap();
    fs::rename(hall.path("stick"), hall.state().join("events")).unwrap();
    hall.start()
}

#[test]
fn b16_numbers_of_the_side_that_was_put_aside_are_listed_entered_and_called_once() {
    let mut hall = two_sides();
    wait_until("it is told", || told(&hall.run(&["status"], "")).contains("ANOTHER SIDE LIES ASIDE: "));

    // The list: who is in no queue here, who was served there and waits here still, who has to be asked.
    let list = reads(&hall, "duty other-side", "jiaohao duty enter");
    let lines: Vec<&str> = list.lines().filter(|line| !line.starts_with("# Keep")).collect();
    assert!(lines[0].starts_with("# journal.db.branch-"), "{list}");
    assert!(lines[1].starts_with("sure A001 served window 1 clerk 101 called "), "{list}");
    assert_eq!(lines[2], "# A003 was given to two visitors, one on each side: ask both");
    assert!(lines[3].starts_with("A004 taken service 11 at "), "{list}");
    assert_eq!(lines[4], "# A005 is over: served or withdrawn there");
    assert_eq!(lines.len(), 5, "{list}");

    // It is entered as it stands, once.
    let entered = hall.run(&["duty", "enter", "--by", "101", "--file", "-"], &list);
    assert!(entered.status.success(), "{}", told(&entered));
    let again = hall.run(&["duty", "enter", "--by", "101", "--file", "-"], &list);
    assert!(!again.status.success() && told(&again).contains("taken before"), "{}", told(&again));
    reads(&hall, "duty other-side", "# A004 is entered");
    // A004 is given to nobody else; A005 was withdrawn there and nobody holds it. A001 is called by nobody again.
    reads(&hall, "duty issue 11", "ticket A005, 3 ahead");
    hall.run(&["duty", "log-in", "--window", "1", "--clerk", "101"], &format!("{PIN}\n"));
    let mut called = BTreeSet::new();
    wait_until("all four are called", || {
        let digits = told(&hall.run(&["duty", "keypad", "1", "next"], ""));
        called.extend(
            digits
                .split(|it: char| !it.is_ascii_alphanumeric())
                .filter(|it| it.len() == 4)
                .map(str::to_owned),
        );
        ["A002", "A003", "A004", "A005"].iter().all(|number| called.contains(*number))
    });
    assert!(!called.contains("A001"), "{called:?}");
    // The next start reads it so too.
    hall.terminate();
    let hall = hall.start();
    reads(&hall, "duty other-side", "# A004 is entered");
    assert!(hall.run(&["verify"], "").status.success());
}

#[test]
fn b16_no_number_is_entered_that_no_side_can_have_given() {
    let hall = Hall::new().start();
    reads(&hall, "duty issue 11", "ticket A001");

    reads(&hall, "duty other-side", "the journal has one side only");

    let entered =
        hall.run(&["duty", "enter", "--by", "101", "A004", "taken", "service", "11", "at", "00:00"], "");
    assert!(told(&entered).contains("no paper block holds this number"), "{}", told(&entered));
}
