//! A control socket that an earlier daemon left behind.

use std::os::unix::net::UnixListener;

use super::support::Hall;

#[test]
fn a_socket_that_the_child_of_a_killed_daemon_still_holds_is_waited_for() {
    let hall = Hall::new();
    let child = UnixListener::bind(hall.path("control.sock")).unwrap();

    let hall = hall.begin();
    child.accept().unwrap();
    drop(child);

    hall.answers();
}
