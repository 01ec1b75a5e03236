//! What the devices of a running daemon are, and what was wrong with them.

use hal::sim::keypad::Keypad;

use super::plug::Plug;
use super::support::{Hall, told, wait_until};

/// Where the small hall's keypads are.
const PORT: &str = "none/keypads";

fn online(hall: &Hall) -> bool {
    hall.status().devices.iter().all(|device| device.health == "online")
}

#[test]
fn devices_tells_how_each_is_since_when_and_what_passed() {
    let hall = Hall::new();
    let plug = Plug::at(&hall.path(PORT), 0, vec![Keypad::latching(1)]);
    let hall = hall.start();
    wait_until("the keypad is met", || online(&hall));
    wait_until("a key is heard", || {
        plug.touch(0, |keypad| keypad.press(3));
        told(&hall.run(&["devices"], "")).contains("a digit was pressed")
    });

    let listed = told(&hall.run(&["devices"], ""));

    let line = listed.lines().rfind(|line| line.starts_with("keypad-1")).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words[1], "online", "{listed}");
    assert!(words[2].starts_with("20") && words[3].contains(':'), "since when: {line}");
    assert!(words[4].parse::<u32>().unwrap() > 0, "exchanges: {line}");
    assert_eq!(words[6], "0", "garbled: {line}");
    assert!(!listed.contains("Digit(3)"), "it may be one of a PIN");
}

#[test]
fn the_history_of_a_device_outlives_the_daemon_and_is_read_without_one() {
    let hall = Hall::new();
    let plug = Plug::at(&hall.path(PORT), 0, vec![Keypad::latching(1)]);
    let mut hall = hall.start();
    wait_until("the keypad is met", || online(&hall));
    let nothing = told(&hall.run(&["devices", "history", "keypad-1"], ""));
    assert!(nothing.contains("nothing was ever wrong"), "{nothing}");

    drop(plug);
    wait_until("the loss is written down", || history(&hall).contains("still"));
    hall.terminate();
    let without = history(&hall);
    let _plug = Plug::at(&hall.path(PORT), 0, vec![Keypad::latching(1)]);
    let hall = hall.start();
    wait_until("its end is written down", || !history(&hall).contains("still"));

    assert!(without.contains("cable pulled or adapter dead"), "{without}");
    assert_eq!(history(&hall).lines().count(), 2, "a head and one fault: {}", history(&hall));
}

#[test]
fn a_device_that_is_not_there_is_named_with_those_that_are() {
    let hall = Hall::new().start();

    let output = hall.run(&["devices", "history", "keypad-9"], "");

    assert_eq!(output.status.code(), Some(1));
    assert!(
        told(&output).contains("there is no device \"keypad-9\"; there are: keypad-1"),
        "{}",
        told(&output)
    );
}

#[test]
fn a_history_that_cannot_be_written_stops_nobody() {
    let hall = Hall::new();
    std::fs::create_dir_all(hall.state().join("devices.db")).unwrap();
    let hall = hall.start();
    wait_until("the loss is in the log", || hall.log().contains("the devices' history has a gap"));

    let given = told(&hall.run(&["duty", "issue", "11"], ""));

    assert!(given.contains("ticket A001"), "{given}");
}

fn history(hall: &Hall) -> String {
    told(&hall.run(&["devices", "history", "keypad-1"], ""))
}
