//! The number that stands on the terminal until its visitor has gone.

use super::{ISSUED_FOR, Kiosk, Place};
use crate::domain::event::Event;
use crate::domain::id::{ServiceId, TicketId, TicketNumber};
use crate::domain::moment::HallTime;
use crate::domain::rules::Class;
use crate::domain::ticket::{Slip, WaitRange};
use crate::domain::view::OfficeView;

/// A ticket that stands on the terminal.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub ticket: TicketId,
    pub number: TicketNumber,
    pub services: Vec<ServiceId>,
    pub ahead: u32,
    pub wait: Option<WaitRange>,
    pub class: Class,
    /// The visitor's card lies on the reader, for all the terminal knows.
    pub card: bool,
    /// Since when its slip is expected.
    pub since: HallTime,
}

impl Kiosk {
    /// The number was given, or its slip is printed once more.
    pub(super) fn granted(&mut self, now: HallTime, events: &[Event]) {
        for event in events {
            if let Event::TicketIssued { ticket, number, services, class, ahead, wait, .. } = event {
                let given = Given {
                    ticket: *ticket,
                    number: *number,
                    services: services.clone(),
                    ahead: *ahead,
                    wait: *wait,
                    class: *class,
                    card: self.shown.card.is_some(),
                    since: now,
                };
                self.start_again();
                self.go(now, Place::Issued(given), ISSUED_FOR);
            } else if let (Event::SlipOpened { reprint: true, .. }, Place::Issued(given)) =
                (event, &mut self.place)
            {
                given.since = now;
            }
        }
    }

    /// What became of the slip of the number that stands here, as the journal has it.
    pub(super) fn slip(&self, given: &Given, view: &OfficeView) -> Slip {
        let last = view.given.iter().find(|last| last.kiosk == self.id && last.ticket.id == given.ticket);
        last.map_or(Slip::Coming, |last| last.slip)
    }

    /// Whether the number has to be remembered, as no slip tells it.
    pub(super) fn lacks_slip(&self, given: &Given, view: &OfficeView) -> bool {
        match self.slip(given, view) {
            Slip::Coming | Slip::Printed => false,
            Slip::NotWanted | Slip::Unknown | Slip::NotPrinted => true,
        }
    }
}
