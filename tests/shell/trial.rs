//! Trials of devices of a running daemon, with a technician at the keyboard.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStderr, Stdio};

use hal::sim::keypad::Keypad;
use hal::sim::printer::{Personality, TicketPrinter};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::plug::Plug;
use super::support::{Hall, contains, told, wait_until};

/// Codes of the sixteen keys in the order in which they are asked for: the digits, then by what stands on them.
const CODES: [u8; 16] = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16];

/// A hall whose keypad works, with somebody who tries it.
struct Bench {
    hall: Hall,
    plug: Plug<Keypad>,
    trial: Child,
    says: BufReader<ChildStderr>,
}

impl Bench {
    fn new() -> Self {
        let hall = Hall::new();
        let plug = Plug::at(&hall.path("none/keypads"), 0, vec![Keypad::latching(1)]);
        let hall = hall.start();
        wait_until("the keypad is met", || health(&hall) == "online");
        let mut command = hall.command(&["devices", "test", "keypad-1", "--by", "li"]);
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut trial = pipes.spawn().unwrap();
        let says = BufReader::new(trial.stderr.take().unwrap());
        Self { hall, plug, trial, says }
    }

    /// Reads on until the trial says this.
    fn until(&mut self, words: &str) -> String {
        let mut read = String::new();
        while !read.contains(words) {
            assert!(self.says.read_line(&mut read).unwrap() > 0, "{words:?} never came: {read}");
        }
        read
    }

    fn types(&mut self, word: &str) {
        writeln!(self.trial.stdin.as_mut().unwrap(), "{word}").unwrap();
    }

    fn history(&self) -> String {
        told(&self.hall.run(&["devices", "history", "keypad-1"], ""))
    }
}

fn health(hall: &Hall) -> String {
    hall.status().devices[0].health.clone()
}

#[test]
fn every_key_of_a_keypad_is_asked_for_and_its_trial_is_signed_off() {
    let mut bench = Bench::new();
    told(&bench.hall.run(&["duty", "issue", "11"], ""));
    bench.until("do the digits show 8888?");
    wait_until("the digits show it", || bench.plug.touch(0, |keypad| keypad.display()) == "8888");
    assert_eq!(health(&bench.hall), "held", "it is out of the hall");
    bench.types("y");
    bench.until("did it beep?");
    wait_until("it beeps", || bench.plug.touch(0, |keypad| keypad.beeps()) == 1);
    bench.types("y");
    for code in CODES {
        bench.until("press ");
        bench.plug.touch(0, |keypad| keypad.press(code));
    }
    bench.until("goes back to the hall");
    let output = bench.trial.wait_with_output().unwrap();
    let signed = String::from_utf8_lossy(&output.stdout).into_owned();

    assert!(output.status.success());
    assert!(
        signed.contains("keypad-1 tried by li: passed: all segments yes, beep yes, 0 yes, 1 yes"),
        "{signed}"
    );
    wait_until("the keypad is back", || health(&bench.hall) == "online");
    let (hall, plug) = (&bench.hall, &bench.plug);
    wait_until("it shows the present", || plug.touch(0, |keypad| keypad.display()) != "8888");
    wait_until("it is written down", || {
        told(&hall.run(&["devices", "history", "keypad-1"], "")).contains("tried by li: passed")
    });
    assert!(
        hall.status().sentence.contains("1 waiting, 0 served"),
        "NEXT was no call: {}",
        hall.status().sentence
    );
}

#[test]
fn a_trial_that_is_broken_off_gives_the_device_back_and_says_so_in_its_history() {
    let mut bench = Bench::new();
    bench.until("do the digits show 8888?");
    let refused = bench.hall.run(&["devices", "test", "keypad-1"], "");
    assert!(told(&refused).contains("somebody else works on this device"), "{}", told(&refused));

    kill(Pid::from_raw(i32::try_from(bench.trial.id()).unwrap()), Signal::SIGTERM).unwrap();
    bench.trial.wait().unwrap();

    wait_until("the keypad is back", || health(&bench.hall) == "online");
    wait_until("it is written down", || {
        bench.history().contains("tried by li: BROKEN OFF (the technician left)")
    });
}

#[test]
fn a_device_that_is_lost_during_its_trial_ends_it_with_code_one() {
    let mut bench = Bench::new();
    bench.until("do the digits show 8888?");

    bench.plug.touch(0, |keypad| keypad.misbehaviour().mute = true);
    let words = bench.until("goes back to the hall");
    let output = bench.trial.wait_with_output().unwrap();

    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("BROKEN OFF (the device was lost: no answer"));
}

#[test]
fn a_test_slip_is_no_ticket_and_the_next_ticket_is_printed_as_ever() {
    let hall = Hall::new();
    let port = hall.add_printer();
    let plug = Plug::at(&port, 0, vec![TicketPrinter::new(Personality::ProcessId)]);
    let hall = hall.start();
    let printer =
        || hall.status().devices.iter().find(|device| device.name == "printer-1").unwrap().health.clone();
    wait_until("the printer is met", || printer() == "online");

    let words = ["devices", "test", "printer-1", "--by", "li"];
    let mut trial = hall
        .command(&words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut says = BufReader::new(trial.stderr.take().unwrap());
    let mut read = String::new();
    while !read.contains("has a slip with the word TEST come out") {
        assert!(says.read_line(&mut read).unwrap() > 0, "{read}");
    }
    let slips = plug.touch(0, TicketPrinter::tear_off);
    writeln!(trial.stdin.as_mut().unwrap(), "y").unwrap();
    let output = trial.wait_with_output().unwrap();
    wait_until("the printer is back", || printer() == "online");
    let given = told(&hall.run(&["duty", "issue", "11"], ""));
    wait_until("its slip comes out", || {
        plug.touch(0, |printer| printer.slips().iter().any(|slip| contains(&slip.text(), "A001")))
    });

    let signed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(signed.contains("printer-1 tried by li: passed: slip printed yes, slip seen yes"), "{signed}");
    assert!(slips.iter().any(|slip| contains(&slip.text(), "TEST") && !contains(&slip.text(), "A001")));
    assert!(given.contains("ticket A001, 0 ahead"), "the trial took no number: {given}");
}

#[test]
fn what_cannot_be_tried_is_told_in_words() {
    let hall = Hall::new().start();
    wait_until("the port is seen to be missing", || health(&hall) == "offline");

    let nobody = hall.run(&["devices", "test", "keypad-9"], "");
    let offline = hall.run(&["devices", "test", "keypad-1"], "");

    assert!(told(&nobody).contains("there are: keypad-1"), "{}", told(&nobody));
    assert!(told(&offline).contains("keypad-1: it does not answer"), "{}", told(&offline));
    assert_eq!([nobody, offline].map(|output| output.status.code()), [Some(1), Some(1)]);
}
