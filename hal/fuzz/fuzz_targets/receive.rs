//! Every driver in a life that the fuzzer makes up.

#![no_main]

#[path = "../../tests/support/life.rs"]
mod life;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| life::live(bytes));
