//! Opens what takes an LCD's picture or letters: files, buses and lines of this machine.

use std::path::Path;
use std::time::Duration;

use hal::cable::lines::{Active, Lines, Output, Pin, of_this_machine};
use hal::cable::surface::letter_lcd::LetterLcd;
use hal::cable::surface::oled::Oled;
use hal::cable::surface::spi_panel::{self, Pins};
use hal::cable::surface::{
    BoardI2c, BoardPin, BoardSpi, Framebuffer, Memory, PixelFormat, Png, Surface, SurfaceError,
};

use crate::layout::{self, FrameMemory, Lcd, SpiPanel};

/// Where the kernel tells the shape of a framebuffer.
const GRAPHICS: &str = "/sys/class/graphics";

/// Opens surfaces, one after the other.
#[derive(Default)]
pub struct Opener {
    /// The lines of the machine, looked for when a panel first wants one.
    lines: Option<Box<dyn Lines>>,
}

impl Opener {
    /// Opens an LCD's surface; a panel takes up to half a second.
    ///
    /// # Errors
    ///
    /// It is not there, not as it is said to be, held by somebody else, or may not be opened.
    pub fn open(&mut self, lcd: &Lcd) -> Result<Box<dyn Surface>, SurfaceError> {
        let size = (lcd.width, lcd.height);
        match &lcd.surface {
            layout::Surface::Png { path } => Ok(Box::new(Png::new(path, size.0, size.1))),
            layout::Surface::Framebuffer { path, memory } => {
                let memory = match memory {
                    Some(memory) => given(path, *memory)?,
                    None => Memory::ask(GRAPHICS.as_ref(), path, size)?,
                };
                Ok(Box::new(Framebuffer::open(path, size, memory)?))
            }
            layout::Surface::Spi(panel) => self.spi(panel),
            layout::Surface::Oled { path, address, turned } => {
                Ok(Box::new(Oled::open(BoardI2c::open(path)?, *address, *turned)?))
            }
            layout::Surface::Letters { path, address } => {
                let [columns, rows] = [size.0, size.1].map(|count| u8::try_from(count).unwrap_or(u8::MAX));
                Ok(Box::new(LetterLcd::open(BoardI2c::open(path)?, *address, columns, rows, pass)?))
            }
        }
    }

    fn spi(&mut self, panel: &SpiPanel) -> Result<Box<dyn Surface>, SurfaceError> {
        let bus = BoardSpi::open(&panel.path, panel.hertz)?;
        let lines = self.lines.get_or_insert_with(of_this_machine);
        let mut pin = |pin: &Pin, active, on| -> Result<BoardPin, SurfaceError> {
            Ok(BoardPin(lines.output(pin, Output { active, on })?))
        };
        let data = pin(&panel.data, Active::High, false)?;
        // In reset only when it is told so, and dark until there is something to see.
        let reset = panel.reset.as_ref().map(|reset| pin(reset, Active::High, true)).transpose()?;
        let light = panel.light.as_ref().map(|light| pin(&light.pin, light.active, false)).transpose()?;
        spi_panel::open(panel.glass, bus, Pins { data, reset, light }, pass)
    }
}

/// The shape that the configuration gives.
fn given(path: &Path, memory: FrameMemory) -> Result<Memory, SurfaceError> {
    let why = "neither 16 nor 32 bits of a pixel";
    let format = PixelFormat::of_bits(memory.bits)
        .ok_or_else(|| SurfaceError::Unusable { path: path.to_owned(), why })?;
    Ok(Memory { format, stride: memory.stride })
}

/// Lets time pass on an LCD's own thread, which nobody waits for.
#[expect(clippy::disallowed_methods, reason = "the waits of a panel's sheet, a third of a second at most")]
fn pass(time: Duration) {
    std::thread::sleep(time);
}
