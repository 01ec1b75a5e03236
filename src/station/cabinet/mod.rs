//! The status LCD in the cabinet: how the hall is, and what is to be mended first.

mod ailing;
mod face;
mod letters;
mod listed;
mod means;
mod other_hall;
mod remedy;
mod sheet_letters;
mod sheet_page;
mod small;
mod together;
mod trouble;

use std::time::Duration;

pub use self::ailing::{keypad_trouble, printer_trouble};
pub use self::letters::letters;
pub use self::listed::{Listed, ListedSheet, PAGE_FOR, PAPER_WITHIN, Page, Row};
pub use self::means::{Bearing, Step};
pub use self::other_hall::OtherHall;
pub use self::trouble::{About, Severity, Trouble, Wrong, by_importance};

use super::picture::Picture;
use super::words::Words;
use super::wrap::wrap;
use crate::domain::id::TicketNumber;
use crate::domain::moment::Wall;
use crate::domain::view::{OfficeView, WindowState};

/// Half characters of a line about paper: what a panel of 320 dots has room for, so that no choice is cut off.
const NOTE_COLUMNS: usize = 36;

/// Everything that stands on the LCD. Two that are equal have the same picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// The hall's name.
    pub hall: String,
    /// The time of day to the minute; `None` while the machine does not know it.
    pub clock: Option<(u8, u8)>,
    /// Whether a business day is open.
    pub open: bool,
    /// Tickets that wait.
    pub waiting: u32,
    /// Tickets served today.
    pub served: u32,
    /// Windows with somebody at them who does not pause.
    pub windows_open: usize,
    /// Windows of the hall.
    pub windows: usize,
    /// Who will probably be called next.
    pub next: Option<TicketNumber>,
    /// The longest wait of those who wait, in minutes.
    pub longest_wait_minutes: u64,
    /// Whether everything shown is on a disk.
    pub stored: bool,
    /// How old the journal's last good copy is, in words; `None` in a hall that makes none.
    pub backup: Option<String>,
    /// How many were found to work in the newest self-test of the day, and of how many.
    pub self_test: Option<(usize, usize)>,
    /// What is wrong, the worst first.
    pub troubles: Vec<Trouble>,
    /// The hall's means.
    pub bearing: Bearing,
    /// What somebody types of paper at a keypad, or what came of it, for faces without room for steps.
    pub typed: Option<Words>,
    /// The manual-calling sheets that are on no paper: they stand here, a page at a time.
    pub listed: Option<Listed>,
    /// Whose the journal on the card is, while nobody has decided what to do with it.
    pub other_hall: Option<OtherHall>,
}

/// The picture of a situation, `size` pixels wide and high; a panel of 128 × 64 dots has a face of its own.
#[must_use]
pub fn picture(size: (u32, u32), situation: &Situation) -> Picture {
    if let Some(page) = other_hall::picture(size, situation).or_else(|| sheet_page::picture(size, situation))
    {
        return page;
    }
    if size.1 < face::LEAST_HEIGHT { small::picture(size, situation) } else { face::picture(size, situation) }
}

impl Situation {
    /// The hall as it is.
    #[must_use]
    pub fn of(view: &OfficeView, wall: Option<Wall>, stored: bool, mut troubles: Vec<Trouble>) -> Self {
        by_importance(&mut troubles);
        let mut troubles = together::together(troubles);
        for trouble in &mut troubles {
            // To the minute, as that is what is shown: the picture does not change more often.
            trouble.age = Duration::from_secs(trouble.age.as_secs() / 60 * 60);
        }
        // Whoever calls for help comes before any list.
        let alarmed = troubles.iter().any(|trouble| trouble.wrong == Wrong::AlarmRaised);
        let listed = Listed::of(view);
        let at_work = |state: &WindowState| match state {
            WindowState::Free | WindowState::Called { .. } | WindowState::Serving { .. } => true,
            WindowState::Closed | WindowState::Paused { .. } => false,
        };
        Self {
            hall: view.rules.hall.name.clone(),
            clock: wall.map(Wall::civil).map(|at| (at.hour, at.minute)),
            open: view.day.is_some(),
            waiting: view.totals.waiting,
            served: view.totals.served,
            windows_open: view.windows.iter().filter(|window| at_work(&window.state)).count(),
            windows: view.windows.len(),
            next: view.next_up.first().copied(),
            longest_wait_minutes: view.totals.longest_wait.as_secs() / 60,
            stored,
            backup: None,
            self_test: view.self_test.latest.as_ref().map(|latest| latest.certificate.working()),
            troubles,
            bearing: Bearing::default(),
            typed: None,
            listed: listed.filter(|_| !alarmed),
            other_hall: None,
        }
    }

    /// What is wrong, and behind it what is only to be known.
    fn troubles_and_notes(&self) -> (&[Trouble], &[Trouble]) {
        let is_note = |trouble: &Trouble| trouble.severity() == Severity::Told;
        let first = self.troubles.iter().position(is_note).unwrap_or(self.troubles.len());
        self.troubles.split_at(first)
    }

    /// The time of day to the minute, as it stands on every face.
    fn clock_words(&self) -> String {
        self.clock.map_or_else(|| "--:--".to_owned(), |(hour, minute)| format!("{hour:02}:{minute:02}"))
    }

    /// The same hall with what somebody types of paper at a keypad: it comes before every sheet, whose numbers it is
    /// about, and before every other sentence.
    #[must_use]
    pub fn noting(mut self, words: Option<Words>) -> Self {
        if let Some(words) = words {
            self.listed = None;
            let lines = wrap(&words.zh, NOTE_COLUMNS).into_iter().map(|words| Step { words, by_hand: false });
            self.bearing.steps.splice(0..0, lines);
            // A small face has room for one thing, and whoever calls for help comes first.
            let alarmed = self.troubles.iter().any(|trouble| trouble.wrong == Wrong::AlarmRaised);
            self.typed = (!alarmed).then_some(words);
        }
        self
    }

    /// The same hall with what is to be said of its means.
    #[must_use]
    pub fn bearing(self, bearing: Bearing) -> Self {
        Self { bearing, ..self }
    }
}
