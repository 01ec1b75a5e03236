//! The jobs of one printer: who waits, what is on its way, and how each ends.
//!
//! Every job that is added ends in exactly one event: printed, unknown or not printed.

use std::collections::VecDeque;
use std::time::Duration;

use super::{Confirm, Settings, slip};
use crate::driver::Outbox;
use crate::port::printer::{Event, Paper, Printer};
use crate::time::Instant;

/// Slips that may wait while one is printed. A visitor waits two seconds for one, so a longer queue is
/// nobody's.
const WAITING_MAX: usize = 8;
/// How long a slip may wait for the printer; behind that its visitor has gone to the desk (F06).
const WAIT_MAX: Duration = Duration::from_secs(60);
/// From the last byte of a slip to the printer's word for it. 20 cm at 100 mm a second and a cut take three;
/// a head that cools in between takes more.
const CONFIRM_WITHIN: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Jobs {
    waiting: VecDeque<Waiting>,
    flight: Option<Flight>,
    /// A slip went out that nobody will confirm, and may still stand in the printer's buffer.
    loose: bool,
    /// Part of an earlier slip may hang in the printer, printed and not cut; the next slip is not to carry
    /// it.
    hangs: bool,
}

impl Default for Jobs {
    /// Nothing is known of the printer: whoever spoke to it last may have been killed in the middle of a
    /// slip.
    fn default() -> Self {
        Self { waiting: VecDeque::new(), flight: None, loose: false, hangs: true }
    }
}

#[derive(Debug)]
struct Waiting {
    job: u64,
    paper: Paper,
    since: Instant,
}

/// The job of which bytes went out.
#[derive(Debug)]
struct Flight {
    job: u64,
    messages: VecDeque<Vec<u8>>,
    /// When its outcome is unknown; set when its last byte has left.
    deadline: Option<Instant>,
}

impl Jobs {
    /// Takes a job, or refuses it when it is hopeless or too many wait.
    pub(super) fn add(&mut self, now: Instant, job: u64, paper: &Paper, hopeless: bool, out: &mut Outbox<Printer>) {
        if hopeless || self.waiting.len() >= WAITING_MAX {
            out.events.push(Event::NotPrinted { job });
        } else {
            self.waiting.push_back(Waiting { job, paper: paper.clone(), since: now });
        }
    }

    /// Takes back a job that waits.
    pub(super) fn forget(&mut self, job: u64, out: &mut Outbox<Printer>) {
        if let Some(place) = self.waiting.iter().position(|waiting| waiting.job == job) {
            self.waiting.remove(place);
            out.events.push(Event::NotPrinted { job });
        }
    }

    /// Ends all that wait.
    pub(super) fn refuse(&mut self, out: &mut Outbox<Printer>) {
        out.events.extend(self.waiting.drain(..).map(|waiting| Event::NotPrinted { job: waiting.job }));
    }

    /// Ends the job of which bytes went out; whether the printer may hold bytes that must not be printed.
    pub(super) fn give_up(&mut self, out: &mut Outbox<Printer>) -> bool {
        let flight = self.flight.take();
        out.events.extend(flight.iter().map(|flight| Event::Unknown { job: flight.job }));
        let torn = std::mem::take(&mut self.loose) || flight.is_some();
        self.hangs |= torn;
        torn
    }

    /// Ends what has taken too long; whether the printer may hold bytes that must not be printed.
    pub(super) fn expire(&mut self, now: Instant, out: &mut Outbox<Printer>) -> bool {
        while let Some(old) = self.waiting.pop_front_if(|waiting| now.since(waiting.since) >= WAIT_MAX) {
            out.events.push(Event::NotPrinted { job: old.job });
        }
        self.flight.as_ref().and_then(|flight| flight.deadline).is_some_and(|at| at <= now) && self.give_up(out)
    }

    /// When [`Jobs::expire`] has something to do.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let waiting = self.waiting.front().map(|waiting| waiting.since + WAIT_MAX);
        let flight = self.flight.as_ref().and_then(|flight| flight.deadline);
        waiting.into_iter().chain(flight).min()
    }

    /// Whether bytes of a job went out and its end is open.
    pub(super) fn in_flight(&self) -> bool {
        self.flight.is_some()
    }

    /// Whether there are bytes to send: of the job under way, or of the next when none is.
    pub(super) fn has_more(&self) -> bool {
        self.flight.as_ref().map_or(!self.waiting.is_empty(), |flight| !flight.messages.is_empty())
    }

    /// The next message of the job under way, or the first of the next job.
    pub(super) fn next_message(&mut self, settings: &Settings) -> Option<Vec<u8>> {
        if self.flight.is_none() {
            let Waiting { job, paper, .. } = self.waiting.pop_front()?;
            let messages = slip::messages(&paper, job, self.hangs, settings).into();
            self.flight = Some(Flight { job, messages, deadline: None });
        }
        self.flight.as_mut()?.messages.pop_front()
    }

    /// A message has left. Behind the last one the wait for the printer's word begins, if it will give one.
    pub(super) fn sent(&mut self, now: Instant, confirm: Confirm, out: &mut Outbox<Printer>) {
        let Some(flight) = self.flight.as_mut().filter(|flight| flight.messages.is_empty()) else { return };
        match confirm {
            Confirm::ProcessId | Confirm::OrderedStatus => flight.deadline = Some(now + CONFIRM_WITHIN),
            Confirm::None => {
                self.give_up(out);
                (self.loose, self.hangs) = (true, false);
            }
        }
    }

    /// The printer confirmed a job that `matches`. Its word counts once the last message was handed over, and
    /// not only when it should have left: a pseudo-terminal has no speed.
    pub(super) fn confirm(&mut self, matches: impl FnOnce(u64) -> bool, out: &mut Outbox<Printer>) {
        let whole = self.flight.take_if(|flight| flight.messages.is_empty() && matches(flight.job));
        self.hangs &= whole.is_none();
        out.events.extend(whole.map(|flight| Event::Printed { job: flight.job }));
    }
}
