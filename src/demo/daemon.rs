//! The daemon under the demo: a private folder, a configuration in it, and the same program started as a child.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

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

/// The daemon as the demo's child. Dropping it ends the daemon.
#[derive(Debug)]
pub struct Daemon {
    child: Child,
    ended: Option<ExitStatus>,
}

/// How long the daemon has to end in order; its own limit is five seconds.
const ENDS_WITHIN: Duration = Duration::from_secs(6);
/// How often an ending daemon is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

impl Daemon {
    /// Writes the configuration into the folder and starts the daemon on it.
    ///
    /// # Errors
    ///
    /// The folder cannot be written, a PIN cannot be set, or the program cannot be started.
    pub fn start(plan: &Plan, folder: &Folder, posts: &[Post], options: &Options) -> Result<Self, DemoError> {
        let program = &options.program;
        let hall = folder.path().join("hall.toml");
        let places = Places { folder: folder.path(), program };
        fs::write(folder.path().join("catalogue.toml"), CATALOGUE).map_err(DemoError::Folder)?;
        fs::write(&hall, plan.hall(places)?).map_err(DemoError::Folder)?;
        write_clips(&folder.path().join("voice")).map_err(DemoError::Folder)?;
        // A file of the right size stands for the framebuffer: it is there before the daemon is.
        fs::write(folder.path().join("lcd.frame"), plan.blank_lcd()).map_err(DemoError::Folder)?;
        (options.set_pins)(&hall, posts).map_err(DemoError::Pins)?;
        let log = fs::File::create(folder.path().join("log")).map_err(DemoError::Folder)?;
        let child = Command::new(program)
            .arg("run")
            .arg("--config")
            .arg(&hall)
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(DemoError::Folder)?)
            .stderr(log)
            .spawn()
            .map_err(|source| DemoError::Start { program: program.clone(), source })?;
        Ok(Self { child, ended: None })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it runs; else how it ended.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().ok().flatten();
        }
        self.ended
    }

    #[expect(clippy::disallowed_methods, reason = "waits for another process, for a bounded time")]
    /// Asks the daemon to end, and makes it when it does not.
    fn end(&mut self) -> io::Result<()> {
        if self.ended().is_some() {
            return Ok(());
        }
        let id = i32::try_from(self.child.id()).map_err(io::Error::other)?;
        kill(Pid::from_raw(id), Signal::SIGTERM)?;
        for _ in 0..ENDS_WITHIN.as_millis() / LOOK_EVERY.as_millis() {
            if self.ended().is_some() {
                return Ok(());
            }
            std::thread::sleep(LOOK_EVERY);
        }
        self.child.kill()?;
        self.child.wait().map(drop)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // A child that cannot be ended has ended already.
        let _ = self.end();
    }
}
