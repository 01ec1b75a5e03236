//! A thread that can be rung up and that ends when it is asked to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::Builder;
use std::time::Duration;

use hal::cable::bell::{Bell, Ringer, bell};

use super::StartError;

/// How long a stop may take before a thread is left to the end of the process.
pub const STOP_WITHIN: Duration = Duration::from_secs(1);

/// By how much a thread that draws or mixes steps back behind those that carry keys and faces. Small, as the
/// player that the voice starts inherits it and must still be heard without gaps.
const STEP_BACK: i32 = 5;

/// Lets other threads go first on a busy processor: for work whose milliseconds nobody sees.
pub fn give_way() {
    // Where the system refuses, everything works, only a board may be drawn after a picture.
    let _ = rustix::process::nice(STEP_BACK);
}

/// The outside of a running thread. Dropping it ends the thread and waits for that.
pub struct Thread {
    name: String,
    ringer: Ringer,
    closing: Arc<AtomicBool>,
    /// Its other end is dropped when the thread ends, in whatever way.
    ended: Receiver<()>,
}

/// The inside of a running thread.
pub struct Door {
    bell: Bell,
    closing: Arc<AtomicBool>,
}

impl Thread {
    /// Starts a thread of this name.
    pub fn start(name: String, work: impl FnOnce(Door) + Send + 'static) -> Result<Self, StartError> {
        let system = |source| StartError::System { what: name.clone(), source };
        let (ringer, bell) = bell().map_err(system)?;
        let closing = Arc::new(AtomicBool::new(false));
        let door = Door { bell, closing: Arc::clone(&closing) };
        let (at_end, ended) = channel::<()>();
        let body = move || {
            let _at_end = at_end;
            work(door);
        };
        Builder::new().name(name.clone()).spawn(body).map_err(system)?;
        Ok(Self { name, ringer, closing, ended })
    }

    /// Ends the thread's waiting.
    pub fn ring(&self) {
        self.ringer.ring();
    }

    /// What ends the thread's waiting, for others.
    pub fn ringer(&self) -> Ringer {
        self.ringer.clone()
    }

    /// Asks the thread to end, without waiting for it.
    pub fn dismiss(&self) {
        self.closing.store(true, Ordering::Release);
        self.ring();
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.dismiss();
        if self.ended.recv_timeout(STOP_WITHIN) == Err(RecvTimeoutError::Timeout) {
            tracing::error!(thread = self.name, "did not end in time; left to the end of the process");
        }
    }
}

impl Door {
    /// What the thread waits on.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Whether the thread was asked to end.
    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }
}
