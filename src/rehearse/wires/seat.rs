//! One device at the far end of its cable: with or without power, alive or hanging, and what it showed last.

use hal::port::board::Area;
use hal::time::Instant;

use super::thing::Thing;
use crate::layout::{self, DeviceName, Role};

/// A device in its place.
#[derive(Debug)]
pub struct Seat {
    /// Its name in the configuration.
    pub name: DeviceName,
    /// What it does for the hall.
    pub role: Role,
    /// The device; nothing where none can be played, so that nobody answers there.
    thing: Option<Thing>,
    state: State,
    /// Its transceiver sends until then, and hears nothing.
    sends_until: Option<Instant>,
    /// What a board showed last, and how often it had been told then.
    face: (u64, Vec<Area>),
}

/// How a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It works.
    Alive,
    /// Its program hangs: it shows what it showed, feels fingers and says nothing.
    Hangs,
    /// It has no power.
    Dark,
}

impl Seat {
    /// A device that works.
    #[must_use]
    pub fn new(device: &layout::Device) -> Self {
        Self {
            name: device.name.clone(),
            role: device.role,
            thing: Thing::of(device).ok(),
            state: State::Alive,
            sends_until: None,
            face: (0, Vec::new()),
        }
    }

    /// Whether it hears and answers.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.state == State::Alive && self.thing.is_some()
    }

    /// The device, while it has power: for hands and eyes.
    #[must_use]
    pub fn lit(&self) -> Option<&Thing> {
        self.thing.as_ref().filter(|_| self.state != State::Dark)
    }

    /// The device, while it has power: for hands and eyes.
    pub fn lit_mut(&mut self) -> Option<&mut Thing> {
        self.thing.as_mut().filter(|_| self.state != State::Dark)
    }

    /// The device, for hands that load paper and open covers, with power or without.
    pub fn thing(&mut self) -> Option<&mut Thing> {
        self.thing.as_mut()
    }

    /// Changes how it is; whether it was otherwise before. One that wakes up has forgotten what it knew.
    pub fn set(&mut self, now: Instant, state: State) -> bool {
        if state == State::Alive
            && self.state != State::Alive
            && let Some(thing) = &mut self.thing
        {
            thing.device().power_cycle(now);
        }
        std::mem::replace(&mut self.state, state) != state
    }

    /// When it has something to say or to do.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.thing.as_ref().filter(|_| self.state == State::Alive)?.due()
    }

    /// What it has said is on the wire until then.
    pub fn sends_until(&mut self, until: Instant) {
        self.sends_until = Some(until);
    }

    /// Bytes of a neighbour reach it, unless its own transceiver sends.
    pub fn overhear(&mut self, now: Instant, bytes: &[u8]) {
        if self.sends_until.is_none_or(|until| until < now) {
            self.hear(now, bytes);
        }
    }

    /// Bytes reach it.
    pub fn hear(&mut self, now: Instant, bytes: &[u8]) {
        if let Some(thing) = self.thing.as_mut().filter(|_| self.state == State::Alive) {
            thing.device().hear(now, bytes);
        }
    }

    /// What it says at this moment.
    pub fn speak(&mut self, now: Instant) -> Vec<u8> {
        self.thing
            .as_mut()
            .filter(|_| self.state == State::Alive)
            .map_or_else(Vec::new, |thing| thing.device().speak(now))
    }

    /// What came out of it.
    pub fn paper(&mut self) -> Vec<Vec<String>> {
        self.thing.as_mut().map_or_else(Vec::new, Thing::paper)
    }

    /// Whether a board shows something else than when this was asked last.
    pub fn shows_something_else(&mut self) -> bool {
        let Some(thing) = &self.thing else { return false };
        let taken = thing.taken();
        if taken == self.face.0 {
            return false;
        }
        let areas = thing.areas();
        let differs = areas != self.face.1;
        self.face = (taken, areas);
        differs
    }
}
