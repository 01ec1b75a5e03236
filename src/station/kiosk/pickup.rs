//! Collecting at the terminal: a code of eight digits opens a door of the cabinet, without a number and a wait.
//!
//! The panel has six choices on a page and no digits of its own, so a code is made of the digits 1 to 6.

use std::fmt;

use hal::port::terminal::Button;

use super::{Kiosk, NOTICE_FOR, PAGE_FOR, Place};
use crate::domain::event::Event;
use crate::domain::locker::CabinetEvent;
use crate::domain::moment::HallTime;
use crate::domain::view::OfficeView;
use crate::station::words::{Words, words};

/// Digits of a code: 6⁸ are 1.7 million, and a terminal that heard five wrong ones in a row waits.
pub const DIGITS: usize = 8;

/// A code as it was typed. Its debug form hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct PickupCode(String);

impl PickupCode {
    /// The code that was typed.
    #[must_use]
    pub fn typed(digits: &str) -> Self {
        Self(digits.to_owned())
    }

    /// Whether it is this one.
    #[must_use]
    pub fn is(&self, code: &str) -> bool {
        self.0 == code
    }
}

impl fmt::Debug for PickupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PickupCode(hidden)")
    }
}

impl Kiosk {
    /// Where help is to be had; in a hall with a cabinet also the way to it.
    pub(super) fn help(&mut self, now: HallTime, view: &OfficeView) {
        if view.rules.locker.is_some() {
            return self.go(now, Place::Help, PAGE_FOR);
        }
        let desk = words("请到导办台，工作人员帮您取号", "Please come to the guide desk: we will help you");
        self.go(now, Place::Notice(desk), NOTICE_FOR);
    }

    /// A touch on the pages of collecting.
    pub(super) fn collects(&mut self, now: HallTime, button: Button) {
        match (&mut self.place, button) {
            (Place::Help, Button::Choice(0)) => self.go(now, Place::Code(String::new()), PAGE_FOR),
            (Place::Code(typed), Button::Choice(digit)) if digit < 6 => {
                typed.push(char::from(b'1' + digit));
                let whole = typed.len() >= DIGITS;
                let place = if whole { Place::Opening(typed.clone()) } else { Place::Code(typed.clone()) };
                self.code = Some(PickupCode(typed.clone())).filter(|_| whole);
                self.go(now, place, PAGE_FOR);
            }
            (Place::Code(typed), Button::Back) => match typed.pop() {
                Some(_) => {}
                None => self.start_again(),
            },
            (Place::Help, Button::Back) => self.start_again(),
            _ => {}
        }
    }

    /// The code that was typed whole by the last touch.
    pub fn take_code(&mut self) -> Option<PickupCode> {
        self.code.take()
    }

    /// What came of a code.
    pub(super) fn opened(&mut self, now: HallTime, events: &[Event]) {
        if !matches!(self.place, Place::Opening(_)) {
            return;
        }
        let said = events.iter().find_map(|event| {
            let Event::Cabinet(event) = event else { return None };
            if let CabinetEvent::DoorOrdered { door, .. } = event {
                return Some(words(
                    format!("请到取件柜{door}号门取件，取后请关好柜门；门未开请到导办台"),
                    format!("Door {door} of the cabinet opens: please shut it again. If not: the guide desk"),
                ));
            }
            let wrong = words("取件码不对，请核对后再输", "This code opens nothing: please check it");
            matches!(event, CabinetEvent::CodeRefused { .. }).then_some(wrong)
        });
        if let Some(said) = said {
            self.notice(now, said);
        }
    }

    fn notice(&mut self, now: HallTime, said: Words) {
        self.start_again();
        self.go(now, Place::Notice(said), NOTICE_FOR);
    }
}
