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

/// Smaller words than this nobody could read: what does not fit then is cut.
const LEAST_HEAD: i32 = 12;

/// One line, with its height and what it takes with the gap under it.
type Line = (String, i32, i32);

/// Fills the whole screen, whatever its shape: the words are as large as they can be.
pub(super) fn picture(screen: &Screen, picture: &mut Picture, way: &Words) {
    screen.area(picture, (0, 0), (screen.width, screen.height), RED);
    let room = (screen.width * 92 / 100, screen.height * 92 / 100);
    let mut head = screen.height / 3;
    let mut lines = lines(head, room.0, way);
    while head > LEAST_HEAD && !fits(&lines, room) {
        head -= (head / 24).max(1);
        lines = self::lines(head, room.0, way);
    }
    let mut top = (screen.height - high(&lines)) / 2;
    for (line, height, takes) in &lines {
        centred(screen, picture, top, *height, line);
        top += takes;
    }
}

/// The lines under a head of this height; everything else goes with it.
fn lines(head: i32, width: i32, way: &Words) -> Vec<Line> {
    let mut lines: Vec<Line> = LEAVE.split(' ').map(|line| (line.to_owned(), head, head * 5 / 4)).collect();
    for (text, height) in [(LEAVE_EN, head * 2 / 5), (&way.zh, head / 2), (&way.en, head * 2 / 5)] {
        // A Chinese character is as wide as it is high, and takes two columns.
        let columns = usize::try_from(width * 2 / height.max(1)).unwrap_or_default();
        lines.extend(wrap(text, columns.max(1)).into_iter().map(|line| (line, height, height * 4 / 3)));
        if let Some((_, _, takes)) = lines.last_mut() {
            *takes += height / 2;
        }
    }
    lines
}

fn fits(lines: &[Line], (width, height): (i32, i32)) -> bool {
    let wide = |(line, height, _): &Line| large_width(Cut::Text, *height, line) <= width;
    high(lines) <= height && lines.iter().all(wide)
}

fn high(lines: &[Line]) -> i32 {
    lines.iter().map(|(_, _, takes)| takes).sum()
}

fn centred(screen: &Screen, picture: &mut Picture, top: i32, height: i32, text: &str) {
    let left = (screen.width - large_width(Cut::Text, height, text)) / 2;
    picture.large(Point::new(left, top), Cut::Text, height, Rgb565::WHITE, text);
}
