//! `jiaohao verify`: walks the journal's chain and names the first record that does not fit.

use std::io::Write;

use anyhow::Context;

use super::history::note_if_elsewhere;
use super::{Hall, Out, Outcome, check};
use crate::domain::keeping::{Keeping, KeepingEvent};
use crate::journal::chain::digits;
use crate::journal::reader::Reader;
use crate::journal::restore::losses;

pub(super) fn run(
    hall: &Hall,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let Some(config) = check::config(&hall.config, errors)? else { return Ok(Outcome::Configuration) };
    let journal = config.paths.journal();
    if !journal.exists() {
        errors.line(&format!("{}: there is no journal yet", journal.display()))?;
        return Ok(Outcome::Failed);
    }
    note_if_elsewhere(&config, errors)?;
    let report =
        Reader::new(&journal).verify(|_| ()).with_context(|| format!("reading {}", journal.display()))?;
    out.line(&format!(
        "{}: {} records fit, {} days are sealed",
        journal.display(),
        report.records,
        report.seals
    ))?;
    if let Some((seq, hash)) = &report.last {
        out.line(&format!("last record {seq}: {}", digits(hash)))?;
    }
    if let Some((day, hash)) = &report.sealed {
        out.line(&format!("last sealed day {day}: {}", digits(hash)))?;
    }
    for loss in losses(&journal).with_context(|| format!("reading {}", journal.display()))? {
        out.line(&format!("since a restoration, {loss}; the chain goes on behind"))?;
    }
    for (seq, event) in &report.joints {
        if let Some(words) = joint(event) {
            out.line(&format!("{words} from record {seq} on"))?;
        }
    }
    let Some(fault) = report.fault else { return Ok(Outcome::Done) };
    out.line(&format!("NOT WHOLE: {fault}; nothing after it was looked at"))?;
    Ok(Outcome::Failed)
}

/// How the journal was kept from a record on; `None` for what is no joint of the chain.
fn joint(event: &KeepingEvent) -> Option<String> {
    match event {
        KeepingEvent::Lowered { to: Keeping::Second, .. } => Some("kept on the second medium".to_owned()),
        KeepingEvent::Lowered { .. } => Some("kept in memory, and taken over later,".to_owned()),
        KeepingEvent::Raised { gave_way: 0, .. } => Some("kept in this file again".to_owned()),
        KeepingEvent::Raised { gave_way, .. } => {
            Some(format!("kept in this file again, where {gave_way} records nobody was promised gave way,"))
        }
        KeepingEvent::BranchFound { after, records, .. } => Some(format!(
            "{records} records behind record {after} stand in a branch of the second medium, as told"
        )),
        KeepingEvent::OtherHall { site, folder, .. } => {
            Some(format!("begun instead of the journal of the hall {site:?}, which lies in {folder},"))
        }
        KeepingEvent::Leapt { .. } | KeepingEvent::RoomShort { .. } | KeepingEvent::RoomBack => None,
    }
}
