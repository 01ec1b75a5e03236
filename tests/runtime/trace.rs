//! What a trace holds of keypads and card readers: whoever reads it learns nothing of a PIN or a card.

use std::collections::VecDeque;
use std::time::Duration;

use hal::cable::line::Line;
use hal::cable::tap::{Mischief, Odds};
use hal::driver::Piece;
use hal::drivers::trace;
use hal::drivers::{AnyDriver, build};
use hal::port;
use hal::sim::Device;
use hal::sim::card_reader::{Card, CardReader};
use hal::sim::frame_keys::FrameKeys;
use hal::sim::keypad::Keypad;
use hal::time::Instant;
use jiaohao::runtime::bus::{Bus, Input, Output};
use jiaohao::runtime::tap::Passed;

/// Enough of everything that goes wrong on a pair; answers come up to three limits late.
const BAD: Odds =
    Odds { drop: 4, flip: 4, double: 4, stray: 4, delay: 60, longest_delay: Duration::from_millis(250) };

/// A keypad that tells a key once, asked on a shared pair: address, key and an exclusive-or.
const ASKED: &str = "frames = { says = 'AA address 81 key check', ask = 'AA address 01 check', \
    confirms = 'AA address 82 check' }\nshow = 'AA address 02 digits check'\n\
    keys = { '0' = 10, '1' = 1, '2' = 2, '3' = 3, '5' = 5, '7' = 7, '8' = 8, '9' = 9, next = 11 }";
/// A keypad that tells a key while it is down, unasked.
const UNASKED: &str = "frames = { says = '7E 05 key check 0D', told = 'while-down', \
    check = { kind = 'sum', from = 1 } }\n\
    keys = { '0' = 10, '1' = 1, '2' = 2, '3' = 3, '5' = 5, '7' = 7, '8' = 8, '9' = 9, next = 11 }";

/// A cable in memory that is looked at every millisecond, with somebody writing down what passes.
struct Cable<D> {
    bus: Bus<AnyDriver>,
    devices: Vec<D>,
    mischief: Mischief,
    on_its_way: VecDeque<(Instant, Vec<u8>)>,
    now: Instant,
    passed: Vec<Passed>,
    events: Vec<port::Event>,
}

impl<D: Device> Cable<D> {
    fn new(drivers: Vec<AnyDriver>, devices: Vec<D>, seed: u64, odds: Odds) -> Self {
        let now = Instant::default();
        let mut cable = Self {
            bus: Bus::new(now, Line::plain(115_200), false, drivers),
            devices,
            mischief: Mischief::new(seed, odds),
            on_its_way: VecDeque::new(),
            now,
            passed: Vec::new(),
            events: Vec::new(),
        };
        cable.bus.tap(now, true);
        cable.feed(Input::Wake);
        cable.feed(Input::Opened);
        cable
    }

    fn run(&mut self, millis: u64) {
        for _ in 0..millis {
            self.now += Duration::from_millis(1);
            for device in 0..self.devices.len() {
                let said = self.devices[device].speak(self.now);
                if !said.is_empty() {
                    self.on_its_way.push_back(self.mischief.pass(self.now, &said));
                }
            }
            let (come, later): (Vec<_>, Vec<_>) =
                self.on_its_way.drain(..).partition(|(at, _)| *at <= self.now);
            self.on_its_way.extend(later);
            // Byte by byte: no chunk is a whole frame.
            come.iter().flat_map(|(_, bytes)| bytes.chunks(1)).for_each(|byte| self.feed(Input::Bytes(byte)));
            if self.bus.due().is_some_and(|due| due <= self.now) {
                self.feed(Input::Wake);
            }
        }
    }

    fn feed(&mut self, input: Input<'_>) {
        for output in self.bus.step(self.now, input) {
            match output {
                Output::Write(bytes) => {
                    self.devices.iter_mut().for_each(|device| device.hear(self.now, &bytes));
                    self.feed(Input::Accepted);
                }
                Output::Event { event, .. } => self.events.push(event),
                Output::Open => self.feed(Input::Opened),
                Output::Close | Output::Health { .. } => {}
            }
        }
        self.passed.extend(self.bus.tapped(false));
    }

    /// The trace as it stands in a file.
    fn text(&mut self) -> String {
        self.passed.extend(self.bus.tapped(true));
        let line = |passed: &Passed, piece: &Piece| trace::Line {
            at: passed.at - Instant::default(),
            way: passed.way,
            piece: piece.clone(),
        };
        let lines =
            self.passed.iter().flat_map(|passed| passed.pieces.iter().map(move |piece| line(passed, piece)));
        lines.map(|line| format!("{line}\n")).collect()
    }
}

fn driver(name: &str, settings: &str, address: Option<u16>) -> AnyDriver {
    build(name, &settings.parse().unwrap(), address).unwrap()
}

fn digits(cable: &[port::Event]) -> usize {
    let digit = |event: &&port::Event| {
        matches!(event, port::Event::Keypad(port::keypad::Event::Pressed(port::keypad::Key::Digit(_))))
    };
    cable.iter().filter(digit).count()
}

/// The trace while somebody types this on the first of two latching keypads that share their pair with a pad.
fn typed_on_modbus(pin: [u8; 4], seed: u64, odds: Odds) -> (String, usize) {
    let drivers = vec![
        driver("modbus-keypad", "", Some(1)),
        driver("modbus-keypad", "", Some(2)),
        // In the housing of the first keypad, at its address.
        driver("modbus-pad", "", Some(1)),
    ];
    let mut cable = Cable::new(drivers, vec![Keypad::latching(1), Keypad::latching(2)], seed, odds);
    cable.run(4_000);
    for code in pin.into_iter().chain([16]) {
        cable.devices[0].press(code);
        cable.run(180);
    }
    cable.run(2_000);
    (cable.text(), digits(&cable.events))
}

fn typed_on_frames(asked: bool, pin: [u8; 4], seed: u64, odds: Odds) -> (String, usize) {
    let (drivers, keypad) = if asked {
        (vec![driver("frame-keypad", ASKED, Some(5))], FrameKeys::asked(5))
    } else {
        (vec![driver("frame-keypad", UNASKED, None)], FrameKeys::unasked())
    };
    let mut cable = Cable::new(drivers, vec![keypad], seed, odds);
    cable.run(3_000);
    for code in pin {
        cable.devices[0].hold(code);
        cable.run(150);
        cable.devices[0].release();
        cable.run(600);
    }
    (cable.text(), digits(&cable.events))
}

#[test]
fn a_trace_is_the_same_to_the_byte_whatever_the_pin_on_every_keypad_and_on_bad_cables() {
    for seed in 0..12 {
        for odds in [Odds::default(), BAD] {
            let all: [&dyn Fn([u8; 4]) -> (String, usize); 3] = [
                &|pin| typed_on_modbus(pin, seed, odds),
                &|pin| typed_on_frames(true, pin, seed, odds),
                &|pin| typed_on_frames(false, pin, seed, odds),
            ];
            for (kind, typed) in all.iter().enumerate() {
                let ((one, digits), (other, _)) = (typed([2, 5, 8, 10]), typed([9, 1, 7, 3]));

                assert!(odds != Odds::default() || digits == 4, "keypad {kind}: {digits} digits arrived");
                assert!(one == other, "seed {seed}, keypad {kind}: the traces differ");
                assert!(one.lines().count() > 6, "and there is a trace");
            }
        }
    }
}

#[test]
fn other_keys_and_all_that_is_no_secret_stand_in_a_trace() {
    let mut cable =
        Cable::new(vec![driver("modbus-keypad", "", Some(1))], vec![Keypad::latching(1)], 1, Odds::default());
    cable.run(3_000);
    cable.devices[0].press(11);
    cable.run(300);

    let text = cable.text();

    assert!(text.contains("> ") || text.contains(">0."), "{text}");
    assert!(text.lines().any(|line| line.starts_with('<') && line.contains(" 4b ") && line.contains(" 0b ")));
    assert!(!text.contains("hidden"), "nothing had to be: {text}");
}

#[test]
fn no_byte_of_a_card_is_in_a_trace() {
    let mut cable =
        Cable::new(vec![driver("sam-card", "", None)], vec![CardReader::new()], 1, Odds::default());
    cable.run(200);
    let read = port::Command::CardReader(port::card_reader::Command::Read);
    cable.feed(Input::Command { device: 0, command: &read });
    cable.devices[0].lay(Card::Resident("11010519491231002X".to_owned()));
    cable.run(6_000);

    let text = cable.text();

    assert!(cable.events.iter().any(|event| matches!(event, port::Event::CardReader(_))), "it was read");
    assert!(text.lines().all(|line| line.starts_with("# ") && line.ends_with(" bytes hidden")), "{text}");
}
