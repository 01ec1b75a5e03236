//! A conversation with a device, written down: what a driver must say and what it must make of the answers.

use crate::port;

/// One conversation, from the first exchange after `attach` to the last. It cannot be empty.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// The device's table, as it would stand in `hall.toml`.
    pub settings: &'static str,
    /// The device's address, where it shares its cable.
    pub address: Option<u16>,
    first: Exchange,
    rest: Vec<Exchange>,
}

impl Transcript {
    /// A conversation that begins with `first`.
    pub fn new(settings: &'static str, address: Option<u16>, first: Exchange) -> Self {
        Self { settings, address, first, rest: Vec::new() }
    }

    /// The same conversation with one more exchange at its end.
    #[must_use]
    pub fn then(mut self, next: Exchange) -> Self {
        self.rest.push(next);
        self
    }

    /// The exchanges in their order; at least one.
    pub fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

/// One message of the driver and what comes back.
///
/// The driver is told the command, if any; the clock goes to the moment it asks for; it must send exactly
/// `sends`; `answer` arrives; `events` must have been told, in this order, since the command. Where the
/// driver expects an answer, `answer` must be all of it. Where `sends` is empty, `answer` arrives unasked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// What the hall wants of the device before this message.
    pub command: Option<port::Command>,
    /// The bytes the driver must send.
    pub sends: Vec<u8>,
    /// The bytes the device sends back.
    pub answer: Vec<u8>,
    /// What the driver must tell.
    pub events: Vec<port::Event>,
}
