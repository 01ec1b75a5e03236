//! `jiaohao devices history NAME`: what was wrong with a device, and who tried it when.

use std::io::Write;

use clap::Args;

use super::Hall;
use crate::cli::table::{Side, lines};
use crate::cli::{Out, Outcome, check};
use crate::journal::incidents::Incidents;
use crate::runtime::control::bench::{Answer, Ask, IncidentReply, incident};
use crate::runtime::control::{Command, Reply};

/// Which device.
#[derive(Debug, Args)]
pub(super) struct History {
    /// The device's name, as `jiaohao devices` lists it.
    #[arg(value_name = "NAME")]
    device: String,
}

pub(super) fn run(
    asked: &History,
    hall: &Hall,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let device = &asked.device;
    let incidents = match hall.ask(&Command::Bench(Ask::History { device: device.clone() })) {
        Some(Reply::Bench(Answer::History { incidents })) => incidents,
        Some(Reply::Failed { words }) => {
            errors.line(&words)?;
            return Ok(Outcome::Failed);
        }
        // Without a daemon, or with one that knows no histories, the file is read here.
        Some(_) | None => {
            let Some(config) = check::config(hall.file(), errors)? else { return Ok(Outcome::Configuration) };
            Incidents::of(&config.paths.state).history(device)?.iter().map(incident).collect()
        }
    };
    if incidents.is_empty() {
        out.line(&format!("nothing was ever wrong with {device}, and nobody has tried it"))?;
        return Ok(Outcome::Done);
    }
    let rows: Vec<Vec<String>> = incidents.into_iter().map(row).collect();
    for line in lines(&["from", "until", ""].map(|head| (head, Side::Left)), &rows) {
        out.line(&line)?;
    }
    Ok(Outcome::Done)
}

fn row(told: IncidentReply) -> Vec<String> {
    let until = if told.until.is_empty() { "still".to_owned() } else { told.until };
    vec![told.from, until, told.words]
}
