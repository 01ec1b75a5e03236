//! What differs between boards with a font card.

use serde::Deserialize;

use crate::driver::SettingsError;
use crate::framing::text::{Charset, Rare};

/// The device's own table in `hall.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Settings {
    /// Where the texts stand, first text first.
    pub areas: Vec<AreaSettings>,
    /// What the card's font holds: `gb2312` or `gbk`.
    pub encoding: Charset,
    /// What stands for a character that it lacks: `mark`, `question` or `pinyin`.
    pub rare: Rare,
    /// Whether the diodes have more than one colour.
    pub colours: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { areas: vec![AreaSettings::default()], encoding: Charset::Gb2312, rare: Rare::Mark, colours: false }
    }
}

/// One rectangle of the board. The default is a whole board of 64 by 32 pixels.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct AreaSettings {
    /// Left edge, in units of 8 pixels.
    pub x: u16,
    /// Upper edge, in pixels.
    pub y: u16,
    /// Width, in units of 8 pixels.
    pub width: u16,
    /// Height, in pixels.
    pub height: u16,
    /// The card's escape for a font or size, sent before each text, as `\FO1`. Printable ASCII.
    pub font: String,
}

impl Default for AreaSettings {
    fn default() -> Self {
        Self { x: 0, y: 0, width: 8, height: 32, font: String::new() }
    }
}

/// The card numbers its dynamic areas in one byte, and counts them in one. More than a hall's table of calls
/// needs.
const AREAS_MAX: usize = 32;

impl Settings {
    /// Refuses areas that the protocol cannot say, and an encoding that no font card has.
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        if self.areas.is_empty() || self.areas.len() > AREAS_MAX {
            return Err(SettingsError::Value { key: "areas", why: "a card shows 1 to 32 areas" });
        }
        if self.areas.iter().any(|area| area.width == 0 || area.height == 0) {
            return Err(SettingsError::Value { key: "areas", why: "width and height must be at least 1" });
        }
        if self.areas.iter().any(|area| area.font.len() > 16 || area.font.bytes().any(|b| !b.is_ascii_graphic())) {
            return Err(SettingsError::Value { key: "areas", why: "font is at most 16 printable ASCII characters" });
        }
        if !matches!(self.encoding, Charset::Gb2312 | Charset::Gbk) {
            return Err(SettingsError::Value { key: "encoding", why: "font cards hold gb2312 or gbk" });
        }
        Ok(())
    }
}
