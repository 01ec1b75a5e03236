//! The clerk's keypad: keys to requests, the view to four characters and a beep.

use hal::port::keypad::{Beep, Key};
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{Prefix, ServiceId, StaffId, TicketNumber, WindowId};
use jiaohao::domain::incident::{AlarmId, AlarmKind, IncidentEvent, IncidentRequest};
use jiaohao::domain::request::{Refusal, Request, TransferTo, TypedNumber};
use jiaohao::domain::ticket::Outcome;
use jiaohao::domain::view::{OfficeView, WindowState};
use jiaohao::station::keypad::keys::{FUNCTIONS, Profile, SIXTEEN, key_card};
use jiaohao::station::keypad::{Keypad, TYPED_FOR};
use jiaohao::station::{Ask, Reply};

use crate::support::{THREE, at, called, number, serving, view, view_with};

#[test]
fn keys_of_their_own_act_at_once() {
    let asked = |key| press(&mut Keypad::new(THREE), &view(), &[key]);

    assert_eq!(asked(Key::Next), office(Request::CallNext { window: THREE }));
    assert_eq!(asked(Key::Recall), office(Request::Recall { window: THREE }));
    assert_eq!(asked(Key::NoShow), office(Request::NoShow { window: THREE }));
    assert_eq!(asked(Key::Finish), office(finish(Outcome::Done)));
    assert_eq!(asked(Key::Start), office(Request::Start { window: THREE }));
    assert_eq!(asked(Key::Park), office(Request::Park { window: THREE }));
    assert_eq!(asked(Key::Undo), office(Request::Undo { window: THREE }));
    assert_eq!(asked(Key::Rate), office(Request::AskRating { window: THREE }));
}

#[test]
fn a_digit_or_enter_alone_asks_nothing() {
    let mut keypad = Keypad::new(THREE);

    assert_eq!(press(&mut keypad, &view(), &[Key::Digit(5), Key::Enter]), None);
    assert_eq!(keypad.digits(at(0), &view()), "   0");
}

#[test]
fn enter_starts_the_service_of_a_visitor_who_was_called() {
    let asked = |view: &OfficeView| press(&mut Keypad::new(THREE), view, &[Key::Enter]);

    assert_eq!(asked(&view_with(called(12))), office(Request::Start { window: THREE }));
    assert_eq!(asked(&view_with(serving(12))), None);
}

#[test]
fn a_number_that_four_digits_cannot_hold_is_shown_without_its_letter() {
    let shown = |prefix, width| {
        let number = TicketNumber { prefix: Prefix(prefix), value: 12, width };
        jiaohao::station::keypad::digits::number(number)
    };

    assert_eq!(shown('B', 3), "b012");
    assert_eq!(shown('B', 4), "0012");
    assert_eq!(shown('K', 3), "012");
}

#[test]
fn a_clerk_logs_in_with_number_and_pin() {
    let mut keypad = Keypad::new(THREE);
    let mut nobody = view();
    nobody.windows[0].clerk = None;

    let asked = press(&mut keypad, &nobody, &typed(&[Key::Function, Key::Digit(0)], "7", "2580"));

    let Some(Ask::WithPin { window: THREE, staff: StaffId(7), pin, then }) = asked else {
        panic!("{asked:?}");
    };
    assert_eq!(pin.reveal(), "2580");
    assert_eq!(then, Request::LogIn { window: THREE, staff: StaffId(7) });
}

#[test]
fn a_log_in_at_a_window_with_a_clerk_is_a_hand_over() {
    let asked = press(&mut Keypad::new(THREE), &view(), &typed(&[Key::LogIn], "8", "1111"));

    let Some(Ask::WithPin { then, .. }) = asked else { panic!("{asked:?}") };
    assert_eq!(then, Request::HandOver { window: THREE, staff: StaffId(8) });
}

#[test]
fn a_log_in_without_a_number_logs_out() {
    let asked = press(&mut Keypad::new(THREE), &view(), &[Key::LogIn, Key::Enter]);

    assert_eq!(asked, office(Request::LogOut { window: THREE }));
}

#[test]
fn a_pin_is_shown_as_dashes_and_told_to_no_log() {
    let mut keypad = Keypad::new(THREE);
    press(&mut keypad, &view(), &[Key::LogIn, Key::Digit(7), Key::Enter]);
    assert_eq!(keypad.digits(at(0), &view()), "PIn");

    press(&mut keypad, &view(), &digits("25"));

    assert_eq!(keypad.digits(at(0), &view()), "--");
    assert!(!format!("{keypad:?}").contains("25"));
    let asked = press(&mut keypad, &view(), &[Key::Enter]);
    assert!(!format!("{asked:?}").contains("25"));
}

#[test]
fn a_visitor_is_sent_to_a_service_a_window_or_a_clerk() {
    let transfer = |kind, typed: &str| {
        let keys =
            [&[Key::Function, Key::Digit(1), Key::Digit(kind)], &*digits(typed), &[Key::Enter]].concat();
        press(&mut Keypad::new(THREE), &view(), &keys)
    };
    let to = |to| office(Request::Transfer { window: THREE, to });

    assert_eq!(transfer(1, "21"), to(TransferTo::Service(ServiceId(21))));
    assert_eq!(transfer(2, "12"), to(TransferTo::Window(WindowId(12))));
    assert_eq!(transfer(3, "1007"), to(TransferTo::Clerk(StaffId(1007))));
}

#[test]
fn a_directed_call_needs_a_number_and_a_reason() {
    let mut keypad = Keypad::new(THREE);

    let before = press(&mut keypad, &view(), &[Key::CallNumber, Key::Digit(1), Key::Digit(7), Key::Enter]);
    let asked = press(&mut keypad, &view(), &[Key::Digit(2)]);

    assert_eq!(before, None);
    let number = TypedNumber { prefix: None, value: 17 };
    assert_eq!(asked, office(Request::CallNumber { window: THREE, number, reason: 1 }));
}

#[test]
fn recall_changes_the_letter_of_a_typed_number() {
    let mut keypad = Keypad::new(THREE);
    press(&mut keypad, &view(), &[Key::Function, Key::Digit(8), Key::Digit(1), Key::Digit(7), Key::Recall]);
    assert_eq!(keypad.digits(at(0), &view()), "A17");

    let asked = press(&mut keypad, &view(), &[Key::Recall, Key::Enter]);

    let number = TypedNumber { prefix: Some(Prefix('B')), value: 17 };
    assert_eq!(asked, office(Request::Return { number }));
}

#[test]
fn one_parked_visitor_is_resumed_at_once_and_of_several_one_is_named() {
    let mut two = view();
    two.windows[0].parked = vec![number(4), number(9)];
    let resume = |number| office(Request::Resume { window: THREE, number });
    let nine = TypedNumber { prefix: None, value: 9 };

    assert_eq!(press(&mut Keypad::new(THREE), &view(), &[Key::Resume]), resume(None));
    assert_eq!(press(&mut Keypad::new(THREE), &two, &[Key::Resume]), None);
    let named = press(&mut Keypad::new(THREE), &two, &[Key::Resume, Key::Digit(9), Key::Enter]);
    assert_eq!(named, resume(Some(nine)));
    assert_eq!(press(&mut Keypad::new(THREE), &two, &[Key::Resume, Key::Resume]), resume(None));
}

#[test]
fn a_pause_needs_a_reason_and_the_same_key_ends_it() {
    let pause = |keys: &[Key]| press(&mut Keypad::new(THREE), &view(), keys);
    let paused = view_with(WindowState::Paused { reason: 0, since: at(0) });

    assert_eq!(pause(&[Key::Pause]), None);
    assert_eq!(pause(&[Key::Pause, Key::Digit(2)]), office(Request::Pause { window: THREE, reason: 1 }));
    assert_eq!(pause(&[Key::Pause, Key::Pause]), office(Request::Pause { window: THREE, reason: 0 }));
    assert_eq!(pause(&[Key::Pause, Key::Digit(0)]), office(Request::CloseOut { window: THREE }));
    let ended = press(&mut Keypad::new(THREE), &paused, &[Key::Function, Key::Digit(5)]);
    assert_eq!(ended, office(Request::GoOn { window: THREE }));
}

#[test]
fn the_pause_key_takes_a_close_out_back() {
    let mut closing = view();
    closing.windows[0].closing_out = true;

    let asked = press(&mut Keypad::new(THREE), &closing, &[Key::Pause]);

    assert_eq!(asked, office(Request::GoOn { window: THREE }));
}

#[test]
fn an_errand_can_end_in_four_ways() {
    let ended = |typed: &str, enter: bool| {
        let mut keys = [&[Key::Function, Key::Finish], &*digits(typed)].concat();
        if enter {
            keys.push(Key::Enter);
        }
        press(&mut Keypad::new(THREE), &view_with(serving(12)), &keys)
    };

    assert_eq!(ended("1", false), office(finish(Outcome::Done)));
    assert_eq!(ended("2", false), office(finish(Outcome::TimeLimited)));
    assert_eq!(ended("32", false), office(finish(Outcome::NotAccepted { reason: 1 })));
    assert_eq!(ended("413", true), office(finish(Outcome::Corrected { missing: vec![0, 2] })));
    assert_eq!(ended("411", true), office(finish(Outcome::Corrected { missing: vec![0] })));
}

#[test]
fn a_correction_without_materials_is_no_correction() {
    let mut keypad = Keypad::new(THREE);
    let keys = [Key::Function, Key::Finish, Key::Digit(4), Key::Enter];

    assert_eq!(press(&mut keypad, &view(), &keys), None);
    assert_eq!(keypad.digits(at(0), &view()), "Err");
}

#[test]
fn function_begins_anew_and_twice_function_clears() {
    let mut keypad = Keypad::new(THREE);
    press(&mut keypad, &view(), &[Key::CallNumber, Key::Digit(9), Key::Function]);
    assert_eq!(keypad.digits(at(0), &view()), "F");

    press(&mut keypad, &view(), &[Key::Function]);

    assert_eq!(keypad.digits(at(0), &view()), "   0");
    assert_eq!(keypad.deadline(), None);
}

#[test]
fn a_function_key_leaves_the_field_and_acts() {
    let keys = [Key::CallNumber, Key::Digit(9), Key::Next];

    assert_eq!(press(&mut Keypad::new(THREE), &view(), &keys), office(Request::CallNext { window: THREE }));
}

#[test]
fn what_was_typed_is_forgotten_after_a_while() {
    let mut keypad = Keypad::new(THREE);
    keypad.press(at(0), Key::LogIn, &view());
    keypad.press(at(1), Key::Digit(7), &view());
    let late = at(1) + TYPED_FOR;
    assert_eq!(keypad.deadline(), Some(late));

    assert_eq!(keypad.press(late, Key::Enter, &view()), None);

    assert_eq!(keypad.digits(late, &view()), "   0");
}

#[test]
fn the_digits_show_the_number_at_the_window_else_how_many_wait() {
    let shown = |view: &OfficeView| Keypad::new(THREE).digits(at(0), view);
    let mut waiting = view();
    waiting.windows[0].waiting = 12;
    let mut closed = view();
    closed.day = None;

    assert_eq!(shown(&waiting), "  12");
    assert_eq!(shown(&view_with(called(12))), "A012");
    assert_eq!(shown(&view_with(serving(12))), "A012");
    assert_eq!(shown(&view_with(WindowState::Closed)), "----");
    assert_eq!(shown(&view_with(WindowState::Paused { reason: 0, since: at(0) })), "PAUS");
    assert_eq!(shown(&closed), "CLSd");
}

#[test]
fn an_idle_window_beeps_when_somebody_waits_again_and_only_then() {
    let mut keypad = Keypad::new(THREE);
    let waiting = |count| {
        let mut view = view();
        view.windows[0].waiting = count;
        view
    };

    assert_eq!(keypad.beep(&waiting(0)), None);
    assert_eq!(keypad.beep(&waiting(1)), Some(Beep::Waiting));
    assert_eq!(keypad.beep(&waiting(2)), None);
    assert_eq!(keypad.beep(&waiting(0)), None);
    let mut busy = view_with(serving(12));
    busy.windows[0].waiting = 5;
    assert_eq!(keypad.beep(&busy), None);
    assert_eq!(keypad.beep(&waiting(5)), None);
}

#[test]
fn a_window_that_closes_out_is_not_called_to_work() {
    let mut keypad = Keypad::new(THREE);
    let mut closing = view();
    closing.windows[0].closing_out = true;
    keypad.beep(&closing);
    closing.windows[0].waiting = 1;

    assert_eq!(keypad.beep(&closing), None);
}

#[test]
fn the_digit_0_stands_for_the_tenth_of_a_list() {
    let keys = [&[Key::Function, Key::Finish], &*digits("410"), &[Key::Enter]].concat();

    let asked = press(&mut Keypad::new(THREE), &view_with(serving(12)), &keys);

    assert_eq!(asked, office(finish(Outcome::Corrected { missing: vec![0, 9] })));
}

#[test]
fn more_digits_than_a_number_has_are_refused() {
    let mut keypad = Keypad::new(THREE);
    let keys = [&[Key::CallNumber], &*digits("12345")].concat();

    assert_eq!(press(&mut keypad, &view(), &keys), None);

    assert_eq!(keypad.digits(at(0), &view()), "Err");
    assert_eq!(press(&mut keypad, &view(), &[Key::Enter]), None);
}

#[test]
fn d7_one_key_calls_for_help_whatever_is_being_typed_and_the_clerk_sees_that_it_was_heard() {
    let mut keypad = Keypad::new(THREE);
    let help = |kind| {
        let raise = IncidentRequest::Raise { kind, window: Some(THREE) };
        Some(Ask::Office(Request::Incident(raise)))
    };

    assert_eq!(press(&mut keypad, &view(), &[Key::Help]), help(AlarmKind::Help));
    assert_eq!(press(&mut keypad, &view(), &[Key::Transfer, Key::Help]), help(AlarmKind::Help));
    for (digit, kind) in [(2, AlarmKind::Conflict), (3, AlarmKind::Illness), (4, AlarmKind::Fire)] {
        let keys = [Key::Function, Key::Enter, Key::Digit(digit)];
        assert_eq!(press(&mut keypad, &view(), &keys), help(kind));
    }
    assert_eq!(press(&mut keypad, &view(), &[Key::Function, Key::Enter, Key::Enter]), help(AlarmKind::Help));
    assert_eq!(press(&mut keypad, &view(), &[Key::Function, Key::Enter, Key::Digit(5)]), None);

    let raised = IncidentEvent::AlarmRaised {
        alarm: AlarmId(1),
        kind: AlarmKind::Conflict,
        window: Some(THREE),
        ticket: None,
    };
    keypad.answered(at(0), Reply::Granted(&[Event::Incident(raised)]));
    assert_eq!(keypad.digits(at(0), &view()), "donE", "nothing that a visitor could read");

    keypad.beep(&view());
    press(&mut keypad, &view(), &[Key::Help]);
    keypad.answered(at(5), Reply::Refused(Refusal::NoChange));
    assert_eq!((keypad.digits(at(5), &view()), keypad.beep(&view())), ("donE".to_owned(), None));
}

#[test]
fn every_function_can_be_reached_from_sixteen_keys_and_no_key_means_two() {
    for function in FUNCTIONS {
        let alone = function.direct.is_some_and(|key| SIXTEEN.contains(&key));
        let after = function.after_function;
        assert!(alone || after.is_some(), "{}", function.name);
        let same = FUNCTIONS.iter().filter(|other| after.is_some() && other.after_function == after);
        assert!(same.count() <= 1, "{}", function.name);
    }
}

#[test]
fn the_key_card_prints_what_the_keys_do() {
    let rules = crate::small_hall::rules();
    let card = key_card(&rules.windows[0], &rules, Profile::Sixteen).join("\n");
    let small = key_card(&rules.windows[0], &rules, Profile::Eight).join("\n");

    assert!(card.contains("3号 综合窗口"), "{card}");
    assert!(card.contains("呼叫：next\n"), "{card}");
    assert!(card.contains("功能 1：转移 transfer；1业务"), "{card}");
    assert!(card.contains("功能 办结：其他办结"), "{card}");
    assert!(card.contains("功能 确认：求助"), "{card}");
    assert!(card.contains("功能 重呼：取号 give a ticket；业务号 确认"), "{card}");
    assert!(card.contains("功能 过号：代叫 for another window；窗口号 确认"), "{card}");
    assert!(card.contains("2 整理材料，请稍候"), "{card}");
    assert!(card.contains("1 不属本厅"), "{card}");
    assert!(card.contains("核销原因 Written off:\n  1 群众自行离开"), "{card}");
    assert!(small.contains("暂停"), "{small}");
    assert!(!small.contains("转移") && !small.contains("功能"), "{small}");
}

fn press(keypad: &mut Keypad, view: &OfficeView, keys: &[Key]) -> Option<Ask> {
    keys.iter().map(|key| keypad.press(at(0), *key, view)).last().flatten()
}

fn typed(begin: &[Key], staff: &str, pin: &str) -> Vec<Key> {
    [begin, &digits(staff), &[Key::Enter], &digits(pin), &[Key::Enter]].concat()
}

fn digits(typed: &str) -> Vec<Key> {
    typed.bytes().map(|digit| Key::Digit(digit - b'0')).collect()
}

fn finish(outcome: Outcome) -> Request {
    Request::Finish { window: THREE, outcome }
}

fn office(request: Request) -> Option<Ask> {
    Some(Ask::Office(request))
}
