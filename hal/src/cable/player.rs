//! A player: a child process that gets a WAV on its standard input and ends when it has been heard.

use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use thiserror::Error;

use super::bell::Bell;
use crate::time::Instant;

/// How much longer than its sound a player may take before it is killed (F33).
///
/// A sound device is opened and drained within some hundred milliseconds; after two seconds the next visitor
/// has waited long enough.
pub const GRACE: Duration = Duration::from_secs(2);

/// How often a player that has closed its output is looked at until it is gone.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A program that plays, with its arguments. No shell is involved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    /// The program, by path or by its name on the search path.
    pub program: String,
    /// Its arguments, each one word.
    pub arguments: Vec<String>,
}

/// Sound, as a player takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wav {
    /// A whole WAV file.
    pub bytes: Vec<u8>,
    /// How long it sounds.
    pub length: Duration,
}

/// Why a sound was not, or not wholly, heard.
#[derive(Debug, Error)]
pub enum PlayError {
    /// The program cannot be started.
    #[error("the player {program} cannot be started: {source}")]
    Missing {
        /// The program.
        program: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The program ended and said that it failed: most often there is no sound device, or it is busy.
    #[error("the player failed ({0}): is there a sound device, and is it free?")]
    Failed(ExitStatus),
    /// The program did not end in time and was killed.
    #[error("the player hung and was killed")]
    Hung,
    /// We were asked to end.
    #[error("cut off, as the daemon ends")]
    CutOff,
}

impl Player {
    /// Plays to the end. Returns when the player has ended, at the latest [`GRACE`] after the sound should
    /// have. A ring of the bell ends it early if `closing` then says so.
    ///
    /// # Errors
    ///
    /// The sound was not wholly heard, as far as can be known. The player is gone in any case.
    pub fn play(
        &self,
        wav: &Wav,
        bell: &Bell,
        closing: &dyn Fn() -> bool,
        now: &dyn Fn() -> Instant,
    ) -> Result<(), PlayError> {
        let missing = |source| PlayError::Missing { program: self.program.clone(), source };
        let end = now() + wav.length + GRACE;
        let mut playing = Playing::start(self, &wav.bytes).map_err(missing)?;
        loop {
            if let Some(status) = playing.ended() {
                return if status.success() { Ok(()) } else { Err(PlayError::Failed(status)) };
            }
            let left = end - now();
            if left.is_zero() {
                return Err(PlayError::Hung);
            }
            if playing.advance(bell, left) && closing() {
                return Err(PlayError::CutOff);
            }
        }
    }
}

/// A player at work. Dropping it kills it.
struct Playing<'w> {
    child: Child,
    /// Where the sound goes, and what of it has not gone yet.
    input: Option<(ChildStdin, &'w [u8])>,
    /// Closed by the kernel when the player ends: this is how we notice without looking again and again.
    output: Option<ChildStdout>,
}

impl<'w> Playing<'w> {
    fn start(player: &Player, wav: &'w [u8]) -> std::io::Result<Self> {
        let mut child = Command::new(&player.program)
            .args(&player.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // A group of its own, so that whatever the player starts is killed with it.
            .process_group(0)
            .spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let playing = Self { child, input: input.map(|input| (input, wav)), output };
        if let Some((input, _)) = &playing.input {
            fcntl(input.as_raw_fd(), FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        }
        Ok(playing)
    }

    /// The player's last word, once it has closed its output and ended.
    fn ended(&mut self) -> Option<ExitStatus> {
        if self.output.is_some() {
            return None;
        }
        self.child.try_wait().ok().flatten()
    }

    /// Waits for the player, the bell or the limit, and moves sound along. Says whether the bell was rung.
    fn advance(&mut self, bell: &Bell, limit: Duration) -> bool {
        let limit = if self.output.is_some() { limit } else { limit.min(LOOK_EVERY) };
        let millis = i32::try_from(limit.as_millis()).unwrap_or(i32::MAX).max(1);
        let mut polled = vec![PollFd::new(bell.descriptor(), PollFlags::POLLIN)];
        polled.extend(self.output.iter().map(|out| PollFd::new(out.as_raw_fd(), PollFlags::POLLIN)));
        polled.extend(self.input.iter().map(|(to, _)| PollFd::new(to.as_raw_fd(), PollFlags::POLLOUT)));
        // An interrupted wait has simply ended early.
        let _ = poll(&mut polled, millis);
        let happened = |fd: i32| {
            polled
                .iter()
                .any(|one| one.as_raw_fd() == fd && one.revents().is_some_and(|seen| !seen.is_empty()))
        };
        let rung = happened(bell.descriptor());
        let room = self.input.as_ref().is_some_and(|(input, _)| happened(input.as_raw_fd()));
        let said = self.output.as_ref().is_some_and(|output| happened(output.as_raw_fd()));
        if rung {
            bell.hush();
        }
        if room {
            self.push();
        }
        if said {
            self.drain();
        }
        rung
    }

    /// Gives the player as much sound as it takes; the end of it is the end of its input.
    fn push(&mut self) {
        let Some((input, left)) = &mut self.input else { return };
        match input.write(left) {
            Ok(length) => *left = &left[length..],
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
            // It wants no more; its exit status will say whether that is well.
            Err(_) => *left = &[],
        }
        if left.is_empty() {
            self.input = None;
        }
    }

    /// Reads away what the player says, until it closes its output.
    fn drain(&mut self) {
        let mut words = [0; 1024];
        if let Some(output) = &mut self.output
            && matches!(output.read(&mut words), Ok(0) | Err(_))
        {
            self.output = None;
        }
    }
}

impl Drop for Playing<'_> {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        if let Ok(group) = i32::try_from(self.child.id()) {
            // Gone already is as good as killed.
            let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
        }
        // Returns as soon as the kernel has cleaned up, which a kill cannot delay.
        let _ = self.child.wait();
    }
}
