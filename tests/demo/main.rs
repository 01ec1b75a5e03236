//! The demo as a visitor of its page meets it.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod cut;
mod floor;
mod hall;
mod page;
mod power;
