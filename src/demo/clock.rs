//! The demo's only clock: time for simulated devices and for people.

use hal::time::Instant;

/// Counts milliseconds from the moment it was made.
#[derive(Clone, Copy, Debug)]
pub struct Clock(std::time::Instant);

impl Clock {
    /// A clock that begins at zero.
    #[expect(clippy::disallowed_methods, reason = "the demo's devices and people live in real time")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// The time since the start.
    pub fn now(self) -> Instant {
        Instant::from_millis(u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX))
    }
}
