//! What everybody in the hall is told at once: to leave, or the notice that stands.

use super::words::{Words, words};
use crate::domain::incident::{Notice, NoticeRules, Saying, Until, notice_of};
use crate::domain::view::OfficeView;

/// The head of every face while everybody has to leave.
pub const LEAVE: &str = "紧急疏散 请立即离开";
/// The same, English.
pub const LEAVE_EN: &str = "EMERGENCY: PLEASE LEAVE AT ONCE";

/// What visitors are told where no day can be opened, as its journal cannot be kept; each piece fits a row.
pub const PAUSED: [&str; 2] = ["现在暂停取号", "请找工作人员"];
/// The same, English.
pub const PAUSED_EN: &str = "No numbers at the moment: staff will help you";

/// Whether no day is open, and none can be: nothing would be stored of it.
#[must_use]
pub fn is_paused(view: &OfficeView, stored: bool) -> bool {
    view.day.is_none() && !stored
}

/// How everybody gets out, while everybody has to leave.
#[must_use]
pub fn evacuation(view: &OfficeView) -> Option<Words> {
    let rules = view.rules.incidents.as_ref().filter(|_| view.incidents.is_fire())?;
    Some(words(rules.evacuate.clone(), rules.evacuate_en.clone()))
}

/// The notice that stands, with the time when it will probably be over.
#[must_use]
pub fn standing(view: &OfficeView) -> Option<Words> {
    let (notice, rules) = with_rules(view)?;
    let Some(until) = notice.until else { return Some(words(rules.text.clone(), rules.text_en.clone())) };
    let at = time(until);
    Some(words(format!("{}，{}", rules.text, at.zh), format!("{}. {}", rules.text_en, at.en)))
}

/// What the board of a window says of it where nobody is called.
#[must_use]
pub fn board(view: &OfficeView) -> Option<String> {
    with_rules(view).map(|(_, rules)| rules.board.clone())
}

fn with_rules(view: &OfficeView) -> Option<(Notice, &NoticeRules)> {
    let notice = view.incidents.notice?;
    Some((notice, notice_of(view.rules.incidents.as_ref(), notice.notice)?))
}

/// When it will probably be over: 预计明日09:00恢复.
#[must_use]
pub fn time(until: Until) -> Words {
    let clock = format!("{:02}:{:02}", until.minute / 60, until.minute % 60);
    match until.days {
        0 => words(format!("预计{clock}恢复"), format!("Expected back at {clock}")),
        1 => words(format!("预计明日{clock}恢复"), format!("Expected back tomorrow at {clock}")),
        days => {
            words(format!("预计{days}天后{clock}恢复"), format!("Expected back in {days} days at {clock}"))
        }
    }
}

/// The clips of what is said to the whole hall: the chime, and the sentence as one recording. A notice of the
/// hall's own needs its recording in the folder of clips.
#[must_use]
pub fn clips(view: &OfficeView, saying: Saying) -> Vec<String> {
    let sentence = match saying {
        Saying::Evacuate => Some("evacuate".to_owned()),
        Saying::Notice(place) => {
            let rules = notice_of(view.rules.incidents.as_ref(), place);
            rules.map(|rules| format!("notice-{}", rules.code))
        }
    };
    std::iter::once(super::hall::CHIME.to_owned()).chain(sentence).collect()
}
