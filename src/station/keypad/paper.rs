//! What was written by hand, typed on the keypad afterwards (补录): which line of the paper is typed, what of it is
//! missing, and what came of it in words for the status LCD.

use std::time::Duration;

use super::entry::{Field, Step};
use super::{DONE, Keypad, REFUSAL_FOR, Typing};
use crate::domain::event::Event;
use crate::domain::id::{Prefix, ServiceId, StaffId, WindowId};
use crate::domain::manual::{
    Entry, EntryAct, Finding, ManualEvent, ManualRequest, Objection, SheetReason, Written,
};
use crate::domain::moment::HallTime;
use crate::domain::request::{Request, TypedNumber};
use crate::domain::ticket::Outcome;
use crate::domain::view::OfficeView;
use crate::station::sheet::{on_the_wall, time_of};
use crate::station::{Ask, objection};

/// What came of an entry stands on the LCD for so long, and ENTER says so long that a doubt is none.
const TOLD_FOR: Duration = Duration::from_secs(15);
/// What the digits after FUNCTION FINISH 5 stand for.
pub(super) const CHOICES: &str = "1出叫号单 2已办 3未到 4未叫 5纸质号 6在窗口 0关单";

/// What is typed of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Served,
    Left,
    NotCalled,
    Taken,
    AtWindow,
}

/// One thing that is typed of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    Service,
    Number,
    /// Nothing is the own one.
    Window,
    /// Nothing where the machine had called it.
    Called,
    /// Nothing where it was not written.
    Ended,
    Taken,
    /// Asked only where nobody is logged in at the window.
    Clerk,
}

impl Kind {
    fn blanks(self) -> &'static [Blank] {
        match self {
            Self::Served => &[Blank::Number, Blank::Window, Blank::Called, Blank::Ended],
            Self::Left | Self::AtWindow => &[Blank::Number, Blank::Window, Blank::Called],
            Self::NotCalled => &[Blank::Number],
            Self::Taken => &[Blank::Service, Blank::Number, Blank::Taken],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Served => "已办",
            Self::Left => "未到",
            Self::NotCalled => "未叫",
            Self::Taken => "纸质号",
            Self::AtWindow => "在窗口",
        }
    }
}

/// A line of paper as far as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    kind: Kind,
    /// How many of its blanks are filled.
    filled: usize,
    service: Option<ServiceId>,
    number: Option<TypedNumber>,
    window: Option<WindowId>,
    /// Hour and minute.
    called: Option<(u8, u8)>,
    ended: Option<(u8, u8)>,
    clerk: Option<StaffId>,
}

/// What the digit after FUNCTION FINISH 5 asks.
pub(super) fn chosen(digit: &str) -> Step {
    let kind = match digit {
        "1" => return office(ManualRequest::DrawSheet { why: SheetReason::Key }),
        "0" => return Step::Close,
        "2" => Kind::Served,
        "3" => Kind::Left,
        "4" => Kind::NotCalled,
        "5" => Kind::Taken,
        "6" => Kind::AtWindow,
        _ => return Step::Wrong,
    };
    Step::Then(Field::Written(Draft {
        kind,
        filled: 0,
        service: None,
        number: None,
        window: None,
        called: None,
        ended: None,
        clerk: None,
    }))
}

/// Closes the oldest sheet that is in use.
pub(super) fn close(view: &OfficeView) -> Step {
    let sheet = view.manual.in_use().next().map(|sheet| sheet.id);
    sheet.map_or(Step::Wrong, |sheet| office(ManualRequest::CloseSheet { sheet }))
}

fn office(request: ManualRequest) -> Step {
    Step::Ask(Ask::Office(Request::Manual(request)))
}

impl Draft {
    fn blank(&self) -> Blank {
        self.kind.blanks().get(self.filled).copied().unwrap_or(Blank::Clerk)
    }

    /// What the digits show before anything is typed.
    pub(super) fn prompt(&self) -> &'static str {
        match self.blank() {
            Blank::Service => "SEr",
            Blank::Number => "nr",
            Blank::Window => "uIn",
            Blank::Called => "CALL",
            Blank::Ended => "End",
            Blank::Taken => "At",
            Blank::Clerk => "Id",
        }
    }

    /// Most digits that can be typed.
    pub(super) fn most(&self) -> usize {
        match self.blank() {
            Blank::Service | Blank::Number | Blank::Called | Blank::Ended | Blank::Taken => 4,
            Blank::Window => 2,
            Blank::Clerk => 8,
        }
    }

    /// Whether a ticket's number is typed, which may need a letter.
    pub(super) fn takes_letter(&self) -> bool {
        self.blank() == Blank::Number
    }

    /// ENTER was pressed.
    pub(super) fn complete(&self, typed: &str, letter: Option<Prefix>) -> Step {
        let mut draft = self.clone();
        let optional = typed.is_empty();
        let understood = match self.blank() {
            Blank::Service => typed.parse().map(|service| draft.service = Some(ServiceId(service))).is_ok(),
            Blank::Number => {
                typed.parse().map(|value| draft.number = Some(TypedNumber { prefix: letter, value })).is_ok()
            }
            Blank::Window | Blank::Called | Blank::Ended if optional => true,
            Blank::Window => typed.parse().map(|window| draft.window = Some(WindowId(window))).is_ok(),
            Blank::Called | Blank::Taken => {
                draft.called = time(typed);
                draft.called.is_some()
            }
            Blank::Ended => {
                draft.ended = time(typed);
                draft.ended.is_some()
            }
            Blank::Clerk => typed.parse().map(|clerk| draft.clerk = Some(StaffId(clerk))).is_ok(),
        };
        draft.filled += 1;
        match understood {
            false => Step::Wrong,
            true if draft.filled < draft.kind.blanks().len() => Step::Then(Field::Written(draft)),
            true => Step::Written(draft),
        }
    }

    /// The request of a line that is typed whole, at the keypad of a window; a further field where nobody is logged in
    /// at the window that it is about.
    pub(super) fn request(self, own: WindowId, view: &OfficeView) -> Step {
        let window = self.window.unwrap_or(own);
        let seen = view.windows.iter().find(|seen| seen.id == window);
        let clerk = self.clerk.or(seen.and_then(|seen| seen.clerk));
        let hall = |(hour, minute)| on_the_wall(view.at, hour, minute);
        let (called, finished) = (self.called.map(hall), self.ended.map(hall));
        // A machine that does not know the time of day cannot place a time on paper.
        let (Some(number), None | Some(Some(_)), None | Some(Some(_))) = (self.number, called, finished)
        else {
            return Step::Wrong;
        };
        let (called, finished) = (called.flatten(), finished.flatten());
        let at_window = || Some((clerk?, called));
        let act = match (self.kind, at_window()) {
            (Kind::NotCalled, _) => EntryAct::Became(Written::NotCalled),
            (Kind::Taken, _) => match (self.service, called) {
                (Some(service), Some(at)) => EntryAct::Taken { to: None, service, at },
                (None, _) | (_, None) => return Step::Wrong,
            },
            (Kind::Served | Kind::Left | Kind::AtWindow, None) => return Step::Then(Field::Written(self)),
            (Kind::Served, Some((clerk, called))) => {
                let outcome = Outcome::Done;
                EntryAct::Became(Written::Served { window, clerk, called, started: None, finished, outcome })
            }
            (Kind::Left, Some((clerk, called))) => EntryAct::Became(Written::Left { window, clerk, called }),
            (Kind::AtWindow, Some((clerk, Some(called)))) => {
                EntryAct::Became(Written::AtWindow { window, clerk, called })
            }
            (Kind::AtWindow, Some((_, None))) => return Step::Wrong,
        };
        office(ManualRequest::Enter { entries: vec![Entry { number, act, corrects: false, sure: false }] })
    }

    /// The line as far as it is typed, for the LCD.
    fn words(&self) -> String {
        let number = self.number.map(number);
        let window = self.window.map(|window| format!("{window}号窗口"));
        let time = |word: &str, (hour, minute): (u8, u8)| format!("{word}{hour:02}:{minute:02}");
        let called = self.called.map(|at| time(if self.kind == Kind::Taken { "取" } else { "叫" }, at));
        let ended = self.ended.map(|at| time("完", at));
        let service = self.service.map(|service| format!("业务{service}"));
        let parts = [Some(self.kind.name().to_owned()), service, number, window, called, ended];
        let asked = match self.blank() {
            Blank::Service => "业务号？",
            Blank::Number => "号码？",
            Blank::Window => "几号窗口？（确认=本窗口）",
            Blank::Called => "叫号时间？（4位）",
            Blank::Ended => "办完时间？（4位）",
            Blank::Taken => "取号时间？（4位）",
            Blank::Clerk => "叫号人工号？",
        };
        let parts = parts.into_iter().flatten().chain([asked.to_owned()]);
        format!("补录 {}", parts.collect::<Vec<String>>().join(" "))
    }
}

/// Four digits of a time of day: `0940`.
fn time(typed: &str) -> Option<(u8, u8)> {
    let (hour, minute) = typed.split_at_checked(2).filter(|_| typed.len() == 4)?;
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}

fn number(typed: TypedNumber) -> String {
    let letter = typed.prefix.map(|prefix| prefix.to_string()).unwrap_or_default();
    format!("{letter}{:03}", typed.value)
}

/// What came of what was asked about paper last.
#[derive(Clone, Debug, Default)]
pub(super) struct Paper {
    /// What was asked last, until it is answered; then only while ENTER may say that it is so.
    asked: Option<Entry>,
    /// What is told of it, and until when.
    told: Option<(Told, HallTime)>,
}

#[derive(Clone, Debug)]
enum Told {
    Done(&'static str),
    Objected(Finding),
}

impl Keypad {
    /// Notes what is asked about paper.
    pub(super) fn asks_of_paper(&mut self, ask: &Ask) {
        self.paper = Paper::default();
        if let Ask::Office(Request::Manual(ManualRequest::Enter { entries })) = ask {
            self.paper.asked = entries.first().cloned();
        }
    }

    /// ENTER after a doubt, or after an entry that was made before: it is so.
    pub(super) fn insists(&mut self, now: HallTime) -> Option<Ask> {
        let Paper { asked, told } = std::mem::take(&mut self.paper);
        let (Told::Objected(finding), until) = told? else { return None };
        let mut entry = asked.filter(|_| now < until)?;
        let before = matches!(finding.objection, Objection::EnteredBefore { .. });
        if !before && !finding.objection.is_doubt() {
            return None;
        }
        (entry.corrects, entry.sure) = (entry.corrects || before, entry.sure || !before);
        let ask = Ask::Office(Request::Manual(ManualRequest::Enter { entries: vec![entry] }));
        self.asks_of_paper(&ask);
        Some(ask)
    }

    /// Something about paper was granted.
    pub(super) fn paper_granted(&mut self, now: HallTime, events: &[Event]) {
        let told = events.iter().find_map(done);
        if let Some(told) = told {
            self.paper = Paper { asked: None, told: Some((Told::Done(told), now + TOLD_FOR)) };
            self.said = Some((DONE.to_owned(), now + REFUSAL_FOR));
        }
    }

    /// Something about paper contradicts what the office knows.
    pub(super) fn objected(&mut self, now: HallTime, findings: &[Finding]) {
        let told = findings.first().map(|finding| (Told::Objected(finding.clone()), now + TOLD_FOR));
        self.paper.told = told;
    }

    /// What is typed of paper, or came of it, in words for the LCD; `None` while it is about something else.
    #[must_use]
    pub fn paper_words(&self, now: HallTime, view: &OfficeView) -> Option<String> {
        let told = self.paper.told.as_ref().filter(|(_, until)| now < *until);
        let words = match (&self.typing, told) {
            (Typing::Entry(entry), _) if *entry.field() == Field::Paper => CHOICES.to_owned(),
            (Typing::Entry(entry), _) => {
                let Field::Written(draft) = entry.field() else { return None };
                draft.words()
            }
            (Typing::Nothing, Some((told, _))) => told.words(view, self.paper.asked.is_some()),
            (Typing::Nothing, None) | (Typing::Function, _) => return None,
        };
        Some(format!("{}号：{words}", self.window))
    }
}

impl Told {
    /// `may_insist`: ENTER says that it is so.
    fn words(&self, view: &OfficeView, may_insist: bool) -> String {
        let finding = match self {
            Self::Done(words) => return (*words).to_owned(),
            Self::Objected(finding) => finding,
        };
        let said = objection::say(finding.objection, &|hall| time_of(hall, view.at)).zh.to_string();
        let before = matches!(finding.objection, Objection::EnteredBefore { .. });
        let number = number(finding.number);
        if !(before || finding.objection.is_doubt()) {
            return format!("{number} {said}");
        }
        // Behind the comma stands what is typed against it at the command line.
        let said = said.split('，').next().unwrap_or_default();
        match (may_insist, before) {
            (false, _) => format!("{number} {said}，请更正"),
            (true, true) => format!("{number} {said}，更正按确认"),
            (true, false) => format!("{number} {said}，属实按确认"),
        }
    }
}

fn done(event: &Event) -> Option<&'static str> {
    let Event::Manual(event) = event else { return None };
    match event {
        ManualEvent::SheetDrawn { .. } => Some("叫号单已出"),
        ManualEvent::SheetClosed { .. } => Some("叫号单已关闭，全部销账"),
        ManualEvent::Entered { .. } | ManualEvent::PaperTaken { .. } => Some("补录完成"),
        ManualEvent::BlockClaimed(_)
        | ManualEvent::BlockReleased { .. }
        | ManualEvent::PaperOpened { .. }
        | ManualEvent::PaperPrinted { .. }
        | ManualEvent::PaperUnknown { .. }
        | ManualEvent::PaperDropped { .. }
        | ManualEvent::EntryVouched { .. }
        | ManualEvent::SheetLeftOpen { .. }
        | ManualEvent::DrillEnded { .. } => None,
    }
}
