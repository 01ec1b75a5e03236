//! What of a panel's frames may be written down: visitors type pick-up codes by touching choices.

use crate::driver::{Piece, veil};
use crate::framing::dgus;
use crate::port::terminal::{Button, CHOICES};

/// Bytes before the command: the head and the length.
const HEAD: usize = 3;

/// Whole frames of the kinds that are known, with every choice told as the first; the rest hidden, as it may be
/// part of a touch.
pub(super) fn veil(bytes: &[u8], crc: bool) -> Vec<Piece> {
    let mut pieces = veil::Pieces::default();
    let mut at = 0;
    while at < bytes.len() {
        match frame(&bytes[at..], crc) {
            Some((told, length)) => {
                at += length;
                pieces.show(&told);
            }
            None => {
                at += 1;
                pieces.hide(1);
            }
        }
    }
    pieces.all()
}

/// The frame that these bytes begin with, as it may be read, and its length.
fn frame(bytes: &[u8], crc: bool) -> Option<(Vec<u8>, usize)> {
    let [0x5A, 0xA5, length, ..] = *bytes else { return None };
    let whole = bytes.get(..HEAD + usize::from(length))?;
    let mut unframer = dgus::Unframer::default();
    unframer.push(whole);
    let (command, mut data) = unframer.next(crc)?;
    match (command, data.as_mut_slice()) {
        (0x82, [0x4F, 0x4B]) | (0x83, [0x00, 0x14, 0x01, _, _]) => {}
        (0x83, [0x50, 0x00, 0x01, _, id]) => {
            if (0..CHOICES).any(|choice| Button::Choice(choice).id() == *id) {
                *id = Button::Choice(0).id();
            }
        }
        _ => return None,
    }
    let told = dgus::encode(command, &data, crc);
    // A frame found behind others would have another length.
    (told.len() == whole.len()).then_some((told, whole.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leaves_the_same_bytes_and_other_touches_and_answers_stay() {
        for crc in [false, true] {
            let touch = |id: u8| dgus::encode(0x83, &[0x50, 0x00, 0x01, 0x01, id], crc);
            let back = Button::Back.id();

            assert_eq!(veil(&touch(2), crc), veil(&touch(6), crc));
            assert_eq!(veil(&touch(back), crc), [Piece::Plain(touch(back))]);
            let done = dgus::encode(0x82, b"OK", crc);
            assert_eq!(veil(&done, crc), [Piece::Plain(done.clone())]);
            assert_eq!(veil(&touch(2)[..7], crc), [Piece::Hidden(7)]);
        }
    }
}
