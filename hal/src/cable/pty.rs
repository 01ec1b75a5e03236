//! A pseudo-terminal: a serial port whose far end is in our hands, for tests and the demo.
//!
//! It accepts any speed and ignores it, refuses seven bits and parity, and has no modem lines. When the far
//! end is dropped the port hangs up, as a pulled USB adapter does.

use std::fs;
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::pty::{PtyMaster, grantpt, posix_openpt, ptsname_r, unlockpt};
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};

/// The far end of a serial port: what a device at the other end of the cable hears and says.
#[derive(Debug)]
pub struct FarEnd {
    master: PtyMaster,
    port: PathBuf,
}

impl FarEnd {
    /// Makes a pseudo-terminal in raw mode.
    ///
    /// # Errors
    ///
    /// The system has no pseudo-terminals left, or does not allow them.
    pub fn open() -> io::Result<Self> {
        let master = posix_openpt(OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let mut settings = tcgetattr(master.as_raw_fd())?;
        cfmakeraw(&mut settings);
        tcsetattr(master.as_raw_fd(), SetArg::TCSANOW, &settings)?;
        let port = PathBuf::from(ptsname_r(&master)?);
        Ok(Self { master, port })
    }

    /// The path of the serial port that leads here.
    pub fn port(&self) -> &Path {
        &self.port
    }

    /// Puts the port under a name of its own, as udev does; whatever had the name before loses it.
    ///
    /// # Errors
    ///
    /// The link cannot be made there.
    pub fn link_as(&self, name: &Path) -> io::Result<()> {
        match fs::remove_file(name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Err(_) | Ok(()) => {}
        }
        std::os::unix::fs::symlink(&self.port, name)
    }

    /// What has arrived, up to the length of `into`; 0 when nothing has, or nobody has the port open.
    pub fn hear(&self, into: &mut [u8]) -> usize {
        nix::unistd::read(self.descriptor(), into).unwrap_or(0)
    }

    /// Sends as many of the bytes as fit, and says how many.
    ///
    /// # Errors
    ///
    /// The pseudo-terminal is broken; that nobody listens is no error.
    pub fn say(&self, bytes: &[u8]) -> io::Result<usize> {
        match nix::unistd::write(self.descriptor(), bytes) {
            Ok(length) => Ok(length),
            Err(Errno::EAGAIN | Errno::EINTR) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    /// What `poll` can wait on. While nobody has the port open it reports a hang-up without end.
    pub fn descriptor(&self) -> RawFd {
        self.master.as_raw_fd()
    }
}
