//! Every order that the machine gave to a device or to a voice, as a hash.

use std::fmt::{self, Write as _};

use hal::port::{self, voice};
use sha2::{Digest, Sha256};

use super::agenda::Time;
use crate::journal::chain::Hash;
use crate::layout::{DeviceName, Zone};

/// The orders so far.
#[derive(Clone, Debug, Default)]
pub struct Orders(Sha256);

impl Orders {
    /// A device was told this.
    pub fn tell(&mut self, now: Time, device: &DeviceName, command: &port::Command) {
        self.write(format_args!("{} {device} {command:?}\n", now.0));
    }

    /// The voice of a zone was told this.
    pub fn say(&mut self, now: Time, zone: Zone, command: &voice::Command) {
        self.write(format_args!("{} {zone:?} {command:?}\n", now.0));
    }

    /// The hash so far.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.0.clone().finalize().into()
    }

    fn write(&mut self, order: fmt::Arguments<'_>) {
        // A hash takes everything: there is no error to be had.
        let _ = Ink(&mut self.0).write_fmt(order);
    }
}

/// Lets text flow into a hash.
struct Ink<'a>(&'a mut Sha256);

impl fmt::Write for Ink<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}
