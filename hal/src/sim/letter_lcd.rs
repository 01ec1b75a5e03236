//! A simulated HD44780 letter display behind a PCF8574 expander on I²C.
//!
//! Written from Hitachi's HD44780U data sheet, Rev 0.0: table 6 (instructions and times at 270 kHz), figures 23
//! and 24 (start by instruction), and *four-bit operation*; and from NXP's PCF8574 sheet: every byte after the
//! address is the level of the eight outputs. Time passes by [`LetterLcd::pass`] and by the bus at 100 kHz.

use std::time::Duration;

/// Eight bits and the answer, at 100 kHz.
const BYTE_ON_BUS: Duration = Duration::from_micros(90);
/// An instruction; *clear* and *home*.
const INSTRUCTION: Duration = Duration::from_micros(37);
const LONG_INSTRUCTION: Duration = Duration::from_micros(1_520);
/// The display makes itself ready after power-on and understands nothing.
const WAKES_FOR: Duration = Duration::from_millis(15);

/// Letters of a row in memory.
const ROW: usize = 40;

/// A display with its expander.
#[derive(Debug)]
pub struct LetterLcd {
    address: u8,
    columns: usize,
    rows: usize,
    clock: Duration,
    busy_until: Duration,
    outputs: u8,
    /// How many calls of *eight bits* were heard since power-on, until the set-up is trusted.
    calls: u8,
    four_bits: bool,
    two_rows: bool,
    /// The upper half of a byte whose lower half is still to come.
    half: Option<u8>,
    memory: [[u8; ROW]; 2],
    at: u8,
    on: bool,
    forward: bool,
    bytes: u64,
    complaints: Vec<String>,
}

impl LetterLcd {
    /// A display that has just got its supply.
    pub fn new(address: u8, columns: usize, rows: usize) -> Self {
        Self {
            address,
            columns,
            rows,
            clock: Duration::ZERO,
            busy_until: WAKES_FOR,
            outputs: 0xFF,
            calls: 0,
            four_bits: false,
            two_rows: false,
            half: None,
            memory: [[b' '; ROW]; 2],
            at: 0,
            on: false,
            forward: true,
            bytes: 0,
            complaints: Vec::new(),
        }
    }

    /// One transfer on the bus. Answers whether the expander takes it.
    pub fn hear(&mut self, address: u8, bytes: &[u8]) -> bool {
        self.clock += BYTE_ON_BUS;
        if address != self.address {
            return false;
        }
        self.bytes += u64::try_from(bytes.len()).unwrap_or_default();
        for &outputs in bytes {
            self.clock += BYTE_ON_BUS;
            let falls = self.outputs & 0x04 != 0 && outputs & 0x04 == 0;
            if falls && (self.outputs ^ outputs) & 0xF3 != 0 {
                self.complaints.push("data changed while enable fell".to_owned());
            }
            if falls && outputs & 0x02 == 0 {
                self.half_byte(outputs & 0x01 != 0, outputs >> 4);
            }
            self.outputs = outputs;
        }
        true
    }

    /// Time passes.
    pub fn pass(&mut self, time: Duration) {
        self.clock += time;
    }

    /// The supply was away.
    pub fn power_cycle(&mut self) {
        let (clock, bytes) = (self.clock, self.bytes);
        let complaints = std::mem::take(&mut self.complaints);
        let busy_until = clock + WAKES_FOR;
        *self =
            Self { clock, bytes, complaints, busy_until, ..Self::new(self.address, self.columns, self.rows) };
    }

    /// Half a byte is lost or one too many is heard, as a disturbed cable does it.
    pub fn disturb(&mut self) {
        self.half = if self.half.is_some() { None } else { Some(0) };
    }

    /// What eyes read, row by row; `None` while it is dark or off.
    pub fn seen(&self) -> Option<Vec<String>> {
        let lit = self.outputs & 0x08 != 0;
        let row = |row: usize| {
            let from = if row < 2 { 0 } else { self.columns };
            let line = &self.memory[row % 2][from..from + self.columns];
            line.iter().map(|&letter| char::from(letter)).collect()
        };
        (lit && self.on).then(|| (0..self.rows).map(row).collect())
    }

    /// How many bytes arrived so far, without the address.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What the sheet does not allow.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }

    fn half_byte(&mut self, letter: bool, half: u8) {
        if self.clock < self.busy_until {
            self.complaints.push(format!("{half:X} while busy"));
            return;
        }
        if !self.four_bits {
            // D0 to D3 are not connected and read as low.
            self.instruction(half << 4);
        } else if let Some(upper) = self.half.take() {
            let byte = upper << 4 | half;
            if letter { self.letter(byte) } else { self.instruction(byte) }
        } else {
            self.half = Some(half);
        }
    }

    fn letter(&mut self, letter: u8) {
        self.busy_until = self.clock + INSTRUCTION;
        let (row, column) = (usize::from(self.at >> 6), usize::from(self.at & 0x3F));
        match self.memory.get_mut(row).and_then(|row| row.get_mut(column)) {
            Some(cell) => *cell = letter,
            None => self.complaints.push(format!("a letter at {:02X}", self.at)),
        }
        if self.forward {
            self.at = match self.at {
                0x27 if self.two_rows => 0x40,
                0x67 => 0x00,
                at => at + 1,
            };
        }
    }

    fn instruction(&mut self, byte: u8) {
        self.busy_until = self.clock + INSTRUCTION;
        match byte {
            0x80.. => self.at = byte & 0x7F,
            0x20..=0x3F => self.function(byte),
            0x08..=0x0F => self.on = byte & 0x04 != 0,
            0x04..=0x07 => self.forward = byte == 0x06,
            0x02 | 0x03 => {
                self.at = 0;
                self.busy_until = self.clock + LONG_INSTRUCTION;
            }
            0x01 => {
                (self.memory, self.at) = ([[b' '; ROW]; 2], 0);
                self.busy_until = self.clock + LONG_INSTRUCTION;
            }
            0x00 | 0x10..=0x1F | 0x40..=0x7F => self.complaints.push(format!("{byte:02X} is not used here")),
        }
    }

    fn function(&mut self, byte: u8) {
        self.four_bits = byte & 0x10 == 0;
        self.two_rows = byte & 0x08 != 0;
        // The first two calls after power-on take longer, as nobody knows in which state they are heard.
        self.calls = self.calls.saturating_add(1);
        if self.calls == 1 {
            self.busy_until = self.clock + Duration::from_micros(4_100);
        } else if self.calls == 2 {
            self.busy_until = self.clock + Duration::from_micros(100);
        }
    }
}
