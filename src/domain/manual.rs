//! Calling by paper: blocks of numbers claimed beforehand, sheets of the live order, and what was written by hand.
//!
//! | word | meaning |
//! |---|---|
//! | block | numbers of a group that are printed on paper and that the machine never gives ([`Block`]) |
//! | sheet | the live order at one moment, on paper; its numbers are open until each has an outcome ([`Sheet`]) |
//! | entry | what the paper says of one number, entered afterwards (补录, [`Entry`]) |
//! | objection | what in an entry contradicts what the office knows ([`Objection`]) |
//!
//! A block holds until it is released: paper that was printed yesterday lies in the drawer today, so each day's
//! opening carries the blocks of the day before. A number is open on its sheet until the machine moves its ticket or
//! an entry says what became of it; a sheet is closed when nothing on it is open. An entry belongs to its sheet: once
//! that is closed it is history, and a later sheet on which the number stands begins afresh.

mod block;
mod entry;
mod presence;
mod sheet;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

pub use self::block::Block;
pub use self::entry::{Entry, EntryAct, Finding, Hand, Objection, Written};
pub use self::sheet::{Settled, Sheet, SheetReason, SheetRow, Standing, Stands};
pub use self::view::{ManualView, Staffing};

pub(super) use self::block::{choose, on_paper};
pub(super) use self::presence::meetings;

use super::id::{JobId, Prefix, ServiceId, SheetId, StaffId, TicketId, TicketNumber, WindowId};
use super::moment::HallTime;
use super::request::TypedNumber;
use super::rules::Class;

/// What a hall sets about calling by paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualRules {
    /// A sheet is printed this often as insurance while somebody waits; `None` prints none by itself.
    pub insurance: Option<Duration>,
    /// Why numbers are written off, one to nine, as the digits of a keypad name them; `None` for
    /// [`WRITE_OFF_REASONS`].
    pub write_off_reasons: Option<Vec<String>>,
}

/// Why numbers are written off in a hall that sets nothing else.
pub const WRITE_OFF_REASONS: [&str; 4] = ["群众自行离开", "纸单破损", "字迹不清", "重复取号"];

/// The reasons of a hall for which a number is written off, in the order of their digits, from 1.
#[must_use]
pub fn write_off_reasons(set: Option<&ManualRules>) -> Vec<&str> {
    let own = set.and_then(|rules| rules.write_off_reasons.as_ref());
    own.map_or_else(|| WRITE_OFF_REASONS.to_vec(), |own| own.iter().map(String::as_str).collect())
}

/// What may be asked about calling by paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManualRequest {
    /// Claim so many numbers of the service's group for paper tickets, and print them where a printer lives.
    ClaimBlock {
        /// Any service of the group.
        service: ServiceId,
        /// How many numbers, from 1.
        count: u16,
    },
    /// Give a block back to the machine: its paper is destroyed.
    ReleaseBlock {
        /// Any number of it.
        number: TypedNumber,
    },
    /// Print the unused numbers of a block again.
    PrintBlock {
        /// Any number of it.
        number: TypedNumber,
    },
    /// Draw a sheet of the live order and print it.
    DrawSheet {
        /// Why.
        why: SheetReason,
    },
    /// Print a sheet once more, marked as a reprint.
    PrintSheet {
        /// Which.
        sheet: SheetId,
    },
    /// Enter what was written by hand, all of it or nothing.
    Enter {
        /// In any order.
        entries: Vec<Entry>,
    },
    /// Close a sheet on which nothing is open.
    CloseSheet {
        /// Which.
        sheet: SheetId,
    },
    /// End a drill.
    EndDrill {
        /// Its sheet.
        sheet: SheetId,
        /// How many numbers were entered in it.
        entered: u16,
        /// How many were still open when it ended.
        open: u16,
    },
}

/// What happened in calling by paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManualEvent {
    /// Numbers were claimed for paper tickets.
    BlockClaimed(Block),
    /// The unused numbers of a block are the machine's again.
    BlockReleased {
        /// Its letter.
        prefix: Prefix,
        /// Its first number.
        first: u16,
    },
    /// A sheet was drawn.
    SheetDrawn {
        /// Its number within the day.
        sheet: SheetId,
        /// Why.
        why: SheetReason,
        /// The sheet that it continues: then it holds only what is on none before it.
        follows: Option<SheetId>,
        /// Its numbers, in the order in which they would be called.
        rows: Arc<Vec<SheetRow>>,
    },
    /// A sheet or the numbers of a block are to be printed.
    PaperOpened {
        /// The job.
        job: JobId,
        /// What.
        paper: Paper,
        /// Marked as a reprint.
        again: bool,
    },
    /// The paper of a job came out.
    PaperPrinted {
        /// The job.
        job: JobId,
    },
    /// The paper of a job may have come out; never repeated by itself.
    PaperUnknown {
        /// The job.
        job: JobId,
    },
    /// The paper of a job did not come out and is given up.
    PaperDropped {
        /// The job.
        job: JobId,
    },
    /// A number of a block was taken by a visitor, on paper.
    PaperTaken {
        /// The ticket.
        ticket: TicketId,
        /// Its number.
        number: TicketNumber,
        /// What for.
        service: ServiceId,
        /// How urgent the service is.
        class: Class,
        /// When, as written on paper.
        at: HallTime,
    },
    /// What the paper says of a ticket.
    Entered {
        /// The ticket.
        ticket: TicketId,
        /// What it says.
        written: Written,
        /// It stands for what was entered before.
        corrects: bool,
    },
    /// Whoever entered it for this ticket knows the doubts and means it.
    EntryVouched {
        /// The ticket.
        ticket: TicketId,
    },
    /// Every number of a sheet has an outcome.
    SheetClosed {
        /// Which.
        sheet: SheetId,
        /// How many of its numbers were called by hand, or left when they were.
        by_hand: u16,
        /// How many the machine called, or nobody had to.
        by_machine: u16,
        /// How many were written off.
        written_off: u16,
    },
    /// The day closed over a sheet that was not reconciled.
    SheetLeftOpen {
        /// Which.
        sheet: SheetId,
        /// The tickets without an outcome.
        open: Vec<TicketId>,
    },
    /// A drill ended. Nothing of it counts.
    DrillEnded {
        /// Its sheet.
        sheet: SheetId,
        /// How many numbers were entered in it.
        entered: u16,
        /// How many were still open when it ended.
        open: u16,
    },
}

/// What is printed for calling by paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    /// A sheet.
    Sheet(SheetId),
    /// The unused numbers of a block.
    Block {
        /// Its letter.
        prefix: Prefix,
        /// Its first number.
        first: u16,
    },
}

/// A paper with the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperJob {
    /// Its name, carried to the printer and back.
    pub job: JobId,
    /// What is printed.
    pub paper: Paper,
    /// Marked as a reprint.
    pub again: bool,
    /// When it was opened.
    pub opened: HallTime,
}

/// Calling by paper as the day knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manual {
    /// By letter and first number.
    pub blocks: BTreeMap<(Prefix, u16), Block>,
    /// When a block was claimed, of those that were claimed today.
    pub claimed: BTreeMap<(Prefix, u16), HallTime>,
    /// Every sheet of the day.
    pub sheets: BTreeMap<SheetId, Sheet>,
    /// What is with the printer, or waits for one.
    pub papers: BTreeMap<JobId, PaperJob>,
    /// What was entered, by ticket.
    pub hands: BTreeMap<TicketId, Hand>,
    /// Paper tickets of the day without an outcome.
    pub open_paper: BTreeSet<TicketId>,
    /// Who was logged in at each window.
    pub staffing: Staffing,
    /// When a start found the day open, if one did: until then the hall may have called by the sheet in the drawer.
    pub started: Option<HallTime>,
}

impl Manual {
    /// With the blocks that the day before left.
    pub fn with(blocks: &[Block]) -> Self {
        let blocks = blocks.iter().map(|block| ((block.prefix, block.first), block.clone())).collect();
        Self { blocks, ..Self::default() }
    }

    /// The blocks in which paper is left.
    pub fn unused_blocks(&self) -> Vec<Block> {
        self.blocks.values().filter(|block| block.unused().next().is_some()).cloned().collect()
    }

    /// The block that holds a number.
    pub fn block_of(&self, prefix: Prefix, value: u16) -> Option<&Block> {
        self.blocks.values().find(|block| block.prefix == prefix && block.holds(value))
    }

    /// When the block of a number was claimed, if that was today.
    pub fn claimed_today(&self, prefix: Prefix, value: u16) -> Option<HallTime> {
        let block = self.block_of(prefix, value)?;
        self.claimed.get(&(block.prefix, block.first)).copied()
    }

    /// The sheets on which a number may still be open: neither a drill's, nor lapsed, nor closed.
    pub fn open_sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.values().filter(|sheet| sheet.standing == Standing::Open)
    }

    /// Whether the hall calls by paper: a sheet is open that is not only insurance.
    pub fn is_in_use(&self) -> bool {
        self.open_sheets().any(|sheet| sheet.why != SheetReason::Insurance || self.is_written_on(sheet))
    }

    /// Whether something was entered from the sheet.
    pub fn is_written_on(&self, sheet: &Sheet) -> bool {
        self.hands.values().any(|hand| hand.sheet == Some(sheet.id))
    }

    /// The sheet to which an entry for a ticket belongs: the newest open one that lists it.
    pub fn sheet_of(&self, ticket: TicketId) -> Option<SheetId> {
        self.open_sheets().filter(|sheet| sheet.lists(ticket)).last().map(|sheet| sheet.id)
    }

    /// What was entered for a ticket and may be corrected: not where the ticket stands on a later sheet now.
    pub fn correctable(&self, ticket: TicketId) -> Option<&Hand> {
        let now = self.sheet_of(ticket);
        self.hands.get(&ticket).filter(|hand| now.is_none() || now == hand.sheet)
    }

    /// What was entered for a ticket and has to be corrected before anything else can be entered.
    pub fn entry_that_counts(&self, ticket: TicketId) -> Option<&Hand> {
        self.correctable(ticket).filter(|hand| !hand.closed)
    }

    /// The drill that runs.
    pub fn drill(&self) -> Option<&Sheet> {
        self.sheets.values().find(|sheet| sheet.standing == Standing::Drilled)
    }

    /// The machine moved a ticket: it is open on no sheet any more.
    pub fn moved(&mut self, ticket: TicketId) {
        self.open_paper.remove(&ticket);
        self.sheets.values_mut().for_each(|sheet| sheet.moved(ticket));
    }

    /// Somebody said what became of a ticket.
    pub fn entered(&mut self, ticket: TicketId, how: Settled, hand: Hand) {
        self.open_paper.remove(&ticket);
        if let Some(sheet) = hand
            .sheet
            .and_then(|sheet| self.sheets.get_mut(&sheet))
            .filter(|sheet| sheet.standing == Standing::Open)
        {
            sheet.entered(ticket, how, hand.by);
        }
        self.hands.insert(ticket, hand);
    }

    /// A sheet is closed, and with it what was entered from it; with the last one whatever belongs to none.
    pub fn closed(&mut self, sheet: SheetId) {
        if let Some(sheet) = self.sheets.get_mut(&sheet) {
            sheet.standing = Standing::Closed;
        }
        let was_last = self.open_sheets().next().is_none();
        let with_it = |hand: &&mut Hand| hand.sheet.map_or(was_last, |of| of == sheet);
        self.hands.values_mut().filter(with_it).for_each(|hand| hand.closed = true);
    }

    /// A start found the day open.
    pub fn restarted(&mut self, at: HallTime) {
        self.started = Some(at);
    }

    /// Somebody logged in at a window or left it.
    pub fn staffed(&mut self, at: HallTime, window: WindowId, clerk: Option<StaffId>) {
        self.staffing.entry(window).or_default().push((at, clerk));
    }

    /// Who was logged in at a window at a moment, as far as the day knows.
    pub fn clerk_then(&self, window: WindowId, at: HallTime) -> Option<StaffId> {
        view::clerk_then(&self.staffing, window, at)
    }

    /// What anyone may see of it.
    pub fn view(&self, number: impl Fn(TicketId) -> Option<TicketNumber>) -> ManualView {
        let hands = self.hands.iter().filter_map(|(ticket, hand)| Some((number(*ticket)?, hand.clone())));
        ManualView {
            sheets: self.sheets.values().cloned().collect(),
            blocks: self.blocks.values().cloned().collect(),
            papers: self.papers.values().copied().collect(),
            hands: hands.collect(),
            open_paper: self.open_paper.iter().filter_map(|ticket| number(*ticket)).collect(),
            staffing: self.staffing.clone(),
            seals: BTreeMap::new(),
        }
    }
}
