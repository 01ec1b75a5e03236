//! Soft keypads: the same keys and digits as at the window, and one visitor for two presses.

use std::path::Path;

use hal::port;
use hal::port::keypad::{self, Key};
use jiaohao::cli::wiring;
use jiaohao::config;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{BootId, RequestNumber, ServiceId, StaffId, TicketId, WindowId};
use jiaohao::domain::manual::ManualEvent;
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::record::Record;
use jiaohao::domain::request::{Asked, Origin, Refusal, Request};
use jiaohao::runtime::engine::{Engine, Input, Kept, Output, Secrets};
use jiaohao::runtime::registrar::Reply;

const THREE: WindowId = WindowId(3);

/// The shipped hall at ten in the morning, its day open, clerk 103 at window 3, and two who wait.
struct Hall {
    engine: Engine,
    records: Vec<Record>,
    asked: u64,
}

fn at(ms: u64) -> Moment {
    let wall = Wall { utc_ms: 1_795_140_000_000 + ms.cast_signed(), offset_min: 480 };
    Moment { hall: HallTime(ms), wall: Some(wall), boot: BootId(1) }
}

impl Hall {
    fn open() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
        let config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
        let kept = Kept { latest: None, today: Vec::new() };
        let adoption = wiring::adoption(config, None);
        let engine = Engine::new(at(0), kept, adoption, Secrets::fixed(1)).unwrap();
        let mut hall = Self { engine, records: Vec::new(), asked: 0 };
        hall.step(0, vec![Input::Tick]);
        hall.ask(100, Request::LogIn { window: THREE, staff: StaffId(103) });
        for ms in [200, 4_000] {
            hall.ask(ms, Request::Issue { services: vec![ServiceId(11)], green: None, paper: false });
        }
        hall
    }

    /// What is shown to whoever waits for digits.
    fn step(&mut self, ms: u64, inputs: Vec<Input>) -> Vec<String> {
        let (mut inputs, mut digits) = (inputs, Vec::new());
        loop {
            let mut stored = None;
            for output in self.engine.step(at(ms), std::mem::take(&mut inputs)) {
                if let Output::Commit(records) = output {
                    stored = Some(records);
                } else if let Output::Digits { digits: shown, .. } = output {
                    digits.push(shown);
                }
            }
            let Some(records) = stored else { return digits };
            self.records.extend(records);
            inputs.push(Input::Stored);
        }
    }

    fn ask(&mut self, ms: u64, request: Request) {
        self.asked += 1;
        let number = RequestNumber((1 << 100) + u128::from(self.asked));
        let asked = Asked { number, origin: Origin::Duty, person: None, request };
        self.step(ms, vec![Input::Ask { reply: Reply(9_000 + self.asked), asked }]);
    }

    fn calls(&self) -> Vec<(Origin, Option<StaffId>, TicketId)> {
        let of = |record: &Record| {
            let called = record.events.iter().find_map(|event| {
                let Event::TicketCalled { ticket, .. } = event else { return None };
                Some(*ticket)
            });
            called.map(|ticket| (record.asked.origin, record.asked.person, ticket))
        };
        self.records.iter().filter_map(of).collect()
    }
}

fn soft(key: Key) -> Input {
    Input::SoftKey { reply: Reply(1), window: THREE, key }
}

fn hard(key: Key) -> Input {
    let event = port::Event::Keypad(keypad::Event::Pressed(key));
    Input::Heard { device: "keypad-3".into(), event }
}

#[test]
fn a_soft_key_calls_and_is_shown_the_number_once_it_is_stored() {
    let mut hall = Hall::open();

    let before = hall.engine.step(at(10_000), [soft(Key::Next)]);
    assert!(!before.iter().any(|output| matches!(output, Output::Digits { .. })), "not stored yet");

    let shown = hall.step(10_010, vec![Input::Stored]);
    assert_eq!(shown, ["A001"]);
    hall.step(11_000, vec![Input::Tick]);
    assert_eq!(hall.engine.view().calls.len(), 1);
}

#[test]
fn f14_keypad_and_soft_keypad_pressed_at_one_instant_call_one_visitor() {
    for inputs in [[hard(Key::Next), soft(Key::Next)], [soft(Key::Next), hard(Key::Next)]] {
        let mut hall = Hall::open();

        let shown = hall.step(10_000, inputs.into());

        assert_eq!(hall.calls().len(), 1, "one wins");
        assert_eq!(shown.len(), 1, "the other is answered too");
    }
}

#[test]
fn f14_whoever_comes_second_sees_the_result() {
    let mut hall = Hall::open();

    let refused = hall.step(10_000, vec![hard(Key::Next), soft(Key::Next)]);
    let later = hall.step(14_000, vec![soft(Key::Clear)]);

    assert_eq!(refused, [Refusal::TooSoon.digits()]);
    assert_eq!(later, ["A001"]);
}

#[test]
fn a_soft_press_is_on_record_with_its_origin_and_the_clerk() {
    let mut hall = Hall::open();

    hall.step(10_000, vec![soft(Key::Next)]);

    assert_eq!(hall.calls(), [(Origin::SoftKeypad(THREE), Some(StaffId(103)), TicketId(1))]);
}

#[test]
fn a_key_that_asks_nothing_is_shown_at_once() {
    let mut hall = Hall::open();

    assert_eq!(hall.step(10_000, vec![soft(Key::Function)]), ["F"]);
    assert_eq!(hall.step(10_100, vec![soft(Key::Digit(2))]), ["nr"]);
}

#[test]
fn a_pin_typed_on_a_soft_keypad_is_checked_and_its_answer_comes_back_there() {
    let mut hall = Hall::open();
    let digits = [1, 0, 3].map(Key::Digit);
    let keys =
        [&[Key::Function, Key::Digit(0)][..], &digits, &[Key::Enter, Key::Digit(2), Key::Enter]].concat();

    let outputs: Vec<Output> =
        keys.into_iter().flat_map(|key| hall.engine.step(at(10_000), [soft(key)])).collect();
    let check = outputs.into_iter().find_map(|output| {
        let Output::CheckPin(check) = output else { return None };
        Some(check)
    });
    let shown = hall.step(10_100, vec![Input::PinChecked { check: check.unwrap(), right: false }]);

    assert_eq!(shown, ["FAIL"]);
}

#[test]
fn a_window_that_the_hall_does_not_have_is_refused_on_the_digits() {
    let mut hall = Hall::open();

    let press = Input::SoftKey { reply: Reply(1), window: WindowId(77), key: Key::Next };

    assert_eq!(hall.step(10_000, vec![press]), [Refusal::NoSuchWindow.digits()]);
}

#[test]
fn a_ticket_is_found_by_the_code_on_its_slip_or_by_its_first_six_letters() {
    let hall = Hall::open();
    let day = hall.engine.view().day.unwrap();
    let code = jiaohao::runtime::code::CodeKey::fixed(1).code(day, TicketId(2));

    assert_eq!(hall.engine.ticket_by_code(&code), Ok(TicketId(2)));
    assert_eq!(hall.engine.ticket_by_code(&code[..6].to_lowercase()), Ok(TicketId(2)));
    assert_eq!(hall.engine.ticket_by_code(&code[..5]), Err(Refusal::NoSuchTicket), "too short");
    assert_eq!(hall.engine.ticket_by_code("AAAAAA"), Err(Refusal::NoSuchTicket));
    assert_eq!(hall.engine.ticket_by_code(""), Err(Refusal::NoSuchTicket));
}

fn typed(keys: &str) -> Vec<Key> {
    let digits = keys.bytes().map(|key| if key == b'=' { Key::Enter } else { Key::Digit(key - b'0') });
    [Key::Function, Key::Finish, Key::Digit(5)].into_iter().chain(digits).collect()
}

#[test]
fn what_is_half_typed_of_paper_on_a_soft_keypad_is_forgotten_and_gives_the_lcd_back() {
    let mut hall = Hall::open();
    let waiting = |hall: &Hall| hall.engine.status().typed.map(|words| words.zh);

    for key in typed("2") {
        hall.step(10_000, vec![soft(key)]);
    }
    let at_once = waiting(&hall);
    hall.step(26_000, vec![Input::Tick]);

    assert_eq!(at_once.as_deref(), Some("3号：补录 已办 号码？"));
    assert_eq!(waiting(&hall), None);
}

#[test]
fn a_call_that_is_typed_afterwards_is_of_the_clerk_who_was_logged_in_then() {
    const MINUTE: u64 = 60_000;
    let mut hall = Hall::open();
    hall.ask(2 * MINUTE, Request::LogOut { window: THREE });
    hall.ask(3 * MINUTE, Request::LogIn { window: THREE, staff: StaffId(104) });

    for key in typed("21==1001=1002=") {
        hall.step(5 * MINUTE, vec![soft(key)]);
    }

    let entered = hall.records.iter().flat_map(|record| &record.events).find_map(|event| {
        let Event::Manual(ManualEvent::Entered { written, .. }) = event else { return None };
        Some((written.call()?.1, hall.engine.status().typed.map(|words| words.zh)))
    });
    assert_eq!(entered, Some((StaffId(103), Some("3号：补录完成".to_owned()))));
}

#[test]
fn whoever_types_paper_without_being_logged_in_is_told_so_on_the_lcd() {
    let mut hall = Hall::open();
    hall.ask(5_000, Request::LogOut { window: THREE });

    for key in typed("41=") {
        hall.step(10_000, vec![soft(key)]);
    }

    let said = hall.engine.status().typed.map(|words| words.zh);
    assert_eq!(said.as_deref(), Some("3号：未登录，请先登录再补录"));
}
