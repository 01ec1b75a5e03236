//! Before a daemon starts: a journal that is damaged, gone or behind its copies is restored by itself, and what a
//! restoration could not bring back is told.

use tracing::{error, info, warn};

use super::{backup, wiring};
use crate::config::Config;
use crate::journal::restore;
use crate::runtime::daemon::Found;

/// Restores what must be, and says what the daemon should know of it.
///
/// Whatever fails here keeps nobody from starting: opening the journal tells what is wrong with it.
pub(super) fn before_start(config: &Config) -> Found {
    let plan = wiring::restoring(config, backup::now_ms());
    let asides = match restore::mend(&plan) {
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
    };
    let journal = &plan.journal.path;
    if !journal.exists() {
        return Found::default();
    }
    match restore::unsettled(journal, plan.today) {
        Ok(unsettled) => Found { losses: unsettled.losses, unsettled: unsettled.open, asides },
        Err(error) => {
            info!(%error, "what was lost before cannot be told");
            Found { asides, ..Found::default() }
        }
    }
}
