//! HD44780 letter displays, 16 × 2 and 20 × 4, behind a PCF8574 on I²C: only letters that changed are sent.
//!
//! The expander's eight outputs are the display's pins: P0 RS, P1 R/W, P2 E, P3 the light, P4 to P7 the data
//! D4 to D7. So wired are the backpacks of nearly every maker; two public sources that say so independently:
//! the wiring table of `fm4dd/i2c-lcd` on GitHub and the page on `LiquidCrystal_PCF8574` of the Arduino library
//! hd44780. Address 27 with a PCF8574 and 3F with a PCF8574A, all three pads open (NXP's data sheet of both, 8.1).
//!
//! The display: Hitachi HD44780U, Rev 0.0: table 6 (instructions and their times), figure 24 (start by
//! instruction with four bits). R/W stays low, so its busy flag is not read; at 100 kHz, the expander's own
//! limit, a letter takes ten times longer on the bus than in the display, and only *clear* must be waited for.

use std::time::Duration;

use embedded_hal::i2c::I2c;

use super::{Face, Rectangle, Surface, SurfaceError};

/// Output bits of the expander.
const RS: u8 = 0x01;
const ENABLE: u8 = 0x04;
const LIGHT: u8 = 0x08;

/// From power-on to the first instruction, at 2.7 V.
const POWER_ON: Duration = Duration::from_millis(40);
/// After the first and the second call to order.
const CALL_TO_ORDER: [Duration; 3] =
    [Duration::from_micros(4_100), Duration::from_micros(100), Duration::from_micros(100)];
/// *Clear* at the slowest clock that the sheet allows, 190 kHz.
const CLEAR_TAKES: Duration = Duration::from_micros(2_160);

/// Letters of one transfer: 64 bytes stay below what I²C adapters take at once.
const BURST: usize = 16;

/// A display that is set up.
pub struct LetterLcd<Bus, Wait> {
    bus: Bus,
    address: u8,
    columns: u8,
    rows: u8,
    wait: Wait,
}

impl<Bus: I2c, Wait: FnMut(Duration)> LetterLcd<Bus, Wait> {
    /// Sets up the display behind the expander at this address, with 8 to 20 columns and 1 to 4 rows. `wait`
    /// lets time pass.
    ///
    /// # Errors
    ///
    /// Nothing answers at the address.
    pub fn open(bus: Bus, address: u8, columns: u8, rows: u8, wait: Wait) -> Result<Self, SurfaceError> {
        let mut lcd = Self { bus, address, columns, rows, wait };
        (lcd.wait)(POWER_ON);
        lcd.call_to_order()?;
        lcd.instruct(0x08)?;
        lcd.instruct(0x01)?;
        (lcd.wait)(CLEAR_TAKES);
        lcd.light_up()?;
        Ok(lcd)
    }

    /// Three times *eight bits*, whatever half of a byte it waited for, then *four bits* and two or more rows.
    fn call_to_order(&mut self) -> Result<(), SurfaceError> {
        for pause in CALL_TO_ORDER {
            self.send(&nibble(0x30))?;
            (self.wait)(pause);
        }
        self.send(&nibble(0x20))?;
        (self.wait)(CALL_TO_ORDER[2]);
        self.instruct(if self.rows > 1 { 0x28 } else { 0x20 })
    }

    /// The cursor moves to the right, text stands; on, and no cursor is seen.
    fn light_up(&mut self) -> Result<(), SurfaceError> {
        self.instruct(0x06)?;
        self.instruct(0x0C)
    }

    fn instruct(&mut self, instruction: u8) -> Result<(), SurfaceError> {
        self.send(&byte(instruction, 0))
    }

    fn write(&mut self, column: u32, row: u32, letters: &[u8]) -> Result<(), SurfaceError> {
        let place = address(self.columns, row) + u8::try_from(column).unwrap_or(0);
        self.instruct(0x80 | place)?;
        for letters in letters.chunks(BURST) {
            let bytes: Vec<u8> = letters.iter().flat_map(|&letter| byte(on_glass(letter), RS)).collect();
            self.send(&bytes)?;
        }
        Ok(())
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), SurfaceError> {
        let address = self.address;
        self.bus.write(address, bytes).map_err(|error| SurfaceError::Bus {
            what: format!("PCF8574 at address {address:02X}"),
            why: format!("{error:?}"),
        })
    }
}

impl<Bus: I2c + Send, Wait: FnMut(Duration) + Send> Surface for LetterLcd<Bus, Wait> {
    fn size(&self) -> (u32, u32) {
        (u32::from(self.columns), u32::from(self.rows))
    }

    fn show(&mut self, face: &Face, dirty: &[Rectangle]) -> Result<(), SurfaceError> {
        let letters = face.letters(self.size())?;
        for area in dirty {
            for row in area.y..area.y.saturating_add(area.height).min(u32::from(self.rows)) {
                let [from, width] = [area.x, area.width].map(|n| usize::try_from(n).unwrap_or(usize::MAX));
                let line = letters.row(row);
                let to = from.saturating_add(width).min(line.len());
                self.write(area.x, row, line.get(from..to).unwrap_or(&[]))?;
            }
        }
        Ok(())
    }

    fn refresh(&mut self, face: &Face) -> Result<(), SurfaceError> {
        self.call_to_order()?;
        self.light_up()?;
        self.show(face, &face.whole())
    }
}

/// Where a row begins in the display's memory: the third and fourth go on behind the first two.
fn address(columns: u8, row: u32) -> u8 {
    let start = if row.is_multiple_of(2) { 0x00 } else { 0x40 };
    if row < 2 { start } else { start + columns }
}

/// The character of the display's set (A00) for an ASCII one: it has no backslash and no tilde.
fn on_glass(letter: u8) -> u8 {
    match letter {
        b'\\' => b'/',
        b'~' => b'-',
        other => other,
    }
}

/// The upper half of a byte, taken by the display when *enable* falls.
fn nibble(upper: u8) -> [u8; 2] {
    [upper & 0xF0 | LIGHT | ENABLE, upper & 0xF0 | LIGHT]
}

/// A whole byte in two halves, the upper first; `select` is [`RS`] for letters.
fn byte(value: u8, select: u8) -> [u8; 4] {
    let [a, b] = nibble(value).map(|bits| bits | select);
    let [c, d] = nibble(value << 4).map(|bits| bits | select);
    [a, b, c, d]
}
