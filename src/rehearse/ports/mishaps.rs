//! What goes wrong with devices at the level of ports.

use hal::port::keypad::{self, Key};
use hal::port::{self, ups};
use std::time::Duration;

use super::{Act, Ports};
use crate::domain::id::WindowId;
use crate::layout::{DeviceName, Role};
use crate::rehearse::agenda::{SECOND, Time};
use crate::rehearse::floor::{Floor as _, Mishap};

/// Longer than any finger stays on a key, as drivers see it.
const STUCK_AFTER: Duration = Duration::from_secs(10);

impl Ports {
    /// Something goes wrong, or right again; whether it made a difference.
    pub(super) fn befall(&mut self, now: Time, mishap: &Mishap) -> bool {
        match mishap {
            Mishap::Cable { cable, plugged } => self.pull(now, cable, *plugged),
            Mishap::Device { device, answers } => self.answer(now, device, *answers),
            Mishap::Paper { loaded } => {
                self.tray.ends = false;
                let differs = std::mem::replace(&mut self.tray.out_of_paper, !loaded) == *loaded;
                self.look_into_the_printer(now);
                differs
            }
            Mishap::Cover { open } => {
                let differs = std::mem::replace(&mut self.tray.cover_open, *open) != *open;
                self.look_into_the_printer(now);
                differs
            }
            Mishap::PaperEnds => {
                self.tray.ends = true;
                false
            }
            Mishap::Hoards { hoards: true } => {
                self.tray.hoards = true;
                false
            }
            Mishap::Hoards { hoards: false } => {
                self.hand_over_old_slips(now);
                false
            }
            // Nobody garbles what is no byte, and a driver that would tell a blank board again is none here.
            Mishap::Spark { .. } | Mishap::Noise { .. } | Mishap::Blank { .. } => false,
            Mishap::Voice { zone, player } => self.speakers.set(*zone, *player),
            Mishap::Finger { window, key, down } => self.finger(now, *window, *key, *down),
            Mishap::Contact { device, active } => self.building.set(now, device, *active, &mut self.news),
            Mishap::Ups { device, power } => {
                if self.power.insert(device.clone(), *power) == Some(*power) || !self.works(device) {
                    return false;
                }
                self.tell_power(now, device);
                true
            }
        }
    }

    fn pull(&mut self, now: Time, cable: &str, plugged: bool) -> bool {
        let before = self.cables.insert(cable.to_owned(), plugged);
        let on = self.units.iter().filter(|(_, unit)| unit.cable == cable);
        let on: Vec<DeviceName> = on.map(|(name, _)| name.clone()).collect();
        for name in on {
            let (least, most) = if plugged { (SECOND, 3 * SECOND) } else { (10, 300) };
            self.look_later(now, name, least, most);
        }
        before != Some(plugged)
    }

    /// A device stops answering, or answers again; whether it was otherwise before.
    pub(super) fn answer(&mut self, now: Time, device: &DeviceName, answers: bool) -> bool {
        let Some(unit) = self.units.get_mut(device) else { return false };
        let differs = std::mem::replace(&mut unit.answers, answers) != answers;
        let (least, most) = if answers { (SECOND, 20 * SECOND) } else { (300, 2 * SECOND) };
        self.look_later(now, device.clone(), least, most);
        differs
    }

    fn look_into_the_printer(&mut self, now: Time) {
        self.tell_status(now);
        self.print_next(now);
    }

    pub(super) fn tell_power(&mut self, now: Time, device: &DeviceName) {
        let Some(power) = self.power.get(device).copied() else { return };
        let state = ups::State { power, charge_percent: Some(80), worn: false };
        let at = now.after(self.dice.between(20, 1500));
        self.agenda.write(at, Act::Report(device.clone(), port::Event::Ups(ups::Event::State(state))));
    }

    /// A key goes down: told once, and again when it is stuck.
    fn finger(&mut self, now: Time, window: WindowId, key: Key, down: bool) -> bool {
        if !down {
            return self.stuck.remove(&(window, key));
        }
        let works = self.named(Role::Keypad(window)).cloned().is_some_and(|device| self.works(&device));
        if !works || !self.stuck.insert((window, key)) {
            return false;
        }
        self.press(now, window, key);
        let stuck = u64::try_from(STUCK_AFTER.as_millis()).unwrap_or(u64::MAX);
        self.agenda.write(now.after(stuck), Act::Stuck(window, key));
        true
    }

    pub(super) fn told_stuck(&mut self, now: Time, window: WindowId, key: Key) {
        if self.stuck.contains(&(window, key)) {
            self.report(now, Role::Keypad(window), port::Event::Keypad(keypad::Event::Stuck(key)));
        }
    }
}
