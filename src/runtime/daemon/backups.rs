//! The thread that copies the journal to a second medium: nobody waits for it, and a medium that hangs hangs
//! nobody but this thread (B19).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::time::Duration;

use hal::time::Instant;
use tokio::sync::{oneshot, watch};
use tracing::{info, warn};

use super::pulse::{Pulse, Watch};
use super::{Note, Zone, read};
use crate::domain::moment::Wall;
use crate::journal::backup::{self, Backup};
use crate::journal::failing::Failing;
use crate::journal::other_hall;
use crate::journal::reader::Reader;
use crate::runtime::backups::{BackupState, Settings, is_due};
use crate::runtime::clock::BUILT_UTC_MS;
use crate::runtime::status::{Keeping, Status};
use crate::runtime::threads::{Uptime, give_way};

/// Pause between two slices of a copy: the disk is idle most of the time, and a year is copied in a minute.
const BETWEEN_SLICES: Duration = Duration::from_millis(100);

/// How often it is looked whether a backup is due, and what lies on the medium.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// The first look: when a start has settled, so that it takes nothing from the first call.
const BEGIN_AFTER: Duration = Duration::from_secs(45);

/// After an attempt that failed: a stick that is plugged in again is found before the next hour.
const AGAIN_AFTER: Duration = Duration::from_secs(10 * 60);

/// So many orders wait while a copy is being made; people ask for one.
const WAITING_MOST: usize = 8;

/// What the thread is told.
pub(super) enum Order {
    /// Make a backup, due or not, and say what came of it.
    Make(oneshot::Sender<Result<String, String>>),
    /// Work by these settings; none in a hall that makes no backups.
    Adopt(Option<Settings>),
}

/// What the thread works with.
pub(super) struct Hall {
    /// The journal's file.
    pub journal: PathBuf,
    /// The hall's identity.
    pub site: String,
    /// The machine's clocks.
    pub uptime: Uptime,
    /// The hall's time zone.
    pub zone: Zone,
    /// How the journal is kept.
    pub status: watch::Receiver<Arc<Status>>,
}

/// Starts the thread; it ends when the sender is dropped, in the middle of a copy at its next pause.
pub(super) fn start(
    hall: Hall,
    settings: Option<Settings>,
    inbox: SyncSender<Note>,
) -> io::Result<SyncSender<Order>> {
    let (sender, orders) = sync_channel(WAITING_MOST);
    let (pulse, watch) = Pulse::start(hall.uptime, inbox)?;
    std::thread::Builder::new().name("backups".into()).spawn(move || {
        give_way();
        let reader = Reader::new(&hall.journal);
        Backups { hall, reader, settings, pulse, _watch: watch, made: None, failed: None }.run(&orders);
    })?;
    Ok(sender)
}

struct Backups {
    hall: Hall,
    reader: Reader,
    settings: Option<Settings>,
    pulse: Pulse,
    _watch: Watch,
    /// When this process made its last one.
    made: Option<Instant>,
    /// When the last attempt failed.
    failed: Option<Instant>,
}

impl Backups {
    fn run(mut self, orders: &Receiver<Order>) {
        let mut patience = BEGIN_AFTER;
        self.look(None);
        loop {
            match orders.recv_timeout(patience) {
                Ok(order) => self.obey(order, orders),
                Err(RecvTimeoutError::Timeout) => {
                    self.look(None);
                    self.make_if_due(orders);
                    patience = LOOK_EVERY;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn obey(&mut self, order: Order, orders: &Receiver<Order>) {
        match order {
            Order::Adopt(settings) => {
                self.settings = settings;
                self.look(None);
            }
            Order::Make(answer) => {
                let made = self.make(orders);
                // Whoever asked may have gone.
                let _ = answer.send(made);
            }
        }
    }

    fn make_if_due(&mut self, orders: &Receiver<Order>) {
        let Some(settings) = &self.settings else { return };
        let now = self.hall.uptime.now();
        let rests = self.failed.is_some_and(|at| now.since(at) < AGAIN_AFTER);
        let since = self.made.map(|at| now.since(at));
        if !rests
            && !self.is_kept_elsewhere()
            && is_due(settings.every, self.pulse.told().age(self.wall()), since)
        {
            // Told by the log and the status.
            let _ = self.make(orders);
        }
    }

    /// Makes one; what came of it, in words.
    fn make(&mut self, orders: &Receiver<Order>) -> Result<String, String> {
        let Some(settings) = self.settings.clone() else {
            return Err("this hall makes no backups: write `place` in `[backup]` of its file".to_owned());
        };
        // A copy of another hall's journal would stand among this hall's own.
        let whose = other_hall::whose(&self.hall.journal);
        if let Some(other) = whose.filter(|whose| whose.site != self.hall.site) {
            return Err(format!(
                "the journal is that of another hall, {:?}: no backup is made of it",
                other.site
            ));
        }
        // A copy of the main file would be called good and young, and lack what is new.
        if self.is_kept_elsewhere() {
            return Err(
                "the journal is not kept in its main file at this moment, so a copy of that would lack what is new: the \
                 next backup is made when it is again"
                    .to_owned(),
            );
        }
        let mut waiting = Vec::new();
        self.waits();
        let made = self.copied(&settings, orders, &mut waiting);
        self.pulse.rests();
        let answer = match made {
            Ok(backup) => {
                (self.made, self.failed) = (Some(self.hall.uptime.now()), None);
                info!(file = %backup.file.display(), "the journal is backed up, and the copy was read back");
                self.look(None);
                Ok(said(&backup))
            }
            Err(error) => {
                warn!(%error, "no backup was made; those before stay");
                self.failed = Some(self.hall.uptime.now());
                self.look(Some((error.to_string(), error.failing())));
                Err(error.to_string())
            }
        };
        for order in waiting {
            match order {
                // One that was made while they waited is theirs.
                Order::Make(whom) => drop(whom.send(answer.clone())),
                adopt @ Order::Adopt(_) => self.obey(adopt, orders),
            }
        }
        answer
    }

    fn copied(
        &self,
        settings: &Settings,
        orders: &Receiver<Order>,
        waiting: &mut Vec<Order>,
    ) -> Result<Backup, backup::BackupError> {
        let journal: &Path = &self.hall.journal;
        let now_ms = self.wall().map(|wall| wall.utc_ms);
        backup::make(journal, &self.reader, &settings.place, now_ms, |_| {
            self.waits();
            match orders.recv_timeout(BETWEEN_SLICES) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(order) => waiting.push(order),
                Err(RecvTimeoutError::Disconnected) => return false,
            }
            orders.try_recv().map_or_else(
                |error| error == TryRecvError::Empty,
                |order| {
                    waiting.push(order);
                    true
                },
            )
        })
    }

    /// Looks at what lies on the medium, and tells the engine when that is different.
    fn look(&self, failure: Option<(String, Option<Failing>)>) {
        self.waits();
        let state = self.seen(failure);
        self.pulse.rests();
        self.pulse.tell(state);
    }

    fn seen(&self, failure: Option<(String, Option<Failing>)>) -> BackupState {
        let told = self.pulse.told();
        let Some(settings) = &self.settings else { return BackupState::default() };
        let alarm_after = Some(settings.alarm_after);
        let ours = other_hall::whose(&self.hall.journal).filter(|whose| whose.site == self.hall.site);
        match settings.place.newest(&self.hall.site, ours.as_ref().map(|whose| &whose.birth[..])) {
            Ok(newest) => {
                // What was wrong with the last attempt stands until one succeeds; a medium that hung answers.
                let before = || {
                    let hung = told.failing == Some(Failing::Hangs);
                    let failure = told.failure.clone().filter(|_| self.failed.is_some() && !hung)?;
                    Some((failure, told.failing))
                };
                let (failure, failing) = failure.or_else(before).unzip();
                BackupState {
                    alarm_after,
                    proved_ms: newest.as_ref().and_then(|newest| newest.seal.proved_ms),
                    last: newest.map(|newest| newest.seal.last),
                    failure,
                    failing: failing.flatten(),
                }
            }
            // What was on a stick that is gone is remembered: its age goes on.
            Err(error) => BackupState {
                alarm_after,
                failure: Some(error.to_string()),
                failing: error.failing(),
                ..told
            },
        }
    }

    fn is_kept_elsewhere(&self) -> bool {
        match self.hall.status.borrow().keeping {
            Keeping::Second | Keeping::Memory => true,
            Keeping::Main | Keeping::Broken | Keeping::Hung | Keeping::OtherHall => false,
        }
    }

    fn waits(&self) {
        self.pulse.waits(fs::metadata(&self.hall.journal).map_or(0, |file| file.len()));
    }

    /// The time of day; `None` while the machine cannot know it.
    fn wall(&self) -> Option<Wall> {
        let wall = read(self.hall.uptime, &self.hall.zone).wall;
        Some(wall).filter(|wall| wall.utc_ms >= BUILT_UTC_MS)
    }
}

/// What a backup holds, in words.
fn said(backup: &Backup) -> String {
    format!("{} holds every record up to {} and was read back", backup.file.display(), backup.seal.last)
}
