//! What is told of the hall's ladders: where each task stands, since when, and why.

use serde::{Deserialize, Serialize};

use crate::domain::means::Task;
use crate::layout::Ladders;
use crate::runtime::means::Footing;
use crate::runtime::status::Status;
use crate::station::ladder::{self, Group};

/// The hall's ladders at one moment, for the command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaddersReply {
    /// How the hall is as a whole.
    pub state: String,
    /// For how many minutes it is so.
    pub minutes: u64,
    /// Every ladder; one line for windows that stand alike.
    pub ladders: Vec<LadderReply>,
}

/// One ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LadderReply {
    /// The task.
    pub task: String,
    /// Its windows: `all`, `3, 5`; empty for a task of the whole hall.
    pub windows: String,
    /// By what it is done.
    pub by: String,
    /// Whether that is the best this hall has.
    pub is_best: bool,
    /// For how many minutes.
    pub minutes: u64,
    /// The devices that better means miss.
    pub missed: Vec<String>,
    /// Its steps, the best first.
    pub steps: Vec<String>,
    /// What is out and what to do, for the people of the hall; empty when nothing is.
    pub sentence: String,
}

/// Tells the ladders of a hall.
pub(super) fn reply(status: &Status) -> LaddersReply {
    let footing: &Footing = &status.means;
    let minutes = |since| status.view.at.hall.since(since).as_secs() / 60;
    let tell = |group: &Group| LadderReply {
        task: group.task.word().to_owned(),
        windows: group.windows_en(),
        by: group.means.word().to_owned(),
        is_best: !group.is_down(),
        minutes: minutes(group.since),
        missed: group.missed.iter().map(|(name, ..)| name.to_string()).collect(),
        steps: steps(&footing.ladders, group.task),
        sentence: if group.is_down() { group.sentence() } else { String::new() },
    };
    LaddersReply {
        state: ladder::state_en(footing.state).to_owned(),
        minutes: minutes(footing.since),
        ladders: ladder::groups(&footing.stands).iter().map(tell).collect(),
    }
}

/// The words of a ladder's steps.
#[must_use]
pub fn steps(ladders: &Ladders, task: Task) -> Vec<String> {
    ladders.steps(task).iter().map(|means| means.word().to_owned()).collect()
}
