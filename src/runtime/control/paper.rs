//! What duty staff ask of calling by paper: blocks, sheets, and what was written by hand.

use serde::{Deserialize, Serialize};

use super::server::Control;
use super::{Reply, ticket_number};
use crate::domain::event::Event;
use crate::domain::id::{RequestNumber, ServiceId, SheetId, StaffId, TicketId, TicketNumber};
use crate::domain::manual::{
    Block, Finding, ManualEvent, ManualRequest, ManualView, Settled, Sheet, SheetReason, Standing, Written,
};
use crate::domain::moment::Moment;
use crate::domain::office::Office;
use crate::domain::request::{Asked, Origin, Refusal, Request};
use crate::domain::view::OfficeView;
use crate::runtime::control::duty::reply_to;
use crate::runtime::daemon::{Closed, Wanted};
use crate::runtime::registrar::Answer;
use crate::station::entry::{self, AtLine};
use crate::station::sheet::{on_the_wall, reason, time_of};
use crate::station::{objection, words};

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// Draw a sheet of the live order and print it; in a drill, one that counts for nothing.
    Draw {
        /// To rehearse.
        drill: bool,
    },
    /// Print a sheet once more; the newest when none is named.
    Print {
        /// Which.
        sheet: Option<u16>,
    },
    /// What stands on a sheet, and what has become of it; the newest when none is named.
    Show {
        /// Which.
        sheet: Option<u16>,
    },
    /// Close a sheet on which nothing is open; the oldest open one when none is named.
    Close {
        /// Which.
        sheet: Option<u16>,
        /// Who says that it is complete.
        by: u32,
    },
    /// Claim numbers for paper.
    Claim {
        /// Any service of the group.
        service: u16,
        /// How many.
        count: u16,
    },
    /// Give a block back.
    Release {
        /// Any number of it.
        number: String,
    },
    /// Print a block's unused numbers again.
    PrintBlock {
        /// Any number of it.
        number: String,
    },
    /// The blocks that are claimed.
    Blocks,
    /// Enter what was written by hand, all of it or nothing.
    Enter {
        /// One entry a line, as [`entry`] reads them.
        lines: Vec<String>,
        /// Who enters it.
        by: u32,
    },
    /// End a drill.
    EndDrill {
        /// How many numbers were entered in it.
        entered: u16,
        /// How many were still open.
        open: u16,
    },
}

/// Carries out one of them.
pub(super) async fn answer(asked: Ask, control: &Control) -> Reply {
    let view = match seen(control).await {
        Ok(view) => view,
        Err(closed) => return Reply::Failed { words: closed.to_string() },
    };
    let view = &view;
    match asked {
        Ask::Draw { drill } => {
            let why = if drill { SheetReason::Drill } else { SheetReason::Key };
            ask(control, None, ManualRequest::DrawSheet { why }).await
        }
        Ask::Print { sheet } => match named(&view.manual, sheet) {
            Some(sheet) => ask(control, None, ManualRequest::PrintSheet { sheet: sheet.id }).await,
            None => none(),
        },
        Ask::Show { sheet } => match named(&view.manual, sheet) {
            Some(sheet) => Reply::Done { words: show(view, sheet).join("\n") },
            None => none(),
        },
        Ask::Close { sheet, by } => {
            let sheet = sheet.map(SheetId).or_else(|| view.manual.in_use().next().map(|sheet| sheet.id));
            let Some(sheet) = sheet else { return none() };
            let answer = ask(control, Some(by), ManualRequest::CloseSheet { sheet }).await;
            with_reasons(answer, control, sheet).await
        }
        Ask::Claim { count: 0, .. } => Reply::Failed { words: "a block has at least one number".to_owned() },
        Ask::Claim { service, count } => {
            ask(control, None, ManualRequest::ClaimBlock { service: ServiceId(service), count }).await
        }
        Ask::Release { number } => match ticket_number(&number) {
            Some(number) => ask(control, None, ManualRequest::ReleaseBlock { number }).await,
            None => not_a_number(&number),
        },
        Ask::PrintBlock { number } => match ticket_number(&number) {
            Some(number) => ask(control, None, ManualRequest::PrintBlock { number }).await,
            None => not_a_number(&number),
        },
        Ask::Blocks => Reply::Done { words: blocks(&view.manual) },
        Ask::Enter { lines, by } => enter(control, view.at, &lines, by).await,
        Ask::EndDrill { entered, open } => {
            let drill = view.manual.sheets.iter().find(|sheet| sheet.standing == Standing::Drilled);
            let Some(sheet) = drill.map(|sheet| sheet.id) else { return none() };
            ask(control, None, ManualRequest::EndDrill { sheet, entered, open }).await
        }
    }
}

/// The office as it stands: whoever was told that a sheet is drawn finds it here, though no face may show it yet. Seals
/// are the journal's, and it tells them when it has them.
async fn seen(control: &Control) -> Result<OfficeView, Closed> {
    let mut view = control.desk.look(|office, at| office.view(at)).await?;
    view.manual.seals.clone_from(&control.desk.status().view.manual.seals);
    Ok(view)
}

async fn ask(control: &Control, by: Option<u32>, request: ManualRequest) -> Reply {
    let wanted = Wanted::Request(Request::Manual(request));
    let answer = control.desk.ask(Origin::Duty, by.map(StaffId), wanted).await;
    let done = match &answer {
        Ok(Answer::Granted { events, .. }) => told(events),
        Ok(Answer::Refused(_) | Answer::NotStored) | Err(_) => String::new(),
    };
    let mut reply = reply_to(answer, done);
    // The refusal is also said of a changed configuration, in the words of that.
    if let Reply::Refused { words, .. } = &mut reply
        && *words == Refusal::InUse.words()
    {
        "A manual-calling sheet is open: close it first.".clone_into(words);
    }
    reply
}

/// Enters lines; whatever cannot be read or contradicts is named with its place, and then nothing is entered.
async fn enter(control: &Control, at: Moment, lines: &[String], by: u32) -> Reply {
    let entries = match entry::parse_all(lines, &|hour, minute| on_the_wall(at, hour, minute)) {
        Ok(entries) if entries.is_empty() => {
            return Reply::Failed { words: "there is nothing to enter".to_owned() };
        }
        Ok(entries) => entries,
        Err(wrong) => return nothing_entered(&wrong),
    };
    let places: Vec<usize> = entries.iter().map(|(place, _)| *place).collect();
    let request = ManualRequest::Enter { entries: entries.into_iter().map(|(_, entry)| entry).collect() };
    let person = Some(StaffId(by));
    let findings = control.desk.look({
        let request = Request::Manual(request.clone());
        move |office, at| {
            let asked = Asked { number: RequestNumber(0), origin: Origin::Duty, person, request };
            office.objections(at, &asked)
        }
    });
    match findings.await {
        Ok(findings) if !findings.is_empty() => nothing_entered(&in_words(&findings, &places, at)),
        Ok(_) => ask(control, Some(by), request).await,
        Err(closed) => Reply::Failed { words: closed.to_string() },
    }
}

/// Objections in words, each at its line.
#[must_use]
pub fn in_words(findings: &[Finding], places: &[usize], at: Moment) -> Vec<AtLine<String>> {
    let words = findings.iter().filter_map(|finding| {
        let said = objection::say(finding.objection, &|hall| time_of(hall, at));
        let letter = finding.number.prefix.map(|prefix| prefix.to_string()).unwrap_or_default();
        let number = format!("{letter}{:03}", finding.number.value);
        Some((*places.get(finding.place)?, format!("{number}: {} {}", said.zh, said.en)))
    });
    words.collect()
}

fn nothing_entered(wrong: &[AtLine<String>]) -> Reply {
    let lines = wrong.iter().map(|(place, words)| format!("line {place}: {words}"));
    let words: Vec<String> = lines.chain(["nothing was entered".to_owned()]).collect();
    Reply::Failed { words: words.join("\n") }
}

/// What was granted, in words.
fn told(events: &[Event]) -> String {
    let words =
        events.iter().filter_map(|event| if let Event::Manual(event) = event { tell(event) } else { None });
    words.collect::<Vec<String>>().join("\n")
}

fn tell(event: &ManualEvent) -> Option<String> {
    Some(match event {
        ManualEvent::BlockClaimed(block) => {
            format!("{} are claimed for paper and go to the printer", range(block))
        }
        ManualEvent::BlockReleased { prefix, first } => {
            format!("the block of {prefix}{first:03} is the machine's again; destroy its paper")
        }
        ManualEvent::SheetDrawn { sheet, rows, .. } => {
            format!("sheet {sheet} with {} numbers is drawn and goes to the printer", rows.len())
        }
        ManualEvent::PaperOpened { again: true, .. } => "goes to the printer again".to_owned(),
        ManualEvent::PaperTaken { number, .. } => format!("{number} was taken on paper"),
        ManualEvent::Entered { written, .. } => entered(written),
        ManualEvent::SheetClosed { sheet, by_hand, by_machine, written_off } => format!(
            "sheet {sheet} is at zero and closed: {by_hand} by hand, {by_machine} by the machine, {written_off} \
             written off"
        ),
        ManualEvent::DrillEnded { sheet, entered, open } => {
            format!("drill sheet {sheet} is over: {entered} entered, {open} open; nothing of it counts")
        }
        ManualEvent::PaperOpened { .. }
        | ManualEvent::PaperPrinted { .. }
        | ManualEvent::PaperUnknown { .. }
        | ManualEvent::PaperDropped { .. }
        | ManualEvent::EntryVouched { .. }
        | ManualEvent::SheetLeftOpen { .. } => return None,
    })
}

fn entered(written: &Written) -> String {
    match written {
        Written::Served { window, clerk, .. } => {
            format!("entered: served at window {window} by clerk {clerk}")
        }
        Written::AtWindow { window, clerk, .. } => {
            format!("entered: at window {window} with clerk {clerk} still")
        }
        Written::Left { window, .. } => format!("entered: called to window {window}, did not come"),
        Written::NotCalled => "entered: not called by hand, waits on".to_owned(),
        Written::WrittenOff { reason } => format!("entered: written off, {reason}"),
    }
}

fn named(manual: &ManualView, sheet: Option<u16>) -> Option<&Sheet> {
    match sheet {
        Some(id) => manual.sheets.iter().find(|sheet| sheet.id == SheetId(id)),
        None => manual.sheets.last(),
    }
}

fn none() -> Reply {
    Reply::Failed { words: "there is no such manual-calling sheet today".to_owned() }
}

/// A refusal to close names what is open, and who cannot have been at one window at one time; one for another reason
/// stands as it is.
async fn with_reasons(reply: Reply, control: &Control, sheet: SheetId) -> Reply {
    let Reply::Refused { refusal, words } = reply else { return reply };
    let is_open = words == Refusal::SheetOpen.words();
    if !is_open && words != Refusal::Doubtful.words() {
        return Reply::Refused { refusal, words };
    }
    let reasons = control.desk.look(move |office, at| hindrances(office, at, sheet)).await;
    let (open, meetings) = reasons.unwrap_or_default();
    let first = if open.is_empty() { words } else { format!("{words} Open: {}", open.join(", ")) };
    let told = [first].into_iter().chain(meetings);
    Reply::Refused { refusal, words: told.collect::<Vec<String>>().join("\n") }
}

/// What keeps a sheet from being closed: the numbers without an outcome, each once, and in words who cannot have been
/// at one window together. The last open sheet answers for paper tickets that stand on none.
#[must_use]
pub fn hindrances(office: &Office, at: Moment, sheet: SheetId) -> (Vec<String>, Vec<String>) {
    let view = office.view(at);
    let known = view.manual.sheets.iter().find(|known| known.id == sheet);
    let others = view.manual.sheets.iter().any(|other| other.id != sheet && other.standing == Standing::Open);
    let rows = known.into_iter().flat_map(|sheet| sheet.open().map(|row| row.number));
    let mut open: Vec<TicketNumber> = rows.collect();
    let paper = view.manual.open_paper.iter().filter(|_| !others);
    for number in paper {
        if !open.contains(number) {
            open.push(*number);
        }
    }
    let request = Request::Manual(ManualRequest::CloseSheet { sheet });
    let asked = Asked { number: RequestNumber(0), origin: Origin::Duty, person: None, request };
    let findings = office.objections(at, &asked);
    let places: Vec<usize> = (0..findings.len()).collect();
    let meetings = in_words(&findings, &places, at).into_iter().map(|(_, words)| words);
    (open.iter().map(ToString::to_string).collect(), meetings.collect())
}

fn not_a_number(number: &str) -> Reply {
    Reply::Failed { words: format!("{number:?} is not a ticket's number; one looks like A017") }
}

fn range(block: &Block) -> String {
    let (prefix, width) = (block.prefix, usize::from(block.width));
    format!("{prefix}{:0width$} to {prefix}{:0width$}", block.first, block.last)
}

fn blocks(manual: &ManualView) -> String {
    let lines: Vec<String> = manual
        .blocks
        .iter()
        .map(|block| {
            let unused = block.unused().count();
            format!(
                "{}: {unused} unused, {} taken, claimed on {}",
                range(block),
                block.used.len(),
                block.claimed
            )
        })
        .collect();
    if lines.is_empty() { "no numbers are claimed for paper".to_owned() } else { lines.join("\n") }
}

/// A sheet with what has become of each number, a line each.
fn show(view: &OfficeView, sheet: &Sheet) -> Vec<String> {
    let standing = match sheet.standing {
        Standing::Open => format!("{} open", sheet.open().count()),
        Standing::Closed => "closed".to_owned(),
        Standing::Lapsed => "lapsed: another was drawn and nothing was written on it".to_owned(),
        Standing::Drilled => "a drill: it counts for nothing".to_owned(),
    };
    let seal = view.manual.seal(sheet).unwrap_or_else(|| "not told yet".to_owned());
    let drawn = time_of(sheet.drawn.hall, sheet.drawn);
    let why = reason(sheet.why);
    let mut lines = vec![
        format!("sheet {} of {drawn}, {} {}: {standing}", sheet.id, why.zh, why.en),
        format!("record {}, seal {seal}", sheet.seq),
    ];
    for row in sheet.rows.iter() {
        let service = words::service(&view.rules, row.service).map_or("", |service| service.name.as_str());
        let window = row.window.map_or_else(|| "-".to_owned(), |window| window.to_string());
        let since = time_of(row.since, sheet.drawn);
        let outcome = outcome(sheet, row.ticket);
        lines.push(format!("{}  {since}  window {window}  {outcome}  {service}", row.number));
    }
    lines
}

fn outcome(sheet: &Sheet, ticket: TicketId) -> String {
    let by = sheet.entered_by.get(&ticket).map_or_else(String::new, |by| format!(", entered by {by}"));
    match sheet.settled.get(&ticket) {
        None => "OPEN".to_owned(),
        Some(Settled::ByMachine) => "by the machine".to_owned(),
        Some(Settled::ByHand) => format!("by hand{by}"),
        Some(Settled::NotCalled) => format!("not called by hand{by}"),
        Some(Settled::WrittenOff) => format!("written off{by}"),
    }
}
