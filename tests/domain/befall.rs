//! The words of the stories for what befalls the whole hall.

use jiaohao::domain::id::{JobId, WindowId};
use jiaohao::domain::incident::{
    AlarmId, AlarmKind, IncidentEvent, IncidentRequest, IncidentRules, NoticeRules, Saying, StopReason, Until,
};
use jiaohao::domain::rules::Rules;

/// Notices for the network (0) and for the mains (1), which go up by themselves.
pub fn notices(rules: &mut Rules) {
    let notice = |code: &str, holds_issuing| NoticeRules {
        code: code.to_owned(),
        board: format!("{code} is down"),
        text: format!("{code} is down"),
        text_en: format!("the {code} is down"),
        holds_issuing,
    };
    rules.incidents = Some(IncidentRules {
        notices: vec![notice("network", false), notice("power", true)],
        mains_notice: Some(1),
        evacuate: "leave".to_owned(),
        evacuate_en: "leave".to_owned(),
    });
}

/// What is asked: `mains lost`, `battery low`, `notice 0 until 930`, `alarm fire at 3`, `take up 1`.
pub fn asked(words: &[&str]) -> IncidentRequest {
    match *words {
        ["mains", "lost"] => IncidentRequest::MainsLost,
        ["mains", "back"] => IncidentRequest::MainsBack,
        ["battery", "low"] => {
            IncidentRequest::PowerStop { why: StopReason::BatteryLow, charge_percent: Some(19) }
        }
        ["notice", "down"] => IncidentRequest::TakeDown,
        ["notice", "until", minute] => IncidentRequest::Expect { until: Some(until(minute)) },
        ["notice", place] => IncidentRequest::PutUp { notice: number(place), until: None },
        ["notice", place, "until", minute] => {
            IncidentRequest::PutUp { notice: number(place), until: Some(until(minute)) }
        }
        ["alarm", kind] => IncidentRequest::Raise { kind: self::kind(kind), window: None },
        ["alarm", kind, "at", window] => {
            IncidentRequest::Raise { kind: self::kind(kind), window: Some(WindowId(number(window))) }
        }
        ["take", "up", alarm] => IncidentRequest::Acknowledge { alarm: AlarmId(number(alarm)) },
        ["end", alarm] => IncidentRequest::EndAlarm { alarm: AlarmId(number(alarm)) },
        ["clock", "jumped", seconds] => {
            IncidentRequest::ClockJumped { by_ms: number::<i64>(seconds) * 1000, believed: false }
        }
        _ => panic!("the story says {words:?}"),
    }
}

/// What happened, in the same words.
pub fn told(event: &IncidentEvent) -> String {
    match event {
        IncidentEvent::MainsLost => "mains lost".to_owned(),
        IncidentEvent::MainsBack => "mains back".to_owned(),
        IncidentEvent::PowerStopped { .. } => "power stop".to_owned(),
        IncidentEvent::NoticePutUp { notice, until: None } => format!("notice {notice}"),
        IncidentEvent::NoticePutUp { notice, until: Some(until) } => {
            format!("notice {notice} until {}", until.minute)
        }
        IncidentEvent::NoticeTakenDown => "notice down".to_owned(),
        IncidentEvent::SayingOpened { job: JobId(job), saying: Saying::Notice(notice) } => {
            format!("say notice {notice} by {job}")
        }
        IncidentEvent::SayingOpened { job, saying: Saying::Evacuate } => format!("say leave by {job}"),
        IncidentEvent::AlarmRaised { alarm, kind, .. } => format!("alarm {} {}", alarm.0, kind.code()),
        IncidentEvent::AlarmAcknowledged { alarm } => format!("alarm {} taken up", alarm.0),
        IncidentEvent::AlarmEnded { alarm } => format!("alarm {} over", alarm.0),
        IncidentEvent::ClockJumped { by_ms, .. } => format!("clock jumped by {} s", by_ms / 1000),
    }
}

fn kind(code: &str) -> AlarmKind {
    AlarmKind::ALL.into_iter().find(|kind| kind.code() == code).unwrap()
}

fn until(minute: &str) -> Until {
    Until { days: 0, minute: number(minute) }
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("no number: {text}"))
}
