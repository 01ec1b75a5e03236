//! The clerk's keypad at one window: keys to requests, the view to four characters and a beep.
//!
//! A key with a function of its own acts at once. FUNCTION and a further key give the others; those that need
//! numbers ask for them field by field, each ended by ENTER, or by its only digit. FUNCTION begins anew, and
//! twice FUNCTION clears. What was typed is forgotten after [`TYPED_FOR`], so that the next clerk does not
//! complete it. [`keys::FUNCTIONS`] is the whole table.

pub mod digits;
mod entry;
pub mod keys;
mod paper;
mod pin;
pub mod relief;
mod shown;

use std::time::Duration;

use hal::port::keypad::{Beep, Key};

pub use self::pin::Pin;

use self::entry::{Entry, Field, Step};
use self::keys::Act;
use self::paper::Paper;
use self::relief::Relief;
use self::shown::{at_rest, is_wrong_pin, unseen};
use super::{Ask, Reply};
use crate::domain::id::{Prefix, WindowId};
use crate::domain::incident::AlarmKind;
use crate::domain::moment::HallTime;
use crate::domain::request::{Refusal, Request};
use crate::domain::ticket::Outcome;
use crate::domain::view::{OfficeView, WindowState, WindowView};

/// What was typed is forgotten this long after the last key: longer than a search for a number in the papers,
/// shorter than a change of clerks.
pub const TYPED_FOR: Duration = Duration::from_secs(15);
/// A refusal stands this long on the digits, or until the next key.
pub const REFUSAL_FOR: Duration = Duration::from_secs(3);
/// The number of a ticket that was given here stands this long, or until the next key: until it is told to
/// the visitor, who may have no slip.
pub const GIVEN_FOR: Duration = Duration::from_secs(10);
/// The number of a visitor whose class has a colour stands this long on the digits before its colour is said
/// …
pub const NUMBER_FOR: Duration = Duration::from_secs(2);
/// … this long, once; then the number stands again. Long enough to be read, too short to be waited for.
pub const COLOUR_FOR: Duration = Duration::from_millis(1500);
/// Shown while FUNCTION waits for its second key.
const FUNCTION: &str = "F";
/// Shown for what was typed and cannot be meant.
const WRONG: &str = "Err";
/// Shown for a request that the journal could not confirm: press again.
const NOT_STORED: &str = "AGn";
/// Shown for a wrong PIN.
const WRONG_PIN: &str = "FAIL";
/// Shown for what was done and changes nothing else that the clerk sees.
const DONE: &str = "donE";
/// Shown when nobody is logged in.
pub(super) const NOBODY: &str = "----";
/// Shown at a window that pauses.
const PAUSED: &str = "PAUS";
/// Shown at a free window that calls nobody further and has nothing open.
const CLOSING: &str = "End";
/// Shown after the hours at a free window for which nobody waits: hand over the day's papers, and log out.
const HAND_OVER: &str = "HAnd";
/// Shown at a free window that calls nobody further, with how many are parked there.
const STILL_PARKED: &str = "PAr";

/// Shown when somebody of the duty staff has said that he comes …
const COMING: &str = "ConE";
/// … for so long: the clerk looks at the visitor, not at the digits.
const COMING_FOR: Duration = Duration::from_secs(8);

/// The keypad of one window.
#[derive(Clone, Debug)]
pub struct Keypad {
    window: WindowId,
    typing: Typing,
    /// When what was typed is forgotten.
    typed_until: Option<HallTime>,
    /// Four characters that stand for a while.
    said: Option<(String, HallTime)>,
    /// How many waited when the window was last seen free; `None` while it is not free.
    seen_waiting: Option<u32>,
    beep: Option<Beep>,
    /// When the digits go over from the number to a word, or back.
    turns_at: Option<HallTime>,
    /// What was asked last was help: a second press must not be heard at the window.
    asked_help: bool,
    relief: Relief,
    paper: Paper,
}

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Typing {
    Nothing,
    Function,
    Entry(Entry),
}

impl Keypad {
    /// The keypad of `window`, with nothing typed.
    #[must_use]
    pub fn new(window: WindowId) -> Self {
        Self {
            window,
            typing: Typing::Nothing,
            typed_until: None,
            said: None,
            seen_waiting: None,
            beep: None,
            turns_at: None,
            asked_help: false,
            relief: Relief::default(),
            paper: Paper::default(),
        }
    }

    /// The window it stands at.
    #[must_use]
    pub fn window(&self) -> WindowId {
        self.window
    }

    /// What a press asks, if it completes something.
    pub fn press(&mut self, now: HallTime, key: Key, view: &OfficeView) -> Option<Ask> {
        self.forget_old(now);
        self.pressed_at(now);
        self.said = None;
        if self.typing == Typing::Nothing
            && key == Key::Enter
            && let Some(ask) = self.insists(now)
        {
            return Some(ask);
        }
        let step = match (std::mem::replace(&mut self.typing, Typing::Nothing), key) {
            (Typing::Function, Key::Function) | (_, Key::Clear) => return None,
            // One key, whatever else is being typed: whoever needs help has no time for a second one.
            (Typing::Nothing | Typing::Entry(_), Key::Help) => entry::help(self.window, AlarmKind::Help),
            (Typing::Nothing | Typing::Entry(_), Key::Function) => {
                self.type_on(now, Typing::Function);
                return None;
            }
            (Typing::Function, key) => keys::after_function(key)
                .or_else(|| keys::alone(key))
                .map_or(Step::Wrong, |act| self.begin(act, view)),
            (Typing::Entry(entry), key) => return self.typed(now, entry, key, view),
            // The 16-key pad has no START of its own, and every visitor needs it: one key, not two.
            (Typing::Nothing, Key::Enter) if is_called(view, self.at()) => self.begin(Act::Start, view),
            // A digit or ENTER alone means nothing: a sleeve on the pad asks nothing.
            (Typing::Nothing, key) => self.begin(keys::alone(key)?, view),
        };
        self.follow(now, step, None, view)
    }

    /// The answer to what was asked last: a no is shown for a while and heard once, and so is a yes that
    /// would otherwise not be seen.
    pub fn answered(&mut self, now: HallTime, answer: Reply<'_>) {
        match answer {
            Reply::Granted(events) if events.iter().any(is_wrong_pin) => self.refuse(now, WRONG_PIN),
            Reply::Granted(events) => {
                self.paper_granted(now, events);
                if let Some((characters, stands)) = events.iter().find_map(unseen) {
                    self.said = Some((characters, now + stands));
                }
            }
            // Nobody lays a card on a keypad; it would say what it says of any refusal.
            Reply::Holds(_) => self.refuse(now, Refusal::HoldsTicket.digits()),
            // Help was called already: a beep would tell everybody at the window.
            Reply::Refused(Refusal::NoChange) if self.asked_help => {
                self.said = Some((DONE.to_owned(), now + REFUSAL_FOR));
            }
            Reply::Refused(refusal) => {
                self.refuse(now, refusal.digits());
                self.paper_refused(now, refusal);
            }
            Reply::Objected(refusal, findings) => {
                self.refuse(now, refusal.digits());
                self.objected(now, findings);
            }
            Reply::NotStored => self.refuse(now, NOT_STORED),
        }
    }

    /// What the four digits show.
    pub fn digits(&mut self, now: HallTime, view: &OfficeView) -> String {
        self.forget_old(now);
        let colour = colour(view, self.at());
        let coloured = colour.and_then(|(_, moments)| moments.into_iter().find(|at| *at > now));
        self.turns_at = coloured.into_iter().chain(self.word_turns(now, view)).min();
        if let Some((characters, _)) = &self.said {
            return characters.clone();
        }
        if let (Typing::Nothing, Some((word, [from, until]))) = (&self.typing, colour)
            && (from..until).contains(&now)
        {
            return word.to_owned();
        }
        match &self.typing {
            Typing::Function => FUNCTION.to_owned(),
            Typing::Entry(entry) => entry.digits(),
            Typing::Nothing => self.word(now, view).unwrap_or_else(|| at_rest(view, self.at())),
        }
    }

    /// The beep that is due, once: a refusal, or a queue that was empty and is not, at a window that is free.
    pub fn beep(&mut self, view: &OfficeView) -> Option<Beep> {
        let free = seen(view, self.window)
            .filter(|window| window.state == WindowState::Free && !window.closing_out)
            .map(|window| window.waiting);
        if let (Some(0), Some(1..)) = (self.seen_waiting, free) {
            self.beep.get_or_insert(Beep::Waiting);
        }
        self.seen_waiting = free;
        self.beep.take()
    }

    /// When the digits change if nobody presses anything.
    #[must_use]
    pub fn deadline(&self) -> Option<HallTime> {
        let said_until = self.said.as_ref().map(|(_, until)| *until);
        [said_until, self.typed_until, self.turns_at].into_iter().flatten().min()
    }

    /// A key while a field is open. A function key leaves the field and acts: the clerk has changed plans.
    fn typed(&mut self, now: HallTime, mut entry: Entry, key: Key, view: &OfficeView) -> Option<Ask> {
        let step = if let Key::Digit(digit) = key {
            entry.digit(self.meant(&entry), digit)
        } else if entry::completes(key, entry.field()) {
            entry.complete(self.meant(&entry))
        } else if key == Key::Recall && entry.next_letter(&letters(view)) {
            Step::Stay
        } else {
            self.begin(keys::alone(key)?, view)
        };
        self.follow(now, step, Some(entry), view)
    }

    /// What the first key of a function leads to.
    fn begin(&self, act: Act, view: &OfficeView) -> Step {
        let window = self.at();
        let seen = seen(view, window);
        let office = |request| Step::Ask(Ask::Office(request));
        match act {
            Act::Next => office(Request::CallNext { window }),
            Act::Recall => office(Request::Recall { window }),
            Act::NoShow => office(Request::NoShow { window }),
            Act::Start => office(Request::Start { window }),
            Act::Finish => office(Request::Finish { window, outcome: Outcome::Done }),
            Act::Park => office(Request::Park { window }),
            Act::Undo => office(Request::Undo { window }),
            Act::Rate => office(Request::AskRating { window }),
            Act::Resume if seen.is_some_and(|seen| seen.parked.len() > 1) => Step::Then(Field::Resumed),
            Act::Resume => office(Request::Resume { window, number: None }),
            Act::Pause if seen.is_some_and(rests) => office(Request::GoOn { window }),
            Act::Pause => Step::Then(Field::PauseReason),
            Act::Outcome => Step::Then(Field::Outcome),
            Act::Transfer => Step::Then(Field::TransferKind),
            Act::CallNumber => Step::Then(Field::Called),
            Act::Return => Step::Then(Field::Returned),
            Act::LogIn => Step::Then(Field::Staff),
            Act::Help => Step::Then(Field::Help),
            Act::Issue => Step::Then(Field::Issued),
            Act::Instead => Step::Then(Field::Instead),
        }
    }

    fn follow(&mut self, now: HallTime, step: Step, entry: Option<Entry>, view: &OfficeView) -> Option<Ask> {
        match step {
            Step::Stay => {
                if let Some(entry) = entry {
                    self.type_on(now, Typing::Entry(entry));
                }
                None
            }
            Step::Then(field) => {
                self.type_on(now, Typing::Entry(Entry::new(field)));
                None
            }
            Step::Wrong => {
                self.digits_refused(now, entry.as_ref());
                self.refuse(now, WRONG);
                None
            }
            Step::Written(draft) => {
                let step = self.written(now, &draft, view);
                self.follow(now, step, None, view)
            }
            Step::Close => self.follow(now, paper::close(view), None, view),
            Step::Ask(ask) => {
                self.asks_of_paper(&ask);
                self.asked_help = matches!(ask, Ask::Office(Request::Incident(_)));
                Some(self.or_hand_over(ask, view))
            }
            Step::Instead(window) => {
                if !self.stand_in(now, window) {
                    self.refuse(now, WRONG);
                }
                None
            }
        }
    }

    /// A log-in at a window that has a clerk is a hand-over.
    fn or_hand_over(&self, ask: Ask, view: &OfficeView) -> Ask {
        let has_clerk = seen(view, self.at()).is_some_and(|seen| seen.clerk.is_some());
        match ask {
            Ask::WithPin { window, staff, pin, .. } if has_clerk => {
                Ask::WithPin { window, staff, pin, then: Request::HandOver { window, staff } }
            }
            Ask::WithPin { .. } | Ask::Office(_) | Ask::PickupCode(_) => ask,
        }
    }

    fn type_on(&mut self, now: HallTime, typing: Typing) {
        self.typing = typing;
        self.typed_until = Some(now + TYPED_FOR);
    }

    fn refuse(&mut self, now: HallTime, characters: &str) {
        self.said = Some((characters.to_owned(), now + REFUSAL_FOR));
        self.beep = Some(Beep::Refused);
    }

    fn forget_old(&mut self, now: HallTime) {
        self.forget_instead(now);
        if self.typed_until.is_some_and(|until| now >= until) {
            self.typing = Typing::Nothing;
        }
        if self.typing == Typing::Nothing {
            self.typed_until = None;
        }
        if self.said.as_ref().is_some_and(|(_, until)| now >= *until) {
            self.said = None;
        }
    }
}

/// Whether somebody has just said that he comes to this window.
fn is_coming(view: &OfficeView, window: WindowId) -> bool {
    let mut here = view.incidents.alarms.values().filter(|alarm| alarm.window == Some(window));
    here.any(|alarm| alarm.acknowledged.is_some_and(|at| view.at.hall.since(at) < COMING_FOR))
}

/// The colour of the visitor at the window, and from when until when it is said; `None` for a plain class.
fn colour(view: &OfficeView, window: WindowId) -> Option<(&'static str, [HallTime; 2])> {
    let (class, since) = match seen(view, window)?.state {
        WindowState::Called { class, last, .. } => (class, last),
        WindowState::Serving { class, since, .. } => (class, since),
        WindowState::Closed | WindowState::Free | WindowState::Paused { .. } => return None,
    };
    let word = digits::colour(view.rules.classes.of(class).colour)?;
    Some((word, [since + NUMBER_FOR, since + NUMBER_FOR + COLOUR_FOR]))
}

/// Whether the visitor of the window is on the way.
fn is_called(view: &OfficeView, window: WindowId) -> bool {
    seen(view, window).is_some_and(|seen| matches!(seen.state, WindowState::Called { .. }))
}

/// Whether the window pauses or closes out: the pause key takes both back.
fn rests(seen: &WindowView) -> bool {
    seen.closing_out || matches!(seen.state, WindowState::Paused { .. })
}

fn seen(view: &OfficeView, window: WindowId) -> Option<&WindowView> {
    view.windows.iter().find(|seen| seen.id == window)
}

fn letters(view: &OfficeView) -> Vec<Prefix> {
    view.rules.groups.iter().map(|group| group.prefix).collect()
}
