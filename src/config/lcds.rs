//! Reads status LCDs and screens of the hall: what each shows, its surface, its pins.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hal::cable::lines::{Active, LineId, Pin};
use hal::cable::surface::spi_panel::{Controller, Glass, Turn};
use hal::cable::surface::{is_i2c, is_spi};
use toml::de::DeValue;

use super::keys::Keys;
use super::problem::{Problem, Spot};
use super::values::{Flag, Kind, OneOf, Text, Whole};
use crate::layout::{FrameMemory, Lcd, Light, Shows, SpiPanel, Surface};

#[derive(Clone, Copy)]
enum SurfaceKind {
    Framebuffer,
    Png,
    Spi(Controller),
    Oled,
    Letters,
}

const SURFACE: OneOf<SurfaceKind> = OneOf(&[
    ("framebuffer", SurfaceKind::Framebuffer),
    ("png", SurfaceKind::Png),
    ("ili9341", SurfaceKind::Spi(Controller::Ili9341)),
    ("st7789", SurfaceKind::Spi(Controller::St7789)),
    ("ssd1306", SurfaceKind::Oled),
    ("hd44780", SurfaceKind::Letters),
]);

const SHOWS: OneOf<Shows> = OneOf(&[("status", Shows::Status), ("hall", Shows::Hall)]);
const ACTIVE: OneOf<Active> = OneOf(&[("high", Active::High), ("low", Active::Low)]);
const COLOURS: OneOf<bool> = OneOf(&[("rgb", false), ("bgr", true)]);

/// Bits of one pixel that a framebuffer can have.
const PIXEL_BITS: [u32; 2] = [16, 32];

/// A picture of the calls that is smaller than this cannot be read across a hall.
const HALL_AT_LEAST: (u32, u32) = (640, 360);

/// Reads every `[[lcd]]`, each with the place of its name.
pub(super) fn lcds(keys: &Keys<'_>) -> Vec<(Lcd, Spot)> {
    let mut first: BTreeMap<(PathBuf, Option<u8>), Spot> = BTreeMap::new();
    let read = |table: &Keys<'_>| {
        let (lcd, name_at) = lcd(table)?;
        let place = (lcd.surface.path().clone(), lcd.surface.address());
        let path_at = table.spot("path");
        if let Some(other) = first.insert(place, path_at.clone()) {
            let what = "two of the LCDs are at one place";
            let remedy = "correct the `path` or `address` of one of them, or take it out";
            table.report(Problem::error(&path_at, what, remedy).also(&other, "the other"));
        }
        Some((lcd, name_at))
    };
    keys.tables("lcd").iter().filter_map(read).collect()
}

fn lcd(keys: &Keys<'_>) -> Option<(Lcd, Spot)> {
    let name = keys.required("name", &Text);
    let shows = keys.or("shows", &SHOWS, Shows::Status);
    let place = keys.required("place", &Text).unwrap_or_default();
    let path = keys.required("path", &Text).map(PathBuf::from);
    let read = match keys.or("surface", &SURFACE, SurfaceKind::Framebuffer) {
        SurfaceKind::Framebuffer => framebuffer(keys, path),
        SurfaceKind::Png => {
            let size = picture_size(keys);
            path.map(|path| (Surface::Png { path }, size))
        }
        SurfaceKind::Spi(controller) => spi(keys, controller, path),
        SurfaceKind::Oled => oled(keys, path),
        SurfaceKind::Letters => letters(keys, path),
    };
    let (surface, (width, height)) = read?;
    if shows == Shows::Hall {
        large_enough(keys, &surface, (width, height));
    }
    Some((Lcd { name: name?.as_str().into(), shows, surface, width, height, place }, keys.spot("name")))
}

fn large_enough(keys: &Keys<'_>, surface: &Surface, (width, height): (u32, u32)) {
    let (least_width, least_height) = HALL_AT_LEAST;
    let screen = matches!(surface, Surface::Framebuffer { .. } | Surface::Png { .. });
    if !screen || width < least_width || height < least_height {
        let what = "this surface is too small for a display of the hall";
        let remedy = format!(
            "a framebuffer of at least {least_width} by {least_height} pixels can show the hall; \
             write `shows = \"status\"` for a small one"
        );
        keys.report(Problem::error(&keys.spot("shows"), what, remedy));
    }
}

fn picture_size(keys: &Keys<'_>) -> (u32, u32) {
    let width = keys.or("width", &Whole(160..=1920_u32), 480);
    (width, keys.or("height", &Whole(120..=1200_u32), 320))
}

fn framebuffer(keys: &Keys<'_>, path: Option<PathBuf>) -> Option<(Surface, (u32, u32))> {
    let (width, height) = picture_size(keys);
    let bits = keys.optional("bits", &Whole(16..=32_u32));
    let stride = keys.optional("stride", &Whole(320..=16_384_u32));
    let memory = match (bits, stride) {
        (None, None) => None,
        (Some(bits), Some(stride)) if PIXEL_BITS.contains(&bits) && stride >= width * bits / 8 => {
            Some(FrameMemory { bits, stride })
        }
        (Some(_), Some(_)) => {
            let what = "no row of this width fits into this stride";
            let remedy = "`bits` is 16 or 32, and `stride` at least `width` times `bits` over 8; \
                          or leave both out and the kernel is asked";
            keys.report(Problem::error(&keys.spot("stride"), what, remedy));
            None
        }
        (Some(_), None) | (None, Some(_)) => {
            let what = "`bits` and `stride` belong together";
            keys.report(Problem::error(&keys.spot_of_table(), what, "write both, or leave both out"));
            None
        }
    };
    Some((Surface::Framebuffer { path: path?, memory }, (width, height)))
}

fn spi(keys: &Keys<'_>, controller: Controller, path: Option<PathBuf>) -> Option<(Surface, (u32, u32))> {
    let turn = turn(keys, &[Turn::None, Turn::Right, Turn::Half, Turn::Left]);
    let (short, long) = Controller::MEMORY;
    let usual = if turn.is_sideways() { (long, short) } else { (short, long) };
    let width = keys.or("width", &Whole(128..=320_u32), usual.0.into());
    let height = keys.or("height", &Whole(128..=320_u32), usual.1.into());
    let offset = |key| keys.or(key, &Whole(0..=192_u16), 0);
    let glass = Glass {
        controller,
        turn,
        size: (width, height),
        offset: (offset("offset-x"), offset("offset-y")),
        mirrored: keys.or("mirrored", &Flag, controller.usually_mirrored()),
        inverted: keys.or("inverted", &Flag, controller.usually_inverted()),
        blue_first: keys.or("colours", &COLOURS, controller.usually_blue_first()),
    };
    if !glass.fits() {
        let what = "the controller has no memory for a glass of this size";
        let remedy = "240 by 320 pixels with the offset, or 320 by 240 where `rotation` is 90 or 270";
        keys.report(Problem::error(&keys.spot("width"), what, remedy));
    }
    let hertz = keys.or("hertz", &Whole(100_000..=62_500_000_u32), 10_000_000);
    let chip = keys.optional("chip", &Text);
    let pin = |line: Option<LineId>| line.map(|line| Pin { chip: chip.clone(), line });
    let data = pin(keys.required("data-line", &LineName));
    let reset = pin(keys.optional("reset-line", &LineName));
    let light = pin(keys.optional("light-line", &LineName));
    let active = keys.or("light-active", &ACTIVE, Active::High);
    for (key, pin) in [("data-line", &data), ("reset-line", &reset), ("light-line", &light)] {
        if matches!(pin, Some(Pin { chip: None, line: LineId::Offset(_) })) {
            let what = "the number of a line says nothing without its chip";
            let remedy =
                "write `chip = \"pinctrl-rp1\"` with the label that `gpioinfo` prints, or the line's name";
            keys.report(Problem::error(&keys.spot(key), what, remedy));
        }
    }
    let path = of_form(keys, path, is_spi, "/dev/spidev0.0")?;
    let light = light.map(|pin| Light { pin, active });
    let panel = SpiPanel { path, hertz, glass, data: data?, reset, light };
    Some((Surface::Spi(panel), (width, height)))
}

fn oled(keys: &Keys<'_>, path: Option<PathBuf>) -> Option<(Surface, (u32, u32))> {
    let width = keys.or("width", &Whole(128..=128_u32), 128);
    let height = keys.or("height", &Whole(64..=64_u32), 64);
    let address = keys.or("address", &I2cAddress, 0x3C);
    let turned = turn(keys, &[Turn::None, Turn::Half]) == Turn::Half;
    let path = of_form(keys, path, is_i2c, "/dev/i2c-1")?;
    Some((Surface::Oled { path, address, turned }, (width, height)))
}

fn letters(keys: &Keys<'_>, path: Option<PathBuf>) -> Option<(Surface, (u32, u32))> {
    let columns = keys.or("width", &Whole(16..=20_u32), 16);
    let rows = keys.or("height", &Whole(2..=4_u32), 2);
    let address = keys.or("address", &I2cAddress, 0x27);
    let path = of_form(keys, path, is_i2c, "/dev/i2c-1")?;
    Some((Surface::Letters { path, address }, (columns, rows)))
}

/// How far the picture is turned: one of these.
fn turn(keys: &Keys<'_>, known: &[Turn]) -> Turn {
    let degrees = keys.or("rotation", &Whole(0..=270_u32), 0);
    let turn = Turn::of_degrees(degrees).filter(|turn| known.contains(turn));
    turn.unwrap_or_else(|| {
        let degrees = if known.contains(&Turn::Right) { "0, 90, 180 or 270" } else { "0 or 180" };
        let what = "the picture cannot be turned by this much";
        keys.report(Problem::error(&keys.spot("rotation"), what, format!("write {degrees}")));
        Turn::None
    })
}

fn of_form(keys: &Keys<'_>, path: Option<PathBuf>, is: fn(&Path) -> bool, example: &str) -> Option<PathBuf> {
    let path = path?;
    if !is(&path) {
        let what = format!("\"{}\" is no bus that this display can hang on", path.display());
        keys.report(Problem::error(
            &keys.spot("path"),
            what,
            format!("write the kernel's name: \"{example}\""),
        ));
    }
    Some(path)
}

/// A GPIO line by its number on its chip or by its name.
struct LineName;

impl Kind for LineName {
    type Value = LineId;

    fn wanted(&self) -> String {
        "a line's number on its `chip`, such as 25, or its name in quotes, such as \"GPIO25\"".to_owned()
    }

    fn read(&self, value: &DeValue<'_>) -> Option<LineId> {
        let named = Text.read(value).map(LineId::Name);
        named.or_else(|| Whole(0..=1023_u32).read(value).map(LineId::Offset))
    }
}

/// An address of seven bits on an I²C bus; the others are reserved.
struct I2cAddress;

impl Kind for I2cAddress {
    type Value = u8;

    fn wanted(&self) -> String {
        "an I2C address from 0x08 to 0x77 as `i2cdetect` prints it, without quotes".to_owned()
    }

    fn read(&self, value: &DeValue<'_>) -> Option<u8> {
        Whole(0x08..=0x77_u8).read(value)
    }
}
