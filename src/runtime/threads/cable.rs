//! The thread of one cable: it runs the bus over a real port.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use hal::cable::stream::{Serial, Stream, holder_of, wait};
use hal::driver::Fault;
use hal::drivers::{AnyDriver, build};
use hal::time::Instant;

use super::thread::{Door, Thread};
use super::{News, Plan, StartError, Tell, Uptime, lock};
use crate::layout::Device;
use crate::runtime::bus::{Bus, Input, Output};
use crate::runtime::queue::{Full, Order, Queue};
use crate::runtime::supervisor::RETRY_FIRST;

/// Bytes taken from the port at once: as much as the kernel's own buffer of a terminal holds.
const READ_AT_ONCE: usize = 4096;

/// Reads between two looks at the clock and the queue, so that a device that talks without end is only loud.
const READS_IN_A_ROW: usize = 8;

/// One cable's thread. Dropping it stops the thread.
pub struct CableThread {
    plan: Plan,
    queue: Arc<Mutex<Queue>>,
    thread: Thread,
}

impl CableThread {
    /// Starts the thread.
    pub fn start(plan: Plan, clock: Uptime, tell: Tell) -> Result<Self, StartError> {
        let queue = Arc::new(Mutex::new(Queue::default()));
        let (worker_plan, worker_queue) = (plan.clone(), Arc::clone(&queue));
        let name = format!("cable {}", plan.cable.name);
        let thread = Thread::start(name, move |door| {
            Worker { plan: worker_plan, queue: worker_queue, door, clock, tell }.run();
        })?;
        Ok(Self { plan, queue, thread })
    }

    /// Whether this thread runs exactly that plan.
    pub fn runs(&self, plan: &Plan) -> bool {
        self.plan == *plan
    }

    /// The devices in their places.
    pub fn devices(&self) -> &[Device] {
        &self.plan.devices
    }

    /// Hands an order to the thread.
    pub fn order(&self, device: usize, order: Order) -> Result<(), Full> {
        lock(&self.queue).push(device, order)?;
        self.thread.ring();
        Ok(())
    }

    /// Asks the thread to end, without waiting for it.
    pub fn dismiss(&self) {
        self.thread.dismiss();
    }
}

/// The drivers of these devices.
pub fn drivers(devices: &[Device]) -> Result<Vec<AnyDriver>, StartError> {
    let driver = |device: &Device| {
        build(&device.driver, &device.settings, device.address)
            .map_err(|source| StartError::Device { device: device.name.clone(), source })
    };
    devices.iter().map(driver).collect()
}

/// The thread's own side.
struct Worker {
    plan: Plan,
    queue: Arc<Mutex<Queue>>,
    door: Door,
    clock: Uptime,
    tell: Tell,
}

impl Worker {
    /// Runs the cable until it is stopped. A bus that panics is a mistake of ours: it is built anew.
    fn run(self) {
        while !self.door.is_closing() {
            if catch_unwind(AssertUnwindSafe(|| self.attend())).is_err() {
                tracing::error!(
                    cable = self.plan.cable.name,
                    "the cable's own machine failed; starting it anew"
                );
                wait(None, self.door.bell(), false, Some(RETRY_FIRST));
            }
        }
    }

    fn attend(&self) {
        // They were built once when the plan was made, of the same settings.
        let Ok(drivers) = drivers(&self.plan.devices) else { return };
        let cable = &self.plan.cable;
        let bus = Bus::new(self.clock.now(), cable.line, cable.echo, drivers);
        let mut attendant =
            Attendant { worker: self, bus, stream: None, unwritten: VecDeque::new(), unopened: None };
        attendant.feed(Input::Wake);
        while !self.door.is_closing() {
            attendant.turn();
        }
    }
}

/// A bus with the port under it.
struct Attendant<'w> {
    worker: &'w Worker,
    bus: Bus<AnyDriver>,
    stream: Option<Serial>,
    /// What the port has not taken yet.
    unwritten: VecDeque<u8>,
    /// Why the port did not open the last time, if it did not.
    unopened: Option<Fault>,
}

impl Attendant<'_> {
    /// Waits for the next happening and feeds it to the bus.
    fn turn(&mut self) {
        let limit = self.bus.due().map(|due| due - self.worker.clock.now());
        let stream = self.stream.as_ref().map(|serial| -> &dyn Stream { serial });
        let ready = wait(stream, self.worker.door.bell(), !self.unwritten.is_empty(), limit);
        if ready.readable {
            self.read();
        }
        if ready.hung_up {
            self.lose(Fault::Unplugged);
        }
        if ready.writable {
            self.write();
        }
        if ready.rung {
            self.take_orders();
        }
        if self.bus.due().is_some_and(|due| due <= self.worker.clock.now()) {
            self.feed(Input::Wake);
        }
    }

    fn read(&mut self) {
        let mut bytes = [0; READ_AT_ONCE];
        for _ in 0..READS_IN_A_ROW {
            let Some(stream) = &mut self.stream else { return };
            match stream.read(&mut bytes) {
                Ok(0) => return,
                Ok(length) => self.feed(Input::Bytes(&bytes[..length])),
                Err(fault) => return self.lose(fault),
            }
        }
    }

    fn write(&mut self) {
        while let Some(stream) = &mut self.stream {
            let (bytes, _) = self.unwritten.as_slices();
            if bytes.is_empty() {
                return self.feed(Input::Accepted);
            }
            match stream.write(bytes) {
                Ok(0) => return,
                Ok(length) => drop(self.unwritten.drain(..length)),
                Err(fault) => return self.lose(fault),
            }
        }
    }

    fn lose(&mut self, fault: Fault) {
        if self.stream.take().is_some() {
            self.unwritten.clear();
            self.feed(Input::Lost(fault));
        }
    }

    fn take_orders(&mut self) {
        loop {
            let order = lock(&self.worker.queue).pop();
            match order {
                Some((device, Order::Command(command))) => {
                    self.feed(Input::Command { device, command: &command });
                }
                Some((device, Order::Hold(held))) => self.feed(Input::Hold { device, held }),
                None => return,
            }
        }
    }

    /// Feeds the bus and does what it says. All that it reports is told before anything that follows from its
    /// orders, so that news come out in the order in which they became true.
    fn feed(&mut self, input: Input<'_>) {
        let now = self.worker.clock.now();
        let (mut open, mut write) = (false, false);
        for output in self.bus.step(now, input) {
            match output {
                Output::Open => open = true,
                Output::Close => {
                    self.stream = None;
                    self.unwritten.clear();
                }
                Output::Write(bytes) => {
                    self.unwritten.extend(bytes);
                    write = true;
                }
                Output::Event { device, event } => {
                    self.tell(now, device, |device| News::Event { device, event });
                }
                Output::Health { device, health } => {
                    self.tell(now, device, |device| News::Health { device, health });
                }
            }
        }
        if open {
            self.open();
        }
        if write {
            self.write();
        }
    }

    fn open(&mut self) {
        let plan = &self.worker.plan;
        match Serial::open(&plan.path, plan.cable.line) {
            Ok(stream) => {
                tracing::info!(cable = plan.cable.name, "the port is open");
                self.stream = Some(stream);
                self.unopened = None;
                self.feed(Input::Opened);
            }
            Err(fault) => {
                self.log_unopened(fault);
                self.feed(Input::OpenFailed(fault));
            }
        }
    }

    /// Says why the port does not open, once for each reason.
    fn log_unopened(&mut self, fault: Fault) {
        if self.unopened.replace(fault) == Some(fault) {
            return;
        }
        let Plan { cable, path, .. } = &self.worker.plan;
        let holder = if fault == Fault::Occupied { holder_of(path) } else { None };
        tracing::warn!(cable = cable.name, path = %path.display(), holder, "{fault}");
    }

    fn tell(&self, now: Instant, device: usize, news: impl FnOnce(crate::layout::DeviceName) -> News) {
        if let Some(device) = self.worker.plan.devices.get(device) {
            (self.worker.tell)(now, news(device.name.clone()));
        }
    }
}
