//! What was written by hand, typed on the keypad afterwards (补录): which line of the paper is typed, and what of it is
//! missing.

mod telling;

use std::time::Duration;

use self::telling::done;
use super::entry::{Field, Step};
use super::{DONE, Keypad, REFUSAL_FOR};
use crate::domain::event::Event;
use crate::domain::id::{Prefix, ServiceId, StaffId, WindowId};
use crate::domain::manual::{
    Entry, EntryAct, Finding, ManualRequest, Objection, SheetReason, Written, write_off_reasons,
};
use crate::domain::moment::HallTime;
use crate::domain::request::{Refusal, Request, TypedNumber};
use crate::domain::ticket::Outcome;
use crate::domain::view::OfficeView;
use crate::station::Ask;
use crate::station::sheet::on_the_wall;
use crate::station::words::Words;

/// What came of an entry stands on the LCD for so long, and ENTER says so long that a doubt is none.
const TOLD_FOR: Duration = Duration::from_secs(15);

/// What is typed of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Served,
    Left,
    NotCalled,
    Taken,
    AtWindow,
    WrittenOff,
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
    /// A place in the hall's list, from 1.
    Reason,
}

impl Kind {
    fn blanks(self) -> &'static [Blank] {
        match self {
            Self::Served => &[Blank::Number, Blank::Window, Blank::Called, Blank::Ended],
            Self::Left | Self::AtWindow => &[Blank::Number, Blank::Window, Blank::Called],
            Self::NotCalled => &[Blank::Number],
            Self::WrittenOff => &[Blank::Number, Blank::Reason],
            Self::Taken => &[Blank::Service, Blank::Number, Blank::Taken],
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
    reason: Option<u8>,
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
        "7" => Kind::WrittenOff,
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
        reason: None,
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
            Blank::Reason => "rEA",
        }
    }

    /// Most digits that can be typed.
    pub(super) fn most(&self) -> usize {
        match self.blank() {
            Blank::Service | Blank::Number | Blank::Called | Blank::Ended | Blank::Taken => 4,
            Blank::Window => 2,
            Blank::Clerk => 8,
            Blank::Reason => 1,
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
            Blank::Reason => typed.parse().map(|place| draft.reason = Some(place)).is_ok(),
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
        let hall = |(hour, minute)| on_the_wall(view.at, hour, minute);
        // Whoever called then has perhaps gone home; a visitor who is there still is with the clerk who is.
        let called_at = self.called.and_then(hall).filter(|_| self.kind != Kind::AtWindow);
        let then = called_at.and_then(|called| view.manual.clerk_then(window, called));
        let clerk = self.clerk.or(then).or(seen.and_then(|seen| seen.clerk));
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
            (Kind::WrittenOff, _) => match self.reason_of(view) {
                Some(reason) => EntryAct::Became(Written::WrittenOff { reason }),
                None => return Step::Wrong,
            },
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

    /// The words of the reason that was typed, as the office keeps them.
    fn reason_of(&self, view: &OfficeView) -> Option<String> {
        let place = usize::from(self.reason?.checked_sub(1)?);
        reasons(view).get(place).map(|reason| (*reason).to_owned())
    }
}

fn reasons(view: &OfficeView) -> Vec<&str> {
    write_off_reasons(view.rules.manual.as_ref())
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
    asked: Option<Box<Entry>>,
    /// What is told of it, and until when.
    told: Option<(Told, HallTime)>,
}

#[derive(Clone, Debug)]
enum Told {
    Done(Words),
    /// Digits that cannot be meant.
    Refused(Words),
    Objected(Finding),
}

impl Keypad {
    /// Notes what is asked about paper.
    pub(super) fn asks_of_paper(&mut self, ask: &Ask) {
        self.paper = Paper::default();
        if let Ask::Office(Request::Manual(ManualRequest::Enter { entries })) = ask {
            self.paper.asked = entries.first().cloned().map(Box::new);
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
        let ask = Ask::Office(Request::Manual(ManualRequest::Enter { entries: vec![*entry] }));
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

    /// Paper was typed whole and has nobody's name to it: the digits cannot say so.
    pub(super) fn paper_refused(&mut self, now: HallTime, refusal: Refusal) {
        if refusal == Refusal::NoSuchStaff && self.paper.asked.is_some() {
            self.paper =
                Paper { asked: None, told: Some((Told::Refused(telling::nobody()), now + TOLD_FOR)) };
        }
    }

    /// Something about paper contradicts what the office knows.
    pub(super) fn objected(&mut self, now: HallTime, findings: &[Finding]) {
        let told = findings.first().map(|finding| (Told::Objected(finding.clone()), now + TOLD_FOR));
        self.paper.told = told;
    }
}
