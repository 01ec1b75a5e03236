//! How the daemon is at one moment: the office's view, the journal's keeping and every device's health.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::domain::id::WindowId;
use crate::domain::incident::{Alarm, AlarmKind};
use crate::domain::means::HallState;
use crate::domain::moment::HallTime;
use crate::domain::opening::Hours;
use crate::domain::request::Refusal;
use crate::domain::view::OfficeView;
use crate::journal::copy::thread::CopyState;
use crate::journal::other_hall::OtherHall;
use crate::layout::{DeviceName, SignalKind};
use crate::station::cabinet::Wrong;
use crate::station::ladder;
use crate::station::words::Words;

use super::backups::BackupState;
use super::close_out::Owed;
use super::disk::{Disk, size};
use super::means::Footing;
use super::roster::{Duty, Roster};
use super::starts::SafeMode;
use super::supply::Supply;

/// What anyone outside the engine may know, made anew whenever something in it changed.
#[derive(Clone, Debug)]
pub struct Status {
    /// The stored office.
    pub view: Arc<OfficeView>,
    /// The hours that hold, while a day is open.
    pub hours: Option<Hours>,
    /// How the journal is kept.
    pub keeping: Keeping,
    /// Every device and its health.
    pub roster: Arc<Roster>,
    /// Windows that have been idle for too long while people wait, each with since when.
    pub absent: Vec<(WindowId, HallTime)>,
    /// Windows that close, and what each has still to hand over.
    pub closing: Vec<Owed>,
    /// What devices that are online say is wrong with them.
    pub ailments: BTreeMap<DeviceName, Ailment>,
    /// What of the configuration on disk is not in force.
    pub configuration: NotInForce,
    /// What does not fit in the journal's past, once that was found.
    pub damage: Option<String>,
    /// By which means the hall works.
    pub means: Arc<Footing>,
    /// The journal's copies on a second medium.
    pub backup: BackupState,
    /// By how many milliseconds the machine claims another time of day that is not believed.
    pub clock_doubted: Option<i64>,
    /// Why the daemon goes without its devices, if it does.
    pub safe_mode: Option<SafeMode>,
    /// How many inputs are not heard any more, as each has ended the daemon three times (D03).
    pub put_aside: usize,
    /// What the machine's own board says of its supply.
    pub supply: Supply,
    /// What is typed of paper at some keypad, or came of it, in words.
    pub typed: Option<Words>,
    /// How the event copy is.
    pub copy: CopyState,
    /// How large the journal's log is, in bytes, while a reader keeps it from being written over (B17).
    pub log_held: Option<u64>,
    /// What was written to disks today, and the room that is left.
    pub disk: Disk,
    /// Whose the journal is that was found, while nobody has decided what to do with it.
    pub other_hall: Option<OtherHall>,
}

/// Something that a device which is online says is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ailment {
    /// What.
    pub wrong: Wrong,
    /// Since when it says so.
    pub since: HallTime,
}

/// A disk that takes longer than this to confirm a batch hangs (B09).
pub const STORE_WITHIN: Duration = Duration::from_secs(10);

/// What of the configuration on disk is not in force: all of it, or its rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotInForce {
    /// Why it was refused; the hall goes on by the one before.
    pub refused: Option<String>,
    /// Its rules leave out what somebody depends on; they are asked for again every minute.
    pub rules_wait: bool,
}

impl NotInForce {
    /// Why rules wait, as a sentence that follows a colon.
    pub const RULES_WAIT: &str = "its devices and faces are in force, its rules are not: they leave out a service, window, clerk, door \
        or range of numbers that somebody waits for, works at or holds; they are tried again every minute, and hold from the \
        next day on";

    /// All of it, a line each; `None` when everything is in force.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let waits = self.rules_wait.then_some(Self::RULES_WAIT);
        let words: Vec<&str> = self.refused.as_deref().into_iter().chain(waits).collect();
        (!words.is_empty()).then(|| words.join("\n"))
    }
}

/// How the journal is kept at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// In its main file, every record on disk before it is shown.
    Main,
    /// On the second medium: stored and synced there, as the main file cannot be written.
    Second,
    /// In memory only: the declared emergency journal. Nothing is stored, and every slip and face says so.
    Memory,
    /// It cannot be written: nothing is granted until it can.
    Broken,
    /// The disk has not confirmed a batch for [`STORE_WITHIN`] (B09): nobody is answered until it does.
    Hung,
    /// The journal that was found is another hall's (B15): nothing is granted until a person has decided.
    OtherHall,
}

impl Keeping {
    /// Where the journal is, if not in its main file.
    #[must_use]
    pub fn elsewhere(self) -> Option<&'static str> {
        match self {
            Self::Second => Some("on the second medium"),
            Self::Memory => Some("in memory only"),
            Self::Main | Self::Broken | Self::Hung | Self::OtherHall => None,
        }
    }

    /// Whether what people are told is on a disk.
    #[must_use]
    pub fn is_stored(self) -> bool {
        match self {
            Self::Main | Self::Second => true,
            Self::Memory | Self::Broken | Self::Hung | Self::OtherHall => false,
        }
    }
}

impl Status {
    /// How many devices the hall cannot count on.
    #[must_use]
    pub fn devices_out(&self) -> usize {
        self.roster.posts().filter(|post| !post.health.is_online()).count()
    }

    /// The contacts of the building: the name of each, what it is for, and whether it is active.
    pub fn signals(&self) -> impl Iterator<Item = (&DeviceName, SignalKind, bool)> {
        self.roster.posts().filter_map(|post| match post.duty {
            Duty::Signal(kind) if kind.is_input() => {
                Some((&post.name, kind, self.ailments.contains_key(&post.name)))
            }
            Duty::Signal(_) | Duty::Role(_) | Duty::Lcd | Duty::Voice(_) => None,
        })
    }

    /// What befalls the whole hall, as words of the sentence.
    fn befallen(&self) -> String {
        let incidents = &self.view.incidents;
        let mut said = String::new();
        if incidents.is_fire() {
            said.push_str("FIRE, EVERYBODY IS TO LEAVE; ");
        }
        let calling = |alarm: &&Alarm| alarm.kind != AlarmKind::Fire && alarm.acknowledged.is_none();
        match incidents.alarms.values().filter(calling).count() {
            0 => {}
            many => said.push_str(&format!("ALARMS NOBODY HAS TAKEN UP: {many}; ")),
        }
        if incidents.holds_issuing(self.view.rules.incidents.as_ref()) == Some(Refusal::NoticeStands) {
            said.push_str("A NOTICE HOLDS THE TICKETS; ");
        }
        match self.view.stopped.len() {
            0 => {}
            _ if self.view.stopped.contains(&None) => said.push_str("TICKETS STOPPED BY THE DUTY LEADER; "),
            some => said.push_str(&format!("SERVICES STOPPED BY THE DUTY LEADER: {some}; ")),
        }
        said
    }

    /// One sentence for `systemctl status`.
    #[must_use]
    pub fn sentence(&self) -> String {
        let day = self.view.day.map_or_else(|| "no day open".to_owned(), |day| format!("day {day}"));
        let journal = match self.keeping {
            Keeping::Main => "journal stored",
            Keeping::Second => "JOURNAL ON THE SECOND MEDIUM",
            Keeping::Memory => "NOT STORED: JOURNAL IN MEMORY",
            Keeping::Broken => "JOURNAL CANNOT BE WRITTEN",
            Keeping::Hung => "THE DISK DOES NOT ANSWER",
            Keeping::OtherHall => "JOURNAL OF ANOTHER HALL, NOTHING IS SERVED",
        };
        let (waiting, served) = (self.view.totals.waiting, self.view.totals.served);
        let (out, all) = (self.devices_out(), self.roster.posts().count());
        let stands = |wrong| self.ailments.values().any(|ailment| ailment.wrong == wrong);
        let self_test = self.view.self_test.latest.as_ref().map_or_else(String::new, |latest| {
            let (works, tried) = latest.certificate.working();
            format!("; self-test {works} of {tried}")
        });
        let lost = stands(Wrong::MainsLost) || stands(Wrong::BatteryLow);
        let mains = if lost || self.view.incidents.mains_lost.is_some() { "MAINS LOST; " } else { "" };
        let befallen = self.befallen();
        let room = if self.view.kept.short.is_some() { "NO ROOM FOR TICKETS; " } else { "" };
        let button = if stands(Wrong::ButtonPressed) { "EMERGENCY BUTTON PRESSED; " } else { "" };
        let means = match self.means.state {
            HallState::Normal => String::new(),
            state @ (HallState::MeansDown | HallState::ManualForSome | HallState::ManualForAll) => {
                format!("{}; ", ladder::state_en(state))
            }
        };
        let log = self.log_held.map(|bytes| format!("A READER HOLDS THE JOURNAL'S LOG: {}; ", size(bytes)));
        let log = log.unwrap_or_default();
        let safe = self.safe_mode.as_ref().map(|safe| format!("SAFE MODE, NO DEVICES: {}; ", safe.why));
        let safe = safe.unwrap_or_default();
        let aside = match self.put_aside {
            0 => String::new(),
            many => format!("{many} INPUTS PUT ASIDE; "),
        };
        format!(
            "{safe}{aside}{befallen}{mains}{button}{room}{log}{means}{day}; {waiting} waiting, {served} served; {journal}; {out} of {all} devices out{self_test}"
        )
    }
}
