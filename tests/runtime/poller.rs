//! A driver for tests: it polls one address, reports every byte it hears, and panics when told to.

use std::time::Duration;

use hal::driver::{Answer, Driver, Fault, Outbox, Turn};
use hal::port::keypad::{Event, Key};
use hal::port::{self, AnyPort};
use hal::time::Instant;

/// The byte over which a [`Poller`] stumbles.
pub const POISON: u8 = 0xEE;
/// How long a [`Poller`] waits for its answer.
pub const LIMIT: Duration = Duration::from_millis(50);
/// So many silences and the device counts as silent.
const SILENCES: u8 = 3;

/// Asks for its address eight times over, and is content with any answer.
#[derive(Debug)]
pub struct Poller {
    address: u8,
    /// How often it wants the wire; `None` when it speaks only when told to.
    every: Option<Duration>,
    /// What its turns expect.
    answer: Answer,
    /// What they expect after the first, if that is something else.
    then: Option<Answer>,
    next: Option<Instant>,
    silences: u8,
}

impl Poller {
    /// Polls `address` every so many milliseconds.
    pub fn every(address: u8, millis: u64) -> Self {
        let every = Some(Duration::from_millis(millis));
        Self { address, every, answer: Answer::Within(LIMIT), then: None, next: None, silences: 0 }
    }

    /// Polls a device that never answers.
    pub fn one_way(address: u8, millis: u64) -> Self {
        Self { answer: Answer::None, ..Self::every(address, millis) }
    }

    /// Asks a question first, and from then on only tells.
    pub fn asks_once(address: u8, millis: u64) -> Self {
        Self { then: Some(Answer::None), ..Self::every(address, millis) }
    }

    /// Speaks to `address` only when commanded.
    pub fn quiet(address: u8) -> Self {
        Self { every: None, ..Self::every(address, 0) }
    }
}

impl Driver<AnyPort> for Poller {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<AnyPort>) {
        self.silences = 0;
        self.next = self.every.map(|_| now);
    }

    fn command(&mut self, now: Instant, command: &port::Command, _out: &mut Outbox<AnyPort>) {
        assert!(matches!(command, port::Command::Keypad(_)), "a command of another role");
        self.next = Some(now);
    }

    fn due(&self) -> Option<Instant> {
        self.next
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<AnyPort>) -> Option<Turn> {
        self.next = self.every.map(|every| now + every);
        let bytes = vec![self.address; 8];
        let answer = self.answer;
        self.answer = self.then.unwrap_or(answer);
        Some(Turn::new(bytes, answer).after(Duration::from_millis(4)))
    }

    fn sent(&mut self, _now: Instant, _out: &mut Outbox<AnyPort>) {}

    fn receive(&mut self, _now: Instant, bytes: &[u8], out: &mut Outbox<AnyPort>) {
        assert!(!bytes.contains(&POISON), "poison");
        self.silences = 0;
        out.done = true;
        out.events.extend(bytes.iter().map(|&byte| pressed(byte)));
    }

    fn unanswered(&mut self, _now: Instant, out: &mut Outbox<AnyPort>) {
        self.silences += 1;
        out.fault = (self.silences == SILENCES).then_some(Fault::Silent);
    }
}

/// What a [`Poller`] reports for one byte.
pub fn pressed(byte: u8) -> port::Event {
    port::Event::Keypad(Event::Pressed(Key::Digit(byte)))
}
