//! Reads `[locker]`: the pick-up cabinet's doors, and how long one may stand open.

use std::time::Duration;

use super::devices::PlacedDevice;
use super::keys::Keys;
use super::problem::Problem;
use super::values::{OrNone, Span, Whole};
use crate::domain::locker::LockerRules;
use crate::layout::Role;

/// Reads `[locker]`; `None` in a hall without a cabinet.
pub(super) fn read(keys: &Keys<'_>) -> Option<LockerRules> {
    let doors = keys.or("doors", &OrNone(Whole(1..=24_u8)), None);
    let left_open = keys.or("left-open", &Span::seconds(30, 3600), Duration::from_secs(3 * 60));
    doors.map(|doors| LockerRules { doors, left_open })
}

/// Complains about a cabinet without rules, and rules without a cabinet.
pub(super) fn check(keys: &Keys<'_>, rules: Option<LockerRules>, devices: &[PlacedDevice]) {
    let cabinet = devices.iter().find(|placed| placed.device.role == Role::Locker);
    match (rules, cabinet) {
        (None, Some(placed)) => {
            let what = format!("\"{}\" has doors, and the hall opens none", placed.device.name);
            let remedy = "write its number of `doors` in `[locker]`, or take it out";
            keys.report(Problem::warning(&placed.role_at, what, remedy));
        }
        (Some(_), None) => {
            let what = "doors are written, and no cabinet opens them";
            let remedy = "write its `[[device]]` with `role = \"locker\"`, or `doors = \"none\"`";
            keys.report(Problem::warning(&keys.spot("locker"), what, remedy));
        }
        (None, None) | (Some(_), Some(_)) => {}
    }
}
