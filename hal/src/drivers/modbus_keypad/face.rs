//! Kinds of clerk keypad on Modbus, and what is printed on their keys.

use serde::Deserialize;

use crate::drivers::keymap::KeyMap;
use crate::port::keypad::Key;

/// Kinds of keypad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Sixteen latched keys, four characters, a beeper.
    #[default]
    SixteenKey,
    /// Eight contacts of a plain board, a lamp, a buzzer.
    EightKey,
}

/// Rows of four from the top left: `1 2 3 NEXT`, `4 5 6 RECALL`, `7 8 9 NO-SHOW`, `FUNCTION 0 ENTER FINISH`,
/// with the codes of the digits equal to their value and 10 for the zero.
const SIXTEEN: [(u8, Key); 16] = [
    (1, Key::Digit(1)),
    (2, Key::Digit(2)),
    (3, Key::Digit(3)),
    (4, Key::Digit(4)),
    (5, Key::Digit(5)),
    (6, Key::Digit(6)),
    (7, Key::Digit(7)),
    (8, Key::Digit(8)),
    (9, Key::Digit(9)),
    (10, Key::Digit(0)),
    (11, Key::Next),
    (12, Key::Recall),
    (13, Key::NoShow),
    (14, Key::Finish),
    (15, Key::Function),
    (16, Key::Enter),
];

/// The inputs of a plain board, 1 to 8.
const EIGHT: [(u8, Key); 8] = [
    (1, Key::Next),
    (2, Key::Recall),
    (3, Key::NoShow),
    (4, Key::Start),
    (5, Key::Finish),
    (6, Key::Pause),
    (7, Key::Rate),
    (8, Key::Help),
];

impl Profile {
    /// The keys of this profile, as they are printed unless the configuration says otherwise.
    pub fn keys(self) -> KeyMap {
        let keys: &[(u8, Key)] = match self {
            Self::SixteenKey => &SIXTEEN,
            Self::EightKey => &EIGHT,
        };
        KeyMap::of(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_gives_each_key_one_code() {
        for (profile, count) in [(Profile::SixteenKey, 16), (Profile::EightKey, 8)] {
            let mut keys: Vec<Key> = profile.keys().iter().map(|(_, key)| key).collect();
            keys.sort_unstable();
            keys.dedup();

            assert_eq!(keys.len(), count, "{profile:?}");
        }
    }
}
