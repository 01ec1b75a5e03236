//! The copy that is kept of a good configuration means the same hall, read from another folder.

use std::fs;

use jiaohao::config::{self, last_good::LastGood};

use super::support::{CATALOGUE, HALL};

#[test]
fn the_kept_copy_is_the_same_hall() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().canonicalize().expect("there").join("hall.toml");
    // With a byte order mark, another catalogue's name, and a voice whose clips are at their default.
    let hall = format!("\u{FEFF}catalogue = \"services.toml\"\n{HALL}\n[voice]\nplace = \"ceiling\"\n");
    fs::write(&path, hall).expect("the hall's file");
    fs::write(folder.path().join("services.toml"), CATALOGUE).expect("the catalogue");
    let kept = LastGood::at(&folder.path().join("state/last-good"));
    assert_eq!(kept.file(), None);

    kept.keep(&path).expect("kept");

    let copy = kept.file().expect("kept");
    let problems = |found: Vec<config::Problem>| found.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(config::load(&copy).map_err(problems), config::load(&path).map_err(problems));
}
