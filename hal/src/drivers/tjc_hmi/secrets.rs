//! What of a panel's messages may be written down: visitors type pick-up codes by touching choices.

use crate::driver::{Piece, veil};
use crate::port::terminal::{Button, CHOICES};

const END: &[u8] = b"\xFF\xFF\xFF";
/// A touch: page, component, down or up.
const TOUCH: u8 = 0x65;
/// The page that is shown.
const PAGE: u8 = 0x66;
/// The most that stands behind `comok`.
const MODEL_MOST: usize = 120;

/// Whole messages with every choice told as the first; the rest hidden, as it may be part of a touch.
pub(super) fn veil(bytes: &[u8]) -> Vec<Piece> {
    let mut pieces = veil::Pieces::default();
    let mut at = 0;
    while at < bytes.len() {
        match message(&bytes[at..]) {
            Some(message) => {
                at += message.len();
                pieces.show(&told(message));
            }
            None => {
                at += 1;
                pieces.hide(1);
            }
        }
    }
    pieces.all()
}

/// The message that these bytes begin with, with its end.
fn message(bytes: &[u8]) -> Option<&[u8]> {
    let length = match *bytes {
        [TOUCH, ..] => 4,
        [PAGE, ..] => 2,
        [0, 0, 0, ..] => 3,
        [0x00..=0x24 | 0x86..=0x89, ..] => 1,
        [b'c', b'o', b'm', b'o', b'k', ..] => {
            bytes.windows(END.len()).take(MODEL_MOST).position(|end| end == END)?
        }
        _ => return None,
    };
    let message = bytes.get(..length + END.len())?;
    message.ends_with(END).then_some(message)
}

/// The message as it may be read.
fn told(message: &[u8]) -> Vec<u8> {
    let mut told = message.to_vec();
    if let [TOUCH, _, component, ..] = told.as_mut_slice()
        && (0..CHOICES).any(|choice| Button::Choice(choice).id() == *component)
    {
        *component = Button::Choice(0).id();
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leaves_the_same_bytes_and_other_touches_and_answers_stay() {
        let touch = |component: u8| vec![0x65, 1, component, 1, 0xFF, 0xFF, 0xFF];
        let back = Button::Back.id();

        assert_eq!(veil(&touch(3)), veil(&touch(6)));
        assert_eq!(veil(&touch(back)), [Piece::Plain(touch(back))]);
        let answers = b"\x01\xFF\xFF\xFF\x66\x05\xFF\xFF\xFFcomok 1,2\xFF\xFF\xFF\0\0\0\xFF\xFF\xFF";
        assert_eq!(veil(answers), [Piece::Plain(answers.to_vec())]);
    }

    #[test]
    fn a_part_of_a_touch_is_hidden() {
        assert_eq!(veil(b"\x65\x01\x03"), [Piece::Hidden(3)]);
        assert_eq!(veil(b"\x64\x01\x03\x01\xFF\xFF\xFF"), [Piece::Hidden(3), Piece::Plain(b"\x01\xFF\xFF\xFF".to_vec()) ]);
    }
}
