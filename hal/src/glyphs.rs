//! Ideographs that GB2312 lacks, as dots: the names of people and villages that no device's font has. And a few
//! signs that our other font lacks.
//!
//! Font: GNU Unifont 15.0.01 and, beyond FFFF, its Japanese variant (GNU GPL 2 or later with the exception for
//! embedding fonts, or SIL Open Font Licence 1.1), 16 by 16 dots. `glyphs/make.py` made the file from it.

/// Records of a code point in three bytes and sixteen rows of two, in the order of code points.
static UNIFONT: &[u8] = include_bytes!("glyphs/unifont.bin");
const CODE: usize = 3;
const RECORD: usize = CODE + 2 * SIDE;

/// Height and width of every glyph, in dots.
pub const SIDE: usize = 16;

/// The rows of a character's glyph from the top, the highest bit at the left; `None` for one that our other font
/// has, or that both lack.
pub fn of(character: char) -> Option<[u16; SIDE]> {
    let [_, wanted @ ..] = u32::from(character).to_be_bytes();
    let (records, _) = UNIFONT.as_chunks::<RECORD>();
    let place = records.binary_search_by(|record| record[..CODE].cmp(&wanted)).ok()?;
    let mut rows = [0; SIDE];
    let (pairs, _) = records[place][CODE..].as_chunks::<2>();
    rows.iter_mut().zip(pairs).for_each(|(row, pair)| *row = u16::from_be_bytes(*pair));
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framing::text::Charset;

    #[test]
    fn rare_names_have_glyphs_and_everyday_characters_do_not() {
        for rare in ['䶮', '𠀋', '堃', '㙍', '镕'] {
            assert!(of(rare).is_some_and(|rows| rows.iter().any(|row| *row != 0)), "{rare}");
        }
        assert_eq!((of('号'), of('A'), of('\u{10FFFF}')), (None, None, None));
    }

    #[test]
    fn every_ideograph_of_gbk_that_gb2312_lacks_is_there() {
        let gbk =
            ('\u{4E00}'..='\u{9FA5}').filter(|one| Charset::Gbk.has(*one) && !Charset::Gb2312.has(*one));
        assert_eq!(gbk.filter(|one| of(*one).is_none()).collect::<String>(), "");
    }

    #[test]
    fn the_file_is_in_order_so_that_a_glyph_is_found() {
        let (records, rest) = UNIFONT.as_chunks::<RECORD>();
        assert!(records.is_sorted_by(|a, b| a[..CODE] < b[..CODE]) && rest.is_empty());
    }
}
