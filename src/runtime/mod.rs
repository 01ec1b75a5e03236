//! Failure and turns: the state machines between the office and its devices, and the one shell around them.

pub mod absence;
pub mod alert;
pub mod bus;
pub mod card_key;
pub mod clock;
pub mod close_out;
pub mod code;
mod contacts;
pub mod control;
pub mod daemon;
pub mod day;
pub mod engine;
pub mod floor;
pub mod line_errors;
pub mod logbook;
pub mod notify;
pub mod power;
pub mod queue;
pub mod registrar;
pub mod roster;
mod seat;
pub mod status;
pub mod supervisor;
pub mod threads;
pub mod troubles;
