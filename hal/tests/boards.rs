//! Font cards and their driver on one pair: what people see, and what happens when cables and cards fail.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::Fault;
use hal::drivers::onbon_bx::{AreaSettings, OnbonBx, Settings};
use hal::port::board::{Area, Board, Colour, Command, Event};
use hal::sim::Device;
use hal::sim::font_board::FontBoard;
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn f23_two_boards_on_one_pair_show_their_own_numbers() {
    let (mut left, mut right) = (FontBoard::new(3), FontBoard::new(4));
    let mut to_left = bench(3);
    let mut to_right = bench(4);

    to_left.command(&show(&["A017"]));
    to_left.run(SECOND, &mut [&mut left, &mut right]);
    to_right.command(&show(&["B002"]));
    to_right.run(SECOND, &mut [&mut left, &mut right]);

    assert_eq!((texts(&left), texts(&right)), (vec!["A017".to_owned()], vec!["B002".to_owned()]));
    assert_eq!((to_left.events(), to_right.events()), (vec![&Event::Shown], vec![&Event::Shown]));
}

#[test]
fn areas_of_an_earlier_configuration_do_not_stay_on_the_card() {
    let mut board = FontBoard::new(3);
    let areas = vec![AreaSettings::default(), AreaSettings { y: 16, height: 16, ..AreaSettings::default() }];
    let earlier = OnbonBx::new(Settings { areas, ..Settings::default() }, Some(3)).unwrap();
    let mut earlier = Bench::new(earlier, 9600);
    earlier.command(&show(&["A016", "请稍候"]));
    earlier.run(SECOND, &mut [&mut board]);
    assert_eq!(texts(&board).len(), 2);

    let mut bench = bench(3);
    bench.command(&show(&["A017"]));
    bench.run(SECOND, &mut [&mut board]);

    assert_eq!(texts(&board), ["A017"]);
}

#[test]
fn f21_a_board_that_comes_back_blank_has_its_number_within_ten_seconds() {
    let mut board = FontBoard::new(3);
    let mut bench = bench(3);
    bench.command(&show(&["A017"]));
    bench.run(SECOND, &mut [&mut board]);

    board.power_cycle(bench.now);
    assert_eq!(texts(&board), [""; 0]);
    bench.run(10 * SECOND, &mut [&mut board]);

    assert_eq!(texts(&board), ["A017"]);
    assert_eq!(bench.events(), [&Event::Shown], "the hall is told once of one text");
}

#[test]
fn f22_a_board_that_shows_garbage_is_healed_by_the_refresh() {
    let mut board = FontBoard::new(3);
    let mut bench = bench(3);
    bench.command(&show(&["A017"]));
    bench.run(SECOND, &mut [&mut board]);
    board.scramble();
    assert_ne!(texts(&board), ["A017"]);

    bench.run(10 * SECOND, &mut [&mut board]);

    assert_eq!(texts(&board), ["A017"]);
}

#[test]
fn f20_a_board_that_was_away_gets_the_present_and_not_the_past() {
    let mut board = FontBoard::new(3);
    let mut bench = bench(3);
    bench.plugged = false;
    bench.command(&show(&["A016"]));
    bench.run(5 * SECOND, &mut [&mut board]);
    assert_eq!((bench.fault, bench.events().len()), (Some(Fault::Silent), 0));
    bench.command(&show(&["A017"]));

    bench.plugged = true;
    bench.attach();
    bench.run(SECOND, &mut [&mut board]);

    assert_eq!(texts(&board), ["A017"]);
    assert_eq!(board.taken(), 2, "a ping and one text");
}

#[test]
fn e09_a_late_answer_does_not_confirm_a_text_that_nobody_sees() {
    let mut board = FontBoard::new(3);
    let mut bench = bench(3);
    bench.run(SECOND, &mut [&mut board]);

    // Behind the limit of its own turn (400 ms) and the pause (300 ms), so that it falls into the next turn.
    board.set_answer_after(Duration::from_millis(750));
    bench.command(&show(&["A016"]));
    bench.run(Duration::from_millis(200), &mut [&mut board]);
    bench.command(&show(&["A017"]));
    bench.run(SECOND, &mut [&mut board]);

    assert!(bench.events().is_empty(), "{:?} is about A016", bench.events());
}

#[test]
fn a_board_that_is_busy_twice_shows_the_text_at_the_third_time() {
    let mut board = FontBoard::new(3);
    let mut bench = bench(3);
    bench.run(SECOND, &mut [&mut board]);
    board.set_busy(2);

    bench.command(&show(&["A017"]));
    bench.run(2 * SECOND, &mut [&mut board]);

    assert_eq!((texts(&board), bench.fault), (vec!["A017".to_owned()], None));
}

#[test]
fn a_board_that_changes_five_times_while_it_waits_gets_the_newest_once() {
    let mut board = FontBoard::new(3);
    let mut bench = bench(3);
    bench.run(SECOND, &mut [&mut board]);
    let before = bench.turns.len();

    for number in ["A013", "A014", "A015", "A016", "A017"] {
        bench.command(&show(&[number]));
    }
    bench.run(SECOND, &mut [&mut board]);

    assert_eq!((texts(&board), bench.turns.len() - before), (vec!["A017".to_owned()], 1));
}

#[test]
fn the_hall_display_has_a_line_for_each_call_in_its_colour() {
    let line =
        |y| AreaSettings { y, width: 16, height: 16, font: "\\FO1".to_owned(), ..AreaSettings::default() };
    let settings =
        Settings { areas: vec![line(0), line(16), line(32)], colours: true, ..Settings::default() };
    let mut bench = Bench::new(OnbonBx::new(settings, Some(9)).unwrap(), 9600);
    let mut board = FontBoard::new(9);
    let calls = vec![
        Area { text: "A017 到 3".to_owned(), colour: Colour::Red, lively: true },
        Area { text: "B002 到 1".to_owned(), colour: Colour::Green, lively: false },
    ];

    bench.command(&Command::Show(calls));
    bench.run_until(&Event::Shown, SECOND, &mut [&mut board]);

    let seen: Vec<(u32, u8, u8)> =
        board.areas().map(|(_, area)| (area.y, area.colour, area.display)).collect();
    assert_eq!(seen, [(0, 1, 5), (16, 2, 1), (32, 1, 1)]);
    assert_eq!(texts(&board), ["A017 到 3", "B002 到 1", " "]);
}

#[test]
fn f08_a_character_that_the_card_would_take_for_an_escape_costs_only_itself() {
    let settings: Settings = toml::from_str("encoding = 'gbk'").unwrap();
    let mut bench = Bench::new(OnbonBx::new(settings, Some(3)).unwrap(), 9600);
    let mut board = FontBoard::new(3);

    bench.command(&show(&["乗\\A017"]));
    bench.run(SECOND, &mut [&mut board]);

    assert_eq!(texts(&board), ["□＼A017"]);
}

fn bench(address: u16) -> Bench<Board, OnbonBx> {
    Bench::new(OnbonBx::new(Settings::default(), Some(address)).unwrap(), 9600)
}

fn show(texts: &[&str]) -> Command {
    let area = |text: &&str| Area { text: (*text).to_owned(), colour: Colour::Red, lively: false };
    Command::Show(texts.iter().map(area).collect())
}

fn texts(board: &FontBoard) -> Vec<String> {
    board.areas().map(|(_, area)| encoding_rs::GBK.decode(&area.text).0.into_owned()).collect()
}
