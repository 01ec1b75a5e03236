//! What hangs on single lines, and USB pads, as state machines: levels and touches in, events and levels out.
//!
//! Every machine is told the levels of its lines by their places, 0 for the first, and asked what has come of
//! it. It opens nothing and reads no clock: `threads::lines` does.

mod sounder;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use hal::cable::keys::Touch;
use hal::cable::lines::steady::{Steady, Told};
use hal::cable::lines::{Active, Input, Output};
use hal::port::{self, keypad, signals};
use hal::time::Instant;

use self::sounder::{ATTENTION, CALL, REFUSED, Sounder, WAITING};
use crate::layout::{Buttons, Key, PadKey, Pin, Signal, SignalKind};

/// Changes shorter than this are noise on any line (E14): a chime amplifier's spikes are a hundredth of it.
const QUIET: Duration = Duration::from_millis(5);

/// Longer than any finger stays on a key (F11, F51).
const STUCK_AFTER: Duration = Duration::from_secs(10);

/// A device on lines, as the layout describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wiring {
    /// One contact, lamp or buzzer.
    Signal(Signal),
    /// A keypad of buttons.
    Buttons(Buttons),
    /// A USB pad in this port, whose keys mean this.
    Pad(PathBuf, BTreeMap<PadKey, Key>),
}

impl Wiring {
    /// The lines that are listened to, in their places.
    pub fn inputs(&self) -> Vec<(Pin, Input)> {
        match self {
            Self::Signal(signal) if signal.kind.is_input() => {
                let input = Input { active: signal.active, pull: signal.pull, quiet: QUIET };
                vec![(signal.pin.clone(), input)]
            }
            Self::Signal(_) | Self::Pad(..) => Vec::new(),
            Self::Buttons(buttons) => {
                let input = Input { active: buttons.active, pull: buttons.pull, quiet: QUIET };
                buttons.keys.iter().map(|(_, line)| (buttons.pin(line), input)).collect()
            }
        }
    }

    /// The line that is driven, and how; it is off at first.
    pub fn output(&self) -> Option<(Pin, Output)> {
        match self {
            Self::Pad(..) => None,
            Self::Signal(signal) if signal.kind.is_input() => None,
            Self::Signal(signal) => Some((signal.pin.clone(), Output { active: signal.active, on: false })),
            Self::Buttons(buttons) => {
                let beeper = buttons.beeper.as_ref()?;
                Some((buttons.pin(beeper), Output { active: Active::High, on: false }))
            }
        }
    }
}

/// What is wanted of the world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// What is to be told, in order.
    pub events: Vec<port::Event>,
    /// What the driven line is to be set to, if anything.
    pub set: Option<bool>,
}

/// One device that is open.
#[derive(Debug)]
pub enum Contacts {
    /// A contact of the building.
    Contact(Steady),
    /// A lamp.
    Lamp,
    /// A buzzer.
    Buzzer(Sounder),
    /// A keypad of buttons, with a beeper perhaps.
    Buttons(Vec<Button>, Sounder),
    /// A USB pad.
    Pad(Pad),
}

/// A USB pad: what its keys mean, and those that are down, each with when it counts as stuck, until that is
/// told.
#[derive(Debug)]
pub struct Pad {
    keys: BTreeMap<PadKey, Key>,
    down: BTreeMap<PadKey, Option<Instant>>,
}

/// One button.
#[derive(Debug)]
pub struct Button {
    key: Key,
    steady: Steady,
    /// When it counts as stuck; `None` while it is up, or once that was told.
    stuck_at: Option<Instant>,
}

impl Contacts {
    /// The device, opened just then, with its lines at these levels.
    ///
    /// A contact that is active already tells so as if it had become so. A button that is down was pressed
    /// before we listened: it tells nothing until it was free (F13).
    pub fn new(now: Instant, wiring: &Wiring, levels: &[bool]) -> (Self, Wishes) {
        let mut contacts = match wiring {
            Wiring::Signal(signal) => match signal.kind {
                SignalKind::Mains | SignalKind::Emergency | SignalKind::Notice => {
                    Self::Contact(Steady::new(now, signal.stands, false))
                }
                SignalKind::Lamp => Self::Lamp,
                SignalKind::Buzzer => Self::Buzzer(Sounder::default()),
            },
            Wiring::Buttons(buttons) => {
                let button = |((key, _), down): (&(Key, _), &bool)| Button {
                    key: *key,
                    steady: Steady::new(now, buttons.stands, *down),
                    stuck_at: down.then(|| now + STUCK_AFTER),
                };
                Self::Buttons(buttons.keys.iter().zip(levels).map(button).collect(), Sounder::default())
            }
            Wiring::Pad(_, keys) => Self::Pad(Pad { keys: keys.clone(), down: BTreeMap::new() }),
        };
        let mut wishes = Wishes::default();
        for (place, level) in levels.iter().enumerate() {
            wishes.events.extend(contacts.see(now, place, *level).events);
        }
        (contacts, wishes)
    }

    /// The line at this place was at this level at `at`; the same again tells nothing.
    pub fn see(&mut self, at: Instant, place: usize, active: bool) -> Wishes {
        let events = match self {
            Self::Contact(steady) => steady.see(at, active).into_iter().map(signal).collect(),
            Self::Buttons(buttons, _) => {
                let Some(button) = buttons.get_mut(place) else { return Wishes::default() };
                let told = button.steady.see(at, active);
                told.into_iter().filter_map(|told| button.told(at, told)).collect()
            }
            Self::Lamp | Self::Buzzer(_) | Self::Pad(_) => Vec::new(),
        };
        Wishes { events, set: None }
    }

    /// A key of a pad went down or came up.
    pub fn touch(&mut self, now: Instant, touch: Touch) -> Wishes {
        let Self::Pad(pad) = self else { return Wishes::default() };
        let pressed = if touch.down {
            let first = pad.down.insert(touch.key, Some(now + STUCK_AFTER)).is_none();
            pad.keys.get(&touch.key).filter(|_| first)
        } else {
            pad.down.remove(&touch.key);
            None
        };
        let events = pressed.map(|key| port::Event::Keypad(keypad::Event::Pressed(*key)));
        Wishes { events: events.into_iter().collect(), set: None }
    }

    /// The hall wants something. A keypad here has no digits: what would be shown is dropped, as the clerk
    /// sees the call on the board of the window.
    pub fn command(&mut self, now: Instant, command: &port::Command) -> Wishes {
        let set = match (self, command) {
            (Self::Lamp, port::Command::Signals(signals::Command::Set(on))) => Some(*on),
            (Self::Buzzer(sounder), port::Command::Signals(signals::Command::Sound)) => {
                sounder.sound(now, &ATTENTION)
            }
            (Self::Buzzer(sounder), port::Command::Signals(signals::Command::SoundCall)) => {
                sounder.sound(now, &CALL)
            }
            (Self::Buttons(_, sounder), port::Command::Keypad(keypad::Command::Beep(beep))) => match beep {
                keypad::Beep::Waiting => sounder.sound(now, &WAITING),
                keypad::Beep::Refused => sounder.sound(now, &REFUSED),
            },
            (Self::Contact(_) | Self::Lamp | Self::Buzzer(_) | Self::Buttons(..) | Self::Pad(_), _) => None,
        };
        Wishes { events: Vec::new(), set }
    }

    /// When [`Self::wake`] has something to do, if nothing happens before.
    pub fn due(&self) -> Option<Instant> {
        match self {
            Self::Contact(steady) => steady.due(),
            Self::Lamp => None,
            Self::Buzzer(sounder) => sounder.due(),
            Self::Buttons(buttons, sounder) => {
                let buttons = buttons.iter().flat_map(|button| [button.steady.due(), button.stuck_at]);
                buttons.chain([sounder.due()]).flatten().min()
            }
            Self::Pad(pad) => pad.down.values().copied().flatten().min(),
        }
    }

    /// The moment of [`Self::due`] has come.
    pub fn wake(&mut self, now: Instant) -> Wishes {
        match self {
            Self::Contact(steady) => {
                Wishes { events: steady.wake(now).map(signal).into_iter().collect(), set: None }
            }
            Self::Lamp => Wishes::default(),
            Self::Buzzer(sounder) => Wishes { events: Vec::new(), set: sounder.wake(now) },
            Self::Buttons(buttons, sounder) => {
                let events = buttons.iter_mut().flat_map(|button| button.wake(now)).collect();
                Wishes { events, set: sounder.wake(now) }
            }
            Self::Pad(pad) => Wishes { events: pad.wake(now), set: None },
        }
    }
}

impl Pad {
    fn wake(&mut self, now: Instant) -> Vec<port::Event> {
        let stuck = self.down.iter_mut().filter_map(|(key, at)| at.take_if(|at| *at <= now).map(|_| key));
        let stuck = stuck.filter_map(|key| self.keys.get(key));
        stuck.map(|key| port::Event::Keypad(keypad::Event::Stuck(*key))).collect()
    }
}

impl Button {
    fn told(&mut self, at: Instant, told: Told) -> Option<port::Event> {
        match told {
            Told::Settled(true) => {
                self.stuck_at = Some(at + STUCK_AFTER);
                Some(port::Event::Keypad(keypad::Event::Pressed(self.key)))
            }
            Told::Settled(false) => {
                self.stuck_at = None;
                None
            }
            Told::Stirred(_) | Told::Passed => None,
        }
    }

    fn wake(&mut self, now: Instant) -> Vec<port::Event> {
        let told = self.steady.wake(now).and_then(|told| self.told(now, told));
        let stuck = self.stuck_at.take_if(|at| *at <= now);
        let stuck = stuck.map(|_| port::Event::Keypad(keypad::Event::Stuck(self.key)));
        told.into_iter().chain(stuck).collect()
    }
}

/// What a contact of the building tells.
fn signal(told: Told) -> port::Event {
    port::Event::Signals(match told {
        Told::Stirred(active) => signals::Event::Stirred { active },
        Told::Settled(active) => signals::Event::Settled { active },
        Told::Passed => signals::Event::Passed,
    })
}

#[cfg(test)]
mod tests;
