//! Signals that come before the daemon is ready.

use nix::sys::signal::Signal;

use super::support::Hall;

#[test]
fn a_daemon_that_is_told_to_end_while_it_starts_ends_in_order() {
    let mut hall = Hall::new().begin();

    let (status, _) = hall.terminate();

    assert!(status.success(), "{status}");
    assert!(hall.log().contains("stopping"), "{}", hall.log());
}

#[test]
fn a_reload_that_is_asked_for_while_the_daemon_starts_does_not_end_it() {
    let hall = Hall::new().begin();

    hall.signal(Signal::SIGHUP);

    hall.answers();
}
