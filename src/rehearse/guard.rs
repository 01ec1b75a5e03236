//! What is looked at now and then rather than at every step: screens, promises of the keys, bounds, the
//! office itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::agenda::{MINUTE, SECOND, Time};
use super::floor::{Floor, Mishap};
use super::people::clerk::Digits;
use super::site::Site;
use super::watch::{Book, Check, Claim, Finding, Watch, claims};
use crate::domain::id::{TicketId, WindowId};
use crate::domain::job::JobKind;
use crate::layout::{Device, DeviceName, Layout, Role};
use hal::port;

/// A trouble is over when so much time has passed: cables are found again, queues have been said.
const RECOVERS_WITHIN: u64 = 45 * SECOND;

/// A screen follows the office within this time, slow cables and the display's own rules included.
const SCREENS_WITHIN: u64 = 10 * SECOND;

/// A key has its effect within this time, a slow disk included.
const KEYS_WITHIN: u64 = 20 * SECOND;

/// How often screens and bounds are looked at.
const LOOK_EVERY: u64 = 5 * SECOND;

/// Most jobs that may be open at once: a hall's slips of a few minutes, and as many calls as it has windows.
const JOBS_MOST: usize = 150;

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
            looked,
            compared: 0,
            replayed: 0,
        }
    }

    /// Something goes wrong with the machine until then: what is late is excused everywhere, and for a while
    /// longer.
    pub fn trouble(&mut self, until: Time) {
        self.trouble_until = self.trouble_until.max(until.after(RECOVERS_WITHIN));
        self.expected.clear();
        self.unseen.clear();
    }

    /// Something goes wrong on the floor: what is late is excused at the devices that it befalls, and nowhere
    /// else.
    pub fn mishap(&mut self, now: Time, mishap: &Mishap) {
        let layout = Arc::clone(&self.layout);
        let befallen: Vec<&Device> = match mishap {
            Mishap::Cable { cable, .. } | Mishap::Spark { cable } | Mishap::Noise { cable, .. } => {
                layout.on_cable(cable).collect()
            }
            Mishap::Device { device, .. } => {
                layout.devices.iter().filter(|found| found.name == *device).collect()
            }
            Mishap::Paper { .. } | Mishap::Cover { .. } | Mishap::Voice { .. } => Vec::new(),
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

    /// A clerk pressed NEXT: if somebody waits whom the window may call, a call must follow.
    pub fn pressed_next(&mut self, now: Time, window: WindowId, book: &Book, floor: &dyn Floor) {
        let keypad = self.layout.devices.iter().find(|device| device.role == Role::Keypad(window));
        let works = keypad.is_some_and(|keypad| self.must_work(now, &keypad.name, floor));
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
        self.counts(now, &*site.floor, watch.book())?;
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

    fn screens(&self, now: Time, floor: &dyn Floor, book: &Book) -> Result<(), Finding> {
        let settled = |window: WindowId| {
            book.window(window).is_none_or(|post| now.since(post.changed) >= SCREENS_WITHIN)
        };
        let visitor = |window: WindowId| {
            if book.is_fire() {
                return None;
            }
            let id = book.window(window).and_then(|post| post.visitor)?;
            book.entry(id).map(|entry| entry.number)
        };
        let boards = self.layout.devices.iter().filter(|device| self.must_work(now, &device.name, floor));
        for device in boards {
            let shown = port::Command::Board(port::board::Command::Show(floor.board(&device.name)));
            let claimed = claims(device.role, &shown);
            let differs = match device.role {
                Role::WindowBoard(window) if settled(window) => {
                    let number = claimed.first().map(|claim| match claim {
                        Claim::Called(number, _) | Claim::Number(number) => *number,
                    });
                    number != visitor(window)
                }
                Role::HallDisplay => claimed.iter().any(|claim| match claim {
                    Claim::Called(number, window) => settled(*window) && visitor(*window) != Some(*number),
                    Claim::Number(_) => false,
                }),
                Role::WindowBoard(_)
                | Role::Printer
                | Role::Keypad(_)
                | Role::RatingPad(_)
                | Role::Terminal(_)
                | Role::CardReader(_)
                | Role::Ups
                | Role::Locker => false,
            };
            if differs {
                return Err(Finding::new(Check::ScreenDiffers, format!("{} shows {claimed:?}", device.name)));
            }
        }
        Ok(())
    }

    /// A free window's keypad must not say 0 for long while somebody waits whom the window may call.
    fn counts(&mut self, now: Time, floor: &dyn Floor, book: &Book) -> Result<(), Finding> {
        for device in &Arc::clone(&self.layout).devices {
            let Role::Keypad(window) = device.role else { continue };
            let says_nobody = Digits::read(&floor.digits(window)) == Digits::Free(0);
            if !self.must_work(now, &device.name, floor) || !says_nobody || book.could_call(window).is_empty()
            {
                self.unseen.remove(&window);
                continue;
            }
            let since = *self.unseen.entry(window).or_insert(now);
            if now.since(since) >= KEYS_WITHIN {
                let what = format!("the keypad of window {window} says 0, and somebody waits");
                return Err(Finding::new(Check::Stuck, what));
            }
        }
        Ok(())
    }

    fn bounds(&self, now: Time, site: &Site) -> Result<(), Finding> {
        let Some(machine) = site.machine() else { return Ok(()) };
        let view = machine.engine().view();
        let rules = &view.rules;
        if view.jobs.len() > JOBS_MOST {
            return Err(Finding::new(Check::Unbounded, format!("{} jobs are open", view.jobs.len())));
        }
        for open in &view.jobs {
            let within = match open.job.kind {
                JobKind::Slip { .. } | JobKind::Correction { .. } => rules.issuing.print_within,
                JobKind::Announcement { .. } => rules.calling.stale_after,
            };
            let age = u64::try_from(view.at.hall.since(open.job.opened).as_millis()).unwrap_or(u64::MAX);
            let most = u64::try_from(within.as_millis()).unwrap_or(u64::MAX).saturating_add(MINUTE);
            if age > most {
                let what = format!("job {} is open for {} s", open.job.id, age / 1000);
                return Err(Finding::new(Check::Unbounded, what));
            }
        }
        if site.unanswered().any(|asked| now.since(asked) > MINUTE) {
            return Err(Finding::new(Check::Stuck, "a question has had no answer for a minute"));
        }
        Ok(())
    }
}
