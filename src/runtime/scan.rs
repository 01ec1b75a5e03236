//! Finding out what hangs on a port: a state machine that listens first, then asks, one protocol at a time.
//!
//! ```text
//! for each line: open ─▶ listen ─▶ ask, one question after the other ─▶ sweep ─▶ the next line
//! ```
//!
//! It asks only what the drivers' files declare as harmless. What would move the paper of a printer at the same
//! speed is asked only where an answer has shown already that a pair with addresses is there, and no printer.

mod finding;
mod questions;

use std::collections::BTreeSet;
use std::time::Duration;

use hal::cable::line::{DataBits, Line, Parity};
use hal::driver::Fault;
use hal::drivers::PROBES;
use hal::drivers::probe::{BROOM, Reply, Said, Shape, To, moves_paper};
use hal::time::Instant;

pub use self::finding::{Finding, Place, Verdict};
use self::questions::{Question, Questions};

/// How long the first line is listened to: keypads that speak unasked repeat a key ten times in this time, and
/// whatever another master asks is asked again.
const LISTEN_FIRST: Duration = Duration::from_millis(1500);
/// How long each further line is listened to.
const LISTEN_NEXT: Duration = Duration::from_millis(300);
/// So long a printer has to take in the broom before the line is closed.
const SWEEP: Duration = Duration::from_millis(50);
/// So often something that answers and is not understood is asked the same.
const ASK_AGAIN: u8 = 2;
/// More than any answer; a port that babbles is not listened to without end.
const HEARD_MOST: usize = 4096;

/// What is to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The speeds, in the order in which they are tried.
    pub bauds: Vec<u32>,
    /// The highest address that is asked on a shared pair.
    pub addresses: u16,
    /// After so long the scan ends, wherever it is.
    pub within: Duration,
}

impl Default for Wanted {
    fn default() -> Self {
        // Most keypads and boards leave the factory at 9600, most panels and printers at 115200.
        Self {
            bauds: vec![9600, 115_200, 19_200, 57_600, 38_400],
            addresses: 32,
            within: Duration::from_secs(240),
        }
    }
}

/// What happens to a scan.
#[derive(Debug)]
pub enum Input<'a> {
    /// The port is open as it was asked for.
    Opened,
    /// The port cannot be opened, or is gone.
    Lost(Fault),
    /// Bytes arrived.
    Bytes(&'a [u8]),
    /// The moment of [`Scan::due`] has come.
    Wake,
}

/// What is to be done for a scan, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Close the port if it is open, open it at this line, and say so.
    Open(Line),
    /// Write these bytes.
    Write(Vec<u8>),
    /// Tell how far it is.
    Progress(String),
    /// Tell what was found.
    Found(Finding),
    /// It is over; close the port.
    Done(Verdict),
}

/// A scan of one port.
pub struct Scan {
    wanted: Wanted,
    begun: Instant,
    lines: std::vec::IntoIter<(Shape, Line)>,
    line: Line,
    listened: bool,
    phase: Phase,
    heard: Vec<u8>,
    questions: Questions,
    /// Where somebody answered on this line.
    places: Vec<Place>,
    /// Where something answered on this line that is not understood.
    garbled: BTreeSet<u16>,
    /// Bytes that nobody asked for or understood, by the line.
    noise: Vec<(Line, usize)>,
    echo: bool,
    found_any: bool,
    out: Vec<Output>,
}

enum Phase {
    Opening,
    Listening { until: Instant },
    Hushing { question: Question, until: Instant },
    Asking { question: Question, until: Instant },
    Sweeping { until: Instant },
    Over,
}

impl Scan {
    /// A scan, and what it wants first.
    pub fn new(now: Instant, wanted: Wanted) -> (Self, Vec<Output>) {
        let shapes = [Shape::EightNone, Shape::SevenEven];
        let used = |shape: &Shape| PROBES.iter().flat_map(|(_, probes)| *probes).any(|it| it.shape == *shape);
        let lines: Vec<(Shape, Line)> = shapes
            .into_iter()
            .filter(used)
            .flat_map(|shape| wanted.bauds.iter().map(move |baud| (shape, line(shape, *baud))))
            .collect();
        let mut scan = Self {
            wanted,
            begun: now,
            lines: lines.into_iter(),
            line: Line::plain(0),
            listened: false,
            phase: Phase::Over,
            heard: Vec::new(),
            questions: Questions::default(),
            places: Vec::new(),
            garbled: BTreeSet::new(),
            noise: Vec::new(),
            echo: false,
            found_any: false,
            out: Vec::new(),
        };
        scan.next_line();
        let out = std::mem::take(&mut scan.out);
        (scan, out)
    }

    /// When the scan wants [`Input::Wake`].
    pub fn due(&self) -> Option<Instant> {
        match &self.phase {
            Phase::Opening | Phase::Over => None,
            Phase::Listening { until }
            | Phase::Hushing { until, .. }
            | Phase::Asking { until, .. }
            | Phase::Sweeping { until } => Some(*until),
        }
    }

    /// Takes one happening and says all that follows.
    pub fn step(&mut self, now: Instant, input: Input<'_>) -> Vec<Output> {
        match input {
            Input::Opened => {
                let listen = if self.listened { LISTEN_NEXT } else { LISTEN_FIRST };
                self.listened = true;
                self.heard.clear();
                self.phase = Phase::Listening { until: now + listen };
            }
            Input::Lost(fault) => self.end(Verdict::Lost(fault)),
            Input::Bytes(bytes) => {
                let room = HEARD_MOST.saturating_sub(self.heard.len());
                self.heard.extend(bytes.iter().take(room));
            }
            Input::Wake => {}
        }
        while self.due().is_some_and(|due| due <= now) {
            self.go_on(now);
        }
        std::mem::take(&mut self.out)
    }

    fn go_on(&mut self, now: Instant) {
        match std::mem::replace(&mut self.phase, Phase::Opening) {
            Phase::Opening | Phase::Over => {}
            Phase::Listening { .. } => {
                let heard = std::mem::take(&mut self.heard);
                self.unasked(heard.len());
                self.next_question(now);
            }
            Phase::Hushing { question, .. } => {
                let bytes = question.bytes();
                let until = now + self.line.wire_time(bytes.len()) + question.probe.answer_within;
                self.unasked(self.heard.len());
                self.heard.clear();
                self.out.push(Output::Write(bytes));
                self.phase = Phase::Asking { question, until };
            }
            Phase::Asking { question, .. } => {
                self.judge(question);
                self.next_question(now);
            }
            Phase::Sweeping { .. } => self.next_line(),
        }
    }

    /// Bytes that belong to no question.
    fn unasked(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        match self.noise.last_mut() {
            Some((line, noise)) if *line == self.line => *noise += count,
            Some(_) | None => self.noise.push((self.line, count)),
        }
    }

    /// What came back on a question.
    fn judge(&mut self, question: Question) {
        let mut heard = std::mem::take(&mut self.heard);
        if heard.starts_with(&question.bytes()) {
            self.echo = true;
            heard.drain(..question.bytes().len());
        }
        if heard.is_empty() {
            return;
        }
        let read = question.probe.read;
        let Some(Reply { said, end }) = read(question.address, &heard) else {
            return self.not_understood(question, heard.len());
        };
        self.garbled.remove(&question.address);
        let twice = read(question.address, &heard[end..]).is_some();
        let addressed = question.probe.to != To::Alone;
        let address = match question.probe.to {
            To::Each { .. } => Some(question.address),
            To::Alone | To::Everybody => None,
        };
        self.places.push(Place {
            address,
            family: question.probe.family,
            driver: question.driver,
            said,
            twice,
        });
        if question.probe.opens {
            self.questions.follow(&question, self.wanted.addresses);
        }
        if addressed {
            // A pair is there and no printer: what was held back can be asked.
            self.questions.keep_to(question.probe.family);
        } else if matches!(said, Said::Device { .. }) {
            self.questions.clear();
        }
    }

    /// Whoever answers a question has understood it, so the line is right; what it says back is not.
    fn not_understood(&mut self, question: Question, count: usize) {
        match question.probe.to {
            To::Each { .. } => {
                self.garbled.insert(question.address);
            }
            To::Everybody => self.questions.follow(&question, self.wanted.addresses),
            To::Alone => {}
        }
        self.unasked(count);
        // Noise at many addresses is no clash of two, and asking again costs time.
        if question.asked < ASK_AGAIN && self.garbled.len() <= finding::CLASHES_MOST {
            self.questions.again(question);
        }
    }

    fn next_question(&mut self, now: Instant) {
        if now - self.begun >= self.wanted.within {
            self.end_line();
            let noise = std::mem::take(&mut self.noise);
            let heard_only = !self.found_any && !noise.is_empty();
            return self.end(if heard_only { Verdict::NotUnderstood(noise) } else { Verdict::OutOfTime });
        }
        match self.questions.next() {
            Some(question) => {
                let until = now + question.probe.quiet_before;
                self.phase = Phase::Hushing { question, until };
            }
            None => {
                self.end_line();
                if self.found_any {
                    return self.end(Verdict::Done);
                }
                self.out.push(Output::Write(BROOM.to_vec()));
                self.phase = Phase::Sweeping { until: now + self.line.wire_time(BROOM.len()) + SWEEP };
            }
        }
    }

    /// Says what was found at this line.
    fn end_line(&mut self) {
        let places = std::mem::take(&mut self.places);
        let garbled = std::mem::take(&mut self.garbled);
        for finding in finding::findings(self.line, &places, &garbled) {
            self.found_any = true;
            self.out.push(Output::Found(finding));
        }
        if self.found_any && self.echo {
            self.out.push(Output::Found(Finding::Echo));
        }
    }

    fn next_line(&mut self) {
        let Some((shape, line)) = self.lines.next() else {
            let noise = std::mem::take(&mut self.noise);
            return self.end(if noise.is_empty() { Verdict::Nothing } else { Verdict::NotUnderstood(noise) });
        };
        self.line = line;
        self.questions = Questions::openers(shape, self.wanted.addresses, moves_paper);
        self.phase = Phase::Opening;
        self.out.push(Output::Progress(finding::words_of(line)));
        self.out.push(Output::Open(line));
    }

    fn end(&mut self, verdict: Verdict) {
        self.phase = Phase::Over;
        self.out.push(Output::Done(verdict));
    }
}

fn line(shape: Shape, baud: u32) -> Line {
    match shape {
        Shape::EightNone => Line::plain(baud),
        Shape::SevenEven => Line { data_bits: DataBits::Seven, parity: Parity::Even, ..Line::plain(baud) },
    }
}

#[cfg(test)]
mod tests;
