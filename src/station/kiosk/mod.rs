//! The self-service terminal: how a visitor comes to a ticket in two touches, and to more with a few more.
//!
//! ```text
//! start ── section ──▶ list ── service ──▶ issued            two touches: the figures stand on the choices
//!                       │ more
//!                       ▼
//!                      list ── service ──▶ confirm ── take ──▶ issued     (before it `card`, where one is
//!                                                                          required and was not laid on)
//!                                           │  ▲ │ another ──▶ start (its choice comes back to confirm)
//!                                     green ▼  │
//!                                          reason
//! ```
//!
//! Every page but the first is left by itself when nobody touches it. A touch on a page that has changed
//! meanwhile is ignored, and so is any touch while a ticket is being stored: one visitor, one ticket.

mod card;
mod given;
mod pages;
pub mod pickup;
mod shut;
mod wait;

use std::time::Duration;

use hal::port::printer;
use hal::port::terminal::{Button, CHOICES, Page, PageName};

use self::card::Shown;
pub use self::card::{Laid, Reader};
use self::given::Given;
use self::pages::Context;
use self::pickup::PickupCode;
pub use self::wait::SAID_AFTER;
use super::words::{self, Words, words};
use super::{Condition, Reply, notice};
use crate::domain::id::{KioskId, ServiceId};
use crate::domain::moment::HallTime;
use crate::domain::request::Request;
use crate::domain::view::{Availability, OfficeView};

/// A page that nobody touches goes back to the first: time to read it twice, slowly.
pub const PAGE_FOR: Duration = Duration::from_secs(45);
/// The number stands this long when its slip comes out of the printer.
pub const ISSUED_FOR: Duration = Duration::from_secs(12);
/// The number stands this long when there is no slip: it has to be remembered or written down.
pub const REMEMBER_FOR: Duration = Duration::from_secs(60);
/// Words only stand this long.
pub const NOTICE_FOR: Duration = Duration::from_secs(10);
/// An answer takes a commit; a terminal that waits longer shows its first page again. Longer than a disk that hangs is
/// waited for on every rung of the journal (B09): whoever could touch again before would get a second ticket.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(45);

/// What a terminal knows of the printer beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrinterState {
    /// It has told nothing about itself: some models never do.
    #[default]
    Untold,
    /// What it said last.
    Told(printer::Status),
    /// It is not there.
    Lost,
}

impl PrinterState {
    /// Whether a slip sent at this moment would probably come out.
    #[must_use]
    pub fn can_print(self) -> bool {
        match self {
            Self::Untold => true,
            Self::Told(status) => status.can_print(),
            Self::Lost => false,
        }
    }
}

/// Which page stands, with what belongs to it.
#[derive(Clone, Debug)]
enum Place {
    Start,
    List {
        section: usize,
        from: usize,
        more: bool,
    },
    Confirm,
    Reason,
    /// Where a card is required and none was read.
    Card,
    /// The guide desk's words, and the way to the cabinet.
    Help,
    /// The digits of a code so far.
    Code(String),
    /// The code is on its way.
    Opening(String),
    Issued(Given),
    Notice(Words),
    /// The request is on its way; the page before stands and hears nothing.
    Asked {
        shown: PageName,
        section: usize,
        from: usize,
        since: HallTime,
    },
}

/// One terminal.
#[derive(Clone, Debug)]
pub struct Kiosk {
    id: KioskId,
    place: Place,
    /// The errands chosen so far.
    errands: Vec<ServiceId>,
    /// The reason for the green channel, once given.
    green: Option<u8>,
    /// The visitor's identity card.
    shown: Shown,
    reader: Reader,
    /// A code that was typed whole.
    code: Option<PickupCode>,
    /// When the page is left by itself.
    until: Option<HallTime>,
}

impl Kiosk {
    /// The terminal of this number, on its first page.
    #[must_use]
    pub fn new(id: KioskId) -> Self {
        Self {
            id,
            place: Place::Start,
            errands: Vec::new(),
            green: None,
            shown: Shown::default(),
            reader: Reader::default(),
            code: None,
            until: None,
        }
    }

    /// A finger went down on `button` of `page`.
    pub fn touched(
        &mut self,
        now: HallTime,
        page: PageName,
        button: Button,
        view: &OfficeView,
    ) -> Option<Request> {
        self.leave_old(now);
        if page != self.page_name(view) || view.incidents.is_fire() {
            return None;
        }
        match (self.place.clone(), button) {
            (Place::Start, Button::Choice(choice)) => self.choose_section(now, usize::from(choice), view),
            (Place::Start, Button::Help) => self.help(now, view),
            (Place::Help | Place::Code(_), button) => self.collects(now, button),
            (Place::List { section, from, more }, Button::Choice(choice)) => {
                return self.choose_service(now, (section, from, more), usize::from(choice), view);
            }
            (Place::List { section, from, more }, Button::More) => {
                self.go(now, Place::List { section, from, more: !more }, PAGE_FOR);
            }
            (Place::Confirm, Button::Take) => return self.take(now, PageName::Confirm, (0, 0), view),
            (Place::Card, Button::Take) if !self.lacks_card(view) => {
                return self.take(now, PageName::Confirm, (0, 0), view);
            }
            (Place::Confirm, Button::Another)
                if self.errands.len() < usize::from(view.rules.issuing.errands) =>
            {
                self.go(now, Place::Start, PAGE_FOR);
            }
            (Place::Confirm, Button::Green) => self.choose_green(now, view),
            (Place::Reason, Button::Choice(choice))
                if usize::from(choice) < view.rules.green.reasons.len() =>
            {
                self.green = Some(choice);
                self.go(now, Place::Confirm, PAGE_FOR);
            }
            (Place::Reason, Button::Back) => self.go(now, Place::Confirm, PAGE_FOR),
            (Place::List { from, section, more }, Button::Back) if from > 0 => {
                let from = from.saturating_sub(PER_PAGE);
                self.go(now, Place::List { section, from, more }, PAGE_FOR);
            }
            (Place::List { .. }, Button::Back) => self.go(now, Place::Start, PAGE_FOR),
            (Place::Issued(given), Button::Take) if self.lacks_slip(&given, view) => {
                return Some(Request::Reprint { ticket: given.ticket });
            }
            (Place::Confirm | Place::Card | Place::Issued(_) | Place::Notice(_), Button::Back) => {
                self.start_again()
            }
            (
                Place::Start
                | Place::List { .. }
                | Place::Confirm
                | Place::Reason
                | Place::Card
                | Place::Opening(_)
                | Place::Issued(_)
                | Place::Notice(_)
                | Place::Asked { .. },
                Button::Choice(_)
                | Button::Back
                | Button::More
                | Button::Take
                | Button::Another
                | Button::Green
                | Button::Help,
            ) => {}
        }
        None
    }

    /// The answer to what was asked: a ticket, a reprint, or no.
    pub fn answered(&mut self, now: HallTime, answer: Reply<'_>) {
        match answer {
            Reply::Granted(events) => {
                self.opened(now, events);
                self.granted(now, events);
            }
            Reply::Holds(holding) => self.holds(now, holding),
            // Nobody enters paper at a terminal.
            Reply::Refused(refusal) | Reply::Objected(refusal, _) => {
                self.refused(now, words::no_ticket(refusal))
            }
            Reply::NotStored => self.refused(now, not_stored()),
        }
    }

    /// The page at this moment.
    pub fn page(
        &mut self,
        now: HallTime,
        view: &OfficeView,
        printer: PrinterState,
        condition: Condition,
    ) -> Page {
        if let Place::Issued(given) = &self.place {
            let no_paper = self.lacks_slip(given, view) || !printer.can_print();
            self.until = Some(given.since + if no_paper { REMEMBER_FOR } else { ISSUED_FOR });
        }
        self.leave_old(now);
        let context = Context {
            view,
            printer,
            condition,
            errands: &self.errands,
            green: self.green,
            shown: self.shown,
            asks: self.reader == Reader::Ready && !matches!(self.place, Place::Issued(_) | Place::Notice(_)),
        };
        if let Some(way) = notice::evacuation(view) {
            return shut::leave(&context, &way);
        }
        match &self.place {
            Place::Start if shut::is_closed(view) => shut::closed(&context),
            Place::Start => pages::start(&context),
            Place::List { section, from, more } => pages::list(&context, *section, *from, *more),
            Place::Confirm => pages::confirm(&context),
            Place::Reason => pages::reason(&context),
            Place::Help => pages::help(&context),
            Place::Code(typed) => pages::code(&context, typed.len()),
            Place::Opening(typed) => wait::deaf(pages::code(&context, typed.len())),
            Place::Card => pages::card(&context, self.lacks_card(view)),
            Place::Issued(given) => pages::issued(&context, given, self.slip(given, view)),
            Place::Notice(words) => pages::notice(&context, words),
            Place::Asked { shown: PageName::List, section, from, since } => {
                wait::asked(now.since(*since), pages::list(&context, *section, *from, false))
            }
            Place::Asked { since, .. } => wait::asked(now.since(*since), pages::confirm(&context)),
        }
    }

    /// When the page is left by itself.
    #[must_use]
    pub fn deadline(&self) -> Option<HallTime> {
        self.until
    }

    /// Taken back at the second touch.
    fn choose_green(&mut self, now: HallTime, view: &OfficeView) {
        if self.green.take().is_some() {
            self.go(now, Place::Confirm, PAGE_FOR);
        } else if pages::offers_green(view) {
            self.go(now, Place::Reason, PAGE_FOR);
        }
    }

    fn choose_section(&mut self, now: HallTime, section: usize, view: &OfficeView) {
        if !pages::section_gives(view, section) {
            return;
        }
        let more = !self.errands.is_empty();
        self.go(now, Place::List { section, from: 0, more }, PAGE_FOR);
    }

    /// The second touch: the ticket, or with `more` the page with everything about it.
    fn choose_service(
        &mut self,
        now: HallTime,
        (section, from, more): (usize, usize, bool),
        choice: usize,
        view: &OfficeView,
    ) -> Option<Request> {
        match pages::choice(view, section, from, choice)? {
            pages::Choice::Further => {
                self.go(now, Place::List { section, from: from + PER_PAGE, more }, PAGE_FOR);
                None
            }
            pages::Choice::Service(service) => {
                let figures = words::figures(&view.services, service)?;
                if figures.availability != Availability::Open {
                    return None;
                }
                if !self.errands.contains(&service) {
                    self.errands.push(service);
                }
                if more {
                    self.go(now, Place::Confirm, PAGE_FOR);
                    return None;
                }
                self.take(now, PageName::List, (section, from), view)
            }
        }
    }

    fn take(
        &mut self,
        now: HallTime,
        shown: PageName,
        (section, from): (usize, usize),
        view: &OfficeView,
    ) -> Option<Request> {
        let Some(cards) = view.rules.cards else {
            self.go(now, Place::Asked { shown, section, from, since: now }, ANSWER_WITHIN);
            return Some(Request::Issue { services: self.errands.clone(), green: self.green, paper: true });
        };
        if self.lacks_card(view) {
            self.go(now, Place::Card, cards.wait);
            return None;
        }
        self.go(now, Place::Asked { shown, section, from, since: now }, ANSWER_WITHIN);
        Some(self.issue_by_card())
    }

    fn refused(&mut self, now: HallTime, words: Words) {
        if matches!(self.place, Place::Asked { .. } | Place::Opening(_)) {
            self.start_again();
            self.go(now, Place::Notice(words), NOTICE_FOR);
        }
    }

    fn go(&mut self, now: HallTime, place: Place, stays: Duration) {
        self.place = place;
        self.until = Some(now + stays);
    }

    fn start_again(&mut self) {
        *self = Self { reader: self.reader, ..Self::new(self.id) };
    }

    fn leave_old(&mut self, now: HallTime) {
        if self.until.is_some_and(|until| now >= until) {
            self.start_again();
        }
    }

    /// The page that stands, as the panel names it.
    fn page_name(&self, view: &OfficeView) -> PageName {
        match &self.place {
            Place::Start if shut::is_closed(view) => PageName::Notice,
            Place::Start => PageName::Start,
            Place::List { .. } | Place::Help | Place::Code(_) | Place::Opening(_) => PageName::List,
            Place::Confirm | Place::Card => PageName::Confirm,
            Place::Reason => PageName::Reason,
            Place::Issued(_) => PageName::Issued,
            Place::Notice(_) => PageName::Notice,
            Place::Asked { shown, .. } => *shown,
        }
    }
}

/// Services on one page when there are more than fit: the last choice leads further.
const PER_PAGE: usize = CHOICES as usize - 1;

fn not_stored() -> Words {
    words("暂时不能取号，请到导办台", "No ticket can be given at present: please come to the guide desk")
}
