//! What a technician asks over the control socket: how the devices are, and what was wrong with them.

use serde::{Deserialize, Serialize};

use super::Reply;
use super::server::Control;
use crate::domain::moment::Wall;
use crate::journal::incidents::Incident;
use crate::layout::{Cable, DeviceName, Link, SerialServer};
use crate::runtime::daemon::Told;
use crate::runtime::logbook::Words;
use crate::runtime::roster::Duty;
use crate::runtime::scan::Wanted;
use crate::runtime::supervisor::Health;
use crate::runtime::trial::Word;

/// What a technician asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "bench", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// How is every device, and what did it say last?
    Devices,
    /// What was wrong with a device?
    History {
        /// Its name.
        device: String,
    },
    /// Tell what passes on a device's cable, line by line.
    Trace {
        /// Its name.
        device: String,
        /// For so long; whoever hangs up ends it.
        seconds: u16,
    },
    /// Try a device, with its technician watching; it is out of the hall meanwhile.
    Test {
        /// Its name.
        device: String,
        /// Who tries it, for the signed-off line.
        person: String,
    },
    /// In a trial: what the technician says.
    Said {
        /// The answer.
        word: Word,
    },
    /// Find out what hangs on a cable; its devices are out of the hall meanwhile.
    Scan {
        /// The cable's name.
        cable: String,
        /// The highest address that is asked.
        addresses: u16,
        /// The longest that it may take.
        seconds: u16,
    },
}

impl Ask {
    /// Whether more than one line answers it.
    #[must_use]
    pub fn is_session(&self) -> bool {
        match self {
            Self::Devices | Self::History { .. } | Self::Said { .. } => false,
            Self::Trace { .. } | Self::Scan { .. } | Self::Test { .. } => true,
        }
    }
}

/// What a technician is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "bench", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Answer {
    /// How every device is.
    Devices {
        /// By name.
        devices: Vec<BenchReply>,
    },
    /// What was wrong with a device.
    History {
        /// Newest first.
        incidents: Vec<IncidentReply>,
    },
    /// One of many lines.
    Line {
        /// For the file that is being written.
        text: String,
    },
    /// How far something is, for whoever waits.
    Progress {
        /// In words.
        text: String,
    },
}

/// One device, for whoever works on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenchReply {
    /// Its name.
    pub name: String,
    /// `online`, `offline` or `held`.
    pub health: String,
    /// Since when, by the hall's clock.
    pub since: String,
    /// Turns that came to their end as they should, turns in which nothing came back, and turns in which
    /// something came back that was no answer; `None` for a device without a cable.
    pub passed: Option<[u64; 3]>,
    /// What it reported last, with the time.
    pub said: String,
    /// What was last wrong with it, with the time.
    pub fault: String,
}

/// One line of a device's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentReply {
    /// Since when, by the hall's clock.
    pub from: String,
    /// Until when; empty while it lasts.
    pub until: String,
    /// Why, or what came of a trial and who made it.
    pub words: String,
}

/// Answers what is asked once and answered once.
pub(super) async fn answer(asked: Ask, control: &Control) -> Reply {
    match asked {
        Ask::Devices => devices(control).await,
        Ask::History { device } => history(control, device).await,
        Ask::Trace { .. } | Ask::Scan { .. } | Ask::Test { .. } => {
            Reply::Failed { words: "this is answered line by line".to_owned() }
        }
        Ask::Said { .. } => Reply::Failed { words: "nothing was asked".to_owned() },
    }
}

async fn devices(control: &Control) -> Reply {
    match control.desk.devices().await {
        Ok(told) => Reply::Bench(Answer::Devices { devices: told.into_iter().map(bench).collect() }),
        Err(closed) => Reply::Failed { words: closed.to_string() },
    }
}

async fn history(control: &Control, device: String) -> Reply {
    if control.desk.status().roster.post(&DeviceName::from(device.as_str())).is_none() {
        return no_such_device(control, &device);
    }
    let incidents = control.desk.incidents().clone();
    match tokio::task::spawn_blocking(move || incidents.history(&device)).await {
        Ok(Ok(history)) => {
            Reply::Bench(Answer::History { incidents: history.iter().map(incident).collect() })
        }
        Ok(Err(error)) => Reply::Failed { words: error.to_string() },
        Err(error) => Reply::Failed { words: error.to_string() },
    }
}

/// Says which devices there are instead.
pub(super) fn no_such_device(control: &Control, device: &str) -> Reply {
    let status = control.desk.status();
    let names: Vec<&str> = status.roster.posts().map(|post| post.name.as_str()).collect();
    Reply::Failed { words: format!("there is no device {device:?}; there are: {}", names.join(", ")) }
}

/// What can be tried on a cable: a serial server without RFC 2217 has the one speed that is set in the box.
#[must_use]
pub fn fitting(wanted: Wanted, cable: &Cable) -> Wanted {
    match cable.link {
        Link::Tcp { server: SerialServer::Raw, .. } => Wanted { bauds: vec![cable.line.baud], ..wanted },
        Link::Tcp { server: SerialServer::Rfc2217, .. }
        | Link::Serial { .. }
        | Link::Usb { .. }
        | Link::Memory => wanted,
    }
}

/// Says that a device has no cable, or which devices there are instead.
pub(super) fn no_cable(control: &Control, device: &str) -> Reply {
    if control.desk.status().roster.post(&DeviceName::from(device)).is_none() {
        return no_such_device(control, device);
    }
    Reply::Failed { words: format!("{device} hangs on no cable") }
}

fn bench(told: Told) -> BenchReply {
    let health = match told.post.health {
        Health::Online { .. } => "online",
        Health::Offline { .. } => "offline",
        Health::Held => "held",
    };
    let cable = match told.post.duty {
        Duty::Role(_) => told.counts,
        Duty::Signal(_) | Duty::Lcd | Duty::Voice(_) => None,
    };
    BenchReply {
        name: told.post.name.as_str().to_owned(),
        health: health.to_owned(),
        since: told.page.since.map(stamp).unwrap_or_default(),
        passed: cable.map(|counts| [counts.exchanges, counts.unanswered, counts.garbled]),
        said: told.page.last_event.map(sentence).unwrap_or_default(),
        fault: told.page.last_fault.map(sentence).unwrap_or(told.words),
    }
}

fn sentence(words: Words) -> String {
    format!("{} {}", words.at.map_or_else(unknown, stamp), words.words)
}

/// A line of the history, with its times as the hall's clock showed them.
#[must_use]
pub fn incident(incident: &Incident) -> IncidentReply {
    let at = |ms: Option<i64>| {
        ms.map_or_else(unknown, |utc_ms| stamp(Wall { utc_ms, offset_min: incident.offset_min }))
    };
    IncidentReply {
        from: at(incident.from_ms),
        until: if incident.open { String::new() } else { at(incident.until_ms) },
        words: incident.person.as_ref().map_or_else(
            || incident.words.clone(),
            |person| format!("tried by {person}: {}", incident.words),
        ),
    }
}

fn unknown() -> String {
    "(time unknown)".to_owned()
}

/// A moment to the second.
#[must_use]
pub fn stamp(at: Wall) -> String {
    let at = at.civil();
    let (date, time) = ((at.year, at.month, at.day), (at.hour, at.minute, at.second));
    format!("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", date.0, date.1, date.2, time.0, time.1, time.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_history_has_the_halls_own_time_and_says_who_tried() {
        let fault = Incident {
            from_ms: Some(1_793_500_000_000),
            until_ms: None,
            offset_min: 480,
            open: true,
            words: "no answer".to_owned(),
            person: None,
        };
        let trial = Incident { open: false, person: Some("li".to_owned()), from_ms: None, ..fault.clone() };

        let told = [incident(&fault), incident(&trial)];

        assert_eq!((told[0].from.as_str(), told[0].until.as_str()), ("2026-11-01 10:26:40", ""));
        assert_eq!(
            (told[1].from.as_str(), told[1].words.as_str()),
            ("(time unknown)", "tried by li: no answer")
        );
    }
}
