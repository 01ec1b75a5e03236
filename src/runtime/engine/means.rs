//! How the engine follows the hall's means, and puts on record what has settled.

use super::Engine;
use crate::domain::id::WindowId;
use crate::domain::means::MeansRequest;
use crate::domain::moment::Moment;
use crate::domain::request::{Origin, Request};
use crate::runtime::means::Sight;

impl Engine {
    /// Looks at what the hall works by; to be done after everything that was heard, and before it is shown.
    pub(super) fn look_at_means(&mut self, now: Moment) {
        let is_due = self.means.due().is_some_and(|at| at <= now.hall);
        if !self.stale && !is_due {
            return;
        }
        let windows: Vec<WindowId> = self.view.windows.iter().map(|window| window.id).collect();
        let sight = Sight {
            windows: &windows,
            roster: &self.roster,
            ailments: &self.ailments,
            keeping: self.keeping(),
            kept: self.view.kept.by,
            stored: &self.view.standing,
        };
        self.stale |= self.means.look(now.hall, &self.ladders, &sight);
        let rungs = self.means.to_record(now.hall, &self.ladders, &self.view.standing);
        // Between days nothing is on record, and an office that is ahead may have it on its way already.
        if let Some(rungs) = rungs.filter(|_| self.view.day.is_some() && !self.registrar.is_ahead()) {
            self.ask_itself(now, Origin::Device, Request::Means(MeansRequest::Stand { rungs }));
        }
    }
}
