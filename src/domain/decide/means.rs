//! The hall's means: what they are told to be goes on record when it is not on record already.

use super::Decision;
use crate::domain::event::Event;
use crate::domain::means::{HallState, MeansEvent, MeansRequest, Rung};
use crate::domain::request::Refusal;

/// Decides what is told of the hall's means.
pub(super) fn request(it: &mut Decision<'_>, asked: &MeansRequest) -> Result<(), Refusal> {
    let MeansRequest::Stand { rungs } = asked;
    stand(it, rungs)
}

fn stand(it: &mut Decision<'_>, rungs: &[Rung]) -> Result<(), Refusal> {
    for rung in rungs {
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
    let state = HallState::of(rungs, it.day.windows.keys().copied());
    it.add(Event::Means(MeansEvent::Stood { state, rungs: rungs.to_vec() }));
    Ok(())
}
