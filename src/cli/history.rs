//! The records of one day, for commands that tell what was: read beside a running daemon, which is not
//! disturbed.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{Out, Outcome, check, control};
use crate::config::Config;
use crate::domain::id::ServiceDay;
use crate::domain::record::Record;
use crate::journal::open::Settings;
use crate::journal::other_hall::{self, OtherHall};
use crate::journal::reader::Reader;
use crate::runtime::control::{Command, Reply};

/// Which day of which hall.
#[derive(Debug, Args)]
pub(super) struct Day {
    /// The hall's file.
    #[arg(long, value_name = "FILE", default_value = "/etc/jiaohao/hall.toml")]
    config: PathBuf,
    /// The day, as 2026-11-23; the last one in the journal when it is left out.
    #[arg(long, value_name = "DATE", value_parser = day)]
    day: Option<ServiceDay>,
}

/// A day that was read.
pub(super) struct History {
    /// The hall's configuration.
    pub config: Config,
    /// Which day it is.
    pub day: ServiceDay,
    /// Its records, in order.
    pub records: Vec<Record>,
}

impl Day {
    /// A day of the hall whose file this is.
    pub(super) fn of(config: PathBuf, day: Option<ServiceDay>) -> Self {
        Self { config, day }
    }

    /// The hall's file.
    pub(super) fn config(&self) -> PathBuf {
        self.config.clone()
    }

    /// Reads the day; what keeps it from being read is told.
    pub(super) fn read(&self, errors: &mut Out<impl Write>) -> anyhow::Result<Result<History, Outcome>> {
        let Some(config) = check::config(&self.config, errors)? else {
            return Ok(Err(Outcome::Configuration));
        };
        let journal = config.paths.journal();
        if !journal.exists() {
            errors.line(&format!("{}: there is no journal yet", journal.display()))?;
            return Ok(Err(Outcome::Failed));
        }
        let settings = Settings { path: journal.clone(), site: config.site.clone() };
        if let Some(OtherHall { found, .. }) = other_hall::found(&settings) {
            let journal = journal.display();
            errors.line(&format!(
                "{journal}: it is the journal of another hall, {found:?}; nothing of it is told here"
            ))?;
            return Ok(Err(Outcome::Failed));
        }
        note_if_elsewhere(&config, errors)?;
        let reader = Reader::new(&journal);
        let reading = || format!("reading {}", journal.display());
        let days = reader.days().with_context(reading)?;
        let Some(day) = self.day.or(days.last().copied()).filter(|day| days.contains(day)) else {
            errors.line("the journal has no record of that day")?;
            return Ok(Err(Outcome::Failed));
        };
        let records = reader.day(day).with_context(reading)?;
        Ok(Ok(History { config, day, records }))
    }
}

/// Tells, where a daemon says so, that the main file lacks what has happened since it was left: what is read from it is
/// old, and looks like everything.
pub(super) fn note_if_elsewhere(config: &Config, errors: &mut Out<impl Write>) -> anyhow::Result<()> {
    let Ok(Reply::Status(status)) = control::ask(&config.paths.control_socket, &Command::Status) else {
        return Ok(());
    };
    if let Some(place) = &status.elsewhere {
        errors.line(&format!(
            "NOTE: the journal is kept {place} at this moment; what has happened since is not in its main file, and not in \
             what follows. Ask again when `jiaohao status` says: journal stored"
        ))?;
    }
    Ok(())
}

/// The day that somebody typed.
pub(super) fn day(text: &str) -> Result<ServiceDay, String> {
    let date: jiff::civil::Date = text.parse().map_err(|_| "write a date such as 2026-11-23".to_owned())?;
    let [year, month, day] = [i32::from(date.year()), date.month().into(), date.day().into()];
    u32::try_from(year * 10_000 + month * 100 + day)
        .map(ServiceDay)
        .map_err(|_| "before the year 0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_date() {
        assert_eq!(day("2028-02-29"), Ok(ServiceDay(20_280_229)));
        assert!(day("2027-02-29").is_err());
        assert!(day("today").is_err());
    }
}
