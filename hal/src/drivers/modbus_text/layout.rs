//! Where a board keeps its texts among its registers: declared, as every maker has a map of his own.

use serde::Deserialize;

use crate::driver::SettingsError;
use crate::framing::text::{Charset, Rare};
use crate::port::board::{Area as Text, Colour};

/// The layouts of boards that can be bought, by the name in `profile = "…"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Armfly LED-485-046: six digits.
    #[serde(rename = "armfly-led-485")]
    ArmflyLed485,
    /// DM36B06, six digits; its sister DM56A04 has four and ignores the rest.
    #[serde(rename = "dm36b06")]
    Dm36b06,
}

/// Registers of a board.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Layout {
    /// Where the texts stand, first text first.
    pub areas: Vec<Area>,
    /// How bytes fill registers: `two`, `two-swapped` or `one`.
    pub packing: Packing,
    /// What fills an area behind its text: 32, a space, or 0.
    pub pad: u8,
    /// What the board's font holds: `gb2312`, `gbk` or `ascii`.
    pub encoding: Charset,
    /// What stands for a character that it lacks: `mark`, `question` or `pinyin`.
    pub rare: Rare,
    /// Where the colour is set, on boards that have more than one.
    pub colour: Option<ColourRegister>,
    /// Where flashing is set, on boards that can.
    pub flash: Option<FlashRegister>,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            areas: Vec::new(),
            packing: Packing::Two,
            pad: b' ',
            encoding: Charset::Gb2312,
            rare: Rare::Mark,
            colour: None,
            flash: None,
        }
    }
}

/// The registers of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Area {
    /// The first holding register, counted from 0 as on the wire.
    pub first: u16,
    /// How many: 1 to 100.
    pub registers: u16,
}

/// How bytes of text fill registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Packing {
    /// Two bytes a register, the first in the high byte.
    Two,
    /// Two bytes a register, the first in the low byte.
    TwoSwapped,
    /// One byte a register, in the low byte.
    One,
}

/// A register that sets the colour of the whole board, and its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ColourRegister {
    /// The holding register.
    pub at: u16,
    /// Its value for red.
    pub red: u16,
    /// Its value for green.
    pub green: u16,
    /// Its value for yellow.
    pub yellow: u16,
}

/// A register that lets the whole board flash; zero lets it stand still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FlashRegister {
    /// The holding register.
    pub at: u16,
    /// Its value for flashing.
    pub on: u16,
}

/// Values for neighbouring holding registers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The first register.
    pub first: u16,
    /// What is to be written, lowest register first.
    pub values: Vec<u16>,
}

impl Profile {
    /// Where boards of this kind keep their text.
    pub fn layout(self) -> Layout {
        match self {
            Self::ArmflyLed485 => Layout {
                areas: vec![Area { first: 0x0070, registers: 3 }],
                encoding: Charset::Ascii,
                ..Layout::default()
            },
            Self::Dm36b06 => Layout {
                areas: vec![Area { first: 0x0000, registers: 6 }],
                packing: Packing::One,
                encoding: Charset::Ascii,
                flash: Some(FlashRegister { at: 0x0008, on: 0b11_1111 }),
                ..Layout::default()
            },
        }
    }
}

impl Layout {
    /// Refuses what no board can be.
    pub fn check(&self) -> Result<(), SettingsError> {
        let refused = |why| Err(SettingsError::Value { key: "layout", why });
        if !(1..=AREAS_MAX).contains(&self.areas.len()) {
            return refused("`areas` holds 1 to 8 texts");
        }
        let fits = |area: &Area| {
            (1..=REGISTERS_MAX).contains(&area.registers) && area.first.checked_add(area.registers - 1).is_some()
        };
        if !self.areas.iter().all(fits) {
            return refused("an area has 1 to 100 registers, below 65536");
        }
        match (self.encoding, self.packing) {
            (Charset::Ascii, _) | (Charset::Gb2312 | Charset::Gbk, Packing::Two | Packing::TwoSwapped) => Ok(()),
            (Charset::Gb2312 | Charset::Gbk, Packing::One) => refused("one byte a register is for `ascii`"),
            (Charset::Gb18030 | Charset::Utf8, _) => refused("boards hold gb2312, gbk or ascii"),
        }
    }

    /// Everything that is to be written to show `texts`; an area without a text is blank.
    pub fn writes(&self, texts: &[Text]) -> Vec<Write> {
        if texts.len() > self.areas.len() {
            tracing::warn!(texts = texts.len(), areas = self.areas.len(), "more texts than areas");
        }
        let words = |index: usize| texts.get(index).map_or("", |text| text.text.as_str());
        let areas = self.areas.iter().enumerate();
        let mut writes: Vec<Write> = areas
            .map(|(index, area)| Write { first: area.first, values: self.values(*area, words(index)) })
            .collect();
        if let Some(colour) = self.colour {
            let value = match texts.first().map_or(Colour::Red, |text| text.colour) {
                Colour::Red => colour.red,
                Colour::Green => colour.green,
                Colour::Yellow => colour.yellow,
            };
            writes.push(Write { first: colour.at, values: vec![value] });
        }
        if let Some(flash) = self.flash {
            let value = if texts.iter().any(|text| text.lively) { flash.on } else { 0 };
            writes.push(Write { first: flash.at, values: vec![value] });
        }
        writes
    }

    /// The registers of one area: the text as far as whole characters fit, then padding.
    fn values(&self, area: Area, words: &str) -> Vec<u16> {
        let bytes_max = match self.packing {
            Packing::Two | Packing::TwoSwapped => 2 * usize::from(area.registers),
            Packing::One => usize::from(area.registers),
        };
        let mut bytes = Vec::with_capacity(bytes_max);
        for character in words.chars() {
            let encoded = self.encoding.encode_with(character.encode_utf8(&mut [0; 4]), self.rare);
            if bytes.len() + encoded.len() > bytes_max {
                break;
            }
            bytes.extend(encoded);
        }
        bytes.resize(bytes_max, self.pad);
        match self.packing {
            Packing::Two => bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect(),
            Packing::TwoSwapped => {
                bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
            }
            Packing::One => bytes.into_iter().map(u16::from).collect(),
        }
    }
}

/// Texts of one board: more than a board over a window or in a hall has lines.
const AREAS_MAX: usize = 8;
/// Registers of one text; one question writes at most 123.
const REGISTERS_MAX: u16 = 100;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Text {
        Text { text: words.to_owned(), colour: Colour::Green, lively: true }
    }

    fn one(packing: Packing, encoding: Charset, registers: u16) -> Layout {
        Layout { areas: vec![Area { first: 0, registers }], packing, encoding, ..Layout::default() }
    }

    #[test]
    fn each_packing_puts_bytes_where_it_says() {
        let values = |packing| one(packing, Charset::Ascii, 2).writes(&[text("A1")])[0].values.clone();

        assert_eq!(values(Packing::Two), [0x4131, 0x2020]);
        assert_eq!(values(Packing::TwoSwapped), [0x3141, 0x2020]);
        assert_eq!(values(Packing::One), [0x41, 0x31]);
    }

    #[test]
    fn f08_half_a_character_is_never_written_and_what_the_font_lacks_is_seen() {
        let written = |encoding, words| one(Packing::Two, encoding, 2).writes(&[text(words)])[0].values.clone();

        assert_eq!(written(Charset::Gb2312, "A号号"), [0x41BA, 0xC520]);
        assert_eq!(written(Charset::Gb2312, "𠮷号"), [0xA1F5, 0xBAC5]);
        assert_eq!(written(Charset::Ascii, "号7"), [0x2D37, 0x2020]);
    }

    #[test]
    fn colour_and_flashing_have_registers_of_their_own_and_an_area_without_text_is_blank() {
        let layout = Layout {
            areas: vec![Area { first: 10, registers: 1 }, Area { first: 20, registers: 1 }],
            colour: Some(ColourRegister { at: 30, red: 1, green: 2, yellow: 3 }),
            flash: Some(FlashRegister { at: 31, on: 9 }),
            ..Layout::default()
        };

        let written: Vec<(u16, Vec<u16>)> =
            layout.writes(&[text("A1")]).into_iter().map(|write| (write.first, write.values)).collect();

        let expected = [(10, vec![0x4131]), (20, vec![0x2020]), (30, vec![2]), (31, vec![9])];
        assert_eq!(written, expected);
        assert_eq!(layout.writes(&[]).last(), Some(&Write { first: 31, values: vec![0] }));
    }

    #[test]
    fn a_layout_that_no_board_can_have_is_refused() {
        let wrong = [
            Layout::default(),
            one(Packing::Two, Charset::Gb2312, 0),
            one(Packing::Two, Charset::Gb2312, 101),
            one(Packing::One, Charset::Gb2312, 6),
            one(Packing::Two, Charset::Gb18030, 6),
            Layout { areas: vec![Area { first: 0xFFFF, registers: 2 }], ..Layout::default() },
        ];
        for layout in wrong {
            assert!(matches!(layout.check(), Err(SettingsError::Value { key: "layout", .. })), "{layout:?}");
        }
        for profile in [Profile::ArmflyLed485, Profile::Dm36b06] {
            assert!(profile.layout().check().is_ok());
        }
    }
}
