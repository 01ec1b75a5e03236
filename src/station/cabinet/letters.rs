//! The status face of a letter display of 16 × 2 or 20 × 4: short words in ASCII, the worst trouble first.
//!
//! A device is named as in the configuration where that name is ASCII, else by what it does and its window:
//! `keypad 3`. The first word says how bad it is: STOP, the hall stands still; FAULT, visitors or clerks notice;
//! CHECK, it can wait; NOTE, it is only to be known.

use super::Situation;
use super::sheet_letters;
use super::trouble::{About, Severity, Trouble, Wrong};
use crate::domain::means::HallState;
use crate::layout::{Role, Zone};
use crate::station::wrap::wrap;

/// The lines of a situation on a display of so many columns and rows, at least 16 × 2. A long name reaches
/// beyond its line's end.
#[must_use]
pub fn letters((columns, rows): (u32, u32), situation: &Situation) -> Vec<String> {
    let width = usize::try_from(columns).unwrap_or_default();
    if let Some(lines) = sheet_letters::lines((width, rows > 2), situation) {
        return lines;
    }
    if let Some(typed) = &situation.typed {
        let mut lines = wrap(&typed.en, width);
        lines.truncate(usize::try_from(rows).unwrap_or_default());
        return lines;
    }
    if rows > 2 { four_lines(width, situation) } else { two_lines(width, situation) }
}

fn two_lines(width: usize, situation: &Situation) -> Vec<String> {
    let Some(trouble) = situation.troubles.first() else { return well(width, situation).into() };
    let more = situation.troubles.len() - 1;
    let more = if more > 0 { format!("+{more}") } else { String::new() };
    vec![headline(trouble), both_ends(width, &what(trouble), &more)]
}

fn four_lines(width: usize, situation: &Situation) -> Vec<String> {
    let windows = format!("open {}/{}", situation.windows_open, situation.windows);
    let waiting = match situation.bearing.state {
        HallState::Normal | HallState::MeansDown => format!("wait {}", situation.waiting),
        HallState::ManualForSome | HallState::ManualForAll => "MANUAL".to_owned(),
    };
    let Some((trouble, others)) = situation.troubles.split_first() else {
        let [state, next] = well(width, situation);
        let longest = format!("max {}min", situation.longest_wait_minutes);
        let tested = situation.self_test.map(|(works, all)| format!("test {works}/{all}"));
        let served = both_ends(width, &format!("served {}", situation.served), &tested.unwrap_or_default());
        return vec![state, both_ends(width, &windows, &longest), served.trim_end().to_owned(), next];
    };
    let third = match others.first() {
        Some(other) => both_ends(width, &name(other), other.wrong.word()),
        None => both_ends(width, &windows, &waiting),
    };
    let foot = match others.len() {
        0 | 1 => waiting,
        more => format!("{waiting} +{}", more - 1),
    };
    vec![headline(trouble), what(trouble), third, both_ends(width, &foot, &situation.clock_words())]
}

/// The two lines of a hall in which nothing is wrong.
fn well(width: usize, situation: &Situation) -> [String; 2] {
    let state = match (situation.open, situation.stored) {
        (_, false) => "UNSAVED",
        (true, true) => "OK",
        (false, true) => "CLOSED",
    };
    let next = situation.next.map(|next| format!("next {next}")).unwrap_or_default();
    let waiting = format!("wait {}", situation.waiting);
    [both_ends(width, state, &waiting), both_ends(width, &next, &situation.clock_words())]
}

fn headline(trouble: &Trouble) -> String {
    let severity = match trouble.severity() {
        Severity::Stops => "STOP",
        Severity::Hurts => "FAULT",
        Severity::Waits => "CHECK",
        Severity::Told => "NOTE",
    };
    format!("{severity} {}", name(trouble))
}

fn name(trouble: &Trouble) -> String {
    let named = trouble.device.as_ref().map(|name| name.as_str()).filter(|name| name.is_ascii());
    named.map_or_else(|| trouble.about.word(), str::to_owned)
}

fn what(trouble: &Trouble) -> String {
    let minutes = trouble.age.as_secs() / 60;
    let age = match minutes {
        0..=59 => format!("{minutes}min"),
        60..=1439 => format!("{}h", minutes / 60),
        _ => format!("{}d", minutes / 1440),
    };
    format!("{} {age}", trouble.wrong.word())
}

/// Two texts at the ends of a line; the left one gives way.
pub(super) fn both_ends(width: usize, left: &str, right: &str) -> String {
    let room = if right.is_empty() { width } else { width.saturating_sub(right.len() + 1) };
    let left: String = left.chars().take(room).collect();
    format!("{left}{right:>rest$}", rest = width - left.len().min(width))
}

impl About {
    /// What it is in ASCII.
    fn word(self) -> String {
        match self {
            Self::Device(Role::Printer) => "printer".to_owned(),
            Self::Device(Role::WindowBoard(window)) => format!("board {window}"),
            Self::Device(Role::HallDisplay) => "display".to_owned(),
            Self::Device(Role::Keypad(window)) => format!("keypad {window}"),
            Self::Device(Role::RatingPad(window)) => format!("pad {window}"),
            Self::Device(Role::Terminal(kiosk)) => format!("terminal {kiosk}"),
            Self::Device(Role::CardReader(kiosk)) => format!("card reader {kiosk}"),
            Self::Device(Role::Ups) => "ups".to_owned(),
            Self::Device(Role::Locker) => "locker".to_owned(),
            Self::Door(door) => format!("locker {door}"),
            Self::Devices(count) => format!("{count} devices"),
            Self::Window(window) => format!("window {window}"),
            Self::Windows(count) => format!("{count} windows"),
            Self::Signal(kind) => kind.to_string(),
            Self::Lcd => "lcd".to_owned(),
            Self::Voice(Zone::Hall) => "voice".to_owned(),
            Self::Voice(Zone::Other(_)) => "voice 2".to_owned(),
            Self::Journal => "journal".to_owned(),
            Self::Backup => "backup".to_owned(),
            Self::Disk => "disk".to_owned(),
            Self::Configuration => "config".to_owned(),
            Self::Clock => "clock".to_owned(),
            Self::Alarm(kind, Some(window)) => format!("{} {window}", kind.code()),
            Self::Alarm(kind, None) => kind.code().to_owned(),
            Self::Notice => "notice".to_owned(),
            Self::Sheet(sheet) => format!("sheet {}", sheet.0),
            Self::Sheets(count) => format!("{count} sheets"),
            Self::Daemon => "daemon".to_owned(),
            Self::Supply => "supply".to_owned(),
            Self::Issuing => "tickets".to_owned(),
            Self::Pin(clerk) => format!("PIN {clerk}"),
            Self::Pins(clerks) => format!("{clerks} PINs"),
        }
    }
}

impl Wrong {
    /// What is wrong in ASCII, in at most ten letters.
    fn word(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Garbled => "garbled",
            Self::LineSettings => "baud rate?",
            Self::Clash => "two at it?",
            Self::Ambiguous => "two alike",
            Self::Refused => "refuses",
            Self::Mute => "no sound",
            Self::Unplugged => "unplugged",
            Self::Occupied => "port busy",
            Self::Forbidden => "no access",
            Self::Stalled => "stalled",
            Self::Unsteady => "loose?",
            Self::Broken => "broken",
            Self::Held => "held",
            Self::KeyStuck => "key stuck",
            Self::Stranger(_) => "stranger",
            Self::KeypadBattery => "battery",
            Self::MainsLost => "power cut",
            Self::MainsUnwatched => "no watch",
            Self::BatteryLow => "batt. low",
            Self::PowerUnknown => "unknown",
            Self::BatteryWorn => "batt. worn",
            Self::ButtonPressed => "pressed",
            Self::PaperOut => "no paper",
            Self::PaperNearEnd => "paper low",
            Self::CoverOpen => "cover open",
            Self::CutterJammed => "cutter jam",
            Self::TooHot => "too hot",
            Self::PrinterError => "error",
            Self::Absent => "absent",
            Self::NotHandedOver => "hand over",
            Self::DoorLeftOpen => "left open",
            Self::DoorNotOpened => "not open",
            Self::NotWritten => "no write",
            Self::OnSecond => "2nd medium",
            Self::InMemory => "not saved",
            Self::NoRoom | Self::BackupFull => "disk full",
            Self::NoInodes => "no inodes",
            Self::RoomLow => "room low",
            Self::WrittenMuch => "wears out",
            Self::LogHeld => "log grows",
            Self::NotCopied => "no copy",
            Self::NotConfirmed | Self::BackupHangs => "disk hangs",
            Self::Damaged => "damaged",
            Self::OtherSide => "two sides",
            Self::OtherHall => "other hall",
            Self::BackupOld => "too old",
            Self::BackupReadOnly => "read-only",
            Self::NoBackup => "none made",
            Self::ConfigurationRefused => "refused",
            Self::RulesWait => "rules wait",
            Self::NotSet => "not set",
            Self::Doubted => "jumped",
            Self::AlarmRaised => "ALARM",
            Self::AlarmTaken => "taken up",
            Self::PutUp => "put up",
            Self::NotReconciled => "not closed",
            Self::SafeMode => "safe mode",
            Self::PutAside => "put aside",
            Self::Stopped => "stopped",
            Self::SupplySags => "volts low",
            Self::PinSet => "set",
            Self::PinChanged => "set anew",
            Self::PinRemoved => "removed",
            Self::PinsDiffer => "changed",
        }
    }
}
