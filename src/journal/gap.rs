//! Gaps: rows that a restoration could not bring back, declared in the journal itself.
//!
//! A restored journal keeps every row that is proved, at the position it always had, and says of the others that
//! they are lost. The table stands only in files that were restored with a loss. A gap is a link of the chain: it
//! names the hash it follows and the one that follows it, so that rows cannot be taken out afterwards and called
//! lost without the link before them fitting, and `jiaohao verify` names every gap it passes.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use super::chain::Hash;
use super::keep::KeepError;
use crate::domain::id::Seq;

/// One range of lost rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The first position that is lost.
    pub first: i64,
    /// The last one.
    pub last: i64,
    /// The hash of what stands before it.
    pub before: Hash,
    /// What the row behind it follows: what that row itself says, or [`super::chain::gap`] where no later row
    /// was found.
    pub after: Hash,
    /// What is known of the rows that are lost.
    pub known: Known,
}

/// What other rows and sources tell of lost ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The days they belong to or lie between, first and last, `yyyymmdd`.
    pub days: Option<(i64, i64)>,
    /// Tickets that stood in them or that they gave, as printed, with the day of each.
    pub tickets: Vec<(i64, String)>,
    /// Whether more rows than are named may have been lost at the end: no source reaches up to it.
    pub open_ended: bool,
}

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS gap (
        first   INTEGER PRIMARY KEY,
        last    INTEGER NOT NULL,
        before  BLOB NOT NULL,              -- the hash of what stands before the gap
        after   BLOB NOT NULL,              -- what the row behind it follows
        known   TEXT NOT NULL               -- what other sources tell of the lost rows; JSON
    ) STRICT;";

/// Every gap of a file, in order; none in a file without the table.
pub(super) fn all(sql: &Connection) -> Result<Vec<Gap>, KeepError> {
    if !is_there(sql)? {
        return Ok(Vec::new());
    }
    let mut gaps = sql.prepare("SELECT first, last, before, after, known FROM gap ORDER BY first")?;
    let mut rows = gaps.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let first: i64 = row.get(0)?;
        let hash = |column| -> Result<Hash, KeepError> {
            row.get::<_, Vec<u8>>(column)?.try_into().map_err(|_| KeepError::Broken { seq: first })
        };
        let last: i64 = row.get(1)?;
        if last < first {
            return Err(KeepError::Broken { seq: first });
        }
        let known = serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default();
        all.push(Gap { first, last, before: hash(2)?, after: hash(3)?, known });
    }
    Ok(all)
}

fn is_there(sql: &Connection) -> rusqlite::Result<bool> {
    let there = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'gap'";
    Ok(sql.query_row(there, [], |_| Ok(())).optional()?.is_some())
}

/// Declares rows lost.
pub(super) fn declare(sql: &Connection, gap: &Gap) -> rusqlite::Result<()> {
    sql.execute_batch(TABLE)?;
    let known = serde_json::to_string(&gap.known).unwrap_or_default();
    sql.execute(
        "INSERT INTO gap (first, last, before, after, known) VALUES (?, ?, ?, ?, ?)",
        params![gap.first, gap.last, gap.before, gap.after, known],
    )?;
    Ok(())
}

/// Takes back what was declared lost behind this row, as it was found; the end of it, where nobody knows whether that
/// was its end.
pub(super) fn take_back(sql: &Connection, seq: i64) -> rusqlite::Result<Option<(i64, Known)>> {
    if !is_there(sql)? {
        return Ok(None);
    }
    let text = "SELECT last, known FROM gap WHERE first = ?";
    let lost =
        sql.query_row(text, [seq + 1], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).optional()?;
    sql.execute("DELETE FROM gap WHERE first > ?", [seq])?;
    let lost = lost.map(|(last, known)| (last, serde_json::from_str::<Known>(&known).unwrap_or_default()));
    Ok(lost.filter(|(_, known)| known.open_ended))
}

impl Gap {
    /// What may still be lost behind this row, which was found where everything up to `last` was declared lost.
    pub(super) fn behind((seq, hash): (i64, Hash), (last, known): (i64, Known)) -> Self {
        let (first, last) = (seq + 1, last.max(seq + 1));
        // Which tickets stood there was told of rows that are found.
        let known = Known { tickets: Vec::new(), ..known };
        Self { first, last, before: hash, after: super::chain::gap(&hash, first, last), known }
    }
}

/// A row's position as the domain counts it.
pub(super) fn position(seq: i64) -> Seq {
    Seq(u64::try_from(seq).unwrap_or_default())
}
