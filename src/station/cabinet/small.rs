//! The status face of a panel of 128 × 64 dots: five lines of small characters, the worst trouble first.
//!
//! It is drawn for this size: a thumb's breadth of glass has room for one trouble with its remedy, or for the
//! one figure that matters.

use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::prelude::{Point, RgbColor, Size};
use embedded_graphics::primitives::Rectangle;

use super::Situation;
use super::trouble::Trouble;
use crate::domain::means::HallState;
use crate::station::picture::{Picture, TextSize, fitted, width};
use crate::station::wrap::wrap;

/// From one line to the next: a character of twelve dots and one of air.
pub(super) const LINE: i32 = 13;
/// How wide a Chinese character is.
const SMALL_CHARACTER: i32 = 12;
pub(super) const SMALL: TextSize = TextSize::Small;
pub(super) const ON: Rgb565 = Rgb565::WHITE;
pub(super) const OFF: Rgb565 = Rgb565::BLACK;

/// The picture of a situation in black and white.
pub(super) fn picture(size: (u32, u32), situation: &Situation) -> Picture {
    let mut picture = Picture::new(size.0, size.1);
    let face = Face { width: i32::try_from(size.0).unwrap_or(i32::MAX) };
    match (&situation.typed, situation.troubles.first()) {
        (Some(typed), _) => face.typed(&mut picture, situation, &typed.zh),
        (None, Some(trouble)) => face.trouble(&mut picture, situation, trouble),
        (None, None) => face.well(&mut picture, situation),
    }
    picture
}

struct Face {
    width: i32,
}

impl Face {
    /// What is wrong in dark letters on light, what to do on two lines, where, and how the hall is.
    fn trouble(&self, picture: &mut Picture, situation: &Situation, trouble: &Trouble) {
        picture.fill(Rectangle::new(Point::zero(), Size::new(self.width.unsigned_abs(), 13)), ON);
        let (headline, age) = (trouble.headline(), trouble.for_how_long());
        let room = self.width - 2 - width(SMALL, &headline) - 4;
        let age_is_above = width(SMALL, &age) <= room;
        if age_is_above {
            picture.text_to(Point::new(self.width - 1, 0), SMALL, OFF, &age);
        }
        picture.text(Point::new(1, 0), SMALL, OFF, &fitted(SMALL, &headline, self.width - 2));
        let mut lines = broken(trouble.what_to_try(), self.width);
        let place = fitted(SMALL, &trouble.place, self.width);
        lines.extend([place, if age_is_above { String::new() } else { age }]);
        lines.retain(|line| !line.is_empty());
        for (line, words) in (1..4).zip(&lines) {
            picture.text(Point::new(0, line * LINE + 1), SMALL, ON, words);
        }
        let more = situation.troubles.len() - 1;
        let waiting = match situation.bearing.state {
            HallState::Normal | HallState::MeansDown => format!("等候{}", situation.waiting),
            HallState::ManualForSome | HallState::ManualForAll => "人工叫号".to_owned(),
        };
        let words = if more > 0 { format!("{waiting} 另{more}项") } else { waiting };
        self.both_ends(picture, 4 * LINE, &words, &situation.clock_words());
    }

    /// What somebody types of paper, on the lines above the last; whoever types looks up for it.
    fn typed(&self, picture: &mut Picture, situation: &Situation, words: &str) {
        let columns = usize::try_from(self.width / (SMALL_CHARACTER / 2)).unwrap_or_default();
        for (line, words) in (0..4).zip(wrap(words, columns)) {
            picture.text(Point::new(0, line * LINE), SMALL, ON, &words);
        }
        self.both_ends(picture, 4 * LINE, &format!("等候{}", situation.waiting), &situation.clock_words());
    }

    /// How many wait in large figures, who is next, and how the windows are.
    fn well(&self, picture: &mut Picture, situation: &Situation) {
        let state = match (situation.open, situation.stored) {
            (_, false) => "日志未存储",
            (true, true) => "一切正常",
            (false, true) => "未开放",
        };
        self.both_ends(picture, 0, state, &situation.clock_words());
        let figure = situation.waiting.to_string();
        picture.text(Point::new(0, 14), TextSize::SmallFigures, ON, &figure);
        let beside = width(TextSize::SmallFigures, &figure) + 4;
        picture.text(Point::new(beside, 27), SMALL, ON, "等候");
        if let Some((works, all)) = situation.self_test {
            picture.text(Point::new(0, 3 * LINE + 1), SMALL, ON, &format!("自检{works}/{all}"));
        }
        if let Some(next) = situation.next {
            let (label, next) = ("下一号", next.to_string());
            picture.text_to(Point::new(self.width, 15), SMALL, ON, label);
            picture.text_to(Point::new(self.width, 28), TextSize::Strong, ON, &next);
        }
        let windows = format!("窗口{}/{}", situation.windows_open, situation.windows);
        let longest = (situation.waiting > 0).then(|| format!("最长{}分", situation.longest_wait_minutes));
        self.both_ends(picture, 4 * LINE, &windows, &longest.unwrap_or_default());
    }

    fn both_ends(&self, picture: &mut Picture, top: i32, left: &str, right: &str) {
        let room = self.width - width(SMALL, right) - 4;
        picture.text(Point::new(0, top), SMALL, ON, &fitted(SMALL, left, room));
        picture.text_to(Point::new(self.width, top), SMALL, ON, right);
    }
}

/// The words on at most two lines; what is too long for them is cut off and seen to be.
fn broken(words: &str, room: i32) -> Vec<String> {
    let mut first = String::new();
    for character in words.chars() {
        first.push(character);
        if width(SMALL, &first) > room {
            first.pop();
            break;
        }
    }
    let rest = words.get(first.len()..).unwrap_or_default();
    if rest.is_empty() { vec![first] } else { vec![first, fitted(SMALL, rest, room)] }
}
