//! Modbus text boards and their driver on one pair: what people see, and what happens when boards fail.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::Fault;
use hal::drivers::modbus_text::ModbusText;
use hal::port::board::{Area, Board, Colour, Command, Event};
use hal::sim::Device;
use hal::sim::text_board::TextBoard;
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);
/// Two lines of eight Chinese characters, and a colour.
const LINES: &str = "[layout]\nareas = [{ first = 32, registers = 8 }, { first = 40, registers = 8 }]\n\
    colour = { at = 48, red = 1, green = 2, yellow = 3 }";

#[test]
fn boards_that_can_be_bought_show_the_number_by_their_name() {
    for (profile, mut board) in [("armfly-led-485", TextBoard::armfly(3)), ("dm36b06", TextBoard::dm36b06(3))]
    {
        let mut bench = bench(&format!("profile = '{profile}'"), 3);

        bench.command(&show(&["A017"]));
        bench.run(SECOND, &mut [&mut board]);

        assert_eq!(
            (texts(&board), bench.events()),
            (vec!["A017".to_owned()], vec![&Event::Shown]),
            "{profile}"
        );
    }
}

#[test]
fn a_lively_text_flashes_and_the_next_one_stands_still() {
    let mut board = TextBoard::dm36b06(3);
    let mut bench = bench("profile = 'dm36b06'", 3);
    let text = |lively| Area { text: "A017".to_owned(), colour: Colour::Red, lively };

    bench.command(&Command::Show(vec![text(true)]));
    bench.run(SECOND, &mut [&mut board]);
    assert!(board.flashes());
    bench.command(&Command::Show(vec![text(false)]));
    bench.run(SECOND, &mut [&mut board]);

    assert!(!board.flashes());
}

#[test]
fn a_board_made_to_order_shows_chinese_lines_in_a_colour() {
    let mut board = TextBoard::lines(3, 32, 2, 8);
    let mut bench = bench(LINES, 3);

    let line = |text: &str| Area { text: text.to_owned(), colour: Colour::Green, lively: false };
    bench.command(&Command::Show(vec![line("请A017号到3号窗口办理"), line("综合业务")]));
    bench.run(SECOND, &mut [&mut board]);

    assert_eq!(texts(&board), ["请A017号到3号窗", "综合业务"], "whole characters, as many as fit");
    assert_eq!((board.colour(), bench.events()), (2, vec![&Event::Shown]), "told once all of it is there");
}

#[test]
fn f23_two_boards_on_one_pair_show_their_own_numbers() {
    let (mut left, mut right) = (TextBoard::armfly(3), TextBoard::armfly(4));
    let mut to_left = bench("profile = 'armfly-led-485'", 3);
    let mut to_right = bench("profile = 'armfly-led-485'", 4);

    to_left.command(&show(&["A017"]));
    to_left.run(SECOND / 2, &mut [&mut left, &mut right]);
    to_right.command(&show(&["B002"]));
    to_right.run(SECOND / 2, &mut [&mut left, &mut right]);

    assert_eq!((texts(&left), texts(&right)), (vec!["A017".to_owned()], vec!["B002".to_owned()]));
}

#[test]
fn f21_f22_a_board_that_is_blank_or_shows_garbage_is_right_within_ten_seconds() {
    for hand in
        [TextBoard::scramble, |board: &mut TextBoard| board.power_cycle(hal::time::Instant::default())]
    {
        let mut board = TextBoard::lines(3, 32, 2, 8);
        let mut bench = bench(LINES, 3);
        bench.command(&show(&["A017", "综合业务"]));
        bench.run(SECOND, &mut [&mut board]);

        hand(&mut board);
        assert_ne!(texts(&board), ["A017", "综合业务"]);
        bench.run(10 * SECOND, &mut [&mut board]);

        assert_eq!(texts(&board), ["A017", "综合业务"]);
        assert_eq!(bench.events(), [&Event::Shown], "the hall is told once of one text");
    }
}

#[test]
fn a_busy_board_is_asked_again_and_gets_the_newest_text() {
    let mut board = TextBoard::armfly(3);
    board.misbehaviour().busy = true;
    let mut bench = bench("profile = 'armfly-led-485'", 3);
    bench.command(&show(&["A016"]));
    bench.run(SECOND / 5, &mut [&mut board]);
    bench.command(&show(&["A017"]));

    board.misbehaviour().busy = false;
    bench.run(SECOND, &mut [&mut board]);

    assert_eq!((texts(&board), bench.fault), (vec!["A017".to_owned()], None));
    assert_eq!(bench.turns.len(), 2, "nothing is sent into the pause");
}

#[test]
fn a_board_with_other_registers_is_refused_and_says_so_at_once() {
    let mut board = TextBoard::dm36b06(3);
    let mut bench = bench("profile = 'armfly-led-485'", 3);

    bench.command(&show(&["A017"]));
    bench.run(SECOND, &mut [&mut board]);

    assert_eq!((bench.fault, bench.events().len()), (Some(Fault::Refused), 0));
}

fn bench(settings: &str, address: u16) -> Bench<Board, ModbusText> {
    let settings = settings.parse::<toml::Table>().unwrap().try_into().unwrap();
    Bench::new(ModbusText::new(settings, Some(address)).unwrap(), 9600)
}

fn show(texts: &[&str]) -> Command {
    let area = |text: &&str| Area { text: (*text).to_owned(), colour: Colour::Red, lively: false };
    Command::Show(texts.iter().map(area).collect())
}

fn texts(board: &TextBoard) -> Vec<String> {
    board.texts().iter().map(|text| encoding_rs::GBK.decode(text).0.into_owned()).collect()
}
