//! The daemon under the demo: a private folder, a configuration in it, the same program started as a child,
//! and the power and the service manager that it has in a real cabinet.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use hal::time::Instant;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde::Serialize;

use super::plan::{CATALOGUE, Places, Plan};
use super::sentence::write_clips;
use super::{DemoError, Options, Post};

/// A folder that only its owner may enter, gone with everything in it when dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

/// Several demos of one process, as in tests, have a folder each.
static FOLDERS: AtomicU32 = AtomicU32::new(0);

impl Folder {
    /// Makes a folder among the system's temporary ones.
    ///
    /// # Errors
    ///
    /// There is one of its name, or none can be made.
    pub fn make() -> Result<Self, DemoError> {
        let count = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("jiaohao-demo-{}-{count}", std::process::id()));
        fs::DirBuilder::new().mode(0o700).create(&path).map_err(DemoError::Folder)?;
        let folder = Self(path);
        for name in ["dev", "state"] {
            fs::DirBuilder::new().mode(0o700).create(folder.0.join(name)).map_err(DemoError::Folder)?;
        }
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is swept by the system with its other temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The box that the daemon runs on: its power, and the service manager that starts the daemon again.
///
/// Dropping it ends the daemon in order.
#[derive(Debug)]
pub struct Daemon {
    program: PathBuf,
    hall: PathBuf,
    log: PathBuf,
    child: Option<Child>,
    ended: Option<Ended>,
    /// It ended in order as the battery ran down, and the box with it.
    shut_down: bool,
}

/// How the daemon ended by itself.
#[derive(Debug)]
struct Ended {
    why: String,
    /// It is started again then; never, when another start would end alike.
    again_at: Option<Instant>,
}

/// How the box is at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Condition {
    /// The daemon runs.
    Running,
    /// The box has no power.
    Dark,
    /// The daemon ended by itself and is about to be started again.
    Again {
        /// How it ended, and its last words.
        note: String,
    },
    /// The daemon ended by itself and stays away.
    Gone {
        /// How it ended, and its last words.
        note: String,
    },
}

/// How long the daemon has to end in order; its own limit is five seconds.
const ENDS_WITHIN: Duration = Duration::from_secs(6);
/// How often an ending daemon is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// A daemon that ended is started again after this long: `RestartSec` of the shipped unit.
const AGAIN_AFTER: Duration = Duration::from_secs(2);
/// No start helps against this end, a configuration with errors: `RestartPreventExitStatus` of the shipped
/// unit.
const CONFIGURATION: i32 = 78;
/// The daemon has the machine switched off: `ExecStopPost` of the shipped unit. Mains that are back start it again.
const SWITCH_OFF: i32 = 79;
/// Of the daemon's last line in its log, so many characters are told.
const LAST_WORDS: usize = 120;

impl Daemon {
    /// Writes the configuration into the folder and starts the daemon on it.
    ///
    /// # Errors
    ///
    /// The folder cannot be written, a PIN cannot be set, or the program cannot be started.
    pub fn start(plan: &Plan, folder: &Folder, posts: &[Post], options: &Options) -> Result<Self, DemoError> {
        let program = options.program.clone();
        let hall = folder.path().join("hall.toml");
        let places = Places { folder: folder.path(), program: &program };
        fs::write(folder.path().join("catalogue.toml"), CATALOGUE).map_err(DemoError::Folder)?;
        fs::write(&hall, plan.hall(places)?).map_err(DemoError::Folder)?;
        write_clips(&folder.path().join("voice")).map_err(DemoError::Folder)?;
        // A file of the right size stands for the framebuffer: it is there before the daemon is.
        fs::write(folder.path().join("lcd.frame"), plan.blank_lcd()).map_err(DemoError::Folder)?;
        (options.set_pins)(&hall, posts).map_err(DemoError::Pins)?;
        let log = folder.path().join("log");
        let mut daemon = Self { program, hall, log, child: None, ended: None, shut_down: false };
        let child =
            daemon.spawn().map_err(|source| DemoError::Start { program: daemon.program.clone(), source })?;
        daemon.child = Some(child);
        Ok(daemon)
    }

    /// Its process id, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Does what power and service manager do: a box without power stops at once and in the middle of things;
    /// a daemon that ended is started again.
    ///
    /// A daemon that ends in order while the mains are off has shut the box down: it stays dark until they are
    /// back.
    pub fn tend(&mut self, now: Instant, powered: bool, mains: bool) -> Condition {
        if !powered {
            self.cut();
            return Condition::Dark;
        }
        self.shut_down &= !mains;
        if self.shut_down {
            return Condition::Dark;
        }
        if let Some(child) = &mut self.child {
            match child.try_wait() {
                Ok(None) => return Condition::Running,
                Ok(Some(status)) if status.code() == Some(SWITCH_OFF) || status.success() && !mains => {
                    (self.child, self.shut_down) = (None, true);
                    return Condition::Dark;
                }
                Ok(Some(status)) => self.has_ended(now, &status.to_string(), status.code()),
                Err(error) => self.has_ended(now, &error.to_string(), None),
            }
        }
        match &self.ended {
            Some(Ended { why, again_at: None }) => return Condition::Gone { note: why.clone() },
            Some(Ended { why, again_at: Some(at) }) if now < *at => {
                return Condition::Again { note: why.clone() };
            }
            Some(_) | None => {}
        }
        match self.spawn() {
            Ok(child) => (self.child, self.ended) = (Some(child), None),
            Err(error) => self.has_ended(now, &error.to_string(), None),
        }
        Condition::Running
    }

    fn spawn(&self) -> io::Result<Child> {
        let log = fs::File::options().create(true).append(true).open(&self.log)?;
        Command::new(&self.program)
            .arg("run")
            .arg("--config")
            .arg(&self.hall)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
    }

    /// Keeps how it ended, and says so in the terminal.
    fn has_ended(&mut self, now: Instant, how: &str, code: Option<i32>) {
        self.child = None;
        // Whoever is killed has no last words: what stands in the log is from before.
        let log = code.and_then(|_| fs::read_to_string(&self.log).ok()).unwrap_or_default();
        let words: String = log.lines().last().unwrap_or_default().chars().take(LAST_WORDS).collect();
        let why = if words.is_empty() { how.to_owned() } else { format!("{how}: {words}") };
        let again_at = (code != Some(CONFIGURATION)).then(|| now + AGAIN_AFTER);
        let then = if again_at.is_some() {
            "即将重新启动 it is started again"
        } else {
            "不再启动 it stays away"
        };
        // Nobody reads a closed terminal; the page says it too.
        let _ = writeln!(io::stderr(), "守护进程已结束 The daemon has ended ({why}); {then}");
        self.ended = Some(Ended { why, again_at });
    }

    /// The power is gone: no signal that can be caught, no farewell.
    fn cut(&mut self) {
        self.ended = None;
        if let Some(mut child) = self.child.take() {
            // A child that cannot be ended or waited for has ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    #[expect(clippy::disallowed_methods, reason = "waits for another process, for a bounded time")]
    /// Asks the daemon to end, and makes it when it does not.
    fn end(&mut self) -> io::Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        let id = i32::try_from(child.id()).map_err(io::Error::other)?;
        kill(Pid::from_raw(id), Signal::SIGTERM)?;
        for _ in 0..ENDS_WITHIN.as_millis() / LOOK_EVERY.as_millis() {
            if child.try_wait()?.is_some() {
                return Ok(());
            }
            std::thread::sleep(LOOK_EVERY);
        }
        child.kill()?;
        child.wait().map(drop)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // A child that cannot be ended has ended already.
        let _ = self.end();
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_daemon_that_has_the_machine_switched_off_is_started_by_mains_that_are_back_and_not_before() {
        let folder = Folder::make().unwrap();
        let program = folder.path().join("program");
        fs::write(&program, "#!/bin/sh\nexit 79\n").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        let [hall, log] = ["hall.toml", "log"].map(|name| folder.path().join(name));
        let mut daemon = Daemon { program, hall, log, child: None, ended: None, shut_down: false };
        let at = |seconds| Instant::default() + Duration::from_secs(seconds);
        assert_eq!(daemon.tend(at(0), true, false), Condition::Running);
        daemon.child.as_mut().unwrap().wait().unwrap();

        assert_eq!(daemon.tend(at(1), true, false), Condition::Dark);
        assert_eq!(daemon.tend(at(60), true, false), Condition::Dark, "nobody starts a machine that is off");

        assert_eq!(daemon.tend(at(61), true, true), Condition::Running);
    }
}
