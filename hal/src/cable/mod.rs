//! Cables: the only files of this crate that open anything.

pub mod bell;
pub mod comport;
pub mod direction;
pub mod keys;
pub mod line;
pub mod lines;
pub mod marks;
pub mod memory;
pub mod mismatch;
pub mod parity;
pub mod player;
pub mod pty;
pub mod rfc2217;
pub mod stream;
pub mod surface;
pub mod tap;
pub mod tcp;
pub mod usb;
