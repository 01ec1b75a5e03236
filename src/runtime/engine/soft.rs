//! PINs, and keypads that are no devices: their keys come from outside, and whoever pressed is shown the digits.

use hal::port::keypad::Key;

use super::{Engine, Output, Pad, PinCheck, Whom};
use crate::domain::id::{StaffId, TicketId, WindowId};
use crate::domain::manual::Finding;
use crate::domain::moment::Moment;
use crate::domain::request::{Asked, Origin, Refusal, Request};
use crate::runtime::registrar::{Answer, Reply};
use crate::station::slip::RATING_CODE;
use crate::station::{self, Ask};

impl Engine {
    /// The window that a key at this window's keypad is pressed for: another one while it stands in for a keypad
    /// that is out.
    #[must_use]
    pub fn pressed_for(&self, window: WindowId) -> WindowId {
        self.stations.pressed_for(window)
    }

    /// A key of a window's soft keypad. `reply` gets the digits: at once, or when what was asked is stored.
    pub(super) fn soft_key(&mut self, now: Moment, window: WindowId, key: Key, reply: Reply) {
        match self.stations.soft_pressed(now.hall, window, key, &self.view) {
            Some(Ask::Office(request)) => self.ask_softly(now, window, None, request, reply),
            Some(Ask::WithPin { staff, .. }) if self.is_locked_out(now, staff) => {
                self.ask_softly(now, window, Some(staff), Request::PinWrong { window, staff }, reply);
            }
            Some(Ask::WithPin { window: at, staff, pin, then }) => {
                let pad = Pad::Soft { window, reply };
                self.out.push(Output::CheckPin(PinCheck { pad, window: at, staff, pin, then }));
            }
            Some(Ask::PickupCode(_)) | None => self.digits_due.push((reply, window)),
        }
    }

    /// Asks for whoever presses the soft keypad of a window: the clerk there, unless somebody logs in.
    pub(super) fn ask_softly(
        &mut self,
        now: Moment,
        window: WindowId,
        person: Option<StaffId>,
        request: Request,
        reply: Reply,
    ) {
        let person = person.or_else(|| self.clerk_at(window));
        let asked =
            Asked { number: self.next_number(now), origin: Origin::SoftKeypad(window), person, request };
        self.ask(now, asked, Whom::Soft { window, reply });
    }

    /// What was asked on a soft keypad is answered: its digits show what came of it.
    pub(super) fn soft_answered(
        &mut self,
        now: Moment,
        window: WindowId,
        reply: Reply,
        answer: station::Reply<'_>,
    ) {
        self.stations.soft_answered(now.hall, window, answer);
        self.digits_due.push((reply, window));
    }

    /// Shows the digits to whoever waits for them, as the stored office has them.
    pub(super) fn show_digits(&mut self, now: Moment) {
        for (reply, window) in std::mem::take(&mut self.digits_due) {
            let digits = self.stations.soft_digits(now.hall, window, &self.view);
            self.out.push(Output::Digits { reply, digits });
        }
    }

    /// What in a refused request about paper contradicts the stored office.
    pub(super) fn objections(&self, now: Moment, asked: &Asked, answer: &Answer) -> Vec<Finding> {
        match (answer, &asked.request) {
            (Answer::Refused(_), Request::Manual(_)) => self.registrar.office().objections(now, asked),
            (Answer::Granted { .. } | Answer::Refused(_) | Answer::NotStored, _) => Vec::new(),
        }
    }

    /// Who is logged in at a window, as the stored office has it.
    pub(super) fn clerk_at(&self, window: WindowId) -> Option<StaffId> {
        self.view.windows.iter().find(|view| view.id == window).and_then(|view| view.clerk)
    }

    /// Whoever tried too many wrong PINs waits.
    pub(super) fn is_locked_out(&self, now: Moment, staff: StaffId) -> bool {
        self.registrar.office().locked_until(staff).is_some_and(|until| now.hall < until)
    }

    /// A PIN was checked: what hung on it is asked, or the wrong one is told.
    pub(super) fn pin_checked(&mut self, now: Moment, check: PinCheck, right: bool) {
        let PinCheck { pad, window, staff, then, .. } = check;
        let request = if right { then } else { Request::PinWrong { window, staff } };
        match pad {
            Pad::Device(device) => self.ask_from(now, &device, Some(staff), request),
            Pad::Soft { window, reply } => self.ask_softly(now, window, Some(staff), request, reply),
        }
    }

    /// The ticket that is meant by the code on its slip, or by as much of it as was typed.
    ///
    /// # Errors
    /// The refusal, when no ticket of today has it, or more than one.
    pub fn ticket_by_code(&self, code: &str) -> Result<TicketId, Refusal> {
        let office = self.registrar.office();
        let (Some(day), true) = (office.day(), code.len() >= RATING_CODE) else {
            return Err(Refusal::NoSuchTicket);
        };
        let typed = code.to_ascii_uppercase();
        let mut meant =
            office.tickets().filter(|ticket| self.code_key.code(day, ticket.id).starts_with(&typed));
        match (meant.next(), meant.next()) {
            (Some(ticket), None) => Ok(ticket.id),
            (Some(_), Some(_)) => Err(Refusal::Ambiguous),
            (None, _) => Err(Refusal::NoSuchTicket),
        }
    }
}
