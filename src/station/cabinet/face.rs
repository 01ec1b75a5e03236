//! The LCD's picture: heading, figures, troubles, journal; for 320 × 240 and 480 × 320 pixels.

use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::prelude::{Point, Size};
use embedded_graphics::primitives::Rectangle;

use super::Situation;
use super::trouble::{Severity, Trouble};
use crate::domain::means::HallState;
use crate::station::ladder;
use crate::station::picture::{LINE, Picture, TextSize, fitted, width};

/// Behind everything: dark, as the cabinet stands in a corner and bright panels dazzle.
pub(super) const NIGHT: Rgb565 = Rgb565::new(1, 4, 5);
/// Behind a figure or a trouble.
pub(super) const SLATE: Rgb565 = Rgb565::new(4, 11, 8);
pub(super) const WHITE: Rgb565 = Rgb565::new(31, 63, 31);
/// Words that matter less.
pub(super) const MIST: Rgb565 = Rgb565::new(20, 44, 24);
pub(super) const GREEN: Rgb565 = Rgb565::new(5, 50, 14);
pub(super) const AMBER: Rgb565 = Rgb565::new(31, 44, 4);
pub(super) const RED: Rgb565 = Rgb565::new(29, 14, 9);
/// Behind the heading of an open hall.
const TEAL: Rgb565 = Rgb565::new(1, 24, 15);

/// Space between things.
pub(super) const GAP: i32 = 6;

/// Panels of less height have another face.
pub(super) const LEAST_HEIGHT: u32 = 120;

/// The picture of a situation on a panel of at least [`LEAST_HEIGHT`].
pub(super) fn picture(size: (u32, u32), situation: &Situation) -> Picture {
    let mut picture = Picture::new(size.0, size.1);
    let face = Face::new(size, situation);
    picture.fill(Rectangle::new(Point::zero(), Size::new(size.0, size.1)), NIGHT);
    face.heading(&mut picture, situation);
    if situation.bearing.calls.is_empty() {
        face.figures(&mut picture, situation);
    } else {
        face.calls(&mut picture, situation);
    }
    face.steps(&mut picture, situation);
    face.foot(&mut picture, situation);
    let (troubles, notes) = situation.troubles_and_notes();
    let shown = face.troubles(&mut picture, troubles);
    let (noted, bottom) = face.notes(&mut picture, shown, notes);
    if troubles.is_empty() {
        face.all_is_well(&mut picture, situation, bottom);
    }
    let hidden = situation.troubles.len() - shown - noted;
    face.more(&mut picture, hidden + situation.bearing.steps.len() - face.steps);
    picture
}

/// Where things stand on a panel of one size.
struct Face {
    width: i32,
    height: i32,
    heading: i32,
    figures: i32,
    foot: i32,
    /// Sentences about what people are to do.
    steps: usize,
    /// Troubles stand in large letters.
    large: bool,
}

impl Face {
    /// Figures give way when more is wrong than fits under them. For what is only to be known they give way too, and
    /// nothing else does: what is wrong keeps its letters.
    fn new((width, height): (u32, u32), situation: &Situation) -> Self {
        let (width, height) = (signed(width), signed(height));
        let (heading, figures, steps) = if height >= LARGE_PANEL { (44, 88, 4) } else { (34, 70, 2) };
        let ((troubles, notes), bearing) = (situation.troubles_and_notes(), &situation.bearing);
        let steps_shown = bearing.steps.len().min(steps);
        let face = Self { width, height, heading, figures, foot: 22, steps: steps_shown, large: false };
        if !bearing.calls.is_empty() {
            // A third call gives way to a fourth sentence.
            let most = if height >= LARGE_PANEL && face.steps < steps { 3 } else { 2 };
            let calls = signed_len(bearing.calls.len().min(most));
            return Self { figures: calls * CALL_ROW, ..face }.lettered(troubles);
        }
        let face = face.lettered(troubles);
        let fits = match (face.large, notes) {
            (true, []) => true,
            (false, []) => face.taken(troubles.len()) <= face.room() + SMALL_GAP,
            (_, [_, ..]) => face.taken(troubles.len()) + SMALL_ROW <= face.room(),
        };
        if fits { face } else { Self { figures: 34, ..face } }
    }

    /// Large letters, if everything that is wrong has room in them.
    fn lettered(self, troubles: &[Trouble]) -> Self {
        Self { large: troubles.len() <= rows(self.room(), LARGE_ROW), ..self }
    }

    fn heading(&self, picture: &mut Picture, situation: &Situation) {
        let back = match (situation.open, is_manual(situation)) {
            (_, true) => RED,
            (true, false) => TEAL,
            (false, false) => SLATE,
        };
        picture.fill(area((0, 0), (self.width, self.heading)), back);
        let clock = situation.clock_words();
        let clock_left = self.width - GAP - width(TextSize::SmallFigures, &clock);
        picture.text(Point::new(clock_left, (self.heading - 24) / 2), TextSize::SmallFigures, WHITE, &clock);
        let state = state(situation);
        let state_left = clock_left - 2 * GAP - width(TextSize::Normal, state);
        let middle = (self.heading - LINE) / 2 + 1;
        let is_well = situation.open && situation.bearing.state != HallState::MeansDown;
        let state_colour = if is_well { WHITE } else { AMBER };
        picture.text(Point::new(state_left, middle), TextSize::Normal, state_colour, state);
        let room = state_left - 3 * GAP;
        if self.height >= LARGE_PANEL && width(TextSize::Double, &situation.hall) <= room {
            let top = (self.heading - 32) / 2;
            picture.text(Point::new(GAP + 2, top), TextSize::Double, WHITE, &situation.hall);
        } else {
            let hall = fitted(TextSize::Strong, &situation.hall, room);
            picture.text(Point::new(GAP + 2, middle), TextSize::Strong, WHITE, &hall);
        }
    }

    /// The calls, where visitors see them nowhere else: as large as the panel allows.
    fn calls(&self, picture: &mut Picture, situation: &Situation) {
        let mut top = self.heading + GAP;
        let rows = usize::try_from(self.figures / CALL_ROW).unwrap_or_default();
        for (number, window) in situation.bearing.calls.iter().take(rows) {
            picture.fill(area((GAP, top), (self.width - 2 * GAP, CALL_ROW - 2)), SLATE);
            let words = format!("请{number}到{window}号窗口");
            picture.centred((0, self.width), top + 1, TextSize::Double, WHITE, &words);
            top += CALL_ROW;
        }
    }

    /// What people are to do, a line each; what is done by hand in red.
    fn steps(&self, picture: &mut Picture, situation: &Situation) {
        let mut top = self.heading + self.figures + 2 * GAP;
        for step in situation.bearing.steps.iter().take(self.steps) {
            let colour = if step.by_hand { RED } else { AMBER };
            picture.fill(area((GAP, top), (EDGE, STEP_ROW - 2)), colour);
            let left = GAP + EDGE + GAP;
            let words = fitted(TextSize::Normal, &step.words, self.width - left - GAP);
            picture.text(Point::new(left, top), TextSize::Normal, WHITE, &words);
            top += STEP_ROW;
        }
    }

    fn figures(&self, picture: &mut Picture, situation: &Situation) {
        let windows = format!("{}/{}", situation.windows_open, situation.windows);
        let cells = [
            ("等候", situation.waiting.to_string()),
            ("已办", situation.served.to_string()),
            ("窗口", windows),
        ];
        let top = self.heading + GAP;
        let (mut left, cell) = (GAP, (self.width - 4 * GAP) / 3);
        for (name, figure) in cells {
            picture.fill(area((left, top), (cell, self.figures)), SLATE);
            self.figure(picture, (left, left + cell), (name, &figure));
            left += cell + GAP;
        }
    }

    /// One figure with its name: under it, or before it where there is little room.
    fn figure(&self, picture: &mut Picture, inside: (i32, i32), (name, figure): (&str, &str)) {
        let top = self.heading + GAP;
        if self.figures < 38 + LINE {
            let room = inside.1 - inside.0 - 3 * GAP;
            let fits = |size, name| width(TextSize::Normal, name) + width(size, figure) <= room;
            let size =
                if fits(TextSize::SmallFigures, name) { TextSize::SmallFigures } else { TextSize::Strong };
            let high = if size == TextSize::SmallFigures { top + 5 } else { top + 8 };
            picture.text(Point::new(inside.0 + GAP, top + 8), TextSize::Normal, MIST, name);
            picture.text_to(Point::new(inside.1 - GAP, high), size, WHITE, figure);
            return;
        }
        let fits = width(TextSize::Figures, figure) <= inside.1 - inside.0 - 4;
        let size = if fits { TextSize::Figures } else { TextSize::SmallFigures };
        let slack = (self.figures - 38 - LINE) / 3;
        picture.centred(inside, top + slack, size, WHITE, figure);
        picture.centred(inside, top + self.figures - LINE - slack.min(4), TextSize::Normal, MIST, name);
    }

    /// Where troubles begin and end.
    fn body(&self) -> (i32, i32) {
        let steps = signed_len(self.steps) * STEP_ROW;
        (self.heading + self.figures + 2 * GAP + steps, self.height - self.foot - GAP)
    }

    fn room(&self) -> i32 {
        let (top, bottom) = self.body();
        bottom - top
    }

    /// What so many troubles take of it, each with the space behind it.
    fn taken(&self, troubles: usize) -> i32 {
        signed_len(troubles) * if self.large { LARGE_ROW + GAP } else { SMALL_ROW + SMALL_GAP }
    }

    fn all_is_well(&self, picture: &mut Picture, situation: &Situation, bottom: i32) {
        let (top, _) = self.body();
        let words = if situation.open { "一切正常" } else { "设备正常" };
        let longest = format!("最长等候 {} 分钟", situation.longest_wait_minutes);
        let second = situation.open && situation.waiting > 0;
        let high = if second { 32 + GAP + LINE } else { 32 };
        if bottom - top < high {
            return;
        }
        let start = top + (bottom - top - high) / 2;
        picture.centred((0, self.width), start, TextSize::Double, GREEN, words);
        if second {
            picture.centred((0, self.width), start + 32 + GAP, TextSize::Normal, MIST, &longest);
        }
    }

    /// Answers with how many found room.
    fn troubles(&self, picture: &mut Picture, troubles: &[Trouble]) -> usize {
        if self.large {
            self.large(picture, troubles);
            return troubles.len();
        }
        let shown = rows(self.room(), SMALL_ROW).min(troubles.len());
        self.small(picture, self.body().0, troubles.iter().take(shown));
        shown
    }

    /// What is only to be known, in small letters at the end of the room that `troubles` leave. Answers with how many
    /// found room, and where they begin.
    fn notes(&self, picture: &mut Picture, troubles: usize, notes: &[Trouble]) -> (usize, i32) {
        let (_, bottom) = self.body();
        let shown = rows(self.room() - self.taken(troubles), SMALL_ROW).min(notes.len());
        let top = bottom - signed_len(shown) * (SMALL_ROW + SMALL_GAP);
        self.small(picture, top + SMALL_GAP, notes.iter().take(shown));
        (shown, top)
    }

    fn large(&self, picture: &mut Picture, troubles: &[Trouble]) {
        let (mut top, _) = self.body();
        for trouble in troubles {
            let left = self.row(picture, top, LARGE_ROW, trouble);
            let right = self.width - 2 * GAP;
            let headline = fitted(TextSize::Double, &trouble.headline(), right - left);
            picture.text(Point::new(left, top + 5), TextSize::Double, WHITE, &headline);
            self.second_line(picture, (left, top + 5 + 32 + 3), trouble);
            top += LARGE_ROW + GAP;
        }
    }

    fn small<'a>(&self, picture: &mut Picture, mut top: i32, troubles: impl Iterator<Item = &'a Trouble>) {
        for trouble in troubles {
            let left = self.row(picture, top, SMALL_ROW, trouble);
            // A note says at what time, where that is known.
            let is_dated = trouble.severity() == Severity::Told && !trouble.place.is_empty();
            let age = if is_dated { String::new() } else { trouble.for_how_long() };
            let right = self.width - 2 * GAP;
            let headline = fitted(
                TextSize::Strong,
                &trouble.headline(),
                right - left - width(TextSize::Normal, &age) - GAP,
            );
            picture.text(Point::new(left, top + 2), TextSize::Strong, WHITE, &headline);
            picture.text_to(Point::new(right, top + 2), TextSize::Normal, MIST, &age);
            let remedy = fitted(TextSize::Normal, &trouble.remedy(), right - left);
            picture.text(Point::new(left, top + 1 + LINE), TextSize::Normal, MIST, &remedy);
            top += SMALL_ROW + SMALL_GAP;
        }
    }

    /// How much found no room, sentences and troubles.
    fn more(&self, picture: &mut Picture, more: usize) {
        if more > 0 {
            let words = format!("另有{more}项");
            let at = Point::new(self.width - GAP - 2, self.height - self.foot + 2);
            picture.text_to(at, TextSize::Normal, AMBER, &words);
        }
    }

    /// The back of a trouble's row with its colour at the edge. Answers with where words begin.
    fn row(&self, picture: &mut Picture, top: i32, high: i32, trouble: &Trouble) -> i32 {
        let colour = match trouble.severity() {
            Severity::Stops => RED,
            Severity::Hurts => AMBER,
            Severity::Waits | Severity::Told => MIST,
        };
        let back = if trouble.severity() == Severity::Stops { Rgb565::new(12, 5, 4) } else { SLATE };
        picture.fill(area((GAP, top), (self.width - 2 * GAP, high)), back);
        picture.fill(area((GAP, top), (EDGE, high)), colour);
        GAP + EDGE + GAP
    }

    fn second_line(&self, picture: &mut Picture, (left, top): (i32, i32), trouble: &Trouble) {
        let age = trouble.for_how_long();
        let right = self.width - 2 * GAP;
        picture.text_to(Point::new(right, top), TextSize::Normal, MIST, &age);
        let room = right - left - width(TextSize::Normal, &age) - GAP;
        let remedy = fitted(TextSize::Normal, &trouble.remedy(), room);
        picture.text(Point::new(left, top), TextSize::Normal, MIST, &remedy);
    }

    fn foot(&self, picture: &mut Picture, situation: &Situation) {
        let (colour, words) =
            if situation.stored { (GREEN, "日志已存储") } else { (RED, "日志未存储") };
        let top = self.height - self.foot;
        picture.fill(area((GAP + 2, top + 7), (8, 8)), colour);
        let words =
            situation.backup.iter().fold(words.to_owned(), |words, backup| format!("{words} · {backup}"));
        let words = match situation.bearing.state {
            HallState::Normal => words,
            state @ (HallState::MeansDown | HallState::ManualForSome | HallState::ManualForAll) => {
                format!("{words} · {}{}", ladder::state(state), for_minutes(situation.bearing.minutes))
            }
        };
        let words = fitted(TextSize::Normal, &words, self.width - 2 * GAP - 16);
        picture.text(Point::new(GAP + 16, top + 2), TextSize::Normal, MIST, &words);
        let Some((works, all)) = situation.self_test else { return };
        let left = 2 * GAP + 16 + width(TextSize::Normal, &words) + GAP;
        let tested = format!("自检{works}/{all}");
        // How many troubles find no room stands at the right end, and matters more.
        let room = if situation.troubles.is_empty() { self.width } else { self.width - MORE };
        if left + 12 + width(TextSize::Normal, &tested) <= room {
            picture.fill(area((left, top + 7), (8, 8)), if works == all { GREEN } else { AMBER });
            picture.text(Point::new(left + 12, top + 2), TextSize::Normal, MIST, &tested);
        }
    }
}

/// Panels of at least this height have room for a large heading.
pub(super) const LARGE_PANEL: i32 = 300;
/// A trouble in large letters: its headline doubled, and what to do under it.
const LARGE_ROW: i32 = 5 + 32 + 3 + LINE + 3;
/// A trouble in small letters: two lines.
const SMALL_ROW: i32 = 2 * LINE + 2;
/// A sentence about what people are to do.
const STEP_ROW: i32 = LINE + 3;
/// A call in double letters.
const CALL_ROW: i32 = 38;
/// Space between small rows.
const SMALL_GAP: i32 = 2;
/// Room for how many troubles find none.
const MORE: i32 = 76;
/// The coloured edge of a row.
pub(super) const EDGE: i32 = 5;

/// How many rows of this height fit.
pub(super) fn rows(room: i32, row: i32) -> usize {
    usize::try_from((room + SMALL_GAP) / (row + SMALL_GAP)).unwrap_or_default()
}

/// What the heading says of the hall: manual calling comes before everything else.
fn state(situation: &Situation) -> &'static str {
    match (is_manual(situation), situation.open, situation.bearing.state) {
        (true, _, state) | (false, true, state @ HallState::MeansDown) => ladder::state(state),
        (false, false, _) => "未开放",
        (false, true, HallState::Normal | HallState::ManualForSome | HallState::ManualForAll) => "开放",
    }
}

fn for_minutes(minutes: u64) -> String {
    if minutes == 0 { "刚刚开始".to_owned() } else { format!("{minutes}分钟") }
}

fn is_manual(situation: &Situation) -> bool {
    match situation.bearing.state {
        HallState::Normal | HallState::MeansDown => false,
        HallState::ManualForSome | HallState::ManualForAll => situation.open,
    }
}

fn signed_len(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

pub(super) fn area((left, top): (i32, i32), (width, height): (i32, i32)) -> Rectangle {
    Rectangle::new(Point::new(left, top), Size::new(width.unsigned_abs(), height.unsigned_abs()))
}

pub(super) fn signed(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
}
