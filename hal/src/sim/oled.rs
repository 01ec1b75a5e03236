//! A simulated SSD1306 display of 128 × 64 dots on I²C, seen through its glass.
//!
//! Written from the SSD1306 data sheet, Rev 1.1: 8.1.5 (I²C: address, control byte, data), 8.7 (memory), 9 and
//! 10 (commands), and its application note for the charge pump. The glass is one whose rows alternate between
//! the sides, with its plug at the top.

const WIDTH: usize = 128;
const PAGES: usize = 8;

/// A display.
#[derive(Debug)]
pub struct Oled {
    address: u8,
    memory: [[u8; WIDTH]; PAGES],
    state: State,
    bytes: u64,
    complaints: Vec<String>,
}

#[derive(Debug)]
struct State {
    on: bool,
    pump: bool,
    inverted: bool,
    all_lit: bool,
    /// Column 127 of the memory is the first of the driver.
    columns_turned: bool,
    rows_turned: bool,
    alternating: bool,
    rows: u8,
    along_pages: bool,
    columns: (u8, u8),
    pages: (u8, u8),
    at: (u8, u8),
    command: u8,
    arguments: Vec<u8>,
}

impl State {
    /// What a reset leaves (chapter 9's default values).
    fn after_reset() -> Self {
        Self {
            on: false,
            pump: false,
            inverted: false,
            all_lit: false,
            columns_turned: false,
            rows_turned: false,
            alternating: true,
            rows: 64,
            along_pages: false,
            columns: (0, 127),
            pages: (0, 7),
            at: (0, 0),
            command: 0xE3,
            arguments: Vec::new(),
        }
    }
}

impl Oled {
    /// A display that has just got its supply, with noise in its memory.
    pub fn new(address: u8) -> Self {
        let state = State::after_reset();
        Self { address, memory: [[0xA5; WIDTH]; PAGES], state, bytes: 0, complaints: Vec::new() }
    }

    /// One transfer on the bus. Answers whether the display takes it.
    pub fn hear(&mut self, address: u8, bytes: &[u8]) -> bool {
        if address != self.address {
            return false;
        }
        self.bytes += u64::try_from(bytes.len()).unwrap_or_default();
        match bytes.split_first() {
            Some((0x00, commands)) => commands.iter().for_each(|&byte| self.command(byte)),
            Some((0x40, dots)) => dots.iter().for_each(|&byte| self.dots(byte)),
            Some((other, _)) => self.complaints.push(format!("control byte {other:02X}")),
            None => {}
        }
        true
    }

    /// The supply was away.
    pub fn power_cycle(&mut self) {
        (self.memory, self.state) = ([[0xA5; WIDTH]; PAGES], State::after_reset());
    }

    /// What eyes see with the plug at the top, row by row; `None` while it is dark.
    pub fn seen(&self) -> Option<Vec<bool>> {
        let state = &self.state;
        let usable = state.on && state.pump && state.alternating && state.rows == 64;
        let dot = |x: usize, y: usize| {
            // Segment 0 is at the glass's right, and row 0 at its bottom.
            let column = if state.columns_turned { x } else { WIDTH - 1 - x };
            let row = if state.rows_turned { y } else { 63 - y };
            let set = self.memory[row / 8][column] >> (row % 8) & 1 == 1;
            state.all_lit || set != state.inverted
        };
        usable
            .then(|| (0..64).flat_map(|y| (0..WIDTH).map(move |x| (x, y))).map(|(x, y)| dot(x, y)).collect())
    }

    /// How many bytes arrived so far, without the address.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What the sheet does not allow.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }

    fn command(&mut self, byte: u8) {
        let state = &mut self.state;
        if state.arguments.len() < wanted(state.command) {
            state.arguments.push(byte);
        } else {
            state.command = byte;
            state.arguments.clear();
        }
        if state.arguments.len() < wanted(state.command) {
            return;
        }
        match (state.command, state.arguments.as_slice()) {
            (0xAE | 0xAF, _) => state.on = state.command == 0xAF,
            (0xA4 | 0xA5, _) => state.all_lit = state.command == 0xA5,
            (0xA6 | 0xA7, _) => state.inverted = state.command == 0xA7,
            (0xA0 | 0xA1, _) => state.columns_turned = state.command == 0xA1,
            (0xC0, _) => state.rows_turned = false,
            (0xC8, _) => state.rows_turned = true,
            (0x8D, &[pump]) => state.pump = pump == 0x14,
            (0xA8, &[rows]) => state.rows = rows + 1,
            (0xDA, &[pins]) => state.alternating = pins == 0x12,
            (0x20, &[mode]) => state.along_pages = mode == 0,
            (0x21, &[first, last]) => {
                state.columns = (first, last);
                state.at.0 = first;
            }
            (0x22, &[first, last]) => {
                state.pages = (first, last);
                state.at.1 = first;
            }
            (0xD3, &[0]) | (0x40 | 0x2E | 0xE3, _) | (0xD5 | 0x81 | 0xD9 | 0xDB, _) => {}
            (command, arguments) => self.complaints.push(format!("{command:02X} {arguments:02X?}")),
        }
    }

    fn dots(&mut self, dots: u8) {
        let state = &mut self.state;
        if !state.along_pages {
            self.complaints.push("dots in another addressing mode".to_owned());
            return;
        }
        let (column, page) = state.at;
        if let Some(cell) =
            self.memory.get_mut(usize::from(page)).and_then(|p| p.get_mut(usize::from(column)))
        {
            *cell = dots;
        }
        state.at = if column < state.columns.1 {
            (column + 1, page)
        } else if page < state.pages.1 {
            (state.columns.0, page + 1)
        } else {
            (state.columns.0, state.pages.0)
        };
    }
}

/// How many bytes follow a command.
fn wanted(command: u8) -> usize {
    match command {
        0x20 | 0x81 | 0x8D | 0xA8 | 0xD3 | 0xD5 | 0xD9 | 0xDA | 0xDB => 1,
        0x21 | 0x22 => 2,
        _ => 0,
    }
}
