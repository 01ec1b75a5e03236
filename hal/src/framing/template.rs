//! A frame written down as people read it on a maker's sheet: `AA 55 address key check 0D`.
//!
//! | word | on the wire |
//! |---|---|
//! | two hexadecimal digits | this byte |
//! | `address` | the device's address, one byte |
//! | `key` | the code of a key, one byte |
//! | `digits` | four ASCII characters |
//! | `any` | a byte without meaning; written as zero |
//! | `check` | the checksum of the bytes before it, from a given one on: one byte, or two for a CRC |

use serde::Deserialize;
use thiserror::Error;

use crate::framing::crc16_modbus;

/// A frame with gaps.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Template(Vec<Part>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Byte(u8),
    Address,
    Key,
    Digits,
    Any,
    Check,
}

/// How a checksum is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Check {
    /// Its kind.
    pub kind: CheckKind,
    /// The first byte that is summed, counted from 0.
    pub from: usize,
}

/// Kinds of checksum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// All bytes exclusive-ored; one byte.
    #[default]
    Xor,
    /// All bytes added, the lowest eight bits.
    Sum,
    /// CRC-16/MODBUS, two bytes, low byte first.
    Crc16,
}

/// What fills the gaps of a frame that is sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gaps {
    /// For `address`.
    pub address: u8,
    /// For `key`.
    pub key: u8,
    /// For `digits`.
    pub digits: [u8; DIGITS],
}

/// A frame that cannot be meant.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TemplateError {
    /// No such word.
    #[error("{0:?} is no part of a frame: write bytes as AA, and address, key, digits, any, check")]
    Word(String),
    /// A word that may stand once stands twice.
    #[error("{0} stands twice in one frame")]
    Twice(&'static str),
    /// It is too short to be told from noise, or longer than any keypad's frame.
    #[error("a frame has 3 to 32 words")]
    Length,
}

/// Characters of a keypad's digits.
const DIGITS: usize = 4;
/// Frames shorter than this are found in any noise.
const WORDS_MIN: usize = 3;
/// More than any keypad says at once.
const WORDS_MAX: usize = 32;

impl TryFrom<String> for Template {
    type Error = TemplateError;

    fn try_from(text: String) -> Result<Self, TemplateError> {
        let parts: Vec<Part> = text.split_whitespace().map(part).collect::<Result<_, _>>()?;
        let once = [
            (Part::Address, "address"),
            (Part::Key, "key"),
            (Part::Digits, "digits"),
            (Part::Check, "check"),
        ];
        for (wanted, name) in once {
            if parts.iter().filter(|part| **part == wanted).count() > 1 {
                return Err(TemplateError::Twice(name));
            }
        }
        if (WORDS_MIN..=WORDS_MAX).contains(&parts.len()) {
            Ok(Self(parts))
        } else {
            Err(TemplateError::Length)
        }
    }
}

fn part(word: &str) -> Result<Part, TemplateError> {
    match word {
        "address" => Ok(Part::Address),
        "key" => Ok(Part::Key),
        "digits" => Ok(Part::Digits),
        "any" => Ok(Part::Any),
        "check" => Ok(Part::Check),
        hexadecimal if hexadecimal.len() == 2 => u8::from_str_radix(hexadecimal, 16)
            .map(Part::Byte)
            .map_err(|_| TemplateError::Word(word.to_owned())),
        _ => Err(TemplateError::Word(word.to_owned())),
    }
}

impl Template {
    /// Whether the frame names its device.
    pub fn has_address(&self) -> bool {
        self.0.contains(&Part::Address)
    }

    /// Whether the frame tells a key.
    pub fn has_key(&self) -> bool {
        self.0.contains(&Part::Key)
    }

    /// Whether something in the frame would show a wrong bit.
    pub fn has_check(&self) -> bool {
        self.0.contains(&Part::Check)
    }

    /// Bytes of the frame on the wire.
    pub fn length(&self, check: Check) -> usize {
        self.0.iter().map(|part| part.length(check)).sum()
    }

    /// The frame with its gaps filled.
    pub fn encode(&self, gaps: Gaps, check: Check) -> Vec<u8> {
        let mut frame = Vec::with_capacity(self.length(check));
        for part in &self.0 {
            match part {
                Part::Byte(byte) => frame.push(*byte),
                Part::Address => frame.push(gaps.address),
                Part::Key => frame.push(gaps.key),
                Part::Digits => frame.extend(gaps.digits),
                Part::Any => frame.push(0),
                Part::Check => frame.extend(check.of(&frame)),
            }
        }
        frame
    }

    /// The address for which these bytes begin with this frame; `None` for a frame that names none.
    pub fn named(&self, bytes: &[u8], check: Check) -> Option<u8> {
        let place = self.0.iter().position(|part| *part == Part::Address)?;
        let at: usize = self.0[..place].iter().map(|part| part.length(check)).sum();
        let address = *bytes.get(at)?;
        self.read(bytes, address, check).map(|_| address)
    }

    /// Whether these bytes begin with this frame, for this address; then its key, 0 where it tells none.
    pub fn read(&self, bytes: &[u8], address: u8, check: Check) -> Option<u8> {
        let frame = bytes.get(..self.length(check))?;
        let (mut at, mut key) = (0, 0);
        for part in &self.0 {
            let here = &frame[at..at + part.length(check)];
            let fits = match part {
                Part::Byte(byte) => here == [*byte],
                Part::Address => here == [address],
                Part::Key => {
                    key = here[0];
                    true
                }
                Part::Digits | Part::Any => true,
                Part::Check => here == check.of(&frame[..at]),
            };
            if !fits {
                return None;
            }
            at += here.len();
        }
        Some(key)
    }
}

impl Part {
    fn length(self, check: Check) -> usize {
        match (self, check.kind) {
            (Self::Check, CheckKind::Crc16) => 2,
            (Self::Digits, _) => DIGITS,
            (Self::Byte(_) | Self::Address | Self::Key | Self::Any | Self::Check, _) => 1,
        }
    }
}

impl Check {
    /// The checksum behind these bytes.
    fn of(self, bytes: &[u8]) -> Vec<u8> {
        let summed = bytes.get(self.from..).unwrap_or_default();
        match self.kind {
            CheckKind::Xor => vec![summed.iter().fold(0, |sum, byte| sum ^ byte)],
            CheckKind::Sum => vec![summed.iter().fold(0, |sum: u8, byte| sum.wrapping_add(*byte))],
            CheckKind::Crc16 => crc16_modbus(summed).to_le_bytes().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XOR: Check = Check { kind: CheckKind::Xor, from: 0 };

    fn template(text: &str) -> Template {
        text.to_owned().try_into().unwrap()
    }

    #[test]
    fn what_is_written_is_read_with_its_key_and_every_kind_of_checksum() {
        let frame = template("AA 55 address key any digits check 0D");
        let gaps = Gaps { address: 5, key: 11, digits: *b"A017" };
        for (check, length) in [
            (XOR, 11),
            (Check { kind: CheckKind::Sum, from: 2 }, 11),
            (Check { kind: CheckKind::Crc16, from: 1 }, 12),
        ] {
            let mut bytes = frame.encode(gaps, check);

            assert_eq!((bytes.len(), frame.length(check)), (length, length));
            assert_eq!(frame.read(&bytes, 5, check), Some(11), "{check:?}");
            assert_eq!(frame.read(&bytes, 6, check), None, "{check:?}: another device");
            bytes[3] ^= 1;
            assert_eq!(frame.read(&bytes, 5, check), None, "{check:?}: a wrong bit");
        }
    }

    #[test]
    fn checksums_are_those_of_hand_made_frames() {
        let bytes =
            |kind, from| template("01 02 00 00 00 08 check").encode(Gaps::default(), Check { kind, from });

        assert_eq!(bytes(CheckKind::Xor, 0)[6..], [0x01 ^ 0x02 ^ 0x08]);
        assert_eq!(bytes(CheckKind::Sum, 1)[6..], [0x0A]);
        assert_eq!(bytes(CheckKind::Crc16, 0)[6..], [0x79, 0xCC], "the published Modbus vector");
    }

    #[test]
    fn a_frame_that_cannot_be_meant_is_refused_with_the_word() {
        let refused = |text: &str| Template::try_from(text.to_owned()).unwrap_err();

        assert_eq!(refused("AA 5 key"), TemplateError::Word("5".to_owned()));
        assert_eq!(refused("AA adress key"), TemplateError::Word("adress".to_owned()));
        assert_eq!(refused("AA key key"), TemplateError::Twice("key"));
        assert_eq!(refused("AA key"), TemplateError::Length);
    }

    #[test]
    fn half_a_frame_is_none() {
        let frame = template("AA key check");
        let bytes = frame.encode(Gaps { key: 3, ..Gaps::default() }, XOR);

        assert_eq!((0..3).filter_map(|length| frame.read(&bytes[..length], 0, XOR)).count(), 0);
    }
}
