//! Real ports: pseudo-terminals with simulated devices at their far ends, real threads and the real clock.
//!
//! Elsewhere time is a number that a test writes down. Here it cannot be, so every wait has a generous limit
//! and ends as soon as what it waits for has come.

#![expect(clippy::unwrap_used, reason = "clippy allows it in tests, not in the functions that tests share")]

mod bench;
mod models;
mod serial;
mod servers;
mod sockets;
mod threads;
mod voice;
