//! What the hall runs on, by whatever watches it: a contact of the mains, a UPS, or both.
//!
//! ```text
//!            first sign                500 ms of it                 5 s of return
//! mains ───▶ tickets wait ───▶ lost, recorded: no tickets ───▶ back, recorded: tickets again
//!                │ it was nothing            │ battery low, or lost too long
//!                ▼                           ▼
//!            they are given              last paper, then the machine stops
//! ```
//!
//! A contact tells the first sign, and what stands afterwards for its times (`Stands`); a UPS tells its state, and a
//! return is believed when it has told it for as long as a contact would. They are lost while any of them says so; one
//! that has gone silent keeps its last word, as what carries it often fails with the mains: a person may overrule that.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use hal::port::{signals, ups};

use crate::domain::incident::StopReason;
use crate::domain::moment::HallTime;
use crate::layout::DeviceName;

/// How long tickets wait on a first sign at most: twice what a loss needs to be declared. A contact that is set
/// to take longer than that holds nobody up.
pub const HOLD_MOST: Duration = Duration::from_secs(1);

/// How long the last paper may take before the machine stops: a sheet of a full hall is out in ten seconds, and
/// a battery that is low lasts for a minute.
pub const LAST_PAPER: Duration = Duration::from_secs(15);

/// After a start whatever watches the mains is met within this time; until then no word from it is no word of mains that
/// are back.
const MET_WITHIN: Duration = Duration::from_secs(3);

/// So long a UPS tells of mains that are back before they count.
const RETURN_LASTS: Duration = Duration::from_secs(5);

/// Everything that watches the mains, and what it says.
#[derive(Debug, Default)]
pub struct Mains {
    lost: BTreeSet<DeviceName>,
    /// Who has seen a first sign of a loss, and when.
    stirred: BTreeMap<DeviceName, HallTime>,
    /// Which UPS tells of a return, and since when.
    returning: BTreeMap<DeviceName, HallTime>,
    /// The batteries that are nearly empty, each with its charge where it is known.
    low: BTreeMap<DeviceName, Option<u8>>,
    /// So long after the loss the machine stops, whatever the battery says.
    stop_after: Option<Duration>,
    /// From here on silence means that the mains are there.
    met_by: HallTime,
}

impl Mains {
    /// Nothing was heard yet of the mains, at the start of the daemon.
    pub fn new(now: HallTime, stop_after: Option<Duration>) -> Self {
        Self { stop_after, met_by: now + MET_WITHIN, ..Self::default() }
    }

    /// Goes by another setting.
    pub fn set_stop_after(&mut self, stop_after: Option<Duration>) {
        self.stop_after = stop_after;
    }

    /// A contact of the mains told something.
    pub fn contact(&mut self, now: HallTime, device: &DeviceName, event: signals::Event) {
        match event {
            signals::Event::Stirred { active: true } => drop(self.stirred.insert(device.clone(), now)),
            signals::Event::Stirred { active: false } => {}
            signals::Event::Passed => drop(self.stirred.remove(device)),
            signals::Event::Settled { active } => {
                self.stirred.remove(device);
                self.says(device, active);
            }
        }
    }

    /// A UPS told something. One that does not know changes nothing.
    pub fn ups(&mut self, now: HallTime, device: &DeviceName, ups::Event::State(state): ups::Event) {
        match state.power {
            ups::Power::Mains => {
                self.low.remove(device);
                if self.lost.contains(device) {
                    self.returning.entry(device.clone()).or_insert(now);
                }
            }
            ups::Power::Battery => {
                self.low.remove(device);
                self.says(device, true);
            }
            ups::Power::BatteryLow => {
                self.low.insert(device.clone(), state.charge_percent);
                self.says(device, true);
            }
            ups::Power::Unknown => {}
        }
    }

    fn says(&mut self, device: &DeviceName, lost: bool) {
        self.returning.remove(device);
        if lost {
            self.lost.insert(device.clone());
        } else {
            self.lost.remove(device);
        }
    }

    /// A return that has lasted is one.
    pub fn settle(&mut self, now: HallTime) {
        let lasted: Vec<DeviceName> = self
            .returning
            .iter()
            .filter(|(_, since)| **since + RETURN_LASTS <= now)
            .map(|(device, _)| device.clone())
            .collect();
        lasted.iter().for_each(|device| self.says(device, false));
    }

    /// When the next return will have lasted.
    pub fn settles_at(&self) -> Option<HallTime> {
        self.returning.values().min().map(|since| *since + RETURN_LASTS)
    }

    /// A person says that the mains are back: that outweighs the last word of whoever does not answer any more.
    pub fn told_back(&mut self, answers: impl Fn(&DeviceName) -> bool) {
        self.keep(answers);
    }

    /// A device is gone: its first sign will not be followed by anything.
    pub fn gone(&mut self, device: &DeviceName) {
        self.stirred.remove(device);
    }

    /// These devices are all there are; what others said is void.
    pub fn keep(&mut self, known: impl Fn(&DeviceName) -> bool) {
        self.lost.retain(&known);
        self.stirred.retain(|device, _| known(device));
        self.returning.retain(|device, _| known(device));
        self.low.retain(|device, _| known(device));
    }

    /// Whether the mains are lost, as far as anybody says.
    pub fn are_lost(&self) -> bool {
        !self.lost.is_empty()
    }

    /// Whether the mains are there, as far as anybody says, and whoever would say otherwise was met.
    pub fn are_there(&self, now: HallTime) -> bool {
        self.lost.is_empty() && self.stirred.is_empty() && now >= self.met_by
    }

    /// When silence begins to mean that the mains are there; `None` while somebody tells otherwise.
    pub fn met_by(&self) -> Option<HallTime> {
        (self.lost.is_empty() && self.stirred.is_empty()).then_some(self.met_by)
    }

    /// Until when tickets wait for what becomes of a first sign; `None` when nobody has seen one.
    pub fn hold_until(&self) -> Option<HallTime> {
        self.stirred.values().min().map(|since| *since + HOLD_MOST)
    }

    /// Whether tickets wait.
    pub fn holds(&self, now: HallTime) -> bool {
        self.hold_until().is_some_and(|until| now < until)
    }

    /// Why the machine has to stop, if it has to; `since` is when the loss was declared.
    pub fn stop(&self, now: HallTime, since: HallTime) -> Option<(StopReason, Option<u8>)> {
        if let Some(charge) = self.low.values().next().filter(|_| self.are_lost()) {
            return Some((StopReason::BatteryLow, *charge));
        }
        let late = self.stop_after.is_some_and(|span| since + span <= now);
        (self.are_lost() && late).then_some((StopReason::LostTooLong, None))
    }

    /// When a loss that was declared at `since` has lasted too long.
    pub fn stops_at(&self, since: HallTime) -> Option<HallTime> {
        self.stop_after.map(|span| since + span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> HallTime {
        HallTime(100_000 + millis)
    }

    fn stirred(active: bool) -> signals::Event {
        signals::Event::Stirred { active }
    }

    fn state(power: ups::Power, charge_percent: Option<u8>) -> ups::Event {
        ups::Event::State(ups::State { power, charge_percent, worn: false })
    }

    #[test]
    fn a13_the_first_sign_holds_and_what_passed_lets_go() {
        let (mut mains, contact) = (Mains::default(), "mains".into());

        mains.contact(at(0), &contact, stirred(true));
        assert!(mains.holds(at(0)) && !mains.are_lost());

        mains.contact(at(400), &contact, signals::Event::Passed);
        assert!(!mains.holds(at(400)) && !mains.are_lost());
    }

    #[test]
    fn a_contact_that_never_settles_holds_nobody_up_for_longer_than_a_second() {
        let mut mains = Mains::default();
        mains.contact(at(0), &"mains".into(), stirred(true));

        assert!(mains.holds(at(999)));
        assert!(!mains.holds(at(1000)));
    }

    #[test]
    fn a_contact_that_is_gone_holds_nobody_up_and_keeps_its_last_word() {
        let (mut mains, contact) = (Mains::default(), "mains".into());
        mains.contact(at(0), &contact, signals::Event::Settled { active: true });
        mains.contact(at(1), &contact, stirred(true));

        mains.gone(&contact);

        assert!(!mains.holds(at(2)) && mains.are_lost());
    }

    #[test]
    fn the_mains_are_back_when_all_who_said_otherwise_say_so() {
        let mut mains = Mains::default();
        mains.contact(at(0), &"mains".into(), signals::Event::Settled { active: true });
        mains.ups(at(0), &"ups".into(), state(ups::Power::Battery, Some(90)));

        mains.contact(at(1), &"mains".into(), signals::Event::Settled { active: false });
        assert!(mains.are_lost());

        mains.ups(at(2), &"ups".into(), state(ups::Power::Unknown, None));
        assert!(mains.are_lost());

        mains.ups(at(3), &"ups".into(), state(ups::Power::Mains, Some(89)));
        mains.settle(at(5_003));
        assert!(!mains.are_lost());
    }

    #[test]
    fn a_return_that_a_ups_takes_back_within_five_seconds_was_none() {
        let (mut mains, ups) = (Mains::default(), "ups".into());
        mains.ups(at(0), &ups, state(ups::Power::Battery, Some(90)));
        mains.ups(at(1_000), &ups, state(ups::Power::Mains, Some(90)));
        assert_eq!(mains.settles_at(), Some(at(6_000)));
        mains.settle(at(5_999));
        assert!(mains.are_lost());

        mains.ups(at(5_999), &ups, state(ups::Power::Battery, Some(90)));
        mains.settle(at(60_000));
        assert!(mains.are_lost() && mains.settles_at().is_none());
    }

    #[test]
    fn a_person_outweighs_who_does_not_answer_and_nobody_else() {
        let mut mains = Mains::default();
        mains.contact(at(0), &"mains".into(), signals::Event::Settled { active: true });
        mains.ups(at(0), &"ups".into(), state(ups::Power::BatteryLow, Some(20)));

        mains.told_back(|device| *device == "mains".into());
        assert!(mains.are_lost(), "the contact answers, and says so");
        assert_eq!(mains.stop(at(1), at(0)), None, "the battery of a UPS that is gone stops nothing");

        mains.told_back(|_| false);
        assert!(!mains.are_lost());
    }

    #[test]
    fn after_a_start_silence_means_nothing_until_whoever_watches_was_met() {
        let mains = Mains::new(at(0), None);

        assert!(!mains.are_there(at(2_999)) && !mains.are_lost());
        assert!(mains.are_there(at(3_000)));
    }

    #[test]
    fn the_machine_stops_on_a_low_battery_or_when_the_loss_has_lasted_as_long_as_set() {
        let mut mains = Mains::new(at(0), Some(Duration::from_secs(600)));
        mains.contact(at(0), &"mains".into(), signals::Event::Settled { active: true });
        assert_eq!(mains.stop(at(599_999), at(0)), None);
        assert_eq!(mains.stop(at(600_000), at(0)), Some((StopReason::LostTooLong, None)));

        mains.ups(at(1), &"ups".into(), state(ups::Power::BatteryLow, Some(19)));
        assert_eq!(mains.stop(at(1), at(0)), Some((StopReason::BatteryLow, Some(19))));

        mains.ups(at(2), &"ups".into(), state(ups::Power::Mains, Some(19)));
        assert_eq!(mains.stop(at(3), at(0)), None, "a battery that is charged again stops nothing");
        mains.settle(at(5_002));
        mains.contact(at(2), &"mains".into(), signals::Event::Settled { active: false });
        assert_eq!(mains.stop(at(700_000), at(0)), None);
    }
}
