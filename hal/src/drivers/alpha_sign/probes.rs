//! How a sign is found: each address is asked whether it is somebody's.

use std::time::Duration;

use crate::drivers::probe::{Probe, Reply, Said, Shape, Sure, To};
use crate::framing::alpha::{Found, Unpacker, packet};

/// A sign tells its address, and nobody answers for all.
pub const PROBES: &[Probe] = &[Probe {
    shape: Shape::SevenEven,
    to: To::Each { from: 1, to: 0xFF },
    family: "alpha",
    opens: true,
    question: |address| packet(b'Z', u8::try_from(address).unwrap_or(u8::MAX), b"F7"),
    quiet_before: Duration::from_millis(50),
    answer_within: Duration::from_millis(500),
    read: |address, heard| {
        let mut unpacker = Unpacker::default();
        heard.iter().enumerate().find_map(|(at, byte)| {
            let Some(Found::Answer(told)) = unpacker.push(*byte) else { return None };
            let mine = told == format!("E7{address:02X}").as_bytes();
            mine.then_some(Reply { said: Said::Device { model: "Alpha sign", sure: Sure::Sure }, end: at + 1 })
        })
    },
}];
