//! Traces of a cable of a running daemon, and their replay.

use std::fs;
use std::process::Stdio;

use hal::sim::keypad::Keypad;

use super::plug::Plug;
use super::support::{Hall, told, wait_until};

/// The PIN as its keys are coded, and the key behind it.
const PIN: [u8; 5] = [2, 5, 8, 10, 16];

#[test]
fn a_trace_of_a_typed_pin_holds_none_of_it_and_is_replayed() {
    let hall = Hall::new();
    let plug = Plug::at(&hall.path("none/keypads"), 0, vec![Keypad::latching(1)]);
    let hall = hall.start();
    wait_until("the keypad is met", || hall.status().devices[0].health == "online");
    let file = hall.path("keypad.trace");
    let mut command = hall.command(&["devices", "trace", "keypad-1", "--for", "4"]);
    let mut tracer = command.stdout(fs::File::create(&file).unwrap()).stderr(Stdio::null()).spawn().unwrap();
    let lines = || fs::read_to_string(&file).unwrap_or_default().lines().count();
    wait_until("the trace has begun", || lines() > 10);

    for code in PIN.into_iter().chain([11]) {
        plug.touch(0, |keypad| keypad.press(code));
        let before = lines();
        wait_until("the keypad was asked twice", || lines() > before + 8);
    }
    let ended = tracer.wait().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let replayed = hal_replay(&hall, "keypad.trace");

    assert!(ended.success());
    for newest_first in ["08 05 02", "0a 08 05", "10 0a 08"] {
        assert!(!text.contains(newest_first), "{newest_first}");
    }
    assert!(replayed.contains("Pressed(Next)"), "{replayed}");
    assert_eq!(
        replayed.matches("Pressed(Digit(1))").count(),
        4,
        "each digit as one and the same: {replayed}"
    );
    assert!(replayed.contains(" exchanges replayed"), "{replayed}");
}

fn hal_replay(hall: &Hall, file: &str) -> String {
    told(&hall.run(&["devices", "trace", "--replay", hall.path(file).to_str().unwrap()], ""))
}

#[test]
fn a_trace_tells_what_a_replay_must_make_of_it() {
    let hall = Hall::new();
    let head = "# jiaohao trace 1\n# driver: modbus-keypad\n# address: 5\n";
    let meets = ">0.000 05 04 00 00 00 05 31 8d\n<0.020 05 04 0a 4b 01 00 28 03 02 01 09 00 00 a1 57\n";
    let next = ">0.100 05 04 00 00 00 05 31 8d\n<0.120 05 04 0a 4b 01 00 29 0b 03 02 01 0b 00 0b a9\n";
    let trace = |name: &str, expected: &str| {
        fs::write(hall.path(name), format!("{head}{meets}{next}{expected}")).unwrap();
        hall.run(&["devices", "trace", "--replay", hall.path(name).to_str().unwrap()], "")
    };

    let right = trace("right", "#= 0.120 Keypad(Pressed(Next))\n");
    let wrong = trace("wrong", "#= 0.120 Keypad(Pressed(Recall))\n");

    assert_eq!((right.status.code(), wrong.status.code()), (Some(0), Some(1)), "{}", told(&right));
    assert!(told(&wrong).contains("this is not what the trace expects"), "{}", told(&wrong));
}

#[test]
fn what_cannot_be_traced_or_replayed_is_told_in_words() {
    let hall = Hall::new().start();
    fs::write(hall.path("letter"), "dear hall").unwrap();

    let nobody = hall.run(&["devices", "trace", "keypad-9"], "");
    let letter = hall.run(&["devices", "trace", "--replay", hall.path("letter").to_str().unwrap()], "");
    let nothing = hall.run(&["devices", "trace"], "");

    assert!(told(&nobody).contains("there is no device \"keypad-9\""), "{}", told(&nobody));
    assert!(told(&letter).contains("this is no trace"), "{}", told(&letter));
    assert_eq!([nobody, letter, nothing].map(|output| output.status.code()), [Some(1), Some(1), Some(64)]);
}
