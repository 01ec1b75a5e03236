//! Bytes that others made, against our drivers and our simulated devices.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

use hal::driver::{Driver, Outbox};
use hal::drivers::escpos::{Confirm, Escpos, Settings};
use hal::drivers::onbon_bx::{self, OnbonBx};
use hal::framing::onbon::{COMPUTER, Found, Frame, Unframer};
use hal::port::board;
use hal::port::printer::{Align, Command, Event, Line, Paper, Status};
use hal::sim::Device;
use hal::sim::font_board::FontBoard;
use hal::sim::printer::{Personality, TicketPrinter};
use hal::sim::printer_paper::{Look, Mark, Side, Slip};
use hal::time::Instant;

const ONBON_BX: &str = include_str!("recordings/onbon-bx.txt");
const ESCPOS: &str = include_str!("recordings/escpos.txt");
const START: Instant = Instant::from_millis(0);
const LATER: Instant = Instant::from_millis(1000);

#[test]
fn every_recorded_frame_is_read_and_written_the_same() {
    for (name, bytes) in recordings(ONBON_BX) {
        let mut unframer = Unframer::default();
        let found: Vec<Found> = bytes.iter().filter_map(|&byte| unframer.push(byte)).collect();
        let [Found::Frame(frame)] = found.as_slice() else { panic!("{name}: {found:?}") };
        assert!(bytes.ends_with(&frame.encode()), "{name}");
    }
}

#[test]
fn the_simulated_card_shows_the_published_texts() {
    for (name, expected) in [("text", "012345QRSTTV'B"), ("call", "请A0023到3号窗口")] {
        let mut card = FontBoard::new(1);

        card.hear(START, &recording(ONBON_BX, name));

        let texts: Vec<String> =
            card.areas().map(|(_, area)| encoding_rs::GBK.decode(&area.text).0.into_owned()).collect();
        assert_eq!(texts, [expected], "{name}");
    }
}

#[test]
fn the_simulated_card_answers_a_ping_as_the_sheet_says() {
    let mut card = FontBoard::new(1);

    card.hear(START, &recording(ONBON_BX, "ping"));

    assert_eq!(card.speak(LATER), recording(ONBON_BX, "done"));
}

#[test]
fn the_simulated_card_answers_the_address_of_all_as_the_published_card_does() {
    let mut card = FontBoard::new(1);
    let everybody = Frame { to: 0xFFFE, from: COMPUTER, data: vec![0xA2, 0x00, 0x01, 0x00, 0x00] };

    card.hear(START, &everybody.encode());

    assert!(recording(ONBON_BX, "answer").ends_with(&card.speak(LATER)));
}

#[test]
fn our_driver_meets_a_card_with_the_published_ping() {
    let mut driver = OnbonBx::new(onbon_bx::Settings::default(), Some(1)).unwrap();
    let mut out = Outbox::<board::Board>::default();

    driver.attach(START, &mut out);
    let sent = driver.turn(START, &mut out).unwrap().bytes;
    driver.receive(START, &recording(ONBON_BX, "done"), &mut out);

    assert_eq!((sent, out.done), (recording(ONBON_BX, "ping"), true));
}

#[test]
fn the_simulated_printer_answers_the_questions_of_other_programs() {
    let mut printer = TicketPrinter::new(Personality::OrderedStatus);

    printer.hear(START, &recording(ESCPOS, "online"));
    printer.hear(START, &recording(ESCPOS, "paper"));
    let healthy = printer.speak(START);
    printer.hear(START, &recording(ESCPOS, "opening"));
    let opened = printer.speak(START);

    assert_eq!(healthy, [0x16, 0x12]);
    assert_eq!(opened, [0x12, 0x12, 0x10, 0x00, 0x00, 0x0F], "two states, then the report it asked for");
}

#[test]
fn anothers_chinese_ticket_and_ours_mean_the_same_to_the_simulated_printer() {
    let line =
        |text: &str, size| Line::Text { text: text.to_owned(), size, align: Align::Centre, bold: false };
    let paper = Paper { lines: vec![line("A017", 2), line("请到3号窗口", 1)] };
    let ours = {
        let mut driver =
            Escpos::new(Settings { confirm: Confirm::None, ..Settings::default() }, None).unwrap();
        let mut out = Outbox::default();
        driver.attach(START, &mut out);
        driver.command(START, &Command::Print { job: 1, paper }, &mut out);
        driver.turn(START, &mut out).unwrap();
        for state in recording(ESCPOS, "states") {
            driver.turn(START, &mut out).unwrap();
            driver.receive(START, &[state], &mut out);
        }
        driver.turn(START, &mut out).unwrap().bytes
    };
    let theirs = recording(ESCPOS, "ticket");

    let (our_slip, _) = printed(&ours);
    let (their_slip, answered) = printed(&theirs);

    let letters = |slip: &Slip| -> Vec<(Vec<u8>, u8, u8)> {
        let lines = slip.marks.iter().filter_map(|mark| match mark {
            Mark::Line { runs, .. } => Some(runs),
            Mark::Code { .. } | Mark::Picture { .. } | Mark::Blank { .. } => None,
        });
        lines.flatten().map(|run| (run.bytes.clone(), run.look.width, run.look.height)).collect()
    };
    assert_eq!(letters(&our_slip), letters(&their_slip));
    assert_eq!(encoding_rs::GB18030.decode(&their_slip.text()).0, "A017\n请到3号窗口\n");
    assert_eq!(answered, [0x00], "the in-order status behind the cut");
}

#[test]
fn the_simulated_printer_draws_anothers_code_either_way() {
    let (native, _) = printed(&recording(ESCPOS, "native-code"));
    let payload = b"https://h.cn/A017".to_vec();
    assert!(native.marks.contains(&Mark::Code { side: Side::Left, module_dots: 4, payload }), "{native:?}");
    let Mark::Line { runs, side: Side::Centre } = &native.marks[0] else { panic!("{native:?}") };
    assert_eq!(runs[0].look, Look { width: 2, height: 2, bold: true, chinese: false });

    let (picture, _) = printed(&recording(ESCPOS, "picture-code"));
    let [Mark::Picture { side: Side::Centre, row_bytes: 8, dots }] = picture.marks.as_slice() else {
        panic!("{picture:?}")
    };
    assert_eq!(dots.len(), 8 * 63);
}

#[test]
fn the_states_of_another_printer_mean_that_it_is_ready() {
    let mut driver = Escpos::new(Settings { confirm: Confirm::None, ..Settings::default() }, None).unwrap();
    let mut out = Outbox::default();

    driver.attach(START, &mut out);
    driver.turn(START, &mut out);
    for state in recording(ESCPOS, "states") {
        driver.turn(START, &mut out).unwrap();
        driver.receive(START, &[state], &mut out);
    }

    assert_eq!(out.events, [Event::Status(Status::READY)]);
}

/// What comes out of a printer that is given these bytes, and what it says.
fn printed(bytes: &[u8]) -> (Slip, Vec<u8>) {
    let mut printer = TicketPrinter::new(Personality::OrderedStatus);
    printer.hear(START, bytes);
    let answered = (0..2000).flat_map(|millis| printer.speak(Instant::from_millis(millis))).collect();
    (printer.tear_off().remove(0), answered)
}

fn recordings(file: &str) -> Vec<(&str, Vec<u8>)> {
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, hexadecimal) = line.split_once(' ').unwrap();
            let digits: Vec<u32> = hexadecimal.chars().filter_map(|digit| digit.to_digit(16)).collect();
            let bytes = digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap());
            (name, bytes.collect())
        })
        .collect()
}

fn recording(file: &str, name: &str) -> Vec<u8> {
    recordings(file).into_iter().find(|(found, _)| *found == name).unwrap().1
}
