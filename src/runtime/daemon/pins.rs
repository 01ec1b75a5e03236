//! The thread that checks PINs: hashing one is slow on purpose, and the engine must not wait for it.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use super::Note;
use crate::domain::id::StaffId;
use crate::runtime::engine::{Input, PinCheck};
use crate::station::Pin;

/// Checks a PIN against what is kept of it. A clerk without a PIN has none that is right.
pub type CheckPin = Arc<dyn Fn(StaffId, &Pin) -> bool + Send + Sync>;

/// Most PINs that wait to be checked: all clerks of the largest hall at once. One at a time is hashed, so
/// that guessing costs whoever guesses and nobody else (H11).
const WAITING_MOST: usize = 16;

/// Starts the thread; it ends when the sender is dropped.
pub(super) fn start(check: CheckPin, inbox: SyncSender<Note>) -> io::Result<SyncSender<PinCheck>> {
    let (sender, waiting) = sync_channel::<PinCheck>(WAITING_MOST);
    std::thread::Builder::new().name("pins".into()).spawn(move || {
        for asked in waiting {
            let right = check(asked.staff, &asked.pin);
            if inbox.send(Note::Input(Input::PinChecked { check: asked, right })).is_err() {
                return;
            }
        }
    })?;
    Ok(sender)
}
