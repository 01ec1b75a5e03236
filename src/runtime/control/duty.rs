//! What each command of the control socket does.

use std::sync::Arc;
use std::time::Duration;

use hal::time::Instant;

use super::server::Control;
use super::{ClosingReply, Command, DeviceReply, Reply, StatusReply, ticket_number};
use super::{adopt, bench, incidents, keypad, ladders, locker, paper, self_test};
use crate::domain::event::Event;
use crate::domain::id::{ServiceId, StaffId, TicketId, WindowId};
use crate::domain::moment::Moment;
use crate::domain::opening::Hours;
use crate::domain::request::{Origin, Request};
use crate::domain::rules::Rules;
use crate::runtime::close_out::Owed;
use crate::runtime::daemon::{Adopted, Closed, Wanted};
use crate::runtime::day;
use crate::runtime::pin_news;
use crate::runtime::registrar::Answer;
use crate::runtime::status::{NotInForce, Status};
use crate::runtime::supervisor::Health;
use crate::runtime::troubles;
use crate::station::Pin;
use crate::station::slip::RATING_CODE;

/// Carries out one command.
pub(super) async fn answer(command: Command, control: &Control) -> Reply {
    let status = control.desk.status();
    match command {
        Command::Status => Reply::Status(Box::new(status_reply(&status))),
        Command::Ladders => Reply::Ladders(ladders::reply(&status)),
        Command::Reload => reload(control).await,
        Command::Backup => match control.desk.back_up().await {
            Ok(Ok(words)) => Reply::Done { words },
            Ok(Err(words)) => Reply::Failed { words },
            Err(closed) => Reply::Failed { words: closed.to_string() },
        },
        Command::Adopt { instead_of, by } => adopt::answer(control, instead_of, by).await,
        Command::Bench(asked) => bench::answer(asked, control).await,
        Command::Incident(asked) => incidents::answer(asked, control).await,
        Command::StopIssuing { service } => {
            let done = format!("no more tickets {}", of_service(service));
            ask(control, Request::StopIssuing { service: service.map(ServiceId) }, done).await
        }
        Command::AllowIssuing { service } => {
            let done = format!("tickets {} again", of_service(service));
            ask(control, Request::AllowIssuing { service: service.map(ServiceId) }, done).await
        }
        Command::CloseEarly { in_minutes } => {
            let done = format!("no tickets are given in {in_minutes} minutes; whoever holds one is served");
            let early = move |at| later(at, minutes(in_minutes));
            set_hours(control, done, move |hours, at| Some(day::closing_early(hours, early(at)))).await
        }
        Command::StayOpen { minutes: longer } => {
            let done = format!("tickets are given for {longer} minutes longer");
            set_hours(control, done, move |hours, _| day::staying_open(hours, minutes(longer))).await
        }
        Command::CloseDay => ask(control, Request::CloseDay, "the day is closed".to_owned()).await,
        Command::Issue { services, green } => issue(control, &status.view.rules, services, green).await,
        Command::Reprint { number } => {
            about(control, &number, |ticket| Request::Reprint { ticket }, "goes to the printer again").await
        }
        Command::Cancel { number } => {
            about(control, &number, |ticket| Request::Cancel { ticket }, "is withdrawn").await
        }
        Command::Return { number } => match ticket_number(&number) {
            Some(typed) => {
                ask(control, Request::Return { number: typed }, format!("{number} waits again")).await
            }
            None => not_a_number(&number),
        },
        Command::Paper(asked) => paper::answer(asked, control).await,
        Command::LockerPut { door, whom } => locker::put(control, door, whom.as_deref()).await,
        Command::LockerList => locker::list(control),
        Command::LockerCollect { door } => locker::collect(control, door).await,
        Command::SelfTest(asked) => self_test::answer(asked, control).await,
        Command::LogIn { window, staff, pin } => {
            log_in(control, window, staff, &Pin::typed(pin.into_inner())).await
        }
        Command::Keypad { window, keys } => keypad::press(control, window, &keys).await,
        Command::Rate { code, grade } => rate(control, code, grade).await,
        Command::LogOut { window } => {
            let done = format!("nobody is logged in at window {window}");
            ask(control, Request::LogOut { window: WindowId(window) }, done).await
        }
    }
}

fn of_service(service: Option<u16>) -> String {
    service.map_or_else(|| "are given".to_owned(), |service| format!("of service {service} are given"))
}

pub(super) async fn ask(control: &Control, request: Request, done: String) -> Reply {
    want(control, None, Wanted::Request(request), done).await
}

async fn about(control: &Control, number: &str, request: fn(TicketId) -> Request, done: &str) -> Reply {
    match ticket_number(number) {
        Some(typed) => {
            let wanted = Wanted::About { number: typed, request };
            want(control, None, wanted, format!("{number} {done}")).await
        }
        None => not_a_number(number),
    }
}

async fn want(control: &Control, person: Option<StaffId>, wanted: Wanted, done: String) -> Reply {
    reply_to(control.desk.ask(Origin::Duty, person, wanted).await, done)
}

/// An answer in words; `done` where it is a yes that gives no ticket.
pub(super) fn reply_to(answer: Result<Answer, Closed>, done: String) -> Reply {
    match answer {
        Ok(Answer::Granted { events, .. }) => Reply::Done { words: ticket_given(&events).unwrap_or(done) },
        Ok(Answer::Refused(refusal)) => {
            Reply::Refused { refusal: format!("{refusal:?}"), words: refusal.words().to_owned() }
        }
        Ok(Answer::NotStored) => Reply::Failed {
            words: "it could not be recorded and nothing was promised: `jiaohao status` says why".to_owned(),
        },
        Err(closed) => Reply::Failed { words: closed.to_string() },
    }
}

async fn reload(control: &Control) -> Reply {
    let read = Arc::clone(&control.reload);
    let change = match tokio::task::spawn_blocking(move || read()).await {
        Ok(Ok(change)) => change,
        Ok(Err(words)) => {
            return match control.desk.refuse(words.clone()) {
                Ok(()) => Reply::Misconfigured { words },
                Err(closed) => Reply::Failed { words: closed.to_string() },
            };
        }
        Err(error) => return Reply::Failed { words: error.to_string() },
    };
    let rules = Arc::clone(&change.adoption.rules);
    if let Err(closed) = control.desk.change(change) {
        return Reply::Failed { words: closed.to_string() };
    }
    match control.desk.adopted(&rules).await {
        Ok(Adopted::InForce) => {
            Reply::Done { words: "the configuration was read again and is in force".to_owned() }
        }
        Ok(Adopted::RulesWait) => {
            Reply::Failed { words: format!("the configuration was read again: {}", NotInForce::RULES_WAIT) }
        }
        Ok(Adopted::NotStored) => Reply::Failed {
            words:
                "the configuration was read again; its rules could not be recorded: `jiaohao status` says why"
                    .to_owned(),
        },
        Err(closed) => Reply::Failed { words: closed.to_string() },
    }
}

/// The hours are those of the office and not of the status, which is a moment behind it: at the start by a whole day.
async fn set_hours(
    control: &Control,
    done: String,
    change: impl Fn(&Hours, Moment) -> Option<Hours> + Send + 'static,
) -> Reply {
    let changed =
        control.desk.look(move |office, at| office.hours().and_then(|hours| change(hours, at))).await;
    match changed {
        Ok(Some(hours)) => ask(control, Request::SetHours(hours), done).await,
        Ok(None) => Reply::Failed { words: "no day with hours is open".to_owned() },
        Err(closed) => Reply::Failed { words: closed.to_string() },
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
    let request = Request::Issue { services, green: reason.flatten(), paper: true };
    ask(control, request, "a ticket is given".to_owned()).await
}

async fn log_in(control: &Control, window: u8, staff: u32, pin: &Pin) -> Reply {
    let (window, staff) = (WindowId(window), StaffId(staff));
    let (check, pin) = (Arc::clone(&control.check_pin), pin.clone());
    let right = tokio::task::spawn_blocking(move || check(staff, &pin)).await.unwrap_or(false);
    if right {
        let done = format!("clerk {staff} is logged in at window {window}");
        return want(control, Some(staff), Wanted::Request(Request::LogIn { window, staff }), done).await;
    }
    let wrong = "the PIN is wrong".to_owned();
    match want(control, Some(staff), Wanted::Request(Request::PinWrong { window, staff }), wrong).await {
        Reply::Done { words } => Reply::Failed { words },
        // A clerk who is locked out is told so, not that a PIN was wrong that counted for nothing.
        other @ (Reply::Refused { .. }
        | Reply::Failed { .. }
        | Reply::Misconfigured { .. }
        | Reply::Bench(_)
        | Reply::Ladders(_)
        | Reply::Status(_)) => other,
    }
}

/// A code is longer than any number that is printed.
async fn rate(control: &Control, code: String, grade: u8) -> Reply {
    let done = format!("grade {grade} is entered");
    let wanted = match ticket_number(&code).filter(|_| code.len() < RATING_CODE) {
        Some(number) => Wanted::GradeByNumber { number, grade },
        None => Wanted::GradeByCode { code, grade },
    };
    match want(control, None, wanted, done).await {
        Reply::Refused { refusal, .. } if refusal == "NoSuchTicket" => Reply::Refused {
            refusal,
            words: "no ticket of today has this code: it is wrong, or of a day that is over".to_owned(),
        },
        other @ (Reply::Done { .. }
        | Reply::Refused { .. }
        | Reply::Failed { .. }
        | Reply::Misconfigured { .. }
        | Reply::Bench(_)
        | Reply::Ladders(_)
        | Reply::Status(_)) => other,
    }
}

pub(super) fn not_a_number(number: &str) -> Reply {
    Reply::Failed { words: format!("{number:?} is not a ticket's number; one looks like A017") }
}

/// The ticket that was given, if one was.
fn ticket_given(events: &[Event]) -> Option<String> {
    events.iter().find_map(|event| {
        let Event::TicketIssued { number, ahead, .. } = event else { return None };
        Some(format!("ticket {number}, {ahead} ahead"))
    })
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

fn closing(owed: &Owed, status: &Status) -> ClosingReply {
    ClosingReply {
        window: owed.window.0,
        clerk: owed.clerk.map(|clerk| clerk.0),
        open: owed.en(),
        minutes: status.view.at.hall.since(owed.since).as_secs() / 60,
    }
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
        configuration: status.configuration.words(),
        backup: status.backup.words(status.view.at.wall),
        disk: status.disk.words(),
        damage: status.damage.clone(),
        other_hall: status.other_hall.as_ref().map(adopt::asked),
        elsewhere: status.keeping.elsewhere().map(str::to_owned),
        aside: status.view.kept.aside,
        closing: status.closing.iter().map(|owed| closing(owed, status)).collect(),
        pins: pin_news::lines(status),
        self_test: self_test::sentence(status),
        devices: devices.collect(),
    }
}
