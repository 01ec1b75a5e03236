//! A UPS: tells what the hall runs on. It is told nothing.

use std::convert::Infallible;

use crate::driver::Port;

/// The role of a UPS.
#[derive(Debug)]
pub struct Ups;

impl Port for Ups {
    /// Nothing is asked of it by the hall: it guards the hall, and not the other way round.
    type Command = Infallible;
    type Event = Event;
}

/// What a UPS may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// How it is: once it is met, and whenever its power or its battery's wear is different from before.
    State(State),
}

/// How a UPS is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// What the hall runs on.
    pub power: Power,
    /// How full the battery is, where the UPS knows.
    pub charge_percent: Option<u8>,
    /// The battery wants to be replaced.
    pub worn: bool,
}

/// What the hall runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// The mains.
    Mains,
    /// The battery: the mains are lost.
    Battery,
    /// The battery, which is nearly empty, or the UPS has announced that it will switch off.
    BatteryLow,
    /// Nobody knows: whoever looks after the UPS has lost it, or it says neither.
    Unknown,
}
