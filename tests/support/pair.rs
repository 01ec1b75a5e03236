//! A full RS-485 pair in memory: real drivers under a bus, simulated devices, wires paced to 9600 baud.

use std::collections::VecDeque;
use std::time::Duration;

use hal::cable::line::Line;
use hal::cable::memory::Wire;
use hal::cable::tap::{Mischief, Odds};
use hal::drivers::{AnyDriver, build};
use hal::sim::Device;
use hal::sim::keypad::Keypad;
use hal::sim::pad::Pad;
use hal::time::Instant;
use jiaohao::runtime::bus::{Bus, Input, Output};

/// The line of the pair.
pub const LINE: Line = Line::plain(9600);
/// Keypads on the pair, at the addresses from 1; the pads follow.
pub const KEYPADS: u8 = 10;
/// Pads on the pair.
pub const PADS: u8 = 10;

/// What a pair suffers from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ills {
    /// Chooses what happens by chance.
    pub seed: u64,
    /// What becomes of answers. One that is late comes amid what others say.
    pub odds: Odds,
    /// The longest time that the adapter keeps what it heard, at least one millisecond; zero for none.
    pub adapter: Duration,
    /// The place of a device that hears nothing and says nothing.
    pub dead: Option<usize>,
    /// How often somebody says twelve bytes that nobody asked for.
    pub babbles_every: Option<Duration>,
}

/// What somebody says whom nobody asked: the beginning of an answer of keypad 3, and more.
const BABBLE: [u8; 12] = [3, 4, 10, 0x4B, 1, 0, 9, 0x55, 0xFF, 0, 0xAA, 3];

/// The pair, its devices, and what has passed.
pub struct Pair {
    bus: Bus<AnyDriver>,
    to_devices: Wire,
    to_hall: Wire,
    mischief: Mischief,
    ills: Ills,
    /// Answers that are not on the wire yet, with their moments.
    held_back: Vec<(Instant, Vec<u8>)>,
    /// How long the adapter keeps each piece.
    adapter: Mischief,
    /// What the adapter has heard and not handed over yet.
    heard: VecDeque<(Instant, Vec<u8>)>,
    babbles_at: Option<Instant>,
    /// The keypads, by address less one.
    pub keypads: Vec<Keypad>,
    /// The pads, in the places after the keypads.
    pub pads: Vec<Pad>,
    now: Instant,
    /// What the bus reported and when: events and health only.
    pub reports: Vec<(Instant, Output)>,
    /// How many turns were sent.
    pub turns: usize,
}

impl Pair {
    /// A pair that was plugged in at the beginning of time.
    pub fn new() -> Self {
        Self::disturbed(0, Odds::default())
    }

    /// A pair on whose way back somebody makes mischief.
    pub fn disturbed(seed: u64, odds: Odds) -> Self {
        Self::with(KEYPADS, PADS, Ills { seed, odds, ..Ills::default() })
    }

    /// So many keypads and pads on one pair.
    pub fn with(keypads: u8, pads: u8, ills: Ills) -> Self {
        let names = (1..=keypads).map(|address| ("modbus-keypad", address));
        let names = names.chain((1..=pads).map(|address| ("modbus-pad", keypads + address)));
        let drivers = names
            .map(|(name, address)| build(name, &toml::Table::new(), Some(u16::from(address))).unwrap())
            .collect();
        let mut pair = Self {
            bus: Bus::new(Instant::default(), LINE, false, drivers),
            to_devices: Wire::new(LINE, usize::MAX),
            to_hall: Wire::new(LINE, usize::MAX),
            mischief: Mischief::new(ills.seed, ills.odds),
            held_back: Vec::new(),
            adapter: Mischief::new(ills.seed, kept(ills.adapter)),
            heard: VecDeque::new(),
            babbles_at: ills.babbles_every.map(|every| Instant::default() + every),
            ills,
            keypads: (1..=keypads).map(Keypad::latching).collect(),
            pads: (1..=pads).map(|address| Pad::latching(keypads + address)).collect(),
            now: Instant::default(),
            reports: Vec::new(),
            turns: 0,
        };
        pair.feed(Input::Wake);
        pair.feed(Input::Opened);
        pair
    }

    /// Lets time pass to `until`.
    pub fn run(&mut self, until: Instant) {
        while let Some(next) = self.due().filter(|&next| next <= until) {
            self.now = self.now.max(next);
            self.happen();
        }
        self.now = until;
    }

    /// Tells a device something.
    pub fn command(&mut self, device: usize, command: &hal::port::Command) {
        self.feed(Input::Command { device, command });
    }

    fn due(&self) -> Option<Instant> {
        let devices =
            self.keypads.iter().filter_map(Device::due).chain(self.pads.iter().filter_map(Device::due));
        let held_back = self.held_back.iter().map(|(at, _)| *at);
        let heard = self.heard.front().map(|(at, _)| *at);
        let others = [self.bus.due(), self.to_devices.due(), self.to_hall.due(), heard, self.babbles_at];
        devices.chain(held_back).chain(others.into_iter().flatten()).min()
    }

    /// Everything that is due at this moment.
    fn happen(&mut self) {
        let now = self.now;
        while let Some(bytes) = self.to_devices.take(now) {
            self.devices().for_each(|device| device.hear(now, &bytes));
        }
        let spoken: Vec<u8> = self.devices().flat_map(|device| device.speak(now)).collect();
        if !spoken.is_empty() {
            let held_back = self.mischief.pass(now, &spoken);
            self.held_back.push(held_back);
        }
        if self.babbles_at.is_some_and(|at| at <= now) {
            self.babbles_at = self.ills.babbles_every.map(|every| now + every);
            self.held_back.push((now, BABBLE.to_vec()));
        }
        for (_, bytes) in self.held_back.extract_if(.., |(at, _)| *at <= now) {
            self.to_hall.send(now, &bytes);
        }
        while let Some(bytes) = self.to_hall.take(now) {
            self.devices().for_each(|device| device.hear(now, &bytes));
            let (at, bytes) = self.adapter.pass(now, &bytes);
            let least = self.ills.adapter.min(Duration::from_millis(1));
            let after_the_last = self.heard.back().map_or(now, |(at, _)| *at);
            self.heard.push_back(((at + least).max(after_the_last), bytes));
        }
        while let Some((_, bytes)) = self.heard.pop_front_if(|(at, _)| *at <= now) {
            self.feed(Input::Bytes(&bytes));
        }
        if self.bus.due().is_some_and(|due| due <= now) {
            self.feed(Input::Wake);
        }
    }

    fn feed(&mut self, input: Input<'_>) {
        let mut accepted = false;
        for output in self.bus.step(self.now, input) {
            match output {
                Output::Write(bytes) => {
                    self.turns += 1;
                    self.to_devices.send(self.now, &bytes);
                    accepted = true;
                }
                Output::Event { .. } | Output::Health { .. } => self.reports.push((self.now, output)),
                Output::Open | Output::Close => {}
            }
        }
        if accepted {
            self.feed(Input::Accepted);
        }
    }

    fn devices(&mut self) -> impl Iterator<Item = &mut dyn Device> {
        let dead = self.ills.dead;
        let keypads = self.keypads.iter_mut().map(|keypad| -> &mut dyn Device { keypad });
        let all = keypads.chain(self.pads.iter_mut().map(|pad| -> &mut dyn Device { pad }));
        all.enumerate().filter(move |(place, _)| Some(*place) != dead).map(|(_, device)| device)
    }
}

/// Keeps every piece, for a time up to a millisecond less than this.
fn kept(longest: Duration) -> Odds {
    let delay = if longest.is_zero() { 0 } else { 1000 };
    Odds { delay, longest_delay: longest.saturating_sub(Duration::from_millis(1)), ..Odds::default() }
}
