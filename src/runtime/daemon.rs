//! The daemon's shell: the journal's writer, the devices' threads, the clock, and the loop that feeds the
//! engine.
//!
//! Everything that waits, waits here. The loop takes what has arrived, lets the engine think, carries out
//! what it wants, and feeds the watchdog; nobody else feeds it.

mod back;
mod backups;
mod bars;
mod bench;
mod cabinet;
mod climb;
mod desk;
mod disk;
mod form;
mod incidents;
mod journal;
mod loans;
mod missed;
mod other_hall;
mod pins;
mod proof;
mod pulse;
mod shell;
mod started;
mod supply;
mod tryout;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use thiserror::Error;
use tokio::sync::watch;
use tracing::{error, warn};

pub use self::bench::{BenchError, CableLoan, Told, Traced};
pub use self::desk::{Adopted, Closed, Desk, Wanted};
pub use self::journal::Storage;
pub use self::loans::LoanNews;
pub use self::other_hall::places;
pub use self::pins::{CheckPin, PinFile};
pub use self::tryout::{DeviceLoan, TryError};

use self::cabinet::Cabinet;
use self::journal::Journal;
use self::missed::Missed;
use self::other_hall::Deciding;
use self::pins::Pins;
use self::shell::{Parts, Shell};
use self::started::Begun;
use super::aside::{AtHand, Deaths};
use super::backups::Settings as BackupSettings;
use super::card_key::CardKey;
use super::clock::{BUILT_UTC_MS, Clock, Known, Reading};
use super::code::CodeKey;
use super::engine::{Adoption, Engine, Input, Secrets};
use super::given_in_memory::Given;
use super::starts::{self, Machine};
use super::supply::{self as runtime_supply, HWMON};
use super::threads::{self, Devices, News, Uptime};
use crate::domain::check::Contradiction;
use crate::domain::keeping::Keeping;
use crate::domain::moment::Wall;
use crate::journal::branch::Aside;
use crate::journal::incidents::Incidents;
use crate::journal::keep::KeepError;
use crate::journal::open::{OpenError, Settings};
use crate::journal::other_hall::Decision;
use crate::journal::restore::Unsettled;
use crate::planted;

/// Most happenings that wait for the engine. Devices wait for nobody: what does not fit is lost and logged,
/// but for their health, and a hall that fills this has a babbling device, not a crowd.
const INBOX_MOST: usize = 4096;

/// Turns a machine's UTC milliseconds into the hall's wall time.
pub type Zone = Arc<dyn Fn(i64) -> Wall + Send + Sync>;

/// What a daemon is started from.
pub struct Setup {
    /// Rules, calendar and devices.
    pub adoption: Adoption,
    /// The folder of journal and keys; it must exist.
    pub state: PathBuf,
    /// Where the day's key for identity cards lies: in memory, as a power cut is to lose it.
    pub card_key: PathBuf,
    /// The hall's identity, which its journal carries.
    pub site: String,
    /// Where the second journal stands, and how much room is held.
    pub storage: Storage,
    /// The hall's time zone.
    pub zone: Zone,
    /// Copies of the journal on a second medium; `None` in a hall that makes none.
    pub backups: Option<BackupSettings>,
    /// What was found of the journal before the start.
    pub found: Found,
    /// The file of PINs.
    pub pins: PinFile,
}

/// What was found of the journal before a daemon starts on it.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What a restoration could not bring back of these days, a line each.
    pub losses: Vec<String>,
    /// What it leaves open, if it does.
    pub unsettled: Option<Unsettled>,
    /// Histories that it had to put aside.
    pub asides: Vec<Aside>,
    /// Another hall's journal was put aside, and this hall's own does not tell of it yet.
    pub decision: Option<Decision>,
}

/// Why a daemon does not start. Nothing is left running.
#[derive(Debug, Error)]
pub enum StartError {
    /// The journal cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The journal cannot be read.
    #[error(transparent)]
    Read(#[from] KeepError),
    /// The records of the day contradict each other.
    #[error("the journal contradicts itself: {0}; `jiaohao verify` names the first bad row")]
    Contradiction(#[from] Contradiction),
    /// The key of the slip codes cannot be read or made.
    #[error("the key {} of the slips' codes: {source}", path.display())]
    CodeKey {
        /// Its file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No key for the day's identity cards can be drawn.
    #[error("no random bytes for the key of the day's identity cards: {0}")]
    CardKey(io::Error),
    /// A bug, in what the daemon does before it runs.
    #[error("the start ended over a bug; its last words are in the log")]
    Panicked,
    /// The devices cannot be set up.
    #[error(transparent)]
    Devices(#[from] threads::StartError),
    /// The system gives no threads.
    #[error("no thread to be had: {0}")]
    Thread(#[from] io::Error),
}

/// A changed configuration for a running daemon.
pub struct Change {
    /// Rules, calendar and devices.
    pub adoption: Adoption,
    /// The hall's time zone.
    pub zone: Zone,
    /// Copies of the journal on a second medium.
    pub backups: Option<BackupSettings>,
}

/// What arrives at the loop.
enum Note {
    Input(Input),
    Journal(journal::News),
    Ask(desk::Question),
    Look(desk::Look),
    Press(desk::Press),
    Bench(bench::Wish),
    Change(Box<Change>),
    /// Nothing lies in the main journal's place any more: it may be begun.
    JournalFree,
    /// An administrator says that the machine's time of day is right.
    AcceptClock,
    Stop,
}

/// How an engine ended that nobody told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// In order, as the battery will not last: the machine is to be switched off.
    ToSwitchOff,
    /// Nobody knows why.
    Alone,
}

/// A running daemon. Dropping it stops it.
pub struct Daemon {
    desk: Desk,
    code_key: CodeKey,
    inbox: SyncSender<Note>,
    engine: Option<JoinHandle<bool>>,
}

impl Daemon {
    /// Opens the journal, replays its last day, starts every device and the engine.
    ///
    /// # Errors
    /// When the journal cannot be used or a driver does not accept its device.
    pub fn start(setup: Setup) -> Result<Self, StartError> {
        let uptime = Uptime::start();
        let (inbox, arriving) = sync_channel(INBOX_MOST);
        let settings = Settings { path: setup.state.join("journal.db"), site: setup.site.clone() };
        let history = Incidents::of(&setup.state);
        let mut begun = started::begin(&settings, &setup.storage)?;
        let code_key = code_key(&setup.state, &begun)?;
        let deciding = Deciding::new(&setup, &settings, &begun, inbox.clone(), uptime);
        let secrets = Secrets { slips: code_key.clone(), cards: card_key(&setup.card_key)? };

        let known = begun.kept.latest.map(|at| known(at.moment));
        let reading = read(uptime, &setup.zone);
        let clock = Clock::start(known, BUILT_UTC_MS, reading);
        let layout = Arc::clone(&setup.adoption.layout);
        let safe = setup.adoption.safe_mode.clone();
        let (kept, mut first) = begun.hand_over(&setup.found);
        let deaths = Deaths::of(&setup.state);
        first.push(Input::PutAside(deaths.put_aside(&Machine::read())));
        let given = Given::file(&setup.card_key);
        first.extend(Given::read(&given).map(Input::GivenInMemory));
        let engine = Engine::new(clock.moment(reading), kept, setup.adoption, secrets)?;

        let watched = disk::Hall::new(setup.state, &setup.storage, uptime, &setup.zone);
        let journal =
            Journal::start(begun, (settings.clone(), given, setup.storage), journal_tell(inbox.clone()))?;
        let missed = Arc::new(Missed::default());
        let connected = starts::connected(safe.as_ref(), &layout);
        let devices = Devices::start(&connected, uptime, tell(inbox.clone(), Arc::clone(&missed)))?;
        let pins = Pins::start(setup.pins, inbox.clone())?;
        let (status, feed) = watch::channel(Arc::new(engine.status()));
        let hall = backups::Hall {
            journal: settings.path.clone(),
            site: settings.site.clone(),
            uptime,
            zone: Arc::clone(&setup.zone),
            status: feed.clone(),
        };
        let proof = proof::start(settings, inbox.clone())?;
        let backups = backups::start(hall, setup.backups, inbox.clone())?;
        let board = supply::start(runtime_supply::file(&layout.supply, Path::new(HWMON)), inbox.clone())?;
        let disk = disk::start(watched, inbox.clone())?;
        let shell = Shell::new(Parts {
            engine,
            clock,
            uptime,
            zone: setup.zone,
            journal,
            first,
            devices,
            missed,
            pins,
            status,
            cabinet: Cabinet::new(&layout),
            incidents: incidents::start(history.clone())?,
            proof,
            board,
            disk,
            backups: backups.clone(),
            card_key: setup.card_key,
        });
        let desk = Desk::new(inbox.clone(), feed, history, backups, deciding);
        Ok(Self { desk, code_key, inbox, engine: Some(spawn(shell, arriving, deaths)?) })
    }

    /// Whom the command line and pages speak to.
    pub fn desk(&self) -> Desk {
        self.desk.clone()
    }

    /// How the engine ended, if it did so by itself.
    pub fn ended(&mut self) -> Option<Ended> {
        let thread = self.engine.take_if(|thread| thread.is_finished())?;
        Some(if thread.join().unwrap_or(false) { Ended::ToSwitchOff } else { Ended::Alone })
    }

    /// The key of the slips' codes.
    pub fn code_key(&self) -> CodeKey {
        self.code_key.clone()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // A full inbox empties as long as the engine runs; an engine that has ended needs no telling.
        let _ = self.inbox.send(Note::Stop);
        if let Some(thread) = self.engine.take() {
            let _ = thread.join();
        }
    }
}

/// The key of the day's cards, or another one where its file cannot be read: no reason to keep a hall closed.
fn card_key(path: &Path) -> Result<CardKey, StartError> {
    let found = CardKey::load_or_draw(path).or_else(|error| {
        warn!(path = %path.display(), %error, "the key of the day's identity cards cannot be read");
        CardKey::draw()
    });
    found.map_err(StartError::CardKey)
}

/// The engine's thread. A panic in it ends the process: nobody may go on who does not know what is true, and
/// the service manager starts the daemon anew from the journal. What it panicked over is kept (D03).
///
/// It has taken its first step: before that the status knows the journal's rows, and nothing of what was lost of them.
fn spawn(mut shell: Shell, arriving: Receiver<Note>, deaths: Deaths) -> io::Result<JoinHandle<bool>> {
    let (began, begins) = sync_channel(1);
    let thread = std::thread::Builder::new().name("engine".into()).spawn(move || {
        planted::plant_as_told();
        let ended = catch_unwind(AssertUnwindSafe(|| shell.run(&arriving, &began)));
        ended.unwrap_or_else(|_| {
            note_death(&deaths, &shell.at_hand());
            std::process::abort()
        })
    })?;
    // An engine that ends in that step ends the process.
    let _ = begins.recv();
    Ok(thread)
}

fn note_death(deaths: &Deaths, at_hand: &AtHand) {
    let Some(words) = at_hand.words() else { return };
    error!(words, path = %deaths.path().display(), "the engine ended over this; it is kept");
    deaths.note(&Machine::read(), &words);
}

/// The key of the slips' codes. On a disk that cannot be used another one is drawn: codes of today's slips are
/// no reason to keep a hall closed.
///
/// The key that lies beside another hall's journal is that hall's too.
fn code_key(state: &Path, begun: &Begun) -> Result<CodeKey, StartError> {
    let path = CodeKey::file(state);
    if begun.other_hall.is_some() {
        return CodeKey::draw().map_err(|source| StartError::CodeKey { path, source });
    }
    match CodeKey::load_or_make(&path) {
        Err(error) if begun.keep.by() != Keeping::Main => {
            warn!(path = %path.display(), %error, "the key of the slips' codes is drawn anew");
            CodeKey::draw().map_err(|source| StartError::CodeKey { path, source })
        }
        found => found.map_err(|source| StartError::CodeKey { path, source }),
    }
}

/// Where the journal's news go. The engine waits for them: there is room soon, or nobody to hear it.
fn journal_tell(inbox: SyncSender<Note>) -> journal::Tell {
    Arc::new(move |news| {
        let _ = inbox.send(Note::Journal(news));
    })
}

/// Where the devices' news go. Never waits: a device must not be held up by the office.
fn tell(inbox: SyncSender<Note>, missed: Arc<Missed>) -> threads::Tell {
    Arc::new(move |_, news| {
        let send = |input| {
            let taken = inbox.try_send(Note::Input(input)).is_ok();
            if !taken {
                warn!("the engine's inbox is full: news of a device are lost or late");
            }
            taken
        };
        match news {
            News::Event { device, event } => {
                send(Input::Heard { device, event });
            }
            News::Health { device, health } => missed.pass(device, health, send),
            News::Voice(event) => {
                send(Input::Voice(event));
            }
        }
    })
}

/// What the clock knows from the latest record.
fn known(latest: crate::domain::moment::Moment) -> Known {
    Known { hall: latest.hall, wall: latest.wall, boot: latest.boot }
}

/// Reads the machine's clocks.
#[expect(clippy::disallowed_methods, reason = "the shell's reading of the wall clock")]
fn read(uptime: Uptime, zone: &Zone) -> Reading {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let utc_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    Reading { since_start: std::time::Duration::from_millis(uptime.now().millis()), wall: zone(utc_ms) }
}
