//! Presses out of polls: what a keypad or pad reports of its keys, turned into one press a finger.
//!
//! Two kinds of hardware. A **latching** device counts its presses and keeps the last codes in a block of
//! input registers; nothing is lost between two polls, and nothing is told twice however often an answer is
//! repeated. A **plain** board shows the state of its contacts at the moment of the poll.
//!
//! The block (*our reference profile*, five input registers):
//!
//! | register | high byte | low byte |
//! |---|---|---|
//! | 0 | mark: `4B` keypad, `50` pad | starts: another number after each start of the device |
//! | 1 | presses since the start, 16 bits, wraps | |
//! | 2 | newest code | the one before |
//! | 3 | the third | the fourth |
//! | 4 | the code of the key that is down, 0 for none | number of the last beep |
//!
//! Codes are 1 to 255. The mark makes the answers of a keypad and a pad in one housing distinct.

use std::time::Duration;

use crate::time::Instant;

/// How many input registers the block has.
pub const BLOCK: u16 = 5;

/// The shortest tap of a finger; a plain board that is asked less often can miss it.
pub const TAP: Duration = Duration::from_millis(50);

/// How many codes the block keeps.
const KEPT: usize = 4;

/// A contact bounces for up to 50 ms (F50): it counts as free after this time without a touch.
const FREE_AFTER: Duration = Duration::from_millis(60);

/// Longer than any finger stays on a key.
const STUCK_AFTER: Duration = Duration::from_secs(10);

/// Answers in a row whose counter went back before it is believed: one alone is an old answer come late.
const BACK_BELIEVED: u8 = 3;

/// What the block of a latching device says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    starts: u8,
    presses: u16,
    codes: [u8; KEPT],
    /// The key that is down, if one is.
    pub held: Option<u8>,
    /// The number of the beep that sounded last.
    pub beep: u8,
}

impl Block {
    /// Reads the five registers; `None` when they carry another mark.
    pub fn read(mark: u8, registers: &[u16]) -> Option<Self> {
        let [head, presses, new, old, tail] = registers else { return None };
        let [found, starts] = head.to_be_bytes();
        let ([first, second], [third, fourth], [held, beep]) =
            (new.to_be_bytes(), old.to_be_bytes(), tail.to_be_bytes());
        (found == mark).then_some(Self {
            starts,
            presses: *presses,
            codes: [first, second, third, fourth],
            held: (held != 0).then_some(held),
            beep,
        })
    }
}

/// Which presses of a latching device were told already.
#[derive(Debug, Default)]
pub struct Latched {
    told: Option<(u8, u16)>,
    back: u8,
}

/// What one block brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The device was met for the first time, or started again: what it counted before is not ours (F13).
    Met,
    /// These codes were pressed since the last block, oldest first; often none.
    Presses(Vec<u8>),
}

impl Latched {
    /// Takes one block.
    pub fn poll(&mut self, block: &Block) -> Found {
        let Some((_, presses)) = self.told.filter(|(starts, _)| *starts == block.starts) else {
            return self.meet(block);
        };
        let more = block.presses.wrapping_sub(presses);
        if more > u16::MAX / 2 {
            self.back += 1;
            return if self.back == BACK_BELIEVED { self.meet(block) } else { Found::Presses(Vec::new()) };
        }
        self.back = 0;
        self.told = Some((block.starts, block.presses));
        let known = usize::from(more).min(KEPT);
        Found::Presses(block.codes[..known].iter().rev().copied().filter(|code| *code != 0).collect())
    }

    fn meet(&mut self, block: &Block) -> Found {
        *self = Self { told: Some((block.starts, block.presses)), back: 0 };
        Found::Met
    }
}

/// The contacts of a plain board, without their bounce.
#[derive(Debug, Default)]
pub struct Contacts {
    /// When each contact was last seen closed, until it counts as free; by number from 0.
    closed: Option<[Option<Instant>; 8]>,
}

impl Contacts {
    /// Takes one reading, lowest contact first; gives the contacts that went down, from 0.
    ///
    /// A contact that is closed in the first reading was pressed before we listened: it tells nothing until
    /// it was free.
    pub fn poll(&mut self, now: Instant, bits: &[bool]) -> Vec<u8> {
        let first = self.closed.is_none();
        let closed = self.closed.get_or_insert([None; 8]);
        let mut down = Vec::new();
        for (number, (bit, seen)) in (0_u8..).zip(bits.iter().zip(closed.iter_mut())) {
            let was_closed = seen.is_some();
            if *bit {
                *seen = Some(now);
            } else if seen.is_some_and(|seen| now.since(seen) >= FREE_AFTER) {
                *seen = None;
            }
            if *bit && !was_closed && !first {
                down.push(number);
            }
        }
        down
    }

    /// The lowest contact that is down at this moment.
    pub fn held(&self) -> Option<u8> {
        let closed = self.closed.as_ref()?;
        (0_u8..).zip(closed).find_map(|(number, seen)| seen.map(|_| number))
    }
}

/// Watches for a key that does not come up.
#[derive(Debug, Default)]
pub struct Stuck {
    held: Option<(u8, Instant)>,
    told: bool,
}

impl Stuck {
    /// Takes the key that is down; gives it once when it has been down for longer than any finger (F11).
    pub fn poll(&mut self, now: Instant, held: Option<u8>) -> Option<u8> {
        if held != self.held.map(|(code, _)| code) {
            *self = Self { held: held.map(|code| (code, now)), told: false };
        }
        let (code, since) = self.held?;
        let stuck = !self.told && now.since(since) >= STUCK_AFTER;
        self.told |= stuck;
        stuck.then_some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(starts: u8, presses: u16, codes: [u8; KEPT]) -> Block {
        Block { starts, presses, codes, held: None, beep: 0 }
    }

    #[test]
    fn a_block_is_read_as_the_table_says_and_another_mark_is_not_ours() {
        let registers = [0x4B07, 300, 0x0B01, 0x0203, 0x0B09];

        let read = Block::read(b'K', &registers).unwrap();

        assert_eq!(read, Block { starts: 7, presses: 300, codes: [11, 1, 2, 3], held: Some(11), beep: 9 });
        assert_eq!(Block::read(b'P', &registers), None);
        assert_eq!(Block::read(b'K', &registers[..4]), None);
    }

    #[test]
    fn presses_made_before_we_listened_are_not_told_f13() {
        let mut latched = Latched::default();

        assert_eq!(latched.poll(&block(1, 40, [1, 2, 3, 4])), Found::Met);
        assert_eq!(latched.poll(&block(1, 40, [1, 2, 3, 4])), Found::Presses(vec![]));
    }

    #[test]
    fn presses_between_two_polls_come_in_the_order_pressed_across_the_wrap() {
        let mut latched = Latched::default();
        latched.poll(&block(1, 65535, [9, 0, 0, 0]));

        assert_eq!(latched.poll(&block(1, 1, [6, 5, 9, 0])), Found::Presses(vec![5, 6]));
    }

    #[test]
    fn a_repeated_or_late_answer_doubles_no_press_e15() {
        let mut latched = Latched::default();
        latched.poll(&block(1, 4, [9, 0, 0, 0]));
        latched.poll(&block(1, 5, [7, 9, 0, 0]));

        assert_eq!(latched.poll(&block(1, 5, [7, 9, 0, 0])), Found::Presses(vec![]), "repeated");
        assert_eq!(latched.poll(&block(1, 4, [9, 0, 0, 0])), Found::Presses(vec![]), "from before");
        assert_eq!(latched.poll(&block(1, 5, [7, 9, 0, 0])), Found::Presses(vec![]), "and back");
        assert_eq!(latched.poll(&block(1, 6, [8, 7, 9, 0])), Found::Presses(vec![8]));
    }

    #[test]
    fn a_restarted_keypads_counter_is_no_press() {
        let mut latched = Latched::default();
        latched.poll(&block(1, 3, [9, 9, 9, 0]));

        assert_eq!(latched.poll(&block(2, 4, [1, 2, 3, 4])), Found::Met);
        assert_eq!(latched.poll(&block(2, 5, [6, 1, 2, 3])), Found::Presses(vec![6]));
    }

    #[test]
    fn another_keypad_with_a_lower_counter_is_not_deaf_for_long() {
        let mut latched = Latched::default();
        latched.poll(&block(1, 900, [9; 4]));

        let found: Vec<Found> = (0..3).map(|_| latched.poll(&block(1, 2, [1, 2, 0, 0]))).collect();

        assert_eq!(found.last(), Some(&Found::Met));
        assert_eq!(latched.poll(&block(1, 3, [4, 1, 2, 0])), Found::Presses(vec![4]));
    }

    #[test]
    fn a_bouncing_contact_is_one_press_f50() {
        let mut contacts = Contacts::default();
        contacts.poll(Instant::from_millis(0), &[false; 8]);
        let readings = [(40, true), (80, false), (90, true), (130, false), (190, false), (230, true)];

        let down: Vec<usize> =
            readings.map(|(at, bit)| contacts.poll(Instant::from_millis(at), &[bit]).len()).to_vec();

        assert_eq!(down, [1, 0, 0, 0, 0, 1], "the reading at 190 ms is 100 ms after the last touch");
    }

    #[test]
    fn a_contact_closed_before_we_listened_tells_nothing_until_it_was_free_f13() {
        let mut contacts = Contacts::default();

        assert_eq!(contacts.poll(Instant::from_millis(0), &[true]), [0; 0]);
        assert_eq!(contacts.poll(Instant::from_millis(40), &[true]), [0; 0]);
        assert_eq!(contacts.poll(Instant::from_millis(140), &[false]), [0; 0]);
        assert_eq!(contacts.poll(Instant::from_millis(180), &[true]), [0]);
    }

    #[test]
    fn a_stuck_key_is_told_once_until_it_was_free_f11() {
        let mut stuck = Stuck::default();
        let poll = |stuck: &mut Stuck, at, held| stuck.poll(Instant::from_millis(at), held);

        assert_eq!(poll(&mut stuck, 0, Some(3)), None);
        assert_eq!(poll(&mut stuck, 9_999, Some(3)), None);
        assert_eq!(poll(&mut stuck, 10_000, Some(3)), Some(3));
        assert_eq!(poll(&mut stuck, 3_600_000, Some(3)), None);
        poll(&mut stuck, 3_600_040, None);
        assert_eq!(poll(&mut stuck, 3_600_080, Some(3)), None);
        assert_eq!(poll(&mut stuck, 3_620_000, Some(3)), Some(3));
    }
}
