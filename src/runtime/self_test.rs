//! The self-test: every device tried by name and disturbing nobody, and the certificate of what came of it.
//!
//! A state machine that is told the time and how the hall is. Most devices are asked all day long anyway, and what
//! their cables know of them is the proof; a board shows a known text for some seconds while the hall is shut and
//! confirms it where its protocol can, a keypad lights its digits, the loudspeaker is opened. While the hall is open
//! nothing is shown that is not true: a board is told its present text once more. Every trial has its own limit, so
//! that a device that hangs holds up nobody else, and whatever is out is looked at again until the certificate is due.

mod findings;
mod trials;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use hal::port::{self, board};

use crate::domain::moment::{HallTime, Moment, Wall};
use crate::domain::self_test::{Certificate, Running};
use crate::domain::view::OfficeView;
use crate::layout::{DeviceName, Upkeep, Zone};

use self::trials::{Hall, Run, is_quiet};
use super::status::Status;

/// Voice jobs with this bit are the self-test's: the office never gave them. Trials of technicians have a higher one.
pub const SELF_TEST_JOB: u64 = 1 << 62;

/// How long a board shows the known text: long enough to be read from the hall's door, short enough that nobody
/// takes it for a call.
pub const SHOWN_FOR: Duration = Duration::from_secs(8);

/// A loudspeaker that has not come to its end in this time is out; a call may be said before it.
pub const SAID_WITHIN: Duration = Duration::from_secs(30);

/// A self-test that somebody asked for ends at the latest then, whatever is still being tried.
pub const ASKED_WITHIN: Duration = Duration::from_secs(60);

/// What the office refused, or the journal could not take, is asked again after this.
const ASK_EVERY: Duration = Duration::from_secs(5);

/// What the self-test wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Ask the office to begin.
    Begin,
    /// Hand the office the certificate.
    Certify(Certificate),
    /// Show the known text on this device from here on, or its present again.
    Face {
        /// Which device.
        device: DeviceName,
        /// The known text.
        on: bool,
    },
    /// Tell this device its present once more.
    Repeat(DeviceName),
    /// Open this loudspeaker for this job, with these clips; none is a moment of silence.
    Say {
        /// Which.
        zone: Zone,
        /// The job.
        job: u64,
        /// The clips.
        clips: Vec<String>,
    },
}

/// The self-test of one hall.
#[derive(Debug)]
pub struct SelfTest {
    upkeep: Upkeep,
    run: Option<Run>,
    /// The second of hall time of the last look.
    looked: u64,
    /// When something was asked of the office.
    asked: Option<HallTime>,
    /// Boards that have confirmed a text since the start: their kind can.
    confirms: BTreeSet<DeviceName>,
    /// How full the battery of each UPS was when it told.
    charges: BTreeMap<DeviceName, u8>,
}

impl SelfTest {
    /// Nothing is tried yet.
    #[must_use]
    pub fn new(upkeep: Upkeep) -> Self {
        Self {
            upkeep,
            run: None,
            looked: 0,
            asked: None,
            confirms: BTreeSet::new(),
            charges: BTreeMap::new(),
        }
    }

    /// Takes over changed times and telephones; a self-test under way goes on.
    pub fn adopt(&mut self, upkeep: Upkeep) {
        self.upkeep = upkeep;
    }

    /// Whether [`Self::step`] may have something to do: asked at every step of the engine, once a second a yes.
    #[must_use]
    pub fn wants_look(&self, now: Moment, view: &OfficeView) -> bool {
        let again = now.hall.0 / 1000 != self.looked;
        again && (self.run.is_some() || view.self_test.running.is_some() || self.may_begin(now, view))
    }

    /// When the self-test wants a step, if nothing else happens.
    #[must_use]
    pub fn deadline(&self) -> Option<HallTime> {
        let again = self.asked.map(|asked| asked + ASK_EVERY);
        let next_look = HallTime((self.looked + 1) * 1000);
        self.run.as_ref().map(|run| run.deadline(again).max(next_look))
    }

    /// A device reported something.
    pub fn heard(&mut self, device: &DeviceName, event: &port::Event) {
        match event {
            port::Event::Board(board::Event::Shown) => {
                self.confirms.insert(device.clone());
                self.run.iter_mut().for_each(|run| run.confirmed(device));
            }
            port::Event::Ups(port::ups::Event::State(state)) => match state.charge_percent {
                Some(percent) => drop(self.charges.insert(device.clone(), percent)),
                None => drop(self.charges.remove(device)),
            },
            port::Event::Printer(_)
            | port::Event::Keypad(_)
            | port::Event::RatingPad(_)
            | port::Event::Terminal(_)
            | port::Event::CardReader(_)
            | port::Event::Locker(_)
            | port::Event::Signals(_) => {}
        }
    }

    /// A loudspeaker came to an end with a job of the self-test.
    pub fn said(&mut self, job: u64, well: bool) {
        self.run.iter_mut().for_each(|run| run.said(job, well));
    }

    /// Looks at the hall and says what is to be done.
    pub fn step(&mut self, now: Moment, status: &Status) -> Vec<Wish> {
        self.looked = now.hall.0 / 1000;
        let mut wishes = Vec::new();
        match (&self.run, status.view.self_test.running) {
            (None, Some(running)) => self.run = Some(self.begun(now, running, status)),
            (Some(_), None) => self.end(&mut wishes),
            (None, None) | (Some(_), Some(_)) => {}
        }
        let Some(run) = &mut self.run else {
            if self.may_begin(now, &status.view) && self.may_ask(now.hall) {
                wishes.push(Wish::Begin);
            }
            return wishes;
        };
        let hall = Hall {
            now: now.hall,
            quiet: is_quiet(status),
            confirms: &self.confirms,
            chime: self.upkeep.chime,
        };
        for post in status.roster.posts() {
            let fit = findings::trouble(post, status).is_none_or(|trouble| findings::is_bearable(&trouble));
            run.follow(&hall, post, fit, &mut wishes);
        }
        if run.is_over(now.hall) && self.may_ask(now.hall) {
            wishes.push(Wish::Certify(self.certificate(status)));
        }
        wishes
    }

    /// A self-test that the office has on record. One that a restart interrupted begins anew; its certificate comes
    /// at its hour, or when the hall opens if that is sooner, or as soon as all is tried if that has passed.
    fn begun(&mut self, now: Moment, running: Running, status: &Status) -> Run {
        self.asked = None;
        let hour = self.certificate_in(now).filter(|_| running.morning).map(|wait| now.hall + wait);
        let opens = status.hours.as_ref().and_then(|hours| hours.sessions.first()).map(|first| first.opens);
        let opens = opens.filter(|opens| *opens > now.hall);
        let hour = hour.map(|hour| opens.map_or(hour, |opens| hour.min(opens)));
        Run {
            due: hour.unwrap_or(now.hall + ASKED_WITHIN),
            waits: hour.is_some(),
            courses: BTreeMap::new(),
            since: running.since,
        }
    }

    fn end(&mut self, wishes: &mut Vec<Wish>) {
        let Some(run) = self.run.take() else { return };
        self.asked = None;
        run.end(wishes);
    }

    /// Whether the clock stands between the two hours of the morning of a day with hours, and nothing has begun.
    fn may_begin(&self, now: Moment, view: &OfficeView) -> bool {
        let Some((morning, wall)) = self.upkeep.morning.zip(now.wall) else { return false };
        let begun = view.self_test.morning || view.self_test.running.is_some();
        let opens = view.day.is_some() && !view.after_hours;
        !begun && opens && (morning.from..morning.certificate).contains(&minute(wall))
    }

    /// How long it is until the certificate's hour; `None` when that has passed or nobody knows.
    fn certificate_in(&self, now: Moment) -> Option<Duration> {
        let (morning, wall) = self.upkeep.morning.zip(now.wall)?;
        let left = morning.certificate.checked_sub(minute(wall)).filter(|left| *left > 0)?;
        let seconds = u64::from(left) * 60 - u64::from(wall.civil().second);
        Some(Duration::from_secs(seconds))
    }

    fn may_ask(&mut self, now: HallTime) -> bool {
        let may = self.asked.is_none_or(|asked| now.since(asked) >= ASK_EVERY);
        if may {
            self.asked = Some(now);
        }
        may
    }
}

fn minute(wall: Wall) -> u16 {
    let at = wall.civil();
    u16::from(at.hour) * 60 + u16::from(at.minute)
}
