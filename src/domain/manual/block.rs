//! Blocks of numbers for paper tickets: which are claimed, which are used, and what the next day is handed.

use crate::domain::day::Day;
use crate::domain::id::{Prefix, ServiceDay, TicketNumber};
use crate::domain::planted::Bug;
use crate::domain::rules::Group;

/// Numbers that are printed on paper: the machine gives none of them until the block is released or used up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The letter of its group.
    pub prefix: Prefix,
    /// Its first number.
    pub first: u16,
    /// Its last number.
    pub last: u16,
    /// How many digits are printed.
    pub width: u8,
    /// The day on which it was claimed.
    pub claimed: ServiceDay,
    /// The numbers that visitors have taken, in the order in which that was entered; each is used once, ever.
    pub used: Vec<u16>,
}

impl Block {
    /// Whether it holds this number, used or not.
    #[must_use]
    pub fn holds(&self, value: u16) -> bool {
        (self.first..=self.last).contains(&value)
    }

    /// The numbers that nobody has taken, in order.
    pub fn unused(&self) -> impl Iterator<Item = TicketNumber> + '_ {
        let free = (self.first..=self.last).filter(|value| !self.used.contains(value));
        free.map(|value| TicketNumber { prefix: self.prefix, value, width: self.width })
    }
}

/// A number that stands on paper in somebody's hand and that this office may not know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domain) struct OnPaper {
    /// How many digits are printed.
    pub width: u8,
    /// It was taken before.
    pub taken: bool,
}

/// What is known of such a number: one of a block, or, while records of another side lie aside, any that is not given
/// here, as it may have been given there. `None` of a number that can be on no paper.
pub(in crate::domain) fn on_paper(day: &Day, prefix: Prefix, value: u16) -> Option<OnPaper> {
    if let Some(block) = day.manual.block_of(prefix, value) {
        return Some(OnPaper { width: block.width, taken: block.used.contains(&value) });
    }
    let group = day.group(prefix).filter(|group| (group.first..=group.last).contains(&value))?;
    let taken = day.numbered.contains_key(&(prefix, value));
    (day.kept.aside > 0).then_some(OnPaper { width: group.width, taken })
}

/// The first number of the highest run of `count` numbers of a group that nobody has claimed and that were not
/// given today, nor in an hour that was lost: the machine counts up from below, so that both meet as late as
/// possible. Blocks may take half of a group's range and no more, as the machine has to live too.
pub(in crate::domain) fn choose(day: &Day, group: &Group, count: u16) -> Option<u16> {
    let range = group.last.checked_sub(group.first)?.saturating_add(1);
    let claimed: u16 =
        day.manual.blocks.values().filter(|block| block.prefix == group.prefix).map(size).sum();
    if count == 0 || claimed.saturating_add(count) > range / 2 {
        return None;
    }
    let free = |value: u16| {
        day.manual.block_of(group.prefix, value).is_none()
            && !day.numbered.contains_key(&(group.prefix, value))
            && !day.may_be_lost(group, value)
    };
    if day.planted.has(Bug::PaperCollides) {
        return day.free_number(group).ok().map(|next| next.value);
    }
    let mut run = 0;
    (group.first..=group.last).rev().find(|value| {
        run = if free(*value) { run + 1 } else { 0 };
        run == count
    })
}

fn size(block: &Block) -> u16 {
    block.last.saturating_sub(block.first).saturating_add(1)
}
