//! The settings of an Alpha sign.

use serde::Deserialize;

use crate::driver::SettingsError;
use crate::framing::dots::LINE;
use crate::port::board::Colour;

/// Most areas of one sign: the labels of its pictures are P to W.
const AREAS_MAX: u8 = 8;

/// Settings in the device's table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// Width of the sign in dots: 30 to 255.
    pub columns: u8,
    /// Height in dots: 7 to 31. Below 16 there is no room for Chinese, and dashes stand for it.
    pub rows: u8,
    /// Areas that the hall may fill, shown one after another: 1 to 8.
    pub areas: u8,
    /// The colours of its diodes.
    pub colours: Colours,
    /// The type that it answers to, one character of the maker's list: `Z` is any, `^` a BetaBrite.
    pub sign_type: char,
    /// Whether it answers questions: a cable of two wires carries none.
    pub answers: bool,
}

/// The colours of a sign's diodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Colours {
    /// One.
    One,
    /// Red, green and amber.
    Three,
    /// Eight, yellow among them.
    Eight,
}

impl Default for Settings {
    fn default() -> Self {
        Self { columns: 80, rows: 16, areas: 1, colours: Colours::Three, sign_type: 'Z', answers: true }
    }
}

impl Settings {
    /// Refuses what no sign has.
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        let wrong = |key, why| Err(SettingsError::Value { key, why });
        if self.columns < 30 {
            return wrong("columns", "a sign is 30 to 255 dots wide");
        }
        if !(7..=31).contains(&self.rows) {
            return wrong("rows", "a sign is 7 to 31 dots high");
        }
        if !(1..=AREAS_MAX).contains(&self.areas) {
            return wrong("areas", "a sign shows 1 to 8 areas, one after another");
        }
        if !self.sign_type.is_ascii_graphic() {
            return wrong("sign-type", "one printable character of the maker's list, `Z` for any sign");
        }
        Ok(())
    }

    /// The byte of the type in every packet.
    pub(super) fn kind(&self) -> u8 {
        u8::try_from(self.sign_type).unwrap_or(b'Z')
    }

    /// Whether a text has to be drawn, and can be.
    pub(super) fn draws(&self, text: &str) -> bool {
        u32::from(self.rows) >= LINE && !text.is_ascii()
    }

    /// The digit of a lit dot, and of a text's colour.
    pub(super) fn pixel(&self, colour: Colour) -> u8 {
        match (self.colours, colour) {
            (Colours::One, _) | (_, Colour::Red) => b'1',
            (Colours::Three | Colours::Eight, Colour::Green) => b'2',
            (Colours::Three, Colour::Yellow) => b'3',
            (Colours::Eight, Colour::Yellow) => b'8',
        }
    }

    /// The colours of a DOTS file, as the memory configuration says them.
    pub(super) fn colour_status(&self) -> &'static str {
        match self.colours {
            Colours::One => "1000",
            Colours::Three => "2000",
            Colours::Eight => "4000",
        }
    }
}
