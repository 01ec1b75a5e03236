//! The daemon as its service manager and its duty staff meet it: the real binary, a hall without devices.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod backup;
mod card_dies;
mod deaths;
mod devices;
mod displays;
mod drill;
mod duty;
mod health;
mod incidents;
mod log;
mod other_hall;
mod other_side;
mod paper;
mod pins;
#[path = "../support/plug.rs"]
mod plug;
mod reload;
mod restore;
mod scan;
mod secrets;
mod self_test;
mod signals;
#[path = "../support/skipped.rs"]
mod skipped;
mod socket;
mod support;
mod trace;
mod trial;
mod web;
