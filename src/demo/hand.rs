//! What a hand can do in the hall: to a device, a plug or a switch, and to nothing else.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hal::sim::printer::TicketPrinter;
use hal::sim::printer_paper::Slip;
use serde::Deserialize;

use super::bench::{Bench, Cable, Seat, Thing};
use super::clock::Clock;
use super::plan::Part;

/// One act of a hand, as the page says it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Hand {
    /// Touches a component of the page that the terminal shows.
    Touch {
        /// The component's name in the panel's project.
        component: String,
    },
    /// Presses a key of a keypad.
    Key {
        /// The window.
        window: u8,
        /// The key's code.
        code: u8,
    },
    /// Presses a key of a rating pad.
    Grade {
        /// The window.
        window: u8,
        /// 1 very good … 5 very bad.
        grade: u8,
    },
    /// Pulls a plug or puts it back.
    Plug {
        /// The cable's name.
        cable: String,
        /// Put back.
        #[serde(rename = "in")]
        plugged: bool,
    },
    /// Switches a device off or on.
    Power {
        /// `display`, `panel`, `printer`, `board-N`, `keypad-N` or `pad-N`.
        device: String,
        /// On.
        on: bool,
    },
    /// Puts a roll into the printer, a full one, a nearly empty one or none.
    Roll {
        /// Which.
        roll: Roll,
    },
    /// Opens or closes the printer's cover.
    Cover {
        /// Open.
        open: bool,
    },
    /// Tears off the slips that hang from the printer.
    Tear {},
    /// Cuts the power of the box that the daemon runs on, or brings it back.
    Box {
        /// On.
        on: bool,
    },
    /// Switches the hall's mains off or on: off, the box lives on its battery until that is empty.
    Mains {
        /// On.
        on: bool,
    },
    /// Says how busy the day is.
    Busy {
        /// 0 nobody comes … 100 the hall is crowded.
        percent: u8,
    },
    /// Lets visitors and clerks act by themselves, or leaves everything to the page.
    Alone {
        /// They act by themselves.
        on: bool,
    },
}

/// How much paper is in the printer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Roll {
    /// A full roll.
    #[default]
    Enough,
    /// Some tens of slips.
    Near,
    /// None.
    Out,
}

/// From this grade on a pad asks why.
const LOW: u8 = 4;
/// The demo's battery: long enough to see what the hall does, short enough to wait for its end.
const BATTERY_LASTS: Duration = Duration::from_secs(180);
/// Slips that are kept for looking at after they were torn off.
const KEPT: usize = 8;

/// What hands have changed that no device remembers.
#[derive(Debug)]
pub struct Hands {
    /// The devices.
    pub bench: Bench,
    clock: Clock,
    busy: AtomicU8,
    alone: AtomicBool,
    box_powered: AtomicBool,
    mains: AtomicBool,
    touches: Mutex<(u64, String)>,
    paper: Mutex<Paper>,
    low_grades: AtomicU64,
}

/// The paper side of the printer.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// The cover is open.
    pub cover: bool,
    /// Slips that were torn off, oldest first, each with its number since the start.
    pub torn: Vec<(u64, Slip)>,
    /// How many were torn off in all.
    pub count: u64,
}

impl Hands {
    /// Hands on these devices, in a hall that runs by itself.
    pub fn new(bench: Bench, clock: Clock) -> Self {
        Self {
            bench,
            clock,
            busy: AtomicU8::new(35),
            alone: AtomicBool::new(true),
            box_powered: AtomicBool::new(true),
            mains: AtomicBool::new(true),
            touches: Mutex::default(),
            paper: Mutex::default(),
            low_grades: AtomicU64::new(0),
        }
    }

    /// How busy the day is, 0 to 100.
    pub fn busy(&self) -> u8 {
        self.busy.load(Ordering::Relaxed)
    }

    /// Whether people act by themselves.
    pub fn alone(&self) -> bool {
        self.alone.load(Ordering::Relaxed)
    }

    /// Whether the box that the daemon runs on has power: it is switched on, and there are the mains or the
    /// battery.
    pub fn box_powered(&self) -> bool {
        self.box_powered.load(Ordering::Relaxed) && (self.mains() || self.charge() > 0)
    }

    /// Whether the hall has its mains.
    pub fn mains(&self) -> bool {
        self.mains.load(Ordering::Relaxed)
    }

    /// The charge of the box's battery in percent; full where the hall has no UPS.
    pub fn charge(&self) -> u32 {
        let now = self.clock.now();
        let charge = self.bench.at(Part::Ups, |seat| seat.thing.ups().map(|ups| ups.charge(now)));
        charge.flatten().unwrap_or(100)
    }

    /// The last touch of the terminal: how many there were, and the component.
    pub fn touched(&self) -> (u64, String) {
        held(&self.touches).clone()
    }

    /// The cover and the slips that were torn off.
    pub fn paper(&self) -> Paper {
        held(&self.paper).clone()
    }

    /// Whether the last key that was pressed on this window's pad was one of the two lowest grades.
    pub fn graded_low(&self, window: u8) -> bool {
        self.low_grades.load(Ordering::Relaxed) >> (window % 64) & 1 == 1
    }

    /// Does it. False when there is no such thing, or it does not feel the hand.
    pub fn act(&self, hand: &Hand) -> bool {
        match hand {
            Hand::Touch { component } => self.touch(component),
            Hand::Key { window, code } => self.key(*window, *code),
            Hand::Grade { window, grade } => self.grade(*window, *grade),
            Hand::Plug { cable, plugged } => self.plug(cable, *plugged),
            Hand::Power { device, on } => part(device).is_some_and(|part| self.power(part, *on)),
            Hand::Roll { roll } => self.load(*roll),
            Hand::Cover { open } => self.cover(*open),
            Hand::Tear {} => !self.tear().is_empty(),
            Hand::Box { on } => {
                self.box_powered.store(*on, Ordering::Relaxed);
                true
            }
            Hand::Mains { on } => self.switch_mains(*on),
            Hand::Busy { percent } => {
                self.busy.store((*percent).min(100), Ordering::Relaxed);
                true
            }
            Hand::Alone { on } => {
                self.alone.store(*on, Ordering::Relaxed);
                true
            }
        }
    }

    fn touch(&self, component: &str) -> bool {
        let felt = self.felt(Part::Panel, |thing| thing.panel().is_some_and(|panel| panel.touch(component)));
        if felt {
            let mut touches = held(&self.touches);
            *touches = (touches.0 + 1, component.to_owned());
        }
        felt
    }

    fn key(&self, window: u8, code: u8) -> bool {
        self.felt(Part::Keypad(window), |thing| thing.keypad().map(|keypad| keypad.press(code)).is_some())
    }

    fn grade(&self, window: u8, grade: u8) -> bool {
        let bit = 1 << (window % 64);
        if grade >= LOW && !self.graded_low(window) {
            self.low_grades.fetch_or(bit, Ordering::Relaxed);
        } else {
            self.low_grades.fetch_and(!bit, Ordering::Relaxed);
        }
        self.felt(Part::Pad(window), |thing| thing.pad().map(|pad| pad.press(grade)).is_some())
    }

    /// A device without power feels nothing.
    fn felt(&self, part: Part, act: impl FnOnce(&mut Thing) -> bool) -> bool {
        self.bench.at(part, |seat| seat.on && act(&mut seat.thing)).unwrap_or(false)
    }

    fn plug(&self, cable: &str, plugged: bool) -> bool {
        let act = |cable: &mut Cable| {
            if plugged {
                return cable.plug().is_ok();
            }
            cable.pull();
            true
        };
        self.bench.at_cable(cable, act).unwrap_or(false)
    }

    fn power(&self, part: Part, on: bool) -> bool {
        let switch = |seat: &mut Seat| {
            if on && !seat.on {
                seat.thing.device().power_cycle(self.clock.now());
            }
            seat.on = on;
        };
        self.bench.at(part, switch).is_some()
    }

    fn switch_mains(&self, on: bool) -> bool {
        if self.mains.swap(on, Ordering::Relaxed) == on {
            return true;
        }
        let now = self.clock.now();
        let switch = |seat: &mut Seat| seat.thing.ups().map(|ups| ups.switch_mains(now, on, BATTERY_LASTS));
        self.bench.at(Part::Ups, switch).flatten().is_some()
    }

    fn load(&self, roll: Roll) -> bool {
        self.printer(|printer| match roll {
            Roll::Enough => printer.load_roll(),
            Roll::Near => printer.set_near_end(),
            Roll::Out => printer.set_roll(0),
        })
    }

    fn cover(&self, open: bool) -> bool {
        held(&self.paper).cover = open;
        self.printer(|printer| printer.set_cover_open(open))
    }

    /// Tears off what hangs from the printer and hands it over.
    pub fn tear(&self) -> Vec<Slip> {
        let mut slips = Vec::new();
        self.printer(|printer| slips = printer.tear_off());
        let mut paper = held(&self.paper);
        for slip in &slips {
            paper.count += 1;
            let number = paper.count;
            paper.torn.push((number, slip.clone()));
        }
        let spare = paper.torn.len().saturating_sub(KEPT);
        paper.torn.drain(..spare);
        slips
    }

    fn printer(&self, act: impl FnOnce(&mut TicketPrinter)) -> bool {
        self.bench.at(Part::Printer, |seat| seat.thing.printer().map(act).is_some()).unwrap_or(false)
    }
}

/// What a hand changes stays true when the thread that changed it panicked half-way: each is one assignment.
fn held<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The part of the hall that the page calls by this name.
fn part(device: &str) -> Option<Part> {
    match device {
        "display" => return Some(Part::Display),
        "panel" => return Some(Part::Panel),
        "printer" => return Some(Part::Printer),
        _ => {}
    }
    let (kind, window) = device.rsplit_once('-')?;
    let window = window.parse().ok()?;
    match kind {
        "board" => Some(Part::Board(window)),
        "keypad" => Some(Part::Keypad(window)),
        "pad" => Some(Part::Pad(window)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hand_is_what_the_page_says_it_is() {
        let key: Hand = serde_json::from_str(r#"{"do":"key","window":3,"code":11}"#).unwrap();
        assert_eq!(key, Hand::Key { window: 3, code: 11 });
        let plug: Hand = serde_json::from_str(r#"{"do":"plug","cable":"pair","in":false}"#).unwrap();
        assert_eq!(plug, Hand::Plug { cable: "pair".into(), plugged: false });
    }

    #[test]
    fn a_hand_that_does_something_else_too_is_refused() {
        assert!(serde_json::from_str::<Hand>(r#"{"do":"tear","ticket":"A001"}"#).is_err());
        assert!(serde_json::from_str::<Hand>(r#"{"do":"call","window":3}"#).is_err());
    }

    #[test]
    fn devices_have_the_names_of_the_page() {
        assert_eq!(part("board-10"), Some(Part::Board(10)));
        assert_eq!(part("panel"), Some(Part::Panel));
        assert_eq!(part("keypad-x"), None);
        assert_eq!(part("journal"), None);
    }
}
