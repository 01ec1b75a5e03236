//! A daemon that ends without being told to: what it died of, and how it goes on.

use hal::sim::printer::{Personality, TicketPrinter};
use nix::sys::signal::Signal;

use super::plug::Plug;
use super::support::{Hall, contains, told, wait_until};

/// Gives a ticket at the desk.
fn issue(hall: &Hall) -> String {
    told(&hall.run(&["duty", "issue", "11"], ""))
}

#[test]
fn d09_a_hall_in_safe_mode_prints_a_sheet_to_call_by() {
    let mut hall = Hall::new();
    let port = hall.add_printer();
    for _ in 0..3 {
        hall = hall.start();
        assert!(issue(&hall).starts_with("ticket A00"));
        hall.signal(Signal::SIGKILL);
        hall.gone();
    }
    let printer = Plug::at(&port, 0, vec![TicketPrinter::new(Personality::ProcessId)]);

    let hall = hall.start();

    assert!(hall.status().sentence.starts_with("SAFE MODE"), "{}", hall.status().sentence);
    let rows = |text: &[u8]| ["A001", "A002", "A003"].iter().all(|row| contains(text, row));
    wait_until("a sheet with everybody who waits is printed", || {
        printer.touch(0, |printer| printer.slips().iter().any(|slip| rows(&slip.text())))
    });
}

#[cfg(feature = "planted-bugs")]
#[test]
fn d03_a_daemon_that_died_three_times_of_a_request_is_there_when_it_is_asked_again() {
    let bug = ["env", "JIAOHAO_PLANTED=dies-of-cancels"];
    let cancel = |hall: &Hall| told(&hall.run(&["duty", "cancel", "A001"], ""));
    let mut hall = Hall::new().start_in(&bug);
    assert!(issue(&hall).starts_with("ticket A001"));

    for _ in 0..3 {
        cancel(&hall);
        hall.gone();
        assert!(hall.log().contains("the engine ended over this; it is kept"), "{}", hall.log());
        hall = hall.start_in(&bug);
    }
    let answer = cancel(&hall);

    assert!(answer.contains("it could not be recorded and nothing was promised"), "{answer}");
    let sentence = hall.status().sentence;
    assert!(
        sentence.starts_with("1 INPUTS PUT ASIDE; "),
        "no safe mode, as its cause is dealt with: {sentence}"
    );
    assert!(issue(&hall).starts_with("ticket A002"), "everything else goes on");
}
