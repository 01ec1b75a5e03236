//! One cable: the product's bus at the near end, two wires paced to their speed, simulated devices at the far
//! end.

use std::time::Duration;

use hal::cable::line::Line;
use hal::cable::memory::Wire;
use hal::cable::tap::{Mischief, Odds, Way};
use hal::driver::Fault;
use hal::drivers::{AnyDriver, build};
use hal::port;
use hal::time::Instant;

use super::passed::Passed;
use super::seat::{Seat, State};
use crate::journal::chain::Hash;
use crate::layout::{self, Layout};
use crate::rehearse::floor::News;
use crate::runtime::bus::{Bus, Input, Output};
use crate::runtime::engine;
use crate::runtime::queue::{Order, Queue};

/// Bytes that a port hands over at once: the depth of a UART's buffer.
const GRAIN: usize = 16;

/// Arrivals are rounded up to this.
const TICK: Duration = Duration::from_millis(1);

/// What a noisy pair does to bytes: about one message of twenty suffers.
const NOISE: Odds =
    Odds { drop: 1, flip: 2, double: 1, stray: 1, delay: 20, longest_delay: Duration::from_millis(60) };

/// How a cable hangs in its sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plug {
    /// At both ends.
    In,
    /// Pulled at the far end, or cut: the port is there, and silent.
    Far,
    /// Pulled at the near end: the port is gone.
    Near,
}

/// One cable with everything on it.
pub struct Cable {
    name: String,
    line: Line,
    echo: bool,
    devices: Vec<layout::Device>,
    /// The devices at the far end, in their places.
    pub seats: Vec<Seat>,
    /// `None` while the machine is dark.
    bus: Option<Bus<AnyDriver>>,
    orders: Queue,
    ordered: bool,
    plug: Plug,
    /// The machine has the port open.
    open: bool,
    out: Wire,
    back: Wire,
    /// When the last byte on its way back arrives.
    back_until: Instant,
    noise: Option<Mischief>,
    sparks: bool,
    passed: Passed,
    /// When the first device has something to say: asked again only when one was touched or heard something.
    speaks: Option<Instant>,
    next: Option<Instant>,
}

impl Cable {
    /// A cable of this layout with its devices, plugged in; the machine is dark.
    #[must_use]
    pub fn new(cable: &layout::Cable, layout: &Layout) -> Self {
        let devices: Vec<layout::Device> = layout.on_cable(&cable.name).cloned().collect();
        Self {
            name: cable.name.clone(),
            line: cable.line,
            echo: cable.echo,
            seats: devices.iter().map(Seat::new).collect(),
            devices,
            bus: None,
            orders: Queue::default(),
            ordered: false,
            plug: Plug::In,
            open: false,
            out: Wire::new(cable.line, GRAIN),
            back: Wire::new(cable.line, GRAIN),
            back_until: Instant::default(),
            noise: None,
            sparks: false,
            passed: Passed::new(&cable.name),
            speaks: None,
            next: None,
        }
    }

    /// Its name in the configuration.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether many devices share it. They speak with checksums; a device that has a cable to itself need
    /// not.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.seats.len() > 1
    }

    /// Whether everything that is said at one end arrives at the other.
    #[must_use]
    pub fn carries(&self) -> bool {
        self.plug == Plug::In && self.noise.is_none()
    }

    /// A hash of all that passed.
    #[must_use]
    pub fn passed(&self) -> Hash {
        self.passed.hash()
    }

    /// When something happens here.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.next
    }

    /// The machine has started: a driver for every device, and a port to be opened.
    pub fn boot(&mut self, now: Instant, news: &mut Vec<News>) {
        let driver = |device: &layout::Device| build(&device.driver, &device.settings, device.address);
        // Whoever read the configuration has built each driver once; a cable that cannot be served stays
        // dead.
        let drivers: Result<Vec<AnyDriver>, _> = self.devices.iter().map(driver).collect();
        self.bus = drivers.ok().map(|drivers| Bus::new(now, self.line, self.echo, drivers));
        self.feed(now, Input::Wake, news);
        self.look(now);
    }

    /// The machine is dark: what had not left it is gone.
    pub fn dark(&mut self) {
        self.bus = None;
        self.open = false;
        (self.orders, self.ordered) = (Queue::default(), false);
        self.out.cut();
        self.back.cut();
    }

    /// The devices are without power for the night, and everything is mended.
    pub fn main_switch(&mut self, now: Instant) {
        (self.plug, self.noise, self.sparks) = (Plug::In, None, false);
        for seat in &mut self.seats {
            seat.set(now, State::Dark);
            seat.set(now, State::Alive);
        }
        self.look(now);
    }

    /// An order for the device in this place.
    pub fn tell(&mut self, now: Instant, place: usize, command: port::Command) {
        if self.bus.is_some() && self.orders.push(place, Order::Command(command)).is_ok() {
            self.ordered = true;
            self.look_ahead(now);
        }
    }

    /// Pulls the plug or puts it back; whether it was otherwise before.
    pub fn plug(&mut self, now: Instant, plug: Plug, news: &mut Vec<News>) -> bool {
        let differs = std::mem::replace(&mut self.plug, plug) != plug;
        if plug != Plug::In {
            self.out.cut();
            self.back.cut();
        }
        if plug == Plug::Near && std::mem::take(&mut self.open) {
            self.feed(now, Input::Lost(Fault::Unplugged), news);
        }
        self.look(now);
        differs
    }

    /// The next message has a wrong bit; whether there is anybody to say one.
    pub fn spark(&mut self) -> bool {
        self.sparks = true;
        self.open
    }

    /// Noise from this seed, or none.
    pub fn disturb(&mut self, seed: Option<u64>) {
        self.noise = seed.map(|seed| Mischief::new(seed, NOISE));
    }

    /// Somebody did something to a device: it may have something to say.
    pub fn look(&mut self, now: Instant) {
        self.ask_around();
        self.look_ahead(now);
    }

    fn ask_around(&mut self) {
        self.speaks = self.seats.iter().filter_map(Seat::due).min();
    }

    fn look_ahead(&mut self, now: Instant) {
        let bus = self.bus.as_ref().and_then(Bus::due);
        let orders = self.ordered.then_some(now);
        let next = [orders, self.speaks, bus, self.out.due(), self.back.due()].into_iter().flatten().min();
        self.next = next.map(|next| next.max(now));
    }

    /// Everything that is due at this moment.
    pub fn run(&mut self, now: Instant, news: &mut Vec<News>) {
        while self.next.is_some_and(|next| next <= now) {
            self.obey(now, news);
            while let Some(piece) = self.out.take(now) {
                self.arrive(now, &piece, news);
                self.ask_around();
            }
            if self.speaks.is_some_and(|due| due <= now) {
                self.speak(now, news);
                self.ask_around();
            }
            while let Some(piece) = self.back.take(now) {
                self.hear_each_other(now, &piece);
                self.feed(now, Input::Bytes(&piece), news);
                self.ask_around();
            }
            if self.bus.as_ref().and_then(Bus::due).is_some_and(|due| due <= now) {
                self.feed(now, Input::Wake, news);
            }
            self.look_ahead(now);
        }
    }

    fn obey(&mut self, now: Instant, news: &mut Vec<News>) {
        self.ordered = false;
        while let Some((device, order)) = self.orders.pop() {
            match order {
                Order::Command(command) => self.feed(now, Input::Command { device, command: &command }, news),
                Order::Hold(held) => self.feed(now, Input::Hold { device, held }, news),
            }
        }
    }

    /// Bytes come out at the far end, and at the near end of an adapter that hears itself.
    fn arrive(&mut self, now: Instant, piece: &[u8], news: &mut Vec<News>) {
        for seat in &mut self.seats {
            seat.hear(now, piece);
            if seat.shows_something_else() {
                news.push(News::Shows(seat.name.clone()));
            }
        }
        if self.echo {
            self.feed(now, Input::Bytes(piece), news);
        }
    }

    /// On a shared pair every device hears its neighbours' answers too.
    fn hear_each_other(&mut self, now: Instant, piece: &[u8]) {
        if self.is_shared() {
            self.seats.iter_mut().for_each(|seat| seat.overhear(now, piece));
        }
    }

    /// The devices put on the wire what they have to say.
    fn speak(&mut self, now: Instant, news: &mut Vec<News>) {
        for place in 0..self.seats.len() {
            let seat = &mut self.seats[place];
            if seat.due().is_none_or(|due| due > now) {
                continue;
            }
            let words = seat.speak(now);
            news.extend(seat.paper().into_iter().map(News::Paper));
            if !words.is_empty() && self.plug == Plug::In && self.open {
                self.put(now, Way::In, words);
                self.seats[place].sends_until(self.back_until);
            }
        }
    }

    /// Puts bytes on the wire, as they come out of noise and sparks. What a printer or a panel is told has no
    /// checksum: a wrong number on paper could not be told from a wrong program.
    fn put(&mut self, now: Instant, way: Way, mut bytes: Vec<u8>) {
        let unchecked = way == Way::Out && !self.is_shared();
        if !unchecked
            && std::mem::take(&mut self.sparks)
            && let Some(byte) = bytes.last_mut()
        {
            *byte ^= 0x10;
        }
        let (at, bytes) = match &mut self.noise {
            Some(mischief) => mischief.pass(now, &bytes),
            None => (now, bytes),
        };
        self.passed.note(at, way, &bytes);
        match way {
            Way::Out => self.out.send(at, &bytes),
            Way::In => {
                self.back_until = self.back_until.max(at) + self.line.wire_time(bytes.len()) + TICK;
                self.back.send(at, &bytes);
            }
        }
    }

    /// Feeds the bus and does what it says, as the product's own thread does.
    fn feed(&mut self, now: Instant, input: Input<'_>, news: &mut Vec<News>) {
        let Some(bus) = &mut self.bus else { return };
        let mut follows = None;
        for output in bus.step(now, input) {
            match output {
                Output::Open => {
                    self.open = self.plug != Plug::Near;
                    follows =
                        Some(if self.open { Input::Opened } else { Input::OpenFailed(Fault::Unplugged) });
                }
                Output::Close => {
                    self.open = false;
                    self.out.cut();
                    self.back.cut();
                }
                Output::Write(bytes) => {
                    follows = Some(Input::Accepted);
                    if self.plug == Plug::In {
                        self.put(now, Way::Out, bytes);
                    }
                }
                Output::Event { device, event } => {
                    let device = self.seats[device].name.clone();
                    news.push(News::Input(engine::Input::Heard { device, event }));
                }
                Output::Health { device, health } => {
                    let device = self.seats[device].name.clone();
                    news.push(News::Input(engine::Input::Health { device, health }));
                }
            }
        }
        if let Some(follows) = follows {
            self.feed(now, follows, news);
        }
    }
}
