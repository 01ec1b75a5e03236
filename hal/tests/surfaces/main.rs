//! Every kind of surface, held to the same demands before a simulated device or a file that can be read back.

#![expect(clippy::unwrap_used, reason = "clippy allows it in tests, not in the functions that tests share")]

mod conformance;
mod far_end;
mod letter_lcd;
mod oled;
mod spi_panel;
