//! The same demands on every kind of surface: the first face whole, the same face sends nothing, a small change
//! sends little, and after loss and return everything is there.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use hal::cable::surface::spi_panel::{Controller, Glass, Turn};
use hal::cable::surface::{Face, Frame, Framebuffer, Letters, Memory, PixelFormat, Surface, SurfaceError};
use hal::sim;

use crate::far_end::{Held, I2cBus};
use crate::{letter_lcd, oled, spi_panel};

/// A surface with its far end.
trait Place {
    /// Opens it, as after a start, a reload or a return.
    fn open(&self) -> Result<Box<dyn Surface>, SurfaceError>;
    /// What eyes see.
    fn seen(&self) -> Option<Face>;
    /// Bytes that arrived so far.
    fn bytes(&self) -> u64;
    /// The display loses its supply and has it again.
    fn power_cycle(&self);
    /// A face, and one that differs from it in one figure.
    fn faces(&self) -> (Face, Face);
}

struct Panel(Held<sim::spi_panel::SpiPanel>, Glass);

impl Place for Panel {
    fn open(&self) -> Result<Box<dyn Surface>, SurfaceError> {
        Ok(spi_panel::opened(&self.0, self.1, true))
    }

    fn seen(&self) -> Option<Face> {
        spi_panel::seen(&self.0, self.1.turn).map(Face::from)
    }

    fn bytes(&self) -> u64 {
        self.0.with(|panel| panel.bytes())
    }

    fn power_cycle(&self) {
        self.0.with(sim::spi_panel::SpiPanel::power_cycle);
    }

    fn faces(&self) -> (Face, Face) {
        with_a_figure(spi_panel::picture(self.1.size), (270, 10))
    }
}

struct Dots(Held<sim::oled::Oled>);

impl Place for Dots {
    fn open(&self) -> Result<Box<dyn Surface>, SurfaceError> {
        Ok(Box::new(oled::opened(&self.0)?))
    }

    fn seen(&self) -> Option<Face> {
        oled::seen(&self.0).map(Face::from)
    }

    fn bytes(&self) -> u64 {
        self.0.with(|display| display.bytes())
    }

    fn power_cycle(&self) {
        self.0.with(sim::oled::Oled::power_cycle);
    }

    fn faces(&self) -> (Face, Face) {
        with_a_figure(oled::picture(0), (96, 0))
    }
}

struct Text(Held<sim::letter_lcd::LetterLcd>);

impl Place for Text {
    fn open(&self) -> Result<Box<dyn Surface>, SurfaceError> {
        let hands = self.0.clone();
        let wait = move |time| hands.with(|display| display.pass(time));
        let bus = I2cBus(self.0.clone());
        Ok(Box::new(hal::cable::surface::letter_lcd::LetterLcd::open(bus, 0x27, 20, 4, wait)?))
    }

    fn seen(&self) -> Option<Face> {
        let lines = letter_lcd::seen(&self.0)?;
        Some(Letters::of_lines(20, 4, lines.iter().map(String::as_str)).into())
    }

    fn bytes(&self) -> u64 {
        self.0.with(|display| display.bytes())
    }

    fn power_cycle(&self) {
        self.0.with(|display| {
            display.power_cycle();
            display.pass(Duration::from_secs(1));
        });
    }

    fn faces(&self) -> (Face, Face) {
        let lines = ["OK", "open 7/9  wait 12", "served 128", "next A017      09:14"];
        let mut later = lines;
        later[3] = "next A017      09:15";
        (letter_lcd::face(20, &lines), letter_lcd::face(20, &later))
    }
}

/// A file of a framebuffer's shape; its bytes are those that are different from what the test put there.
struct Screen(tempfile::TempDir);

const MARK: [u8; 4] = [1, 2, 3, 4];

impl Screen {
    fn new() -> Self {
        let screen = Self(tempfile::tempdir().unwrap());
        screen.power_cycle();
        screen
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("fb0")
    }
}

impl Place for Screen {
    fn open(&self) -> Result<Box<dyn Surface>, SurfaceError> {
        let memory = Memory { format: PixelFormat::Xrgb8888, stride: 320 * 4 };
        Ok(Box::new(Framebuffer::open(&self.path(), (320, 240), memory)?))
    }

    fn seen(&self) -> Option<Face> {
        let bytes = fs::read(self.path()).unwrap();
        let mut frame = Frame::new(320, 240);
        for (place, pixel) in (0..).zip(bytes.chunks_exact(4)) {
            frame.set(place % 320, place / 320, [pixel[2], pixel[1], pixel[0]]);
        }
        Some(frame.into())
    }

    /// Marks every pixel that is counted, so that it counts only once.
    fn bytes(&self) -> u64 {
        let bytes = fs::read(self.path()).unwrap();
        let written = bytes.chunks_exact(4).filter(|pixel| **pixel != MARK).count();
        u64::try_from(written * 4).unwrap()
    }

    fn power_cycle(&self) {
        fs::write(self.path(), MARK.repeat(320 * 240)).unwrap();
    }

    fn faces(&self) -> (Face, Face) {
        with_a_figure(spi_panel::picture((320, 240)), (270, 10))
    }
}

/// The picture, and the same with a figure of 24 × 24 pixels at `at`.
fn with_a_figure(frame: Frame, at: (u32, u32)) -> (Face, Face) {
    let mut later = frame.clone();
    for (x, y) in (0..24).flat_map(|y| (0..24).map(move |x| (x, y))) {
        let inverse = frame.row(at.1 + y)[usize::try_from(at.0 + x).unwrap()].map(|channel| !channel);
        later.set(at.0 + x, at.1 + y, inverse);
    }
    (frame.into(), later.into())
}

fn places() -> Vec<(&'static str, Box<dyn Place>)> {
    let panel = |controller| {
        let glass = spi_panel::usual(controller, Turn::Right);
        Box::new(Panel(spi_panel::panel(glass), glass))
    };
    vec![
        ("ILI9341", panel(Controller::Ili9341)),
        ("ST7789", panel(Controller::St7789)),
        ("SSD1306", Box::new(Dots(Held::new(sim::oled::Oled::new(0x3C))))),
        ("HD44780", Box::new(Text(Held::new(sim::letter_lcd::LetterLcd::new(0x27, 20, 4))))),
        ("framebuffer", Box::new(Screen::new())),
    ]
}

#[test]
fn the_first_face_is_shown_whole() {
    for (name, place) in places() {
        let (face, _) = place.faces();

        place.open().unwrap().show(&face, &face.whole()).unwrap();

        assert!(place.seen() == Some(face), "{name}");
    }
}

#[test]
fn the_same_face_again_sends_nothing() {
    for (name, place) in places() {
        let (face, _) = place.faces();
        let mut surface = place.open().unwrap();
        surface.show(&face, &face.whole()).unwrap();
        let before = place.bytes();

        surface.show(&face, &face.differences(&face)).unwrap();

        assert_eq!(place.bytes(), before, "{name}");
    }
}

#[test]
fn a_small_change_sends_little_and_arrives() {
    let mut told = Vec::new();
    for (name, place) in places() {
        let (face, later) = place.faces();
        let mut surface = place.open().unwrap();
        let opened = place.bytes();
        surface.show(&face, &face.whole()).unwrap();
        let whole = place.bytes() - opened;
        let before = if name == "framebuffer" {
            place.power_cycle();
            0
        } else {
            place.bytes()
        };

        surface.show(&later, &later.differences(&face)).unwrap();

        let little = place.bytes() - before;
        assert!(little > 0 && little * 5 < whole, "{name}: {little} of {whole} bytes");
        if name != "framebuffer" {
            assert!(place.seen() == Some(later), "{name}");
        }
        told.push((name, little, whole));
    }
    // A figure of 24 × 24 pixels or one of 80 letters: what the documentation says of it.
    let expected = [
        ("ILI9341", 1_163, 153_611),
        ("ST7789", 1_163, 153_611),
        ("SSD1306", 96, 1_090),
        ("HD44780", 8, 336),
        ("framebuffer", 2_304, 307_200),
    ];
    assert_eq!(told, expected);
}

#[test]
fn after_loss_and_return_the_whole_face_is_there() {
    for (name, place) in places() {
        let (face, later) = place.faces();
        let mut surface = place.open().unwrap();
        surface.show(&face, &face.whole()).unwrap();
        drop(surface);
        place.power_cycle();

        place.open().unwrap().show(&later, &later.whole()).unwrap();

        assert!(place.seen() == Some(later), "{name}");
    }
}

#[test]
fn a_refresh_brings_back_what_was_lost_unnoticed() {
    for (name, place) in places() {
        let (face, _) = place.faces();
        let mut surface = place.open().unwrap();
        surface.show(&face, &face.whole()).unwrap();
        place.power_cycle();

        surface.refresh(&face).unwrap();

        assert!(place.seen() == Some(face), "{name}");
    }
}

#[test]
fn a_face_of_another_size_is_refused() {
    for (name, place) in places() {
        let mut surface = place.open().unwrap();
        let (pixels, letters) = (Face::from(Frame::new(7, 5)), Face::from(Letters::new(7, 5)));

        let outcomes = [pixels, letters].map(|face| surface.show(&face, &face.whole()));

        assert!(outcomes.iter().all(Result::is_err), "{name}");
        assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(SurfaceError::Size { .. }))), "{name}");
    }
}

#[test]
fn a_display_on_i2c_that_is_unplugged_is_an_error_and_can_be_opened_when_it_is_back() {
    let dots = Held::new(sim::oled::Oled::new(0x3C));
    let text = Held::new(sim::letter_lcd::LetterLcd::new(0x27, 20, 4));
    let places: [Box<dyn Place>; 2] = [Box::new(Dots(dots.clone())), Box::new(Text(text.clone()))];
    let plug = |plugged| {
        dots.plug(plugged);
        text.plug(plugged);
    };
    for place in places {
        let (face, _) = place.faces();
        let mut surface = place.open().unwrap();

        plug(false);
        let lost = surface.show(&face, &face.whole());
        let again = place.open().map(|_| ());
        plug(true);

        assert!(matches!(lost, Err(SurfaceError::Bus { .. })));
        assert!(matches!(again, Err(SurfaceError::Bus { .. })));
        place.open().unwrap().show(&face, &face.whole()).unwrap();
        assert!(place.seen() == Some(face));
    }
}
