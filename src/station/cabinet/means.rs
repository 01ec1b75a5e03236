//! What the status LCD says of the hall's means: how the hall is as a whole, what people are to do, and the calls
//! where no board, display or voice tells them.

use crate::domain::id::{TicketNumber, WindowId};
use crate::domain::means::{HallState, Means, Task};
use crate::domain::moment::HallTime;
use crate::domain::view::OfficeView;
use crate::station::ladder::{self, Stand};

/// Most calls that stand on the LCD: more would be too small to be read from where visitors wait.
const CALLS: usize = 3;

/// The hall's means as they stand on the LCD; by default all is well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bearing {
    /// The hall as a whole.
    pub state: HallState,
    /// For how many minutes it is so.
    pub minutes: u64,
    /// What is out and what to do, a sentence for each task that is not done by its best means; what calling hangs on
    /// first.
    pub steps: Vec<Step>,
    /// The newest calls, where visitors see them nowhere else.
    pub calls: Vec<(TicketNumber, WindowId)>,
}

/// One sentence for those who must act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The sentence.
    pub words: String,
    /// Whether it asks for handwork.
    pub by_hand: bool,
}

impl Bearing {
    /// How the hall bears what is out.
    #[must_use]
    pub fn of(view: &OfficeView, state: HallState, since: HallTime, stands: &[(Stand, HallTime)]) -> Self {
        let mut groups = ladder::groups(stands);
        groups.retain(ladder::Group::is_down);
        groups.sort_by_key(ladder::Group::urgency);
        let step =
            |group: &ladder::Group| Step { words: group.sentence(), by_hand: group.means.is_by_hand() };
        let steps = groups.iter().map(step).collect();
        let unseen = |window: WindowId| {
            stands.iter().any(|(stand, _)| {
                let lost = matches!(stand.means, Means::LcdAndDigits | Means::ByMouth);
                stand.task == Task::ShowCall && stand.window == Some(window) && stand.is_down() && lost
            })
        };
        let calls = view.calls.iter().filter(|call| unseen(call.window)).take(CALLS);
        Self {
            state,
            minutes: view.at.hall.since(since).as_secs() / 60,
            steps,
            calls: calls.map(|call| (call.number, call.window)).collect(),
        }
    }
}
