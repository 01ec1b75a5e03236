//! What a clerk touches and sees of a keypad: the profiles, which code means which key, the four digits.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::port::keypad::{DIGITS, Key};

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

/// The keys as they are named in the configuration, digits aside.
const NAMES: [(&str, Key); 17] = [
    ("next", Key::Next),
    ("recall", Key::Recall),
    ("no-show", Key::NoShow),
    ("start", Key::Start),
    ("finish", Key::Finish),
    ("transfer", Key::Transfer),
    ("call-number", Key::CallNumber),
    ("park", Key::Park),
    ("resume", Key::Resume),
    ("pause", Key::Pause),
    ("rate", Key::Rate),
    ("log-in", Key::LogIn),
    ("help", Key::Help),
    ("undo", Key::Undo),
    ("function", Key::Function),
    ("enter", Key::Enter),
    ("clear", Key::Clear),
];

impl Profile {
    /// The keys of this profile, as they are printed unless the configuration says otherwise.
    pub fn keys(self) -> KeyMap {
        let keys: &[(u8, Key)] = match self {
            Self::SixteenKey => &SIXTEEN,
            Self::EightKey => &EIGHT,
        };
        KeyMap(keys.iter().copied().collect())
    }
}

/// Which code means which key.
///
/// In the configuration a table of names and codes, `keys = { next = 11, "0" = 10 }`: digits by themselves,
/// other keys by the name of [`Key`] in kebab-case. Codes are 1 to 255, a plain board's inputs 1 to 8.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "BTreeMap<String, u8>")]
pub struct KeyMap(BTreeMap<u8, Key>);

impl KeyMap {
    /// The key with this code; `None` for a code that has no meaning here.
    pub fn key(&self, code: u8) -> Option<Key> {
        let key = self.0.get(&code).copied();
        if key.is_none() {
            tracing::warn!(code, "a key without a meaning was pressed: add its code to `keys`");
        }
        key
    }

    /// Every code with its key, by code.
    pub fn iter(&self) -> impl Iterator<Item = (u8, Key)> {
        self.0.iter().map(|(code, key)| (*code, *key))
    }
}

/// A table of keys that cannot be meant.
#[derive(Debug, Error)]
pub enum KeyMapError {
    /// No key has this name.
    #[error("there is no key {0:?}; keys are 0 to 9 and {names}", names = NAMES.map(|(name, _)| name).join(" "))]
    Unknown(String),
    /// No device sends this code.
    #[error("key {0:?}: codes are from 1 to 255")]
    Zero(String),
    /// Two names have the same code.
    #[error("code {0} is given to two keys")]
    Twice(u8),
}

impl TryFrom<BTreeMap<String, u8>> for KeyMap {
    type Error = KeyMapError;

    fn try_from(table: BTreeMap<String, u8>) -> Result<Self, KeyMapError> {
        let mut keys = BTreeMap::new();
        for (name, code) in table {
            let Some(key) = named(&name) else { return Err(KeyMapError::Unknown(name)) };
            if code == 0 {
                return Err(KeyMapError::Zero(name));
            }
            if keys.insert(code, key).is_some() {
                return Err(KeyMapError::Twice(code));
            }
        }
        Ok(Self(keys))
    }
}

fn named(name: &str) -> Option<Key> {
    match name.as_bytes() {
        [digit @ b'0'..=b'9'] => Some(Key::Digit(digit - b'0')),
        _ => NAMES.iter().find(|(known, _)| *known == name).map(|(_, key)| *key),
    }
}

/// Four characters of ASCII, at the right edge as numbers stand; what the digits lack is a dash.
pub fn digits(text: &str) -> [u8; DIGITS] {
    let mut digits = [b' '; DIGITS];
    let shown = text.chars().take(DIGITS).map(|character| match u8::try_from(character) {
        Ok(byte) if byte == b' ' || byte.is_ascii_graphic() => byte,
        Ok(_) | Err(_) => b'-',
    });
    let start = DIGITS - text.chars().take(DIGITS).count();
    for (digit, byte) in digits.iter_mut().skip(start).zip(shown) {
        *digit = byte;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<KeyMap, String> {
        text.parse::<toml::Table>().unwrap().try_into().map_err(|error: toml::de::Error| error.to_string())
    }

    #[test]
    fn a_map_is_read_by_the_names_printed_on_the_keys() {
        let keys = read("next = 3\n\"7\" = 1").unwrap();

        assert_eq!(keys.iter().collect::<Vec<_>>(), [(1, Key::Digit(7)), (3, Key::Next)]);
        assert_eq!(keys.key(2), None);
    }

    #[test]
    fn a_map_that_cannot_be_meant_is_refused_by_name() {
        assert!(read("nxt = 3").unwrap_err().contains("there is no key \"nxt\""));
        assert!(read("next = 0").unwrap_err().contains("codes are from 1 to 255"));
        assert!(read("next = 3\nrecall = 3").unwrap_err().contains("code 3 is given to two keys"));
    }

    #[test]
    fn numbers_stand_at_the_right_edge_and_what_digits_lack_is_a_dash() {
        let shown = ["7", "A017", "A0178", "等7", ""].map(digits);

        assert_eq!(shown, [*b"   7", *b"A017", *b"A017", *b"  -7", *b"    "]);
    }

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
