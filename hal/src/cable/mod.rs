//! Cables: the only files of this crate that open anything.

pub mod bell;
pub mod line;
pub mod lines;
pub mod memory;
pub mod parity;
pub mod player;
pub mod pty;
pub mod stream;
pub mod surface;
pub mod tap;
