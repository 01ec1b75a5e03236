//! Colour panels on SPI with an ILI9341 or ST7789 controller: only the rectangles that changed are sent.
//!
//! Start-up sequences, orientation and addresses are mipidsi's; the bus, the bursts and the pins are ours. A
//! panel never answers, so nobody can know that its plug was out: [`Surface::refresh`] sets it up again and
//! sends the whole picture, without the reset that would blank a panel that runs.
//!
//! Sources: ILI9341 data sheet V1.11 (8.2 commands, 13.2 and 15.4 waits), ST7789V data sheet V1.4.

use std::time::Duration;

use embedded_graphics_core::pixelcolor::Rgb565;
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::OutputPin;
use embedded_hal::spi::SpiDevice;
use mipidsi::interface::{Interface, InterfaceKind};
use mipidsi::models::{ILI9341Rgb565, Model, ST7789};
use mipidsi::options::{ColorInversion, ColorOrder, Orientation, Rotation};
use mipidsi::{Builder, Display, NoResetPin};

use super::{Face, Frame, Rectangle, Surface, SurfaceError};

/// Bytes of one transfer: what spidev takes unless its `bufsiz` is raised.
const BURST: usize = 4096;

/// How long reset is held; both sheets ask for 10 microseconds.
const RESET_HELD: Duration = Duration::from_millis(1);

/// From the end of reset to the first command: both sheets ask for 120 ms where the panel was awake.
const RESET_OVER: Duration = Duration::from_millis(120);

/// The controller behind the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controller {
    /// ILI9341, 240 × 320.
    Ili9341,
    /// ST7789, 240 × 320 and glasses that show a part of it.
    St7789,
}

impl Controller {
    /// Pixels across and down of its memory, before rotation.
    pub const MEMORY: (u16, u16) = (240, 320);

    /// Whether glasses with this controller, as a rule, show colours right only when it inverts them.
    pub fn usually_inverted(self) -> bool {
        match self {
            Self::Ili9341 => false,
            Self::St7789 => true,
        }
    }

    /// Whether glasses with this controller, as a rule, have the first column at their right edge.
    ///
    /// No sheet says it of the ILI9341; Adafruit's library and luma.lcd, which know its modules, both mirror it
    /// (address mode 48 upright, 28 sideways) and do not mirror an ST7789.
    pub fn usually_mirrored(self) -> bool {
        match self {
            Self::Ili9341 => true,
            Self::St7789 => false,
        }
    }

    /// Whether glasses with this controller, as a rule, have blue where others have red.
    pub fn usually_blue_first(self) -> bool {
        match self {
            Self::Ili9341 => true,
            Self::St7789 => false,
        }
    }
}

/// How far the picture is turned clockwise on the glass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// Upright, 240 across.
    #[default]
    None,
    /// To the right, 320 across.
    Right,
    /// Upside down.
    Half,
    /// To the left, 320 across.
    Left,
}

impl Turn {
    /// The turn of 0, 90, 180 or 270 degrees; `None` for others.
    pub fn of_degrees(degrees: u32) -> Option<Self> {
        match degrees {
            0 => Some(Self::None),
            90 => Some(Self::Right),
            180 => Some(Self::Half),
            270 => Some(Self::Left),
            _ => None,
        }
    }

    /// Whether rows of the picture run along the glass's longer side.
    pub fn is_sideways(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }

    fn rotation(self) -> Rotation {
        match self {
            Self::None => Rotation::Deg0,
            Self::Right => Rotation::Deg90,
            Self::Half => Rotation::Deg180,
            Self::Left => Rotation::Deg270,
        }
    }
}

/// What is known of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glass {
    /// Its controller.
    pub controller: Controller,
    /// How the picture is turned.
    pub turn: Turn,
    /// Width and height of the picture, after the turn.
    pub size: (u32, u32),
    /// Where the glass begins in the controller's memory, before the turn: columns and rows.
    pub offset: (u16, u16),
    /// The glass has the controller's first column at its right edge.
    pub mirrored: bool,
    /// The controller inverts colours.
    pub inverted: bool,
    /// The glass has blue where others have red.
    pub blue_first: bool,
}

impl Glass {
    /// Width and height of the glass before the turn.
    fn upright(&self) -> (u32, u32) {
        if self.turn.is_sideways() { (self.size.1, self.size.0) } else { self.size }
    }

    fn orientation(&self) -> Orientation {
        let glass = if self.mirrored { Orientation::new().flip_horizontal() } else { Orientation::new() };
        glass.rotate(self.turn.rotation())
    }

    /// Whether the controller has memory for all of it.
    pub fn fits(&self) -> bool {
        let (width, height) = self.upright();
        let most = Controller::MEMORY;
        width + u32::from(self.offset.0) <= u32::from(most.0)
            && height + u32::from(self.offset.1) <= u32::from(most.1)
    }
}

/// The pins of a panel beside its bus.
pub struct Pins<Pin> {
    /// Tells data (high) from commands (low).
    pub data: Pin,
    /// Holds the panel in reset while low; without it the panel is reset by a command.
    pub reset: Option<Pin>,
    /// Lights the panel while high; without it the panel is always lit.
    pub light: Option<Pin>,
}

/// Opens a panel: resets and sets it up, which takes a third of a second. It stays dark until the first
/// picture, as its memory holds noise. `wait` lets time pass.
///
/// # Errors
///
/// The glass does not fit its controller, or bus or pins do not take what they are sent.
pub fn open<Spi, Pin, Wait>(
    glass: Glass,
    spi: Spi,
    pins: Pins<Pin>,
    wait: Wait,
) -> Result<Box<dyn Surface>, SurfaceError>
where
    Spi: SpiDevice + Send + 'static,
    Pin: OutputPin + Send + 'static,
    Wait: FnMut(Duration) + Send + 'static,
{
    match glass.controller {
        Controller::Ili9341 => {
            SpiPanel::start(ILI9341Rgb565, glass, spi, pins, wait).map(|panel| Box::new(panel) as Box<_>)
        }
        Controller::St7789 => {
            SpiPanel::start(ST7789, glass, spi, pins, wait).map(|panel| Box::new(panel) as Box<_>)
        }
    }
}

/// A panel that is set up.
struct SpiPanel<M, Spi, Pin, Wait>
where
    M: Model<ColorFormat = Rgb565>,
    Spi: SpiDevice,
    Pin: OutputPin,
{
    /// `None` only after a set-up that failed; the surface is then of no use.
    display: Option<Display<Wire<Spi, Pin>, M, NoResetPin>>,
    glass: Glass,
    _reset: Option<Pin>,
    /// Lit with the first picture.
    light: Option<Pin>,
    pause: Pause<Wait>,
}

impl<M, Spi, Pin, Wait> SpiPanel<M, Spi, Pin, Wait>
where
    M: Model<ColorFormat = Rgb565>,
    Spi: SpiDevice,
    Pin: OutputPin,
    Wait: FnMut(Duration),
{
    fn start(
        model: M,
        glass: Glass,
        spi: Spi,
        mut pins: Pins<Pin>,
        wait: Wait,
    ) -> Result<Self, SurfaceError> {
        let mut pause = Pause(wait);
        if let Some(light) = &mut pins.light {
            light.set_low().map_err(of_pin)?;
        }
        if let Some(reset) = &mut pins.reset {
            reset.set_low().map_err(of_pin)?;
            (pause.0)(RESET_HELD);
            reset.set_high().map_err(of_pin)?;
            (pause.0)(RESET_OVER);
        }
        let wire = Wire { spi, data: pins.data, burst: Vec::new(), may_reset: pins.reset.is_none() };
        let display = set_up(model, wire, glass, &mut pause)?;
        Ok(Self { display: Some(display), glass, _reset: pins.reset, light: pins.light, pause })
    }

    fn send(&mut self, frame: &Frame, area: Rectangle) -> Result<(), SurfaceError> {
        let (right, bottom) = (area.x + area.width, area.y + area.height);
        if area.width == 0 || area.height == 0 || right > self.glass.size.0 || bottom > self.glass.size.1 {
            return Ok(());
        }
        let rows = (area.y..bottom).map(|y| frame.row(y));
        let [from, to] = [area.x, right].map(|x| usize::try_from(x).unwrap_or(usize::MAX));
        let pixels = rows.flat_map(|row| row.get(from..to).unwrap_or(&[])).map(|&pixel| colour(pixel));
        let display = self.display.as_mut().ok_or_else(|| of_bus("it was not set up"))?;
        display
            .set_pixels(short(area.x), short(area.y), short(right - 1), short(bottom - 1), pixels)
            .map_err(|error| of_bus(&error))
    }
}

impl<M, Spi, Pin, Wait> Surface for SpiPanel<M, Spi, Pin, Wait>
where
    M: Model<ColorFormat = Rgb565> + Send,
    Spi: SpiDevice + Send,
    Pin: OutputPin + Send,
    Wait: FnMut(Duration) + Send,
{
    fn size(&self) -> (u32, u32) {
        self.glass.size
    }

    fn show(&mut self, face: &Face, dirty: &[Rectangle]) -> Result<(), SurfaceError> {
        let frame = face.pixels(self.glass.size)?;
        for area in dirty {
            self.send(frame, *area)?;
        }
        if let Some(light) = &mut self.light {
            light.set_high().map_err(of_pin)?;
        }
        Ok(())
    }

    fn refresh(&mut self, face: &Face) -> Result<(), SurfaceError> {
        if let Some(display) = self.display.take() {
            let (mut wire, model, _) = display.release();
            wire.may_reset = false;
            self.display = Some(set_up(model, wire, self.glass, &mut self.pause)?);
        }
        self.show(face, &face.whole())
    }
}

/// Sets a panel up, whether it has just been reset or is running.
fn set_up<M, Spi, Pin, Wait>(
    model: M,
    wire: Wire<Spi, Pin>,
    glass: Glass,
    pause: &mut Pause<Wait>,
) -> Result<Display<Wire<Spi, Pin>, M, NoResetPin>, SurfaceError>
where
    M: Model<ColorFormat = Rgb565>,
    Spi: SpiDevice,
    Pin: OutputPin,
    Wait: FnMut(Duration),
{
    let (width, height) = glass.upright();
    Builder::new(model, wire)
        .display_size(short(width), short(height))
        .display_offset(glass.offset.0, glass.offset.1)
        .orientation(glass.orientation())
        .invert_colors(if glass.inverted { ColorInversion::Inverted } else { ColorInversion::Normal })
        .color_order(if glass.blue_first { ColorOrder::Bgr } else { ColorOrder::Rgb })
        .init(pause)
        .map_err(|error| of_bus(&error))
}

fn colour([red, green, blue]: [u8; 3]) -> Rgb565 {
    Rgb565::new(red >> 3, green >> 2, blue >> 3)
}

fn short(pixels: u32) -> u16 {
    u16::try_from(pixels).unwrap_or(u16::MAX)
}

fn of_pin<E: std::fmt::Debug>(error: E) -> SurfaceError {
    SurfaceError::Bus { what: "a pin of the panel".to_owned(), why: format!("{error:?}") }
}

fn of_bus<E: std::fmt::Debug + ?Sized>(error: &E) -> SurfaceError {
    SurfaceError::Bus { what: "the panel".to_owned(), why: format!("{error:?}") }
}

/// Waiting, as mipidsi asks for it.
struct Pause<Wait>(Wait);

impl<Wait: FnMut(Duration)> DelayNs for Pause<Wait> {
    fn delay_ns(&mut self, ns: u32) {
        (self.0)(Duration::from_nanos(u64::from(ns)));
    }
}

/// The bus with the pin that tells data from commands.
struct Wire<Spi, Pin> {
    spi: Spi,
    data: Pin,
    /// The bytes of one transfer, kept for its memory.
    burst: Vec<u8>,
    /// Whether a reset by command is sent on: not to a panel that runs, nor after the reset pin did it.
    may_reset: bool,
}

/// Reset by command, in both sheets.
const SOFTWARE_RESET: u8 = 0x01;

/// Why the wire took nothing.
#[derive(Debug)]
enum WireError<S, P> {
    Spi(S),
    Pin(P),
}

impl<Spi: SpiDevice, Pin: OutputPin> Wire<Spi, Pin> {
    fn flush(&mut self) -> Result<(), WireError<Spi::Error, Pin::Error>> {
        let outcome = if self.burst.is_empty() { Ok(()) } else { self.spi.write(&self.burst) };
        self.burst.clear();
        outcome.map_err(WireError::Spi)
    }
}

impl<Spi: SpiDevice, Pin: OutputPin> Interface for Wire<Spi, Pin> {
    type Word = u8;
    type Error = WireError<Spi::Error, Pin::Error>;

    const KIND: InterfaceKind = InterfaceKind::Serial4Line;

    fn send_command(&mut self, command: u8, arguments: &[u8]) -> Result<(), Self::Error> {
        if command == SOFTWARE_RESET && !self.may_reset {
            return Ok(());
        }
        self.data.set_low().map_err(WireError::Pin)?;
        self.spi.write(&[command]).map_err(WireError::Spi)?;
        self.data.set_high().map_err(WireError::Pin)?;
        if arguments.is_empty() { Ok(()) } else { self.spi.write(arguments).map_err(WireError::Spi) }
    }

    fn send_pixels<const N: usize>(
        &mut self,
        pixels: impl IntoIterator<Item = [u8; N]>,
    ) -> Result<(), Self::Error> {
        for pixel in pixels {
            if self.burst.len() + N > BURST {
                self.flush()?;
            }
            self.burst.extend_from_slice(&pixel);
        }
        self.flush()
    }

    fn send_repeated_pixel<const N: usize>(&mut self, pixel: [u8; N], count: u32) -> Result<(), Self::Error> {
        self.send_pixels((0..count).map(|_| pixel))
    }
}
