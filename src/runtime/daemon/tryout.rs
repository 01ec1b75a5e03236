//! A device in the hands of a technician: taken out of the hall, told what a trial wants, and signed off.

use std::collections::BTreeMap;

use hal::driver::Role as Port;
use hal::port::voice;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};
use tracing::warn;

use super::bars::bars;
use super::bench::{Nudge, Wish};
use super::loans::{LoanNews, NEWS_MOST, TRIAL_JOB};
use super::shell::Shell;
use super::{BenchError, Closed, Desk};
use crate::journal::incidents::{Entry, What};
use crate::layout::{DeviceName, Role, SignalKind, Zone};
use crate::runtime::control::bench::stamp;
use crate::runtime::engine::Input;
use crate::runtime::roster::Duty;
use crate::runtime::trial::{Deed, Kind, TEST_CLIPS};

/// Why a device cannot be tried.
#[derive(Clone, Debug, Error)]
pub enum TryError {
    /// No device has this name.
    #[error("there is no such device")]
    NoSuchDevice,
    /// Somebody else has it.
    #[error("somebody else works on this device at this moment")]
    Taken,
    /// It does not work as it is.
    #[error("it does not answer, so there is nothing to try: `jiaohao devices` tells what is wrong with it")]
    Offline,
    /// Nothing can be tried without harm, or at all.
    #[error("{0}")]
    Untriable(&'static str),
}

/// A device that is out of the hall. Dropping it hands it back with its present face.
pub struct DeviceLoan {
    /// What kind it is.
    pub kind: Kind,
    /// A number for its paper or announcement, which is none of the office's.
    pub job: u64,
    /// The hall's time of day, for paper and the signed-off line.
    pub stamp: String,
    /// What it tells.
    pub news: mpsc::Receiver<LoanNews>,
    device: DeviceName,
    desk: Desk,
    _nudge: Nudge,
}

/// What a loan is made of.
pub(super) struct Lease {
    kind: Kind,
    job: u64,
    stamp: String,
}

/// The way back for a lease.
pub(super) type LeaseAnswer = oneshot::Sender<Result<Lease, TryError>>;

impl Desk {
    /// Takes a device out of the hall for a trial.
    ///
    /// # Errors
    /// When the daemon takes no more questions, or the device cannot be tried.
    pub async fn lend_device(&self, device: DeviceName) -> Result<DeviceLoan, BenchError> {
        let (answer, answered) = oneshot::channel();
        let (news, receiver) = mpsc::channel(NEWS_MOST);
        self.bench(Wish::LendDevice { device: device.clone(), news, answer })?;
        let Lease { kind, job, stamp } = answered.await.map_err(|_| Closed)??;
        let nudge = Nudge::new(self.clone());
        Ok(DeviceLoan { kind, job, stamp, news: receiver, device, desk: self.clone(), _nudge: nudge })
    }
}

impl DeviceLoan {
    /// Does this to the device. What is not taken is seen by whoever waits for it in vain.
    pub fn act(&self, deed: Deed) {
        // A daemon that takes nothing more is about to end, and the trial with it.
        let _ = self.desk.bench(Wish::Act { device: self.device.clone(), deed });
    }

    /// Writes what came of the trial into the device's history.
    pub fn sign(&self, person: String, words: String) {
        let what = What::Tried { person, words };
        // As above.
        let _ = self.desk.bench(Wish::Note { device: self.device.clone(), what });
    }
}

impl Shell {
    /// Takes a device out of the hall; what the engine is to hear.
    pub(super) fn lend_device(
        &mut self,
        device: DeviceName,
        news: mpsc::Sender<LoanNews>,
        answer: LeaseAnswer,
    ) -> Vec<Input> {
        let lease = self.lease(&device);
        let kind = lease.as_ref().ok().map(|lease| lease.kind.clone());
        // Whoever asked may have hung up; the loan ends then at once.
        let _ = answer.send(lease);
        match kind {
            None => Vec::new(),
            // A voice goes on calling: its trial is one announcement among the others.
            Some(Kind::Voice) => self.loans.begin(BTreeMap::new(), news, false),
            Some(kind) => self.lend(vec![device], news, kind != Kind::Lcd),
        }
    }

    fn lease(&self, device: &DeviceName) -> Result<Lease, TryError> {
        let post = self.status.borrow().roster.post(device).cloned().ok_or(TryError::NoSuchDevice)?;
        if self.loans.has(device) {
            return Err(TryError::Taken);
        }
        let kind = match post.duty {
            Duty::Role(role) => self.kind(device, role)?,
            Duty::Signal(SignalKind::Mains | SignalKind::Emergency | SignalKind::Notice) => Kind::Contact,
            Duty::Signal(SignalKind::Lamp) => Kind::Lamp,
            Duty::Signal(SignalKind::Buzzer) => Kind::Buzzer,
            Duty::Lcd => Kind::Lcd,
            Duty::Voice(_) => Kind::Voice,
        };
        if !post.health.is_online() {
            return Err(TryError::Offline);
        }
        let stamp = self.moment().wall.map(stamp).unwrap_or_default();
        Ok(Lease { kind, job: TRIAL_JOB | self.uptime.now().millis(), stamp })
    }

    fn kind(&self, device: &DeviceName, role: Role) -> Result<Kind, TryError> {
        let of = self.devices.device(device);
        let rows =
            of.and_then(|of| of.settings.get("areas")).and_then(toml::Value::as_array).map_or(1, Vec::len);
        let untriable = TryError::Untriable;
        Ok(match role.port() {
            Port::Printer => Kind::Printer,
            Port::Board => Kind::Board(rows),
            // What hangs on no cable has no digits.
            Port::Keypad if of.is_none() => Kind::Keys(self.devices.keys(device)),
            Port::Keypad => Kind::Keypad(self.devices.keys(device)),
            Port::RatingPad => Kind::RatingPad,
            Port::Terminal => Kind::Terminal,
            Port::CardReader => Kind::CardReader,
            Port::Locker => return Err(untriable("doors are opened for whoever collects, and by no trial")),
            Port::Ups => return Err(untriable("a UPS is tried by pulling its plug: `jiaohao status` tells")),
        })
    }

    /// Does this to a device that is on loan.
    pub(super) fn act(&self, device: &DeviceName, deed: Deed) {
        let taken = match deed {
            Deed::Tell(command) => self.devices.command(device, command),
            Deed::Say(job) => {
                let clips = TEST_CLIPS.map(str::to_owned).to_vec();
                self.devices.say(self.zone(device), voice::Command::Say { job, clips })
            }
            Deed::Bars => match self.cabinet.lcd(device).cloned() {
                Some(lcd) => self.devices.show(device, Box::new(move || bars(&lcd))),
                None => Ok(()),
            },
        };
        if let Err(untaken) = taken {
            warn!(%device, %untaken, "a trial's order was not taken");
        }
    }

    /// Where a voice is heard.
    fn zone(&self, voice: &DeviceName) -> Zone {
        match self.status.borrow().roster.post(voice).map(|post| post.duty) {
            Some(Duty::Voice(zone)) => zone,
            Some(Duty::Role(_) | Duty::Signal(_) | Duty::Lcd) | None => Zone::Hall,
        }
    }

    /// Writes into a device's history.
    pub(super) fn sign(&self, device: &DeviceName, what: What) {
        self.note(Entry { device: device.as_str().to_owned(), at: self.moment().wall, what });
    }
}
