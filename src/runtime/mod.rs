//! Failure and turns: the state machines between the office and its devices, and the one shell around them.

pub mod bus;
pub mod floor;
pub mod queue;
pub mod roster;
mod seat;
pub mod supervisor;
pub mod threads;
