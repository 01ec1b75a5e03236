//! What has no cable to a place in the hall: the status LCD, lamps, buzzers, contacts and the loudspeaker.

use hal::driver::Fault;
use hal::port::signals::Command;
use hal::time::Instant;
use jiaohao::layout::{DeviceName, Layout};
use jiaohao::rehearse::agenda::Time;
use jiaohao::rehearse::floor::News;
use jiaohao::runtime::engine::Input;
use jiaohao::runtime::supervisor::Health;

use super::Hall;
use crate::contacts;

/// The devices of the machine's own, and which of them are out.
#[derive(Debug)]
pub(super) struct Own {
    names: Vec<DeviceName>,
    out: Vec<DeviceName>,
}

impl Own {
    /// Those of a layout, all of them well.
    pub fn new(layout: &Layout) -> Self {
        Self { names: contacts::without_place(layout), out: Vec::new() }
    }

    /// Whether it is one of them.
    pub fn has(&self, device: &DeviceName) -> bool {
        self.names.contains(device)
    }

    /// One of them fails, or works again.
    pub fn fail(&mut self, device: &DeviceName, works: bool) {
        self.out.retain(|out| out != device);
        if !works {
            self.out.push(device.clone());
        }
    }

    /// The machine has started, and finds every one of them as it is.
    pub fn met(&self, now: Time) -> Vec<News> {
        self.names.iter().map(|name| self.found(now, name.clone())).collect()
    }

    /// How one of them is found.
    pub fn found(&self, now: Time, device: DeviceName) -> News {
        let since = Instant::from_millis(now.0);
        let health = if self.out.contains(&device) {
            Health::Offline { fault: Fault::Silent, retry_at: since, since }
        } else {
            Health::Online { since }
        };
        News::Input(Input::Health { device, health })
    }
}

impl Hall {
    /// A lamp or a buzzer does as it is told.
    pub(super) fn signal(&mut self, now: Time, device: &DeviceName, order: Command) {
        if self.own.out.contains(device) {
            return;
        }
        let words = match order {
            Command::Set(true) => "lit",
            Command::Set(false) => "dark",
            Command::Sound => "♩ ♩ ♩",
            Command::SoundCall => "♩",
        };
        self.signs.note(now, device.as_str(), words);
    }
}
