//! I09 on status LCDs: a PIN that was set anew is told, and takes no room from what is to be mended.

use std::time::Duration;

use hal::cable::surface::{Frame, png};
use jiaohao::domain::id::StaffId;
use jiaohao::layout::Role;
use jiaohao::station::cabinet::{About, Severity, Trouble, Wrong, letters, picture};
use jiaohao::station::picture::{TextSize, width};

use crate::support::{THREE, busy};

const SIZES: [(u32, u32); 4] = [(320, 240), (480, 320), (240, 240), (128, 64)];

fn row(about: About, wrong: Wrong, place: &str) -> Trouble {
    Trouble { about, device: None, place: place.to_owned(), wrong, age: Duration::from_secs(200 * 60) }
}

fn set_anew() -> Trouble {
    row(About::Pin(StaffId(101)), Wrong::PinChanged, "09:14记录")
}

fn removed() -> Trouble {
    row(About::Pin(StaffId(2012)), Wrong::PinRemoved, "08:02记录")
}

fn all_anew() -> Trouble {
    row(About::Pins(12), Wrong::PinChanged, "09:14记录 101、102、103、104、105、106、107、108")
}

fn troubles() -> Vec<Trouble> {
    let mut others = vec![
        row(About::Device(Role::Printer), Wrong::PaperNearEnd, "取号机左侧"),
        row(About::Device(Role::Keypad(THREE)), Wrong::Silent, "3号窗口台面"),
    ];
    for trouble in &mut others {
        trouble.age = Duration::ZERO;
    }
    others
}

#[test]
fn i09_a_row_about_a_pin_is_the_last_of_all_and_leaves_the_others_their_place() {
    let mut told = vec![set_anew()];
    told.extend(troubles());

    let with = busy(told);

    assert_eq!(
        with.troubles.last().map(|row| (row.wrong, row.severity())),
        Some((Wrong::PinChanged, Severity::Told))
    );
    assert_eq!(with.troubles[..2], busy(troubles()).troubles);
    let (small, large) = (letters((16, 2), &with), letters((20, 4), &with));
    assert_eq!(small, ["FAULT keypad 3", "silent 0min   +2"]);
    assert_eq!(large, ["FAULT keypad 3", "silent 0min", "printer    paper low", "wait 12 +1     09:14"]);
}

#[test]
fn i09_displays_of_letters_say_whose_pin_and_what_became_of_it() {
    assert_eq!(letters((16, 2), &busy(vec![set_anew()])), ["NOTE PIN 101", "set anew 3h     "]);
    assert_eq!(letters((16, 2), &busy(vec![removed()])), ["NOTE PIN 2012", "removed 3h      "]);
    assert_eq!(letters((16, 2), &busy(vec![all_anew()]))[0], "NOTE 12 PINs");
}

#[test]
fn i09_every_panel_shows_the_row_and_the_smallest_has_room_for_clerk_what_and_when() {
    let situations = [
        ("pin", busy(vec![set_anew()])),
        ("pins", busy(vec![set_anew(), removed()])),
        ("pins-all", busy(vec![all_anew()])),
        ("pin-behind", busy([troubles(), vec![set_anew()]].concat())),
        ("pin-before", busy(troubles())),
    ];
    for size in SIZES {
        let drawn: Vec<_> = situations.iter().map(|(_, situation)| picture(size, situation)).collect();
        for (place, (name, _)) in situations.iter().enumerate() {
            assert!(!drawn[..place].contains(&drawn[place]), "{name} looks like another on {size:?}");
            let frame = Frame::of_565(size.0, size.1, drawn[place].pixels());
            let file = format!("lcd-{}x{}-{name}.png", size.0, size.1);
            let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
            std::fs::write(folder.join(file), png(&frame).unwrap()).unwrap();
        }
    }
    // What a panel of 240 dots has for a line.
    let room = 240 - 2 * 6 - 17;
    for told in [set_anew(), removed()] {
        assert!(width(TextSize::Strong, &told.headline()) < room, "{}", told.headline());
        assert!(width(TextSize::Normal, &told.remedy()) < room, "{}", told.remedy());
    }
}

/// The words that all is well, and the light of a stored journal.
const GREEN: u16 = 5 << 11 | 50 << 5 | 14;
/// The edge of what visitors or clerks notice.
const AMBER: u16 = 31 << 11 | 44 << 5 | 4;

#[test]
fn i09_a_hall_that_is_well_says_so_beside_the_row_and_what_is_wrong_keeps_its_large_letters() {
    let dots = |size, colour, told| picture(size, &busy(told)).pixels().filter(|dot| *dot == colour).count();
    let (keypad, note) = (troubles().remove(1), set_anew());
    for size in [(320, 240), (480, 320), (240, 240)] {
        let well = dots(size, GREEN, Vec::new());
        let wrong = dots(size, AMBER, vec![keypad.clone()]);

        assert!(well > 200 && wrong > 200, "the injector: {well} and {wrong} dots on {size:?}");
        assert_eq!(dots(size, GREEN, vec![note.clone()]), well, "{size:?}");
        assert_eq!(dots(size, AMBER, vec![keypad.clone(), note.clone()]), wrong, "{size:?}");
    }
}
