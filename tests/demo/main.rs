//! The demo as a visitor of its page meets it.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod cut;
mod hall;
mod page;
