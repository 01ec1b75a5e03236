//! Cables: the only files of this crate that open anything.

pub mod bell;
pub mod line;
pub mod pty;
pub mod stream;
