//! What a failure of the journal says about its disk: the reason, as the office records it.

use std::io;

use rusqlite::ErrorCode;

use super::copy::CopyError;
use super::keep::{Cause, KeepError};
use super::open::OpenError;
use crate::domain::keeping::Why;

/// Why a file cannot be written.
fn why_not(error: &io::Error) -> Why {
    let kinds = [(io::ErrorKind::StorageFull, Why::Full), (io::ErrorKind::ReadOnlyFilesystem, Why::ReadOnly)];
    let known = kinds.into_iter().find(|(kind, _)| *kind == error.kind());
    known.map_or(Why::Failed, |(_, why)| why)
}

impl OpenError {
    /// Whether it is the disk that fails, and not what stands on it: a journal that is another hall's, damaged,
    /// in use or too new is not to be gone around.
    #[must_use]
    pub fn is_the_disk(&self) -> bool {
        match self {
            Self::File { .. } => true,
            Self::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::CannotOpen
                        | ErrorCode::ReadOnly
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::DiskFull
                        | ErrorCode::PermissionDenied
                )
            ),
            Self::OldSqlite { .. }
            | Self::InUse { .. }
            | Self::NotAJournal { .. }
            | Self::Newer { .. }
            | Self::OtherSite { .. }
            | Self::Setting { .. }
            | Self::Damaged(_)
            | Self::ReaderStays => false,
        }
    }

    /// The reason in one word.
    #[must_use]
    pub fn why(&self) -> Why {
        if let Self::File { error, .. } = self {
            return why_not(error);
        }
        let Self::Sqlite(error) = self else { return Why::Failed };
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Why::Full,
            Some(ErrorCode::ReadOnly) => Why::ReadOnly,
            Some(_) | None => Why::Failed,
        }
    }
}

impl Cause {
    /// The reason in one word.
    #[must_use]
    pub fn why(&self) -> Why {
        match self {
            Self::DiskFull => Why::Full,
            Self::Second(CopyError::File { error, .. }) => why_not(error),
            Self::ReadOnly => Why::ReadOnly,
            Self::FailedBefore
            | Self::OutOfOrder { .. }
            | Self::StoredAlready(_)
            | Self::Second(CopyError::NotOurs { .. } | CopyError::Gap { .. })
            | Self::Unfit(_)
            | Self::Disk(_)
            | Self::Planned => Why::Failed,
        }
    }
}

impl KeepError {
    /// The reason in one word; `None` when it tells nothing beyond what was known before.
    #[must_use]
    pub fn why(&self) -> Option<Why> {
        match self {
            Self::ReadOnly => Some(Why::ReadOnly),
            Self::Open(error) => Some(error.why()).filter(|why| *why != Why::Failed),
            Self::Gone | Self::Unreadable { .. } | Self::Broken { .. } => Some(Why::Failed),
            Self::Second(_) | Self::Closed | Self::Disk(_) | Self::Planned => None,
        }
    }
}
