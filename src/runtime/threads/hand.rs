//! What a cable's thread shares with people who work on the cable: counts, a tap, and the cable itself.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::error::TrySendError;

use super::lock;
use crate::runtime::bus::Counts;
use crate::runtime::tap::Passed;

/// So many pieces wait for whoever writes a trace: a second of a babbling pair.
pub const TAKEN_MOST: usize = 1024;

/// One thing that a trace is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// This passed, so long after the trace was asked for.
    Passed(Passed),
    /// So many pieces passed that whoever listens was too slow for.
    Lost(u64),
}

/// A trace as it is handed out.
#[derive(Debug)]
pub struct Sink {
    sender: Sender<Taken>,
    lost: u64,
}

impl Sink {
    /// A trace that goes there. Dropping the other end ends it.
    pub fn new(sender: Sender<Taken>) -> Self {
        Self { sender, lost: 0 }
    }

    /// Hands out what passed; false when nobody listens any more. Never waits.
    pub fn give(&mut self, passed: Vec<Passed>) -> bool {
        for passed in passed {
            if self.lost > 0 && self.sender.try_send(Taken::Lost(self.lost)).is_ok() {
                self.lost = 0;
            }
            match self.sender.try_send(Taken::Passed(passed)) {
                Ok(()) => {}
                Err(TrySendError::Full(_)) => self.lost += 1,
                Err(TrySendError::Closed(_)) => return false,
            }
        }
        !self.sender.is_closed()
    }
}

/// What both sides may touch.
#[derive(Debug, Default)]
pub struct Hand {
    counts: Mutex<Vec<Counts>>,
    sink: Mutex<Option<Sink>>,
    lent: AtomicBool,
    let_go: AtomicBool,
}

impl Hand {
    /// What passed between the device in this place and us.
    pub fn counts(&self, device: usize) -> Counts {
        lock(&self.counts).get(device).copied().unwrap_or_default()
    }

    /// The thread says what has passed.
    pub fn publish(&self, counts: &[Counts]) {
        counts.clone_into(&mut lock(&self.counts));
    }

    /// A trace is to begin; one before it ends.
    pub fn tap(&self, sink: Sink) {
        *lock(&self.sink) = Some(sink);
    }

    /// The thread takes the trace that is to begin.
    pub fn sink(&self) -> Option<Sink> {
        lock(&self.sink).take()
    }

    /// Whether somebody else has the port.
    pub fn is_lent(&self) -> bool {
        self.lent.load(Ordering::Acquire)
    }

    /// The thread says whether it has the port closed.
    pub fn let_go(&self, closed: bool) {
        self.let_go.store(closed, Ordering::Release);
    }
}

/// A cable that its thread has let go of, or is about to. Dropping it gives it back.
pub struct Lent {
    hand: Arc<Hand>,
    ring: Box<dyn Fn() + Send>,
}

impl Lent {
    /// Takes the port away from the thread, which `ring` wakes; `None` when somebody else has it already.
    pub fn take(hand: &Arc<Hand>, ring: Box<dyn Fn() + Send>) -> Option<Self> {
        if hand.lent.swap(true, Ordering::AcqRel) {
            return None;
        }
        ring();
        Some(Self { hand: Arc::clone(hand), ring })
    }

    /// Whether the thread has closed the port.
    pub fn is_free(&self) -> bool {
        self.hand.let_go.load(Ordering::Acquire)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.hand.lent.store(false, Ordering::Release);
        (self.ring)();
    }
}
