//! What stands over a window and before its visitor: the board, the nameplate, the rating pad.

use hal::port::board::{Area, Colour};
use hal::port::rating_pad;

use super::notice::{self, LEAVE};
use crate::domain::id::{TicketNumber, WindowId};
use crate::domain::request::Request;
use crate::domain::rules::{Class, ClassColour, Rules};
use crate::domain::view::{CallView, OfficeView, RatingView, WindowState, WindowView};

/// A free window with somebody logged in.
const FREE: &str = "请等候叫号";
/// A window that finishes what it has.
const CLOSING: &str = "即将停止服务";
/// A window with nobody at it.
const CLOSED: &str = "本窗口未开放";
/// A pause whose reason is not in the rules: never an empty board.
const PAUSED: &str = "暂停服务 请稍候";
/// What is called is in memory alone.
const UNSTORED: &str = "【未存储】";

/// The areas of a window's board: what goes on, and the nameplate.
#[must_use]
pub fn board(view: &OfficeView, window: WindowId) -> Vec<Area> {
    let found = view.windows.iter().find(|candidate| candidate.id == window);
    if view.incidents.is_fire() {
        return vec![Area { text: LEAVE.to_owned(), colour: Colour::Red, lively: true }, plain("")];
    }
    let state = found.map_or_else(|| plain(CLOSED), |found| state_area(view, found));
    vec![state, plain(&nameplate(view, window))]
}

/// The areas of a board in a hall whose journal is on a disk, or is not: then the nameplate says so first, and who is
/// called still stands alone above it. Nothing is put before the way out of a fire.
#[must_use]
pub fn marked(mut areas: Vec<Area>, stored: bool) -> Vec<Area> {
    if let Some(plate) = areas.last_mut().filter(|plate| !stored && !plate.text.is_empty()) {
        plate.text.insert_str(0, UNSTORED);
    }
    areas
}

fn state_area(view: &OfficeView, window: &WindowView) -> Area {
    // Whoever is called or served at a window has to see that first; everybody else sees the notice. Over a window with
    // nobody at it 请稍候 would have people wait where nobody comes.
    let notice = notice::board(view);
    match window.state {
        WindowState::Free if notice.is_some() => plain(&notice.unwrap_or_default()),
        WindowState::Closed => plain(CLOSED),
        WindowState::Free if window.closing_out => plain(CLOSING),
        WindowState::Free => plain(FREE),
        WindowState::Called { number, class, .. } => called(view, number, class),
        WindowState::Serving { number, class, .. } if is_coming(view, window.id, number) => {
            called(view, number, class)
        }
        WindowState::Serving { number, class, .. } => {
            Area { text: format!("{number}号办理中"), colour: colour(&view.rules, class), lively: false }
        }
        WindowState::Paused { reason, .. } => {
            let words = view.rules.pause_reasons.get(usize::from(reason)).map(|reason| reason.board.as_str());
            plain(words.unwrap_or(PAUSED))
        }
    }
}

fn called(view: &OfficeView, number: TicketNumber, class: Class) -> Area {
    Area { text: format!("请{number}号"), colour: colour(&view.rules, class), lively: true }
}

/// In a hall without a START key service is recorded from the call on, while the visitor is still looking for
/// the window: for as long as the way takes, boards ask him to come.
pub(super) fn is_on_the_way(view: &OfficeView, call: &CallView) -> bool {
    !view.rules.calling.start_key && view.at.hall.since(call.last) < view.rules.estimate.call_out
}

/// Whether the visitor whose service is on record at a window is still looking for it.
pub(super) fn is_coming(view: &OfficeView, window: WindowId, number: TicketNumber) -> bool {
    call_of(view, window, number).is_some_and(|call| is_on_the_way(view, call))
}

fn call_of(view: &OfficeView, window: WindowId, number: TicketNumber) -> Option<&CallView> {
    view.calls.iter().find(|call| call.window == window && call.number == number)
}

/// Window, clerk and post on one line: `3号 综合窗口 12号 经办岗`.
#[must_use]
pub fn nameplate(view: &OfficeView, window: WindowId) -> String {
    let name = view.rules.windows.iter().find(|rules| rules.id == window).map(|rules| rules.name.as_str());
    let mut plate = format!("{window}号 {}", name.unwrap_or("窗口"));
    let clerk = view.windows.iter().find(|candidate| candidate.id == window).and_then(|found| found.clerk);
    let person = clerk.and_then(|clerk| view.rules.staff.iter().find(|staff| staff.id == clerk));
    if let Some(person) = person {
        for words in [&person.shown_as, &person.post] {
            if !words.is_empty() {
                plate.push(' ');
                plate.push_str(words);
            }
        }
    }
    plate
}

/// The colour in which a ticket of this class is shown.
///
/// Boards of two-coloured diodes have no blue: blue tickets are amber there, like those without a colour.
#[must_use]
pub fn colour(rules: &Rules, class: Class) -> Colour {
    match rules.classes.of(class).colour {
        ClassColour::Red => Colour::Red,
        ClassColour::Green => Colour::Green,
        ClassColour::Blue | ClassColour::Plain => Colour::Yellow,
    }
}

/// What the rating pad of a window does at this moment.
#[must_use]
pub fn rating_pad(view: &OfficeView, window: WindowId) -> rating_pad::Command {
    let asked = view.windows.iter().find(|candidate| candidate.id == window).and_then(|found| found.rating);
    match asked {
        Some(RatingView::Grade) => rating_pad::Command::AskGrade,
        Some(RatingView::Reason) => rating_pad::Command::AskReason,
        None => rating_pad::Command::Rest,
    }
}

/// What a press on the pad of a window asks, by what the pad asks at this moment.
pub(super) fn rated(view: &OfficeView, window: WindowId, key: u8) -> Option<Request> {
    let asked = view.windows.iter().find(|seen| seen.id == window)?.rating?;
    Some(match asked {
        RatingView::Grade => Request::Rate { window, grade: key },
        RatingView::Reason => Request::RateReason { window, reason: key.checked_sub(1)? },
    })
}

fn plain(text: &str) -> Area {
    Area { text: text.to_owned(), colour: Colour::Yellow, lively: false }
}
