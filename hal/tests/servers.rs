//! Connections to serial servers over the loopback: made, refused, half open, cut, and set by RFC 2217.

#![expect(clippy::unwrap_used, reason = "clippy allows it in tests, not in the functions that tests share")]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use hal::cable::bell::bell;
use hal::cable::line::Line;
use hal::cable::rfc2217::{AGREE_WITHIN, Rfc2217};
use hal::cable::stream::{Stream, wait};
use hal::cable::tcp::{CONNECT_WITHIN, Tcp};
use hal::driver::Fault;
use hal::time::Instant;

const START: Instant = Instant::from_millis(1000);

fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Waits for the stream as the daemon does, at one moment of its clock, until it is up or fails.
fn tended(stream: &mut dyn Stream, now: Instant) -> Result<bool, Fault> {
    let (_ringer, bell) = bell().unwrap();
    for _ in 0..100 {
        if stream.tend(now)? {
            return Ok(true);
        }
        wait(Some(stream), &bell, false, Some(Duration::from_millis(20)));
    }
    Ok(false)
}

fn connected() -> (Tcp, TcpStream) {
    let (listener, address) = listener();
    let mut tcp = Tcp::open(address).unwrap();
    assert_eq!(tended(&mut tcp, START), Ok(true));
    (tcp, listener.accept().unwrap().0)
}

/// What the stream reads next, waiting for it.
fn read(stream: &mut dyn Stream) -> Result<Vec<u8>, Fault> {
    let (_ringer, bell) = bell().unwrap();
    wait(Some(stream), &bell, false, Some(Duration::from_secs(2)));
    let mut bytes = [0; 64];
    let length = stream.read(&mut bytes)?;
    Ok(bytes[..length].to_vec())
}

#[test]
fn bytes_pass_a_raw_server_as_they_are() {
    let (mut tcp, mut server) = connected();
    let mut heard = [0; 4];

    assert_eq!(tcp.write(b"\xFF\x00\x0D\x01"), Ok(4));
    server.read_exact(&mut heard).unwrap();
    server.write_all(b"\xFF\xFF\x0A").unwrap();

    assert_eq!(heard, *b"\xFF\x00\x0D\x01");
    assert_eq!(read(&mut tcp), Ok(b"\xFF\xFF\x0A".to_vec()));
    assert_eq!(tcp.read(&mut [0; 8]), Ok(0), "and reading nothing does not wait");
}

#[test]
fn a_server_that_hangs_up_is_unplugged_and_a_second_program_is_suspected() {
    let (mut tcp, server) = connected();
    drop(server);
    assert_eq!(read(&mut tcp), Err(Fault::Unplugged));
    assert!(tcp.last_words().unwrap().contains("another program"));
}

#[test]
fn an_address_where_nobody_listens_is_told_in_the_words_of_the_system() {
    let (listener, address) = listener();
    drop(listener);
    let mut tcp = Tcp::open(address).unwrap();
    assert_eq!(tended(&mut tcp, START), Err(Fault::Unplugged));
    assert!(tcp.last_words().unwrap().contains("refused"), "{:?}", tcp.last_words());
}

/// A server whose queue of callers is full: the kernel lets further callers wait, as a box does that is cut
/// from the network.
fn deaf_server() -> (rustix::fd::OwnedFd, Vec<Tcp>, SocketAddr) {
    use rustix::net::{AddressFamily, SocketType, bind, getsockname, listen, socket};
    let server = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
    bind(&server, &SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
    listen(&server, 0).unwrap();
    let address = SocketAddr::try_from(getsockname(&server).unwrap()).unwrap();
    let mut callers = Vec::new();
    loop {
        let mut caller = Tcp::open(address).unwrap();
        if !tended(&mut caller, START).unwrap() {
            return (server, callers, address);
        }
        callers.push(caller);
        assert!(callers.len() < 10, "a queue without an end");
    }
}

#[test]
fn a_connection_that_is_never_made_is_given_up_after_its_limit_and_blocks_nobody() {
    let (_server, _callers, address) = deaf_server();
    let mut tcp = Tcp::open(address).unwrap();

    assert_eq!(tcp.tend(START), Ok(false));
    assert_eq!(tcp.due(), Some(START + CONNECT_WITHIN));
    assert_eq!(tcp.tend(START + (CONNECT_WITHIN - Duration::from_millis(1))), Ok(false));
    assert_eq!(tcp.tend(START + CONNECT_WITHIN), Err(Fault::Unplugged));
}

#[test]
fn a_server_without_rfc_2217_is_given_up_after_its_limit_and_plain_tcp_is_named() {
    let (listener, address) = listener();
    let mut stream = Rfc2217::open(address, Line::plain(9600)).unwrap();
    let _silent = listener.accept().unwrap();

    assert_eq!(tended(&mut stream, START), Ok(false));
    assert_eq!(stream.due(), Some(START + AGREE_WITHIN));
    assert_eq!(stream.tend(START + AGREE_WITHIN), Err(Fault::Refused));
    assert!(stream.last_words().unwrap().contains("plain TCP"));
}

/// A server that confirms whatever it is asked, and the stream that it serves.
fn agreed(line: Line) -> (Rfc2217, TcpStream) {
    let (listener, address) = listener();
    let mut stream = Rfc2217::open(address, line).unwrap();
    let mut server = listener.accept().unwrap().0;
    server.write_all(b"device talk from before\xFF\xFD\x2C").unwrap();
    assert_eq!(tended(&mut stream, START), Ok(false));
    let baud = line.baud.to_be_bytes();
    for (order, value) in [(101, &baud[..]), (102, &[8]), (103, &[1]), (104, &[1])] {
        server.write_all(&[&[0xFF, 0xFA, 44, order], value, &[0xFF, 0xF0]].concat()).unwrap();
    }
    assert_eq!(tended(&mut stream, START), Ok(true));
    server.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    let mut asked = vec![0; 15 + 10 + 7 * 7];
    server.read_exact(&mut asked).unwrap();
    (stream, server)
}

#[test]
fn what_arrives_before_the_line_is_agreed_on_is_thrown_away_and_what_comes_later_is_data() {
    let (mut stream, mut server) = agreed(Line::plain(9600));
    server.write_all(b"\xFF\xFFA\xFF\xFB\x01").unwrap();
    assert_eq!(read(&mut stream), Ok(b"\xFFA".to_vec()));
}

#[test]
fn an_escape_in_our_data_is_doubled_on_the_wire() {
    let (mut stream, mut server) = agreed(Line::plain(9600));
    let mut heard = [0; 4];
    assert_eq!(stream.write(b"\x01\xFF\x02"), Ok(3));
    server.read_exact(&mut heard).unwrap();
    assert_eq!(heard, *b"\x01\xFF\xFF\x02");
}

#[test]
fn e12_a_server_that_asks_for_a_pause_gets_nothing_until_it_ends_it() {
    let (mut stream, mut server) = agreed(Line::plain(9600));

    server.write_all(&[0xFF, 0xFA, 44, 108, 0xFF, 0xF0]).unwrap();
    assert_eq!(read(&mut stream), Ok(Vec::new()));
    assert_eq!((stream.write(b"A017"), stream.takes_bytes()), (Ok(0), false));

    server.write_all(&[0xFF, 0xFA, 44, 109, 0xFF, 0xF0]).unwrap();
    assert_eq!(read(&mut stream), Ok(Vec::new()));
    assert_eq!((stream.write(b"A017"), stream.takes_bytes()), (Ok(4), true));
}

#[test]
fn e12_a_server_that_takes_no_bytes_never_blocks_a_write_and_little_is_kept() {
    let (mut stream, _server) = agreed(Line::plain(9600));
    let mut taken = 0;
    while let Ok(length @ 1..) = stream.write(&[b'x'; 100_000]) {
        taken += length;
        assert!(taken < 100_000_000, "a connection without a bottom");
    }
    assert!(stream.wants_room());
}
