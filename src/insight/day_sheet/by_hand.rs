//! What was called by paper, counted apart from what the machine called and measured.

use std::collections::BTreeMap;

use super::{DaySheet, Place, Story, on};
use crate::domain::id::{ServiceId, TicketId};
use crate::domain::manual::{ManualEvent, Written};
use crate::domain::moment::HallTime;
use crate::domain::rules::Class;
use crate::domain::ticket::Outcome;

impl DaySheet {
    /// Takes note of paper; a correction stands for the entry before it.
    pub(super) fn on_paper(&mut self, event: &ManualEvent, stories: &mut BTreeMap<TicketId, Story>) {
        match event {
            ManualEvent::PaperTaken { ticket, service, class, at, .. } => {
                self.issued += 1;
                self.on_paper += 1;
                stories.insert(*ticket, Story::begun(*at, &[*service], *class));
            }
            ManualEvent::Entered { ticket, written, corrects } => {
                on(stories, *ticket, |story| story.entered(written, *corrects));
            }
            ManualEvent::SheetLeftOpen { open, .. } => {
                self.unreconciled += u32::try_from(open.len()).unwrap_or(u32::MAX);
            }
            ManualEvent::BlockClaimed(_)
            | ManualEvent::BlockReleased { .. }
            | ManualEvent::SheetDrawn { .. }
            | ManualEvent::PaperOpened { .. }
            | ManualEvent::PaperPrinted { .. }
            | ManualEvent::PaperUnknown { .. }
            | ManualEvent::PaperDropped { .. }
            | ManualEvent::EntryVouched { .. }
            | ManualEvent::SheetClosed { .. }
            | ManualEvent::DrillEnded { .. } => {}
        }
    }

    /// Counts what paper says of one ticket. Times on paper are a clerk's, to the minute: a wait by them is counted
    /// apart, and no service time is taken from them.
    pub(super) fn count_hands(&mut self, story: &Story) {
        story.hands.iter().for_each(|written| self.count_hand(story, written));
    }

    fn count_hand(&mut self, story: &Story, written: &Written) {
        if let Written::WrittenOff { .. } = written {
            self.written_off += 1;
        }
        let Some((window, clerk, called)) = written.call() else { return };
        let place =
            |service| Place { window, clerk: Some(clerk), service: Some(service), class: Some(story.class) };
        let first = story.open.first().copied().or(story.service);
        if let (Some(called), Some(service)) = (called, first) {
            self.each(&place(service), |figures| {
                figures.by_hand += 1;
                if story.calls.is_empty() {
                    figures.waits_by_hand.spans.push(called.since(story.issued));
                }
            });
        }
        match written {
            Written::Served { outcome, .. } => {
                for service in &story.open {
                    self.each(&place(*service), |figures| figures.ended(outcome));
                }
            }
            Written::Left { .. } => {
                first
                    .into_iter()
                    .for_each(|service| self.each(&place(service), |figures| figures.missed += 1));
            }
            Written::AtWindow { .. } | Written::NotCalled | Written::WrittenOff { .. } => {}
        }
    }
}

impl Story {
    /// A ticket that begins to wait.
    pub(super) fn begun(issued: HallTime, services: &[ServiceId], class: Class) -> Self {
        let (service, open) = (services.first().copied(), services.to_vec());
        Self { issued, service, class, calls: Vec::new(), open, hands: Vec::new() }
    }

    /// What paper says of it.
    fn entered(&mut self, written: &Written, corrects: bool) {
        if corrects {
            self.hands.pop();
        }
        self.hands.push(written.clone());
    }

    /// An errand has ended; one that was sent back for materials may come again.
    pub(super) fn finished(&mut self, service: ServiceId, outcome: &Outcome) {
        if !matches!(outcome, Outcome::Corrected { .. }) {
            self.open.retain(|open| *open != service);
        }
    }

    /// The errand that is waited for or served goes on as another.
    pub(super) fn sent_to(&mut self, service: ServiceId) {
        let current = self.service.replace(service);
        self.open.iter_mut().filter(|open| Some(**open) == current).for_each(|open| *open = service);
    }
}
