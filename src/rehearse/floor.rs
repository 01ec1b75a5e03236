//! The hall's floor as people meet it: keys to press, pages to touch, boards to read, plugs to pull.
//!
//! Two floors stand behind it: [`super::ports`] plays devices by their commands and events, and in
//! [`super::wires`] drivers and devices speak over cables, byte by byte. People cannot tell which one they
//! stand on.

use hal::port::board::Area;
use hal::port::keypad::Key;
use hal::port::terminal::{Button, Page};
use hal::port::ups::Power;
use hal::port::{self, rating_pad, voice};

use super::agenda::Time;
use super::trouble::Kind;
use crate::domain::id::{KioskId, WindowId};
use crate::journal::chain::Hash;
use crate::layout::{DeviceName, Zone};
use crate::runtime::engine::Input;

/// What has come about on the floor.
#[derive(Debug)]
pub enum News {
    /// The office hears this.
    Input(Input),
    /// This device shows something else than before.
    Shows(DeviceName),
    /// A piece of paper lies in the tray: its lines.
    Paper(Vec<String>),
    /// The loudspeaker begins to say these clips.
    Says(Vec<String>),
    /// A trouble that lay in wait has come about.
    Struck(Kind),
}

/// The devices of a hall with their cables.
pub trait Floor {
    /// The office tells a device something.
    fn tell(&mut self, now: Time, device: &DeviceName, command: port::Command);
    /// The office tells the voice of a zone something.
    fn say(&mut self, now: Time, zone: Zone, command: voice::Command);
    /// The daemon has started: whatever the devices did for the one before is not told to this one.
    fn boot(&mut self, now: Time);
    /// The machine has lost its power: at the near ends nobody speaks.
    fn dark(&mut self) {}
    /// Every device loses its power for the night, whatever was wrong with it is mended, and its plugs are
    /// in.
    fn main_switch(&mut self, now: Time);
    /// Lives on from `now`, with nobody's doing, until there is news or it is nearly `until`: when there is
    /// news.
    fn live(&mut self, now: Time, until: Time) -> Option<Time>;
    /// What has come about by `now`.
    fn run(&mut self, now: Time) -> Vec<News>;

    /// A clerk presses a key.
    fn press(&mut self, now: Time, window: WindowId, key: Key);
    /// What the keypad's digits show; nothing when there is no keypad.
    fn digits(&self, window: WindowId) -> String;
    /// A visitor touches a button of the page that stands there.
    fn touch(&mut self, now: Time, kiosk: KioskId, button: Button);
    /// The page that stands on the terminal.
    fn page(&self, kiosk: KioskId) -> Option<Page>;
    /// A visitor presses a key of the rating pad: 1 to 5.
    fn rate(&mut self, now: Time, window: WindowId, key: u8);
    /// What the pad asks at this moment.
    fn pad(&self, window: WindowId) -> rating_pad::Command;
    /// What stands on a board or the hall display.
    fn board(&self, device: &DeviceName) -> Vec<Area>;

    /// Something goes wrong, or right again; whether it made a difference here. One that lies in wait says
    /// [`News::Struck`] when it does.
    fn mishap(&mut self, now: Time, mishap: &Mishap) -> bool;
    /// Whether the device is on its cable, has power and answers.
    fn works(&self, device: &DeviceName) -> bool;
    /// Whether a slip would come out; a floor that cannot tell says no.
    fn prints(&self) -> bool {
        false
    }
    /// How many orders wait anywhere on their way to devices.
    fn backlog(&self) -> usize;
    /// A hash of every byte that passed over the cables, in both directions; of nothing where there are none.
    fn passed(&self) -> Hash {
        Hash::default()
    }
}

/// What may happen to devices and cables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// The plug of this cable is pulled, or pushed in again.
    Cable {
        /// The cable.
        cable: String,
        /// It is in.
        plugged: bool,
    },
    /// Something sparks beside a cable: the next message on it has a wrong bit.
    Spark {
        /// The cable.
        cable: String,
    },
    /// A cable that many devices share is noisy: bytes are lost, doubled, changed and late; or it is quiet
    /// again.
    Noise {
        /// The cable.
        cable: String,
        /// It is noisy.
        noisy: bool,
    },
    /// A device stops answering, or answers again.
    Device {
        /// The device.
        device: DeviceName,
        /// It answers.
        answers: bool,
    },
    /// The roll is used up, or a new one is in.
    Paper {
        /// There is paper.
        loaded: bool,
    },
    /// The roll ends within the next slip.
    PaperEnds,
    /// The printer goes away with the next slip in its memory, and prints it when it is back.
    Hoards {
        /// It is about to, or away.
        hoards: bool,
    },
    /// The printer's cover stands open, or is closed.
    Cover {
        /// It is open.
        open: bool,
    },
    /// A player fails, or works again.
    Voice {
        /// Of which loudspeaker.
        zone: Zone,
        /// How it is from here on.
        player: Player,
    },
    /// A board loses its own power for a moment: it answers, and shows nothing.
    Blank {
        /// The board.
        device: DeviceName,
    },
    /// A key goes down, or comes up, without its clerk.
    Finger {
        /// The keypad's window.
        window: WindowId,
        /// The key.
        key: Key,
        /// It goes down.
        down: bool,
    },
    /// The level of one of the building's contacts changes.
    Contact {
        /// The contact.
        device: DeviceName,
        /// It says yes: the mains are lost.
        active: bool,
    },
    /// A UPS says something else of its power.
    Ups {
        /// The UPS.
        device: DeviceName,
        /// What the hall runs on.
        power: Power,
    },
}

/// How the program is that plays sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Player {
    /// It works.
    Works,
    /// It fails at once.
    Fails,
    /// It hangs, until whoever started it kills it.
    Hangs,
    /// It takes seconds before the first word.
    Slow,
}
