//! Devices that a person has taken out of the hall: the office sees them as held, and what they say goes to whoever
//! has them. A loan ends when its holder is gone, whatever happened to them.

use std::collections::BTreeMap;
use std::time::Duration;

use hal::driver::Fault;
use hal::port::{self, locker, printer, voice};
use hal::time::Instant;
use tokio::sync::mpsc::Sender;

use super::shell::Shell;
use crate::layout::DeviceName;
use crate::runtime::engine::Input;
use crate::runtime::supervisor::Health;

/// Jobs with this bit are a trial's: the office never gave them and never hears of them.
pub const TRIAL_JOB: u64 = 1 << 63;

/// So many news of a device wait for whoever has it; what is beyond is lost.
pub(super) const NEWS_MOST: usize = 256;

/// After its cable was given back a device has this long to be met again before the hall hears that it is away.
const BACK_WITHIN: Duration = Duration::from_secs(4);

/// What is told of a device that is on loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoanNews {
    /// It reported something.
    Heard(port::Event),
    /// Its health, at the beginning and at every change.
    Health(Health),
    /// The voice reported on a trial's announcement.
    Voice(voice::Event),
}

/// The loans of the hall.
#[derive(Default)]
pub(super) struct Loans {
    all: Vec<Loan>,
}

struct Loan {
    /// The devices, each with its health as its cable tells it.
    devices: BTreeMap<DeviceName, Health>,
    news: Sender<LoanNews>,
    /// The devices are to be met anew when the loan is over: who knows what was done with them.
    anew: bool,
    /// The holder is gone, and the devices are awaited until then.
    back_until: Option<Instant>,
}

/// What follows from the end of loans.
#[derive(Debug, Default)]
pub(super) struct Ended {
    /// What the engine is to hear.
    pub inputs: Vec<Input>,
    /// The devices to be switched off and on again, so that they are met anew.
    pub anew: Vec<DeviceName>,
}

impl Loans {
    /// Whether somebody has this device.
    pub fn has(&self, device: &DeviceName) -> bool {
        self.all.iter().any(|loan| loan.devices.contains_key(device))
    }

    /// Takes these devices out of the hall; what the engine is to hear.
    ///
    /// `anew`: they are met anew when the loan is over.
    pub fn begin(
        &mut self,
        devices: BTreeMap<DeviceName, Health>,
        news: Sender<LoanNews>,
        anew: bool,
    ) -> Vec<Input> {
        for health in devices.values() {
            // A holder who listens to nothing has enough.
            let _ = news.try_send(LoanNews::Health(*health));
        }
        let held =
            devices.keys().map(|device| Input::Health { device: device.clone(), health: Health::Held });
        let held = held.collect();
        self.all.push(Loan { devices, news, anew, back_until: None });
        held
    }

    /// Passes on what the engine is to hear of it.
    pub fn divert(&mut self, input: Input) -> Option<Input> {
        match input {
            Input::Heard { device, event } => self.heard(device, event),
            Input::Health { device, health } => self.health(device, health),
            Input::Voice(event @ (voice::Event::Said { job } | voice::Event::NotSaid { job })) => {
                if job < TRIAL_JOB {
                    return Some(Input::Voice(event));
                }
                for loan in &self.all {
                    let _ = loan.news.try_send(LoanNews::Voice(event));
                }
                None
            }
            other @ (Input::Ask { .. }
            | Input::SoftKey { .. }
            | Input::PinChecked { .. }
            | Input::Sealed(_)
            | Input::Stored
            | Input::NotStored(_)
            | Input::Reopened(_)
            | Input::ReopenFailed(_)
            | Input::KeptBy(_)
            | Input::Room(_)
            | Input::ReopenWanted
            | Input::Copied(_)
            | Input::LogHeld(_)
            | Input::Disk(_)
            | Input::Branch(_)
            | Input::OtherHall(_)
            | Input::Damaged(_)
            | Input::Backup(_)
            | Input::Unsettled(_)
            | Input::GivenInMemory(_)
            | Input::PutAside(_)
            | Input::PinsSeen(_)
            | Input::Supply { .. }
            | Input::ClockSet
            | Input::ClockJumped { .. }
            | Input::Adopt(_)
            | Input::ConfigurationRefused(_)
            | Input::Tick) => Some(other),
        }
    }

    fn heard(&self, device: DeviceName, event: port::Event) -> Option<Input> {
        let job = job_of(&event);
        let trial = job.is_some_and(|job| job >= TRIAL_JOB);
        // What a device tells while it is met anew is the hall's.
        let mut held = self.all.iter().filter(|loan| loan.back_until.is_none());
        match held.find(|loan| loan.devices.contains_key(&device)) {
            // Paper that came out for the hall stays out, whoever has the printer meanwhile.
            Some(_) if job.is_some() && !trial => Some(Input::Heard { device, event }),
            Some(loan) => {
                let _ = loan.news.try_send(LoanNews::Heard(event));
                None
            }
            None => (!trial).then_some(Input::Heard { device, event }),
        }
    }

    fn health(&mut self, device: DeviceName, health: Health) -> Option<Input> {
        let Some(loan) = self.all.iter_mut().find(|loan| loan.devices.contains_key(&device)) else {
            return Some(Input::Health { device, health });
        };
        let _ = loan.news.try_send(LoanNews::Health(health));
        loan.devices.insert(device, health);
        None
    }

    /// Ends the loans whose holders are gone: the engine is to hear how each device is.
    pub fn end(&mut self, now: Instant) -> Ended {
        let mut ended = Ended::default();
        for loan in self.all.iter_mut().filter(|loan| loan.news.is_closed()) {
            if loan.back_until.is_none() && loan.anew {
                ended.anew.extend(loan.devices.keys().cloned());
                loan.devices.values_mut().for_each(|health| *health = Health::Held);
            }
            let over = now >= *loan.back_until.get_or_insert(now + BACK_WITHIN);
            let back = loan.devices.extract_if(.., |_, health| over || !is_awaited(*health));
            ended.inputs.extend(back.map(|(device, health)| Input::Health { device, health }));
        }
        self.all.retain(|loan| !loan.devices.is_empty() || !loan.news.is_closed());
        ended
    }
}

/// Its cable had to let go of the port for the loan, or it is being met anew.
fn is_awaited(health: Health) -> bool {
    match health {
        Health::Offline { fault: Fault::Occupied, .. } | Health::Held => true,
        Health::Offline { retry_at, since, .. } => retry_at == since,
        Health::Online { .. } => false,
    }
}

/// The job that an event tells the outcome of.
fn job_of(event: &port::Event) -> Option<u64> {
    match event {
        port::Event::Printer(
            printer::Event::Printed { job }
            | printer::Event::Unknown { job }
            | printer::Event::NotPrinted { job },
        )
        | port::Event::Locker(
            locker::Event::Opened { job } | locker::Event::NotOpened { job } | locker::Event::Unknown { job },
        ) => Some(*job),
        port::Event::Printer(printer::Event::Status(_))
        | port::Event::Locker(locker::Event::Door { .. })
        | port::Event::Board(_)
        | port::Event::Keypad(_)
        | port::Event::RatingPad(_)
        | port::Event::Terminal(_)
        | port::Event::CardReader(_)
        | port::Event::Signals(_)
        | port::Event::Ups(_) => None,
    }
}

impl Shell {
    /// How a device is at this moment, for its loan; `None` for a name that nobody has.
    pub(super) fn health_of(&self, device: &DeviceName) -> Option<Health> {
        self.status.borrow().roster.post(device).map(|post| post.health)
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::channel;

    use super::*;

    const NOW: Instant = Instant::from_millis(1_000);
    const ONLINE: Health = Health::Online { since: NOW };

    fn key() -> port::Event {
        port::Event::Keypad(port::keypad::Event::Pressed(port::keypad::Key::Next))
    }

    fn heard(device: &str, event: port::Event) -> Input {
        Input::Heard { device: device.into(), event }
    }

    fn printed(job: u64) -> port::Event {
        port::Event::Printer(printer::Event::Printed { job })
    }

    fn lent(device: &str, health: Health) -> (Loans, tokio::sync::mpsc::Receiver<LoanNews>, Vec<Input>) {
        let (sender, receiver) = channel(NEWS_MOST);
        let mut loans = Loans::default();
        let told = loans.begin(BTreeMap::from([(device.into(), health)]), sender, false);
        (loans, receiver, told)
    }

    #[test]
    fn a_key_that_is_pressed_in_a_trial_is_no_key_of_the_hall() {
        let (mut loans, mut news, told) = lent("keypad-1", ONLINE);

        assert!(matches!(told.as_slice(), [Input::Health { health: Health::Held, .. }]));
        assert!(loans.divert(heard("keypad-1", key())).is_none());
        assert!(loans.divert(heard("keypad-2", key())).is_some(), "another's is");
        assert_eq!(news.try_recv(), Ok(LoanNews::Health(ONLINE)));
        assert_eq!(news.try_recv(), Ok(LoanNews::Heard(key())));
    }

    #[test]
    fn a_slip_of_the_hall_that_comes_out_during_a_trial_is_told_and_a_trials_never_is() {
        let (mut loans, _news, _) = lent("printer-1", ONLINE);

        assert!(loans.divert(heard("printer-1", printed(17))).is_some());
        assert!(loans.divert(heard("printer-1", printed(TRIAL_JOB | 17))).is_none());
        assert!(Loans::default().divert(heard("printer-1", printed(TRIAL_JOB | 17))).is_none());
        let said = Input::Voice(voice::Event::Said { job: TRIAL_JOB });
        assert!(loans.divert(said).is_none());
    }

    #[test]
    fn a_device_whose_holder_is_gone_is_back_as_it_is() {
        let (mut loans, news, _) = lent("keypad-1", ONLINE);
        assert!(loans.end(NOW).inputs.is_empty());
        let offline = Health::Offline { fault: Fault::Silent, retry_at: NOW + BACK_WITHIN, since: NOW };
        assert!(loans.divert(Input::Health { device: "keypad-1".into(), health: offline }).is_none());

        drop(news);

        let told = loans.end(NOW).inputs;
        assert!(matches!(told.as_slice(), [Input::Health { health, .. }] if *health == offline));
        assert!(loans.divert(heard("keypad-1", key())).is_some());
    }

    #[test]
    fn a_device_whose_port_was_lent_is_awaited_and_not_for_ever() {
        let without = Health::Offline { fault: Fault::Occupied, retry_at: NOW + BACK_WITHIN, since: NOW };
        let (mut loans, news, _) = lent("keypad-1", without);
        drop(news);

        assert!(loans.end(NOW).inputs.is_empty(), "its cable is about to open the port");
        assert_eq!(loans.end(NOW + BACK_WITHIN).inputs.len(), 1);

        let (mut loans, news, _) = lent("keypad-1", without);
        drop(news);
        loans.end(NOW);
        assert!(loans.divert(Input::Health { device: "keypad-1".into(), health: ONLINE }).is_none());
        assert!(
            matches!(loans.end(NOW).inputs.as_slice(), [Input::Health { health, .. }] if *health == ONLINE)
        );
    }

    #[test]
    fn a_device_that_was_tried_is_met_anew_and_what_it_tells_then_is_the_halls() {
        let (sender, news) = channel(NEWS_MOST);
        let mut loans = Loans::default();
        loans.begin(BTreeMap::from([("printer-1".into(), ONLINE)]), sender, true);
        drop(news);

        let ended = loans.end(NOW);
        assert_eq!((ended.inputs.len(), ended.anew), (0, vec![DeviceName::from("printer-1")]));
        let status = port::Event::Printer(printer::Event::Status(printer::Status::READY));
        assert!(loans.divert(heard("printer-1", status)).is_some());
        assert!(loans.divert(Input::Health { device: "printer-1".into(), health: ONLINE }).is_none());

        let ended = loans.end(NOW);
        assert_eq!((ended.inputs.len(), ended.anew.len()), (1, 0));
    }
}
