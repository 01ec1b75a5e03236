//! What a typed PIN costs the engine, and whom.

use std::path::Path;
use std::time::Duration;

use hal::port::keypad::Key;
use hal::port::{self, keypad};
use jiaohao::cli::wiring;
use jiaohao::domain::id::{BootId, StaffId};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::request::Refusal;
use jiaohao::layout::DeviceName;
use jiaohao::runtime::engine::{Engine, Input, Kept, Output, PinCheck, Secrets};

/// 2026-11-23 09:10 in the hall: a Monday, and open.
const MORNING_UTC_MS: i64 = 1_795_396_200_000;

/// Tries that are free before a clerk is locked out.
const FREE: usize = 5;

/// An engine on the shipped hall, whose journal takes everything.
struct Hall {
    engine: Engine,
    now: Duration,
}

impl Hall {
    fn open() -> Self {
        let config = wiring::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml")).unwrap();
        let now = Duration::ZERO;
        let kept = Kept { latest: None, today: Vec::new() };
        let engine =
            Engine::new(moment(now), kept, wiring::adoption(config, None), Secrets::fixed(1)).unwrap();
        let mut hall = Self { engine, now };
        hall.step(Input::Tick);
        assert!(hall.engine.view().day.is_some(), "the day is open");
        hall
    }

    /// Lets the engine think until it has nothing more to store; what it wants besides.
    fn step(&mut self, input: Input) -> Vec<Output> {
        self.now += Duration::from_millis(100);
        let mut inputs = vec![input];
        let mut wanted = Vec::new();
        while !inputs.is_empty() {
            for output in self.engine.step(moment(self.now), inputs.drain(..)) {
                if matches!(output, Output::Commit(_)) {
                    inputs.push(Input::Stored);
                } else {
                    wanted.push(output);
                }
            }
        }
        wanted
    }

    /// Clerk 101 types a PIN at window 1; what there is to hash, and what the digits show then.
    fn type_pin(&mut self) -> (Option<PinCheck>, Vec<String>) {
        let digits = |text: &str| -> Vec<Key> {
            text.bytes().map(|digit| Key::Digit(digit - b'0')).chain([Key::Enter]).collect()
        };
        let keys = [vec![Key::LogIn], digits("101"), digits("2580")].concat();
        let mut outputs = Vec::new();
        for key in keys {
            let event = port::Event::Keypad(keypad::Event::Pressed(key));
            outputs = self.step(Input::Heard { device: DeviceName::from("keypad-1"), event });
        }
        let shown = outputs.iter().filter_map(shown).collect();
        let check = outputs.into_iter().find_map(|output| {
            let Output::CheckPin(check) = output else { return None };
            Some(check)
        });
        (check, shown)
    }

    fn type_wrong_pins(&mut self, tries: usize) {
        for _ in 0..tries {
            let check = self.type_pin().0.unwrap();
            self.step(Input::PinChecked { check, right: false });
        }
    }

    fn locked_until(&self) -> Option<HallTime> {
        self.engine.registrar().office().locked_until(StaffId(101))
    }
}

fn moment(now: Duration) -> Moment {
    let wall = Wall { utc_ms: MORNING_UTC_MS + i64::try_from(now.as_millis()).unwrap(), offset_min: 480 };
    Moment { hall: HallTime(u64::try_from(now.as_millis()).unwrap()), wall: Some(wall), boot: BootId(1) }
}

fn shown(output: &Output) -> Option<String> {
    let Output::Tell { device, command: port::Command::Keypad(keypad::Command::Show(text)) } = output else {
        return None;
    };
    (device.as_str() == "keypad-1").then(|| text.clone())
}

#[test]
fn a_pin_is_hashed_as_long_as_tries_are_free() {
    let mut hall = Hall::open();

    hall.type_wrong_pins(FREE);

    assert!(hall.locked_until().is_some());
}

#[test]
fn h11_whoever_is_locked_out_costs_no_hashing_and_is_told_so() {
    let mut hall = Hall::open();
    hall.type_wrong_pins(FREE);
    let until = hall.locked_until();

    let (check, shown) = hall.type_pin();

    assert_eq!(check, None);
    assert_eq!(hall.locked_until(), until, "a PIN that is not looked at cannot be wrong");
    assert!(shown.iter().any(|text| text == Refusal::LockedOut.digits()), "{shown:?}");
}

#[test]
fn once_the_wait_is_over_a_pin_is_looked_at_again() {
    let mut hall = Hall::open();
    hall.type_wrong_pins(FREE);
    hall.now = Duration::from_millis(hall.locked_until().unwrap().0);

    assert!(hall.type_pin().0.is_some());
}
