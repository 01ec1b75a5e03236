//! The frames of a lock board: the two that we send, and those that it may answer.

use crate::port::locker::Door;

/// Bytes of every frame.
pub const LENGTH: usize = 5;
/// A lock is to be opened, or was.
const OPEN: u8 = 0x8A;
/// The state of a door is asked or told.
const STATE: u8 = 0x80;
/// A door changed, and the board says so unasked.
const CHANGED: u8 = 0x81;
/// Fourth byte of the order to open.
const ORDER: u8 = 0x11;
/// Fourth byte of the question for a state.
const QUESTION: u8 = 0x33;

/// What is said to a board. Each names one door: the code for all doors cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Open this door.
    Open(Door),
    /// Does this door stand open?
    State(Door),
}

impl Ask {
    /// The door it is about.
    pub fn door(self) -> Door {
        match self {
            Self::Open(door) | Self::State(door) => door,
        }
    }

    /// The bytes for the board at this address.
    pub fn bytes(self, board: u8) -> Vec<u8> {
        let (head, last) = match self {
            Self::Open(_) => (OPEN, ORDER),
            Self::State(_) => (STATE, QUESTION),
        };
        let frame = [head, board, self.door().number(), last];
        [&frame[..], &[check(&frame)]].concat()
    }
}

/// What a board said of one door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The order or the question that this answers; `None` for a change told unasked.
    pub answers: Option<Kind>,
    /// The door.
    pub door: Door,
    /// The contact of its lock is closed.
    pub closed: bool,
}

/// What an answer answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Ask::Open`].
    Open,
    /// [`Ask::State`].
    State,
}

/// Takes the next frame of this board out of what was heard; whatever stands before it is thrown away.
///
/// A frame whose check byte is wrong is none: one that is "repaired" may name every door.
pub fn next(board: u8, heard: &mut Vec<u8>) -> Option<Told> {
    while heard.len() >= LENGTH {
        if let Some(told) = heard.get(..LENGTH).and_then(|frame| read(board, frame)) {
            heard.drain(..LENGTH);
            return Some(told);
        }
        heard.remove(0);
    }
    None
}

fn read(board: u8, frame: &[u8]) -> Option<Told> {
    let [head, address, door, state, sum] = *frame else { return None };
    if address != board || check(&frame[..LENGTH - 1]) != sum {
        return None;
    }
    let answers = match head {
        OPEN => Some(Kind::Open),
        STATE => Some(Kind::State),
        CHANGED => None,
        _ => return None,
    };
    let closed = match state {
        0x00 => false,
        0x11 => true,
        _ => return None,
    };
    Some(Told { answers, door: Door::new(door)?, closed })
}

/// All bytes before it, exclusive-ored.
fn check(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(number: u8) -> Door {
        Door::new(number).unwrap()
    }

    #[test]
    fn the_published_frames_are_those_of_ours() {
        assert_eq!(Ask::Open(door(1)).bytes(1), b"\x8A\x01\x01\x11\x9B");
        assert_eq!(Ask::Open(door(2)).bytes(1), b"\x8A\x01\x02\x11\x98");
        assert_eq!(Ask::Open(door(12)).bytes(1), b"\x8A\x01\x0C\x11\x96");
        assert_eq!(Ask::State(door(1)).bytes(1), b"\x80\x01\x01\x33\xB3");
        let opened = Told { answers: Some(Kind::Open), door: door(1), closed: false };
        assert_eq!(next(1, &mut b"\x8A\x01\x01\x00\x8A".to_vec()), Some(opened));
    }

    #[test]
    fn no_wrong_check_byte_is_repaired() {
        // Often quoted with the check byte of the code for all doors.
        assert_eq!(next(1, &mut b"\x8A\x01\x01\x11\x9A".to_vec()), None);
        for sum in (0..=255).filter(|sum| *sum != 0x8A) {
            assert_eq!(next(1, &mut vec![0x8A, 0x01, 0x01, 0x00, sum]), None);
        }
    }

    #[test]
    fn neither_another_board_nor_an_echo_nor_door_0_is_an_answer() {
        assert_eq!(next(2, &mut b"\x8A\x01\x01\x00\x8A".to_vec()), None, "another board");
        assert_eq!(next(1, &mut Ask::State(door(1)).bytes(1)), None, "our own question");
        assert_eq!(next(1, &mut b"\x80\x01\x00\x11\x90".to_vec()), None, "no door");
    }

    #[test]
    fn a_frame_behind_noise_is_found() {
        let mut heard = b"\x8A\x80\x01\x8A\x01\x02\x11\x98\x80".to_vec();

        let told = next(1, &mut heard);

        assert_eq!(told, Some(Told { answers: Some(Kind::Open), door: door(2), closed: true }));
        assert_eq!(heard, [0x80]);
    }
}
