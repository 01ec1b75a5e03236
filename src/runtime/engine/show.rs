//! How the stored office reaches its faces: what changed is told, jobs are handed out once.

use std::sync::Arc;

use hal::port;
use hal::port::printer;
use tracing::{error, info};

use super::{Adoption, Engine, Output, places};
use crate::domain::keeping;
use crate::domain::moment::{HallTime, Moment};
use crate::domain::request::{Origin, Request};
use crate::layout::DeviceName;
use crate::planted::{self, Bug};
use crate::runtime::registrar::Registrar;
use crate::runtime::status::{Ailment, Keeping, NotInForce, STORE_WITHIN, Status};
use crate::runtime::supervisor::Health;
use crate::station::cabinet::{Wrong, keypad_trouble, printer_trouble};
use crate::station::{Condition, Tell};

impl Engine {
    /// The stored office is another one.
    pub(super) fn changed(&mut self, now: Moment) {
        let was_open = self.view.day.is_some();
        self.look(now);
        self.carry.last_day = self.view.day.or(self.carry.last_day);
        if was_open != self.view.day.is_some() {
            self.carry.closed = now.wall.filter(|_| was_open);
        }
    }

    fn look(&mut self, now: Moment) {
        let mut view = self.registrar.office().view(now);
        view.manual.seals.clone_from(&self.seals);
        self.view = Arc::new(view);
        self.looked_at = now.hall.0 / 1000;
        self.absence.look(&self.view);
        self.close_out.look(&self.view);
        self.stale = true;
    }

    /// Tells every face what it does not show yet, and hands out what is to be delivered.
    ///
    /// Waits grow while nothing happens, so the view is made anew at least once a second; never from an
    /// office that is ahead of the journal, where only the time passes.
    pub(super) fn show(&mut self, now: Moment) {
        let may_look = !self.registrar.is_ahead() || planted::is(Bug::ShowsBeforeStoring);
        if self.looked_at != now.hall.0 / 1000 {
            if may_look { self.look(now) } else { self.pass_the_time(now) }
        }
        self.turn_card_key();
        let condition = Condition { stored: self.keeping().is_stored() };
        let mut tells = self.stations.faces(now.hall, &self.view, condition);
        if self.settled {
            let key = &self.code_key;
            tells.extend(self.stations.doors(&self.view));
            tells.extend(self.stations.certificate(&self.view, condition));
            tells.extend(self.stations.jobs(&self.view, condition, &|day, ticket| key.code(day, ticket)));
        }
        self.out.extend(tells.into_iter().map(|tell| match tell {
            Tell::Device { device, command } => Output::Tell { device, command },
            Tell::Voice { zone, command } => Output::Say { zone, command },
        }));
        self.show_digits(now);
        if std::mem::take(&mut self.stale) {
            self.out.push(Output::Show(Arc::new(self.status())));
        }
    }

    /// What is stored, seen at a later moment: the time of day needs no journal, and how long something lasts neither.
    /// A clock that stands still looks like a machine that is dead.
    fn pass_the_time(&mut self, now: Moment) {
        Arc::make_mut(&mut self.view).at = now;
        self.looked_at = now.hall.0 / 1000;
        self.stale = true;
    }

    pub(super) fn keeping(&self) -> Keeping {
        if self.journal.other_hall.is_some() {
            return Keeping::OtherHall;
        }
        match (self.registrar.is_out(), self.hung, self.journal.by.by) {
            (true, ..) => Keeping::Broken,
            (false, true, _) => Keeping::Hung,
            (false, false, keeping::Keeping::Main) => Keeping::Main,
            (false, false, keeping::Keeping::Second) => Keeping::Second,
            (false, false, keeping::Keeping::Memory) => Keeping::Memory,
        }
    }

    /// Says when the disk hangs, and when it does not any more.
    pub(super) fn watch_the_disk(&mut self, now: Moment) {
        let hung = self.storing_since.is_some_and(|since| now.hall.since(since) >= STORE_WITHIN);
        if hung == self.hung {
            return;
        }
        (self.hung, self.stale) = (hung, true);
        if hung {
            error!("the disk has not confirmed a batch for ten seconds; it is given up");
            self.advance(now, Registrar::not_stored);
        } else {
            info!("the journal answers again");
        }
    }

    /// When the disk hangs if it does not confirm before.
    pub(super) fn hangs_at(&self) -> Option<HallTime> {
        self.storing_since.filter(|_| !self.hung).map(|since| since + STORE_WITHIN)
    }

    /// Everything that anyone outside may know at this moment.
    pub fn status(&self) -> Status {
        Status {
            view: Arc::clone(&self.view),
            hours: self.registrar.office().hours().cloned(),
            keeping: self.keeping(),
            roster: Arc::clone(&self.roster),
            absent: self.absence.alarms(self.view.at.hall, self.absent_after),
            closing: self.close_out.owed(&self.view, self.hand_over_after),
            ailments: self.ailments.clone(),
            configuration: self.configuration.clone(),
            damage: self.past.damage.clone(),
            means: Arc::new(self.means.footing().clone()),
            backup: self.past.backup.clone(),
            clock_doubted: self.held.clock_doubted,
            safe_mode: self.held.safe_mode.clone(),
            put_aside: self.aside.count(),
            supply: self.held.supply,
            typed: self.stations.paper_words(self.view.at.hall, &self.view),
            copy: self.journal.copy.clone(),
            log_held: self.journal.log_held,
            other_hall: self.journal.other_hall.clone(),
            disk: self.journal.disk,
        }
    }

    pub(super) fn health(&mut self, device: &DeviceName, health: Health) {
        info!(device = %device, ?health, "health changed");
        Arc::make_mut(&mut self.roster).note(device, health);
        if health.is_online() {
            self.stations.back(device);
        } else {
            self.stations.lost(device);
            self.ailments.remove(device);
            self.mains.gone(device);
        }
        self.stale = true;
    }

    /// Notes what a device says is wrong with it, or that nothing is any longer.
    pub(super) fn note_ailment(&mut self, now: Moment, device: &DeviceName, event: &port::Event) {
        let wrong = match event {
            port::Event::Printer(printer::Event::Status(status)) => printer_trouble(*status),
            port::Event::Keypad(event) => {
                keypad_trouble(self.ailments.get(device).map(|ailment| ailment.wrong), event)
            }
            port::Event::Signals(event) => return self.signal(now, device, *event),
            port::Event::Ups(event) => return self.ups(now, device, *event),
            port::Event::Printer(_)
            | port::Event::Board(_)
            | port::Event::RatingPad(_)
            | port::Event::Terminal(_)
            | port::Event::CardReader(_)
            | port::Event::Locker(_) => return,
        };
        self.ails(now, device, wrong);
    }

    /// Something is wrong with a device that is there, or nothing is; the same again changes nothing.
    pub(super) fn ails(&mut self, now: Moment, device: &DeviceName, wrong: Option<Wrong>) {
        let before = self.ailments.get(device).map(|ailment| ailment.wrong);
        if before == wrong {
            return;
        }
        self.stale = true;
        match wrong {
            Some(wrong) => self.ailments.insert(device.clone(), Ailment { wrong, since: now.hall }),
            None => self.ailments.remove(device),
        };
    }

    /// Goes over to a changed configuration: rules and hours by records, devices at once.
    pub(super) fn adopt(&mut self, now: Moment, adoption: Adoption) {
        self.configuration = NotInForce { refused: adoption.refused, rules_wait: false };
        self.rules = adoption.rules;
        self.ladders = adoption.layout.ladders.clone();
        self.self_test.adopt(adoption.layout.upkeep.clone());
        self.absent_after = adoption.absent_after;
        self.hand_over_after = adoption.hand_over_after;
        self.rules_hash = adoption.rules_hash;
        Arc::make_mut(&mut self.roster).adopt(&adoption.layout, hal::time::Instant::default());
        self.roles = places(&adoption.layout).collect();
        self.raises = super::incidents::raises(&adoption.layout);
        self.mains.set_stop_after(adoption.stop_after);
        self.mains.keep(|device| self.roster.post(device).is_some());
        self.stations.rearrange(places(&adoption.layout), adoption.settings);
        self.adopt_rules(now);
        let before = std::mem::replace(&mut self.calendar, adoption.calendar);
        if let Some(day) = self.registrar.office().day() {
            let hours = self.calendar.hours(day, now);
            if hours != before.hours(day, now) {
                self.ask_itself(now, Origin::Duty, Request::SetHours(hours));
            }
        }
        self.stale = true;
    }
}
