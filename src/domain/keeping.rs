//! How the journal is kept: in its main file, on the second medium, or in memory; and whether there is room.
//!
//! The change is itself a record, the first that is kept in the other way. Whoever goes down a rung cannot know
//! whether the rung above will one day be written to without knowing of this one: after a power cut the second
//! medium may be missing at the next start, and what was in memory surely is. So the record takes a **leap**:
//! tickets and jobs go on a million further, and the printed numbers of each letter in the middle of what is
//! left of its range. What both may have given then bears different numbers, and nobody's is given twice.

use super::day::Day;
use super::id::{JobId, Prefix, Seq, TicketId};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

/// How far ids leap: more than a hall gives before somebody notices.
const LEAP: u64 = 1_000_000;

/// How the day's records are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Where.
    pub by: Keeping,
    /// What is short, while something is.
    pub short: Option<Shortage>,
}

/// The record of going down, with its leap.
pub(super) fn lowered(day: &Day, to: Keeping, why: Why) -> KeepingEvent {
    let next_numbers = day.rules.groups.iter().map(|group| {
        let next = day.next_numbers.get(&group.prefix).copied().unwrap_or(group.first).max(group.first);
        let left = (group.last + 1).saturating_sub(next);
        (group.prefix, next + left.div_ceil(2))
    });
    KeepingEvent::Lowered {
        to,
        why,
        next_ticket: TicketId(day.next_ticket.0 + LEAP),
        next_job: JobId(day.next_job.0 + LEAP),
        next_numbers: next_numbers.collect(),
    }
}

/// Whether an event can follow from the day as it is.
pub(super) fn can_follow(day: &Day, event: &KeepingEvent) -> bool {
    match event {
        KeepingEvent::Lowered { to, next_ticket, next_job, next_numbers, .. } => {
            let ahead = next_numbers.iter().all(|(prefix, next)| {
                day.group(*prefix).is_some()
                    && day.next_numbers.get(prefix).is_none_or(|before| before <= next)
            });
            *to > day.kept.by && *next_ticket >= day.next_ticket && *next_job >= day.next_job && ahead
        }
        KeepingEvent::Raised { from, .. } => *from == day.kept.by && *from != Keeping::Main,
        KeepingEvent::RoomShort { what } => day.kept.short != Some(*what),
        KeepingEvent::RoomBack => day.kept.short.is_some(),
        KeepingEvent::BranchFound { .. } => true,
    }
}

/// Makes an event true.
pub(super) fn apply(day: &mut Day, event: &KeepingEvent) {
    match event {
        KeepingEvent::Lowered { to, next_ticket, next_job, next_numbers, .. } => {
            (day.kept.by, day.next_ticket, day.next_job) = (*to, *next_ticket, *next_job);
            day.next_numbers.extend(next_numbers.iter().copied());
        }
        KeepingEvent::Raised { .. } => day.kept.by = Keeping::Main,
        KeepingEvent::RoomShort { what } => day.kept.short = Some(*what),
        KeepingEvent::RoomBack => day.kept.short = None,
        KeepingEvent::BranchFound { .. } => (),
    }
}
