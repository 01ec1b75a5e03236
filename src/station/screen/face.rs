//! The picture of the calls: the newest as large as the wall allows, the others under it, the queue at the foot.
//!
//! Read from ten metres a figure must be 50 mm high. On a television of 55 inches with 1080 rows that is 80
//! pixels; figures of calls have at least 84, and the newest call has twice as much.

use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::prelude::{Point, RgbColor, Size};
use embedded_graphics::primitives::Rectangle;

use super::{Call, Scene, leave};
use crate::domain::rules::ClassColour;
use crate::station::picture::{Cut, Picture, large_width};
use crate::station::wrap::wrap;

const NIGHT: Rgb565 = Rgb565::new(1, 4, 5);
const SLATE: Rgb565 = Rgb565::new(4, 11, 8);
const WHITE: Rgb565 = Rgb565::WHITE;
/// Words that matter less.
const MIST: Rgb565 = Rgb565::new(20, 44, 24);
const AMBER: Rgb565 = Rgb565::new(31, 44, 4);
const TEAL: Rgb565 = Rgb565::new(1, 24, 15);
const RED: Rgb565 = Rgb565::new(29, 14, 9);
const BLUE: Rgb565 = Rgb565::new(8, 32, 31);
const GREEN: Rgb565 = Rgb565::new(5, 50, 14);

/// Parts of a screen of 1080 rows; other screens have them in proportion.
const HEAD: i32 = 92;
const FOOT: i32 = 120;
const NEWEST: i32 = 276;
const ROW: i32 = 118;
const GAP: i32 = 16;

/// How many calls have room on a screen of this size: the newest and the rows under it.
#[must_use]
pub fn rows(size: (u32, u32)) -> usize {
    let screen = Screen::new(size);
    let room = screen.height - screen.of(HEAD + FOOT + NEWEST + 3 * GAP);
    1 + usize::try_from(room / screen.of(ROW + GAP)).unwrap_or_default()
}

/// The picture of a scene, `size` pixels wide and high.
#[must_use]
pub fn picture(size: (u32, u32), scene: &Scene) -> Picture {
    let mut picture = Picture::new(size.0, size.1);
    let screen = Screen::new(size);
    picture.fill(Rectangle::new(Point::zero(), Size::new(size.0, size.1)), NIGHT);
    screen.head(&mut picture, scene);
    if let Some(way) = &scene.evacuation {
        leave::picture(&screen, &mut picture, way);
        return picture;
    }
    let mut top = screen.of(HEAD + GAP);
    for place in 0..rows(size) {
        let high = screen.of(if place == 0 { NEWEST } else { ROW });
        screen.call(&mut picture, (top, high), scene.calls.get(place));
        top += high + screen.of(GAP);
    }
    if scene.calls.is_empty() && scene.notice.is_none() {
        screen.nobody_called(&mut picture);
    }
    screen.foot(&mut picture, scene);
    picture
}

pub(super) struct Screen {
    pub width: i32,
    pub height: i32,
}

impl Screen {
    fn new((width, height): (u32, u32)) -> Self {
        let [width, height] = [width, height].map(|pixels| i32::try_from(pixels).unwrap_or(i32::MAX));
        Self { width, height }
    }

    /// So many of 1080 rows; fewer where the screen is narrow, so that everything has room beside each other.
    pub(super) fn of(&self, rows: i32) -> i32 {
        (rows * self.height / 1080).min(rows * self.width / 1440)
    }

    fn head(&self, picture: &mut Picture, scene: &Scene) {
        self.area(picture, (0, 0), (self.width, self.of(HEAD)), TEAL);
        let left = self.of(36);
        let clock = scene
            .clock
            .map_or_else(|| "--:--".to_owned(), |clock| format!("{:02}:{:02}", clock.hour, clock.minute));
        let (figures, text) = (self.of(56), self.of(56));
        let clock_left = self.width - left - large_width(Cut::Figures, figures, &clock);
        picture.large(Point::new(clock_left, self.of(18)), Cut::Figures, figures, WHITE, &clock);
        if let Some(clock) = scene.clock {
            let date = format!("{}月{}日", clock.month, clock.day);
            let date_left = clock_left - self.of(40) - large_width(Cut::Text, text, &date);
            picture.large(Point::new(date_left, self.of(18)), Cut::Text, text, WHITE, &date);
        }
        let room = clock_left - self.of(340) - left;
        let name = fitted(Cut::Text, text, &scene.hall, room);
        picture.large(Point::new(left, self.of(18)), Cut::Text, text, WHITE, &name);
    }

    /// One call in its row, or an empty row.
    fn call(&self, picture: &mut Picture, (top, high): (i32, i32), call: Option<&Call>) {
        let (left, width) = (self.of(GAP), self.width - 2 * self.of(GAP));
        let Some(call) = call else {
            self.area(picture, (left, top), (width, high), SLATE);
            return;
        };
        let (back, ink, faint) = match (call.bright, call.calling) {
            (true, _) => (AMBER, NIGHT, NIGHT),
            (false, true) => (SLATE, WHITE, MIST),
            (false, false) => (SLATE, MIST, MIST),
        };
        self.area(picture, (left, top), (width, high), back);
        if call.calling {
            self.area(picture, (left, top), (self.of(12), high), AMBER);
        }
        // A number of five figures, the way and a window of two figures stand beside each other.
        let figure = (high * 72 / 100).min(self.width * 115 / 1000);
        let text = figure * 68 / 100;
        let (figure_top, text_top) = (top + (high - figure) / 2, top + (high - text) / 2 + text / 16);
        // Columns: the number, the way, the window; the class at the right edge.
        let number = call.number.to_string();
        let mut x = left + self.of(48);
        let ink_of_number = if call.calling && !call.bright { AMBER } else { ink };
        x += picture.large(Point::new(x, figure_top), Cut::Figures, figure, ink_of_number, &number);
        x = (x + text / 3).max(left + self.width * 40 / 100);
        let way = if call.calling { "请到" } else { "" };
        let window = call.window.to_string();
        let words = large_width(Cut::Text, text, way);
        picture.large(Point::new(x, text_top), Cut::Text, text, faint, way);
        x += words.max(large_width(Cut::Text, text, "请到")) + text / 4;
        x += picture.large(Point::new(x, figure_top), Cut::Figures, figure, ink, &window) + text / 6;
        x += picture.large(Point::new(x, text_top), Cut::Text, text, ink, "号窗口");
        if let Some((class, colour)) = &call.class {
            self.class(picture, (x, left + width), (top, high), (class, *colour));
        }
    }

    /// What stands in the largest row while nobody is called.
    fn nobody_called(&self, picture: &mut Picture) {
        let (text, words) = (self.of(120), "请等候叫号");
        let left = (self.width - large_width(Cut::Text, text, words)) / 2;
        let top = self.of(HEAD + GAP) + (self.of(NEWEST) - text) / 2;
        picture.large(Point::new(left, top), Cut::Text, text, MIST, words);
    }

    /// The class in its colour, where there is room beside the window.
    fn class(
        &self,
        picture: &mut Picture,
        (from, to): (i32, i32),
        (top, high): (i32, i32),
        (name, colour): (&str, ClassColour),
    ) {
        let text = self.of(52);
        let wide = large_width(Cut::Text, text, name) + text;
        if from + wide + self.of(GAP) > to {
            return;
        }
        let (left, deep) = (to - wide - self.of(GAP), text * 3 / 2);
        let colour = match colour {
            ClassColour::Red => RED,
            ClassColour::Blue => BLUE,
            ClassColour::Green => GREEN,
            ClassColour::Plain => MIST,
        };
        let top = top + (high - deep) / 2;
        self.area(picture, (left, top), (wide, deep), colour);
        picture.large(Point::new(left + text / 2, top + text / 4), Cut::Text, text, NIGHT, name);
    }

    /// Who gets ready and how many wait, or what everybody must know.
    fn foot(&self, picture: &mut Picture, scene: &Scene) {
        let (top, left) = (self.height - self.of(FOOT), self.of(36));
        self.area(picture, (0, top), (self.width, self.of(FOOT)), TEAL);
        let text = self.of(60);
        let text_top = top + (self.of(FOOT) - text) / 2;
        let room = self.waiting(picture, (top, self.width - left), scene) - left - text;
        if let Some(notice) = &scene.notice {
            if large_width(Cut::Text, text, notice) <= room {
                picture.large(Point::new(left, text_top), Cut::Text, text, AMBER, notice);
            } else {
                self.in_two_lines(picture, (left, top), room, notice);
            }
            return;
        }
        if scene.next.is_empty() {
            return;
        }
        let words = picture.large(Point::new(left, text_top), Cut::Text, text, WHITE, "请准备");
        let mut x = left + words + text / 2;
        for next in &scene.next {
            let next = next.to_string();
            let wide = large_width(Cut::Figures, text, &next);
            if x + wide > left + room {
                break;
            }
            picture.large(Point::new(x, text_top), Cut::Figures, text, WHITE, &next);
            x += wide + text * 2 / 3;
        }
    }

    /// A notice too long for one line: what stands at its end, as when it will be over, matters as much.
    fn in_two_lines(&self, picture: &mut Picture, (left, top): (i32, i32), room: i32, notice: &str) {
        let text = self.of(46);
        let lines = wrap(notice, usize::try_from(room * 2 / text.max(1)).unwrap_or_default());
        let mut line_top = top + self.of(10);
        for line in lines.iter().take(2) {
            let line = fitted(Cut::Text, text, line, room);
            picture.large(Point::new(left, line_top), Cut::Text, text, AMBER, &line);
            line_top += self.of(54);
        }
    }

    /// How many wait, and under it by letters; ends at `right`. Answers with its left edge.
    fn waiting(&self, picture: &mut Picture, (top, right): (i32, i32), scene: &Scene) -> i32 {
        let letters: Vec<String> =
            scene.by_letter.iter().map(|(letter, waiting)| format!("{}{waiting}", letter.0)).collect();
        let small = self.of(34);
        let (text, text_top) = if letters.is_empty() {
            (self.of(60), top + self.of((FOOT - 60) / 2))
        } else {
            (self.of(50), top + self.of(12))
        };
        let figure = scene.waiting.to_string();
        let pieces =
            [(Cut::Text, "等候", WHITE), (Cut::Figures, figure.as_str(), AMBER), (Cut::Text, "人", WHITE)];
        let wide: i32 = pieces.iter().map(|(cut, piece, _)| large_width(*cut, text, piece) + text / 4).sum();
        let letters = letters.join(" ");
        let left = right - wide.max(large_width(Cut::Figures, small, &letters));
        let mut x = right - wide + text / 4;
        for (cut, piece, colour) in pieces {
            x += picture.large(Point::new(x, text_top), cut, text, colour, piece) + text / 4;
        }
        let at = Point::new(right - large_width(Cut::Figures, small, &letters), top + self.of(FOOT - 46));
        picture.large(at, Cut::Figures, small, WHITE, &letters);
        left
    }

    pub(super) fn area(
        &self,
        picture: &mut Picture,
        (left, top): (i32, i32),
        (wide, high): (i32, i32),
        colour: Rgb565,
    ) {
        let size = Size::new(wide.unsigned_abs(), high.unsigned_abs());
        picture.fill(Rectangle::new(Point::new(left, top), size), colour);
    }
}

/// As much of a text as has room; what is cut off is shown as two dots.
fn fitted(cut: Cut, height: i32, text: &str, room: i32) -> String {
    if large_width(cut, height, text) <= room {
        return text.to_owned();
    }
    let mut fitted = text.to_owned();
    while fitted.pop().is_some() {
        if large_width(cut, height, &fitted) + large_width(cut, height, "..") <= room {
            break;
        }
    }
    fitted + ".."
}
