//! Files that are missing, empty, half-written or in another encoding (J01).

use std::path::Path;

use jiaohao::config::{self, Severity};

use super::support::{CATALOGUE, HALL, lines, problems, read};

#[test]
fn j01_a_missing_file_is_told_by_its_name() {
    let problems = config::load(Path::new("nowhere/hall.toml")).expect_err("there is none");

    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told.iter().all(|line| line.starts_with("nowhere/hall.toml:1:1: error: the file cannot be read"))
    );
}

#[test]
fn j01_a_missing_catalogue_is_told_by_its_name() {
    let found = problems(&format!("catalogue = \"services.toml\"\n{HALL}"), CATALOGUE);

    assert!(
        found.iter().any(|line| line.starts_with("services.toml:1:1: error: the file cannot be read")),
        "{found:#?}"
    );
}

#[test]
fn j01_an_empty_file_is_no_hall() {
    for empty in ["", "\r\n \n"] {
        let reading = read(empty.as_bytes(), CATALOGUE);

        let told = lines(&reading);
        assert!(reading.config.is_none());
        assert!(!told.is_empty() && told.iter().all(|line| line.contains("the file is empty")), "{told:#?}");
    }
}

#[test]
fn j01_a_half_written_file_is_told_with_its_last_line() {
    let half = HALL.get(..HALL.find("keypad-1").expect("in the text")).expect("a boundary");

    let reading = read(half.as_bytes(), CATALOGUE);

    let last = half.lines().count();
    assert!(reading.config.is_none());
    let expected = format!("hall.toml:{last}:");
    assert!(
        lines(&reading).iter().any(|line| line.starts_with(&expected) && line.contains("not TOML")),
        "{:#?}",
        lines(&reading)
    );
}

#[test]
fn j01_a_byte_order_mark_and_windows_line_ends_are_read_and_the_mark_is_told() {
    let text = format!("\u{FEFF}{}", HALL.replace('\n', "\r\n"));

    let reading = read(text.as_bytes(), CATALOGUE);

    assert_eq!(reading.config, read(HALL.as_bytes(), CATALOGUE).config);
    let marks = reading.problems.iter().filter(|problem| problem.what.contains("byte order mark"));
    assert_eq!(marks.map(|problem| problem.severity).collect::<Vec<_>>(), [Severity::Warning]);
}

#[test]
fn j01_another_character_set_is_told_at_its_first_byte() {
    let mut bytes = HALL.as_bytes().to_vec();
    let at = HALL.find("大厅").expect("in the text");
    bytes.splice(at..at + "大厅".len(), [0xB4, 0xF3, 0xCC, 0xFC]);

    let reading = read(&bytes, CATALOGUE);

    assert!(reading.config.is_none());
    assert!(
        lines(&reading).iter().any(|line| line.starts_with("hall.toml:3:9: error: the file is not UTF-8")),
        "{:#?}",
        lines(&reading)
    );
}
