//! Simulated devices: the far end of each cable, written from the maker's sheet.
//!
//! They know neither drivers nor framing, so that a mistake in one is not mirrored in the other. Each has
//! two sides: the wire ([`Device`]) and the hands and eyes of people (its own public methods: press, tear
//! off, look at).

pub mod alpha_sign;
pub mod card_reader;
pub mod dgus_panel;
pub mod font_board;
pub mod frame_keys;
pub mod keypad;
pub mod keys;
pub mod letter_lcd;
pub mod lock_board;
pub mod modbus;
pub mod oled;
pub mod pad;
pub mod panel;
pub mod printer;
mod printer_head;
pub mod printer_language;
pub mod printer_paper;
mod printer_state;
pub mod spi_panel;
pub mod text_board;
pub mod upsd;

use crate::time::Instant;

/// A device at the far end of a cable.
///
/// On a shared pair every device hears every byte, those of its neighbours too, and must answer only to its
/// own address.
pub trait Device: Send {
    /// Bytes reached the device, in chunks of any size.
    fn hear(&mut self, now: Instant, bytes: &[u8]);

    /// When the device will have something to say or do of its own; asked after every other call.
    fn due(&self) -> Option<Instant>;

    /// What the device puts on the wire at this moment; empty for silence.
    fn speak(&mut self, now: Instant) -> Vec<u8>;

    /// The device lost its supply and has it again: what it kept in memory is gone.
    fn power_cycle(&mut self, now: Instant);
}
