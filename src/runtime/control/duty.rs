//! What each command of the control socket does.

use std::sync::Arc;
use std::time::Duration;

use hal::time::Instant;

use super::server::Control;
use super::{Command, DeviceReply, Reply, StatusReply};
use crate::domain::event::Event;
use crate::domain::id::{Prefix, ServiceId, StaffId, WindowId};
use crate::domain::moment::Moment;
use crate::domain::record::Hours;
use crate::domain::request::{Origin, Request, TypedNumber};
use crate::domain::rules::Rules;
use crate::runtime::daemon::Wanted;
use crate::runtime::day;
use crate::runtime::registrar::Answer;
use crate::runtime::status::Status;
use crate::runtime::supervisor::Health;
use crate::runtime::troubles;
use crate::station::Pin;

/// Carries out one command.
pub(super) async fn answer(command: Command, control: &Control) -> Reply {
    let status = control.desk.status();
    match command {
        Command::Status => Reply::Status(Box::new(status_reply(&status))),
        Command::Reload => reload(control).await,
        Command::StopIssuing { service } => {
            ask(control, Request::StopIssuing { service: service.map(ServiceId) }).await
        }
        Command::AllowIssuing { service } => {
            ask(control, Request::AllowIssuing { service: service.map(ServiceId) }).await
        }
        Command::CloseEarly { in_minutes } => {
            let at = later(status.view.at, minutes(in_minutes));
            set_hours(control, &status, |hours| Some(day::closing_early(hours, at))).await
        }
        Command::StayOpen { minutes: longer } => {
            set_hours(control, &status, |hours| day::staying_open(hours, minutes(longer))).await
        }
        Command::CloseDay => ask(control, Request::CloseDay).await,
        Command::Issue { services, green } => issue(control, &status.view.rules, services, green).await,
        Command::Reprint { number } => about(control, &number, |ticket| Request::Reprint { ticket }).await,
        Command::Cancel { number } => about(control, &number, |ticket| Request::Cancel { ticket }).await,
        Command::Return { number } => match typed(&number) {
            Some(number) => ask(control, Request::Return { number }).await,
            None => not_a_number(&number),
        },
        Command::LogIn { window, staff, pin } => {
            log_in(control, window, staff, &Pin::typed(pin.into_inner())).await
        }
        Command::LogOut { window } => ask(control, Request::LogOut { window: WindowId(window) }).await,
    }
}

async fn ask(control: &Control, request: Request) -> Reply {
    want(control, None, Wanted::Request(request)).await
}

async fn about(
    control: &Control,
    number: &str,
    request: fn(crate::domain::id::TicketId) -> Request,
) -> Reply {
    match typed(number) {
        Some(number) => want(control, None, Wanted::About { number, request }).await,
        None => not_a_number(number),
    }
}

async fn want(control: &Control, person: Option<StaffId>, wanted: Wanted) -> Reply {
    match control.desk.ask(Origin::Duty, person, wanted).await {
        Ok(Answer::Granted { events, .. }) => Reply::Done { words: words(&events) },
        Ok(Answer::Refused(refusal)) => {
            Reply::Refused { refusal: format!("{refusal:?}"), words: refusal.words().to_owned() }
        }
        Ok(Answer::NotStored) => {
            Reply::Failed { words: "the journal cannot be written; nothing was promised".to_owned() }
        }
        Err(closed) => Reply::Failed { words: closed.to_string() },
    }
}

async fn reload(control: &Control) -> Reply {
    let read = Arc::clone(&control.reload);
    let change = match tokio::task::spawn_blocking(move || read()).await {
        Ok(Ok(change)) => change,
        Ok(Err(words)) => return Reply::Failed { words },
        Err(error) => return Reply::Failed { words: error.to_string() },
    };
    match control.desk.change(change) {
        Ok(()) => Reply::Done { words: "the configuration was read again and is in force".to_owned() },
        Err(closed) => Reply::Failed { words: closed.to_string() },
    }
}

async fn set_hours(control: &Control, status: &Status, change: impl Fn(&Hours) -> Option<Hours>) -> Reply {
    match status.hours.as_ref().and_then(change) {
        Some(hours) => ask(control, Request::SetHours(hours)).await,
        None => Reply::Failed { words: "no day with hours is open".to_owned() },
    }
}

async fn issue(control: &Control, rules: &Rules, services: Vec<u16>, green: Option<String>) -> Reply {
    let place = |code: &String| rules.green.reasons.iter().position(|reason| reason.code == *code);
    let reason = green.as_ref().map(|code| place(code).and_then(|place| u8::try_from(place).ok()));
    if reason == Some(None) {
        let codes: Vec<&str> = rules.green.reasons.iter().map(|reason| reason.code.as_str()).collect();
        return Reply::Failed { words: format!("no such reason; there are: {}", codes.join(", ")) };
    }
    let services = services.into_iter().map(ServiceId).collect();
    ask(control, Request::Issue { services, green: reason.flatten(), paper: true }).await
}

async fn log_in(control: &Control, window: u8, staff: u32, pin: &Pin) -> Reply {
    let (window, staff) = (WindowId(window), StaffId(staff));
    let (check, pin) = (Arc::clone(&control.check_pin), pin.clone());
    let right = tokio::task::spawn_blocking(move || check(staff, &pin)).await.unwrap_or(false);
    let request = if right { Request::LogIn { window, staff } } else { Request::PinWrong { window, staff } };
    let reply = want(control, Some(staff), Wanted::Request(request)).await;
    if right { reply } else { Reply::Failed { words: "the PIN is wrong".to_owned() } }
}

/// `A017` or `17` as a typed number.
fn typed(number: &str) -> Option<TypedNumber> {
    let letter = number.chars().next().filter(char::is_ascii_alphabetic);
    let digits = letter.map_or(number, |_| &number[1..]);
    let value = digits.parse().ok()?;
    Some(TypedNumber { prefix: letter.map(|letter| Prefix(letter.to_ascii_uppercase())), value })
}

fn not_a_number(number: &str) -> Reply {
    Reply::Failed { words: format!("{number:?} is not a ticket's number; one looks like A017") }
}

/// What happened, as far as whoever asked must know it.
fn words(events: &[Event]) -> String {
    let issued = events.iter().find_map(|event| {
        let Event::TicketIssued { number, ahead, .. } = event else { return None };
        Some(format!("ticket {number}, {ahead} ahead"))
    });
    issued.unwrap_or_else(|| "done".to_owned())
}

fn minutes(count: u16) -> Duration {
    Duration::from_secs(u64::from(count) * 60)
}

fn later(at: Moment, span: Duration) -> Moment {
    let wall = at.wall.map(|mut wall| {
        wall.utc_ms += i64::try_from(span.as_millis()).unwrap_or(0);
        wall
    });
    Moment { hall: at.hall + span, wall, ..at }
}

fn status_reply(status: &Status) -> StatusReply {
    let devices = status.roster.posts().map(|post| {
        let health = match post.health {
            Health::Online { .. } => "online",
            Health::Offline { .. } => "offline",
            Health::Held => "held",
        };
        // Only the words are told, not how long: any clock will do.
        let trouble = troubles::of_device(post, status, Instant::default());
        DeviceReply {
            name: post.name.as_str().to_owned(),
            place: post.place.clone(),
            health: health.to_owned(),
            words: trouble.map(|trouble| trouble.headline()).unwrap_or_default(),
        }
    });
    StatusReply {
        sentence: status.sentence(),
        configuration: status.configuration.clone(),
        devices: devices.collect(),
    }
}
