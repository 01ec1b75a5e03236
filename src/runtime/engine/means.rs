//! How the engine follows the hall's means, and puts on record what has settled.

use hal::time::Instant;

use super::Engine;
use crate::domain::id::WindowId;
use crate::domain::manual::{ManualRequest, SheetReason};
use crate::domain::means::{Means, MeansRequest, Rung, Task};
use crate::domain::moment::Moment;
use crate::domain::request::{Origin, Request};
use crate::layout::{SignalKind, Zone};
use crate::runtime::means::Sight;
use crate::runtime::roster::Duty;
use crate::runtime::troubles;
use crate::station::relief::Relief;

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
        if self.means.look(now.hall, &self.ladders, &sight) {
            self.stale = true;
        }
        self.relieve();
        let stand = self.means.to_record(now.hall, &self.ladders, &self.view.standing);
        // Between days nothing is on record, and an office that is ahead may have it on its way already.
        let may_ask = self.view.day.is_some() && !self.registrar.is_ahead() && self.rests_until.is_none();
        if let Some(stand) = stand.filter(|_| may_ask) {
            let ended = stand.rungs.iter().any(|rung| {
                let known =
                    |old: &Rung| (old.task, old.window, old.means) == (rung.task, rung.window, rung.means);
                rung.is_manual_calling() && !self.view.standing.told().any(known)
            });
            self.ask_itself(now, Origin::Device, Request::Means(MeansRequest::Stand(stand)));
            if ended {
                // People go on by hand from here: they need the live order on paper.
                let draw = ManualRequest::DrawSheet { why: SheetReason::Ladder };
                self.ask_itself(now, Origin::Device, Request::Manual(draw));
            }
        }
    }

    /// Tells the faces what they do for means that are out.
    fn relieve(&mut self) {
        let tells_staff = self.means.footing().means(Task::TellStaff, None);
        // Only the words are told, not how long: any clock will do.
        let worst = || troubles::for_corner(&self.status(), Instant::default());
        let corner = (tells_staff == Some(Means::DisplayCorner)).then(worst).flatten();
        let buzzer = self
            .roster
            .posts()
            .find(|post| post.duty == Duty::Signal(SignalKind::Buzzer) && post.health.is_online());
        let may_stand_in = |means| self.ladders.steps(Task::SayCall).contains(&means);
        let buzzer = buzzer.filter(|_| may_stand_in(Means::Buzzer)).map(|post| post.name.clone());
        let mut zones = self.roster.posts().filter_map(|post| match post.duty {
            Duty::Voice(zone) => Some(zone),
            Duty::Role(_) | Duty::Signal(_) | Duty::Lcd => None,
        });
        let other = zones.find(|zone| *zone != Zone::Hall).filter(|_| may_stand_in(Means::OtherZone));
        self.stations.relieve(Relief::of(&self.means.footing().stands, corner, buzzer, other));
    }
}
