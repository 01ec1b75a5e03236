//! Tests that cannot be made on this machine: each is named, and `tests/run` counts them.

use std::fs::OpenOptions;
use std::io::{self, Write};

/// Tells that a test is left out, and why. `tests/run` names a file in which all of them are counted at the
/// end; without it the word on the standard error, past the capture of the test's own output, is all there
/// is.
pub fn skipped(test: &str, why: &str) {
    let line = format!("skipped: {test}: {why}\n");
    let file = std::env::var_os("JIAOHAO_SKIPPED");
    let counted = file.and_then(|file| OpenOptions::new().append(true).create(true).open(file).ok());
    // One write each, so that lines of tests that run beside each other do not mix.
    let _ = io::stderr().write_all(line.as_bytes());
    if let Some(mut counted) = counted {
        let _ = counted.write_all(line.as_bytes());
    }
}
