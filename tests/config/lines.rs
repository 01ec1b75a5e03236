//! Signals and keypads on lines: what is read of them, and every mistake with its place.

use std::time::Duration;

use jiaohao::domain::id::WindowId;
use jiaohao::layout::{Active, Key, LineId, MadeOf, PadKey, Pull, SignalKind};

use super::support::{CATALOGUE, HALL, check, read};

/// A hall with one of each.
const LINES: &str = r#"
[[signal]]
name = "mains"
kind = "mains"
chip = "hall-box"
line = 17
place = "cabinet"

[[signal]]
name = "button"
kind = "emergency"
line = "EMERGENCY"
place = "duty desk"

[[keypad]]
name = "keypad-2"
window = 2
kind = "usb"
path = "/dev/input/by-path/usb-0:1.4-event-kbd"
keys = { next = "plus", enter = "enter" }
place = "desk 2"

[[cable]]
"#;

/// Another keypad, of buttons.
const BUTTONS: &str = r#"
[[window]]
number = 3

[[keypad]]
name = "keypad-3"
window = 3
kind = "buttons"
chip = "hall-box"
keys = { next = 5, "7" = 6 }
beeper = 7
place = "desk 3"

[[cable]]
"#;

/// These tables in the small hall, with a mistake in them.
fn told(tables: &str, right: &str, wrong: &str, expected: &[&str]) {
    assert!(tables.contains(right), "{right}");
    check("[[cable]]\n", &tables.replace(right, wrong), expected);
}

#[test]
fn signals_and_keypads_are_read_with_their_defaults() {
    let hall = HALL.replace("[[cable]]\n", LINES).replace("[[cable]]\n", BUTTONS);

    let layout = read(hall.as_bytes(), CATALOGUE).config.expect("holds").layout;

    let [mains, button] = &layout.signals[..] else { panic!("{:?}", layout.signals) };
    assert_eq!((mains.kind, mains.active, mains.pull), (SignalKind::Mains, Active::High, Pull::Up));
    assert_eq!((mains.stands.on, mains.stands.off), (Duration::from_millis(500), Duration::from_secs(5)));
    assert_eq!((mains.pin.chip.as_deref(), &mains.pin.line), (Some("hall-box"), &LineId::Offset(17)));
    assert_eq!((button.active, button.stands.on), (Active::Low, Duration::from_millis(50)));
    assert_eq!((&button.pin.chip, &button.pin.line), (&None, &LineId::Name("EMERGENCY".to_owned())));
    let [usb, buttons] = &layout.keypads[..] else { panic!("{:?}", layout.keypads) };
    let MadeOf::Usb { keys, .. } = &usb.made_of else { panic!("{usb:?}") };
    let meant = [PadKey::Plus, PadKey::Digit(4), PadKey::Slash].map(|key| keys.get(&key).copied());
    assert_eq!((usb.window, meant), (WindowId(2), [Some(Key::Next), Some(Key::Digit(4)), None]));
    let MadeOf::Buttons(buttons) = &buttons.made_of else { panic!("{buttons:?}") };
    let wired = [(Key::Digit(7), LineId::Offset(6)), (Key::Next, LineId::Offset(5))];
    assert_eq!((&buttons.keys[..], &buttons.beeper), (&wired[..], &Some(LineId::Offset(7))));
}

#[test]
fn a_number_without_a_chip_is_refused_as_chips_change_their_numbers_f52() {
    told(
        LINES,
        "chip = \"hall-box\"\n",
        "",
        &["hall.toml:22:8: error: a number says which line only together"],
    );
    told(
        LINES,
        "line = 17",
        "line = 1.5",
        &["`signal.line` cannot be this (a number with a point); write a line's"],
    );
    told(LINES, "line = 17\n", "", &["error: the key `line` of a line is missing; write `line = 17`"]);
}

#[test]
fn a_broken_wire_must_read_as_mains_lost() {
    told(
        LINES,
        "line = 17",
        "line = 17\nactive = \"low\"",
        &["a broken wire would read as mains that never fail"],
    );
    told(
        LINES,
        "line = 17",
        "line = 17\npull = \"down\"",
        &["a broken wire would read as mains that never fail"],
    );
    told(LINES, "line = 17", "line = 17\npull = \"down\"\nactive = \"low\"", &[]);
    told(LINES, "line = 17", "line = 17\npull = \"outside\"\nactive = \"low\"", &[]);
}

#[test]
fn a_word_that_no_signal_has_is_told_with_those_it_may_be() {
    let kinds = "`signal.kind` cannot be this (a text); write one of \"mains\", \"emergency\", \"notice\", \"lamp\", \"buzzer\"";
    told(LINES, "kind = \"mains\"", "kind = \"siren\"", &[kinds]);
    told(LINES, "line = 17", "line = 17\ndebounce = \"1ms\"", &["`signal.debounce` cannot be this"]);
    told(LINES, "line = 17", "line = 17\ndriver = \"gpio\"", &["unknown key `signal.driver`"]);
    told(LINES, "kind = \"usb\"", "kind = \"hid\"", &["`keypad.kind` cannot be this (a text); write one of"]);
}

#[test]
fn j03_a_line_a_pad_and_a_window_are_given_once() {
    let twice = ["\"mains\" and \"button\" have the GPIO line 17 of \"hall-box\""];
    told(LINES, "line = \"EMERGENCY\"", "chip = \"hall-box\"\nline = 17", &twice);
    let beeper = ["\"keypad-3\" has the GPIO line 5 of \"hall-box\" twice"];
    told(BUTTONS, "beeper = 7", "beeper = 5", &beeper);
    let panel = "[[lcd]]\nname = \"panel\"\nsurface = \"st7789\"\npath = \"/dev/spidev0.0\"\nplace = \"door\"\n\
                 chip = \"hall-box\"\ndata-line = 17\n\n[[cable]]";
    let shared = ["\"mains\" and \"panel\" have the GPIO line 17 of \"hall-box\""];
    told(LINES, "[[cable]]", panel, &shared);
    told(LINES, "window = 2", "window = 1", &["\"keypad-1\" and \"keypad-2\" play one role"]);
    told(LINES, "window = 2", "window = 9", &["\"keypad-2\" is for window 9, which this hall does not have"]);
    told(LINES, "name = \"mains\"", "name = \"keypad-2\"", &["two of the name \"keypad-2\" (device)"]);
}

#[test]
fn a_key_that_is_not_there_is_told_with_the_one_that_was_meant() {
    told(LINES, "next = \"plus\"", "nxt = \"plus\"", &["there is no key \"nxt\"; did you mean \"next\"?"]);
    told(LINES, "next = \"plus\"", "next = \"pluss\"", &["the pad has no such key; did you mean \"plus\"?"]);
    told(LINES, "{ next = \"plus\", enter = \"enter\" }", "{}", &["this keypad has no keys"]);
    told(
        BUTTONS,
        "next = 5",
        "next = true",
        &["`keypad.keys` cannot be this (true or false); write a line's"],
    );
}

#[test]
fn a_pad_is_known_by_its_usb_port_and_another_name_is_warned_of() {
    let warned = ["warning: this name may be another pad's after the next start"];
    told(LINES, "/dev/input/by-path/usb-0:1.4-event-kbd", "/dev/input/event3", &warned);
}
