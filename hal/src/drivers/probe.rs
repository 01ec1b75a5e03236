//! Questions for a port with nobody knows what behind it: each harmless, each with the answers it may have.
//!
//! A probe asks and never orders: it prints nothing, opens nothing, moves nothing and changes no state, in its
//! own device and in every other one that may hear it. `tests/probes.rs` puts each of them to every simulated
//! device. A protocol in which nothing can be asked harmlessly has none.

use std::time::Duration;

use crate::driver::DriverInfo;

pub mod modbus;

/// One harmless question, and how its answers are recognised.
#[derive(Clone, Copy, Debug)]
pub struct Probe {
    /// How its characters are put on the line.
    pub shape: Shape,
    /// To whom it goes.
    pub to: To,
    /// Probes of one family tell by their answers that somebody of the family is there.
    pub family: &'static str,
    /// Whether it is put without cause. The others follow an answer to one of their family that was.
    pub opens: bool,
    /// The question to an address; the address is 0 where there is none.
    pub question: fn(u16) -> Vec<u8>,
    /// Silence on the wire before it.
    pub quiet_before: Duration,
    /// How long the answer may take, from the question's last byte to the answer's.
    pub answer_within: Duration,
    /// The first answer among what was heard since the question to this address.
    pub read: fn(u16, &[u8]) -> Option<Reply>,
}

/// How characters are put on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Eight data bits, no parity.
    EightNone,
    /// Seven data bits, even parity.
    SevenEven,
}

/// To whom a question goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// A device that has its line to itself.
    Alone,
    /// All devices of a shared pair at once: one alone answers, several talk at the same time.
    Everybody,
    /// One of these addresses.
    Each {
        /// The lowest.
        from: u16,
        /// The highest.
        to: u16,
    },
}

/// One answer among the bytes heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What it says.
    pub said: Said,
    /// Where it ends, counted from the first byte heard.
    pub end: usize,
}

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// This model of the probe's own driver is there.
    Device {
        /// In words, with the setting that chooses it where there is one.
        model: &'static str,
        /// How sure that is.
        sure: Sure,
    },
    /// Somebody of the family is there, and this says nothing of the model.
    Kin,
}

/// How sure a recognition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// It fits, and others would fit as well.
    Likely,
    /// A checksum, a mark or several answers leave no doubt.
    Sure,
}

/// What a printer that answers nothing took for text is forgotten with this, unprinted: `ESC @`. Every other
/// device hears two bytes that mean nothing.
pub const BROOM: [u8; 2] = [0x1B, 0x40];

/// Whether a ticket printer at the same speed would act on one of these bytes: feed, print or change its ways.
///
/// Such a question is put only where an answer has shown already that no printer is on the line.
pub fn moves_paper(question: &[u8]) -> bool {
    const LF: u8 = 0x0A;
    const FF: u8 = 0x0C;
    const CR: u8 = 0x0D;
    const DLE: u8 = 0x10;
    const ESC: u8 = 0x1B;
    const FS: u8 = 0x1C;
    const GS: u8 = 0x1D;
    const EOT: u8 = 0x04;
    let next = |at: usize| question.get(at + 1).copied();
    question.iter().enumerate().any(|(at, byte)| match *byte {
        LF | FF | CR | ESC | FS | GS => true,
        // The question for a state is the one order in real time that changes nothing.
        DLE => next(at) != Some(EOT),
        _ => false,
    })
}

/// The probes of one driver.
pub type OfDriver = (&'static DriverInfo, &'static [Probe]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_feed_and_every_order_move_paper_and_the_question_for_a_state_does_not() {
        assert!(
            [b"A\n".as_slice(), b"\x1B@", b"\x1DV\0", b"\x10\x05\x02", b"\x10"]
                .iter()
                .all(|b| moves_paper(b))
        );
        assert!(!moves_paper(b"\x10\x04\x01\x10\x04\x04connect\xFF\x01\x09"));
    }
}
