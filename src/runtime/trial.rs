//! Trying one device with a technician watching: a state machine that shows, asks, waits and keeps the result of
//! each step.
//!
//! What a device can tell is heard from the device: a key, a touch, a slip that came out. What only eyes and ears can
//! tell is asked of the technician. The device is out of the hall meanwhile; nothing here reaches the office.

mod steps;

use std::fmt;
use std::time::Duration;

use hal::port;
use hal::port::{printer, voice};
use hal::time::Instant;
use serde::{Deserialize, Serialize};

pub use self::steps::{Kind, TEST_CLIPS, steps};

use super::supervisor::Health;

/// How long a key, a touch or a slip is waited for.
pub const WITHIN: Duration = Duration::from_secs(20);
/// How long the technician may look, and walk there and back.
pub const LOOK_WITHIN: Duration = Duration::from_secs(300);

/// One step of a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is tried, for the signed-off line.
    pub name: String,
    /// What is done first.
    pub first: Vec<Deed>,
    /// What is told or asked.
    pub words: String,
    /// What the step waits for.
    pub wants: Wants,
}

/// Something that is done to the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is told this.
    Tell(port::Command),
    /// The voice says the test sentence, as this job.
    Say(u64),
    /// The LCD shows colour bars.
    Bars,
}

/// What a step waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wants {
    /// The technician says whether it is so.
    Eyes,
    /// The device reports this.
    Event(port::Event),
    /// A card is read, whichever.
    Card,
    /// The slip of this job comes out.
    Slip(u64),
    /// The announcement of this job is said.
    Sentence(u64),
}

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// As it should.
    Yes,
    /// Not as it should.
    No,
    /// The device cannot say; the eyes will.
    Unconfirmed,
    /// Nothing came in time.
    Nothing,
    /// The technician passed it over.
    Skipped,
}

/// What happens to a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The device reported something.
    Heard(port::Event),
    /// The voice reported on a job.
    Voice(voice::Event),
    /// The device's health is another one.
    Health(Health),
    /// The technician says something.
    Said(Word),
    /// The moment of [`Trial::due`] has come.
    Wake,
}

/// What a technician may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// It is so.
    Yes,
    /// It is not.
    No,
    /// Pass this step over.
    Skip,
}

/// What is to be done for a trial, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Do this to the device.
    Do(Deed),
    /// Tell the technician.
    Tell(String),
    /// Ask the technician; the answer is yes, no or skip.
    Ask(String),
    /// It is over.
    Done(Report),
}

/// What came of a whole trial.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Each step that was begun, by its name.
    pub steps: Vec<(String, Came)>,
    /// Why it did not come to its end, if it did not.
    pub broken_off: Option<String>,
}

/// A trial of one device.
#[derive(Debug)]
pub struct Trial {
    waiting: std::vec::IntoIter<Step>,
    step: Option<Step>,
    until: Instant,
    report: Report,
    out: Vec<Output>,
}

impl Trial {
    /// A trial of these steps, and its first.
    pub fn new(now: Instant, steps: Vec<Step>) -> (Self, Vec<Output>) {
        let mut trial = Self {
            waiting: steps.into_iter(),
            step: None,
            until: now,
            report: Report::default(),
            out: Vec::new(),
        };
        trial.next(now);
        let out = std::mem::take(&mut trial.out);
        (trial, out)
    }

    /// When the trial wants [`Input::Wake`]; `None` when it is over.
    pub fn due(&self) -> Option<Instant> {
        self.step.as_ref().map(|_| self.until)
    }

    /// What came of it so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Takes one happening and says all that follows.
    pub fn step(&mut self, now: Instant, input: Input) -> Vec<Output> {
        if let Some(step) = self.step.clone() {
            match input {
                Input::Said(word) => self.said(now, &step, word),
                Input::Heard(event) => self.heard(now, &step, &event),
                Input::Voice(event) => {
                    let came = match event {
                        voice::Event::Said { .. } => Came::Yes,
                        voice::Event::NotSaid { .. } => Came::No,
                    };
                    let (voice::Event::Said { job } | voice::Event::NotSaid { job }) = event;
                    if step.wants == Wants::Sentence(job) {
                        self.end(now, step.name, came);
                    }
                }
                Input::Health(Health::Offline { fault, .. }) => {
                    self.break_off(format!("the device was lost: {fault}"))
                }
                Input::Health(Health::Online { .. } | Health::Held) => {}
                Input::Wake if now >= self.until => self.end(now, step.name, Came::Nothing),
                Input::Wake => {}
            }
        }
        std::mem::take(&mut self.out)
    }

    fn said(&mut self, now: Instant, step: &Step, word: Word) {
        match (word, &step.wants) {
            (Word::Skip, _) => self.end(now, step.name.clone(), Came::Skipped),
            (Word::Yes, Wants::Eyes) => self.end(now, step.name.clone(), Came::Yes),
            (Word::No, Wants::Eyes) => self.end(now, step.name.clone(), Came::No),
            // Whoever stands before the device and says no has seen that nothing comes.
            (Word::No, _) => self.end(now, step.name.clone(), Came::No),
            (Word::Yes, _) => {
                self.out.push(Output::Tell("that is for the device to say; s passes it over".to_owned()))
            }
        }
    }

    fn heard(&mut self, now: Instant, step: &Step, event: &port::Event) {
        let came = match (&step.wants, event) {
            (Wants::Event(wanted), event) if wanted == event => Came::Yes,
            (Wants::Card, port::Event::CardReader(port::card_reader::Event::Card(_))) => Came::Yes,
            (Wants::Slip(job), port::Event::Printer(printed)) => match printed {
                printer::Event::Printed { job: told } if told == job => Came::Yes,
                printer::Event::Unknown { job: told } if told == job => Came::Unconfirmed,
                printer::Event::NotPrinted { job: told } if told == job => Came::No,
                printer::Event::Printed { .. }
                | printer::Event::Unknown { .. }
                | printer::Event::NotPrinted { .. }
                | printer::Event::Status(_) => return self.note(event),
            },
            (
                Wants::Eyes | Wants::Event(_) | Wants::Card | Wants::Slip(_) | Wants::Sentence(_),
                port::Event::Board(_),
            ) => return,
            (Wants::Eyes | Wants::Event(_) | Wants::Card | Wants::Slip(_) | Wants::Sentence(_), _) => {
                return self.note(event);
            }
        };
        self.end(now, step.name.clone(), came);
    }

    /// Something came that was not waited for: whoever pressed a wrong key learns which it was.
    fn note(&mut self, event: &port::Event) {
        self.out.push(Output::Tell(format!("({})", super::logbook::words(event))));
    }

    fn end(&mut self, now: Instant, name: String, came: Came) {
        self.out.push(Output::Tell(format!("{name}: {came}")));
        self.report.steps.push((name, came));
        self.next(now);
    }

    fn next(&mut self, now: Instant) {
        self.step = self.waiting.next();
        let Some(step) = &self.step else {
            return self.out.push(Output::Done(self.report.clone()));
        };
        self.out.extend(step.first.iter().cloned().map(Output::Do));
        let (wait, ask) = match step.wants {
            Wants::Eyes => (LOOK_WITHIN, Output::Ask(format!("{} [y/n, s skips]", step.words))),
            Wants::Event(_) | Wants::Card | Wants::Slip(_) | Wants::Sentence(_) => {
                (WITHIN, Output::Tell(format!("{} (within {} s, s skips)", step.words, WITHIN.as_secs())))
            }
        };
        self.until = now + wait;
        self.out.push(ask);
    }

    /// Ends the trial before its last step.
    pub fn break_off(&mut self, why: String) {
        if let Some(step) = self.step.take() {
            self.report.steps.push((step.name, Came::Nothing));
            self.report.broken_off = Some(why);
            self.out.push(Output::Done(self.report.clone()));
        }
    }
}

impl Report {
    /// Whether every step came to what it should.
    #[must_use]
    pub fn passed(&self) -> bool {
        let good = |came: Came| matches!(came, Came::Yes | Came::Unconfirmed);
        self.broken_off.is_none() && !self.steps.is_empty() && self.steps.iter().all(|(_, came)| good(*came))
    }
}

impl fmt::Display for Came {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Yes => "yes",
            Self::No => "NO",
            Self::Unconfirmed => "not confirmed",
            Self::Nothing => "NOTHING CAME",
            Self::Skipped => "skipped",
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let good =
            self.steps.iter().filter(|(_, came)| matches!(came, Came::Yes | Came::Unconfirmed)).count();
        match &self.broken_off {
            Some(why) => write!(f, "BROKEN OFF ({why})")?,
            None if self.passed() => f.write_str("passed")?,
            None => write!(f, "{good} of {} steps passed", self.steps.len())?,
        }
        for (place, (name, came)) in self.steps.iter().enumerate() {
            write!(f, "{} {name} {came}", if place == 0 { ":" } else { "," })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
