//! Unicode text in the character sets that devices sold in China have in their fonts.

use encoding_rs::GB18030;
use pinyin::ToPinyin;
use serde::Deserialize;

/// Stands for a character that the device lacks, so that a person sees that something is missing.
///
/// It is in GB2312, which every Chinese font has.
pub const MISSING: char = '□';

/// The characters a device has, and how they are spelt in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Charset {
    /// Printable ASCII: digits and letters of a few segments. What is missing is a dash.
    #[serde(rename = "ascii")]
    Ascii,
    /// 6763 characters and symbols; both bytes of each are A1–FE, so that none looks like ASCII.
    #[serde(rename = "gb2312")]
    Gb2312,
    /// 21 003 characters in two bytes. A second byte may be any of 40–7E: a backslash or a letter.
    #[serde(rename = "gbk")]
    Gbk,
    /// All of Unicode, rare names in four bytes. A device may lack the glyphs.
    #[serde(rename = "gb18030")]
    Gb18030,
    /// All of Unicode.
    #[serde(rename = "utf-8")]
    Utf8,
}

/// What stands for a character that a device lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rare {
    /// [`MISSING`], or a dash in ASCII.
    #[default]
    Mark,
    /// A question mark.
    Question,
    /// The usual reading of an ideograph, without its tone: `Yan`. The mark where none is known.
    Pinyin,
}

impl Rare {
    /// What stands for this character.
    fn spelt(self, character: char) -> Option<String> {
        match self {
            Self::Mark => None,
            Self::Question => Some("?".to_owned()),
            Self::Pinyin => {
                let reading = character.to_pinyin()?.plain();
                Some(
                    reading
                        .chars()
                        .take(1)
                        .flat_map(char::to_uppercase)
                        .chain(reading.chars().skip(1))
                        .collect(),
                )
            }
        }
    }
}

impl Charset {
    /// The bytes of `text` as [`Self::encode`] makes them, with something else for what the set lacks.
    pub fn encode_with(self, text: &str, rare: Rare) -> Vec<u8> {
        let spelt = |character: char| match rare.spelt(character).filter(|_| !self.has(character)) {
            Some(spelt) if !character.is_control() => spelt,
            Some(_) | None => character.to_string(),
        };
        self.encode(&text.chars().map(spelt).collect::<String>())
    }

    /// The bytes of `text`. What the set lacks becomes [`MISSING`], or a dash in ASCII; control characters
    /// become spaces.
    pub fn encode(self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len());
        for character in text.chars() {
            let shown = if character.is_control() { ' ' } else { character };
            if !self.push(shown, &mut bytes) {
                self.push(if self == Self::Ascii { '-' } else { MISSING }, &mut bytes);
            }
        }
        bytes
    }

    /// Whether the set has this character.
    pub fn has(self, character: char) -> bool {
        self.push(character, &mut Vec::new())
    }

    /// Appends one character, or nothing and `false` when the set lacks it.
    fn push(self, character: char, bytes: &mut Vec<u8>) -> bool {
        let mut buffer = [0; 4];
        let utf8 = character.encode_utf8(&mut buffer);
        if self == Self::Utf8 {
            bytes.extend_from_slice(utf8.as_bytes());
            return true;
        }
        // GBK is asked of the GB18030 encoder too: the GBK of the web has a one-byte euro sign of its own.
        let (encoded, _, unmappable) = GB18030.encode(utf8);
        let has = !unmappable
            && match self {
                Self::Ascii => encoded.is_ascii() && encoded.len() == 1,
                Self::Gb2312 => encoded.len() == 1 || is_gb2312(&encoded),
                Self::Gbk => encoded.len() <= 2,
                Self::Gb18030 | Self::Utf8 => true,
            };
        if has {
            bytes.extend_from_slice(&encoded);
        }
        has
    }
}

/// Where GB2312 has characters: lead byte from, to; trail byte from, to. The rest of the plane is empty in it
/// and filled by its successors.
const GB2312: [(u8, u8, u8, u8); 17] = [
    (0xA1, 0xA1, 0xA1, 0xFE),
    (0xA2, 0xA2, 0xB1, 0xE2),
    (0xA2, 0xA2, 0xE5, 0xEE),
    (0xA2, 0xA2, 0xF1, 0xFC),
    (0xA3, 0xA3, 0xA1, 0xFE),
    (0xA4, 0xA4, 0xA1, 0xF3),
    (0xA5, 0xA5, 0xA1, 0xF6),
    (0xA6, 0xA6, 0xA1, 0xB8),
    (0xA6, 0xA6, 0xC1, 0xD8),
    (0xA7, 0xA7, 0xA1, 0xC1),
    (0xA7, 0xA7, 0xD1, 0xF1),
    (0xA8, 0xA8, 0xA1, 0xBA),
    (0xA8, 0xA8, 0xC5, 0xE9),
    (0xA9, 0xA9, 0xA4, 0xEF),
    (0xB0, 0xD6, 0xA1, 0xFE),
    (0xD7, 0xD7, 0xA1, 0xF9),
    (0xD8, 0xF7, 0xA1, 0xFE),
];

fn is_gb2312(encoded: &[u8]) -> bool {
    let &[lead, trail] = encoded else { return false };
    GB2312.iter().any(|&(lead_from, lead_to, trail_from, trail_to)| {
        (lead_from..=lead_to).contains(&lead) && (trail_from..=trail_to).contains(&trail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_text_has_the_same_bytes_in_the_three_national_sets() {
        let expected = b"\xC7\xEBA0023\xB5\xBD3\xBA\xC5\xB4\xB0\xBF\xDA";

        for charset in [Charset::Gb2312, Charset::Gbk, Charset::Gb18030] {
            assert_eq!(charset.encode("请A0023到3号窗口"), expected, "{charset:?}");
        }
    }

    #[test]
    fn a_rare_character_has_four_bytes_in_gb18030_and_is_visibly_missing_elsewhere() {
        assert_eq!(Charset::Gb18030.encode("𠮷"), [0x95, 0x34, 0xB2, 0x35]);
        assert_eq!(Charset::Gbk.encode("𠮷A1"), b"\xA1\xF5A1");
        assert_eq!(Charset::Gb2312.encode("䶮A1"), b"\xA1\xF5A1");
    }

    #[test]
    fn a_character_whose_second_byte_is_a_backslash_is_not_in_gb2312() {
        assert_eq!(Charset::Gbk.encode("乗"), [0x81, 0x5C]);
        assert!(!Charset::Gb2312.has('乗'));
    }

    #[test]
    fn gb2312_is_6763_characters_and_682_symbols() {
        let two_bytes = ('\u{80}'..=char::MAX).filter(|&character| Charset::Gb2312.has(character)).count();

        assert_eq!(two_bytes, 6763 + 682);
    }

    #[test]
    fn what_stands_for_a_rare_name_is_as_it_was_set() {
        let spelt = |rare| Charset::Gb2312.encode_with("王䶮\n𝄞", rare);

        assert_eq!(spelt(Rare::Mark), b"\xCD\xF5\xA1\xF5 \xA1\xF5");
        assert_eq!(spelt(Rare::Question), b"\xCD\xF5? ?");
        assert_eq!(spelt(Rare::Pinyin), b"\xCD\xF5Yan \xA1\xF5", "a clef has no reading");
        assert_eq!(Charset::Gb18030.encode_with("㙍", Rare::Pinyin).len(), 4, "what is there is not spelt");
        assert_eq!(Charset::Ascii.encode_with("王1", Rare::Pinyin), b"Wang1");
    }

    #[test]
    fn what_segments_cannot_show_is_a_dash() {
        assert_eq!(Charset::Ascii.encode("A01号7é"), b"A01-7-");
    }

    #[test]
    fn a_line_break_in_a_text_is_a_space() {
        assert_eq!(Charset::Gb18030.encode("A\n\u{10}1"), b"A  1");
    }

    #[test]
    fn utf_8_stays_what_it_is() {
        assert_eq!(Charset::Utf8.encode("号𠮷"), "号𠮷".as_bytes());
    }
}
