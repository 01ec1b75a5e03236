//! Windows that are staffed and idle while people wait for them (人不在，事不办): noticed, and said to duty
//! staff.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::domain::id::WindowId;
use crate::domain::moment::HallTime;
use crate::domain::view::{OfficeView, WindowState, WindowView};

/// Since when each window has been idle with somebody waiting. A restart begins to count anew: an alarm that
/// is a few minutes late is better than one that is wrong.
#[derive(Clone, Debug, Default)]
pub struct Absence {
    since: BTreeMap<WindowId, HallTime>,
}

impl Absence {
    /// Takes note of how the windows are.
    pub fn look(&mut self, view: &OfficeView) {
        for window in &view.windows {
            if is_idle(window) {
                self.since.entry(window.id).or_insert(view.at.hall);
            } else {
                self.since.remove(&window.id);
            }
        }
        self.since.retain(|id, _| view.windows.iter().any(|window| window.id == *id));
    }

    /// The windows that have been idle for at least `after`, each with since when.
    pub fn alarms(&self, now: HallTime, after: Duration) -> Vec<(WindowId, HallTime)> {
        let idle = self.since.iter().filter(|(_, since)| now.since(**since) >= after);
        idle.map(|(window, since)| (*window, *since)).collect()
    }
}

/// Logged in, nobody there, not pausing, not closing out, and somebody whom it could call.
fn is_idle(window: &WindowView) -> bool {
    window.state == WindowState::Free && window.waiting > 0 && !window.closing_out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{BootId, JobId, TicketId};
    use crate::domain::moment::Moment;
    use crate::domain::office::Office;

    const AFTER: Duration = Duration::from_secs(180);

    fn view(second: u64, state: WindowState, waiting: u32) -> OfficeView {
        let at = Moment { hall: HallTime(second * 1000), wall: None, boot: BootId(1) };
        let mut view = Office::vacant(TicketId(1), JobId(1)).view(at);
        view.windows = vec![WindowView {
            id: WindowId(3),
            state,
            clerk: None,
            waiting,
            parked: Vec::new(),
            rating: None,
            closing_out: false,
        }];
        view
    }

    #[test]
    fn a_window_that_is_idle_for_three_minutes_while_people_wait_is_an_alarm() {
        let mut absence = Absence::default();
        absence.look(&view(10, WindowState::Free, 2));
        absence.look(&view(100, WindowState::Free, 1));

        assert_eq!(absence.alarms(HallTime(189_999), AFTER), []);
        assert_eq!(absence.alarms(HallTime(190_000), AFTER), [(WindowId(3), HallTime(10_000))]);
    }

    #[test]
    fn a_window_that_calls_pauses_or_has_nobody_waiting_is_no_alarm() {
        let paused = WindowState::Paused { reason: 0, since: HallTime(0) };
        for other in [view(60, paused, 2), view(60, WindowState::Free, 0), view(60, WindowState::Closed, 2)] {
            let mut absence = Absence::default();
            absence.look(&view(10, WindowState::Free, 2));
            absence.look(&other);
            absence.look(&view(61, WindowState::Free, 2));

            assert_eq!(absence.alarms(HallTime(200_000), AFTER), []);
        }
    }

    #[test]
    fn a_window_that_left_with_a_reload_is_forgotten() {
        let mut absence = Absence::default();
        absence.look(&view(10, WindowState::Free, 2));
        let mut without = view(20, WindowState::Free, 2);
        without.windows.clear();
        absence.look(&without);

        assert_eq!(absence.alarms(HallTime(900_000), AFTER), []);
    }
}
