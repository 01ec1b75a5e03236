//! A row of the journal: a record, as it stands on the disk.

use super::codec::{self, Body, CodecError, Problem};
use crate::domain::id::{BootId, RequestNumber, Seq, ServiceDay};
use crate::domain::moment::{HallTime, Moment, Wall};
use crate::domain::record::{Book, Record};
use crate::domain::request::Asked;
use crate::planted::{self, Bug};

/// The columns of a row, but for its two hashes. Whatever SQLite can hold in them, a row can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Position in the journal, from 1.
    pub seq: i64,
    /// `hall` or `ledger`.
    pub book: String,
    /// The business day, `yyyymmdd`.
    pub day: i64,
    /// The codec's version that wrote the body.
    pub version: i64,
    /// The run of the machine.
    pub boot: i64,
    /// Hall time in milliseconds.
    pub hall_ms: i64,
    /// Milliseconds since 1970 in UTC, if the time of day was known.
    pub wall_ms: Option<i64>,
    /// Minutes from UTC to the hall's own time; absent with `wall_ms`.
    pub offset_min: Option<i64>,
    /// The request number: sixteen bytes, big end first.
    pub number: Vec<u8>,
    /// Everything else, as JSON.
    pub body: String,
}

impl Row {
    /// The row of a record, in the version that is written.
    ///
    /// # Errors
    /// When a number is larger than SQLite's integers (2^63 - 1).
    pub fn of(record: &Record) -> Result<Self, CodecError> {
        let Record { seq, book, day, moment, asked, events } = record;
        let Moment { hall, wall, boot } = moment;
        let Asked { number, origin, person, request } = asked;
        let person = &person.filter(|_| !planted::is(Bug::DropsWhoAsked));
        let body =
            Body { origin: *origin, person: *person, request: request.clone(), events: events.clone() };
        Ok(Self {
            seq: stored(seq.0, "seq")?,
            book: book_name(*book).into(),
            day: day.0.into(),
            version: codec::VERSION.into(),
            boot: stored(boot.0, "boot")?,
            hall_ms: stored(hall.0, "hall_ms")?,
            wall_ms: wall.map(|wall| wall.utc_ms),
            offset_min: wall.map(|wall| wall.offset_min.into()),
            number: number.0.to_be_bytes().into(),
            body: codec::to_json(&body),
        })
    }

    /// The record of a row, by the version that wrote it.
    ///
    /// # Errors
    /// When the version is unknown, or a column or the body does not hold what that version writes.
    pub fn record(&self) -> Result<Record, CodecError> {
        if self.version != i64::from(codec::VERSION) {
            return Err(CodecError::here(Problem::Expected("version 1")).under("version"));
        }
        let Body { origin, person, request, events } =
            codec::from_json(&self.body).map_err(|error| error.under("body"))?;
        let number = <[u8; 16]>::try_from(self.number.as_slice())
            .map_err(|_| CodecError::here(Problem::Expected("sixteen bytes")).under("number"))?;
        Ok(Record {
            seq: Seq(restored(self.seq, "seq")?),
            book: book_named(&self.book)?,
            day: ServiceDay(restored(self.day, "day")?),
            moment: Moment {
                hall: HallTime(restored(self.hall_ms, "hall_ms")?),
                wall: self.wall()?,
                boot: BootId(restored(self.boot, "boot")?),
            },
            asked: Asked { number: RequestNumber(u128::from_be_bytes(number)), origin, person, request },
            events,
        })
    }

    fn wall(&self) -> Result<Option<Wall>, CodecError> {
        match (self.wall_ms, self.offset_min) {
            (None, None) => Ok(None),
            (Some(utc_ms), Some(offset)) => {
                Ok(Some(Wall { utc_ms, offset_min: restored(offset, "offset_min")? }))
            }
            (Some(_), None) | (None, Some(_)) => {
                Err(CodecError::here(Problem::Expected("wall_ms and offset_min together"))
                    .under("offset_min"))
            }
        }
    }
}

/// The name of a book in its column.
#[must_use]
pub fn book_name(book: Book) -> &'static str {
    match book {
        Book::Hall => "hall",
        Book::Ledger => "ledger",
    }
}

fn book_named(name: &str) -> Result<Book, CodecError> {
    [Book::Hall, Book::Ledger]
        .into_iter()
        .find(|book| book_name(*book) == name)
        .ok_or_else(|| CodecError::here(Problem::UnknownTag(name.into())).under("book"))
}

/// A number of the domain as SQLite's integer.
fn stored(number: u64, column: &'static str) -> Result<i64, CodecError> {
    i64::try_from(number).map_err(|_| CodecError::here(Problem::OutOfRange("a stored integer")).under(column))
}

/// SQLite's integer as a number of the domain.
fn restored<T: TryFrom<i64>>(integer: i64, column: &'static str) -> Result<T, CodecError> {
    T::try_from(integer).map_err(|_| CodecError::here(Problem::OutOfRange("its type")).under(column))
}
