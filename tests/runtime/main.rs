//! The runtime's state machines, without threads, ports and clocks.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bus;
mod cards;
mod clock_set_wrongly;
mod commit_unknown;
mod disk;
mod disk_words;
mod full_disk;
#[path = "../support/pair.rs"]
mod full_pair;
mod keypads;
mod line_settings;
mod locker;
mod means;
mod pair;
mod pin_news;
mod pins;
mod poller;
mod power;
mod press_delay;
#[path = "../support/press_delay.rs"]
mod pressing;
mod put_aside;
mod restart;
mod self_test;
mod slip;
mod soft;
mod supply;
mod support;
mod trace;
mod voices;
