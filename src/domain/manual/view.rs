//! Calling by paper as anyone may see it.

use std::collections::BTreeMap;

use crate::domain::id::{Seq, StaffId, TicketNumber, WindowId};
use crate::domain::moment::HallTime;

use super::{Block, Hand, PaperJob, Sheet, SheetReason, Standing};

/// Who was logged in at each window since when, in order; `None` where nobody was from then on.
pub type Staffing = BTreeMap<WindowId, Vec<(HallTime, Option<StaffId>)>>;

/// Who was logged in at a window at a moment, as far as that is known.
pub(super) fn clerk_then(staffing: &Staffing, window: WindowId, at: HallTime) -> Option<StaffId> {
    let log = staffing.get(&window)?;
    log.iter().rev().find(|(since, _)| *since <= at).and_then(|(_, clerk)| *clerk)
}

/// Calling by paper as anyone may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManualView {
    /// The sheets of the day, in order.
    pub sheets: Vec<Sheet>,
    /// The blocks that are claimed.
    pub blocks: Vec<Block>,
    /// Paper that is to be printed.
    pub papers: Vec<PaperJob>,
    /// What was entered, by ticket.
    pub hands: Vec<(TicketNumber, Hand)>,
    /// Paper tickets of the day that have no outcome.
    pub open_paper: Vec<TicketNumber>,
    /// Who was logged in at each window, as far as the day knows.
    pub staffing: Staffing,
    /// The hash of the row in which each sheet stands, where the journal has told it: the office does not know it.
    pub seals: BTreeMap<Seq, [u8; 32]>,
}

impl ManualView {
    /// The seal of a sheet as people compare it: four groups of four hexadecimal digits, the first eight bytes of
    /// the hash of its row. `None` while the journal has not told it.
    #[must_use]
    pub fn seal(&self, sheet: &Sheet) -> Option<String> {
        let hash = self.seals.get(&sheet.seq)?;
        let pairs: Vec<String> = hash
            .chunks(2)
            .take(4)
            .map(|pair| pair.iter().map(|byte| format!("{byte:02x}")).collect())
            .collect();
        Some(pairs.join(" "))
    }

    /// Who was logged in at a window at a moment, as far as the day knows.
    #[must_use]
    pub fn clerk_then(&self, window: WindowId, at: HallTime) -> Option<StaffId> {
        clerk_then(&self.staffing, window, at)
    }

    /// The sheets on which numbers are open, insurance on which nothing was written left out.
    pub fn in_use(&self) -> impl Iterator<Item = &Sheet> {
        let open = self.sheets.iter().filter(|sheet| sheet.standing == Standing::Open);
        open.filter(|sheet| {
            let written = || self.hands.iter().any(|(_, hand)| hand.sheet == Some(sheet.id));
            sheet.why != SheetReason::Insurance || written()
        })
    }
}
