//! The contacts of the building in a story: what the product's own line makes of them, without the line.

use std::collections::BTreeMap;

use hal::cable::lines::steady::{Steady, Told};
use hal::port::signals::Event;
use hal::time::Instant;
use jiaohao::layout::{DeviceName, Layout, Stands};

/// Every contact by its name.
pub struct Contacts(BTreeMap<DeviceName, Contact>);

struct Contact {
    stands: Stands,
    active: bool,
    steady: Steady,
}

/// What a contact tells, and when it is to be looked at again, in milliseconds.
pub type Tells = (Vec<Event>, Option<u64>);

impl Contacts {
    /// The contacts of a layout, at rest.
    pub fn new(layout: &Layout) -> Self {
        let inputs = layout.signals.iter().filter(|signal| signal.kind.is_input());
        let contact = |stands| Contact {
            stands,
            active: false,
            steady: Steady::new(Instant::default(), stands, false),
        };
        Self(inputs.map(|signal| (signal.name.clone(), contact(signal.stands))).collect())
    }

    /// The names of the contacts.
    pub fn names(&self) -> Vec<DeviceName> {
        self.0.keys().cloned().collect()
    }

    /// The machine has started and listens anew: what is active is found so.
    pub fn meet(&mut self, name: &DeviceName, now: u64) -> Tells {
        let Some(contact) = self.0.get_mut(name) else { return (Vec::new(), None) };
        contact.steady = Steady::new(Instant::from_millis(now), contact.stands, false);
        self.set(name, now, None)
    }

    /// A contact becomes active or rests; `None` looks whether it has settled.
    pub fn set(&mut self, name: &DeviceName, now: u64, active: Option<bool>) -> Tells {
        let Some(contact) = self.0.get_mut(name) else { return (Vec::new(), None) };
        contact.active = active.unwrap_or(contact.active);
        let told = contact.steady.see(Instant::from_millis(now), contact.active);
        let events = told.into_iter().map(|told| match told {
            Told::Stirred(active) => Event::Stirred { active },
            Told::Settled(active) => Event::Settled { active },
            Told::Passed => Event::Passed,
        });
        (events.collect(), contact.steady.due().map(Instant::millis))
    }
}

/// What has neither a cable nor a role at a place: the status LCDs, the signals and the loudspeaker.
pub fn without_place(layout: &Layout) -> Vec<DeviceName> {
    let lcds = layout.lcds.iter().map(|lcd| &lcd.name);
    let signals = layout.signals.iter().map(|signal| &signal.name);
    let voice = layout.voices.iter().map(|voice| &voice.name);
    lcds.chain(signals).chain(voice).cloned().collect()
}
