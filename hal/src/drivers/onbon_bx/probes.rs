//! The questions by which a font card is found.

use std::time::Duration;

use super::{ADDRESS_MAX, ANSWER_WITHIN, PING};
use crate::drivers::probe::{Probe, Reply, Said, Shape, Sure, To};
use crate::framing::onbon::{COMPUTER, Found, Frame, Unframer};

/// The question whether a card is there, to all of them and to each.
pub const PROBES: &[Probe] = &[
    Probe { to: To::Everybody, opens: true, question: |_| ping(EVERYBODY), ..ASK },
    Probe { to: To::Each { from: 1, to: ADDRESS_MAX }, opens: false, question: ping, ..ASK },
];

const ASK: Probe = Probe {
    shape: Shape::EightNone,
    to: To::Everybody,
    family: "onbon-bx",
    opens: true,
    question: ping,
    quiet_before: Duration::from_millis(10),
    answer_within: ANSWER_WITHIN,
    read: |_, heard| {
        let mut unframer = Unframer::default();
        let found = heard.iter().map(|byte| unframer.push(*byte)).enumerate();
        let answer = |found: Option<Found>| match found {
            Some(Found::Frame(frame)) => frame.to == COMPUTER && frame.data.first() == Some(&0xA0),
            Some(Found::Garbage) | None => false,
        };
        let said = Said::Device { model: "font card", sure: Sure::Sure };
        found.into_iter().find_map(|(at, found)| answer(found).then_some(Reply { said, end: at + 1 }))
    },
};

/// The address of all cards: one alone answers to it.
const EVERYBODY: u16 = 0xFFFE;

fn ping(address: u16) -> Vec<u8> {
    Frame { to: address, from: COMPUTER, data: PING.to_vec() }.encode()
}
