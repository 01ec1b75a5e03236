//! What no record may hold, by who asked and what was granted a moment ago: bounces, second touches, second
//! slips, grades that nobody pressed.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use super::entry::Stage;
use super::{Check, Finding};
use crate::domain::event::Event;
use crate::domain::id::{JobId, KioskId, ServiceId, TicketId, WindowId};
use crate::domain::incident::IncidentEvent;
use crate::domain::moment::HallTime;
use crate::domain::record::Record;
use crate::domain::request::{Origin, Request};

/// What was asked at a terminal last: when, for what, and the ticket it gave.
type Touch = (HallTime, Vec<ServiceId>, Option<u8>, TicketId);

/// What was granted a moment ago.
#[derive(Debug, Default)]
pub struct Manners {
    called: BTreeMap<WindowId, HallTime>,
    touched: BTreeMap<KioskId, Touch>,
    slips: BTreeSet<TicketId>,
    closed: BTreeSet<JobId>,
    /// The loss of the mains is declared.
    on_battery: bool,
}

impl Manners {
    /// Looks at a record before the book takes it over.
    ///
    /// # Errors
    /// The promise that it breaks.
    pub fn record(&mut self, book: &Book, record: &Record) -> Result<(), Finding> {
        let at = record.moment.hall;
        for event in &record.events {
            if let Event::DayOpened(_) = event {
                *self = Self::default();
            } else if let Event::Incident(event) = event {
                self.befalls(event);
            } else if let Event::TicketCalled { window, .. } = event {
                self.call(book, *window, at, &record.asked.request)?;
            } else if let Event::TicketIssued { ticket, number, .. } = event {
                if self.on_battery {
                    return Err(Finding::new(Check::GivenOnBattery, format!("{number}")));
                }
                self.touch(book, at, *ticket, record).map_err(|()| {
                    Finding::new(Check::NumberTwice, format!("{number} is for a second touch"))
                })?;
            } else if let Event::SlipOpened { ticket, reprint: false, .. } = event
                && !self.slips.insert(*ticket)
            {
                return Err(Finding::new(Check::PrintedTwice, format!("ticket {ticket}")));
            } else if let Event::SlipPrinted { job }
            | Event::SlipUnknown { job }
            | Event::SlipDropped { job, .. }
            | Event::Said { job }
            | Event::AnnouncementDropped { job, .. } = event
                && !self.closed.insert(*job)
            {
                return Err(Finding::new(Check::Unbounded, format!("job {job} was closed and stayed open")));
            } else if let Event::RatingGiven { ticket, .. } = event
                && !matches!(record.asked.origin, Origin::RatingPad(_))
            {
                return Err(Finding::new(Check::Invented, format!("a grade for ticket {ticket}")));
            }
        }
        Ok(())
    }

    fn befalls(&mut self, event: &IncidentEvent) {
        if *event == IncidentEvent::MainsLost {
            self.on_battery = true;
        } else if *event == IncidentEvent::MainsBack {
            self.on_battery = false;
        }
    }

    fn call(
        &mut self,
        book: &Book,
        window: WindowId,
        at: HallTime,
        request: &Request,
    ) -> Result<(), Finding> {
        let before = self.called.insert(window, at);
        let bounce = book.rules.as_ref().map(|rules| rules.calling.bounce);
        let bounced = before.zip(bounce).is_some_and(|(before, bounce)| at.since(before) < bounce);
        if bounced && matches!(request, Request::CallNext { .. }) {
            return Err(Finding::new(
                Check::CalledTwice,
                format!("a bounced NEXT called at window {window}"),
            ));
        }
        Ok(())
    }

    fn touch(&mut self, book: &Book, at: HallTime, ticket: TicketId, record: &Record) -> Result<(), ()> {
        let (Origin::Kiosk(kiosk), Request::Issue { services, green, .. }) =
            (record.asked.origin, &record.asked.request)
        else {
            return Ok(());
        };
        let before = self.touched.insert(kiosk, (at, services.clone(), *green, ticket));
        let within = book.rules.as_ref().map(|rules| rules.issuing.double_touch);
        let Some(((then, same_services, same_green, first), within)) = before.zip(within) else {
            return Ok(());
        };
        let alive = book.entry(first).is_some_and(|entry| entry.stage == Stage::Waiting);
        let same = same_services == *services && same_green == *green;
        if alive && same && at.since(then) < within { Err(()) } else { Ok(()) }
    }
}
