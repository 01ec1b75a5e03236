//! What a printer says, told apart by the fixed bits of each kind of answer.
//!
//! | test | class |
//! |---|---|
//! | 11, 13 | XON, XOFF |
//! | byte & 93 = 12 | reply to `10 04 n` |
//! | byte & 93 = 10 | first of four bytes that come unasked at a change (ASB) |
//! | byte & 90 = 00 | the other three of them, or a reply to `1D 72` |
//! | 37, 5F | a block up to 00; `37 22` and four characters confirms a process id, `37 25` the clearing |

use std::time::Duration;

use crate::drivers::probe::{Probe, Reply, Said, Shape, Sure, To};
use crate::port::printer::{Roll, Status};

/// The four states, in real time; four answers of the fixed bits are no accident.
pub const PROBES: &[Probe] = &[Probe {
    shape: Shape::EightNone,
    to: To::Alone,
    family: "escpos",
    opens: true,
    question: |_| (1..=4).flat_map(|n| [0x10, 0x04, n]).collect(),
    quiet_before: Duration::ZERO,
    answer_within: Duration::from_millis(600),
    read: |_, heard| {
        let states = heard.iter().filter(|byte| **byte & 0x93 == 0x12).count();
        let sure = if states == 4 && heard.len() == 4 { Sure::Sure } else { Sure::Likely };
        let said = Said::Device { model: "ticket printer", sure };
        // One byte of sixteen fits in any noise.
        (states == heard.len() && states > 1).then_some(Reply { said, end: heard.len() })
    },
}];

/// Longest block that is collected: longer than a model's name.
const BLOCK_MAX: usize = 40;

/// One thing the printer said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Reply to a real-time question.
    RealTime(u8),
    /// Reply that came in order with the print data.
    InOrder(u8),
    /// Everything before this process id is printed.
    ProcessId([u8; 4]),
    /// The buffers are empty, as they were told to be.
    Emptied,
    /// The state changed.
    Changed,
    /// Please hold.
    Hold,
    /// Go on.
    Release,
    /// A block that nobody asked for, or that means nothing to us.
    Other,
    /// No printer says this.
    Nonsense,
}

/// Tells the bytes apart, in chunks of any size.
#[derive(Debug, Default)]
pub(super) struct Answers {
    within: Within,
}

#[derive(Debug, Default)]
enum Within {
    #[default]
    Nothing,
    /// Bytes of an unasked report still to come.
    Report(u8),
    /// A block, with its first byte.
    Block(Vec<u8>),
}

impl Answers {
    /// Forgets what has begun: a block that never ends must not swallow the next answer.
    pub(super) fn reset(&mut self) {
        self.within = Within::Nothing;
    }

    /// Takes the next byte.
    pub(super) fn push(&mut self, byte: u8) -> Option<Heard> {
        match (std::mem::take(&mut self.within), byte) {
            // Flow control may stand anywhere, and no other answer contains its bytes.
            (within, 0x11 | 0x13) => {
                self.within = within;
                Some(if byte == 0x11 { Heard::Release } else { Heard::Hold })
            }
            (Within::Report(left), _) if byte & 0x90 == 0 => {
                if left == 1 {
                    return Some(Heard::Changed);
                }
                self.within = Within::Report(left - 1);
                None
            }
            (Within::Block(block), 0x00) => Some(whole_block(&block)),
            (Within::Block(mut block), _) if block.len() < BLOCK_MAX => {
                block.push(byte);
                self.within = Within::Block(block);
                None
            }
            (Within::Nothing | Within::Report(_) | Within::Block(_), _) => self.begin(byte),
        }
    }

    fn begin(&mut self, byte: u8) -> Option<Heard> {
        match byte {
            0x37 | 0x5F => {
                self.within = Within::Block(vec![byte]);
                None
            }
            _ if byte & 0x93 == 0x12 => Some(Heard::RealTime(byte)),
            _ if byte & 0x93 == 0x10 => {
                self.within = Within::Report(3);
                None
            }
            _ if byte & 0x90 == 0x00 => Some(Heard::InOrder(byte)),
            _ => Some(Heard::Nonsense),
        }
    }
}

fn whole_block(block: &[u8]) -> Heard {
    match *block {
        [0x37, 0x25] => Heard::Emptied,
        [0x37, 0x22, a, b, c, d] => Heard::ProcessId([a, b, c, d]),
        _ => Heard::Other,
    }
}

/// The state that the four replies to `10 04 1` … `10 04 4` add up to.
///
/// | bit | n=1 | n=2 | n=3 | n=4 |
/// |---|---|---|---|---|
/// | 04 | drawer (ignored) | cover open | recoverable | with 08: near end |
/// | 08 | offline | paper fed by hand | cutter | with 04: near end |
/// | 20 | waiting | stopped by paper end | beyond recovery | with 40: out |
/// | 40 | feed key | an error | ends by itself | with 20: out |
pub(super) fn status(replies: [u8; 4]) -> Status {
    let [printer, cause, error, paper] = replies;
    let cover_open = cause & 0x04 != 0;
    let roll = if paper & 0x60 == 0x60 || cause & 0x20 != 0 {
        Roll::Out
    } else if paper & 0x0C == 0x0C {
        Roll::NearEnd
    } else {
        Roll::Enough
    };
    Status {
        roll,
        cover_open,
        cutter_jammed: error & 0x08 != 0,
        // A cover that is opened while printing raises the bit of the hot head as well.
        too_hot: error & 0x40 != 0 && !cover_open,
        broken: error & 0x20 != 0,
        offline: printer & 0x08 != 0,
    }
}

/// Whether an error stands that ends only when recovery is asked for: a cutter, or a mechanical one.
pub(super) fn wants_recovery(replies: [u8; 4]) -> bool {
    replies[2] & 0x0C != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_answer_is_told_by_its_fixed_bits() {
        assert_eq!(heard(&[0x16, 0x12, 0x1E]), [0x16, 0x12, 0x1E].map(Heard::RealTime));
        assert_eq!(heard(&[0x00, 0x0F]), [Heard::InOrder(0x00), Heard::InOrder(0x0F)]);
        assert_eq!(heard(&[0x13, 0x11]), [Heard::Hold, Heard::Release]);
        assert_eq!(heard(b"_TM-T82\x00\x37\x25\x00"), [Heard::Other, Heard::Emptied]);
        assert_eq!(heard(&[0xFF, 0x80]), [Heard::Nonsense, Heard::Nonsense]);
    }

    #[test]
    fn the_digits_of_a_process_id_are_not_taken_for_states() {
        assert_eq!(heard(b"\x37\x222032\x00\x12"), [Heard::ProcessId(*b"2032"), Heard::RealTime(0x12)]);
    }

    #[test]
    fn an_unasked_report_is_one_thing_even_with_flow_control_in_it() {
        assert_eq!(heard(&[0x18, 0x00, 0x13, 0x0C, 0x0F]), [Heard::Hold, Heard::Changed]);
    }

    #[test]
    fn a_report_that_breaks_off_does_not_swallow_the_next_answer() {
        assert_eq!(heard(&[0x18, 0x00, 0x12]), [Heard::RealTime(0x12)]);
    }

    #[test]
    fn a_block_without_an_end_takes_bounded_memory() {
        let mut endless = vec![0x37];
        endless.extend([b'A'; 500]);

        assert!(heard(&endless).len() > 400);
    }

    #[test]
    fn each_state_is_told_from_the_others() {
        let well = [0x16, 0x12, 0x12, 0x12];
        let with = |n: usize, bits: u8| {
            let mut replies = well;
            replies[n - 1] |= bits;
            status(replies)
        };

        assert_eq!(status(well), Status::READY);
        assert_eq!(with(1, 0x08), Status { offline: true, ..Status::READY });
        assert_eq!(with(2, 0x04), Status { cover_open: true, ..Status::READY });
        assert_eq!(with(3, 0x08), Status { cutter_jammed: true, ..Status::READY });
        assert_eq!(with(3, 0x20), Status { broken: true, ..Status::READY });
        assert_eq!(with(3, 0x40), Status { too_hot: true, ..Status::READY });
        assert_eq!(with(4, 0x0C), Status { roll: Roll::NearEnd, ..Status::READY });
        assert_eq!(with(4, 0x6C), Status { roll: Roll::Out, ..Status::READY });
        assert_eq!(with(2, 0x20), Status { roll: Roll::Out, ..Status::READY });
        let opened_while_printing = status([0x1E, 0x16, 0x52, 0x12]);
        assert_eq!(opened_while_printing, Status { cover_open: true, offline: true, ..Status::READY });
    }

    fn heard(bytes: &[u8]) -> Vec<Heard> {
        let mut answers = Answers::default();
        bytes.iter().filter_map(|&byte| answers.push(byte)).collect()
    }
}
