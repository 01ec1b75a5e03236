//! The machine's disk: a journal in memory that takes its time, fails when it is told to, and outlives a
//! power cut; and beside it what a hall has for the time in which its disk cannot be used.

mod forms;

use self::forms::Forms;
use super::agenda::{SECOND, Time};
use super::dice::Dice;
use super::trouble::{Ill, Kind};
use crate::domain::id::Seq;
use crate::domain::keeping::Why;
use crate::domain::record::Record;
use crate::journal::keep::{Keep, KeepError, StoreError};
use crate::journal::memory::{Failure, MemoryJournal};
use crate::journal::writer;
use crate::runtime::engine::{Input, Kept, KeptBy};

/// Later than anything: what hangs is done when the disk goes on.
const NEVER: Time = Time(u64::MAX);

/// A disk that does not let the journal be opened is given up after so long, as the daemon does.
pub(super) const GIVEN_UP_AFTER: u64 = 10 * SECOND;

/// What the disk is at.
#[derive(Debug)]
enum Work {
    /// A batch that reaches the platter at `lands` and is confirmed at `answers`.
    Commit { batch: Vec<Record>, lands: Time, answers: Time },
    /// The batch landed, or did not; its answer is on the way.
    Answer { seals: Vec<(Seq, [u8; 32])>, result: Result<(), StoreError>, answers: Time },
    /// The journal is being opened again, in the form in which it is kept.
    Reopen { answers: Time },
}

impl Work {
    fn due(&self) -> Time {
        match self {
            Self::Commit { lands, .. } => *lands,
            Self::Answer { answers, .. } | Self::Reopen { answers } => *answers,
        }
    }
}

/// The disk with the journal on it.
#[derive(Debug)]
pub struct Disk {
    journal: MemoryJournal,
    work: Option<Work>,
    dice: Dice,
    /// Every record that has a row, as it was handed over.
    stored: Vec<Record>,
    forms: Forms,
    ill: Ill,
    /// The kind of its illness, until that has made a difference.
    lurks: Option<Kind>,
    struck: Vec<Kind>,
}

impl Disk {
    /// An empty disk of this site; what the hall has besides is up to chance.
    #[must_use]
    pub fn new(site: &str, seed: u64) -> Self {
        Self {
            forms: Forms::of(Dice::new(seed, "forms")),
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

    /// Every record that is confirmed, or was found at a start.
    #[must_use]
    pub fn stored(&self) -> &[Record] {
        self.stored.get(..self.forms.confirmed).unwrap_or_default()
    }

    /// How often the journal went on elsewhere, as the disk could not be used.
    #[must_use]
    pub fn times_elsewhere(&self) -> u64 {
        self.forms.downs
    }

    /// How often the journal went up from memory to the second medium.
    #[must_use]
    pub fn times_gone_up(&self) -> u64 {
        self.forms.climbs
    }

    /// Every record that has a row.
    #[must_use]
    pub fn landed(&self) -> &[Record] {
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
            self.wakes(now);
        }
    }

    /// Whether the hall goes on without its disk when that is like this.
    #[must_use]
    pub fn is_spared(&self, ill: Ill) -> bool {
        self.forms.has_fallback() && matches!(ill, Ill::Closed(_) | Ill::ReadOnly | Ill::Hung)
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
    fn wakes(&mut self, now: Time) {
        self.forms.main_wakes();
        if self.forms.is_elsewhere() {
            return;
        }
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
            _ if self.forms.is_elsewhere() => self.dice.between(1, 6),
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

    /// Opens the journal again, in whatever form.
    pub fn reopen(&mut self, now: Time) {
        if self.forms.may_return() && self.main_opens() {
            self.forms.returns();
        } else if self.forms.may_return() {
            self.forms.tried(now, false);
        }
        self.forms.climb();
        if let Some(Work::Commit { batch, .. }) = self.work.take()
            && !self.forms.is_elsewhere()
            && self.forms.has_fallback()
        {
            self.forms.leaves_hanging(batch.len());
            self.step_down(now, Why::Hung);
        }
        if self.ill == Ill::Hung && !self.forms.is_elsewhere() {
            let answers = if self.forms.has_fallback() { now.after(GIVEN_UP_AFTER) } else { NEVER };
            return self.hang(Work::Reopen { answers });
        }
        self.work = Some(Work::Reopen { answers: now.after(self.dice.between(5, 40)) });
    }

    /// When the disk has something to do or to say.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        let due = self.work.as_ref().map(Work::due);
        let tries = self.forms.tried_at().into_iter().chain(self.forms.climbs_at());
        due.filter(|due| *due < NEVER).into_iter().chain(tries).min()
    }

    /// What the disk says at this moment.
    pub fn run(&mut self, now: Time) -> Vec<Input> {
        let mut says = Vec::new();
        if self.forms.tried_at().is_some_and(|at| at <= now) {
            let opens = self.main_opens();
            says.extend(self.forms.tried(now, opens).then_some(Input::ReopenWanted));
        }
        says.extend(self.forms.may_climb(now).then_some(Input::ReopenWanted));
        let due = self.work.as_ref().map(Work::due).filter(|due| *due <= now);
        let Some(work) = due.and_then(|_| self.work.take()) else { return says };
        match work {
            Work::Commit { batch, answers, .. } => self.land(now, batch, answers),
            Work::Answer { seals, result, answers } if !seals.is_empty() => {
                self.work = Some(Work::Answer { seals: Vec::new(), result, answers });
                says.push(Input::Sealed(seals));
            }
            Work::Answer { result, .. } => says.push(match result {
                Ok(()) => {
                    self.forms.confirmed = self.stored.len();
                    Input::Stored
                }
                Err(error) => Input::NotStored(error),
            }),
            Work::Reopen { .. } => says.extend(self.reopened(now)),
        }
        says
    }

    /// The journal has been opened, or the next form is.
    fn reopened(&mut self, now: Time) -> Vec<Input> {
        let hangs = self.ill == Ill::Hung && !self.forms.is_elsewhere();
        match if hangs { Err(KeepError::Closed) } else { self.open(now) } {
            Ok(kept) => vec![Input::KeptBy(self.forms.kept_by(false)), Input::Reopened(Box::new(kept))],
            Err(_) if self.forms.has_other() => {
                let why = if self.forms.is_elsewhere() { Why::Failed } else { Why::ReadOnly };
                self.step_down(now, if hangs { Why::Hung } else { why });
                self.work = Some(Work::Reopen { answers: now.after(self.dice.between(5, 40)) });
                Vec::new()
            }
            Err(why) => vec![Input::ReopenFailed(why)],
        }
    }

    /// The journal goes on in the next form, from what was confirmed.
    fn step_down(&mut self, now: Time, why: Why) {
        self.forms.leaves_behind(self.stored.len() - self.forms.confirmed);
        self.stored.truncate(self.forms.confirmed);
        self.journal.end_behind(self.stored.len());
        if self.forms.step_down(now, why) {
            self.struck.push(Kind::SecondOut);
        }
    }

    /// Whether the main journal opens and takes what was kept elsewhere.
    fn main_opens(&mut self) -> bool {
        match self.ill {
            Ill::Full | Ill::Broken | Ill::Hung => false,
            Ill::Well | Ill::Once(_) | Ill::Closed(_) | Ill::ReadOnly | Ill::Slow => {
                self.journal.reopen().is_ok()
            }
        }
    }

    /// The power goes: a batch that has not landed never was, an answer on its way is lost, and what was in memory is
    /// gone. Whether anything is that was confirmed.
    pub fn power_cut(&mut self, now: Time) -> bool {
        self.work = None;
        let outlives = self.forms.power_cut(now, self.stored.len());
        let loses = outlives < self.forms.confirmed;
        self.stored.truncate(outlives);
        self.journal.end_behind(outlives);
        self.forms.confirmed = self.forms.confirmed.min(outlives);
        if let Ill::Once(_) = self.ill {
            (self.ill, self.lurks) = (Ill::Well, None);
        }
        loses
    }

    /// Opens the journal at a start: what it holds, and how it is kept.
    ///
    /// # Errors
    /// When it refuses, and there is no second medium.
    pub fn start(&mut self, now: Time) -> Result<(Kept, KeptBy), KeepError> {
        self.forms.starts();
        let kept = match self.open(now) {
            Err(_) if self.forms.has_second(now) => {
                self.step_down(now, Why::ReadOnly);
                self.open(now)?
            }
            opened => {
                let kept = opened?;
                self.forms.returns();
                kept
            }
        };
        Ok((kept, self.forms.kept_by(true)))
    }

    fn open(&mut self, now: Time) -> Result<Kept, KeepError> {
        if self.forms.fails(now) {
            return Err(KeepError::Closed);
        }
        if !self.forms.is_elsewhere() {
            let opened = self.journal.reopen();
            if opened.is_err() {
                self.strikes();
            }
            opened?;
        }
        self.forms.confirmed = self.stored.len();
        let latest = self.journal.latest()?;
        let today = latest.map_or(Ok(Vec::new()), |latest| self.journal.day(latest.day))?;
        Ok(Kept { latest, today })
    }

    fn land(&mut self, now: Time, batch: Vec<Record>, answers: Time) {
        if let Some(failure) = self.failure(now) {
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

    /// How the batch that lands on the disk fails, if it does.
    fn failure(&mut self, now: Time) -> Option<Failure> {
        let failure = match self.ill {
            _ if self.forms.fails(now) => return Some(Failure::UnknownAndLost),
            _ if self.forms.is_elsewhere() => return None,
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
