//! Packets of Alpha signs: one command there, one answer back, in printable characters between control codes.
//!
//! ```text
//! 00 00 00 00 00  01  type address  02  command data  03  checksum  04
//! ```
//!
//! The zeros let a sign find the speed. Checksum: the sum of 02 to 03, both included, in four hexadecimal
//! digits. An answer has more zeros before it, the type `0` and the address `00`, whoever gives it.

/// So many zeros at least must come first.
pub const SPEED_BYTES: usize = 5;
const START: u8 = 0x01;
const COMMAND: u8 = 0x02;
const COMMAND_END: u8 = 0x03;
const END: u8 = 0x04;
/// Digits of a checksum.
const DIGITS: usize = 4;
/// The longest command of an answer that is worth reading: a table of all files.
const LONGEST: usize = 512;

/// Bytes of a packet beside its command.
pub const OVERHEAD: usize = SPEED_BYTES + 1 + 3 + 1 + 1 + DIGITS + 1;
/// Where the command begins in a packet.
pub const COMMAND_AT: usize = SPEED_BYTES + 1 + 3 + 1;

/// A command for signs of this type at this address.
pub fn packet(kind: u8, address: u8, command: &[u8]) -> Vec<u8> {
    let mut packet = vec![0; SPEED_BYTES];
    packet.extend([START, kind]);
    packet.extend(format!("{address:02X}").bytes());
    packet.push(COMMAND);
    packet.extend(command);
    packet.push(COMMAND_END);
    packet.extend(format!("{:04X}", sum(&packet[COMMAND_AT - 1..])).bytes());
    packet.push(END);
    packet
}

fn sum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |sum: u16, &byte| sum.wrapping_add(u16::from(byte)))
}

/// What a stretch of heard bytes came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The command of an answer whose checksum is right.
    Answer(Vec<u8>),
    /// Something that is no answer.
    Garbage,
}

/// Finds answers in what is heard.
#[derive(Debug, Default)]
pub struct Unpacker {
    /// From the byte behind 01 on; `None` outside a packet.
    packet: Option<Vec<u8>>,
}

impl Unpacker {
    /// Forgets what it has of a packet.
    pub fn reset(&mut self) {
        self.packet = None;
    }

    /// Takes the next byte.
    pub fn push(&mut self, byte: u8) -> Option<Found> {
        match (byte, &mut self.packet) {
            (START, packet) => {
                *packet = Some(Vec::new());
                None
            }
            (END, Some(_)) => {
                self.packet.take().map(|packet| read(&packet).map_or(Found::Garbage, Found::Answer))
            }
            (_, Some(packet)) if packet.len() <= LONGEST => {
                packet.push(byte);
                None
            }
            (0, None) => None,
            (_, None | Some(_)) => {
                self.packet = None;
                Some(Found::Garbage)
            }
        }
    }
}

/// The command between 02 and 03, if the checksum behind it is right.
fn read(packet: &[u8]) -> Option<Vec<u8>> {
    let rest = packet.strip_prefix(b"000")?.strip_prefix(&[COMMAND])?;
    let end = rest.iter().rposition(|byte| *byte == COMMAND_END)?;
    let (command, digits) = (&rest[..end], &rest[end + 1..]);
    let right = sum(command).wrapping_add(u16::from(COMMAND + COMMAND_END));
    (*digits == *format!("{right:04X}").as_bytes()).then(|| command.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_packets_are_made() {
        let hold = b"\0\0\0\0\0\x01Z01\x02AA\x1B&bA0023 -> 3\x03030E\x04";
        assert_eq!(packet(b'Z', 1, b"AA\x1B&bA0023 -> 3"), hold);
        let rotate = b"\0\0\0\0\0\x01Z05\x02AA\x1B&aA0023\x03022F\x04";
        assert_eq!(packet(b'Z', 5, b"AA\x1B&aA0023"), rotate);
        assert_eq!(rotate.len(), OVERHEAD + b"AA\x1B&aA0023".len());
    }

    #[test]
    fn e01_e05_an_answer_is_found_behind_noise_and_not_with_a_wrong_checksum() {
        let mut unpacker = Unpacker::default();
        let mut hear =
            |bytes: &[u8]| bytes.iter().filter_map(|byte| unpacker.push(*byte)).collect::<Vec<_>>();
        let status = b"E*@".to_vec();

        assert_eq!(hear(b"\0\0\0\x01000\x02E*@\x0300B4\x04"), [Found::Answer(status.clone())]);
        assert_eq!(hear(b"\0\x01000\x02E*@\x0300B5\x04"), [Found::Garbage]);
        assert_eq!(
            hear(b"\x01000\x02E*\x01000\x02E*@\x0300B4\x04"),
            [Found::Answer(status)],
            "cut short, then whole"
        );
        assert_eq!(hear(b"?"), [Found::Garbage]);
        let endless = [&b"\x01"[..], &[b'9'; 2000], b"\x01000\x02E*@\x0300B4\x04"].concat();
        assert_eq!(hear(&endless).last(), Some(&Found::Answer(b"E*@".to_vec())), "E04");
    }

    #[test]
    fn an_answer_of_another_sign_type_is_no_answer() {
        let mut unpacker = Unpacker::default();
        let found: Vec<_> = b"\x01Z05\x02F*\x03\x04".iter().filter_map(|byte| unpacker.push(*byte)).collect();
        assert_eq!(found, [Found::Garbage], "that is a question, and may be our own");
    }
}
