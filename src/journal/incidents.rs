//! What was wrong with each device, and when it was tried: a table beside the story.
//!
//! It stands in a file of its own, so that no ticket ever waits for it: it has neither chain nor promise, is
//! written when the disk has time, and is bounded. Nothing is held open between two questions.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::domain::moment::Wall;

/// The name of the file, beside the journal.
const FILE: &str = "devices.db";

/// So many incidents of one device are kept: a bad contact fills them in a day, a good device never.
pub const KEPT_OF_A_DEVICE: u32 = 200;

/// So many are kept of all devices together, those among them that left the hall.
const KEPT: i64 = 20_000;

/// Whoever else has the file open is done with it long before.
const BUSY: Duration = Duration::from_secs(2);

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS incident (
        id          INTEGER PRIMARY KEY,    -- the order of everything
        device      TEXT NOT NULL,          -- its name in the configuration
        kind        TEXT NOT NULL,          -- `fault` or `trial`
        open        INTEGER NOT NULL,       -- 1 while a fault lasts
        from_ms     INTEGER,                -- UTC; NULL while nobody knew the time
        until_ms    INTEGER,
        offset_min  INTEGER NOT NULL,       -- the hall's zone when it was written
        words       TEXT NOT NULL,          -- why, or what came of the trial
        person      TEXT                    -- who tried
    ) STRICT;
    CREATE INDEX IF NOT EXISTS incident_of ON incident (device, id);";

/// The incidents of one hall. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Incidents {
    path: PathBuf,
}

/// Something to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The device's name.
    pub device: String,
    /// When; `None` while nobody knows the time.
    pub at: Option<Wall>,
    /// What.
    pub what: What,
}

/// What happened to a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It has this fault, and none of another kind any more.
    Wrong(String),
    /// It has no fault.
    Well,
    /// A person tried it.
    Tried {
        /// Who.
        person: String,
        /// What came of it.
        words: String,
    },
}

/// One line of a device's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// Since when; `None` while nobody knew the time.
    pub from_ms: Option<i64>,
    /// Until when; `None` while it lasts, or nobody knew the time.
    pub until_ms: Option<i64>,
    /// Minutes to add for the hall's own time.
    pub offset_min: i16,
    /// Whether it lasts.
    pub open: bool,
    /// Why, or what came of a trial.
    pub words: String,
    /// Who tried it; `None` for a fault.
    pub person: Option<String>,
}

/// The file cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the devices' history {}: {source}", path.display())]
pub struct IncidentError {
    path: PathBuf,
    source: rusqlite::Error,
}

impl Incidents {
    /// The incidents in the folder of the journal. Opens nothing yet.
    #[must_use]
    pub fn of(state: &Path) -> Self {
        Self { path: state.join(FILE) }
    }

    /// Writes all of these down, or none.
    ///
    /// # Errors
    /// When the file cannot be written: the disk is full, or it is no file of ours.
    pub fn write(&self, entries: &[Entry]) -> Result<(), IncidentError> {
        self.try_write(entries).map_err(|source| self.error(source))
    }

    fn try_write(&self, entries: &[Entry]) -> rusqlite::Result<()> {
        let mut sql = Connection::open(&self.path)?;
        sql.busy_timeout(BUSY)?;
        // A power cut may cost the newest lines; the file stays whole.
        sql.pragma_update(None, "synchronous", "NORMAL")?;
        sql.execute_batch(SCHEMA)?;
        let all = sql.transaction()?;
        for entry in entries {
            write(&all, entry)?;
        }
        all.commit()
    }

    /// The history of a device, newest first; empty when nothing was ever wrong with it.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn history(&self, device: &str) -> Result<Vec<Incident>, IncidentError> {
        if !self.path.exists() {
            return Ok(Vec::new());
        }
        self.try_history(device).map_err(|source| self.error(source))
    }

    fn try_history(&self, device: &str) -> rusqlite::Result<Vec<Incident>> {
        let sql = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        sql.busy_timeout(BUSY)?;
        let mut rows = sql.prepare(
            "SELECT from_ms, until_ms, offset_min, open, words, person FROM incident WHERE device = ?1
             ORDER BY id DESC LIMIT ?2",
        )?;
        let incidents = rows.query_map(params![device, KEPT_OF_A_DEVICE], |row| {
            Ok(Incident {
                from_ms: row.get(0)?,
                until_ms: row.get(1)?,
                offset_min: row.get(2)?,
                open: row.get(3)?,
                words: row.get(4)?,
                person: row.get(5)?,
            })
        })?;
        incidents.collect()
    }

    fn error(&self, source: rusqlite::Error) -> IncidentError {
        IncidentError { path: self.path.clone(), source }
    }
}

fn write(sql: &Transaction<'_>, entry: &Entry) -> rusqlite::Result<()> {
    let (at, offset) = (entry.at.map(|at| at.utc_ms), entry.at.map_or(0, |at| at.offset_min));
    let insert = |kind: &str, open: bool, words: &str, person: Option<&str>| {
        let until = at.filter(|_| !open);
        sql.execute(
            "INSERT INTO incident (device, kind, open, from_ms, until_ms, offset_min, words, person)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![entry.device, kind, open, at, until, offset, words, person],
        )
    };
    match &entry.what {
        What::Well => end(sql, entry, at)?,
        What::Wrong(words) => {
            let lasting: Option<String> = sql
                .query_row(
                    "SELECT words FROM incident WHERE device = ?1 AND open = 1",
                    [&entry.device],
                    |row| row.get(0),
                )
                .optional()?;
            // A fault that outlives a restart of the daemon is one.
            if lasting.as_ref() == Some(words) {
                return Ok(());
            }
            end(sql, entry, at)?;
            insert("fault", true, words, None)?;
        }
        What::Tried { person, words } => {
            insert("trial", false, words, Some(person))?;
        }
    }
    sql.execute(
        "DELETE FROM incident WHERE device = ?1 AND id NOT IN
         (SELECT id FROM incident WHERE device = ?1 ORDER BY id DESC LIMIT ?2)",
        params![entry.device, KEPT_OF_A_DEVICE],
    )?;
    sql.execute("DELETE FROM incident WHERE id <= (SELECT max(id) FROM incident) - ?1", [KEPT])?;
    Ok(())
}

/// Whatever lasts of this device is over.
fn end(sql: &Transaction<'_>, entry: &Entry, at: Option<i64>) -> rusqlite::Result<()> {
    let over = "UPDATE incident SET open = 0, until_ms = ?2 WHERE device = ?1 AND open = 1";
    sql.execute(over, params![entry.device, at])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(second: i64, what: What) -> Entry {
        let at = Some(Wall { utc_ms: second * 1000, offset_min: 480 });
        Entry { device: "printer-1".to_owned(), at, what }
    }

    fn wrong(second: i64, words: &str) -> Entry {
        entry(second, What::Wrong(words.to_owned()))
    }

    /// The history as text: from, until, words.
    fn told(incidents: &Incidents) -> Vec<String> {
        let second = |ms: Option<i64>| ms.map_or_else(String::new, |ms| (ms / 1000).to_string());
        let history = incidents.history("printer-1").unwrap();
        history
            .iter()
            .map(|it| format!("{}-{} {}", second(it.from_ms), second(it.until_ms), it.words))
            .collect()
    }

    #[test]
    fn a_fault_lasts_until_the_device_is_well_or_has_another_and_the_newest_stands_first() {
        let folder = tempfile::tempdir().unwrap();
        let incidents = Incidents::of(folder.path());
        assert_eq!(told(&incidents), [""; 0]);

        incidents.write(&[wrong(1, "silent"), wrong(5, "unplugged"), entry(9, What::Well)]).unwrap();
        let tried = What::Tried { person: "li".to_owned(), words: "all seen".to_owned() };
        incidents.write(&[entry(12, tried), wrong(20, "silent")]).unwrap();

        assert_eq!(told(&incidents), ["20- silent", "12-12 all seen", "5-9 unplugged", "1-5 silent"]);
        assert_eq!(incidents.history("another").unwrap(), []);
    }

    #[test]
    fn a_fault_that_outlives_a_restart_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let incidents = Incidents::of(folder.path());
        incidents.write(&[wrong(1, "silent")]).unwrap();

        Incidents::of(folder.path()).write(&[wrong(7, "silent")]).unwrap();

        assert_eq!(told(&incidents), ["1- silent"]);
    }

    #[test]
    fn a_device_that_flaps_keeps_its_newest_incidents_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let incidents = Incidents::of(folder.path());
        let flaps = i64::from(KEPT_OF_A_DEVICE) + 50;

        let entries: Vec<Entry> =
            (0..flaps).flat_map(|at| [wrong(at, "silent"), entry(at, What::Well)]).collect();
        incidents.write(&entries).unwrap();

        let kept = told(&incidents);
        assert_eq!(kept.len(), KEPT_OF_A_DEVICE as usize);
        assert_eq!(kept[0], format!("{0}-{0} silent", flaps - 1));
    }

    #[test]
    fn a_file_that_is_none_of_ours_is_an_error_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "a letter, and no table of anything").unwrap();
        let incidents = Incidents::of(folder.path());

        assert!(incidents.write(&[wrong(1, "silent")]).is_err());
        assert!(incidents.history("printer-1").is_err());
    }
}
