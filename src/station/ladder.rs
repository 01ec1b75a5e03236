//! For each task of the hall, which means is next when one is out: by what it is done at this moment.
//!
//! Pure: devices with their health in, one [`Stand`] a task out (one a window, where the task is a window's).
//! What a means needs is one table (`needs`); the order of the means is the hall's ([`Ladders`]). A means for
//! which the hall has no device is passed over, so that a hall without boards is not in trouble for ever.

mod words;

pub use self::words::{Group, about, groups, state, state_en};

use crate::domain::id::WindowId;
use crate::domain::means::{Means, Rung, Task};
use crate::layout::{DeviceName, Ladders, Role, Zone};
use crate::station::cabinet::Wrong;

/// A device of the hall, and whether it can be counted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its name in the configuration.
    pub name: DeviceName,
    /// What it is.
    pub kind: UnitKind,
    /// Why it cannot be counted on, if it cannot.
    pub out: Option<Wrong>,
}

/// What a device is to a ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// A device in its role.
    Role(Role),
    /// The buzzer in the hall.
    Buzzer,
    /// A status LCD.
    Lcd,
    /// A loudspeaker.
    Voice(Zone),
}

/// Where the journal is kept at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journal {
    /// By this means, and requests are granted.
    Kept(Means),
    /// It can be kept nowhere: nothing is granted, and whatever the office has to grant is handwork.
    Refuses,
}

/// Where one task stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The task.
    pub task: Task,
    /// At which window, where it is a window's.
    pub window: Option<WindowId>,
    /// By what it is done.
    pub means: Means,
    /// The best by what it could be done in this hall, if every device were well.
    pub best: Means,
    /// The devices that better means miss, with what is wrong with each.
    pub missed: Vec<(DeviceName, UnitKind, Wrong)>,
}

impl Stand {
    /// Whether it is done by another means than the best.
    #[must_use]
    pub fn is_down(&self) -> bool {
        self.means != self.best
    }

    /// What goes on record of it.
    #[must_use]
    pub fn rung(&self) -> Rung {
        let missed = self.missed.iter().map(|(name, ..)| name.to_string()).collect();
        Rung { task: self.task, window: self.window, means: self.means, missed }
    }
}

/// What a means cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    /// The office grants requests.
    Grants,
    /// The journal is kept by this very means.
    KeptBy(Means),
    /// A device of this kind, any of them.
    AnyOf(Wanted),
}

/// The devices of which one is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Terminal,
    Printer,
    OwnBoard,
    HallDisplay,
    AnyBoard,
    Voice,
    OtherVoice,
    Buzzer,
    Lcd,
    OwnKeypad,
    OtherKeypad,
    OwnPad,
}

/// What each means needs, all of it.
fn needs(means: Means) -> &'static [Need] {
    match means {
        Means::TerminalAndPrinter => {
            &[Need::AnyOf(Wanted::Terminal), Need::AnyOf(Wanted::Printer), Need::Grants]
        }
        Means::Terminal => &[Need::AnyOf(Wanted::Terminal), Need::Grants],
        Means::Staff | Means::SoftKeypad => &[Need::Grants],
        Means::WindowBoard => &[Need::AnyOf(Wanted::OwnBoard), Need::Grants],
        Means::HallDisplay => &[Need::AnyOf(Wanted::HallDisplay), Need::Grants],
        Means::Voice => &[Need::AnyOf(Wanted::Voice), Need::Grants],
        Means::OtherZone => &[Need::AnyOf(Wanted::OtherVoice), Need::Grants],
        Means::LcdAndDigits => &[Need::AnyOf(Wanted::Lcd), Need::AnyOf(Wanted::OwnKeypad), Need::Grants],
        Means::Buzzer => &[Need::AnyOf(Wanted::Buzzer)],
        Means::DisplayFlash => &[Need::AnyOf(Wanted::AnyBoard), Need::Grants],
        Means::Keypad => &[Need::AnyOf(Wanted::OwnKeypad), Need::Grants],
        Means::DutyKeypad => &[Need::AnyOf(Wanted::OtherKeypad), Need::Grants],
        Means::Pad => &[Need::AnyOf(Wanted::OwnPad), Need::Grants],
        Means::SlipCode => &[Need::AnyOf(Wanted::Printer), Need::Grants],
        Means::Lcd => &[Need::AnyOf(Wanted::Lcd)],
        Means::DisplayCorner => &[Need::AnyOf(Wanted::HallDisplay)],
        Means::MainFile => &[Need::KeptBy(Means::MainFile)],
        Means::SecondMedium => &[Need::KeptBy(Means::SecondMedium)],
        Means::PaperBlock
        | Means::ByMouth
        | Means::PaperSheet
        | Means::PaperForm
        | Means::Log
        | Means::Memory => &[],
    }
}

/// Where every task stands, in the order of [`Task::ALL`] and of the windows.
#[must_use]
pub fn stands(ladders: &Ladders, windows: &[WindowId], units: &[Unit], journal: Journal) -> Vec<Stand> {
    let hall = Hall { units, journal };
    let mut stands = Vec::new();
    for task in Task::ALL {
        if task.is_a_windows() {
            stands.extend(windows.iter().filter_map(|id| hall.stand(ladders, task, Some(*id))));
        } else {
            stands.extend(hall.stand(ladders, task, None));
        }
    }
    stands
}

/// The means of a task that this hall has the devices for, at one window at least, the best first.
#[must_use]
pub fn fitted(ladders: &Ladders, task: Task, windows: &[WindowId], units: &[Unit]) -> Vec<Means> {
    let hall = Hall { units, journal: Journal::Kept(Means::MainFile) };
    let places: Vec<Option<WindowId>> = match task.is_a_windows() {
        true => windows.iter().copied().map(Some).collect(),
        false => vec![None],
    };
    let anywhere = |means: &Means| places.iter().any(|place| hall.is_fitted(*means, *place));
    ladders.steps(task).iter().copied().filter(anywhere).collect()
}

/// The hall as ladders see it.
struct Hall<'a> {
    units: &'a [Unit],
    journal: Journal,
}

impl Hall<'_> {
    /// The first step that holds; what the steps above it miss is to blame.
    fn stand(&self, ladders: &Ladders, task: Task, window: Option<WindowId>) -> Option<Stand> {
        let fitted = || ladders.steps(task).iter().copied().filter(|means| self.is_fitted(*means, window));
        let best = fitted().next()?;
        let means = fitted().find(|means| self.holds(*means, window)).or(fitted().next_back())?;
        let above = fitted().take_while(|step| *step != means);
        let mut missed: Vec<(DeviceName, UnitKind, Wrong)> = Vec::new();
        for (unit, wrong) in above.flat_map(|step| self.missed(step, window)) {
            if !missed.iter().any(|(known, ..)| *known == unit.name) {
                missed.push((unit.name.clone(), unit.kind, wrong));
            }
        }
        Some(Stand { task, window, means, best, missed })
    }

    /// Whether the hall has what a means needs, well or not. A journal can always be kept.
    fn is_fitted(&self, means: Means, window: Option<WindowId>) -> bool {
        needs(means).iter().all(|need| match need {
            Need::Grants | Need::KeptBy(Means::MainFile) => true,
            // Where a second medium is used there is one.
            Need::KeptBy(kept) => self.journal == Journal::Kept(*kept),
            Need::AnyOf(wanted) => self.all(*wanted, window).next().is_some(),
        })
    }

    fn holds(&self, means: Means, window: Option<WindowId>) -> bool {
        needs(means).iter().all(|need| match need {
            Need::Grants => self.journal != Journal::Refuses,
            Need::KeptBy(kept) => self.journal == Journal::Kept(*kept),
            Need::AnyOf(wanted) => self.all(*wanted, window).any(|unit| unit.out.is_none()),
        })
    }

    /// The devices that keep a step from holding.
    fn missed(&self, means: Means, window: Option<WindowId>) -> Vec<(&Unit, Wrong)> {
        let wanted = needs(means).iter().filter_map(|need| match need {
            Need::AnyOf(wanted) => Some(*wanted),
            Need::Grants | Need::KeptBy(_) => None,
        });
        let lacking = wanted.filter(|wanted| self.all(*wanted, window).all(|unit| unit.out.is_some()));
        lacking
            .flat_map(|wanted| self.all(wanted, window))
            .filter_map(|unit| Some((unit, unit.out?)))
            .collect()
    }

    fn all(&self, wanted: Wanted, window: Option<WindowId>) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(move |unit| is(unit.kind, wanted, window))
    }
}

/// Whether a device is one of those that are wanted for a window, or for the hall.
fn is(kind: UnitKind, wanted: Wanted, window: Option<WindowId>) -> bool {
    let own = |of: WindowId| window == Some(of);
    match kind {
        UnitKind::Voice(Zone::Hall) => wanted == Wanted::Voice,
        UnitKind::Voice(Zone::Other(_)) => wanted == Wanted::OtherVoice,
        UnitKind::Lcd => wanted == Wanted::Lcd,
        UnitKind::Buzzer => wanted == Wanted::Buzzer,
        UnitKind::Role(Role::Printer) => wanted == Wanted::Printer,
        UnitKind::Role(Role::Terminal(_)) => wanted == Wanted::Terminal,
        UnitKind::Role(Role::HallDisplay) => matches!(wanted, Wanted::HallDisplay | Wanted::AnyBoard),
        UnitKind::Role(Role::WindowBoard(of)) => {
            wanted == Wanted::AnyBoard || wanted == Wanted::OwnBoard && own(of)
        }
        UnitKind::Role(Role::Keypad(of)) => {
            wanted == Wanted::OwnKeypad && own(of) || wanted == Wanted::OtherKeypad && !own(of)
        }
        UnitKind::Role(Role::RatingPad(of)) => wanted == Wanted::OwnPad && own(of),
        UnitKind::Role(Role::CardReader(_) | Role::Ups | Role::Locker) => false,
    }
}
