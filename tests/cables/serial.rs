//! The serial port itself: opening, writing, waiting, hanging up.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use hal::cable::bell::bell;
use hal::cable::direction::Direction;
use hal::cable::line::{DataBits, Flow, Line, Parity};
use hal::cable::pty::FarEnd;
use hal::cable::stream::{Ready, Serial, Stream, holder_of, wait};
use hal::driver::Fault;
use hal::time::Instant;
use jiaohao::runtime::threads::Uptime;

use crate::bench::LINE;

/// A wait that should not run out.
const SOON: Option<Duration> = Some(Duration::from_secs(2));

fn opened() -> (FarEnd, Serial) {
    let far_end = FarEnd::open().unwrap();
    let serial = Serial::open(far_end.port(), LINE).unwrap();
    (far_end, serial)
}

#[test]
fn e16_a_port_that_is_open_is_refused_to_another() {
    let (far_end, serial) = opened();
    assert_eq!(Serial::open(far_end.port(), LINE).err(), Some(Fault::Occupied));
    drop(serial);
    assert!(Serial::open(far_end.port(), LINE).is_ok(), "and free when it is closed");
}

#[test]
fn e16_the_program_that_holds_a_port_is_named() {
    let far_end = FarEnd::open().unwrap();
    let file = fs::File::open(far_end.port()).unwrap();
    let mut other = Command::new("cat").stdin(file).stdout(Stdio::null()).spawn().unwrap();

    let holder = holder_of(far_end.port());

    other.kill().unwrap();
    other.wait().unwrap();
    assert_eq!(holder, Some(format!("cat ({})", other.id())));
}

#[test]
fn a_port_that_is_not_there_is_unplugged() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Serial::open(&folder.path().join("none"), LINE).err(), Some(Fault::Unplugged));
}

#[test]
fn a_file_that_is_no_port_is_not_taken_for_one() {
    let file = tempfile::NamedTempFile::new().unwrap();
    assert_eq!(Serial::open(file.path(), LINE).err(), Some(Fault::Unplugged));
}

#[test]
fn a_pseudo_terminal_opens_with_any_line_settings() {
    let far_end = FarEnd::open().unwrap();
    let old = Line { data_bits: DataBits::Seven, parity: Parity::Even, ..Line::plain(9600) };
    let flowing = Line { flow: Flow::Hardware, ..Line::plain(250_000) };
    for line in [old, flowing] {
        assert!(Serial::open(far_end.port(), line).is_ok(), "{line:?}");
    }
}

#[test]
fn seven_bits_with_even_parity_pass_a_port_that_has_only_eight() {
    let far_end = FarEnd::open().unwrap();
    let old = Line { data_bits: DataBits::Seven, parity: Parity::Even, ..LINE };
    let mut serial = Serial::open(far_end.port(), old).unwrap();
    let (_ringer, bell) = bell().unwrap();
    let mut bytes = [0; 8];

    assert_eq!(serial.write(b"\x01A023"), Ok(5));
    wait(Some(&serial), &bell, false, Some(Duration::from_millis(20)));
    let heard = far_end.hear(&mut bytes);
    assert_eq!(bytes[..heard], *b"\x81A0\xB23", "the bits of a port that makes its parity itself");

    far_end.say(b"\x81A\xB0").unwrap();
    assert!(wait(Some(&serial), &bell, false, SOON).readable);
    let heard = serial.read(&mut bytes).unwrap();
    assert_eq!(bytes[..heard], *b"\x01A\xB0", "the last one's parity is wrong, and it stays no character");
}

#[test]
fn e06_every_byte_passes_a_port_that_marks_broken_characters_and_none_counts_as_broken() {
    let (far_end, mut serial) = opened();
    let (_ringer, bell) = bell().unwrap();
    let sent: Vec<u8> = (0..=255).chain([0xFF, 0x00, 0x41, 0xFF, 0xFF]).collect();
    let mut heard = Vec::new();

    far_end.say(&sent).unwrap();
    while heard.len() < sent.len() {
        assert!(wait(Some(&serial), &bell, false, SOON).readable, "only {heard:02X?}");
        let mut bytes = [0; 7];
        let length = serial.read(&mut bytes).unwrap();
        heard.extend_from_slice(&bytes[..length]);
    }

    assert_eq!((heard, serial.take_line_errors()), (sent, 0));
}

#[test]
fn e06_wrong_parity_that_is_made_in_software_counts_as_broken() {
    let far_end = FarEnd::open().unwrap();
    let old = Line { data_bits: DataBits::Seven, parity: Parity::Even, ..LINE };
    let mut serial = Serial::open(far_end.port(), old).unwrap();
    let (_ringer, bell) = bell().unwrap();

    far_end.say(b"\x81A\xB0\x01").unwrap();
    wait(Some(&serial), &bell, false, SOON);
    serial.read(&mut [0; 8]).unwrap();

    assert_eq!((serial.take_line_errors(), serial.take_line_errors()), (2, 0));
}

#[test]
fn a_port_without_rts_carries_bytes_although_its_direction_cannot_be_switched() {
    let far_end = FarEnd::open().unwrap();
    let mut serial = Serial::open(far_end.port(), LINE).unwrap().telling(Direction::Rts, LINE);
    let (_ringer, bell) = bell().unwrap();
    let mut bytes = [0; 8];

    assert_eq!(serial.write(b"A017"), Ok(4));
    assert_eq!(serial.tend(Instant::from_millis(5)), Ok(true));
    wait(Some(&serial), &bell, false, Some(Duration::from_millis(20)));

    let heard = far_end.hear(&mut bytes);
    assert_eq!(bytes[..heard], *b"A017");
}

#[test]
fn bytes_arrive_in_whatever_pieces_they_were_sent() {
    let (far_end, mut serial) = opened();
    let (_ringer, bell) = bell().unwrap();
    let mut heard = Vec::new();
    for piece in [&b"\x01\x04"[..], b"\x00", b"\x00\x00\x05\x0d\x11"] {
        far_end.say(piece).unwrap();
        assert!(wait(Some(&serial), &bell, false, SOON).readable);
        let mut bytes = [0; 64];
        let length = serial.read(&mut bytes).unwrap();
        heard.extend_from_slice(&bytes[..length]);
    }
    assert_eq!(heard, b"\x01\x04\x00\x00\x00\x05\x0d\x11", "nothing is taken for the end of a line");
    assert_eq!(serial.read(&mut [0; 8]), Ok(0), "and reading nothing does not wait");
}

#[test]
fn what_arrived_before_the_port_was_opened_is_thrown_away() {
    let far_end = FarEnd::open().unwrap();
    far_end.say(b"stale").unwrap();
    let mut serial = Serial::open(far_end.port(), LINE).unwrap();
    assert_eq!(serial.read(&mut [0; 8]), Ok(0));
}

#[test]
fn e12_a_peer_that_does_not_read_never_blocks_a_write() {
    let (_far_end, mut serial) = opened();
    let (_ringer, bell) = bell().unwrap();
    let clock = Uptime::start();
    let mut waits = 0;
    loop {
        while serial.write(&[b'x'; 4096]).unwrap() > 0 {}
        waits += 1;
        // The kernel moves bytes on behind our back: only a wait that ran out shows that there is no room.
        if wait(Some(&serial), &bell, true, Some(Duration::from_millis(200))) == Ready::default() {
            break;
        }
        assert!(waits < 1000, "a pseudo-terminal without a bottom");
    }
    drop(serial);
    let took = clock.now().millis();
    assert!((200..5000).contains(&took), "waiting and closing took {took} ms");
}

#[test]
fn e10_a_hang_up_ends_the_wait_at_once_and_is_unplugged() {
    let (far_end, mut serial) = opened();
    let (_ringer, bell) = bell().unwrap();
    drop(far_end);
    assert!(wait(Some(&serial), &bell, false, SOON).hung_up);
    assert_eq!(serial.read(&mut [0; 8]), Err(Fault::Unplugged));
    assert_eq!(serial.write(b"?"), Err(Fault::Unplugged));
}

#[test]
fn a_ring_ends_the_wait_once() {
    let (ringer, bell) = bell().unwrap();
    let short = Some(Duration::from_millis(1));
    ringer.ring();
    ringer.ring();
    assert!(wait(None, &bell, false, SOON).rung);
    assert!(!wait(None, &bell, false, short).rung);
}

#[test]
fn a_bell_that_nobody_hears_can_be_rung_for_ever() {
    let (ringer, bell) = bell().unwrap();
    for _ in 0..100_000 {
        ringer.ring();
    }
    assert!(wait(None, &bell, false, SOON).rung);
}
