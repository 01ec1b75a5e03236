//! The floor of a story: every device answers soon and always alike, and writes down what people see and hear
//! of it.

mod own;
mod paper;
mod reader;
mod speaker;

use std::collections::{BTreeMap, VecDeque};

use hal::driver::Fault;
use hal::port::board::Area;
use hal::port::keypad::Key;
use hal::port::printer::Paper;
use hal::port::terminal::{Button, Page};
use hal::port::{self, board, keypad, printer, rating_pad, terminal, voice};
use hal::time::Instant;
use jiaohao::domain::id::{KioskId, WindowId};
use jiaohao::layout::{DeviceName, Layout, Role, Zone};
use jiaohao::rehearse::agenda::{Agenda, Time};
use jiaohao::rehearse::floor::{Floor, Mishap, News, Player};
use jiaohao::runtime::engine::Input;
use jiaohao::runtime::supervisor::Health;
use jiaohao::station::voice::Clips;

use crate::cards::Lying;
use crate::contacts::{Contacts, Tells};
use crate::faces;
use crate::signs::Signs;

use self::own::Own;
use self::speaker::Speaker;

/// A key or a touch is told to the office after so many milliseconds: one round of polls.
const HEARD_AFTER: u64 = 40;
/// A face shows what it was told after so long.
const SHOWN_AFTER: u64 = 100;
/// Paper is printed and cut after so long, and its outcome is known a moment later.
const PRINTED_AFTER: u64 = 900;
const CONFIRMED_AFTER: u64 = 50;
/// A pulled plug or a device that does not answer is noticed after so long; one that is back as well.
const MISSED_AFTER: u64 = 300;
const FOUND_AFTER: u64 = 1200;

/// One device.
#[derive(Debug)]
struct Unit {
    role: Role,
    cable: String,
    answers: bool,
    online: bool,
    face: Option<port::Command>,
    coming: Option<port::Command>,
}

/// What comes about later.
#[derive(Debug)]
enum Act {
    Show(DeviceName),
    Report(DeviceName, port::Event),
    Look(DeviceName),
    Settle(DeviceName),
    Cut,
    Said,
}

/// The devices of a hall.
pub struct Hall {
    units: BTreeMap<DeviceName, Unit>,
    pulled: Vec<String>,
    agenda: Agenda<Act>,
    to_print: VecDeque<(u64, Paper)>,
    printing: Option<(u64, Paper)>,
    status: printer::Status,
    speakers: Vec<Speaker>,
    clips: Clips,
    own: Own,
    contacts: Contacts,
    news: Vec<News>,
    signs: Signs,
    card: Lying,
}

impl Hall {
    /// The devices of this layout, plugged in and dark.
    pub fn new(layout: &Layout, signs: Signs, card: Lying) -> Self {
        let unit = |name, role| Unit {
            role,
            cable: layout.cable_of(name).to_owned(),
            answers: true,
            online: false,
            face: None,
            coming: None,
        };
        Self {
            units: layout.roles().map(|(name, role)| (name.clone(), unit(name, role))).collect(),
            pulled: Vec::new(),
            agenda: Agenda::default(),
            to_print: VecDeque::new(),
            printing: None,
            status: printer::Status::READY,
            speakers: layout.voices.iter().map(Speaker::new).collect(),
            clips: Clips::on_board().unwrap(),
            own: Own::new(layout),
            contacts: Contacts::new(layout),
            news: Vec::new(),
            signs,
            card,
        }
    }

    fn named(&self, role: Role) -> Option<DeviceName> {
        self.units.iter().find(|(_, unit)| unit.role == role).map(|(name, _)| name.clone())
    }

    fn face(&self, role: Role) -> Option<&port::Command> {
        self.units.values().find(|unit| unit.role == role)?.face.as_ref()
    }

    fn hear(&mut self, device: DeviceName, event: port::Event) {
        self.news.push(News::Input(Input::Heard { device, event }));
    }

    /// What a contact tells is heard, and it is looked at again when it should have settled.
    fn contact(&mut self, contact: DeviceName, (events, due): Tells) {
        for event in events {
            self.hear(contact.clone(), port::Event::Signals(event));
        }
        if let Some(due) = due {
            self.agenda.write(Time(due), Act::Settle(contact));
        }
    }

    fn report_later(&mut self, at: Time, role: Role, event: port::Event) {
        if let Some(device) = self.named(role).filter(|device| self.works(device)) {
            self.agenda.write(at, Act::Report(device, event));
        }
    }

    fn act(&mut self, now: Time, act: Act) {
        match act {
            Act::Show(device) => self.show(now, &device),
            Act::Report(device, event) => {
                if self.units.get(&device).is_some_and(|unit| unit.online) && self.works(&device) {
                    self.hear(device, event);
                }
            }
            Act::Look(device) if self.own.has(&device) => self.news.push(self.own.found(now, device)),
            Act::Look(device) => self.look(now, device),
            Act::Settle(contact) => {
                let tells = self.contacts.set(&contact, now.0, None);
                self.contact(contact, tells);
            }
            Act::Cut => self.cut(now),
            Act::Said => self.said(now),
        }
    }

    fn show(&mut self, now: Time, device: &DeviceName) {
        let works = self.works(device);
        let Some(unit) = self.units.get_mut(device).filter(|_| works) else { return };
        let Some(face) = unit.coming.take() else { return };
        let before = unit.face.replace(face.clone());
        for (at_what, words) in faces::seen(unit.role, &face, before.as_ref()) {
            self.signs.note(now, at_what, words);
        }
    }

    /// Whoever watches over the device finds it, or misses it.
    fn look(&mut self, now: Time, device: DeviceName) {
        let works = self.works(&device);
        let Some(unit) = self.units.get_mut(&device).filter(|unit| unit.online != works) else { return };
        (unit.online, unit.coming) = (works, None);
        let since = Instant::from_millis(now.0);
        let fault = if self.pulled.contains(&unit.cable) { Fault::Unplugged } else { Fault::Silent };
        let offline = Health::Offline { fault, retry_at: since, since };
        let is_printer = unit.role == Role::Printer;
        if is_printer && !works {
            let sent = self.printing.as_ref().map(|(job, _)| printer::Event::Unknown { job: *job });
            let waited = self.to_print.drain(..).map(|(job, _)| printer::Event::NotPrinted { job });
            for event in sent.into_iter().chain(waited).collect::<Vec<_>>() {
                self.hear(device.clone(), port::Event::Printer(event));
            }
        }
        let health = if works { Health::Online { since } } else { offline };
        self.news.push(News::Input(Input::Health { device: device.clone(), health }));
        if is_printer && works {
            self.hear(device, port::Event::Printer(printer::Event::Status(self.status)));
        }
    }
}

impl Floor for Hall {
    fn tell(&mut self, now: Time, device: &DeviceName, command: port::Command) {
        match command {
            port::Command::Printer(printer::Command::Print { job, paper }) => {
                self.to_print.push_back((job, paper));
                self.print_next(now);
            }
            port::Command::Printer(printer::Command::Forget { job }) => {
                let before = self.to_print.len();
                self.to_print.retain(|(waiting, _)| *waiting != job);
                if self.to_print.len() < before {
                    self.hear(device.clone(), port::Event::Printer(printer::Event::NotPrinted { job }));
                }
            }
            port::Command::Keypad(keypad::Command::Beep(_)) => {
                let unit = self.units.get(device).filter(|_| self.works(device));
                if let Some(Role::Keypad(window)) = unit.map(|unit| unit.role) {
                    self.signs.note(now, format!("keypad-{window}"), "beeps");
                }
            }
            port::Command::Keypad(keypad::Command::Show(_))
            | port::Command::Board(board::Command::Show(_))
            | port::Command::RatingPad(_)
            | port::Command::Terminal(terminal::Command::Show(_)) => {
                let Some(unit) = self.units.get_mut(device).filter(|unit| unit.online) else { return };
                if unit.coming.replace(command).is_none() {
                    self.agenda.write(now.after(SHOWN_AFTER), Act::Show(device.clone()));
                }
            }
            port::Command::CardReader(_) => self.tell_reader(device, command),
            port::Command::Signals(order) => self.signal(now, device, order),
            // No place in this hall has a cabinet.
            port::Command::Locker(_) => {}
        }
    }

    fn say(&mut self, now: Time, zone: Zone, command: voice::Command) {
        let voice::Command::Say { job, clips } = command;
        self.say_in(now, zone, job, clips);
    }

    fn boot(&mut self, now: Time) {
        // The player dies with the machine; paper that is being printed comes out all the same.
        self.agenda.keep(|act| matches!(act, Act::Cut));
        self.speakers.iter_mut().for_each(Speaker::fall_silent);
        self.to_print.clear();
        self.news.extend(self.own.met(now));
        for name in self.contacts.names() {
            let tells = self.contacts.meet(&name, now.0);
            self.contact(name, tells);
        }
        for (name, unit) in &mut self.units {
            (unit.online, unit.coming) = (false, None);
            self.agenda.write(now.after(MISSED_AFTER), Act::Look(name.clone()));
        }
    }

    fn main_switch(&mut self, now: Time) {
        self.boot(now);
    }

    fn live(&mut self, _now: Time, until: Time) -> Option<Time> {
        self.agenda.next().filter(|due| *due < until)
    }

    fn run(&mut self, now: Time) -> Vec<News> {
        while let Some(act) = self.agenda.take(now) {
            self.act(now, act);
        }
        self.read_card();
        std::mem::take(&mut self.news)
    }

    fn press(&mut self, now: Time, window: WindowId, key: Key) {
        let pressed = port::Event::Keypad(keypad::Event::Pressed(key));
        self.report_later(now.after(HEARD_AFTER), Role::Keypad(window), pressed);
    }

    fn digits(&self, window: WindowId) -> String {
        faces::digits(self.face(Role::Keypad(window)))
    }

    fn touch(&mut self, now: Time, kiosk: KioskId, button: Button) {
        let Some(page) = self.page(kiosk).filter(|page| page.live.contains(&button)) else { return };
        let touched = port::Event::Terminal(terminal::Event::Touched { page: page.name, button });
        self.report_later(now.after(HEARD_AFTER), Role::Terminal(kiosk), touched);
    }

    fn page(&self, kiosk: KioskId) -> Option<Page> {
        self.face(Role::Terminal(kiosk)).and_then(faces::as_page).cloned()
    }

    fn rate(&mut self, now: Time, window: WindowId, key: u8) {
        // Nobody asks a dark pad which key was pressed.
        if self.pad(window) != rating_pad::Command::Rest {
            let pressed = port::Event::RatingPad(rating_pad::Event::Pressed(key));
            self.report_later(now.after(HEARD_AFTER), Role::RatingPad(window), pressed);
        }
    }

    fn pad(&self, window: WindowId) -> rating_pad::Command {
        faces::asks(self.face(Role::RatingPad(window)))
    }

    fn board(&self, device: &DeviceName) -> Vec<Area> {
        faces::areas(self.units.get(device).and_then(|unit| unit.face.as_ref()))
    }

    fn mishap(&mut self, now: Time, mishap: &Mishap) -> bool {
        match mishap {
            Mishap::Cable { cable, plugged } => {
                self.pulled.retain(|pulled| pulled != cable || !plugged);
                if !plugged {
                    self.pulled.push(cable.clone());
                }
                let after = if *plugged { FOUND_AFTER } else { MISSED_AFTER };
                let on = self.units.iter().filter(|(_, unit)| unit.cable == *cable);
                for name in on.map(|(name, _)| name.clone()).collect::<Vec<_>>() {
                    self.agenda.write(now.after(after), Act::Look(name));
                }
            }
            Mishap::Device { device, answers } => {
                if let Some(unit) = self.units.get_mut(device) {
                    unit.answers = *answers;
                } else {
                    self.own.fail(device, *answers);
                }
                let after = if *answers { FOUND_AFTER } else { MISSED_AFTER };
                self.agenda.write(now.after(after), Act::Look(device.clone()));
            }
            Mishap::Paper { loaded } => {
                self.status.roll = if *loaded { printer::Roll::Enough } else { printer::Roll::Out };
                self.tell_status(now);
            }
            Mishap::Cover { open } => {
                self.status.cover_open = *open;
                self.tell_status(now);
            }
            Mishap::Voice { zone, player } => self.set_speaker(now, *zone, *player == Player::Works),
            Mishap::Contact { device, active } => {
                let tells = self.contacts.set(device, now.0, Some(*active));
                self.contact(device.clone(), tells);
            }
            // A story has no bytes, and says by itself which key is pressed and what a UPS tells.
            Mishap::Spark { .. }
            | Mishap::Noise { .. }
            | Mishap::PaperEnds
            | Mishap::Hoards { .. }
            | Mishap::Blank { .. }
            | Mishap::Finger { .. }
            | Mishap::Ups { .. } => return false,
        }
        true
    }

    fn works(&self, device: &DeviceName) -> bool {
        self.units.get(device).is_some_and(|unit| unit.answers && !self.pulled.contains(&unit.cable))
    }

    fn backlog(&self) -> usize {
        self.to_print.len() + self.speakers.iter().map(|speaker| speaker.to_say.len()).sum::<usize>()
    }
}
