//! Scans of ports, with and without a running daemon.

use std::process::Stdio;

use hal::sim::keypad::Keypad;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::plug::Plug;
use super::support::{Hall, told, wait_until};

fn health(hall: &Hall) -> String {
    hall.status().devices[0].health.clone()
}

#[test]
fn i13_a_device_that_stands_in_no_configuration_is_found_at_its_own_speed() {
    let hall = Hall::new();
    let port = hall.path("unknown");
    let _plug = Plug::at(&port, 4, vec![Keypad::latching(2)]);

    let output = hall.run(&["devices", "scan", "--addresses", "2", "--path", port.to_str().unwrap()], "");

    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let found = String::from_utf8_lossy(&output.stdout).into_owned();
    let expected = "address 2: keypad, profile \"sixteen-key\", driver \"modbus-keypad\" (sure)\n";
    assert!(found.starts_with(&format!("{}: ", port.display())) && found.ends_with(expected), "{found}");
    assert!(!found.contains(": 9600 8N1"), "it was deaf there: {found}");
}

#[test]
fn a_cable_of_the_hall_is_scanned_by_its_daemon_and_its_devices_come_back() {
    let hall = Hall::new();
    let plug = Plug::at(&hall.path("none/keypads"), 0, vec![Keypad::latching(1)]);
    let hall = hall.start();
    wait_until("the keypad is met", || health(&hall) == "online");
    let mut command =
        hall.command(&["devices", "scan", "--cable", "keypads", "--addresses", "1", "--within", "6"]);
    let scan = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();

    wait_until("the keypad is out of the hall", || health(&hall) == "held");
    let output = scan.wait_with_output().unwrap();

    let found = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(found.contains("9600 8N1, address 1: keypad, profile \"sixteen-key\""), "{found}");
    wait_until("the keypad is back", || health(&hall) == "online");
    let before = plug.touch(0, |keypad| keypad.display());
    assert_eq!(before.len(), 4, "and shows its digits");
    let history = told(&hall.run(&["devices", "history", "keypad-1"], ""));
    assert!(history.contains("nothing was ever wrong"), "{history}");
}

#[test]
fn a_scan_that_is_broken_off_gives_its_cable_back() {
    let hall = Hall::new();
    let _plug = Plug::at(&hall.path("none/keypads"), 0, vec![Keypad::latching(1)]);
    let hall = hall.start();
    wait_until("the keypad is met", || health(&hall) == "online");
    let mut command = hall.command(&["devices", "scan", "--cable", "keypads"]);
    let mut scan = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_until("the keypad is out of the hall", || health(&hall) == "held");

    kill(Pid::from_raw(i32::try_from(scan.id()).unwrap()), Signal::SIGTERM).unwrap();
    scan.wait().unwrap();

    wait_until("the keypad is back", || health(&hall) == "online");
}

#[test]
fn what_cannot_be_scanned_is_told_in_words() {
    let hall = Hall::new();
    let nowhere = hall.run(&["devices", "scan", "--path", "/dev/no-such-port"], "");
    let no_cable = hall.run(&["devices", "scan", "--cable", "ceiling"], "");

    assert!(told(&nowhere).contains("the port is not there"), "{}", told(&nowhere));
    assert!(told(&no_cable).contains("there is no such cable"), "{}", told(&no_cable));
    assert_eq!([nowhere, no_cable].map(|output| output.status.code()), [Some(1), Some(1)]);
}
