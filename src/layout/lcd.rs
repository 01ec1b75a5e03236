//! Displays that take a picture or a few lines of letters: plain data.

use std::path::PathBuf;

use super::DeviceName;

pub use hal::cable::lines::{Active, Pin};
pub use hal::cable::surface::spi_panel::{Controller, Glass};

/// A display that takes pictures, or letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lcd {
    /// Its name in the configuration.
    pub name: DeviceName,
    /// What stands on it.
    pub shows: Shows,
    /// What takes the picture.
    pub surface: Surface,
    /// Width of the picture in pixels, or in letters.
    pub width: u32,
    /// Height of the picture in pixels, or in letters.
    pub height: u32,
    /// Where a technician finds it.
    pub place: String,
}

/// What stands on a display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// How the hall is and what is to be mended: the status LCD.
    Status,
    /// The calls, for everybody in the hall: a hall display.
    Hall,
}

/// What takes a picture or letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Surface {
    /// A PNG file, replaced whole at every change.
    Png {
        /// The file.
        path: PathBuf,
    },
    /// A Linux framebuffer, `/dev/fb0` or a file of the same shape.
    Framebuffer {
        /// The device or file.
        path: PathBuf,
        /// The shape of its memory; `None` asks the kernel, under `/sys/class/graphics`.
        memory: Option<FrameMemory>,
    },
    /// A colour panel on SPI.
    Spi(SpiPanel),
    /// An SSD1306 of 128 × 64 dots on I²C.
    Oled {
        /// Its bus: `/dev/i2c-1`.
        path: PathBuf,
        /// Its address.
        address: u8,
        /// It hangs upside down.
        turned: bool,
    },
    /// An HD44780 behind a PCF8574 on I²C: it shows letters.
    Letters {
        /// Its bus: `/dev/i2c-1`.
        path: PathBuf,
        /// The expander's address.
        address: u8,
    },
}

impl Surface {
    /// The lines that it needs of the machine, beside its bus.
    pub fn pins(&self) -> Vec<&Pin> {
        match self {
            Self::Spi(panel) => {
                let light = panel.light.as_ref().map(|light| &light.pin);
                [Some(&panel.data), panel.reset.as_ref(), light].into_iter().flatten().collect()
            }
            Self::Png { .. } | Self::Framebuffer { .. } | Self::Oled { .. } | Self::Letters { .. } => {
                Vec::new()
            }
        }
    }

    /// The file, device or bus.
    pub fn path(&self) -> &PathBuf {
        match self {
            Self::Png { path }
            | Self::Framebuffer { path, .. }
            | Self::Spi(SpiPanel { path, .. })
            | Self::Oled { path, .. }
            | Self::Letters { path, .. } => path,
        }
    }

    /// Its word in the configuration.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Png { .. } => "png",
            Self::Framebuffer { .. } => "framebuffer",
            Self::Spi(SpiPanel { glass: Glass { controller: Controller::Ili9341, .. }, .. }) => "ili9341",
            Self::Spi(SpiPanel { glass: Glass { controller: Controller::St7789, .. }, .. }) => "st7789",
            Self::Oled { .. } => "ssd1306",
            Self::Letters { .. } => "hd44780",
        }
    }

    /// Its address on its bus, where it has one.
    pub fn address(&self) -> Option<u8> {
        match self {
            Self::Oled { address, .. } | Self::Letters { address, .. } => Some(*address),
            Self::Png { .. } | Self::Framebuffer { .. } | Self::Spi(_) => None,
        }
    }
}

/// A colour panel on SPI, with its pins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpiPanel {
    /// Its bus and select: `/dev/spidev0.0`.
    pub path: PathBuf,
    /// Bits a second.
    pub hertz: u32,
    /// What the glass wants.
    pub glass: Glass,
    /// The line that tells data from commands.
    pub data: Pin,
    /// The line of its reset, where it is wired.
    pub reset: Option<Pin>,
    /// Its light, where a line switches it.
    pub light: Option<Light>,
}

/// A panel's light.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Light {
    /// The line that switches it.
    pub pin: Pin,
    /// Which level lights it.
    pub active: Active,
}

/// The shape of a framebuffer's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameMemory {
    /// Bits of one pixel: 16 (RGB 565) or 32 (blue first, eight bits each, the highest unused).
    pub bits: u32,
    /// Bytes from the start of one row to the start of the next; at least `width × bits / 8`.
    pub stride: u32,
}
