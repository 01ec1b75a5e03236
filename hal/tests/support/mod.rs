//! A cable in memory: a driver at one end, simulated devices at the other, time as numbers.
//!
//! It plays the part of the runtime for one driver: it asks for turns when they are due, paces bytes to the
//! wire, ends turns by answer or by limit and hands over what the devices say.

#![allow(dead_code, reason = "each test program uses its own part of the harness")]

pub mod printing;

use std::collections::VecDeque;
use std::time::Duration;

use hal::driver::{Answer, Driver, Fault, Outbox, Port, Turn};
use hal::sim::Device;
use hal::time::Instant;

/// One driver on one cable, with its devices.
pub struct Bench<P: Port, D: Driver<P>> {
    /// The driver under test.
    pub driver: D,
    /// What it told, with the moment, in order.
    pub told: Vec<(Instant, P::Event)>,
    /// The fault that ended the attachment, if one did.
    pub fault: Option<Fault>,
    /// The bytes of every turn, in order.
    pub turns: Vec<Vec<u8>>,
    /// Bytes reach the other side. A pulled plug loses them both ways.
    pub plugged: bool,
    /// The moment it is.
    pub now: Instant,
    baud: u64,
    /// The limit of the turn under way.
    limit: Option<Instant>,
    /// What is on the wire.
    leaving: Option<(Paced, Turn)>,
}

/// Handfuls of bytes, each with the moment when its last one arrives.
type Paced = VecDeque<(Instant, Vec<u8>)>;

/// Bytes that arrive together.
const HANDFUL: usize = 64;
/// Steps of time. A device's own moments are met within it.
const STEP: Duration = Duration::from_millis(1);

impl<P: Port, D: Driver<P>> Bench<P, D> {
    /// The driver is attached at time zero, to a line of this speed.
    pub fn new(driver: D, baud: u64) -> Self {
        let mut bench = Self {
            driver,
            told: Vec::new(),
            fault: None,
            turns: Vec::new(),
            plugged: true,
            now: Instant::from_millis(0),
            baud,
            limit: None,
            leaving: None,
        };
        bench.attach();
        bench
    }

    /// The cable comes up, for the first time or again.
    pub fn attach(&mut self) {
        self.fault = None;
        self.limit = None;
        self.leaving = None;
        self.call(|driver, now, out| driver.attach(now, out));
    }

    /// The hall wants something.
    pub fn command(&mut self, command: &P::Command) {
        self.call(|driver, now, out| driver.command(now, command, out));
    }

    /// Bytes reach the driver that no device of ours said.
    pub fn stray(&mut self, bytes: &[u8]) {
        self.call(|driver, now, out| driver.receive(now, bytes, out));
    }

    /// Lets this much time pass, with these devices at the far end.
    pub fn run(&mut self, span: Duration, devices: &mut [&mut dyn Device]) {
        let end = self.now + span;
        while self.now < end {
            self.now += STEP;
            self.step(devices);
        }
    }

    /// Lets time pass until the driver has told `event`, for at most `span`.
    ///
    /// # Panics
    ///
    /// When it is not told in that time.
    pub fn run_until(&mut self, event: &P::Event, span: Duration, devices: &mut [&mut dyn Device])
    where
        P::Event: PartialEq + std::fmt::Debug,
    {
        let (end, seen) = (self.now + span, self.told.len());
        while !self.told[seen..].iter().any(|(_, told)| told == event) {
            assert!(self.now < end, "{event:?} was not told; told: {:?}", &self.told[seen..]);
            self.now += STEP;
            self.step(devices);
        }
    }

    /// What was told, without the moments.
    pub fn events(&self) -> Vec<&P::Event> {
        self.told.iter().map(|(_, event)| event).collect()
    }

    fn step(&mut self, devices: &mut [&mut dyn Device]) {
        if self.fault.is_none() {
            self.drive(devices);
        }
        for device in devices {
            if device.due().is_some_and(|due| due <= self.now) {
                let bytes = device.speak(self.now);
                if self.plugged && self.fault.is_none() && !bytes.is_empty() {
                    self.call(|driver, now, out| driver.receive(now, &bytes, out));
                }
            }
        }
    }

    fn drive(&mut self, devices: &mut [&mut dyn Device]) {
        if let Some((mut pieces, turn)) = self.leaving.take() {
            let mut left = self.now;
            while let Some((arrives, piece)) = pieces.pop_front() {
                if self.now < arrives {
                    pieces.push_front((arrives, piece));
                    self.leaving = Some((pieces, turn));
                    return;
                }
                left = arrives;
                if self.plugged {
                    devices.iter_mut().for_each(|device| device.hear(self.now, &piece));
                }
            }
            self.turns.push(turn.bytes);
            self.limit = match turn.answer {
                Answer::None => None,
                Answer::Within(limit) => Some(left + limit),
            };
            self.call(|driver, now, out| driver.sent(now, out));
        }
        if let Some(limit) = self.limit {
            if self.now < limit {
                return;
            }
            self.limit = None;
            self.call(|driver, now, out| driver.unanswered(now, out));
        }
        if self.fault.is_none() && self.driver.due().is_some_and(|due| due <= self.now) {
            let mut turn = None;
            self.call(|driver, now, out| turn = driver.turn(now, out));
            if let Some(turn) = turn {
                self.leaving = Some((self.paced(&turn), turn));
            }
        }
    }

    /// The bytes of a turn as they arrive.
    fn paced(&self, turn: &Turn) -> Paced {
        let mut arrives = self.now;
        let mut paced = VecDeque::new();
        for (quiet, piece) in turn.pieces() {
            let begins = arrives + quiet;
            for (number, handful) in piece.chunks(HANDFUL).enumerate() {
                let bits = 10 * (number * HANDFUL + handful.len()) as u64;
                arrives = begins + Duration::from_millis(bits * 1000 / self.baud);
                paced.push_back((arrives, handful.to_vec()));
            }
        }
        paced
    }

    fn call(&mut self, call: impl FnOnce(&mut D, Instant, &mut Outbox<P>)) {
        let mut out = Outbox::default();
        call(&mut self.driver, self.now, &mut out);
        self.told.extend(out.events.into_iter().map(|event| (self.now, event)));
        if out.done {
            self.limit = None;
        }
        self.fault = out.fault.or(self.fault);
    }
}
