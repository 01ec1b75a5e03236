//! All stations together: what is told to whom, and how often.

use std::time::Duration;

use hal::port::keypad::{Beep, Command as KeypadCommand, Event as KeypadEvent, Key};
use hal::port::printer::{self, Roll, Status};
use hal::port::{Command, Event, board, rating_pad, terminal, voice};
use jiaohao::domain::id::{JobId, KioskId, TicketId};
use jiaohao::domain::job::JobKind;
use jiaohao::domain::request::{Refusal, Request};
use jiaohao::domain::view::{OfficeView, RatingView};
use jiaohao::layout::{DeviceName, Role};
use jiaohao::station::cabinet::{About, Trouble, Wrong};
use jiaohao::station::{Ask, Condition, Reply, Settings, Stations, Tell};

use crate::support::{THREE, at, called, job, view, view_with};

const STORED: Condition = Condition { stored: true };

#[test]
fn every_face_is_told_its_present_once() {
    let mut stations = stations();

    let first = stations.faces(at(0), &view(), STORED);
    let second = stations.faces(at(1), &view(), STORED);

    assert_eq!(to(&first), ["board-3", "display", "keypad-3", "kiosk", "pad-3"]);
    assert_eq!(second, []);
}

#[test]
fn a_change_is_told_to_those_whom_it_concerns() {
    let mut stations = stations();
    stations.faces(at(0), &view(), STORED);

    let told = stations.faces(at(1), &view_with(called(12)), STORED);

    assert_eq!(to(&told), ["board-3", "keypad-3"]);
}

#[test]
fn f21_a_face_that_was_away_is_told_the_present_again() {
    let mut stations = stations();
    stations.faces(at(0), &view(), STORED);

    stations.back(&name("board-3"));

    assert_eq!(to(&stations.faces(at(1), &view(), STORED)), ["board-3"]);
}

#[test]
fn a_refused_key_is_seen_and_heard() {
    let mut stations = stations();
    stations.faces(at(0), &view(), STORED);

    stations.answered(at(1), &name("keypad-3"), Reply::Refused(Refusal::NothingWaiting));
    let told = stations.faces(at(1), &view(), STORED);

    let keypad = |command| Tell::Device { device: name("keypad-3"), command: Command::Keypad(command) };
    assert_eq!(
        told,
        [keypad(KeypadCommand::Show("0".to_owned())), keypad(KeypadCommand::Beep(Beep::Refused))]
    );
}

#[test]
fn a_key_becomes_a_request_of_its_window() {
    let pressed = Event::Keypad(KeypadEvent::Pressed(Key::Next));

    let asks = stations().heard(at(0), &name("keypad-3"), &pressed, &view());

    assert_eq!(asks, [Ask::Office(Request::CallNext { window: THREE })]);
}

#[test]
fn f12_a_device_that_nobody_knows_asks_nothing() {
    let pressed = Event::Keypad(KeypadEvent::Pressed(Key::Next));

    assert_eq!(stations().heard(at(0), &name("keypad-9"), &pressed, &view()), []);
    assert_eq!(stations().heard(at(0), &name("board-3"), &pressed, &view()), []);
}

#[test]
fn f12_f15_a_stranger_on_the_line_and_a_low_battery_are_said_and_ask_nothing() {
    let mut stations = stations();
    let keypad = name("keypad-3");
    let mut hears = |event| {
        let asks = stations.heard(at(0), &keypad, &Event::Keypad(event), &view());
        (asks, stations.troubles().map(|(_, wrong, _)| wrong).next())
    };

    assert_eq!(hears(KeypadEvent::Stranger(9)), (Vec::new(), Some(Wrong::Stranger(9))));
    assert_eq!(hears(KeypadEvent::Pressed(Key::Next)).1, None, "the right one speaks");
    assert_eq!(hears(KeypadEvent::BatteryLow), (Vec::new(), Some(Wrong::KeypadBattery)));
    let (asks, wrong) = hears(KeypadEvent::Pressed(Key::Next));
    assert_eq!((asks.len(), wrong), (1, Some(Wrong::KeypadBattery)), "a press charges no battery");
}

#[test]
fn f12_a_stranger_is_said_with_its_address_and_what_to_do() {
    let (device, place) = (Some(name("keypad-3")), "window 3".to_owned());
    let (about, age) = (About::Device(Role::Keypad(THREE)), Duration::ZERO);

    let trouble = Trouble { about, device, place, wrong: Wrong::Stranger(9), age };

    assert_eq!(trouble.headline(), "3号叫号器 收到未登记的叫号器（地址9）");
    assert_eq!(trouble.remedy(), "是否启用？请在配置中指定窗口（window 3）");
}

#[test]
fn f11_a_stuck_key_asks_nothing() {
    let stuck = Event::Keypad(KeypadEvent::Stuck(Key::Next));

    assert_eq!(stations().heard(at(0), &name("keypad-3"), &stuck, &view()), []);
}

#[test]
fn a_pads_key_is_a_grade_or_a_reason_by_what_it_asks() {
    let pressed = Event::RatingPad(rating_pad::Event::Pressed(4));
    let asks = |rating| {
        let mut view = view();
        view.windows[0].rating = rating;
        stations().heard(at(0), &name("pad-3"), &pressed, &view)
    };

    let office = |request| vec![Ask::Office(request)];
    assert_eq!(asks(Some(RatingView::Grade)), office(Request::Rate { window: THREE, grade: 4 }));
    assert_eq!(asks(Some(RatingView::Reason)), office(Request::RateReason { window: THREE, reason: 3 }));
    assert_eq!(asks(None), []);
}

#[test]
fn a_slip_is_printed_once() {
    let mut stations = stations();
    let hall = with_jobs(&[1]);

    let first = jobs(&mut stations, &hall);
    let second = jobs(&mut stations, &hall);

    assert!(matches!(
        &first[..],
        [Tell::Device { command: Command::Printer(printer::Command::Print { job: 1, .. }), .. }]
    ));
    assert_eq!(second, []);
}

#[test]
fn what_became_of_a_slip_is_asked_to_be_written_down() {
    let mut stations = stations();
    jobs(&mut stations, &with_jobs(&[1, 2, 3]));
    let mut heard = |event| stations.heard(at(1), &name("printer"), &Event::Printer(event), &view());

    let office = |request| vec![Ask::Office(request)];
    assert_eq!(heard(printer::Event::Printed { job: 1 }), office(Request::SlipPrinted { job: JobId(1) }));
    assert_eq!(heard(printer::Event::Unknown { job: 2 }), office(Request::SlipUnknown { job: JobId(2) }));
    assert_eq!(
        heard(printer::Event::NotPrinted { job: 3 }),
        office(Request::SlipNotPrinted { job: JobId(3) })
    );
}

#[test]
fn i15_a_visitors_slip_comes_before_a_pile_of_five_hundred_reprints() {
    let mut stations = stations();
    let slip = |id, reprint| job(id, JobKind::Slip { ticket: TicketId(512), reprint });
    let mut view = view();
    view.jobs = (1..=500).map(|id| slip(id, true)).collect();
    assert_eq!(printed(&jobs(&mut stations, &view)), [1, 2], "one is printed and one is ready");

    view.jobs.push(slip(501, false));
    assert_eq!(printed(&jobs(&mut stations, &view)), [0; 0], "the printer has two");
    stations.heard(at(1), &name("printer"), &Event::Printer(printer::Event::Printed { job: 1 }), &view);
    view.jobs.remove(0);

    assert_eq!(printed(&jobs(&mut stations, &view)), [501]);
}

#[test]
fn f01_a_slip_waits_while_the_printer_is_out_of_paper() {
    let mut stations = stations();
    let out = Status { roll: Roll::Out, ..Status::READY };
    let status = |status| Event::Printer(printer::Event::Status(status));

    stations.heard(at(0), &name("printer"), &status(out), &view());
    let while_out = jobs(&mut stations, &with_jobs(&[1]));
    stations.heard(at(60), &name("printer"), &status(Status::READY), &view());
    let after = jobs(&mut stations, &with_jobs(&[1]));

    assert_eq!(while_out, []);
    assert_eq!(to(&after), ["printer"]);
}

#[test]
fn a_slip_that_is_given_up_is_taken_back_from_its_printer() {
    let mut stations = stations();
    jobs(&mut stations, &with_jobs(&[1]));

    let told = jobs(&mut stations, &view());

    let command = Command::Printer(printer::Command::Forget { job: 1 });
    assert_eq!(told, [Tell::Device { device: name("printer"), command }]);
}

#[test]
fn a_slip_that_came_out_is_not_taken_back() {
    let mut stations = stations();
    jobs(&mut stations, &with_jobs(&[1]));
    stations.heard(at(1), &name("printer"), &Event::Printer(printer::Event::Printed { job: 1 }), &view());

    assert_eq!(jobs(&mut stations, &view()), []);
}

#[test]
fn a_slip_carries_the_code_of_its_day_and_ticket() {
    let told = jobs(&mut stations(), &with_jobs(&[1]));

    let [Tell::Device { command: Command::Printer(printer::Command::Print { paper, .. }), .. }] = &told[..]
    else {
        panic!("{told:?}");
    };
    let code = printer::Line::Code("http://hall/t/2026-11-21:512".to_owned());
    assert!(paper.lines.contains(&code), "{paper:?}");
}

#[test]
fn f31_calls_are_said_one_after_the_other() {
    let mut stations = stations();
    let announcement = |id| {
        let kind = JobKind::Announcement { ticket: TicketId(512), window: THREE, repeat: false };
        job(id, kind)
    };
    let mut both = view();
    both.jobs = vec![announcement(5), announcement(6)];
    let mut second = view();
    second.jobs = vec![announcement(6)];

    let first = jobs(&mut stations, &both);
    let meanwhile = jobs(&mut stations, &both);
    let said = stations.said(voice::Event::Said { job: 5 });
    let after = jobs(&mut stations, &second);

    assert!(matches!(first[..], [Tell::Voice { command: voice::Command::Say { job: 5, .. }, .. }]));
    assert_eq!(meanwhile, []);
    assert_eq!(said, Some(Request::Said { job: JobId(5) }));
    assert!(matches!(after[..], [Tell::Voice { command: voice::Command::Say { job: 6, .. }, .. }]));
}

#[test]
fn f31_a_call_that_became_stale_on_its_way_keeps_no_other_waiting() {
    let mut stations = stations();
    let kind = JobKind::Announcement { ticket: TicketId(512), window: THREE, repeat: false };
    let mut view = view();
    view.jobs = vec![job(5, kind.clone()), job(6, kind)];
    jobs(&mut stations, &view);

    view.jobs.remove(0);

    let after = jobs(&mut stations, &view);
    assert!(
        matches!(after[..], [Tell::Voice { command: voice::Command::Say { job: 6, .. }, .. }]),
        "{after:?}"
    );
}

#[test]
fn a_voice_that_failed_is_written_down() {
    let said = stations().said(voice::Event::NotSaid { job: 5 });

    assert_eq!(said, Some(Request::NotSaid { job: JobId(5) }));
}

#[test]
fn a_printer_that_is_away_is_said_at_the_terminal_before_the_choice() {
    let mut stations = stations();
    stations.faces(at(0), &view(), STORED);

    stations.lost(&name("printer"));
    let told = stations.faces(at(1), &view(), STORED);

    let [Tell::Device { command: Command::Terminal(terminal::Command::Show(page)), .. }] = &told[..] else {
        panic!("{told:?}");
    };
    let (_, note) = page.texts.iter().find(|(text, _)| *text == terminal::Text::Note).unwrap();
    assert!(note.contains("打印机无应答"), "{note}");
}

#[test]
fn a_changed_layout_keeps_what_is_typed_where_nothing_changed() {
    let mut stations = stations();
    let press = |key| Event::Keypad(KeypadEvent::Pressed(key));
    stations.heard(at(0), &name("keypad-3"), &press(Key::CallNumber), &view());

    stations.rearrange(devices().into_iter().skip(1), Settings::default());
    stations.heard(at(1), &name("keypad-3"), &press(Key::Digit(7)), &view());
    let told = stations.faces(at(1), &view(), STORED);

    let seven = Command::Keypad(KeypadCommand::Show("7".to_owned()));
    assert!(told.contains(&Tell::Device { device: name("keypad-3"), command: seven }), "{told:?}");
    assert!(!to(&told).contains(&"board-3"));
}

#[test]
fn a_device_that_changed_its_role_begins_afresh() {
    let mut stations = stations();
    stations.faces(at(0), &view(), STORED);

    stations.rearrange([(name("board-3"), Role::HallDisplay)], Settings::default());
    let told = stations.faces(at(1), &view(), STORED);

    let [Tell::Device { command: Command::Board(board::Command::Show(areas)), .. }] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!(areas.len(), Settings::default().display_rows + 1);
}

#[test]
fn what_a_device_says_of_itself_is_known_since_it_was_first_said() {
    let mut stations = stations();
    let out = Event::Printer(printer::Event::Status(Status { roll: Roll::Out, ..Status::READY }));
    let stuck = Event::Keypad(KeypadEvent::Stuck(Key::Next));

    stations.heard(at(1), &name("printer"), &out, &view());
    stations.heard(at(9), &name("printer"), &out, &view());
    stations.heard(at(2), &name("keypad-3"), &stuck, &view());

    let (keypad, printer) = (name("keypad-3"), name("printer"));
    let known: Vec<_> = stations.troubles().collect();
    assert_eq!(known, [(&keypad, Wrong::KeyStuck, at(2)), (&printer, Wrong::PaperOut, at(1))]);
}

#[test]
fn what_a_device_said_of_itself_is_void_when_it_is_well_or_away() {
    let mut stations = stations();
    let status = |status| Event::Printer(printer::Event::Status(status));
    let pressed = Event::Keypad(KeypadEvent::Pressed(Key::Next));
    stations.heard(at(1), &name("keypad-3"), &Event::Keypad(KeypadEvent::Stuck(Key::Next)), &view());
    stations.heard(at(1), &name("printer"), &status(Status { cover_open: true, ..Status::READY }), &view());

    stations.heard(at(2), &name("keypad-3"), &pressed, &view());
    stations.lost(&name("printer"));

    assert_eq!(stations.troubles().count(), 0);
}

fn stations() -> Stations {
    Stations::new(devices(), Settings::default())
}

fn devices() -> Vec<(DeviceName, Role)> {
    vec![
        (name("board-3"), Role::WindowBoard(THREE)),
        (name("display"), Role::HallDisplay),
        (name("keypad-3"), Role::Keypad(THREE)),
        (name("kiosk"), Role::Terminal(KioskId(1))),
        (name("pad-3"), Role::RatingPad(THREE)),
        (name("printer"), Role::Printer),
    ]
}

fn name(name: &str) -> DeviceName {
    DeviceName::from(name)
}

fn with_jobs(ids: &[u64]) -> OfficeView {
    let slip = JobKind::Slip { ticket: TicketId(512), reprint: false };
    let mut view = view();
    view.jobs = ids.iter().map(|id| job(*id, slip.clone())).collect();
    view
}

fn jobs(stations: &mut Stations, view: &OfficeView) -> Vec<Tell> {
    stations.jobs(view, STORED, &|day, ticket| format!("{day}:{ticket}"))
}

/// The jobs that a printer is to print.
fn printed(told: &[Tell]) -> Vec<u64> {
    let job = |tell: &Tell| match tell {
        Tell::Device { command: Command::Printer(printer::Command::Print { job, .. }), .. } => Some(*job),
        Tell::Device { .. } | Tell::Voice { .. } => None,
    };
    told.iter().filter_map(job).collect()
}

fn to(told: &[Tell]) -> Vec<&str> {
    let device = |tell: &Tell| matches!(tell, Tell::Device { .. });
    assert!(told.iter().all(device));
    told.iter()
        .filter_map(|tell| match tell {
            Tell::Device { device, .. } => Some(device.as_str()),
            Tell::Voice { .. } => None,
        })
        .collect()
}
