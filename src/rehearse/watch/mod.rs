//! The watch: what must hold after every step, whatever happens in the hall.
//!
//! It keeps a book of its own from the stored events, written without the office's code, and looks at what
//! faces are told, at what stands on devices, and at the office itself.

mod book;
mod by_paper;
mod entry;
mod faces;
mod manners;
mod order;
mod windows;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use hal::port::keypad::Key;

pub use self::book::Book;
pub use self::entry::{Entry, Stage};
pub use self::faces::{Claim, claims, spoken};

use self::manners::Manners;
use super::agenda::{SECOND, Time};
use crate::domain::event::Event;
use crate::domain::id::{ServiceDay, TicketNumber, WindowId};
use crate::domain::manual::Block;
use crate::domain::office::Office;
use crate::domain::record::Record;
use crate::domain::ticket::TicketState;
use crate::journal::chain;
use crate::journal::memory::MemoryJournal;

/// So long a slip may lie in the printer before somebody takes it, or a face shows what it showed, in milliseconds.
const ON_ITS_WAY: u64 = 10 * SECOND;

/// What can be found broken. The numbers are those of the fault catalogue's invariants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// INV1: a number was shown, printed or said that is not in the journal.
    ShownNotStored,
    /// INV1: a ticket whose number somebody holds is not in the office, or not where it should be.
    TicketLost,
    /// INV1: a ticket ended twice, or did not end with its day.
    EndedWrongly,
    /// INV2: a ticket was called that did not wait, or two stood at one window, or one request was granted
    /// twice.
    CalledTwice,
    /// INV2: a slip was printed again that nobody asked for.
    PrintedTwice,
    /// INV3: one number was given twice, or two for one touch.
    NumberTwice,
    /// INV4: somebody was overtaken.
    Overtaken,
    /// INV4: a promised place was not kept.
    PromiseBroken,
    /// INV4: replaying the records gives another office.
    ReplayDiffers,
    /// INV5: somebody waits, a clerk presses NEXT, and nothing happens; or a question has no answer.
    Stuck,
    /// INV5: a call was given up that a voice of the hall could have said.
    NotSaid,
    /// INV5: somebody waits who stands on no manual-calling sheet, and by the sheet he would never be called.
    NotOnTheSheet,
    /// INV5: a number was given while the hall was to stop, as the mains were lost: nobody would call it.
    GivenOnBattery,
    /// INV6: something grows without bound.
    Unbounded,
    /// INV6: a device that comes and goes is used as often as it comes.
    NotHeld,
    /// INV7: a screen shows something else than the stored office says.
    ScreenDiffers,
    /// INV7: a task is said to go on by a means that is out, or not by one that is well.
    WrongMeans,
    /// INV7: something was recorded that nobody did.
    Invented,
    /// INV8: the chain does not verify, or a row is not what was stored.
    ChainBroken,
}

impl Check {
    /// The invariant of the fault catalogue that it guards.
    #[must_use]
    pub fn invariant(self) -> &'static str {
        match self {
            Self::ShownNotStored | Self::TicketLost | Self::EndedWrongly => "INV1",
            Self::CalledTwice | Self::PrintedTwice => "INV2",
            Self::NumberTwice => "INV3",
            Self::Overtaken | Self::PromiseBroken | Self::ReplayDiffers => "INV4",
            Self::Stuck | Self::NotSaid | Self::NotOnTheSheet | Self::GivenOnBattery => "INV5",
            Self::Unbounded | Self::NotHeld => "INV6",
            Self::ScreenDiffers | Self::WrongMeans | Self::Invented => "INV7",
            Self::ChainBroken => "INV8",
        }
    }
}

/// One broken promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub check: Check,
    /// What was seen.
    pub what: String,
}

impl Finding {
    /// A broken promise with what was seen.
    pub fn new(check: Check, what: impl Into<String>) -> Self {
        Self { check, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}: {}", self.check.invariant(), self.check, self.what)
    }
}

/// Keeps the book and what people hold in their hands.
#[derive(Debug, Default)]
pub struct Watch {
    book: Book,
    manners: Manners,
    /// Numbers that somebody has seen or holds, with their day.
    promised: Vec<(ServiceDay, TicketNumber)>,
    records: usize,
    /// When the day of the book was opened, and the numbers of the day before it.
    turned: Time,
    before: BTreeSet<TicketNumber>,
    /// Numbers that were given in memory only, and went with the power.
    lost: BTreeSet<(ServiceDay, TicketNumber)>,
    /// The same of whole blocks for paper.
    lost_blocks: Vec<(ServiceDay, Block)>,
    /// The digits that a clerk has typed since another key of the keypad.
    typed: BTreeMap<WindowId, String>,
}

impl Watch {
    /// The book.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Takes over what was stored since it looked last.
    ///
    /// # Errors
    /// The first promise that a record breaks.
    pub fn stored(&mut self, now: Time, records: &[Record]) -> Result<(), Finding> {
        for record in records.get(self.records..).unwrap_or_default() {
            self.manners.record(&self.book, record)?;
            self.is_given_anew(record)?;
            if let Some(Event::DayOpened(_)) = record.events.first() {
                (self.turned, self.before) = (now, self.book.numbers().collect());
            }
            self.book.record(now, record)?;
        }
        self.records = records.len();
        Ok(())
    }

    /// Looks at what a face is told or the voice says.
    ///
    /// # Errors
    /// When it claims what is not in the journal.
    pub fn claimed(&self, claim: &Claim) -> Result<(), Finding> {
        let stored = match claim {
            Claim::Number(number) => self.book.knows(*number),
            Claim::Called(number, window) => self.book.was_called(*number, *window),
            Claim::OnKeypad(number, window) => self.book.knows(*number) || self.is_typed(*number, *window),
        };
        if stored { Ok(()) } else { Err(Finding::new(Check::ShownNotStored, format!("{claim:?}"))) }
    }

    /// A clerk presses a key: what he types, he sees.
    pub fn pressed(&mut self, window: WindowId, key: Key) {
        let typed = self.typed.entry(window).or_default();
        if let Key::Digit(digit) = key {
            typed.push(char::from(b'0' + digit % 10));
        } else {
            typed.clear();
        }
    }

    fn is_typed(&self, number: TicketNumber, window: WindowId) -> bool {
        let value = format!("{:0width$}", number.value, width = usize::from(number.width));
        self.typed.get(&window).is_some_and(|typed| *typed == value)
    }

    /// Somebody holds this number, on paper or in mind. A slip that was on its way when a clock opened another day is
    /// one of the day before.
    pub fn promised(&mut self, now: Time, number: TicketNumber) {
        let is_on_its_way = now.since(self.turned) < ON_ITS_WAY && self.before.contains(&number);
        if is_on_its_way && !self.book.knows(number) {
            return;
        }
        if let Some(day) = self.book.day()
            && !self.lost.contains(&(day, number))
        {
            self.promised.push((day, number));
        }
    }

    /// Records that were in memory only are gone: the book goes back to what is stored. How many tickets nobody knows of
    /// any more; their numbers are in people's hands, and nobody else's that day.
    ///
    /// # Errors
    /// Never, as every record that is left was looked at before.
    pub fn lost(&mut self, now: Time, stored: &[Record]) -> Result<u64, Finding> {
        let before = std::mem::take(&mut self.book);
        let (turned, numbers) = (self.turned, std::mem::take(&mut self.before));
        (self.manners, self.records) = (Manners::default(), 0);
        self.stored(now, stored)?;
        (self.turned, self.before) = (turned, numbers);
        let Some(day) = before.day() else { return Ok(0) };
        let is_here = |number: TicketNumber| self.book.day() == Some(day) && self.book.knows(number);
        let lost: Vec<_> = before.numbers().filter(|number| !is_here(*number)).collect();
        let blocks = before.blocks.into_iter().filter(|block| !self.book.blocks.contains(block));
        self.lost_blocks.extend(blocks.map(|block| (day, block)));
        self.lost.extend(lost.iter().map(|number| (day, *number)));
        self.promised.retain(|promised| !self.lost.contains(promised));
        Ok(u64::try_from(lost.len()).unwrap_or(u64::MAX))
    }

    /// Nobody is given a number that somebody holds from an hour that was lost.
    fn is_given_anew(&self, record: &Record) -> Result<(), Finding> {
        let given = record.events.iter().filter_map(|event| {
            let Event::TicketIssued { number, .. } = event else { return None };
            Some(*number)
        });
        let mut again = given.filter(|number| {
            let mut blocks = self.lost_blocks.iter().filter(|(day, _)| *day == record.day);
            self.lost.contains(&(record.day, *number))
                || blocks.any(|(_, block)| by_paper::holds(block, *number))
        });
        again.next().map_or(Ok(()), |number| {
            let what = format!("{number} is in somebody's hands from an hour that was lost");
            Err(Finding::new(Check::NumberTwice, what))
        })
    }

    /// Compares the office with the book: the same tickets, each in its place. Asked when the office is not
    /// ahead.
    ///
    /// # Errors
    /// The first ticket that is missing or stands elsewhere.
    pub fn compare(&self, office: &Office) -> Result<(), Finding> {
        let lost = |what: String| Finding::new(Check::TicketLost, what);
        if office.day().is_some() && office.day() != self.book.day() {
            return Err(lost(format!(
                "the office lives on {:?}, the book on {:?}",
                office.day(),
                self.book.day()
            )));
        }
        if office.day().is_none() {
            return Ok(());
        }
        for (day, number) in self.promised.iter().filter(|(day, _)| Some(*day) == self.book.day()) {
            if !self.book.knows(*number) {
                return Err(lost(format!("somebody holds {number} of {day}")));
            }
        }
        for (id, entry) in self.book.tickets() {
            let Some(ticket) = office.ticket(id) else {
                return Err(lost(format!("{} is gone", entry.number)));
            };
            let in_place = same_place(&ticket.state, entry.stage)
                && ticket.number == entry.number
                && ticket.class == entry.class
                && ticket.service() == entry.service();
            if !in_place {
                return Err(lost(format!(
                    "{} stands at {:?}, not at {:?}",
                    entry.number, ticket.state, entry.stage
                )));
            }
        }
        Ok(())
    }

    /// Replays the day from the records and compares.
    ///
    /// A machine that lives through the night also remembers which day it closed before, and one that was
    /// started in the day does not: either replay may be the equal one.
    ///
    /// # Errors
    /// When the records contradict each other or give another office.
    pub fn replay(&self, records: &[Record], office: &Office) -> Result<(), Finding> {
        let Some(day) = office.day() else { return Ok(()) };
        let differs = |what: String| Finding::new(Check::ReplayDiffers, what);
        let again = |records: &mut dyn Iterator<Item = Record>| {
            Office::replay(records).map_err(|contradiction| differs(contradiction.to_string()))
        };
        let today = again(&mut records.iter().filter(|record| record.day == day).cloned())?;
        if today == *office || again(&mut records.iter().cloned())? == *office {
            return Ok(());
        }
        Err(differs("the replayed office is another one".to_owned()))
    }

    /// Reads every row back, and follows the chain from the first to the last.
    ///
    /// # Errors
    /// The first row that is not what was stored or does not follow.
    pub fn rows(&self, journal: &MemoryJournal, site: &str, records: &[Record]) -> Result<(), Finding> {
        let broken = |what: String| Finding::new(Check::ChainBroken, what);
        let mut hash = chain::site(site, &[0; 16]);
        let mut expected = records.iter();
        for row in journal.rows() {
            hash = chain::row(&hash, row);
            match row.record() {
                Ok(record) if Some(&record) == expected.next() => {}
                Ok(_) => return Err(broken(format!("row {} is not what was stored", row.seq))),
                Err(error) => return Err(broken(format!("row {}: {error}", row.seq))),
            }
        }
        if expected.next().is_some() {
            return Err(Finding::new(Check::TicketLost, "a stored record has no row"));
        }
        if hash == journal.hash() { Ok(()) } else { Err(broken("the last hash is another one".to_owned())) }
    }
}

fn same_place(state: &TicketState, stage: Stage) -> bool {
    match (state, stage) {
        (TicketState::Waiting { .. }, Stage::Waiting)
        | (TicketState::Missed { .. }, Stage::Missed)
        | (TicketState::Served { .. }, Stage::Served)
        | (TicketState::Cancelled { .. }, Stage::Cancelled) => true,
        (TicketState::Called(call), Stage::Called(window))
        | (TicketState::Serving { call, .. }, Stage::Serving(window)) => call.window == window,
        (TicketState::Parked { window: at, .. }, Stage::Parked(window)) => *at == window,
        (
            TicketState::Waiting { .. }
            | TicketState::Called(_)
            | TicketState::Serving { .. }
            | TicketState::Parked { .. }
            | TicketState::Missed { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled { .. },
            _,
        ) => false,
    }
}
