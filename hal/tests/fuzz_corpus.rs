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

/// Every file of a corpus, by name.
fn saved(corpus: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(corpus);
    let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    let all: Vec<_> = files.map(|file| (file.display().to_string(), std::fs::read(file).unwrap())).collect();
    assert!(all.len() >= 20, "the corpus {corpus} is there");
    all
}
