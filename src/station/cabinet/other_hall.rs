//! The question on the LCD when the card bears another hall's journal: whose it is, that nothing is served, and each way
//! on with what is to be typed. It stands in the place of the usual face, as there is nothing to be seen but this.

use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::prelude::{Point, Size};
use embedded_graphics::primitives::Rectangle;

use super::Situation;
use super::face::{AMBER, EDGE, GAP, LARGE_PANEL, LEAST_HEIGHT, NIGHT, RED, WHITE, area, signed};
use crate::station::picture::{LINE, Picture, TextSize, width};
use crate::station::wrap::wrap;

/// Whose the journal on the card is, and which hall this machine is set as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherHall {
    /// The identity in the journal.
    pub found: String,
    /// The same as it is typed on a command line.
    pub typed: String,
    /// The identity in the configuration.
    pub ours: String,
    /// Counts up by one every [`PAGE_FOR`](super::PAGE_FOR): the question may take more than one page.
    pub turn: u64,
}

/// Pixels of half a Chinese character.
const HALF: i32 = 8;
/// A line, closer than elsewhere: as much as can be has to stand on one page.
const ROW: i32 = LINE - 1;
/// What is typed stands behind what it is for, by so much.
const INDENT: i32 = 8;

/// A line of the page, and how it is set.
#[derive(Clone)]
struct Line {
    words: String,
    /// The colour of its paragraph's edge.
    edge: Rgb565,
    /// It is to be typed as it stands.
    typed: bool,
}

/// The question on a panel that has room for it, while it stands.
pub(super) fn picture(size: (u32, u32), situation: &Situation) -> Option<Picture> {
    let asked = situation.other_hall.as_ref().filter(|_| size.1 >= LEAST_HEIGHT)?;
    let (wide, high) = (signed(size.0), signed(size.1));
    let heading = if high >= LARGE_PANEL { 44 } else { 26 };
    let left = GAP + EDGE + GAP;
    let columns = usize::try_from((wide - left - INDENT - GAP) / HALF).unwrap_or_default();
    let rows = usize::try_from((high - heading - GAP) / ROW).unwrap_or_default();
    let pages = pages(asked, columns, rows);
    let turn = usize::try_from(asked.turn).unwrap_or_default();
    let (place, page) = pages.iter().enumerate().cycle().nth(turn.checked_rem(pages.len())?)?;

    let mut picture = Picture::new(size.0, size.1);
    picture.fill(Rectangle::new(Point::zero(), Size::new(size.0, size.1)), NIGHT);
    let of = if pages.len() > 1 { format!("{}/{}", place + 1, pages.len()) } else { String::new() };
    head(&mut picture, situation, (wide, heading), &of);
    let mut top = heading + GAP / 2;
    for Line { words, edge, typed } in page {
        picture.fill(area((GAP, top), (EDGE, ROW)), *edge);
        let (left, colour) = if *typed { (left + INDENT, AMBER) } else { (left, WHITE) };
        picture.text(Point::new(left, top), TextSize::Normal, colour, words);
        top += ROW;
    }
    Some(picture)
}

fn head(picture: &mut Picture, situation: &Situation, (wide, high): (i32, i32), of: &str) {
    picture.fill(area((0, 0), (wide, high)), RED);
    let clock = situation.clock_words();
    let clock_left = wide - GAP - width(TextSize::SmallFigures, &clock);
    picture.text(Point::new(clock_left, (high - 24) / 2), TextSize::SmallFigures, WHITE, &clock);
    let middle = (high - LINE) / 2 + 1;
    let of_left = clock_left - GAP - width(TextSize::Normal, of);
    picture.text(Point::new(of_left, middle), TextSize::Normal, WHITE, of);
    let long = "暂停服务 请管理员决定";
    let fits = GAP + 2 + width(TextSize::Strong, long) < of_left;
    picture.text(
        Point::new(GAP + 2, middle),
        TextSize::Strong,
        WHITE,
        if fits { long } else { "请管理员决定" },
    );
}

/// The lines of each page; a paragraph stays together where a page holds it.
fn pages(asked: &OtherHall, columns: usize, rows: usize) -> Vec<Vec<Line>> {
    let mut pages: Vec<Vec<Line>> = vec![Vec::new()];
    for (edge, parts) in paragraphs(asked) {
        let lines = parts.into_iter().flat_map(|(typed, words)| {
            let wrapped = wrap(&words, columns).into_iter();
            wrapped.map(move |words| Line { words, edge, typed })
        });
        let lines: Vec<Line> = lines.collect();
        if pages.last().is_some_and(|page| !page.is_empty() && page.len() + lines.len() > rows) {
            pages.push(Vec::new());
        }
        pages.last_mut().into_iter().for_each(|page| page.extend(lines.iter().cloned()));
    }
    pages
}

/// What is so, and the ways on; what is to be typed is marked.
fn paragraphs(OtherHall { found, typed, ours, .. }: &OtherHall) -> [(Rgb565, Vec<(bool, String)>); 5] {
    let restart = || (true, "systemctl restart jiaohao".to_owned());
    let say = |words: &str| (false, words.to_owned());
    [
        (
            RED,
            vec![
                (false, format!("卡上日志属于大厅：{found}")),
                (false, format!("本机设置为大厅：{ours}")),
                say("未决定前不取号不叫号，请人工叫号"),
            ],
        ),
        (AMBER, vec![(false, format!("1 卡对：把hall.toml的site改为 {found}")), restart()]),
        (AMBER, vec![say("2 卡插错：关机，换回本厅的卡再开机")]),
        (
            AMBER,
            vec![
                say("3 用此卡另起日志，原日志整套另存"),
                (true, format!("jiaohao adopt --by 工号 --instead-of {typed}")),
            ],
        ),
        (AMBER, vec![say("4 用本厅备份恢复"), (true, "jiaohao restore".to_owned()), restart()]),
    ]
}
