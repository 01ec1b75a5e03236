//! The house rules that a compiler cannot check: each is a function from a file's text to its complaints.

#![expect(clippy::expect_used, reason = "a source tree that cannot be read is a failure of the test")]

mod faults;
mod files;
mod registry;
mod style;
mod walls;

use std::fs;
use std::path::Path;

use files::{File, all};

/// Fails with every complaint that a rule has about any file.
#[track_caller]
fn hold(files: &[File], rule: impl Fn(&File) -> Vec<String>) {
    let complaints: Vec<String> = files
        .iter()
        .flat_map(|file| rule(file).into_iter().map(|complaint| format!("{}: {complaint}", file.path)))
        .collect();

    assert!(files.len() > 10, "only {} files were found", files.len());
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn no_file_is_longer_than_the_wall() {
    hold(&all(&["rs"]), style::length);
}

#[test]
fn every_file_opens_with_what_it_is() {
    hold(&all(&["rs"]), style::opening);
}

#[test]
fn no_function_is_longer_than_a_page() {
    hold(&all(&["rs"]), style::functions);
}

#[test]
fn no_walls_are_breached() {
    hold(&all(&["rs"]), walls::breaches);
}

#[test]
fn nothing_is_unwrapped_outside_tests() {
    hold(&all(&["rs"]), style::unwrapped);
}

#[test]
fn no_test_is_ignored_and_no_lint_is_silenced_without_a_reason() {
    hold(&all(&["rs"]), style::silenced);
}

#[test]
fn comments_describe_the_code_and_not_its_history() {
    hold(&all(&["rs"]), style::history);
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    hold(&all(&["rs", "toml", "md", "sh", "service", "rules", "story"]), style::machine);
}

#[test]
fn d14_nothing_waits_for_the_machines_randomness() {
    hold(&all(&["rs"]), style::waits_for_chance);
}

#[test]
fn every_driver_is_in_the_registry() {
    let complaints = registry::missing(&all(&["rs"]));

    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn every_dependency_has_its_reason() {
    let manifests: Vec<File> =
        all(&["toml"]).into_iter().filter(|file| file.path.ends_with("Cargo.toml")).collect();
    let complaints: Vec<String> = manifests.iter().flat_map(registry::reasonless).collect();

    assert!(manifests.len() > 1, "the workspace has more than one package");
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn the_list_of_faults_is_whole_and_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut table = fs::read_to_string(root.join(faults::TABLE)).expect("the table of faults");
    let sources = all(&["rs", "story"]);
    let borne = faults::borne(&sources);
    let bless = std::env::var_os("BLESS").is_some();
    if bless {
        table = faults::settled(&table, &borne);
        fs::write(root.join(faults::TABLE), &table).expect("the table can be written");
    }

    let faults = faults::read(&table).expect("three columns a line");
    let list = faults::list(&faults, &borne);
    if bless {
        fs::write(root.join(faults::LIST), &list).expect("the list can be written");
    }

    let complaints = faults::complaints(&faults, &borne);
    assert!(complaints.is_empty(), "{}\n{}", complaints.join("\n"), faults::STALE);
    let stands = fs::read_to_string(root.join(faults::LIST)).unwrap_or_default();
    assert!(stands == list, "{}", faults::STALE);
}
