//! The manual-calling sheet where no paper holds it: its open numbers, in pages that turn by themselves.
//!
//! The LCD has no key, and whoever calls by it has no hand free: every page stands for [`PAGE_FOR`], and after some of
//! them the usual face, as what is out has to be mended meanwhile. A number leaves the list with its outcome.

use std::time::Duration;

use crate::domain::id::{Seq, SheetId, TicketNumber, WindowId};
use crate::domain::manual::{Paper, Sheet, SheetRow, Stands};
use crate::domain::rules::Class;
use crate::domain::view::OfficeView;
use crate::station::sheet::time_of;
use crate::station::words;

/// A page stands so long: four numbers are read aloud, or copied, in that time.
pub const PAGE_FOR: Duration = Duration::from_secs(10);
/// Paper that is not out by then is not coming: the sheet goes to the LCD beside it.
pub const PAPER_WITHIN: Duration = Duration::from_secs(5);
/// The usual face comes after so many pages of a list: what is out may be mended sooner than the list is called.
const PAGES_AT_ONCE: usize = 3;

/// The sheets that stand on the LCD, and how often their pages have turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// In the order in which they were drawn; none is empty.
    pub sheets: Vec<ListedSheet>,
    /// Counts up by one every [`PAGE_FOR`].
    pub turn: u64,
}

/// What is listed of one sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSheet {
    /// Its number within the day.
    pub id: SheetId,
    /// The record that drew it.
    pub record: Seq,
    /// Its seal as people compare it; `None` while the journal has not told it.
    pub seal: Option<String>,
    /// Its numbers without an outcome, in their order; at least one.
    pub rows: Vec<Row>,
}

/// One number that is called by mouth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The number.
    pub number: TicketNumber,
    /// What the visitor waits for.
    pub service: String,
    /// How urgent.
    pub class: Class,
    /// Since when the visitor waits, as it would stand on paper.
    pub since: String,
    /// Where the ticket stood when the sheet was drawn.
    pub stands: Stands,
    /// The window that should call it, or at which it stands.
    pub window: Option<WindowId>,
}

/// One page of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The sheet.
    pub sheet: &'a ListedSheet,
    /// The numbers on it; none on a page that has only the seal.
    pub rows: &'a [Row],
    /// Its place among the sheet's pages, from 1.
    pub place: usize,
    /// How many pages the sheet has.
    pub of: usize,
}

impl Listed {
    /// The sheets that the hall calls by and that are on no paper, so far as anybody knows; `None` while there is none.
    #[must_use]
    pub fn of(view: &OfficeView) -> Option<Self> {
        let unprinted = view.manual.in_use().filter(|sheet| !sheet.on_paper && !is_coming(view, sheet));
        let sheets: Vec<ListedSheet> = unprinted.filter_map(|sheet| listed(view, sheet)).collect();
        let page_ms = u64::try_from(PAGE_FOR.as_millis()).unwrap_or(u64::MAX);
        (!sheets.is_empty()).then_some(Self { sheets, turn: view.at.hall.0 / page_ms })
    }

    /// The page that stands on a display on which so many rows have room, at least one; `None` when it is the turn
    /// of the usual face. Where the seal has no room beside the rows it has a page of its own.
    #[must_use]
    pub fn page(&self, rows: usize, seal_apart: bool) -> Option<Page<'_>> {
        let pages: Vec<Page<'_>> =
            self.sheets.iter().flat_map(|sheet| sheet.pages(rows.max(1), seal_apart)).collect();
        let round = pages.len() + pages.len().div_ceil(PAGES_AT_ONCE);
        let round = u64::try_from(round).unwrap_or(u64::MAX);
        let place = usize::try_from(self.turn.checked_rem(round)?).ok()?;
        let (group, within) = (place / (PAGES_AT_ONCE + 1), place % (PAGES_AT_ONCE + 1));
        (within < PAGES_AT_ONCE).then(|| pages.get(group * PAGES_AT_ONCE + within).copied()).flatten()
    }
}

impl ListedSheet {
    fn pages(&self, rows: usize, seal_apart: bool) -> Vec<Page<'_>> {
        let none: &[Row] = &[];
        let chunks: Vec<&[Row]> = self.rows.chunks(rows).chain(seal_apart.then_some(none)).collect();
        let of = chunks.len();
        (1..).zip(chunks).map(|(place, rows)| Page { sheet: self, rows, place, of }).collect()
    }
}

/// Whether a printer may bring it yet: then nobody needs a list that goes away at once.
fn is_coming(view: &OfficeView, sheet: &Sheet) -> bool {
    let mut jobs = view.manual.papers.iter().filter(|job| job.paper == Paper::Sheet(sheet.id));
    jobs.any(|job| view.at.hall.since(job.opened) < PAPER_WITHIN)
}

fn listed(view: &OfficeView, sheet: &Sheet) -> Option<ListedSheet> {
    let row = |row: &SheetRow| {
        let name = words::service(&view.rules, row.service).map(|known| known.name.clone());
        Row {
            number: row.number,
            service: name.unwrap_or_else(|| row.service.to_string()),
            class: row.class,
            since: time_of(row.since, sheet.drawn),
            stands: row.stands,
            window: row.window,
        }
    };
    let rows: Vec<Row> = sheet.open().map(row).collect();
    let seal = view.manual.seal(sheet);
    (!rows.is_empty()).then_some(ListedSheet { id: sheet.id, record: sheet.seq, seal, rows })
}
