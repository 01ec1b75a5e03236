//! What a driver is: told what happened, asked for bytes when the wire is free.
//!
//! The life of a driver on its cable:
//!
//! 1. [`Driver::attach`]: the cable came up. The driver forgets what it believed of the device.
//! 2. [`Driver::due`] says when it wants the wire. When the wire is free and the moment has come,
//!    [`Driver::turn`] hands over the bytes of one [`Turn`].
//! 3. [`Driver::sent`] when the last byte has left the wire, then [`Driver::receive`] for every chunk that
//!    arrives. The driver ends the turn by setting [`Outbox::done`]; when it has not done so within the
//!    turn's limit, [`Driver::unanswered`].
//! 4. A [`Fault`] in the outbox ends the attachment, and so does [`Driver::detach`]; the supervisor
//!    decides when there is a next one.
//!
//! Bytes are asked for, not pushed: a board that changes five times while its shared pair is busy sends its
//! newest text once.

use std::time::Duration;

use thiserror::Error;

use crate::port::keypad::Key;
use crate::time::Instant;

pub mod veil;

/// A role a device can play in the hall: what it can be told and what it can tell.
pub trait Port {
    /// What the hall may ask of a device in this role.
    type Command;
    /// What a device in this role may report.
    type Event;
}

/// A model of device that speaks in bytes over a stream.
pub trait Driver<P: Port>: Send {
    /// The cable came up, for the first time or again: bring the device to a known state.
    ///
    /// Whatever was on the wire before is void. State that the hall asked for (the text of a board) is kept
    /// and shown again; a job of paper is not repeated.
    fn attach(&mut self, now: Instant, out: &mut Outbox<P>);

    /// The hall wants something of the device. Harmless before `attach`: it is kept, or refused by an event.
    fn command(&mut self, now: Instant, command: &P::Command, out: &mut Outbox<P>);

    /// When this driver wants the wire next; `None` while it has nothing to say.
    ///
    /// Asked after every other call, so it may change with each.
    fn due(&self) -> Option<Instant>;

    /// The wire is this driver's: the bytes to send, or `None` to pass.
    fn turn(&mut self, now: Instant, out: &mut Outbox<P>) -> Option<Turn>;

    /// The last byte of the turn has left the wire, by the line's speed.
    ///
    /// A turn that expects no answer is over after this call.
    fn sent(&mut self, now: Instant, out: &mut Outbox<P>);

    /// Bytes arrived, in chunks of any size. On a shared cable only during this driver's own turn.
    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<P>);

    /// The limit of the turn passed and its answer did not (wholly) come. The turn is over.
    fn unanswered(&mut self, now: Instant, out: &mut Outbox<P>);

    /// The cable went down, or a person switched the device off: nothing reaches it before the next `attach`.
    ///
    /// Jobs get their outcome here, as nobody knows when that will be. States need nothing: they are kept.
    fn detach(&mut self, _now: Instant, _out: &mut Outbox<P>) {}

    /// The keys of a keypad by which it can be tried, in no order; empty for every other device.
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }

    /// Whether people tell this device what nobody may write down: a PIN, a card.
    fn tells_secrets(&self) -> bool {
        false
    }

    /// What of bytes that passed between this device and us may be written down, in order.
    ///
    /// The bytes are a whole turn's in one direction, or all that came before a silence. Without a word of the
    /// driver everything may be but numbers of identity cards; a driver whose device tells secrets says more.
    fn veil(&self, _way: Way, bytes: &[u8]) -> Vec<Piece> {
        veil::without_cards(bytes)
    }
}

/// Which way bytes went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the device.
    Out,
    /// From the device.
    In,
}

/// Bytes on their way into a record that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// They may be read by anyone.
    Plain(Vec<u8>),
    /// So many were there; nothing else is kept of them.
    Hidden(usize),
}

/// One message to a device, with what must be true before and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The bytes as they go on the wire.
    pub bytes: Vec<u8>,
    /// What the sender expects back.
    pub answer: Answer,
    /// Silence on the wire before the first byte, as RTU framing wants it.
    pub quiet_before: Duration,
    /// Silences inside the message, in the order of their places.
    pub rests: Vec<Rest>,
}

impl Turn {
    /// A message in one piece that wants no silence before it.
    pub fn new(bytes: Vec<u8>, answer: Answer) -> Self {
        Self { bytes, answer, quiet_before: Duration::ZERO, rests: Vec::new() }
    }

    /// The same message after so much silence.
    #[must_use]
    pub fn after(self, quiet_before: Duration) -> Self {
        Self { quiet_before, ..self }
    }

    /// The pieces of the message, each with the silence that it wants before its first byte.
    pub fn pieces(&self) -> Vec<(Duration, &[u8])> {
        let starts = self.rests.iter().map(|rest| (rest.before.min(self.bytes.len()), rest.quiet));
        let starts: Vec<_> = std::iter::once((0, self.quiet_before)).chain(starts).collect();
        let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([self.bytes.len()]);
        starts
            .iter()
            .zip(ends)
            .map(|(&(start, quiet), end)| (quiet, &self.bytes[start..end.max(start)]))
            .collect()
    }
}

/// A silence inside a message: the device works on what it has heard so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The place of the byte before which it is: 1 for the second byte.
    pub before: usize,
    /// How long the wire is silent, from the last byte's end.
    pub quiet: Duration,
}

/// What a turn expects back from the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing: the turn ends when its last byte has left.
    None,
    /// An answer, counted from the last byte sent.
    Within(Duration),
}

/// What a driver leaves behind after each call.
#[derive(Debug)]
pub struct Outbox<P: Port> {
    /// What the device reported, in order.
    pub events: Vec<P::Event>,
    /// The turn under way has its whole answer: the wire is free.
    pub done: bool,
    /// The device cannot be worked with any further: ends this attachment.
    pub fault: Option<Fault>,
}

impl<P: Port> Default for Outbox<P> {
    fn default() -> Self {
        Self { events: Vec::new(), done: false, fault: None }
    }
}

/// Why an attachment ended. Each has a sentence for the person with the screwdriver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Asked several times, the device did not answer.
    #[error("no answer: is it powered, is its address right, is the cable in?")]
    Silent,
    /// What came back makes no sense in this protocol.
    #[error("answers make no sense: line settings wrong, or another device at this address?")]
    Garbled,
    /// What came back was made of broken characters: framing, parity, breaks.
    #[error("characters arrive broken: line settings wrong? (baud, parity, data and stop bits)")]
    LineSettings,
    /// What came back was made of broken characters, while other devices on the same cable are understood.
    #[error(
        "characters arrive broken, and its neighbours are well: two devices at this address, or line settings of its own?"
    )]
    Clash,
    /// The device understood and said no.
    #[error("the device refuses what it is told")]
    Refused,
    /// The port is not there, or vanished.
    #[error("the port is not there: cable pulled or adapter dead")]
    Unplugged,
    /// The port is there and another program has it.
    #[error("another program holds the port")]
    Occupied,
    /// Several ports are what is meant.
    #[error("more than one port sits in this USB socket: name its interface as well, as in 1-1.3:1.0")]
    Ambiguous,
    /// The port is there and may not be opened.
    #[error("the port may not be opened: is the daemon's user in its group (dialout, gpio, input)?")]
    Forbidden,
    /// The device holds the line and takes no bytes.
    #[error("the device takes no bytes: held by flow control")]
    Stalled,
    /// It answers, and was lost so often that it has to prove itself first.
    #[error("it comes and goes: seat its plug firmly; it is used again when it has been steady for a minute")]
    Unsteady,
    /// The driver itself broke down; the input is in the log.
    #[error("the driver failed on what it received")]
    Broken,
}

/// What a driver file says of itself, for lists and for the configuration.
#[derive(Clone, Copy, Debug)]
pub struct DriverInfo {
    /// The name in `driver = "…"`, kebab-case.
    pub name: &'static str,
    /// The family of models it speaks to, as printed on them.
    pub models: &'static str,
    /// The roles it can play.
    pub roles: &'static [Role],
    /// The usual line, in words.
    pub line: &'static str,
    /// Where the wire facts come from.
    pub source: &'static str,
}

/// The roles of the ports, for lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Prints slips.
    Printer,
    /// Shows texts in areas: over a window or in the hall.
    Board,
    /// A clerk's keys and digits.
    Keypad,
    /// Five grades.
    RatingPad,
    /// The self-service touch terminal.
    Terminal,
    /// Reads one identity card when asked.
    CardReader,
    /// Locks the doors from which visitors collect.
    Locker,
    /// Tells what the hall runs on.
    Ups,
}

/// Settings of a device that its driver cannot accept.
#[derive(Clone, Debug, Error)]
pub enum SettingsError {
    /// No driver has this name.
    #[error("there is no driver named {0:?}; `jiaohao devices` lists them")]
    UnknownDriver(String),
    /// A key is unknown or a value is wrong.
    #[error("{0}")]
    Invalid(#[from] toml::de::Error),
    /// The device shares its cable and needs an address there.
    #[error("needs an address from {min} to {max} on its cable")]
    Address {
        /// Lowest address of the protocol.
        min: u16,
        /// Highest address of the protocol.
        max: u16,
    },
    /// A value is of the right type and outside what the device can do.
    #[error("{key}: {why}")]
    Value {
        /// The key in the device's table.
        key: &'static str,
        /// What would be accepted.
        why: &'static str,
    },
}
