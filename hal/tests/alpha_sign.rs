//! Alpha signs and their driver on one pair: what people see, and what happens when signs fail.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::Fault;
use hal::drivers::alpha_sign::AlphaSign as Driver;
use hal::port::board::{Area, Board, Colour, Command, Event};
use hal::sim::alpha_sign::{AlphaSign, Page};
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);
/// Met, cleaned, laid out, written and proved, with the rests between.
const SOON: Duration = Duration::from_secs(12);

#[test]
fn a_number_stands_in_the_signs_own_letters_in_its_colour() {
    let (mut sign, mut bench) = (AlphaSign::new(5), bench("", 5));

    bench.command(&show(&[("A0023", Colour::Green)]));
    bench.run_until(&Event::Shown, SOON, &mut [&mut sign]);

    let page = Page { mode: 'b', colour: Some('2'), text: "A0023".to_owned(), dots: vec![] };
    assert_eq!(sign.pages(), [page]);
}

#[test]
fn chinese_is_drawn_in_dots_and_moves_when_it_is_wider_than_the_sign() {
    let (mut sign, mut bench) = (AlphaSign::new(5), bench("columns = 80", 5));

    bench.command(&show(&[("口1", Colour::Red)]));
    bench.run_until(&Event::Shown, SOON, &mut [&mut sign]);
    let page = &sign.pages()[0];
    assert_eq!((page.mode, page.text.as_str()), ('b', ""));
    assert_eq!(page.dots[2], "001111111111100000000000");
    assert_eq!(page.dots.len(), 16);

    bench.command(&show(&[("请A0023到3号窗口", Colour::Red)]));
    bench.run_until(&Event::Shown, SOON, &mut [&mut sign]);
    let page = &sign.pages()[0];
    assert_eq!((page.mode, page.dots[0].len()), ('a', 130), "wider than 80 dots");
}

#[test]
fn a_sign_of_seven_rows_shows_what_it_has_letters_for() {
    let (mut sign, mut bench) = (AlphaSign::new(5), bench("rows = 7", 5));

    bench.command(&show(&[("A017到3号", Colour::Red)]));
    bench.run_until(&Event::Shown, SOON, &mut [&mut sign]);

    assert_eq!(sign.pages()[0].text, "A017-3-");
}

#[test]
fn several_areas_are_pages_and_only_what_changed_is_sent() {
    let (mut sign, mut bench) = (AlphaSign::new(5), bench("areas = 2\ncolours = 'eight'", 5));
    bench.command(&show(&[("A017到3号", Colour::Red), ("综合业务", Colour::Yellow)]));
    bench.run_until(&Event::Shown, SOON, &mut [&mut sign]);
    let before = bench.turns.len();

    bench.command(&show(&[("A018到3号", Colour::Red), ("综合业务", Colour::Yellow)]));
    bench.run_until(&Event::Shown, SOON, &mut [&mut sign]);

    let pages = sign.pages();
    assert!(pages[1].dots.iter().any(|row| row.contains('8')), "yellow is a colour of its own among eight");
    assert_eq!(pages.len(), 2);
    assert_eq!(bench.turns.len() - before, 2, "one picture, and whether all went well");
}

#[test]
fn f23_two_signs_on_one_pair_show_their_own_numbers() {
    let (mut left, mut right) = (AlphaSign::new(5), AlphaSign::new(6));
    let (mut to_left, mut to_right) = (bench("", 5), bench("", 6));

    to_left.command(&show(&[("A017", Colour::Red)]));
    to_left.run(SOON, &mut [&mut left, &mut right]);
    to_right.now = to_left.now;
    to_right.attach();
    to_right.command(&show(&[("B002", Colour::Red)]));
    to_right.run(SOON, &mut [&mut left, &mut right]);

    assert_eq!((text(&left), text(&right)), ("A017".to_owned(), "B002".to_owned()));
    assert_eq!((to_left.fault, to_right.fault), (None, None));
}

#[test]
fn f21_a_sign_that_lost_its_files_is_found_and_written_again() {
    let (mut sign, mut bench) = (AlphaSign::new(5), bench("", 5));
    bench.command(&show(&[("号A017", Colour::Red)]));
    bench.run_until(&Event::Shown, SOON, &mut [&mut sign]);
    let stood = sign.pages();

    sign.lose_memory();
    assert_eq!(sign.pages(), []);
    bench.run(45 * SECOND, &mut [&mut sign]);

    assert_eq!(sign.pages(), stood);
    assert_eq!(bench.events(), [&Event::Shown], "the hall is told once of one text");
}

#[test]
fn a_sign_with_a_battery_shows_by_itself_what_stood_there() {
    let (mut sign, mut bench) = (AlphaSign::new(5), bench("", 5));
    bench.command(&show(&[("A017", Colour::Red)]));
    bench.run_until(&Event::Shown, SOON, &mut [&mut sign]);
    let written = bench.turns.len();

    sign.set_power(false);
    assert_eq!(sign.pages(), []);
    sign.set_power(true);

    assert_eq!((text(&sign).as_str(), bench.turns.len()), ("A017", written));
}

#[test]
fn a_sign_with_another_address_or_without_supply_is_silent() {
    for hand in [|sign: &mut AlphaSign| sign.set_address(7), |sign: &mut AlphaSign| sign.set_power(false)] {
        let (mut sign, mut bench) = (AlphaSign::new(5), bench("", 5));
        bench.command(&show(&[("A017", Colour::Red)]));
        bench.run_until(&Event::Shown, SOON, &mut [&mut sign]);

        hand(&mut sign);
        bench.run(45 * SECOND, &mut [&mut sign]);

        assert_eq!(bench.fault, Some(Fault::Silent));
    }
}

#[test]
fn a_sign_on_a_cable_of_two_wires_is_written_and_never_said_to_show() {
    let (mut sign, mut bench) = (AlphaSign::new(5), bench("answers = false", 5));
    sign.set_mute(true);

    bench.command(&show(&[("请A017", Colour::Red)]));
    bench.run(SOON, &mut [&mut sign]);

    assert_eq!((sign.pages()[0].dots.len(), bench.events().len(), bench.fault), (16, 0, None));
    sign.lose_memory();
    bench.run(11 * 60 * SECOND, &mut [&mut sign]);
    assert_eq!(sign.pages()[0].dots.len(), 16, "it is told everything again, as nobody can ask it");
}

#[test]
fn e09_an_answer_that_comes_too_late_proves_nothing() {
    let (mut sign, mut bench) = (AlphaSign::new(5), bench("", 5));
    sign.set_answer_after(Duration::from_millis(1300));

    bench.command(&show(&[("A017", Colour::Red)]));
    bench.run(30 * SECOND, &mut [&mut sign]);

    assert_eq!((bench.events().len(), bench.fault), (0, Some(Fault::Silent)));
}

#[test]
fn a_text_that_changes_while_it_is_written_is_told_once_the_newest_stands_there() {
    let (mut sign, mut bench) = (AlphaSign::new(5), bench("", 5));
    for number in 0..20 {
        bench.command(&show(&[(&format!("A{number:03}"), Colour::Red)]));
        bench.run(SECOND / 3, &mut [&mut sign]);
    }
    bench.run(SOON, &mut [&mut sign]);

    assert_eq!((text(&sign).as_str(), bench.fault), ("A019", None));
    assert_eq!(bench.events().last(), Some(&&Event::Shown));
}

fn text(sign: &AlphaSign) -> String {
    sign.pages()[0].text.clone()
}

fn bench(settings: &str, address: u16) -> Bench<Board, Driver> {
    let settings = settings.parse::<toml::Table>().unwrap().try_into().unwrap();
    Bench::new(Driver::new(settings, Some(address)).unwrap(), 9600)
}

fn show(texts: &[(&str, Colour)]) -> Command {
    let area = |&(text, colour): &(&str, Colour)| Area { text: text.to_owned(), colour, lively: false };
    Command::Show(texts.iter().map(area).collect())
}
