//! The files that come with the daemon hold, and `hall.toml` tells every key and its default.

use std::fs;
use std::path::{Path, PathBuf};

use jiaohao::config::{self, Need, Reading};
use jiaohao::domain::rules::{Skills, WindowRules};
use toml::{Table, Value};

/// A file of the folder that is shipped.
fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config").join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(shipped(name)).expect("shipped")
}

#[test]
fn every_shipped_configuration_holds_without_a_problem() {
    for name in ["hall.toml", "large.toml", "demo.toml"] {
        let reading = config::read(&shipped(name));

        let problems: Vec<String> = reading.problems.iter().map(|problem| problem.drawn(false)).collect();
        assert!(problems.is_empty(), "{name}:\n{}", problems.join("\n\n"));
        assert!(reading.config.is_some(), "{name}");
    }
}

#[test]
fn the_halls_have_the_windows_they_say() {
    let windows = |name| config::load(&shipped(name)).expect("holds").rules.windows;
    let consults = |window: &&WindowRules| window.name.starts_with("咨询") && window.skills != Skills::All;
    let consult = |name| windows(name).iter().filter(consults).count();

    assert_eq!(["hall.toml", "demo.toml", "large.toml"].map(|name| windows(name).len()), [10, 10, 14]);
    assert_eq!(["hall.toml", "demo.toml", "large.toml"].map(consult), [1, 1, 3]);
}

#[test]
fn the_catalogue_has_twenty_eight_services_in_six_sections() {
    let rules = config::load(&shipped("hall.toml")).expect("holds").rules;

    assert_eq!((rules.sections.len(), rules.services.len()), (6, 28));
}

#[test]
fn every_path_of_the_demo_can_be_replaced() {
    let paths: Vec<String> = text("demo.toml")
        .lines()
        .filter_map(|line| line.strip_prefix("path = \""))
        .map(|rest| rest.trim_end_matches('"').to_owned())
        .collect();

    assert!(paths.len() >= 3, "{paths:?}");
    assert!(paths.iter().all(|path| path.starts_with("demo/")), "{paths:?}");
}

#[test]
fn every_key_the_loader_knows_stands_in_the_reference() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(shipped("catalogue.toml"), folder.path().join("catalogue.toml")).expect("the catalogue");
    let path = folder.path().join("hall.toml");
    fs::write(&path, with_alternatives(&text("hall.toml")).to_string()).expect("written");
    let reading = config::read(&path);
    let hall = all_written(&text("hall.toml"));
    let catalogue = all_written(&text("catalogue.toml"));

    let unsaid: Vec<&String> = reading
        .known
        .keys()
        .filter(|path| {
            let keys: Vec<&str> = path.split('.').collect();
            !stands_in(&Value::Table(hall.clone()), &keys)
                && !stands_in(&Value::Table(catalogue.clone()), &keys)
        })
        .collect();

    assert!(reading.known.len() > 100, "{}", reading.known.len());
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}

#[test]
fn every_default_in_the_reference_is_the_default() {
    let hall = with_alternatives(&text("hall.toml"));
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(shipped("catalogue.toml"), folder.path().join("catalogue.toml")).expect("the catalogue");
    let read = |hall: &Table| -> Reading {
        let path = folder.path().join("hall.toml");
        fs::write(&path, hall.to_string()).expect("written");
        config::read(&path)
    };
    let whole = read(&hall);
    let defaults =
        whole.known.iter().filter(|(path, need)| **need == Need::Default && !path.starts_with("section"));

    let mut seen = 0;
    for (path, _) in defaults {
        let mut shorter = hall.clone();
        let keys: Vec<&str> = path.split('.').collect();
        assert!(remove(&mut shorter, &keys), "{path} does not stand in the reference");
        let without = read(&shorter);
        let told: Vec<String> = without.problems.iter().map(ToString::to_string).collect();
        assert!(without.config.is_some(), "without {path}: {told:#?}");
        assert!(without.config == whole.config, "{path} is not at its default");
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn pause_reasons_left_out_are_those_of_the_reference() {
    let hall: Table = text("hall.toml").parse().expect("TOML");
    let mut shorter = hall.clone();
    shorter.remove("pause-reason").expect("there");
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(shipped("catalogue.toml"), folder.path().join("catalogue.toml")).expect("the catalogue");
    let path = folder.path().join("hall.toml");

    fs::write(&path, shorter.to_string()).expect("written");

    let reasons = |path: &Path| config::load(path).expect("holds").rules.pause_reasons;
    assert_eq!(reasons(&path), reasons(&shipped("hall.toml")));
}

/// The file with the keys that it shows behind a `#` written out.
fn all_written(text: &str) -> Table {
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(shown) if is_shown(shown) => shown.to_owned(),
        Some(_) | None => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n").parse().expect("TOML when written out")
}

/// The file with what it shows behind `#`: the voice of another zone, and the keypad of buttons in the place of the one
/// that it replaces.
fn with_alternatives(text: &str) -> Table {
    let (before, other_zone) = text.split_once("# [voice.other-zone]\n").expect("shown");
    let other_zone = other_zone.replace("\n# ", "\n");
    let text = format!("{before}[voice.other-zone]\n{}", other_zone.strip_prefix("# ").expect("keys"));
    let (before, shown) = text.split_once("# [[keypad]]\n").expect("shown");
    let lines = shown.lines().map_while(|line| line.strip_prefix("# "));
    let keypad: Table = lines.collect::<Vec<_>>().join("\n").parse().expect("TOML when written out");
    let mut hall: Table = format!("{before}{shown}").parse().expect("TOML");
    let devices = hall.get_mut("device").and_then(Value::as_array_mut).expect("devices");
    devices.retain(|device| device.get("name") != keypad.get("name"));
    hall.insert("keypad".to_owned(), Value::Array(vec![Value::Table(keypad)]));
    hall
}

/// A key or a table's head that is shown behind a `#`.
fn is_shown(shown: &str) -> bool {
    ["[[keypad]]", "[voice.other-zone]"].contains(&shown)
        || shown.split_once(" = ").is_some_and(|(key, _)| is_key(key))
}

fn is_key(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

/// Whether this path stands somewhere in the value, in any of the tables of a list.
fn stands_in(value: &Value, path: &[&str]) -> bool {
    let Some((first, rest)) = path.split_first() else { return true };
    if let Some(tables) = value.as_array() {
        return tables.iter().any(|table| stands_in(table, path));
    }
    value.as_table().and_then(|table| table.get(*first)).is_some_and(|value| stands_in(value, rest))
}

/// Takes this path out, in a list of tables from the first that has it; whether there was one.
fn remove(table: &mut Table, path: &[&str]) -> bool {
    let Some((first, rest)) = path.split_first() else { return false };
    if rest.is_empty() {
        return table.remove(*first).is_some();
    }
    let Some(value) = table.get_mut(*first) else { return false };
    if let Some(table) = value.as_table_mut() {
        return remove(table, rest);
    }
    let tables = value.as_array_mut().into_iter().flatten();
    tables.filter_map(Value::as_table_mut).any(|table| remove(table, rest))
}
