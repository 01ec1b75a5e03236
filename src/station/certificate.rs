//! The certificate of the self-test on paper: what is to be mended first, then everything with its mark.

use hal::port::printer::{Line, Paper};

use super::Condition;
use super::slip::{Sheet, clock};
use super::wrap;
use crate::domain::rules::Rules;
use crate::domain::self_test::{Certified, Tried, Verdict};

/// The paper of a certificate: `columns` characters of normal width fit on a line. `again`: marked as printed once
/// more.
#[must_use]
pub fn paper(
    rules: &Rules,
    certified: &Certified,
    again: bool,
    condition: Condition,
    columns: usize,
) -> Paper {
    let mut sheet = Sheet::new(columns);
    let (works, all) = certified.certificate.working();
    sheet.centred(&rules.hall.name, 1);
    sheet.centred("设备自检证书", 2);
    if again {
        sheet.centred("补打", 2);
    }
    if !condition.stored {
        sheet.centred("未存储", 2);
    }
    sheet.centred(&format!("{}  今日第{}次", clock(certified.at.wall), certified.number), 1);
    sheet.centred(&format!("正常 {works}/{all}"), 2);
    section(&mut sheet, certified, Verdict::Fails, "不正常，请报修");
    section(&mut sheet, certified, Verdict::NotTried, "未自检");
    sheet.lines.push(Line::Rule);
    sheet.strong("正常");
    for tried in of(certified, Verdict::Works) {
        let line = format!("√{}", tried.name);
        // What the machine says of itself has no place, and its figures want to be read.
        let what = if tried.place.is_empty() { &tried.words } else { &tried.place };
        beside(&line, what, columns).iter().for_each(|line| sheet.text(line));
    }
    foot(&mut sheet, certified, columns);
    Paper { lines: sheet.lines }
}

/// What stands out: each with its place, what is wrong, and whom to call.
fn section(sheet: &mut Sheet, certified: &Certified, verdict: Verdict, heading: &str) {
    let mut tried = of(certified, verdict).peekable();
    if tried.peek().is_none() {
        return;
    }
    sheet.lines.push(Line::Rule);
    sheet.strong(heading);
    for tried in tried {
        let mark = if verdict == Verdict::Fails { "×" } else { "？" };
        sheet.strong(&format!("{mark}{}", tried.name));
        let device = if tried.device.is_empty() { String::new() } else { format!("（{}）", tried.device) };
        let place = if tried.place.is_empty() { "" } else { tried.place.as_str() };
        if !place.is_empty() || !device.is_empty() {
            sheet.text(&format!("  位置：{place}{device}"));
        }
        sheet.text(&format!("  情况：{}", tried.words));
        if !tried.call.is_empty() {
            sheet.strong(&format!("  请联系：{}", tried.call));
        }
    }
}

/// Who is to be told, who was, and room to sign.
fn foot(sheet: &mut Sheet, certified: &Certified, columns: usize) {
    sheet.lines.push(Line::Rule);
    for who in &certified.certificate.tell {
        let told = certified.told.contains(who);
        let room = "_".repeat(columns.saturating_sub(wrap::width(who) + 12).min(16));
        sheet.text(&format!("告知{who}：{}", if told { "已告知" } else { &room }));
    }
    for who in certified.told.iter().filter(|who| !certified.certificate.tell.contains(who)) {
        sheet.text(&format!("告知{who}：已告知"));
    }
    sheet.text("本证书能印出，即打印机正常。");
}

fn of(certified: &Certified, verdict: Verdict) -> impl Iterator<Item = &Tried> {
    certified.certificate.tried.iter().filter(move |tried| tried.verdict == verdict)
}

/// Two texts on one line, the second from the middle on; on narrow paper the second has the next line to itself.
fn beside(first: &str, second: &str, columns: usize) -> Vec<String> {
    let gap = (columns / 2).saturating_sub(wrap::width(first)).max(1);
    if wrap::width(first) + gap + wrap::width(second) <= columns {
        return vec![format!("{first}{}{second}", " ".repeat(gap)).trim_end().to_owned()];
    }
    vec![first.to_owned(), format!("  {second}")]
}
