//! What is printed: the slip of a ticket, its reprint, and the list of what a visitor still has to bring.

use hal::port::printer::{Align, Line, Paper};

use super::words::{self, Words};
use super::{Condition, wrap};
use crate::domain::id::ServiceId;
use crate::domain::job::JobKind;
use crate::domain::keeping::Keeping;
use crate::domain::moment::Wall;
use crate::domain::rules::{Class, Rules};
use crate::domain::view::{JobView, OfficeView, TicketView};
use crate::planted::{self, Bug};

/// Characters of the slip's code that stand for it when a grade is entered: a person reads them out. On one
/// day in two thousand two of a thousand tickets share them: then more of the code is asked for.
pub const RATING_CODE: usize = 6;

/// The number is never larger than this many times the normal size: it would not be read faster.
const NUMBER_SIZE_MOST: u8 = 6;
/// Nor smaller, on the narrowest paper.
const NUMBER_SIZE_LEAST: u8 = 2;

/// The paper of a job: `columns` characters of normal width fit on a line.
///
/// `code` is the ticket's code for the QR mark; without one there is no mark. An announcement has no paper.
#[must_use]
pub fn paper(
    view: &OfficeView,
    job: &JobView,
    code: Option<&str>,
    condition: Condition,
    columns: usize,
) -> Paper {
    let mut sheet = Sheet::new(columns);
    let rules = &view.rules;
    match &job.job.kind {
        JobKind::Slip { reprint, .. } => {
            heading(&mut sheet, rules, condition);
            if *reprint {
                sheet.centred("补打 Reprint", 2);
            }
            slip(&mut sheet, rules, &job.ticket, *reprint);
        }
        JobKind::Correction { service, missing, .. } => {
            heading(&mut sheet, rules, condition);
            sheet.centred("一次性告知单", 2);
            sheet.centred("Materials still needed", 1);
            correction(&mut sheet, view, &job.ticket, (*service, missing));
        }
        JobKind::Announcement { .. } => return Paper::default(),
    }
    foot(&mut sheet, rules, code);
    if view.kept.by == Keeping::Memory && matches!(job.job.kind, JobKind::Slip { .. }) {
        desk_copy(&mut sheet, rules, &job.ticket);
    }
    Paper { lines: sheet.lines }
}

/// A stub for the desk: while the journal stands in memory only, paper is what a power cut leaves of a ticket
/// (B07).
fn desk_copy(sheet: &mut Sheet, rules: &Rules, ticket: &TicketView) {
    sheet.lines.push(Line::Feed(1));
    sheet.centred("撕下交导办台 Tear off for the desk", 1);
    sheet.lines.push(Line::Rule);
    sheet.centred("导办台留存", 2);
    sheet.centred("未存储 Not stored", 1);
    let number = ticket.number.to_string();
    let size = sheet.number_size(&number).min(4);
    sheet.centred(&number, size);
    for service in ticket.services.iter().filter_map(|id| words::service(rules, *id)) {
        sheet.centred(&service.name, 1);
    }
    sheet.text(&format!("取号时间 Issued {}", clock(ticket.issued.wall)));
}

fn heading(sheet: &mut Sheet, rules: &Rules, condition: Condition) {
    sheet.centred(&rules.hall.name, 1);
    if !rules.hall.name_en.is_empty() {
        sheet.centred(&rules.hall.name_en, 1);
    }
    sheet.lines.push(Line::Rule);
    if !condition.stored && !planted::is(Bug::HidesThatNothingIsStored) {
        sheet.centred("未存储 Not stored", 2);
        sheet.text("此号未存入系统，请妥善保管号票");
    }
}

/// People ahead and the wait are what was told when the number was given: on a reprint they would mislead.
fn slip(sheet: &mut Sheet, rules: &Rules, ticket: &TicketView, reprint: bool) {
    let number = ticket.number.to_string();
    let size = sheet.number_size(&number);
    sheet.centred(&number, size);
    for service in ticket.services.iter().filter_map(|id| words::service(rules, *id)) {
        sheet.centred(&service.name, 2);
        sheet.centred(&service.name_en, 1);
    }
    if let Some(class) = class_words(rules, ticket.class) {
        sheet.centred(&class.line(), 1);
    }
    sheet.lines.push(Line::Rule);
    if !reprint {
        sheet.both(&words::promise(ticket.ahead, ticket.wait));
    }
    if let Some(first) = ticket.services.first() {
        sheet.both(&words::whereabouts(rules, *first));
    }
    sheet.text(&format!("取号时间 Issued {}", clock(ticket.issued.wall)));
    materials(sheet, rules, &ticket.services);
    sheet.lines.push(Line::Rule);
    let calls = rules.calling.return_after_calls;
    sheet.text(&format!("过号不作废：请到导办台报到，本业务再叫{calls}位即轮到您"));
    let more = format!("you are called after {calls} more for this service");
    sheet.text(&format!("Missed your call? Tell the guide desk: {more}"));
}

fn correction(
    sheet: &mut Sheet,
    view: &OfficeView,
    ticket: &TicketView,
    (service, missing): (ServiceId, &[u8]),
) {
    let rules = &view.rules;
    let number = ticket.number.to_string();
    let size = sheet.number_size(&number).min(4);
    sheet.centred(&number, size);
    let Some(service) = words::service(rules, service) else { return };
    sheet.centred(&service.name, 2);
    sheet.centred(&service.name_en, 1);
    sheet.lines.push(Line::Rule);
    sheet.strong("还需补充以下材料 Please bring:");
    let named = missing.iter().filter_map(|place| service.materials.get(usize::from(*place)));
    sheet.list(named.map(String::as_str));
    sheet.lines.push(Line::Rule);
    let calls = rules.calling.return_after_calls;
    sheet.text(&format!("当日补齐后请到导办台报到，本业务再叫{calls}位即轮到您，不必重新取号"));
    let more = format!("called after {calls} more for this service");
    sheet.text(&format!("Back today: tell the guide desk and keep your number, {more}"));
    sheet.text(&format!("告知时间 Given {}", clock(view.at.wall)));
}

/// The one-time notice: everything to bring, for all errands of the ticket.
fn materials(sheet: &mut Sheet, rules: &Rules, services: &[ServiceId]) {
    let mut wanted: Vec<&str> = Vec::new();
    for service in services.iter().filter_map(|id| words::service(rules, *id)) {
        for material in &service.materials {
            if !wanted.contains(&material.as_str()) {
                wanted.push(material);
            }
        }
    }
    if !wanted.is_empty() {
        sheet.lines.push(Line::Rule);
        sheet.strong("请备齐材料 Please have ready:");
        sheet.list(wanted.into_iter());
    }
}

fn foot(sheet: &mut Sheet, rules: &Rules, code: Option<&str>) {
    if !rules.hall.complaints.is_empty() {
        sheet.lines.push(Line::Rule);
        sheet.strong("投诉与建议 Complaints");
        for channel in &rules.hall.complaints {
            sheet.text(channel);
        }
    }
    if let Some(code) = code {
        sheet.lines.push(Line::Code(format!("{}{code}", rules.hall.slip_url)));
        sheet.centred(&format!("号票码 Slip code {code}"), 1);
    }
}

/// The paper with the short code by which a grade is entered later, where the visitor's pad is out.
#[must_use]
pub fn with_rating_code(paper: Paper, code: Option<&str>) -> Paper {
    let Some(short) = code.and_then(|code| code.get(..RATING_CODE)) else { return paper };
    let mut lines = paper.lines;
    let strong = |text: String| Line::Text { text, align: Align::Centre, size: 1, bold: true };
    lines.push(strong(format!("评价码 Rating code {short}")));
    lines.push(strong("评价器停用：办结后请将此码和评价告知导办台".to_owned()));
    Paper { lines }
}

/// The class of a ticket with its colour; nothing for everybody else.
fn class_words(rules: &Rules, class: Class) -> Option<Words> {
    if class == Class::Ordinary {
        return None;
    }
    let name = words::class(class);
    let Some(colour) = words::colour(rules, class) else { return Some(name) };
    Some(words::words(format!("{}（{}）", name.zh, colour.zh), name.en))
}

/// The time of day on paper, to the minute.
pub(super) fn clock(wall: Option<Wall>) -> String {
    let Some(at) = wall.map(Wall::civil) else { return "时间未校准 clock not set".to_owned() };
    format!("{:04}-{:02}-{:02} {:02}:{:02}", at.year, at.month, at.day, at.hour, at.minute)
}

/// A paper while it is written.
pub(super) struct Sheet {
    pub lines: Vec<Line>,
    columns: usize,
}

impl Sheet {
    /// An empty one; so many characters of normal width fit on a line.
    pub fn new(columns: usize) -> Self {
        Self { lines: Vec::new(), columns }
    }

    /// The largest size at which the number stays on one line.
    fn number_size(&self, number: &str) -> u8 {
        let fits = self.columns / wrap::width(number).max(1);
        u8::try_from(fits).unwrap_or(NUMBER_SIZE_MOST).clamp(NUMBER_SIZE_LEAST, NUMBER_SIZE_MOST)
    }

    pub fn centred(&mut self, text: &str, size: u8) {
        for text in wrap::wrap(text, self.columns / usize::from(size)) {
            self.lines.push(Line::Text { text, size, align: Align::Centre, bold: size > 1 });
        }
    }

    pub fn text(&mut self, text: &str) {
        self.left(text, false);
    }

    pub fn strong(&mut self, text: &str) {
        self.left(text, true);
    }

    fn both(&mut self, words: &Words) {
        self.text(&words.zh);
        self.text(&words.en);
    }

    /// A numbered list whose further lines stand under the first.
    fn list<'a>(&mut self, items: impl Iterator<Item = &'a str>) {
        for (number, item) in (1..).zip(items) {
            let mark = format!("{number}. ");
            let indent = " ".repeat(mark.len());
            for (line, text) in wrap::wrap(item, self.columns - mark.len()).into_iter().enumerate() {
                let before = if line == 0 { &mark } else { &indent };
                self.left(&format!("{before}{text}"), false);
            }
        }
    }

    fn left(&mut self, text: &str, bold: bool) {
        for text in wrap::wrap(text, self.columns) {
            self.lines.push(Line::Text { text, size: 1, align: Align::Left, bold });
        }
    }
}
