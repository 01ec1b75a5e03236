//! Text as dots, for signs whose own font has no Chinese.
//!
//! Fonts: WenQuanYi bitmap Song of 16 dots, all of GB2312, embedded by the crate `u8g2-fonts` (GNU GPL 2 with
//! the exception for embedding fonts); for rare ideographs [`crate::glyphs`].

use std::convert::Infallible;

use embedded_graphics_core::Pixel;
use embedded_graphics_core::draw_target::DrawTarget;
use embedded_graphics_core::geometry::{OriginDimensions, Point, Size};
use embedded_graphics_core::pixelcolor::BinaryColor;
use u8g2_fonts::types::{FontColor, VerticalPosition};
use u8g2_fonts::{FontRenderer, fonts};

use super::text::MISSING;
use crate::glyphs;

const FONT: FontRenderer = FontRenderer::new::<fonts::u8g2_font_wqy16_t_gb2312>();

/// Height of the font's characters, in dots.
pub const LINE: u32 = 16;
/// From the upper edge of a line to the foot of its capitals.
const FOOT: i32 = 14;

/// A rectangle of dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dots {
    width: u32,
    lit: Vec<bool>,
}

impl Dots {
    /// One line of text, as wide as it is. A character that both fonts lack is [`MISSING`].
    pub fn of(text: &str) -> Self {
        let shown: String =
            text.chars().map(|one| if width_of(one).is_some() { one } else { MISSING }).collect();
        let width = shown.chars().filter_map(width_of).sum();
        let count = usize::try_from(u64::from(width) * u64::from(LINE)).unwrap_or_default();
        let mut dots = Self { width, lit: vec![false; count] };
        let mut x = 0;
        for character in shown.chars() {
            match glyphs::of(character) {
                Some(rows) => dots.stamp(x, &rows),
                None => {
                    let colour = FontColor::Transparent(BinaryColor::On);
                    // The character was found in the font, and dots cannot refuse to be drawn on.
                    let foot = Point::new(x, FOOT);
                    let _ = FONT.render(character, foot, VerticalPosition::Baseline, colour, &mut dots);
                }
            }
            x += width_of(character).and_then(|width| i32::try_from(width).ok()).unwrap_or_default();
        }
        dots
    }

    /// Draws a glyph of another font from this column on.
    fn stamp(&mut self, x: i32, rows: &[u16; glyphs::SIDE]) {
        let lit = (0..).zip(rows).flat_map(|(y, row)| {
            let columns = (0..16).filter(move |column| row << column & 0x8000 != 0);
            columns.map(move |column| Pixel(Point::new(x + column, y), BinaryColor::On))
        });
        self.draw_iter(lit).unwrap_or_else(|never| match never {});
    }

    /// Width in dots.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The rows from the top, each dot from the left; at most `columns` of each.
    pub fn rows(&self, columns: usize) -> impl Iterator<Item = &[bool]> {
        let width = usize::try_from(self.width).unwrap_or_default();
        self.lit.chunks(width.max(1)).map(move |row| &row[..columns.min(row.len())])
    }
}

/// How far a character moves the next one to the right; `None` when both fonts lack it.
fn width_of(character: char) -> Option<u32> {
    if glyphs::of(character).is_some() {
        return Some(LINE);
    }
    let size = FONT.get_rendered_dimensions(character, Point::zero(), VerticalPosition::Baseline).ok()?;
    u32::try_from(size.advance.x).ok()
}

impl OriginDimensions for Dots {
    fn size(&self) -> Size {
        Size::new(self.width, LINE)
    }
}

impl DrawTarget for Dots {
    type Color = BinaryColor;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<BinaryColor>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        for Pixel(Point { x, y }, colour) in pixels {
            let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { continue };
            let place = usize::try_from(u64::from(y) * u64::from(self.width) + u64::from(x)).ok();
            if x < self.width
                && let Some(dot) = place.and_then(|place| self.lit.get_mut(place))
            {
                *dot = colour.is_on();
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framing::text::Charset;

    const MOUTH_AND_ONE: [&str; 16] = [
        "........................",
        "........................",
        "..###########...........",
        "..#.........#........#..",
        "..#.........#......###..",
        "..#.........#........#..",
        "..#.........#........#..",
        "..#.........#........#..",
        "..#.........#........#..",
        "..#.........#........#..",
        "..#.........#........#..",
        "..#.........#........#..",
        "..#.........#........#..",
        "..###########......#####",
        "..#.........#...........",
        "........................",
    ];

    #[test]
    fn a_character_looks_as_it_does_on_paper() {
        let drawn: Vec<String> = Dots::of("口1")
            .rows(24)
            .map(|row| row.iter().map(|lit| if *lit { '#' } else { '.' }).collect())
            .collect();

        assert_eq!(drawn, MOUTH_AND_ONE);
    }

    #[test]
    fn every_character_of_gb2312_has_dots_and_none_is_cut_off() {
        let chinese = ('\u{4E00}'..='\u{9FFF}').filter(|one| Charset::Gb2312.has(*one));
        let mut count = 0;
        for character in chinese {
            let size =
                FONT.get_rendered_dimensions(character, Point::new(0, FOOT), VerticalPosition::Baseline);
            let inside = size.unwrap().bounding_box.unwrap();
            let top_left = inside.top_left;
            assert!(top_left.x >= 0 && top_left.y >= 0, "{character} {inside:?}");
            assert!(
                inside.size.width <= 16 && top_left.y.unsigned_abs() + inside.size.height <= LINE,
                "{character}"
            );
            count += 1;
        }
        assert_eq!(count, 6763);
    }

    #[test]
    fn a_rare_name_is_drawn_and_what_both_fonts_lack_is_a_box() {
        let rare = Dots::of("䶮A");
        assert!(rare != Dots::of("□A"));
        assert!(Dots::of("𝄞A") == Dots::of("□A"));
        assert!(Dots::of("　").rows(16).flatten().all(|dot| !dot), "a wide space is dark");
        assert_eq!(rare.width(), Dots::of("□A").width());
        assert_eq!(Dots::of("").rows(10).count(), 0);
    }
}
