//! A simulated colour panel with an ILI9341 or ST7789 controller, seen from its pins and through its glass.
//!
//! Written from the ILI9341 data sheet V1.11 (8.2 commands, 9.3 memory to display, 15.4 reset) and the ST7789V
//! data sheet V1.4, which agree on everything used here. The glass is the panel maker's: which colour stands
//! first and whether light and dark are exchanged. Time passes only by [`SpiPanel::pass`], so that waits are
//! counted and not slept.

use std::time::Duration;

const WIDTH: u16 = 240;
const HEIGHT: u16 = 320;

/// After a reset or the end of sleep, no command is understood for this long.
const DEAF_FOR: Duration = Duration::from_millis(5);
/// After a reset, sleep may not be ended for this long.
const SLEEPS_AT_LEAST: Duration = Duration::from_millis(120);
/// Reset must be held this long.
const RESET_AT_LEAST: Duration = Duration::from_micros(10);

/// How a panel's maker has put a glass on the controller.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mounting {
    /// The first column is at the right edge.
    pub mirrored: bool,
    /// Colours of the glass stand blue first.
    pub blue_first: bool,
    /// The glass shows light where the controller means dark, unless that inverts.
    pub inverting: bool,
}

/// A panel: controller, memory, glass and light.
#[derive(Debug)]
pub struct SpiPanel {
    mounting: Mounting,
    memory: Vec<u16>,
    state: State,
    clock: Duration,
    reset_since: Option<Duration>,
    lit: bool,
    bytes: u64,
    complaints: Vec<String>,
}

/// What a reset puts back.
#[derive(Debug)]
struct State {
    deaf_until: Duration,
    may_wake_at: Duration,
    asleep: bool,
    on: bool,
    inverted: bool,
    address_mode: u8,
    pixel_bits: u8,
    columns: (u16, u16),
    pages: (u16, u16),
    at: (u16, u16),
    command: u8,
    arguments: Vec<u8>,
}

impl State {
    fn after_reset(clock: Duration) -> Self {
        Self {
            deaf_until: clock + DEAF_FOR,
            may_wake_at: clock + SLEEPS_AT_LEAST,
            asleep: true,
            on: false,
            inverted: false,
            address_mode: 0,
            pixel_bits: 18,
            columns: (0, WIDTH - 1),
            pages: (0, HEIGHT - 1),
            at: (0, 0),
            command: 0,
            arguments: Vec::new(),
        }
    }
}

impl SpiPanel {
    /// A panel that has just got its supply: noise in its memory, asleep, lit.
    pub fn new(mounting: Mounting) -> Self {
        Self {
            mounting,
            memory: noise(),
            state: State::after_reset(Duration::ZERO),
            clock: Duration::ZERO,
            reset_since: None,
            lit: true,
            bytes: 0,
            complaints: Vec::new(),
        }
    }

    /// Bytes arrive while the panel is selected; `data` is the level of the pin that tells data from commands.
    pub fn hear(&mut self, data: bool, bytes: &[u8]) {
        self.bytes += u64::try_from(bytes.len()).unwrap_or_default();
        if self.reset_since.is_some() {
            self.complaints.push("bytes during reset".to_owned());
            return;
        }
        for &byte in bytes {
            if data { self.argument(byte) } else { self.begin(byte) }
        }
    }

    /// The level of the reset pin.
    pub fn reset_pin(&mut self, high: bool) {
        match (high, self.reset_since) {
            (false, None) => self.reset_since = Some(self.clock),
            (true, Some(since)) => {
                if self.clock - since < RESET_AT_LEAST {
                    self.complaints.push("reset was too short".to_owned());
                } else {
                    self.state = State::after_reset(self.clock);
                }
                self.reset_since = None;
            }
            (false, Some(_)) | (true, None) => {}
        }
    }

    /// The level of the pin of the light.
    pub fn light_pin(&mut self, high: bool) {
        self.lit = high;
    }

    /// Time passes.
    pub fn pass(&mut self, time: Duration) {
        self.clock += time;
    }

    /// The supply was away: memory holds noise, and registers what a reset leaves.
    pub fn power_cycle(&mut self) {
        self.memory = noise();
        self.state = State::after_reset(self.clock);
    }

    /// What eyes see on the upright glass, row by row: red 5 bits, green 6, blue 5. `None` while it is dark.
    pub fn seen(&self) -> Option<Vec<u16>> {
        let dark = !self.lit || self.state.asleep || !self.state.on || self.reset_since.is_some();
        let swapped = (self.state.address_mode & 0x08 != 0) != self.mounting.blue_first;
        let inverted = self.state.inverted != self.mounting.inverting;
        let seen = |&stored: &u16| {
            let (red, green, blue) = (stored >> 11, stored & 0x07E0, stored & 0x1F);
            let pixel = if swapped { blue << 11 | green | red } else { stored };
            if inverted { !pixel } else { pixel }
        };
        let mut glass: Vec<u16> = self.memory.iter().map(seen).collect();
        if self.mounting.mirrored {
            glass.chunks_mut(usize::from(WIDTH)).for_each(<[u16]>::reverse);
        }
        (!dark).then_some(glass)
    }

    /// How many bytes arrived so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What a maker of panels would complain about: commands before their time, unknown ones, missing data.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }

    fn begin(&mut self, command: u8) {
        let state = &mut self.state;
        if self.clock < state.deaf_until {
            self.complaints.push(format!("{command:02X} too early"));
        }
        state.command = command;
        state.arguments.clear();
        match command {
            0x01 => self.state = State::after_reset(self.clock),
            0x10 => (state.asleep, state.may_wake_at) = (true, self.clock + SLEEPS_AT_LEAST),
            0x11 if !state.asleep => {}
            0x11 if self.clock < state.may_wake_at => self.complaints.push("11 too early".to_owned()),
            0x11 => (state.asleep, state.deaf_until) = (false, self.clock + DEAF_FOR),
            0x20 => state.inverted = false,
            0x21 => state.inverted = true,
            0x28 => state.on = false,
            0x29 => state.on = true,
            0x2C => state.at = (state.columns.0, state.pages.0),
            // No operation, normal mode; and those that are done with their arguments.
            0x00 | 0x13 | 0x2A | 0x2B | 0x36 | 0x3A => {}
            // Voltages, timing and curves of brightness, which nobody sees here.
            0x26 | 0xB0.. => {}
            other => self.complaints.push(format!("{other:02X} is unknown")),
        }
    }

    fn argument(&mut self, byte: u8) {
        let state = &mut self.state;
        state.arguments.push(byte);
        match (state.command, state.arguments.as_slice()) {
            (0x2A, &[a, b, c, d]) => state.columns = (word(a, b), word(c, d)),
            (0x2B, &[a, b, c, d]) => state.pages = (word(a, b), word(c, d)),
            (0x36, &[mode]) => state.address_mode = mode,
            (0x3A, &[format]) => state.pixel_bits = if format & 7 == 5 { 16 } else { 18 },
            (0x2C, &[a, b]) if state.pixel_bits == 16 => {
                let pixel = word(a, b);
                state.arguments.clear();
                self.pixel(pixel);
            }
            (0x2C, &[red, green, blue]) if state.pixel_bits == 18 => {
                let [red, green, blue] = [red, green, blue].map(u16::from);
                state.arguments.clear();
                self.pixel((red >> 3) << 11 | (green >> 2) << 5 | blue >> 3);
            }
            // The rest of an argument is still to come.
            (0x2A..=0x2C | 0x26 | 0xB0.., _) => {}
            (command, _) => self.complaints.push(format!("{command:02X} has too many arguments")),
        }
    }

    fn pixel(&mut self, pixel: u16) {
        let (column, page) = self.state.at;
        let mode = self.state.address_mode;
        let (x, y) = if mode & 0x20 != 0 { (page, column) } else { (column, page) };
        if x >= WIDTH || y >= HEIGHT {
            self.complaints.push(format!("a pixel at {x}, {y}"));
            return;
        }
        let x = if mode & 0x40 != 0 { WIDTH - 1 - x } else { x };
        let y = if mode & 0x80 != 0 { HEIGHT - 1 - y } else { y };
        if let Some(cell) = self.memory.get_mut(usize::from(y) * usize::from(WIDTH) + usize::from(x)) {
            *cell = pixel;
        }
        let state = &mut self.state;
        state.at = if column < state.columns.1 {
            (column + 1, page)
        } else if page < state.pages.1 {
            (state.columns.0, page + 1)
        } else {
            (state.columns.0, state.pages.0)
        };
    }
}

fn word(high: u8, low: u8) -> u16 {
    u16::from_be_bytes([high, low])
}

/// What a memory holds that nobody has written.
fn noise() -> Vec<u16> {
    (0..WIDTH * (HEIGHT / 4)).flat_map(|n| [n, !n, n ^ 0x5A5A, 0x1234]).collect()
}
