//! The procedure card for the wall: one A4 page that says what to do when something in this hall is out, down to
//! calling by hand.
//!
//! Made from the configuration that is in force: it has no line for a device that the hall has not. A page of HTML
//! that needs nothing else: any browser prints it, without a network. Every word is for whoever works in the hall;
//! nothing on it needs a computer to be understood.

mod advice;
mod page;

pub use self::page::{COMMANDS, html};

use crate::domain::id::WindowId;
use crate::domain::means::{Means, Task};
use crate::layout::{Layout, Shows, SignalKind};

use super::ladder::{self, Unit, UnitKind};

/// What stands on the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WallCard {
    /// The hall's name.
    pub hall: String,
    /// For each task of the hall, its means in this hall, the best first; tasks with one means only are left out.
    pub tasks: Vec<(Task, Vec<Means>)>,
    /// Whom to call, and about what; empty words are everything else.
    pub calls: Vec<(String, String)>,
    /// Who of the people on duty is told first.
    pub tell: Vec<String>,
    /// Where the blocks of paper numbers lie; room to write where nobody set it.
    pub blocks: String,
    /// Whether the hall runs on a battery when the mains fail, and is told of it.
    pub battery: bool,
}

impl WallCard {
    /// The card of a hall.
    #[must_use]
    pub fn of(hall: &str, layout: &Layout, windows: &[WindowId]) -> Self {
        let units = units(layout);
        let means = |task| (task, ladder::fitted(&layout.ladders, task, windows, &units));
        let tasks = Task::ALL.into_iter().map(means).filter(|(_, steps)| steps.len() > 1).collect();
        let upkeep = &layout.upkeep;
        let calls =
            upkeep.calls.iter().map(|call| (advice::matters(&call.about), call.who.clone())).collect();
        let ups = layout.roles().any(|(_, role)| role == crate::layout::Role::Ups);
        let mains = layout.signals.iter().any(|signal| signal.kind == SignalKind::Mains);
        Self {
            hall: hall.to_owned(),
            tasks,
            calls,
            tell: upkeep.tell.clone(),
            blocks: upkeep.blocks.clone(),
            battery: ups || mains,
        }
    }
}

/// The devices of a layout as ladders know them, all of them well.
fn units(layout: &Layout) -> Vec<Unit> {
    let unit = |name: &crate::layout::DeviceName, kind| Unit { name: name.clone(), kind, out: None };
    let roles = layout.roles().map(|(name, role)| unit(name, UnitKind::Role(role)));
    let screens = layout.lcds.iter().map(|lcd| match lcd.shows {
        Shows::Status => unit(&lcd.name, UnitKind::Lcd),
        Shows::Hall => unit(&lcd.name, UnitKind::Role(crate::layout::Role::HallDisplay)),
    });
    let voices = layout.voices.iter().map(|voice| unit(&voice.name, UnitKind::Voice(voice.zone)));
    let buzzers = layout.signals.iter().filter(|signal| signal.kind == SignalKind::Buzzer);
    let buzzers = buzzers.map(|signal| unit(&signal.name, UnitKind::Buzzer));
    roles.chain(screens).chain(voices).chain(buzzers).collect()
}
