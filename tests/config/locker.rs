//! `[locker]`: a cabinet without rules, rules without a cabinet, and doors that no board has.

use std::time::Duration;

use jiaohao::domain::locker::LockerRules;

use super::support::{CATALOGUE, HALL, config, problems};

const CABINET: &str = "[[cable]]\nname = \"cabinet\"\npath = \"/dev/hall/cabinet\"\n\n[[device]]\nname = \"cabinet-1\"\n\
    driver = \"lock-board\"\ncable = \"cabinet\"\naddress = 1\nrole = \"locker\"\nplace = \"entrance\"\n\
    settings = { contact = \"closed-when-shut\", doors = 8 }\n\n";

#[test]
fn a_hall_that_says_nothing_of_a_cabinet_has_none() {
    assert_eq!(config(HALL, CATALOGUE).rules.locker, None);
}

#[test]
fn what_a_hall_sets_about_its_cabinet_is_in_its_rules() {
    let hall = format!("{HALL}\n[locker]\ndoors = 8\nleft-open = \"5min\"\n\n{CABINET}");

    let rules = config(&hall, CATALOGUE).rules.locker;

    assert_eq!(rules, Some(LockerRules { doors: 8, left_open: Duration::from_secs(300) }));
}

#[test]
fn a_cabinet_and_its_rules_belong_together() {
    told(&format!("{HALL}\n{CABINET}"), "warning: \"cabinet-1\" has doors, and the hall opens none");
    told(&format!("{HALL}\n[locker]\ndoors = 8\n"), "warning: doors are written, and no cabinet opens them");
}

#[test]
fn doors_that_no_board_has_are_told_at_their_place() {
    told(&format!("{HALL}\n[locker]\ndoors = 25\n"), "error: `locker.doors` cannot be this (a whole number)");
    told(&format!("{HALL}\n[locker]\ndoors = 0\n"), "error: `locker.doors` cannot be this (a whole number)");
    let unset = CABINET.replace("contact = \"closed-when-shut\", ", "");
    told(&format!("{HALL}\n[locker]\ndoors = 8\n\n{unset}"), "error: lock-board: contact: write");
}

#[track_caller]
fn told(hall: &str, expected: &str) {
    let found = problems(hall, CATALOGUE);
    assert!(found.iter().any(|line| line.contains(expected)), "{found:#?}");
}
