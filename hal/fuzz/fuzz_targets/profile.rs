//! Devices that the fuzzer declares, and what arrives from them.

#![no_main]

#[path = "../../tests/support/profile.rs"]
mod profile;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| profile::live(bytes));
