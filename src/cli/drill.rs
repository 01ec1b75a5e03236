//! `jiaohao drill`: a manual hour rehearsed on a running hall, against a copy of its office.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::control::Daemon;
use super::history::{Day, History};
use super::{Out, Outcome, control, duty_paper};
use crate::domain::event::Event;
use crate::domain::id::{RequestNumber, StaffId};
use crate::domain::manual::{ManualEvent, ManualRequest, SheetReason};
use crate::domain::moment::{Moment, Wall};
use crate::domain::office::Office;
use crate::domain::record::Record;
use crate::domain::request::{Asked, Origin, Refusal, Request};
use crate::runtime::control::Command;
use crate::runtime::control::paper::{Ask, hindrances, in_words};
use crate::station::entry;
use crate::station::sheet::on_the_wall;

/// A manual hour: what is written on the sheet lies in it.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// What is done in a drill.
#[derive(Debug, Subcommand)]
pub(super) enum Drill {
    /// Print a sheet of the live order marked 演练. The hall goes on as it does.
    Begin(Daemon),
    /// Enter what was written on the drill's sheet into a copy of the office as it was then, tell what contradicts and
    /// what is open, and end the drill.
    End(End),
}

/// What was written.
#[derive(Debug, Args)]
pub(super) struct End {
    #[command(flatten)]
    day: Day,
    /// The daemon's socket, whatever the hall's file says.
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    /// The number of whoever enters it.
    #[arg(long, value_name = "CLERK")]
    by: u32,
    /// A file with one entry a line, as for `duty enter`; `-` is the standard input.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(
    drill: Drill,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    match drill {
        Drill::Begin(daemon) => {
            control::run(&daemon, &Command::Paper(Ask::Draw { drill: true }), out, errors)
        }
        Drill::End(end) => finish(&end, out, errors),
    }
}

fn finish(end: &End, out: &mut Out<impl Write>, errors: &mut Out<impl Write>) -> anyhow::Result<Outcome> {
    let lines: Vec<String> = duty_paper::read(&end.file)?.lines().map(str::to_owned).collect();
    let History { records, .. } = match end.day.read(errors)? {
        Ok(history) => history,
        Err(outcome) => return Ok(outcome),
    };
    let Some(drawn) = records.iter().rposition(draws_a_drill) else {
        errors.line("no drill was begun that day")?;
        return Ok(Outcome::Failed);
    };
    if records.iter().skip(drawn).any(ends_a_drill) {
        errors.line("no drill runs: the last one has ended; `jiaohao drill begin` begins one")?;
        return Ok(Outcome::Failed);
    }
    let until_then: Vec<Record> = records.into_iter().take(drawn + 1).collect();
    let Some(began) = until_then.last().map(|record| record.moment) else { return Ok(Outcome::Failed) };
    let mut copy = Copy { office: Office::replay(until_then)?, by: StaffId(end.by), asked: 0 };
    let result = copy.rehearse(began, &lines);
    for words in &result.wrong {
        out.line(words)?;
    }
    if !result.open.is_empty() {
        out.line(&format!("open: {}", result.open.join(", ")))?;
    }
    let open = u16::try_from(result.open.len()).unwrap_or(u16::MAX);
    let daemon = Daemon::at(end.day.config(), end.socket.clone());
    let ended = Command::Paper(Ask::EndDrill { entered: result.entered, open });
    let told = control::run(&daemon, &ended, out, errors)?;
    let at_zero = result.wrong.is_empty() && result.open.is_empty();
    out.line(if at_zero { "the drill came to zero" } else { "the drill did NOT come to zero" })?;
    Ok(if at_zero { told } else { Outcome::Failed })
}

fn draws_a_drill(record: &Record) -> bool {
    record
        .events
        .iter()
        .any(|event| matches!(event, Event::Manual(ManualEvent::SheetDrawn { why: SheetReason::Drill, .. })))
}

fn ends_a_drill(record: &Record) -> bool {
    record.events.iter().any(|event| matches!(event, Event::Manual(ManualEvent::DrillEnded { .. })))
}

/// A copy of the office as it was when the drill began; the hall's own knows nothing of it.
struct Copy {
    office: Office,
    by: StaffId,
    asked: u128,
}

/// What a drill came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Rehearsed {
    entered: u16,
    wrong: Vec<String>,
    open: Vec<String>,
}

impl Copy {
    fn rehearse(&mut self, began: Moment, lines: &[String]) -> Rehearsed {
        let until = later(began);
        let mut result = Rehearsed::default();
        // The drill's sheet again, as one that has to come to zero.
        if let Err(refusal) = self.ask(began, ManualRequest::DrawSheet { why: SheetReason::Key }) {
            result.wrong.push(refusal.words().to_owned());
            return result;
        }
        match entry::parse_all(lines, &|hour, minute| on_the_wall(until, hour, minute)) {
            Err(wrong) => result.wrong = wrong.iter().map(|(place, words)| at_line(*place, words)).collect(),
            Ok(entries) => {
                let places: Vec<usize> = entries.iter().map(|(place, _)| *place).collect();
                result.entered = u16::try_from(entries.len()).unwrap_or(u16::MAX);
                let entries = entries.into_iter().map(|(_, entry)| entry).collect();
                let request = ManualRequest::Enter { entries };
                let findings = self.office.objections(until, &self.asked(request.clone()));
                let words = in_words(&findings, &places, until);
                result.wrong = words.iter().map(|(place, words)| at_line(*place, words)).collect();
                if result.wrong.is_empty()
                    && result.entered > 0
                    && let Err(refusal) = self.ask(until, request)
                {
                    result.wrong.push(refusal.words().to_owned());
                }
            }
        }
        if !result.wrong.is_empty() {
            result.entered = 0;
        }
        self.close(until, &mut result);
        result
    }

    fn asked(&self, request: ManualRequest) -> Asked {
        let (number, origin) = (RequestNumber(u128::MAX - self.asked), Origin::Duty);
        Asked { number, origin, person: Some(self.by), request: Request::Manual(request) }
    }

    fn ask(&mut self, at: Moment, request: ManualRequest) -> Result<(), Refusal> {
        self.asked += 1;
        let asked = self.asked(request);
        let events = self.office.decide(at, &asked)?;
        self.office.try_out(at, asked, events);
        Ok(())
    }

    /// Closes the drill's sheet, which is the newest, as a real one is closed: whatever would keep that open is told.
    fn close(&mut self, at: Moment, result: &mut Rehearsed) {
        let newest = self.office.view(at).manual.sheets.last().map(|sheet| sheet.id);
        let Some(sheet) = newest else { return };
        let (open, meetings) = hindrances(&self.office, at, sheet);
        let refused = self.ask(at, ManualRequest::CloseSheet { sheet }).err();
        if let Some(refusal) = refused
            && open.is_empty()
            && meetings.is_empty()
            && result.wrong.is_empty()
        {
            result.wrong.push(refusal.words().to_owned());
        }
        result.open = open;
        result.wrong.extend(meetings);
    }
}

fn at_line(place: usize, words: &str) -> String {
    format!("line {place}: {words}")
}

/// The end of the manual hour, still of its date: hours and minutes on the paper are read as that date's.
fn later(began: Moment) -> Moment {
    let left = began.wall.map_or(HOUR, |wall| wall.left_of_date().saturating_sub(Duration::from_millis(1)));
    let passed = HOUR.min(left);
    let ms = i64::try_from(passed.as_millis()).unwrap_or(0);
    let wall = began.wall.map(|wall| Wall { utc_ms: wall.utc_ms + ms, ..wall });
    Moment { hall: began.hall + passed, wall, ..began }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::BootId;
    use crate::domain::moment::HallTime;

    #[test]
    fn the_manual_hour_ends_with_its_date() {
        let ends = |utc_ms| {
            let wall = Wall { utc_ms, offset_min: 480 };
            let end = later(Moment { hall: HallTime(5), wall: Some(wall), boot: BootId(1) });
            (end.hall.0, end.wall.unwrap().civil().to_string())
        };

        assert_eq!(ends(0), (3_600_005, "1970-01-01 09:00:00".to_owned()));
        assert_eq!(ends(56_100_000), (1_500_004, "1970-01-01 23:59:59".to_owned()));
    }
}
