//! `jiaohao run`: the daemon in the foreground, until it is told to stop.

use std::fs::DirBuilder;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing::{error, info, warn};

use super::{bare, mend, wiring};
use crate::config::last_good::LastGood;
use crate::config::pins::protect;
use crate::config::{Config, Paths};
use crate::runtime::card_key::CardKey;
use crate::runtime::code::CodeKey;
use crate::runtime::control::server::{self, Control, ControlError};
use crate::runtime::daemon::{Change, Daemon, Desk, Ended, Setup, StartError};
use crate::runtime::engine::Adoption;
use crate::runtime::starts::{self, Machine, STEADY_AFTER, SafeMode, Starts};
use crate::web;

/// The state folder is the daemon's own: its journal tells who came for what.
const STATE_MODE: u32 = 0o700;

/// How often it is looked whether the engine still runs.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Why the daemon did not start, or ended on its own.
#[derive(Debug, Error)]
pub enum RunError {
    /// The configuration holds errors and there is no earlier one to work by. Exit code 78.
    #[error("{0}\nno earlier configuration is kept: correct the file and start again")]
    Configuration(String),
    /// The journal, a device or the system refused.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Another daemon runs, or the control socket cannot be made.
    #[error(transparent)]
    Control(#[from] ControlError),
    /// The folder for journal and keys cannot be made.
    #[error("cannot make the folder {}: {source}", path.display())]
    State {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system gives no threads or signals.
    #[error("the system refuses what a daemon needs: {0}")]
    System(#[from] std::io::Error),
    /// The engine's thread ended on its own.
    #[error("the engine ended; its last words are in the log")]
    EngineEnded,
}

/// Why a daemon stopped in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It was told to.
    Told,
    /// The battery will not last: the machine is to be switched off. Exit code 79.
    SwitchOff,
}

/// Runs the daemon of this configuration until SIGTERM or SIGINT; SIGHUP reads the configuration again.
///
/// A configuration with errors is not used: the daemon works by the last good one, kept in the folder
/// `last_good`, and says so on every face that tells of the daemon.
///
/// # Errors
/// When it cannot start, or the engine ends on its own.
pub fn run(config: &Path, last_good: &Path) -> Result<Stop, RunError> {
    let last_good = LastGood::at(last_good);
    let (config_in_force, refused) = read_or_fall_back(config, &last_good)?;
    let state = config_in_force.paths.state.clone();
    keep_to_itself(&config_in_force.paths)?;

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    // Before anybody can know that this daemon is there: a signal that comes during the start waits for its
    // end.
    let signals = {
        let _inside = runtime.enter();
        Signals::catch()?
    };
    let socket = config_in_force.paths.control_socket.clone();
    if let Some(folder) = socket.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|source| RunError::State { path: folder.to_owned(), source })?;
    }
    let listener = runtime.block_on(server::bind(&socket))?;

    let starts = Starts::of(&state);
    let address = config_in_force.web;
    warn_of_one_medium(&config_in_force);
    let found = mend::before_start(&config_in_force);
    let setup = Setup {
        found,
        site: config_in_force.site.clone(),
        zone: wiring::zone(&config_in_force),
        backups: wiring::backups(&config_in_force),
        storage: wiring::storage(&config_in_force),
        pins: wiring::pins(config_in_force.paths.pins()),
        adoption: Adoption { safe_mode: safe_mode(&starts), ..wiring::adoption(config_in_force, refused) },
        state,
        card_key: CardKey::file(&socket),
    };
    let (why, check_pin) = (setup.adoption.safe_mode.clone(), Arc::clone(&setup.pins.check));
    let mut daemon = match (start(setup), why) {
        (Ok(daemon), _) => daemon,
        (Err(error), None) => {
            starts.failed(&error.to_string());
            return Err(error.into());
        }
        (Err(failed), Some(_)) => {
            error!(%failed, "nothing can be started: whoever asks is told so");
            runtime.block_on(until_told(bare::answer(listener, failed.to_string()), signals));
            starts.well();
            let _ = std::fs::remove_file(&socket);
            return Ok(Stop::Told);
        }
    };
    let reload = reload(config.to_owned(), last_good);
    let code_key = daemon.code_key();
    let control = Control { desk: daemon.desk(), reload: Arc::clone(&reload), check_pin, code_key };
    runtime.spawn(server::serve(listener, control));
    let feed = daemon.desk().follow();
    runtime.spawn(async move {
        if let Err(error) = web::serve(address, feed).await {
            warn!(%error, "the hall goes on without its pages");
        }
    });
    let ended = runtime.block_on(wait(&mut daemon, &reload, &starts, signals));
    if ended.is_ok() {
        starts.well();
    }
    drop(daemon);
    runtime.shutdown_timeout(LOOK_EVERY);
    // The socket is ours; one that is gone already does no harm.
    let _ = std::fs::remove_file(&socket);
    ended
}

/// Notes this start; why the daemon goes without devices, if too many before it failed (D09).
fn safe_mode(starts: &Starts) -> Option<SafeMode> {
    let failed = starts.begin(&Machine::read()).unwrap_or_else(|error| {
        warn!(%error, "nobody knows how the starts before this one went");
        Vec::new()
    });
    let safe = starts::safe_mode(&failed)?;
    error!(printers = safe.printers, "safe mode, without devices: {}", safe.why);
    Some(safe)
}

/// Starts the daemon. A bug that a day's records bring out at every start is a start that failed, like others: in safe
/// mode somebody still answers.
fn start(setup: Setup) -> Result<Daemon, StartError> {
    std::panic::catch_unwind(AssertUnwindSafe(|| Daemon::start(setup))).unwrap_or(Err(StartError::Panicked))
}

/// Lets something go on until a signal says stop.
async fn until_told(going: impl Future<Output = ()>, mut signals: Signals) {
    tokio::select! {
        () = going => {}
        _ = signals.terminate.recv() => {}
        _ = signals.interrupt.recv() => {}
    }
}

/// Makes the state folder if there is none, and takes secrets back that others could read (J09). A folder
/// that is there keeps the mode that whoever made it chose.
fn keep_to_itself(paths: &Paths) -> Result<(), RunError> {
    let failed = |source| RunError::State { path: paths.state.clone(), source };
    DirBuilder::new().recursive(true).mode(STATE_MODE).create(&paths.state).map_err(failed)?;
    for secret in [paths.pins(), CodeKey::file(&paths.state)] {
        match protect(&secret) {
            Ok(None) => {}
            Ok(Some(mode)) => {
                let path = secret.display();
                warn!("{path} could be read by others (mode {mode:o}); it cannot any more");
            }
            // No reason to keep a hall closed.
            Err(error) => error!(%error, "a secret may be readable by others"),
        }
    }
    Ok(())
}

/// The configuration to work by, and why it is not the one on disk, if it is not.
fn read_or_fall_back(path: &Path, last_good: &LastGood) -> Result<(Config, Option<String>), RunError> {
    let problems = match wiring::read(path) {
        Ok(config) => {
            if let Err(error) = last_good.keep(path) {
                warn!(%error, "the configuration could not be kept as the last good one");
            }
            return Ok((config, None));
        }
        Err(problems) => problems,
    };
    match last_good.file().map(|kept| wiring::read(&kept)) {
        Some(Ok(config)) => {
            error!("the configuration is refused:\n{problems}");
            error!("working by the last good configuration; `jiaohao check` names what to correct");
            Ok((config, Some(problems)))
        }
        Some(Err(_)) | None => Err(RunError::Configuration(problems)),
    }
}

/// A second medium that is not mounted is an empty folder on the first one, and copies there die with it.
fn warn_of_one_medium(config: &Config) {
    let device = |folder: &Path| std::fs::metadata(folder).ok().map(|it| it.dev());
    let Some(second) = &config.storage.second else { return };
    if device(second).is_some_and(|second| device(&config.paths.state) == Some(second)) {
        warn!(folder = %second.display(), "the second medium lies on the journal's own: is it plugged in and mounted?");
    }
}

/// Reads the configuration again. One with errors changes nothing.
fn reload(path: PathBuf, last_good: LastGood) -> server::Reload {
    Arc::new(move || {
        let config = wiring::read(&path)?;
        if let Err(error) = last_good.keep(&path) {
            warn!(%error, "the configuration could not be kept as the last good one");
        }
        Ok(Change {
            zone: wiring::zone(&config),
            backups: wiring::backups(&config),
            adoption: wiring::adoption(config, None),
        })
    })
}

/// The signals that a daemon is spoken to with.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    /// From here on they are kept until somebody looks, and end nothing by themselves.
    fn catch() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }
}

/// Waits for a signal to end, and reads the configuration again when told to.
async fn wait(
    daemon: &mut Daemon,
    reload: &server::Reload,
    starts: &Starts,
    mut signals: Signals,
) -> Result<Stop, RunError> {
    let mut look = tokio::time::interval(LOOK_EVERY);
    let steady = tokio::time::sleep(STEADY_AFTER);
    tokio::pin!(steady);
    let mut is_steady = false;
    loop {
        tokio::select! {
            _ = signals.terminate.recv() => break,
            _ = signals.interrupt.recv() => break,
            _ = signals.hang_up.recv() => read_again(&daemon.desk(), reload).await,
            () = &mut steady, if !is_steady => {
                is_steady = true;
                starts.well();
            }
            _ = look.tick() => {
                match daemon.ended() {
                    None => {}
                    Some(Ended::Alone) => return Err(RunError::EngineEnded),
                    Some(Ended::ToSwitchOff) => {
                        warn!("stopping, and the machine is to be switched off: the battery will not last");
                        return Ok(Stop::SwitchOff);
                    }
                }
            }
        }
    }
    info!("stopping");
    Ok(Stop::Told)
}

async fn read_again(desk: &Desk, reload: &server::Reload) {
    let reload = Arc::clone(reload);
    match tokio::task::spawn_blocking(move || reload()).await {
        Ok(Ok(change)) => {
            // What the office keeps from it stands in log and status.
            if let Err(closed) = desk.change(change) {
                warn!(%closed, "the configuration was read and not adopted");
            }
        }
        Ok(Err(problems)) => {
            error!("the configuration is refused, the old one stays:\n{problems}");
            if let Err(closed) = desk.refuse(problems) {
                warn!(%closed, "the faces do not say that the configuration is refused");
            }
        }
        Err(error) => error!(%error, "reading the configuration failed"),
    }
}
