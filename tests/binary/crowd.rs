//! D05, D06: clients that open sockets without end, and clients that speak without end. The hall notices neither.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use nix::unistd::Pid;
use rustix::process::{Resource, Rlimit, prlimit};

use super::floor::Floor;
use super::hands::{NEXT, number_in, ticket};
use super::noise::resident_kib;
use jiaohao::runtime::control::{Command, Reply};

/// Descriptors that the daemon may have: enough for its floor and its places, and far fewer than the crowd.
const DESCRIPTORS: u64 = 160;
/// Connections that are opened and say nothing.
const CROWD: usize = 400;
/// Bytes of a line that does not end.
const ENDLESS: usize = 64 << 20;
/// What the daemon may grow by meanwhile, in KiB.
const GROWS_AT_MOST: u64 = 16 * 1024;

const SOON: Duration = Duration::from_secs(10);

#[test]
fn d06_a_crowd_of_idle_sockets_takes_no_descriptor_from_ports_and_keys() {
    let (floor, address, first) = open();
    let process = Pid::from_raw(i32::try_from(floor.id()).unwrap());
    let limit = Rlimit { current: Some(DESCRIPTORS), maximum: Some(DESCRIPTORS) };
    prlimit(rustix::process::Pid::from_raw(process.as_raw()), Resource::Nofile, limit).unwrap();

    let pages: Vec<TcpStream> = (0..CROWD).map(|_| TcpStream::connect(address).unwrap()).collect();
    let staff: Vec<UnixStream> =
        (0..10).map(|_| UnixStream::connect(floor.path("control")).unwrap()).collect();

    floor.wait_until("most are turned away", SOON, |_| turned_away(&pages) > CROWD / 2);
    let descriptors = fs::read_dir(format!("/proc/{process}/fd")).unwrap().count();
    assert!((descriptors as u64) < DESCRIPTORS, "{descriptors} descriptors are taken");
    // A port that comes back wants a descriptor of its own.
    floor.bench.at_cable("keypads", |cable| cable.pull()).unwrap();
    floor.bench.at_cable("keypads", |cable| cable.plug().unwrap()).unwrap();
    floor.wait_for_devices(SOON);
    floor.press(1, NEXT);
    floor.wait_until("a visitor is called", SOON, |floor| floor.digits(1) == first);
    drop((pages, staff));
    floor.wait_until("pages are served again", SOON, |_| healthy(address));
}

#[test]
fn d06_one_connection_too_many_at_the_control_socket_is_told_so() {
    let (floor, ..) = open();
    let hogs: Vec<UnixStream> =
        (0..16).map(|_| UnixStream::connect(floor.path("control")).unwrap()).collect();

    let reply = floor.ask(&Command::Status);
    drop(hogs);

    let Reply::Failed { words } = reply else { panic!("{reply:?}") };
    assert!(words.contains("16 others are connected already"), "{words}");
    floor.wait_until("there is room again", SOON, |floor| {
        matches!(floor.try_ask(&Command::Status), Some(Reply::Status(_)))
    });
}

#[test]
fn d05_lines_without_end_cost_no_memory_and_whoever_sends_them_is_cut_off() {
    let (floor, address, first) = open();
    let resident = resident_kib(floor.id());

    let (pages, staff) =
        (TcpStream::connect(address).unwrap(), UnixStream::connect(floor.path("control")).unwrap());
    pages.set_write_timeout(Some(SOON)).unwrap();
    staff.set_write_timeout(Some(SOON)).unwrap();
    let (to_pages, to_staff) = (pour(pages), pour(staff));

    assert!(to_pages < ENDLESS && to_staff < ENDLESS, "{to_pages} and {to_staff} bytes were taken");
    assert!(to_pages > 64 << 10 && to_staff > 32 << 10, "{to_pages} and {to_staff} bytes are no flood");
    let grown = resident_kib(floor.id()).saturating_sub(resident);
    assert!(grown < GROWS_AT_MOST, "the daemon grew by {grown} KiB");
    floor.press(1, NEXT);
    floor.wait_until("a visitor is called", SOON, |floor| floor.digits(1) == first);
}

/// A floor with one clerk and one visitor waiting; where its pages are, and the visitor's number.
fn open() -> (Floor, SocketAddr, String) {
    let floor = Floor::open(1);
    floor.edit(|hall| {
        let web = toml::Table::from_iter([("listen".to_owned(), "127.0.0.1:0".into())]);
        hall.insert("web".to_owned(), web.into());
    });
    floor.start();
    floor.log_in(1);
    let Reply::Done { words } = floor.ask(&ticket()) else { panic!("no ticket") };
    floor.wait_for_devices(SOON);
    let served = |log: &str| {
        let line = log.lines().find(|line| line.contains("pages are served"))?.to_owned();
        line.split("address=").nth(1)?.split_whitespace().next()?.parse().ok()
    };
    floor.wait_until("pages are served", SOON, |floor| served(&floor.log()).is_some());
    let address = served(&floor.log()).unwrap();
    (floor, address, number_in(&words))
}

/// How many of these connections the other side has ended.
fn turned_away(connections: &[TcpStream]) -> usize {
    let ended = |mut stream: &TcpStream| {
        stream.set_nonblocking(true).unwrap();
        match stream.read(&mut [0; 1]) {
            Ok(read) => read == 0,
            Err(error) => error.kind() != ErrorKind::WouldBlock,
        }
    };
    connections.iter().filter(|stream| ended(stream)).count()
}

/// Says a line that does not end until it is cut off; how many bytes were taken before.
fn pour(mut into: impl Write) -> usize {
    let piece = [b'x'; 16 << 10];
    let mut taken = 0;
    while taken < ENDLESS {
        if let Err(error) = into.write_all(&piece) {
            let cut_off = matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset);
            assert!(cut_off, "after {taken} bytes: {error}");
            return taken;
        }
        taken += piece.len();
    }
    taken
}

fn healthy(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let mut answer = String::new();
    let asked = write!(stream, "GET /healthz HTTP/1.1\r\nHost: hall\r\nConnection: close\r\n\r\n");
    asked.and_then(|()| stream.read_to_string(&mut answer)).is_ok() && answer.starts_with("HTTP/1.1 200")
}
