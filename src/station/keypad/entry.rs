//! What a clerk is asked to type: the fields, their limits, and what follows when one is complete.

use hal::port::keypad::Key;

use super::digits;
use super::paper::{self, Draft};
use super::pin::Pin;
use crate::domain::id::{Prefix, ServiceId, StaffId, WindowId};
use crate::domain::incident::{AlarmKind, IncidentRequest};
use crate::domain::request::{Request, TransferTo, TypedNumber};
use crate::domain::ticket::Outcome;
use crate::station::Ask;

/// Most digits of a staff number.
const STAFF_DIGITS: usize = 8;
/// Most digits of a PIN.
const PIN_DIGITS: usize = 8;
/// Most digits of a ticket's number and of a service's.
const NUMBER_DIGITS: usize = 4;
/// Most digits of a window's number.
const WINDOW_DIGITS: usize = 2;
/// Most materials that can be named with one digit each.
const MATERIALS: usize = 10;

/// One thing to be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Who logs in or takes over.
    Staff,
    /// Their PIN.
    Pin(StaffId),
    /// Whether to a service, a window or a clerk.
    TransferKind,
    /// The service to send the visitor to.
    ToService,
    /// The window to send the visitor to.
    ToWindow,
    /// The clerk to send the visitor to.
    ToClerk,
    /// The number to be called out of turn.
    Called,
    /// Why it is.
    CalledReason(TypedNumber),
    /// The number that is back.
    Returned,
    /// Which of several parked numbers.
    Resumed,
    /// Why the window pauses.
    PauseReason,
    /// How the errand ended.
    Outcome,
    /// Why it was not accepted.
    DeclineReason,
    /// What was missing: a digit for each material.
    Missing,
    /// What help is needed for.
    Help,
    /// The service for which a ticket is given.
    Issued,
    /// The window that is pressed for; nothing is the own one.
    Instead,
    /// What is done about paper.
    Paper,
    /// The next blank of a line of paper.
    Written(Draft),
}

impl Field {
    /// What the digits show before anything is typed.
    pub fn prompt(&self) -> &'static str {
        match self {
            Self::Staff => "Id",
            Self::Pin(_) => "PIn",
            Self::TransferKind => "tr",
            Self::ToService | Self::Issued => "SEr",
            Self::ToWindow | Self::Instead => "uIn",
            Self::ToClerk => "CLEr",
            Self::Called | Self::Returned | Self::Resumed => "nr",
            Self::CalledReason(_) | Self::DeclineReason => "rEA",
            Self::PauseReason => "PAU",
            Self::Outcome => "Out",
            Self::Missing => "LISt",
            Self::Help => "HELP",
            Self::Paper => "PAPr",
            Self::Written(draft) => draft.prompt(),
        }
    }

    /// Most digits that can be typed.
    fn most(&self) -> usize {
        match self {
            Self::Staff | Self::ToClerk => STAFF_DIGITS,
            Self::Pin(_) => PIN_DIGITS,
            Self::ToService | Self::Issued | Self::Called | Self::Returned | Self::Resumed => NUMBER_DIGITS,
            Self::ToWindow | Self::Instead => WINDOW_DIGITS,
            Self::Missing => MATERIALS,
            Self::Written(draft) => draft.most(),
            Self::TransferKind
            | Self::CalledReason(_)
            | Self::PauseReason
            | Self::Outcome
            | Self::Help
            | Self::Paper
            | Self::DeclineReason => 1,
        }
    }

    /// Whether the first digit completes it, without ENTER.
    fn one_digit(&self) -> bool {
        self.most() == 1
    }

    /// Whether a ticket's number is typed, which may need a letter.
    fn takes_letter(&self) -> bool {
        let asks = matches!(self, Self::Written(draft) if draft.takes_letter());
        asks || matches!(self, Self::Called | Self::Returned | Self::Resumed)
    }
}

/// A field with what was typed so far. Its `Debug` tells how much was typed, not what: it may be a PIN.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    field: Field,
    typed: String,
    letter: Option<Prefix>,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({:?}, {} digits)", self.field, self.typed.len())
    }
}

/// What follows a key in a field.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// The field wants more.
    Stay,
    /// Another field follows.
    Then(Field),
    /// It is complete.
    Ask(Ask),
    /// A line of paper is typed.
    Written(Draft),
    /// The sheet in use is to be closed.
    Close,
    /// From here on keys are pressed for this window; `None` is the own one.
    Instead(Option<WindowId>),
    /// What was typed cannot be meant.
    Wrong,
}

/// An alarm at the window.
pub fn help(window: WindowId, kind: AlarmKind) -> Step {
    let raise = IncidentRequest::Raise { kind, window: Some(window) };
    Step::Ask(Ask::Office(Request::Incident(raise)))
}

impl Entry {
    /// An empty field.
    pub fn new(field: Field) -> Self {
        Self { field, typed: String::new(), letter: None }
    }

    /// The field that is typed.
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// The digits that were typed. They may be a PIN: for fields about paper only.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// What the digits show.
    pub fn digits(&self) -> String {
        let secret = matches!(self.field, Field::Pin(_));
        let letter = self.letter.map(|prefix| digits::segments(prefix.0).unwrap_or('-'));
        match (letter, self.typed.is_empty()) {
            (None, true) => self.field.prompt().to_owned(),
            (None, false) if secret => digits::dashes(&self.typed),
            (None, false) => digits::last(&self.typed),
            (Some(letter), _) => digits::last(&format!("{letter}{}", self.typed)),
        }
    }

    /// A digit was pressed at `window`.
    pub fn digit(&mut self, window: WindowId, digit: u8) -> Step {
        let Some(character) = char::from_digit(u32::from(digit), 10) else { return Step::Wrong };
        if self.typed.chars().count() >= self.field.most() {
            return Step::Wrong;
        }
        if self.field == Field::Missing && self.typed.contains(character) {
            return Step::Stay;
        }
        self.typed.push(character);
        if self.field.one_digit() { self.complete(window) } else { Step::Stay }
    }

    /// The letter before the number, in turn: none, then each letter that the hall prints.
    ///
    /// `false` when no letter belongs here.
    pub fn next_letter(&mut self, letters: &[Prefix]) -> bool {
        if !self.field.takes_letter() {
            return false;
        }
        self.letter = match self.letter {
            None => letters.first().copied(),
            Some(letter) => {
                letters.iter().position(|known| *known == letter).and_then(|at| letters.get(at + 1)).copied()
            }
        };
        true
    }

    /// ENTER was pressed, or the only digit typed.
    pub fn complete(&self, window: WindowId) -> Step {
        let office = |request| Step::Ask(Ask::Office(request));
        match &self.field {
            Field::Staff if self.typed.is_empty() => office(Request::LogOut { window }),
            Field::Staff => self.parsed(|staff| Step::Then(Field::Pin(StaffId(staff)))),
            Field::Pin(_) if self.typed.is_empty() => Step::Wrong,
            Field::Pin(staff) => {
                let (staff, pin) = (*staff, Pin::typed(self.typed.clone()));
                Step::Ask(Ask::WithPin { window, staff, pin, then: Request::LogIn { window, staff } })
            }
            Field::TransferKind => match self.typed.as_str() {
                "1" => Step::Then(Field::ToService),
                "2" => Step::Then(Field::ToWindow),
                "3" => Step::Then(Field::ToClerk),
                _ => Step::Wrong,
            },
            Field::ToService => self.transfer(window, |service| TransferTo::Service(ServiceId(service))),
            Field::ToWindow => self.transfer(window, |window| TransferTo::Window(WindowId(window))),
            Field::ToClerk => self.transfer(window, |staff| TransferTo::Clerk(StaffId(staff))),
            Field::Called => {
                self.number().map_or(Step::Wrong, |number| Step::Then(Field::CalledReason(number)))
            }
            Field::CalledReason(number) => {
                let number = *number;
                self.place()
                    .map_or(Step::Wrong, |reason| office(Request::CallNumber { window, number, reason }))
            }
            Field::Returned => self.number().map_or(Step::Wrong, |number| office(Request::Return { number })),
            Field::Resumed if self.typed.is_empty() => office(Request::Resume { window, number: None }),
            Field::Resumed => self
                .number()
                .map_or(Step::Wrong, |number| office(Request::Resume { window, number: Some(number) })),
            Field::PauseReason if self.typed == "0" => office(Request::CloseOut { window }),
            // ENTER, or the key again on pads without digits: the first reason.
            Field::PauseReason if self.typed.is_empty() => office(Request::Pause { window, reason: 0 }),
            Field::PauseReason => {
                self.place().map_or(Step::Wrong, |reason| office(Request::Pause { window, reason }))
            }
            Field::Outcome => self.outcome(window),
            Field::Help if self.typed.is_empty() => help(window, AlarmKind::Help),
            Field::Help => {
                let kind = self.place().and_then(|place| AlarmKind::ALL.get(usize::from(place)));
                kind.map_or(Step::Wrong, |kind| help(window, *kind))
            }
            Field::DeclineReason => self.place().map_or(Step::Wrong, |reason| {
                office(Request::Finish { window, outcome: Outcome::NotAccepted { reason } })
            }),
            Field::Issued => self.parsed(|service| {
                let services = vec![ServiceId(service)];
                office(Request::Issue { services, green: None, paper: true })
            }),
            Field::Paper => paper::chosen(&self.typed),
            Field::Written(draft) => draft.complete(&self.typed, self.letter),
            Field::Instead if self.typed.is_empty() => Step::Instead(None),
            Field::Instead => self.parsed(|window| Step::Instead(Some(WindowId(window)))),
            Field::Missing if self.typed.is_empty() => Step::Wrong,
            Field::Missing => {
                let missing = self.typed.chars().filter_map(place_of).collect();
                office(Request::Finish { window, outcome: Outcome::Corrected { missing } })
            }
        }
    }

    fn outcome(&self, window: WindowId) -> Step {
        let finish = |outcome| Step::Ask(Ask::Office(Request::Finish { window, outcome }));
        match self.typed.as_str() {
            "1" => finish(Outcome::Done),
            "2" => finish(Outcome::TimeLimited),
            "3" => Step::Then(Field::DeclineReason),
            "4" => Step::Then(Field::Missing),
            "5" => Step::Then(Field::Paper),
            _ => Step::Wrong,
        }
    }

    fn transfer<N: std::str::FromStr>(&self, window: WindowId, to: impl FnOnce(N) -> TransferTo) -> Step {
        self.parsed(|number| Step::Ask(Ask::Office(Request::Transfer { window, to: to(number) })))
    }

    fn parsed<N: std::str::FromStr>(&self, step: impl FnOnce(N) -> Step) -> Step {
        self.typed.parse().map_or(Step::Wrong, step)
    }

    fn number(&self) -> Option<TypedNumber> {
        Some(TypedNumber { prefix: self.letter, value: self.typed.parse().ok()? })
    }

    fn place(&self) -> Option<u8> {
        self.typed.chars().next().and_then(place_of)
    }
}

/// The place in a list that a digit stands for: 1 to 9 for the first nine, 0 for the tenth.
fn place_of(digit: char) -> Option<u8> {
    let digit = u8::try_from(digit.to_digit(10)?).ok()?;
    Some(digit.checked_sub(1).unwrap_or(9))
}

/// Whether `key` completes the field that it began: ENTER, or the same key again on pads that have no ENTER.
#[must_use]
pub fn completes(key: Key, field: &Field) -> bool {
    match field {
        Field::PauseReason => matches!(key, Key::Enter | Key::Pause),
        Field::Resumed => matches!(key, Key::Enter | Key::Resume),
        Field::Staff
        | Field::Pin(_)
        | Field::TransferKind
        | Field::ToService
        | Field::ToWindow
        | Field::ToClerk
        | Field::Called
        | Field::CalledReason(_)
        | Field::Returned
        | Field::Outcome
        | Field::DeclineReason
        | Field::Help
        | Field::Missing
        | Field::Issued
        | Field::Paper
        | Field::Written(_)
        | Field::Instead => key == Key::Enter,
    }
}
