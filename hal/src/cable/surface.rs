//! What takes a picture or a few lines of letters. Stations draw, surfaces only send, and only what changed.
//!
//! | surface | what it is | what is sent |
//! |---|---|---|
//! | [`Framebuffer`] | a screen of the kernel's, `/dev/fb0` | rows of the rectangles |
//! | [`Png`] | a picture in a file | the file, whole |
//! | [`spi_panel`] | ILI9341 and ST7789 panels on SPI | the rectangles |
//! | [`oled`] | SSD1306, 128 × 64 dots on I²C | of each page of eight rows the columns that changed |
//! | [`letter_lcd`] | HD44780 behind a PCF8574 on I²C | the letters that changed |

mod framebuffer;
mod grid;
pub mod letter_lcd;
pub mod oled;
mod picture_file;
pub mod spi_panel;
mod wires;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::lines::LineError;

pub use self::framebuffer::{Framebuffer, Memory, PixelFormat};
pub use self::grid::{Face, Frame, Grid, Letters, Rectangle};
pub use self::picture_file::{Png, png};
pub use self::wires::{BoardI2c, BoardPin, BoardSpi, is_i2c, is_spi};

/// Why a face was not taken.
#[derive(Debug, Error)]
pub enum SurfaceError {
    /// The face has another size than the surface.
    #[error("the face has {face:?} pixels or letters and the surface {surface:?}")]
    Size {
        /// Width and height of the face.
        face: (u32, u32),
        /// Width and height of the surface.
        surface: (u32, u32),
    },
    /// The face is of another kind.
    #[error("the surface shows {wants}")]
    Kind {
        /// What it shows.
        wants: &'static str,
    },
    /// What the kernel or the sheet says of the surface cannot be used.
    #[error("{path}: {why}")]
    Unusable {
        /// The file or device.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The file or device cannot be written.
    #[error("{path}: {source}")]
    File {
        /// The file or device.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A pin of the panel cannot be had.
    #[error(transparent)]
    Line(#[from] LineError),
    /// A chip on a bus does not take what it is sent.
    #[error("{what}: {why}")]
    Bus {
        /// The chip and where it should be: `SSD1306 at 3C`.
        what: String,
        /// What the bus says.
        why: String,
    },
}

/// Something that shows faces.
pub trait Surface: Send {
    /// Width and height in pixels, or in letters where it shows letters.
    fn size(&self) -> (u32, u32);

    /// Shows the face. Only the cells in `dirty` differ from the one shown before; a surface may show more
    /// of it, and one that cannot be sure of what it shows must be given [`Face::whole`].
    ///
    /// # Errors
    ///
    /// The face is of another size or kind, or the surface is gone. What is shown is then unknown.
    fn show(&mut self, face: &Face, dirty: &[Rectangle]) -> Result<(), SurfaceError>;

    /// Shows the whole face and sets up once more whatever a loose plug may have upset, without a flicker.
    ///
    /// # Errors
    ///
    /// As [`Self::show`].
    fn refresh(&mut self, face: &Face) -> Result<(), SurfaceError> {
        self.show(face, &face.whole())
    }
}

#[cfg(test)]
mod tests;
