//! Places in the hall: keys to requests, the office's view to texts, pictures, paper and speech.
//!
//! The only room where tickets meet devices. Everything here is a pure state machine or a plain function: it
//! is told the time, sees the view, and answers with what is to be asked or shown.
//!
//! | file | what stands there |
//! |---|---|
//! | [`keypad`] | the clerk's keys and four digits |
//! | [`kiosk`] | the self-service terminal |
//! | [`window`] | board, nameplate and rating pad of a window |
//! | [`hall`] | the hall display, and the words of a call |
//! | [`notice`] | what everybody is told at once |
//! | [`screen`] | the hall display as a picture |
//! | [`slip`] | what is printed |
//! | [`certificate`] | what is printed of the self-test |
//! | [`sheet`], [`entry`] | calling by paper: what is printed, and what is typed of it afterwards |
//! | [`wall_card`] | what to do when something is out, for the wall |
//! | [`voice`] | clips, and how they become one sound |
//! | [`ladder`] | by which means each task is done when better ones are out |
//! | [`relief`] | what faces do for means that are out |
//! | [`cabinet`] | the status LCD |
//! | [`picture`] | its pixels, and Chinese text on them |
//! | [`stations`] | all of them together, as the engine uses them |

pub mod cabinet;
pub mod certificate;
mod deliveries;
pub mod entry;
pub mod hall;
pub mod keypad;
pub mod kiosk;
pub mod ladder;
pub mod notice;
pub mod objection;
pub mod picture;
pub mod relief;
pub mod screen;
pub mod sheet;
pub mod slip;
pub mod stations;
pub mod voice;
pub mod wall_card;
pub mod wav;
pub mod window;
pub mod words;
pub mod wrap;

use hal::port;

pub use self::keypad::Pin;
pub use self::kiosk::pickup::PickupCode;
pub use self::stations::Stations;

use crate::domain::card::Holding;
use crate::domain::event::Event;
use crate::domain::id::{StaffId, WindowId};
use crate::domain::manual::Finding;
use crate::domain::request::{Refusal, Request};
use crate::layout::{DeviceName, Zone};

/// What a person at a device, or the device itself, asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Something that the office decides.
    Office(Request),
    /// A code of the pick-up cabinet, to be found among those of what lies there.
    PickupCode(PickupCode),
    /// Something that the office decides once a PIN was found right; a wrong one is `Request::PinWrong`.
    WithPin {
        /// Where it was typed.
        window: WindowId,
        /// Whose PIN it should be.
        staff: StaffId,
        /// What was typed.
        pin: Pin,
        /// What is asked when it is right: `LogIn` or `HandOver`.
        then: Request,
    },
}

/// What became of something that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply<'a> {
    /// It is stored, and this happened.
    Granted(&'a [Event]),
    /// The office said no.
    Refused(Refusal),
    /// The office said no, and this in what was written by hand contradicts what it knows.
    Objected(Refusal, &'a [Finding]),
    /// The office said no, as the holder of the card has this ticket already.
    Holds(Holding),
    /// The journal could not confirm it: nothing may be promised.
    NotStored,
}

/// What is to be told to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tell {
    /// A device.
    Device {
        /// Which.
        device: DeviceName,
        /// What.
        command: port::Command,
    },
    /// A loudspeaker.
    Voice {
        /// Which.
        zone: Zone,
        /// What.
        command: port::voice::Command,
    },
}

/// What faces have to say about the daemon itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Whether the journal stands on a disk; when it does not, every slip and face says so.
    pub stored: bool,
}

/// What a hall may set about its faces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Rows of calls on the hall display, above its prepare line: 1 to 16.
    pub display_rows: usize,
    /// Characters of normal width on one line of paper: 32 at 58 mm, 48 at 80 mm.
    pub paper_columns: usize,
    /// How calls are said.
    pub call: hall::CallStyle,
}

impl Default for Settings {
    fn default() -> Self {
        Self { display_rows: 4, paper_columns: 48, call: hall::CallStyle::default() }
    }
}
