//! Cables: the only files of this crate that open anything.
//!
//! | what the bytes travel through | files |
//! |---|---|
//! | a serial port | `stream`, by its USB socket `usb`; `parity`, `marks` and `direction` are what it cannot do itself |
//! | a serial server on the network | `tcp`; `rfc2217` sets its line, in the words of `comport` |
//! | nothing but this process | `pty`, `memory`; `tap` and `mismatch` spoil it |
//! | no bytes at all | `lines` and `keys` have levels and keys, `surface` takes pictures, `player` plays sound |

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
