//! Windows that close: what stands open at them when the day's work is over, so that nobody goes home over
//! it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::domain::id::{StaffId, TicketNumber, WindowId};
use crate::domain::moment::HallTime;
use crate::domain::view::{OfficeView, WindowState, WindowView};

/// Since when each window has been closing without anything having moved there. A restart begins to count
/// anew.
#[derive(Clone, Debug, Default)]
pub struct CloseOut {
    since: BTreeMap<WindowId, (Option<TicketNumber>, HallTime)>,
}

/// What a window that closes has still to hand over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Which window.
    pub window: WindowId,
    /// Who is logged in still, with the day's papers to sort and hand over; `None` when only tickets are
    /// left.
    pub clerk: Option<StaffId>,
    /// Who is called to it or served at it: an errand without an outcome.
    pub visitor: Option<TicketNumber>,
    /// Who is parked there, the longest parked first.
    pub parked: Vec<TicketNumber>,
    /// Since when it closes and has the same visitor, or none.
    pub since: HallTime,
    /// It has closed for so long that duty staff should look.
    pub due: bool,
}

impl CloseOut {
    /// Takes note of which windows close.
    pub fn look(&mut self, view: &OfficeView) {
        let closing = view.windows.iter().filter(|window| closes(window, view.after_hours));
        let since = closing.map(|window| {
            let visitor = visitor(&window.state);
            let before = self.since.get(&window.id).filter(|(there, _)| *there == visitor);
            (window.id, before.copied().unwrap_or((visitor, view.at.hall)))
        });
        self.since = since.collect();
    }

    /// What the windows that close have to hand over; due are those that have closed for at least `after`.
    pub fn owed(&self, view: &OfficeView, after: Duration) -> Vec<Owed> {
        let closing = view.windows.iter().filter_map(|window| Some((window, *self.since.get(&window.id)?)));
        closing
            .map(|(window, (visitor, since))| Owed {
                window: window.id,
                clerk: window.clerk,
                visitor,
                parked: window.parked.clone(),
                since,
                due: view.at.hall.since(since) >= after,
            })
            .collect()
    }
}

/// Closing out; or the hours are over, and somebody is logged in or parked there.
fn closes(window: &WindowView, after_hours: bool) -> bool {
    let left = window.clerk.is_some() || !window.parked.is_empty();
    window.closing_out || (after_hours && left)
}

fn visitor(state: &WindowState) -> Option<TicketNumber> {
    match state {
        WindowState::Called { number, .. } | WindowState::Serving { number, .. } => Some(*number),
        WindowState::Closed | WindowState::Free | WindowState::Paused { .. } => None,
    }
}

impl Owed {
    /// What stands open, for the status LCD: `在办A012 停办A015、A019`; empty when only papers are left.
    #[must_use]
    pub fn zh(&self) -> String {
        self.words("在办", "停办", "、")
    }

    /// What stands open, for the command line: `serving A012 parked A015, A019`; empty when only papers are
    /// left.
    #[must_use]
    pub fn en(&self) -> String {
        self.words("serving ", "parked ", ", ")
    }

    fn words(&self, serving: &str, parked: &str, between: &str) -> String {
        let visitor = self.visitor.map(|number| format!("{serving}{number}"));
        let numbers: Vec<String> = self.parked.iter().map(TicketNumber::to_string).collect();
        let parked = (!numbers.is_empty()).then(|| format!("{parked}{}", numbers.join(between)));
        visitor.into_iter().chain(parked).collect::<Vec<String>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{BootId, JobId, Prefix, ServiceId, TicketId};
    use crate::domain::moment::Moment;
    use crate::domain::office::Office;
    use crate::domain::rules::Class;

    const AFTER: Duration = Duration::from_secs(600);

    fn number(value: u16) -> TicketNumber {
        TicketNumber { prefix: Prefix('A'), value, width: 3 }
    }

    /// Window 3 with clerk 12, free, nobody parked.
    fn view(second: u64, change: impl FnOnce(&mut OfficeView)) -> OfficeView {
        let at = Moment { hall: HallTime(second * 1000), wall: None, boot: BootId(1) };
        let mut view = Office::vacant(TicketId(1), JobId(1)).view(at);
        view.windows = vec![WindowView {
            id: WindowId(3),
            state: WindowState::Free,
            clerk: Some(StaffId(12)),
            waiting: 0,
            parked: Vec::new(),
            rating: None,
            closing_out: false,
        }];
        change(&mut view);
        view
    }

    fn owed(view: &OfficeView) -> Vec<Owed> {
        let mut close_out = CloseOut::default();
        close_out.look(view);
        close_out.owed(view, AFTER)
    }

    #[test]
    fn a_window_owes_nothing_within_the_hours_unless_it_closes_out() {
        assert_eq!(owed(&view(0, |_| ())), []);
        assert_eq!(owed(&view(0, |view| view.windows[0].closing_out = true)).len(), 1);
        assert_eq!(owed(&view(0, |view| view.after_hours = true)).len(), 1);
    }

    #[test]
    fn a_window_that_serves_one_after_the_other_after_the_hours_counts_anew_with_each() {
        let serves = |second, value| {
            view(second, |view| {
                view.after_hours = true;
                let (number, since, service) = (number(value), HallTime(0), ServiceId(1));
                view.windows[0].state =
                    WindowState::Serving { number, class: Class::Ordinary, since, service };
            })
        };
        let mut close_out = CloseOut::default();
        close_out.look(&serves(0, 12));

        close_out.look(&serves(500, 13));

        assert!(!close_out.owed(&serves(1000, 13), AFTER)[0].due);
        assert!(close_out.owed(&serves(1100, 13), AFTER)[0].due, "the clerk has forgotten FINISH");
    }

    #[test]
    fn a_window_that_was_left_with_parked_tickets_owes_them() {
        let left = view(0, |view| {
            view.after_hours = true;
            (view.windows[0].clerk, view.windows[0].state) = (None, WindowState::Closed);
        });
        let mut parked = left.clone();
        parked.windows[0].parked = vec![number(15), number(19)];

        assert_eq!(owed(&left), []);
        assert_eq!(owed(&parked)[0].zh(), "停办A015、A019");
    }

    #[test]
    fn what_stands_open_is_the_visitor_and_whoever_is_parked() {
        let busy = view(0, |view| {
            let window = &mut view.windows[0];
            let (class, since) = (Class::Ordinary, HallTime(0));
            window.state = WindowState::Serving { number: number(12), class, since, service: ServiceId(1) };
            window.parked = vec![number(15)];
            window.closing_out = true;
        });

        let owed = owed(&busy);

        assert_eq!(
            (owed[0].zh(), owed[0].en()),
            ("在办A012 停办A015".into(), "serving A012 parked A015".into())
        );
    }

    #[test]
    fn it_is_due_when_the_window_has_closed_for_a_while() {
        let closing = |second| view(second, |view| view.after_hours = true);
        let mut close_out = CloseOut::default();
        close_out.look(&closing(10));
        close_out.look(&closing(300));

        assert!(!close_out.owed(&closing(609), AFTER)[0].due);
        assert!(close_out.owed(&closing(610), AFTER)[0].due);
        assert_eq!(close_out.owed(&closing(610), AFTER)[0].since, HallTime(10_000));
    }

    #[test]
    fn a_window_that_goes_on_owes_nothing_and_counts_anew() {
        let closing = |second| view(second, |view| view.windows[0].closing_out = true);
        let mut close_out = CloseOut::default();
        close_out.look(&closing(10));
        close_out.look(&view(20, |_| ()));
        assert_eq!(close_out.owed(&view(20, |_| ()), AFTER), []);

        close_out.look(&closing(700));

        assert_eq!(close_out.owed(&closing(700), AFTER)[0].since, HallTime(700_000));
    }
}
