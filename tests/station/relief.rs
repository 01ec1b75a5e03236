//! What faces do for means that are out: words on digits, keys for another window, a corner, a tone, a code.

use std::collections::{BTreeMap, BTreeSet};

use hal::port::keypad::Key;
use hal::port::{Command, board, printer, signals, voice};
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{JobId, ServiceId, TicketId, WindowId};
use jiaohao::domain::job::JobKind;
use jiaohao::domain::request::{Refusal, Request};
use jiaohao::domain::rules::Class;
use jiaohao::domain::view::OfficeView;
use jiaohao::layout::{Role, Zone, ZoneName};
use jiaohao::station::keypad::relief::INSTEAD_FOR;
use jiaohao::station::keypad::{COLOUR_FOR, Keypad, NUMBER_FOR};
use jiaohao::station::relief::Relief;
use jiaohao::station::{Ask, Condition, Reply, Settings, Stations, Tell};

use crate::support::{THREE, TWELVE, at, called, job, number, view, view_with};

const STORED: Condition = Condition { stored: true };

fn press(keypad: &mut Keypad, second: u64, keys: &[Key]) -> Option<Ask> {
    let mut asked = None;
    for key in keys {
        asked = keypad.press(at(second), *key, &view());
    }
    asked
}

/// FUNCTION NO-SHOW, the window, ENTER.
fn stand_in_for(window: u8) -> Vec<Key> {
    let digits = window.to_string().bytes().map(|digit| Key::Digit(digit - b'0')).collect::<Vec<_>>();
    [vec![Key::Function, Key::NoShow], digits, vec![Key::Enter]].concat()
}

fn calls(asked: &Option<Ask>) -> Option<WindowId> {
    let Some(Ask::Office(Request::CallNext { window })) = asked else { return None };
    Some(*window)
}

#[test]
fn a_clerk_whose_visitors_see_and_hear_nothing_is_told_to_call_by_mouth() {
    let mut keypad = Keypad::new(THREE);
    let view = view_with(called(12));
    let called_at = at(0);
    keypad.relieve(Some(at(0)), &[]);

    let (said_at, over_at) = (called_at + NUMBER_FOR, called_at + NUMBER_FOR + COLOUR_FOR);
    assert_eq!(keypad.digits(called_at, &view), "A012");
    assert_eq!(keypad.deadline(), Some(said_at));
    assert_eq!(keypad.digits(said_at, &view), "SAY");
    assert_eq!(keypad.digits(over_at, &view), "A012");

    keypad.relieve(None, &[]);
    assert_eq!(keypad.digits(said_at, &view), "A012", "the boards are back");
}

#[test]
fn a_keypad_presses_for_a_window_whose_keypad_is_out_until_it_is_back() {
    let mut keypad = Keypad::new(THREE);
    keypad.relieve(None, &[TWELVE]);

    assert_eq!(press(&mut keypad, 0, &stand_in_for(12)), None);
    assert_eq!(calls(&press(&mut keypad, 1, &[Key::Next])), Some(TWELVE));
    assert_eq!(keypad.digits(at(5), &view()), "u 12", "which window is pressed for");
    assert_eq!(keypad.digits(at(7), &view()), "----", "and what goes on there");

    keypad.relieve(None, &[]);
    assert_eq!(calls(&press(&mut keypad, 8, &[Key::Next])), Some(THREE));
}

#[test]
fn a_window_whose_keypad_works_is_not_pressed_for() {
    let mut keypad = Keypad::new(THREE);
    keypad.relieve(None, &[]);

    press(&mut keypad, 0, &stand_in_for(12));

    assert_eq!(keypad.digits(at(0), &view()), "Err");
    assert_eq!(calls(&press(&mut keypad, 1, &[Key::Next])), Some(THREE));
}

#[test]
fn whoever_stands_in_goes_back_by_the_same_keys_or_by_doing_nothing_for_a_minute() {
    let mut keypad = Keypad::new(THREE);
    keypad.relieve(None, &[TWELVE]);

    press(&mut keypad, 0, &stand_in_for(12));
    press(&mut keypad, 1, &[Key::Function, Key::NoShow, Key::Enter]);
    assert_eq!(calls(&press(&mut keypad, 2, &[Key::Next])), Some(THREE));

    press(&mut keypad, 3, &stand_in_for(12));
    let idle = 3 + INSTEAD_FOR.as_secs();
    assert_eq!(calls(&press(&mut keypad, idle - 1, &[Key::Next])), Some(TWELVE));
    assert_eq!(calls(&press(&mut keypad, idle - 1 + INSTEAD_FOR.as_secs(), &[Key::Next])), Some(THREE));
}

#[test]
fn any_keypad_gives_a_ticket_and_shows_its_number_until_the_visitor_was_told() {
    let mut keypad = Keypad::new(THREE);
    let keys = [Key::Function, Key::Recall, Key::Digit(1), Key::Digit(1), Key::Enter];

    let asked = press(&mut keypad, 0, &keys);

    let services = vec![ServiceId(11)];
    assert_eq!(asked, Some(Ask::Office(Request::Issue { services, green: None, paper: true })));
    let issued = Event::TicketIssued {
        ticket: TicketId(7),
        number: number(27),
        services: vec![ServiceId(11)],
        class: Class::Ordinary,
        green: None,
        kiosk: None,
        ahead: 0,
        wait: None,
    };
    keypad.answered(at(1), Reply::Granted(&[issued]));
    assert_eq!(keypad.digits(at(10), &view()), "A027");
    assert_eq!(keypad.digits(at(11), &view()), "   0");
}

#[test]
fn a_soft_keypad_shows_what_the_windows_own_would_and_types_by_itself() {
    let mut stations = Stations::new([("keypad-3".into(), Role::Keypad(THREE))], Settings::default());
    let view = view();

    let asked = stations.soft_pressed(at(0), THREE, Key::Next, &view);
    assert_eq!(calls(&asked), Some(THREE));
    stations.soft_answered(at(0), THREE, Reply::Refused(Refusal::NothingWaiting));
    assert_eq!(stations.soft_digits(at(0), THREE, &view), Refusal::NothingWaiting.digits());

    stations.soft_pressed(at(5), THREE, Key::Function, &view);
    let event = hal::port::Event::Keypad(hal::port::keypad::Event::Pressed(Key::Digit(5)));
    let heard = stations.heard(at(5), &"keypad-3".into(), &event, &view);
    assert_eq!(heard, [], "the digit of one does not complete what the other began");
    assert_eq!(stations.soft_digits(at(5), THREE, &view), "F");
}

fn relief() -> Relief {
    Relief {
        by_mouth: BTreeMap::new(),
        keypads_out: BTreeSet::new(),
        rate_by_code: true,
        corner: Some("值班 打印机 缺纸".to_owned()),
        buzzer: Some("buzzer".into()),
        buzzer_at_hand: Some("buzzer".into()),
        zones: Vec::new(),
    }
}

#[test]
fn duty_staff_are_told_in_the_last_line_of_the_display_by_turns_with_who_makes_ready() {
    let mut stations = Stations::new([("display".into(), Role::HallDisplay)], Settings::default());
    let last = |stations: &mut Stations, second: u64, view: &OfficeView| {
        let told = stations.faces(at(second), view, STORED);
        let Some(Tell::Device { command: Command::Board(board::Command::Show(areas)), .. }) = told.first()
        else {
            return String::new();
        };
        areas.last().map(|area| area.text.clone()).unwrap_or_default()
    };
    let usual = last(&mut stations, 0, &view());

    stations.relieve(relief());
    assert_eq!(last(&mut stations, 9, &view()), "值班 打印机 缺纸", "at once, whosever turn it would be");
    assert_eq!(stations.deadline(), Some(at(17)));
    assert_eq!(last(&mut stations, 17, &view()), usual);
    let worse = Relief { corner: Some("值班 日志 无法写入".to_owned()), ..relief() };
    stations.relieve(worse);
    assert_eq!(
        last(&mut stations, 18, &view()),
        "值班 日志 无法写入",
        "what is worse does not wait for its turn"
    );

    stations.relieve(Relief::default());
    assert_eq!(last(&mut stations, 19, &view()), usual);
    assert_eq!(stations.deadline(), None);
}

/// Stations that do what this relief asks, a hall in which one visitor is called, and what is told of it.
fn calling(relief: Relief) -> (Stations, OfficeView, Vec<Tell>) {
    let mut stations = Stations::new([("display".into(), Role::HallDisplay)], Settings::default());
    let mut hall = view();
    let announced = JobKind::Announcement { ticket: TicketId(7), window: THREE, repeat: false };
    hall.jobs = vec![job(1, announced)];
    stations.relieve(relief);
    let told = jobs(&mut stations, &hall);
    assert!(matches!(told[0], Tell::Voice { .. }), "a voice that is out may be back");
    (stations, hall, told)
}

fn jobs(stations: &mut Stations, hall: &OfficeView) -> Vec<Tell> {
    stations.jobs(hall, STORED, &|_, _| String::new())
}

fn tone() -> Tell {
    Tell::Device { device: "buzzer".into(), command: Command::Signals(signals::Command::SoundCall) }
}

const BROKE_OFF: voice::Event = voice::Event::NotSaid { job: 1 };

#[test]
fn a_call_that_no_voice_says_is_sounded_once() {
    let (mut stations, hall, told) = calling(relief());

    assert_eq!(told[1..], [tone()]);
    assert_eq!(jobs(&mut stations, &hall), []);
    assert_eq!(stations.said(BROKE_OFF), Some(Request::NotSaid { job: JobId(1) }));
    assert_eq!(jobs(&mut stations, &hall), [], "it has sounded for this call");
}

#[test]
fn f30_a_call_that_breaks_off_is_sounded_when_it_does() {
    let (mut stations, hall, told) = calling(Relief { buzzer: None, ..relief() });
    assert_eq!(told.len(), 1, "the voice is well, as far as is known");

    assert_eq!(stations.said(BROKE_OFF), Some(Request::NotSaid { job: JobId(1) }));

    assert_eq!(jobs(&mut stations, &hall), [tone()]);
    assert_eq!(jobs(&mut stations, &hall), []);
}

#[test]
fn f30_a_call_that_breaks_off_is_not_sounded_when_the_other_zone_says_it_or_nobody_is_called_any_more() {
    let (other, hall_zone) = (Zone::Other(ZoneName::new("二楼").unwrap()), Zone::Hall);
    let well = Relief { buzzer: None, zones: vec![hall_zone, other], ..relief() };
    let (mut stations, mut hall, _) = calling(well);

    assert_eq!(stations.said(BROKE_OFF), None);
    let told = jobs(&mut stations, &hall);
    assert!(matches!(told[..], [Tell::Voice { zone, .. }] if zone == other), "{told:?}");

    hall.jobs.clear();
    jobs(&mut stations, &hall);
    stations.said(BROKE_OFF);
    assert_eq!(jobs(&mut stations, &hall), []);
}

#[test]
fn a_slip_bears_the_rating_code_only_while_a_pad_is_out() {
    let printed = |relief: Relief| {
        let mut stations = Stations::new([("printer".into(), Role::Printer)], Settings::default());
        stations.relieve(relief);
        let status = printer::Event::Status(printer::Status::READY);
        stations.heard(at(0), &"printer".into(), &hal::port::Event::Printer(status), &view());
        let mut hall = view();
        hall.jobs = vec![job(1, JobKind::Slip { ticket: TicketId(7), reprint: false })];
        format!("{:?}", stations.jobs(&hall, STORED, &|_, _| "ABCDEFGHJKLMNPQR".to_owned()))
    };

    assert!(printed(relief()).contains("评价码 Rating code ABCDEF\""));
    assert!(!printed(Relief::default()).contains("评价码"));
}
