//! Lines through the kernel's character device (second version of its interface, Linux 5.10 and later).
//!
//! Source: the kernel's `Documentation/userspace-api/gpio/chardev.rst`. The kernel filters short changes
//! itself (`debounce`), in hardware where the chip can and with a timer else; a driver that refuses that is
//! listened to unfiltered. Proved on the kernel's simulated chips (`gpio-sim`) in user-mode Linux.

use std::os::fd::{AsRawFd, RawFd};
use std::path::PathBuf;
use std::time::Duration;

use gpiocdev::chip::{Chip, chips};
use gpiocdev::line::{Bias, EdgeDetection, EdgeKind, Value};
use gpiocdev::request::{Builder, Request};
use nix::errno::Errno;
use nix::time::{ClockId, clock_gettime};

use super::{Active, Edge, Input, InputLine, LineError, LineId, Lines, Output, OutputLine, Pin, Pull};

/// What holds a line of ours calls itself so; others see it in `gpioinfo`.
pub(super) const CONSUMER: &str = "jiaohao";

/// The lines of every chip that the kernel knows.
#[derive(Clone, Copy, Debug)]
pub struct Cdev;

/// Where a line was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The file of its chip.
    pub path: PathBuf,
    /// The label of its chip.
    pub label: String,
    /// Its place on the chip.
    pub offset: u32,
}

impl Lines for Cdev {
    fn name(&self) -> &'static str {
        "the kernel's character device"
    }

    fn input(&mut self, pin: &Pin, input: Input) -> Result<Box<dyn InputLine>, LineError> {
        let found = find(pin)?;
        let request = match listen(&found, input, input.quiet) {
            Err(error) if !input.quiet.is_zero() => {
                tracing::info!(%pin, %error, "the kernel does not filter this line; it is told as it is");
                listen(&found, input, Duration::ZERO)
            }
            tried => tried,
        };
        let request = request.map_err(|error| refused(pin, &error))?;
        Ok(Box::new(Listened { pin: pin.clone(), offset: found.offset, active: input.active, request }))
    }

    fn output(&mut self, pin: &Pin, output: Output) -> Result<Box<dyn OutputLine>, LineError> {
        let found = find(pin)?;
        let mut builder = builder(&found);
        builder.as_output(Value::from(output.active.is(output.on)));
        let request = builder.request().map_err(|error| refused(pin, &error))?;
        Ok(Box::new(Driven { pin: pin.clone(), offset: found.offset, active: output.active, request }))
    }
}

/// Looks for a line on the chips that are there at this moment, and sees whether it is free.
pub(super) fn find(pin: &Pin) -> Result<Found, LineError> {
    let mut labelled = Vec::new();
    let mut forbidden = false;
    for path in chips().unwrap_or_default() {
        let chip = match Chip::from_path(&path) {
            Ok(chip) => chip,
            Err(error) => {
                forbidden |= is_forbidden(&error);
                continue;
            }
        };
        // A chip that vanishes while it is asked is not there.
        let Ok(info) = chip.info() else { continue };
        if pin.chip.as_ref().is_none_or(|label| *label == info.label) {
            labelled.push((path, chip, info));
        }
    }
    if let Some(label) = &pin.chip {
        match labelled.len() {
            0 if forbidden => return Err(LineError::Forbidden),
            0 => return Err(LineError::NoChip(label.clone())),
            1 => {}
            _ if matches!(pin.line, LineId::Offset(_)) => return Err(LineError::SeveralChips(label.clone())),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for (path, chip, chip_info) in labelled {
        let line = match &pin.line {
            LineId::Offset(offset) => chip.line_info(*offset).ok(),
            LineId::Name(name) => chip.find_line_info(name),
        };
        let Some(line) = line else { continue };
        found.push((Found { path, label: chip_info.label, offset: line.offset }, line));
    }
    match found.len() {
        0 if forbidden => Err(LineError::Forbidden),
        0 => Err(LineError::NoLine(pin.clone())),
        1 => free(pin, found.swap_remove(0)),
        _ => Err(LineError::SeveralLines(pin.clone())),
    }
}

/// The line, unless somebody holds it.
fn free(pin: &Pin, (found, line): (Found, gpiocdev::line::Info)) -> Result<Found, LineError> {
    if !line.used {
        return Ok(found);
    }
    let holder = if line.consumer.is_empty() { "the kernel".to_owned() } else { line.consumer };
    Err(LineError::Held { pin: pin.clone(), holder })
}

fn builder(found: &Found) -> Builder {
    let mut builder = Request::builder();
    builder.on_chip(&found.path).with_consumer(CONSUMER).with_line(found.offset);
    builder
}

fn listen(found: &Found, input: Input, quiet: Duration) -> gpiocdev::Result<Request> {
    let mut builder = builder(found);
    builder.as_input().with_edge_detection(EdgeDetection::BothEdges).with_bias(match input.pull {
        Pull::Up => Some(Bias::PullUp),
        Pull::Down => Some(Bias::PullDown),
        Pull::Outside => None,
    });
    if !quiet.is_zero() {
        builder.with_debounce_period(quiet);
    }
    builder.request()
}

/// A line that is listened to.
struct Listened {
    pin: Pin,
    offset: u32,
    active: Active,
    request: Request,
}

impl InputLine for Listened {
    fn edge(&mut self) -> Result<Option<Edge>, LineError> {
        let told = |error| lost(&self.pin, &error);
        if !self.request.has_edge_event().map_err(told)? {
            return Ok(None);
        }
        let event = self.request.read_edge_event().map_err(told)?;
        let high = event.kind == EdgeKind::Rising;
        let ago = since(Duration::from_nanos(event.timestamp_ns));
        Ok(Some(Edge { active: self.active.is(high), ago }))
    }

    fn is_active(&self) -> Result<bool, LineError> {
        let value = self.request.value(self.offset).map_err(|error| lost(&self.pin, &error))?;
        Ok(self.active.is(value == Value::Active))
    }

    fn descriptor(&self) -> RawFd {
        self.request.as_raw_fd()
    }
}

/// A line that is driven.
struct Driven {
    pin: Pin,
    offset: u32,
    active: Active,
    request: Request,
}

impl OutputLine for Driven {
    fn set(&mut self, on: bool) -> Result<(), LineError> {
        let value = Value::from(self.active.is(on));
        self.request.set_value(self.offset, value).map_err(|error| lost(&self.pin, &error))
    }
}

/// How long ago a moment of the kernel's monotonic clock was.
pub(super) fn since(stamp: Duration) -> Duration {
    clock_gettime(ClockId::CLOCK_MONOTONIC)
        .map(|now| Duration::from(now).saturating_sub(stamp))
        .unwrap_or_default()
}

/// Whether the system refuses to open a chip's file to this user.
fn is_forbidden(error: &gpiocdev::Error) -> bool {
    let denied = Errno::EACCES;
    matches!(error, gpiocdev::Error::Os(number) if number.0 == denied as i32)
}

/// Why the line was not handed over, or is lost: it is looked for once more, as the answer to that says most.
fn refused(pin: &Pin, error: &gpiocdev::Error) -> LineError {
    find(pin).err().unwrap_or_else(|| LineError::System { pin: pin.clone(), why: error.to_string() })
}

/// Why a line that was ours does not work any more.
fn lost(pin: &Pin, error: &gpiocdev::Error) -> LineError {
    LineError::System { pin: pin.clone(), why: error.to_string() }
}
