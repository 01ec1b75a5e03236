//! The card as one page of HTML, A4, to be printed.

use std::fmt::Write;

use super::WallCard;
use super::advice::{advice, task};

/// Millimetres and points, as it is for paper. Fonts that a computer in a Chinese hall has; the last is any.
const STYLE: &str = "
@page { size: A4; margin: 8mm 9mm }
* { box-sizing: border-box; margin: 0; padding: 0 }
body { font: 11pt/1.34 'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','SimHei','WenQuanYi Zen Hei',sans-serif;
  color: #000; width: 192mm; margin: 0 auto; -webkit-print-color-adjust: exact; print-color-adjust: exact }
header { background: #b3160e; color: #fff; padding: 1mm 4mm; display: flex; justify-content: space-between;
  align-items: baseline }
h1 { font-size: 21pt; letter-spacing: 1pt }
h2 { font-size: 13.5pt; border-left: 2.4mm solid #b3160e; padding-left: 2mm; margin: 2.2mm 0 .8mm }
h2 small { font-size: 10.5pt; font-weight: normal }
.first { border: .7mm solid #b3160e; padding: 1mm 3mm; margin-top: 2mm; font-size: 12.5pt; font-weight: bold }
table { border-collapse: collapse; width: 100% }
td, th { border: .25mm solid #555; padding: .6mm 2mm; text-align: left; vertical-align: middle }
th { font-size: 13pt; background: #f1e9e2; width: 44mm; line-height: 1.25 }
th small { display: block; font-size: 10pt; font-weight: normal }
ol { padding-left: 6mm } .two { display: flex; gap: 5mm } .two > section { flex: 1 }
.line { border-bottom: .25mm solid #000; display: inline-block; min-width: 42mm }
.calls td { font-size: 12.5pt } .calls td:nth-child(even) { font-weight: bold }
body.dense { font-size: 10pt } .dense .calls td { font-size: 10.5pt }
footer { margin-top: 1.4mm; font-size: 9.5pt; color: #333 }
@media screen { body { padding: 9mm 0 } }
";

/// More lines of telephones than this want a smaller type, so that the card stays on one page.
const CALLS_WITH_EASE: usize = 4;

/// What is done first, whatever is out.
const FIRST: &str = "先看值班状态屏，照上面写的做；报告值班领导；向群众说明，不让群众白等、重新排队。";

/// How a window calls by the sheet.
const BY_HAND: &[&str] = &[
    "值班领导宣布“人工叫号”。叫号单自动打印；打不出就照状态屏抄。",
    "从单子最上面叫起；叫谁就在号上打勾，写窗口、工号、时间。",
    "起身叫：“某号请到几号窗口”，叫三遍；没来写“过号”，叫下一个。",
    "新来的发预印号本的号，接在后面；绿色通道先叫。",
    "单子和存根一张不丢，恢复后补录。",
];

/// What is done when the system is back.
const AFTERWARDS: &[&str] = &[
    "先不按叫号器，由值班台补录。",
    "照单子逐号录：几号窗口、几点叫、几点办完；没来的录过号。",
    "预印号本发出的号也录；没用完的放回原处。",
    "每个号都有结果才算清零；写错的由值班领导改。",
    "清零后报告值班领导，恢复按键叫号。",
];

/// What is done when the mains fail.
const POWER: &[&str] = &[
    "报告值班领导和物业，问清原因和恢复时间。",
    "正在办的先办完；告诉群众恢复时间，能收的材料先收，开纸质回执。",
    "停得久的贴通告，写明恢复时间。",
    "来电后排队照旧，号不作废；补录收的材料，电话告知结果。",
];

/// What a hall with a battery adds.
const BATTERY: &str = "系统靠电池撑一会儿，不要拔电源；叫号单会自动打出。";

/// What is done when the network fails.
const NETWORK: &[&str] = &[
    "叫号不靠网络，照常叫号。业务系统不能用的，向群众说明。",
    "报告值班领导，请技术人员；能收的材料先收，开纸质回执。",
    "时间长的贴通告，写明恢复时间；恢复后补录，电话告知结果。",
];

/// What the person at the desk types, for whoever has forgotten it: each is a command of this program.
pub const COMMANDS: [(&str, &str); 5] = [
    ("打叫号单", "jiaohao duty sheet draw"),
    ("补录", "jiaohao duty enter"),
    ("贴通告", "jiaohao duty notice power"),
    ("设备状态", "jiaohao status"),
    ("修好后再自检", "jiaohao duty self-test"),
];

/// The card.
#[must_use]
pub fn html(card: &WallCard) -> String {
    let mut page = String::new();
    let hall = escaped(&card.hall);
    put(&mut page, format_args!("<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"));
    let body = if card.calls.len() > CALLS_WITH_EASE { "<body class=\"dense\">" } else { "<body>" };
    put(&mut page, format_args!("<title>应急操作卡 {hall}</title>\n<style>{STYLE}</style></head>{body}\n"));
    put(&mut page, format_args!("<header><h1>叫号应急操作卡</h1><p>{hall}</p></header>\n"));
    put(&mut page, format_args!("<p class=\"first\">{FIRST}</p>\n"));
    tasks(&mut page, card);
    let battery = card.battery.then_some(BATTERY);
    let left = [("人工叫号", BY_HAND, None), ("断网", NETWORK, None)];
    columns(&mut page, left, [("恢复后补录，到清零为止", AFTERWARDS, None), ("停电", POWER, battery)]);
    calls(&mut page, card);
    let foot = "请贴在导办台和值班台。设备或电话有变动，请重新打印本卡。";
    let commands: Vec<String> =
        COMMANDS.iter().map(|(what, command)| format!("{what} <code>{command}</code>")).collect();
    let desk = commands.join("；");
    put(&mut page, format_args!("<footer><p>值班电脑：{desk}</p><p>{foot}</p></footer>\n</body></html>\n"));
    page
}

fn tasks(page: &mut String, card: &WallCard) {
    put(
        page,
        format_args!("<h2>哪样坏了，怎么办 <small>系统自动换到下一种，人照着做</small></h2>\n<table>\n"),
    );
    for (of, means) in &card.tasks {
        let Some((usual, others)) = means.split_first() else { continue };
        let (name, usual) = (task(*of), advice(*of, *usual));
        put(page, format_args!("<tr><th>{name}<small>平时：{usual}</small></th><td><ol>"));
        for means in others {
            put(page, format_args!("<li>{}</li>", advice(*of, *means)));
        }
        put(page, format_args!("</ol></td></tr>\n"));
    }
    put(page, format_args!("</table>\n"));
}

/// A heading with its steps, and one that only some halls have.
type Steps<'a> = (&'a str, &'a [&'a str], Option<&'a str>);

fn columns(page: &mut String, left: [Steps<'_>; 2], right: [Steps<'_>; 2]) {
    put(page, format_args!("<div class=\"two\">"));
    for column in [left, right] {
        put(page, format_args!("<section>"));
        for (heading, steps, more) in column {
            put(page, format_args!("<h2>{heading}</h2><ol>"));
            for step in more.iter().chain(steps) {
                put(page, format_args!("<li>{step}</li>"));
            }
            put(page, format_args!("</ol>"));
        }
        put(page, format_args!("</section>\n"));
    }
    put(page, format_args!("</div>\n"));
}

fn calls(page: &mut String, card: &WallCard) {
    let mut rows: Vec<(String, &str)> = Vec::new();
    let told = card.tell.join("、");
    if !told.is_empty() {
        rows.push(("先报告".to_owned(), &told));
    }
    let named = card.calls.iter().filter(|(about, _)| !about.is_empty());
    rows.extend(named.map(|(about, who)| (format!("{about}坏了"), who.as_str())));
    let others = card.calls.iter().find(|(about, _)| about.is_empty());
    rows.push(("其他设备坏了".to_owned(), others.map_or("", |(_, who)| who)));
    rows.push(("预印号本、表单在".to_owned(), &card.blocks));
    put(page, format_args!("<h2>找谁，东西在哪</h2>\n<table class=\"calls\">\n"));
    for pair in rows.chunks(2) {
        put(page, format_args!("<tr>"));
        for (what, who) in pair {
            let room = "<span class=\"line\">&nbsp;</span>".to_owned();
            let who = if who.is_empty() { room } else { escaped(who) };
            put(page, format_args!("<td>{}</td><td>{who}</td>", escaped(what)));
        }
        put(page, format_args!("</tr>\n"));
    }
    put(page, format_args!("</table>\n"));
}

/// Writing into a `String` cannot fail; the trait does not know.
fn put(page: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = page.write_fmt(words);
}

/// Words as they may stand in HTML.
fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
