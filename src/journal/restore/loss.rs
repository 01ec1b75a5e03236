//! What restorations could not bring back, in words, and what they leave open.

use std::fmt;
use std::path::Path;

use crate::domain::event::Event;
use crate::domain::id::{Seq, ServiceDay};
use crate::domain::keeping::KeepingEvent;
use crate::domain::record::Record;
use crate::journal::gap::{self, Gap};
use crate::journal::open;
use crate::journal::reader::{ReadError, Reader};

/// What restorations of these days left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// What they could not bring back, a line each.
    pub losses: Vec<String>,
    /// What is open, if anything is.
    pub open: Option<Unsettled>,
}

/// Rows may be lost of which no source tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// Behind this record nobody knows how many there were.
    pub behind: Seq,
    /// Up to this day, nothing may bear the number next in line: somebody may hold it.
    pub until: ServiceDay,
    /// The last day on which ids and numbers went on further ahead behind that record.
    pub leapt: Option<ServiceDay>,
}

/// What the restorations of a journal left behind that concern its last day or `today`.
///
/// # Errors
/// When the journal cannot be read.
pub fn unsettled(journal: &Path, today: Option<i64>) -> Result<Losses, ReadError> {
    // What is no journal or too new for us is not even opened: that would leave files beside it (D11).
    if open::recognise(journal).is_err() {
        return Ok(Losses::default());
    }
    let reader = Reader::new(journal);
    let mut gaps = reader.origin()?.gaps;
    let Some(latest) = reader.latest()? else { return Ok(Losses::default()) };
    let since = today.unwrap_or_default().min(latest.day.0.into()).max(latest.day.0.into());
    gaps.retain(|gap| gap.known.days.is_none_or(|(_, to)| to >= since));
    let losses = gaps.iter().map(|gap| Words(gap).to_string()).collect();
    let Some(gap) = gaps.iter().rev().find(|gap| gap.known.open_ended) else {
        return Ok(Losses { losses, open: None });
    };
    let behind = gap::position(gap.first - 1);
    let until = gap.known.days.and_then(|(_, to)| u32::try_from(to).ok()).map(ServiceDay);
    let leaps = |record: &Record| {
        record.seq > behind
            && record.events.iter().any(|event| matches!(event, Event::Keeping(KeepingEvent::Leapt { .. })))
    };
    let leapt = reader.day(latest.day)?.iter().any(leaps).then_some(latest.day);
    Ok(Losses { losses, open: until.map(|until| Unsettled { behind, until, leapt }) })
}

/// Every loss that a journal declares, in words.
///
/// # Errors
/// When the journal cannot be read.
pub fn losses(journal: &Path) -> Result<Vec<String>, ReadError> {
    Ok(Reader::new(journal).origin()?.gaps.iter().map(|gap| Words(gap).to_string()).collect())
}

/// A loss in words.
pub(super) struct Words<'a>(pub &'a Gap);

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Gap { first, last, known, .. } = self.0;
        match (known.open_ended, first == last) {
            (true, _) => write!(f, "records from {first} on are lost; nobody can say how many there were")?,
            (false, true) => write!(f, "record {first} is lost")?,
            (false, false) => write!(f, "records {first} to {last} are lost ({})", last - first + 1)?,
        }
        match known.days {
            Some((from, to)) if from == to => write!(f, ", of the day {from}")?,
            Some((from, to)) => write!(f, ", of the days {from} to {to}")?,
            None => {}
        }
        for (place, (day, number)) in known.tickets.iter().enumerate() {
            let lead = if place == 0 { "; with the tickets " } else { ", " };
            write!(f, "{lead}{number} ({day})")?;
        }
        Ok(())
    }
}
