//! What devices say of themselves, as troubles.

use hal::port::{keypad, printer};

use super::trouble::Wrong;

/// What a printer's own words mean for whoever looks after it; `None` when it is well.
#[must_use]
pub fn printer_trouble(status: printer::Status) -> Option<Wrong> {
    let signs = [
        (status.roll == printer::Roll::Out, Wrong::PaperOut),
        (status.cover_open, Wrong::CoverOpen),
        (status.cutter_jammed, Wrong::CutterJammed),
        (status.broken || status.offline && !status.too_hot, Wrong::PrinterError),
        (status.too_hot, Wrong::TooHot),
        (status.roll == printer::Roll::NearEnd, Wrong::PaperNearEnd),
    ];
    signs.into_iter().find(|(is, _)| *is).map(|(_, wrong)| wrong)
}

/// What a keypad's word means for whoever looks after it, after what was wrong before.
#[must_use]
pub fn keypad_trouble(before: Option<Wrong>, event: &keypad::Event) -> Option<Wrong> {
    match event {
        keypad::Event::Stuck(_) => Some(Wrong::KeyStuck),
        keypad::Event::Stranger(address) => Some(Wrong::Stranger(*address)),
        keypad::Event::BatteryLow => Some(Wrong::KeypadBattery),
        // A press proves that no key holds the pad down; a battery is no better for it.
        keypad::Event::Pressed(_) => before.filter(|wrong| *wrong == Wrong::KeypadBattery),
    }
}
