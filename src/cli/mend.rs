//! Before a daemon starts: a journal that is damaged, gone or behind its copies is restored by itself, and what a
//! restoration could not bring back is told. Another hall's journal is put aside to its end where that was decided.

use tracing::{error, info, warn};

use super::{backup, wiring};
use crate::config::Config;
use crate::journal::branch::Aside;
use crate::journal::other_hall;
use crate::journal::restore::{self, Plan};
use crate::runtime::daemon::Found;

/// Restores what must be, and says what the daemon should know of it.
///
/// Whatever fails here keeps nobody from starting: opening the journal tells what is wrong with it.
pub(super) fn before_start(config: &Config) -> Found {
    let plan = wiring::restoring(config, backup::now_ms());
    let journal = &plan.journal.path;
    let decision = other_hall::finish(&wiring::places(config)).unwrap_or_else(|error| {
        error!(%error, "the other hall's journal could not be put aside to its end");
        None
    });
    // What was put aside by a decision is not lost: the hall begins its own journal in its place.
    let begins = decision.as_ref().is_some_and(|decision| decision.by.is_some());
    let asides = if begins && !journal.exists() { Vec::new() } else { restored(&plan) };
    if !journal.exists() || other_hall::found(&plan.journal).is_some() {
        return Found { decision, ..Found::default() };
    }
    match restore::unsettled(journal, plan.today) {
        Ok(unsettled) => Found { losses: unsettled.losses, unsettled: unsettled.open, asides, decision },
        Err(error) => {
            info!(%error, "what was lost before cannot be told");
            Found { asides, decision, ..Found::default() }
        }
    }
}

/// Restores what must be; the histories that it had to put aside.
fn restored(plan: &Plan) -> Vec<Aside> {
    match restore::mend(plan) {
        Ok(Some(restored)) => {
            warn!(records = restored.records, kept = ?restored.kept, "the journal was restored");
            for loss in restored.losses() {
                error!(%loss, "not recovered");
            }
            restored.asides
        }
        Ok(None) => Vec::new(),
        Err(error) => {
            error!(%error, "the journal could not be restored");
            Vec::new()
        }
    }
}
