//! Which question of a scan comes next on one line.

use std::collections::VecDeque;

use hal::drivers::PROBES;
use hal::drivers::probe::{Probe, Shape, To};

/// One question to one address.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The driver that it belongs to.
    pub driver: &'static str,
    /// The probe.
    pub probe: &'static Probe,
    /// To whom; 0 where there are no addresses.
    pub address: u16,
    /// How often it was put already.
    pub asked: u8,
}

impl Question {
    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        (self.probe.question)(self.address)
    }
}

/// The questions of one line that were not put yet.
#[derive(Debug, Default)]
pub struct Questions {
    shape: Option<Shape>,
    waiting: VecDeque<Question>,
    /// Put only where no printer is.
    held_back: Vec<Question>,
}

impl Questions {
    /// All that are put without cause: those for a device alone first, as they are few, and as a printer that was
    /// found is asked nothing else.
    pub fn openers(shape: Shape, highest: u16, unsafe_for_printers: fn(&[u8]) -> bool) -> Self {
        let all = || PROBES.iter().flat_map(|(info, probes)| probes.iter().map(|probe| (info.name, probe)));
        let openers = |alone: bool| {
            all().filter(move |(_, probe)| {
                probe.opens && probe.shape == shape && (probe.to == To::Alone) == alone
            })
        };
        let mut alone: Vec<_> = openers(true).collect();
        alone.sort_by_key(|(driver, _)| *driver != "escpos");
        let questions =
            alone.into_iter().chain(openers(false)).flat_map(|(driver, probe)| each(driver, probe, highest));
        let (held_back, waiting) =
            questions.partition(|question: &Question| unsafe_for_printers(&question.bytes()));
        Self { shape: Some(shape), waiting: VecDeque::from_iter::<Vec<_>>(waiting), held_back }
    }

    /// The next one.
    pub fn next(&mut self) -> Option<Question> {
        self.waiting.pop_front()
    }

    /// The same once more, at once.
    pub fn again(&mut self, question: Question) {
        self.waiting.push_front(Question { asked: question.asked + 1, ..question });
    }

    /// Those of the family that follow an answer: to the same address, or to all where all were asked.
    pub fn follow(&mut self, answered: &Question, highest: u16) {
        let followers =
            PROBES.iter().flat_map(|(info, probes)| probes.iter().map(|probe| (info.name, probe)));
        let followers = followers.filter(|(_, probe)| {
            !probe.opens && probe.family == answered.probe.family && Some(probe.shape) == self.shape
        });
        let mut next: Vec<Question> = followers
            .flat_map(|(driver, probe)| each(driver, probe, highest))
            .filter(|question| answered.probe.to == To::Everybody || question.address == answered.address)
            .collect();
        next.retain(|question| !self.waits(question));
        next.into_iter().rev().for_each(|question| self.waiting.push_front(question));
    }

    /// Only this family is asked from here on, and no printer is there.
    pub fn keep_to(&mut self, family: &str) {
        self.waiting.extend(self.held_back.drain(..));
        self.waiting.retain(|question| question.probe.family == family);
    }

    /// Nothing else is asked.
    pub fn clear(&mut self) {
        self.waiting.clear();
        self.held_back.clear();
    }

    fn waits(&self, question: &Question) -> bool {
        let same =
            |other: &Question| std::ptr::eq(other.probe, question.probe) && other.address == question.address;
        self.waiting.iter().any(same)
    }
}

/// A probe to everybody it is for.
fn each(driver: &'static str, probe: &'static Probe, highest: u16) -> impl Iterator<Item = Question> {
    let addresses = match probe.to {
        To::Alone | To::Everybody => 0..=0,
        To::Each { from, to } => from..=to.min(highest),
    };
    addresses.map(move |address| Question { driver, probe, address, asked: 0 })
}
