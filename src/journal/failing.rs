//! Why a backup medium that is there takes no backup: what a person at the medium can do something about (B19).

use std::io;

use rusqlite::ErrorCode;

use super::backup::BackupError;
use super::fresh::FreshError;

/// What keeps a medium that is there from taking a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failing {
    /// It is write-protected.
    ReadOnly,
    /// It is full.
    Full,
    /// It does not answer.
    Hangs,
}

impl BackupError {
    /// What the medium lacks; `None` where it is not there, or the journal or anything else is at fault.
    #[must_use]
    pub fn failing(&self) -> Option<Failing> {
        match self {
            Self::Folder { error, .. } | Self::Copy(FreshError::File { error, .. }) => of_system(error),
            Self::Copy(FreshError::Sqlite { error, .. }) => match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => Some(Failing::Full),
                Some(ErrorCode::ReadOnly) => Some(Failing::ReadOnly),
                Some(_) | None => None,
            },
            Self::Copy(FreshError::Unreadable { .. } | FreshError::NotWhole { .. })
            | Self::Journal(_)
            | Self::Damaged(_)
            | Self::SameMedium { .. }
            | Self::Busy { .. }
            | Self::Stopped
            | Self::Differs { .. } => None,
        }
    }
}

fn of_system(error: &io::Error) -> Option<Failing> {
    let kinds = [
        (io::ErrorKind::StorageFull, Failing::Full),
        (io::ErrorKind::QuotaExceeded, Failing::Full),
        (io::ErrorKind::ReadOnlyFilesystem, Failing::ReadOnly),
    ];
    kinds.into_iter().find(|(kind, _)| *kind == error.kind()).map(|(_, failing)| failing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b19_what_a_person_can_mend_is_told_from_what_nobody_can() {
        let folder =
            |kind: io::ErrorKind| BackupError::Folder { folder: "/stick".into(), error: kind.into() };

        assert_eq!(folder(io::ErrorKind::StorageFull).failing(), Some(Failing::Full));
        assert_eq!(folder(io::ErrorKind::ReadOnlyFilesystem).failing(), Some(Failing::ReadOnly));
        assert_eq!(folder(io::ErrorKind::NotFound).failing(), None);
        assert_eq!(BackupError::Stopped.failing(), None);
    }
}
