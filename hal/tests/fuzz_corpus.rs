//! The lives, profiles and answers that the fuzzer of `hal/fuzz` found worth keeping, once more.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails there")]

#[path = "support/life.rs"]
mod life;
#[path = "support/profile.rs"]
mod profile;
#[path = "support/scanned.rs"]
mod scanned;

use std::path::Path;

#[test]
fn e01_e04_no_saved_life_breaks_a_driver() {
    for (name, bytes) in saved("receive") {
        let lived = std::panic::catch_unwind(|| life::live(&bytes));
        assert!(lived.is_ok(), "{name}");
    }
}

#[test]
fn no_saved_declaration_breaks_a_driver_or_is_taken_for_what_it_is_not() {
    for (name, bytes) in saved("profile") {
        let lived = std::panic::catch_unwind(|| profile::live(&bytes));
        assert!(lived.is_ok(), "{name}");
    }
}

#[test]
fn no_saved_noise_breaks_a_scan() {
    for (name, bytes) in saved("scanned") {
        let read = std::panic::catch_unwind(|| scanned::read(&bytes));
        assert!(read.is_ok(), "{name}");
    }
}

/// What a corpus keeps, by name: files that a person wrote, and the fuzzer's finds in one file, a line each in
/// hexadecimal.
fn saved(corpus: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let files = std::fs::read_dir(folder.join(corpus)).unwrap().map(|file| file.unwrap().path());
    let mut all: Vec<_> =
        files.map(|file| (file.display().to_string(), std::fs::read(file).unwrap())).collect();
    let finds = std::fs::read_to_string(folder.join(corpus).with_extension("hex")).unwrap();
    all.extend(finds.lines().map(|line| (line.to_owned(), unhex(line))));
    assert!(all.len() >= 120, "the corpus {corpus} is there");
    all
}

fn unhex(line: &str) -> Vec<u8> {
    (0..line.len() / 2).map(|at| u8::from_str_radix(&line[2 * at..2 * at + 2], 16).unwrap()).collect()
}
