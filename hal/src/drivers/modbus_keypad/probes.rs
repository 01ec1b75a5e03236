//! The questions by which a keypad on Modbus is found.

use super::MARK;
use crate::drivers::probe::{Probe, Said, Sure, modbus as modbus_probe};
use crate::framing::presses::BLOCK;

/// The block of a latching keypad, and the contacts of a plain board.
pub const PROBES: &[Probe] = &[
    modbus_probe::probe(
        true,
        |slave| modbus_probe::question(slave, 0x04, 0, BLOCK),
        |slave, heard| modbus_probe::read(slave, 0x04, heard, |block| told(block.first() == Some(&MARK), LATCHING)),
    ),
    modbus_probe::probe(
        false,
        |slave| modbus_probe::question(slave, 0x02, 0, 8),
        |slave, heard| modbus_probe::read(slave, 0x02, heard, |contacts| told(contacts.len() == 1, PLAIN)),
    ),
];

const LATCHING: Said = Said::Device { model: "keypad, profile \"sixteen-key\"", sure: Sure::Sure };
const PLAIN: Said =
    Said::Device { model: "8 DI / 8 DO board: keypad \"eight-key\" or pad \"plain\"", sure: Sure::Likely };

fn told(fits: bool, device: Said) -> Said {
    if fits { device } else { Said::Kin }
}
