//! A full RS-485 pair in memory: real drivers under a bus, simulated devices, wires paced to 9600 baud.

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

/// The pair, its devices, and what has passed.
pub struct Pair {
    bus: Bus<AnyDriver>,
    to_devices: Wire,
    to_hall: Wire,
    mischief: Mischief,
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
        let names = (1..=KEYPADS).map(|address| ("modbus-keypad", address));
        let names = names.chain((1..=PADS).map(|address| ("modbus-pad", KEYPADS + address)));
        let drivers = names
            .map(|(name, address)| build(name, &toml::Table::new(), Some(u16::from(address))).unwrap())
            .collect();
        let mut pair = Self {
            bus: Bus::new(Instant::default(), LINE, false, drivers),
            to_devices: Wire::new(LINE, usize::MAX),
            to_hall: Wire::new(LINE, usize::MAX),
            mischief: Mischief::new(seed, odds),
            keypads: (1..=KEYPADS).map(Keypad::latching).collect(),
            pads: (1..=PADS).map(|address| Pad::latching(KEYPADS + address)).collect(),
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
        devices.chain([self.bus.due(), self.to_devices.due(), self.to_hall.due()].into_iter().flatten()).min()
    }

    /// Everything that is due at this moment.
    fn happen(&mut self) {
        let now = self.now;
        while let Some(bytes) = self.to_devices.take(now) {
            self.devices().for_each(|device| device.hear(now, &bytes));
        }
        let spoken: Vec<u8> = self.devices().flat_map(|device| device.speak(now)).collect();
        if !spoken.is_empty() {
            let (at, bytes) = self.mischief.pass(now, &spoken);
            self.to_hall.send(at, &bytes);
        }
        while let Some(bytes) = self.to_hall.take(now) {
            self.devices().for_each(|device| device.hear(now, &bytes));
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
        let keypads = self.keypads.iter_mut().map(|keypad| -> &mut dyn Device { keypad });
        keypads.chain(self.pads.iter_mut().map(|pad| -> &mut dyn Device { pad }))
    }
}
