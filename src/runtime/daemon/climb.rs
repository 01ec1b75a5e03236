//! The way from memory up to the second medium, while the main journal cannot be written: what is in memory only goes
//! with the power, so a stick that is plugged in again is worth a rung.

use std::sync::Arc;

use hal::time::Instant;
use tracing::{info, warn};

use super::back;
use super::form::{News, Tell};
use crate::domain::keeping::Keeping;
use crate::journal::keep::Keep as _;
use crate::journal::mirror::Mirror;
use crate::journal::second::{Place, Second};

/// Where that way stands.
pub(super) struct Climb {
    state: State,
    /// How often the second medium was left in this run.
    fallen: u32,
    /// Why there was no way when it was tried last: told once.
    told: Option<String>,
}

enum State {
    /// A person has to decide first whose the journal is.
    Barred,
    /// The second medium rests.
    At(Instant),
    /// A thread tries it.
    Trying,
    /// It took all that was known a moment ago.
    Ready,
}

/// Why the second medium cannot be gone up to.
#[derive(Debug, thiserror::Error)]
enum NoWay {
    #[error(transparent)]
    Copy(#[from] crate::journal::copy::CopyError),
    #[error(transparent)]
    Keep(#[from] crate::journal::keep::KeepError),
    /// What lies there was promised as well, and a start joins it; this day is not written beside it.
    #[error("it holds records of this hall that do not follow from what is kept in memory")]
    Other,
}

impl Climb {
    /// At the start of a run, whatever it starts in; `barred` where the journal that was found is another hall's.
    pub fn new(barred: bool) -> Self {
        let state = if barred { State::Barred } else { State::At(Instant::default() + back::rest(1)) };
        Self { state, fallen: 0, told: None }
    }

    /// A form of the journal was left. The second medium rests longer each time, as every way down leaps over numbers.
    pub fn left(&mut self, form: Keeping, now: Instant) {
        self.fallen += u32::from(form == Keeping::Second);
        if form != Keeping::Memory {
            self.state = State::At(now + back::rest(self.fallen.max(1)));
        }
    }

    /// Tries it on a thread of its own, if it has rested: it may hang.
    pub fn try_if_due(&mut self, now: Instant, place: &Place, mirror: &Mirror, tell: &Tell) {
        if !matches!(self.state, State::At(at) if at <= now) {
            return;
        }
        let (place, mirror, tell, was_left) =
            (place.clone(), mirror.clone(), Arc::clone(tell), self.fallen > 0);
        let tried = std::thread::Builder::new().name("climbing".into()).spawn(move || {
            let opened = opens(&place, mirror, was_left).map_err(|why| why.to_string());
            tell(News::Climbed(opened));
        });
        self.state = if tried.is_ok() { State::Trying } else { State::At(now + back::rest(1)) };
    }

    /// What the thread found.
    pub fn tried(&mut self, opened: Result<(), String>, now: Instant) {
        self.state = match opened {
            Ok(()) => {
                info!("the second medium can be written again");
                self.told = None;
                State::Ready
            }
            Err(why) => {
                if self.told.as_ref() != Some(&why) {
                    warn!(%why, "the second medium cannot be written yet");
                    self.told = Some(why);
                }
                State::At(now + back::rest(self.fallen.max(1)))
            }
        };
    }

    /// Whether it can be gone up to.
    pub fn is_there(&self) -> bool {
        matches!(self.state, State::Ready)
    }

    /// Whether it is to be gone up to; told once.
    pub fn is_ready(&mut self, now: Instant) -> bool {
        let ready = self.is_there();
        if ready {
            self.state = State::At(now + back::rest(1));
        }
        ready
    }
}

/// Brings the second medium to where the rows in memory are, and lets go of it.
fn opens(place: &Place, mirror: Mirror, was_left: bool) -> Result<(), NoWay> {
    let whose = mirror.whose();
    if let Some(found) = Second::found(place, &whose.site)? {
        let head = found.head();
        let known =
            head == mirror.base() || mirror.links().iter().any(|link| (link.row.seq, link.hash) == head);
        if found.whose() != whose || !known && !was_left {
            return Err(NoWay::Other);
        }
    }
    Second::after(place.clone(), mirror).reopen()?;
    Ok(())
}
