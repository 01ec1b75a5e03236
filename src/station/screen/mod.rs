//! The hall display as a picture, on a television or a large panel: the same calls as on a board of diodes.

mod face;
mod leave;

use std::time::Duration;

use super::hall::{HallDisplay, Shown};
use super::notice::{evacuation, standing};
use super::words::{self, Words};
use crate::domain::id::{Prefix, TicketNumber, WindowId};
use crate::domain::moment::{HallTime, Wall};
use crate::domain::rules::{Class, ClassColour};
use crate::domain::view::{Availability, OfficeView};

pub use self::face::{picture, rows};

/// How long a young call blinks: until those who looked elsewhere have looked up.
pub const BLINKS_FOR: Duration = Duration::from_secs(8);

/// How long it stands light, and then dark.
pub const BLINK: Duration = Duration::from_secs(1);

/// Everything that stands on the screen. Two that are equal have the same picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// The hall's name.
    pub hall: String,
    /// Date and time of day to the minute; `None` while the machine does not know them.
    pub clock: Option<Clock>,
    /// The calls, the newest first.
    pub calls: Vec<Call>,
    /// Who should get ready, the next first.
    pub next: Vec<TicketNumber>,
    /// Tickets that wait.
    pub waiting: u32,
    /// Tickets that wait by the letter of their numbers, in the order of the catalogue.
    pub by_letter: Vec<(Prefix, u32)>,
    /// What everybody in the hall must know, or what duty staff are told where no status LCD tells them.
    pub notice: Option<String>,
    /// How everybody gets out, while everybody has to leave: nothing else is shown then.
    pub evacuation: Option<Words>,
}

/// What a clock with a calendar shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
}

/// One call on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who.
    pub number: TicketNumber,
    /// Where to.
    pub window: WindowId,
    /// What its class is called, and the class's colour; `None` for ordinary tickets.
    pub class: Option<(String, ClassColour)>,
    /// Whether the hall still expects the visitor at the window.
    pub calling: bool,
    /// Whether it is young and in the light half of its blinking.
    pub bright: bool,
}

impl Scene {
    /// The hall as it is, with the calls that `display` shows at this moment.
    #[must_use]
    pub fn of(display: &mut HallDisplay, view: &OfficeView, stored: bool) -> Self {
        let now = view.at.hall;
        let calls = display.calls(now, view).iter().map(|shown| call(now, view, shown)).collect();
        Self {
            hall: view.rules.hall.name.clone(),
            clock: view.at.wall.map(clock),
            calls,
            next: view.next_up.clone(),
            waiting: view.totals.waiting,
            by_letter: by_letter(view),
            notice: display.for_staff(now).or_else(|| notice(view, stored)),
            evacuation: evacuation(view),
        }
    }

    /// Whether the picture changes though nothing happens: a call blinks.
    #[must_use]
    pub fn is_lively(display: &HallDisplay, now: HallTime) -> bool {
        display.deadline().is_some() || display.shown().iter().any(|shown| is_young(now, shown))
    }
}

fn call(now: HallTime, view: &OfficeView, shown: &Shown) -> Call {
    let class = shown.call.class;
    let marked =
        (class != Class::Ordinary).then(|| (words::class(class).zh, view.rules.classes.of(class).colour));
    let halves = now.since(shown.since).as_millis() / BLINK.as_millis();
    Call {
        number: shown.call.number,
        window: shown.call.window,
        class: marked,
        calling: !shown.call.arrived,
        bright: is_young(now, shown) && halves.is_multiple_of(2),
    }
}

fn is_young(now: HallTime, shown: &Shown) -> bool {
    !shown.call.arrived && now.since(shown.since) < BLINKS_FOR
}

fn clock(wall: Wall) -> Clock {
    let at = wall.civil();
    Clock { month: at.month, day: at.day, hour: at.hour, minute: at.minute }
}

/// Letters for which somebody waits; none where they all have one letter, as the sum says it.
fn by_letter(view: &OfficeView) -> Vec<(Prefix, u32)> {
    let mut letters: Vec<(Prefix, u32)> = view.rules.groups.iter().map(|group| (group.prefix, 0)).collect();
    for service in &view.rules.services {
        let waiting = words::figures(&view.services, service.id).map_or(0, |figures| figures.waiting);
        if let Some((_, sum)) = letters.iter_mut().find(|(letter, _)| *letter == service.group) {
            *sum += waiting;
        }
    }
    letters.retain(|(_, waiting)| *waiting > 0);
    if letters.len() < 2 {
        letters.clear();
    }
    letters
}

/// What is not stored comes first; then that the hall is closed, gives no tickets or has closed its doors.
fn notice(view: &OfficeView, stored: bool) -> Option<String> {
    if !stored {
        return Some("系统记录暂未存储，请留意窗口人工叫号".to_owned());
    }
    if let Some(words) = standing(view) {
        return Some(words.zh);
    }
    let same = all_alike(view).and_then(|availability| words::unavailable(availability, view.at.wall));
    match (view.day.is_some(), view.after_hours) {
        (true, false) => same.map(|words| words.zh),
        (true, true) => Some("已停止取号，持号者继续办理".to_owned()),
        (false, _) => Some(same.map_or_else(|| "今日未开放".to_owned(), |words| words.zh)),
    }
}

/// How tickets stand for every service, if it is the same for all.
fn all_alike(view: &OfficeView) -> Option<Availability> {
    let first = view.services.first()?.availability;
    view.services.iter().all(|service| service.availability == first).then_some(first)
}
