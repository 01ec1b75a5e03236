//! Letters as large as a wall needs them: a bitmap glyph read as a field of light and cut where it is half.
//!
//! No font of this size is on board. Chinese of 16 pixels is smoothed by a quadratic B-spline over its dots, which
//! rounds their corners and joins diagonals, and cut at a level that keeps strokes as thick as eyes need them from
//! ten metres; figures of 58 pixels have broad strokes and are blurred first, so that no step is left in their
//! slopes. Edges are blended over one pixel.

use std::convert::Infallible;

use embedded_graphics::Pixel;
use embedded_graphics::pixelcolor::{BinaryColor, Rgb565};
use embedded_graphics::prelude::{DrawTarget, OriginDimensions, Point, RgbColor, Size};
use u8g2_fonts::{FontRenderer, fonts};

use super::{FIGURES, Picture, SMALL_FIGURES, SONG, draw};

const LARGE_FIGURES: FontRenderer = FontRenderer::new::<fonts::u8g2_font_logisoso58_tr>();

/// What large letters are cut from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Chinese and everything beside it; the height is that of a Chinese character.
    Text,
    /// Figures and Latin letters; the height is that of a figure.
    Figures,
}

/// Where a glyph is cut and how high it is in its font.
struct Master {
    font: &'static FontRenderer,
    height: i32,
    /// Of 256, what the field must reach for a pixel to be lit: less makes strokes thicker.
    level: i32,
    /// By how much the glyph is lowered in its square.
    drop: i32,
    /// How often the field is blurred before it is cut.
    blurs: u32,
    /// By how much the field rises over one dot at a stroke's edge.
    slope: i32,
}

impl Cut {
    /// The font to cut from: of several the largest that need not be shrunk.
    fn master(self, height: i32) -> Master {
        let figures = |font, height, blurs, slope| Master { font, height, level: 128, drop: 0, blurs, slope };
        match (self, height) {
            (Self::Text, _) => Master { font: &SONG, height: 16, level: 84, drop: 1, blurs: 0, slope: 256 },
            (Self::Figures, ..38) => figures(&SMALL_FIGURES, 24, 0, 256),
            (Self::Figures, 38..58) => figures(&FIGURES, 38, 1, 104),
            (Self::Figures, 58..) => figures(&LARGE_FIGURES, 58, 2, 72),
        }
    }
}

/// Room around a glyph, for strokes that leave its square.
const MARGIN: i32 = 3;
/// Side of the square in which a glyph of the larger font is drawn.
const SIDE: i32 = 80;

impl Picture {
    /// Writes a text of this height with its upper left corner at `at`. Answers with how wide it became. A
    /// character that the font lacks is an empty box.
    pub fn large(&mut self, at: Point, cut: Cut, height: i32, colour: Rgb565, text: &str) -> i32 {
        let mut right = at.x;
        for character in text.chars() {
            right += self.large_character(Point::new(right, at.y), cut, height, colour, character);
        }
        right - at.x
    }

    fn large_character(&mut self, at: Point, cut: Cut, height: i32, colour: Rgb565, character: char) -> i32 {
        let master = cut.master(height);
        let mut field = Field::default();
        let origin = Point::new(MARGIN, MARGIN + master.drop);
        let Some(advance) = draw(master.font, &mut field, origin, BinaryColor::On, character) else {
            return self.box_of(at, height, colour);
        };
        for _ in 0..master.blurs {
            field.blur();
        }
        let scaled = |length: i32| length * height / master.height;
        // In 256ths of a dot, from the field's corner, at the middle of the pixel.
        let place = |pixel: i32| (2 * pixel + 1) * 128 * master.height / height + MARGIN * 256;
        let columns = -scaled(MARGIN)..scaled(advance + MARGIN);
        let weights_across: Vec<(i32, Weights)> = columns.clone().map(|x| weights(place(x))).collect();
        let per_pixel = (master.slope * master.height / height).max(1);
        for y in -scaled(MARGIN)..scaled(master.height + MARGIN) {
            let row = field.row(place(y));
            for (x, across) in columns.clone().zip(&weights_across) {
                let cover = ((row.light(across) - master.level) * 256 / per_pixel + 128).clamp(0, 256);
                if cover > 0 {
                    self.blend(at + Point::new(x, y), colour, cover);
                }
            }
        }
        scaled(advance)
    }

    /// Mixes so many 256ths of a colour into a pixel.
    fn blend(&mut self, at: Point, colour: Rgb565, cover: i32) {
        let (Ok(x), Ok(y)) = (usize::try_from(at.x), usize::try_from(at.y)) else { return };
        let row = usize::try_from(self.size.width).unwrap_or_default();
        if x >= row {
            return;
        }
        let Some(pixel) = self.pixels.get_mut(y * row + x) else { return };
        let mix = |under: u8, over: u8| {
            let mixed = (i32::from(under) * (256 - cover) + i32::from(over) * cover) / 256;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        *pixel =
            Rgb565::new(mix(pixel.r(), colour.r()), mix(pixel.g(), colour.g()), mix(pixel.b(), colour.b()));
    }

    fn box_of(&mut self, at: Point, height: i32, colour: Rgb565) -> i32 {
        let edge = (height / 16).max(1);
        for (x, y) in (edge..height - edge).flat_map(|y| (edge..height - edge).map(move |x| (x, y))) {
            let inner = 2 * edge..height - 2 * edge;
            if !(inner.contains(&x) && inner.contains(&y)) {
                self.blend(at + Point::new(x, y), colour, 256);
            }
        }
        height
    }
}

/// How wide a large text is.
#[must_use]
pub fn large_width(cut: Cut, height: i32, text: &str) -> i32 {
    let master = cut.master(height);
    let advance = |character| {
        let mut field = Field::default();
        draw(master.font, &mut field, Point::zero(), BinaryColor::On, character)
            .map_or(height, |advance| advance * height / master.height)
    };
    text.chars().map(advance).sum()
}

/// The dots of one glyph, dark 0 and light 256.
struct Field {
    dots: Vec<i32>,
}

impl Default for Field {
    fn default() -> Self {
        Self { dots: vec![0; usize::try_from(SIDE * SIDE).unwrap_or_default()] }
    }
}

impl Field {
    fn dot(&self, x: i32, y: i32) -> i32 {
        if !(0..SIDE).contains(&x) || !(0..SIDE).contains(&y) {
            return 0;
        }
        usize::try_from(y * SIDE + x).ok().and_then(|place| self.dots.get(place).copied()).unwrap_or(0)
    }

    /// Spreads every dot over its neighbours: a binomial of five dots, along rows and then along columns.
    fn blur(&mut self) {
        for (dx, dy) in [(1, 0), (0, 1)] {
            let places = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
            let spread = |(x, y): (i32, i32)| {
                let near = |steps: i32| self.dot(x + steps * dx, y + steps * dy);
                (near(-2) + 4 * near(-1) + 6 * near(0) + 4 * near(1) + near(2)) / 16
            };
            self.dots = places.map(spread).collect();
        }
    }

    /// The light along a row at a place in 256ths of a dot.
    fn row(&self, place: i32) -> Row {
        let (row, down) = weights(place);
        let light = |x| (-1..).zip(down).map(|(dy, high)| self.dot(x, row + dy) * high).sum();
        Row { light: (0..SIDE).map(light).collect() }
    }
}

/// The light of each dot of a row between rows: 0 to 65 536.
struct Row {
    light: Vec<i32>,
}

impl Row {
    /// The light at a dot, weighed with its two neighbours: 0 to 256.
    fn light(&self, (column, across): &(i32, Weights)) -> i32 {
        let dot =
            |x: i32| usize::try_from(x).ok().and_then(|x| self.light.get(x)).map_or(0, |light| light / 256);
        let light: i32 = (-1..).zip(across).map(|(dx, wide)| dot(column + dx) * wide).sum();
        light / 256
    }
}

/// How much a dot's neighbour before it, the dot itself and the neighbour behind it weigh, in 256ths.
type Weights = [i32; 3];

/// The dot at a place, and the weights there: a quadratic B-spline.
fn weights(place: i32) -> (i32, Weights) {
    let (dot, inside) = (place.div_euclid(256), place.rem_euclid(256));
    let far = 256 - inside;
    let (before, after) = (far * far / 512, inside * inside / 512);
    (dot, [before, 256 - before - after, after])
}

impl OriginDimensions for Field {
    fn size(&self) -> Size {
        Size::new(SIDE.unsigned_abs(), SIDE.unsigned_abs())
    }
}

impl DrawTarget for Field {
    type Color = BinaryColor;
    type Error = Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Pixel<BinaryColor>>,
    {
        for Pixel(at, colour) in pixels {
            if !(0..SIDE).contains(&at.x) || !(0..SIDE).contains(&at.y) {
                continue;
            }
            if let Some(dot) =
                usize::try_from(at.y * SIDE + at.x).ok().and_then(|place| self.dots.get_mut(place))
            {
                *dot = if colour.is_on() { 256 } else { 0 };
            }
        }
        Ok(())
    }
}
