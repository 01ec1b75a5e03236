//! `[storage]`: where the journal's second copy stands, how much room is held for calls on a full disk,
//! and how much may be written in a day.

use std::path::PathBuf;

use super::keys::Keys;
use super::values::{OrNone, Text, Whole};

/// Bytes in a MiB.
const MIB: u64 = 1 << 20;

/// What a hall sets about its disks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage {
    /// A folder on another medium, for the event copy and the second journal; beside the journal when `None`.
    pub second: Option<PathBuf>,
    /// How many days of event copies are kept: 2 to 400.
    pub copies: usize,
    /// Room that is given up first when the journal's disk is full, in bytes; 0 for none.
    pub ballast: u64,
    /// More than this written in a day is told, in bytes; 0 for no budget.
    pub daily_writes: u64,
}

/// Reads the table.
pub(super) fn read(keys: &Keys<'_>) -> Storage {
    Storage {
        second: keys.or("second", &OrNone(Text), None).map(PathBuf::from),
        copies: keys.or("copies", &Whole(2..=400_usize), 30),
        ballast: keys.or("ballast-mib", &Whole(0..=1024_u64), 16) * MIB,
        daily_writes: keys.or("daily-writes-mib", &Whole(0..=1_048_576_u64), 0) * MIB,
    }
}
