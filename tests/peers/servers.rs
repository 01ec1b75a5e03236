//! Serial servers that others wrote, pyserial and ser2net: our cables through them by RFC 2217, to simulated
//! keypads and to an echo.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use hal::cable::bell::bell;
use hal::cable::line::Line;
use hal::cable::rfc2217::Rfc2217;
use hal::cable::stream::{Stream, wait};
use hal::driver::Fault;
use hal::port;
use hal::port::keypad::{Command, Event, Key};
use hal::sim::keypad::Keypad;
use jiaohao::domain::id::WindowId;
use jiaohao::layout::{Link, Role, SerialServer};
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::threads::{News, Uptime};

use crate::tools::{Peer, Tools};
use crate::wire::{Hall, echo, with_devices};

/// A speed that neither server has by itself.
const LINE: Line = Line::plain(57_600);

/// pyserial serves a keypad: it is shown a text, is pressed, and its server goes away.
pub fn pyserial_serves_a_keypad(tools: &Tools) -> usize {
    let (port, keypads, wire) = with_devices(vec![Keypad::latching(5)]);
    let (mut server, address) = pyserial(tools, &port);
    let hall = hall(address);
    hall.wait_online("keypad");
    assert_eq!(server.ask("settings"), "57600 8 N 1", "set from here");

    hall.command("keypad", port::Command::Keypad(Command::Show("A017".to_owned())));
    wire.run_for(200);
    assert_eq!(keypads.lock().unwrap()[0].display(), "A017");
    for _ in 0..5 {
        keypads.lock().unwrap()[0].press(11);
        hall.wait_event("keypad", &port::Event::Keypad(Event::Pressed(Key::Next)));
    }

    drop(server);
    hall.wait_for("keypad", |one| offline(one, Fault::Unplugged));
    wire.exchanges()
}

/// A server that keeps another speed is refused, in those words.
pub fn pyserial_keeps_its_speed(tools: &Tools) -> usize {
    let (port, _keypads, _wire) = with_devices(vec![Keypad::latching(5)]);
    let (mut server, address) = pyserial(tools, &port);
    assert_eq!(server.ask("keep"), "kept");

    hall(address).wait_for("keypad", |one| offline(one, Fault::Refused));
    let mut stream = Rfc2217::open(address, LINE).unwrap();
    assert_eq!(opened(&mut stream), Err(Fault::Refused));
    assert_eq!(stream.last_words().as_deref(), Some("the serial server keeps another speed"));
    2
}

/// Every byte there and back, in pieces of every length.
pub fn every_byte_passes_pyserial(tools: &Tools) -> usize {
    let (port, _wire) = echo();
    let (_server, address) = pyserial(tools, &port);
    every_byte_passes(address)
}

/// The same through ser2net, whose telnet is another one.
pub fn every_byte_passes_ser2net(_tools: &Tools) -> usize {
    let (port, _wire) = echo();
    let (_server, address, _folder) = ser2net(&port);
    every_byte_passes(address)
}

/// ser2net serves a keypad.
pub fn ser2net_serves_a_keypad(_tools: &Tools) -> usize {
    let (port, keypads, wire) = with_devices(vec![Keypad::latching(5)]);
    let (_server, address, _folder) = ser2net(&port);
    let hall = hall(address);
    hall.wait_online("keypad");
    hall.command("keypad", port::Command::Keypad(Command::Show("B042".to_owned())));
    wire.run_for(200);
    assert_eq!(keypads.lock().unwrap()[0].display(), "B042");
    keypads.lock().unwrap()[0].press(11);
    hall.wait_event("keypad", &port::Event::Keypad(Event::Pressed(Key::Next)));
    wire.exchanges()
}

fn pyserial(tools: &Tools, port: &Path) -> (Peer, SocketAddr) {
    let mut server = tools.python("rfc2217_server.py", port);
    let told = server.line();
    let number = told.strip_prefix("port ").and_then(|number| number.parse().ok());
    (server, (Ipv4Addr::LOCALHOST, number.unwrap_or_else(|| panic!("{told}"))).into())
}

fn ser2net(port: &Path) -> (Peer, SocketAddr, tempfile::TempDir) {
    let address = free_address();
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("ser2net.yaml");
    let text = format!(
        "%YAML 1.1\n---\nconnection: &port\n  accepter: telnet(rfc2217),tcp,{},{}\n  \
         connector: serialdev,{},9600n81,local\n  options:\n    kickolduser: true\n",
        address.ip(),
        address.port(),
        port.display()
    );
    fs::write(&config, text).unwrap();
    // It complains that nobody announces its ports on the network, which nobody wants.
    let server = Peer::start(Process::new("ser2net").args(["-n", "-c"]).arg(&config).stderr(Stdio::null()));
    (server, address, folder)
}

/// An address of the loopback that nobody listens at.
pub fn free_address() -> SocketAddr {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap()
}

fn hall(address: SocketAddr) -> Hall {
    let link = Link::Tcp { address, server: SerialServer::Rfc2217 };
    let keypad = ("keypad", "modbus-keypad", "answer-ms = 500", Some(5), Role::Keypad(WindowId(1)));
    Hall::on(link, LINE, &[keypad])
}

fn offline(one: &News, wanted: Fault) -> bool {
    matches!(one, News::Health { health: Health::Offline { fault, .. }, .. } if *fault == wanted)
}

/// Waits as a cable does until the line is agreed on.
fn opened(stream: &mut Rfc2217) -> Result<(), Fault> {
    let (clock, (_ringer, bell)) = (Uptime::start(), bell().unwrap());
    while !stream.tend(clock.now())? {
        wait(Some(stream), &bell, false, Some(Duration::from_millis(50)));
    }
    Ok(())
}

/// Opens the port again and again until its server listens.
fn open(address: SocketAddr) -> Rfc2217 {
    let (_ringer, bell) = bell().unwrap();
    for _ in 0..200 {
        let mut stream = Rfc2217::open(address, LINE).unwrap();
        match opened(&mut stream) {
            Ok(()) => return stream,
            Err(Fault::Unplugged) => drop(wait(None, &bell, false, Some(Duration::from_millis(50)))),
            Err(fault) => panic!("{fault}: {:?}", stream.last_words()),
        }
    }
    panic!("nobody listens at {address}");
}

fn every_byte_passes(address: SocketAddr) -> usize {
    let (_ringer, bell) = bell().unwrap();
    let mut stream = open(address);
    let bytes: Vec<u8> = (0..=255).chain([0xFF, 0xFF, 0x0D, 0x0A, 0x0D, 0x00, 0xFF]).collect();
    let mut exchanges = 0;
    for length in [1, 2, 3, 7, 64, bytes.len()] {
        for piece in bytes.chunks(length) {
            assert_eq!(stream.write(piece), Ok(piece.len()));
            let mut heard = Vec::new();
            while heard.len() < piece.len() {
                let ready = wait(Some(&stream), &bell, false, Some(Duration::from_secs(5)));
                assert!(ready.readable, "{piece:02X?}: only {heard:02X?}");
                let mut into = [0; 512];
                let length = stream.read(&mut into).unwrap();
                heard.extend_from_slice(&into[..length]);
            }
            assert_eq!(heard, piece);
            exchanges += 1;
        }
    }
    exchanges
}
