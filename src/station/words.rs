//! The words that visitors read, in Chinese and English: waits, opening times, reasons, refusals.
//!
//! Only characters of GB2312 are used, as panels, boards and the LCD's font have no others: no dashes of
//! typography, no middle dot.

use crate::domain::id::{ServiceId, WindowId};
use crate::domain::moment::Wall;
use crate::domain::request::Refusal;
use crate::domain::rules::{Class, ClassColour, Rules, Service};
use crate::domain::ticket::WaitRange;
use crate::domain::view::{Availability, ServiceView};

/// The same words in both languages of the hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both languages on one line, the Chinese first.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.zh, self.en)
    }
}

/// The same words in both languages.
#[must_use]
pub fn words(zh: impl Into<String>, en: impl Into<String>) -> Words {
    Words { zh: zh.into(), en: en.into() }
}

/// People ahead and the wait, as promised to a visitor.
#[must_use]
pub fn promise(ahead: u32, wait: Option<WaitRange>) -> Words {
    let ahead = match ahead {
        0 => words("前面无人等候", "nobody ahead"),
        some => words(format!("前面{some}人"), format!("{some} ahead")),
    };
    let wait = wait_words(wait);
    words(format!("{}，{}", ahead.zh, wait.zh), format!("{}, {}", ahead.en, wait.en))
}

/// A wait as a range, short enough for a button.
#[must_use]
pub fn wait_words(wait: Option<WaitRange>) -> Words {
    match wait {
        None => words("等候时间暂无法估计", "wait not known"),
        Some(WaitRange { to: 0, .. }) => words("无需久等", "no wait"),
        Some(WaitRange { from, to }) if from == to => words(format!("约{to}分钟"), format!("about {to} min")),
        Some(WaitRange { from: 0, to }) => words(format!("{to}分钟以内"), format!("within {to} min")),
        Some(WaitRange { from, to }) => {
            words(format!("约{from}至{to}分钟"), format!("about {from}-{to} min"))
        }
    }
}

/// Why a service gives no ticket, and when it opens next; `None` when it gives one.
#[must_use]
pub fn unavailable(availability: Availability, today: Option<Wall>) -> Option<Words> {
    match availability {
        Availability::Open => None,
        Availability::Closed { opens } => Some(with_opening(words("未到取号时间", "closed"), opens, today)),
        Availability::LastTicketGone { opens } => {
            Some(with_opening(words("本场取号已截止", "last ticket is gone"), opens, today))
        }
        Availability::WouldOverrun { opens } => {
            Some(with_opening(words("本场已来不及办理", "no time left to be served"), opens, today))
        }
        Availability::Full => Some(words("今日号已取完", "no tickets left today")),
        Availability::AtDesk => Some(words("请到导办台取号", "take a number at the guide desk")),
        Availability::Stopped => Some(words("暂停取号", "tickets are paused")),
        Availability::NobodyServes => Some(words("暂无窗口办理", "no window serves it")),
    }
}

fn with_opening(reason: Words, opens: Option<Wall>, today: Option<Wall>) -> Words {
    match opens.map(|opens| opening(opens, today)) {
        None => reason,
        Some(at) => words(format!("{}，{}", reason.zh, at.zh), format!("{}, {}", reason.en, at.en)),
    }
}

/// When the hall opens: the time of day, with its date unless it is today.
#[must_use]
pub fn opening(opens: Wall, today: Option<Wall>) -> Words {
    let at = opens.civil();
    let clock = format!("{:02}:{:02}", at.hour, at.minute);
    let is_today = today
        .map(Wall::civil)
        .is_some_and(|now| (now.year, now.month, now.day) == (at.year, at.month, at.day));
    if is_today {
        words(format!("{clock}开放"), format!("opens {clock}"))
    } else {
        words(
            format!("{}月{}日{clock}开放", at.month, at.day),
            format!("opens {:02}-{:02} {clock}", at.month, at.day),
        )
    }
}

/// What a visitor is told when no ticket could be given.
#[must_use]
pub fn no_ticket(refusal: Refusal) -> Words {
    match refusal {
        Refusal::DayNotOpen | Refusal::OutsideHours => {
            words("现在不是取号时间", "We are closed at this hour")
        }
        Refusal::LastTicketGone => words("本场取号已截止", "The last ticket has been given"),
        Refusal::WouldOverrun => {
            words("本场已来不及办理", "There is no time left to serve you before we close")
        }
        Refusal::MainsLost => words("停电，暂停取号，请稍候", "The mains are lost, please wait"),
        Refusal::Evacuating => words("请立即离开大厅", "Please leave the hall at once"),
        Refusal::IssuingStopped | Refusal::NoticeStands => words("暂停取号", "Tickets are paused"),
        Refusal::NoRoom => words("请到导办台取号", "Please take a number at the guide desk"),
        Refusal::QuotaReached | Refusal::NumbersUsedUp => {
            words("今日号已取完", "There are no tickets left today")
        }
        Refusal::NobodyServes => words("暂无窗口办理此业务", "No window serves this at present"),
        Refusal::TooManyTickets => too_many_tickets(),
        Refusal::NotSelfDeclared => {
            words("绿色通道请由工作人员办理", "Staff will give you a green-channel ticket")
        }
        Refusal::CardNeeded => card_needed(),
        Refusal::HoldsTicket => holds_ticket(),
        Refusal::SameTouch => words("您刚取过号，请稍候再取", "You have just taken a number"),
        Refusal::WrongErrands => words("所选业务不能同号办理", "These services do not fit on one ticket"),
        Refusal::NoSuchDoor | Refusal::NothingThere | Refusal::DoorTaken | Refusal::DoorBusy => {
            words("取件请到导办台", "To collect, please come to the guide desk")
        }
        Refusal::DayAlreadyOpen
        | Refusal::NoSuchService
        | Refusal::NoSuchWindow
        | Refusal::NoSuchStaff
        | Refusal::NoSuchTicket
        | Refusal::Ambiguous
        | Refusal::NoSuchReason
        | Refusal::NoSuchJob
        | Refusal::NotLoggedIn
        | Refusal::WindowTaken
        | Refusal::AlreadyElsewhere
        | Refusal::LockedOut
        | Refusal::NotSkilled
        | Refusal::TooSoon
        | Refusal::NothingWaiting
        | Refusal::NobodyThere
        | Refusal::NotYet
        | Refusal::StillServing
        | Refusal::Paused
        | Refusal::NotPaused
        | Refusal::ClosingOut
        | Refusal::NothingToUndo
        | Refusal::NobodyParked
        | Refusal::WrongState
        | Refusal::SamePlace
        | Refusal::NothingToRate
        | Refusal::NotOnThePad
        | Refusal::NoChange
        | Refusal::InUse
        | Refusal::NoSuchSheet
        | Refusal::SheetOpen
        | Refusal::NoSuchBlock
        | Refusal::BlockTooLarge
        | Refusal::Contradicts
        | Refusal::Doubtful
        | Refusal::EnteredBefore
        | Refusal::NoSuchNotice
        | Refusal::NoSuchAlarm
        | Refusal::NothingDue => words("暂时不能取号", "No ticket can be given at present"),
    }
}

fn holds_ticket() -> Words {
    words("您已取过号，请按原号等候", "You hold a number already: please wait for it")
}

fn too_many_tickets() -> Words {
    words("取号过于频繁，请稍候再取", "Too many tickets, please wait a little")
}

fn card_needed() -> Words {
    words(
        "取号请刷身份证，无证请到导办台",
        "A number needs your ID card; without one, please come to the guide desk",
    )
}

/// What a class is called.
#[must_use]
pub fn class(class: Class) -> Words {
    match class {
        Class::Ordinary => words("普通", "Ordinary"),
        Class::Urgent => words("急办", "Urgent"),
        Class::Green => words("绿色通道", "Green channel"),
        Class::Returning => words("返回办理", "Returning"),
    }
}

/// The colour of a class by the hall's setting, in words; `None` for a plain one.
#[must_use]
pub fn colour(rules: &Rules, class: Class) -> Option<Words> {
    match rules.classes.of(class).colour {
        ClassColour::Plain => None,
        ClassColour::Red => Some(words("红", "red")),
        ClassColour::Blue => Some(words("蓝", "blue")),
        ClassColour::Green => Some(words("绿", "green")),
    }
}

/// The catalogue's entry of a service.
#[must_use]
pub fn service(rules: &Rules, id: ServiceId) -> Option<&Service> {
    rules.services.iter().find(|service| service.id == id)
}

/// What the view says of a service.
#[must_use]
pub fn figures(services: &[ServiceView], id: ServiceId) -> Option<&ServiceView> {
    services.iter().find(|service| service.id == id)
}

/// Where a visitor for `id` waits and which windows will probably call: area, and windows by number.
#[must_use]
pub fn whereabouts(rules: &Rules, id: ServiceId) -> Words {
    let area = service(rules, id).map_or("", |service| service.area.as_str());
    let serving = rules.windows.iter().filter(|window| window.skills.include(id)).map(|window| window.id);
    let windows = runs(serving);
    let (mut zh, mut en) = (String::new(), String::new());
    if !area.is_empty() {
        zh = format!("请到{area}等候");
        en = format!("Please wait at {area}");
    }
    if !windows.is_empty() {
        let comma = if zh.is_empty() { ("", "") } else { ("，", ", ") };
        let several = if windows.len() > 1 || windows.iter().any(|run| run.contains('-')) { "s" } else { "" };
        zh = format!("{zh}{}{}号窗口办理", comma.0, windows.join("、"));
        en = format!("{en}{}window{several} {}", comma.1, windows.join(", "));
    }
    words(zh, en)
}

fn runs(windows: impl Iterator<Item = WindowId>) -> Vec<String> {
    let mut numbers: Vec<u8> = windows.map(|window| window.0).collect();
    numbers.sort_unstable();
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if number <= last.saturating_add(1) => *last = number,
            Some(_) | None => runs.push((number, number)),
        }
    }
    runs.into_iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect()
}
