//! The duty desk of a story: the orders of `jiaohao duty`, by their own words, and the answers to them.

use std::time::Duration;

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{Prefix, ServiceId, WindowId};
use jiaohao::domain::moment::Moment;
use jiaohao::domain::request::{Refusal, Request, TypedNumber};
use jiaohao::runtime::day;
use jiaohao::runtime::engine::Engine;
use jiaohao::runtime::registrar::Answer;

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
    /// Take the clerk from a window.
    LogOut(WindowId),
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
        ["log-out", "--window", window] => Ok(Order::LogOut(WindowId(number(window)?))),
        other => Err(format!("`jiaohao duty {}` is no order that stories know", other.join(" "))),
    }
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
            Self::LogOut(window) => Request::LogOut { window: *window },
        })
    }
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
        Answer::NotStored => "the journal cannot be written; nothing was promised".to_owned(),
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

fn span(minutes: u16) -> Duration {
    Duration::from_secs(u64::from(minutes) * 60)
}
