//! The SSD1306: every dot in its place, either way up.

use hal::cable::surface::oled::{HEIGHT, Oled, WIDTH};
use hal::cable::surface::{Face, Frame, Surface, SurfaceError};
use hal::sim;

use crate::far_end::{Held, I2cBus};

/// A picture of black and white without any symmetry.
pub fn picture(seed: u32) -> Frame {
    let mut frame = Frame::new(WIDTH, HEIGHT);
    for (x, y) in (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y))) {
        let white = (x * 3 + y * 7 + x * y + seed) % 11 < 4;
        frame.set(x, y, if white { [0xFF; 3] } else { [0; 3] });
    }
    frame
}

pub fn opened(display: &Held<sim::oled::Oled>) -> Result<Oled<I2cBus<sim::oled::Oled>>, SurfaceError> {
    Oled::open(I2cBus(display.clone()), 0x3C, false)
}

/// What eyes see; `None` while it is dark.
pub fn seen(display: &Held<sim::oled::Oled>) -> Option<Frame> {
    let dots = display.with(|display| display.seen())?;
    let mut frame = Frame::new(WIDTH, HEIGHT);
    let places = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
    for ((x, y), _) in places.zip(dots).filter(|(_, dot)| *dot) {
        frame.set(x, y, [0xFF; 3]);
    }
    Some(frame)
}

#[test]
fn every_dot_stands_where_it_belongs_either_way_up() {
    for turned in [false, true] {
        let display = Held::new(sim::oled::Oled::new(0x3C));
        let mut surface = Oled::open(I2cBus(display.clone()), 0x3C, turned).unwrap();
        assert!(seen(&display).is_none(), "noise is not shown");
        let face = Face::from(picture(0));

        surface.show(&face, &face.whole()).unwrap();

        let seen = display.with(|display| display.seen()).unwrap();
        let dots = picture(0).cells().iter().map(|pixel| pixel[0] == 0xFF).collect::<Vec<_>>();
        let dots: Vec<bool> = if turned { dots.into_iter().rev().collect() } else { dots };
        assert!(seen == dots, "turned: {turned}");
        assert_eq!(display.with(|display| display.complaints().to_vec()), [""; 0]);
    }
}

#[test]
fn a_display_at_another_address_is_named_with_the_address_that_was_asked() {
    let display = Held::new(sim::oled::Oled::new(0x3D));

    let error = Oled::open(I2cBus(display), 0x3C, false).map(|_| ()).unwrap_err();

    assert_eq!(error.to_string(), "SSD1306 at address 3C: NoAnswer");
}
