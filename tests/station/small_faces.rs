//! The status faces of small cabinets: 128 × 64 dots, and letters of 16 × 2 and 20 × 4.

use std::time::Duration;

use jiaohao::domain::id::WindowId;
use jiaohao::layout::Role;
use jiaohao::station::cabinet::{About, Situation, Trouble, Wrong, letters, picture};

use crate::support::{THREE, busy};

const SMALL: (u32, u32) = (16, 2);
const LARGE: (u32, u32) = (20, 4);

fn trouble(about: About, device: &str, wrong: Wrong, minutes: u64) -> Trouble {
    let device = (!device.is_empty()).then(|| device.into());
    Trouble { about, device, place: "机柜内".to_owned(), wrong, age: Duration::from_secs(minutes * 60) }
}

fn keypad(device: &str) -> Trouble {
    trouble(About::Device(Role::Keypad(THREE)), device, Wrong::Silent, 12)
}

fn journal() -> Trouble {
    trouble(About::Journal, "", Wrong::NotWritten, 0)
}

#[test]
fn a_hall_that_is_well_says_how_many_wait_and_who_is_next() {
    assert_eq!(letters(SMALL, &busy(Vec::new())), ["OK       wait 12", "next A017  09:14"]);
    assert_eq!(
        letters(LARGE, &busy(Vec::new())),
        ["OK           wait 12", "open 1/2   max 22min", "served 128", "next A017      09:14"]
    );
}

#[test]
fn a_device_is_called_by_its_name_where_that_is_ascii_and_by_its_window_where_it_is_not() {
    assert_eq!(letters(SMALL, &busy(vec![keypad("keypad-3")])), ["FAULT keypad-3", "silent 12min    "]);
    assert_eq!(letters(SMALL, &busy(vec![keypad("三号窗口")]))[0], "FAULT keypad 3");
}

#[test]
fn the_worst_trouble_is_first_and_the_others_are_counted() {
    let pad = trouble(About::Device(Role::RatingPad(WindowId(5))), "pad-5", Wrong::Unplugged, 3000);
    let hall = busy(vec![pad, keypad("keypad-3"), journal()]);

    assert_eq!(letters(SMALL, &hall), ["STOP journal", "no write 0min +2"]);
    assert_eq!(
        letters(LARGE, &hall),
        ["STOP journal", "no write 0min", "keypad-3      silent", "wait 12 +1     09:14"]
    );
}

#[test]
fn no_line_is_longer_than_its_display_but_for_a_long_name_at_its_end() {
    let all = [
        Wrong::Silent,
        Wrong::Garbled,
        Wrong::LineSettings,
        Wrong::Clash,
        Wrong::Ambiguous,
        Wrong::Occupied,
        Wrong::CoverOpen,
        Wrong::CutterJammed,
        Wrong::NotConfirmed,
    ];
    for wrong in all {
        for minutes in [0, 59, 1439, 99_999] {
            let first = trouble(About::Device(Role::Keypad(THREE)), "keypad-3", wrong, minutes);
            let hall = busy(vec![first.clone(), first.clone(), first]);
            for (columns, lines) in [(16, letters(SMALL, &hall)), (20, letters(LARGE, &hall))] {
                assert!(lines.iter().all(|line| line.len() <= columns && line.is_ascii()), "{lines:?}");
            }
        }
    }
}

#[test]
fn a_closed_hall_and_one_that_does_not_store_say_so() {
    let closed = Situation { open: false, waiting: 0, next: None, clock: None, ..busy(Vec::new()) };
    let unstored = Situation { stored: false, ..busy(Vec::new()) };

    assert_eq!(letters(SMALL, &closed), ["CLOSED    wait 0", "           --:--"]);
    assert_eq!(letters(SMALL, &unstored)[0], "UNSAVED  wait 12");
}

#[test]
fn dots_have_another_face_for_every_trouble_and_for_every_figure() {
    let mut other = busy(Vec::new());
    other.waiting = 13;
    let situations = [
        busy(Vec::new()),
        other,
        busy(vec![keypad("a")]),
        busy(vec![journal(), keypad("a")]),
        busy(vec![keypad("a"), keypad("b")]),
    ];

    let pictures: Vec<_> = situations.iter().map(|it| picture((128, 64), it)).collect();

    for (place, one) in pictures.iter().enumerate() {
        assert!(!pictures[..place].contains(one), "{place} looks like another");
        assert!(one.pixels().all(|pixel| pixel == 0 || pixel == 0xFFFF), "only black and white");
    }
}

#[test]
fn the_headline_of_a_trouble_stands_dark_on_light_on_dots() {
    let lit = |situation: &Situation| {
        let dots: Vec<u16> = picture((128, 64), situation).pixels().collect();
        dots[..128 * 13].iter().filter(|dot| **dot != 0).count()
    };

    assert!(lit(&busy(vec![journal()])) > 128 * 13 / 2);
    assert!(lit(&busy(Vec::new())) < 128 * 13 / 2);
}
