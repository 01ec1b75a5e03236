//! The seam between the engine and whatever keeps its records: a database, a memory, or a test that fails.

use std::sync::Arc;

use rusqlite::ErrorCode;

use super::codec::CodecError;
use super::copy::CopyError;
use crate::domain::event::Event;
use crate::domain::id::{JobId, Seq, ServiceDay, TicketId};
use crate::domain::keeping::{KeepingEvent, Shortage};
use crate::domain::locker::CabinetEvent;
use crate::domain::moment::Moment;
use crate::domain::record::Record;

/// What keeps the records of a hall.
pub trait Keep {
    /// Stores the batch, all of it or nothing. `Ok` means that it is on the disk and stays there.
    ///
    /// Each record follows the one before it: the first the last stored one, by one.
    ///
    /// # Errors
    /// [`StoreError::NotStored`] when surely nothing of it is kept, [`StoreError::Unknown`] when nobody can
    /// say. After either, nothing more is taken or told until [`Keep::reopen`] has answered.
    fn append(&mut self, batch: &[Record]) -> Result<(), StoreError>;

    /// Closes whatever is open, opens it again and settles what is stored: what [`Keep::day`] answers after
    /// this is on the disk, and what it does not answer will not come back.
    ///
    /// # Errors
    /// When it cannot be opened; ask again, or keep the records in another way.
    fn reopen(&mut self) -> Result<(), KeepError>;

    /// The records of one day, in order; none when the day has none.
    ///
    /// # Errors
    /// When a row cannot be read, or does not follow the row before it.
    fn day(&mut self, day: ServiceDay) -> Result<Vec<Record>, KeepError>;

    /// Where the journal stands; `None` while it is empty.
    ///
    /// # Errors
    /// As for [`Keep::day`].
    fn latest(&mut self) -> Result<Option<Latest>, KeepError>;

    /// The hash of a stored row, as a paper shows it that says what the row says; `None` where it cannot be told.
    fn seal(&mut self, _seq: Seq) -> Option<[u8; 32]> {
        None
    }

    /// Nobody waits for anything: time for what can be done later. `busy` when the next batch waits already,
    /// so that only what cannot be put off is done.
    fn rest(&mut self, busy: bool);

    /// Nobody has asked for anything for a while: looks whether what is kept is still there and can be written.
    ///
    /// # Errors
    /// What is wrong; the journal has to be reopened, or the records be kept in another way.
    fn look(&mut self) -> Result<(), KeepError> {
        Ok(())
    }

    /// What is short where the records are kept, while something is.
    fn shortage(&self) -> Option<Shortage> {
        None
    }

    /// How large the journal's log has grown, in bytes, while a reader keeps it from being written over.
    fn log_held(&self) -> Option<u64> {
        None
    }
}

impl<K: Keep + ?Sized> Keep for Box<K> {
    fn append(&mut self, batch: &[Record]) -> Result<(), StoreError> {
        (**self).append(batch)
    }

    fn reopen(&mut self) -> Result<(), KeepError> {
        (**self).reopen()
    }

    fn day(&mut self, day: ServiceDay) -> Result<Vec<Record>, KeepError> {
        (**self).day(day)
    }

    fn latest(&mut self) -> Result<Option<Latest>, KeepError> {
        (**self).latest()
    }

    fn rest(&mut self, busy: bool) {
        (**self).rest(busy);
    }

    fn seal(&mut self, seq: Seq) -> Option<[u8; 32]> {
        (**self).seal(seq)
    }

    fn look(&mut self) -> Result<(), KeepError> {
        (**self).look()
    }

    fn shortage(&self) -> Option<Shortage> {
        (**self).shortage()
    }

    fn log_held(&self) -> Option<u64> {
        (**self).log_held()
    }
}

/// Where the journal stands: what a start must know before it replays a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latest {
    /// The last record.
    pub seq: Seq,
    /// Its day: the day to replay, or when it is closed, the last one that was.
    pub day: ServiceDay,
    /// Its moment. Hall time goes on from here, and the next boot has a larger number.
    pub moment: Moment,
    /// The hash of its row.
    pub hash: [u8; 32],
    /// Whether its day is closed.
    pub closed: bool,
    /// The smallest ticket that was never given.
    pub next_ticket: TicketId,
    /// The smallest job that was never opened.
    pub next_job: JobId,
}

impl Latest {
    /// Where a journal stands whose last day has these records; `None` when there are none.
    #[must_use]
    pub fn after(records: &[Record], hash: [u8; 32]) -> Option<Self> {
        let last = records.last()?;
        let mut latest = Self {
            seq: last.seq,
            day: last.day,
            moment: last.moment,
            hash,
            closed: false,
            next_ticket: TicketId(1),
            next_job: JobId(1),
        };
        for event in records.iter().flat_map(|record| &record.events) {
            latest.saw(event);
        }
        Some(latest)
    }

    fn saw(&mut self, event: &Event) {
        if let Event::DayOpened(opening) = event {
            (self.next_ticket, self.next_job, self.closed) = (opening.next_ticket, opening.next_job, false);
        } else if let Event::DayClosed = event {
            self.closed = true;
        } else if let Event::TicketIssued { ticket, .. } = event {
            self.next_ticket = self.next_ticket.max(ticket.next());
        } else if let Event::Keeping(
            KeepingEvent::Lowered { next_ticket, next_job, .. }
            | KeepingEvent::Leapt { next_ticket, next_job, .. },
        ) = event
        {
            self.next_ticket = self.next_ticket.max(*next_ticket);
            self.next_job = self.next_job.max(*next_job);
        } else if let Event::Cabinet(CabinetEvent::DoorOrdered { job, .. })
        | Event::SlipOpened { job, .. }
        | Event::CorrectionOpened { job, .. }
        | Event::AnnouncementOpened { job, .. } = event
        {
            self.next_job = self.next_job.max(job.next());
        }
    }
}

/// Why a batch was not stored, or may not have been.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Surely nothing of the batch is stored. What was shown before it stays true.
    #[error("not stored: {0}")]
    NotStored(Cause),
    /// The commit failed: the batch may be stored or not. Reopen, replay, then answer each request by its
    /// number.
    #[error("perhaps stored, perhaps not: {0}")]
    Unknown(Cause),
}

/// What stood in the way of a batch.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Cause {
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The file or its file system takes no writes.
    #[error("the journal's file cannot be written")]
    ReadOnly,
    /// A batch before this one failed, and the journal has not been reopened since.
    #[error("the journal has to be reopened after an earlier failure")]
    FailedBefore,
    /// The batch does not follow what is stored.
    #[error("record {found} cannot follow record {last}")]
    OutOfOrder {
        /// The last stored record, 0 when there is none.
        last: Seq,
        /// The record that should have been the next one.
        found: Seq,
    },
    /// A request number, a day's seal or a position is stored already.
    #[error("stored already: {0}")]
    StoredAlready(String),
    /// The journal on the second medium failed.
    #[error("the second medium: {0}")]
    Second(CopyError),
    /// A value that the journal cannot hold.
    #[error("cannot be stored: {0}")]
    Unfit(#[from] CodecError),
    /// Reading or writing failed.
    #[error("the disk failed: {0}")]
    Disk(Arc<rusqlite::Error>),
    /// A failure that a test asked for.
    #[error("planned failure")]
    Planned,
}

/// Why the journal could not be read or reopened.
#[derive(Clone, Debug, thiserror::Error)]
pub enum KeepError {
    /// A row holds what no version of the codec writes.
    #[error("record {seq} cannot be read: {error}")]
    Unreadable {
        /// The row.
        seq: i64,
        /// What is wrong with it.
        error: CodecError,
    },
    /// A row does not follow from the row before it: it, or a row before it, was changed, moved or taken out.
    #[error("record {seq} does not follow from the record before it")]
    Broken {
        /// The row.
        seq: i64,
    },
    /// The journal's file is not where it was: it, or its folder, was removed, or its medium is gone.
    #[error("the journal's file is gone")]
    Gone,
    /// The journal's file system takes no writes.
    #[error("the journal's disk takes no writes")]
    ReadOnly,
    /// The journal on the second medium could not be opened.
    #[error("the second medium: {0}")]
    Second(CopyError),
    /// The file could not be opened.
    #[error(transparent)]
    Open(Arc<super::open::OpenError>),
    /// It failed, and has not been reopened since.
    #[error("the journal is closed")]
    Closed,
    /// Reading failed.
    #[error("the journal cannot be read: {0}")]
    Disk(Arc<rusqlite::Error>),
    /// A failure that a test asked for.
    #[error("planned failure")]
    Planned,
}

impl KeepError {
    /// Whether it tells that rows are not what was stored; a disk that takes no writes or is gone tells nothing of them.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Unreadable { .. } | Self::Broken { .. } => true,
            Self::Disk(error) => !matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::ReadOnly
                        | ErrorCode::CannotOpen
                        | ErrorCode::PermissionDenied
                        | ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::FileLockingProtocolFailed
                        | ErrorCode::DiskFull
                        | ErrorCode::OutOfMemory
                        | ErrorCode::OperationInterrupted
                )
            ),
            Self::Gone | Self::ReadOnly | Self::Second(_) | Self::Open(_) | Self::Closed | Self::Planned => {
                false
            }
        }
    }
}

impl From<rusqlite::Error> for KeepError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Disk(Arc::new(error))
    }
}

impl From<super::open::OpenError> for KeepError {
    fn from(error: super::open::OpenError) -> Self {
        Self::Open(Arc::new(error))
    }
}
