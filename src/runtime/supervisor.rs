//! When to try a device again, and when to trust it again: one policy for every device.

use std::time::Duration;

use hal::driver::Fault;
use hal::time::Instant;

use crate::planted::{self, Bug};

/// How long an absent port rests before it is looked for again.
///
/// A person who pushes a plug back in looks up after two or three seconds; opening a name that is not there
/// costs microseconds.
pub const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The first pause of a device that answers badly: about as long as a device needs to start anew.
pub const RETRY_FIRST: Duration = Duration::from_secs(1);

/// The longest pause of a device that answers badly.
///
/// A dead device on a shared pair takes its answer limit from its neighbours once in this time; a device that
/// was repaired shows within it.
pub const RETRY_LONGEST: Duration = Duration::from_secs(30);

/// How long a device must work without a fault before its past is forgotten.
pub const STEADY_AFTER: Duration = Duration::from_secs(60);

/// So many losses within [`FLAPPING_WITHIN`] are a bad contact, not bad luck.
pub const FLAPPING_LOSSES: usize = 3;

/// The time in which losses are counted against a device.
pub const FLAPPING_WITHIN: Duration = Duration::from_secs(5 * 60);

/// Whether the hall may count on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It works.
    Online {
        /// Since when.
        since: Instant,
    },
    /// It does not work, or not steadily enough to be counted on.
    Offline {
        /// Why it was lost the last time.
        fault: Fault,
        /// When it is tried again; for one that is watched after flapping, when it will be trusted.
        retry_at: Instant,
        /// Since when the hall is without it.
        since: Instant,
    },
    /// Switched off by a person, until a person switches it on.
    Held,
}

impl Health {
    /// Whether the hall may count on the device.
    pub fn is_online(self) -> bool {
        match self {
            Self::Online { .. } => true,
            Self::Offline { .. } | Self::Held => false,
        }
    }

    /// Whether a person who knows `self` learns nothing from `other`: an absent port is looked for so often
    /// that the next time is no news.
    pub fn says_as_much_as(self, other: Self) -> bool {
        let is_looked_for = matches!(self, Self::Offline { fault, .. } if is_of_the_port(fault));
        if is_looked_for { self.is_like(other) } else { self == other }
    }

    /// Whether both say the same but for when the device is tried again.
    pub fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (
                Self::Offline { fault, since, .. },
                Self::Offline { fault: other_fault, since: other_since, .. },
            ) => fault == other_fault && since == other_since,
            (one, other) => one == other,
        }
    }
}

/// Whether the fault lies in the port under the device, so that opening the port may cure it.
fn is_of_the_port(fault: Fault) -> bool {
    match fault {
        Fault::Unplugged | Fault::Occupied | Fault::Ambiguous | Fault::Forbidden => true,
        Fault::Silent
        | Fault::Garbled
        | Fault::LineSettings
        | Fault::Clash
        | Fault::Refused
        | Fault::Stalled
        | Fault::Unsteady
        | Fault::Broken => false,
    }
}

/// What is known of one device's past, and what follows from it.
///
/// The life it is told of: an attempt begins when [`Self::wants_attempt`] says so; it ends with
/// [`Self::attached`] (the device proved alive) or [`Self::failed`]; an attached device ends with
/// [`Self::failed`].
#[derive(Clone, Debug)]
pub struct Supervisor {
    health: Health,
    /// The pause that the next failure will cost.
    pause: Duration,
    /// The longest that pause becomes.
    longest: Duration,
    /// When the device proved alive, while it is.
    attached_at: Option<Instant>,
    /// The newest moments at which a working device was lost, oldest first.
    losses: Vec<Instant>,
}

impl Supervisor {
    /// A device that was never seen: offline, to be tried at once.
    pub fn new(now: Instant) -> Self {
        let health = Health::Offline { fault: Fault::Unplugged, retry_at: now, since: now };
        let losses = Vec::with_capacity(FLAPPING_LOSSES);
        Self { health, pause: RETRY_FIRST, longest: RETRY_LONGEST, attached_at: None, losses }
    }

    /// The same for a device that costs nobody anything while it is tried: it rests no longer than `longest`.
    #[must_use]
    pub fn resting_at_most(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// Whether the hall may count on the device.
    pub fn health(&self) -> Health {
        self.health
    }

    /// Whether an attempt is due at `now`.
    pub fn wants_attempt(&self, now: Instant) -> bool {
        self.attempt_at().is_some_and(|at| at <= now)
    }

    /// When the device wants to be tried; `None` while it works or is held.
    pub fn attempt_at(&self) -> Option<Instant> {
        match self.health {
            Health::Offline { retry_at, .. } if self.attached_at.is_none() => Some(retry_at),
            Health::Offline { .. } | Health::Online { .. } | Health::Held => None,
        }
    }

    /// When [`Self::wake`] has something to do: a device watched after flapping will have been steady.
    pub fn due(&self) -> Option<Instant> {
        match self.health {
            Health::Offline { retry_at, .. } if self.attached_at.is_some() => Some(retry_at),
            Health::Offline { .. } | Health::Online { .. } | Health::Held => None,
        }
    }

    /// The device proved that it is alive. One that flapped is watched for a while before it is trusted.
    pub fn attached(&mut self, now: Instant) {
        let Health::Offline { since, .. } = self.health else { return };
        if self.attached_at.is_some() {
            return;
        }
        self.attached_at = Some(now);
        self.losses.retain(|&lost| now - lost < FLAPPING_WITHIN);
        self.health = if self.losses.len() < FLAPPING_LOSSES || planted::is(Bug::TrustsBadContacts) {
            Health::Online { since: now }
        } else {
            Health::Offline { fault: Fault::Unsteady, retry_at: now + STEADY_AFTER, since }
        };
    }

    /// The attempt failed, or the working device was lost.
    pub fn failed(&mut self, now: Instant, fault: Fault) {
        let since = match self.health {
            Health::Online { .. } => now,
            Health::Offline { since, .. } => since,
            Health::Held => return,
        };
        if let Some(attached_at) = self.attached_at.take() {
            if now - attached_at >= STEADY_AFTER {
                self.pause = RETRY_FIRST;
                self.losses.clear();
            }
            if self.losses.len() == FLAPPING_LOSSES {
                self.losses.remove(0);
            }
            self.losses.push(now);
        }
        let retry_at = now + self.pause_after(fault);
        self.health = Health::Offline { fault, retry_at, since };
    }

    /// The moment of [`Self::due`] has come: a watched device that is still there is trusted.
    pub fn wake(&mut self, now: Instant) {
        if self.due().is_some_and(|at| at <= now) {
            self.losses.clear();
            self.pause = RETRY_FIRST;
            self.health = Health::Online { since: now };
        }
    }

    /// A person switches the device off.
    pub fn hold(&mut self) {
        self.attached_at = None;
        self.health = Health::Held;
    }

    /// A person switches the device on: its past is forgiven and it is tried at once.
    pub fn release(&mut self, now: Instant) {
        if self.health == Health::Held {
            *self = Self::new(now).resting_at_most(self.longest);
        }
    }

    /// The pause that this fault costs, and the doubling of the next.
    fn pause_after(&mut self, fault: Fault) -> Duration {
        // As long as the cable waits before it looks for its port, so that both come back at one moment.
        if is_of_the_port(fault) {
            return LOOK_AGAIN_AFTER;
        }
        let pause = self.pause;
        self.pause = (pause * 2).min(self.longest);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant::from_millis(1_000_000);

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn retry_at(device: &Supervisor) -> Instant {
        let Health::Offline { retry_at, .. } = device.health() else { panic!("{:?}", device.health()) };
        retry_at
    }

    /// Attaches and loses the device `times` times, a second apart, and says when the last loss was.
    fn flap(device: &mut Supervisor, times: u64, fault: Fault) -> Instant {
        for lost in 0..times {
            device.attached(START + seconds(2 * lost));
            device.failed(START + seconds(2 * lost + 1), fault);
        }
        START + seconds(2 * times - 1)
    }

    #[test]
    fn a_device_that_was_never_seen_is_tried_at_once() {
        let device = Supervisor::new(START);
        assert!(device.wants_attempt(START));
        assert!(!device.health().is_online());
    }

    #[test]
    fn e13_a_silent_device_waits_longer_each_time_up_to_a_limit() {
        let mut device = Supervisor::new(START);
        let mut pauses = Vec::new();
        for _ in 0..7 {
            device.failed(START, Fault::Silent);
            pauses.push((retry_at(&device) - START).as_secs());
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30]);
    }

    #[test]
    fn a_pulled_plug_is_looked_for_every_second_however_often() {
        let mut device = Supervisor::new(START);
        for _ in 0..7 {
            device.failed(START, Fault::Unplugged);
            assert_eq!(retry_at(&device), START + LOOK_AGAIN_AFTER);
        }
    }

    #[test]
    fn a_steady_device_is_forgiven() {
        let mut device = Supervisor::new(START);
        device.failed(START, Fault::Silent);
        device.failed(START, Fault::Silent);
        device.attached(START);

        let later = START + STEADY_AFTER;
        device.failed(later, Fault::Silent);

        let expected = Health::Offline { fault: Fault::Silent, retry_at: later + RETRY_FIRST, since: later };
        assert_eq!(device.health(), expected);
    }

    #[test]
    fn a_device_that_was_steady_for_less_than_a_minute_is_not_forgiven() {
        let mut device = Supervisor::new(START);
        device.failed(START, Fault::Silent);
        device.attached(START);

        let sooner = START + (STEADY_AFTER - Duration::from_millis(1));
        device.failed(sooner, Fault::Silent);

        assert_eq!(retry_at(&device), sooner + RETRY_FIRST * 2);
    }

    #[test]
    fn a_device_lost_twice_in_five_minutes_is_trusted_when_it_is_back() {
        let mut device = Supervisor::new(START);
        let lost = flap(&mut device, 2, Fault::Unplugged);
        device.attached(lost);
        assert_eq!(device.health(), Health::Online { since: lost });
    }

    #[test]
    fn e13_a_device_lost_three_times_in_five_minutes_stays_down_until_it_was_steady_for_a_minute() {
        let mut device = Supervisor::new(START);
        let lost = flap(&mut device, 3, Fault::Unplugged);

        device.attached(lost);
        let watched = Health::Offline { fault: Fault::Unsteady, retry_at: lost + STEADY_AFTER, since: lost };
        assert_eq!(device.health(), watched, "people are told why a device that is plugged in is not used");
        let trusted_at = lost + STEADY_AFTER;
        device.wake(trusted_at);

        assert_eq!(device.health(), Health::Online { since: trusted_at });
    }

    #[test]
    fn a_device_that_is_watched_is_not_tried_again_meanwhile() {
        let mut device = Supervisor::new(START);
        let lost = flap(&mut device, 3, Fault::Unplugged);

        device.attached(lost);
        device.wake(lost + seconds(59));

        assert!(!device.health().is_online());
        assert!(!device.wants_attempt(lost + seconds(61)));
        assert_eq!(device.due(), Some(lost + STEADY_AFTER));
    }

    #[test]
    fn three_losses_spread_over_more_than_five_minutes_are_bad_luck() {
        let mut device = Supervisor::new(START);
        flap(&mut device, 3, Fault::Unplugged);
        let later = START + FLAPPING_WITHIN + seconds(2);
        device.attached(later);
        assert_eq!(device.health(), Health::Online { since: later });
    }

    #[test]
    fn being_without_a_device_counts_from_its_loss_not_from_the_last_attempt() {
        let mut device = Supervisor::new(START);
        device.attached(START);
        device.failed(START + seconds(10), Fault::Silent);
        device.failed(START + seconds(20), Fault::Garbled);
        let expected = Health::Offline {
            fault: Fault::Garbled,
            retry_at: START + seconds(22),
            since: START + seconds(10),
        };
        assert_eq!(device.health(), expected);
    }

    #[test]
    fn a_held_device_is_left_alone_until_a_person_releases_it() {
        let mut device = Supervisor::new(START);
        device.attached(START);
        device.hold();
        device.failed(START, Fault::Silent);
        device.attached(START);
        assert_eq!(device.health(), Health::Held);
        assert!(!device.wants_attempt(START + seconds(1000)));

        device.release(START + seconds(5));

        assert!(device.wants_attempt(START + seconds(5)));
    }

    #[test]
    fn a_device_that_holds_nobody_up_is_tried_again_soon_for_ever_and_after_a_release_too() {
        let mut voice = Supervisor::new(START).resting_at_most(Duration::from_secs(2));
        let mut now = START;
        let mut pauses = |voice: &mut Supervisor| -> Vec<Duration> {
            let pause = |_| {
                voice.failed(now, Fault::Refused);
                let at = voice.attempt_at().expect("an attempt");
                let pause = at - now;
                now = at;
                pause
            };
            (0..4).map(pause).collect()
        };
        let expected = [1, 2, 2, 2].map(Duration::from_secs);

        assert_eq!(pauses(&mut voice), expected);
        voice.hold();
        voice.release(START);
        assert_eq!(pauses(&mut voice), expected);
    }
}
