//! The machine's disk: a journal in memory that takes its time, fails when it is told to, and outlives a
//! power cut.

use super::agenda::{SECOND, Time};
use super::dice::Dice;
use super::trouble::{Ill, Kind};
use crate::domain::id::Seq;
use crate::domain::record::Record;
use crate::journal::keep::{Keep, KeepError, StoreError};
use crate::journal::memory::{Failure, MemoryJournal};
use crate::journal::writer;
use crate::runtime::engine::{Input, Kept};

/// Later than anything: what hangs is done when the disk goes on.
const NEVER: Time = Time(u64::MAX);

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
    ill: Ill,
    /// The kind of its illness, until that has made a difference.
    lurks: Option<Kind>,
    struck: Vec<Kind>,
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
            ill: Ill::Well,
            lurks: None,
            struck: Vec::new(),
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

    /// The disk is like this from here on, which counts as this kind once it makes a difference.
    pub fn fall(&mut self, now: Time, ill: Ill, kind: Option<Kind>) {
        let hung = self.ill == Ill::Hung;
        (self.ill, self.lurks) = (ill, kind);
        self.journal.refuse_reopening(match ill {
            Ill::Closed(times) => times,
            Ill::ReadOnly => u32::MAX,
            Ill::Well | Ill::Once(_) | Ill::Full | Ill::Broken | Ill::Hung | Ill::Slow => 0,
        });
        if hung && ill != Ill::Hung {
            self.go_on(now);
        }
    }

    /// Whether it does its work.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.ill == Ill::Well
    }

    /// The kinds of illness that have made a difference since this was asked last.
    pub fn struck(&mut self) -> Vec<Kind> {
        std::mem::take(&mut self.struck)
    }

    fn strikes(&mut self) {
        self.struck.extend(self.lurks.take());
    }

    /// What hung is done after all.
    fn go_on(&mut self, now: Time) {
        let soon = now.after(self.dice.between(1, 50));
        match &mut self.work {
            Some(Work::Commit { lands, answers, .. }) => (*lands, *answers) = (soon, soon.after(1)),
            Some(Work::Answer { answers, .. } | Work::Reopen { answers }) => *answers = soon,
            None => {}
        }
    }

    /// Takes a batch; a few milliseconds later it is on the disk, and a little after that it is said so.
    pub fn commit(&mut self, now: Time, batch: Vec<Record>) {
        let write = match self.ill {
            Ill::Hung => return self.hang(Work::Commit { batch, lands: NEVER, answers: NEVER }),
            Ill::Slow => {
                self.strikes();
                self.dice.between(SECOND / 5, 3 * SECOND)
            }
            Ill::Well | Ill::Once(_) | Ill::Closed(_) | Ill::Full | Ill::Broken | Ill::ReadOnly
                if self.dice.happens(5) =>
            {
                self.dice.between(50, SECOND)
            }
            Ill::Well | Ill::Once(_) | Ill::Closed(_) | Ill::Full | Ill::Broken | Ill::ReadOnly => {
                self.dice.between(1, 6)
            }
        };
        let lands = now.after(write);
        self.work = Some(Work::Commit { batch, lands, answers: lands.after(self.dice.between(1, 3)) });
    }

    fn hang(&mut self, work: Work) {
        self.strikes();
        self.work = Some(work);
    }

    /// Opens the journal again.
    pub fn reopen(&mut self, now: Time) {
        if self.ill == Ill::Hung {
            return self.hang(Work::Reopen { answers: NEVER });
        }
        self.work = Some(Work::Reopen { answers: now.after(self.dice.between(5, 40)) });
    }

    /// When the disk has something to do or to say.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        let due = self.work.as_ref().map(|work| match work {
            Work::Commit { lands, .. } => *lands,
            Work::Answer { answers, .. } | Work::Reopen { answers } => *answers,
        });
        due.filter(|due| *due < NEVER)
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
        if let Ill::Once(_) = self.ill {
            (self.ill, self.lurks) = (Ill::Well, None);
        }
    }

    /// Opens the journal at a start, and says what it holds.
    ///
    /// # Errors
    /// When it refuses.
    pub fn open(&mut self) -> Result<Kept, KeepError> {
        let opened = self.journal.reopen();
        if opened.is_err() {
            self.strikes();
        }
        opened?;
        let latest = self.journal.latest()?;
        let today = latest.map_or(Ok(Vec::new()), |latest| self.journal.day(latest.day))?;
        Ok(Kept { latest, today })
    }

    fn land(&mut self, batch: Vec<Record>, answers: Time) {
        if let Some(failure) = self.failure() {
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

    /// How the batch that lands fails, if it does.
    fn failure(&mut self) -> Option<Failure> {
        let failure = match self.ill {
            Ill::Well | Ill::Slow | Ill::Hung => return None,
            Ill::Once(failure) => failure,
            // The batch that finds out about a journal that does not open.
            Ill::Closed(_) if self.lurks.is_some() => return Some(Failure::UnknownAndLost),
            Ill::Closed(_) => return None,
            Ill::Full | Ill::ReadOnly => Failure::NotStored,
            Ill::Broken => {
                let unknown = [Failure::UnknownAndLost, Failure::UnknownButStored];
                self.dice.pick(&unknown).copied().unwrap_or(Failure::NotStored)
            }
        };
        self.strikes();
        if let Ill::Once(_) = self.ill {
            self.ill = Ill::Well;
        }
        Some(failure)
    }
}
