//! Whole hall days from a seed: people, clerks, cables pulled, power cut; what must hold is checked at every
//! step.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bytes;
mod days;
#[cfg(feature = "planted-bugs")]
mod planted;
mod support;
