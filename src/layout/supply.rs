//! Where the machine's own board says that its supply sags.

use std::path::PathBuf;

/// Where the machine's own board says that its supply sags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SupplyAlarm {
    /// Nowhere: it is not looked at.
    #[default]
    Nowhere,
    /// Where the kernel tells of a Raspberry Pi's supply, if it does.
    Found,
    /// In this file: it begins with `1` while the supply sags.
    At(PathBuf),
}
