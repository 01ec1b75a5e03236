//! A log that nobody reads (D13).

use std::io::{Read, Write, pipe};
use std::time::Duration;

use super::support::Hall;

/// What a pipe of Linux holds.
const PIPE: usize = 65_536;

#[test]
fn d13_a_hall_opens_works_and_ends_with_a_log_that_nobody_reads() {
    let (reader, mut log) = pipe().unwrap();
    log.write_all(&[b'\n'; PIPE]).unwrap();

    let mut hall = Hall::new().start_with(log.into());

    assert_eq!(hall.status().devices.len(), 1);
    let (status, took) = hall.terminate();
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(5), "{took:?}");
    drop(reader);
}

#[test]
fn the_last_words_of_a_daemon_are_in_its_log() {
    let (mut reader, log) = pipe().unwrap();
    let mut hall = Hall::new().start_with(log.into());

    let (status, _) = hall.terminate();

    assert!(status.success(), "{status}");
    let mut said = String::new();
    reader.read_to_string(&mut said).unwrap();
    assert!(said.contains("stopping"), "{said}");
}
