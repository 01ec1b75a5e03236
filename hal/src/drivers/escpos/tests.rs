//! What the driver makes of answers at the wrong moment; whole stories stand in `tests/printer.rs`.

use super::*;
use crate::port::printer::{Align, Line, Paper};

const START: Instant = Instant::from_millis(0);
const WELL: [u8; 4] = [0x16, 0x12, 0x12, 0x12];

#[test]
fn a_slip_that_came_before_the_first_state_is_refused_when_there_is_no_paper() {
    let mut printer = attached(Confirm::OrderedStatus);
    print(&mut printer, 7);

    let events = read(&mut printer, [0x1E, 0x32, 0x12, 0x7E]);

    assert!(events.contains(&Event::NotPrinted { job: 7 }), "{events:?}");
    assert!(!printer.jobs.has_more());
}

#[test]
fn when_a_printer_falls_silent_every_job_has_its_outcome_at_once() {
    let mut printer = ready(Confirm::ProcessId);
    print(&mut printer, 7);
    print(&mut printer, 8);
    turn(&mut printer, START);

    let mut out = Outbox::default();
    for _ in 0..MISSES_MAX {
        printer.asked = Asked::Status(1);
        printer.unanswered(START, &mut out);
    }

    assert_eq!(out.events, [Event::Unknown { job: 7 }, Event::NotPrinted { job: 8 }]);
    assert_eq!((out.fault, printer.due()), (Some(Fault::Silent), None));
}

#[test]
fn when_the_cable_is_pulled_every_job_has_its_outcome_at_once_and_the_next_is_refused() {
    let mut printer = ready(Confirm::ProcessId);
    print(&mut printer, 7);
    print(&mut printer, 8);
    turn(&mut printer, START);
    left(&mut printer);

    let mut out = Outbox::default();
    printer.detach(START, &mut out);
    let late = Command::Print { job: 9, paper: Paper::default() };
    printer.command(START, &late, &mut out);

    let expected =
        [Event::Unknown { job: 7 }, Event::NotPrinted { job: 8 }, Event::NotPrinted { job: 9 }];
    assert_eq!(out.events, expected);
    assert_eq!(printer.due(), None);
}

#[test]
fn e06_a_line_at_the_wrong_speed_is_garbled_and_not_silent() {
    let mut printer = attached(Confirm::None);
    let mut out = Outbox::default();
    for _ in 0..MISSES_MAX {
        printer.asked = Asked::Status(1);
        printer.receive(START, &[0xFE, 0x80], &mut out);
        printer.unanswered(START, &mut out);
    }

    assert_eq!(out.fault, Some(Fault::Garbled));
}

#[test]
fn e09_an_old_slips_answer_never_confirms_the_next() {
    let mut printer = ready(Confirm::OrderedStatus);
    print(&mut printer, 8);

    assert_eq!(turn(&mut printer, START), slip::IN_ORDER_STATUS, "first the printer is asked to catch up");
    assert_eq!(hear(&mut printer, &[0x00]), [], "the old slip's answer");
    assert_eq!(printer.due(), Some(START + SETTLE));
    assert_eq!(hear(&mut printer, &[0x00]), [], "the answer to that question");
    let sent = turn(&mut printer, START + SETTLE);
    assert!(sent.ends_with(&slip::IN_ORDER_STATUS));
    left(&mut printer);

    assert_eq!(hear(&mut printer, &[0x00]), [Event::Printed { job: 8 }]);
}

#[test]
fn a_slip_of_which_a_part_is_still_here_is_not_printed_whatever_the_printer_says() {
    let mut printer = ready(Confirm::OrderedStatus);
    printer.in_step = true;
    let long = Line::Text { text: "x".repeat(300), size: 1, align: Align::Left, bold: false };
    let paper = Paper { lines: vec![long.clone(), long] };
    printer.command(START, &Command::Print { job: 7, paper }, &mut Outbox::default());
    turn(&mut printer, START);
    left(&mut printer);

    assert_eq!(hear(&mut printer, &[0x00]), []);

    turn(&mut printer, START);
    assert_eq!(hear(&mut printer, &[0x00]), [Event::Printed { job: 7 }], "its word may outrun our clock");
    left(&mut printer);
    assert_eq!(printer.jobs.deadline(), None);
}

#[test]
fn e09_a_late_state_falls_into_the_pause_and_means_nothing() {
    let mut printer = ready(Confirm::None);
    let asked_at = START + POLL_EVERY;
    assert_eq!(turn(&mut printer, asked_at), [0x10, 0x04, 0x01]);
    printer.unanswered(asked_at, &mut Outbox::default());

    assert_eq!(hear(&mut printer, &[0x16]), []);

    assert_eq!(printer.due(), Some(asked_at + RETRY_AFTER));
    assert_eq!(turn(&mut printer, asked_at + RETRY_AFTER), [0x10, 0x04, 0x01], "the round begins anew");
}

#[test]
fn f02_an_in_order_answer_with_the_roll_out_does_not_confirm() {
    let mut printer = ready(Confirm::OrderedStatus);
    printer.in_step = true;
    print(&mut printer, 7);
    turn(&mut printer, START);
    left(&mut printer);

    assert_eq!(hear(&mut printer, &[0x0C, 0x0F]), []);
    assert_eq!(hear(&mut printer, &[0x03]), [Event::Printed { job: 7 }]);
}

#[test]
fn another_slips_process_id_does_not_confirm_this_one() {
    let mut printer = ready(Confirm::ProcessId);
    print(&mut printer, 7);
    turn(&mut printer, START);
    left(&mut printer);

    assert_eq!(hear(&mut printer, b"\x37\x220006\x00"), []);
    assert_eq!(hear(&mut printer, b"\x37\x220007\x00"), [Event::Printed { job: 7 }]);
}

#[test]
fn a_printer_that_never_says_its_word_leaves_the_slip_unknown_and_is_cleared() {
    let mut printer = ready(Confirm::ProcessId);
    print(&mut printer, 7);
    turn(&mut printer, START);
    left(&mut printer);
    let deadline = printer.jobs.deadline().unwrap();
    printer.poll_at = deadline + POLL_EVERY;

    let mut out = Outbox::default();
    let next = printer.turn(deadline, &mut out).unwrap();

    assert_eq!(out.events, [Event::Unknown { job: 7 }]);
    assert!(next.bytes.starts_with(&slip::CLEAR_BUFFERS));
}

#[test]
fn nothing_follows_the_clearing_before_its_word_or_its_limit() {
    for answers in [true, false] {
        let mut printer =
            Escpos::new(Settings { confirm: Confirm::ProcessId, ..Settings::default() }, None).unwrap();
        let mut out = Outbox::default();
        printer.attach(START, &mut out);

        let clears = printer.turn(START, &mut out).unwrap();
        assert_eq!(clears.bytes, slip::CLEAR_BUFFERS);
        assert_eq!(clears.answer, Answer::Within(ANSWER_WITHIN));
        if answers {
            printer.receive(START, b"\x37\x25\x00", &mut out);
        } else {
            printer.unanswered(START, &mut out);
        }

        assert_eq!(turn(&mut printer, START), slip::RECOVER_AND_INITIALISE);
        assert_eq!((out.done, out.fault), (answers, None));
    }
}

#[test]
fn a_state_is_told_once_until_it_changes() {
    let mut printer = ready(Confirm::None);

    assert_eq!(read(&mut printer, WELL), []);
    let open = Status { cover_open: true, offline: true, ..Status::READY };
    assert_eq!(read(&mut printer, [0x1E, 0x16, 0x12, 0x12]), [Event::Status(open)]);
}

#[test]
fn sizes_that_no_printer_has_are_refused() {
    let wrong = [
        Settings { qr_dots: 0, ..Settings::default() },
        Settings { qr_dots: 9, ..Settings::default() },
        Settings { columns: 15, ..Settings::default() },
    ];
    for settings in wrong {
        assert!(matches!(Escpos::new(settings, None), Err(SettingsError::Value { .. })));
    }
    assert!(matches!(Escpos::new(Settings::default(), Some(1)), Err(SettingsError::Value { .. })));
}

fn attached(confirm: Confirm) -> Escpos {
    let mut printer = Escpos::new(Settings { confirm, ..Settings::default() }, None).unwrap();
    printer.attach(START, &mut Outbox::default());
    if turn(&mut printer, START) == slip::CLEAR_BUFFERS {
        hear(&mut printer, b"\x37\x25\x00");
        turn(&mut printer, START);
    }
    printer
}

fn ready(confirm: Confirm) -> Escpos {
    let mut printer = attached(confirm);
    assert_eq!(read(&mut printer, WELL), [Event::Status(Status::READY)]);
    printer
}

/// One round of states.
fn read(printer: &mut Escpos, replies: [u8; 4]) -> Vec<Event> {
    printer.ask_all(START);
    let mut events = Vec::new();
    for (number, reply) in (1..).zip(replies) {
        assert_eq!(turn(printer, START), [0x10, 0x04, number]);
        events.extend(hear(printer, &[reply]));
    }
    events
}

fn print(printer: &mut Escpos, job: u64) {
    let text = Line::Text { text: "A017".to_owned(), size: 1, align: Align::Left, bold: false };
    let command = Command::Print { job, paper: Paper { lines: vec![text] } };
    printer.command(START, &command, &mut Outbox::default());
}

fn turn(printer: &mut Escpos, now: Instant) -> Vec<u8> {
    printer.turn(now, &mut Outbox::default()).unwrap().bytes
}

fn left(printer: &mut Escpos) {
    printer.sent(START, &mut Outbox::default());
}

fn hear(printer: &mut Escpos, bytes: &[u8]) -> Vec<Event> {
    let mut out = Outbox::default();
    printer.receive(START, bytes, &mut out);
    out.events
}
