//! The thread that looks at the supply of the machine's own board.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, SyncSender, channel};
use std::time::Duration;

use tracing::warn;

use super::Note;
use crate::runtime::engine::Input;
use crate::runtime::supply;
use crate::runtime::threads::give_way;

/// How often it is looked at: the firmware's flag stands until the kernel's next look, two seconds.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The thread; dropping it ends the thread at its next look.
pub(super) struct Watch(#[expect(dead_code, reason = "its end is the news")] Sender<()>);

/// Starts to look at this file, if there is one.
pub(super) fn start(file: Option<PathBuf>, inbox: SyncSender<Note>) -> io::Result<Option<Watch>> {
    let Some(file) = file else { return Ok(None) };
    let (alive, ended) = channel();
    std::thread::Builder::new().name("supply".into()).spawn(move || {
        give_way();
        let mut before = false;
        while ended.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
            let sags = match supply::sags(&file) {
                Ok(sags) => sags,
                Err(error) => {
                    return warn!(file = %file.display(), %error, "nobody knows whether the supply sags");
                }
            };
            // What does not fit is told at the next look.
            if sags != before && inbox.try_send(Note::Input(Input::Supply { sags })).is_ok() {
                before = sags;
            }
        }
    })?;
    Ok(Some(Watch(alive)))
}
