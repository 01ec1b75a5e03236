//! What hangs on single lines, and keypads without a cable: plain data.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use super::{Active, DeviceName, Pin};
use crate::domain::id::WindowId;
use crate::domain::incident::AlarmKind;

pub use hal::cable::keys::PadKey;
pub use hal::cable::lines::steady::Stands;
pub use hal::cable::lines::{LineId, Pull};
pub use hal::port::keypad::Key;

/// A contact, lamp or buzzer on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Its name in the configuration, in the log and on the status page.
    pub name: DeviceName,
    /// What it is for.
    pub kind: SignalKind,
    /// Its line.
    pub pin: Pin,
    /// Which level means *yes*.
    pub active: Active,
    /// What its line is pulled to; of no meaning for a lamp or buzzer.
    pub pull: Pull,
    /// How long a change must stand; of no meaning for a lamp or buzzer.
    pub stands: Stands,
    /// What a press stands for; `None` for what is no button.
    pub raises: Option<Raises>,
    /// Where a technician finds it.
    pub place: String,
}

/// What a press on a button of the building stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Raises {
    /// An alarm of this kind.
    Alarm(AlarmKind),
    /// The notice of this code goes up, or the one that stands comes down.
    Notice(String),
}

/// What a signal is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignalKind {
    /// In: the mains are lost.
    Mains,
    /// In: somebody has pressed the emergency button.
    Emergency,
    /// In: somebody has pressed the key of a notice.
    Notice,
    /// Out: a lamp that is lit while any device is down.
    Lamp,
    /// Out: a buzzer for duty staff.
    Buzzer,
}

impl SignalKind {
    /// Whether its line is listened to, not driven.
    pub fn is_input(self) -> bool {
        match self {
            Self::Mains | Self::Emergency | Self::Notice => true,
            Self::Lamp | Self::Buzzer => false,
        }
    }
}

impl fmt::Display for SignalKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mains => "mains",
            Self::Emergency => "emergency",
            Self::Notice => "notice",
            Self::Lamp => "lamp",
            Self::Buzzer => "buzzer",
        })
    }
}

/// A clerk's keypad that hangs on no cable. It has no digits: the clerk sees calls on the window's board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keypad {
    /// Its name in the configuration, in the log and on the status page.
    pub name: DeviceName,
    /// The window whose clerk presses it.
    pub window: WindowId,
    /// What it is made of.
    pub made_of: MadeOf,
    /// Where a technician finds it.
    pub place: String,
}

/// What a keypad without a cable is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MadeOf {
    /// Buttons, each on a line.
    Buttons(Buttons),
    /// A USB number pad.
    Usb {
        /// Its file by the USB port it is plugged into: `/dev/input/by-path/…-event-kbd`.
        path: PathBuf,
        /// What its keys mean; a key that is not named means nothing.
        keys: BTreeMap<PadKey, Key>,
    },
}

/// Buttons, each on a line, all wired alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buttons {
    /// The label of the chip that all its lines are on; `None` where lines are known by their names.
    pub chip: Option<String>,
    /// Each key with its line.
    pub keys: Vec<(Key, LineId)>,
    /// Which level means *pressed*.
    pub active: Active,
    /// What the lines are pulled to.
    pub pull: Pull,
    /// How long a press, and its end, must stand.
    pub stands: Stands,
    /// The line of a beeper, active high, where there is one.
    pub beeper: Option<LineId>,
}

impl Buttons {
    /// A line of its chip.
    pub fn pin(&self, line: &LineId) -> Pin {
        Pin { chip: self.chip.clone(), line: line.clone() }
    }
}
