//! A surface that is a PNG file, replaced whole, so that nobody ever opens half of it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::{Face, Frame, Rectangle, Surface, SurfaceError};

/// A picture in a file.
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

    fn show(&mut self, face: &Face, _dirty: &[Rectangle]) -> Result<(), SurfaceError> {
        let frame = face.pixels(self.size)?;
        self.write(frame).map_err(|source| SurfaceError::File { path: self.path.clone(), source })
    }
}

/// The picture as the bytes of a PNG file.
///
/// # Errors
///
/// The picture has no pixels.
pub fn png(frame: &Frame) -> io::Result<Vec<u8>> {
    let (width, height) = frame.size();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(frame.cells().as_flattened())?;
    writer.finish()?;
    Ok(bytes)
}
