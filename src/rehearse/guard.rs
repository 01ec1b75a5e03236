//! What is looked at now and then rather than at every step: faces, promises of the keys, bounds, the office
//! itself.

mod bounds;
mod faces;
mod means;
mod voices;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::agenda::{MINUTE, SECOND, Time};
use super::floor::{Floor, Mishap};
use super::site::Site;
use super::watch::{Book, Check, Finding, Watch};
use crate::domain::id::{KioskId, TicketId, WindowId};
use crate::domain::opening::Hours;
use crate::layout::{Device, DeviceName, Layout, Role};

/// A trouble is over when so much time has passed: cables are found again, queues have been said.
const RECOVERS_WITHIN: u64 = 45 * SECOND;

/// A key has its effect within this time, a slow disk included.
const KEYS_WITHIN: u64 = 20 * SECOND;

/// A clock that was believed wrongly is right again within this time.
const CLOCK_SETTLES_WITHIN: u64 = 17 * MINUTE;

/// How often screens and bounds are looked at.
const LOOK_EVERY: u64 = 5 * SECOND;

/// Most orders that may wait for devices.
const BACKLOG_MOST: usize = 400;

/// Steps between two comparisons of the office with the book, and between two replays.
const COMPARE_EVERY: u64 = 64;
const REPLAY_EVERY: u64 = 2048;

/// A NEXT that has to lead to a call.
#[derive(Debug)]
struct Expectation {
    window: WindowId,
    pressed: Time,
    /// Who waits, and how often each was called before.
    waiting: Vec<(TicketId, u32)>,
}

/// Looks around now and then.
#[derive(Debug)]
pub struct Guard {
    layout: Arc<Layout>,
    expected: Vec<Expectation>,
    /// Windows whose keypad says 0 although somebody waits for them, and since when.
    unseen: BTreeMap<WindowId, Time>,
    trouble_until: Time,
    /// Devices that had a trouble of their own, and until when they are excused.
    excused: BTreeMap<DeviceName, Time>,
    /// Tasks that do not stand where their devices are, and since when.
    astray: BTreeMap<means::Place, Time>,
    /// How steady devices were since the machine started.
    contacts: means::Contacts,
    /// Voices that fail, or did a moment ago.
    unsure: Vec<voices::Unsure>,
    /// Terminals that turn people away, and since when.
    turned_away: BTreeMap<KioskId, Time>,
    /// The hours at the door, and until when the machine may believe in others.
    hours: Hours,
    unsettled_until: Time,
    looked: Time,
    compared: u64,
    replayed: u64,
}

impl Guard {
    /// A guard of the devices of this layout.
    #[must_use]
    pub fn new(layout: Arc<Layout>) -> Self {
        let (trouble_until, looked) = (Time(RECOVERS_WITHIN), Time(0));
        Self {
            layout,
            expected: Vec::new(),
            unseen: BTreeMap::new(),
            trouble_until,
            excused: BTreeMap::new(),
            astray: BTreeMap::new(),
            contacts: BTreeMap::new(),
            unsure: Vec::new(),
            turned_away: BTreeMap::new(),
            hours: Hours::default(),
            unsettled_until: Time(0),
            looked,
            compared: 0,
            replayed: 0,
        }
    }

    /// A day begins, with these hours at the door.
    pub fn day(&mut self, hours: &Hours) {
        self.hours = hours.clone();
    }

    /// The machine's clock goes wrong or right until then; a false time that was believed is given up only
    /// after the right one has held.
    pub fn clock(&mut self, until: Time) {
        self.unsettled_until = self.unsettled_until.max(until.after(CLOCK_SETTLES_WITHIN));
    }

    /// The machine starts: a right time that it had begun to believe has to hold once more.
    pub fn started(&mut self, now: Time) {
        self.trouble(now);
        self.contacts.clear();
        if now < self.unsettled_until {
            self.clock(now);
        }
    }

    /// The machine believes in a false time that it had nothing to doubt by, and may live on another day from
    /// here on.
    pub fn misled(&mut self) {
        self.unsettled_until = Time(u64::MAX);
    }

    /// When troubles were over for everybody.
    #[must_use]
    pub fn calm_since(&self) -> Time {
        self.trouble_until
    }

    /// At the end of a day, whatever is left to compare.
    ///
    /// # Errors
    /// The first promise that is broken.
    pub fn evening(&self, site: &Site, watch: &Watch) -> Result<(), Finding> {
        let registrar = site.machine().map(|machine| machine.engine().registrar());
        let Some(registrar) = registrar.filter(|registrar| !registrar.is_ahead()) else { return Ok(()) };
        watch.compare(registrar.office())?;
        watch.replay(site.disk.stored(), registrar.office())
    }

    /// Something goes wrong with the machine until then: what is late is excused everywhere, and for a while
    /// longer.
    pub fn trouble(&mut self, until: Time) {
        self.trouble_until = self.trouble_until.max(until.after(RECOVERS_WITHIN));
        self.expected.clear();
        self.unseen.clear();
        self.turned_away.clear();
    }

    /// Something goes wrong on the floor: what is late is excused at the devices that it befalls, and nowhere
    /// else.
    pub fn mishap(&mut self, now: Time, mishap: &Mishap) {
        let layout = Arc::clone(&self.layout);
        let befallen: Vec<&Device> = match mishap {
            Mishap::Cable { cable, .. } | Mishap::Spark { cable } | Mishap::Noise { cable, .. } => {
                layout.on_cable(cable).collect()
            }
            Mishap::Device { device, .. } | Mishap::Blank { device } => {
                layout.devices.iter().filter(|found| found.name == *device).collect()
            }
            Mishap::Finger { window, .. } => {
                layout.devices.iter().filter(|found| found.role == Role::Keypad(*window)).collect()
            }
            Mishap::Voice { zone, player } => return self.player(now, *zone, *player),
            Mishap::Paper { .. }
            | Mishap::PaperEnds
            | Mishap::Hoards { .. }
            | Mishap::Cover { .. }
            | Mishap::Contact { .. }
            | Mishap::Ups { .. } => Vec::new(),
        };
        for device in befallen {
            self.excused.insert(device.name.clone(), now.after(RECOVERS_WITHIN));
            if let Role::Keypad(window) = device.role {
                self.expected.retain(|expected| expected.window != window);
                self.unseen.remove(&window);
            }
        }
    }

    /// Whether a device has to show the present and to be heard.
    fn must_work(&self, now: Time, device: &DeviceName, floor: &dyn Floor) -> bool {
        floor.works(device) && self.excused.get(device).is_none_or(|until| *until <= now)
    }

    /// A clerk pressed NEXT on this window's keypad: if somebody waits whom the window may call that it is pressed
    /// for, a call must follow there.
    pub fn pressed_next(&mut self, now: Time, keypad: WindowId, book: &Book, site: &Site) {
        let window = site.machine().map_or(keypad, |machine| machine.engine().pressed_for(keypad));
        let keypad = self.layout.devices.iter().find(|device| device.role == Role::Keypad(keypad));
        let works = keypad.is_some_and(|keypad| self.must_work(now, &keypad.name, &*site.floor));
        let Some(post) = book.window(window) else { return };
        let settled = now.since(post.changed) > 2 * SECOND;
        let free = post.clerk.is_some() && post.visitor.is_none() && !post.paused && !post.closing_out;
        if works && settled && free && book.is_open() && now >= self.trouble_until {
            let waiting: Vec<(TicketId, u32)> =
                book.could_call(window).into_iter().map(|id| (id, book.times_called(id))).collect();
            if !waiting.is_empty() {
                self.expected.push(Expectation { window, pressed: now, waiting });
            }
        }
    }

    /// Looks at what is due to be looked at.
    ///
    /// # Errors
    /// The first promise that is broken.
    pub fn look(&mut self, now: Time, site: &Site, watch: &Watch) -> Result<(), Finding> {
        self.compare(site, watch)?;
        if now.since(self.looked) < LOOK_EVERY {
            return Ok(());
        }
        self.looked = now;
        if site.floor.backlog() > BACKLOG_MOST {
            return Err(Finding::new(
                Check::Unbounded,
                format!("{} orders wait for devices", site.floor.backlog()),
            ));
        }
        if now < self.trouble_until || site.machine().is_none() {
            return Ok(());
        }
        self.keys(now, watch.book())?;
        self.screens(now, &*site.floor, watch.book())?;
        self.terminals(now, &*site.floor)?;
        self.counts(now, &*site.floor, watch.book())?;
        self.means(now, site)?;
        self.bounds(now, site)
    }

    /// The office against the book, and against a replay of itself.
    fn compare(&mut self, site: &Site, watch: &Watch) -> Result<(), Finding> {
        let steps = site.steps();
        if steps < self.compared + COMPARE_EVERY {
            return Ok(());
        }
        let Some(registrar) = site.machine().map(|machine| machine.engine().registrar()) else {
            return Ok(());
        };
        if registrar.is_ahead() {
            return Ok(());
        }
        self.compared = steps;
        watch.compare(registrar.office())?;
        if steps < self.replayed + REPLAY_EVERY {
            return Ok(());
        }
        self.replayed = steps;
        watch.replay(site.disk.stored(), registrar.office())
    }

    fn keys(&mut self, now: Time, book: &Book) -> Result<(), Finding> {
        let due = |expected: &Expectation| now.since(expected.pressed) >= KEYS_WITHIN;
        for expected in self.expected.iter().filter(|expected| due(expected)) {
            // A press in the very millisecond of a call is the bounce of the press that made it.
            let untouched = book.window(expected.window).is_some_and(|post| post.changed < expected.pressed);
            let could = book.could_call(expected.window);
            if untouched
                && expected
                    .waiting
                    .iter()
                    .any(|(id, calls)| could.contains(id) && book.times_called(*id) == *calls)
            {
                let what =
                    format!("NEXT at window {} called nobody, and {} wait", expected.window, could.len());
                return Err(Finding::new(Check::Stuck, what));
            }
        }
        self.expected.retain(|expected| !due(expected));
        Ok(())
    }
}
