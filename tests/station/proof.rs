//! A proof of a slip: the paper drawn with the LCD's glyphs, for people who want to look at it.

use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::prelude::{Point, RgbColor};
use hal::cable::surface::{Frame, png};
use hal::port::printer::{Align, Line, Paper};
use jiaohao::station::picture::{Picture, TextSize, width};

/// Pixels of a narrow character, which is one column of the paper.
const COLUMN: u32 = 8;
/// Pixels from one line to the next at size 1.
const FEED: u32 = 20;
/// Pixels of blank paper at every edge.
const MARGIN: u32 = 16;
/// Columns of the square that stands for a code.
const CODE: u32 = 16;
/// The colour of paper.
const WHITE: u16 = 0xFFFF;

/// Draws `paper` into the build folder as `name`; the tests themselves read no file.
pub fn write(name: &str, paper: &Paper, columns: u32) -> std::io::Result<()> {
    let height: u32 = paper.lines.iter().map(advance).sum();
    let (wide, high) = (columns * COLUMN + 2 * MARGIN, height + 2 * MARGIN);
    let mut frame = Frame::new(wide, high);
    for (x, y) in area(wide, high) {
        frame.set_565(x, y, WHITE);
    }
    let mut top = MARGIN;
    for line in &paper.lines {
        draw(&mut frame, line, top, columns * COLUMN);
        top += advance(line);
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join(format!("{name}.png")), png(&frame)?)
}

fn advance(line: &Line) -> u32 {
    match line {
        Line::Text { size, .. } => FEED * u32::from(*size),
        Line::Code(_) => CODE * COLUMN + FEED,
        Line::Rule => FEED,
        Line::Feed(lines) => FEED * u32::from(*lines),
    }
}

fn draw(frame: &mut Frame, line: &Line, top: u32, paper: u32) {
    match line {
        Line::Text { text, size, align, bold } => {
            let look = if *bold { TextSize::Strong } else { TextSize::Normal };
            let times = u32::from(*size);
            let long = text.chars().map(cell).sum::<u32>() * times;
            let room = paper.saturating_sub(long);
            let mut left = MARGIN
                + match align {
                    Align::Left => 0,
                    Align::Centre => room / 2,
                    Align::Right => room,
                };
            for character in text.chars() {
                glyph(frame, character, look, Point::new(left.cast_signed(), top.cast_signed()), times);
                left += cell(character) * times;
            }
        }
        Line::Code(_) => {
            let left = MARGIN + (paper - CODE * COLUMN) / 2;
            let squares = area(CODE * COLUMN, CODE * COLUMN).filter(|(x, y)| (x / 8 + y / 8) % 2 == 0);
            for (x, y) in squares {
                frame.set_565(left + x, top + y, 0);
            }
        }
        Line::Rule => {
            for x in 0..paper {
                frame.set_565(MARGIN + x, top + FEED / 2, 0);
            }
        }
        Line::Feed(_) => {}
    }
}

/// Draws a character in the middle of its columns, as a printer spaces it.
fn glyph(frame: &mut Frame, character: char, look: TextSize, at: Point, times: u32) {
    let mut buffer = [0; 4];
    let text: &str = character.encode_utf8(&mut buffer);
    let (room, long) = (cell(character).cast_signed(), width(look, text));
    // The LCD's m is wider than a column, and stands over its edges.
    let (wide, left) = (long.max(room), (room - long) / 2);
    let mut glyph = Picture::new(wide.cast_unsigned(), FEED);
    glyph.text(Point::new(left.max(0), 1), look, Rgb565::WHITE, text);
    let at = at + Point::new(left.min(0) * times.cast_signed(), 0);
    let ink = area(wide.cast_unsigned(), FEED).zip(glyph.pixels()).filter(|(_, pixel)| *pixel != 0);
    for ((x, y), _) in ink {
        for (dx, dy) in area(times, times) {
            let (x, y) = (x * times + dx, y * times + dy);
            frame.set_565(at.x.cast_unsigned() + x, at.y.cast_unsigned() + y, 0);
        }
    }
}

/// Pixels of a character's columns: one where it is narrow, two where it is wide.
fn cell(character: char) -> u32 {
    COLUMN * if character.is_ascii() { 1 } else { 2 }
}

fn area(width: u32, height: u32) -> impl Iterator<Item = (u32, u32)> {
    (0..height).flat_map(move |y| (0..width).map(move |x| (x, y)))
}
