//! The calling of numbers in a public service hall.

pub mod layout;
