//! `jiaohao duty other-side`: the numbers that stand only on a side of the journal that was put aside, as lines that
//! `jiaohao duty enter` reads.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::history::{Day, History};
use super::{Out, Outcome};
use crate::domain::id::Seq;
use crate::domain::record::Record;
use crate::insight::other_side::{self, Matter, Number, OtherSide};
use crate::journal::branch;
use crate::journal::copy::read;
use crate::station::sheet::time_of;

/// What is to be done with the list.
const TO_DO: &str = "# Keep this in a file, strike out whoever has gone, and enter it: jiaohao duty enter --by CLERK --file FILE";

pub(super) fn run(
    day: &Day,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let History { config, day, records } = match day.read(errors)? {
        Ok(history) => history,
        Err(outcome) => return Ok(outcome),
    };
    let journal = config.paths.journal();
    let files = branch::files(&journal);
    if files.is_empty() {
        out.line("# the journal has one side only")?;
        return Ok(Outcome::Done);
    }
    let mut told = false;
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (from, theirs) =
            theirs(&file, &records).with_context(|| format!("reading {}", file.display()))?;
        let of_today = theirs.iter().any(|record| record.day == day && record.seq >= from);
        out.line(&format!(
            "# {name}: from record {from} on{}",
            if of_today { "" } else { ", of another day" }
        ))?;
        let theirs: Vec<Record> = theirs.into_iter().filter(|record| of_today && record.day == day).collect();
        if let Some(side) = other_side::read(&records, &theirs, from)? {
            for number in &side.numbers {
                out.line(&line(number, &side))?;
                told = true;
            }
        }
    }
    if told {
        out.line(TO_DO)?;
    }
    Ok(Outcome::Done)
}

/// Where a side begins, and every record of its days as it has them: this side's up to there, and its own.
fn theirs(file: &Path, records: &[Record]) -> anyhow::Result<(Seq, Vec<Record>)> {
    let found = read::file(file)?.context("it is no part of a journal")?;
    let own: Vec<Record> = found.links.iter().map(|link| link.row.record()).collect::<Result<_, _>>()?;
    let from = own.first().context("it is empty")?.seq;
    let before = records.iter().filter(|record| record.seq < from).cloned();
    Ok((from, before.chain(own).collect()))
}

/// A number as `duty enter` reads it; behind `#` what is only to be known.
fn line(Number { number, matter }: &Number, side: &OtherSide) -> String {
    let time = |at| time_of(at, side.at);
    match matter {
        Matter::Waits { service, issued, called_to } => {
            let line = format!("{number} taken service {service} at {}", time(*issued));
            match called_to {
                None => line,
                Some(window) => {
                    format!("# {number} was called to window {window} there; unless it was served:\n{line}")
                }
            }
        }
        Matter::Over => format!("# {number} is over: served or withdrawn there"),
        Matter::Entered => format!("# {number} is entered"),
        Matter::Twice => format!("# {number} was given to two visitors, one on each side: ask both"),
        Matter::Called { window, clerk, called, finished: Some(finished), .. } => format!(
            "sure {number} served window {window} clerk {clerk} called {} finished {}",
            time(*called),
            time(*finished)
        ),
        Matter::Called { window, clerk, called, there: false, .. } => {
            format!("sure {number} left window {window} clerk {clerk} called {}", time(*called))
        }
        Matter::Called { window, called, .. } => format!(
            "# {number} was called to window {window} there at {}, and still waits here: ask at the window",
            time(*called)
        ),
    }
}
