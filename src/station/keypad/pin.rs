//! A clerk's PIN on its way from the keys to whoever verifies it: never printed, never shown.

use std::fmt;

/// Digits that prove who a clerk is. Its `Debug` says nothing, so that no log can.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// A PIN as typed.
    #[must_use]
    pub fn typed(digits: String) -> Self {
        Self(digits)
    }

    /// The digits, for the one who verifies them and for nobody else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}
