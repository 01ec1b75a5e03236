//! Which device hangs where: plain data that the configuration writes and the runtime reads.

mod ladders;
mod lcd;
mod lines;
mod supply;
mod upkeep;
mod voice;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::id::{KioskId, WindowId};

pub use self::ladders::{Ladders, Nonsense, STANDARD, WORDS, standard};
pub use self::lcd::{Active, Controller, FrameMemory, Glass, Lcd, Light, Pin, Shows, SpiPanel, Surface};
pub use self::lines::{
    Buttons, Key, Keypad, LineId, MadeOf, PadKey, Pull, Raises, Signal, SignalKind, Stands,
};
pub use self::supply::SupplyAlarm;
pub use self::upkeep::{Call, Matter, MatterKind, Morning, Upkeep};
pub use self::voice::{Voice, Zone, ZoneName};
pub use hal::cable::direction::Direction;
pub use hal::cable::line::{DataBits, Flow, Line, Parity, StopBits};

/// Every cable of the hall and every device on it.
///
/// Names are unique among all devices, signals and surfaces, and every device's cable is one of `cables`: the
/// configuration's check sees to both, and whoever builds a layout by hand must.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The streams, each with one or many devices.
    pub cables: Vec<Cable>,
    /// The devices that speak over streams.
    pub devices: Vec<Device>,
    /// Contacts, lamps and buzzers on lines of their own.
    pub signals: Vec<Signal>,
    /// Keypads without a cable.
    pub keypads: Vec<Keypad>,
    /// Status LCDs and hall displays that take pictures.
    pub lcds: Vec<Lcd>,
    /// The loudspeakers: none, the hall's own, or that and another zone's.
    pub voices: Vec<Voice>,
    /// By which means the hall does its work, the best first.
    pub ladders: Ladders,
    /// When the devices are tried, and whom to call about them.
    pub upkeep: Upkeep,
    /// Where the machine's own board says that its supply sags.
    pub supply: SupplyAlarm,
}

impl Layout {
    /// The devices on the cable of this name, in the order they were written down.
    pub fn on_cable<'a>(&'a self, cable: &'a str) -> impl Iterator<Item = &'a Device> {
        self.devices.iter().filter(move |device| device.cable == cable)
    }

    /// The name of the cable that a device hangs on; empty for what has none.
    pub fn cable_of(&self, name: &DeviceName) -> &str {
        let device = self.devices.iter().find(|device| device.name == *name);
        device.map_or("", |device| device.cable.as_str())
    }

    /// What a daemon works with that goes without its devices: the status LCDs to tell it on and, with `printers`, the
    /// printers for a sheet to call by.
    #[must_use]
    pub fn safe(&self, printers: bool) -> Self {
        let lcds = self.lcds.iter().filter(|lcd| lcd.shows != Shows::Hall).cloned();
        let is_printer = |device: &&Device| printers && device.role == Role::Printer;
        let devices: Vec<Device> = self.devices.iter().filter(is_printer).cloned().collect();
        let carries = |cable: &&Cable| devices.iter().any(|device| device.cable == cable.name);
        let cables = self.cables.iter().filter(carries).cloned().collect();
        Self { cables, devices, lcds: lcds.collect(), ..Self::default() }
    }

    /// Everything that has a role at a place of the hall, with that role.
    pub fn roles(&self) -> impl Iterator<Item = (&DeviceName, Role)> {
        let devices = self.devices.iter().map(|device| (&device.name, device.role));
        devices.chain(self.keypads.iter().map(|keypad| (&keypad.name, Role::Keypad(keypad.window))))
    }
}

/// The name of a device: unique in the hall, and the same after a reload and a restart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceName(Arc<str>);

impl DeviceName {
    /// The name as people wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for DeviceName {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl fmt::Display for DeviceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One stream of bytes, shared by the devices that name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cable {
    /// Its name in the configuration: `keypads`, `printer`.
    pub name: String,
    /// What the bytes travel through.
    pub link: Link,
    /// Speed and shape of characters.
    pub line: Line,
    /// The adapter hears its own bytes (RS-485 without receiver disable): they are taken off what arrives.
    pub echo: bool,
    /// How an RS-485 adapter gets to know that we talk.
    pub direction: Direction,
}

/// What the bytes of a cable travel through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A serial port, opened exclusively.
    Serial {
        /// The port's stable name, as udev gives it.
        path: PathBuf,
    },
    /// The serial port of whatever adapter sits in a USB socket, under whatever name; opened exclusively.
    Usb {
        /// The socket as the kernel names it, `1-1.3`, with the interface where an adapter has several ports.
        socket: String,
        /// The root of the file system, in which `sys` and `dev` are: `/`, but for tests.
        root: PathBuf,
    },
    /// A serial server on the network: the cable ends in a box that passes its bytes.
    Tcp {
        /// Its address and port. An address, not a name: a cable must not wait for a name server.
        address: SocketAddr,
        /// How the box is spoken to.
        server: SerialServer,
    },
    /// Memory of this process: simulations, where no thread runs it.
    Memory,
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Serial { path } => write!(f, "{}", path.display()),
            Self::Usb { socket, .. } => write!(f, "USB {socket}"),
            Self::Tcp { address, server: SerialServer::Raw } => write!(f, "tcp://{address}"),
            Self::Tcp { address, server: SerialServer::Rfc2217 } => write!(f, "rfc2217://{address}"),
            Self::Memory => f.write_str("memory"),
        }
    }
}

/// How a serial server is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SerialServer {
    /// Bytes as they are; the line is set in the box.
    Raw,
    /// Telnet with RFC 2217: the line is set from here.
    Rfc2217,
}

/// One device that speaks over a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// Its name in the configuration, in the log and on the status page.
    pub name: DeviceName,
    /// The driver's name, as `jiaohao devices` lists it.
    pub driver: String,
    /// The driver's own settings; unknown keys are refused by the driver.
    pub settings: toml::Table,
    /// The name of its cable.
    pub cable: String,
    /// Its address on the cable, where the protocol has addresses.
    pub address: Option<u16>,
    /// What it does for the hall.
    pub role: Role,
    /// Where a technician finds it.
    pub place: String,
}

/// What a device does for the hall, and for which place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Prints slips.
    Printer,
    /// The board over one window.
    WindowBoard(WindowId),
    /// The main board of the hall.
    HallDisplay,
    /// The keys of the clerk at one window.
    Keypad(WindowId),
    /// The five grades before one window.
    RatingPad(WindowId),
    /// The touch panel where visitors take numbers.
    Terminal(KioskId),
    /// The reader of identity cards beside a terminal.
    CardReader(KioskId),
    /// Tells what the hall runs on.
    Ups,
    /// The pick-up cabinet.
    Locker,
}

impl Role {
    /// The port that a driver must offer to play this role.
    pub fn port(self) -> hal::driver::Role {
        match self {
            Self::Printer => hal::driver::Role::Printer,
            Self::WindowBoard(_) | Self::HallDisplay => hal::driver::Role::Board,
            Self::Keypad(_) => hal::driver::Role::Keypad,
            Self::RatingPad(_) => hal::driver::Role::RatingPad,
            Self::Terminal(_) => hal::driver::Role::Terminal,
            Self::CardReader(_) => hal::driver::Role::CardReader,
            Self::Ups => hal::driver::Role::Ups,
            Self::Locker => hal::driver::Role::Locker,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cable_has_the_devices_that_name_it_in_their_order() {
        let device = |name: &str, cable: &str| Device {
            name: name.into(),
            driver: "any".into(),
            settings: toml::Table::new(),
            cable: cable.into(),
            address: None,
            role: Role::Printer,
            place: String::new(),
        };
        let layout = Layout {
            devices: vec![device("b", "pair"), device("c", "other"), device("a", "pair")],
            ..Layout::default()
        };

        let names: Vec<&str> = layout.on_cable("pair").map(|device| device.name.as_str()).collect();

        assert_eq!(names, ["b", "a"]);
    }
}
