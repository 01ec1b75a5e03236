//! The commands for what befalls the whole hall: notices, alarms, the clock.

use serde::{Deserialize, Serialize};

use super::Reply;
use super::duty::{ask, reply_to};
use super::server::Control;
use crate::domain::event::Event;
use crate::domain::id::WindowId;
use crate::domain::incident::{Alarm, AlarmId, AlarmKind, IncidentEvent, IncidentRequest, Until};
use crate::domain::moment::Wall;
use crate::domain::request::{Origin, Request};
use crate::domain::view::OfficeView;
use crate::runtime::daemon::Wanted;
use crate::runtime::registrar::Answer;

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "incident", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// Put a notice on every face of the hall, or change its time.
    Notice {
        /// Its code; the one that stands when absent.
        code: Option<String>,
        /// When it will probably be over: `15:30`.
        until: Option<String>,
        /// So many days after today.
        days: u8,
    },
    /// Take the notice down.
    TakeDown,
    /// Raise an alarm.
    Raise {
        /// What for: `fire`, `conflict`, `illness`, `help`.
        kind: String,
        /// At which window, if at one.
        window: Option<u8>,
    },
    /// Somebody is on the way.
    Acknowledge {
        /// Which alarm; the only one that waits for it when absent.
        alarm: Option<u32>,
    },
    /// An alarm is over.
    End {
        /// Which; the only one when absent.
        alarm: Option<u32>,
    },
    /// Tell which alarms and which notice stand.
    List,
    /// The machine's time of day is right though it jumped.
    AcceptClock,
    /// The mains are back, and what told of their loss does not answer any more.
    MainsBack,
}

/// Carries out one command.
pub(super) async fn answer(asked: Ask, control: &Control) -> Reply {
    // The office itself and not the status, which is a moment behind it.
    let view = match control.desk.look(|office, at| office.view(at)).await {
        Ok(view) => view,
        Err(closed) => return Reply::Failed { words: closed.to_string() },
    };
    let (request, done) = match asked {
        Ask::Notice { code, until, days } => match notice(&view, code, until.as_deref(), days) {
            Ok(request) => (request, "the notice stands on every face".to_owned()),
            Err(words) => return Reply::Failed { words },
        },
        Ask::TakeDown => (IncidentRequest::TakeDown, "the notice is taken down".to_owned()),
        Ask::Raise { kind, window } => return raise(control, &kind, window).await,
        Ask::Acknowledge { alarm } => {
            let waits = |alarm: &Alarm| alarm.acknowledged.is_none();
            match meant(&view, alarm, waits) {
                Ok(alarm) => {
                    (IncidentRequest::Acknowledge { alarm }, format!("alarm {} is taken up", alarm.0))
                }
                Err(words) => return Reply::Failed { words },
            }
        }
        Ask::End { alarm } => match meant(&view, alarm, |_| true) {
            Ok(alarm) => (IncidentRequest::EndAlarm { alarm }, format!("alarm {} is over", alarm.0)),
            Err(words) => return Reply::Failed { words },
        },
        Ask::MainsBack if view.incidents.mains_lost.is_none() => {
            return Reply::Failed { words: "the mains are not lost, by the record".to_owned() };
        }
        Ask::MainsBack => {
            (IncidentRequest::MainsBack, "the mains are back: tickets are given again".to_owned())
        }
        Ask::List => return Reply::Done { words: list(&view) },
        Ask::AcceptClock if control.desk.status().clock_doubted.is_none() => {
            return Reply::Failed { words: "the machine claims no other time of day".to_owned() };
        }
        Ask::AcceptClock => {
            return match control.desk.accept_clock() {
                Ok(()) => Reply::Done { words: "the machine's time of day is believed".to_owned() },
                Err(closed) => Reply::Failed { words: closed.to_string() },
            };
        }
    };
    ask(control, Request::Incident(request), done).await
}

/// The number of a new alarm is told, as whoever raised it has to end it by that.
async fn raise(control: &Control, kind: &str, window: Option<u8>) -> Reply {
    let Some(kind) = AlarmKind::ALL.into_iter().find(|known| known.code() == kind) else {
        let codes: Vec<&str> = AlarmKind::ALL.iter().map(|kind| kind.code()).collect();
        return Reply::Failed { words: format!("no such alarm; there are: {}", codes.join(", ")) };
    };
    let request = Request::Incident(IncidentRequest::Raise { kind, window: window.map(WindowId) });
    let answer = control.desk.ask(Origin::Duty, None, Wanted::Request(request)).await;
    let raised = if let Ok(Answer::Granted { events, .. }) = &answer { number(events) } else { None };
    let alarm = raised.map(|alarm| format!(" {}", alarm.0)).unwrap_or_default();
    reply_to(answer, format!("alarm{alarm} is raised"))
}

fn number(events: &[Event]) -> Option<AlarmId> {
    events.iter().find_map(|event| {
        let Event::Incident(IncidentEvent::AlarmRaised { alarm, .. }) = event else { return None };
        Some(*alarm)
    })
}

fn notice(
    view: &OfficeView,
    code: Option<String>,
    until: Option<&str>,
    days: u8,
) -> Result<IncidentRequest, String> {
    let until = until.map(|text| time(text, days)).transpose()?;
    let Some(code) = code else {
        let codes = codes(view);
        return match view.incidents.notice {
            Some(_) => not_past(view, until).map(|()| IncidentRequest::Expect { until }),
            None => Err(format!("no notice stands; put up one of: {codes}")),
        };
    };
    let notices = view.rules.incidents.as_ref().map(|rules| rules.notices.as_slice()).unwrap_or_default();
    let place = notices.iter().position(|notice| notice.code == code);
    let notice = place.and_then(|place| u8::try_from(place).ok());
    let notice = notice.ok_or_else(|| format!("no such notice; there are: {}", codes(view)))?;
    not_past(view, until)?;
    Ok(IncidentRequest::PutUp { notice, until })
}

fn not_past(view: &OfficeView, until: Option<Until>) -> Result<(), String> {
    let Some(Until { minute, .. }) = until.filter(|until| is_past(view, *until)) else { return Ok(()) };
    Err(format!("{:02}:{:02} is past today; for tomorrow add: --days 1", minute / 60, minute % 60))
}

/// Whether a time of today has gone by; without a clock nobody knows.
fn is_past(view: &OfficeView, until: Until) -> bool {
    view.at.wall.map(Wall::civil).is_some_and(|now| {
        let day = now.year * 10_000 + i32::from(now.month) * 100 + i32::from(now.day);
        let today = view.day.is_some_and(|opened| i64::from(opened.0) == i64::from(day));
        today && until.days == 0 && until.minute < u16::from(now.hour) * 60 + u16::from(now.minute)
    })
}

fn codes(view: &OfficeView) -> String {
    let notices = view.rules.incidents.iter().flat_map(|rules| &rules.notices);
    notices.map(|notice| notice.code.as_str()).collect::<Vec<_>>().join(", ")
}

/// A time of day as people write it: `15:30`, `9:05`.
fn time(text: &str, days: u8) -> Result<Until, String> {
    let parts = text.split_once(':').and_then(|(hour, minute)| {
        let hour = hour.parse::<u16>().ok().filter(|hour| *hour < 24)?;
        let minute = minute.parse::<u16>().ok().filter(|value| *value < 60 && minute.len() == 2)?;
        Some(hour * 60 + minute)
    });
    let minute = parts.ok_or_else(|| format!("{text:?} is no time of day; one looks like 15:30"))?;
    Ok(Until { days, minute })
}

/// The alarm that is meant: by its number, or the only one that can be.
fn meant(view: &OfficeView, alarm: Option<u32>, can: impl Fn(&Alarm) -> bool) -> Result<AlarmId, String> {
    if let Some(alarm) = alarm {
        return Ok(AlarmId(alarm));
    }
    let mut all = view.incidents.alarms.values().filter(|alarm| can(alarm));
    match (all.next(), all.next()) {
        (Some(only), None) => Ok(only.id),
        (None, _) => Err("no alarm stands that could be meant".to_owned()),
        (Some(_), Some(_)) => Err(format!("several alarms stand: say which\n{}", list(view))),
    }
}

/// One line for each alarm and for the notice.
fn list(view: &OfficeView) -> String {
    let now = view.at.hall;
    let mut lines: Vec<String> = view.incidents.alarms.values().map(|alarm| line(view, alarm)).collect();
    if let Some(notice) = view.incidents.notice {
        let words = crate::station::notice::standing(view).map(|words| words.en).unwrap_or_default();
        lines.push(format!("notice, up for {} min: {words}", now.since(notice.since).as_secs() / 60));
    }
    if let Some(since) = view.incidents.mains_lost {
        lines.push(format!("the mains have been lost for {} min", now.since(since).as_secs() / 60));
    }
    if lines.is_empty() { "nothing befalls the hall".to_owned() } else { lines.join("\n") }
}

fn line(view: &OfficeView, alarm: &Alarm) -> String {
    let place = alarm.window.map(|window| format!(" at window {window}")).unwrap_or_default();
    let taken = match alarm.acknowledged {
        Some(at) => format!("taken up after {} s", at.since(alarm.since).as_secs()),
        None => "nobody has said that he comes".to_owned(),
    };
    let age = view.at.hall.since(alarm.since).as_secs();
    format!("alarm {}: {}{place}, {age} s ago; {taken}", alarm.id.0, alarm.kind.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_read_as_people_write_it_and_nothing_else_is() {
        assert_eq!(time("15:30", 0), Ok(Until { days: 0, minute: 930 }));
        assert_eq!(time("9:05", 1), Ok(Until { days: 1, minute: 545 }));
        for wrong in ["24:00", "15:60", "15:3", "1530", "", "half past three"] {
            assert!(time(wrong, 0).is_err(), "{wrong}");
        }
    }
}
