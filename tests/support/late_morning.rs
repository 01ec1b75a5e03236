//! The zone in which a test's hall lives: midnight ends the business day, and a test may run at any hour.

use std::time::{SystemTime, UNIX_EPOCH};

/// A name of the IANA list for a zone in which it is between ten and eleven in the morning.
#[expect(clippy::disallowed_methods, reason = "the daemon under test lives in real time")]
pub fn late_morning() -> String {
    let hour =
        i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 3600 % 24).unwrap();
    // From eleven hours behind to twelve before; zones of this family bear the opposite sign.
    let before = (10 - hour + 11).rem_euclid(24) - 11;
    format!("Etc/GMT{:+}", -before)
}
