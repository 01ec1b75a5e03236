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
mod sweep;

use std::collections::BTreeSet;
use std::time::Duration;

use hal::cable::line::{DataBits, Line, Parity};
use hal::driver::Fault;
use hal::drivers::PROBES;
use hal::drivers::probe::{Reply, Said, Shape, Sure, To, moves_paper};
use hal::time::Instant;

pub use self::finding::{Finding, Place, Verdict};
use self::questions::{Question, Questions};

/// How long the first line is listened to: keypads that speak unasked repeat a key ten times in this time, and
/// whatever another master asks is asked again.
const LISTEN_FIRST: Duration = Duration::from_millis(1500);
/// How long each further line is listened to.
const LISTEN_NEXT: Duration = Duration::from_millis(300);
/// So often something that answers and is not understood is asked the same.
const ASK_AGAIN: u8 = 2;
/// After so many questions that bring noise and none that brings an answer, the line is taken for another.
const NONSENSE_MOST: u8 = 4;
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
    /// Something was heard on this line that nobody had asked for.
    talks: bool,
    /// Questions on this line that brought nothing but noise.
    nonsense: u8,
    /// What a printer may have taken for text since it was swept.
    text: usize,
    out: Vec<Output>,
}

enum Phase {
    /// The port is being opened, for this.
    Opening(Next),
    Listening {
        until: Instant,
    },
    Hushing {
        question: Question,
        until: Instant,
    },
    Asking {
        question: Question,
        until: Instant,
    },
    /// What a printer took for text is being forgotten; then comes this question, or the next line.
    Sweeping {
        until: Instant,
        then: Option<Question>,
    },
    Over,
}

/// What an open port is for.
enum Next {
    Listen,
    Sweep(Option<Question>),
    Ask(Question),
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
            talks: false,
            nonsense: 0,
            text: 0,
            out: Vec::new(),
        };
        scan.next_line();
        let out = std::mem::take(&mut scan.out);
        (scan, out)
    }

    /// When the scan wants [`Input::Wake`].
    pub fn due(&self) -> Option<Instant> {
        match &self.phase {
            Phase::Opening(_) | Phase::Over => None,
            Phase::Listening { until }
            | Phase::Hushing { until, .. }
            | Phase::Asking { until, .. }
            | Phase::Sweeping { until, .. } => Some(*until),
        }
    }

    /// Takes one happening and says all that follows.
    pub fn step(&mut self, now: Instant, input: Input<'_>) -> Vec<Output> {
        match input {
            Input::Opened => self.opened(now),
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

    fn opened(&mut self, now: Instant) {
        let Phase::Opening(next) = std::mem::replace(&mut self.phase, Phase::Over) else { return };
        self.heard.clear();
        match next {
            Next::Listen => {
                let listen = if self.listened { LISTEN_NEXT } else { LISTEN_FIRST };
                self.listened = true;
                self.phase = Phase::Listening { until: now + listen };
            }
            Next::Sweep(then) => self.broom(now, then),
            Next::Ask(question) => self.hush(now, question),
        }
    }

    fn hush(&mut self, now: Instant, question: Question) {
        let until = now + question.probe.quiet_before;
        self.phase = Phase::Hushing { question, until };
    }

    fn go_on(&mut self, now: Instant) {
        match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Opening(_) | Phase::Over => {}
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
                self.text += self.text_in(&bytes);
                self.out.push(Output::Write(bytes));
                self.phase = Phase::Asking { question, until };
            }
            Phase::Asking { question, .. } => {
                self.judge(question);
                self.next_question(now);
            }
            Phase::Sweeping { then, .. } => self.swept(now, then),
        }
    }

    /// Bytes that belong to no question.
    fn unasked(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        self.talks = true;
        self.note_noise(count);
    }

    fn note_noise(&mut self, count: usize) {
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
        } else if matches!(said, Said::Device { sure: Sure::Sure, .. }) {
            self.questions.clear();
        }
    }

    /// Whoever answers a question has understood it, so the line is right; what it says back is not.
    fn not_understood(&mut self, question: Question, count: usize) {
        match question.probe.to {
            To::Each { .. } => {
                self.garbled.insert(question.address);
            }
            // Several that talk at the same time are heard here, and nowhere before.
            To::Everybody if self.nonsense == 0 => self.questions.follow(&question, self.wanted.addresses),
            To::Everybody | To::Alone => {}
        }
        self.note_noise(count);
        self.nonsense += u8::from(question.asked == 0);
        if self.nonsense > NONSENSE_MOST && self.places.is_empty() {
            // Whatever is asked brings noise: this is not the line.
            self.questions.clear();
        } else if question.asked < ASK_AGAIN {
            self.questions.again(question);
        }
    }

    fn next_question(&mut self, now: Instant) {
        if now - self.begun >= self.wanted.within {
            self.end_line(false);
            let noise = std::mem::take(&mut self.noise);
            let heard_only = !self.found_any && !noise.is_empty();
            return self.end(if heard_only { Verdict::NotUnderstood(noise) } else { Verdict::OutOfTime });
        }
        match self.questions.next() {
            Some(question) if self.is_to_be_swept_before(&question) => self.sweep(now, Some(question)),
            Some(question) => self.hush(now, question),
            None => {
                self.end_line(true);
                if self.found_any {
                    return self.end(Verdict::Done);
                }
                self.sweep(now, None);
            }
        }
    }

    /// Says what was found at this line; `whole`: everything was asked.
    fn end_line(&mut self, whole: bool) {
        let places = std::mem::take(&mut self.places);
        let mut garbled = std::mem::take(&mut self.garbled);
        // Where somebody talks unasked, or not all was asked, noise alone is no sign of two.
        let noisy = self.talks || self.nonsense > NONSENSE_MOST;
        if places.is_empty() && (noisy || !whole) {
            garbled.clear();
        }
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
        (self.talks, self.nonsense) = (false, 0);
        self.phase = Phase::Opening(Next::Listen);
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
