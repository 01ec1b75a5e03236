//! What comes out of the simulated printer: marks on paper as the head made them, bytes undecoded.

/// One piece of paper, from cut to cut.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// What is on it, top to bottom.
    pub marks: Vec<Mark>,
}

/// One thing that the head did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A line of text; without runs it is an empty line.
    Line {
        /// Where it stands.
        side: Side,
        /// The text in pieces of one look each, left to right.
        runs: Vec<Run>,
    },
    /// A QR code.
    Code {
        /// Where it stands.
        side: Side,
        /// Dots of one module.
        module_dots: u8,
        /// What it says.
        payload: Vec<u8>,
    },
    /// A picture, one bit a dot, most significant bit at the left, 1 is black.
    Picture {
        /// Where it stands.
        side: Side,
        /// Bytes of one row.
        row_bytes: usize,
        /// Rows from top to bottom.
        dots: Vec<u8>,
    },
    /// Blank paper.
    Blank {
        /// Its height in lines of normal text.
        lines: u8,
    },
}

/// Text of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The bytes as they were sent.
    pub bytes: Vec<u8>,
    /// How it looks.
    pub look: Look,
}

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Times the normal width, 1 to 8.
    pub width: u8,
    /// Times the normal height, 1 to 8.
    pub height: u8,
    /// Printed strongly.
    pub bold: bool,
    /// Bytes from 81 on begin a Chinese character.
    pub chinese: bool,
}

impl Look {
    /// What a printer prints with after it is switched on.
    pub const NORMAL: Self = Self { width: 1, height: 1, bold: false, chinese: false };
}

/// Where something stands on its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

impl Slip {
    /// All text as it was sent, a line break after each line: for looking for a number.
    pub fn text(&self) -> Vec<u8> {
        let mut text = Vec::new();
        for mark in &self.marks {
            if let Mark::Line { runs, .. } = mark {
                text.extend(runs.iter().flat_map(|run| &run.bytes));
                text.push(b'\n');
            }
        }
        text
    }
}
