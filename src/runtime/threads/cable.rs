//! The thread of one cable: it runs the bus over a real port.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use hal::cable::stream::{Stream, wait};
use hal::driver::Fault;
use hal::drivers::{AnyDriver, build};
use hal::time::Instant;

use super::hand::{Hand, Lent, Sink};
use super::link::{self, Unopened};
use super::thread::{Door, Thread};
use super::{News, Plan, StartError, Tell, Uptime, lock};
use crate::layout::{Cable, Device};
use crate::runtime::bus::{Bus, Counts, Input, Output};
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
    hand: Arc<Hand>,
    thread: Thread,
}

impl CableThread {
    /// Starts the thread.
    pub fn start(plan: Plan, clock: Uptime, tell: Tell) -> Result<Self, StartError> {
        let queue = Arc::new(Mutex::new(Queue::default()));
        let (worker_plan, worker_queue) = (plan.clone(), Arc::clone(&queue));
        let hand = Arc::new(Hand::default());
        let worker_hand = Arc::clone(&hand);
        let name = format!("cable {}", plan.cable.name);
        let thread = Thread::start(name, move |door| {
            Worker { plan: worker_plan, queue: worker_queue, hand: worker_hand, door, clock, tell }.run();
        })?;
        Ok(Self { plan, queue, hand, thread })
    }

    /// Whether this thread runs exactly that plan.
    pub fn runs(&self, plan: &Plan) -> bool {
        self.plan == *plan
    }

    /// The devices in their places.
    pub fn devices(&self) -> &[Device] {
        &self.plan.devices
    }

    /// What passed between the device in this place and us.
    pub fn counts(&self, device: usize) -> Counts {
        self.hand.counts(device)
    }

    /// Lets what passes be taken down; an earlier trace of this cable ends.
    pub fn tap(&self, sink: Sink) {
        self.hand.tap(sink);
        self.thread.ring();
    }

    /// Takes the port away until the loan is dropped; `None` when somebody has it already.
    pub fn lend(&self) -> Option<Lent> {
        let ringer = self.thread.ringer();
        Lent::take(&self.hand, Box::new(move || ringer.ring()))
    }

    /// The cable.
    pub fn cable(&self) -> &Cable {
        &self.plan.cable
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
    hand: Arc<Hand>,
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
        let mut attendant = Attendant {
            worker: self,
            bus,
            stream: None,
            open: false,
            unwritten: VecDeque::new(),
            unopened: None,
            sink: None,
        };
        attendant.feed(Input::Wake);
        while !self.door.is_closing() {
            attendant.turn();
            attendant.serve_hand();
        }
    }
}

/// A bus with the port under it.
struct Attendant<'w> {
    worker: &'w Worker,
    bus: Bus<AnyDriver>,
    stream: Option<Box<dyn Stream>>,
    /// Whether bytes pass through the stream; a connection has to be made first.
    open: bool,
    /// What the port has not taken yet.
    unwritten: VecDeque<u8>,
    /// Why the port did not open the last time, if it did not.
    unopened: Option<Fault>,
    /// Whoever writes down what passes.
    sink: Option<Sink>,
}

impl Attendant<'_> {
    /// Waits for the next happening and feeds it to the bus.
    fn turn(&mut self) {
        let due = [self.bus.due(), self.stream.as_ref().and_then(|stream| stream.due())];
        let limit = due.into_iter().flatten().min().map(|due| due - self.worker.clock.now());
        let wants_room =
            !self.unwritten.is_empty() && self.stream.as_ref().is_some_and(|stream| stream.takes_bytes());
        let ready = wait(self.stream.as_deref(), self.worker.door.bell(), wants_room, limit);
        self.tend();
        if ready.readable {
            self.read();
        }
        if ready.hung_up {
            self.lose(Fault::Unplugged);
        }
        // What was read may have ended a pause that the far end had asked for.
        if ready.writable || (ready.readable && !self.unwritten.is_empty()) {
            self.write();
        }
        if ready.rung {
            self.take_orders();
        }
        if self.bus.due().is_some_and(|due| due <= self.worker.clock.now()) {
            self.feed(Input::Wake);
        }
    }

    /// Does what people who work on the cable want of it.
    fn serve_hand(&mut self) {
        let hand = &self.worker.hand;
        hand.publish(self.bus.counts());
        if let Some(sink) = hand.sink() {
            self.bus.tap(self.worker.clock.now(), true);
            self.sink = Some(sink);
        }
        if let Some(sink) = &mut self.sink
            && !sink.give(self.bus.tapped(false))
        {
            self.bus.tap(self.worker.clock.now(), false);
            self.sink = None;
        }
        let lent = hand.is_lent();
        if lent {
            self.lose(Fault::Occupied);
        }
        hand.let_go(lent && self.stream.is_none());
    }

    /// Lets the stream do what it has to do by itself, and tells the bus when bytes pass.
    fn tend(&mut self) {
        let Some(stream) = &mut self.stream else { return };
        match stream.tend(self.worker.clock.now()) {
            Ok(true) if !self.open => {
                tracing::info!(cable = self.worker.plan.cable.name, "the port is open");
                self.open = true;
                self.unopened = None;
                self.feed(Input::Opened);
            }
            Ok(_) => {}
            Err(fault) => self.lose(fault),
        }
    }

    fn read(&mut self) {
        let mut bytes = [0; READ_AT_ONCE];
        for _ in 0..READS_IN_A_ROW {
            let Some(stream) = self.stream.as_mut().filter(|_| self.open) else { return };
            let outcome = stream.read(&mut bytes);
            let broken = stream.take_line_errors();
            if broken > 0 {
                self.feed(Input::LineErrors(broken));
            }
            match outcome {
                Ok(0) => return,
                Ok(length) => self.feed(Input::Bytes(&bytes[..length])),
                Err(fault) => return self.lose(fault),
            }
        }
    }

    fn write(&mut self) {
        while let Some(stream) = self.stream.as_mut().filter(|_| self.open) {
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

    /// The stream is gone, or could not be had.
    fn lose(&mut self, fault: Fault) {
        let Some(stream) = self.stream.take() else { return };
        self.unwritten.clear();
        let why = stream.last_words();
        // Whoever hears of the loss may open the port at once, and must not find it held by us.
        drop(stream);
        if std::mem::take(&mut self.open) {
            let cable = &self.worker.plan.cable;
            tracing::warn!(cable = cable.name, port = %cable.link, why, "{fault}");
            self.feed(Input::Lost(fault));
        } else {
            self.log_unopened(Unopened { fault, why });
            self.feed(Input::OpenFailed(fault));
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
                    self.open = false;
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
        if self.worker.hand.is_lent() {
            return self.feed(Input::OpenFailed(Fault::Occupied));
        }
        match link::open(&self.worker.plan.cable) {
            Ok(stream) => {
                self.stream = Some(stream);
                self.tend();
            }
            Err(unopened) => {
                let fault = unopened.fault;
                self.log_unopened(unopened);
                self.feed(Input::OpenFailed(fault));
            }
        }
    }

    /// Says why the port does not open, once for each reason.
    fn log_unopened(&mut self, unopened: Unopened) {
        let Unopened { fault, why } = unopened;
        if self.unopened.replace(fault) != Some(fault) {
            let cable = &self.worker.plan.cable;
            let why = why.or_else(|| link::holder(&cable.link, fault));
            tracing::warn!(cable = cable.name, port = %cable.link, why, "{fault}");
        }
    }

    fn tell(&self, now: Instant, device: usize, news: impl FnOnce(crate::layout::DeviceName) -> News) {
        if let Some(device) = self.worker.plan.devices.get(device) {
            (self.worker.tell)(now, news(device.name.clone()));
        }
    }
}
