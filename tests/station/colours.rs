//! The colours of urgency: the same class has the same colour on slip, board, display and keypad, by setting.

use hal::port::board::Colour;
use jiaohao::domain::id::ServiceId;
use jiaohao::domain::moment::HallTime;
use jiaohao::domain::rules::{Class, ClassColour};
use jiaohao::domain::view::{OfficeView, WindowState};
use jiaohao::station::keypad::{COLOUR_FOR, Keypad, NUMBER_FOR};
use jiaohao::station::{window, words};

use crate::support::{THREE, at, number, view_with};

/// A012 of this class is called to window 3 at second 10, in a hall where urgent is this colour.
fn called(class: Class, urgent: ClassColour) -> OfficeView {
    let (number, since) = (number(12), at(10));
    let mut view = view_with(WindowState::Called { number, class, since, last: since });
    let mut rules = (*view.rules).clone();
    rules.classes.urgent.colour = urgent;
    view.rules = rules.into();
    view
}

fn digits(view: &OfficeView, now: HallTime) -> String {
    Keypad::new(THREE).digits(now, view)
}

#[test]
fn the_keypad_says_the_colour_once_after_the_number_and_then_the_number_stands() {
    let view = called(Class::Urgent, ClassColour::Red);
    let from = at(10) + NUMBER_FOR;
    let until = from + COLOUR_FOR;
    let mut keypad = Keypad::new(THREE);

    assert_eq!((keypad.digits(at(10), &view).as_str(), keypad.deadline()), ("A012", Some(from)));
    assert_eq!((keypad.digits(from, &view).as_str(), keypad.deadline()), ("rEd", Some(until)));
    assert_eq!((keypad.digits(until, &view).as_str(), keypad.deadline()), ("A012", None));
}

#[test]
fn an_ordinary_number_stands_without_a_colour() {
    let view = called(Class::Ordinary, ClassColour::Red);
    let mut keypad = Keypad::new(THREE);

    assert_eq!(keypad.digits(at(10) + NUMBER_FOR, &view), "A012");
    assert_eq!(keypad.deadline(), None);
}

#[test]
fn where_service_begins_with_the_call_the_colour_is_said_too() {
    let (number, since, service) = (number(12), at(10), ServiceId(11));
    let serving = view_with(WindowState::Serving { number, class: Class::Green, since, service });

    assert_eq!(digits(&serving, at(10) + NUMBER_FOR), "GrEn");
}

#[test]
fn what_is_typed_is_not_covered_by_a_colour() {
    let view = called(Class::Urgent, ClassColour::Red);
    let mut keypad = Keypad::new(THREE);
    keypad.press(at(10), hal::port::keypad::Key::Function, &view);

    assert_eq!(keypad.digits(at(10) + NUMBER_FOR, &view), "F");
}

#[test]
fn the_setting_decides_the_colour_on_every_face() {
    for (setting, digits_say, board, word) in [
        (ClassColour::Red, "rEd", Colour::Red, Some("red")),
        (ClassColour::Green, "GrEn", Colour::Green, Some("green")),
        // Boards have diodes of two colours, and amber stands for blue.
        (ClassColour::Blue, "bLUE", Colour::Yellow, Some("blue")),
        (ClassColour::Plain, "A012", Colour::Yellow, None),
    ] {
        let view = called(Class::Urgent, setting);

        assert_eq!(digits(&view, at(10) + NUMBER_FOR), digits_say);
        assert_eq!(window::board(&view, THREE)[0].colour, board);
        assert_eq!(words::colour(&view.rules, Class::Urgent).map(|words| words.en).as_deref(), word);
    }
}
