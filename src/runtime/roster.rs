//! Which device stands where, and its health, for whoever asks.

use std::collections::BTreeMap;
use std::time::Duration;

use hal::driver::Fault;
use hal::time::Instant;

use super::supervisor::Health;
use crate::layout::{DeviceName, Layout, Role, Shows, SignalKind, Zone};

/// Losses of the same kind that lie no further apart than this have one cause: a hub, a supply, a pulled
/// cable.
///
/// Adapters behind one hub are noticed one after the other, each by its own thread within milliseconds; a
/// silent pair is found out within a few poll cycles.
pub const ONE_CAUSE_WITHIN: Duration = Duration::from_secs(2);

/// Every device of the hall with its health.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    posts: BTreeMap<DeviceName, Post>,
}

/// One device in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its name in the configuration.
    pub name: DeviceName,
    /// What it does for the hall.
    pub duty: Duty,
    /// The cable it hangs on; empty for what has none.
    pub cable: String,
    /// Where a technician finds it.
    pub place: String,
    /// Its health; offline until something is known of it.
    pub health: Health,
}

/// What a device does for the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// A device in its role at a place of the hall.
    Role(Role),
    /// A contact, lamp or buzzer.
    Signal(SignalKind),
    /// A status LCD.
    Lcd,
    /// A loudspeaker.
    Voice(Zone),
}

/// Devices that were lost together, most likely by one cause (A14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss<'a> {
    /// What is wrong with each of them.
    pub fault: Fault,
    /// When the first of them was lost.
    pub since: Instant,
    /// The devices, in the order in which they were lost.
    pub posts: Vec<&'a Post>,
}

impl Roster {
    /// The devices of this layout; nothing is known of them yet.
    pub fn new(layout: &Layout, now: Instant) -> Self {
        let health = Health::Offline { fault: Fault::Unplugged, retry_at: now, since: now };
        let post = |name: &DeviceName, duty: Duty, cable: &str, place: &str| Post {
            name: name.clone(),
            duty,
            cable: cable.to_owned(),
            place: place.to_owned(),
            health,
        };
        let devices = layout.devices.iter().map(|d| post(&d.name, Duty::Role(d.role), &d.cable, &d.place));
        let keypads = layout
            .keypads
            .iter()
            .map(|keypad| post(&keypad.name, Duty::Role(Role::Keypad(keypad.window)), "", &keypad.place));
        let signals = layout.signals.iter();
        let signals = signals.map(|signal| post(&signal.name, Duty::Signal(signal.kind), "", &signal.place));
        let lcds = layout.lcds.iter().map(|lcd| post(&lcd.name, duty(lcd.shows), "", &lcd.place));
        let voices = layout.voices.iter().map(|v| post(&v.name, Duty::Voice(v.zone), "", &v.place));
        let posts = devices.chain(keypads).chain(signals).chain(lcds).chain(voices);
        Self { posts: posts.map(|post| (post.name.clone(), post)).collect() }
    }

    /// Goes over to another layout; devices that stay keep their health.
    pub fn adopt(&mut self, layout: &Layout, now: Instant) {
        let before = std::mem::replace(self, Self::new(layout, now));
        for post in before.posts.into_values() {
            self.note(&post.name, post.health);
        }
    }

    /// Takes note of a device's health. A name that is not on the roster is ignored: it left with a reload.
    pub fn note(&mut self, name: &DeviceName, health: Health) {
        if let Some(post) = self.posts.get_mut(name) {
            post.health = health;
        }
    }

    /// The devices by name.
    pub fn posts(&self) -> impl Iterator<Item = &Post> {
        self.posts.values()
    }

    /// The device of this name.
    pub fn post(&self, name: &DeviceName) -> Option<&Post> {
        self.posts.get(name)
    }

    /// What is wrong, oldest first, with one entry for devices that were lost together.
    pub fn losses(&self) -> Vec<Loss<'_>> {
        let mut lost: Vec<(Instant, Fault, &Post)> = self
            .posts()
            .filter_map(|post| match post.health {
                Health::Offline { fault, since, .. } => Some((since, fault, post)),
                Health::Online { .. } | Health::Held => None,
            })
            .collect();
        lost.sort_by_key(|&(since, ..)| since);
        let mut losses: Vec<Loss<'_>> = Vec::new();
        for (since, fault, post) in lost {
            let same = |loss: &&mut Loss<'_>| loss.fault == fault && since - loss.since <= ONE_CAUSE_WITHIN;
            match losses.iter_mut().find(same) {
                Some(loss) => loss.posts.push(post),
                None => losses.push(Loss { fault, since, posts: vec![post] }),
            }
        }
        losses
    }
}

/// A screen that shows the calls is missed by the hall like a board that does.
fn duty(shows: Shows) -> Duty {
    match shows {
        Shows::Status => Duty::Lcd,
        Shows::Hall => Duty::Role(Role::HallDisplay),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::WindowId;
    use crate::layout::{Device, Lcd, Surface};

    fn roster(names: &[&str]) -> Roster {
        let device = |(index, name): (u8, &&str)| Device {
            name: (*name).into(),
            driver: "any".into(),
            settings: toml::Table::new(),
            cable: "pair".into(),
            address: None,
            role: Role::Keypad(WindowId(index)),
            place: format!("desk {index}"),
        };
        let devices = (1..).zip(names).map(device).collect();
        let mut roster = Roster::new(&Layout { devices, ..Layout::default() }, Instant::default());
        for name in names {
            roster.note(&(*name).into(), Health::Online { since: Instant::default() });
        }
        roster
    }

    fn lose(roster: &mut Roster, name: &str, fault: Fault, millis: u64) {
        let since = Instant::from_millis(millis);
        roster.note(&name.into(), Health::Offline { fault, retry_at: since, since });
    }

    fn told(roster: &Roster) -> Vec<Vec<&str>> {
        roster.losses().into_iter().map(names).collect()
    }

    fn names(loss: Loss<'_>) -> Vec<&str> {
        loss.posts.iter().map(|post| post.name.as_str()).collect()
    }

    #[test]
    fn a_screen_of_the_calls_is_missed_like_the_halls_board_and_a_status_lcd_like_an_lcd() {
        let lcd = |name: &str, shows| Lcd {
            name: name.into(),
            shows,
            surface: Surface::Png { path: name.into() },
            width: 640,
            height: 360,
            place: String::new(),
        };
        let lcds = vec![lcd("screen", Shows::Hall), lcd("status", Shows::Status)];

        let roster = Roster::new(&Layout { lcds, ..Layout::default() }, Instant::default());

        let duty = |name: &str| roster.post(&name.into()).map(|post| post.duty);
        assert_eq!(duty("screen"), Some(Duty::Role(Role::HallDisplay)));
        assert_eq!(duty("status"), Some(Duty::Lcd));
    }

    #[test]
    fn a_hall_that_is_well_has_no_losses() {
        assert_eq!(told(&roster(&["a", "b"])), Vec::<Vec<&str>>::new());
    }

    #[test]
    fn a14_devices_lost_within_two_seconds_are_one_loss() {
        let mut roster = roster(&["a", "b", "c", "d"]);
        lose(&mut roster, "c", Fault::Unplugged, 10_000);
        lose(&mut roster, "a", Fault::Unplugged, 11_000);
        lose(&mut roster, "b", Fault::Unplugged, 12_000);
        assert_eq!(told(&roster), [["c", "a", "b"]]);
    }

    #[test]
    fn losses_of_another_kind_or_another_time_are_told_apart() {
        let mut roster = roster(&["a", "b", "c"]);
        lose(&mut roster, "a", Fault::Unplugged, 10_000);
        lose(&mut roster, "b", Fault::Silent, 10_000);
        lose(&mut roster, "c", Fault::Unplugged, 12_001);
        assert_eq!(told(&roster), [["a"], ["b"], ["c"]]);
    }

    #[test]
    fn news_of_a_device_that_left_with_a_reload_is_ignored() {
        let mut roster = roster(&["a"]);
        lose(&mut roster, "gone", Fault::Silent, 1);
        assert_eq!(roster.posts().count(), 1);
        assert_eq!(told(&roster), Vec::<Vec<&str>>::new());
    }
}
