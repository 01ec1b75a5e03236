//! The trial of each device: what is done to it, for how long, and what was seen.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{SAID_WITHIN, SELF_TEST_JOB, SHOWN_FOR, Wish};
use crate::domain::moment::HallTime;
use crate::domain::view::WindowState;
use crate::layout::{DeviceName, Role, Zone};
use crate::runtime::roster::{Duty, Post};
use crate::runtime::status::Status;
use crate::station::hall::CHIME;

/// A self-test under way.
#[derive(Debug)]
pub(super) struct Run {
    /// The certificate is due then.
    pub due: HallTime,
    /// It waits for the certificate's hour; one that was asked for ends with its last trial.
    pub waits: bool,
    /// How far each device is that is there.
    pub courses: BTreeMap<DeviceName, Course>,
    /// When it began.
    pub since: HallTime,
}

/// How far one device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// It is being tried, until then at the latest.
    Trying { trial: Trial, until: HallTime, confirmed: bool },
    /// It was tried, and this was seen.
    Tried(Seen),
}

/// What is done to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trial {
    /// It shows the known text.
    Face,
    /// It is told its present once more.
    Repeat,
    /// A loudspeaker is opened, as this job.
    Voice { job: u64 },
}

/// What a trial brought to light, the device being there and well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// It answers when it is asked, as it is all day long.
    Answers,
    /// It confirmed the known text.
    Confirmed,
    /// It was told the known text, and its kind confirms nothing.
    Shown,
    /// It confirmed its present text.
    InUse,
    /// The loudspeaker was opened.
    Opened,
    /// Its kind confirms what it shows, and it did not.
    NotConfirmed,
    /// The loudspeaker could not be opened, or did not come to an end.
    Dumb,
}

/// The hall as a trial has to know it.
pub(super) struct Hall<'a> {
    pub now: HallTime,
    /// Nobody looks at the faces.
    pub quiet: bool,
    /// Boards whose kind confirms.
    pub confirms: &'a BTreeSet<DeviceName>,
    /// The loudspeaker may chime.
    pub chime: bool,
}

/// Whether nobody looks at the faces for a call: no session is open and nobody waits.
pub(super) fn is_quiet(status: &Status) -> bool {
    let (view, now) = (&status.view, status.view.at.hall);
    let sessions = status.hours.iter().flat_map(|hours| &hours.sessions);
    let mut open = sessions.filter(|session| session.opens <= now && now < session.closes);
    let at_work =
        |state: WindowState| matches!(state, WindowState::Called { .. } | WindowState::Serving { .. });
    open.next().is_none()
        && view.totals.waiting == 0
        && !view.windows.iter().any(|window| at_work(window.state))
}

impl Run {
    /// Takes one device a step further. `fit`: it is there and says nothing that would keep it from its work.
    pub fn follow(&mut self, hall: &Hall<'_>, post: &Post, fit: bool, wishes: &mut Vec<Wish>) {
        let course = self.courses.get(&post.name).copied();
        if !fit {
            // Whatever was seen before is no proof any more: it is tried anew when it is back.
            if let Some(Course::Trying { trial: Trial::Face, .. }) = course {
                wishes.push(Wish::Face { device: post.name.clone(), on: false });
            }
            self.courses.remove(&post.name);
            return;
        }
        let next = match course {
            None => self.begin(hall, post, wishes),
            Some(Course::Trying { trial, until, confirmed }) => {
                let interrupted = trial == Trial::Face && !hall.quiet;
                if hall.now < until && !interrupted {
                    return;
                }
                if trial == Trial::Face {
                    wishes.push(Wish::Face { device: post.name.clone(), on: false });
                }
                let can = hall.confirms.contains(&post.name);
                Course::Tried(seen(post.duty, trial, (confirmed, can), interrupted))
            }
            Some(Course::Tried(_)) => return,
        };
        self.courses.insert(post.name.clone(), next);
    }

    fn begin(&self, hall: &Hall<'_>, post: &Post, wishes: &mut Vec<Wish>) -> Course {
        let trying =
            |trial, within: Duration| Course::Trying { trial, until: hall.now + within, confirmed: false };
        let device = post.name.clone();
        match post.duty {
            // A screen that the daemon draws on hangs on no cable: nobody could confirm.
            Duty::Role(Role::WindowBoard(_) | Role::HallDisplay) if !post.cable.is_empty() => {
                if hall.quiet {
                    wishes.push(Wish::Face { device, on: true });
                    return trying(Trial::Face, SHOWN_FOR);
                }
                wishes.push(Wish::Repeat(device));
                trying(Trial::Repeat, SHOWN_FOR)
            }
            Duty::Role(Role::Keypad(_)) if !post.cable.is_empty() && hall.quiet => {
                wishes.push(Wish::Face { device, on: true });
                trying(Trial::Face, SHOWN_FOR)
            }
            Duty::Voice(zone) => {
                let clips = if hall.chime && hall.quiet { vec![CHIME.to_owned()] } else { Vec::new() };
                let job = job(self.since, zone);
                wishes.push(Wish::Say { zone, job, clips });
                trying(Trial::Voice { job }, SAID_WITHIN)
            }
            Duty::Role(
                Role::WindowBoard(_)
                | Role::HallDisplay
                | Role::Keypad(_)
                | Role::Printer
                | Role::RatingPad(_)
                | Role::Terminal(_)
                | Role::CardReader(_)
                | Role::Ups
                | Role::Locker,
            )
            | Duty::Signal(_)
            | Duty::Lcd => Course::Tried(Seen::Answers),
        }
    }

    /// A board confirmed what it shows.
    pub fn confirmed(&mut self, device: &DeviceName) {
        if let Some(Course::Trying { confirmed, .. }) = self.courses.get_mut(device) {
            *confirmed = true;
        }
    }

    /// A loudspeaker came to an end with this job.
    pub fn said(&mut self, job: u64, well: bool) {
        let own = Trial::Voice { job };
        let speaks = |course: &&mut Course| matches!(course, Course::Trying { trial, .. } if *trial == own);
        for course in self.courses.values_mut().filter(speaks) {
            *course = Course::Tried(if well { Seen::Opened } else { Seen::Dumb });
        }
    }

    /// Whether the certificate is due.
    pub fn is_over(&self, now: HallTime) -> bool {
        let tried = || self.courses.values().all(|course| matches!(course, Course::Tried(_)));
        now >= self.due || (!self.waits && tried())
    }

    /// When something of this is due; not before `again`, if the office was asked already.
    pub fn deadline(&self, again: Option<HallTime>) -> HallTime {
        let trying = self.courses.values().filter_map(|course| match course {
            Course::Trying { until, .. } => Some(*until),
            Course::Tried(_) => None,
        });
        let due = again.map_or(self.due, |again| self.due.max(again));
        trying.fold(due, HallTime::min)
    }

    /// It is over: no device keeps the known text.
    pub fn end(self, wishes: &mut Vec<Wish>) {
        for (device, course) in self.courses {
            if matches!(course, Course::Trying { trial: Trial::Face, .. }) {
                wishes.push(Wish::Face { device, on: false });
            }
        }
    }
}

/// The job of a loudspeaker in the self-test that began then: one for each zone.
fn job(since: HallTime, zone: Zone) -> u64 {
    let other = match zone {
        Zone::Hall => 0,
        Zone::Other(_) => 1,
    };
    SELF_TEST_JOB | since.0 << 1 | other
}

/// What was seen of a device when its trial ended. `can`: its kind confirms; `interrupted`: the hall came first.
fn seen(duty: Duty, trial: Trial, (confirmed, can): (bool, bool), interrupted: bool) -> Seen {
    let is_keypad = matches!(duty, Duty::Role(Role::Keypad(_)));
    match trial {
        Trial::Voice { .. } => Seen::Dumb,
        Trial::Face if confirmed => Seen::Confirmed,
        Trial::Repeat if confirmed => Seen::InUse,
        Trial::Face | Trial::Repeat if interrupted => Seen::Answers,
        Trial::Face | Trial::Repeat if can && !is_keypad => Seen::NotConfirmed,
        Trial::Face => Seen::Shown,
        Trial::Repeat => Seen::Answers,
    }
}
