//! Whether the thread of the backups comes forward: one that hangs at its medium cannot say so itself (B19).

use std::io;
use std::sync::mpsc::{RecvTimeoutError, Sender, SyncSender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hal::time::Instant;
use tracing::{error, info};

use super::Note;
use crate::journal::failing::Failing;
use crate::runtime::backups::BackupState;
use crate::runtime::engine::Input;
use crate::runtime::threads::{Uptime, give_way};

/// How often it is looked.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A medium that has let nobody go on for so long hangs …
const HANGS_AFTER: Duration = Duration::from_secs(20);
/// … beyond the time that a slow stick takes to sync and read back a whole copy, at so many bytes a second.
const SLOWEST: u64 = 2_000_000;

/// What the thread and its watch know of each other.
#[derive(Debug, Default)]
struct Known {
    /// When the medium hangs, if the thread waits for it until then.
    hangs_at: Option<Instant>,
    /// What the engine was told last.
    told: BackupState,
}

/// The hand on the pulse.
#[derive(Clone)]
pub(super) struct Pulse {
    known: Arc<Mutex<Known>>,
    uptime: Uptime,
    inbox: SyncSender<Note>,
}

/// The watch; dropping it ends its thread.
pub(super) struct Watch(#[expect(dead_code, reason = "its end is the news")] Sender<()>);

impl Pulse {
    /// Starts the watch.
    pub fn start(uptime: Uptime, inbox: SyncSender<Note>) -> io::Result<(Self, Watch)> {
        let (alive, ended) = channel::<()>();
        let pulse = Self { known: Arc::default(), uptime, inbox };
        let felt = pulse.clone();
        std::thread::Builder::new().name("pulse".into()).spawn(move || {
            give_way();
            while ended.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
                felt.look();
            }
        })?;
        Ok((pulse, Watch(alive)))
    }

    /// The medium is asked for something from here on, at most a whole copy of a journal of so many bytes; asked again,
    /// it went on.
    pub fn waits(&self, bytes: u64) {
        let hangs_at = self.uptime.now() + HANGS_AFTER + Duration::from_secs(bytes / SLOWEST);
        self.with(|known| known.hangs_at = Some(hangs_at));
    }

    /// Nobody waits for the medium.
    pub fn rests(&self) {
        self.with(|known| known.hangs_at = None);
    }

    /// What the engine was told last.
    pub fn told(&self) -> BackupState {
        self.with(|known| known.told.clone())
    }

    /// Tells the engine how it stands, if that is news.
    pub fn tell(&self, state: BackupState) {
        let is_news = self.with(|known| {
            let news = known.told != state;
            if news && known.told.failing == Some(Failing::Hangs) {
                info!("the backup medium answers again");
            }
            known.told.clone_from(&state);
            news
        });
        if is_news {
            // An engine that has ended needs no news.
            let _ = self.inbox.send(Note::Input(Input::Backup(state)));
        }
    }

    fn look(&self) {
        let now = self.uptime.now();
        let hangs = self.with(|known| known.hangs_at.is_some_and(|at| at <= now));
        let told = self.told();
        if hangs && told.failing != Some(Failing::Hangs) {
            error!("the backup medium does not answer; calling goes on");
            let failure = Some("the medium does not answer".to_owned());
            self.tell(BackupState { failure, failing: Some(Failing::Hangs), ..told });
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Known) -> T) -> T {
        act(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
