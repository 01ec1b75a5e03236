//! What a keypad does for means that are out: its digits say that a visitor has to be called by mouth, and its
//! keys stand for those of a window whose keypad is out.

use std::time::Duration;

use super::entry::{Entry, Field};
use super::{COLOUR_FOR, Keypad, NUMBER_FOR, colour};
use crate::domain::id::WindowId;
use crate::domain::moment::HallTime;
use crate::domain::view::{OfficeView, WindowState};
use crate::station::window::is_coming;

/// Said after the number of a visitor whom nobody but the clerk calls.
const SAY: &str = "SAY";
/// It stands this long, once for each call: then the number is needed again.
const SAY_FOR: Duration = Duration::from_millis(1500);
/// Whoever presses for another window and then does nothing for this long is back at the own one: the next
/// press would call a visitor to a window at which nobody thinks of him.
pub const INSTEAD_FOR: Duration = Duration::from_secs(60);
/// While keys are pressed for another window, its number stands on the digits for a second …
const MARK_FOR: u64 = 1000;
/// … out of so many.
const MARK_EVERY: u64 = 5000;

/// What is out, as far as one keypad is concerned.
#[derive(Clone, Debug, Default)]
pub(super) struct Relief {
    /// Since when the window's visitors are called by mouth.
    by_mouth: Option<HallTime>,
    /// The windows whose keypads are out.
    out: Vec<WindowId>,
    /// The other window that is pressed for, and until when.
    instead: Option<(WindowId, HallTime)>,
}

impl Keypad {
    /// Takes note of what is out. A window whose keypad is back needs nobody to press for it.
    pub fn relieve(&mut self, by_mouth: Option<HallTime>, out: &[WindowId]) {
        self.relief.by_mouth = by_mouth;
        self.relief.out = out.to_vec();
        if self.relief.instead.is_some_and(|(window, _)| !out.contains(&window)) {
            self.relief.instead = None;
        }
    }

    /// The window that keys are pressed for.
    #[must_use]
    pub fn at(&self) -> WindowId {
        self.relief.instead.map_or(self.window, |(window, _)| window)
    }

    /// The window that an entry is meant for: help is needed where the clerk sits.
    pub(super) fn meant(&self, entry: &Entry) -> WindowId {
        if *entry.field() == Field::Help { self.window } else { self.at() }
    }

    /// Goes over to another window, or back to the own one; whether that may be.
    pub(super) fn stand_in(&mut self, now: HallTime, window: Option<WindowId>) -> bool {
        let Some(window) = window.filter(|window| *window != self.window) else {
            self.relief.instead = None;
            return true;
        };
        let may = self.relief.out.contains(&window);
        if may {
            self.relief.instead = Some((window, now + INSTEAD_FOR));
        }
        may
    }

    /// A key was pressed: whoever presses for another window goes on with it.
    pub(super) fn pressed_at(&mut self, now: HallTime) {
        if let Some((_, until)) = &mut self.relief.instead {
            *until = now + INSTEAD_FOR;
        }
    }

    /// Whoever pressed for another window has done nothing for long.
    pub(super) fn forget_instead(&mut self, now: HallTime) {
        if self.relief.instead.is_some_and(|(_, until)| now >= until) {
            self.relief.instead = None;
        }
    }

    /// What stands on the digits at rest instead of the number: that it has to be called by mouth, or which
    /// window is pressed for.
    pub(super) fn word(&self, now: HallTime, view: &OfficeView) -> Option<String> {
        if let Some((window, _)) = self.relief.instead
            && now.0 % MARK_EVERY < MARK_FOR
        {
            return Some(format!("u{:>3}", window.0));
        }
        let (from, until) = self.says(view)?;
        (from <= now && now < until).then(|| SAY.to_owned())
    }

    /// When the digits at rest change by themselves.
    pub(super) fn word_turns(&self, now: HallTime, view: &OfficeView) -> Option<HallTime> {
        let mark = self.relief.instead.map(|(_, until)| {
            let phase = now.0 % MARK_EVERY;
            let next = if phase < MARK_FOR { MARK_FOR } else { MARK_EVERY };
            until.min(HallTime(now.0 - phase + next))
        });
        let said = self.says(view).into_iter().flat_map(|(from, until)| [from, until]);
        said.chain(mark).filter(|at| *at > now).min()
    }

    /// From when until when it says that the visitor has to be called by mouth.
    fn says(&self, view: &OfficeView) -> Option<(HallTime, HallTime)> {
        let since = self.relief.by_mouth?;
        let seen = view.windows.iter().find(|seen| seen.id == self.at())?;
        let called = match seen.state {
            WindowState::Called { last, .. } => last,
            WindowState::Serving { number, since, .. } if is_coming(view, seen.id, number) => since,
            WindowState::Serving { .. }
            | WindowState::Closed
            | WindowState::Free
            | WindowState::Paused { .. } => return None,
        };
        let before = if colour(view, self.at()).is_some() { NUMBER_FOR + COLOUR_FOR } else { NUMBER_FOR };
        let from = called.max(since) + before;
        Some((from, from + SAY_FOR))
    }
}
