//! Reads `[incidents]`: the notices for every face, what is said in a fire, and when the machine stops.

use std::path::Path;
use std::time::Duration;

use super::keys::{Keys, Need};
use super::problem::{Problem, Spot};
use super::spelling::nearest;
use super::values::{Flag, OrNone, Span, Text};
use crate::domain::incident::{IncidentRules, NoticeRules};
use crate::domain::rules::Rules;
use crate::layout::SupplyAlarm;

/// More could not be told apart at the command line.
const MOST_NOTICES: usize = 9;

/// Where the hall's own words are missing: true of every hall, and nobody is sent the wrong way by them.
const EVACUATE: (&str, &str) = (
    "请听从工作人员引导，沿安全出口标志迅速有序离开，不要乘坐电梯",
    "Please leave at once by the nearest exit. Follow the staff. Do not use the lifts",
);

/// The notices of a hall that writes none: code, words on a window's board, the sentence, and whether no
/// tickets are given.
const USUAL: [(&str, &str, &str, &str, bool); 3] = [
    (
        "network",
        "网络故障 请稍候",
        "因网络故障，部分业务暂时不能办理，正在抢修，请您稍候，给您带来不便敬请谅解",
        "Network down: some services have to wait. We are sorry",
        false,
    ),
    (
        "power",
        "停电 请稍候",
        "因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解",
        "Power cut: no tickets now. Your number stays valid. Sorry",
        true,
    ),
    (
        "system",
        "系统维护 请稍候",
        "因系统维护，业务暂停办理，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解",
        "System maintenance. Your number stays valid. We are sorry",
        true,
    ),
];

/// What `[incidents]` sets.
pub(super) struct Incidents {
    /// What the office decides by.
    pub rules: IncidentRules,
    /// Without a UPS that tells its charge: so long after the loss of the mains the machine stops.
    pub stop_after: Option<Duration>,
    /// Where the machine's own board says that its supply sags.
    pub supply: SupplyAlarm,
}

/// Reads `[incidents]` and every `[[incidents.notice]]`.
pub(super) fn read(keys: &Keys<'_>) -> Incidents {
    let notices = notices(keys);
    let mains = keys.or("mains-notice", &OrNone(Text), Some("power".to_owned()));
    let mains_notice = mains.and_then(|code| place(keys, &notices, &code));
    let rules = IncidentRules {
        notices,
        mains_notice,
        evacuate: keys.or("evacuate", &Text, EVACUATE.0.to_owned()),
        evacuate_en: keys.or("evacuate-en", &Text, EVACUATE.1.to_owned()),
    };
    let supply = match keys.or("supply-alarm", &Text, "auto".to_owned()).as_str() {
        "auto" => SupplyAlarm::Found,
        "none" => SupplyAlarm::Nowhere,
        path if Path::new(path).is_absolute() => SupplyAlarm::At(path.into()),
        other => {
            let what = format!("\"{other}\" is no file that a daemon could find");
            let remedy = "write a path from the root, \"auto\" for a Raspberry Pi's flag, or \"none\"";
            keys.report(Problem::error(&keys.spot("supply-alarm"), what, remedy));
            SupplyAlarm::Nowhere
        }
    };
    Incidents { rules, stop_after: keys.or("stop-after", &OrNone(Span::minutes(1, 240)), None), supply }
}

/// Where the notice of this code stands. A hall with notices of its own that has none for the mains and does
/// not speak of one has none.
fn place(keys: &Keys<'_>, notices: &[NoticeRules], code: &str) -> Option<u8> {
    let found = notices.iter().position(|notice| notice.code == *code);
    if found.is_none() && keys.value("mains-notice", Need::Optional).is_some() {
        keys.report(no_notice(&keys.spot("mains-notice"), notices, code));
    }
    found.and_then(|place| u8::try_from(place).ok())
}

fn no_notice(spot: &Spot, notices: &[NoticeRules], code: &str) -> Problem {
    let codes: Vec<&str> = notices.iter().map(|notice| notice.code.as_str()).collect();
    let what = format!("no notice has the code \"{code}\"");
    let meant = nearest(code, &codes).map(|meant| format!("did you mean \"{meant}\"? "));
    Problem::error(spot, what, format!("{}there are: {}", meant.unwrap_or_default(), codes.join(", ")))
}

/// A key that puts up a notice which there is not would do nothing, on the day on which it is needed.
pub(super) fn check(keys: &Keys<'_>, buttons: &[(String, Spot)], rules: &Rules) {
    let Some(incidents) = &rules.incidents else { return };
    let known = |code: &str| incidents.notices.iter().any(|notice| notice.code == *code);
    for (code, spot) in buttons.iter().filter(|(code, _)| !known(code)) {
        keys.report(no_notice(spot, &incidents.notices, code));
    }
}

fn notices(keys: &Keys<'_>) -> Vec<NoticeRules> {
    let tables = keys.tables("notice");
    if tables.is_empty() {
        let usual = |(code, board, text, text_en, holds_issuing): (&str, &str, &str, &str, bool)| {
            let [code, board, text, text_en] = [code, board, text, text_en].map(str::to_owned);
            NoticeRules { code, board, text, text_en, holds_issuing }
        };
        return USUAL.map(usual).to_vec();
    }
    if let Some(tenth) = tables.get(MOST_NOTICES) {
        let what = "these are more notices than anybody can choose from";
        keys.report(Problem::error(&tenth.spot("code"), what, "write at most nine"));
    }
    let mut notices: Vec<NoticeRules> = Vec::new();
    for table in &tables {
        let notice = NoticeRules {
            code: table.required("code", &Text).unwrap_or_default(),
            board: table.required("board", &Text).unwrap_or_default(),
            text: table.required("text", &Text).unwrap_or_default(),
            text_en: table.required("text-en", &Text).unwrap_or_default(),
            holds_issuing: table.or("hold-tickets", &Flag, false),
        };
        let twice = !notice.code.is_empty() && notices.iter().any(|other| other.code == notice.code);
        if twice {
            let what = format!("two notices have the code \"{}\"", notice.code);
            keys.report(Problem::error(&table.spot("code"), what, "give one of them another code"));
        }
        notices.push(notice);
    }
    notices
}
