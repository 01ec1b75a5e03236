//! A Linux framebuffer, written like a file: rows of pixels, each row a stride apart.
//!
//! The kernel tells its shape under `/sys/class/graphics/fbN`: `virtual_size` (`480,320`), `bits_per_pixel`
//! and `stride` in bytes. Source: kernel documentation, *The Frame Buffer Device*; the usual order of
//! colours, blue lowest, is that of the drivers of small panels and of the Raspberry Pi.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::{Face, Rectangle, Surface, SurfaceError};

/// How a framebuffer stores a pixel, lowest byte first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelFormat {
    /// 16 bits: blue 5, green 6, red 5.
    Rgb565,
    /// 32 bits: blue, green, red, and eight bits that some screens take for opacity: all ones.
    Xrgb8888,
}

impl PixelFormat {
    /// The format with this many bits of a pixel; others are not supported.
    pub fn of_bits(bits: u32) -> Option<Self> {
        match bits {
            16 => Some(Self::Rgb565),
            32 => Some(Self::Xrgb8888),
            _ => None,
        }
    }

    /// Bytes of a pixel.
    pub fn bytes(self) -> u32 {
        match self {
            Self::Rgb565 => 2,
            Self::Xrgb8888 => 4,
        }
    }

    fn put(self, [red, green, blue]: [u8; 3], into: &mut Vec<u8>) {
        match self {
            Self::Rgb565 => {
                let (red, green, blue) = (u16::from(red >> 3), u16::from(green >> 2), u16::from(blue >> 3));
                into.extend_from_slice(&(red << 11 | green << 5 | blue).to_le_bytes());
            }
            Self::Xrgb8888 => into.extend_from_slice(&[blue, green, red, 0xFF]),
        }
    }
}

/// The shape of a framebuffer's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// How a pixel is stored.
    pub format: PixelFormat,
    /// Bytes from the start of one row to the start of the next.
    pub stride: u32,
}

impl Memory {
    /// What the kernel says of the framebuffer at `device`, in the folder `graphics` (`/sys/class/graphics`).
    ///
    /// # Errors
    ///
    /// There is no such framebuffer, or it has another size or a depth that is not supported.
    pub fn ask(graphics: &Path, device: &Path, size: (u32, u32)) -> Result<Self, SurfaceError> {
        let folder = graphics.join(device.file_name().unwrap_or_default());
        let unusable = |file: &str, why| SurfaceError::Unusable { path: folder.join(file), why };
        let told = |file: &str| {
            fs::read_to_string(folder.join(file))
                .map_err(|source| SurfaceError::File { path: folder.join(file), source })
        };
        let number =
            |file: &'static str| told(file)?.trim().parse().map_err(|_| unusable(file, "not a number"));
        let virtual_size = told("virtual_size")?;
        let surface = virtual_size
            .trim()
            .split_once(',')
            .and_then(|(width, height)| Some((width.parse::<u32>().ok()?, height.parse::<u32>().ok()?)));
        let surface = surface.ok_or_else(|| unusable("virtual_size", "not two numbers"))?;
        // Memory below the visible part is for turning pages: more height than the picture's is usual.
        if surface.0 != size.0 || surface.1 < size.1 {
            return Err(SurfaceError::Size { face: size, surface });
        }
        let format = PixelFormat::of_bits(number("bits_per_pixel")?)
            .ok_or_else(|| unusable("bits_per_pixel", "neither 16 nor 32"))?;
        Ok(Self { format, stride: number("stride")? })
    }
}

/// A framebuffer, or a file of the same shape.
#[derive(Debug)]
pub struct Framebuffer {
    path: PathBuf,
    file: File,
    size: (u32, u32),
    memory: Memory,
}

impl Framebuffer {
    /// Opens the framebuffer at `path` for pictures of this size.
    ///
    /// # Errors
    ///
    /// It cannot be opened for writing, or a row of pixels is longer than the stride.
    pub fn open(path: &Path, size: (u32, u32), memory: Memory) -> Result<Self, SurfaceError> {
        if u64::from(memory.stride) < u64::from(size.0) * u64::from(memory.format.bytes()) {
            let why = "the stride is shorter than a row of pixels";
            return Err(SurfaceError::Unusable { path: path.to_owned(), why });
        }
        let file = OpenOptions::new()
            .write(true)
            .open(path)
            .map_err(|source| SurfaceError::File { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), file, size, memory })
    }
}

impl Surface for Framebuffer {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn show(&mut self, face: &Face, dirty: &[Rectangle]) -> Result<(), SurfaceError> {
        let frame = face.pixels(self.size)?;
        let Memory { format, stride } = self.memory;
        let mut bytes = Vec::new();
        for rectangle in dirty {
            for y in rectangle.y..rectangle.y.saturating_add(rectangle.height).min(self.size.1) {
                let pixels = frame.row(y).iter().skip(usize::try_from(rectangle.x).unwrap_or(usize::MAX));
                let width = usize::try_from(rectangle.width).unwrap_or(usize::MAX);
                bytes.clear();
                pixels.take(width).for_each(|&pixel| format.put(pixel, &mut bytes));
                let column = u64::from(rectangle.x) * u64::from(format.bytes());
                let offset = u64::from(y) * u64::from(stride) + column;
                self.file
                    .write_all_at(&bytes, offset)
                    .map_err(|source| SurfaceError::File { path: self.path.clone(), source })?;
            }
        }
        Ok(())
    }
}
