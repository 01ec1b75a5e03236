//! Calling by paper, on paper: the sheet of the live order with room for a pen, and the numbers of a block.

use hal::port::printer::{Align, Line, Paper as Printed};

use super::{words, wrap};
use crate::domain::id::{ServiceId, TicketNumber};
use crate::domain::manual::{Block, ManualView, Paper, PaperJob, Sheet, SheetReason, SheetRow, Stands};
use crate::domain::moment::{HallTime, Moment, Wall};
use crate::domain::rules::{Class, Rules};
use crate::domain::view::OfficeView;

/// Paper of at least so many columns has room for all blanks of a number on one line.
const WIDE: usize = 44;

/// The paper of a job; `None` when what it prints is gone. `columns` characters of normal width fit on a line.
#[must_use]
pub fn paper(view: &OfficeView, job: &PaperJob, columns: usize) -> Option<Printed> {
    let mut page = Page { lines: Vec::new(), columns };
    match job.paper {
        Paper::Sheet(id) => {
            let sheet = view.manual.sheets.iter().find(|sheet| sheet.id == id)?;
            page.sheet(&view.rules, &view.manual, sheet, job.again);
        }
        Paper::Block { prefix, first } => {
            let mut blocks = view.manual.blocks.iter();
            let block = blocks.find(|block| (block.prefix, block.first) == (prefix, first))?;
            page.block(&view.rules, block, job.again);
        }
    }
    Some(Printed { lines: page.lines })
}

/// Why a sheet was drawn, in words for the hall.
#[must_use]
pub fn reason(why: SheetReason) -> words::Words {
    match why {
        SheetReason::Ladder => words::words("设备停用", "a means of the hall is out"),
        SheetReason::Mains => words::words("停电", "mains lost"),
        SheetReason::Key => words::words("值班人员要求", "asked for by duty staff"),
        SheetReason::Insurance => words::words("定时备用", "insurance, by the clock"),
        SheetReason::Drill => words::words("演练", "drill"),
    }
}

/// The time of day of an earlier moment of hall time, as it stands on paper: `09:40`.
#[must_use]
pub fn time_of(at: HallTime, seen: Moment) -> String {
    let back = i64::try_from(seen.hall.since(at).as_millis()).unwrap_or(0);
    let wall = seen.wall.map(|wall| Wall { utc_ms: wall.utc_ms - back, ..wall }.civil());
    wall.map_or_else(|| "--:--".to_owned(), |at| format!("{:02}:{:02}", at.hour, at.minute))
}

/// Hour and minute of the day's wall as hall time, held against a moment that knows both.
#[must_use]
pub fn on_the_wall(at: Moment, hour: u8, minute: u8) -> Option<HallTime> {
    let wall = at.wall?;
    let now = wall.civil();
    let seconds = |hour: u8, minute: u8, second: u8| {
        i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second)
    };
    let later = seconds(hour, minute, 0) - seconds(now.hour, now.minute, now.second);
    let later_ms = later * 1000 - wall.utc_ms.rem_euclid(1000);
    Some(HallTime(at.hall.0.checked_add_signed(later_ms)?))
}

/// What a number waits for and how urgent it is.
fn errand(rules: &Rules, service: ServiceId, class: Class) -> String {
    let name = words::service(rules, service).map_or_else(|| service.to_string(), |known| known.name.clone());
    if class == Class::Ordinary { name } else { format!("【{}】{name}", words::class(class).zh) }
}

/// A paper while it is written.
struct Page {
    lines: Vec<Line>,
    columns: usize,
}

impl Page {
    fn sheet(&mut self, rules: &Rules, manual: &ManualView, sheet: &Sheet, again: bool) {
        self.centred(&rules.hall.name, 1);
        self.centred("人工叫号单", 2);
        if sheet.why == SheetReason::Drill {
            self.centred("演练 DRILL", 2);
            self.centred("仅供演练，不得用于叫号", 1);
        }
        let date = sheet.drawn.wall.map(Wall::civil);
        let date = date.map_or_else(
            || "时间未校准 clock not set".to_owned(),
            |at| format!("{:04}-{:02}-{:02} {:02}:{:02}", at.year, at.month, at.day, at.hour, at.minute),
        );
        self.sides(&format!("今日第{}张", sheet.id), &date);
        let follows = sheet.follows.map(|before| format!("接第{before}张，只列新号"));
        self.sides(&format!("原因：{}", reason(sheet.why).zh), &follows.unwrap_or_default());
        if again {
            self.centred("补打 Reprint", 1);
        }
        self.part(rules, sheet, Stands::AtWindow, "正在窗口，办完划勾");
        self.part(rules, sheet, Stands::Waits, "按此顺序叫号");
        self.part(rules, sheet, Stands::Parked, "已停办，等候材料");
        if sheet.rows.is_empty() {
            self.lines.push(Line::Rule);
            self.centred("此时无人等候", 1);
        }
        self.lines.push(Line::Rule);
        self.text(&format!("共{}个号。恢复后逐号补录，全部销账后关单。", sheet.rows.len()));
        let seal = manual.seal(sheet).unwrap_or_else(|| "---- ---- ---- ----".to_owned());
        self.sides(&format!("记录 {}", sheet.seq), &format!("封印 {seal}"));
    }

    fn part(&mut self, rules: &Rules, sheet: &Sheet, stands: Stands, heading: &str) {
        let mut rows = sheet.rows.iter().filter(|row| row.stands == stands).peekable();
        if rows.peek().is_none() {
            return;
        }
        self.lines.push(Line::Rule);
        self.strong(heading);
        rows.for_each(|row| self.row(rules, sheet, row));
    }

    /// The number large enough to be read over a counter, and under it room for a pen.
    fn row(&mut self, rules: &Rules, sheet: &Sheet, row: &SheetRow) {
        let since = time_of(row.since, sheet.drawn);
        let window = row.window.map_or_else(|| "无窗口".to_owned(), |window| format!("{window}号窗口"));
        let (when, blanks) = match row.stands {
            Stands::AtWindow => (format!("{since}叫至{window}"), &["办完__:__", "结果______"][..]),
            Stands::Waits => {
                let blanks = &["叫号__:__", "窗口____", "办完__:__", "叫号人______"][..];
                (format!("{since}取号 {}{window}", if row.window.is_some() { "建议" } else { "" }), blanks)
            }
            Stands::Parked => {
                (format!("{since}停于{window}"), &["叫号__:__", "办完__:__", "叫号人______"][..])
            }
        };
        let number = format!("□{}", row.number);
        self.lines.push(Line::Text { text: number, size: 2, align: Align::Left, bold: true });
        self.text(&format!("{when} {}", errand(rules, row.service, row.class)));
        if self.columns >= WIDE {
            self.text(&blanks.join(" "));
        } else {
            blanks.chunks(2).for_each(|pair| self.text(&pair.join("  ")));
        }
        self.lines.push(Line::Feed(1));
    }

    fn block(&mut self, rules: &Rules, block: &Block, again: bool) {
        self.centred(&rules.hall.name, 1);
        self.centred("纸质号票", 2);
        let (first, last) = (self.number(block, block.first), self.number(block, block.last));
        self.centred(&format!("{first}至{last}，沿线裁开，按序发放"), 1);
        if again {
            self.centred("补打 Reprint", 1);
        }
        for number in block.unused() {
            self.lines.push(Line::Rule);
            self.centred(&rules.hall.name, 1);
            self.centred(&number.to_string(), 4);
            self.centred("取号时间 __:__    事项____________", 1);
            self.centred("请听工作人员叫号 Please wait to be called by staff", 1);
        }
        self.lines.push(Line::Rule);
    }

    fn number(&self, block: &Block, value: u16) -> TicketNumber {
        TicketNumber { prefix: block.prefix, value, width: block.width }
    }

    fn centred(&mut self, text: &str, size: u8) {
        for text in wrap::wrap(text, self.columns / usize::from(size)) {
            self.lines.push(Line::Text { text, size, align: Align::Centre, bold: size > 1 });
        }
    }

    /// One text at the left and one at the right, on one line where both have room.
    fn sides(&mut self, left: &str, right: &str) {
        let room = self.columns.saturating_sub(wrap::width(left) + wrap::width(right));
        if right.is_empty() || room > 0 {
            let gap = if right.is_empty() { 0 } else { room };
            self.text(&format!("{left}{}{right}", " ".repeat(gap)));
        } else {
            self.text(left);
            self.text(right);
        }
    }

    fn text(&mut self, text: &str) {
        self.left(text, false);
    }

    fn strong(&mut self, text: &str) {
        self.left(text, true);
    }

    fn left(&mut self, text: &str, bold: bool) {
        for text in wrap::wrap(text, self.columns) {
            self.lines.push(Line::Text { text, size: 1, align: Align::Left, bold });
        }
    }
}
