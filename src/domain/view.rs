//! What anyone may see of the office at one moment. Every face of the hall is drawn from this and nothing
//! else.

use std::sync::Arc;
use std::time::Duration;

use super::id::{DoorId, KioskId, ServiceDay, ServiceId, StaffId, TicketId, TicketNumber, WindowId};
use super::incident::Incidents;
use super::job::Job;
use super::keeping::Kept;
use super::locker::{DoorTrouble, Item, Order};
use super::manual::ManualView;
use super::means::Standing;
use super::moment::{HallTime, Moment, Wall};
use super::rules::{Class, Rules};
use super::self_test::SelfTestView;
use super::staff::PinNews;
use super::ticket::{Slip, WaitRange};

/// The office as it may be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeView {
    /// When it was seen.
    pub at: Moment,
    /// The day that is open; `None` between days.
    pub day: Option<ServiceDay>,
    /// The last session of the day is over: whoever holds a ticket is still served.
    pub after_hours: bool,
    /// The rules that hold.
    pub rules: Arc<Rules>,
    /// Every service of the catalogue, in its order.
    pub services: Vec<ServiceView>,
    /// Every window, in order.
    pub windows: Vec<WindowView>,
    /// Calls that stand at this moment, the newest first.
    pub calls: Vec<CallView>,
    /// Who will probably be called next, at most eight.
    pub next_up: Vec<TicketNumber>,
    /// Open jobs, the oldest first, with what is needed to deliver them.
    pub jobs: Vec<JobView>,
    /// The last ticket that was given at each terminal, in the order of the terminals.
    pub given: Vec<GivenView>,
    /// The figures of the day so far.
    pub totals: Totals,
    /// The pick-up cabinet; empty in a hall without one.
    pub locker: LockerView,
    /// How the day's records are kept.
    pub kept: Kept,
    /// By which means the hall works, as it is on record; all is well between days.
    pub standing: Standing,
    /// Calling by paper.
    pub manual: ManualView,
    /// The self-test of the morning and its certificate.
    pub self_test: SelfTestView,
    /// What befalls the whole hall.
    pub incidents: Incidents,
    /// What became of PINs of the staff today, the newest first.
    pub pins: Vec<PinNews>,
    /// The services of which the duty leader has stopped the tickets; `None` stands for all.
    pub stopped: Vec<Option<ServiceId>>,
}

/// The pick-up cabinet as it may be seen: it names nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockerView {
    /// What lies in it.
    pub items: Vec<Item>,
    /// The doors that are being opened.
    pub orders: Vec<Order>,
    /// Doors with which something is the matter, and since when.
    pub troubles: Vec<(DoorId, DoorTrouble, HallTime)>,
}

/// A service as a visitor at the terminal may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceView {
    /// Which.
    pub id: ServiceId,
    /// Whether a ticket can be had.
    pub availability: Availability,
    /// Tickets that wait for it.
    pub waiting: u32,
    /// People who would be called before an ordinary visitor who came at this moment.
    pub ahead: u32,
    /// How long such a visitor would wait, if it can be said.
    pub wait: Option<WaitRange>,
}

/// Whether a ticket can be had, and if not, why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// Yes.
    Open,
    /// Outside the hours.
    Closed {
        /// When it opens next, if that is known.
        opens: Option<Wall>,
    },
    /// The last ticket of this session is gone.
    LastTicketGone {
        /// When it opens next, if that is known.
        opens: Option<Wall>,
    },
    /// So many wait that a visitor who came at this moment would probably not be done when the session
    /// closes.
    WouldOverrun {
        /// When it opens next, if that is known.
        opens: Option<Wall>,
    },
    /// The quota of the day is used up, or the range of numbers.
    Full,
    /// Stopped by the duty leader.
    Stopped,
    /// The disk has room for calls only: numbers are given at the desk, on paper.
    AtDesk,
    /// No window serves it.
    NobodyServes,
}

/// A window as everybody may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowView {
    /// Which.
    pub id: WindowId,
    /// What goes on there.
    pub state: WindowState,
    /// Who is logged in.
    pub clerk: Option<StaffId>,
    /// Tickets that wait and that this window could call.
    pub waiting: u32,
    /// The parked tickets it will take up again, the longest parked first.
    pub parked: Vec<TicketNumber>,
    /// What its rating pad asks.
    pub rating: Option<RatingView>,
    /// Nobody further is called.
    pub closing_out: bool,
}

/// What goes on at a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowState {
    /// Nobody is logged in.
    Closed,
    /// Free.
    Free,
    /// A visitor is called.
    Called {
        /// The number.
        number: TicketNumber,
        /// Its class.
        class: Class,
        /// Since when.
        since: HallTime,
        /// When it was called last.
        last: HallTime,
    },
    /// A visitor is served.
    Serving {
        /// The number.
        number: TicketNumber,
        /// Its class.
        class: Class,
        /// Since when.
        since: HallTime,
        /// The errand.
        service: ServiceId,
    },
    /// It pauses.
    Paused {
        /// Place in the rules' list of reasons.
        reason: u8,
        /// Since when.
        since: HallTime,
    },
}

/// What a rating pad asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatingView {
    /// A grade.
    Grade,
    /// A reason for the low grade.
    Reason,
}

/// A call that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallView {
    /// Who.
    pub number: TicketNumber,
    /// Where to.
    pub window: WindowId,
    /// Its class.
    pub class: Class,
    /// When it was called last.
    pub last: HallTime,
    /// Whether the visitor is at the window already.
    pub arrived: bool,
}

/// An open job with what is needed to deliver it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobView {
    /// The job.
    pub job: Job,
    /// The ticket it is about.
    pub ticket: TicketView,
}

/// A ticket as its slip shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketView {
    /// Forever unique; only its keyed hash leaves the box.
    pub id: TicketId,
    /// Printed large.
    pub number: TicketNumber,
    /// What for.
    pub services: Vec<ServiceId>,
    /// How urgent.
    pub class: Class,
    /// People ahead, as told when it was issued.
    pub ahead: u32,
    /// The wait, as told when it was issued.
    pub wait: Option<WaitRange>,
    /// When it was issued.
    pub issued: Moment,
}

/// The last ticket given at a terminal, for the page that shows the number when no paper does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenView {
    /// The terminal.
    pub kiosk: KioskId,
    /// The ticket; how long its page stays is counted from `issued`.
    pub ticket: TicketView,
    /// What became of its slip.
    pub slip: Slip,
}

/// Figures of the day so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Tickets given.
    pub issued: u32,
    /// Tickets that wait.
    pub waiting: u32,
    /// Tickets called and on their way, or at a window.
    pub at_windows: u32,
    /// Tickets parked.
    pub parked: u32,
    /// Tickets of which every errand has an outcome.
    pub served: u32,
    /// Tickets called, not come, and not back.
    pub missed: u32,
    /// Tickets ended without being served.
    pub cancelled: u32,
    /// The longest wait of those who wait.
    pub longest_wait: Duration,
    /// Grades given.
    pub rated: u32,
}
