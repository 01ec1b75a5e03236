//! The configuration: what a person may write, and what is said to one who wrote something else.

#![expect(
    clippy::expect_used,
    reason = "a test's own files that cannot be written are a failure of the test"
)]

mod backup;
mod befalls;
mod cables;
mod calendar;
mod card;
mod cards;
mod commands;
mod encodings;
mod last_good;
mod lcds;
mod lines;
mod locker;
mod manual;
mod means;
mod mistakes;
mod paper;
mod reference;
mod self_test;
#[path = "../support/skipped.rs"]
mod skipped;
mod storage;
mod supply;
mod support;
mod systemd;
mod voices;
mod web;
mod wiring;
