//! The printer of a rehearsal at the level of ports: jobs in, paper and outcomes out.

use std::collections::VecDeque;

use hal::port::printer::{Paper, Roll, Status};
use hal::port::{self, printer};

use super::{Act, Ports};
use crate::layout::{DeviceName, Role};
use crate::rehearse::agenda::Time;
use crate::rehearse::floor::News;
use crate::rehearse::paper;
use crate::rehearse::trouble::Kind;
use crate::runtime::engine::Input;

/// The printer's inside.
#[derive(Debug, Default)]
pub(super) struct Tray {
    pub waiting: VecDeque<(u64, Paper)>,
    pub printing: Option<(u64, Paper)>,
    pub out_of_paper: bool,
    pub cover_open: bool,
    /// The roll ends within the next slip.
    pub ends: bool,
    /// The next slip stays in its memory.
    pub hoards: bool,
    /// Slips in its memory that come out when it is back.
    pub hoard: Vec<Paper>,
}

impl Ports {
    /// The printer is away: what was sent may come out, what waited will not.
    pub(super) fn give_jobs_back(&mut self, device: &DeviceName) {
        let sent = self.tray.printing.as_ref().map(|(job, _)| printer::Event::Unknown { job: *job });
        let waiting = self.tray.waiting.drain(..).map(|(job, _)| printer::Event::NotPrinted { job });
        for event in sent.into_iter().chain(waiting) {
            let event = port::Event::Printer(event);
            self.news.push(News::Input(Input::Heard { device: device.clone(), event }));
        }
    }

    pub(super) fn status(&self) -> Status {
        let roll = if self.tray.out_of_paper { Roll::Out } else { Roll::Enough };
        let offline = self.tray.out_of_paper || self.tray.cover_open;
        Status { roll, cover_open: self.tray.cover_open, offline, ..Status::READY }
    }

    pub(super) fn tell_status(&mut self, now: Time) {
        let event = port::Event::Printer(printer::Event::Status(self.status()));
        self.report(now, Role::Printer, event);
    }

    pub(super) fn print(&mut self, now: Time, device: &DeviceName, job: u64, paper: Paper) {
        if self.units.get(device).is_none_or(|unit| unit.online != Some(true)) {
            let event = printer::Event::NotPrinted { job };
            self.agenda.write(now.after(1), Act::Outcome(device.clone(), event));
            return;
        }
        self.tray.waiting.push_back((job, paper));
        self.print_next(now);
    }

    pub(super) fn print_next(&mut self, now: Time) {
        if self.tray.printing.is_none() && self.status().can_print() {
            self.tray.printing = self.tray.waiting.pop_front();
            if self.tray.printing.is_some() {
                self.agenda.write(now.after(self.dice.between(900, 2200)), Act::Cut);
            }
        }
    }

    pub(super) fn cut(&mut self, now: Time) {
        let Some((job, paper)) = self.tray.printing.take() else { return };
        let Some(device) = self.named(Role::Printer).cloned() else { return };
        if self.tray.hoards {
            // Its far end: the slip is in its memory, and nobody can ask it.
            self.tray.hoard.push(paper);
            self.answer(now, &device, false);
            return;
        }
        if std::mem::take(&mut self.tray.ends) {
            self.tray.out_of_paper = true;
            self.news.push(News::Struck(Kind::PaperEnds));
            self.tell_status(now);
        }
        let came_out = self.status().can_print();
        if came_out {
            self.news.push(News::Paper(paper::lines(&paper)));
        }
        // Some models confirm nothing now and then; a job that stopped in the middle is never known.
        let known = came_out && !self.dice.happens(3);
        let event = if known { printer::Event::Printed { job } } else { printer::Event::Unknown { job } };
        if self.units.get(&device).is_some_and(|unit| unit.online == Some(true)) {
            self.agenda.write(now.after(self.dice.between(20, 200)), Act::Outcome(device, event));
        }
        self.print_next(now);
    }

    /// The printer is back, and prints what it kept.
    pub(super) fn hand_over_old_slips(&mut self, now: Time) {
        self.tray.hoards = false;
        for paper in std::mem::take(&mut self.tray.hoard) {
            self.news.push(News::Struck(Kind::OldSlips));
            self.news.push(News::Paper(paper::lines(&paper)));
        }
        if let Some(printer) = self.named(Role::Printer).cloned() {
            self.answer(now, &printer, true);
        }
    }

    pub(super) fn forget(&mut self, now: Time, device: &DeviceName, job: u64) {
        let before = self.tray.waiting.len();
        self.tray.waiting.retain(|(waiting, _)| *waiting != job);
        if self.tray.waiting.len() < before {
            let event = printer::Event::NotPrinted { job };
            self.agenda.write(now.after(1), Act::Outcome(device.clone(), event));
        }
    }
}
