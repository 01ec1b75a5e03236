//! Reads the cables: what each travels through, and how characters are put on it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use hal::cable::direction::Direction;
use hal::cable::line::{DataBits, Flow, Line, Parity, StopBits};
use hal::cable::usb::is_socket;

use super::keys::Keys;
use super::problem::{Problem, Spot};
use super::values::{Flag, OneOf, Span, Text, Whole};
use crate::layout::{Cable, Link, SerialServer};

/// A cable with what only the check wants to know of it.
#[derive(Debug)]
pub(super) struct PlacedCable {
    /// The cable.
    pub cable: Cable,
    /// From the last byte of a question to the first of its answer, as a rule.
    pub turnaround: Duration,
    /// Where its name stands.
    pub name_at: Spot,
    /// Where its path or address stands.
    pub link_at: Spot,
}

const PARITY: OneOf<Parity> = OneOf(&[("none", Parity::None), ("even", Parity::Even), ("odd", Parity::Odd)]);
const FLOW: OneOf<Flow> =
    OneOf(&[("none", Flow::None), ("hardware", Flow::Hardware), ("software", Flow::Software)]);

const DIRECTION: OneOf<Direction> =
    OneOf(&[("auto", Direction::Auto), ("rts", Direction::Rts), ("rts-inverted", Direction::RtsInverted)]);

/// What may travel through a cable, by the words of the configuration.
#[derive(Clone, Copy)]
enum LinkKind {
    Serial,
    Server(SerialServer),
}

const LINK: OneOf<LinkKind> = OneOf(&[
    ("serial", LinkKind::Serial),
    ("tcp", LinkKind::Server(SerialServer::Raw)),
    ("rfc2217", LinkKind::Server(SerialServer::Rfc2217)),
]);

/// Keypads answer within a few characters of the wire; a technician with a slow one writes what he measured.
const USUAL_TURNAROUND: Duration = Duration::from_millis(5);

/// Reads every `[[cable]]`.
pub(super) fn cables(keys: &Keys<'_>) -> Vec<PlacedCable> {
    keys.tables("cable").iter().filter_map(cable).collect()
}

fn cable(keys: &Keys<'_>) -> Option<PlacedCable> {
    let name = keys.required("name", &Text);
    let (link, link_at) = link(keys);
    let line = line(keys);
    let echo = keys.or("echo", &Flag, false);
    let direction = direction(keys, line, link.as_ref());
    let turnaround = keys.or("turnaround", &Span::seconds(0, 1), USUAL_TURNAROUND);
    // A link that could not be read was reported; that its cable is missing would be told of every device on it.
    let cable = Cable { name: name?, link: link.unwrap_or(Link::Memory), line, echo, direction };
    Some(PlacedCable { cable, turnaround, name_at: keys.spot("name"), link_at })
}

/// The link, and where it is written.
fn link(keys: &Keys<'_>) -> (Option<Link>, Spot) {
    match keys.or("link", &LINK, LinkKind::Serial) {
        LinkKind::Serial => {
            if let Some(socket) = keys.optional("usb", &Text) {
                return (usb(keys, socket), keys.spot("usb"));
            }
            let path = keys.required("path", &Text);
            (path.map(|path| Link::Serial { path: PathBuf::from(path) }), keys.spot("path"))
        }
        LinkKind::Server(server) => {
            let address = keys.required("address", &Text).and_then(|text| address(keys, &text));
            (address.map(|address| Link::Tcp { address, server }), keys.spot("address"))
        }
    }
}

fn usb(keys: &Keys<'_>, socket: String) -> Option<Link> {
    if is_socket(&socket) {
        return Some(Link::Usb { socket, root: PathBuf::from("/") });
    }
    let what = "no USB socket";
    let remedy = "as the kernel names it, \"1-1.3\", or \"1-1.3:1.0\" for one port of several; \
                  `ls -l /sys/class/tty/ttyUSB0/device` shows it";
    keys.report(Problem::error(&keys.spot("usb"), what, remedy));
    None
}

fn address(keys: &Keys<'_>, text: &str) -> Option<SocketAddr> {
    let address: Option<SocketAddr> = text.parse().ok().filter(|address: &SocketAddr| address.port() > 0);
    if address.is_none() {
        let what = "no address of a serial server";
        let remedy = "an IP address and a port, \"192.168.1.50:4001\"; a name would have to be looked up, \
                      and a cable waits for nobody";
        keys.report(Problem::error(&keys.spot("address"), what, remedy));
    }
    address
}

/// RTS can serve one master only, and a serial server has its own.
fn direction(keys: &Keys<'_>, line: Line, link: Option<&Link>) -> Direction {
    let direction = keys.or("direction", &DIRECTION, Direction::Auto);
    if direction != Direction::Auto && matches!(link, Some(Link::Tcp { .. })) {
        let what = "a serial server tells its adapter itself who talks";
        let remedy = "take `direction` out, and set the server's port to RS-485";
        keys.report(Problem::error(&keys.spot("direction"), what, remedy));
    }
    if direction != Direction::Auto && line.flow == Flow::Hardware {
        let what = "RTS cannot tell the direction and ask for pauses at once";
        let remedy = "write `flow = \"none\"`: an RS-485 pair has no wires for pauses";
        keys.report(
            Problem::error(&keys.spot("direction"), what, remedy).also(&keys.spot("flow"), "the other"),
        );
    }
    direction
}

fn line(keys: &Keys<'_>) -> Line {
    let seven = keys.or("data-bits", &Whole(7..=8_u8), 8) == 7;
    let two = keys.or("stop-bits", &Whole(1..=2_u8), 1) == 2;
    Line {
        baud: keys.or("baud", &Whole(300..=921_600_u32), 9600),
        data_bits: if seven { DataBits::Seven } else { DataBits::Eight },
        parity: keys.or("parity", &PARITY, Parity::None),
        stop_bits: if two { StopBits::Two } else { StopBits::One },
        flow: keys.or("flow", &FLOW, Flow::None),
    }
}
