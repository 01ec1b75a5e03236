//! What systemd hears of the daemon: ready, alive, and how the hall is.

use std::time::Duration;

use sd_notify::NotifyState;
use tracing::warn;

/// The line to systemd; silent when nobody started us as a service of type `notify`.
#[derive(Debug, Default)]
pub struct Notify {
    told: String,
}

impl Notify {
    /// The hall can be worked with.
    pub fn ready(&mut self) {
        self.send(&[NotifyState::Ready]);
    }

    /// The engine's loop came round.
    pub fn alive(&mut self) {
        self.send(&[NotifyState::Watchdog]);
    }

    /// One sentence on how the hall is, shown by `systemctl status`; sent when it changed.
    pub fn status(&mut self, sentence: &str) {
        if self.told != sentence {
            sentence.clone_into(&mut self.told);
            self.send(&[NotifyState::Status(sentence)]);
        }
    }

    /// The daemon is about to end.
    pub fn stopping(&mut self) {
        self.send(&[NotifyState::Stopping]);
    }

    fn send(&self, states: &[NotifyState<'_>]) {
        if let Err(error) = sd_notify::notify(false, states) {
            warn!(%error, "systemd did not take a notification");
        }
    }
}

/// How often the engine's loop has to come round when nothing happens, so that the service's watchdog of ten
/// seconds (D04) is fed in time even if one round is late.
pub const ROUND: Duration = Duration::from_secs(2);
