//! What the engine does when the journal is kept in another way: the change becomes the first record there.

use tracing::error;

use std::collections::BTreeSet;

use super::{Engine, Whom};
use crate::domain::id::RequestNumber;
use crate::domain::keeping::{Keeping, KeepingRequest, Shortage, Why};
use crate::domain::moment::Moment;
use crate::domain::request::{Asked, Origin, Request};
use crate::journal::copy::thread::CopyState;
use crate::journal::other_hall::OtherHall;
use crate::runtime::disk::Disk;
use crate::runtime::given_in_memory::Given;
use crate::runtime::registrar::{Answer, Registrar, Reply};

/// In which form the journal is kept, and how it came to that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptBy {
    /// The form.
    pub by: Keeping,
    /// Why it is not the main journal, or was not.
    pub why: Why,
    /// Rows of the main journal that gave way when it was gone back to.
    pub gave_way: u64,
    /// It is not known whether everything that was kept elsewhere is here, as at a start.
    pub unsure: bool,
}

impl Default for KeptBy {
    fn default() -> Self {
        Self { by: Keeping::Main, why: Why::Failed, gave_way: 0, unsure: false }
    }
}

/// What the engine knows of its journal.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub by: KeptBy,
    short: Option<Shortage>,
    reopen_wanted: bool,
    branches: Vec<KeepingRequest>,
    /// What was asked of the keeping and has no answer yet.
    asking: BTreeSet<RequestNumber>,
    pub copy: CopyState,
    pub disk: Disk,
    pub log_held: Option<u64>,
    /// The journal that was found is another hall's: nothing is decided until somebody has said how to go on.
    pub other_hall: Option<OtherHall>,
    /// What starts before this one may have given in memory.
    pub given: Option<Given>,
}

impl Engine {
    /// The journal is kept like this from the next record on.
    pub(super) fn kept_by(&mut self, by: KeptBy) {
        self.journal.by = by;
        // A journal of its own ends the question whose the one before was.
        self.journal.other_hall.take_if(|_| by.by == Keeping::Main);
        // Whoever holds the log of a journal that was left holds up nobody.
        self.journal.log_held.take_if(|_| by.by != Keeping::Main);
        self.stale = true;
    }

    pub(super) fn room(&mut self, short: Option<Shortage>) {
        self.journal.short = short;
    }

    pub(super) fn reopen_wanted(&mut self) {
        self.journal.reopen_wanted = true;
    }

    pub(super) fn copied(&mut self, copy: CopyState) {
        self.journal.copy = copy;
        self.stale = true;
    }

    pub(super) fn log_held(&mut self, bytes: Option<u64>) {
        self.journal.log_held = bytes;
        self.stale = true;
    }

    pub(super) fn disk(&mut self, disk: Disk) {
        self.journal.disk = disk;
        self.stale = true;
    }

    /// The journal in this hall's place is another hall's.
    pub(super) fn other_hall(&mut self, found: OtherHall) {
        error!(found = found.found, ours = found.ours, "the journal is another hall's: nothing is served");
        self.journal.other_hall = Some(found);
        self.stale = true;
    }

    pub(super) fn branch(&mut self, found: KeepingRequest) {
        self.journal.branches.push(found);
    }

    /// What was asked of the keeping has its answer. What was found and not stored is asked again when the journal is
    /// open again.
    pub(super) fn look_after_keeping(&mut self, asked: &Asked, answer: &Answer) {
        self.journal.asking.remove(&asked.number);
        if let (
            Request::Keeping(found @ (KeepingRequest::Branch { .. } | KeepingRequest::OtherHall { .. })),
            Answer::NotStored,
        ) = (&asked.request, answer)
        {
            self.journal.branches.push(found.clone());
        }
    }

    /// Lets what was found go on record in a day that has just been opened, before anybody is given a number.
    pub(super) fn record_what_was_found(&mut self, now: Moment) {
        if self.registrar.office().day().is_some() {
            for found in std::mem::take(&mut self.journal.branches) {
                self.ask_itself(now, Origin::Startup, Request::Keeping(found));
            }
        }
    }

    /// Reopens what asked for it, now that nothing is under way, and lets the office record how it is kept.
    ///
    /// Asked before whatever waits, so that no ticket is decided by the numbers of another form; and once, as a disk that
    /// fails loses it again and again, and each time the journal is opened would leave one more that waits.
    pub(super) fn settle_keeping(&mut self, now: Moment) {
        if std::mem::take(&mut self.journal.reopen_wanted) {
            return self.advance(now, Registrar::reopen);
        }
        if !self.journal.asking.is_empty() {
            return;
        }
        let Some(kept) = self.registrar.office().kept() else { return };
        let KeptBy { by, why, gave_way, unsure } = self.journal.by;
        let rests = self.rests_until.is_some_and(|until| until > now.hall);
        if rests && by <= kept.by {
            return;
        }
        let (mut asked, mut leap) = (Vec::new(), None);
        let lower = KeepingRequest::Lower { to: by, why };
        if by == Keeping::Second && by > kept.by && !self.settled {
            leap = Some(lower);
        } else if by > kept.by {
            asked.push(lower);
        } else if by < kept.by {
            asked.push(KeepingRequest::Raise { gave_way });
            leap = unsure.then_some(KeepingRequest::Leap);
            asked.extend((by != Keeping::Main).then_some(lower));
        }
        match self.journal.short {
            Some(what) if kept.short != Some(what) => asked.push(KeepingRequest::RoomShort { what }),
            None if kept.short.is_some() => asked.push(KeepingRequest::RoomBack),
            Some(_) | None => {}
        }
        asked.append(&mut self.journal.branches);
        for request in asked.into_iter().rev() {
            self.ask_first(now, Origin::Startup, Request::Keeping(request));
        }
        // Before it is recorded that the day goes on in memory: a start that no disk knows of has no reserve.
        for _ in 0..self.starts_unknown(kept.by) {
            self.ask_first(now, Origin::Startup, Request::Restart);
        }
        if let Some(leap) = leap {
            // Behind the record of the start: it shuts off the numbers that the start before may have given in memory,
            // and a leap among them would leave none to give.
            self.journal.asking.insert(self.next_number(now));
            self.ask_itself(now, Origin::Startup, Request::Keeping(leap));
        }
    }

    /// How many starts of this day the journal lacks that may have given numbers of their reserves.
    fn starts_unknown(&self, by: Keeping) -> u32 {
        let office = self.registrar.office();
        let given = self.journal.given.filter(|given| by == Keeping::Main && office.day() == Some(given.day));
        given.map_or(0, |given| given.starts.saturating_sub(office.restarts()))
    }

    /// Asks on its own, before whatever waits.
    fn ask_first(&mut self, now: Moment, origin: Origin, request: Request) {
        let asked = Asked { number: self.next_number(now), origin, person: None, request };
        self.asked_so_far += 1;
        let reply = Reply(self.asked_so_far);
        self.whom.insert(reply, Whom::Itself);
        self.journal.asking.insert(asked.number);
        self.registrar.ask_first(now, asked, reply);
    }
}
