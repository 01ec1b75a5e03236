//! Reads the rules of the hall: numbers, classes, calling, taking tickets, rating, estimates, reasons.

use std::time::Duration;

use toml::de::DeValue;

use super::catalogue::CLASS;
use super::keys::{Keys, Need};
use super::problem::{Problem, Spot};
use super::values::{Flag, Kind, Letter, OneOf, OrNone, Span, Text, TextOrNone, Whole};
use crate::domain::id::Prefix;
use crate::domain::rules::{
    Calling, Class, ClassColour, ClassRules, ClassTable, Discipline, Estimate, Exhausted, GreenChannel,
    GreenReason, Group, Hall, Issuing, PauseReason, Rating,
};

/// Choices on the terminal's page of reasons.
const MOST_GREEN_REASONS: usize = 6;
/// Keys of a rating pad.
const PAD_KEYS: usize = 5;
/// Reasons that one digit of a keypad can name.
const MOST_REASONS: usize = 9;

/// Reads `[hall]`, except the time zone.
pub(super) fn hall(keys: &Keys<'_>) -> Hall {
    Hall {
        name: keys.required("name", &Text).unwrap_or_default(),
        name_en: keys.required("name-en", &Text).unwrap_or_default(),
        complaints: keys.list("complaints", &Text, Need::Optional).map(texts).unwrap_or_default(),
        slip_url: keys.or("slip-url", &TextOrNone, String::new()),
    }
}

fn texts(placed: Vec<(String, Spot)>) -> Vec<String> {
    placed.into_iter().map(|(text, _)| text).collect()
}

/// Reads every `[[group]]`, each with the place of its letter.
pub(super) fn groups(keys: &Keys<'_>) -> Vec<(Group, Spot)> {
    let tables = keys.tables("group");
    if tables.is_empty() {
        let what = "no group of numbers: no ticket could be given";
        let remedy = "write a `[[group]]` with a `prefix` for each letter of the catalogue";
        keys.report(Problem::error(&keys.spot_of_table(), what, remedy));
    }
    tables.iter().filter_map(group).collect()
}

const EXHAUSTED: OneOf<Exhausted> = OneOf(&[("stop", Exhausted::Stop), ("wrap", Exhausted::Wrap)]);

fn group(keys: &Keys<'_>) -> Option<(Group, Spot)> {
    let prefix = keys.required("prefix", &Letter);
    let first = keys.or("first", &Whole(1..=9999_u16), 1);
    let last = keys.or("last", &Whole(1..=9999_u16), 999);
    let width = keys.or("digits", &Whole(2..=4_u8), 3);
    let exhausted = keys.or("exhausted", &EXHAUSTED, Exhausted::Stop);
    if last < first {
        let what = format!("the numbers end at {last} before they begin at {first}");
        keys.report(Problem::error(&keys.spot("last"), what, "exchange `first` and `last`"));
    }
    if u32::from(last) >= 10_u32.pow(u32::from(width)) {
        let what = format!("number {last} does not fit into {width} digits");
        keys.report(Problem::error(&keys.spot("last"), what, "write more `digits` or a smaller `last`"));
    }
    prefix
        .map(|letter| (Group { prefix: Prefix(letter), first, last, width, exhausted }, keys.spot("prefix")))
}

const COLOUR: OneOf<ClassColour> = OneOf(&[
    ("plain", ClassColour::Plain),
    ("red", ClassColour::Red),
    ("blue", ClassColour::Blue),
    ("green", ClassColour::Green),
]);

/// Reads `[class.…]`.
pub(super) fn classes(keys: &Keys<'_>) -> ClassTable {
    let class = |key, minutes: u32, colour| {
        let table = keys.table(key);
        let usual = Duration::from_secs(u64::from(minutes) * 60);
        let target = table.or("target", &Span::minutes(1, 600), usual);
        if !target.as_secs().is_multiple_of(60) {
            let what = "a target is counted in whole minutes";
            table.report(Problem::error(&table.spot("target"), what, "write it without seconds"));
        }
        let target_minutes = u32::try_from(target.as_secs() / 60).unwrap_or(u32::MAX);
        ClassRules { target_minutes, colour: table.or("colour", &COLOUR, colour) }
    };
    ClassTable {
        ordinary: class("ordinary", 30, ClassColour::Plain),
        urgent: class("urgent", 15, ClassColour::Red),
        green: class("green", 10, ClassColour::Green),
        returning: class("returning", 10, ClassColour::Blue),
    }
}

/// What a discipline may be, for whoever wrote something else.
const DISCIPLINES: &str = "\"accumulating-priority\", \"first-come\", `{ strict = [\"green\", \"urgent\", …] }` or \
                           `{ ratio = { ordinary = 3, green = 1 } }`";

/// Reads a discipline; `None` when it is left out.
pub(super) fn discipline(keys: &Keys<'_>, need: Need) -> Option<Discipline> {
    let (value, spot) = keys.value("discipline", need)?;
    let read = match value {
        DeValue::String(word) if word == "accumulating-priority" => Some(Discipline::AccumulatingPriority),
        DeValue::String(word) if word == "first-come" => Some(Discipline::FirstCome),
        DeValue::Table(table) if table.len() == 1 => {
            table.iter().next().and_then(|(name, value)| match (name.get_ref().as_ref(), value.get_ref()) {
                ("strict", DeValue::Array(order)) => strict(order.iter().map(toml::Spanned::get_ref)),
                ("ratio", DeValue::Table(turns)) => ratio(turns),
                _ => None,
            })
        }
        DeValue::String(_)
        | DeValue::Table(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_) => None,
    };
    if read.is_none() {
        keys.mismatch("discipline", value, spot, DISCIPLINES);
    }
    read
}

/// Every class at most once; classes that are not named come last, in their usual order.
fn strict<'a>(order: impl Iterator<Item = &'a DeValue<'a>>) -> Option<Discipline> {
    let mut classes: Vec<Class> = Vec::new();
    for value in order {
        let class = CLASS.read(value).filter(|class| !classes.contains(class))?;
        classes.push(class);
    }
    classes.extend(Class::ALL.into_iter().filter(|class| !classes.contains(class)).collect::<Vec<_>>());
    Some(Discipline::Strict(classes))
}

/// Turns in the order of the file; classes that are not named get one turn each, behind.
fn ratio(table: &toml::de::DeTable<'_>) -> Option<Discipline> {
    let mut written: Vec<_> = table.iter().collect();
    written.sort_by_key(|(name, _)| name.span().start);
    let mut turns: Vec<(Class, u8)> = Vec::new();
    for (name, calls) in written {
        let class = CLASS.read(&DeValue::String(name.get_ref().as_ref().into()))?;
        turns.push((class, Whole(1..=20_u8).read(calls.get_ref())?));
    }
    let missing = |class: &Class| turns.iter().all(|(named, _)| named != class);
    let rest: Vec<(Class, u8)> = Class::ALL.into_iter().filter(missing).map(|class| (class, 1)).collect();
    turns.extend(rest);
    Some(Discipline::Ratio(turns))
}

/// Reads `[green-channel]`.
pub(super) fn green(keys: &Keys<'_>) -> GreenChannel {
    let calls = keys.or("calls", &Whole(1..=20_u8), 3);
    let at_most = keys.or("at-most", &Whole(1..=20_u8), 1);
    if at_most > calls {
        let what = format!("at most {at_most} green calls in {calls} is no bound");
        keys.report(Problem::error(&keys.spot("at-most"), what, "write a number not above `calls`"));
    }
    let tables = keys.tables("reason");
    if let Some(seventh) = tables.get(MOST_GREEN_REASONS) {
        let what = "the terminal has room for six reasons";
        keys.report(Problem::error(&seventh.spot("code"), what, "join two of them"));
    }
    let reason = |table: &Keys<'_>| GreenReason {
        code: table.required("code", &Text).unwrap_or_default(),
        name: table.required("name", &Text).unwrap_or_default(),
        name_en: table.required("name-en", &Text).unwrap_or_default(),
    };
    GreenChannel {
        calls,
        at_most,
        once_waited: keys.or("once-waited", &Span::minutes(0, 240), minutes(25)),
        self_declared: keys.or("self-declared", &Flag, true),
        reasons: tables.iter().map(reason).collect(),
    }
}

/// Reads `[calling]`.
pub(super) fn calling(keys: &Keys<'_>) -> Calling {
    Calling {
        bounce: keys.or("bounce", &Span::seconds(0, 10), Duration::from_millis(800)),
        undo_within: keys.or("undo-within", &Span::minutes(0, 10), seconds(30)),
        start_key: keys.or("start-key", &Flag, false),
        recalls_before_no_show: keys.or("recalls-before-no-show", &Whole(0..=9_u8), 2),
        cool_down: keys.or("cool-down", &Span::minutes(0, 10), seconds(10)),
        return_after_calls: keys.or("return-after-calls", &Whole(0..=50_u32), 3),
        stale_after: keys.or("stale-after", &Span::minutes(0, 30), minutes(1)),
        repeat_within: keys.or("repeat-within", &Span::minutes(0, 30), minutes(2)),
        one_clerk_two_windows: keys.or("one-clerk-two-windows", &Flag, false),
        kept_while_paused: keys.or("kept-while-paused", &OrNone(Span::minutes(0, 240)), Some(minutes(10))),
    }
}

/// Reads `[issuing]`.
pub(super) fn issuing(keys: &Keys<'_>) -> Issuing {
    Issuing {
        double_touch: keys.or("double-touch", &Span::seconds(0, 60), seconds(3)),
        per_minute: keys.or("per-minute", &Whole(1..=120_u32), 20),
        errands: keys.or("errands", &Whole(1..=6_u8), 3),
        print_within: keys.or("print-within", &Span::seconds(5, 600), seconds(60)),
        overrun: keys.or("overrun", &OrNone(Span::minutes(0, 240)), Some(minutes(15))),
    }
}

/// Reads `[rating]`.
pub(super) fn rating(keys: &Keys<'_>) -> Rating {
    let usual = || ["服务态度", "等候时间", "办事效率", "解释不清", "其他"].map(str::to_owned).to_vec();
    let reasons = keys.list_or("reasons", &Text, usual);
    if reasons.len() != PAD_KEYS {
        let what = format!("a pad has five keys, and here are {} reasons", reasons.len());
        keys.report(Problem::error(
            &keys.spot("reasons"),
            what,
            "write one reason for each key, five in all",
        ));
    }
    Rating {
        ask_at_finish: keys.or("ask-at-finish", &Flag, true),
        within: keys.or("within", &Span::seconds(3, 300), seconds(15)),
        reasons,
    }
}

/// Reads `[estimate]`.
pub(super) fn estimate(keys: &Keys<'_>) -> Estimate {
    Estimate {
        call_out: keys.or("call-out", &Span::seconds(0, 600), seconds(40)),
        prior_weight: keys.or("prior-weight", &Whole(1..=1000_u32), 10),
        no_show_percent: keys.or("no-show-percent", &Whole(0..=90_u32), 5),
        round_minutes: keys.or("round-minutes", &Whole(1..=30_u32), 5),
    }
}

/// Reads every `[[pause-reason]]`.
pub(super) fn pause_reasons(keys: &Keys<'_>) -> Vec<PauseReason> {
    let tables = keys.tables("pause-reason");
    if tables.is_empty() {
        let reason =
            |(code, board): (&str, &str)| PauseReason { code: code.to_owned(), board: board.to_owned() };
        return [
            ("away", "暂停服务 请稍候"),
            ("meal", "工作人员用餐 请到其他窗口"),
            ("paperwork", "正在整理资料 请稍候"),
            ("device", "设备维护 请到其他窗口"),
        ]
        .map(reason)
        .to_vec();
    }
    if let Some(tenth) = tables.get(MOST_REASONS) {
        keys.report(too_many(&tenth.spot("code")));
    }
    let reason = |table: &Keys<'_>| PauseReason {
        code: table.required("code", &Text).unwrap_or_default(),
        board: table.required("board", &Text).unwrap_or_default(),
    };
    tables.iter().map(reason).collect()
}

/// Reads a list of reasons that digits of the keypad name.
pub(super) fn reasons(keys: &Keys<'_>, key: &'static str, usual: &[&str]) -> Vec<String> {
    let reasons = keys.list_or(key, &Text, || usual.iter().map(|text| (*text).to_owned()).collect());
    if reasons.is_empty() {
        let what = "without a reason nobody could ever press this key";
        keys.report(Problem::error(&keys.spot(key), what, "write at least one"));
    }
    if reasons.len() > MOST_REASONS {
        keys.report(too_many(&keys.spot(key)));
    }
    reasons
}

fn too_many(spot: &Spot) -> Problem {
    Problem::error(spot, "more than nine reasons, and one digit names them", "join some of them")
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}
