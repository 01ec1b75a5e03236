//! What the questions of a scan make of anything that arrives.

#![no_main]

#[path = "../../tests/support/scanned.rs"]
mod scanned;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| scanned::read(bytes));
