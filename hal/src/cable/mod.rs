//! Cables: the only files of this crate that open anything.

pub mod line;
