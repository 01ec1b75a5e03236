//! What keeps a printer from printing that cannot answer and is therefore not known to be there.
//!
//! It takes every letter that it hears for text, and prints it when its line is full. So it is told to forget the
//! line before that.

use std::time::Duration;

use hal::cable::line::Line;
use hal::drivers::probe::BROOM;
use hal::time::Instant;

use super::questions::Question;
use super::{Next, Output, Phase, Scan};

/// So much of what a printer takes for text may stand unprinted in it: less than the narrowest paper is wide, as a
/// full line prints itself.
const TEXT_MOST: usize = 24;
/// So long a printer has to take in the broom before the line is closed.
const SWEEP: Duration = Duration::from_millis(50);

impl Scan {
    /// Whether this question could fill a printer's line.
    pub(super) fn is_to_be_swept_before(&self, question: &Question) -> bool {
        self.text > 0 && self.text + self.text_in(&question.bytes()) > TEXT_MOST
    }

    /// Lets a printer at this speed forget what it took for text. It has eight bits and no parity, whatever the
    /// line has.
    pub(super) fn sweep(&mut self, now: Instant, then: Option<Question>) {
        let plain = Line::plain(self.line.baud);
        if self.line == plain {
            return self.broom(now, then);
        }
        self.out.push(Output::Open(plain));
        self.phase = Phase::Opening(Next::Sweep(then));
    }

    pub(super) fn broom(&mut self, now: Instant, then: Option<Question>) {
        self.text = 0;
        self.out.push(Output::Write(BROOM.to_vec()));
        self.phase = Phase::Sweeping { until: now + self.line.wire_time(BROOM.len()) + SWEEP, then };
    }

    pub(super) fn swept(&mut self, now: Instant, then: Option<Question>) {
        match then {
            None => self.next_line(),
            Some(question) if self.line == Line::plain(self.line.baud) => self.hush(now, question),
            Some(question) => {
                self.out.push(Output::Open(self.line));
                self.phase = Phase::Opening(Next::Ask(question));
            }
        }
    }

    /// What a printer at the same speed would take for text. With parity nearly every byte has its highest bit.
    pub(super) fn text_in(&self, bytes: &[u8]) -> usize {
        let plain = self.line == Line::plain(self.line.baud);
        bytes.iter().filter(|byte| if plain { **byte >= 0x20 } else { **byte != 0 }).count()
    }
}
