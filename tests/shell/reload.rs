//! A configuration that is spoilt while the hall is open.

use super::support::{Hall, PIN, told, wait_until};

#[test]
fn a_broken_file_gives_78_names_the_mistake_and_changes_nothing() {
    let hall = Hall::new().start();
    let good = hall.text();
    hall.write(&good.replace("driver = \"modbus-keypad\"", "driver = \"modbus-keybad\""));

    let output = hall.run(&["reload"], "");

    assert_eq!(output.status.code(), Some(78), "{}", told(&output));
    assert!(told(&output).contains("modbus-keybad"), "{}", told(&output));
    // What LCD and log are drawn from.
    wait_until("the status says so", || hall.status().configuration.is_some());
    assert_eq!(hall.status().devices.len(), 1, "the hall goes on by the old one");
    assert!(told(&hall.run(&["status"], "")).contains("not in force"));
}

#[test]
fn the_daemon_is_found_when_its_file_is_not_even_toml() {
    let hall = Hall::new().start();
    hall.write(&format!("{}\n[hall\n", hall.text()));

    let output = hall.run(&["status"], "");

    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(told(&output).contains("keypad-1"), "{}", told(&output));
}

#[test]
fn once_the_file_is_mended_nothing_is_said_of_it() {
    let hall = Hall::new().start();
    let good = hall.text();
    hall.write("");
    hall.write(&good.replace("number = 101", "number = \"101\""));
    assert_eq!(hall.run(&["reload"], "").status.code(), Some(78));
    wait_until("the status says so", || hall.status().configuration.is_some());

    hall.write(&good);
    let output = hall.run(&["reload"], "");

    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    wait_until("the status says nothing", || hall.status().configuration.is_none());
}

#[test]
fn without_a_daemon_the_exit_code_is_1() {
    let output = Hall::new().run(&["reload"], "");

    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("no daemon answers"), "{}", told(&output));
}

#[test]
fn rules_that_somebody_depends_on_are_told_as_waiting_and_hold_when_nobody_does() {
    let hall = Hall::new().with_pin().start();
    let good = hall.text();
    let log_in = ["duty", "log-in", "--window", "1", "--clerk", "101"];
    assert_eq!(hall.run(&log_in, &format!("{PIN}\n")).status.code(), Some(0));
    hall.write(&good.replace("number = 101", "number = 102"));

    let output = hall.run(&["reload"], "");

    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("its rules are not"), "{}", told(&output));
    wait_until("the status says so", || hall.status().configuration.is_some());

    // A file that is refused meanwhile hides nothing, and puts nothing in force.
    let waiting = hall.text();
    hall.write(&format!("{waiting}\nnonsense = 1\n"));
    assert_eq!(hall.run(&["reload"], "").status.code(), Some(78));
    wait_until("the status says both", || {
        let words = hall.status().configuration.unwrap_or_default();
        words.contains("nonsense") && words.contains("its rules are not")
    });
    hall.write(&waiting);

    // The clerk is done, and the next look at it puts them in force.
    assert_eq!(hall.run(&["duty", "log-out", "--window", "1"], "").status.code(), Some(0));
    let output = hall.run(&["reload"], "");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    wait_until("the status says nothing", || hall.status().configuration.is_none());
}
