//! What the engine is told and what it wants done: its whole traffic with the world.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hal::port;
use hal::port::keypad::Key;
use hal::port::voice;

use super::keeping::KeptBy;
use crate::domain::id::{Seq, StaffId, WindowId};
use crate::domain::keeping::{KeepingRequest, Shortage};
use crate::domain::manual::Finding;
use crate::domain::record::Record;
use crate::domain::request::{Asked, Request};
use crate::domain::rules::Rules;
use crate::domain::staff::PinMark;
use crate::journal::copy::thread::CopyState;
use crate::journal::keep::{KeepError, Latest, StoreError};
use crate::journal::other_hall::OtherHall;
use crate::journal::restore::Unsettled;
use crate::layout::{DeviceName, Layout, Zone};
use crate::runtime::aside::Aside;
use crate::runtime::backups::BackupState;
use crate::runtime::card_key::CardKey;
use crate::runtime::code::CodeKey;
use crate::runtime::day::Calendar;
use crate::runtime::disk::Disk;
use crate::runtime::given_in_memory::Given;
use crate::runtime::registrar::{Answer, Reply};
use crate::runtime::starts::SafeMode;
use crate::runtime::status::Status;
use crate::runtime::supervisor::Health;
use crate::station::{self, Pin, Settings};

/// The hall's secrets. None of them is ever in the journal.
#[derive(Clone, Debug)]
pub struct Secrets {
    /// Makes the codes of slips.
    pub slips: CodeKey,
    /// Hashes identity cards, for one day.
    pub cards: CardKey,
}

impl Secrets {
    /// Secrets for simulations, where a day must be repeatable from its seed.
    #[must_use]
    pub fn fixed(seed: u64) -> Self {
        Self { slips: CodeKey::fixed(seed), cards: CardKey::fixed(seed) }
    }
}

/// What happens to the engine.
#[derive(Debug)]
pub enum Input {
    /// A device reported something.
    Heard {
        /// Which device.
        device: DeviceName,
        /// What.
        event: port::Event,
    },
    /// A device's health changed.
    Health {
        /// Which device.
        device: DeviceName,
        /// Its health.
        health: Health,
    },
    /// The voice reported on a job.
    Voice(voice::Event),
    /// Somebody outside the hall's own devices asks: the command line, a page.
    Ask {
        /// Whom the answer goes to.
        reply: Reply,
        /// What is asked.
        asked: Asked,
    },
    /// Somebody presses a key of the soft keypad of a window.
    SoftKey {
        /// Whom the digits go to.
        reply: Reply,
        /// The window.
        window: WindowId,
        /// The key.
        key: Key,
    },
    /// A PIN was checked.
    PinChecked {
        /// What hangs on it.
        check: PinCheck,
        /// Whether it was right.
        right: bool,
    },
    /// The hashes of the rows in which manual-calling sheets stand.
    Sealed(Vec<(Seq, [u8; 32])>),
    /// The batch that was handed over is on disk.
    Stored,
    /// The batch that was handed over may or may not be on disk; why.
    NotStored(StoreError),
    /// The journal is open again and holds this.
    Reopened(Box<Kept>),
    /// The journal could not be opened again; why.
    ReopenFailed(KeepError),
    /// The journal is kept in this form from the next record on; told before the journal is open in it.
    KeptBy(KeptBy),
    /// Something is short on the journal's disk, or nothing is any longer.
    Room(Option<Shortage>),
    /// The journal wants to be opened again as soon as nothing is under way.
    ReopenWanted,
    /// How the event copy is.
    Copied(CopyState),
    /// A reader lets the journal's log grow to so many bytes, or does not any longer (B17).
    LogHeld(Option<u64>),
    /// What was written to disks today, and the room that is left.
    Disk(Disk),
    /// The journal in this hall's place is another hall's: nothing is decided until this hall has its own (B15).
    OtherHall(OtherHall),
    /// What was found of other journals, to be recorded.
    Branch(KeepingRequest),
    /// Something in the journal's past does not fit; in words.
    Damaged(String),
    /// The journal was restored, and rows may be lost of which no source tells: until that day is over, nothing may
    /// bear the number next in line (B16).
    Unsettled(Unsettled),
    /// Numbers of the reserves of these starts may have been given in memory, whatever the journal knows of them (B14).
    GivenInMemory(Given),
    /// The file of PINs holds these, by clerk, in order; told at the start and whenever it is another one (I09).
    PinsSeen(Vec<PinMark>),
    /// The machine's own board says whether its supply sags (A12).
    Supply {
        /// Whether it does.
        sags: bool,
    },
    /// What has ended the daemon three times, and is not heard any more (D03).
    PutAside(Aside),
    /// The journal's copies on a second medium are others, or one could not be made.
    Backup(BackupState),
    /// The time of day is known from here on, or known to be another one.
    ClockSet,
    /// The machine's time of day jumped.
    ClockJumped {
        /// By so many milliseconds; negative when it went back.
        by_ms: i64,
        /// Whether it is believed.
        believed: bool,
    },
    /// The configuration changed: work by these rules and this calendar.
    Adopt(Box<Adoption>),
    /// The configuration on disk cannot be used, and why: the one before stays in force.
    ConfigurationRefused(String),
    /// Time has passed.
    Tick,
}

/// What the journal holds for the engine.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Where it stands; `None` while it is empty.
    pub latest: Option<Latest>,
    /// The records of the last day, all of them.
    pub today: Vec<Record>,
}

/// A changed configuration, as far as the engine is concerned.
pub struct Adoption {
    /// The rules.
    pub rules: Arc<Rules>,
    /// Their hash as the journal stores them.
    pub rules_hash: [u8; 32],
    /// The calendar.
    pub calendar: Box<dyn Calendar>,
    /// Which devices there are.
    pub layout: Arc<Layout>,
    /// What the hall sets about its faces.
    pub settings: Settings,
    /// A window that is idle for so long while people wait is an alarm.
    pub absent_after: Duration,
    /// A window that closes and has not been handed over for so long is told to duty staff.
    pub hand_over_after: Duration,
    /// So long after the mains were lost the machine is stopped; `None` leaves it to the UPS.
    pub stop_after: Option<Duration>,
    /// Why the daemon goes without its devices, if it does.
    pub safe_mode: Option<SafeMode>,
    /// Why the newest configuration is not this one, if it was refused.
    pub refused: Option<String>,
}

impl fmt::Debug for Adoption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Adoption").field("refused", &self.refused).finish_non_exhaustive()
    }
}

/// Where keys were pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pad {
    /// On a keypad of the hall.
    Device(DeviceName),
    /// On the soft keypad of a window.
    Soft {
        /// The window.
        window: WindowId,
        /// Whom the digits go to.
        reply: Reply,
    },
}

/// A log-in or hand-over that hangs on a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinCheck {
    /// Where it was typed.
    pub pad: Pad,
    /// The window.
    pub window: WindowId,
    /// Whose PIN.
    pub staff: StaffId,
    /// What was typed.
    pub pin: Pin,
    /// The request to make if it is right.
    pub then: Request,
}

/// What is to be done for the engine, in this order.
#[derive(Debug)]
pub enum Output {
    /// Store these records in one transaction; answer with `Stored` or `NotStored`.
    Commit(Vec<Record>),
    /// Close the journal and open it again; answer with `Reopened` or `ReopenFailed`.
    Reopen,
    /// Tell a device.
    Tell {
        /// Which.
        device: DeviceName,
        /// What.
        command: port::Command,
    },
    /// Tell the voice of a zone.
    Say {
        /// Which.
        zone: Zone,
        /// What.
        command: voice::Command,
    },
    /// Keep this key of the day's identity cards instead of the one before, where a power cut loses it.
    KeepCardKey(CardKey),
    /// Check a PIN; answer with `PinChecked`.
    CheckPin(PinCheck),
    /// Answer whoever asked from outside.
    Answer {
        /// Who asked.
        reply: Reply,
        /// The answer.
        answer: Answer,
    },
    /// Stop in order, and let the machine be switched off: the battery will not last.
    SwitchOff,
    /// Show the digits of a soft keypad to whoever pressed it.
    Digits {
        /// Who pressed.
        reply: Reply,
        /// Four characters, as a keypad at a window shows them.
        digits: String,
    },
    /// The hall is another one: for the LCD, pages and the service manager.
    Show(Arc<Status>),
}

impl Output {
    /// What is to be shown, if that is what this is.
    pub fn shown(&self) -> Option<&Arc<Status>> {
        if let Self::Show(status) = self { Some(status) } else { None }
    }
}

/// An answer as a station hears it.
pub(super) fn reply_of<'a>(answer: &'a Answer, findings: &'a [Finding]) -> station::Reply<'a> {
    match answer {
        Answer::Refused(refusal) if !findings.is_empty() => station::Reply::Objected(*refusal, findings),
        Answer::Granted { events, .. } => station::Reply::Granted(events),
        Answer::Refused(refusal) => station::Reply::Refused(*refusal),
        Answer::NotStored => station::Reply::NotStored,
    }
}
