//! The SQL of the journal's tables: how rows go in and come out, with their links.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::chain::{self, DayEnd, Hash, Link};
use super::gap::{self, Gap};
use super::keep::KeepError;
use super::row::Row;

/// A row with its two hashes, as they stand on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The row.
    pub row: Row,
    /// What it says of the row before.
    pub before: Vec<u8>,
    /// What it says of itself.
    pub hash: Vec<u8>,
}

/// A seal with its two hashes, as they stand on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// What it seals; `last` as it stands, of any length.
    pub day: i64,
    /// The row that closed the day.
    pub seq: i64,
    /// How many rows the day has.
    pub records: i64,
    /// The hash of the closing row.
    pub last: Vec<u8>,
    /// What it says of the seal before.
    pub before: Vec<u8>,
    /// What it says of itself.
    pub hash: Vec<u8>,
}

const COLUMNS: &str =
    "seq, book, day, version, boot, hall_ms, wall_ms, offset_min, number, body, before, hash";

fn linked(sql: &rusqlite::Row<'_>) -> rusqlite::Result<Linked> {
    Ok(Linked {
        row: Row {
            seq: sql.get(0)?,
            book: sql.get(1)?,
            day: sql.get(2)?,
            version: sql.get(3)?,
            boot: sql.get(4)?,
            hall_ms: sql.get(5)?,
            wall_ms: sql.get(6)?,
            offset_min: sql.get(7)?,
            number: sql.get(8)?,
            body: sql.get(9)?,
        },
        before: sql.get(10)?,
        hash: sql.get(11)?,
    })
}

fn seal(sql: &rusqlite::Row<'_>) -> rusqlite::Result<Seal> {
    Ok(Seal {
        day: sql.get(0)?,
        seq: sql.get(1)?,
        records: sql.get(2)?,
        last: sql.get(3)?,
        before: sql.get(4)?,
        hash: sql.get(5)?,
    })
}

/// Adds a row and its link.
pub fn insert(sql: &Connection, row: &Row, before: &[u8], hash: &[u8]) -> rusqlite::Result<()> {
    let text = format!("INSERT INTO record ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    sql.prepare_cached(&text)?.execute(params![
        row.seq,
        row.book,
        row.day,
        row.version,
        row.boot,
        row.hall_ms,
        row.wall_ms,
        row.offset_min,
        row.number,
        row.body,
        before,
        hash
    ])?;
    Ok(())
}

/// Adds the seal of a day.
pub fn insert_seal(sql: &Connection, end: &DayEnd, before: &Hash, hash: &Hash) -> rusqlite::Result<()> {
    let DayEnd { day, seq, records, last } = *end;
    copy_seal(sql, &Seal { day, seq, records, last: last.into(), before: before.into(), hash: hash.into() })
}

/// Adds a seal as it stands elsewhere.
pub fn copy_seal(sql: &Connection, seal: &Seal) -> rusqlite::Result<()> {
    let text = "INSERT INTO seal (day, seq, records, last, before, hash) VALUES (?, ?, ?, ?, ?, ?)";
    let Seal { day, seq, records, last, before, hash } = seal;
    sql.prepare_cached(text)?.execute(params![day, seq, records, last, before, hash])?;
    Ok(())
}

/// Removes the rows behind a place, and their seals.
pub fn remove_behind(sql: &Connection, seq: i64) -> rusqlite::Result<()> {
    sql.prepare_cached("DELETE FROM seal WHERE seq > ?")?.execute([seq])?;
    sql.prepare_cached("DELETE FROM record WHERE seq > ?")?.execute([seq])?;
    Ok(())
}

/// The row at a position.
pub fn at(sql: &Connection, seq: i64) -> rusqlite::Result<Option<Linked>> {
    let text = format!("SELECT {COLUMNS} FROM record WHERE seq = ?");
    sql.prepare_cached(&text)?.query_row([seq], linked).optional()
}

/// The last row.
pub fn last(sql: &Connection) -> rusqlite::Result<Option<Linked>> {
    let text = format!("SELECT {COLUMNS} FROM record ORDER BY seq DESC LIMIT 1");
    sql.prepare_cached(&text)?.query_row([], linked).optional()
}

/// The last seal.
pub fn last_seal(sql: &Connection) -> rusqlite::Result<Option<Seal>> {
    let text = "SELECT day, seq, records, last, before, hash FROM seal ORDER BY seq DESC LIMIT 1";
    sql.prepare_cached(text)?.query_row([], seal).optional()
}

/// The seal of a day.
pub fn seal_of(sql: &Connection, day: i64) -> rusqlite::Result<Option<Seal>> {
    let text = "SELECT day, seq, records, last, before, hash FROM seal WHERE day = ?";
    sql.prepare_cached(text)?.query_row([day], seal).optional()
}

/// The seals of the rows from `first` to `last`, in order.
pub fn seals(sql: &Connection, (first, last): (i64, i64)) -> rusqlite::Result<Vec<Seal>> {
    let text =
        "SELECT day, seq, records, last, before, hash FROM seal WHERE seq BETWEEN ? AND ? ORDER BY seq, day";
    sql.prepare_cached(text)?.query_map([first, last], seal)?.collect()
}

/// Whose the file is, and its birth mark.
pub fn site(sql: &Connection) -> rusqlite::Result<(String, Vec<u8>)> {
    sql.query_row("SELECT identity, birth FROM site", [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// How often the daemon came up, and how often it found the file not closed.
pub fn life(sql: &Connection) -> rusqlite::Result<(i64, i64)> {
    sql.query_row("SELECT starts, unclean FROM life", [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// At most `count` rows from `first` on, in order.
pub fn rows(sql: &Connection, first: i64, count: i64) -> rusqlite::Result<Vec<Linked>> {
    let text = format!("SELECT {COLUMNS} FROM record WHERE seq >= ? ORDER BY seq LIMIT ?");
    sql.prepare_cached(&text)?.query_map([first, count], linked)?.collect()
}

/// The days that have rows, in order. Jumps from one day to the next, as there are far more rows than days.
pub fn days(sql: &Connection) -> rusqlite::Result<Vec<i64>> {
    let next = "SELECT min(day) FROM record WHERE day > ?";
    let mut days = Vec::new();
    let mut statement = sql.prepare_cached(next)?;
    while let Some(day) = statement.query_row([days.last().unwrap_or(&i64::MIN)], |row| row.get(0))? {
        days.push(day);
    }
    Ok(days)
}

/// How many rows a day has.
pub fn records(sql: &Connection, day: i64) -> rusqlite::Result<i64> {
    sql.prepare_cached("SELECT count(*) FROM record WHERE day = ?")?.query_row([day], |row| row.get(0))
}

/// Whether every entry of the index for a day has its row, and every row of the day's stretch its entry.
pub fn index_fits(sql: &Connection, day: i64) -> rusqlite::Result<bool> {
    let Some((first, last)) = span(sql, day)? else { return Ok(true) };
    let text = "SELECT (SELECT count(*) FROM record INDEXED BY record_asked WHERE day = ?1),
                (SELECT count(*) FROM record NOT INDEXED WHERE seq BETWEEN ?2 AND ?3 AND day = ?1)";
    let counts = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
    let (entries, rows) = sql.prepare_cached(text)?.query_row([day, first, last], counts)?;
    Ok(entries == rows)
}

/// The first and the last position of a day's rows; `None` when it has none.
pub fn span(sql: &Connection, day: i64) -> rusqlite::Result<Option<(i64, i64)>> {
    let text = "SELECT min(seq), max(seq) FROM record WHERE day = ?";
    sql.prepare_cached(text)?
        .query_row([day], |row| Ok(row.get::<_, Option<i64>>(0)?.zip(row.get::<_, Option<i64>>(1)?)))
}

/// How many rows of the hall's book a day has up to a position.
pub fn hall_records(sql: &Connection, day: i64, up_to: i64) -> rusqlite::Result<i64> {
    let text = "SELECT count(*) FROM record WHERE day = ? AND book = 'hall' AND seq <= ?";
    sql.prepare_cached(text)?.query_row([day, up_to], |row| row.get(0))
}

/// Hands each row from `first` to `last` to `visit`, in order, until it fails.
pub fn each<E: From<rusqlite::Error>>(
    sql: &Connection,
    (first, last): (i64, i64),
    mut visit: impl FnMut(Linked) -> Result<(), E>,
) -> Result<(), E> {
    let text = format!("SELECT {COLUMNS} FROM record WHERE seq BETWEEN ? AND ? ORDER BY seq");
    let mut statement = sql.prepare_cached(&text)?;
    let mut rows = statement.query([first, last])?;
    while let Some(row) = rows.next()? {
        visit(linked(row)?)?;
    }
    Ok(())
}

/// The rows from `first` to `last`, in order, each proved to follow from the one before it, or from rows that are
/// declared lost.
pub fn links(sql: &Connection, places: (i64, i64)) -> Result<Vec<Link>, KeepError> {
    let gaps = gap::all(sql)?;
    let mut links: Vec<Link> = Vec::new();
    each(sql, places, |linked| {
        let broken = KeepError::Broken { seq: linked.row.seq };
        let Ok(before) = Hash::try_from(linked.before.as_slice()) else { return Err(broken) };
        let link = Link::after(before, linked.row);
        let bridged = |last: &Link| gaps.iter().any(|it| it.before == last.hash && it.after == link.before);
        let follows = links.last().is_none_or(|last| last.hash == link.before || bridged(last));
        if linked.hash != link.hash || !follows {
            return Err(broken);
        }
        links.push(link);
        Ok(())
    })?;
    Ok(links)
}

/// The rows of a day in order, each proved to follow from the one before it, or from rows that are declared
/// lost.
///
/// Rows of other days that stand between them are proved as well, and handed to nobody.
pub fn day(
    sql: &Connection,
    site: &Hash,
    day: i64,
    mut visit: impl FnMut(Row) -> Result<(), KeepError>,
) -> Result<(), KeepError> {
    let Some((first, last)) = span(sql, day)? else { return Ok(()) };
    let gaps = gap::all(sql)?;
    let mut expected = first;
    let mut before = hash_before(sql, site, &gaps, first)?;
    each(sql, (first, last), |linked| {
        if let Some(gap) = gaps.iter().find(|gap| gap.first == expected && gap.before == before) {
            (before, expected) = (gap.after, gap.last + 1);
        }
        let hash = chain::row(&before, &linked.row);
        if linked.row.seq != expected || linked.before != before || linked.hash != hash {
            return Err(KeepError::Broken { seq: expected });
        }
        (before, expected) = (hash, expected + 1);
        if linked.row.day == day { visit(linked.row) } else { Ok(()) }
    })
}

/// What the row at `seq` has to follow: the hash of the row before it, or the site.
fn hash_before(sql: &Connection, site: &Hash, gaps: &[Gap], seq: i64) -> Result<Hash, KeepError> {
    if seq == 1 {
        return Ok(*site);
    }
    if let Some(gap) = gaps.iter().find(|gap| gap.last == seq - 1) {
        return Ok(gap.after);
    }
    let before = at(sql, seq - 1)?.ok_or(KeepError::Broken { seq })?;
    before.hash.try_into().map_err(|_| KeepError::Broken { seq: seq - 1 })
}
