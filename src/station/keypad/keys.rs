//! The meaning of every key: one table that drives the keypad and is printed as its key card.

use hal::port::keypad::Key;

use crate::domain::manual::write_off_reasons;
use crate::domain::rules::{Rules, WindowRules};

/// What a clerk can do with keys, whether by a key of its own or by FUNCTION and another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Call the next visitor.
    Next,
    /// Call the same visitor again.
    Recall,
    /// The visitor did not come.
    NoShow,
    /// The visitor is there.
    Start,
    /// The errand is done.
    Finish,
    /// The errand ends otherwise: asks how.
    Outcome,
    /// Send the visitor on.
    Transfer,
    /// Call a certain number.
    CallNumber,
    /// The visitor steps aside.
    Park,
    /// A parked visitor is taken up again.
    Resume,
    /// The window pauses, goes on, or closes out.
    Pause,
    /// The last NEXT was a mistake.
    Undo,
    /// A missed or corrected visitor is back.
    Return,
    /// Ask for a rating.
    Rate,
    /// Log in, log out, hand over.
    LogIn,
    /// Call duty staff, quietly.
    Help,
    /// Give a ticket, where the terminal cannot.
    Issue,
    /// Press for another window, whose keypad is out.
    Instead,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// What it does.
    pub act: Act,
    /// The key of its own, on pads that have it.
    pub direct: Option<Key>,
    /// The key after FUNCTION that stands for it on the 16-key pad.
    pub after_function: Option<Key>,
    /// Its name on the card.
    pub name: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
    /// What is pressed after it, for the card; empty when nothing.
    pub then: &'static str,
}

const fn function(
    act: Act,
    direct: Option<Key>,
    after_function: Option<Key>,
    names: (&'static str, &'static str),
    then: &'static str,
) -> Function {
    Function { act, direct, after_function, name: names.0, name_en: names.1, then }
}

/// Every function of a clerk's keypad.
pub const FUNCTIONS: &[Function] = &[
    function(Act::Next, Some(Key::Next), None, ("呼叫", "next"), ""),
    function(Act::Recall, Some(Key::Recall), None, ("重呼", "recall"), ""),
    function(Act::NoShow, Some(Key::NoShow), None, ("过号", "no-show"), ""),
    function(Act::Finish, Some(Key::Finish), None, ("办结", "finish"), ""),
    function(Act::Outcome, None, Some(Key::Finish), ("其他办结", "other outcome"), OUTCOMES),
    function(Act::LogIn, Some(Key::LogIn), Some(Key::Digit(0)), ("登录", "log in"), LOG_IN),
    function(Act::Transfer, Some(Key::Transfer), Some(Key::Digit(1)), ("转移", "transfer"), TRANSFER),
    function(
        Act::CallNumber,
        Some(Key::CallNumber),
        Some(Key::Digit(2)),
        ("指定", "call number"),
        CALL_NUMBER,
    ),
    function(Act::Park, Some(Key::Park), Some(Key::Digit(3)), ("挂起", "park"), ""),
    function(Act::Resume, Some(Key::Resume), Some(Key::Digit(4)), ("恢复", "resume"), RESUME),
    function(Act::Pause, Some(Key::Pause), Some(Key::Digit(5)), ("暂停", "pause"), PAUSE),
    function(Act::Start, Some(Key::Start), Some(Key::Digit(6)), ("开始", "start"), ""),
    function(Act::Undo, Some(Key::Undo), Some(Key::Digit(7)), ("撤销", "undo"), ""),
    function(Act::Return, None, Some(Key::Digit(8)), ("返回", "return"), "号码 确认"),
    function(Act::Rate, Some(Key::Rate), Some(Key::Digit(9)), ("评价", "rate"), ""),
    function(Act::Help, Some(Key::Help), Some(Key::Enter), ("求助", "help"), HELP),
    function(Act::Issue, None, Some(Key::Recall), ("取号", "give a ticket"), ISSUE),
    function(Act::Instead, None, Some(Key::NoShow), ("代叫", "for another window"), INSTEAD),
];

const OUTCOMES: &str = "1办结 2限时 3不予受理+原因 4补正+缺少材料序号+确认 5手工";
const LOG_IN: &str = "工号 确认 密码 确认；已登录时换人同样输入；直接确认为退出";
const TRANSFER: &str = "1业务 2窗口 3人员，号码 确认";
const CALL_NUMBER: &str = "号码 确认 原因（重呼键换字母）";
const RESUME: &str = "挂起多人时：号码 确认；直接确认为最早一位";
const HELP: &str = "1求助 2冲突 3急病 4火情疏散；直接确认为求助";
const ISSUE: &str = "业务号 确认；显示的号码告知来人";
const INSTEAD: &str = "窗口号 确认，此后按键归该窗口；直接确认为回本窗口";
const PAPER: &str = "功能 办结 5：手工 by hand；1出叫号单 2已办 3未到 4未叫 5纸质号 6在窗口 7核销（再按原因号） 0关单；逐项输入并确认，时间为4位";
const PAUSE: &str = "原因；0为收班停止叫号；暂停中再按即恢复";

/// What a key does that is pressed alone.
#[must_use]
pub fn alone(key: Key) -> Option<Act> {
    FUNCTIONS.iter().find(|function| function.direct == Some(key)).map(|function| function.act)
}

/// What a key does after FUNCTION.
#[must_use]
pub fn after_function(key: Key) -> Option<Act> {
    FUNCTIONS.iter().find(|function| function.after_function == Some(key)).map(|function| function.act)
}

/// The keys that a pad has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Digits, NEXT, RECALL, NO-SHOW, FINISH, FUNCTION, ENTER: everything can be done.
    Sixteen,
    /// [`EIGHT`]: no log-in, no numbers, and a pause is always for the first reason.
    Eight,
}

/// The keys of the eight-key profile, as the driver `modbus-keypad` names them.
pub const EIGHT: [Key; 8] =
    [Key::Next, Key::Recall, Key::NoShow, Key::Start, Key::Finish, Key::Pause, Key::Rate, Key::Help];

/// The keys of the 16-key profile that are not digits.
pub const SIXTEEN: [Key; 6] = [Key::Next, Key::Recall, Key::NoShow, Key::Finish, Key::Function, Key::Enter];

/// The keys of a soft keypad that are not digits, by name.
pub const NAMES: [(&str, Key); 15] = [
    ("next", Key::Next),
    ("recall", Key::Recall),
    ("no-show", Key::NoShow),
    ("start", Key::Start),
    ("finish", Key::Finish),
    ("function", Key::Function),
    ("enter", Key::Enter),
    ("clear", Key::Clear),
    ("pause", Key::Pause),
    ("park", Key::Park),
    ("resume", Key::Resume),
    ("undo", Key::Undo),
    ("rate", Key::Rate),
    ("transfer", Key::Transfer),
    ("call-number", Key::CallNumber),
];

/// The keys of this name; those of a number are its digits. `None` for what names no key.
#[must_use]
pub fn named(word: &str) -> Option<Vec<Key>> {
    let digit = |character: char| Some(Key::Digit(u8::try_from(character.to_digit(10)?).ok()?));
    let key = NAMES.iter().find(|(name, _)| *name == word).map(|(_, key)| vec![*key]);
    key.or_else(|| word.chars().map(digit).collect::<Option<Vec<Key>>>().filter(|keys| !keys.is_empty()))
}

/// The card that lies beside a keypad, line by line, made from the table that drives it.
#[must_use]
pub fn key_card(window: &WindowRules, rules: &Rules, profile: Profile) -> Vec<String> {
    let mut card =
        vec![format!("{} {}号 {}", rules.hall.name, window.id, window.name), "按键卡 Key card".to_owned()];
    match profile {
        Profile::Sixteen => {
            card.extend(FUNCTIONS.iter().filter_map(sixteen_line));
            card.push("确认：叫号后即为开始 start".to_owned());
            card.push(PAPER.to_owned());
            card.push("功能 功能：清除已输入内容 clear".to_owned());
            card.push("显示 - 24：同号接着办24号业务 next errand".to_owned());
        }
        Profile::Eight => card.extend(FUNCTIONS.iter().filter_map(eight_line)),
    }
    let pauses: Vec<&str> = rules.pause_reasons.iter().map(|reason| reason.board.as_str()).collect();
    list(&mut card, "暂停原因 Pause", &pauses);
    if profile == Profile::Sixteen {
        list(&mut card, "指定原因 Call number", &rules.directed_reasons);
        list(&mut card, "不予受理原因 Not accepted", &rules.decline_reasons);
        list(&mut card, "核销原因 Written off", &write_off_reasons(rules.manual.as_ref()));
    }
    card
}

fn sixteen_line(function: &Function) -> Option<String> {
    let line = match (function.direct.filter(|key| SIXTEEN.contains(key)), function.after_function) {
        (Some(_), _) => format!("{}：{}", function.name, function.name_en),
        (None, Some(key)) => format!("功能 {}：{} {}", key_name(key), function.name, function.name_en),
        (None, None) => return None,
    };
    Some(if function.then.is_empty() { line } else { format!("{line}；{}", function.then) })
}

fn eight_line(function: &Function) -> Option<String> {
    function.direct.filter(|key| EIGHT.contains(key))?;
    let twice = if function.act == Act::Pause { "；按两次：以第一个原因暂停" } else { "" };
    Some(format!("{}：{}{twice}", function.name, function.name_en))
}

fn key_name(key: Key) -> String {
    if let Key::Digit(digit) = key {
        return digit.to_string();
    }
    if key == Key::Enter {
        return "确认".to_owned();
    }
    let own = FUNCTIONS.iter().find(|function| function.direct == Some(key));
    own.map_or_else(|| format!("{key:?}"), |function| function.name.to_owned())
}

/// Reasons with the digit that stands for each: 1 to 9, then 0.
fn list<T: AsRef<str>>(card: &mut Vec<String>, heading: &str, reasons: &[T]) {
    if reasons.is_empty() {
        return;
    }
    card.push(format!("{heading}:"));
    for (digit, reason) in "1234567890".chars().zip(reasons) {
        card.push(format!("  {digit} {}", reason.as_ref()));
    }
}
