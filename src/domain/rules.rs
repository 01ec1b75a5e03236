//! Everything a hall may set, as it stands in the day's opening record.
//!
//! The office decides by the rules in its own state, never by the configuration: a day replays under the
//! rules it was lived under.

use std::time::Duration;

use super::card::CardRules;
use super::id::{Prefix, ServiceId, StaffId, WindowId};
use super::incident::IncidentRules;
use super::locker::LockerRules;
use super::manual::ManualRules;

/// The rules of one hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The hall's own words.
    pub hall: Hall,
    /// Number ranges, one a prefix letter.
    pub groups: Vec<Group>,
    /// The first page of the terminal: at most six.
    pub sections: Vec<Section>,
    /// The service catalogue.
    pub services: Vec<Service>,
    /// The windows.
    pub windows: Vec<WindowRules>,
    /// Who may log in.
    pub staff: Vec<Clerk>,
    /// One entry for each class of ticket.
    pub classes: ClassTable,
    /// Which ticket a window calls next, unless the window says otherwise.
    pub discipline: Discipline,
    /// The bound on green-channel calls.
    pub green: GreenChannel,
    /// Calling, recalling, missing.
    pub calling: Calling,
    /// Taking tickets.
    pub issuing: Issuing,
    /// Rating.
    pub rating: Rating,
    /// Waiting-time estimates.
    pub estimate: Estimate,
    /// Why a window may pause, in the order of the keypad's digits from 1.
    pub pause_reasons: Vec<PauseReason>,
    /// Why a number may be called out of turn, in the order of the keypad's digits from 1.
    pub directed_reasons: Vec<String>,
    /// Why an errand is not accepted, in the order of the keypad's digits from 1.
    pub decline_reasons: Vec<String>,
    /// Identity cards at the terminals; `None` where nobody is asked for one.
    pub cards: Option<CardRules>,
    /// The pick-up cabinet; `None` in a hall without one.
    pub locker: Option<LockerRules>,
    /// Calling by paper; `None` where nothing of it is set.
    pub manual: Option<ManualRules>,
    /// What everybody is told when something befalls the hall; `None` where nothing is set.
    pub incidents: Option<IncidentRules>,
}

/// What the hall says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hall {
    /// Name, Chinese.
    pub name: String,
    /// Name, English.
    pub name_en: String,
    /// How to complain: printed at the foot of the slip.
    pub complaints: Vec<String>,
    /// The address of the slip's page, to which the ticket's code is appended; empty for the bare code.
    pub slip_url: String,
}

/// A range of numbers behind one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The letter.
    pub prefix: Prefix,
    /// First number of the day.
    pub first: u16,
    /// Last number of the range.
    pub last: u16,
    /// Digits printed.
    pub width: u8,
    /// What to do after the last number.
    pub exhausted: Exhausted,
}

/// What follows when a range of numbers is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhausted {
    /// No more tickets in this group today.
    Stop,
    /// Begin again at the first number whose earlier ticket has ended; never one that is still alive.
    Wrap,
}

/// A choice on the terminal's first page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Chinese.
    pub name: String,
    /// English.
    pub name_en: String,
    /// The services behind it, in order.
    pub services: Vec<ServiceId>,
}

/// One service of the catalogue: exactly six public fields, and how the queue treats it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The number a clerk types.
    pub id: ServiceId,
    /// Public: official code.
    pub code: String,
    /// Public: name.
    pub name: String,
    /// Public: materials to bring.
    pub materials: Vec<String>,
    /// Public: time limit, in words.
    pub limit: String,
    /// Public: steps.
    pub steps: Vec<String>,
    /// Public: standard.
    pub standard: String,
    /// Name in English.
    pub name_en: String,
    /// Whose numbers its tickets carry.
    pub group: Prefix,
    /// The class its tickets have when nobody says otherwise: red, blue, green by urgency of the matter.
    pub class: Class,
    /// How long one errand takes until the hall has measured it.
    pub prior: Duration,
    /// Most tickets in one day.
    pub quota: Option<u32>,
    /// Where its visitors wait.
    pub area: String,
}

/// A window and what it may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowRules {
    /// The number over it.
    pub id: WindowId,
    /// What stands on its nameplate: 综合窗口, 咨询窗口.
    pub name: String,
    /// The services it serves.
    pub skills: Skills,
    /// Its own discipline, if it has one.
    pub discipline: Option<Discipline>,
}

/// A member of staff and what they may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clerk {
    /// The number typed at log-in.
    pub id: StaffId,
    /// What the nameplate shows; may be the number again.
    pub shown_as: String,
    /// The post shown on the nameplate.
    pub post: String,
    /// The services they are trained for.
    pub skills: Skills,
}

/// A set of services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skills {
    /// Every service of the catalogue.
    All,
    /// These, and no other.
    Only(Vec<ServiceId>),
}

impl Skills {
    /// Whether `service` is among them.
    #[must_use]
    pub fn include(&self, service: ServiceId) -> bool {
        match self {
            Self::All => true,
            Self::Only(services) => services.contains(&service),
        }
    }
}

/// How urgent a ticket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Everybody.
    Ordinary,
    /// An urgent matter.
    Urgent,
    /// A person entitled to the green channel.
    Green,
    /// Back with what was missing, or after a missed call.
    Returning,
}

impl Class {
    /// All classes, in a fixed order.
    pub const ALL: [Self; 4] = [Self::Ordinary, Self::Urgent, Self::Green, Self::Returning];
}

/// What each class means in this hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassTable {
    /// Everybody.
    pub ordinary: ClassRules,
    /// Urgent matters.
    pub urgent: ClassRules,
    /// The green channel.
    pub green: ClassRules,
    /// Returning visitors.
    pub returning: ClassRules,
}

impl ClassTable {
    /// The rules of one class.
    #[must_use]
    pub fn of(&self, class: Class) -> ClassRules {
        match class {
            Class::Ordinary => self.ordinary,
            Class::Urgent => self.urgent,
            Class::Green => self.green,
            Class::Returning => self.returning,
        }
    }
}

/// What one class means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassRules {
    /// The wait it should not exceed, in minutes: its priority grows at one over this. 1 to 600.
    pub target_minutes: u32,
    /// The colour on slip, board, keypad and reports.
    pub colour: ClassColour,
}

/// Colours of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassColour {
    /// None.
    Plain,
    /// Red.
    Red,
    /// Blue.
    Blue,
    /// Green.
    Green,
}

/// Which ticket a window calls next, among those it can serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// The largest waiting time over its class's target (Kleinrock 1964; Stanford, Taylor and Ziedins 2014).
    AccumulatingPriority,
    /// Whoever waits longest.
    FirstCome,
    /// The first class in this list that has anybody; within it, whoever waits longest.
    Strict(Vec<Class>),
    /// In turns: so many calls of each class, then the next class; empty classes are passed over.
    Ratio(Vec<(Class, u8)>),
}

/// The bound that keeps the green channel from starving everybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GreenChannel {
    /// In this many calls …
    pub calls: u8,
    /// … at most this many are green …
    pub at_most: u8,
    /// … once an ordinary ticket has waited this long.
    pub once_waited: Duration,
    /// Whether visitors may say so themselves at the terminal.
    pub self_declared: bool,
    /// The reasons, in the order of the terminal's choices: at most six.
    pub reasons: Vec<GreenReason>,
}

/// A reason for the green channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GreenReason {
    /// Short code in the journal: `age`, `disability`.
    pub code: String,
    /// Chinese.
    pub name: String,
    /// English.
    pub name_en: String,
}

/// Calling, recalling, missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calling {
    /// A second NEXT at one window within this time is a bounce.
    pub bounce: Duration,
    /// A wrong NEXT can be undone within this time.
    pub undo_within: Duration,
    /// Whether the clerk presses START; if not, service starts with the call.
    pub start_key: bool,
    /// Recalls before NO-SHOW is allowed.
    pub recalls_before_no_show: u8,
    /// Time between two calls of one ticket, and before NO-SHOW.
    pub cool_down: Duration,
    /// A missed ticket comes back behind this many calls of its service, and then surely.
    pub return_after_calls: u32,
    /// An announcement that could not be said within this time is dropped.
    pub stale_after: Duration,
    /// After a restart, a call younger than this is said once more, as a repeat.
    pub repeat_within: Duration,
    /// Whether one clerk may hold two windows at once.
    pub one_clerk_two_windows: bool,
    /// A visitor who was sent to a window or clerk is kept for it through a pause of this length; then any
    /// window with the skill may call him. `None` keeps him as long as the pause lasts.
    pub kept_while_paused: Option<Duration>,
}

/// Taking tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuing {
    /// The same choice at the same terminal within this time is the same touch.
    pub double_touch: Duration,
    /// Most tickets from one terminal in one minute.
    pub per_minute: u32,
    /// Most services on one ticket.
    pub errands: u8,
    /// A slip that was not printed within this time is given up; the ticket stays.
    pub print_within: Duration,
    /// How long after the closing of the session a visitor may probably be done: where the wait as it is told
    /// and the catalogue's minutes lead further, no ticket is given. `None` counts only the session's last
    /// ticket.
    pub overrun: Option<Duration>,
}

/// Rating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Whether FINISH asks by itself.
    pub ask_at_finish: bool,
    /// How long the pad waits for a grade; after it there is none, and none is invented.
    pub within: Duration,
    /// The five reasons printed beside the pad's keys for the two lowest grades.
    pub reasons: Vec<String>,
}

/// The grades after which the pad asks why: bad and very bad.
pub const LOW_GRADES: [u8; 2] = [4, 5];

/// Waiting-time estimates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Time from a call to the visitor at the window.
    pub call_out: Duration,
    /// How many measured cases weigh as much as the catalogue's own minutes.
    pub prior_weight: u32,
    /// Visitors of a hundred who do not come when called, until measured.
    pub no_show_percent: u32,
    /// Ranges are rounded to this many minutes.
    pub round_minutes: u32,
}

/// Why a window may pause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseReason {
    /// Short code in the journal.
    pub code: String,
    /// The courteous words on the board.
    pub board: String,
}
