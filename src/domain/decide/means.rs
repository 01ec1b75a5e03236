//! The hall's means: what they are told to be goes on record when it is not on record already.

use super::Decision;
use super::rate::GRADES;
use crate::domain::event::Event;
use crate::domain::id::TicketId;
use crate::domain::means::{HallState, MeansEvent, MeansRequest, Stand, Stood};
use crate::domain::request::Refusal;
use crate::domain::ticket::TicketState;

/// Decides what is told of the hall's means.
pub(super) fn request(it: &mut Decision<'_>, asked: &MeansRequest) -> Result<(), Refusal> {
    match asked {
        MeansRequest::Stand(told) => stand(it, told),
        MeansRequest::EnterGrade { ticket, grade } => enter_grade(it, *ticket, *grade),
    }
}

/// Late is when the day is over: its tickets are closed with it. Twice is no grade, whichever way the first
/// one came.
fn enter_grade(it: &mut Decision<'_>, id: TicketId, grade: u8) -> Result<(), Refusal> {
    let ticket = it.day.ticket(id)?;
    let TicketState::Served { window, .. } = ticket.state else { return Err(Refusal::WrongState) };
    if ticket.grade.is_some() {
        return Err(Refusal::NothingToRate);
    }
    if !GRADES.contains(&grade) {
        return Err(Refusal::NotOnThePad);
    }
    it.add(Event::Means(MeansEvent::GradeEntered { ticket: id, window, grade }));
    Ok(())
}

fn stand(it: &mut Decision<'_>, told: &Stand) -> Result<(), Refusal> {
    let Stand { rungs, bare } = told;
    for rung in rungs.iter().chain(bare.iter().flatten()) {
        if rung.window.is_some() != rung.task.is_a_windows() {
            return Err(Refusal::WrongState);
        }
        if let Some(window) = rung.window {
            it.day.window(window)?;
        }
    }
    if it.day.standing.told().eq(rungs) {
        return Err(Refusal::NoChange);
    }
    let state = HallState::of(rungs, bare.as_deref(), it.day.windows.keys().copied());
    it.add(Event::Means(MeansEvent::Stood(Stood { state, rungs: rungs.clone(), bare: bare.clone() })));
    Ok(())
}
