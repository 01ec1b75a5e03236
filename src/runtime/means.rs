//! By which means the hall works at this moment, since when, and what of that goes on record.
//!
//! A task goes down at once: whoever has to act is told within the second in which the loss is known. It
//! comes up as quickly. What goes on record is settled: a device with a bad contact would fill the journal
//! with its comings and goings.

use std::collections::BTreeMap;
use std::time::Duration;

use tracing::{info, warn};

use super::roster::{Duty, Post, Roster};
use super::status::{Ailment, Keeping};
use super::supervisor::Health;
use super::troubles;
use crate::domain::id::WindowId;
use crate::domain::keeping;
use crate::domain::means::{self as asked, HallState, Means, Rung, Standing, Task};
use crate::domain::moment::HallTime;
use crate::layout::{DeviceName, Ladders, SignalKind};
use crate::planted::{self, Bug};
use crate::station::cabinet::Wrong;
use crate::station::ladder::{self, Journal, Stand, Unit, UnitKind};

/// A daemon that starts takes its devices to be well for so long: each of them takes its time to answer, and
/// a hall that is opening is not in trouble.
pub const STARTING: Duration = Duration::from_secs(5);

/// A task that went down is on record after this long: a plug that is pushed back in leaves no trace.
pub const DOWN_SETTLES: Duration = Duration::from_secs(2);

/// A task that came up is on record after this long, so that a device that comes and goes is on record once:
/// as long as a device that was lost too often is watched.
pub const UP_SETTLES: Duration = super::supervisor::STEADY_AFTER;

/// The hall's means at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Footing {
    /// The hall as a whole.
    pub state: HallState,
    /// Since when it is so; from its start on where nothing was recorded before.
    pub since: HallTime,
    /// Every task, each with since when it is done by its means.
    pub stands: Vec<(Stand, HallTime)>,
    /// The ladders it stands on.
    pub ladders: Ladders,
}

impl Footing {
    /// The tasks that are not done by their best means, each with since when.
    pub fn down(&self) -> impl Iterator<Item = (&Stand, HallTime)> {
        self.stands.iter().filter(|(stand, _)| stand.is_down()).map(|(stand, since)| (stand, *since))
    }

    /// By what a task is done: at this window, where it is a window's.
    #[must_use]
    pub fn means(&self, task: Task, window: Option<WindowId>) -> Option<Means> {
        let found = self.stands.iter().find(|(stand, _)| stand.task == task && stand.window == window);
        found.map(|(stand, _)| stand.means)
    }
}

/// Which task at which window.
type Place = (Task, Option<WindowId>);

/// What the hall has at one moment to work with.
pub struct Sight<'a> {
    /// Its windows.
    pub windows: &'a [WindowId],
    /// Its devices.
    pub roster: &'a Roster,
    /// What devices that are there say is wrong with them.
    pub ailments: &'a BTreeMap<DeviceName, Ailment>,
    /// Whether the journal can be written.
    pub keeping: Keeping,
    /// Where it is kept, as it is on record.
    pub kept: keeping::Keeping,
    /// What is on record.
    pub stored: &'a Standing,
}

/// Follows the hall's means.
#[derive(Debug, Default)]
pub struct Follower {
    footing: Footing,
    started: Option<HallTime>,
    wake_at: Option<HallTime>,
}

impl Follower {
    /// How the hall stands.
    #[must_use]
    pub fn footing(&self) -> &Footing {
        &self.footing
    }

    /// When it is to be looked at again, if nothing else happens.
    #[must_use]
    pub fn due(&self) -> Option<HallTime> {
        self.wake_at
    }

    /// Takes note of how the hall is. Whether it stands otherwise than before.
    pub fn look(&mut self, now: HallTime, ladders: &Ladders, sight: &Sight<'_>) -> bool {
        let mut units: Vec<Unit> =
            sight.roster.posts().filter_map(|post| unit(post, sight.ailments)).collect();
        let settled_in = *self.started.get_or_insert(now) + STARTING;
        self.wake_at = None;
        if now < settled_in {
            if units.iter().any(|unit| unit.out.is_some()) {
                self.wake_at = Some(settled_in);
            }
            units.iter_mut().for_each(|unit| unit.out = None);
        }
        if planted::is(Bug::NeverGoesDown) {
            units.iter_mut().for_each(|unit| unit.out = None);
        }
        let mut stands = ladder::stands(ladders, sight.windows, &units, journal(sight.keeping, sight.kept));
        if planted::is(Bug::NeverGoesUp) {
            let known = |stand: &Stand| self.footing.down().find(|(old, _)| same_place(old, stand));
            stands
                .iter_mut()
                .for_each(|stand| *stand = known(stand).map_or(stand.clone(), |old| old.0.clone()));
        }
        let held: Vec<(Stand, HallTime)> = stands
            .into_iter()
            .map(|stand| (self.since(now, &stand, sight.stored), stand))
            .map(swap)
            .collect();
        for (stand, _) in &held {
            self.log(stand);
        }
        let rungs: Vec<Rung> =
            held.iter().filter(|(stand, _)| stand.is_down()).map(|(s, _)| s.rung()).collect();
        let stands = || held.iter().map(|(stand, _)| stand);
        let state = HallState::of(&rungs, Some(&bare(stands())), sight.windows.iter().copied());
        let before = std::mem::take(&mut self.footing);
        let since = match sight.stored.since {
            _ if state == before.state && !before.stands.is_empty() => before.since,
            Some(since) if state == sight.stored.state => since,
            Some(_) | None => now,
        };
        self.footing = Footing { state, since, stands: held, ladders: ladders.clone() };
        self.footing != before
    }

    /// What is to be asked to go on record: every task that stands where it does for long enough, and the
    /// others as they are on record already. `None` when nothing of it is news.
    pub fn to_record(&mut self, now: HallTime, ladders: &Ladders, stored: &Standing) -> Option<asked::Stand> {
        let mut rungs = Vec::new();
        for (stand, since) in &self.footing.stands {
            let recorded = stored.told().find(|rung| place(rung) == (stand.task, stand.window));
            let was = recorded.map_or(stand.best, |rung| rung.means);
            let settled = *since + settles(ladders.steps(stand.task), was, stand.means);
            if was == stand.means || settled > now {
                rungs.extend(recorded.cloned());
                if was != stand.means {
                    self.wake_at = Some(self.wake_at.map_or(settled, |at| at.min(settled)));
                }
            } else if stand.is_down() {
                rungs.push(stand.rung());
            }
        }
        let bare = bare(self.footing.stands.iter().map(|(stand, _)| stand));
        (!stored.told().eq(&rungs)).then_some(asked::Stand { rungs, bare: Some(bare) })
    }

    /// Since when a task is done by its means: as known, else as recorded, else from this moment on.
    fn since(&self, now: HallTime, stand: &Stand, stored: &Standing) -> HallTime {
        let known = self.footing.stands.iter().find(|(old, _)| same_place(old, stand));
        match known {
            Some((old, since)) if old.means == stand.means => *since,
            Some(_) => now,
            None => {
                let same =
                    |rung: &Rung| place(rung) == (stand.task, stand.window) && rung.means == stand.means;
                stored.rungs.iter().find(|(rung, _)| same(rung)).map_or(now, |(_, since)| *since)
            }
        }
    }

    fn log(&self, stand: &Stand) {
        let known = self.footing.stands.iter().find(|(old, _)| same_place(old, stand));
        let was = known.map_or(stand.best, |(old, _)| old.means);
        if was == stand.means {
            return;
        }
        let (task, window) = (stand.task.word(), stand.window.map(|window| window.0));
        let (from, to) = (was.word(), stand.means.word());
        let missed: Vec<&str> = stand.missed.iter().map(|(name, ..)| name.as_str()).collect();
        if stand.is_down() {
            warn!(task, window, from, to, ?missed, "a task goes on by another means");
        } else {
            info!(task, window, from, to, "a task is done by its best means again");
        }
    }
}

/// The tasks of calling for which the hall has no device, well or not.
fn bare<'a>(stands: impl Iterator<Item = &'a Stand>) -> Vec<Rung> {
    let bare = stands.filter(|stand| Task::CALLING.contains(&stand.task) && stand.best.is_by_people());
    let rung = |stand: &Stand| Rung {
        task: stand.task,
        window: stand.window,
        means: stand.best,
        missed: Vec::new(),
    };
    bare.map(rung).collect()
}

fn swap((since, stand): (HallTime, Stand)) -> (Stand, HallTime) {
    (stand, since)
}

fn place(rung: &Rung) -> Place {
    (rung.task, rung.window)
}

fn same_place(one: &Stand, other: &Stand) -> bool {
    (one.task, one.window) == (other.task, other.window)
}

/// How long a step from one means to another has to stand before it goes on record.
fn settles(steps: &[Means], from: Means, to: Means) -> Duration {
    let at = |means| steps.iter().position(|step| *step == means);
    match (at(from), at(to)) {
        (Some(from), Some(to)) if to < from => UP_SETTLES,
        // Down, or from a step that a changed configuration does not have.
        (Some(_) | None, _) => DOWN_SETTLES,
    }
}

fn journal(keeping: Keeping, kept: keeping::Keeping) -> Journal {
    match (keeping, kept) {
        (Keeping::Broken | Keeping::Hung | Keeping::OtherHall, _) => Journal::Refuses,
        (Keeping::Second, _) => Journal::Kept(Means::SecondMedium),
        (Keeping::Memory, _) => Journal::Kept(Means::Memory),
        (Keeping::Main, keeping::Keeping::Main) => Journal::Kept(Means::MainFile),
        (Keeping::Main, keeping::Keeping::Second) => Journal::Kept(Means::SecondMedium),
        (Keeping::Main, keeping::Keeping::Memory) => Journal::Kept(Means::Memory),
    }
}

/// A device as ladders see it; `None` for one that is a step of no ladder.
fn unit(post: &Post, ailments: &BTreeMap<DeviceName, Ailment>) -> Option<Unit> {
    let kind = match post.duty {
        Duty::Role(role) => UnitKind::Role(role),
        Duty::Signal(SignalKind::Buzzer) => UnitKind::Buzzer,
        Duty::Lcd => UnitKind::Lcd,
        Duty::Voice(zone) => UnitKind::Voice(zone),
        Duty::Signal(SignalKind::Lamp | SignalKind::Mains | SignalKind::Emergency | SignalKind::Notice) => {
            return None;
        }
    };
    let out = match post.health {
        Health::Offline { fault, .. } => Some(troubles::wrong(post.duty, fault)),
        Health::Held => Some(Wrong::Held),
        Health::Online { .. } => {
            ailments.get(&post.name).map(|told| told.wrong).filter(|wrong| stops(*wrong))
        }
    };
    Some(Unit { name: post.name.clone(), kind, out })
}

/// Whether a device that says this of itself cannot do its work.
fn stops(wrong: Wrong) -> bool {
    matches!(
        wrong,
        Wrong::PaperOut
            | Wrong::CoverOpen
            | Wrong::CutterJammed
            | Wrong::TooHot
            | Wrong::PrinterError
            | Wrong::KeyStuck
    )
}
