//! `jiaohao devices ladder`: by what each task of the hall is done, and what comes next when it is out.

use std::io::Write;

use super::Hall;
use crate::cli::table::{Side, lines};
use crate::cli::{Out, Outcome, check};
use crate::domain::means::Task;
use crate::layout::Ladders;
use crate::runtime::control::ladders::{LadderReply, LaddersReply, steps};
use crate::runtime::control::{Command, Reply};

pub(super) fn run(
    hall: &Hall,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    match hall.ask(&Command::Ladders) {
        Some(Reply::Ladders(told)) => running(&told, out)?,
        Some(Reply::Failed { words } | Reply::Refused { words, .. }) => {
            errors.line(&words)?;
            return Ok(Outcome::Failed);
        }
        Some(Reply::Done { .. } | Reply::Misconfigured { .. } | Reply::Status(_) | Reply::Bench(_))
        | None => {
            let Some(config) = check::config(hall.file(), errors)? else { return Ok(Outcome::Configuration) };
            out.line("no daemon answers; the ladders as they are configured:")?;
            written(&config.layout.ladders, out)?;
        }
    }
    Ok(Outcome::Done)
}

/// Where each ladder of a running hall stands, then what people are to do.
fn running(told: &LaddersReply, out: &mut Out<impl Write>) -> anyhow::Result<()> {
    out.line(&format!("the hall: {}, for {} min", told.state, told.minutes))?;
    let heads = ["task", "window", "by", "for", "missing", "ladder"].map(|head| (head, Side::Left));
    let rows: Vec<Vec<String>> = told.ladders.iter().map(row).collect();
    for line in lines(&heads, &rows) {
        out.line(&line)?;
    }
    for ladder in told.ladders.iter().filter(|ladder| !ladder.is_best) {
        out.line(&ladder.sentence)?;
    }
    Ok(())
}

fn row(ladder: &LadderReply) -> Vec<String> {
    let marked =
        ladder.steps.iter().map(|step| if *step == ladder.by { format!("[{step}]") } else { step.clone() });
    vec![
        ladder.task.clone(),
        ladder.windows.clone(),
        ladder.by.clone(),
        format!("{} min", ladder.minutes),
        ladder.missed.join(", "),
        marked.collect::<Vec<_>>().join(" > "),
    ]
}

fn written(ladders: &Ladders, out: &mut Out<impl Write>) -> anyhow::Result<()> {
    let rows: Vec<Vec<String>> = Task::ALL
        .iter()
        .map(|task| vec![task.word().to_owned(), steps(ladders, *task).join(" > ")])
        .collect();
    for line in lines(&["task", "ladder"].map(|head| (head, Side::Left)), &rows) {
        out.line(&line)?;
    }
    Ok(())
}
