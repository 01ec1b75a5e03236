//! `[backup]`: a hall that makes no copies of its journal, one that does, and settings that cannot be meant.

use std::path::PathBuf;
use std::time::Duration;

use jiaohao::config::Backups;

use super::support::{CATALOGUE, HALL, config, problems};

#[test]
fn a_hall_that_says_nothing_of_backups_makes_none() {
    assert_eq!(config(HALL, CATALOGUE).backup, None);
}

#[test]
fn what_a_hall_sets_about_its_backups_is_read() {
    let hall = format!("{HALL}\n[backup]\nplace = \"/media/stick\"\nevery = \"1h\"\nkeep = 3\n");

    let backup = config(&hall, CATALOGUE).backup;

    let expected = Backups {
        place: PathBuf::from("/media/stick"),
        every: Duration::from_secs(3600),
        keep: 3,
        alarm_after: Duration::from_secs(26 * 3600),
        second_medium: true,
    };
    assert_eq!(backup, Some(expected));
}

#[test]
fn settings_that_cannot_be_meant_are_told() {
    told("place = \"stick\"", "error: stick is taken from wherever the daemon was started");
    told("place = \"/media/stick\"\nevery = \"1min\"", "error: `backup.every` cannot be this");
    told("place = \"/media/stick\"\nkeep = 0", "error: `backup.keep` cannot be this");
    told("every = \"2h\"\nalarm-after = \"1h\"", "warning: the alarm comes before the next backup is due");
}

#[track_caller]
fn told(lines: &str, expected: &str) {
    let found = problems(&format!("{HALL}\n[backup]\n{lines}\n"), CATALOGUE);
    assert!(found.iter().any(|line| line.contains(expected)), "{found:#?}");
}
