//! What systemd hears of the daemon: ready, alive, and how the hall is.
//!
//! It is told from a thread of its own, which only hands on: a service manager that stands still holds up whoever
//! writes to its socket, and the hall must not wait for it. Whether the engine lives is said by the engine alone.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use sd_notify::NotifyState;
use tracing::warn;

/// Words that may wait for systemd; more are dropped, and said again with the next round.
const WAITING: usize = 16;

/// How long the last words are waited for when the daemon ends.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// How often the engine's loop has to come round when nothing happens, so that the service's watchdog of ten
/// seconds (D04) is fed in time even if one round is late.
pub const ROUND: Duration = Duration::from_secs(2);

/// The line to systemd; silent when nobody started us as a service of type `notify`.
#[derive(Debug)]
pub struct Notify {
    line: Option<(SyncSender<Word>, Receiver<()>)>,
    told: String,
}

/// What is told.
#[derive(Debug)]
enum Word {
    Ready,
    Alive,
    Status(String),
    Stopping,
}

impl Default for Notify {
    fn default() -> Self {
        Self { line: line(), told: String::new() }
    }
}

impl Notify {
    /// The hall can be worked with.
    pub fn ready(&mut self) {
        self.say(Word::Ready);
    }

    /// The engine's loop came round.
    pub fn alive(&mut self) {
        self.say(Word::Alive);
    }

    /// One sentence on how the hall is, shown by `systemctl status`; sent when it changed.
    pub fn status(&mut self, sentence: &str) {
        if self.told != sentence && self.say(Word::Status(sentence.to_owned())) {
            sentence.clone_into(&mut self.told);
        }
    }

    /// The daemon is about to end.
    pub fn stopping(&mut self) {
        self.say(Word::Stopping);
    }

    /// Whether there was room for it.
    fn say(&self, word: Word) -> bool {
        self.line.as_ref().is_none_or(|(line, _)| line.try_send(word).is_ok())
    }
}

impl Drop for Notify {
    fn drop(&mut self) {
        if let Some((line, ended)) = self.line.take() {
            drop(line);
            // A service manager that does not listen is not waited for.
            let _ = ended.recv_timeout(LAST_WORDS);
        }
    }
}

/// Starts the thread that hands on; nothing where the system gives none, and the daemon runs without.
fn line() -> Option<(SyncSender<Word>, Receiver<()>)> {
    let (line, words) = sync_channel::<Word>(WAITING);
    let (at_end, ended) = sync_channel::<()>(0);
    let thread = std::thread::Builder::new().name("notify".into()).spawn(move || {
        let _at_end = at_end;
        words.iter().for_each(|word| tell(&word));
    });
    if let Err(error) = thread {
        warn!(%error, "systemd is told nothing");
        return None;
    }
    Some((line, ended))
}

fn tell(word: &Word) {
    let state = match word {
        Word::Ready => NotifyState::Ready,
        Word::Alive => NotifyState::Watchdog,
        Word::Status(sentence) => NotifyState::Status(sentence),
        Word::Stopping => NotifyState::Stopping,
    };
    if let Err(error) = sd_notify::notify(false, &[state]) {
        warn!(%error, "systemd did not take a notification");
    }
}
