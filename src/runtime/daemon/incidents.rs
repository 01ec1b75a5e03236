//! The thread that writes down what was wrong with the devices: nobody waits for it, and what it cannot write
//! is lost.

use std::io;
use std::sync::mpsc::{SyncSender, sync_channel};

use tracing::{info, warn};

use crate::journal::incidents::{Entry, Incidents};
use crate::runtime::threads::give_way;

/// So many entries wait for a slow disk; a hall whose every device flaps makes fewer in a minute.
const WAITING_MOST: usize = 256;

/// Starts the thread; it ends when the sender is dropped.
pub(super) fn start(incidents: Incidents) -> io::Result<SyncSender<Entry>> {
    let (sender, waiting) = sync_channel::<Entry>(WAITING_MOST);
    std::thread::Builder::new().name("incidents".into()).spawn(move || {
        give_way();
        let mut failing = false;
        while let Ok(first) = waiting.recv() {
            let entries: Vec<Entry> = std::iter::once(first).chain(waiting.try_iter()).collect();
            match (incidents.write(&entries), failing) {
                (Ok(()), true) => info!("the devices' history is written again"),
                (Err(error), false) => warn!(%error, "the devices' history has a gap; the hall goes on"),
                (Ok(()), false) | (Err(_), true) => continue,
            }
            failing = !failing;
        }
    })?;
    Ok(sender)
}
