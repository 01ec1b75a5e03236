//! Copies of this hall that belong to another journal than the one in place: each journal has its own birth mark, and
//! nothing here can join two of them.

use std::fs;
use std::path::PathBuf;

use super::Plan;
use crate::journal::codec::hex;
use crate::journal::copy::{Whose, read};
use crate::journal::store::Store;

/// Whether a journal without a record is that of a new card: there are backups of this hall, or a copy of a journal
/// before it. A copy of the same journal is joined by whoever opens it.
pub(super) fn is_new_card(plan: &Plan, store: &Store) -> bool {
    let mut backups = plan.backups.iter().filter_map(|place| place.backups().ok()).flatten();
    backups.any(|backup| backup.seal.site == plan.journal.site)
        || whose_copy(plan).is_some_and(|whose| whose.birth != store.whose().birth)
}

/// Backups of this hall that belong to another journal than the one in place, as a card was changed while the stick was
/// out: nothing here can join the two, and a person has to know that they are there.
pub(super) fn warn_of_another_birth(plan: &Plan, store: &Store) {
    let birth = hex(&store.whose().birth);
    let backups = plan.backups.as_ref().and_then(|place| place.backups().ok()).unwrap_or_default();
    let others = backups.iter().filter(|backup| backup.seal.site == plan.journal.site);
    if let Some(newest) =
        others.filter(|backup| backup.seal.birth != birth).max_by_key(|backup| backup.seal.proved_ms)
    {
        tracing::warn!(
            file = %newest.file.display(),
            "a backup of this hall is of another journal than the one in place, and is in no figure of it: \
             was the card changed? `jiaohao verify --journal FILE` reads it"
        );
    }
}

/// Whose the event copy is, where nothing else can be read.
pub(super) fn whose_copy(plan: &Plan) -> Option<Whose> {
    let entries = fs::read_dir(plan.copy.as_ref()?).ok()?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let found = files.iter().rev().filter_map(|path| read::file(path).ok().flatten());
    found.map(|found| found.whose).find(|whose| whose.site == plan.journal.site)
}
