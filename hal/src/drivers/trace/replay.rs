//! A driver that lives through a trace: it is handed what came, whenever its own question was the one on the wire.

use std::fmt;

use super::Trace;
use crate::driver::{Answer, Driver, Fault, Piece, Turn, Way};
use crate::drivers::{AnyDriver, AnyOutbox};
use crate::port;
use crate::time::Instant;

/// How often a driver whose question is not the one on the wire is asked for its next.
const QUESTIONS: usize = 4;

/// What a driver made of a trace.
#[derive(Debug, Default)]
pub struct Replay {
    /// What it told.
    pub told: Vec<(Instant, Told)>,
    /// Messages that the driver sent as the trace has them.
    pub exchanges: usize,
    /// Messages that it did not send: the hall wanted something, or they were for a neighbour.
    pub passed_over: usize,
}

/// One thing that a driver told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A report of the device.
    Event(port::Event),
    /// The end of an attachment; the next one begins at once.
    Fault(Fault),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(event) => write!(f, "{event:?}"),
            Self::Fault(fault) => write!(f, "fault: {fault}"),
        }
    }
}

impl Replay {
    /// What was told, a line each.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.told.iter().map(|(at, told)| format!("{}.{:03} {told}", at.millis() / 1000, at.millis() % 1000))
    }
}

/// Lets a driver live through a trace.
pub fn replay(trace: &Trace, driver: AnyDriver) -> Replay {
    let mut player = Player { driver, open: false, replay: Replay::default() };
    let begin = Instant::default();
    player.call(begin, |driver, out| driver.attach(begin, out));
    for line in &trace.lines {
        let now = begin + line.at;
        let Piece::Plain(bytes) = &line.piece else { continue };
        match line.way {
            Way::Out => player.sent(now, bytes),
            Way::In if player.open || trace.of.alone => player.heard(now, bytes),
            Way::In => {}
        }
    }
    player.replay
}

struct Player {
    driver: AnyDriver,
    /// The question on the wire is the driver's.
    open: bool,
    replay: Replay,
}

impl Player {
    fn sent(&mut self, now: Instant, bytes: &[u8]) {
        if std::mem::take(&mut self.open) {
            self.call(now, |driver, out| driver.unanswered(now, out));
        }
        for _ in 0..QUESTIONS {
            if self.driver.due().is_none_or(|due| due > now) {
                break;
            }
            let Some(turn) = self.call(now, |driver, out| driver.turn(now, out)) else { break };
            let expects = turn.answer != Answer::None;
            if turn.bytes == bytes {
                self.replay.exchanges += 1;
                self.call(now, |driver, out| driver.sent(now, out));
                self.open = expects;
                return;
            }
            self.forgo(now, &turn);
        }
        self.replay.passed_over += 1;
    }

    /// The driver's question never was on this wire.
    fn forgo(&mut self, now: Instant, turn: &Turn) {
        match turn.answer {
            Answer::None => self.call(now, |driver, out| driver.sent(now, out)),
            Answer::Within(_) => {
                // Its patience is not tried by what it could not know.
                let mut out = AnyOutbox::default();
                self.driver.unanswered(now, &mut out);
                if out.fault.is_some() {
                    self.driver.attach(now, &mut AnyOutbox::default());
                }
            }
        }
    }

    fn heard(&mut self, now: Instant, bytes: &[u8]) {
        let done = {
            let mut out = AnyOutbox::default();
            self.driver.receive(now, bytes, &mut out);
            let done = out.done;
            self.tell(now, out);
            done
        };
        self.open &= !done;
    }

    fn call<T>(&mut self, now: Instant, act: impl FnOnce(&mut AnyDriver, &mut AnyOutbox) -> T) -> T {
        let mut out = AnyOutbox::default();
        let returned = act(&mut self.driver, &mut out);
        self.tell(now, out);
        returned
    }

    fn tell(&mut self, now: Instant, out: AnyOutbox) {
        self.replay.told.extend(out.events.into_iter().map(|event| (now, Told::Event(event))));
        if let Some(fault) = out.fault {
            self.replay.told.push((now, Told::Fault(fault)));
            self.open = false;
            self.driver.attach(now, &mut AnyOutbox::default());
        }
    }
}
