//! A reader of resident identity cards: asked for one card, and tells its number, which nobody may keep.

use std::fmt;

use crate::driver::Port;

/// The role of a reader of identity cards.
#[derive(Debug)]
pub struct CardReader;

impl Port for CardReader {
    type Command = Command;
    type Event = Event;
}

/// What a reader may be told. The newest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Read the next card that is laid on, and no further one.
    Read,
    /// Leave cards alone.
    Rest,
}

/// What a reader may tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The card that was asked for. The reader rests.
    Card(CardNumber),
    /// The card could not be read: hold it on again. Told once a card; the reader goes on.
    Unreadable,
    /// The card holds no resident's number, as a foreigner's card does not. The reader goes on.
    Unsupported,
}

/// The number of a resident identity card, checked by its last character.
///
/// It names a person. Its debug form hides it, it cannot be printed or stored by serde, and it is to be
/// turned into a keyed hash and an age class and dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct CardNumber([u8; DIGITS]);

/// Characters of a number.
pub const DIGITS: usize = 18;

/// The weight of each digit but the last, and the last characters by the remainder: GB 11643.
const WEIGHTS: [u32; DIGITS - 1] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// See [`WEIGHTS`].
const LAST: &[u8; 11] = b"10X98765432";

impl CardNumber {
    /// The number in these characters; `None` unless they are one.
    pub fn new(characters: &[u8]) -> Option<Self> {
        let number: [u8; DIGITS] = characters.try_into().ok()?;
        let (last, digits) = number.split_last()?;
        let all_digits = digits.iter().all(u8::is_ascii_digit);
        let sum: u32 =
            digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit & 0x0F) * weight).sum();
        (all_digits && LAST[(sum % 11) as usize] == *last).then_some(Self(number))
    }

    /// The characters, for a keyed hash.
    pub fn characters(&self) -> &[u8; DIGITS] {
        &self.0
    }

    /// The day of birth that the number holds: year, month, day, as printed.
    pub fn born(&self) -> (u16, u8, u8) {
        let number = |from: usize, to: usize| {
            self.0[from..to].iter().fold(0_u16, |number, digit| number * 10 + u16::from(digit & 0x0F))
        };
        let small = |from: usize| u8::try_from(number(from, from + 2)).unwrap_or(0);
        (number(6, 10), small(10), small(12))
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardNumber(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_number_is_one_and_no_number_with_a_wrong_character_is() {
        let published = b"11010519491231002X";
        assert_eq!(CardNumber::new(published).unwrap().born(), (1949, 12, 31));

        for place in 0..DIGITS {
            for wrong in (b'0'..=b'9').filter(|wrong| *wrong != published[place]) {
                let mut number = *published;
                number[place] = wrong;
                assert_eq!(CardNumber::new(&number), None, "place {place}");
            }
        }
        assert_eq!(CardNumber::new(b"11010519491231002"), None);
        assert_eq!(CardNumber::new(b"1101051949A231002X"), None);
    }

    #[test]
    fn a_number_never_shows_in_a_log() {
        let event = Event::Card(CardNumber::new(b"11010519491231002X").unwrap());

        assert_eq!(format!("{event:?}"), "Card(CardNumber(hidden))");
    }
}
