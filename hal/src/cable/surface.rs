//! What takes a picture: a PNG file or a Linux framebuffer. Stations draw, surfaces only send.

mod framebuffer;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use self::framebuffer::{Framebuffer, Memory, PixelFormat};

/// A picture of one size, row by row from the top, in red, green and blue of eight bits each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    width: u32,
    height: u32,
    pixels: Vec<[u8; 3]>,
}

/// A part of a picture, within its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rectangle {
    /// Pixels from the left edge.
    pub x: u32,
    /// Pixels from the top edge.
    pub y: u32,
    /// Pixels across; at least 1.
    pub width: u32,
    /// Pixels down; at least 1.
    pub height: u32,
}

/// Why a picture was not taken.
#[derive(Debug, Error)]
pub enum SurfaceError {
    /// The picture has another size than the surface.
    #[error("the picture is {picture:?} pixels and the surface {surface:?}")]
    Size {
        /// Width and height of the picture.
        picture: (u32, u32),
        /// Width and height of the surface.
        surface: (u32, u32),
    },
    /// What the kernel says of the framebuffer cannot be used.
    #[error("{path}: {why}")]
    Unusable {
        /// The file that says it.
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
}

/// Something that takes pictures.
pub trait Surface: Send {
    /// Width and height in pixels.
    fn size(&self) -> (u32, u32);

    /// Shows the picture. Only the pixels in `dirty` differ from the one shown before; a surface may show
    /// more of it, and one that cannot be sure of what it shows must be given [`Frame::whole`].
    ///
    /// # Errors
    ///
    /// The picture is of another size, or the surface is gone. What is shown is then unknown.
    fn show(&mut self, frame: &Frame, dirty: &[Rectangle]) -> Result<(), SurfaceError>;
}

impl Frame {
    /// A black picture.
    pub fn new(width: u32, height: u32) -> Self {
        let pixels = usize::try_from(u64::from(width) * u64::from(height)).unwrap_or(0);
        Self { width, height, pixels: vec![[0; 3]; pixels] }
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The pixels of one row, left to right; empty below the picture.
    pub fn row(&self, y: u32) -> &[[u8; 3]] {
        let width = usize::try_from(self.width).unwrap_or(0);
        let start = usize::try_from(y).unwrap_or(usize::MAX).saturating_mul(width);
        self.pixels.get(start..start.saturating_add(width)).unwrap_or(&[])
    }

    /// Colours one pixel; outside the picture nothing happens.
    pub fn set(&mut self, x: u32, y: u32, colour: [u8; 3]) {
        if x < self.width && y < self.height {
            let index = u64::from(y) * u64::from(self.width) + u64::from(x);
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            if let Some(pixel) = self.pixels.get_mut(index) {
                *pixel = colour;
            }
        }
    }

    /// Colours one pixel in the 16-bit colours of small panels: red 5 bits, green 6, blue 5.
    pub fn set_565(&mut self, x: u32, y: u32, colour: u16) {
        self.set(x, y, from_565(colour));
    }

    /// The whole picture as one rectangle; none when it has no pixels.
    pub fn whole(&self) -> Vec<Rectangle> {
        let whole = Rectangle { x: 0, y: 0, width: self.width, height: self.height };
        if self.pixels.is_empty() { Vec::new() } else { vec![whole] }
    }

    /// Where this picture differs from `other`: bands of rows, each as wide as its differences.
    ///
    /// Pictures of different sizes differ everywhere.
    pub fn differences(&self, other: &Self) -> Vec<Rectangle> {
        if self.size() != other.size() {
            return self.whole();
        }
        let mut bands: Vec<Rectangle> = Vec::new();
        for y in 0..self.height {
            let Some((first, last)) = ends_of_difference(self.row(y), other.row(y)) else { continue };
            match bands.last_mut() {
                Some(band) if band.y + band.height == y => {
                    let right = (band.x + band.width).max(last + 1);
                    band.x = band.x.min(first);
                    band.width = right - band.x;
                    band.height += 1;
                }
                Some(_) | None => bands.push(Rectangle { x: first, y, width: last + 1 - first, height: 1 }),
            }
        }
        bands
    }
}

/// The first and the last place at which two rows differ.
fn ends_of_difference(one: &[[u8; 3]], other: &[[u8; 3]]) -> Option<(u32, u32)> {
    let mut places = (0..).zip(one.iter().zip(other)).filter(|(_, (a, b))| a != b).map(|(x, _)| x);
    let first = places.next()?;
    Some((first, places.last().unwrap_or(first)))
}

/// Each channel widened so that the brightest stays the brightest.
fn from_565(colour: u16) -> [u8; 3] {
    let channel = |shift: u16, bits: u16| {
        let most = (1_u16 << bits) - 1;
        let value = (colour >> shift) & most;
        u8::try_from((value * 255 + most / 2) / most).unwrap_or(u8::MAX)
    };
    [channel(11, 5), channel(5, 6), channel(0, 5)]
}

/// A surface that is a picture in a file, replaced whole, so that nobody ever opens half of it.
#[derive(Debug)]
pub struct Png {
    path: PathBuf,
    size: (u32, u32),
}

impl Png {
    /// Pictures of this size go to `path`; its folder must be there.
    pub fn new(path: &Path, width: u32, height: u32) -> Self {
        Self { path: path.to_owned(), size: (width, height) }
    }

    fn write(&self, frame: &Frame) -> io::Result<()> {
        let beside = self.path.with_extension("png.part");
        let mut file = BufWriter::new(File::create(&beside)?);
        file.write_all(&png(frame)?)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?;
        fs::rename(&beside, &self.path)
    }
}

impl Surface for Png {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn show(&mut self, frame: &Frame, _dirty: &[Rectangle]) -> Result<(), SurfaceError> {
        fits(frame, self.size)?;
        self.write(frame).map_err(|source| SurfaceError::File { path: self.path.clone(), source })
    }
}

/// The picture as the bytes of a PNG file.
///
/// # Errors
///
/// The picture has no pixels.
pub fn png(frame: &Frame) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, frame.width, frame.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(frame.pixels.as_flattened())?;
    writer.finish()?;
    Ok(bytes)
}

fn fits(frame: &Frame, surface: (u32, u32)) -> Result<(), SurfaceError> {
    let picture = frame.size();
    if picture == surface { Ok(()) } else { Err(SurfaceError::Size { picture, surface }) }
}

#[cfg(test)]
mod tests;
