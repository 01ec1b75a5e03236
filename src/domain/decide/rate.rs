//! Grades: asked for, given, explained. Nothing is ever invented.

use super::Decision;
use crate::domain::event::Event;
use crate::domain::id::WindowId;
use crate::domain::request::Refusal;
use crate::domain::window::{Asking, Question};

/// The best grade is 1, the worst 5.
pub(super) const GRADES: std::ops::RangeInclusive<u8> = 1..=5;

/// Asks the visitor who was served last, unless he has given a grade or is being asked already.
pub(super) fn ask(it: &mut Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    it.clerk_at(window)?;
    let state = it.day.window(window)?;
    let (ticket, _) = state.last_served.ok_or(Refusal::NothingToRate)?;
    if it.day.ticket(ticket)?.grade.is_some() {
        return Err(Refusal::NothingToRate);
    }
    if state.asking.is_some_and(|asking| asking.ticket == ticket) {
        return Err(Refusal::NoChange);
    }
    it.ask_rating(window, ticket);
    Ok(())
}

pub(super) fn rate(it: &mut Decision<'_>, window: WindowId, grade: u8) -> Result<(), Refusal> {
    let asking = asked(it, window, Question::Grade)?;
    if !GRADES.contains(&grade) {
        return Err(Refusal::NotOnThePad);
    }
    it.add(Event::RatingGiven { window, ticket: asking.ticket, clerk: asking.clerk, grade });
    Ok(())
}

pub(super) fn explain(it: &mut Decision<'_>, window: WindowId, reason: u8) -> Result<(), Refusal> {
    let asking = asked(it, window, Question::Reason)?;
    if usize::from(reason) >= it.day.rules.rating.reasons.len() {
        return Err(Refusal::NotOnThePad);
    }
    it.add(Event::RatingExplained { window, ticket: asking.ticket, reason });
    Ok(())
}

/// A press after the time, before the question was taken down, counts no more.
fn asked(it: &Decision<'_>, window: WindowId, question: Question) -> Result<Asking, Refusal> {
    let asking = it.day.window(window)?.asking.filter(|asking| asking.question == question);
    let in_time = asking.filter(|asking| it.now().since(asking.since) < it.day.rules.rating.within);
    in_time.ok_or(Refusal::NothingToRate)
}
