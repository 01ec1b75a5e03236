//! What a keypad makes of the office's answers: a no, a yes that would not be seen, and a journal that is
//! silent.

use hal::port::keypad::Beep;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{ServiceId, StaffId, TicketId};
use jiaohao::domain::request::Refusal;
use jiaohao::domain::view::WindowState;
use jiaohao::station::Reply;
use jiaohao::station::keypad::{Keypad, REFUSAL_FOR};

use crate::support::{THREE, at, view, view_with};

#[test]
fn a_refusal_is_shown_for_a_while_and_heard_once() {
    let mut keypad = Keypad::new(THREE);

    keypad.answered(at(1), Reply::Refused(Refusal::TooSoon));

    assert_eq!(keypad.digits(at(1), &view()), "SOOn");
    assert_eq!(keypad.beep(&view()), Some(Beep::Refused));
    assert_eq!(keypad.beep(&view()), None);
    assert_eq!(keypad.deadline(), Some(at(1) + REFUSAL_FOR));
    assert_eq!(keypad.digits(at(1) + REFUSAL_FOR, &view()), "   0");
}

#[test]
fn a_wrong_pin_is_shown_and_heard() {
    let mut keypad = Keypad::new(THREE);
    let wrong = [Event::PinRefused { window: THREE, staff: StaffId(7) }];

    keypad.answered(at(1), Reply::Granted(&wrong));

    assert_eq!(keypad.digits(at(1), &view_with(WindowState::Closed)), "FAIL");
    assert_eq!(keypad.beep(&view()), Some(Beep::Refused));
}

#[test]
fn a_yes_that_would_not_be_seen_is_shown_for_a_while() {
    let shown = |event| {
        let mut keypad = Keypad::new(THREE);
        keypad.answered(at(1), Reply::Granted(&[event]));
        assert_eq!(keypad.beep(&view()), None);
        (keypad.digits(at(1), &view()), keypad.digits(at(1) + REFUSAL_FOR, &view()))
    };
    let (ticket, rest) = (TicketId(1), "   0".to_owned());

    let further = shown(Event::ErrandBegun { ticket, service: ServiceId(24) });
    let returned = shown(Event::TicketReturned { ticket, due_at_calls: 3 });
    let closing = shown(Event::CloseOutBegan { window: THREE });
    let seen_anyway = shown(Event::TicketParked { ticket, window: THREE, clerk: StaffId(7) });

    assert_eq!(further, ("- 24".to_owned(), rest.clone()));
    assert_eq!(returned, ("donE".to_owned(), rest.clone()));
    assert_eq!(closing, ("End".to_owned(), rest.clone()));
    assert_eq!(seen_anyway, (rest.clone(), rest));
}

#[test]
fn a_request_that_was_not_stored_asks_to_be_pressed_again() {
    let mut keypad = Keypad::new(THREE);

    keypad.answered(at(1), Reply::NotStored);

    assert_eq!(keypad.digits(at(1), &view()), "AGn");
    assert_eq!(keypad.beep(&view()), Some(Beep::Refused));
}
