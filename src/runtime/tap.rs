//! What passes on a cable, taken down as it may be read: what could tell a PIN or a card never gets this far.
//!
//! A driver knows its own frames and veils what is secret in them. It can do so only with whole turns, so bytes
//! wait here until their turn is over, or until the line was silent; what waits is never handed out.

use std::time::Duration;

use hal::driver::{Driver, Piece, Way, veil};
use hal::port::AnyPort;
use hal::time::Instant;

use super::seat::Seat;

/// Bytes that follow each other closer than this belong together.
const SILENCE: Duration = Duration::from_millis(50);

/// More than any turn; a device that babbles is taken down in pieces of this length.
const LONGEST: usize = 4096;

/// So long after a turn without an answer a late one may come, in pieces that nobody can recognise.
const LATE: Duration = Duration::from_secs(2);

/// Bytes that passed, as they may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// When the first of them did.
    pub at: Instant,
    /// Which way.
    pub way: Way,
    /// The bytes.
    pub pieces: Vec<Piece>,
}

/// Takes down what passes.
#[derive(Debug)]
pub struct Tap {
    /// Bytes from the cable whose turn is not over.
    waiting: Option<Waiting>,
    /// Until then, bytes that a driver without secrets is handed may be the late answer of one with.
    wary_until: Instant,
    passed: Vec<Passed>,
}

#[derive(Debug)]
struct Waiting {
    at: Instant,
    latest: Instant,
    /// The device whose turn it is; `None` outside all turns.
    device: Option<usize>,
    bytes: Vec<u8>,
}

impl Tap {
    /// Begins at this moment, which may lie in the middle of everything.
    pub fn new(now: Instant) -> Self {
        Self { waiting: None, wary_until: now + LATE, passed: Vec::new() }
    }

    /// These bytes were sent to a device.
    pub fn sent<D: Driver<AnyPort>>(&mut self, now: Instant, device: usize, bytes: &[u8], seats: &[Seat<D>]) {
        self.over(seats);
        let pieces = seats.get(device).map(|seat| seat.veil(Way::Out, bytes)).unwrap_or_default();
        self.passed.push(Passed { at: now, way: Way::Out, pieces });
    }

    /// These bytes came, in the turn of this device or in none.
    pub fn heard<D: Driver<AnyPort>>(
        &mut self,
        now: Instant,
        device: Option<usize>,
        bytes: &[u8],
        seats: &[Seat<D>],
    ) {
        if bytes.is_empty() {
            return;
        }
        let another = |waiting: &Waiting| {
            waiting.device != device
                || now - waiting.latest > SILENCE && device.is_none()
                || waiting.bytes.len() + bytes.len() > LONGEST
        };
        if self.waiting.as_ref().is_some_and(another) {
            self.over(seats);
        }
        let waiting = self.waiting.get_or_insert(Waiting { at: now, latest: now, device, bytes: Vec::new() });
        waiting.latest = now;
        waiting.bytes.extend_from_slice(bytes);
    }

    /// The turn of this device passed without an answer.
    pub fn unanswered<D: Driver<AnyPort>>(&mut self, now: Instant, device: usize, seats: &[Seat<D>]) {
        self.over(seats);
        if seats.get(device).is_some_and(Seat::tells_secrets) {
            self.wary_until = now + LATE;
        }
    }

    /// Whatever waits is all there will be of it.
    pub fn over<D: Driver<AnyPort>>(&mut self, seats: &[Seat<D>]) {
        let Some(waiting) = self.waiting.take() else { return };
        let secrets = seats.iter().any(Seat::tells_secrets);
        let owner = match seats {
            // Alone on its cable, a device may speak whenever it likes.
            [alone] => Some(alone),
            _ => waiting.device.and_then(|device| seats.get(device)),
        };
        let pieces = match owner {
            Some(seat) if seat.tells_secrets() || !secrets || waiting.at >= self.wary_until => {
                seat.veil(Way::In, &waiting.bytes)
            }
            None if !secrets => veil::without_cards(&waiting.bytes),
            Some(_) | None => vec![Piece::Hidden(waiting.bytes.len())],
        };
        self.passed.push(Passed { at: waiting.at, way: Way::In, pieces });
    }

    /// What was taken down since it was asked last.
    pub fn take(&mut self) -> Vec<Passed> {
        std::mem::take(&mut self.passed)
    }
}
