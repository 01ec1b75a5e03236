//! The keys of a keypad or pad on Modbus: how they are asked for, and what one answer says of them.

use std::time::Duration;

use super::modbus::{Answer, Question};
use super::presses::{BLOCK, Block, Contacts, Found, Latched, TAP};
use crate::time::Instant;

/// The contacts of a plain board.
const CONTACTS: u16 = 8;

/// A device that says nothing for longer than this has new presses that nobody waits for any more (F13). Of a
/// shorter silence, on a pair with late answers, a counted press is still the press of a finger.
const FRESH: Duration = Duration::from_secs(5);

/// How the keys of a device are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A block of input registers, in which presses are counted until they are asked for.
    Latching {
        /// The mark of the block.
        mark: u8,
        /// Its first register.
        first: u16,
    },
    /// Eight discrete inputs from 0000: what is down at the moment of the question. Their codes are 1 to 8.
    Plain,
}

impl Reading {
    /// The question that reads the keys; always of eight bytes.
    pub fn question(self, slave: u8) -> Option<Question> {
        match self {
            Self::Latching { first, .. } => Question::input_registers(slave, first, BLOCK),
            Self::Plain => Question::inputs(slave, 0, CONTACTS),
        }
    }

    /// Bytes of the question on the wire.
    pub const QUESTION_BYTES: usize = 8;

    /// Bytes of its answer on the wire.
    pub const fn answer_bytes(self) -> usize {
        match self {
            Self::Latching { .. } => 15,
            Self::Plain => 6,
        }
    }

    /// The shortest press that must not be missed; `None` where presses are remembered.
    pub const fn shortest_press(self) -> Option<Duration> {
        match self {
            Self::Latching { .. } => None,
            Self::Plain => Some(TAP),
        }
    }
}

/// The keys of one device, without bounces and without what was told already.
#[derive(Debug, Default)]
pub struct Keys {
    /// When the device last told of them.
    told_at: Option<Instant>,
    latched: Latched,
    contacts: Contacts,
}

/// What one answer says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The device was met for the first time, or started again: its outputs are what they are after a start.
    pub met: bool,
    /// The codes pressed since the answer before, oldest first.
    pub codes: Vec<u8>,
    /// The code of the key that is down.
    pub held: Option<u8>,
    /// The number of the beep that sounded last, where the device tells.
    pub beep: Option<u8>,
}

impl Keys {
    /// The keys for another attachment. What a device counted in a short silence is not forgotten; contacts
    /// that nobody looked at may have done anything.
    #[must_use]
    pub fn resumed(self, now: Instant) -> Self {
        let fresh = self.told_at.is_some_and(|told_at| now.since(told_at) <= FRESH);
        let latched = if fresh { self.latched } else { Latched::default() };
        Self { told_at: self.told_at, latched, contacts: Contacts::default() }
    }

    /// Takes an answer to the question of `reading`; `None` when it is none.
    pub fn take(&mut self, now: Instant, reading: Reading, answer: &Answer) -> Option<Seen> {
        match (reading, answer) {
            (Reading::Latching { mark, .. }, Answer::Registers(registers)) => {
                let block = Block::read(mark, registers)?;
                self.told_at = Some(now);
                let (met, codes) = match self.latched.poll(&block) {
                    Found::Met => (true, Vec::new()),
                    Found::Presses(codes) => (false, codes),
                };
                Some(Seen { met, codes, held: block.held, beep: Some(block.beep) })
            }
            (Reading::Plain, Answer::Bits(bits)) => {
                let codes = self.contacts.poll(now, bits).iter().map(|contact| contact + 1).collect();
                let held = self.contacts.held().map(|contact| contact + 1);
                Some(Seen { met: false, codes, held, beep: None })
            }
            (
                Reading::Latching { .. } | Reading::Plain,
                Answer::Registers(_) | Answer::Bits(_) | Answer::Written | Answer::Exception(_),
            ) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant::from_millis(0);

    #[test]
    fn the_contacts_of_a_plain_board_are_codes_from_one() {
        let mut keys = Keys::default();
        keys.take(START, Reading::Plain, &Answer::Bits(vec![false; 8]));

        let seen = keys.take(START, Reading::Plain, &Answer::Bits(vec![false, false, true])).unwrap();

        assert_eq!(seen, Seen { codes: vec![3], held: Some(3), ..Seen::default() });
    }

    #[test]
    fn f13_a_press_in_a_short_silence_is_told_and_one_in_a_long_silence_is_not() {
        let reading = Reading::Latching { mark: b'K', first: 0 };
        let block = |presses| Answer::Registers(vec![0x4B01, presses, 0x0B00, 0, 0]);
        for (silence, codes, met) in
            [(FRESH, vec![11], false), (FRESH + Duration::from_millis(1), vec![], true)]
        {
            let mut keys = Keys::default();
            keys.take(START, reading, &block(7));

            let mut keys = keys.resumed(START + silence);
            let seen = keys.take(START + silence, reading, &block(8)).unwrap();

            assert_eq!((seen.codes, seen.met), (codes, met), "{silence:?}");
        }
    }

    #[test]
    fn a_block_with_the_mark_of_another_device_says_nothing_of_these_keys() {
        let keypad = Reading::Latching { mark: b'K', first: 0 };
        let pads = Answer::Registers(vec![0x5001, 0, 0, 0, 0]);

        assert_eq!(Keys::default().take(START, keypad, &pads), None);
    }
}
