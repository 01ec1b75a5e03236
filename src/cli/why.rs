//! `jiaohao why`: the calls of a ticket and what chose it each time, in the words of whoever asks at the
//! desk.

use std::io::Write;

use clap::Args;

use super::history::{Day, History};
use super::table::{Side, lines};
use super::{Out, Outcome};
use crate::domain::manual::Written;
use crate::domain::moment::Moment;
use crate::domain::request::TypedNumber;
use crate::domain::rules::{Class, Discipline, Rules};
use crate::insight::why::{ByHand, Call, Candidate, Story, Why, stories};
use crate::runtime::control;
use crate::station::sheet::time_of;
use crate::station::words::{self, Words, words};

/// Whose calls.
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// The number as printed: `A017`.
    #[arg(value_name = "TICKET", value_parser = number)]
    number: TypedNumber,
    #[command(flatten)]
    day: Day,
}

fn number(text: &str) -> Result<TypedNumber, String> {
    control::ticket_number(text).ok_or_else(|| "one looks like A017".to_owned())
}

pub(super) fn run(
    asked: &Asked,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let History { config, day, records } = match asked.day.read(errors)? {
        Ok(history) => history,
        Err(outcome) => return Ok(outcome),
    };
    let stories = stories(&records, asked.number);
    if stories.is_empty() {
        errors.line(&format!("{day}: no ticket of that number was issued"))?;
        return Ok(Outcome::Failed);
    }
    for story in &stories {
        tell(story, &config.rules, out)?;
    }
    Ok(Outcome::Done)
}

fn tell(story: &Story, rules: &Rules, out: &mut Out<impl Write>) -> anyhow::Result<()> {
    let services = story
        .services
        .iter()
        .map(|id| words::service(rules, *id).map_or_else(|| id.to_string(), |service| service.name.clone()));
    let services: Vec<String> = services.collect();
    out.line(&format!("{}  {}  {}", story.number, services.join("、"), class(rules, story.class)))?;
    let promise = words::promise(story.ahead, story.wait).line();
    out.line(&format!("{}  领号 issued  {promise}", clock(story.issued)))?;
    for hand in &story.by_hand {
        out.line(&by_hand(hand))?;
    }
    if story.calls.is_empty() && story.by_hand.is_empty() {
        out.line("还未叫号 It has not been called.")?;
    }
    for call in &story.calls {
        let Call { seq, at, window, clerk, undone, .. } = call;
        out.line(&format!(
            "{}  {window}号窗口 叫号 called to window {window} by clerk {clerk} (record {seq})",
            clock(*at)
        ))?;
        out.line(&format!("  {}", because(&call.why).line()))?;
        for line in table(&call.candidates, rules) {
            out.line(&format!("    {line}"))?;
        }
        if *undone {
            out.line("  误叫，已撤销 It was a mistake and was taken back.")?;
        }
    }
    Ok(())
}

/// What the paper says, and who entered it.
fn by_hand(hand: &ByHand) -> String {
    let by = hand.by.map_or_else(|| "-".to_owned(), |by| by.to_string());
    let (seq, at) = (hand.seq, clock(hand.at));
    let (zh, en) = match (&hand.written, hand.written.call()) {
        (_, Some((window, clerk, called))) => {
            let time = called.map(|called| time_of(called, hand.at)).unwrap_or_default();
            (
                format!("人工叫号 {time} {window}号窗口 工号{clerk}"),
                format!("called by hand {time} to window {window} by clerk {clerk}"),
            )
        }
        (Written::WrittenOff { reason }, None) => (format!("核销：{reason}"), "written off".to_owned()),
        (
            Written::NotCalled | Written::Served { .. } | Written::AtWindow { .. } | Written::Left { .. },
            None,
        ) => ("人工未叫号".to_owned(), "not called by hand".to_owned()),
    };
    format!("{at}  补录 {zh} {en}, entered by {by} (record {seq})")
}

/// What chose a ticket, in a sentence.
fn because(why: &Why) -> Words {
    match why {
        Why::Discipline { discipline, held: None } => chosen_by(discipline),
        Why::Discipline { discipline, held: Some((number, green)) } => {
            let (chosen, calls, most) = (chosen_by(discipline), green.calls, green.at_most);
            let minutes = green.once_waited.as_secs() / 60;
            words(
                format!(
                    "{}；{number}本应先叫，但普通号已等满{minutes}分钟，绿色通道每{calls}次叫号最多{most}次",
                    chosen.zh
                ),
                format!(
                    "{} {number} would have come first, but an ordinary visitor had waited {minutes} min, and of \
                     {calls} calls at most {most} is green.",
                    chosen.en
                ),
            )
        }
        Why::Undone => {
            words("先前误叫已撤销，优先叫回", "Its call had been taken back as a mistake: it comes first.")
        }
        Why::Due => words(
            "过号或补件返回，已到承诺的顺位",
            "It was back after a missed call or with materials, and its promised place had come.",
        ),
        Why::Early => words(
            "过号或补件返回，此窗口无其他人等候，提前叫号",
            "It was back and its place had not come, but nobody else was waiting for the window.",
        ),
        Why::Directed(reason) => {
            words(format!("工作人员指定叫号：{reason}"), "The clerk called it out of turn, for this reason.")
        }
        Why::Resumed => words("挂起后由本窗口继续办理", "It had been parked at this window."),
    }
}

fn chosen_by(discipline: &Discipline) -> Words {
    match discipline {
        Discipline::AccumulatingPriority => words(
            "等候时间与本类时限之比最大",
            "Its waiting time was the largest part of the target of its class.",
        ),
        Discipline::FirstCome => words("等候时间最长", "It had waited longest."),
        Discipline::Strict(order) => words(
            format!("按类别先后（{}），同类中等候最长", names(order).zh),
            format!("By class in this order: {}; within its class it had waited longest.", names(order).en),
        ),
        Discipline::Ratio(turns) => {
            let order: Vec<Class> = turns.iter().map(|(class, _)| *class).collect();
            let shares: Vec<String> = turns.iter().map(|(_, share)| share.to_string()).collect();
            let shares = shares.join(":");
            words(
                format!("按比例轮流（{} = {shares}），轮到本类，同类中等候最长", names(&order).zh),
                format!(
                    "In turns of {} = {shares} it was its class's turn; within it, it had waited longest.",
                    names(&order).en
                ),
            )
        }
    }
}

fn names(classes: &[Class]) -> Words {
    let (zh, en): (Vec<String>, Vec<String>) =
        classes.iter().map(|class| words::class(*class)).map(|Words { zh, en }| (zh, en)).unzip();
    words(zh.join("、"), en.join(", "))
}

/// The candidates with what stood for each: waiting time, target, and the part of it in hundredths.
fn table(candidates: &[Candidate], rules: &Rules) -> Vec<String> {
    let rows = candidates.iter().enumerate().map(|(place, Candidate { number, score })| {
        let seconds = score.waited_ms / 1000;
        let part = score.waited_ms / (u64::from(score.target_minutes.max(1)) * 600);
        vec![
            number.to_string(),
            class(rules, score.class),
            format!("{}:{:02}", seconds / 60, seconds % 60),
            format!("/ {} min", score.target_minutes),
            format!("= {part} %"),
            if place == 0 { "被叫 called".to_owned() } else { String::new() },
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let heads = [
        ("", Side::Left),
        ("", Side::Left),
        ("等候 waited", Side::Right),
        ("时限 target", Side::Right),
        ("", Side::Right),
        ("", Side::Left),
    ];
    if rows.is_empty() { Vec::new() } else { lines(&heads, &rows) }
}

/// A class with its colour in the hall.
fn class(rules: &Rules, class: Class) -> String {
    let colour = words::colour(rules, class).map(|colour| format!("（{}）", colour.line()));
    format!("{}{}", words::class(class).line(), colour.unwrap_or_default())
}

/// The time of day to the second; dashes while it was not known.
fn clock(at: Moment) -> String {
    at.wall.map_or_else(
        || "--:--:--".to_owned(),
        |wall| {
            let civil = wall.civil();
            format!("{:02}:{:02}:{:02}", civil.hour, civil.minute, civil.second)
        },
    )
}
