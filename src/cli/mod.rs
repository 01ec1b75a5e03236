//! The command line: it wires the rooms together and decides nothing.

pub mod run;
pub mod wiring;
