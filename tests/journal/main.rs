//! What the journal promises, on real files in folders that go away.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod backup;
mod codec;
mod copy;
mod copying;
mod destroyed;
mod forked;
mod found_later;
mod golden_v1;
mod hall;
mod keep;
mod log_held;
mod over_a_gap;
mod reader;
mod restore;
mod rungs;
mod samples;
mod store;
mod verify;
mod writer;
