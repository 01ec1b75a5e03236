//! The building around the devices: contacts whose levels change, and what has no cable to be pulled.

use hal::cable::lines::steady::{Steady, Told};
use hal::port::{self, signals};
use hal::time::Instant;

use super::agenda::Time;
use super::floor::News;
use crate::layout::{DeviceName, Layout, Stands};
use crate::runtime::engine::Input;
use crate::runtime::supervisor::Health;

/// One contact of the building.
#[derive(Debug)]
struct Contact {
    name: DeviceName,
    stands: Stands,
    level: bool,
    /// What the machine has made of it; nothing while the machine is dark.
    steady: Option<Steady>,
}

/// The contacts of a hall, and the names of whatever hangs on the machine itself.
#[derive(Debug)]
pub struct Building {
    contacts: Vec<Contact>,
    fixed: Vec<DeviceName>,
}

impl Building {
    /// The building of this layout: every contact rests.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        let contacts = layout.signals.iter().filter(|signal| signal.kind.is_input());
        let contact = |signal: &crate::layout::Signal| Contact {
            name: signal.name.clone(),
            stands: signal.stands,
            level: false,
            steady: None,
        };
        let signals = layout.signals.iter().map(|signal| &signal.name);
        let lcds = layout.lcds.iter().map(|lcd| &lcd.name);
        let voice = layout.voices.iter().map(|voice| &voice.name);
        Self {
            contacts: contacts.map(contact).collect(),
            fixed: signals.chain(lcds).chain(voice).cloned().collect(),
        }
    }

    /// The machine has started: it finds what hangs on it, and the contacts as they are.
    pub fn boot(&mut self, now: Time, news: &mut Vec<News>) {
        let since = Instant::from_millis(now.0);
        for device in &self.fixed {
            let health = Health::Online { since };
            news.push(News::Input(Input::Health { device: device.clone(), health }));
        }
        for contact in &mut self.contacts {
            let mut steady = Steady::new(since, contact.stands, false);
            let told = steady.see(since, contact.level);
            contact.steady = Some(steady);
            contact.tell(told, news);
        }
    }

    /// The machine is dark.
    pub fn dark(&mut self) {
        self.contacts.iter_mut().for_each(|contact| contact.steady = None);
    }

    /// Every contact rests.
    pub fn rest(&mut self) {
        self.contacts.iter_mut().for_each(|contact| contact.level = false);
    }

    /// A contact is at this level from here on; whether the machine was on to see it.
    pub fn set(&mut self, now: Time, device: &DeviceName, active: bool, news: &mut Vec<News>) -> bool {
        let Some(contact) = self.contacts.iter_mut().find(|contact| contact.name == *device) else {
            return false;
        };
        contact.level = active;
        let Some(steady) = &mut contact.steady else { return false };
        let told = steady.see(Instant::from_millis(now.0), active);
        contact.tell(told, news);
        true
    }

    /// When a contact has settled, or is known to have been nothing.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        let due = self.contacts.iter().filter_map(|contact| contact.steady.as_ref()?.due()).min();
        due.map(|due| Time(due.millis()))
    }

    /// Lets time pass to `now`.
    pub fn run(&mut self, now: Time, news: &mut Vec<News>) {
        for contact in &mut self.contacts {
            let told = contact.steady.as_mut().and_then(|steady| steady.wake(Instant::from_millis(now.0)));
            contact.tell(told, news);
        }
    }
}

impl Contact {
    fn tell(&self, told: impl IntoIterator<Item = Told>, news: &mut Vec<News>) {
        for told in told {
            let event = port::Event::Signals(match told {
                Told::Stirred(active) => signals::Event::Stirred { active },
                Told::Settled(active) => signals::Event::Settled { active },
                Told::Passed => signals::Event::Passed,
            });
            news.push(News::Input(Input::Heard { device: self.name.clone(), event }));
        }
    }
}
