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

#[test]
fn a08_a_cut_while_settings_are_kept_leaves_the_old_hall_with_its_old_catalogue() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hall.toml");
    fs::write(&path, HALL).expect("the hall's file");
    fs::write(folder.path().join("catalogue.toml"), CATALOGUE).expect("the catalogue");
    let kept = LastGood::at(&folder.path().join("last-good"));
    let copy = |number: u8| {
        kept.keep(&path).map_err(|error| format!("{number}: {error}"))?;
        Ok::<_, String>(config::load(&kept.file().expect("kept")).expect("good"))
    };
    let first = copy(1).expect("kept");
    assert!(copy(2).expect("kept again") == first);

    // The catalogue is written and the hall's file is not: where it would be made, something lies in the way.
    let renamed = CATALOGUE.replacen("name = \"", "name = \"其他", 1);
    assert_ne!(renamed, CATALOGUE);
    fs::write(folder.path().join("catalogue.toml"), renamed).expect("another catalogue");
    fs::create_dir(folder.path().join("last-good/hall.new")).expect("in the way");
    copy(3).expect_err("the cut");

    let after = config::load(&kept.file().expect("kept")).expect("good");
    assert!(after == first, "the old hall has the catalogue of the new one");
    fs::remove_dir(folder.path().join("last-good/hall.new")).expect("out of the way");
    assert!(copy(4).expect("kept") != first);
}
