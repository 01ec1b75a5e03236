//! The journal's log, which is folded into its file when nobody waits, and by force when it has grown too large (B17).
//!
//! SQLite writes every commit to the log, and begins it again from its start when all of it is in the file and nobody
//! reads in it. A reader that never finishes lets it grow without end: that is told, and from then on it is cut to
//! nothing at the first moment that the reader allows.

use std::time::Duration;

use super::Store;
use crate::journal::keep::KeepError;
use crate::journal::open::BUSY;

/// When nobody waits, a log of this many pages (1 MiB) is copied back and then written over from its start.
const FOLDED_PAGES: i64 = 256;

/// A log of this many pages (8 MiB) is copied back although somebody waits; longer than this it is held by a reader.
const FORCED_PAGES: i64 = 2048;

/// How long a log that is held is waited for at one time: less than a clerk feels.
const FORCED_WITHIN: Duration = Duration::from_millis(50);

/// What a page takes in the log: itself, and the frame's head (SQLite file format, 4.1).
const FRAME: i64 = 4096 + 24;

impl Store {
    /// Folds the log into the file as far as it has to be. `busy` when the next batch waits already.
    pub(super) fn fold_log(&mut self, busy: bool) {
        let before = self.log_held;
        match self.fold(busy) {
            Ok(held) => self.log_held = held.map(|pages| u64::try_from(pages * FRAME).unwrap_or_default()),
            Err(error) => tracing::warn!(%error, "the journal's log could not be copied back"),
        }
        match (before, self.log_held) {
            (None, Some(bytes)) => {
                tracing::warn!(bytes, "a reader keeps the journal's log from being written over; it grows");
            }
            (Some(_), None) => tracing::info!("the journal's log is folded into its file again"),
            (None, None) | (Some(_), Some(_)) => {}
        }
    }

    /// How many pages a reader holds in the log, if it does.
    fn fold(&self, busy: bool) -> Result<Option<i64>, KeepError> {
        let Some(sql) = &self.sql else { return Ok(None) };
        let pages = |mode: &str| -> rusqlite::Result<(i64, i64)> {
            sql.prepare_cached(mode)?.query_row([], |row| Ok((row.get(1)?, row.get(2)?)))
        };
        let (mut in_log, mut copied) = pages("PRAGMA wal_checkpoint(NOOP)")?;
        if in_log - copied >= if busy { FORCED_PAGES } else { FOLDED_PAGES } {
            (in_log, copied) = pages("PRAGMA wal_checkpoint(PASSIVE)")?;
        }
        let held = in_log >= FORCED_PAGES && copied < in_log || self.log_held.is_some() && in_log > 0;
        if held && !busy {
            // It waits for whoever reads, and no longer than that.
            sql.busy_timeout(FORCED_WITHIN)?;
            let cut = pages("PRAGMA wal_checkpoint(TRUNCATE)");
            sql.busy_timeout(BUSY)?;
            in_log = cut?.0;
            return Ok(Some(in_log).filter(|pages| *pages > 0));
        }
        Ok(held.then_some(in_log))
    }
}
