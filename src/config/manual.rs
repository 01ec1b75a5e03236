//! Reads `[manual]`: what a hall sets about calling by paper.

use super::keys::Keys;
use super::values::{OrNone, Span};
use crate::domain::manual::ManualRules;

/// Reads `[manual]`; `None` where nothing of it is set.
pub(super) fn read(keys: &Keys<'_>) -> Option<ManualRules> {
    let insurance = keys.or("insurance", &OrNone(Span::minutes(5, 240)), None);
    insurance.map(|every| ManualRules { insurance: Some(every) })
}
