//! The ticket printer: paper is a job with an outcome, and the outcome may be *unknown*.

use std::fmt;

use crate::driver::Port;

/// The role of a ticket printer.
#[derive(Debug)]
pub struct Printer;

impl Port for Printer {
    type Command = Command;
    type Event = Event;
}

/// What a printer may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Print this paper and cut it. Jobs are printed in the order given, each at most once.
    Print {
        /// The hall's name for this piece of paper; comes back in its outcome.
        job: u64,
        /// What stands on the paper.
        paper: Paper,
    },
    /// Take back a job that has not been sent to the device; one that was sent keeps its course.
    Forget {
        /// The job.
        job: u64,
    },
}

/// One piece of paper, top to bottom. It is cut after the last line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// The lines, in Unicode; the character set is the driver's affair.
    pub lines: Vec<Line>,
}

/// One line or mark on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Text; wraps where the paper ends.
    Text {
        /// The text, without line breaks.
        text: String,
        /// How many times the normal height and width: 1 to 8.
        size: u8,
        /// Where on the line.
        align: Align,
        /// Printed strongly.
        bold: bool,
    },
    /// A QR code of this text.
    Code(String),
    /// A thin rule over the whole width.
    Rule,
    /// This many empty lines of normal height.
    Feed(u8),
}

/// Where a text stands on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

/// What a printer may tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The device confirmed that the paper of this job was printed and cut.
    Printed {
        /// The job.
        job: u64,
    },
    /// Bytes of this job went out and the device never confirmed: the paper may or may not exist.
    Unknown {
        /// The job.
        job: u64,
    },
    /// The job was not printed and no byte of it was sent.
    NotPrinted {
        /// The job.
        job: u64,
    },
    /// The device's state is different from the last one told.
    Status(Status),
}

/// What a printer says of itself. *No answer* is not a status: it is a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// How much paper there is.
    pub roll: Roll,
    /// The cover stands open.
    pub cover_open: bool,
    /// The cutter is jammed.
    pub cutter_jammed: bool,
    /// The head is too hot; ends by itself.
    pub too_hot: bool,
    /// An error that only switching off and on may cure.
    pub broken: bool,
    /// The device does not print at this moment, for one of the reasons above or its own.
    pub offline: bool,
}

impl Status {
    /// A printer that is ready, with paper.
    pub const READY: Self = Self {
        roll: Roll::Enough,
        cover_open: false,
        cutter_jammed: false,
        too_hot: false,
        broken: false,
        offline: false,
    };

    /// Whether a slip sent at this moment would come out.
    pub fn can_print(self) -> bool {
        !(self.roll == Roll::Out
            || self.cover_open
            || self.cutter_jammed
            || self.too_hot
            || self.broken
            || self.offline)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = [
            (self.roll == Roll::Out, "out of paper: load a roll"),
            (self.cover_open, "cover open: close it"),
            (self.cutter_jammed, "cutter jammed: clear it, then switch off and on"),
            (self.too_hot, "head too hot: wait a minute"),
            (self.broken, "error: switch off and on"),
            (self.roll == Roll::NearEnd, "paper near its end: have a roll at hand"),
            (self.offline, "offline"),
        ];
        match words.into_iter().find(|(holds, _)| *holds) {
            Some((_, words)) => f.write_str(words),
            None => f.write_str("ready"),
        }
    }
}

/// How much paper a printer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roll {
    /// Plenty.
    Enough,
    /// The near-end sensor sees the core: some tens of slips.
    NearEnd,
    /// None.
    Out,
}
