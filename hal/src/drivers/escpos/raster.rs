//! Lines with a name that the printer's font lacks, drawn in dots: `1D 76 30 m xL xH yL yH d…`.
//!
//! m 0 is one dot a dot, x counts bytes of a row, y rows; one picture follows the other without a gap. The
//! ideographs are as large as the printer's own, 24 dots at size 1, so that the line keeps its place.

use crate::framing::dots::{Dots, LINE};
use crate::framing::text::Charset;
use crate::glyphs;

/// Bytes of a picture beside its rows.
const HEAD: usize = 8;
/// Narrow characters are this wide at size 1, and wide ones twice as much, in dots.
const NARROW: usize = 12;

/// Whether a font of this set lacks a character that can be drawn. Four bytes count as lacking: few printers
/// with GB18030 have more than its two-byte part.
pub(super) fn is_rare(character: char, encoding: Charset) -> bool {
    let two_bytes = match encoding {
        Charset::Gb18030 | Charset::Utf8 => Charset::Gbk.has(character),
        Charset::Ascii | Charset::Gb2312 | Charset::Gbk => encoding.has(character),
    };
    !two_bytes && glyphs::of(character).is_some()
}

/// The line in pictures of at most `bytes_max` bytes each, as wide as `columns` narrow characters at most.
pub(super) fn line(words: &str, size: u8, bold: bool, columns: u8, bytes_max: usize) -> Vec<Vec<u8>> {
    let dots = Dots::of(words);
    let rows: Vec<Vec<bool>> = dots.rows(usize::MAX).map(<[bool]>::to_vec).collect();
    let Some(first) = rows.first() else { return Vec::new() };
    // Sixteen dots become twenty-four times the size: each becomes one and a half times as many.
    let times = usize::from(size.clamp(1, 8));
    let large = |dots: usize| dots * 3 * times / 2;
    let width = large(first.len()).min(usize::from(columns) * NARROW);
    let height = large(usize::try_from(LINE).unwrap_or_default());
    let lit = |x: usize, y: usize| covers(y, times).any(|row| covers(x, times).any(|column| dot(&rows, row, column)));
    let strong = |x: usize, y: usize| lit(x, y) || (bold && x > 0 && lit(x - 1, y));
    let row_bytes = width.div_ceil(8);
    let drawn: Vec<Vec<u8>> = (0..height)
        .map(|y| {
            let byte = |at: usize| (0..8).fold(0, |byte, bit| byte << 1 | u8::from(strong(8 * at + bit, y) && 8 * at + bit < width));
            (0..row_bytes).map(byte).collect()
        })
        .collect();
    drawn.chunks(((bytes_max - HEAD) / row_bytes).max(1)).map(|stripe| picture(stripe, row_bytes)).collect()
}

/// The dots of sixteen that stand behind one of the enlarged ones: of three neighbours the middle one stands
/// for both beside it, so that no thin stroke is lost.
fn covers(large: usize, times: usize) -> std::ops::RangeInclusive<usize> {
    2 * large / (3 * times)..=(2 * large + 1) / (3 * times)
}

fn dot(rows: &[Vec<bool>], row: usize, column: usize) -> bool {
    rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(false)
}

fn picture(rows: &[Vec<u8>], row_bytes: usize) -> Vec<u8> {
    let [x_low, x_high] = u16::try_from(row_bytes).unwrap_or(u16::MAX).to_le_bytes();
    let [y_low, y_high] = u16::try_from(rows.len()).unwrap_or(u16::MAX).to_le_bytes();
    let mut picture = vec![0x1D, 0x76, 0x30, 0x00, x_low, x_high, y_low, y_high];
    picture.extend(rows.iter().flatten());
    for at in HEAD..picture.len() {
        // A printer obeys these in passing, even inside a picture: one dot more is no harm.
        if picture[at - 1] == 0x10 && matches!(picture[at], 0x04 | 0x05 | 0x14) {
            picture[at] |= 0x02;
        }
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_name_is_told_from_one_that_every_printer_has() {
        let rare = |encoding| "王堃㙍𠀋é号".chars().map(|one| is_rare(one, encoding)).collect::<Vec<_>>();

        assert_eq!(rare(Charset::Gb18030), [false, false, true, true, false, false]);
        assert_eq!(rare(Charset::Gb2312), [false, true, true, true, false, false]);
    }

    #[test]
    fn a_drawn_line_is_as_large_as_a_printed_one_and_loses_no_stroke() {
        for (size, height, width) in [(1, 24, 60), (2, 48, 120), (3, 72, 180)] {
            let pictures = line("㙍王1", size, false, 48, 512);

            assert!(pictures.iter().all(|picture| picture.len() <= 512));
            let rows: usize = pictures.iter().map(|picture| usize::from(picture[6])).sum();
            assert_eq!((rows, usize::from(pictures[0][4])), (height, usize::div_ceil(width, 8)), "size {size}");
        }
        let thin = Dots::of("一");
        let lit = thin.rows(99).flatten().filter(|dot| **dot).count();
        let drawn: u32 = line("一", 1, false, 48, 512).iter().flat_map(|p| &p[8..]).map(|byte| byte.count_ones()).sum();
        assert!(usize::try_from(drawn).unwrap() > lit, "{drawn} of {lit}");
    }

    #[test]
    fn a_line_wider_than_the_paper_ends_there() {
        let pictures = line(&"㙍".repeat(40), 1, false, 48, 512);

        assert_eq!(pictures[0][4], 72, "576 dots");
    }

    #[test]
    fn no_picture_holds_what_a_printer_obeys_in_passing() {
        let all: Vec<char> = ('\u{3400}'..='\u{4DBF}').collect();
        for names in all.chunks(12) {
            let words: String = names.iter().collect();
            for size in 1..=3 {
                let bytes = line(&words, size, size == 2, 48, 512).concat();
                assert!(!bytes.windows(2).any(|pair| matches!(pair, [0x10, 0x04 | 0x05 | 0x14])), "{words}");
            }
        }
    }
}
