//! Calling by paper, in the words of the stories.

use jiaohao::domain::id::{ServiceId, SheetId, TicketId};
use jiaohao::domain::manual::{Entry, ManualEvent, ManualRequest, SheetReason, SheetRow, Stands, Written};
use jiaohao::station::entry;

use super::{ended, number, typed};
use crate::support::{Hall, clock};

/// What the duty desk asks; `None` for what is not of paper.
pub fn request(words: &[&str]) -> Option<ManualRequest> {
    Some(match *words {
        ["block", service, count] => {
            let (service, count) = (ServiceId(number(service)), number(count));
            ManualRequest::ClaimBlock { service, count }
        }
        ["release", ticket] => ManualRequest::ReleaseBlock { number: typed(ticket) },
        ["print-block", ticket] => ManualRequest::PrintBlock { number: typed(ticket) },
        ["sheet", "close", sheet] => ManualRequest::CloseSheet { sheet: SheetId(number(sheet)) },
        ["sheet", "print", sheet] => ManualRequest::PrintSheet { sheet: SheetId(number(sheet)) },
        ["sheet", why] => ManualRequest::DrawSheet { why: reason(why) },
        ["drill", "ends", sheet] => {
            let sheet = SheetId(number(sheet));
            ManualRequest::EndDrill { sheet, entered: 1, open: 0 }
        }
        ["enter", ref lines @ ..] => ManualRequest::Enter { entries: entries(lines) },
        _ => return None,
    })
}

/// Lines of paper, divided by a semicolon that stands alone.
fn entries(words: &[&str]) -> Vec<Entry> {
    let wall = |hour, minute| Some(clock(&format!("{hour:02}:{minute:02}:00")));
    let line = |line: &[&str]| entry::parse(&line.join(" "), &wall).unwrap();
    words.split(|word| *word == ";").map(line).collect()
}

fn reason(why: &str) -> SheetReason {
    match why {
        "ladder" => SheetReason::Ladder,
        "mains" => SheetReason::Mains,
        "key" => SheetReason::Key,
        "insurance" => SheetReason::Insurance,
        "drill" => SheetReason::Drill,
        _ => panic!("no reason for a sheet: {why}"),
    }
}

/// What happened; nothing for what is only of printers.
pub fn happened(hall: &Hall, event: &ManualEvent) -> Option<String> {
    let name = |ticket: &TicketId| hall.name(*ticket);
    let row = |row: &SheetRow| {
        let window = row.window.map_or_else(|| "-".to_owned(), |window| window.to_string());
        let stands = match row.stands {
            Stands::Waits => "",
            Stands::AtWindow => " there",
            Stands::Parked => " parked",
        };
        format!("{}@{window}{stands}", row.number)
    };
    Some(match event {
        ManualEvent::BlockClaimed(block) => {
            format!("{}{:03}-{:03} claimed", block.prefix, block.first, block.last)
        }
        ManualEvent::BlockReleased { prefix, first } => format!("{prefix}{first:03} released"),
        ManualEvent::SheetDrawn { sheet, follows, rows, .. } => {
            let follows = follows.map(|before| format!(" after {before}")).unwrap_or_default();
            let rows: Vec<String> = rows.iter().map(row).collect();
            format!("sheet {sheet}{follows}: {}", rows.join(" ")).trim_end().to_owned()
        }
        ManualEvent::PaperTaken { number, service, .. } => format!("{number} taken for {service}"),
        ManualEvent::Entered { ticket, written, corrects } => {
            format!("{} {}{}", name(ticket), wrote(written), if *corrects { " instead" } else { "" })
        }
        ManualEvent::EntryVouched { ticket } => format!("{} vouched for", name(ticket)),
        ManualEvent::SheetClosed { sheet, by_hand, by_machine, written_off } => {
            format!("sheet {sheet} closed: {by_hand} + {by_machine} + {written_off}")
        }
        ManualEvent::SheetLeftOpen { sheet, open } => {
            let open: Vec<String> = open.iter().map(name).collect();
            format!("sheet {sheet} left open: {}", open.join(" "))
        }
        ManualEvent::DrillEnded { sheet, .. } => format!("drill {sheet} ended"),
        ManualEvent::PaperOpened { .. }
        | ManualEvent::PaperPrinted { .. }
        | ManualEvent::PaperUnknown { .. }
        | ManualEvent::PaperDropped { .. } => return None,
    })
}

fn wrote(written: &Written) -> String {
    match written {
        Written::Served { window, clerk, outcome, .. } => {
            format!("{} by hand at {window} by {clerk}", ended(outcome))
        }
        Written::AtWindow { window, clerk, .. } => format!("at {window} with {clerk} by hand"),
        Written::Left { window, clerk, .. } => format!("left {window} and {clerk} by hand"),
        Written::NotCalled => "not called by hand".into(),
        Written::WrittenOff { reason } => format!("written off: {reason}"),
    }
}
