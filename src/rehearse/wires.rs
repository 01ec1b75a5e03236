//! The floor down to bytes: every cable is real, with the product's own drivers, turns and supervisors at the
//! near end, simulated devices at the far end, and bytes that take as long as the line's speed says.
//!
//! People press and touch the simulated devices and read what stands on them. The voice has no bytes, and
//! neither have keypads without a cable: a window that has only such a one calls nobody here.
//!
//! | file | what it is |
//! |---|---|
//! | [`cable`] | a bus, two wires and the devices at their far end |
//! | [`seat`], [`thing`] | one device: its power, its fingers, its face |
//! | [`passed`] | the hash of every byte |

pub mod cable;
pub mod passed;
pub mod seat;
pub mod thing;

use std::collections::BTreeMap;

use hal::port::board::Area;
use hal::port::keypad::Key;
use hal::port::terminal::{Button, Page};
use hal::port::ups::Power;
use hal::port::{self, rating_pad, voice};
use hal::time::Instant;
use sha2::{Digest, Sha256};

use self::cable::{Cable, Plug};
use self::seat::{Seat, State};
use self::thing::Thing;
use super::agenda::Time;
use super::building::Building;
use super::dice::Dice;
use super::floor::{Floor, Mishap, News};
use super::loudspeaker::Loudspeakers;
use crate::domain::id::{KioskId, WindowId};
use crate::journal::chain::Hash;
use crate::layout::{DeviceName, Layout, Role, Zone};

/// Where a device is: its cable, and its place there.
type Place = (usize, usize);

/// The cables of a hall with everything at both ends.
pub struct Wires {
    cables: Vec<Cable>,
    places: BTreeMap<DeviceName, Place>,
    roles: BTreeMap<Role, Place>,
    speakers: Loudspeakers,
    building: Building,
    dice: Dice,
    news: Vec<News>,
}

impl Wires {
    /// The cables of this layout, plugged in; the machine is dark.
    #[must_use]
    pub fn new(layout: &Layout, seed: u64) -> Self {
        let cables: Vec<Cable> = layout.cables.iter().map(|cable| Cable::new(cable, layout)).collect();
        let (mut places, mut roles) = (BTreeMap::new(), BTreeMap::new());
        for (at, cable) in cables.iter().enumerate() {
            for (place, seat) in cable.seats.iter().enumerate() {
                places.insert(seat.name.clone(), (at, place));
                roles.entry(seat.role).or_insert((at, place));
            }
        }
        Self {
            cables,
            places,
            roles,
            speakers: Loudspeakers::new(layout),
            building: Building::new(layout),
            dice: Dice::new(seed, "wires"),
            news: Vec::new(),
        }
    }

    fn seat(&self, place: Option<&Place>) -> Option<&Seat> {
        let (cable, place) = *place?;
        self.cables.get(cable)?.seats.get(place)
    }

    /// The device that does this, while it has power.
    fn face(&self, role: Role) -> Option<&Thing> {
        self.seat(self.roles.get(&role))?.lit()
    }

    /// Somebody does something to the device in this role, while it has power.
    fn hand(&mut self, now: Time, role: Role, act: impl FnOnce(&mut Thing)) {
        self.at(now, role, |seat| seat.lit_mut().map(act).is_some());
    }

    fn at(&mut self, now: Time, role: Role, act: impl FnOnce(&mut Seat) -> bool) -> bool {
        let Some(&(cable, place)) = self.roles.get(&role) else { return false };
        self.change(now, cable, place, act)
    }

    /// Does something to a device; whether it made a difference.
    fn change(&mut self, now: Time, cable: usize, place: usize, act: impl FnOnce(&mut Seat) -> bool) -> bool {
        let Some(cable) = self.cables.get_mut(cable) else { return false };
        let differs = cable.seats.get_mut(place).is_some_and(act);
        cable.look(at(now));
        differs
    }

    fn due(&self) -> Option<Time> {
        let cables = self.cables.iter().filter_map(Cable::due).min().map(|due| Time(due.millis()));
        [cables, self.speakers.due(), self.building.due()].into_iter().flatten().min()
    }

    fn happen(&mut self, now: Time) {
        for cable in &mut self.cables {
            cable.run(at(now), &mut self.news);
        }
        self.speakers.run(now, &mut self.news);
        self.building.run(now, &mut self.news);
    }

    fn cable(&mut self, name: &str) -> Option<&mut Cable> {
        self.cables.iter_mut().find(|cable| cable.name() == name)
    }

    fn pull(&mut self, now: Time, cable: &str, plugged: bool) -> bool {
        let near = self.dice.happens(500);
        let plug = match (plugged, near) {
            (true, _) => Plug::In,
            (false, true) => Plug::Near,
            (false, false) => Plug::Far,
        };
        let found = self.cables.iter_mut().find(|found| found.name() == cable);
        found.is_some_and(|cable| cable.plug(at(now), plug, &mut self.news))
    }

    fn die(&mut self, now: Time, device: &DeviceName, answers: bool) -> bool {
        let hangs = self.dice.happens(400);
        let state = match (answers, hangs) {
            (true, _) => State::Alive,
            (false, true) => State::Hangs,
            (false, false) => State::Dark,
        };
        let Some(&(cable, place)) = self.places.get(device) else { return false };
        self.change(now, cable, place, |seat| seat.set(at(now), state))
    }

    /// A board is without power for a moment that nobody asks it anything in.
    fn blank(&mut self, now: Time, device: &DeviceName) -> bool {
        let Some(&(cable, place)) = self.places.get(device) else { return false };
        self.change(now, cable, place, |seat| {
            let showed = seat.is_alive() && seat.lit().is_some_and(|board| !board.areas().is_empty());
            if showed {
                seat.set(at(now), State::Dark);
                seat.set(at(now), State::Alive);
            }
            showed && seat.lit().is_some_and(|board| board.areas().is_empty())
        })
    }

    fn on_power(&mut self, now: Time, device: &DeviceName, power: Power) -> bool {
        let Some(&(cable, place)) = self.places.get(device) else { return false };
        self.change(now, cable, place, |seat| seat.thing().is_some_and(|ups| ups.power(power)))
    }

    fn disturb(&mut self, cable: &str, noisy: bool) -> bool {
        let seed = self.dice.below(u64::MAX);
        let Some(cable) = self.cable(cable).filter(|cable| cable.is_shared()) else { return false };
        cable.disturb(noisy.then_some(seed));
        true
    }
}

/// The same moment on the line of cables and devices.
fn at(now: Time) -> Instant {
    Instant::from_millis(now.0)
}

impl Floor for Wires {
    fn tell(&mut self, now: Time, device: &DeviceName, command: port::Command) {
        let Some(&(cable, place)) = self.places.get(device) else { return };
        if let Some(cable) = self.cables.get_mut(cable) {
            cable.tell(at(now), place, command);
        }
    }

    fn say(&mut self, now: Time, zone: Zone, command: voice::Command) {
        self.speakers.say(now, zone, command, &mut self.news);
    }

    fn boot(&mut self, now: Time) {
        self.building.boot(now, &mut self.news);
        for cable in &mut self.cables {
            cable.boot(at(now), &mut self.news);
        }
    }

    fn dark(&mut self) {
        self.cables.iter_mut().for_each(Cable::dark);
        self.building.dark();
        self.speakers.fall_silent();
        self.news.clear();
    }

    fn main_switch(&mut self, now: Time) {
        self.dark();
        self.building.rest();
        self.cables.iter_mut().for_each(|cable| cable.main_switch(at(now)));
    }

    fn live(&mut self, now: Time, until: Time) -> Option<Time> {
        let mut now = now;
        while self.news.is_empty() {
            now = self.due().filter(|due| *due < until)?.max(now);
            self.happen(now);
        }
        Some(now)
    }

    fn run(&mut self, now: Time) -> Vec<News> {
        while let Some(due) = self.due().filter(|due| *due <= now) {
            self.happen(due);
        }
        std::mem::take(&mut self.news)
    }

    fn press(&mut self, now: Time, window: WindowId, key: Key) {
        self.hand(now, Role::Keypad(window), |keypad| keypad.press(key));
    }

    fn digits(&self, window: WindowId) -> String {
        self.face(Role::Keypad(window)).map_or_else(String::new, Thing::digits)
    }

    fn touch(&mut self, now: Time, kiosk: KioskId, button: Button) {
        self.hand(now, Role::Terminal(kiosk), |panel| panel.touch(button));
    }

    fn page(&self, kiosk: KioskId) -> Option<Page> {
        self.face(Role::Terminal(kiosk))?.page()
    }

    fn rate(&mut self, now: Time, window: WindowId, key: u8) {
        self.hand(now, Role::RatingPad(window), |pad| pad.rate(key));
    }

    fn pad(&self, window: WindowId) -> rating_pad::Command {
        // Lamps do not say whether they ask for a grade or for a reason.
        let asks = self.face(Role::RatingPad(window)).is_some_and(Thing::asks);
        if asks { rating_pad::Command::AskGrade } else { rating_pad::Command::Rest }
    }

    fn board(&self, device: &DeviceName) -> Vec<Area> {
        let lit = self.seat(self.places.get(device)).and_then(Seat::lit);
        lit.map_or_else(Vec::new, Thing::areas)
    }

    fn mishap(&mut self, now: Time, mishap: &Mishap) -> bool {
        match mishap {
            Mishap::Cable { cable, plugged } => self.pull(now, cable, *plugged),
            Mishap::Spark { cable } => self.cable(cable).is_some_and(Cable::spark),
            Mishap::Noise { cable, noisy } => self.disturb(cable, *noisy),
            Mishap::Device { device, answers } => self.die(now, device, *answers),
            Mishap::Paper { loaded } => {
                self.at(now, Role::Printer, |seat| seat.thing().is_some_and(|printer| printer.load(*loaded)))
            }
            Mishap::Cover { open } => {
                self.at(now, Role::Printer, |seat| seat.thing().is_some_and(|printer| printer.cover(*open)))
            }
            // These need to know when a slip begins: the level of ports does.
            Mishap::PaperEnds | Mishap::Hoards { .. } => false,
            Mishap::Voice { zone, player } => self.speakers.set(*zone, *player),
            Mishap::Blank { device } => self.blank(now, device),
            Mishap::Finger { window, key, down } => self.at(now, Role::Keypad(*window), |seat| {
                seat.lit_mut().is_some_and(|keypad| keypad.finger(*key, *down))
            }),
            Mishap::Contact { device, active } => self.building.set(now, device, *active, &mut self.news),
            Mishap::Ups { device, power } => self.on_power(now, device, *power),
        }
    }

    fn works(&self, device: &DeviceName) -> bool {
        let Some(&(cable, place)) = self.places.get(device) else { return false };
        let cable = self.cables.get(cable).filter(|cable| cable.carries());
        cable.and_then(|cable| cable.seats.get(place)).is_some_and(Seat::is_alive)
    }

    fn backlog(&self) -> usize {
        self.speakers.waiting()
    }

    fn passed(&self) -> Hash {
        let mut all = Sha256::new();
        self.cables.iter().for_each(|cable| all.update(cable.passed()));
        all.finalize().into()
    }
}

#[cfg(test)]
mod tests;
