//! The picture that tells everybody to leave: red, and nothing on it but that and the way out.

use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::prelude::{Point, RgbColor};

use super::face::Screen;
use crate::station::notice::{LEAVE, LEAVE_EN};
use crate::station::picture::{Cut, Picture, large_width};
use crate::station::words::Words;
use crate::station::wrap::wrap;

/// Behind it: the red of signs that forbid.
const RED: Rgb565 = Rgb565::new(22, 4, 3);

/// Fills the whole screen.
pub(super) fn picture(screen: &Screen, picture: &mut Picture, way: &Words) {
    screen.area(picture, (0, 0), (screen.width, screen.height), RED);
    let head = screen.of(150);
    let mut top = screen.of(130);
    for line in LEAVE.split(' ') {
        centred(screen, picture, top, head, line);
        top += head * 5 / 4;
    }
    centred(screen, picture, top, screen.of(64), LEAVE_EN);
    top += screen.of(64) * 2;
    for (text, rows) in [(&way.zh, 76), (&way.en, 52)] {
        let height = screen.of(rows);
        // A Chinese character is as wide as it is high, and takes two columns.
        let columns =
            usize::try_from((screen.width - screen.of(160)) * 2 / height.max(1)).unwrap_or_default();
        for line in wrap(text, columns) {
            centred(screen, picture, top, height, &line);
            top += height * 4 / 3;
        }
        top += height / 2;
    }
}

fn centred(screen: &Screen, picture: &mut Picture, top: i32, height: i32, text: &str) {
    let left = (screen.width - large_width(Cut::Text, height, text)) / 2;
    picture.large(Point::new(left, top), Cut::Text, height, Rgb565::WHITE, text);
}
