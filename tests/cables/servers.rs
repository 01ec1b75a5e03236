//! Cables that end in a serial server on the network: the cable's own thread over the loopback.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use hal::driver::Fault;
use hal::port::{self, keypad};
use hal::sim::Device;
use hal::sim::keypad::Keypad;
use jiaohao::layout::{Layout, Link, SerialServer};
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::threads::{News, STOP_WITHIN, Uptime};

use crate::bench::{Bench, keypads, name};

const SOON: Duration = Duration::from_secs(5);

/// A box on the network with a keypad behind it, on which a key is pressed at every connection.
struct Server {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    fn start(listener: TcpListener) -> Self {
        let (stop, stopped) = channel::<()>();
        let thread = std::thread::spawn(move || {
            listener.set_nonblocking(true).unwrap();
            let clock = Uptime::start();
            let mut keypad = Keypad::latching(1);
            let mut caller: Option<TcpStream> = None;
            while stopped.recv_timeout(Duration::from_millis(1)) == Err(RecvTimeoutError::Timeout) {
                if let Ok((new, _)) = listener.accept() {
                    new.set_nonblocking(true).unwrap();
                    caller = Some(new);
                }
                if let Some(caller) = &mut caller {
                    serve(caller, &mut keypad, clock);
                }
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.take();
        self.thread.take().unwrap().join().unwrap();
    }
}

fn serve(caller: &mut TcpStream, keypad: &mut Keypad, clock: Uptime) {
    let mut bytes = [0; 256];
    match caller.read(&mut bytes) {
        Ok(length) => keypad.hear(clock.now(), &bytes[..length]),
        Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
    }
    let now = clock.now();
    if keypad.due().is_some_and(|due| due <= now) {
        caller.write_all(&keypad.speak(now)).unwrap();
        keypad.press(1);
    }
}

/// A box that confirms the line it is asked for, and tells of five framing errors after whatever it is sent.
fn broken_line(mut caller: TcpStream) {
    caller.write_all(&[0xFF, 0xFD, 44]).unwrap();
    let baud = 115_200_u32.to_be_bytes();
    for (order, value) in [(101, &baud[..]), (102, &[8]), (103, &[1]), (104, &[1])] {
        caller.write_all(&[&[0xFF, 0xFA, 44, order], value, &[0xFF, 0xF0]].concat()).unwrap();
    }
    let mut bytes = [0; 256];
    while let Ok(1..) = caller.read(&mut bytes) {
        if caller.write_all(&[0xFF, 0xFA, 44, 106, 0x08, 0xFF, 0xF0].repeat(5)).is_err() {
            return;
        }
    }
}

fn layout(bench: &Bench, address: SocketAddr) -> Layout {
    let mut layout = keypads(bench, &[("box", 1)]);
    layout.cables[0].link = Link::Tcp { address, server: SerialServer::Raw };
    layout
}

fn listener(address: SocketAddr) -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(address).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

fn any_port() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 0).into()
}

fn online(news: &News) -> bool {
    matches!(news, News::Health { health: Health::Online { .. }, .. })
}

fn unplugged(news: &News) -> bool {
    matches!(news, News::Health { health: Health::Offline { fault: Fault::Unplugged, .. }, .. })
}

#[test]
fn a_key_is_heard_through_a_serial_server() {
    let bench = Bench::new();
    let (listener, address) = listener(any_port());
    let _server = Server::start(listener);
    let _devices = bench.start(&layout(&bench, address));

    bench.wait_for(SOON, |news| {
        matches!(news, News::Event { device, event: port::Event::Keypad(keypad::Event::Pressed(_)) }
            if *device == name("box", 1))
    });
}

#[test]
fn e10_a_serial_server_that_is_switched_off_is_told_at_once_and_found_within_three_seconds() {
    let bench = Bench::new();
    let (first, address) = listener(any_port());
    let server = Server::start(first);
    let _devices = bench.start(&layout(&bench, address));
    bench.wait_for(SOON, online);

    let off_at = bench.clock.now();
    drop(server);
    let told_at = bench.wait_for(SOON, unplugged);
    let (again, _) = listener(address);
    let on_at = bench.clock.now();
    let _server = Server::start(again);
    let back_at = bench.wait_for(SOON, online);

    assert!(told_at - off_at < Duration::from_millis(500), "told after {:?}", told_at - off_at);
    assert!(back_at - on_at < Duration::from_secs(3), "back after {:?}", back_at - on_at);
}

#[test]
fn e06_framing_errors_that_a_serial_server_tells_of_are_wrong_line_settings() {
    let bench = Bench::new();
    let (listener, address) = listener(any_port());
    let server = std::thread::spawn(move || broken_line(listener.accept().unwrap().0));
    let mut layout = layout(&bench, address);
    layout.cables[0].link = Link::Tcp { address, server: SerialServer::Rfc2217 };
    let devices = bench.start(&layout);

    bench.wait_for(SOON, |news| {
        matches!(news, News::Health { health: Health::Offline { fault: Fault::LineSettings, .. }, .. })
    });

    drop(devices);
    server.join().unwrap();
}

#[test]
fn a_serial_server_that_is_absent_is_told_and_its_thread_ends_at_once() {
    let bench = Bench::new();
    let (listener, address) = listener(any_port());
    drop(listener);
    let devices = bench.start(&layout(&bench, address));
    bench.wait_for(SOON, unplugged);

    let asked_at = bench.clock.now();
    drop(devices);
    assert!(bench.clock.now() - asked_at < STOP_WITHIN);
}
