//! Failure and turns: the state machines between the office and its devices, and the one shell around them.

pub mod supervisor;
