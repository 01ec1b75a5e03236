//! What of a keypad's frames may be written down: a PIN is typed on it, and its answers repeat the last keys.

use crate::driver::{Piece, Way, veil};
use crate::drivers::keymap::KeyMap;
use crate::framing::crc16_modbus;
use crate::framing::modbus_keys::Reading;

/// Where the codes of keys stand in the data of a block: the last four, and the one that is down.
const CODES: std::ops::Range<usize> = 4..9;

/// The bytes as they may be written down: whole answers of this slave with every digit told as one and the same,
/// their sums made anew; the rest hidden, as it may be part of an answer.
pub(super) fn veil(slave: u8, reading: Reading, keys: &KeyMap, way: Way, bytes: &[u8]) -> Vec<Piece> {
    let stand_in = match (way, keys.stand_in()) {
        (Way::In, Some(stand_in)) => stand_in,
        (Way::In | Way::Out, _) => return veil::without_cards(bytes),
    };
    let mut pieces = veil::Pieces::default();
    let mut at = 0;
    while at < bytes.len() {
        let Some(body) = answer(slave, &bytes[at..]) else {
            pieces.hide(1);
            at += 1;
            continue;
        };
        at += body.len() + 2;
        let mut body = body.to_vec();
        let tells_keys = matches!(body[1], 0x02 | 0x04);
        // A block of another length or a reading that was not ours tells who knows what.
        if tells_keys && !told_by(reading, &mut body[1..], keys, stand_in) {
            pieces.hide(body.len() + 2);
            continue;
        }
        body.extend(crc16_modbus(&body).to_le_bytes());
        pieces.show(&body);
    }
    pieces.all()
}

/// The body of the answer that these bytes begin with, without its sum.
fn answer(slave: u8, bytes: &[u8]) -> Option<&[u8]> {
    let length = match *bytes {
        [found, 0x02 | 0x04, count, ..] if found == slave => 5 + usize::from(count),
        [found, 0x0F | 0x10, ..] if found == slave => 8,
        [found, said, ..] if found == slave && said >= 0x80 => 5,
        _ => return None,
    };
    let (body, sum) = bytes.get(..length)?.split_last_chunk::<2>()?;
    (crc16_modbus(body).to_le_bytes() == *sum).then_some(body)
}

/// Makes every digit in an answer to the question for keys one and the same; false when it is no such answer.
fn told_by(reading: Reading, answer: &mut [u8], keys: &KeyMap, stand_in: u8) -> bool {
    let [function, count, data @ ..] = answer else { return false };
    match (reading, *function, *count) {
        (Reading::Latching { .. }, 0x04, 10) => {
            let codes = &mut data[CODES];
            codes.iter_mut().filter(|code| keys.is_digit(**code)).for_each(|code| *code = stand_in);
            true
        }
        (Reading::Plain, 0x02, 1) => {
            let digits = (1..=8_u8).filter(|code| keys.is_digit(*code)).fold(0, |bits, code| bits | 1 << (code - 1));
            if data[0] & digits != 0 {
                data[0] = data[0] & !digits | 1 << (stand_in - 1);
            }
            true
        }
        (Reading::Latching { .. } | Reading::Plain, _, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::face::Profile;
    use super::*;

    const LATCHING: Reading = Reading::Latching { mark: b'K', first: 0 };

    fn frame(body: &[u8]) -> Vec<u8> {
        [body, &crc16_modbus(body).to_le_bytes()].concat()
    }

    fn block(codes: [u8; 4], held: u8) -> Vec<u8> {
        let [a, b, c, d] = codes;
        frame(&[5, 4, 10, b'K', 1, 0, 7, a, b, c, d, held, 0])
    }

    fn veiled(bytes: &[u8]) -> Vec<Piece> {
        veil(5, LATCHING, &Profile::SixteenKey.keys(), Way::In, bytes)
    }

    #[test]
    fn every_pin_leaves_the_same_bytes_and_other_keys_stay() {
        assert_eq!(veiled(&block([16, 2, 5, 8], 0)), veiled(&block([16, 10, 1, 9], 0)));
        assert_eq!(veiled(&block([11, 3, 13, 12], 7)), [Piece::Plain(block([11, 1, 13, 12], 1))]);
        assert_eq!(veiled(&block([11, 0, 0, 0], 11)), [Piece::Plain(block([11, 0, 0, 0], 11))]);
    }

    #[test]
    fn what_is_no_whole_answer_of_this_keypad_is_hidden() {
        let answer = block([2, 5, 8, 3], 0);
        let mut spoilt = answer.clone();
        spoilt[7] ^= 4;

        assert_eq!(veiled(&answer[..14]), [Piece::Hidden(14)]);
        assert_eq!(veiled(&answer[1..]), [Piece::Hidden(14)]);
        assert_eq!(veiled(&spoilt), [Piece::Hidden(15)]);
        assert_eq!(veiled(&frame(&[6, 4, 4, 2, 5, 8, 3])), [Piece::Hidden(9)]);
        assert_eq!(veiled(&frame(&[5, 4, 4, 2, 5, 8, 3])), [Piece::Hidden(9)], "an answer of another shape");
        assert_eq!(veiled(&frame(&[5, 0x84, 2])), [Piece::Plain(frame(&[5, 0x84, 2]))]);
    }

    #[test]
    fn digits_on_the_contacts_of_a_plain_board_are_one() {
        let keys: KeyMap = "\"4\" = 2\n\"7\" = 3\nnext = 1".parse::<toml::Table>().unwrap().try_into().unwrap();
        let told = |bits: u8| veil(5, Reading::Plain, &keys, Way::In, &frame(&[5, 2, 1, bits]));

        assert_eq!(told(0b011), told(0b101));
        assert_eq!(told(0b001), [Piece::Plain(frame(&[5, 2, 1, 1]))]);
    }
}
