//! The ladders of means: for each task of the hall, by what it is done, the best first.
//!
//! Every hall has the standard ladders; one that lacks a means leaves out its step, or puts the steps into
//! another order. A step for which the hall has no device is passed over by itself, so that most halls write
//! nothing.

use std::collections::BTreeMap;
use std::fmt;

use crate::domain::means::{Means, Task};

/// The standard ladders, the best means first; each ends with one that never fails.
pub const STANDARD: [(Task, &[Means]); 7] = [
    (Task::GiveTicket, &[Means::TerminalAndPrinter, Means::Terminal, Means::Staff, Means::PaperBlock]),
    (
        Task::ShowCall,
        &[Means::WindowBoard, Means::HallDisplay, Means::Voice, Means::LcdAndDigits, Means::ByMouth],
    ),
    (Task::SayCall, &[Means::Voice, Means::OtherZone, Means::Buzzer, Means::DisplayFlash, Means::ByMouth]),
    (Task::PressNext, &[Means::Keypad, Means::SoftKeypad, Means::DutyKeypad, Means::PaperSheet]),
    (Task::Rate, &[Means::Pad, Means::SlipCode, Means::PaperForm]),
    (Task::TellStaff, &[Means::Lcd, Means::DisplayCorner, Means::Buzzer, Means::Log]),
    (Task::KeepJournal, &[Means::MainFile, Means::SecondMedium, Means::Memory]),
];

/// The ladders of one hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladders(BTreeMap<Task, Vec<Means>>);

impl Default for Ladders {
    fn default() -> Self {
        Self(STANDARD.iter().map(|(task, steps)| (*task, steps.to_vec())).collect())
    }
}

/// Why steps make no ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nonsense {
    /// It has no steps.
    Empty,
    /// This does not do the task.
    Foreign(Means),
    /// This stands there twice.
    Twice(Means),
    /// What stands after this is never reached, as this never fails.
    NeverReached(Means),
    /// The last step can fail, and nothing would be left.
    EndsWithADevice(Means),
}

impl Ladders {
    /// Gives a task other steps than the standard ones.
    ///
    /// # Errors
    /// When they make no ladder; the steps before stay.
    pub fn set(&mut self, task: Task, steps: Vec<Means>) -> Result<(), Nonsense> {
        sensible(task, &steps)?;
        self.0.insert(task, steps);
        Ok(())
    }

    /// The steps of a task, the best first.
    #[must_use]
    pub fn steps(&self, task: Task) -> &[Means] {
        self.0.get(&task).map_or(&[], Vec::as_slice)
    }
}

/// The means that can do a task, in the standard order.
#[must_use]
pub fn standard(task: Task) -> &'static [Means] {
    STANDARD.iter().find(|(of, _)| *of == task).map_or(&[], |(_, steps)| steps)
}

fn sensible(task: Task, steps: &[Means]) -> Result<(), Nonsense> {
    let (Some(last), can) = (steps.last(), standard(task)) else { return Err(Nonsense::Empty) };
    for (place, means) in steps.iter().enumerate() {
        if !can.contains(means) {
            return Err(Nonsense::Foreign(*means));
        }
        if steps.iter().take(place).any(|before| before == means) {
            return Err(Nonsense::Twice(*means));
        }
        if means.is_by_hand() && place + 1 < steps.len() {
            return Err(Nonsense::NeverReached(*means));
        }
    }
    if last.is_by_hand() { Ok(()) } else { Err(Nonsense::EndsWithADevice(*last)) }
}

impl Task {
    /// Its word in `hall.toml` and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::GiveTicket => "give-ticket",
            Self::ShowCall => "show-call",
            Self::SayCall => "say-call",
            Self::PressNext => "press-next",
            Self::Rate => "rate",
            Self::TellStaff => "tell-staff",
            Self::KeepJournal => "keep-journal",
        }
    }
}

/// Every means with its word in `hall.toml` and on the command line.
pub const WORDS: [(&str, Means); 25] = [
    ("terminal-and-printer", Means::TerminalAndPrinter),
    ("terminal", Means::Terminal),
    ("staff", Means::Staff),
    ("paper-block", Means::PaperBlock),
    ("window-board", Means::WindowBoard),
    ("hall-display", Means::HallDisplay),
    ("voice", Means::Voice),
    ("lcd-and-digits", Means::LcdAndDigits),
    ("by-mouth", Means::ByMouth),
    ("other-zone", Means::OtherZone),
    ("buzzer", Means::Buzzer),
    ("display-flash", Means::DisplayFlash),
    ("keypad", Means::Keypad),
    ("soft-keypad", Means::SoftKeypad),
    ("duty-keypad", Means::DutyKeypad),
    ("paper-sheet", Means::PaperSheet),
    ("pad", Means::Pad),
    ("slip-code", Means::SlipCode),
    ("paper-form", Means::PaperForm),
    ("lcd", Means::Lcd),
    ("display-corner", Means::DisplayCorner),
    ("log", Means::Log),
    ("main-file", Means::MainFile),
    ("second-medium", Means::SecondMedium),
    ("memory", Means::Memory),
];

impl Means {
    /// Its word in `hall.toml` and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(_, means)| *means == self).map_or("", |(word, _)| word)
    }
}

impl fmt::Display for Nonsense {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it has no steps"),
            Self::Foreign(means) => write!(f, "\"{}\" does not do this", means.word()),
            Self::Twice(means) => write!(f, "\"{}\" stands there twice", means.word()),
            Self::NeverReached(means) => {
                write!(f, "nothing after \"{}\" is ever reached, as people never fail", means.word())
            }
            Self::EndsWithADevice(means) => {
                write!(f, "it ends with \"{}\", and when that is out nothing is left", means.word())
            }
        }
    }
}
