//! What people get wrong: a file full of mistakes (J01), a second daemon (D08), a journal of a later version
//! (D11).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Output;

use jiaohao::domain::id::Seq;
use jiaohao::runtime::control::{Command, Reply};
use rusqlite::Connection;

use super::floor::Floor;
use super::hands::ticket;

/// A hall with a mistake in every line that ends so.
const MISTAKES: &str = include_str!("fifty_mistakes.toml");

/// Marks a line of [`MISTAKES`].
const MARK: &str = "# mistake";

#[test]
fn j01_fifty_mistakes_are_told_at_once_each_with_its_line() {
    let floor = with_mistakes();

    let told = floor.run("check");

    let lines: Vec<usize> = (1..)
        .zip(MISTAKES.lines())
        .filter(|(_, line)| line.ends_with(MARK))
        .map(|(number, _)| number)
        .collect();
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    let missed: Vec<&usize> =
        lines.iter().filter(|line| !text.contains(&format!("{}:{line}:", floor.hall().display()))).collect();
    println!("check: {} mistakes in the file, {} told", lines.len(), lines.len() - missed.len());
    assert_eq!(lines.len(), 50);
    assert!(missed.is_empty(), "not told: lines {missed:?}\n{text}");
    assert_eq!(told.status.code(), Some(78));
}

#[test]
fn j01_a_hall_with_mistakes_and_no_earlier_configuration_does_not_open() {
    let floor = with_mistakes();

    let ended = floor.run("run");

    assert_eq!(ended.status.code(), Some(78), "{}", errors(&ended));
    assert!(errors(&ended).contains("no earlier configuration is kept"), "{}", errors(&ended));
    assert!(!floor.journal().exists(), "nothing was begun");
}

#[test]
fn j01_a_hall_with_mistakes_opens_by_the_last_good_configuration_and_says_so() {
    let floor = Floor::open(1);
    floor.start();
    floor.terminate();
    fs::write(floor.hall(), MISTAKES).unwrap();

    floor.start();

    let Reply::Status(status) = floor.ask(&Command::Status) else { panic!("no status") };
    assert!(status.configuration.is_some_and(|refused| refused.contains("hall.toml")), "the daemon says so");
    assert!(floor.log().contains("working by the last good configuration"), "{}", floor.log());
    assert!(matches!(floor.ask(&ticket()), Reply::Done { .. }), "and the hall works");
}

#[test]
fn j08_settings_of_a_later_program_are_kept_to_the_letter_and_the_hall_opens_by_the_last_good_ones() {
    let floor = Floor::open(1);
    floor.start();
    floor.terminate();
    let later = fs::read_to_string(floor.hall()).unwrap() + "\n[seance]\nmedium = \"table\"\n";
    fs::write(floor.hall(), &later).unwrap();

    floor.start();
    let Reply::Status(status) = floor.ask(&Command::Status) else { panic!("no status") };
    assert!(matches!(floor.ask(&ticket()), Reply::Done { .. }), "the hall works");
    floor.terminate();

    assert!(
        status.configuration.is_some_and(|refused| refused.contains("seance")),
        "the unknown part is named"
    );
    assert_eq!(fs::read_to_string(floor.hall()).unwrap(), later, "and nobody threw it away");
}

#[test]
fn d08_a_second_daemon_ends_with_a_plain_message_and_changes_nothing() {
    let floor = Floor::open(1);
    floor.start();
    floor.ask(&ticket());

    let by_its_socket = floor.run("run");
    floor.edit(|hall| {
        let elsewhere = floor.path("another-socket").display().to_string();
        hall["paths"].as_table_mut().unwrap().insert("control-socket".into(), elsewhere.into());
    });
    let by_its_journal = floor.run("run");

    for (second, words) in
        [(&by_its_socket, "another daemon answers at"), (&by_its_journal, "in use by another")]
    {
        assert_eq!(second.status.code(), Some(1), "{}", errors(second));
        assert!(errors(second).contains(words), "{}", errors(second));
    }
    assert!(matches!(floor.ask(&ticket()), Reply::Done { .. }), "the first one is not disturbed");
    // The first goes on writing, what the printer did for one; each start has a boot of its own.
    let records = floor.reader().from(Seq(1), 100).unwrap();
    let boots: BTreeSet<_> = records.iter().map(|record| record.moment.boot).collect();
    assert_eq!(boots.len(), 1, "only the first one wrote: {records:?}");
}

#[test]
fn d11_a_journal_of_a_later_version_is_left_alone_and_the_version_is_named() {
    let floor = Floor::open(1);
    floor.start();
    floor.terminate();
    let sql = Connection::open(floor.journal()).unwrap();
    sql.pragma_update(None, "user_version", 2).unwrap();
    drop(sql);
    let before = files(floor.journal().parent().unwrap());

    let ended = floor.run("run");

    assert_eq!(ended.status.code(), Some(1), "{}", errors(&ended));
    assert!(errors(&ended).contains("format 2"), "{}", errors(&ended));
    let after = files(floor.journal().parent().unwrap());
    let touched: Vec<_> =
        after.iter().filter(|(name, bytes)| before.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
    assert!(touched.is_empty() && after.len() == before.len(), "{touched:?}");
}

#[test]
fn the_control_socket_is_for_its_owner_and_group() {
    let floor = Floor::open(1);

    floor.start();

    let mode = fs::metadata(floor.path("control")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o660);
}

/// A floor whose hall's file is full of mistakes.
fn with_mistakes() -> Floor {
    let floor = Floor::open(1);
    fs::write(floor.hall(), MISTAKES).unwrap();
    floor
}

fn errors(ended: &Output) -> String {
    String::from_utf8_lossy(&ended.stderr).into_owned()
}

/// Every file of the journal with its bytes, copies and ballast too; the lock is empty and may come and go. That there
/// was a start may be noted.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else if !path.ends_with("starts") && path.extension().is_none_or(|it| it != "lock") {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
    found
}
