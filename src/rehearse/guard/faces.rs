//! Whether faces tell the truth: boards, the hall display, digits, terminals.

use std::sync::Arc;

use hal::port;
use hal::port::terminal::{Button, PageName};

use super::{Guard, KEYS_WITHIN};
use crate::domain::id::WindowId;
use crate::layout::Role;
use crate::rehearse::agenda::{MINUTE, SECOND, Time};
use crate::rehearse::floor::Floor;
use crate::rehearse::people::clerk::Digits;
use crate::rehearse::watch::{Book, Check, Claim, Finding, claims};

/// A screen follows the office within this time, slow cables and the display's own rules included.
const SCREENS_WITHIN: u64 = 10 * SECOND;

/// A terminal whose printer prints turns nobody away for longer than this while tickets are given.
const TURNS_AWAY_AT_MOST: u64 = MINUTE;

impl Guard {
    /// Boards and the hall display against the book.
    pub(super) fn screens(&self, now: Time, floor: &dyn Floor, book: &Book) -> Result<(), Finding> {
        let settled = |window: WindowId| {
            book.window(window).is_none_or(|post| now.since(post.changed) >= SCREENS_WITHIN)
        };
        let visitor = |window: WindowId| {
            if book.is_fire() {
                return None;
            }
            let id = book.window(window).and_then(|post| post.visitor)?;
            book.entry(id).map(|entry| entry.number)
        };
        let boards = self.layout.devices.iter().filter(|device| self.must_work(now, &device.name, floor));
        for device in boards {
            let shown = port::Command::Board(port::board::Command::Show(floor.board(&device.name)));
            let claimed = claims(device.role, &shown);
            let differs = match device.role {
                Role::WindowBoard(window) if settled(window) => {
                    let number = claimed.first().map(|claim| match claim {
                        Claim::Called(number, _) | Claim::Number(number) | Claim::OnKeypad(number, _) => {
                            *number
                        }
                    });
                    number != visitor(window)
                }
                Role::HallDisplay => claimed.iter().any(|claim| match claim {
                    Claim::Called(number, window) => settled(*window) && visitor(*window) != Some(*number),
                    Claim::Number(_) | Claim::OnKeypad(..) => false,
                }),
                Role::WindowBoard(_)
                | Role::Printer
                | Role::Keypad(_)
                | Role::RatingPad(_)
                | Role::Terminal(_)
                | Role::CardReader(_)
                | Role::Ups
                | Role::Locker => false,
            };
            if differs {
                return Err(Finding::new(Check::ScreenDiffers, format!("{} shows {claimed:?}", device.name)));
            }
        }
        Ok(())
    }

    /// A free window's keypad must not say 0 for long while somebody waits whom the window may call.
    pub(super) fn counts(&mut self, now: Time, floor: &dyn Floor, book: &Book) -> Result<(), Finding> {
        for device in &Arc::clone(&self.layout).devices {
            let Role::Keypad(window) = device.role else { continue };
            let says_nobody = Digits::read(&floor.digits(window)) == Digits::Free(0);
            if !self.must_work(now, &device.name, floor) || !says_nobody || book.could_call(window).is_empty()
            {
                self.unseen.remove(&window);
                continue;
            }
            let since = *self.unseen.entry(window).or_insert(now);
            if now.since(since) >= KEYS_WITHIN {
                let what = format!("the keypad of window {window} says 0, and somebody waits");
                return Err(Finding::new(Check::Stuck, what));
            }
        }
        Ok(())
    }

    /// A terminal gives tickets while the hall does: no page stands on it that says otherwise.
    pub(super) fn terminals(&mut self, now: Time, floor: &dyn Floor) -> Result<(), Finding> {
        let gives = floor.prints() && now >= self.unsettled_until && self.gives_tickets(now);
        for device in &Arc::clone(&self.layout).devices {
            let Role::Terminal(kiosk) = device.role else { continue };
            let page = floor.page(kiosk);
            let dead = |page: &port::terminal::Page| {
                page.name == PageName::Notice && !page.live.contains(&Button::Back)
            };
            if !gives || !self.must_work(now, &device.name, floor) || !page.as_ref().is_some_and(dead) {
                self.turned_away.remove(&kiosk);
                continue;
            }
            let since = *self.turned_away.entry(kiosk).or_insert(now);
            if now.since(since) >= TURNS_AWAY_AT_MOST {
                let words = page.map(|page| page.texts).unwrap_or_default();
                let what = format!("terminal {kiosk} turns people away while tickets are given: {words:?}");
                return Err(Finding::new(Check::Stuck, what));
            }
        }
        Ok(())
    }

    /// Whether tickets are given at this moment by the hours at the door, and have been for a while.
    fn gives_tickets(&self, now: Time) -> bool {
        let within = |session: &crate::domain::opening::Session| {
            (session.opens.0 + MINUTE..session.last_ticket.0.saturating_sub(MINUTE)).contains(&now.0)
        };
        self.hours.sessions.iter().any(within)
    }
}
