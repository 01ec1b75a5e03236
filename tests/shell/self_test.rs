//! The self-test of a running daemon: a certificate on paper, in the journal and at the command line, and a second one
//! after the repair.

use hal::sim::keypad::Keypad;
use hal::sim::printer::{Personality, TicketPrinter};

use super::plug::Plug;
use super::support::{Hall, contains, told, wait_until};

/// It is tried when somebody asks, whatever the time of day is; and whom to call.
const WHEN_ASKED: &str = "[self-test]\nfrom = \"none\"\ntell = [\"leader\"]\n\n\
     [[self-test.call]]\nabout = [\"keypad\"]\nwho = \"IT 8010\"\n";

fn says(hall: &Hall, words: &str) -> String {
    let words: Vec<&str> = ["duty"].into_iter().chain(words.split(' ')).collect();
    told(&hall.run(&words, ""))
}

fn health(hall: &Hall, name: &str) -> String {
    hall.status().devices.iter().find(|device| device.name == name).unwrap().health.clone()
}

#[test]
fn a_dead_keypad_stands_on_the_certificate_with_its_telephone_and_a_second_one_is_green() {
    let hall = Hall::new();
    let port = hall.add_printer();
    hall.add(WHEN_ASKED);
    let printer = Plug::at(&port, 0, vec![TicketPrinter::new(Personality::ProcessId)]);
    let hall = hall.start();
    wait_until("the printer is met", || health(&hall, "printer-1") == "online");
    let slip = |wanted: &str| {
        printer.touch(0, |printer| printer.slips().iter().any(|slip| contains(&slip.text(), wanted)))
    };
    assert!(says(&hall, "certificate --print").contains("there is no certificate today"));

    assert!(says(&hall, "self-test").contains("every device is tried"));
    wait_until("the certificate is printed", || slip("IT 8010"));
    wait_until("its paper is on record", || {
        hall.status().self_test.is_some_and(|words| words.contains("certificate 1 is printed"))
    });
    assert!(slip("keypad-1") && slip("5/6"), "the device by name, and how many work");
    assert!(says(&hall, "told 1").contains("it is noted that leader was told"));
    let nobody = hall.run(&["duty", "told", " "], "");
    assert_eq!(nobody.status.code(), Some(1), "an empty name stands on the certificate");

    let keypad = Plug::at(&hall.path("none/keypads"), 0, vec![Keypad::latching(1)]);
    wait_until("the keypad is met", || health(&hall, "keypad-1") == "online");
    says(&hall, "self-test");
    wait_until("the second one is printed", || slip("6/6"));
    drop(keypad);

    let told_of = says(&hall, "certificate");
    assert!(told_of.contains("certificate 1: 5 of 6 work"), "{told_of}");
    assert!(told_of.contains("FAILS  keypad-1") && told_of.contains("IT 8010"), "{told_of}");
    assert!(told_of.contains("told: leader") && told_of.contains("certificate 2: 6 of 6 work"), "{told_of}");
    assert!(told(&hall.run(&["report"], "")).contains("certificate 2: 6 of 6 work"));
    let verified = hall.run(&["verify"], "");
    assert!(verified.status.success(), "both certificates are among what fits: {}", told(&verified));
}

#[test]
fn a_certificate_that_nobody_prints_stands_in_the_status_and_the_journal() {
    let hall = Hall::new();
    hall.add(WHEN_ASKED);
    let hall = hall.start();

    wait_until("the day is open", || says(&hall, "certificate").contains("has no certificate"));
    says(&hall, "self-test");
    wait_until("it is over", || hall.status().self_test.is_some_and(|words| words.contains("certificate 1")));

    let words = hall.status().self_test.unwrap_or_default();
    assert!(words.contains("waits for a printer"), "{words}");
    assert!(says(&hall, "certificate").contains("FAILS  keypad-1"));
}
