//! A stream of bytes that never blocks, and the commonest of them: a serial port, opened exclusively.
//!
//! The write timeout of `serialport` is not observed when the peer holds flow control (measured 2026-11), and
//! its `flush` waits without limit, so neither is used: the descriptor is non-blocking, a write takes what
//! the line takes at this moment, and whoever waits does so in [`wait`], with a limit.

use std::borrow::Cow;
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::path::Path;
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::termios::{InputFlags, SetArg, tcgetattr, tcsetattr};
use serialport::{ClearBuffer, ErrorKind, SerialPort, TTYPort};

use super::bell::Bell;
use super::direction::{Direction, Switch, Transceiver};
use super::line::{DataBits, Flow, Line, Parity, StopBits};
use super::marks::Marks;
use super::parity::SevenBits;
use crate::driver::Fault;
use crate::time::Instant;

/// Bytes both ways, without ever blocking.
///
/// A serial port passes bytes as soon as it is open. A connection has to be made first and may have duties of
/// its own while it lives: whoever waits for it calls [`Self::tend`] after every wait, and not later than
/// [`Self::due`]. Bytes pass once that has said so.
pub trait Stream: Send {
    /// Takes what has arrived, up to the length of `into`; 0 when nothing has.
    ///
    /// # Errors
    ///
    /// [`Fault::Unplugged`]: the port is gone, and the stream with it.
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault>;

    /// Gives the line as many of the bytes as it takes at this moment, and says how many; 0 when none.
    ///
    /// # Errors
    ///
    /// [`Fault::Unplugged`]: the port is gone, and the stream with it.
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Fault>;

    /// What [`wait`] waits on.
    fn descriptor(&self) -> RawFd;

    /// Does what the stream has to do by itself, and says whether bytes can pass.
    ///
    /// # Errors
    ///
    /// Why the stream cannot be had, or is gone.
    fn tend(&mut self, _now: Instant) -> Result<bool, Fault> {
        Ok(true)
    }

    /// When [`Self::tend`] has something to do, if nothing else happens before.
    fn due(&self) -> Option<Instant> {
        None
    }

    /// Whether the stream itself waits for room: it is being connected, or has bytes of its own to send.
    fn wants_room(&self) -> bool {
        false
    }

    /// Whether waiting for room to write makes sense: the far end may have asked for a pause.
    fn takes_bytes(&self) -> bool {
        true
    }

    /// Characters that arrived broken since this was asked last: framing, parity, break.
    fn take_line_errors(&mut self) -> usize {
        0
    }

    /// What went wrong in the stream's own words, once it has failed and where it knows more than the fault
    /// says.
    fn last_words(&self) -> Option<String> {
        None
    }
}

/// A serial port. What it has not sent when it is dropped is thrown away.
#[derive(Debug)]
pub struct Serial {
    port: TTYPort,
    /// The parity that the port cannot make.
    parity: Option<SevenBits>,
    /// Characters whose parity, made here, was wrong.
    wrong_parity: usize,
    marks: Marks,
    /// Present where the adapter has to be told who talks.
    switch: Option<Switch>,
}

impl Serial {
    /// Opens the port at `path` for this program alone. Bytes that arrived before are thrown away.
    ///
    /// A port that refuses seven bits or parity, as every pseudo-terminal does, is opened with eight bits and
    /// none, and the log says so. Seven bits with parity are then carried in eight, parity made in software;
    /// eight bits with parity cannot be.
    ///
    /// # Errors
    ///
    /// [`Fault::Occupied`] when another program holds the port, [`Fault::Forbidden`] when the user may not
    /// open it, else [`Fault::Unplugged`].
    pub fn open(path: &Path, line: Line) -> Result<Self, Fault> {
        let plain = Line { flow: line.flow, ..Line::plain(line.baud) };
        let port = match open_with(path, line) {
            Err(error) if error.kind == ErrorKind::Unknown && !is_plain(line) => open_with(path, plain),
            opened => opened,
        };
        let port = port.map_err(|error| fault_of(&error))?;
        let refused = !is_plain(line) && !honours(&port, line);
        let parity = SevenBits::of(line).filter(|_| refused);
        if refused {
            tracing::warn!(path = %path.display(), ?line, ?parity, "the port refuses these settings, using 8N1");
        }
        let unblocked = fcntl(port.as_raw_fd(), FcntlArg::F_SETFL(OFlag::O_NONBLOCK));
        let marked = mark_broken(port.as_raw_fd());
        let cleared = port.clear(ClearBuffer::Input);
        if unblocked.is_err() || marked.is_err() || cleared.is_err() {
            return Err(Fault::Unplugged);
        }
        Ok(Self { port, parity, wrong_parity: 0, marks: Marks::default(), switch: None })
    }

    /// The same port, which tells its adapter who talks, if that has to be told.
    #[must_use]
    pub fn telling(mut self, direction: Direction, line: Line) -> Self {
        self.switch = Switch::new(direction, line, &mut self.port);
        self
    }
}

impl Drop for Serial {
    fn drop(&mut self) {
        // The kernel would wait up to half a minute for a stalled device before it closes the port. Failing
        // means that the port is gone, and its bytes with it.
        let _ = self.port.clear(ClearBuffer::Output);
    }
}

impl Stream for Serial {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        match nix::unistd::read(self.descriptor(), into) {
            // End of file on a terminal is a hang-up.
            Ok(0) if !into.is_empty() => Err(Fault::Unplugged),
            Ok(length) => {
                let length = self.marks.strip(&mut into[..length]);
                if let Some(parity) = self.parity {
                    into[..length].iter_mut().for_each(|byte| *byte = parity.take(*byte));
                    self.wrong_parity += into[..length].iter().filter(|byte| **byte >= 0x80).count();
                }
                Ok(length)
            }
            Err(Errno::EAGAIN | Errno::EINTR) => Ok(0),
            Err(_) => Err(Fault::Unplugged),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<usize, Fault> {
        let wire = match self.parity {
            Some(parity) => Cow::Owned(bytes.iter().map(|byte| parity.put(*byte)).collect()),
            None => Cow::Borrowed(bytes),
        };
        if let Some(switch) = &mut self.switch {
            switch.before_write(&mut self.port);
        }
        match nix::unistd::write(self.port.as_raw_fd(), &wire) {
            Ok(length) => {
                self.switch.iter_mut().for_each(|switch| switch.wrote(length));
                Ok(length)
            }
            Err(Errno::EAGAIN | Errno::EINTR) => Ok(0),
            Err(_) => Err(Fault::Unplugged),
        }
    }

    fn descriptor(&self) -> RawFd {
        self.port.as_raw_fd()
    }

    fn tend(&mut self, now: Instant) -> Result<bool, Fault> {
        if let Some(switch) = &mut self.switch {
            switch.tend(now, &mut self.port);
        }
        Ok(true)
    }

    fn due(&self) -> Option<Instant> {
        self.switch.as_ref().and_then(Switch::due)
    }

    fn take_line_errors(&mut self) -> usize {
        self.marks.take_broken() + std::mem::take(&mut self.wrong_parity)
    }
}

impl Transceiver for TTYPort {
    fn set_rts(&mut self, on: bool) -> io::Result<()> {
        self.write_request_to_send(on).map_err(io::Error::from)
    }

    fn unsent(&self) -> Option<usize> {
        self.bytes_to_write().ok().and_then(|bytes| usize::try_from(bytes).ok())
    }
}

/// Has the port mark what arrives broken instead of handing it over like any character; see [`Marks`].
fn mark_broken(port: RawFd) -> nix::Result<()> {
    let mut settings = tcgetattr(port)?;
    settings.input_flags.insert(InputFlags::INPCK | InputFlags::PARMRK);
    settings.input_flags.remove(InputFlags::IGNPAR | InputFlags::IGNBRK | InputFlags::BRKINT);
    tcsetattr(port, SetArg::TCSANOW, &settings)
}

fn open_with(path: &Path, line: Line) -> serialport::Result<TTYPort> {
    // The modem lines are left as the kernel sets them: a pseudo-terminal has none and would refuse.
    serialport::new(path.to_string_lossy(), line.baud)
        .data_bits(match line.data_bits {
            DataBits::Seven => serialport::DataBits::Seven,
            DataBits::Eight => serialport::DataBits::Eight,
        })
        .parity(match line.parity {
            Parity::None => serialport::Parity::None,
            Parity::Even => serialport::Parity::Even,
            Parity::Odd => serialport::Parity::Odd,
        })
        .stop_bits(match line.stop_bits {
            StopBits::One => serialport::StopBits::One,
            StopBits::Two => serialport::StopBits::Two,
        })
        .flow_control(match line.flow {
            Flow::None => serialport::FlowControl::None,
            Flow::Hardware => serialport::FlowControl::Hardware,
            Flow::Software => serialport::FlowControl::Software,
        })
        .exclusive(true)
        .open_native()
}

/// Whether the port took the bits of a character that were asked for: a pseudo-terminal says yes and does
/// not.
fn honours(port: &TTYPort, line: Line) -> bool {
    let seven = port.data_bits().is_ok_and(|bits| bits == serialport::DataBits::Seven);
    let none = port.parity().is_ok_and(|parity| parity == serialport::Parity::None);
    seven == (line.data_bits == DataBits::Seven) && none == (line.parity == Parity::None)
}

fn is_plain(line: Line) -> bool {
    line == Line { flow: line.flow, ..Line::plain(line.baud) }
}

fn fault_of(error: &serialport::Error) -> Fault {
    match error.kind() {
        ErrorKind::NoDevice => Fault::Occupied,
        ErrorKind::Io(io::ErrorKind::PermissionDenied) => Fault::Forbidden,
        ErrorKind::InvalidInput | ErrorKind::Unknown | ErrorKind::Io(_) => Fault::Unplugged,
    }
}

/// The name and number of another program that has `path` open, as far as this user may see (E16).
///
/// It looks at every open file of every process: for a log entry, not for every attempt.
pub fn holder_of(path: &Path) -> Option<String> {
    let target = path.canonicalize().ok()?;
    let ours = std::process::id().to_string();
    let processes = std::fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    let others = processes.filter(|process| process.file_name().to_str() != Some(&ours));
    let holder = others.map(|process| process.path()).find(|process| {
        let files = std::fs::read_dir(process.join("fd")).into_iter().flatten().filter_map(Result::ok);
        files.into_iter().any(|file| std::fs::read_link(file.path()).is_ok_and(|open| open == target))
    })?;
    let name = std::fs::read_to_string(holder.join("comm")).ok()?;
    Some(format!("{} ({})", name.trim_end(), holder.file_name()?.to_string_lossy()))
}

/// What ended a [`wait`]. None of them is set when it was the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ready {
    /// Bytes have arrived.
    pub readable: bool,
    /// The line takes bytes again.
    pub writable: bool,
    /// The port is gone.
    pub hung_up: bool,
    /// The bell was rung; it is silent again.
    pub rung: bool,
}

/// Waits for bytes, for the bell, for room if `wants_room`, and at most for `limit`; `None` is no limit.
///
/// A limit below a millisecond is rounded up to one, so that nobody spins; zero does not wait.
pub fn wait(stream: Option<&dyn Stream>, bell: &Bell, wants_room: bool, limit: Option<Duration>) -> Ready {
    let wants_room = wants_room || stream.is_some_and(Stream::wants_room);
    let room = if wants_room { PollFlags::POLLOUT } else { PollFlags::empty() };
    let mut polled = vec![PollFd::new(bell.descriptor(), PollFlags::POLLIN)];
    polled.extend(stream.map(|stream| PollFd::new(stream.descriptor(), PollFlags::POLLIN | room)));
    let millis =
        limit.map_or(-1, |limit| i32::try_from(limit.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX));
    // An interrupted wait has simply ended early: the caller looks at its clock and waits again.
    let _ = poll(&mut polled, millis);
    let seen = |index: usize| polled.get(index).and_then(|one| one.revents()).unwrap_or(PollFlags::empty());
    let rung = seen(0).contains(PollFlags::POLLIN);
    if rung {
        bell.hush();
    }
    Ready {
        readable: seen(1).contains(PollFlags::POLLIN),
        writable: seen(1).contains(PollFlags::POLLOUT),
        hung_up: seen(1).intersects(PollFlags::POLLHUP | PollFlags::POLLERR | PollFlags::POLLNVAL),
        rung,
    }
}
