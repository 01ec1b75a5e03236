//! A device of another maker, declared by whoever wrote these bytes: a table in TOML, a zero, and what arrives.
//!
//! Most tables are refused, which is the first half of the promise; a driver that was accepted hears the rest.

use std::time::Duration;

use hal::driver::{Answer, Driver};
use hal::drivers::{AnyOutbox, build};
use hal::time::Instant;

/// The drivers whose wire is declared by their settings.
const DECLARED: [&str; 3] = ["frame-keypad", "frame-pad", "modbus-text"];
/// No declared frame is longer.
const LONGEST_TURN: usize = 512;

/// Declares a device and lets it live on what arrives.
///
/// # Panics
///
/// When a driver does, or says something that cannot be sent.
pub fn live(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let Some(table) = parts.next().and_then(|table| std::str::from_utf8(table).ok()) else { return };
    let Ok(settings) = table.parse::<toml::Table>() else { return };
    let heard = parts.next().unwrap_or_default();
    for name in DECLARED {
        for address in [None, Some(5)] {
            let Ok(mut driver) = build(name, &settings, address) else { continue };
            let (mut now, mut out) = (Instant::from_millis(1_000), AnyOutbox::default());
            driver.attach(now, &mut out);
            for piece in heard.chunks(8) {
                driver.receive(now, piece, &mut out);
                now = now.max(driver.due().unwrap_or(now)) + Duration::from_millis(1);
                let Some(turn) = driver.turn(now, &mut out) else { continue };
                assert!((1..=LONGEST_TURN).contains(&turn.bytes.len()), "{name}: {} bytes", turn.bytes.len());
                driver.sent(now, &mut out);
                driver.receive(now, piece, &mut out);
                if turn.answer != Answer::None && !std::mem::take(&mut out.done) {
                    driver.unanswered(now, &mut out);
                }
                out.events.clear();
            }
        }
    }
}
