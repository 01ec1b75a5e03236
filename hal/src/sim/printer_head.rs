//! The head of the simulated printer: modes, the line that is being put together, and the strip below it.

use super::printer_language::HeadOrder;
use super::printer_paper::{Look, Mark, Run, Side, Slip};

/// Columns of narrow characters on 80 mm paper.
const COLUMNS: u32 = 48;
/// Dots from one line of normal text to the next.
const LINE_DOTS: u8 = 30;

/// What the head prints with, and what it has printed since the last cut.
#[derive(Debug)]
pub(super) struct Head {
    pub look: Look,
    pub strip: Slip,
    side: Side,
    line: Vec<Run>,
    line_columns: u32,
    module_dots: u8,
    payload: Vec<u8>,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            look: Look::NORMAL,
            strip: Slip::default(),
            side: Side::Left,
            line: Vec::new(),
            line_columns: 0,
            module_dots: 3,
            payload: Vec::new(),
        }
    }
}

impl Head {
    /// Does one thing; lines of paper used.
    pub fn obey(&mut self, order: &HeadOrder) -> u32 {
        match order {
            HeadOrder::Text(bytes) => return self.put(bytes),
            HeadOrder::PrintLine => return self.print_line(),
            HeadOrder::Initialise => {
                self.side = Side::Left;
                self.look = Look::NORMAL;
                self.forget_line();
            }
            HeadOrder::Align(1 | b'1') => self.side = Side::Centre,
            HeadOrder::Align(2 | b'2') => self.side = Side::Right,
            HeadOrder::Align(_) => self.side = Side::Left,
            HeadOrder::Size(n) => (self.look.width, self.look.height) = (1 + (n >> 4 & 7), 1 + (n & 7)),
            HeadOrder::Mode(n) => {
                self.look.bold = n & 0x08 != 0;
                self.look.height = 1 + (n >> 4 & 1);
                self.look.width = 1 + (n >> 5 & 1);
            }
            HeadOrder::Bold(on) => self.look.bold = *on,
            HeadOrder::Chinese(on) => self.look.chinese = *on,
            HeadOrder::CodeModule(dots) => self.module_dots = *dots,
            HeadOrder::CodeStore(payload) => self.payload.clone_from(payload),
            HeadOrder::FeedLines(lines) => {
                return self.mark(Mark::Blank { lines: *lines }, u32::from(*lines));
            }
            HeadOrder::FeedDots(dots) => {
                let lines = dots.div_ceil(LINE_DOTS);
                return self.mark(Mark::Blank { lines }, u32::from(lines));
            }
            HeadOrder::CodePrint => {
                // Some 30 modules high, so that a module of one dot is a line.
                let (side, module_dots, payload) = (self.side, self.module_dots, self.payload.clone());
                return self.mark(Mark::Code { side, module_dots, payload }, u32::from(module_dots));
            }
            HeadOrder::Picture { row_bytes, dots } => {
                let rows = dots.len().checked_div(*row_bytes).unwrap_or(0);
                let lines = u32::try_from(rows).unwrap_or(u32::MAX).div_ceil(u32::from(LINE_DOTS));
                let picture = Mark::Picture { side: self.side, row_bytes: *row_bytes, dots: dots.clone() };
                return self.mark(picture, lines);
            }
        }
        0
    }

    /// Puts one character on the line, and prints the line first when it is full.
    fn put(&mut self, bytes: &[u8]) -> u32 {
        let columns = u32::from(self.look.width) * if bytes.len() > 1 { 2 } else { 1 };
        let used = if self.line_columns + columns > COLUMNS { self.print_line() } else { 0 };
        self.line_columns += columns;
        match self.line.last_mut().filter(|run| run.look == self.look) {
            Some(run) => run.bytes.extend(bytes),
            None => self.line.push(Run { bytes: bytes.to_vec(), look: self.look }),
        }
        used
    }

    /// Prints the line, empty or not.
    fn print_line(&mut self) -> u32 {
        let runs = std::mem::take(&mut self.line);
        self.line_columns = 0;
        let height = runs.iter().map(|run| run.look.height).max().unwrap_or(1);
        self.strip.marks.push(Mark::Line { side: self.side, runs });
        u32::from(height)
    }

    /// Prints what is not text, below the line that has begun.
    fn mark(&mut self, mark: Mark, lines: u32) -> u32 {
        let used = if self.line.is_empty() { 0 } else { self.print_line() };
        self.strip.marks.push(mark);
        used + lines
    }

    /// The strip falls, with a line that was not printed yet.
    pub fn cut(&mut self) -> Slip {
        if !self.line.is_empty() {
            self.print_line();
        }
        std::mem::take(&mut self.strip)
    }

    /// Forgets the line that is not printed.
    pub fn forget_line(&mut self) {
        self.line.clear();
        self.line_columns = 0;
    }
}
