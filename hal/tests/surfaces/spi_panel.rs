//! ILI9341 and ST7789 panels: turned and coloured as eyes want them, and never hurried.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hal::cable::surface::spi_panel::{Controller, Glass, Pins, Turn, open};
use hal::cable::surface::{Face, Frame, Rectangle, Surface};
use hal::sim::spi_panel::{Mounting, SpiPanel};

use crate::far_end::{Held, PanelBus, PanelPin, passing};

const TURNS: [Turn; 4] = [Turn::None, Turn::Right, Turn::Half, Turn::Left];
const CONTROLLERS: [Controller; 2] = [Controller::Ili9341, Controller::St7789];

/// A glass of 240 × 320 as it is usually sold.
pub fn usual(controller: Controller, turn: Turn) -> Glass {
    Glass {
        controller,
        turn,
        size: if turn.is_sideways() { (320, 240) } else { (240, 320) },
        offset: (0, 0),
        mirrored: controller.usually_mirrored(),
        inverted: controller.usually_inverted(),
        blue_first: controller.usually_blue_first(),
    }
}

/// A panel with that glass, right after power-on.
pub fn panel(glass: Glass) -> Held<SpiPanel> {
    let mounting =
        Mounting { mirrored: glass.mirrored, blue_first: glass.blue_first, inverting: glass.inverted };
    Held::new(SpiPanel::new(mounting))
}

/// Opens a panel that has all its pins, or only the one it cannot be without.
pub fn opened(panel: &Held<SpiPanel>, glass: Glass, all_pins: bool) -> Box<dyn Surface> {
    let level = Arc::new(Mutex::new(false));
    let pins = Pins {
        data: PanelPin::Data(Arc::clone(&level)),
        reset: all_pins.then(|| PanelPin::Reset(panel.clone())),
        light: all_pins.then(|| PanelPin::Light(panel.clone())),
    };
    open(glass, PanelBus(panel.clone(), level), pins, passing(panel)).unwrap()
}

/// A picture without any symmetry, in colours that 16 bits hold exactly.
pub fn picture((width, height): (u32, u32)) -> Frame {
    let pixel = |x: u32, y: u32| u16::try_from((x * 37 + y * 101 + x * y) % 0xFFFF).unwrap();
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Frame::of_565(width, height, places.map(|(x, y)| pixel(x, y)))
}

/// What eyes see, turned back.
pub fn seen(panel: &Held<SpiPanel>, turn: Turn) -> Option<Frame> {
    let glass = panel.with(|panel| panel.seen())?;
    let upright = |x: u32, y: u32| glass[usize::try_from(y * 240 + x).unwrap()];
    let (width, height) = if turn.is_sideways() { (320, 240) } else { (240, 320) };
    let pixel = |x: u32, y: u32| match turn {
        Turn::None => upright(x, y),
        Turn::Right => upright(239 - y, x),
        Turn::Half => upright(239 - x, 319 - y),
        Turn::Left => upright(y, 319 - x),
    };
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Some(Frame::of_565(width, height, places.map(|(x, y)| pixel(x, y))))
}

fn complaints(panel: &Held<SpiPanel>) -> Vec<String> {
    panel.with(|panel| panel.complaints().to_vec())
}

#[test]
fn every_pixel_stands_where_it_belongs_in_its_colour_however_the_panel_is_turned() {
    for controller in CONTROLLERS {
        for turn in TURNS {
            let glass = usual(controller, turn);
            let panel = panel(glass);
            let frame = picture(glass.size);

            opened(&panel, glass, true).show(&frame.clone().into(), &frame.whole()).unwrap();

            assert!(seen(&panel, turn) == Some(frame), "{controller:?} {turn:?}");
            assert_eq!(complaints(&panel), [""; 0], "{controller:?} {turn:?}");
        }
    }
}

#[test]
fn a_panel_without_reset_and_light_pins_is_reset_by_a_command() {
    for controller in CONTROLLERS {
        let glass = usual(controller, Turn::Right);
        let panel = panel(glass);
        panel.with(|panel| panel.pass(Duration::from_secs(1)));
        let frame = picture(glass.size);

        opened(&panel, glass, false).show(&frame.clone().into(), &frame.whole()).unwrap();

        assert!(seen(&panel, Turn::Right) == Some(frame));
        assert_eq!(complaints(&panel), [""; 0]);
    }
}

#[test]
fn a_wrong_setting_of_the_glass_is_seen() {
    let glass = usual(Controller::St7789, Turn::None);
    let frame = picture(glass.size);
    let wrong = [
        Glass { inverted: false, ..glass },
        Glass { blue_first: true, ..glass },
        Glass { mirrored: true, ..glass },
    ];
    for wrong in wrong {
        let panel = panel(glass);

        opened(&panel, wrong, true).show(&frame.clone().into(), &frame.whole()).unwrap();

        assert!(seen(&panel, Turn::None).is_some_and(|seen| seen != frame));
    }
}

#[test]
fn a_glass_that_shows_a_part_of_the_memory_gets_its_picture_there() {
    let glass = Glass { size: (240, 280), offset: (0, 20), ..usual(Controller::St7789, Turn::None) };
    let panel = panel(glass);
    let frame = picture(glass.size);

    opened(&panel, glass, true).show(&frame.clone().into(), &frame.whole()).unwrap();

    let memory = seen(&panel, Turn::None).unwrap();
    assert!((0..280).all(|y| memory.row(y + 20) == frame.row(y)));
}

#[test]
fn a_glass_larger_than_its_memory_is_refused_before_anything_is_opened() {
    let glass = Glass { size: (480, 320), ..usual(Controller::Ili9341, Turn::Right) };

    assert!(!glass.fits());
    assert!(!Glass { size: (320, 240), offset: (1, 0), ..glass }.fits());
    assert!(Glass { size: (280, 240), offset: (0, 20), ..glass }.fits());
}

#[test]
fn noise_in_the_memory_is_not_seen_before_the_first_picture() {
    let glass = usual(Controller::Ili9341, Turn::Right);
    let panel = panel(glass);

    let mut surface = opened(&panel, glass, true);

    assert!(seen(&panel, Turn::Right).is_none());
    let frame = picture(glass.size);
    surface.show(&frame.clone().into(), &frame.whole()).unwrap();
    assert!(seen(&panel, Turn::Right).is_some());
}

#[test]
fn f21_a_panel_whose_plug_was_loose_shows_everything_at_the_next_refresh() {
    for controller in CONTROLLERS {
        let glass = usual(controller, Turn::Left);
        let panel = panel(glass);
        let mut surface = opened(&panel, glass, true);
        let face = Face::from(picture(glass.size));
        surface.show(&face, &face.whole()).unwrap();

        panel.with(SpiPanel::power_cycle);
        surface.show(&face, &[Rectangle { x: 0, y: 0, width: 1, height: 1 }]).unwrap();
        assert!(seen(&panel, Turn::Left).is_none(), "it sleeps");
        surface.refresh(&face).unwrap();

        assert!(seen(&panel, Turn::Left).is_some_and(|seen| Face::from(seen) == face), "{controller:?}");
    }
}

#[test]
fn a_panel_that_runs_is_never_dark_while_it_is_refreshed() {
    for controller in CONTROLLERS {
        let glass = usual(controller, Turn::Left);
        let panel = panel(glass);
        let level = Arc::new(Mutex::new(false));
        let pins = Pins { data: PanelPin::Data(Arc::clone(&level)), reset: None, light: None };
        let (eyes, dark) = (panel.clone(), Arc::new(Mutex::new(0)));
        let noted = Arc::clone(&dark);
        panel.with(|panel| panel.pass(Duration::from_secs(1)));
        let look = move |time| {
            *noted.lock().unwrap() += u32::from(eyes.with(|panel| panel.seen()).is_none());
            eyes.with(|panel| panel.pass(time));
        };
        let mut surface = open(glass, PanelBus(panel.clone(), level), pins, look).unwrap();
        let face = Face::from(picture(glass.size));
        surface.show(&face, &face.whole()).unwrap();
        let at_start = std::mem::take(&mut *dark.lock().unwrap());

        surface.refresh(&face).unwrap();

        assert!(at_start > 0, "it was dark before it was set up");
        assert_eq!(*dark.lock().unwrap(), 0, "{controller:?}");
        assert_eq!(complaints(&panel), [""; 0], "{controller:?}");
    }
}

#[test]
fn a_rectangle_beyond_the_picture_sends_nothing() {
    let glass = usual(Controller::Ili9341, Turn::None);
    let panel = panel(glass);
    let mut surface = opened(&panel, glass, true);
    let before = panel.with(|panel| panel.bytes());

    let beyond = Rectangle { x: 200, y: 0, width: 41, height: 1 };
    surface.show(&picture(glass.size).into(), &[beyond]).unwrap();

    assert_eq!(panel.with(|panel| panel.bytes()), before);
}
