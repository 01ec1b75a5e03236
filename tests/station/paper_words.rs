//! What is typed of paper at a keypad, in words: what was refused and why, reasons by their digits, on faces of any size.

use std::sync::Arc;

use hal::cable::surface::{Frame, png};
use hal::port::keypad::Key;
use jiaohao::domain::incident::AlarmKind;
use jiaohao::domain::manual::{Entry, EntryAct, ManualRequest, ManualRules, Written};
use jiaohao::domain::request::{Request, TypedNumber};
use jiaohao::domain::view::OfficeView;
use jiaohao::station::Ask;
use jiaohao::station::cabinet::{About, Situation, Trouble, Wrong, letters, picture};
use jiaohao::station::keypad::Keypad;
use jiaohao::station::words::{Words, words};

use crate::support::{MORNING, THREE, at, view};

/// FUNCTION FINISH 5, and keys: digits, and `=` for ENTER.
fn type_paper(keypad: &mut Keypad, view: &OfficeView, keys: &str) -> Option<Ask> {
    let key = |key: u8| if key == b'=' { Key::Enter } else { Key::Digit(key - b'0') };
    let begin = [Key::Function, Key::Finish, Key::Digit(5)];
    let keys = begin.into_iter().chain(keys.bytes().map(key));
    keys.map(|key| keypad.press(at(0), key, view)).last().flatten()
}

/// What the LCD says after these keys, which ask nothing.
fn said(keys: &str) -> String {
    let mut keypad = Keypad::new(THREE);
    assert_eq!(type_paper(&mut keypad, &view(), keys), None, "{keys}");
    keypad.paper_words(at(0), &view()).map(|words| words.zh).unwrap_or_default()
}

#[test]
fn digits_that_are_refused_are_named_with_the_reason() {
    assert_eq!(said("34==2561="), "3号：2561 不是时间，请输4位，如0940");
    assert_eq!(said("34==094="), "3号：094 不是时间，请输4位，如0940");
    assert_eq!(said("34==09401"), "3号：0940 之后多按了一位，请重新补录");
    assert_eq!(said("4="), "3号：还没有输数字，请重新补录");
    assert_eq!(said("412345"), "3号：1234 之后多按了一位，请重新补录");
    assert!(said("9").starts_with("3号：没有选项9。1出叫号单"), "{}", said("9"));
}

#[test]
fn what_is_refused_stands_for_a_while_and_digits_of_other_fields_are_nobodys_business() {
    let mut keypad = Keypad::new(THREE);
    type_paper(&mut keypad, &view(), "34==2561=");
    assert_eq!(keypad.paper_words(at(20), &view()), None, "for a while only");

    let mut keypad = Keypad::new(THREE);
    for key in [Key::Function, Key::Finish, Key::Digit(9)] {
        keypad.press(at(0), key, &view());
    }
    assert_eq!(keypad.paper_words(at(0), &view()), None, "an outcome that is none");
}

fn written_off(reason: &str) -> Option<Ask> {
    let number = TypedNumber { prefix: None, value: 4 };
    let act = EntryAct::Became(Written::WrittenOff { reason: reason.to_owned() });
    let entries = vec![Entry { number, act, corrects: false, sure: false }];
    Some(Ask::Office(Request::Manual(ManualRequest::Enter { entries })))
}

#[test]
fn a_number_is_written_off_for_a_reason_that_its_digit_names() {
    assert_eq!(type_paper(&mut Keypad::new(THREE), &view(), "74=2"), written_off("纸单破损"));

    let mut own = view();
    let mut rules = (*own.rules).clone();
    rules.manual = Some(ManualRules { insurance: None, write_off_reasons: Some(vec!["停电".to_owned()]) });
    own.rules = Arc::new(rules);
    assert_eq!(type_paper(&mut Keypad::new(THREE), &own, "74=1"), written_off("停电"));
    assert_eq!(type_paper(&mut Keypad::new(THREE), &own, "74=2"), None, "the hall has one reason");
}

#[test]
fn a_reason_is_asked_with_its_digits_and_one_that_is_none_asks_nothing() {
    let asked = "3号：补录 核销 004 原因？1群众自行离开 2纸单破损 3字迹不清 4重复取号";
    assert_eq!(said("74="), asked);
    for none in ["0", "5", "9"] {
        assert_eq!(said(&format!("74={none}")), format!("3号：没有原因{none}，请输1到4"));
    }
}

fn noting(troubles: Vec<Trouble>, typed: Option<Words>) -> Situation {
    Situation::of(&view(), Some(MORNING), true, troubles).noting(typed)
}

fn typed_words(keys: &str) -> Option<Words> {
    let mut keypad = Keypad::new(THREE);
    type_paper(&mut keypad, &view(), keys);
    keypad.paper_words(at(0), &view())
}

#[test]
fn a_display_of_letters_says_what_is_typed_in_as_many_lines_as_it_has() {
    let on = |size, keys| letters(size, &noting(Vec::new(), typed_words(keys)));

    assert_eq!(on((20, 4), ""), ["W3 1sheet 2done", "3left 4uncalled", "5paper 6here 7off", "0close"]);
    assert_eq!(on((20, 4), "34=5="), ["W3 left 004 W5", "called? 4 digits"]);
    assert_eq!(on((16, 2), "34==2561="), ["W3 2561 is no", "time: 4 digits"]);
    for keys in ["", "2", "24=5=0940=", "5", "74=", "79", "9", "74=9"] {
        for (columns, rows) in [(16, 2), (20, 4)] {
            let lines = on((columns, rows), keys);
            let fits = |line: &String| line.is_ascii() && line.len() <= columns as usize;
            assert!(lines.len() <= rows as usize && lines.iter().all(fits), "{keys}: {lines:?}");
        }
    }
}

#[test]
fn a_panel_of_dots_shows_what_is_typed_and_a_call_for_help_before_it() {
    let small = |situation: &Situation| picture((128, 64), situation);
    let help = Trouble {
        about: About::Alarm(AlarmKind::Help, Some(THREE)),
        device: None,
        place: String::new(),
        wrong: Wrong::AlarmRaised,
        age: std::time::Duration::ZERO,
    };

    let (plain, typed) = (noting(Vec::new(), None), noting(Vec::new(), typed_words("74=")));
    assert!(small(&plain) != small(&typed));
    save("small-typed", &typed).unwrap();

    let alarmed = noting(vec![help.clone()], typed_words("74="));
    assert!(small(&alarmed) == small(&noting(vec![help], None)));
    assert!(!letters((20, 4), &alarmed)[0].starts_with("W3 off"));
}

#[test]
fn every_choice_has_room_on_the_lcd_in_lines_of_its_own() {
    let lines = |words: Words| noting(Vec::new(), Some(words)).bearing.steps.len();

    let choices = typed_words("").unwrap();
    assert!(choices.zh.ends_with("0关单"));
    assert_eq!(lines(choices), 2, "a panel of 320 dots has two");
    assert_eq!(lines(typed_words("74=").unwrap()), 2);
    assert_eq!(lines(words("补录完成", "entered")), 1);
}

#[test]
fn small_faces_say_how_many_devices_the_self_test_found_to_work() {
    let tested = |self_test| Situation { self_test, ..noting(Vec::new(), None) };
    let bad = tested(Some((8, 9)));

    assert!(letters((20, 4), &bad)[2].ends_with(" test 8/9"), "{:?}", letters((20, 4), &bad));
    assert!(!letters((20, 4), &tested(None)).concat().contains("test"));
    assert!(picture((128, 64), &bad) != picture((128, 64), &tested(None)));
    save("small-tested", &bad).unwrap();
}

/// Draws a face into the folder of the tests' pictures, for whoever looks at it.
fn save(name: &str, situation: &Situation) -> std::io::Result<()> {
    let frame = Frame::of_565(128, 64, picture((128, 64), situation).pixels());
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
    std::fs::write(file, png(&frame)?)
}
