//! The machine's disk: a journal in memory that takes its time, fails when it is told to, and outlives a
//! power cut.

use super::agenda::{SECOND, Time};
use super::dice::Dice;
use crate::domain::id::Seq;
use crate::domain::record::Record;
use crate::journal::keep::{Keep, KeepError, StoreError};
use crate::journal::memory::{Failure, MemoryJournal};
use crate::journal::writer;
use crate::runtime::engine::{Input, Kept};

/// What the disk is at.
#[derive(Debug)]
enum Work {
    /// A batch that reaches the platter at `lands` and is confirmed at `answers`.
    Commit { batch: Vec<Record>, lands: Time, answers: Time },
    /// The batch landed, or did not; its answer is on the way.
    Answer { seals: Vec<(Seq, [u8; 32])>, result: Result<(), StoreError>, answers: Time },
    /// The journal is being opened again.
    Reopen { answers: Time },
}

/// The disk with the journal on it.
#[derive(Debug)]
pub struct Disk {
    journal: MemoryJournal,
    work: Option<Work>,
    dice: Dice,
    /// Every record that is stored, as it was handed over.
    stored: Vec<Record>,
    next_failure: Option<Failure>,
    slow_until: Time,
}

impl Disk {
    /// An empty disk of this site.
    #[must_use]
    pub fn new(site: &str, seed: u64) -> Self {
        Self {
            journal: MemoryJournal::new(site),
            work: None,
            dice: Dice::new(seed, "disk"),
            stored: Vec::new(),
            next_failure: None,
            slow_until: Time(0),
        }
    }

    /// The journal, for whoever looks at every row.
    #[must_use]
    pub fn journal(&self) -> &MemoryJournal {
        &self.journal
    }

    /// Every record that is stored.
    #[must_use]
    pub fn stored(&self) -> &[Record] {
        &self.stored
    }

    /// The next batch fails in this way.
    pub fn fail_next(&mut self, failure: Failure) {
        self.next_failure = Some(failure);
    }

    /// The journal cannot be opened this many times.
    pub fn refuse_reopening(&mut self, times: u32) {
        self.journal.refuse_reopening(times);
    }

    /// Commits take seconds until then.
    pub fn slow_until(&mut self, until: Time) {
        self.slow_until = until;
    }

    /// Takes a batch; a few milliseconds later it is on the disk, and a little after that it is said so.
    pub fn commit(&mut self, now: Time, batch: Vec<Record>) {
        let write = if now < self.slow_until {
            self.dice.between(SECOND / 5, 3 * SECOND)
        } else if self.dice.happens(5) {
            self.dice.between(50, SECOND)
        } else {
            self.dice.between(1, 6)
        };
        let lands = now.after(write);
        self.work = Some(Work::Commit { batch, lands, answers: lands.after(self.dice.between(1, 3)) });
    }

    /// Opens the journal again.
    pub fn reopen(&mut self, now: Time) {
        self.work = Some(Work::Reopen { answers: now.after(self.dice.between(5, 40)) });
    }

    /// When the disk has something to do or to say.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        self.work.as_ref().map(|work| match work {
            Work::Commit { lands, .. } => *lands,
            Work::Answer { answers, .. } | Work::Reopen { answers } => *answers,
        })
    }

    /// What the disk says at this moment.
    pub fn run(&mut self, now: Time) -> Option<Input> {
        if self.due().is_none_or(|due| due > now) {
            return None;
        }
        match self.work.take()? {
            Work::Commit { batch, answers, .. } => {
                self.land(batch, answers);
                None
            }
            Work::Answer { seals, result, answers } if !seals.is_empty() => {
                self.work = Some(Work::Answer { seals: Vec::new(), result, answers });
                Some(Input::Sealed(seals))
            }
            Work::Answer { result, .. } => Some(result.map_or_else(Input::NotStored, |()| Input::Stored)),
            Work::Reopen { .. } => Some(match self.open() {
                Ok(kept) => Input::Reopened(Box::new(kept)),
                Err(why) => Input::ReopenFailed(why),
            }),
        }
    }

    /// The power goes: a batch that has not landed never was, and an answer on its way is lost.
    pub fn power_cut(&mut self) {
        self.work = None;
        self.next_failure = None;
    }

    /// Opens the journal at a start, and says what it holds.
    ///
    /// # Errors
    /// When it refuses.
    pub fn open(&mut self) -> Result<Kept, KeepError> {
        self.journal.reopen()?;
        let latest = self.journal.latest()?;
        let today = latest.map_or(Ok(Vec::new()), |latest| self.journal.day(latest.day))?;
        Ok(Kept { latest, today })
    }

    fn land(&mut self, batch: Vec<Record>, answers: Time) {
        let failure = self.next_failure.take();
        if let Some(failure) = failure {
            self.journal.fail_next(failure);
        }
        let before = self.journal.hash();
        let result = self.journal.append(&batch);
        let landed = self.journal.hash() != before;
        let seals = writer::seals(&mut self.journal, &batch);
        if landed {
            self.stored.extend(batch);
        }
        self.work = Some(Work::Answer { seals, result, answers });
    }
}
