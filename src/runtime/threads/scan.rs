//! The port under a scan: opened at each line in turn, read, written, and let go of.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hal::cable::bell::{Bell, bell};
use hal::cable::line::Line;
use hal::cable::stream::{Stream, wait};
use hal::driver::Fault;

use super::hand::Lent;
use super::{Uptime, link};
use crate::layout::Cable;
use crate::runtime::scan::{Finding, Input, Output, Scan, Verdict, Wanted};

/// A scan that nobody wants any more ends within this time.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// A cable's thread lets go of its port at once; a printer that holds the line may take this long.
const LET_GO_WITHIN: Duration = Duration::from_secs(3);

/// What a scan tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// How far it is.
    Progress(String),
    /// What it found.
    Found(Finding),
    /// It is over.
    Done(Verdict),
}

/// Scans the port of a cable until it is done or `unwanted`, on the caller's thread.
///
/// `lent`: the cable is one of the hall's, and its thread lets go of the port first.
pub fn scan(
    cable: &Cable,
    lent: Option<&Lent>,
    wanted: Wanted,
    unwanted: &AtomicBool,
    tell: &mut dyn FnMut(Report),
) {
    let clock = Uptime::start();
    let Ok((_ringer, bell)) = bell() else { return tell(Report::Done(Verdict::Lost(Fault::Broken))) };
    let patience = clock.now() + LET_GO_WITHIN;
    while lent.is_some_and(|lent| !lent.is_free()) && clock.now() < patience {
        wait(None, &bell, false, Some(LOOK_EVERY / 10));
    }
    let (scan, first) = Scan::new(clock.now(), wanted);
    let mut port = Port { cable, clock, scan, stream: None, open: false, unwritten: VecDeque::new(), tell };
    let mut over = port.carry_out(first);
    while !over && !unwanted.load(Ordering::Acquire) {
        over = port.turn(&bell);
    }
}

/// A scan with its port.
struct Port<'c> {
    cable: &'c Cable,
    clock: Uptime,
    scan: Scan,
    stream: Option<Box<dyn Stream>>,
    /// Whether bytes pass; a connection has to be made first.
    open: bool,
    unwritten: VecDeque<u8>,
    tell: &'c mut dyn FnMut(Report),
}

impl Port<'_> {
    /// Waits for the next happening; true when the scan is over.
    fn turn(&mut self, bell: &Bell) -> bool {
        let now = self.clock.now();
        let due = [self.scan.due(), self.stream.as_ref().and_then(|stream| stream.due())];
        let limit = due.into_iter().flatten().min().map_or(LOOK_EVERY, |due| (due - now).min(LOOK_EVERY));
        let wants_room = !self.unwritten.is_empty();
        let ready = wait(self.stream.as_deref(), bell, wants_room, Some(limit));
        let mut over = self.tend();
        if ready.readable && !over {
            over = self.read();
        }
        if ready.hung_up && !over {
            over = self.feed(Input::Lost(Fault::Unplugged));
        }
        if ready.writable && !over {
            over = self.write();
        }
        over || self.feed(Input::Wake)
    }

    fn tend(&mut self) -> bool {
        let Some(stream) = &mut self.stream else { return false };
        match stream.tend(self.clock.now()) {
            Ok(true) if !self.open => {
                self.open = true;
                self.feed(Input::Opened)
            }
            Ok(_) => false,
            Err(fault) => self.feed(Input::Lost(fault)),
        }
    }

    fn read(&mut self) -> bool {
        let mut bytes = [0; 1024];
        let Some(stream) = self.stream.as_mut().filter(|_| self.open) else { return false };
        match stream.read(&mut bytes) {
            Ok(length) => self.feed(Input::Bytes(&bytes[..length])),
            Err(fault) => self.feed(Input::Lost(fault)),
        }
    }

    fn write(&mut self) -> bool {
        while let Some(stream) = self.stream.as_mut().filter(|_| self.open && !self.unwritten.is_empty()) {
            match stream.write(self.unwritten.as_slices().0) {
                Ok(0) => return false,
                Ok(length) => drop(self.unwritten.drain(..length)),
                Err(fault) => return self.feed(Input::Lost(fault)),
            }
        }
        false
    }

    fn feed(&mut self, input: Input<'_>) -> bool {
        let outputs = self.scan.step(self.clock.now(), input);
        self.carry_out(outputs)
    }

    /// True when the scan is over.
    fn carry_out(&mut self, outputs: Vec<Output>) -> bool {
        let mut over = false;
        for output in outputs {
            match output {
                Output::Open(line) => over |= self.open(line),
                Output::Write(bytes) => {
                    self.unwritten.extend(bytes);
                    over |= self.write();
                }
                Output::Progress(words) => (self.tell)(Report::Progress(words)),
                Output::Found(finding) => (self.tell)(Report::Found(finding)),
                Output::Done(verdict) => {
                    (self.tell)(Report::Done(verdict));
                    over = true;
                }
            }
        }
        over
    }

    fn open(&mut self, line: Line) -> bool {
        // The one before is let go of first: a port is opened exclusively.
        self.stream = None;
        self.open = false;
        self.unwritten.clear();
        match link::open(&Cable { line, ..self.cable.clone() }) {
            Ok(stream) => {
                self.stream = Some(stream);
                self.tend()
            }
            Err(unopened) => self.feed(Input::Lost(unopened.fault)),
        }
    }
}
