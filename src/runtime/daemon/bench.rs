//! What people who stand before the devices ask of the engine's loop.

use std::sync::Arc;

use hal::drivers::trace::Subject;
use hal::time::Instant;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};
use tracing::warn;

use super::loans::{LoanNews, NEWS_MOST};
use super::shell::Shell;
use super::tryout::{LeaseAnswer, TryError};
use super::{Closed, Desk};
use crate::journal::incidents::{Entry, What};
use crate::layout::{Cable, DeviceName};
use crate::runtime::bus::Counts;
use crate::runtime::engine::Input;
use crate::runtime::logbook::Page;
use crate::runtime::roster::Post;
use crate::runtime::status::Status;
use crate::runtime::threads::{LendError, Lent, Sink, TAKEN_MOST, Taken, Untaken};
use crate::runtime::trial::Deed;
use crate::runtime::troubles;

/// A wish, with the way back for its answer.
pub(super) enum Wish {
    /// How are all devices?
    Tell(oneshot::Sender<Vec<Told>>),
    /// Take down what passes on this device's cable.
    Trace {
        /// Which device.
        device: DeviceName,
        /// Where it goes.
        sink: Sink,
        /// The way back.
        answer: oneshot::Sender<Result<(Subject, Instant), Untaken>>,
    },
    /// Take a cable out of the hall, with all that hangs on it.
    LendCable {
        /// Its name.
        cable: String,
        /// Where its devices' news go; the loan ends with the other end.
        news: mpsc::Sender<LoanNews>,
        /// The way back.
        answer: oneshot::Sender<Result<(Lent, Cable), LendError>>,
    },
    /// Take a device out of the hall for a trial.
    LendDevice {
        /// Which device.
        device: DeviceName,
        /// Where its news go; the loan ends with the other end.
        news: mpsc::Sender<LoanNews>,
        /// The way back.
        answer: LeaseAnswer,
    },
    /// Do this to a device that is on loan.
    Act {
        /// Which device.
        device: DeviceName,
        /// What.
        deed: Deed,
    },
    /// Write this into a device's history.
    Note {
        /// Which device.
        device: DeviceName,
        /// What.
        what: What,
    },
}

/// A cable that is out of the hall. Dropping it gives it back.
pub struct CableLoan {
    /// The port, which its thread has let go of or is about to.
    pub lent: Lent,
    /// The cable.
    pub cable: Cable,
    _news: mpsc::Receiver<LoanNews>,
    _nudge: Nudge,
}

/// Wakes the engine's loop when a loan is over, so that the hall does not wait for its round.
pub(super) struct Nudge(Desk);

impl Nudge {
    /// For a loan from this desk.
    pub fn new(desk: Desk) -> Self {
        Self(desk)
    }
}

impl Drop for Nudge {
    fn drop(&mut self) {
        self.0.nudge();
    }
}

/// A trace that is being made. Dropping it ends it.
#[derive(Debug)]
pub struct Traced {
    /// Whose it is.
    pub of: Subject,
    /// When it began, on the clock of the devices' threads.
    pub begun: Instant,
    /// What passes.
    pub taken: mpsc::Receiver<Taken>,
}

/// A wish that was not granted.
#[derive(Clone, Debug, Error)]
pub enum BenchError {
    /// The daemon takes no more.
    #[error(transparent)]
    Closed(#[from] Closed),
    /// There is no such device, or it takes no more.
    #[error(transparent)]
    Untaken(#[from] Untaken),
    /// There is no such cable, or somebody has it.
    #[error(transparent)]
    Lend(#[from] LendError),
    /// The device cannot be tried.
    #[error(transparent)]
    Try(#[from] TryError),
}

/// One device, as it is known to whoever works on it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its place, its cable and its health.
    pub post: Post,
    /// What is wrong with it, in words; empty for nothing.
    pub words: String,
    /// What it said last.
    pub page: Page,
    /// What passed on its cable; `None` for what has none.
    pub counts: Option<Counts>,
}

impl Desk {
    /// How every device is, and what it said last.
    ///
    /// # Errors
    /// When the daemon takes no more questions.
    pub async fn devices(&self) -> Result<Vec<Told>, Closed> {
        let (answer, answered) = oneshot::channel();
        self.bench(Wish::Tell(answer))?;
        answered.await.map_err(|_| Closed)
    }

    /// Takes down what passes on a device's cable, as it may be read.
    ///
    /// # Errors
    /// When the daemon takes no more questions, or the device hangs on no cable.
    pub async fn trace(&self, device: DeviceName) -> Result<Traced, BenchError> {
        let (answer, answered) = oneshot::channel();
        let (sender, taken) = mpsc::channel(TAKEN_MOST);
        self.bench(Wish::Trace { device, sink: Sink::new(sender), answer })?;
        let (of, begun) = answered.await.map_err(|_| Closed)??;
        Ok(Traced { of, begun, taken })
    }

    /// Takes a cable out of the hall.
    ///
    /// # Errors
    /// When the daemon takes no more questions, there is no such cable, or somebody works on it.
    pub async fn lend_cable(&self, cable: String) -> Result<CableLoan, BenchError> {
        let (answer, answered) = oneshot::channel();
        let (news, receiver) = mpsc::channel(NEWS_MOST);
        self.bench(Wish::LendCable { cable, news, answer })?;
        let (lent, cable) = answered.await.map_err(|_| Closed)??;
        Ok(CableLoan { lent, cable, _news: receiver, _nudge: Nudge::new(self.clone()) })
    }
}

impl Shell {
    /// Does what is wished; what the engine is to hear of it.
    pub(super) fn bench(&mut self, wish: Wish) -> Vec<Input> {
        match wish {
            Wish::Tell(answer) => {
                // Whoever asked may have hung up.
                let _ = answer.send(self.told());
            }
            Wish::Trace { device, sink, answer } => {
                let of = self.devices.tap(&device, sink);
                // Whoever asked may have hung up.
                let _ = answer.send(of.map(|of| (of, self.uptime.now())));
            }
            Wish::LendCable { cable, news, answer } => match self.devices.lend(&cable) {
                Ok((lent, cable, names)) => {
                    // Whoever asked may have hung up; the loan ends then at once.
                    let _ = answer.send(Ok((lent, cable)));
                    return self.lend(names, news, false);
                }
                Err(error) => {
                    let _ = answer.send(Err(error));
                }
            },
            Wish::LendDevice { device, news, answer } => return self.lend_device(device, news, answer),
            Wish::Act { device, deed } => self.act(&device, deed),
            Wish::Note { device, what } => self.sign(&device, what),
        }
        Vec::new()
    }

    /// Takes devices out of the hall, those that nobody has yet.
    pub(super) fn lend(
        &mut self,
        names: Vec<DeviceName>,
        news: mpsc::Sender<LoanNews>,
        anew: bool,
    ) -> Vec<Input> {
        let free = names.into_iter().filter(|name| !self.loans.has(name));
        let devices = free.filter_map(|name| self.health_of(&name).map(|health| (name, health))).collect();
        self.loans.begin(devices, news, anew)
    }

    /// Gives back what nobody holds any more.
    pub(super) fn end_loans(&mut self) -> Vec<Input> {
        let ended = self.loans.end(self.uptime.now());
        for device in ended.anew {
            // What hangs on no cable has no driver that could be in a wrong state.
            let off = self.devices.hold(&device, true);
            let _ = off.and_then(|()| self.devices.hold(&device, false));
        }
        if !ended.inputs.is_empty() {
            self.cabinet.forget();
        }
        ended.inputs
    }

    fn told(&self) -> Vec<Told> {
        let status: Arc<Status> = Arc::clone(&self.status.borrow());
        let told = |post: &Post| {
            let trouble = troubles::of_device(post, &status, Instant::default());
            Told {
                post: post.clone(),
                words: trouble.map(|trouble| trouble.headline()).unwrap_or_default(),
                page: self.logbook.page(&post.name),
                counts: self.devices.counts(&post.name),
            }
        };
        status.roster.posts().map(told).collect()
    }

    /// Takes note of what devices report, before the engine hears of it.
    pub(super) fn note_events(&mut self, inputs: &[Input]) {
        if !inputs.iter().any(|input| matches!(input, Input::Heard { .. })) {
            return;
        }
        let at = self.moment().wall;
        for input in inputs {
            if let Input::Heard { device, event } = input {
                self.logbook.heard(at, device, event);
            }
        }
    }

    /// Takes note of how the devices are; what of it is new goes into their history.
    pub(super) fn note_condition(&mut self, status: &Status) {
        let at = self.moment().wall;
        for entry in self.logbook.look(at, status) {
            self.note(entry);
        }
    }

    pub(super) fn note(&self, entry: Entry) {
        if let Err(error) = self.incidents.try_send(entry) {
            warn!(%error, "an entry of the devices' history is lost: the disk is too slow for it");
        }
    }
}
