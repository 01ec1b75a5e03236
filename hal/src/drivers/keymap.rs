//! Which code means which key of a clerk's keypad, and the four characters that it shows.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::port::keypad::{DIGITS, Key};

/// The keys as they are named in the configuration, digits aside.
pub const NAMES: [(&str, Key); 17] = [
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

/// Which code means which key.
///
/// In the configuration a table of names and codes, `keys = { next = 11, "0" = 10 }`: digits by themselves,
/// other keys by the name of [`Key`] in kebab-case. Codes are 1 to 255, a plain board's inputs 1 to 8.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "BTreeMap<String, u8>")]
pub struct KeyMap(BTreeMap<u8, Key>);

impl KeyMap {
    /// The keys of a kind of keypad as they leave the factory.
    pub fn of(keys: &[(u8, Key)]) -> Self {
        Self(keys.iter().copied().collect())
    }

    /// The key with this code; `None` for a code that has no meaning here.
    pub fn key(&self, code: u8) -> Option<Key> {
        let key = self.0.get(&code).copied();
        if key.is_none() {
            tracing::warn!(code, "a key without a meaning was pressed: add its code to `keys`");
        }
        key
    }

    /// Whether a PIN is typed with the key of this code.
    pub fn is_digit(&self, code: u8) -> bool {
        matches!(self.0.get(&code), Some(Key::Digit(_)))
    }

    /// The code that stands for every digit where digits are not to be told apart; `None` without digits.
    pub fn stand_in(&self) -> Option<u8> {
        self.iter().find(|(_, key)| matches!(key, Key::Digit(_))).map(|(code, _)| code)
    }

    /// Every key.
    pub fn keys(&self) -> Vec<Key> {
        self.0.values().copied().collect()
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

/// The key of this name: a digit by itself, another by its name in [`NAMES`].
pub fn named(name: &str) -> Option<Key> {
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
}
