//! The HD44780: every letter in its place, whatever state it is found in.

use hal::cable::surface::letter_lcd::LetterLcd;
use hal::cable::surface::{Face, Frame, Letters, Surface, SurfaceError};
use hal::sim;

use crate::far_end::{Held, I2cBus};

const TWO: [&str; 2] = ["FAULT keypad-3  ", "1m  wait 12     "];
const FOUR: [&str; 4] =
    ["FAULT keypad-3      ", "silent  12m         ", "open 7/9  wait 12   ", "next A017      09:14"];

pub fn face(columns: u32, lines: &[&str]) -> Face {
    Letters::of_lines(columns, u32::try_from(lines.len()).unwrap(), lines.iter().copied()).into()
}

pub fn opened(display: &Held<sim::letter_lcd::LetterLcd>, columns: u8, rows: u8) -> Box<dyn Surface> {
    let hands = display.clone();
    let wait = move |time| hands.with(|display| display.pass(time));
    Box::new(LetterLcd::open(I2cBus(display.clone()), 0x27, columns, rows, wait).unwrap())
}

pub fn seen(display: &Held<sim::letter_lcd::LetterLcd>) -> Option<Vec<String>> {
    display.with(|display| display.seen())
}

fn complaints(display: &Held<sim::letter_lcd::LetterLcd>) -> Vec<String> {
    display.with(|display| display.complaints().to_vec())
}

#[test]
fn every_letter_stands_where_it_belongs_in_both_sizes() {
    let small = Held::new(sim::letter_lcd::LetterLcd::new(0x27, 16, 2));
    let large = Held::new(sim::letter_lcd::LetterLcd::new(0x27, 20, 4));

    let (two, four) = (face(16, &TWO), face(20, &FOUR));
    opened(&small, 16, 2).show(&two, &two.whole()).unwrap();
    opened(&large, 20, 4).show(&four, &four.whole()).unwrap();

    assert_eq!(seen(&small).unwrap(), TWO);
    assert_eq!(seen(&large).unwrap(), FOUR);
    assert_eq!((complaints(&small), complaints(&large)), (Vec::new(), Vec::new()));
}

#[test]
fn a_display_that_was_left_in_the_middle_of_a_byte_is_set_up_all_the_same() {
    let display = Held::new(sim::letter_lcd::LetterLcd::new(0x27, 16, 2));
    drop(opened(&display, 16, 2));
    display.with(sim::letter_lcd::LetterLcd::disturb);

    let two = face(16, &TWO);
    opened(&display, 16, 2).show(&two, &two.whole()).unwrap();

    assert_eq!(seen(&display).unwrap(), TWO);
}

#[test]
fn a_disturbed_cable_is_put_right_at_the_next_refresh() {
    let display = Held::new(sim::letter_lcd::LetterLcd::new(0x27, 16, 2));
    let mut surface = opened(&display, 16, 2);
    let two = face(16, &TWO);
    display.with(sim::letter_lcd::LetterLcd::disturb);
    surface.show(&two, &two.whole()).unwrap();
    assert_ne!(seen(&display), Some(TWO.map(str::to_owned).to_vec()));

    surface.refresh(&two).unwrap();

    assert_eq!(seen(&display).unwrap(), TWO);
}

#[test]
fn what_is_not_ascii_is_seen_to_be_missing_and_what_the_glass_lacks_is_replaced() {
    let display = Held::new(sim::letter_lcd::LetterLcd::new(0x27, 16, 2));
    let odd = face(16, &["3号 a\\b~c", "x"]);

    opened(&display, 16, 2).show(&odd, &odd.whole()).unwrap();

    assert_eq!(seen(&display).unwrap(), ["3? a/b-c        ", "x               "]);
}

#[test]
fn a_picture_is_refused() {
    let display = Held::new(sim::letter_lcd::LetterLcd::new(0x27, 16, 2));

    let refused = opened(&display, 16, 2).show(&Frame::new(16, 2).into(), &[]);

    assert!(matches!(refused, Err(SurfaceError::Kind { .. })));
}
