//! Opens what the bytes of a cable travel through.

use std::path::Path;

use hal::cable::rfc2217::Rfc2217;
use hal::cable::stream::{Serial, Stream, holder_of};
use hal::cable::tcp::Tcp;
use hal::cable::usb;
use hal::driver::Fault;

use crate::layout::{Cable, Link, SerialServer};

/// Why a cable has no stream.
#[derive(Debug)]
pub struct Unopened {
    /// What is wrong.
    pub fault: Fault,
    /// What more is known of it, for the log.
    pub why: Option<String>,
}

/// Opens the link of a cable. Bytes pass when the stream says so; see [`Stream::tend`].
///
/// # Errors
///
/// It cannot be had at this moment. A link of memory never can: the simulator runs it.
pub fn open(cable: &Cable) -> Result<Box<dyn Stream>, Unopened> {
    match &cable.link {
        Link::Serial { path } => serial(path, cable),
        Link::Usb { socket, root } => match usb::port_at(root, socket) {
            Ok(path) => serial(&path, cable),
            Err(fault) => Err(Unopened { fault, why: None }),
        },
        Link::Tcp { address, server } => {
            let system =
                |error: std::io::Error| Unopened { fault: Fault::Unplugged, why: Some(error.to_string()) };
            match server {
                SerialServer::Raw => Ok(Box::new(Tcp::open(*address).map_err(system)?)),
                SerialServer::Rfc2217 => Ok(Box::new(Rfc2217::open(*address, cable.line).map_err(system)?)),
            }
        }
        Link::Memory => Err(Unopened { fault: Fault::Unplugged, why: None }),
    }
}

fn serial(path: &Path, cable: &Cable) -> Result<Box<dyn Stream>, Unopened> {
    match Serial::open(path, cable.line) {
        Ok(serial) => Ok(Box::new(serial.telling(cable.direction, cable.line))),
        Err(fault) => Err(Unopened { fault, why: None }),
    }
}

/// The program that holds a port, where that is what is wrong. Slow: for a log entry, not for every attempt.
pub fn holder(link: &Link, fault: Fault) -> Option<String> {
    let path = match link {
        Link::Serial { path } => Some(path.clone()),
        Link::Usb { socket, root } => usb::port_at(root, socket).ok(),
        Link::Tcp { .. } | Link::Memory => None,
    };
    let holder = holder_of(&path.filter(|_| fault == Fault::Occupied)?)?;
    Some(format!("held by {holder}"))
}
