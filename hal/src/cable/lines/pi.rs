//! Lines of a Raspberry Pi's header through `rppal`; lines of other chips through the kernel.
//!
//! `rppal` writes the registers itself and asks nobody, so a line is looked for through the kernel first,
//! which knows its place and whether it is held. Its last release (0.22.1) knows the boards up to the Pi 5,
//! the Compute Module 5 and the Pi 500; on any other it refuses, and [`super::cdev`] drives all lines. Not
//! proved on hardware.

use std::collections::VecDeque;
use std::os::fd::RawFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rppal::gpio::{Error, Event, Gpio, InputPin, Level, OutputPin, Trigger};

use super::cdev::{Cdev, find, since};
use super::{Active, Edge, Input, InputLine, LineError, Lines, Output, OutputLine, Pin, Pull};
use crate::cable::bell::{Bell, Ringer, bell};

/// Labels of the chips behind the header: Pi 1 to 3, Pi 4, Pi 5.
///
/// Source: the compatible drivers `pinctrl-bcm2835` and `pinctrl-rp1` of the Linux kernel.
const HEADER: [&str; 3] = ["pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1"];

/// So many edges wait to be taken; a line that changes more often is noise, and its oldest changes are lost.
const EDGES_MOST: usize = 64;

/// The lines of a Raspberry Pi.
#[derive(Debug)]
pub struct Pi {
    gpio: Gpio,
}

impl Pi {
    /// The lines, where `rppal` knows the board and may use it.
    ///
    /// # Errors
    ///
    /// This is no Raspberry Pi that it knows, or its registers may not be opened.
    pub fn new() -> Result<Self, Error> {
        Gpio::new().map(|gpio| Self { gpio })
    }

    /// The header's line, by its BCM number; `None` for a line of another chip.
    fn header(&self, pin: &Pin) -> Result<Option<rppal::gpio::Pin>, LineError> {
        let found = find(pin)?;
        if !HEADER.contains(&found.label.as_str()) {
            return Ok(None);
        }
        let Ok(number) = u8::try_from(found.offset) else { return Ok(None) };
        self.gpio.get(number).map(Some).map_err(|error| told(pin, &error))
    }
}

impl Lines for Pi {
    fn name(&self) -> &'static str {
        "rppal"
    }

    fn input(&mut self, pin: &Pin, input: Input) -> Result<Box<dyn InputLine>, LineError> {
        let Some(line) = self.header(pin)? else { return Cdev.input(pin, input) };
        let mut line = match input.pull {
            Pull::Up => line.into_input_pullup(),
            Pull::Down => line.into_input_pulldown(),
            Pull::Outside => line.into_input(),
        };
        let (ringer, bell) =
            bell().map_err(|error| LineError::System { pin: pin.clone(), why: error.to_string() })?;
        let queue = Arc::new(Mutex::new(VecDeque::with_capacity(EDGES_MOST)));
        let pushed = Arc::clone(&queue);
        let quiet = (!input.quiet.is_zero()).then_some(input.quiet);
        line.set_async_interrupt(Trigger::Both, quiet, move |event| push(&pushed, &ringer, event))
            .map_err(|error| told(pin, &error))?;
        Ok(Box::new(Listened { active: input.active, line, queue, bell }))
    }

    fn output(&mut self, pin: &Pin, output: Output) -> Result<Box<dyn OutputLine>, LineError> {
        let Some(line) = self.header(pin)? else { return Cdev.output(pin, output) };
        let line = if output.active.is(output.on) { line.into_output_high() } else { line.into_output_low() };
        Ok(Box::new(Driven { active: output.active, line }))
    }
}

/// Called on `rppal`'s own thread.
fn push(queue: &Mutex<VecDeque<Event>>, ringer: &Ringer, event: Event) {
    let mut queue = lock(queue);
    if queue.len() == EDGES_MOST {
        queue.pop_front();
    }
    queue.push_back(event);
    drop(queue);
    ringer.ring();
}

fn lock(queue: &Mutex<VecDeque<Event>>) -> MutexGuard<'_, VecDeque<Event>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

fn told(pin: &Pin, error: &Error) -> LineError {
    match error {
        Error::PinUsed(_) => LineError::Held { pin: pin.clone(), holder: "this program".to_owned() },
        Error::PinNotAvailable(_) => LineError::NoLine(pin.clone()),
        Error::PermissionDenied(_) => LineError::Forbidden,
        Error::UnknownModel | Error::Io(_) | Error::ThreadPanic => {
            LineError::System { pin: pin.clone(), why: error.to_string() }
        }
    }
}

/// A line that is listened to.
struct Listened {
    active: Active,
    line: InputPin,
    queue: Arc<Mutex<VecDeque<Event>>>,
    bell: Bell,
}

impl InputLine for Listened {
    fn edge(&mut self) -> Result<Option<Edge>, LineError> {
        let mut queue = lock(&self.queue);
        let Some(event) = queue.pop_front() else {
            // Hushed under the lock, so that no ringing for a later edge is lost.
            self.bell.hush();
            return Ok(None);
        };
        let high = event.trigger == Trigger::RisingEdge;
        Ok(Some(Edge { active: self.active.is(high), ago: since(event.timestamp) }))
    }

    fn is_active(&self) -> Result<bool, LineError> {
        Ok(self.active.is(self.line.read() == Level::High))
    }

    fn descriptor(&self) -> RawFd {
        self.bell.descriptor()
    }
}

/// A line that is driven.
struct Driven {
    active: Active,
    line: OutputPin,
}

impl OutputLine for Driven {
    fn set(&mut self, on: bool) -> Result<(), LineError> {
        self.line.write(Level::from(self.active.is(on)));
        Ok(())
    }
}
