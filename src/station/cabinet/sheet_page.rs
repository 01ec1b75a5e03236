//! A page of the manual-calling sheet on the LCD: what a person calls by mouth, from 128 × 64 dots to 480 × 320.

use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::prelude::{Point, Size};
use embedded_graphics::primitives::Rectangle;

use super::Situation;
use super::face::{AMBER, EDGE, GAP, GREEN, LARGE_PANEL, MIST, NIGHT, RED, SLATE, WHITE, area, rows, signed};
use super::listed::{Listed, Page, Row};
use super::small::{self, OFF, ON, SMALL};
use crate::domain::manual::Stands;
use crate::domain::rules::Class;
use crate::station::picture::{LINE, Picture, TextSize, fitted, width};
use crate::station::words;

/// A number in double letters, two lines of what belongs to it beside.
const ROW: i32 = 2 * LINE + 4;
/// Room for a number of four characters in double letters.
const NUMBER: i32 = 70;
/// The line with the seal.
const FOOT: i32 = 22;
/// Rows on 128 × 64 dots: between the heading and the seal.
const SMALL_ROWS: usize = 3;
/// Stands for a seal that the journal has not told.
const NO_SEAL: &str = "---- ---- ---- ----";

/// The page that stands on a panel of this size, if it is a page's turn.
pub(super) fn picture(size: (u32, u32), situation: &Situation) -> Option<Picture> {
    let listed = situation.listed.as_ref()?;
    if size.1 < super::face::LEAST_HEIGHT {
        let page = listed.page(SMALL_ROWS, false)?;
        return Some(few_dots(size, situation, &page));
    }
    let sheet = Panel::new(size);
    let page = sheet.page(listed)?;
    let mut picture = Picture::new(size.0, size.1);
    picture.fill(Rectangle::new(Point::zero(), Size::new(size.0, size.1)), NIGHT);
    sheet.heading(&mut picture, situation, &page);
    let mut top = sheet.heading + GAP;
    for row in page.rows {
        sheet.row(&mut picture, top, row);
        top += ROW + 2;
    }
    sheet.foot(&mut picture, situation, &page);
    Some(picture)
}

/// Where things stand on a panel of one size.
struct Panel {
    width: i32,
    height: i32,
    heading: i32,
}

impl Panel {
    fn new((width, height): (u32, u32)) -> Self {
        let (width, height) = (signed(width), signed(height));
        Self { width, height, heading: if height >= LARGE_PANEL { 44 } else { 34 } }
    }

    fn page<'a>(&self, listed: &'a Listed) -> Option<Page<'a>> {
        listed.page(rows(self.height - self.heading - GAP - FOOT, ROW), false)
    }

    fn heading(&self, picture: &mut Picture, situation: &Situation, page: &Page<'_>) {
        picture.fill(area((0, 0), (self.width, self.heading)), RED);
        let clock = situation.clock_words();
        let clock_left = self.width - GAP - width(TextSize::SmallFigures, &clock);
        let top = (self.heading - 24) / 2;
        picture.text(Point::new(clock_left, top), TextSize::SmallFigures, WHITE, &clock);
        let middle = (self.heading - LINE) / 2 + 1;
        let of = format!("第{}/{}页", page.place, page.of);
        let of_left = clock_left - 2 * GAP - width(TextSize::Normal, &of);
        picture.text(Point::new(of_left, middle), TextSize::Normal, WHITE, &of);
        let room = of_left - 2 * GAP;
        let long = format!("人工叫号单{}", page.sheet.id);
        let name =
            if width(TextSize::Strong, &long) <= room { long } else { format!("叫号单{}", page.sheet.id) };
        picture.text(Point::new(GAP + 2, middle), TextSize::Strong, WHITE, &name);
    }

    fn row(&self, picture: &mut Picture, top: i32, row: &Row) {
        let (back_left, back_width) = (GAP, self.width - 2 * GAP);
        picture.fill(area((back_left, top), (back_width, ROW)), SLATE);
        picture.fill(area((back_left, top), (EDGE, ROW)), edge(row));
        let left = GAP + EDGE + GAP;
        picture.text(Point::new(left, top + 3), TextSize::Double, WHITE, &row.number.to_string());
        let beside = left + NUMBER + GAP;
        let room = self.width - 2 * GAP - beside;
        let place = place(row, room);
        picture.text(Point::new(beside, top + 2), TextSize::Strong, WHITE, &place);
        let errand = fitted(TextSize::Normal, &errand(row), room);
        picture.text(Point::new(beside, top + 2 + LINE), TextSize::Normal, MIST, &errand);
    }

    /// The seal, and with it the record where both have room; a hall whose journal is not on a disk says that first.
    fn foot(&self, picture: &mut Picture, situation: &Situation, page: &Page<'_>) {
        let seal = format!("封印 {}", page.sheet.seal.as_deref().unwrap_or(NO_SEAL));
        let record = format!("记录{} {seal}", page.sheet.record);
        let room = self.width - 2 * GAP - 16;
        let words = [format!("{record} · 共{}个号", page.sheet.rows.len()), record];
        let fitting = words.into_iter().find(|words| width(TextSize::Normal, words) <= room).unwrap_or(seal);
        let (colour, words) =
            if situation.stored { (MIST, fitting) } else { (AMBER, "日志未存储 NOT STORED".to_owned()) };
        let top = self.height - FOOT;
        let dot = if situation.stored { GREEN } else { RED };
        picture.fill(area((GAP + 2, top + 7), (8, 8)), dot);
        let words = fitted(TextSize::Normal, &words, room);
        picture.text(Point::new(GAP + 16, top + 2), TextSize::Normal, colour, &words);
    }
}

/// The window to call it to, or where it stands, and since when it waits: in as many words as have room.
fn place(row: &Row, room: i32) -> String {
    let Row { since, .. } = row;
    let window = row.window.map_or_else(|| "窗口待定".to_owned(), |window| format!("{window}号窗口"));
    let words = match (row.stands, row.window) {
        (Stands::Waits, Some(_)) => [
            format!("请到{window} {since}取号"),
            format!("{window} {since}取号"),
            format!("{window} {since}"),
        ],
        (Stands::Waits, None) => {
            [format!("{since}取号 {window}"), format!("{since} {window}"), window.clone()]
        }
        (Stands::AtWindow, _) => {
            [format!("正在{window} {since}起"), format!("在{window} {since}"), format!("在{window}")]
        }
        (Stands::Parked, _) => {
            [format!("停办于{window} {since}起"), format!("停{window} {since}"), format!("停{window}")]
        }
    };
    let fitting = words.into_iter().find(|words| width(TextSize::Strong, words) <= room);
    fitting.unwrap_or_else(|| fitted(TextSize::Strong, &window, room))
}

fn errand(row: &Row) -> String {
    if row.class == Class::Ordinary {
        return row.service.clone();
    }
    format!("【{}】{}", words::class(row.class).zh, row.service)
}

/// Whoever stands at a window is done first, and whoever is urgent is looked for first.
fn edge(row: &Row) -> Rgb565 {
    match (row.stands, row.class) {
        (Stands::AtWindow, _) => GREEN,
        (Stands::Waits | Stands::Parked, Class::Ordinary) => MIST,
        (Stands::Waits | Stands::Parked, Class::Urgent | Class::Green | Class::Returning) => AMBER,
    }
}

/// Three numbers on 128 × 64 dots, each on one line, the heading in dark letters on light.
fn few_dots(size: (u32, u32), situation: &Situation, page: &Page<'_>) -> Picture {
    let mut picture = Picture::new(size.0, size.1);
    let wide = signed(size.0);
    picture.fill(area((0, 0), (wide, small::LINE)), ON);
    let heading = format!("叫号单{} {}/{}", page.sheet.id, page.place, page.of);
    picture.text(Point::new(1, 0), SMALL, OFF, &heading);
    picture.text_to(Point::new(wide - 1, 0), SMALL, OFF, &situation.clock_words());
    let mut top = small::LINE + 1;
    for row in page.rows {
        let window = row.window.map_or_else(|| "窗口?".to_owned(), |window| format!("{window}号窗"));
        let stands: &str = match (row.stands, row.class) {
            (Stands::Waits, Class::Ordinary) => "",
            (Stands::Waits, Class::Urgent) => "急",
            (Stands::Waits, Class::Green) => "绿",
            (Stands::Waits, Class::Returning) => "返",
            (Stands::AtWindow, _) => "在",
            (Stands::Parked, _) => "停",
        };
        let words = format!("{} {} {window}{stands}", row.number, row.since);
        picture.text(Point::new(0, top), SMALL, ON, &fitted(SMALL, &words, wide));
        top += small::LINE;
    }
    let seal =
        if situation.stored { page.sheet.seal.as_deref().unwrap_or(NO_SEAL) } else { "日志未存储" };
    picture.text(Point::new(0, 4 * small::LINE), SMALL, ON, &fitted(SMALL, seal, wide));
    picture
}
