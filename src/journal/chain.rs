//! The chain: each row is sealed by the one before it, over the bytes that are stored.
//!
//! A hash is SHA-256 over a name of what is hashed and then a list of values, each written so that no two
//! lists give the same bytes:
//!
//! | value | bytes |
//! |---|---|
//! | NULL | `0` |
//! | integer | `1`, then eight bytes, two's complement, big end first |
//! | text | `2`, its length in bytes as eight bytes big end first, then UTF-8 |
//! | blob | `3`, its length likewise, then the bytes |
//!
//! | what | name, written as a text | values in order |
//! |---|---|---|
//! | the file, before the first row | `jiaohao site` | identity, birth |
//! | a row | `jiaohao row` | hash before, seq, book, day, version, boot, hall_ms, wall_ms, offset_min, number, body |
//! | a seal | `jiaohao seal` | seal before, day, seq, records, hash of that row |
//! | rows lost at the end | `jiaohao gap` | hash before, first, last |
//!
//! The first row follows the file that it is in, and so does the first seal: neither can move to another
//! file.

use sha2::{Digest, Sha256};

use super::row::Row;
use crate::journal::codec::Stored as _;

/// A link of the chain.
pub type Hash = [u8; 32];

/// A hash in the making.
struct Sealing(Sha256);

impl Sealing {
    fn of(what: &str) -> Self {
        Self(Sha256::new()).text(what)
    }

    fn null(mut self) -> Self {
        self.0.update([0]);
        self
    }

    fn integer(mut self, value: i64) -> Self {
        self.0.update([1]);
        self.0.update(value.to_be_bytes());
        self
    }

    fn optional(self, value: Option<i64>) -> Self {
        match value {
            Some(value) => self.integer(value),
            None => self.null(),
        }
    }

    fn text(self, text: &str) -> Self {
        self.bytes(2, text.as_bytes())
    }

    fn blob(self, bytes: &[u8]) -> Self {
        self.bytes(3, bytes)
    }

    fn bytes(mut self, kind: u8, bytes: &[u8]) -> Self {
        self.0.update([kind]);
        self.0.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(bytes);
        self
    }

    fn hash(self) -> Hash {
        self.0.finalize().into()
    }
}

/// What the first row and the first seal of a file follow: the hall it belongs to, and its random birth mark.
#[must_use]
pub fn site(identity: &str, birth: &[u8]) -> Hash {
    Sealing::of("jiaohao site").text(identity).blob(birth).hash()
}

/// The hash of a row that follows the row with the hash `before`.
#[must_use]
pub fn row(before: &Hash, row: &Row) -> Hash {
    Sealing::of("jiaohao row")
        .blob(before)
        .integer(row.seq)
        .text(&row.book)
        .integer(row.day)
        .integer(row.version)
        .integer(row.boot)
        .integer(row.hall_ms)
        .optional(row.wall_ms)
        .optional(row.offset_min)
        .blob(&row.number)
        .text(&row.body)
        .hash()
}

/// A row in its place: what it follows, and the hash that whoever follows it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The row.
    pub row: Row,
    /// The hash of the row before it, or of the file's site.
    pub before: Hash,
    /// The hash over `before` and the row.
    pub hash: Hash,
}

impl Link {
    /// The row as the one that follows `before`.
    #[must_use]
    pub fn after(before: Hash, row: Row) -> Self {
        Self { hash: self::row(&before, &row), before, row }
    }

    /// Whether this is the row behind that place: the next one, or the first behind rows that a restoration declared
    /// lost there.
    #[must_use]
    pub fn follows(&self, (seq, hash): (i64, Hash)) -> bool {
        let next = self.row.seq == seq + 1 && self.before == hash;
        next || self.row.seq > seq + 1 && self.before == gap(&hash, seq + 1, self.row.seq - 1)
    }

    /// Whether the hash is the row's own: nothing in it was changed.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.hash == row(&self.before, &self.row)
    }
}

/// The end of a day, as its seal holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayEnd {
    /// The day, `yyyymmdd`.
    pub day: i64,
    /// The row that closed it.
    pub seq: i64,
    /// How many rows of the hall's book the day has, up to that row.
    pub records: i64,
    /// The hash of that row.
    pub last: Hash,
}

/// The hash of a seal that follows the seal with the hash `before`.
#[must_use]
pub fn seal(before: &Hash, end: &DayEnd) -> Hash {
    Sealing::of("jiaohao seal")
        .blob(before)
        .integer(end.day)
        .integer(end.seq)
        .integer(end.records)
        .blob(&end.last)
        .hash()
}

/// What follows rows that were lost behind the row with the hash `before`, when no later row tells.
#[must_use]
pub fn gap(before: &Hash, first: i64, last: i64) -> Hash {
    Sealing::of("jiaohao gap").blob(before).integer(first).integer(last).hash()
}

/// A hash as people read it.
#[must_use]
pub fn digits(hash: &Hash) -> String {
    let mut text = String::new();
    hash.store(&mut text);
    text.trim_matches('"').into()
}
