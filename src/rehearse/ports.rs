//! The floor at the level of ports: devices that take commands and report events, without a byte in between.

mod mishaps;
mod tray;

use std::collections::{BTreeMap, BTreeSet};

use hal::driver::Fault;
use hal::port::board::Area;
use hal::port::keypad::Key;
use hal::port::terminal::{Button, Page};
use hal::port::ups::Power;
use hal::port::{self, board, keypad, printer, rating_pad, terminal, voice};
use hal::time::Instant;

use self::tray::Tray;
use super::agenda::{Agenda, Time};
use super::building::Building;
use super::dice::Dice;
use super::floor::{Floor, Mishap, News};
use super::loudspeaker::Loudspeakers;
use crate::domain::id::{KioskId, WindowId};
use crate::layout::{DeviceName, Layout, Role, Zone};
use crate::runtime::engine::Input;
use crate::runtime::supervisor::Health;

/// One device.
#[derive(Debug)]
struct Unit {
    role: Role,
    cable: String,
    /// It has power and answers.
    answers: bool,
    /// What the office believes of it; `None` before it was told anything.
    online: Option<bool>,
    /// What it shows.
    face: Option<port::Command>,
    /// The newest face that is on its way.
    coming: Option<port::Command>,
}

/// What comes about later.
#[derive(Debug)]
enum Act {
    /// The face that is on its way stands.
    Show(DeviceName),
    /// A device reports, if it can be reached then.
    Report(DeviceName, port::Event),
    /// The supervisor of a device looks at it.
    Look(DeviceName),
    /// The paper of the job in the printer is cut.
    Cut,
    /// The outcome of a job, known on this side of the cable.
    Outcome(DeviceName, printer::Event),
    /// A key has been down for longer than any finger.
    Stuck(WindowId, Key),
}

/// The devices of a hall.
#[derive(Debug)]
pub struct Ports {
    units: BTreeMap<DeviceName, Unit>,
    cables: BTreeMap<String, bool>,
    agenda: Agenda<Act>,
    dice: Dice,
    tray: Tray,
    speakers: Loudspeakers,
    building: Building,
    /// What each UPS says.
    power: BTreeMap<DeviceName, Power>,
    /// Keys that are down and not up again.
    stuck: BTreeSet<(WindowId, Key)>,
    news: Vec<News>,
}

impl Ports {
    /// The devices of this layout, plugged in and dark.
    #[must_use]
    pub fn new(layout: &Layout, seed: u64) -> Self {
        let unit = |name, role| Unit {
            role,
            cable: layout.cable_of(name).to_owned(),
            answers: true,
            online: None,
            face: None,
            coming: None,
        };
        Self {
            power: layout
                .roles()
                .filter(|(_, role)| *role == Role::Ups)
                .map(|(name, _)| (name.clone(), Power::Mains))
                .collect(),
            units: layout.roles().map(|(name, role)| (name.clone(), unit(name, role))).collect(),
            cables: layout.cables.iter().map(|cable| (cable.name.clone(), true)).collect(),
            agenda: Agenda::default(),
            dice: Dice::new(seed, "devices"),
            tray: Tray::default(),
            speakers: Loudspeakers::new(layout),
            building: Building::new(layout),
            stuck: BTreeSet::new(),
            news: Vec::new(),
        }
    }

    fn named(&self, role: Role) -> Option<&DeviceName> {
        self.units.iter().find(|(_, unit)| unit.role == role).map(|(name, _)| name)
    }

    fn face(&self, role: Role) -> Option<&port::Command> {
        self.units.values().find(|unit| unit.role == role)?.face.as_ref()
    }

    /// A key or a touch reaches the office after a turn on the cable, if it can.
    fn report(&mut self, now: Time, role: Role, event: port::Event) {
        let Some(device) = self.named(role).cloned() else { return };
        if self.works(&device) {
            let at = now.after(self.dice.between(20, 90));
            self.agenda.write(at, Act::Report(device, event));
        }
    }

    fn look_later(&mut self, now: Time, device: DeviceName, least: u64, most: u64) {
        let at = now.after(self.dice.between(least, most));
        self.agenda.write(at, Act::Look(device));
    }

    /// The supervisor's finding, when it is another one.
    fn look(&mut self, now: Time, device: &DeviceName) {
        let works = self.works(device);
        let plugged = self.units.get(device).is_some_and(|unit| self.plugged(&unit.cable));
        let Some(unit) = self.units.get_mut(device) else { return };
        if unit.online == Some(works) {
            return;
        }
        unit.online = Some(works);
        unit.coming = None;
        let since = Instant::from_millis(now.0);
        let fault = if plugged { Fault::Silent } else { Fault::Unplugged };
        let health =
            if works { Health::Online { since } } else { Health::Offline { fault, retry_at: since, since } };
        let is_printer = unit.role == Role::Printer;
        if is_printer && !works {
            self.give_jobs_back(device);
        }
        self.news.push(News::Input(Input::Health { device: device.clone(), health }));
        if is_printer && works {
            self.tell_status(now);
            self.print_next(now);
        }
        if works && self.power.contains_key(device) {
            self.tell_power(now, device);
        }
    }

    fn plugged(&self, cable: &str) -> bool {
        // What has no cable hangs on the machine itself.
        cable.is_empty() || self.cables.get(cable).copied().unwrap_or(false)
    }

    fn act(&mut self, now: Time, act: Act) {
        match act {
            Act::Show(device) => {
                let works = self.works(&device);
                if let Some(unit) = self.units.get_mut(&device).filter(|_| works)
                    && let Some(face) = unit.coming.take()
                {
                    unit.face = Some(face);
                    self.news.push(News::Shows(device));
                }
            }
            Act::Report(device, event) => {
                let online = self.units.get(&device).is_some_and(|unit| unit.online == Some(true));
                if online && self.works(&device) {
                    self.news.push(News::Input(Input::Heard { device, event }));
                }
            }
            Act::Look(device) => self.look(now, &device),
            Act::Cut => self.cut(now),
            Act::Outcome(device, event) => {
                let event = port::Event::Printer(event);
                self.news.push(News::Input(Input::Heard { device, event }));
            }
            Act::Stuck(window, key) => self.told_stuck(now, window, key),
        }
    }
}

impl Floor for Ports {
    fn tell(&mut self, now: Time, device: &DeviceName, command: port::Command) {
        match command {
            port::Command::Printer(printer::Command::Print { job, paper }) => {
                self.print(now, device, job, paper)
            }
            port::Command::Printer(printer::Command::Forget { job }) => self.forget(now, device, job),
            port::Command::Keypad(keypad::Command::Beep(_))
            | port::Command::CardReader(_)
            | port::Command::Signals(_)
            | port::Command::Locker(_) => {}
            port::Command::Keypad(keypad::Command::Show(_))
            | port::Command::Board(board::Command::Show(_))
            | port::Command::RatingPad(_)
            | port::Command::Terminal(terminal::Command::Show(_)) => {
                let Some(unit) = self.units.get_mut(device).filter(|unit| unit.online == Some(true)) else {
                    return;
                };
                if unit.coming.replace(command).is_none() {
                    let slow = matches!(unit.role, Role::WindowBoard(_) | Role::HallDisplay);
                    let (least, most) = if slow { (80, 600) } else { (15, 120) };
                    self.agenda.write(now.after(self.dice.between(least, most)), Act::Show(device.clone()));
                }
            }
        }
    }

    fn say(&mut self, now: Time, zone: Zone, command: voice::Command) {
        self.speakers.say(now, zone, command, &mut self.news);
    }

    fn boot(&mut self, now: Time) {
        // The player dies with the machine; paper that is being printed comes out all the same.
        self.agenda.keep(|act| matches!(act, Act::Cut));
        self.building.boot(now, &mut self.news);
        self.speakers.fall_silent();
        self.tray.waiting.clear();
        let names: Vec<DeviceName> = self.units.keys().cloned().collect();
        for name in names {
            if let Some(unit) = self.units.get_mut(&name) {
                (unit.online, unit.coming) = (None, None);
            }
            self.look_later(now, name, 100, 900);
        }
    }

    fn dark(&mut self) {
        self.building.dark();
    }

    fn main_switch(&mut self, _now: Time) {
        self.building.rest();
        self.stuck.clear();
        self.power.values_mut().for_each(|power| *power = Power::Mains);
        self.agenda = Agenda::default();
        self.tray = Tray::default();
        self.cables.values_mut().for_each(|plugged| *plugged = true);
        for unit in self.units.values_mut() {
            (unit.answers, unit.online, unit.face, unit.coming) = (true, None, None, None);
        }
    }

    fn live(&mut self, now: Time, until: Time) -> Option<Time> {
        if !self.news.is_empty() {
            return Some(now);
        }
        let due = [self.agenda.next(), self.speakers.due(), self.building.due()];
        due.into_iter().flatten().min().filter(|due| *due < until)
    }

    fn run(&mut self, now: Time) -> Vec<News> {
        while let Some(act) = self.agenda.take(now) {
            self.act(now, act);
        }
        self.speakers.run(now, &mut self.news);
        self.building.run(now, &mut self.news);
        std::mem::take(&mut self.news)
    }

    fn press(&mut self, now: Time, window: WindowId, key: Key) {
        self.report(now, Role::Keypad(window), port::Event::Keypad(keypad::Event::Pressed(key)));
    }

    fn digits(&self, window: WindowId) -> String {
        match self.face(Role::Keypad(window)) {
            Some(port::Command::Keypad(keypad::Command::Show(digits))) => digits.clone(),
            Some(_) | None => String::new(),
        }
    }

    fn touch(&mut self, now: Time, kiosk: KioskId, button: Button) {
        let Some(page) = self.page(kiosk).filter(|page| page.live.contains(&button)) else { return };
        let touched = terminal::Event::Touched { page: page.name, button };
        self.report(now, Role::Terminal(kiosk), port::Event::Terminal(touched));
    }

    fn page(&self, kiosk: KioskId) -> Option<Page> {
        match self.face(Role::Terminal(kiosk))? {
            port::Command::Terminal(terminal::Command::Show(page)) => Some(page.clone()),
            port::Command::Printer(_)
            | port::Command::Board(_)
            | port::Command::Keypad(_)
            | port::Command::RatingPad(_)
            | port::Command::CardReader(_)
            | port::Command::Signals(_)
            | port::Command::Locker(_) => None,
        }
    }

    fn rate(&mut self, now: Time, window: WindowId, key: u8) {
        if self.pad(window) != rating_pad::Command::Rest {
            let event = port::Event::RatingPad(rating_pad::Event::Pressed(key));
            self.report(now, Role::RatingPad(window), event);
        }
    }

    fn pad(&self, window: WindowId) -> rating_pad::Command {
        match self.face(Role::RatingPad(window)) {
            Some(port::Command::RatingPad(asks)) => *asks,
            Some(_) | None => rating_pad::Command::Rest,
        }
    }

    fn board(&self, device: &DeviceName) -> Vec<Area> {
        match self.units.get(device).and_then(|unit| unit.face.as_ref()) {
            Some(port::Command::Board(board::Command::Show(areas))) => areas.clone(),
            Some(_) | None => Vec::new(),
        }
    }

    fn mishap(&mut self, now: Time, mishap: &Mishap) -> bool {
        self.befall(now, mishap)
    }

    fn works(&self, device: &DeviceName) -> bool {
        self.units.get(device).is_some_and(|unit| unit.answers && self.plugged(&unit.cable))
    }

    fn prints(&self) -> bool {
        self.status().can_print() && self.named(Role::Printer).is_some_and(|printer| self.works(printer))
    }

    fn backlog(&self) -> usize {
        self.tray.waiting.len() + self.speakers.waiting()
    }
}
