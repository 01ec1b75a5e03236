//! Where configuration and runtime meet: neither knows the other, the command line joins them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tracing::{error, warn};

use crate::config::pins::{PinBook, Verdict};
use crate::config::{self, Config, Severity};
use crate::domain::id::ServiceDay;
use crate::domain::moment::{Moment, Wall};
use crate::domain::opening::Hours;
use crate::journal::ballast::Ballast;
use crate::journal::other_hall::Places;
use crate::journal::restore::Plan;
use crate::journal::second::Place;
use crate::journal::{self, backup, codec, copy};
use crate::runtime::backups;
use crate::runtime::daemon::{self, CheckPin, PinFile, Storage, Zone};
use crate::runtime::day;
use crate::runtime::engine::Adoption;
use crate::station::Settings;
use crate::station::hall::CallStyle;
use crate::station::voice;

/// Reads a configuration with everything that `check` demands of it.
///
/// # Errors
/// Every problem, drawn with its place, when at least one is an error.
pub fn read(path: &Path) -> Result<Config, String> {
    let reading = config::read(path).with_clips(clips);
    for problem in reading.problems.iter().filter(|problem| problem.severity == Severity::Warning) {
        warn!("{problem}");
    }
    let errors = reading.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let told: Vec<String> = errors.map(ToString::to_string).collect();
    reading.config.ok_or_else(|| told.join("\n"))
}

/// The clips that a configuration's calls need.
#[must_use]
pub fn clips(config: &Config) -> Vec<String> {
    voice::needed(&config.rules, style(config)).into_iter().collect()
}

fn style(config: &Config) -> CallStyle {
    CallStyle { times: config.saying.times, yao: config.saying.yao }
}

/// What the engine works by. `refused`: why this is not the configuration on disk, if it is not.
#[must_use]
pub fn adoption(config: Config, refused: Option<String>) -> Adoption {
    let usual = Settings::default();
    let settings = Settings {
        display_rows: config.display_rows(),
        paper_columns: config.paper_columns().unwrap_or(usual.paper_columns),
        call: style(&config),
    };
    let rules = Arc::new(config.rules);
    Adoption {
        rules_hash: codec::rules_hash(&rules),
        rules,
        calendar: Box::new(HallCalendar(config.calendar)),
        layout: Arc::new(config.layout),
        settings,
        absent_after: config.absent_after,
        hand_over_after: config.hand_over_after,
        stop_after: config.stop_after,
        safe_mode: None,
        refused,
    }
}

/// The hall's copies of its journal, as the daemon makes them.
#[must_use]
pub fn backups(config: &Config) -> Option<backups::Settings> {
    let config::Backups { place, every, keep, alarm_after, second_medium } = config.backup.clone()?;
    let place = backup::Place { folder: place, keep, elsewhere: second_medium };
    Some(backups::Settings { place, every, alarm_after })
}

/// Where the hall's journal can be restored from, at this time of day.
#[must_use]
pub fn restoring(config: &Config, now_ms: Option<i64>) -> Plan {
    let now = now_ms.map(|now| config.calendar.wall(now));
    let today = now.map(|now| config.calendar.service_day(now));
    Plan {
        journal: journal::open::Settings { path: config.paths.journal(), site: config.site.clone() },
        backups: backups(config).map(|settings| settings.place),
        copy: Some(storage(config).place.folder),
        from: None,
        with_it: places(config).with_it,
        now,
        today: today.map(|day| day.0.into()),
    }
}

/// Where the files of the hall lie that another hall's journal would take with it.
#[must_use]
pub fn places(config: &Config) -> Places {
    let journal = journal::open::Settings { path: config.paths.journal(), site: config.site.clone() };
    daemon::places(&config.paths.state, &journal, &storage(config))
}

/// Where the event copy stands, and how much room is held: beside the journal unless the hall says otherwise.
#[must_use]
pub fn storage(config: &Config) -> Storage {
    let on = config.storage.second.as_ref().unwrap_or(&config.paths.state);
    Storage {
        place: Place { folder: copy::folder(on), kept: config.storage.copies },
        ballast: Ballast { path: config.paths.state.join("ballast"), bytes: config.storage.ballast },
        daily_writes: Some(config.storage.daily_writes).filter(|bytes| *bytes > 0),
    }
}

/// The hall's time zone.
#[must_use]
pub fn zone(config: &Config) -> Zone {
    let calendar = config.calendar.clone();
    Arc::new(move |utc_ms| calendar.wall(utc_ms))
}

/// The file of PINs, as the daemon knows it.
#[must_use]
pub fn pins(file: PathBuf) -> PinFile {
    let (path, check) = (file.clone(), check_pin(file.clone()));
    let marks = move || PinBook::load(&file).map(|book| book.marks()).map_err(|error| error.to_string());
    PinFile { path, check, marks: Arc::new(marks) }
}

/// Checks PINs against the file, which is read each time: a PIN that was changed holds at once.
fn check_pin(file: PathBuf) -> CheckPin {
    Arc::new(move |staff, pin| match PinBook::load(&file) {
        Ok(book) => book.verify(staff, pin.reveal()) == Verdict::Right,
        Err(error) => {
            error!(%error, "no PIN can be checked");
            false
        }
    })
}

/// The configuration's calendar as the engine asks it.
struct HallCalendar(config::calendar::Calendar);

impl day::Calendar for HallCalendar {
    fn service_day(&self, wall: Wall) -> ServiceDay {
        self.0.service_day(wall)
    }

    fn works_on(&self, day: ServiceDay) -> bool {
        self.0.works_on(day)
    }

    fn day_after(&self, day: ServiceDay) -> ServiceDay {
        self.0.day_after(day)
    }

    fn hours(&self, day: ServiceDay, now: Moment) -> Hours {
        self.0.hours(day, now)
    }
}
