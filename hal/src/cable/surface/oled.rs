//! SSD1306 displays of 128 × 64 dots on I²C: of each page of eight rows the columns that changed are sent.
//!
//! Our own page writer and not the crate `ssd1306`: the crate keeps a second copy of the picture and finds
//! differences that we know already, behind a family of interface crates; what is left is the start-up
//! sequence and one command for the window.
//!
//! Sources: SSD1306 data sheet, Rev 1.1 (8.1.5 I²C, 9 and 10 commands) and its application note (charge pump,
//! start-up flow); the values for glasses of 128 × 64 with a charge pump stand alike in Adafruit's library.
//! Address 3C, or 3D where the pad on the back is moved (8.1.5.1).

use embedded_hal::i2c::I2c;

use super::{Face, Frame, Rectangle, Surface, SurfaceError};

/// Dots across.
pub const WIDTH: u32 = 128;
/// Dots down.
pub const HEIGHT: u32 = 64;

/// Rows of one page: a byte of memory is a column of so many dots, the topmost the lowest bit.
const PAGE: u32 = 8;
const PAGES: usize = 8;

/// The byte before commands, and before dots.
const COMMANDS: u8 = 0x00;
const DOTS: u8 = 0x40;

/// Everything that a display must be told after power-on, with the light off so that noise is not seen.
const START: [u8; 26] = [
    0xAE, // off
    0xD5, 0x80, // clock
    0xA8, 0x3F, // 64 rows
    0xD3, 0x00, // no offset
    0x40, // the first row of memory is the first of the glass
    0x8D, 0x14, // the charge pump makes the glass's voltage
    0x20, 0x00, // dots run along a page, then to the next
    0xDA, 0x12, // rows alternate between the sides, as the glass is wired
    0x81, 0xCF, // contrast
    0xD9, 0xF1, // pre-charge, as long as the pump needs
    0xDB, 0x40, // level of dark
    0xA4, // show memory, not a test of all dots
    0xA6, // a dot that is set is lit
    0x2E, // nothing scrolls
    0x21, 0x00, 0x7F, // the window is set again before dots are sent
];

/// The glass with its plug at the top, and turned by half.
const UPRIGHT: [u8; 2] = [0xA1, 0xC8];
const TURNED: [u8; 2] = [0xA0, 0xC0];

/// A display that is set up.
pub struct Oled<Bus> {
    bus: Bus,
    address: u8,
    turned: bool,
    /// Whether it shines: noise in its memory is not shown.
    lit: bool,
}

impl<Bus: I2c> Oled<Bus> {
    /// Sets the display at this address up; `turned` has the picture upside down. It is dark until the first
    /// picture.
    ///
    /// # Errors
    ///
    /// Nothing answers at the address.
    pub fn open(bus: Bus, address: u8, turned: bool) -> Result<Self, SurfaceError> {
        let mut oled = Self { bus, address, turned, lit: false };
        oled.start(START[0])?;
        Ok(oled)
    }

    /// The start-up sequence, with its first command in place of *off* where the display is not to go dark.
    fn start(&mut self, first: u8) -> Result<(), SurfaceError> {
        let way = if self.turned { TURNED } else { UPRIGHT };
        let commands: Vec<u8> =
            [COMMANDS, first].into_iter().chain(START.into_iter().skip(1)).chain(way).collect();
        self.send(&commands)
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), SurfaceError> {
        let address = self.address;
        self.bus.write(address, bytes).map_err(|error| SurfaceError::Bus {
            what: format!("SSD1306 at address {address:02X}"),
            why: format!("{error:?}"),
        })
    }
}

impl<Bus: I2c + Send> Surface for Oled<Bus> {
    fn size(&self) -> (u32, u32) {
        (WIDTH, HEIGHT)
    }

    fn show(&mut self, face: &Face, dirty: &[Rectangle]) -> Result<(), SurfaceError> {
        let frame = face.pixels((WIDTH, HEIGHT))?;
        for (page, columns) in (0_u8..).zip(columns_of_pages(dirty)) {
            let Some((first, last)) = columns else { continue };
            self.send(&[COMMANDS, 0x21, first, last, 0x22, page, page])?;
            let dots = (first..=last).map(|column| eight_dots(frame, column, page));
            let bytes: Vec<u8> = std::iter::once(DOTS).chain(dots).collect();
            self.send(&bytes)?;
        }
        if !self.lit {
            self.send(&[COMMANDS, 0xAF])?;
            self.lit = true;
        }
        Ok(())
    }

    fn refresh(&mut self, face: &Face) -> Result<(), SurfaceError> {
        self.start(0xAF)?;
        self.lit = true;
        self.show(face, &face.whole())
    }
}

/// The first and the last column of each page that lie in one of the rectangles.
fn columns_of_pages(dirty: &[Rectangle]) -> [Option<(u8, u8)>; PAGES] {
    let mut pages: [Option<(u8, u8)>; PAGES] = [None; PAGES];
    for area in dirty.iter().filter(|area| area.width > 0 && area.height > 0) {
        let first = u8::try_from(area.x.min(WIDTH - 1)).unwrap_or(0);
        let last = u8::try_from((area.x + area.width - 1).min(WIDTH - 1)).unwrap_or(0);
        for (page, columns) in (0..).zip(&mut pages) {
            if area.y < (page + 1) * PAGE && area.y + area.height > page * PAGE {
                *columns = Some(columns.map_or((first, last), |(a, b)| (a.min(first), b.max(last))));
            }
        }
    }
    pages
}

fn eight_dots(frame: &Frame, column: u8, page: u8) -> u8 {
    let row = |bit: u32| frame.row(u32::from(page) * PAGE + bit);
    (0..PAGE)
        .filter(|&bit| row(bit).get(usize::from(column)).is_some_and(|&pixel| is_light(pixel)))
        .fold(0, |dots, bit| dots | 1 << bit)
}

/// The lighter half of all colours, as eyes weigh them.
fn is_light([red, green, blue]: [u8; 3]) -> bool {
    2 * u32::from(red) + 5 * u32::from(green) + u32::from(blue) >= 4 * 0xFF
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: u32, y: u32, width: u32, height: u32) -> Rectangle {
        Rectangle { x, y, width, height }
    }

    #[test]
    fn a_rectangle_touches_the_pages_that_it_reaches_into() {
        let pages = columns_of_pages(&[area(3, 7, 2, 2), area(100, 9, 28, 1)]);

        assert_eq!(pages[..3], [Some((3, 4)), Some((3, 127)), None]);
    }

    #[test]
    fn the_lighter_half_of_colours_is_lit() {
        assert!(is_light([0xFF; 3]) && is_light([0, 0xFF, 0]));
        assert!(!is_light([0; 3]) && !is_light([0xFF, 0, 0xFF]));
    }
}
