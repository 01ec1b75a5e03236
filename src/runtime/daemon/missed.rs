//! The health of every device as it was told last, so that a full inbox loses none of it for good.
//!
//! What a device reports may be lost when the inbox is full, and is logged. Its health may not: a printer
//! that is taken for dead would stay so until it died again.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::layout::DeviceName;
use crate::runtime::engine::Input;
use crate::runtime::supervisor::Health;

/// Written by the devices' threads, read by the engine's loop. Nobody holds it for longer than a look.
#[derive(Default)]
pub(super) struct Missed {
    devices: Mutex<BTreeMap<DeviceName, Told>>,
}

/// What one device told.
struct Told {
    latest: Health,
    /// The engine has not heard the latest.
    missed: bool,
    /// A loss that the engine has not heard of: what was on its way to the device then did not arrive.
    loss: Option<Health>,
}

/// Devices whose health was missed before the inbox was emptied.
pub(super) struct Names(Vec<DeviceName>);

impl Missed {
    /// Passes a health on, and remembers it if `send` does not take it.
    pub fn pass(&self, device: DeviceName, health: Health, send: impl FnOnce(Input) -> bool) {
        // The lock is held over the sending, so that two tellings of one device do not overtake each other
        // here.
        let mut devices = self.lock();
        let taken = send(Input::Health { device: device.clone(), health });
        let told = devices.entry(device).or_insert(Told { latest: health, missed: false, loss: None });
        told.latest = health;
        if !taken {
            told.missed = true;
            if !health.is_online() {
                told.loss = Some(health);
            }
        }
    }

    /// Asked before the inbox is emptied: older news of these devices may still be in it.
    pub fn names(&self) -> Names {
        let mut devices = self.lock();
        let missed = devices.iter_mut().filter_map(|(device, told)| {
            let missed = std::mem::take(&mut told.missed);
            missed.then(|| device.clone())
        });
        Names(missed.collect())
    }

    /// What the engine has to hear of these devices once the inbox was seen empty, a loss before the
    /// recovery.
    pub fn heard_after_all(&self, names: Names) -> Vec<Input> {
        let mut devices = self.lock();
        let mut inputs = Vec::new();
        for device in names.0 {
            let Some(told) = devices.get_mut(&device) else { continue };
            let loss = told.loss.take().filter(|_| told.latest.is_online());
            let healths = loss.into_iter().chain([told.latest]);
            inputs.extend(healths.map(|health| Input::Health { device: device.clone(), health }));
        }
        inputs
    }

    /// The inbox was not seen empty: these are asked for again.
    pub fn wait_on(&self, names: Names) {
        let mut devices = self.lock();
        for device in names.0 {
            if let Some(told) = devices.get_mut(&device) {
                told.missed = true;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<DeviceName, Told>> {
        // What is behind this lock is whole after every statement.
        self.devices.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use hal::driver::Fault;
    use hal::time::Instant;

    use super::*;

    fn online(seconds: u64) -> Health {
        Health::Online { since: Instant::default() + Duration::from_secs(seconds) }
    }

    fn offline() -> Health {
        let now = Instant::default();
        Health::Offline { fault: Fault::Silent, retry_at: now, since: now }
    }

    fn printer() -> DeviceName {
        DeviceName::from("printer")
    }

    /// What the engine hears when the inbox has been emptied.
    fn heard(missed: &Missed) -> Vec<Health> {
        let inputs = missed.heard_after_all(missed.names());
        let health = |input| {
            let Input::Health { device, health } = input else { panic!("{input:?}") };
            assert_eq!(device, printer());
            health
        };
        inputs.into_iter().map(health).collect()
    }

    #[test]
    fn health_that_was_taken_is_told_once() {
        let missed = Missed::default();
        let mut taken = 0;

        missed.pass(printer(), online(1), |_| {
            taken += 1;
            true
        });

        assert_eq!((taken, heard(&missed)), (1, Vec::new()));
    }

    #[test]
    fn health_that_a_full_inbox_refused_is_told_after_all_and_once() {
        let missed = Missed::default();

        missed.pass(printer(), offline(), |_| false);

        assert_eq!(heard(&missed), [offline()]);
        assert_eq!(heard(&missed), []);
    }

    #[test]
    fn a_device_that_was_lost_and_came_back_meanwhile_was_lost() {
        let missed = Missed::default();

        missed.pass(printer(), offline(), |_| false);
        missed.pass(printer(), online(2), |_| false);

        assert_eq!(heard(&missed), [offline(), online(2)]);
    }

    #[test]
    fn newer_health_that_got_through_is_what_stands_at_the_end() {
        let missed = Missed::default();

        missed.pass(printer(), offline(), |_| false);
        missed.pass(printer(), online(2), |_| true);

        assert_eq!(heard(&missed).last(), Some(&online(2)));
    }

    #[test]
    fn as_long_as_older_news_may_wait_in_the_inbox_the_present_waits_too() {
        let missed = Missed::default();
        missed.pass(printer(), offline(), |_| false);

        missed.wait_on(missed.names());
        missed.pass(printer(), online(2), |_| true);

        assert_eq!(heard(&missed), [offline(), online(2)]);
    }

    #[test]
    fn health_that_is_missed_while_the_inbox_is_emptied_is_told_the_next_time() {
        let missed = Missed::default();
        missed.pass(printer(), online(1), |_| false);
        let names = missed.names();

        missed.pass(printer(), offline(), |_| false);

        assert_eq!(missed.heard_after_all(names).len(), 1);
        assert_eq!(heard(&missed), [offline()]);
    }
}
