//! What is typed of paper, what of it was refused and what came of it, in words: Chinese for the status LCD, English for
//! a display of letters, on which the first forty say enough.

use super::{Blank, Draft, Kind, TOLD_FOR, Told, number, reasons, time};
use crate::domain::event::Event;
use crate::domain::id::WindowId;
use crate::domain::manual::{ManualEvent, Objection};
use crate::domain::moment::HallTime;
use crate::domain::view::OfficeView;
use crate::station::keypad::entry::{Entry, Field, Step};
use crate::station::keypad::{Keypad, Typing};
use crate::station::objection;
use crate::station::sheet::time_of;
use crate::station::words::{Words, words};

/// What the digits after FUNCTION FINISH 5 stand for.
fn choices() -> Words {
    words(
        "1出叫号单 2已办 3未到 4未叫 5纸质号 6在窗口 7核销 0关单",
        "1sheet 2done 3left 4uncalled 5paper 6here 7off 0close",
    )
}

impl Kind {
    fn name(self) -> Words {
        match self {
            Self::Served => words("已办", "done"),
            Self::Left => words("未到", "left"),
            Self::NotCalled => words("未叫", "uncalled"),
            Self::Taken => words("纸质号", "paper"),
            Self::AtWindow => words("在窗口", "here"),
            Self::WrittenOff => words("核销", "off"),
        }
    }
}

impl Draft {
    /// The line as far as it is typed.
    fn words(&self, view: &OfficeView) -> Words {
        let clock = |(hour, minute): (u8, u8)| format!("{hour:02}:{minute:02}");
        let taken = self.kind == Kind::Taken;
        let parts = [
            Some(self.kind.name()),
            self.service.map(|service| words(format!("业务{service}"), format!("S{service}"))),
            self.number.map(|typed| words(number(typed), number(typed))),
            self.window.map(|window| words(format!("{window}号窗口"), format!("W{window}"))),
            self.called
                .map(|at| words(format!("{}{}", if taken { "取" } else { "叫" }, clock(at)), clock(at))),
            self.ended.map(|at| words(format!("完{}", clock(at)), format!("-{}", clock(at)))),
            Some(self.asked(view)),
        ];
        let (zh, en): (Vec<String>, Vec<String>) =
            parts.into_iter().flatten().map(|part| (part.zh, part.en)).unzip();
        words(format!("补录 {}", zh.join(" ")), en.join(" "))
    }

    fn asked(&self, view: &OfficeView) -> Words {
        match self.blank() {
            Blank::Service => words("业务号？", "service?"),
            Blank::Number => words("号码？", "number?"),
            Blank::Window => words("几号窗口？（确认=本窗口）", "window? ENTER=own"),
            Blank::Called => words("叫号时间？（4位）", "called? 4 digits"),
            Blank::Ended => words("办完时间？（4位）", "ended? 4 digits"),
            Blank::Taken => words("取号时间？（4位）", "taken? 4 digits"),
            Blank::Clerk => words("叫号人工号？", "clerk?"),
            Blank::Reason => {
                let listed = (1..).zip(reasons(view)).map(|(digit, reason)| format!("{digit}{reason}"));
                let (listed, last) = (listed.collect::<Vec<String>>(), reasons(view).len());
                words(format!("原因？{}", listed.join(" ")), format!("reason? 1-{last}, see the key card"))
            }
        }
    }

    /// Why what was typed for the open blank was refused. What fills it is refused only with a digit too many.
    fn refused(&self, typed: &str) -> Words {
        let blank = self.blank();
        match blank {
            Blank::Called | Blank::Ended | Blank::Taken if time(typed).is_none() => words(
                format!("{typed} 不是时间，请输4位，如0940"),
                format!("{typed} is no time: 4 digits like 0940"),
            ),
            Blank::Number | Blank::Service | Blank::Clerk if typed.is_empty() => {
                words("还没有输数字，请重新补录", "no digits: type it again")
            }
            Blank::Reason => words(format!("没有原因{typed}"), format!("there is no reason {typed}")),
            Blank::Service
            | Blank::Number
            | Blank::Window
            | Blank::Called
            | Blank::Ended
            | Blank::Taken
            | Blank::Clerk => words(
                format!("{typed} 之后多按了一位，请重新补录"),
                format!("one digit too many after {typed}"),
            ),
        }
    }

    /// Why a line that is typed whole asks nothing.
    fn unmeant(&self, view: &OfficeView) -> Words {
        match self.kind {
            Kind::WrittenOff => {
                let (typed, last) = (self.reason.unwrap_or_default(), reasons(view).len());
                words(format!("没有原因{typed}，请输1到{last}"), format!("no reason {typed}: 1 to {last}"))
            }
            Kind::Taken | Kind::AtWindow if self.called.is_none() => {
                words("缺叫号时间，请重新补录", "the time of the call is missing")
            }
            Kind::Served | Kind::Left | Kind::NotCalled | Kind::Taken | Kind::AtWindow => {
                words("本机时间未设，请先校时", "the time is not set")
            }
        }
    }
}

impl Keypad {
    /// Digits were refused; of those about paper the LCD says which, and why.
    pub(in crate::station::keypad) fn digits_refused(&mut self, now: HallTime, entry: Option<&Entry>) {
        let told = match entry.map(|entry| (entry.field(), entry.typed())) {
            Some((Field::Paper, typed)) => {
                let all = choices();
                words(format!("没有选项{typed}。{}", all.zh), format!("no {typed}: {}", all.en))
            }
            Some((Field::Written(draft), typed)) => draft.refused(typed),
            Some(_) | None => return,
        };
        self.paper.told = Some((Told::Refused(told), now + TOLD_FOR));
    }

    /// What a line that is typed whole asks; the LCD says why where it asks nothing.
    pub(in crate::station::keypad) fn written(
        &mut self,
        now: HallTime,
        draft: &Draft,
        view: &OfficeView,
    ) -> Step {
        let step = draft.clone().request(self.at(), view);
        if step == Step::Wrong {
            self.paper.told = Some((Told::Refused(draft.unmeant(view)), now + TOLD_FOR));
        }
        step
    }

    /// What is typed of paper, or came of it; `None` while it is about something else.
    #[must_use]
    pub fn paper_words(&self, now: HallTime, view: &OfficeView) -> Option<Words> {
        let told = self.paper.told.as_ref().filter(|(_, until)| now < *until);
        // Nobody may press a key here again: what is typed is forgotten by the clock, not by the next key.
        let forgotten = self.typed_until.is_some_and(|until| now >= until);
        let typing = if forgotten { &Typing::Nothing } else { &self.typing };
        let said = match (typing, told) {
            (Typing::Entry(entry), _) if *entry.field() == Field::Paper => choices(),
            (Typing::Entry(entry), _) => {
                let Field::Written(draft) = entry.field() else { return None };
                draft.words(view)
            }
            (Typing::Nothing, Some((told, _))) => told.words(view, self.paper.asked.is_some()),
            (Typing::Nothing, None) | (Typing::Function, _) => return None,
        };
        let WindowId(window) = self.window;
        Some(words(format!("{window}号：{}", said.zh), format!("W{window} {}", said.en)))
    }
}

impl Told {
    /// `may_insist`: ENTER says that it is so.
    fn words(&self, view: &OfficeView, may_insist: bool) -> Words {
        let finding = match self {
            Self::Done(done) | Self::Refused(done) => return done.clone(),
            Self::Objected(finding) => finding,
        };
        let said = objection::say(finding.objection, &|hall| time_of(hall, view.at));
        let before = matches!(finding.objection, Objection::EnteredBefore { .. });
        let number = number(finding.number);
        if !(before || finding.objection.is_doubt()) {
            return words(format!("{number} {}", said.zh), format!("{number} {}", said.en));
        }
        // Behind the comma or the colon stands what is typed against it at the command line.
        let zh = said.zh.split('，').next().unwrap_or_default();
        let en = said.en.split([';', ':']).next().unwrap_or_default();
        let (then, then_en) = match (may_insist, before) {
            (false, _) => ("请更正", "correct it"),
            (true, true) => ("更正按确认", "ENTER corrects"),
            (true, false) => ("属实按确认", "ENTER if so"),
        };
        words(format!("{number} {zh}，{then}"), format!("{number} {en}; {then_en}"))
    }
}

/// Nobody is logged in where paper is typed.
pub(super) fn nobody() -> Words {
    words("未登录，请先登录再补录", "log in first, then enter it")
}

/// What happened to paper, where that is not seen on the digits.
pub(super) fn done(event: &Event) -> Option<Words> {
    let Event::Manual(event) = event else { return None };
    match event {
        ManualEvent::SheetDrawn { .. } => Some(words("叫号单已出", "the sheet is drawn")),
        ManualEvent::SheetClosed { .. } => Some(words("叫号单已关闭，全部销账", "the sheet is closed")),
        ManualEvent::Entered { .. } | ManualEvent::PaperTaken { .. } => Some(words("补录完成", "entered")),
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
