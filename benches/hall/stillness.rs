//! The stopwatch of a measured start. That of the tests stands still with the disk; a benchmark counts the disk's
//! time too, and tries it with no pages of its own meanwhile.

use std::time::{Duration, Instant};

use super::floor::now;

/// Goes whatever the disk does.
#[derive(Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn start() -> Self {
        Self(now())
    }

    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
