//! The duty desk of a story: the orders of `jiaohao duty`, by their own words, and the answers to them.

use std::time::Duration;

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{Prefix, ServiceId, SheetId, WindowId};
use jiaohao::domain::incident::{AlarmId, AlarmKind, IncidentRequest, Until};
use jiaohao::domain::manual::{ManualRequest, SheetReason};
use jiaohao::domain::means::MeansRequest;
use jiaohao::domain::moment::Moment;
use jiaohao::domain::request::{Refusal, Request, TypedNumber};
use jiaohao::domain::self_test::SelfTestRequest;
use jiaohao::runtime::day;
use jiaohao::runtime::engine::Engine;
use jiaohao::runtime::registrar::Answer;
use jiaohao::station::entry;
use jiaohao::station::sheet::on_the_wall;

use crate::deed::number;

/// An order of the person on duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Give no more tickets, of one service or at all.
    StopIssuing(Option<ServiceId>),
    /// Give tickets again.
    AllowIssuing(Option<ServiceId>),
    /// The last ticket in so many minutes.
    CloseEarly(u16),
    /// Tickets for so many minutes longer.
    StayOpen(u16),
    /// End the day.
    CloseDay,
    /// Give a ticket, with the code of the reason for the green channel.
    Issue(Vec<ServiceId>, Option<String>),
    /// Print a slip once more.
    Reprint(TypedNumber),
    /// Withdraw a ticket.
    Cancel(TypedNumber),
    /// A visitor is back.
    Return(TypedNumber),
    /// Enter a visitor's grade, from the code on the slip or a form on paper.
    Grade(String, u8),
    /// Something of the self-test.
    SelfTest(SelfTestRequest),
    /// Take the clerk from a window.
    LogOut(WindowId),
    /// Call by paper: `sheet draw`, `sheet close 1`, `block claim 21 20`, `enter A001 …`; clerk 101 enters it.
    Paper(Vec<String>),
    /// What befalls the whole hall; a notice by its code.
    Incident(Befalls),
}

/// What befalls the whole hall, as the duty desk says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Befalls {
    /// A notice goes up, with its time.
    Notice(String, Option<Until>),
    /// What needs no rules to be understood.
    Asked(IncidentRequest),
}

/// The order of these words.
///
/// # Errors
/// In words for whoever writes the story.
pub fn parse(words: &[&str]) -> Result<Order, String> {
    match words {
        ["stop-issuing"] => Ok(Order::StopIssuing(None)),
        ["stop-issuing", "--service", service] => Ok(Order::StopIssuing(Some(ServiceId(number(service)?)))),
        ["allow-issuing"] => Ok(Order::AllowIssuing(None)),
        ["allow-issuing", "--service", service] => Ok(Order::AllowIssuing(Some(ServiceId(number(service)?)))),
        ["close-early"] => Ok(Order::CloseEarly(0)),
        ["close-early", "--in", minutes] => Ok(Order::CloseEarly(number(minutes)?)),
        ["stay-open", minutes] => Ok(Order::StayOpen(number(minutes)?)),
        ["close-day"] => Ok(Order::CloseDay),
        ["issue", services @ .., "--green", code] => {
            Ok(Order::Issue(self::services(services)?, Some((*code).to_owned())))
        }
        ["issue", services @ ..] => Ok(Order::Issue(self::services(services)?, None)),
        ["reprint", ticket] => Ok(Order::Reprint(typed(ticket)?)),
        ["cancel", ticket] => Ok(Order::Cancel(typed(ticket)?)),
        ["return", ticket] => Ok(Order::Return(typed(ticket)?)),
        ["rate", code, grade] => Ok(Order::Grade((*code).to_owned(), number(grade)?)),
        ["self-test"] => Ok(Order::SelfTest(SelfTestRequest::Begin)),
        ["certificate", "--print"] => Ok(Order::SelfTest(SelfTestRequest::PrintAgain)),
        ["told", who] => Ok(Order::SelfTest(SelfTestRequest::Told { who: (*who).to_owned() })),
        ["log-out", "--window", window] => Ok(Order::LogOut(WindowId(number(window)?))),
        ["sheet" | "block" | "enter", ..] => {
            Ok(Order::Paper(words.iter().map(|word| (*word).to_owned()).collect()))
        }
        ["notice" | "notice-down" | "alarm", ..] => befalls(words).map(Order::Incident),
        other => Err(format!("`jiaohao duty {}` is no order that stories know", other.join(" "))),
    }
}

/// `notice network --until 15:30`, `notice --until 16:00`, `notice-down`, `alarm raise fire --window 3`,
/// `alarm take-up 1`, `alarm end 1`.
fn befalls(words: &[&str]) -> Result<Befalls, String> {
    let asked = match words {
        ["notice-down"] => IncidentRequest::TakeDown,
        ["notice", "--until", time] => IncidentRequest::Expect { until: Some(until(time)?) },
        ["notice", code] => return Ok(Befalls::Notice((*code).to_owned(), None)),
        ["notice", code, "--until", time] => {
            return Ok(Befalls::Notice((*code).to_owned(), Some(until(time)?)));
        }
        ["alarm", "raise", code, rest @ ..] => {
            let kind = AlarmKind::ALL.into_iter().find(|kind| kind.code() == *code);
            let kind = kind.ok_or_else(|| format!("there is no alarm `{code}`"))?;
            let window = match rest {
                ["--window", window] => Some(WindowId(number(window)?)),
                _ => None,
            };
            IncidentRequest::Raise { kind, window }
        }
        ["alarm", "take-up", alarm] => IncidentRequest::Acknowledge { alarm: AlarmId(number(alarm)?) },
        ["alarm", "end", alarm] => IncidentRequest::EndAlarm { alarm: AlarmId(number(alarm)?) },
        other => return Err(format!("`jiaohao duty {}` is no order that stories know", other.join(" "))),
    };
    Ok(Befalls::Asked(asked))
}

fn until(time: &str) -> Result<Until, String> {
    let (hour, minute) = time.split_once(':').ok_or_else(|| format!("`{time}` is no time of day"))?;
    Ok(Until { days: 0, minute: number::<u16>(hour)? * 60 + number::<u16>(minute)? })
}

fn services(words: &[&str]) -> Result<Vec<ServiceId>, String> {
    words.iter().map(|word| number(word).map(ServiceId)).collect()
}

fn typed(word: &str) -> Result<TypedNumber, String> {
    let digits = word.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let prefix = word.chars().next().filter(char::is_ascii_uppercase).map(Prefix);
    Ok(TypedNumber { prefix, value: number(digits)? })
}

impl Order {
    /// What is asked of the engine.
    ///
    /// # Errors
    /// The refusal that the desk meets before it asks.
    pub fn request(&self, engine: &Engine, now: Moment) -> Result<Request, Refusal> {
        let hours = engine.registrar().office().hours();
        let of = |ticket| engine.registrar().office().ticket_by_number(ticket).ok_or(Refusal::NoSuchTicket);
        Ok(match self {
            Self::StopIssuing(service) => Request::StopIssuing { service: *service },
            Self::AllowIssuing(service) => Request::AllowIssuing { service: *service },
            Self::CloseEarly(minutes) => {
                let hours = hours.ok_or(Refusal::DayNotOpen)?;
                Request::SetHours(day::closing_early(hours, later(now, *minutes)))
            }
            Self::StayOpen(minutes) => {
                let longer = hours.and_then(|hours| day::staying_open(hours, span(*minutes)));
                Request::SetHours(longer.ok_or(Refusal::DayNotOpen)?)
            }
            Self::CloseDay => Request::CloseDay,
            Self::Issue(services, code) => {
                let reasons = &engine.view().rules.green.reasons;
                let place = |code: &String| reasons.iter().position(|reason| reason.code == *code);
                let green = match code {
                    Some(code) => Some(place(code).ok_or(Refusal::NoSuchReason)?),
                    None => None,
                };
                let green = green.and_then(|place| u8::try_from(place).ok());
                Request::Issue { services: services.clone(), green, paper: true }
            }
            Self::Reprint(ticket) => Request::Reprint { ticket: of(*ticket)?.id },
            Self::Cancel(ticket) => Request::Cancel { ticket: of(*ticket)?.id },
            Self::Return(ticket) => Request::Return { number: *ticket },
            Self::Grade(code, grade) => {
                let ticket = match typed(code) {
                    Ok(number) => of(number)?.id,
                    Err(_) => engine.ticket_by_code(code)?,
                };
                Request::Means(MeansRequest::EnterGrade { ticket, grade: *grade })
            }
            Self::Paper(words) => Request::Manual(paper(words, now).ok_or(Refusal::NothingDue)?),
            Self::SelfTest(request) => Request::SelfTest(request.clone()),
            Self::LogOut(window) => Request::LogOut { window: *window },
            Self::Incident(Befalls::Asked(asked)) => Request::Incident(*asked),
            Self::Incident(Befalls::Notice(code, until)) => {
                let rules = engine.view().rules.incidents.as_ref().ok_or(Refusal::NoSuchNotice)?;
                let place = rules.notices.iter().position(|notice| notice.code == *code);
                let notice = place.and_then(|place| u8::try_from(place).ok()).ok_or(Refusal::NoSuchNotice)?;
                Request::Incident(IncidentRequest::PutUp { notice, until: *until })
            }
        })
    }
}

fn paper(words: &[String], now: Moment) -> Option<ManualRequest> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Some(match words.as_slice() {
        ["sheet", "draw"] => ManualRequest::DrawSheet { why: SheetReason::Key },
        ["sheet", "print", sheet] => ManualRequest::PrintSheet { sheet: SheetId(sheet.parse().ok()?) },
        ["sheet", "close", sheet] => ManualRequest::CloseSheet { sheet: SheetId(sheet.parse().ok()?) },
        ["block", "claim", service, count] => {
            let (service, count) = (ServiceId(service.parse().ok()?), count.parse().ok()?);
            ManualRequest::ClaimBlock { service, count }
        }
        ["enter", line @ ..] => {
            let read = entry::parse(&line.join(" "), &|hour, minute| on_the_wall(now, hour, minute));
            ManualRequest::Enter { entries: vec![read.ok()?] }
        }
        _ => return None,
    })
}

/// What the desk reads.
pub fn words(answer: &Answer) -> String {
    match answer {
        Answer::Granted { events, .. } => {
            let given = events.iter().find_map(|event| {
                let Event::TicketIssued { number, ahead, .. } = event else { return None };
                Some(format!("ticket {number}, {ahead} ahead"))
            });
            given.unwrap_or_else(|| "done".to_owned())
        }
        Answer::Refused(refusal) => refused(*refusal),
        Answer::NotStored => {
            "it could not be recorded and nothing was promised: `jiaohao status` says why".to_owned()
        }
    }
}

/// The desk reads no.
pub fn refused(refusal: Refusal) -> String {
    format!("refused: {}", refusal.words())
}

fn later(now: Moment, minutes: u16) -> Moment {
    let wall = now.wall.map(|mut wall| {
        wall.utc_ms += i64::from(minutes) * 60_000;
        wall
    });
    Moment { hall: now.hall + span(minutes), wall, ..now }
}

/// So many minutes.
pub fn span(minutes: u16) -> Duration {
    Duration::from_secs(u64::from(minutes) * 60)
}
