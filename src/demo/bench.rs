//! The simulated devices at the far ends of their cables, and the threads that carry bytes between the two.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use hal::cable::pty::FarEnd;
use hal::sim::Device;
use hal::sim::font_board::FontBoard;
use hal::sim::keypad::Keypad;
use hal::sim::pad::Pad;
use hal::sim::panel::Panel;
use hal::sim::printer::{Personality, TicketPrinter};
use hal::sim::upsd::Upsd;
use hal::time::Instant;

use super::DemoError;
use super::clock::Clock;
use super::plan::{CablePlan, DevicePlan, Part};

/// How often a far end looks at its cable: a few characters at 9600 baud, so that an answer is never late.
const LOOK_EVERY: Duration = Duration::from_millis(3);
/// Bytes taken off a cable at once; more than a device is ever told in one look.
const CHUNK: usize = 4096;
/// Bytes of the last message that are kept for the page.
const TRACE: usize = 12;

/// A simulated device with the supply that people can switch.
#[derive(Debug)]
pub struct Seat {
    /// Its name in the configuration.
    pub name: String,
    /// What it is in the hall.
    pub part: Part,
    /// It has power.
    pub on: bool,
    /// The device.
    pub thing: Thing,
}

/// The kinds of device that a demo's hall has.
#[derive(Debug)]
pub enum Thing {
    /// A window board or the hall display.
    Board(FontBoard),
    /// A clerk's keypad.
    Keypad(Keypad),
    /// A rating pad.
    Pad(Pad),
    /// The self-service terminal.
    Panel(Panel),
    /// The ticket printer.
    Printer(TicketPrinter),
    /// The UPS, behind the daemon that speaks for it.
    Ups(Upsd),
}

impl Thing {
    fn new(plan: &DevicePlan) -> Self {
        let slave = u8::try_from(plan.address).unwrap_or_default();
        match plan.part {
            Part::Board(_) | Part::Display => Self::Board(FontBoard::new(plan.address)),
            Part::Keypad(_) => Self::Keypad(Keypad::latching(slave)),
            Part::Pad(_) => Self::Pad(Pad::latching(slave)),
            Part::Panel => Self::Panel(Panel::new()),
            Part::Printer => Self::Printer(TicketPrinter::new(Personality::ProcessId)),
            Part::Ups => Self::Ups(Upsd::new(&plan.name)),
        }
    }

    /// The board, if it is one.
    pub fn board(&self) -> Option<&FontBoard> {
        if let Self::Board(board) = self { Some(board) } else { None }
    }

    /// The keypad, if it is one.
    pub fn keypad(&mut self) -> Option<&mut Keypad> {
        if let Self::Keypad(keypad) = self { Some(keypad) } else { None }
    }

    /// The rating pad, if it is one.
    pub fn pad(&mut self) -> Option<&mut Pad> {
        if let Self::Pad(pad) = self { Some(pad) } else { None }
    }

    /// The terminal, if it is one.
    pub fn panel(&mut self) -> Option<&mut Panel> {
        if let Self::Panel(panel) = self { Some(panel) } else { None }
    }

    /// The printer, if it is one.
    pub fn printer(&mut self) -> Option<&mut TicketPrinter> {
        if let Self::Printer(printer) = self { Some(printer) } else { None }
    }

    /// The UPS, if it is one.
    pub fn ups(&mut self) -> Option<&mut Upsd> {
        if let Self::Ups(ups) = self { Some(ups) } else { None }
    }

    /// The device's side of the wire.
    pub fn device(&mut self) -> &mut dyn Device {
        match self {
            Self::Board(board) => board,
            Self::Keypad(keypad) => keypad,
            Self::Pad(pad) => pad,
            Self::Panel(panel) => panel,
            Self::Printer(printer) => printer,
            Self::Ups(ups) => ups,
        }
    }
}

/// One cable: a plug that may be pulled, and the devices at its far end.
#[derive(Debug)]
pub struct Cable {
    /// Its name in the configuration.
    pub name: String,
    /// The devices.
    pub seats: Vec<Seat>,
    /// Bytes that reached the devices.
    pub to: u64,
    /// Bytes that the devices said.
    pub from: u64,
    /// The last bytes that passed, and whether the devices said them.
    pub trace: (Vec<u8>, bool),
    link: PathBuf,
    far_end: Option<FarEnd>,
    /// What the devices said and the cable had no room for.
    unsaid: Vec<u8>,
}

impl Cable {
    fn new(plan: &CablePlan, folder: &Path) -> Self {
        let seat = |device: &DevicePlan| Seat {
            name: device.name.clone(),
            part: device.part,
            on: true,
            thing: Thing::new(device),
        };
        Self {
            name: plan.name.clone(),
            seats: plan.devices.iter().map(seat).collect(),
            to: 0,
            from: 0,
            trace: (Vec::new(), false),
            link: folder.join(&plan.name),
            far_end: None,
            unsaid: Vec::new(),
        }
    }

    /// Whether the plug is in.
    pub fn plugged(&self) -> bool {
        self.far_end.is_some()
    }

    /// Puts the plug in: a port of the same name appears.
    ///
    /// # Errors
    ///
    /// The system gives no pseudo-terminal, or the port cannot have its name.
    pub fn plug(&mut self) -> std::io::Result<()> {
        if self.far_end.is_none() {
            let far_end = FarEnd::open()?;
            far_end.link_as(&self.link)?;
            self.far_end = Some(far_end);
        }
        Ok(())
    }

    /// Pulls the plug: the port hangs up and is gone. What the devices show stays as it is.
    pub fn pull(&mut self) {
        self.far_end = None;
        self.unsaid.clear();
        // The port is gone with its far end; a name that leads nowhere is as good as none.
        let _ = std::fs::remove_file(&self.link);
    }

    /// Carries what has arrived to the devices, and what they say back.
    fn carry(&mut self, now: Instant) {
        let mut heard = [0; CHUNK];
        let length = self.far_end.as_ref().map_or(0, |far_end| far_end.hear(&mut heard));
        let heard = heard.get(..length).unwrap_or_default();
        if !heard.is_empty() {
            self.to = self.to.wrapping_add(u64::try_from(length).unwrap_or(0));
            self.trace = (heard.iter().take(TRACE).copied().collect(), false);
        }
        for seat in &mut self.seats {
            let device = seat.thing.device();
            if seat.on && !heard.is_empty() {
                device.hear(now, heard);
            }
            // A device whose time has come speaks even into a pulled cable: its words are lost there.
            if device.due().is_some_and(|due| due <= now) {
                let words = device.speak(now);
                if seat.on {
                    self.unsaid.extend(words);
                }
            }
        }
        self.say();
    }

    fn say(&mut self) {
        let Some(far_end) = &self.far_end else { return self.unsaid.clear() };
        if self.unsaid.is_empty() {
            return;
        }
        let said = far_end.say(&self.unsaid).unwrap_or(0);
        self.from = self.from.wrapping_add(u64::try_from(said).unwrap_or(0));
        self.trace = (self.unsaid.iter().take(TRACE).copied().collect(), true);
        self.unsaid.drain(..said.min(self.unsaid.len()));
    }
}

/// All cables of the hall, each with its thread. Dropping it ends the threads and pulls every plug.
#[derive(Debug)]
pub struct Bench {
    cables: Vec<Arc<Mutex<Cable>>>,
    threads: Vec<(SyncSender<()>, JoinHandle<()>)>,
}

impl Bench {
    /// Plugs in every cable of the plan; the ports appear in `folder` under the cables' names.
    ///
    /// # Errors
    ///
    /// The system gives no pseudo-terminals, no threads, or the ports cannot have their names.
    pub fn open(plans: &[CablePlan], folder: &Path, clock: Clock) -> Result<Self, DemoError> {
        let mut bench = Self { cables: Vec::new(), threads: Vec::new() };
        for plan in plans {
            let mut cable = Cable::new(plan, folder);
            cable.plug().map_err(|source| DemoError::Plug { cable: plan.name.clone(), source })?;
            let cable = Arc::new(Mutex::new(cable));
            let (stop, stopped) = sync_channel(1);
            let mine = Arc::clone(&cable);
            let thread = std::thread::Builder::new()
                .name(format!("cable {}", plan.name))
                .spawn(move || carry_until(&mine, &stopped, clock))
                .map_err(DemoError::Thread)?;
            bench.cables.push(cable);
            bench.threads.push((stop, thread));
        }
        Ok(bench)
    }

    /// Every cable, one after the other, for as long as each is looked at.
    pub fn cables(&self) -> impl Iterator<Item = MutexGuard<'_, Cable>> {
        self.cables.iter().map(|cable| locked(cable))
    }

    /// Does something to the cable of this name; `None` when there is none.
    pub fn at_cable<T>(&self, name: &str, act: impl FnOnce(&mut Cable) -> T) -> Option<T> {
        self.cables().find(|cable| cable.name == name).map(|mut cable| act(&mut cable))
    }

    /// Does something to the device that is this part of the hall; `None` when there is none.
    pub fn at<T>(&self, part: Part, act: impl FnOnce(&mut Seat) -> T) -> Option<T> {
        let holds = |cable: &MutexGuard<'_, Cable>| cable.seats.iter().any(|seat| seat.part == part);
        let mut cable = self.cables().find(holds)?;
        cable.seats.iter_mut().find(|seat| seat.part == part).map(act)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        for (stop, thread) in self.threads.drain(..) {
            drop(stop);
            // A thread that panicked has said so; there is nothing left to end.
            let _ = thread.join();
        }
        for cable in &self.cables {
            locked(cable).pull();
        }
    }
}

/// A device whose thread panicked is as it is: the hall's other devices go on.
fn locked(cable: &Mutex<Cable>) -> MutexGuard<'_, Cable> {
    cable.lock().unwrap_or_else(PoisonError::into_inner)
}

fn carry_until(cable: &Mutex<Cable>, stopped: &Receiver<()>, clock: Clock) {
    while stopped.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
        locked(cable).carry(clock.now());
    }
}
