//! What the engine is told of the journal's past and of its copies, and the leap that a restored journal owes.

use super::Engine;
use crate::domain::keeping::KeepingRequest;
use crate::domain::moment::Moment;
use crate::domain::request::{Origin, Request};
use crate::journal::restore::Unsettled;
use crate::runtime::backups::BackupState;
use crate::runtime::registrar::Answer;

/// What is known of it.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// What does not fit, or is lost.
    pub damage: Option<String>,
    /// The copies on a second medium.
    pub backup: BackupState,
    /// What a restoration left open.
    pub unsettled: Option<Unsettled>,
}

impl Engine {
    pub(super) fn damaged(&mut self, words: String) {
        // What was found earlier is not mended by what is found later.
        self.past.damage = match self.past.damage.take() {
            Some(known) if known.contains(&words) => Some(known),
            Some(known) => Some(format!("{known}; {words}")),
            None => Some(words),
        };
        self.stale = true;
    }

    pub(super) fn backed_up(&mut self, state: BackupState) {
        self.past.backup = state;
        self.stale = true;
    }

    pub(super) fn unsettled(&mut self, now: Moment, unsettled: Unsettled) {
        self.past.unsettled = Some(unsettled);
        self.leap(now);
    }

    /// Goes on far ahead with ids and numbers, once on each day on which lost rows may have given some (B16): what
    /// people hold of a journal that is gone is not given again.
    pub(super) fn leap(&mut self, now: Moment) {
        let (Some(unsettled), Some(day)) = (self.past.unsettled, self.registrar.office().day()) else {
            return;
        };
        if day > unsettled.until || unsettled.leapt == Some(day) {
            return;
        }
        self.past.unsettled = Some(Unsettled { leapt: Some(day), ..unsettled });
        self.ask_itself(now, Origin::Startup, Request::Keeping(KeepingRequest::Leap));
    }

    /// A leap that was not stored is asked again when the journal is open again, before whatever waits.
    pub(super) fn look_after_the_leap(&mut self, request: &Request, answer: &Answer) {
        let lost = *answer == Answer::NotStored && *request == Request::Keeping(KeepingRequest::Leap);
        if let Some(unsettled) = self.past.unsettled.as_mut().filter(|_| lost) {
            unsettled.leapt = None;
        }
    }
}
