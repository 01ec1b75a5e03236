//! Text as the dots of a board: what a font card makes of the characters it is sent.

use std::convert::Infallible;

use embedded_graphics::Pixel;
use embedded_graphics::geometry::{OriginDimensions, Point, Size};
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::prelude::DrawTarget;
use u8g2_fonts::types::{FontColor, VerticalPosition};
use u8g2_fonts::{FontRenderer, fonts};

/// Height of a character of the card's font, in dots.
const LINE: u32 = 16;

/// Sixteen dots high, with the characters of GB2312: the character set of a font card.
const FONT: FontRenderer =
    FontRenderer::new::<fonts::u8g2_font_wqy16_t_gb2312>().with_ignore_unknown_chars(true);

/// A rectangle of dots, dark or lit.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Matrix {
    columns: u32,
    lit: Vec<bool>,
}

impl Matrix {
    fn new(columns: u32, rows: u32) -> Self {
        let dots = usize::try_from(u64::from(columns) * u64::from(rows)).unwrap_or(0);
        Self { columns, lit: vec![false; dots] }
    }

    fn index(&self, x: u32, y: u32) -> usize {
        usize::try_from(u64::from(y) * u64::from(self.columns) + u64::from(x)).unwrap_or(usize::MAX)
    }

    fn is_lit(&self, x: u32, y: u32) -> bool {
        x < self.columns && self.lit.get(self.index(x, y)).copied().unwrap_or(false)
    }
}

impl OriginDimensions for Matrix {
    fn size(&self) -> Size {
        let columns = usize::try_from(self.columns).unwrap_or(1).max(1);
        Size::new(self.columns, u32::try_from(self.lit.len() / columns).unwrap_or(0))
    }
}

impl DrawTarget for Matrix {
    type Color = BinaryColor;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<BinaryColor>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        for Pixel(Point { x, y }, colour) in pixels {
            let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { continue };
            let index = self.index(x, y);
            if x < self.columns
                && let Some(dot) = self.lit.get_mut(index)
            {
                *dot = colour.is_on();
            }
        }
        Ok(())
    }
}

/// The rows of dots of `text` in an area of `width` × `height`, each as hexadecimal digits, leftmost dot
/// first.
///
/// Text is drawn twice as large where it then still fits, else broken into lines. More lines than the area
/// has room for make it higher than the area: the card shows them one page after the other.
pub fn rows(text: &str, width: u32, height: u32) -> Vec<String> {
    let long = advance(text);
    if height >= 2 * LINE && long * 2 <= width {
        return written(&doubled(&drawn(&[text.to_owned()], long, LINE)));
    }
    let lines = broken(text, width);
    let widest = lines.iter().map(|line| advance(line)).max().unwrap_or(0);
    let tall = u32::try_from(lines.len()).unwrap_or(1) * LINE;
    written(&drawn(&lines, widest, tall))
}

/// How many columns a text takes: the card's cells are 8 dots wide for ASCII and 16 for everything else.
fn advance(text: &str) -> u32 {
    text.chars().map(cell).sum()
}

fn cell(sign: char) -> u32 {
    if sign.is_ascii() { LINE / 2 } else { LINE }
}

fn broken(text: &str, width: u32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for sign in text.chars() {
        let wide = cell(sign);
        if used + wide > width && used > 0 {
            lines.push(String::new());
            used = 0;
        }
        if sign == ' ' && used == 0 {
            continue;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push(sign);
        }
    }
    lines
}

fn drawn(lines: &[String], columns: u32, rows: u32) -> Matrix {
    let mut matrix = Matrix::new(columns, rows);
    for (line, top) in lines.iter().zip((1_i32..).step_by(16)) {
        // The font's highest strokes stand one dot above its nominal top.
        let mut left = 0;
        for sign in line.chars() {
            let at = Point::new(left, top);
            let colour = FontColor::Transparent(BinaryColor::On);
            // A character that the card's font lacks stays dark, as on the card; nothing else can fail in
            // memory.
            if sign != ' ' {
                let _ = FONT.render(sign, at, VerticalPosition::Top, colour, &mut matrix);
            }
            left = left.saturating_add_unsigned(cell(sign));
        }
    }
    matrix
}

fn doubled(small: &Matrix) -> Matrix {
    let Size { width, height } = small.size();
    let mut large = Matrix::new(width * 2, height * 2);
    for y in 0..height * 2 {
        for x in 0..width * 2 {
            let index = large.index(x, y);
            if let Some(dot) = large.lit.get_mut(index) {
                *dot = small.is_lit(x / 2, y / 2);
            }
        }
    }
    large
}

fn written(matrix: &Matrix) -> Vec<String> {
    let Size { width, height } = matrix.size();
    let digit = |x: u32, y: u32| {
        let bits = (0..4).fold(0, |bits, step| bits << 1 | u32::from(matrix.is_lit(x + step, y)));
        char::from_digit(bits, 16).unwrap_or('0')
    };
    (0..height).map(|y| (0..width).step_by(4).map(|x| digit(x, y)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_sixteen_dots_wide_and_lit() {
        let rows = rows("窗", 64, 16);
        assert_eq!((rows.len(), rows[0].len()), (16, 4));
        assert!(rows.concat().chars().any(|digit| digit != '0'));
    }

    #[test]
    fn a_short_text_fills_a_tall_area_and_a_long_one_is_broken() {
        assert_eq!(rows("窗口", 64, 32)[0].len(), 16, "twice as large");
        let long = rows("请稍候请稍候", 64, 32);
        assert_eq!((long.len(), long[0].len()), (32, 16), "two lines of four and two");
    }

    #[test]
    fn a_text_longer_than_its_area_has_a_page_for_the_rest() {
        let pages = rows("3号 综合窗口 103号 柜员", 96, 16);
        assert_eq!((pages.len(), pages[0].len()), (32, 24), "window and name, then clerk and post");
    }

    #[test]
    fn no_stroke_of_a_page_stands_on_another() {
        let alone = rows("请等候", 48, 16);
        assert_eq!(rows("请等候号号号", 48, 16)[..16], alone[..]);
    }

    #[test]
    fn no_text_has_no_dots() {
        assert!(rows("", 64, 16).concat().chars().all(|digit| digit == '0'));
    }
}
