//! What calls duty staff without words: a lamp that is lit while any device is down, a buzzer for what is new.

use std::collections::BTreeMap;
use std::time::Duration;

use hal::port::{Command, signals};
use hal::time::Instant;

use super::roster::{Duty, Post};
use super::status::Status;
use super::supervisor::Health;
use super::troubles;
use crate::layout::{DeviceName, SignalKind};
use crate::station::cabinet::{About, Severity, Trouble, Wrong};

/// A device that is back within this time was no trouble: ports are looked for every second, and every device
/// takes its time when the daemon starts.
const DOWN_AFTER: Duration = Duration::from_secs(3);

/// The shortest time from one sound to the next: a hall in which much goes wrong has been called once.
const SOUND_EVERY: Duration = Duration::from_secs(15);

/// What makes two troubles the same.
type Known = (Option<DeviceName>, About, Wrong);

/// What the lamps and buzzers were told, and what was sounded for.
#[derive(Debug, Default)]
pub struct Alert {
    /// The lamps, each with what it was told and since when it was there then: one that was away is dark.
    lit: BTreeMap<DeviceName, (bool, Instant)>,
    /// What is wrong and has been sounded for.
    known: Vec<Known>,
    sounded_at: Option<Instant>,
}

impl Alert {
    /// What lamps and buzzers are to be told, as the hall is at `now`, on the clock of the devices' threads.
    /// To be asked every few seconds, also when nothing happens.
    pub fn look(&mut self, status: &Status, now: Instant) -> Vec<(DeviceName, Command)> {
        let mut orders = self.lamps(status, now);
        if self.is_new(status, now) {
            self.sounded_at = Some(now);
            let buzzers = here(status, SignalKind::Buzzer).map(|(post, _)| post.name.clone());
            orders.extend(buzzers.map(|name| (name, Command::Signals(signals::Command::Sound))));
        }
        orders
    }

    fn lamps(&mut self, status: &Status, now: Instant) -> Vec<(DeviceName, Command)> {
        let on = status.roster.posts().any(|post| is_down(post, now));
        let mut orders = Vec::new();
        for (post, since) in here(status, SignalKind::Lamp) {
            // It is dark when it is met.
            let told = self.lit.get(&post.name).is_some_and(|(lit, met)| *lit && *met == since);
            if told != on {
                orders.push((post.name.clone(), Command::Signals(signals::Command::Set(on))));
            }
            self.lit.insert(post.name.clone(), (on, since));
        }
        orders
    }

    /// Whether something stands that was not sounded for, and may be sounded for by now.
    fn is_new(&mut self, status: &Status, now: Instant) -> bool {
        let urgent = urgent(status, now);
        self.known.retain(|known| urgent.contains(known));
        let may = self.sounded_at.is_none_or(|at| now - at >= SOUND_EVERY);
        let new = urgent.iter().any(|one| !self.known.contains(one));
        if new && may {
            self.known = urgent;
        }
        new && may
    }
}

/// The lamps or buzzers that are there, each with since when.
fn here(status: &Status, kind: SignalKind) -> impl Iterator<Item = (&Post, Instant)> {
    status.roster.posts().filter(move |post| post.duty == Duty::Signal(kind)).filter_map(|post| {
        match post.health {
            Health::Online { since } => Some((post, since)),
            Health::Offline { .. } | Health::Held => None,
        }
    })
}

/// Whether a device is down, and not only for a moment. One that a person has switched off is not.
fn is_down(post: &Post, now: Instant) -> bool {
    match post.health {
        Health::Offline { since, .. } => now - since >= DOWN_AFTER,
        Health::Online { .. } | Health::Held => false,
    }
}

/// What is wrong and cannot wait until the evening: each device by itself, so that a pair that is lost and
/// found one by one is not news each time.
fn urgent(status: &Status, now: Instant) -> Vec<Known> {
    let is_lasting = |post: &&Post| post.health.is_online() || is_down(post, now);
    let devices = status.roster.posts().filter(is_lasting);
    let devices = devices.filter_map(|post| troubles::of_device(post, status, now));
    let of_one = |trouble: &Trouble| trouble.device.is_some() || matches!(trouble.about, About::Devices(_));
    let others = troubles::of(status, now).into_iter().filter(|trouble| !of_one(trouble));
    let urgent = devices
        .chain(others)
        .filter(|trouble| !matches!(trouble.severity(), Severity::Waits | Severity::Told));
    urgent.map(|trouble| (trouble.device, trouble.about, trouble.wrong)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::id::{BootId, JobId, StaffId, TicketId};
    use crate::domain::moment::{HallTime, Moment, Wall};
    use crate::domain::office::Office;
    use crate::domain::staff::{PinNews, PinTurn};
    use crate::journal::copy::thread::CopyState;
    use crate::layout::{Active, Layout, LineId, Pin, Pull, Signal, Stands};
    use crate::runtime::backups::BackupState;
    use crate::runtime::roster::Roster;
    use crate::runtime::status::{Ailment, Keeping, NotInForce};
    use hal::driver::Fault;

    fn at(seconds: u64) -> Instant {
        Instant::from_millis(seconds * 1000)
    }

    /// A hall with a lamp, a buzzer and two contacts, all of them there.
    fn hall() -> Status {
        let signal = |name: &str, kind| Signal {
            name: name.into(),
            kind,
            pin: Pin { chip: None, line: LineId::Name(name.to_owned()) },
            active: Active::High,
            pull: Pull::Up,
            stands: Stands { on: Duration::ZERO, off: Duration::ZERO },
            raises: None,
            place: String::new(),
        };
        let signals = vec![
            signal("lamp", SignalKind::Lamp),
            signal("buzzer", SignalKind::Buzzer),
            signal("mains", SignalKind::Mains),
            signal("button", SignalKind::Emergency),
        ];
        let mut roster = Roster::new(&Layout { signals, ..Layout::default() }, at(0));
        for name in ["lamp", "buzzer", "mains", "button"] {
            roster.note(&name.into(), Health::Online { since: at(0) });
        }
        let wall = Some(Wall { utc_ms: 0, offset_min: 480 });
        let moment = Moment { hall: HallTime(0), wall, boot: BootId(1) };
        Status {
            view: Office::vacant(TicketId(1), JobId(1)).view(moment).into(),
            hours: None,
            keeping: Keeping::Main,
            roster: roster.into(),
            absent: Vec::new(),
            closing: Vec::new(),
            ailments: BTreeMap::default(),
            configuration: NotInForce::default(),
            damage: None,
            means: Arc::default(),
            backup: BackupState::default(),
            clock_doubted: None,
            other_hall: None,
            safe_mode: None,
            typed: None,
            put_aside: 0,
            supply: crate::runtime::supply::Supply::default(),
            log_held: None,
            disk: crate::runtime::disk::Disk::default(),
            copy: CopyState::default(),
        }
    }

    fn lose(status: &mut Status, name: &str, since: u64) {
        let health = Health::Offline { fault: Fault::Unplugged, retry_at: at(since), since: at(since) };
        Arc::make_mut(&mut status.roster).note(&name.into(), health);
    }

    fn find(status: &mut Status, name: &str, since: u64) {
        Arc::make_mut(&mut status.roster).note(&name.into(), Health::Online { since: at(since) });
    }

    fn press(status: &mut Status) {
        let ailment = Ailment { wrong: Wrong::ButtonPressed, since: HallTime(0) };
        status.ailments.insert("button".into(), ailment);
    }

    /// What is told at this second.
    fn told(alert: &mut Alert, status: &Status, second: u64) -> Vec<String> {
        let words = |(name, command): (DeviceName, Command)| {
            let Command::Signals(command) = command else { panic!("{name} {command:?}") };
            match command {
                signals::Command::Set(on) => format!("{name} {on}"),
                signals::Command::Sound => format!("{name} sounds"),
                signals::Command::SoundCall => format!("{name} calls"),
            }
        };
        alert.look(status, at(second)).into_iter().map(words).collect()
    }

    const NOTHING: [&str; 0] = [];

    #[test]
    fn the_lamp_is_lit_while_a_device_is_down_and_not_for_a_blink() {
        let (mut alert, mut status) = (Alert::default(), hall());
        assert_eq!(told(&mut alert, &status, 1), NOTHING, "all is well, and it is dark when it is met");
        lose(&mut status, "mains", 10);

        assert_eq!(told(&mut alert, &status, 12), NOTHING);
        assert_eq!(told(&mut alert, &status, 13), ["lamp true", "buzzer sounds"]);
        assert_eq!(told(&mut alert, &status, 100), NOTHING);
        find(&mut status, "mains", 101);
        assert_eq!(told(&mut alert, &status, 101), ["lamp false"]);
    }

    #[test]
    fn a_lamp_that_was_away_is_lit_again() {
        let (mut alert, mut status) = (Alert::default(), hall());
        lose(&mut status, "mains", 10);
        told(&mut alert, &status, 13);

        lose(&mut status, "lamp", 14);
        assert_eq!(told(&mut alert, &status, 15), NOTHING, "nobody is there to be told");
        find(&mut status, "lamp", 16);

        assert_eq!(told(&mut alert, &status, 16), ["lamp true"]);
    }

    #[test]
    fn the_buzzer_sounds_once_for_what_is_new_and_again_for_what_comes_again() {
        let (mut alert, mut status) = (Alert::default(), hall());
        press(&mut status);

        assert_eq!(told(&mut alert, &status, 20), ["buzzer sounds"], "at once");
        assert_eq!(told(&mut alert, &status, 200), NOTHING, "it still stands, and is not new");
        status.ailments.clear();
        assert_eq!(told(&mut alert, &status, 201), NOTHING);
        press(&mut status);
        assert_eq!(told(&mut alert, &status, 202), ["buzzer sounds"]);
    }

    #[test]
    fn what_comes_soon_after_a_sound_waits_for_its_own() {
        let (mut alert, mut status) = (Alert::default(), hall());
        press(&mut status);
        told(&mut alert, &status, 20);

        status.keeping = Keeping::Broken;

        assert_eq!(told(&mut alert, &status, 21), NOTHING);
        assert_eq!(told(&mut alert, &status, 35), ["buzzer sounds"]);
        assert_eq!(told(&mut alert, &status, 60), NOTHING);
    }

    #[test]
    fn what_can_wait_until_the_evening_sounds_for_nobody() {
        let (mut alert, mut status) = (Alert::default(), hall());
        status.configuration.refused = Some("a typo".to_owned());
        lose(&mut status, "lamp", 10);

        assert_eq!(told(&mut alert, &status, 60), NOTHING);
    }

    #[test]
    fn i09_a_pin_that_was_set_anew_sounds_for_nobody() {
        let (mut alert, mut status) = (Alert::default(), hall());
        let mut view = (*status.view).clone();
        view.pins = vec![PinNews { clerk: StaffId(101), turn: PinTurn::Changed, at: view.at }];
        status.view = view.into();
        assert_eq!(troubles::of(&status, at(60)).len(), 1, "it is told");

        assert_eq!(told(&mut alert, &status, 60), NOTHING);
    }

    #[test]
    fn a_device_that_a_person_switched_off_lights_no_lamp() {
        let (mut alert, mut status) = (Alert::default(), hall());
        Arc::make_mut(&mut status.roster).note(&"mains".into(), Health::Held);

        assert_eq!(told(&mut alert, &status, 60), NOTHING);
    }
}
