//! The shell around the devices: one thread a cable, one a GPIO chip or pad, one for each
//! voice, one for each LCD. Here is the clock.
//!
//! Nobody who calls in here ever waits for a device: orders go into bounded queues and news come out through
//! [`Tell`].

mod cable;
mod hand;
mod lcd;
mod lines;
mod link;
mod opener;
mod scan;
mod thread;
mod voice;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hal::driver::{Driver, SettingsError};
use hal::drivers::build;
use hal::drivers::trace::Subject;
use hal::port;
use hal::time::Instant;
use thiserror::Error;

use self::cable::CableThread;
pub use self::hand::{Lent, Sink, TAKEN_MOST, Taken};
use self::lcd::LcdThread;
pub use self::lcd::Paint;
use self::lines::LinesThread;
pub use self::scan::{Report, scan};
use self::voice::VoiceThread;
use super::bus::Counts;
use super::queue::{Full, Order};
use super::supervisor::Health;
use crate::layout::{Cable, Device, DeviceName, Layout, Link, Zone};

pub use self::thread::{STOP_WITHIN, give_way};
pub use self::voice::ANNOUNCEMENTS_LIMIT;

/// The monotonic clock of this process. All threads that talk to each other share one.
#[derive(Clone, Copy, Debug)]
pub struct Uptime(std::time::Instant);

impl Uptime {
    /// The clock starts.
    #[expect(clippy::disallowed_methods, reason = "the shell's own clock")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Milliseconds since the start.
    pub fn now(self) -> Instant {
        Instant::from_millis(u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX))
    }
}

/// What the devices have to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A device reported something.
    Event {
        /// Which device.
        device: DeviceName,
        /// What it reported.
        event: port::Event,
    },
    /// A device's health is different from the one told last.
    Health {
        /// Which device, LCD or voice.
        device: DeviceName,
        /// Its health.
        health: Health,
    },
    /// A voice reported on a job.
    Voice(port::voice::Event),
}

/// Where news go. Called on the devices' threads, which wait meanwhile: it must not block.
pub type Tell = Arc<dyn Fn(Instant, News) + Send + Sync>;

/// Why the devices of a layout cannot be set up.
#[derive(Debug, Error)]
pub enum StartError {
    /// A driver does not accept its device.
    #[error("{device}: {source}")]
    Device {
        /// Which device.
        device: DeviceName,
        /// What its driver says.
        source: SettingsError,
    },
    /// The system has no threads or descriptors left.
    #[error("{what}: {source}")]
    System {
        /// What was to be started.
        what: String,
        /// What the system says.
        source: std::io::Error,
    },
}

/// An order that was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Untaken {
    /// No device of this name stands on a cable.
    #[error("there is no such device")]
    NoSuchDevice,
    /// Its queue is full.
    #[error(transparent)]
    Full(#[from] Full),
}

/// Where a device is: the place of its thread among those of its kind, and its own place there.
#[derive(Clone, Copy, Debug)]
enum Place {
    Cable(usize, usize),
    Lines(usize, usize),
}

/// All devices of a hall, each on its thread.
pub struct Devices {
    clock: Uptime,
    tell: Tell,
    cables: Vec<CableThread>,
    lines: Vec<LinesThread>,
    places: BTreeMap<DeviceName, Place>,
    voices: Vec<VoiceThread>,
    lcds: Vec<LcdThread>,
}

impl Devices {
    /// Starts a thread for every cable of the layout; cables of memory are left to the simulator.
    ///
    /// # Errors
    ///
    /// A driver does not accept its device, or the system has no threads left. Nothing is left running.
    pub fn start(layout: &Layout, clock: Uptime, tell: Tell) -> Result<Self, StartError> {
        let mut devices = Self {
            clock,
            tell,
            cables: Vec::new(),
            lines: Vec::new(),
            places: BTreeMap::new(),
            voices: Vec::new(),
            lcds: Vec::new(),
        };
        devices.adopt(layout)?;
        Ok(devices)
    }

    /// Goes over to another layout. Cables whose link and devices are the same run on undisturbed.
    ///
    /// # Errors
    ///
    /// As [`Self::start`]. A driver's refusal is found before anything is stopped; when the system refuses a
    /// thread, the other cables run.
    pub fn adopt(&mut self, layout: &Layout) -> Result<(), StartError> {
        let plans = plans(layout)?;
        // The old threads let go of their ports before others open them.
        self.cables.retain(|cable| plans.iter().any(|plan| cable.runs(plan)));
        let groups = lines::groups(layout);
        self.lines.retain(|lines| groups.iter().any(|group| lines.runs(group)));
        self.lcds.retain(|running| layout.lcds.iter().any(|lcd| running.runs(lcd)));
        self.voices.retain(|running| layout.voices.iter().any(|voice| running.runs(voice)));
        let outcome = self.start_missing(layout, plans, groups);
        self.places = places(&self.cables, &self.lines);
        outcome
    }

    /// Starts what does not run yet; what the system refuses does not keep the rest from starting.
    fn start_missing(
        &mut self,
        layout: &Layout,
        plans: Vec<Plan>,
        groups: Vec<lines::Group>,
    ) -> Result<(), StartError> {
        let fresh: Vec<Plan> =
            plans.into_iter().filter(|plan| !self.cables.iter().any(|cable| cable.runs(plan))).collect();
        let mut outcome = Ok(());
        for plan in fresh {
            match CableThread::start(plan, self.clock, Arc::clone(&self.tell)) {
                Ok(cable) => self.cables.push(cable),
                Err(error) => outcome = Err(error),
            }
        }
        for group in groups {
            if !self.lines.iter().any(|running| running.runs(&group)) {
                match LinesThread::start(group, self.clock, Arc::clone(&self.tell)) {
                    Ok(lines) => self.lines.push(lines),
                    Err(error) => outcome = Err(error),
                }
            }
        }
        for lcd in &layout.lcds {
            if !self.lcds.iter().any(|running| running.runs(lcd)) {
                match LcdThread::start(lcd, self.clock, Arc::clone(&self.tell)) {
                    Ok(lcd) => self.lcds.push(lcd),
                    Err(error) => outcome = Err(error),
                }
            }
        }
        for voice in &layout.voices {
            if !self.voices.iter().any(|running| running.runs(voice)) {
                match VoiceThread::start(voice, self.clock, Arc::clone(&self.tell)) {
                    Ok(voice) => self.voices.push(voice),
                    Err(error) => outcome = Err(error),
                }
            }
        }
        outcome
    }

    /// Tells a device something. It is on its way when this returns, no more.
    ///
    /// # Errors
    ///
    /// The order was not taken, and nothing of it will happen.
    pub fn command(&self, device: &DeviceName, command: port::Command) -> Result<(), Untaken> {
        self.order(device, Order::Command(command))
    }

    /// Switches a device off until it is switched on, or on again.
    ///
    /// # Errors
    ///
    /// The order was not taken, and nothing of it will happen.
    pub fn hold(&self, device: &DeviceName, held: bool) -> Result<(), Untaken> {
        self.order(device, Order::Hold(held))
    }

    /// Lets the voice of a zone say something after all that waits there. Its outcome comes as [`News::Voice`], once.
    ///
    /// # Errors
    ///
    /// There is no such voice, or too much is waiting: it will not be said, and no news of it will come.
    pub fn say(&self, zone: Zone, command: port::voice::Command) -> Result<(), Untaken> {
        let voice = self.voices.iter().find(|voice| voice.zone() == zone).ok_or(Untaken::NoSuchDevice)?;
        Ok(voice.order(command)?)
    }

    /// Shows a picture on an LCD; of several in a row only the newest.
    ///
    /// # Errors
    ///
    /// There is no LCD of this name.
    pub fn show(&self, lcd: &DeviceName, paint: Paint) -> Result<(), Untaken> {
        let lcd = self.lcds.iter().find(|thread| thread.lcd().name == *lcd).ok_or(Untaken::NoSuchDevice)?;
        lcd.show(paint);
        Ok(())
    }

    /// What passed between a device and us; `None` for one that hangs on no cable.
    pub fn counts(&self, device: &DeviceName) -> Option<Counts> {
        match self.places.get(device)? {
            Place::Cable(cable, place) => Some(self.cables.get(*cable)?.counts(*place)),
            Place::Lines(..) => None,
        }
    }

    /// The device of this name, where it hangs on a cable.
    pub fn device(&self, name: &DeviceName) -> Option<&Device> {
        match self.places.get(name)? {
            Place::Cable(cable, place) => self.cables.get(*cable)?.devices().get(*place),
            Place::Lines(..) => None,
        }
    }

    /// The keys of a keypad, on a cable or on lines; empty for every other device.
    pub fn keys(&self, name: &DeviceName) -> Vec<port::keypad::Key> {
        match self.places.get(name) {
            Some(Place::Lines(lines, place)) => self.lines.get(*lines).map(|lines| lines.keys(*place)),
            Some(Place::Cable(..)) | None => self.device(name).map(|of| {
                build(&of.driver, &of.settings, of.address).map(|driver| driver.keys()).unwrap_or_default()
            }),
        }
        .unwrap_or_default()
    }

    /// Takes the port of a cable away from its thread until the loan is dropped; with it the cable, and the
    /// names of the devices that are without it meanwhile.
    ///
    /// # Errors
    ///
    /// There is no such cable, or somebody has it already.
    pub fn lend(&self, cable: &str) -> Result<(Lent, Cable, Vec<DeviceName>), LendError> {
        let thread =
            self.cables.iter().find(|thread| thread.cable().name == cable).ok_or(LendError::NoSuchCable)?;
        let lent = thread.lend().ok_or(LendError::Taken)?;
        let names = thread.devices().iter().map(|device| device.name.clone()).collect();
        Ok((lent, thread.cable().clone(), names))
    }

    /// Lets everything that passes on a device's cable be taken down, as it may be read, and says whose trace
    /// it is. An earlier trace of this cable ends.
    ///
    /// # Errors
    ///
    /// The device hangs on no cable.
    pub fn tap(&self, device: &DeviceName, sink: Sink) -> Result<Subject, Untaken> {
        let Some(Place::Cable(cable, place)) = self.places.get(device) else {
            return Err(Untaken::NoSuchDevice);
        };
        let cable = self.cables.get(*cable).ok_or(Untaken::NoSuchDevice)?;
        let of = cable.devices().get(*place).ok_or(Untaken::NoSuchDevice)?;
        cable.tap(sink);
        Ok(Subject {
            driver: of.driver.clone(),
            address: of.address,
            settings: of.settings.clone(),
            alone: cable.devices().len() == 1,
        })
    }

    fn order(&self, device: &DeviceName, order: Order) -> Result<(), Untaken> {
        let taken = match self.places.get(device).ok_or(Untaken::NoSuchDevice)? {
            Place::Cable(cable, place) => self.cables.get(*cable).map(|cable| cable.order(*place, order)),
            Place::Lines(lines, place) => self.lines.get(*lines).map(|lines| lines.order(*place, order)),
        };
        Ok(taken.ok_or(Untaken::NoSuchDevice)??)
    }
}

/// A cable that cannot be lent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LendError {
    /// No cable has this name.
    #[error("there is no such cable")]
    NoSuchCable,
    /// Somebody works on it.
    #[error("somebody else works on this cable at this moment")]
    Taken,
}

impl Drop for Devices {
    fn drop(&mut self) {
        // All are asked to end before the first is waited for.
        self.cables.iter().for_each(CableThread::dismiss);
        self.lines.iter().for_each(LinesThread::dismiss);
        self.lcds.iter().for_each(LcdThread::dismiss);
        self.voices.iter().for_each(VoiceThread::dismiss);
    }
}

fn places(cables: &[CableThread], lines: &[LinesThread]) -> BTreeMap<DeviceName, Place> {
    let mut places = BTreeMap::new();
    for (at, cable) in cables.iter().enumerate() {
        for (place, device) in cable.devices().iter().enumerate() {
            places.insert(device.name.clone(), Place::Cable(at, place));
        }
    }
    for (at, lines) in lines.iter().enumerate() {
        for (place, post) in lines.posts().iter().enumerate() {
            places.insert(post.name.clone(), Place::Lines(at, place));
        }
    }
    places
}

/// One cable with the devices on it, as it is to run.
#[derive(Clone, Debug, PartialEq)]
struct Plan {
    cable: Cable,
    devices: Vec<Device>,
}

/// The cables that need a thread. Every driver is built once, so that a refusal is found here.
fn plans(layout: &Layout) -> Result<Vec<Plan>, StartError> {
    let mut plans = Vec::new();
    for cable in &layout.cables {
        let devices: Vec<Device> = layout.on_cable(&cable.name).cloned().collect();
        cable::drivers(&devices)?;
        match &cable.link {
            Link::Serial { .. } | Link::Usb { .. } | Link::Tcp { .. } => {
                plans.push(Plan { cable: cable.clone(), devices });
            }
            Link::Memory => {}
        }
    }
    Ok(plans)
}

/// Locks, also after a panic elsewhere: what is behind these locks is whole after every statement.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
