//! Wrong line settings (E06): a device whose characters arrive broken, on a wire that samples them bit by bit.

use hal::cable::line::{Line, Parity};
use hal::cable::mismatch::{collided, received};
use hal::driver::Fault;
use hal::drivers::{AnyDriver, build};
use hal::sim::Device;
use hal::sim::frame_keys::FrameKeys;
use hal::sim::keypad::Keypad;
use hal::time::Instant;
use jiaohao::runtime::bus::{Bus, Input, Output};
use jiaohao::runtime::supervisor::Health;

/// By how many quarters of a bit the second of two that answer at once is later: a third of a millisecond.
const LATER: usize = 13;

const OURS: Line = Line::plain(9600);

/// A pair of simulated devices, each with the settings it sends with; they understand whatever they hear, as
/// many a cheap UART ignores the parity of what it receives.
struct Pair {
    bus: Bus<AnyDriver>,
    devices: Vec<(Box<dyn Device>, Line)>,
    now: Instant,
    health: Vec<Option<Health>>,
    /// What is said in one millisecond is said at once.
    collide: bool,
}

impl Pair {
    fn new(drivers: Vec<AnyDriver>, devices: Vec<(Box<dyn Device>, Line)>) -> Self {
        let now = Instant::from_millis(10_000);
        let health = vec![None; drivers.len()];
        let mut pair =
            Self { bus: Bus::new(now, OURS, false, drivers), devices, now, health, collide: false };
        pair.feed(Input::Wake);
        pair.feed(Input::Opened);
        pair
    }

    fn feed(&mut self, input: Input<'_>) {
        let outputs = self.bus.step(self.now, input);
        for output in outputs {
            match output {
                Output::Write(bytes) => {
                    self.devices.iter_mut().for_each(|(device, _)| device.hear(self.now, &bytes));
                    self.feed(Input::Accepted);
                }
                Output::Health { device, health } => self.health[device] = Some(health),
                Output::Open | Output::Close | Output::Event { .. } => {}
            }
        }
    }

    /// What a port hands over: the number of broken characters and the others.
    fn hand_over(&mut self, arrived: &[Option<u8>]) {
        let whole: Vec<u8> = arrived.iter().copied().flatten().collect();
        if whole.len() < arrived.len() {
            self.feed(Input::LineErrors(arrived.len() - whole.len()));
        }
        if !whole.is_empty() {
            self.feed(Input::Bytes(&whole));
        }
    }

    /// Lets time pass, a millisecond at a time.
    fn live(&mut self, millis: u64) {
        for _ in 0..millis {
            self.now = Instant::from_millis(self.now.millis() + 1);
            let mut said = Vec::new();
            for (device, line) in &mut self.devices {
                if device.due().is_some_and(|due| due <= self.now) {
                    said.push((device.speak(self.now), *line));
                }
            }
            match said.as_slice() {
                [(first, line), (second, _)] if self.collide => {
                    self.hand_over(&collided(first, second, LATER, *line));
                }
                each => {
                    let arrived: Vec<_> =
                        each.iter().map(|(bytes, line)| received(bytes, *line, OURS)).collect();
                    arrived.iter().for_each(|arrived| self.hand_over(arrived));
                }
            }
            if self.bus.due().is_some_and(|due| due <= self.now) {
                self.feed(Input::Wake);
            }
        }
    }

    fn fault(&self, device: usize) -> Option<Fault> {
        match self.health[device]? {
            Health::Offline { fault, .. } => Some(fault),
            Health::Online { .. } | Health::Held => None,
        }
    }

    fn is_online(&self, device: usize) -> bool {
        self.health[device].is_some_and(Health::is_online)
    }
}

fn keypad(address: u16) -> AnyDriver {
    build("modbus-keypad", &toml::Table::new(), Some(address)).unwrap()
}

fn boxed(address: u8, line: Line) -> (Box<dyn Device>, Line) {
    (Box::new(Keypad::latching(address)), line)
}

/// A keypad alone on its cable that speaks unasked.
fn unasked() -> AnyDriver {
    let settings = "keys = { next = 11 }\n\
        frames = { says = '7E 05 key check 0D', told = 'while-down', check = { kind = 'sum', from = 1 } }";
    build("frame-keypad", &settings.parse().unwrap(), None).unwrap()
}

#[test]
fn e06_a_device_with_another_parity_is_told_from_a_cable_with_wrong_settings_by_its_well_neighbour() {
    let even = Line { parity: Parity::Even, ..OURS };
    let mut pair = Pair::new(vec![keypad(1), keypad(2)], vec![boxed(1, OURS), boxed(2, even)]);

    pair.live(5000);
    assert_eq!((pair.is_online(0), pair.fault(1)), (true, Some(Fault::Clash)), "the cable's own are right");

    pair.devices[1].1 = OURS;
    pair.live(60_000);
    assert!(pair.is_online(1), "good again when its characters are: {:?}", pair.health[1]);
}

#[test]
fn e06_a_cable_on_which_nobody_is_understood_has_wrong_line_settings() {
    let even = Line { parity: Parity::Even, ..OURS };
    let mut pair = Pair::new(vec![keypad(1), keypad(2)], vec![boxed(1, even), boxed(2, even)]);
    pair.live(5000);
    assert_eq!([pair.fault(0), pair.fault(1)], [Some(Fault::LineSettings); 2]);
}

#[test]
fn e08_two_devices_at_one_address_are_named_as_a_clash_and_their_neighbour_is_well() {
    let mut pressed = Keypad::latching(2);
    pressed.press(7);
    let twins = vec![boxed(1, OURS), boxed(2, OURS), (Box::new(pressed) as Box<dyn Device>, OURS)];
    let mut pair = Pair::new(vec![keypad(1), keypad(2)], twins);
    pair.collide = true;

    pair.live(5000);
    assert_eq!((pair.is_online(0), pair.fault(1)), (true, Some(Fault::Clash)));

    pair.devices.pop();
    pair.live(60_000);
    assert!(pair.is_online(1), "good when one of them has another address: {:?}", pair.health[1]);
}

#[test]
fn e06_a_device_that_stays_wrong_stays_named_so_at_every_attempt() {
    let even = Line { parity: Parity::Even, ..OURS };
    let mut pair = Pair::new(vec![keypad(1)], vec![boxed(1, even)]);
    pair.live(3000);
    for _ in 0..300 {
        pair.live(1000);
        assert_eq!(pair.fault(0), Some(Fault::LineSettings));
    }
}

#[test]
fn e06_a_device_that_is_switched_off_is_silent_and_not_wrongly_set() {
    let mut pair = Pair::new(vec![keypad(1), keypad(2)], vec![boxed(1, OURS)]);
    pair.live(10_000);
    assert_eq!((pair.is_online(0), pair.fault(1)), (true, Some(Fault::Silent)));
}

#[test]
fn e06_a_keypad_that_speaks_unasked_at_another_speed_is_found_out_by_its_presses() {
    let mut keys = FrameKeys::unasked();
    keys.hold(11);
    let mut pair = Pair::new(vec![unasked()], vec![(Box::new(keys), Line::plain(4800))]);
    pair.live(10_000);
    assert_eq!(pair.fault(0), Some(Fault::LineSettings));
}

#[test]
fn e14_single_broken_bytes_of_noise_never_say_it() {
    let mut pair = Pair::new(vec![keypad(1)], vec![boxed(1, OURS)]);
    pair.live(1000);
    for _ in 0..600 {
        pair.hand_over(&[None]);
        pair.live(997);
        assert!(pair.is_online(0));
    }
}

#[test]
fn e14_bursts_of_noise_between_good_answers_never_say_it() {
    let mut pair = Pair::new(vec![keypad(1)], vec![boxed(1, OURS)]);
    pair.live(1000);
    for _ in 0..200 {
        pair.hand_over(&[None; 5]);
        pair.live(1000);
        assert!(pair.is_online(0), "{:?}", pair.health[0]);
    }
}

#[test]
fn e14_a_device_that_is_pulled_amid_single_broken_bytes_is_silent() {
    let mut pair = Pair::new(vec![keypad(1)], vec![boxed(1, OURS)]);
    pair.live(1000);
    pair.devices.clear();
    for _ in 0..120 {
        pair.live(997);
        pair.hand_over(&[None]);
    }
    assert_eq!(pair.fault(0), Some(Fault::Silent));
}
