//! Single wires: levels in, with their edges, and levels out. GPIO lines of a board or of an expander.
//!
//! | backend | where | how a line is driven |
//! |---|---|---|
//! | [`cdev`] | every Linux board | the kernel's character device, `/dev/gpiochipN` |
//! | [`pi`] | a Raspberry Pi that `rppal` knows, on its header | `rppal`; other chips by [`cdev`] |
//! | [`memory`] | tests | a board of this process |
//!
//! A line is found by the label of its chip or by its own name, never by the number of the chip: the numbers
//! depend on the order in which drivers were loaded (F52). A line that somebody else holds is said with the
//! name of the holder.

pub mod cdev;
pub mod memory;
pub mod pi;
pub mod steady;

use std::fmt;
use std::os::fd::RawFd;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, poll};
use thiserror::Error;

use super::bell::Bell;
use crate::driver::Fault;

/// Which line, in words that survive a restart and another kernel.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pin {
    /// The label of its chip, as `gpioinfo` prints it in brackets: `pinctrl-rp1`. `None` looks for the line's
    /// name on every chip.
    pub chip: Option<String>,
    /// Which of the chip's lines.
    pub line: LineId,
}

/// Which line of a chip.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LineId {
    /// Its place on the chip, from 0; on the header of a Raspberry Pi the BCM number.
    Offset(u32),
    /// Its name, as the board's maker gave it: `GPIO17`.
    Name(String),
}

/// Which level means *yes*: pressed, lost, lit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Active {
    /// Voltage on the line.
    High,
    /// The line at ground.
    Low,
}

/// What the line is pulled to while nothing drives it: so reads a broken wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pull {
    /// To the supply, by the chip.
    Up,
    /// To ground, by the chip.
    Down,
    /// By nothing in the chip: a resistor on the board does it.
    Outside,
}

/// How a line is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Input {
    /// Which level means *yes*.
    pub active: Active,
    /// What it is pulled to.
    pub pull: Pull,
    /// Changes shorter than this are noise and not told, where the kernel can filter them; zero tells all.
    pub quiet: Duration,
}

/// How a line is driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Output {
    /// Which level means *yes*.
    pub active: Active,
    /// What it is from the first moment on.
    pub on: bool,
}

/// A change of a line that is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// What it became.
    pub active: bool,
    /// How long ago, by the kernel's own stamp: a thread that was late still knows how long a press was.
    pub ago: Duration,
}

/// Finds and opens lines. Dropping an opened line gives it back.
pub trait Lines: Send {
    /// How lines are driven, for the log.
    fn name(&self) -> &'static str;

    /// Opens a line to listen to it.
    ///
    /// # Errors
    ///
    /// It is not there, held by somebody else, or the system refuses.
    fn input(&mut self, pin: &Pin, input: Input) -> Result<Box<dyn InputLine>, LineError>;

    /// Opens a line to drive it. It has its first level when this returns, without a glitch before.
    ///
    /// # Errors
    ///
    /// As [`Self::input`].
    fn output(&mut self, pin: &Pin, output: Output) -> Result<Box<dyn OutputLine>, LineError>;
}

/// A line that is listened to.
pub trait InputLine: Send {
    /// The next change that was not told yet; never waits. A burst may lose its oldest changes, so the level
    /// is to be asked after the last.
    ///
    /// # Errors
    ///
    /// The chip is gone, and the line with it.
    fn edge(&mut self) -> Result<Option<Edge>, LineError>;

    /// What it is at this moment.
    ///
    /// # Errors
    ///
    /// As [`Self::edge`].
    fn is_active(&self) -> Result<bool, LineError>;

    /// What [`wait`] waits on.
    fn descriptor(&self) -> RawFd;
}

/// A line that is driven.
pub trait OutputLine: Send {
    /// Makes it active, or not. It is when this returns.
    ///
    /// # Errors
    ///
    /// The chip is gone, and the line with it.
    fn set(&mut self, on: bool) -> Result<(), LineError>;
}

/// Why a line cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LineError {
    /// No chip has this label.
    #[error("there is no GPIO chip labelled {0:?}: is its overlay loaded? `gpioinfo` lists them")]
    NoChip(String),
    /// Two chips have this label.
    #[error("several GPIO chips are labelled {0:?}: name the line instead")]
    SeveralChips(String),
    /// The chip has no such line, or no chip has.
    #[error("there is no GPIO line {0}: `gpioinfo` lists them")]
    NoLine(Pin),
    /// Two lines have this name.
    #[error("several GPIO lines are {0}: name the chip's label as well")]
    SeveralLines(Pin),
    /// Another driver or program holds it.
    #[error("the GPIO line {pin} is held by {holder}")]
    Held {
        /// The line.
        pin: Pin,
        /// Whoever holds it, as it calls itself.
        holder: String,
    },
    /// The user may not.
    #[error("the GPIO chips may not be opened: is the daemon's user in the group gpio?")]
    Forbidden,
    /// The system says no in its own words.
    #[error("the GPIO line {pin}: {why}")]
    System {
        /// The line.
        pin: Pin,
        /// What the system says.
        why: String,
    },
}

impl LineError {
    /// What it means for whatever hangs on the line.
    pub fn fault(&self) -> Fault {
        match self {
            Self::NoChip(_) | Self::NoLine(_) | Self::System { .. } => Fault::Unplugged,
            Self::SeveralChips(_) | Self::SeveralLines(_) => Fault::Ambiguous,
            Self::Held { .. } => Fault::Occupied,
            Self::Forbidden => Fault::Forbidden,
        }
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.line {
            LineId::Offset(offset) => write!(f, "{offset}")?,
            LineId::Name(name) => write!(f, "{name:?}")?,
        }
        self.chip.as_ref().map_or(Ok(()), |chip| write!(f, " of {chip:?}"))
    }
}

impl Active {
    /// Whether this level means *yes*.
    pub fn is(self, high: bool) -> bool {
        high == (self == Self::High)
    }
}

/// The lines of this machine: by `rppal` where it knows the board, else by the kernel's character device.
/// Which one is said in the log.
pub fn of_this_machine() -> Box<dyn Lines> {
    match pi::Pi::new() {
        Ok(pi) => {
            tracing::info!("GPIO lines of the header by rppal, which knows this board; others by the kernel");
            Box::new(pi)
        }
        Err(why) => {
            tracing::info!(%why, "GPIO lines by the kernel's character device; rppal does not know this board");
            Box::new(cdev::Cdev)
        }
    }
}

/// Waits until something changed on one of the lines, until the bell rings, and at most for `limit`; `None`
/// is no limit. Whether the bell rang; it is silent again.
///
/// A limit below a millisecond is rounded up to one, so that nobody spins; zero does not wait.
pub fn wait(lines: impl IntoIterator<Item = RawFd>, bell: &Bell, limit: Option<Duration>) -> bool {
    let mut polled = vec![PollFd::new(bell.descriptor(), PollFlags::POLLIN)];
    polled.extend(lines.into_iter().map(|line| PollFd::new(line, PollFlags::POLLIN)));
    let millis =
        limit.map_or(-1, |limit| i32::try_from(limit.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX));
    // An interrupted wait has simply ended early: the caller looks at its clock and waits again.
    let _ = poll(&mut polled, millis);
    let rung =
        polled.first().and_then(|bell| bell.revents()).is_some_and(|seen| seen.contains(PollFlags::POLLIN));
    if rung {
        bell.hush();
    }
    rung
}
