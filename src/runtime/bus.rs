//! One cable with its devices: told what happens on the wire, it says what to do, and waits for nothing.
//!
//! The shell (or the simulator) owns the real port. It hands every happening to [`Bus::step`], carries out
//! the [`Output`]s, and calls again with [`Input::Wake`] not later than [`Bus::due`].

use std::time::Duration;

use hal::cable::line::Line;
use hal::driver::{Driver, Fault};
use hal::drivers::AnyDriver;
use hal::port::{self, AnyPort};
use hal::time::Instant;

use super::floor::{Floor, Heard, Step};
use super::seat::{Said, Seat};
use super::supervisor::{Health, LOOK_AGAIN_AFTER};
use super::tap::{Passed, Tap};
use crate::planted::{self, Bug};

/// What happens to a cable.
#[derive(Debug)]
pub enum Input<'a> {
    /// The port is open.
    Opened,
    /// The port could not be opened: absent, held by another program, forbidden.
    OpenFailed(Fault),
    /// The port that was open is gone. The shell has dropped it.
    Lost(Fault),
    /// Bytes arrived, in chunks of any size.
    Bytes(&'a [u8]),
    /// So many characters arrived broken, before or among the bytes that come next.
    LineErrors(usize),
    /// Every byte of the last [`Output::Write`] was taken by the port.
    Accepted,
    /// The hall wants something of one device.
    Command {
        /// The device, by its place in the list the bus was made of.
        device: usize,
        /// What it is told.
        command: &'a port::Command,
    },
    /// A person switches one device off, or on again.
    Hold {
        /// The device, by its place in the list the bus was made of.
        device: usize,
        /// Off.
        held: bool,
    },
    /// The moment of [`Bus::due`] has come.
    Wake,
}

/// What is to be done for a cable, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Open the port, and say so with [`Input::Opened`] or [`Input::OpenFailed`].
    Open,
    /// Drop the port with all that it has not sent.
    Close,
    /// Write these bytes after those still unwritten, and when none is left say so with [`Input::Accepted`].
    Write(Vec<u8>),
    /// A device reported something.
    Event {
        /// The device, by its place in the list the bus was made of.
        device: usize,
        /// What it reported.
        event: port::Event,
    },
    /// A device's health is different from the one told last.
    Health {
        /// The device, by its place in the list the bus was made of.
        device: usize,
        /// Its health.
        health: Health,
    },
}

/// What passed between one device and us since its cable was set up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Turns that came to their end as they should.
    pub exchanges: u64,
    /// Turns in which nothing came back.
    pub unanswered: u64,
    /// Turns in which something came back that was no answer.
    pub garbled: u64,
}

/// The port under a cable.
#[derive(Debug)]
enum Port {
    Closed { look_at: Instant },
    Opening,
    Open,
}

/// One cable with one device or many.
pub struct Bus<D = AnyDriver> {
    port: Port,
    floor: Floor,
    seats: Vec<Seat<D>>,
    /// For each device.
    counts: Vec<Counts>,
    /// Something came since the turn under way began.
    heard: bool,
    tap: Option<Tap>,
    out: Vec<Output>,
}

impl<D: Driver<AnyPort>> Bus<D> {
    /// A cable whose port is to be opened at once. `echoes`: the adapter hears its own bytes.
    pub fn new(now: Instant, line: Line, echoes: bool, drivers: Vec<D>) -> Self {
        Self {
            port: Port::Closed { look_at: now },
            counts: vec![Counts::default(); drivers.len()],
            heard: false,
            tap: None,
            floor: Floor::new(line, drivers.len(), echoes),
            seats: drivers.into_iter().map(|driver| Seat::new(driver, now)).collect(),
            out: Vec::new(),
        }
    }

    /// What passed so far, for each device by its place.
    pub fn counts(&self) -> &[Counts] {
        &self.counts
    }

    /// Takes down what passes from here on, or stops that.
    pub fn tap(&mut self, now: Instant, on: bool) {
        self.tap = on.then(|| Tap::new(now));
    }

    /// What was taken down since it was asked last; `whole`: what waits for the end of its turn too.
    pub fn tapped(&mut self, whole: bool) -> Vec<Passed> {
        let Some(tap) = &mut self.tap else { return Vec::new() };
        if whole {
            tap.over(&self.seats);
        }
        tap.take()
    }

    /// Takes one happening and says all that follows from it.
    pub fn step(&mut self, now: Instant, input: Input<'_>) -> Vec<Output> {
        match input {
            Input::Opened => self.opened(now),
            Input::OpenFailed(fault) | Input::Lost(fault) => self.closed(now, fault),
            Input::Bytes(bytes) => self.heard(now, bytes),
            Input::LineErrors(characters) => self.broken(now, characters),
            Input::Accepted => self.floor.accepted(now),
            Input::Command { device, command } => self.command(now, device, command),
            Input::Hold { device, held } => self.hold(now, device, held),
            Input::Wake => {}
        }
        self.settle(now);
        self.tell_health();
        std::mem::take(&mut self.out)
    }

    /// When the bus wants [`Input::Wake`], if nothing else happens before.
    pub fn due(&self) -> Option<Instant> {
        let port = match self.port {
            Port::Closed { look_at } => return Some(look_at).filter(|_| !self.seats.is_empty()),
            Port::Opening => return None,
            Port::Open => self.floor.due(),
        };
        let care = self.seats.iter().filter_map(Seat::looked_after_at).min();
        [port, care, self.floor.next_at(self.wishes())].into_iter().flatten().min()
    }

    fn opened(&mut self, now: Instant) {
        self.port = Port::Open;
        self.floor.reset(now);
    }

    /// The port is not there: every device on it is lost at this moment (A14).
    fn closed(&mut self, now: Instant, fault: Fault) {
        let engaged = self.floor.holder().filter(|_| self.floor.is_engaged());
        let rest = if planted::is(Bug::ForgetsLostPorts) { Duration::MAX } else { LOOK_AGAIN_AFTER };
        self.port = Port::Closed { look_at: now + rest };
        self.floor.reset(now);
        for device in 0..self.seats.len() {
            let said = self.seats[device].cable_lost(now, fault, engaged == Some(device));
            self.report(device, said.events);
        }
    }

    fn heard(&mut self, now: Instant, bytes: &[u8]) {
        let (heard, bytes) = self.floor.hear(now, bytes);
        if let Some(tap) = &mut self.tap {
            let device = match heard {
                Heard::Answer(device) | Heard::AnswerBeforeSent(device) => Some(device),
                Heard::Stray => None,
            };
            tap.heard(now, device, bytes, &self.seats);
        }
        match heard {
            Heard::Answer(device) => self.receive(now, device, bytes),
            Heard::AnswerBeforeSent(device) => {
                let said = self.seats[device].sent(now);
                self.take(now, device, said);
                self.receive(now, device, bytes);
            }
            // Alone on its cable, a device may speak whenever it likes: nobody else can be meant.
            Heard::Stray if self.seats.len() == 1 => self.receive(now, 0, bytes),
            Heard::Stray => {}
        }
    }

    /// Broken characters count against whoever was to speak: the device that was asked, or the only one.
    fn broken(&mut self, now: Instant, characters: usize) {
        let asked = self.floor.holder().filter(|_| self.floor.is_engaged());
        let alone = Some(0).filter(|_| self.seats.len() == 1);
        if let Some(device) = asked.or(alone) {
            let said = self.seats[device].broken_characters(now, characters);
            self.take(now, device, said);
        }
    }

    fn receive(&mut self, now: Instant, device: usize, bytes: &[u8]) {
        if self.seats[device].is_attached() && !bytes.is_empty() {
            self.heard = true;
            let said = self.seats[device].receive(now, bytes);
            self.take(now, device, said);
        }
    }

    fn command(&mut self, now: Instant, device: usize, command: &port::Command) {
        let Some(seat) = self.seats.get_mut(device) else { return };
        let said = seat.command(now, command);
        self.take(now, device, said);
    }

    fn hold(&mut self, now: Instant, device: usize, held: bool) {
        let Some(seat) = self.seats.get_mut(device) else { return };
        if held {
            let said = seat.hold(now);
            self.end_turn_of(now, device);
            self.report(device, said.events);
        } else {
            seat.release(now);
        }
    }

    /// Does everything that time and a free wire allow.
    fn settle(&mut self, now: Instant) {
        match self.port {
            Port::Closed { look_at } if look_at <= now && !self.seats.is_empty() => {
                self.port = Port::Opening;
                self.out.push(Output::Open);
            }
            Port::Closed { .. } | Port::Opening => {}
            Port::Open => self.take_turns(now),
        }
    }

    fn take_turns(&mut self, now: Instant) {
        for device in 0..self.seats.len() {
            let said = self.seats[device].look_after(now);
            self.take(now, device, said);
        }
        loop {
            if let Some(step) = self.floor.step(now) {
                self.follow(now, step);
            } else if let Some(device) = self.floor.next(now, self.wishes()) {
                self.offer(now, device);
            } else {
                return;
            }
        }
    }

    fn follow(&mut self, now: Instant, step: Step) {
        match step {
            Step::Send(bytes) => {
                self.heard = false;
                if let (Some(tap), Some(device)) = (&mut self.tap, self.floor.holder()) {
                    tap.sent(now, device, &bytes, &self.seats);
                }
                self.out.push(Output::Write(bytes));
            }
            Step::Sent(device) => {
                let said = self.seats[device].sent(now);
                self.take(now, device, said);
            }
            Step::Over(device) => {
                self.counts[device].exchanges += 1;
                let said = self.seats[device].over(now);
                self.take(now, device, said);
            }
            Step::Unanswered(device) => {
                if let Some(tap) = &mut self.tap {
                    tap.unanswered(now, device, &self.seats);
                }
                let counts = &mut self.counts[device];
                *(if self.heard { &mut counts.garbled } else { &mut counts.unanswered }) += 1;
                let said = self.seats[device].unanswered(now);
                self.take(now, device, said);
            }
            Step::Stalled => {
                self.out.push(Output::Close);
                self.closed(now, Fault::Stalled);
            }
        }
    }

    fn offer(&mut self, now: Instant, device: usize) {
        let (turn, said) = self.seats[device].turn(now);
        match turn {
            Some(turn) => self.floor.grant(now, device, turn),
            None => self.floor.passed(now, device),
        }
        self.report(device, said.events);
    }

    fn take(&mut self, now: Instant, device: usize, said: Said) {
        self.report(device, said.events);
        // A turn that still waits for silence cannot have been answered.
        if said.done && self.floor.is_engaged() && self.floor.holder() == Some(device) {
            self.counts[device].exchanges += 1;
        }
        if said.lost || (said.done && self.floor.is_engaged()) {
            self.end_turn_of(now, device);
        }
    }

    fn end_turn_of(&mut self, now: Instant, device: usize) {
        if self.floor.holder() == Some(device) {
            self.floor.end(now);
        }
    }

    fn report(&mut self, device: usize, events: Vec<port::Event>) {
        self.out.extend(events.into_iter().map(|event| Output::Event { device, event }));
    }

    fn tell_health(&mut self) {
        let online = self.seats.iter().filter(|seat| seat.is_online()).count();
        for seat in &mut self.seats {
            seat.see_neighbours(online > usize::from(seat.is_online()));
        }
        for (device, seat) in self.seats.iter_mut().enumerate() {
            if let Some(health) = seat.changed_health() {
                self.out.push(Output::Health { device, health });
            }
        }
    }

    /// The devices that want the wire, and since when.
    fn wishes(&self) -> impl Iterator<Item = (usize, Instant)> {
        self.seats.iter().enumerate().filter_map(|(device, seat)| seat.due().map(|due| (device, due)))
    }
}
