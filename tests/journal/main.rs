//! What the journal promises, on real files in folders that go away.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod hall;
mod samples;
mod store;
mod writer;
