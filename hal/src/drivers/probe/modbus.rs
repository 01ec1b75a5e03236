//! The questions for slaves on a Modbus pair: reading alone, which changes nothing in any slave.

use std::time::Duration;

use super::{Probe, Reply, Said, Shape, To};
use crate::framing::crc16_modbus;
use crate::framing::modbus::QUIET;

/// Slave, function, and the exception's bit of the function in an answer.
const EXCEPTION: u8 = 0x80;

/// Slower boards think for 50 ms; a USB adapter adds up to 16 in each direction.
const ANSWER_WITHIN: Duration = Duration::from_millis(120);

/// What follows from the data of a good answer: a device, or only that a slave is there.
pub type Told = fn(&[u8]) -> Said;

/// A question for these addresses of a pair. `opens`: it is put without cause.
pub const fn probe(
    opens: bool,
    question: fn(u16) -> Vec<u8>,
    read: fn(u16, &[u8]) -> Option<Reply>,
) -> Probe {
    Probe {
        shape: Shape::EightNone,
        to: To::Each { from: 1, to: 247 },
        family: "modbus",
        opens,
        question,
        quiet_before: QUIET,
        answer_within: ANSWER_WITHIN,
        read,
    }
}

/// The bytes that read `count` of something from `first` on.
pub fn question(slave: u16, function: u8, first: u16, count: u16) -> Vec<u8> {
    let mut frame = vec![slave.to_le_bytes()[0], function];
    frame.extend(first.to_be_bytes());
    frame.extend(count.to_be_bytes());
    frame.extend(crc16_modbus(&frame).to_le_bytes());
    frame
}

/// The first answer of this slave to this function, wherever it begins; an exception is kin.
pub fn read(slave: u16, function: u8, heard: &[u8], told: Told) -> Option<Reply> {
    let slave = slave.to_le_bytes()[0];
    (0..heard.len()).find_map(|start| {
        let rest = &heard[start..];
        let length = match *rest {
            [found, said, count, ..] if found == slave && said == function => 5 + usize::from(count),
            [found, said, ..] if found == slave && said == function | EXCEPTION => 5,
            _ => return None,
        };
        let (body, crc) = rest.get(..length)?.split_last_chunk::<2>()?;
        if crc16_modbus(body).to_le_bytes() != *crc {
            return None;
        }
        let said = if body[1] == function { told(&body[3..]) } else { Said::Kin };
        Some(Reply { said, end: start + length })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kin(_: &[u8]) -> Said {
        Said::Kin
    }

    #[test]
    fn a_question_is_the_published_one_and_its_echo_is_no_answer() {
        let asked = question(1, 0x02, 0, 8);

        assert_eq!(asked, [0x01, 0x02, 0x00, 0x00, 0x00, 0x08, 0x79, 0xCC]);
        assert_eq!(read(1, 0x02, &asked, kin), None);
    }

    #[test]
    fn an_exception_is_kin_and_a_wrong_sum_is_nothing() {
        let mut refused = vec![0xFF, 0x05, 0x84, 0x02];
        refused.extend(crc16_modbus(&refused[1..]).to_le_bytes());
        assert_eq!(read(5, 0x04, &refused, kin), Some(Reply { said: Said::Kin, end: 6 }));

        refused[5] ^= 1;
        assert_eq!(read(5, 0x04, &refused, kin), None);
    }
}
