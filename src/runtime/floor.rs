//! Whose turn it is on one cable: the wire as a state machine that knows no driver and no port.
//!
//! ```text
//! Free ── grant ──▶ Hushing ── silence ──▶ Sending ── last byte left ──▶ Listening ── end ──▶ Free
//!                                             └── no answer expected ──────────────────────▶ Free
//! ```

use std::collections::VecDeque;
use std::time::Duration;

use hal::cable::line::Line;
use hal::driver::{Answer, Turn};
use hal::time::Instant;

/// How long a turn waits for the silence it wants before it is sent regardless.
///
/// A late answer of the longest Modbus frame (256 bytes) takes 267 ms at 9600 baud. What is still not silent
/// after that is a floating pair or a babbling device, and waiting would stop everybody for its sake.
pub const HUSH_LIMIT: Duration = Duration::from_millis(300);

/// How long a line may refuse our bytes beyond the time they take on the wire, before it is called stalled.
pub const STALL_LIMIT: Duration = Duration::from_secs(2);

/// How long a driver that wanted the wire and then passed is not asked again.
///
/// It keeps a driver that cannot make up its mind from spinning the processor.
pub const PASS_REST: Duration = Duration::from_millis(20);

/// Turn taking on one cable.
#[derive(Debug)]
pub struct Floor {
    line: Line,
    phase: Phase,
    /// When the last byte that we know of left the wire, ours or another's.
    quiet_since: Instant,
    /// For each device: when it last had the wire, or passed.
    last_turns: Vec<Instant>,
    /// For each device: not asked before this moment, as it passed.
    rests_until: Vec<Instant>,
    /// Whether our own bytes come back to us.
    echoes: bool,
    /// What of our own bytes has not come back yet.
    echo: Vec<u8>,
}

/// What of a message follows after a silence, piece by piece.
type Pieces = VecDeque<(Duration, Vec<u8>)>;

/// What the wire is doing.
#[derive(Debug)]
enum Phase {
    Free,
    Hushing {
        device: usize,
        turn: Turn,
        give_up: Instant,
    },
    Sending {
        device: usize,
        answer: Answer,
        until: Instant,
        accepted: bool,
        stalled_at: Instant,
        later: Pieces,
    },
    /// A piece of the message has left, and the next one follows after a silence.
    Resting {
        device: usize,
        answer: Answer,
        until: Instant,
        later: Pieces,
    },
    Listening {
        device: usize,
        until: Instant,
    },
}

/// What follows from the passing of time.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// The wire is silent: these bytes go out.
    Send(Vec<u8>),
    /// The last byte of this device's turn has left; it is listened for.
    Sent(usize),
    /// The last byte of this device's turn has left, and no answer is expected: the turn is over.
    Over(usize),
    /// This device's answer did not come in time: the turn is over.
    Unanswered(usize),
    /// The line takes no bytes. Said again and again until [`Floor::reset`].
    Stalled,
}

/// Where bytes that arrived belong.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// To the device whose turn it is, which is listening.
    Answer(usize),
    /// To the device whose turn it is, whose driver has not been told yet that its last byte left: nobody
    /// wakes for that moment alone. The byte may also have left earlier than computed, as a pseudo-terminal
    /// has no speed.
    AnswerBeforeSent(usize),
    /// To nobody in particular: noise, a late answer, or what a device says unasked.
    Stray,
}

impl Floor {
    /// A free wire for `devices` devices. `echoes`: the adapter hears its own bytes.
    pub fn new(line: Line, devices: usize, echoes: bool) -> Self {
        Self {
            line,
            phase: Phase::Free,
            quiet_since: Instant::default(),
            last_turns: vec![Instant::default(); devices],
            rests_until: vec![Instant::default(); devices],
            echoes,
            echo: Vec::new(),
        }
    }

    /// The cable came up or went down: no turn is under way, nothing is expected.
    pub fn reset(&mut self, now: Instant) {
        self.phase = Phase::Free;
        self.quiet_since = now;
        self.echo.clear();
        self.last_turns.fill(now);
        self.rests_until.fill(now);
    }

    /// Whose turn it is, from the grant to the end.
    pub fn holder(&self) -> Option<usize> {
        match self.phase {
            Phase::Free => None,
            Phase::Hushing { device, .. }
            | Phase::Sending { device, .. }
            | Phase::Resting { device, .. }
            | Phase::Listening { device, .. } => Some(device),
        }
    }

    /// Whether bytes of a turn are on their way, or an answer to them is.
    pub fn is_engaged(&self) -> bool {
        match self.phase {
            Phase::Free | Phase::Hushing { .. } => false,
            Phase::Sending { .. } | Phase::Resting { .. } | Phase::Listening { .. } => true,
        }
    }

    /// Which of the devices that want the wire is to have it at `now`: the one that has waited longest.
    ///
    /// A wish is a device and the moment since which it wants the wire. Waiting counts from the device's own
    /// last turn at the earliest, so one that always wants the wire comes after all who wanted it meanwhile.
    pub fn next(&self, now: Instant, wishes: impl Iterator<Item = (usize, Instant)>) -> Option<usize> {
        if self.holder().is_some() {
            return None;
        }
        wishes
            .map(|(device, due)| (self.waits_since(device, due), device))
            .filter(|&(since, device)| since <= now && self.rests_until[device] <= now)
            .min()
            .map(|(_, device)| device)
    }

    /// When the first of these wishes can be granted, if the wire stays free; see [`Self::next`].
    pub fn next_at(&self, wishes: impl Iterator<Item = (usize, Instant)>) -> Option<Instant> {
        if self.holder().is_some() {
            return None;
        }
        wishes.map(|(device, due)| self.waits_since(device, due).max(self.rests_until[device])).min()
    }

    /// Since when a device waits for a turn.
    fn waits_since(&self, device: usize, due: Instant) -> Instant {
        due.max(self.last_turns[device])
    }

    /// The wire is this device's. The turn begins with the silence it wants.
    pub fn grant(&mut self, now: Instant, device: usize, turn: Turn) {
        let give_up = now + turn.quiet_before + HUSH_LIMIT;
        self.phase = Phase::Hushing { device, turn, give_up };
    }

    /// The device was asked and has nothing to say after all.
    pub fn passed(&mut self, now: Instant, device: usize) {
        self.last_turns[device] = now;
        self.rests_until[device] = now + PASS_REST;
    }

    /// All bytes of the last [`Step::Send`] were taken by the line.
    pub fn accepted(&mut self, now: Instant) {
        let Phase::Sending { device, answer, accepted, until, later, .. } = &mut self.phase else { return };
        *accepted = true;
        *until = (*until).max(now);
        if let Some((quiet, _)) = later.front() {
            let until = *until + round_up(*quiet);
            self.phase =
                Phase::Resting { device: *device, answer: *answer, until, later: std::mem::take(later) };
        }
    }

    /// The turn under way is over: its answer is complete, or its device is lost.
    pub fn end(&mut self, now: Instant) {
        if let Some(device) = self.holder() {
            self.last_turns[device] = now;
        }
        self.phase = Phase::Free;
    }

    /// Takes our own echo off `bytes` and says whose the rest is. No bytes left means nothing arrived.
    pub fn hear<'b>(&mut self, now: Instant, bytes: &'b [u8]) -> (Heard, &'b [u8]) {
        let bytes = self.without_echo(bytes);
        if bytes.is_empty() {
            return (Heard::Stray, bytes);
        }
        self.quiet_since = self.quiet_since.max(now);
        let heard = match self.phase {
            Phase::Listening { device, .. } => Heard::Answer(device),
            Phase::Sending { device, answer: Answer::Within(limit), until, accepted: true, .. } => {
                self.phase = Phase::Listening { device, until: until + round_up(limit) };
                Heard::AnswerBeforeSent(device)
            }
            Phase::Sending { .. } | Phase::Resting { .. } | Phase::Hushing { .. } | Phase::Free => {
                Heard::Stray
            }
        };
        (heard, bytes)
    }

    /// The bytes without our own at their head; a mismatch ends the comparison, as it was a collision.
    fn without_echo<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let common = self.echo.iter().zip(bytes).take_while(|(ours, heard)| ours == heard).count();
        if common < bytes.len() {
            self.echo.clear();
        } else {
            self.echo.drain(..common);
        }
        &bytes[common..]
    }

    /// When [`Self::step`] must be called, if nothing else happens first.
    ///
    /// Nothing follows from the last byte of a question leaving, so nobody is woken for it: on a pair that is
    /// polled all day this saves a third of all wakings.
    pub fn due(&self) -> Option<Instant> {
        if let Phase::Sending { until, answer: Answer::Within(limit), accepted: true, .. } = self.phase {
            return Some(until + round_up(limit));
        }
        self.changes_at()
    }

    /// When the phase under way ends by itself.
    fn changes_at(&self) -> Option<Instant> {
        match &self.phase {
            Phase::Free => None,
            Phase::Hushing { turn, give_up, .. } => Some(self.silent_at(turn).min(*give_up)),
            Phase::Sending { until, accepted: true, .. } => Some(*until),
            Phase::Sending { stalled_at, accepted: false, .. } => Some(*stalled_at),
            Phase::Resting { until, .. } | Phase::Listening { until, .. } => Some(*until),
        }
    }

    /// What has become true by `now`; called until it says nothing.
    pub fn step(&mut self, now: Instant) -> Option<Step> {
        if self.changes_at().is_none_or(|at| at > now) {
            return None;
        }
        if let Phase::Sending { accepted: false, .. } = self.phase {
            return Some(Step::Stalled);
        }
        match std::mem::replace(&mut self.phase, Phase::Free) {
            Phase::Free => None,
            Phase::Hushing { device, turn, .. } => {
                let pieces =
                    turn.pieces().into_iter().map(|(quiet, piece)| (quiet, piece.to_vec())).collect();
                self.echo.clear();
                self.send(now, device, turn.answer, pieces)
            }
            Phase::Resting { device, answer, later, .. } => self.send(now, device, answer, later),
            Phase::Sending { device, answer: Answer::None, .. } => {
                self.last_turns[device] = now;
                Some(Step::Over(device))
            }
            Phase::Sending { device, answer: Answer::Within(limit), until, .. } => {
                self.phase = Phase::Listening { device, until: until + round_up(limit) };
                Some(Step::Sent(device))
            }
            Phase::Listening { device, .. } => {
                self.last_turns[device] = now;
                // The next turn's silence counts from here, so that an answer a little too late falls into
                // it.
                self.quiet_since = now;
                Some(Step::Unanswered(device))
            }
        }
    }

    /// Puts the first of these pieces on the wire.
    fn send(&mut self, now: Instant, device: usize, answer: Answer, mut later: Pieces) -> Option<Step> {
        let (_, bytes) = later.pop_front()?;
        let until = now + round_up(self.line.wire_time(bytes.len()));
        let stalled_at = until + STALL_LIMIT;
        self.phase = Phase::Sending { device, answer, until, accepted: false, stalled_at, later };
        self.quiet_since = until;
        if self.echoes {
            self.echo.extend(&bytes);
        }
        Some(Step::Send(bytes))
    }

    /// When the wire will have been silent for as long as the turn wants.
    fn silent_at(&self, turn: &Turn) -> Instant {
        self.quiet_since + round_up(turn.quiet_before)
    }
}

/// The span in whole milliseconds, never shorter than it was: a line's silence must not be cut short.
fn round_up(span: Duration) -> Duration {
    let millis = span.as_nanos().div_ceil(1_000_000);
    Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
