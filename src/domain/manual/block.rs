//! Blocks of numbers for paper tickets: which are claimed, which are used, and what the next day is handed.

use crate::domain::day::Day;
use crate::domain::event::Event;
use crate::domain::id::{Prefix, ServiceDay, TicketNumber};
use crate::domain::planted::Bug;
use crate::domain::record::Record;
use crate::domain::rules::Group;

use super::ManualEvent;

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

/// The first number of the highest run of `count` numbers of a group that nobody has claimed and that were not
/// given today, nor in an hour that was lost: the machine counts up from below, so that both meet as late as possible. Blocks may take half
/// of a group's range and no more, as the machine has to live too.
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

/// The blocks in which paper is left after these records of one day, the first of which opens it.
#[must_use]
pub fn left(records: &[Record]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for event in records.iter().flat_map(|record| &record.events) {
        if let Event::DayOpened(opening) = event {
            blocks = opening.blocks.clone().unwrap_or_default();
        } else if let Event::Manual(event) = event {
            keep(&mut blocks, event);
        }
    }
    blocks.retain(|block| block.unused().next().is_some());
    blocks
}

fn keep(blocks: &mut Vec<Block>, event: &ManualEvent) {
    if let ManualEvent::BlockClaimed(block) = event {
        blocks.push(block.clone());
    } else if let ManualEvent::BlockReleased { prefix, first } = event {
        blocks.retain(|block| (block.prefix, block.first) != (*prefix, *first));
    } else if let ManualEvent::PaperTaken { number, .. } = event {
        let mut holding = blocks.iter_mut().filter(|block| block.prefix == number.prefix);
        let block = holding.find(|block| block.holds(number.value));
        block.into_iter().for_each(|block| block.used.push(number.value));
    }
}
