//! Numbers that are kept back for the time in which nothing is stored.
//!
//! What is given in memory is lost by a power cut, and nobody knows afterwards how far it had come. So each start of
//! a day has a **reserve** of its own: the first the highest quarter of a letter's numbers, the next the eighth below
//! it, then the sixteenth, as nobody expects many. In memory only numbers of the start's own reserve are given, each
//! once, and when they are used up none at all: visitors are sent to the guide desk, where paper lies. Whatever is
//! stored keeps off the reserves of the starts before, so no number that somebody may hold from a lost hour is given
//! again. The lower half of the numbers is in no reserve.
//!
//! A start that is itself in memory only, as it finds a journal that it cannot write, has none: nobody would know
//! of it. Where not even the day is known, as its folder is gone, the hall begins with the first reserve, behind those that
//! the machine's own memory knows of: a power cut takes that too.

use super::day::Day;
use super::id::TicketNumber;
use super::keeping::Keeping;
use super::moment::HallTime;
use super::planted::Bug;
use super::refusal::Refusal;
use super::rules::{Exhausted, Group};

/// Starts that have a reserve: of a thousand numbers the eighth has one, and the ninth of four digits a handful.
const STARTS: u32 = 9;

/// The reserve of a start of the day, counted from 0, as its first number and the one behind its last.
fn of(group: &Group, start: u32) -> (u16, u16) {
    let size = group.last.saturating_sub(group.first).saturating_add(1);
    let share = |start: u32| if start < STARTS { size >> (start + 2) } else { 0 };
    let above: u16 = (0..start.min(STARTS)).map(share).sum();
    let end = (group.last + 1).saturating_sub(above);
    (end - share(start), end)
}

impl Day {
    /// A start found the day open.
    pub fn restarted(&mut self, at: HallTime) {
        self.restarts = self.restarts.saturating_add(1);
        self.start_stored = self.kept.by != Keeping::Memory;
        self.incidents.restarted();
        self.manual.restarted(at);
    }

    /// The next number of a group that nobody bears who may still be called, that is not claimed for paper, and that
    /// cannot have been given in an hour that was lost.
    ///
    /// # Errors
    /// [`Refusal::NumbersUsedUp`], and in memory [`Refusal::NoRoom`]: the guide desk has paper.
    pub fn free_number(&self, group: &Group) -> Result<TicketNumber, Refusal> {
        let (value, refusal) = match self.kept.by {
            Keeping::Main | Keeping::Second => (self.stored_number(group), Refusal::NumbersUsedUp),
            Keeping::Memory if self.planted.has(Bug::NoReserveInMemory) => {
                (self.stored_number(group), Refusal::NumbersUsedUp)
            }
            Keeping::Memory => (self.number_in_memory(group), Refusal::NoRoom),
        };
        let number = |value| TicketNumber { prefix: group.prefix, value, width: group.width };
        value.map(number).ok_or(refusal)
    }

    /// The first number behind those that no start before this one may have given in memory.
    pub fn reserved_from(&self, group: &Group) -> u16 {
        of(group, self.restarts).1
    }

    /// One that was not given today: the count also comes to numbers that were given in memory. Only a range that starts
    /// over gives them a second time.
    fn stored_number(&self, group: &Group) -> Option<u16> {
        let ahead = self.next_number(group)..=group.last;
        let may_be_given = |value: &u16| {
            (self.is_machines(group, *value) || self.planted.has(Bug::PaperCollides))
                && !self.may_be_lost(group, *value)
                && self.is_free(group.prefix, *value)
        };
        let never_given =
            |value: &u16| !self.was_given(group, *value) || self.planted.has(Bug::NumberGivenTwice);
        let again = match group.exhausted {
            Exhausted::Stop => None,
            Exhausted::Wrap => Some(ahead.clone().chain(group.first..=group.last)),
        };
        let new = ahead.filter(never_given);
        new.chain(again.into_iter().flatten()).find(may_be_given)
    }

    fn was_given(&self, group: &Group, value: u16) -> bool {
        self.numbered.contains_key(&(group.prefix, value))
    }

    /// One that was not given today, be its bearer gone or not.
    fn number_in_memory(&self, group: &Group) -> Option<u16> {
        // The next start would be the same by its number, and have the same reserve.
        if !self.start_stored {
            return None;
        }
        let (first, end) = of(group, self.restarts);
        (first..end).find(|value| !self.was_given(group, *value) && self.is_machines(group, *value))
    }

    fn is_machines(&self, group: &Group, value: u16) -> bool {
        self.manual.block_of(group.prefix, value).is_none()
    }

    /// Whether a start before this one may have given this number in memory, and nobody knows of it.
    pub fn may_be_lost(&self, group: &Group, value: u16) -> bool {
        (0..self.restarts.min(STARTS)).any(|start| {
            let (first, end) = of(group, start);
            (first..end).contains(&value) && !self.was_given(group, value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Prefix;

    fn group(first: u16, last: u16) -> Group {
        Group { prefix: Prefix('A'), first, last, width: 3, exhausted: Exhausted::Stop }
    }

    #[test]
    fn reserves_lie_one_below_the_other_and_leave_the_lower_half() {
        for (first, last) in [(1, 999), (0, 99), (501, 999), (1, 3), (1, 9999), (7, 7), (0, u16::MAX - 1)] {
            let group = group(first, last);
            let mut above = last + 1;
            for start in 0..40 {
                let (from, to) = of(&group, start);
                assert_eq!(to, above, "start {start} of {first} to {last}");
                assert!(from >= first + (last - first) / 2, "start {start} of {first} to {last}");
                above = from;
            }
        }
        assert_eq!(of(&group(1, 999), 0), (751, 1000));
        assert_eq!(of(&group(1, 999), 1), (627, 751));
        assert_eq!(of(&group(1, 999), 7), (508, 509));
        assert_eq!(of(&group(1, 999), 8), (508, 508));
    }
}
