//! Reads `[manual]`: what a hall sets about calling by paper.

use super::keys::Keys;
use super::problem::Problem;
use super::values::{OrNone, Span, Text};
use crate::domain::manual::{ManualRules, WRITE_OFF_REASONS};

/// Most reasons for which a number is written off: a keypad names each by one digit, and 0 is none.
const REASONS_MOST: usize = 9;

/// Reads `[manual]`; `None` where nothing of it differs from what is usual.
pub(super) fn read(keys: &Keys<'_>) -> Option<ManualRules> {
    let insurance = keys.or("insurance", &OrNone(Span::minutes(5, 240)), None);
    let usual = || WRITE_OFF_REASONS.map(str::to_owned).to_vec();
    let reasons = keys.list_or("write-off-reasons", &Text, usual);
    if !(1..=REASONS_MOST).contains(&reasons.len()) {
        let what = format!("a keypad names each reason by one digit, and here are {}", reasons.len());
        let remedy = format!("write one to {REASONS_MOST} reasons");
        keys.report(Problem::error(&keys.spot("write-off-reasons"), what, remedy));
    }
    let write_off_reasons = (reasons != usual()).then_some(reasons);
    let differs = insurance.is_some() || write_off_reasons.is_some();
    differs.then_some(ManualRules { insurance, write_off_reasons })
}
