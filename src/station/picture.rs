//! A picture for a panel or a screen, and Chinese text and figures on it in the sizes that people need.
//!
//! Fonts, embedded by the crate `u8g2-fonts`: WenQuanYi bitmap Song of 12 and 16 pixels (GNU GPL 2 with the
//! exception for embedding fonts) covers all of GB 2312; Logisoso (SIL Open Font Licence 1.1) draws large
//! figures; rare ideographs come from `hal::glyphs`. A character that none has is drawn as an empty box, so that
//! something is seen to be missing.

mod large;

use std::convert::Infallible;

use embedded_graphics::Pixel;
use embedded_graphics::pixelcolor::{BinaryColor, Rgb565};
use embedded_graphics::prelude::{
    Dimensions, DrawTarget, Drawable, IntoStorage, OriginDimensions, Point, Primitive, RgbColor, Size,
};
use embedded_graphics::primitives::{PrimitiveStyle, Rectangle};
use hal::glyphs;
use u8g2_fonts::types::{FontColor, RenderedDimensions, VerticalPosition};
use u8g2_fonts::{FontRenderer, fonts};

pub use self::large::{Cut, large_width};

const SONG: FontRenderer = FontRenderer::new::<fonts::u8g2_font_wqy16_t_gb2312>();
const SMALL_SONG: FontRenderer = FontRenderer::new::<fonts::u8g2_font_wqy12_t_gb2312>();
const FIGURES: FontRenderer = FontRenderer::new::<fonts::u8g2_font_logisoso38_tr>();
const SMALL_FIGURES: FontRenderer = FontRenderer::new::<fonts::u8g2_font_logisoso24_tr>();

/// Height of a normal line: a Chinese character, and room for what hangs below.
pub const LINE: i32 = 18;
/// Side of a normal Chinese character.
const EM: u32 = 16;

/// Chinese characters rise this much above the capitals by which the font is measured.
const RISE: Point = Point::new(0, 1);

/// A picture in the colours of small panels, row by row from the top.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    size: Size,
    pixels: Vec<Rgb565>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} x {})", self.size.width, self.size.height)
    }
}

/// How large a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSize {
    /// 12 pixels: for a panel as large as a thumb.
    Small,
    /// 16 pixels: for people who stand before it.
    Normal,
    /// 16 pixels with strokes of two.
    Strong,
    /// 32 pixels: for people who walk by.
    Double,
    /// Figures and Latin letters of 24 pixels.
    SmallFigures,
    /// Figures and Latin letters of 38 pixels.
    Figures,
}

impl Picture {
    /// A black picture.
    #[must_use]
    pub fn new(width: u32, height: u32) -> Self {
        let size = Size::new(width, height);
        let pixels = usize::try_from(u64::from(width) * u64::from(height)).unwrap_or_default();
        Self { size, pixels: vec![Rgb565::BLACK; pixels] }
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn width_and_height(&self) -> (u32, u32) {
        (self.size.width, self.size.height)
    }

    /// The pixels, row by row from the top: red 5 bits, green 6, blue 5.
    pub fn pixels(&self) -> impl Iterator<Item = u16> + '_ {
        self.pixels.iter().map(|pixel| pixel.into_storage())
    }

    /// Fills a rectangle.
    pub fn fill(&mut self, area: Rectangle, colour: Rgb565) {
        area.into_styled(PrimitiveStyle::with_fill(colour)).draw(self).unwrap_or_else(|never| match never {});
    }

    /// Writes a text with its upper left corner at `at`. Answers with how wide it became.
    pub fn text(&mut self, at: Point, size: TextSize, colour: Rgb565, text: &str) -> i32 {
        let mut right = at.x;
        for character in text.chars() {
            right += self.character(Point::new(right, at.y), size, colour, character);
        }
        right - at.x
    }

    /// Writes a text that ends at `right`.
    pub fn text_to(&mut self, right: Point, size: TextSize, colour: Rgb565, text: &str) {
        let left = Point::new(right.x - width(size, text), right.y);
        self.text(left, size, colour, text);
    }

    /// Writes a text in the middle of `from` to `to`.
    pub fn centred(&mut self, (from, to): (i32, i32), y: i32, size: TextSize, colour: Rgb565, text: &str) {
        let left = from + (to - from - width(size, text)) / 2;
        self.text(Point::new(left, y), size, colour, text);
    }

    fn character(&mut self, at: Point, size: TextSize, colour: Rgb565, character: char) -> i32 {
        let drawn = match size {
            TextSize::Small => draw(&SMALL_SONG, self, at + RISE, colour, character),
            TextSize::Normal => draw(&SONG, self, at + RISE, colour, character),
            TextSize::Strong => {
                draw(&SONG, self, at + RISE + Point::new(1, 0), colour, character);
                draw(&SONG, self, at + RISE, colour, character)
            }
            TextSize::SmallFigures => draw(&SMALL_FIGURES, self, at, colour, character),
            TextSize::Figures => draw(&FIGURES, self, at, colour, character),
            TextSize::Double => self.doubled(at, colour, character),
        };
        drawn
            .or_else(|| self.rare(at, size, colour, character))
            .unwrap_or_else(|| self.missing(at, size, colour))
    }

    /// A character at twice its size, its steps rounded (the rule known as Scale2x) and its strokes three
    /// wide.
    fn doubled(&mut self, at: Point, colour: Rgb565, character: char) -> Option<i32> {
        let mut small = Mask::default();
        let advance = draw(&SONG, &mut small, Point::new(MARGIN, MARGIN) + RISE, BinaryColor::On, character)?;
        for (x, y) in (0..MASK).flat_map(|y| (0..MASK).map(move |x| (x, y))) {
            let corner = at + Point::new(x - MARGIN, y - MARGIN) * 2;
            for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                if small.doubled_dot(x, y, dx, dy) {
                    Pixel(corner + Point::new(dx, dy), colour)
                        .draw(self)
                        .unwrap_or_else(|never| match never {});
                }
            }
        }
        Some(advance * 2)
    }

    /// An ideograph that the font lacks, from one that has it, in the place that the font's own would take.
    fn rare(&mut self, at: Point, size: TextSize, colour: Rgb565, character: char) -> Option<i32> {
        let rows = glyphs::of(character)?;
        let side = i32::try_from(missing_side(size)).ok()?;
        // Of a smaller picture every dot stands for all those behind it, so that no thin stroke is lost.
        let behind = |large: i32| 16 * large / side..=((16 * (large + 1) - 1) / side).max(16 * large / side);
        let lit = |x: i32, y: i32| {
            let row =
                behind(y).filter_map(|y| rows.get(usize::try_from(y).ok()?)).fold(0, |lit, row| lit | row);
            behind(x).any(|x| row << x & 0x8000 != 0)
        };
        for (x, y) in (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).filter(|&(x, y)| lit(x, y)) {
            Pixel(at + Point::new(x, y), colour).draw(self).unwrap_or_else(|never| match never {});
        }
        Some(side)
    }

    /// The empty box of a character that no font has.
    fn missing(&mut self, at: Point, size: TextSize, colour: Rgb565) -> i32 {
        let side = missing_side(size);
        let edge = Rectangle::new(at + Point::new(1, 1), Size::new(side - 2, side - 2));
        edge.into_styled(PrimitiveStyle::with_stroke(colour, 1))
            .draw(self)
            .unwrap_or_else(|never| match never {});
        i32::try_from(side).unwrap_or_default()
    }
}

/// How wide a text is.
#[must_use]
pub fn width(size: TextSize, text: &str) -> i32 {
    text.chars().map(|character| character_width(size, character)).sum()
}

/// As much of a text as fits in `most` pixels; what is cut off is shown as two dots.
#[must_use]
pub fn fitted(size: TextSize, text: &str, most: i32) -> String {
    if width(size, text) <= most {
        return text.to_owned();
    }
    let room = most - width(size, "..");
    let mut fitted = String::new();
    for character in text.chars() {
        fitted.push(character);
        if width(size, &fitted) > room {
            fitted.pop();
            break;
        }
    }
    fitted.push_str("..");
    fitted
}

fn character_width(size: TextSize, character: char) -> i32 {
    let advance = |font: &FontRenderer| {
        let drawn = font.get_rendered_dimensions(character, Point::zero(), VerticalPosition::Top);
        drawn.map(|dimensions| dimensions.advance.x).ok()
    };
    let advance = match size {
        TextSize::Small => advance(&SMALL_SONG),
        TextSize::Normal | TextSize::Strong => advance(&SONG),
        TextSize::Double => advance(&SONG).map(|single| single * 2),
        TextSize::SmallFigures => advance(&SMALL_FIGURES),
        TextSize::Figures => advance(&FIGURES),
    };
    advance.unwrap_or_else(|| i32::try_from(missing_side(size)).unwrap_or_default())
}

fn missing_side(size: TextSize) -> u32 {
    match size {
        TextSize::Small => 12,
        TextSize::Normal | TextSize::Strong => EM,
        TextSize::Double => EM * 2,
        TextSize::SmallFigures => 24,
        TextSize::Figures => 38,
    }
}

/// Draws one character; `None` when the font lacks it.
fn draw<D: DrawTarget<Error = Infallible>>(
    font: &FontRenderer,
    target: &mut D,
    at: Point,
    colour: D::Color,
    character: char,
) -> Option<i32> {
    let colour = FontColor::Transparent(colour);
    let drawn: Result<RenderedDimensions, _> =
        font.render(character, at, VerticalPosition::Top, colour, target);
    drawn.ok().map(|dimensions| dimensions.advance.x)
}

impl OriginDimensions for Picture {
    fn size(&self) -> Size {
        self.size
    }
}

impl DrawTarget for Picture {
    type Color = Rgb565;
    type Error = Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Pixel<Rgb565>>,
    {
        let bounds = self.bounding_box();
        for Pixel(at, colour) in pixels {
            if !bounds.contains(at) {
                continue;
            }
            let (Ok(x), Ok(y)) = (usize::try_from(at.x), usize::try_from(at.y)) else { continue };
            let row = usize::try_from(self.size.width).unwrap_or_default();
            if let Some(pixel) = self.pixels.get_mut(y * row + x) {
                *pixel = colour;
            }
        }
        Ok(())
    }

    /// Rows at a time: a screen has two million pixels.
    fn fill_solid(&mut self, area: &Rectangle, colour: Rgb565) -> Result<(), Infallible> {
        let area = area.intersection(&self.bounding_box());
        let row = usize::try_from(self.size.width).unwrap_or_default();
        let across = usize::try_from(area.size.width).unwrap_or_default();
        for y in area.rows() {
            let (Ok(x), Ok(y)) = (usize::try_from(area.top_left.x), usize::try_from(y)) else { continue };
            let start = y * row + x;
            if let Some(pixels) = self.pixels.get_mut(start..start + across) {
                pixels.fill(colour);
            }
        }
        Ok(())
    }
}

/// Side of the mask in which one character is drawn before it is doubled.
const MASK: i32 = 24;
/// Room around the character, for strokes that leave its square.
const MARGIN: i32 = 2;

/// One character in black and white.
#[derive(Default)]
struct Mask {
    dots: [[bool; MASK as usize]; MASK as usize],
}

impl Mask {
    fn dot(&self, x: i32, y: i32) -> bool {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return false };
        self.dots.get(y).and_then(|row| row.get(x)).copied().unwrap_or(false)
    }

    /// One of the four dots that a dot becomes: it takes its two neighbours' colour where these agree and the
    /// opposite ones do not.
    fn doubled_dot(&self, x: i32, y: i32, dx: i32, dy: i32) -> bool {
        let (above, below) = (self.dot(x, y - 1), self.dot(x, y + 1));
        let (left, right) = (self.dot(x - 1, y), self.dot(x + 1, y));
        let (near_x, far_x) = if dx == 0 { (left, right) } else { (right, left) };
        let (near_y, far_y) = if dy == 0 { (above, below) } else { (below, above) };
        if near_x == near_y && near_x != far_x && near_y != far_y { near_x } else { self.dot(x, y) }
    }
}

impl OriginDimensions for Mask {
    fn size(&self) -> Size {
        Size::new(MASK.unsigned_abs(), MASK.unsigned_abs())
    }
}

impl DrawTarget for Mask {
    type Color = BinaryColor;
    type Error = Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Pixel<BinaryColor>>,
    {
        for Pixel(at, colour) in pixels {
            let (Ok(x), Ok(y)) = (usize::try_from(at.x), usize::try_from(at.y)) else { continue };
            if let Some(dot) = self.dots.get_mut(y).and_then(|row| row.get_mut(x)) {
                *dot = colour.is_on();
            }
        }
        Ok(())
    }
}
