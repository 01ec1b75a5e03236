//! A small hall in a folder of its own, to be spoilt by the tests.

use std::fs;

use jiaohao::config::{self, Config, Reading};

#[path = "../support/small_config.rs"]
mod small_config;

pub use small_config::{CATALOGUE, HALL};

/// Reads these two texts as `hall.toml` and its catalogue.
pub fn read(hall: &[u8], catalogue: &str) -> Reading {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hall.toml");
    fs::write(&path, hall).expect("the hall's file");
    fs::write(folder.path().join("catalogue.toml"), catalogue).expect("the catalogue");
    config::read(&path)
}

/// Every problem of these two texts, one line each, with the file's name only.
pub fn problems(hall: &str, catalogue: &str) -> Vec<String> {
    lines(&read(hall.as_bytes(), catalogue))
}

/// Every problem, one line each, with the file's name only.
pub fn lines(reading: &Reading) -> Vec<String> {
    let short = |line: String| line.rsplit_once('/').map_or(line.clone(), |_| shorten(&line));
    reading.problems.iter().map(|problem| short(problem.to_string())).collect()
}

fn shorten(line: &str) -> String {
    let end = line.find(".toml").unwrap_or_default();
    let start = line.get(..end).and_then(|path| path.rfind('/')).map_or(0, |slash| slash + 1);
    line.get(start..).unwrap_or_default().to_owned()
}

/// The configuration of these two texts, which must hold.
pub fn config(hall: &str, catalogue: &str) -> Config {
    let reading = read(hall.as_bytes(), catalogue);
    let told = lines(&reading).join("\n");
    reading.config.unwrap_or_else(|| panic!("must hold:\n{told}"))
}

/// Checks that the small hall, changed from one text to another, has exactly these problems, by their
/// beginnings.
#[track_caller]
pub fn check(from: &str, to: &str, expected: &[&str]) {
    let mut texts = [HALL, CATALOGUE].map(str::to_owned);
    let changed = texts.iter_mut().find(|text| text.contains(from)).expect("the text to change is there");
    *changed = changed.replacen(from, to, 1);
    let [hall, catalogue] = &texts;

    let mut found = problems(hall, catalogue);
    found.retain(|line| !line.contains("no self-service terminal"));

    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (line, expected) in found.iter().zip(expected) {
        assert!(line.contains(expected), "{line}\nshould contain\n{expected}");
    }
}
