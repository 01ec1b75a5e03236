//! What faces do for means that are out, worked out from where every task stands.

use std::collections::{BTreeMap, BTreeSet};

use super::ladder::Stand;
use crate::domain::id::WindowId;
use crate::domain::means::{Means, Task};
use crate::domain::moment::HallTime;
use crate::layout::{DeviceName, Zone};

/// What faces do for means that are out. By default nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relief {
    /// The windows whose clerks call by mouth, each since when.
    pub by_mouth: BTreeMap<WindowId, HallTime>,
    /// The windows whose keypads are out: others may press for them.
    pub keypads_out: BTreeSet<WindowId>,
    /// A grade is given by the code on the slip at some window.
    pub rate_by_code: bool,
    /// What duty staff are told in the last line of the hall display.
    pub corner: Option<String>,
    /// The buzzer that sounds for each call.
    pub buzzer: Option<DeviceName>,
    /// The buzzer that sounds when a voice breaks down in a call, while the voice is what calls are said by.
    pub buzzer_at_hand: Option<DeviceName>,
    /// Where calls are said: the zone whose turn it is, then whatever may stand in for it. Empty is the hall's own.
    pub zones: Vec<Zone>,
}

impl Relief {
    /// What is to be done where the tasks stand so.
    ///
    /// `corner` is what duty staff would read there, and `buzzer` the one that works and may stand in for the voice, if
    /// the hall has one; `other` the zone beside the hall's own where its ladder lets calls be said.
    #[must_use]
    pub fn of(
        stands: &[(Stand, HallTime)],
        corner: Option<String>,
        buzzer: Option<DeviceName>,
        other: Option<Zone>,
    ) -> Self {
        // A hall without pads rates by the code though nothing is down: it is the best that it has.
        let by_code =
            |(stand, _): &(Stand, HallTime)| (stand.task, stand.means) == (Task::Rate, Means::SlipCode);
        let said_by =
            stands.iter().find(|(stand, _)| stand.task == Task::SayCall).map(|(stand, _)| stand.means);
        let zones = zones(said_by, other);
        let mut relief = Self { rate_by_code: stands.iter().any(by_code), zones, ..Self::default() };
        for (stand, since) in stands.iter().filter(|(stand, _)| stand.is_down()) {
            match (stand.task, stand.means, stand.window) {
                (Task::ShowCall, Means::ByMouth, Some(window)) => {
                    relief.by_mouth.insert(window, *since);
                }
                (Task::PressNext, _, Some(window)) => {
                    relief.keypads_out.insert(window);
                }
                (Task::TellStaff, Means::DisplayCorner, _) => relief.corner.clone_from(&corner),
                (Task::SayCall, Means::Buzzer, _) => relief.buzzer.clone_from(&buzzer),
                (
                    Task::GiveTicket
                    | Task::ShowCall
                    | Task::SayCall
                    | Task::PressNext
                    | Task::Rate
                    | Task::TellStaff
                    | Task::KeepJournal,
                    _,
                    _,
                ) => {}
            }
        }
        relief.buzzer_at_hand = buzzer;
        relief
    }

    /// The windows whose keypads are out.
    #[must_use]
    pub fn out(&self) -> Vec<WindowId> {
        self.keypads_out.iter().copied().collect()
    }
}

/// Where calls are said, the zone whose turn it is first.
///
/// When no voice is known to work, the hall's own is told every call all the same, as it may be back; the other zone
/// is not, so that a call is not held up by two players that hang.
fn zones(said_by: Option<Means>, other: Option<Zone>) -> Vec<Zone> {
    match (said_by, other) {
        (Some(Means::Voice), Some(other)) => vec![Zone::Hall, other],
        (Some(Means::OtherZone), Some(other)) => vec![other, Zone::Hall],
        (Some(_) | None, _) => vec![Zone::Hall],
    }
}
