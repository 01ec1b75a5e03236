//! What is known of a sign in one attachment: what was written, what was proved, and when it listens again.

use std::time::Duration;

use super::content::Content;
use crate::driver::{Fault, Outbox};
use crate::framing::alpha::Unpacker;
use crate::port::board::Board;
use crate::time::Instant;

/// A sign works on a packet before it hears the next: 0.25 s was enough and 0.1 s was not.
pub(super) const GAP: Duration = Duration::from_millis(250);
/// It forgets its files and lays out new ones.
const LAYOUT_GAP: Duration = Duration::from_secs(1);
/// Pause after a missing or a bad answer.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// Failures in a row before the attachment is given up.
const TRIES_MAX: u8 = 3;

/// What is known of the sign in this attachment.
#[derive(Debug)]
pub(super) struct Line {
    /// When something is to be said.
    pub wanted_at: Instant,
    /// When the sign has done with what it heard last.
    pub free_at: Instant,
    pub asked: Asked,
    /// It answered since it was attached or last failed.
    pub met: bool,
    /// Its errors are to be forgotten before anything is written.
    pub stained: bool,
    /// It has our files.
    pub laid_out: bool,
    /// What was written into them.
    pub written: Content,
    /// Nobody knows yet whether that went well.
    pub unproved: bool,
    pub told: bool,
    pub failures: u8,
    pub nonsense: bool,
    pub unpacker: Unpacker,
}

/// What is on the wire, or answered at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Nothing,
    /// Answers look alike whoever gives them: the address tells that it is ours, and an answer too late to
    /// another question is not taken for it (E09).
    Address,
    Errors,
    Files,
    Forget,
    LayOut,
    /// The picture in this place.
    Picture(usize, Vec<u8>),
    Text(Vec<u8>),
}

impl Line {
    pub fn new(now: Instant) -> Self {
        Self {
            wanted_at: now,
            free_at: now,
            asked: Asked::Nothing,
            met: false,
            stained: true,
            laid_out: false,
            written: Content::default(),
            unproved: false,
            told: false,
            failures: 0,
            nonsense: false,
            unpacker: Unpacker::default(),
        }
    }

    pub fn due(&self) -> Instant {
        self.wanted_at.max(self.free_at)
    }

    /// Nothing that was written is believed to be there, and old errors are not to be taken for new ones.
    pub fn forget(&mut self) {
        (self.stained, self.laid_out, self.written) = (true, false, Content::default());
    }

    pub fn failed(&mut self, now: Instant, fault: Fault, out: &mut Outbox<Board>) {
        self.forget();
        self.failures += 1;
        (self.wanted_at, self.free_at) = (now, now + RETRY_AFTER);
        if self.failures >= TRIES_MAX {
            out.fault = Some(fault);
        }
    }

    /// A message that wants no answer has left.
    pub fn wrote(&mut self, asked: Asked) -> Duration {
        match asked {
            Asked::Nothing | Asked::Address | Asked::Errors | Asked::Files => return Duration::ZERO,
            Asked::Forget => self.stained = false,
            Asked::LayOut => {
                (self.laid_out, self.unproved) = (true, true);
                return LAYOUT_GAP;
            }
            Asked::Picture(place, picture) => {
                self.unproved = true;
                self.written.pictures.resize(self.written.pictures.len().max(place + 1), None);
                self.written.pictures[place] = Some(picture);
            }
            Asked::Text(text) => (self.written.file, self.unproved) = (text, true),
        }
        GAP
    }
}
