//! How the journal is kept: in its main file, on the second medium, or in memory; and whether there is room.
//!
//! The change is itself a record, the first that is kept in the other way. Whoever goes down a rung cannot know
//! whether the rung above will one day be written to without knowing of this one: after a power cut the second
//! medium may be missing at the next start, and what was in memory surely is. So the record takes a **leap**:
//! ids of tickets and jobs go on further by the hall time, and on the second medium the printed numbers of each letter
//! about in the middle of what is left of its range, at another place in each run of the machine. What is given in
//! memory is of a reserve ([`super::reserve`]) that no other start touches. What both may have given then bears
//! different numbers, and nobody's is given twice. For the same reason a start leaps that finds itself in the main
//! journal while the records say that they were kept elsewhere: some of them may still be there.

use super::day::Day;
use super::event::Event;
use super::id::{JobId, Prefix, Seq, StaffId, TicketId};
use super::moment::Moment;

/// Where the records of the hall are kept at this moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keeping {
    /// In the main journal.
    #[default]
    Main,
    /// In the journal on the second medium: on a disk, synced, and chained as the main one.
    Second,
    /// In memory only: the declared emergency journal. A power cut loses it, and every slip and face says so.
    Memory,
}

/// Why the journal is not kept where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// There is no room left.
    Full,
    /// The file system has no room for another file's entry.
    NoInodes,
    /// The file system takes no writes.
    ReadOnly,
    /// Reading, writing or syncing failed, or the file is gone.
    Failed,
    /// A sync did not come back.
    Hung,
}

/// What is short on the journal's disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortage {
    /// Room.
    Bytes,
    /// Entries for files.
    Inodes,
}

/// The daemon tells the office how its records are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepingRequest {
    /// They are kept one rung lower, from this record on.
    Lower {
        /// Where; never [`Keeping::Main`].
        to: Keeping,
        /// Why.
        why: Why,
    },
    /// They are kept in the main journal again, together with all that was kept elsewhere.
    Raise {
        /// Rows of the main journal that gave way, as they were never promised to anybody.
        gave_way: u64,
    },
    /// Records may exist that this journal does not have: nothing that follows may bear their numbers.
    Leap,
    /// The last room is used up: calls and what is under way are recorded, tickets are not given.
    RoomShort {
        /// What is short.
        what: Shortage,
    },
    /// There is room again.
    RoomBack,
    /// The second medium came back with records that were kept there while this journal was kept without it.
    Branch {
        /// The last record that both have.
        after: Seq,
        /// How many records stand there.
        records: u64,
        /// The hash of the last of them.
        last: [u8; 32],
    },
    /// Another hall's journal lay in this one's place, and somebody decided that it is put aside and this hall begins
    /// its own.
    OtherHall {
        /// The other hall's identity.
        site: String,
        /// The hash that the first row of its journal follows: no other journal has it.
        root: [u8; 32],
        /// The name of the folder in which it lies.
        folder: String,
        /// Who decided; nobody is named when this hall's own journal was restored in its place.
        by: Option<StaffId>,
    },
}

/// What changed about the keeping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepingEvent {
    /// This record and those behind it are kept one rung lower.
    Lowered {
        /// Where.
        to: Keeping,
        /// Why.
        why: Why,
        /// The next ticket will have this id.
        next_ticket: TicketId,
        /// The next job will have this id.
        next_job: JobId,
        /// The next number of each letter.
        next_numbers: Vec<(Prefix, u16)>,
    },
    /// Everything is in the main journal again.
    Raised {
        /// From where.
        from: Keeping,
        /// Rows of the main journal that gave way.
        gave_way: u64,
    },
    /// Ids and numbers go on further ahead.
    Leapt {
        /// The next ticket will have this id.
        next_ticket: TicketId,
        /// The next job will have this id.
        next_job: JobId,
        /// The next number of each letter.
        next_numbers: Vec<(Prefix, u16)>,
    },
    /// No tickets are given for want of room.
    RoomShort {
        /// What is short.
        what: Shortage,
    },
    /// There is room again.
    RoomBack,
    /// Records of another branch were found; they lie aside, whole and sealed by this hash.
    BranchFound {
        /// The last record that both have.
        after: Seq,
        /// How many records stand there.
        records: u64,
        /// The hash of the last of them.
        last: [u8; 32],
    },
    /// Another hall's journal lay in this one's place; it was put aside whole, unread, and this journal was begun.
    OtherHall {
        /// The other hall's identity.
        site: String,
        /// The hash that the first row of its journal follows.
        root: [u8; 32],
        /// The name of the folder in which it lies.
        folder: String,
        /// Who decided; nobody is named when this hall's own journal was restored in its place.
        by: Option<StaffId>,
    },
}

/// How far ids leap at least: more than a hall gives before somebody notices.
const LEAP: u64 = 1_000_000;

/// How far printed numbers leap in each of eight runs, in sixteenths of what is left.
const SIXTEENTHS: [u32; 8] = [4, 8, 10, 6, 9, 5, 11, 7];

/// How the day's records are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Where.
    pub by: Keeping,
    /// What is short, while something is.
    pub short: Option<Shortage>,
    /// Records of another side that were found today and lie aside; 0 when there is no other side. Numbers that were
    /// given there are in nobody's queue until they are entered.
    pub aside: u64,
}

/// The record of going down, with its leap.
pub(super) fn lowered(day: &Day, at: Moment, to: Keeping, why: Why) -> KeepingEvent {
    let (next_ticket, next_job, mut next_numbers) = leap(day, at);
    if to == Keeping::Memory {
        next_numbers.clear();
    }
    KeepingEvent::Lowered { to, why, next_ticket, next_job, next_numbers }
}

/// The record of a leap alone.
pub(super) fn leapt(day: &Day, at: Moment) -> KeepingEvent {
    let (next_ticket, next_job, next_numbers) = leap(day, at);
    KeepingEvent::Leapt { next_ticket, next_job, next_numbers }
}

fn leap(day: &Day, at: Moment) -> (TicketId, JobId, Vec<(Prefix, u16)>) {
    let sixteenths = at.boot.0 % 8;
    let sixteenths = SIXTEENTHS.get(usize::try_from(sixteenths).unwrap_or_default()).copied().unwrap_or(8);
    let next_numbers = day.rules.groups.iter().map(|group| {
        let next = day.next_numbers.get(&group.prefix).copied().unwrap_or(group.first).max(group.first);
        let left = day.reserved_from(group).saturating_sub(next);
        let leap = (u32::from(left) * sixteenths).div_ceil(16);
        (group.prefix, next + u16::try_from(leap).unwrap_or(left))
    });
    let further = LEAP + at.hall.0;
    (TicketId(day.next_ticket.0 + further), JobId(day.next_job.0 + further), next_numbers.collect())
}

fn is_ahead(day: &Day, ids: (TicketId, JobId), numbers: &[(Prefix, u16)]) -> bool {
    let ahead = numbers.iter().all(|(prefix, next)| {
        day.group(*prefix).is_some() && day.next_numbers.get(prefix).is_none_or(|before| before <= next)
    });
    ids.0 >= day.next_ticket && ids.1 >= day.next_job && ahead
}

/// Whether ids and numbers go on further ahead from this event on.
#[must_use]
pub fn leaps(event: &Event) -> bool {
    matches!(event, Event::Keeping(KeepingEvent::Lowered { .. } | KeepingEvent::Leapt { .. }))
}

/// Whether an event can follow from the day as it is.
pub(super) fn can_follow(day: &Day, event: &KeepingEvent) -> bool {
    match event {
        KeepingEvent::Lowered { to, next_ticket, next_job, next_numbers, .. } => {
            *to > day.kept.by && is_ahead(day, (*next_ticket, *next_job), next_numbers)
        }
        KeepingEvent::Leapt { next_ticket, next_job, next_numbers } => {
            is_ahead(day, (*next_ticket, *next_job), next_numbers)
        }
        KeepingEvent::Raised { from, .. } => *from == day.kept.by && *from != Keeping::Main,
        KeepingEvent::RoomShort { what } => day.kept.short != Some(*what),
        KeepingEvent::RoomBack => day.kept.short.is_some(),
        KeepingEvent::BranchFound { .. } | KeepingEvent::OtherHall { .. } => true,
    }
}

/// Makes an event true.
pub(super) fn apply(day: &mut Day, event: &KeepingEvent) {
    match event {
        KeepingEvent::Lowered { to, next_ticket, next_job, next_numbers, .. } => {
            (day.kept.by, day.next_ticket, day.next_job) = (*to, *next_ticket, *next_job);
            day.next_numbers.extend(next_numbers.iter().copied());
        }
        KeepingEvent::Leapt { next_ticket, next_job, next_numbers } => {
            (day.next_ticket, day.next_job) = (*next_ticket, *next_job);
            day.next_numbers.extend(next_numbers.iter().copied());
        }
        KeepingEvent::Raised { .. } => day.kept.by = Keeping::Main,
        KeepingEvent::RoomShort { what } => day.kept.short = Some(*what),
        KeepingEvent::RoomBack => day.kept.short = None,
        KeepingEvent::BranchFound { records, .. } => day.kept.aside = day.kept.aside.saturating_add(*records),
        // What lies there was promised in another hall.
        KeepingEvent::OtherHall { .. } => {}
    }
}
