//! The means by which the hall does its work, and on which of them it stands when better ones are out.
//!
//! Which device is well is nobody's business here. Whoever knows it tells what each task stands on, and the
//! office keeps that as a fact of the day: from when to when the hall was without its boards, and which
//! window called by mouth.

use super::id::{TicketId, WindowId};
use super::moment::HallTime;

/// Something that the hall does all day, by one means or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Give a ticket.
    GiveTicket,
    /// Show a visitor that a window calls.
    ShowCall,
    /// Say a call.
    SayCall,
    /// Press the key that calls the next visitor.
    PressNext,
    /// Take a visitor's grade.
    Rate,
    /// Tell duty staff what is wrong.
    TellStaff,
    /// Keep the journal.
    KeepJournal,
}

impl Task {
    /// Every task, in the order in which ladders are told.
    pub const ALL: [Self; 7] = [
        Self::GiveTicket,
        Self::ShowCall,
        Self::SayCall,
        Self::PressNext,
        Self::Rate,
        Self::TellStaff,
        Self::KeepJournal,
    ];

    /// Without these nobody is called: a hall in which people do all of them calls by hand.
    pub const CALLING: [Self; 3] = [Self::GiveTicket, Self::ShowCall, Self::PressNext];

    /// Whether each window does it by itself, so that one may be worse off than its neighbours.
    #[must_use]
    pub fn is_a_windows(self) -> bool {
        match self {
            Self::ShowCall | Self::PressNext | Self::Rate => true,
            Self::GiveTicket | Self::SayCall | Self::TellStaff | Self::KeepJournal => false,
        }
    }
}

/// One way to do a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Means {
    /// The terminal gives the number and the printer its slip.
    TerminalAndPrinter,
    /// The terminal shows the number; the slip comes later.
    Terminal,
    /// The guide desk, or any keypad, gives the ticket.
    Staff,
    /// Numbers printed beforehand, torn off a block.
    PaperBlock,
    /// The board over the window.
    WindowBoard,
    /// The main board of the hall.
    HallDisplay,
    /// The loudspeaker.
    Voice,
    /// The status LCD for visitors, the keypad's digits for the clerk.
    LcdAndDigits,
    /// The clerk calls across the hall.
    ByMouth,
    /// The loudspeaker of another zone.
    OtherZone,
    /// The buzzer in the hall.
    Buzzer,
    /// A board that flashes.
    DisplayFlash,
    /// The window's keypad.
    Keypad,
    /// Keys that are pressed from a screen or a command line.
    SoftKeypad,
    /// Another window's keypad, in the hands of whoever is on duty.
    DutyKeypad,
    /// A sheet on which calls are written.
    PaperSheet,
    /// The five keys before the visitor.
    Pad,
    /// The code on the slip, entered later.
    SlipCode,
    /// A form on paper, entered later.
    PaperForm,
    /// The status LCD.
    Lcd,
    /// The last line of the hall display.
    DisplayCorner,
    /// The log alone.
    Log,
    /// The journal's main file.
    MainFile,
    /// The journal on another medium.
    SecondMedium,
    /// Memory, and paper beside it.
    Memory,
}

impl Means {
    /// Whether it needs people and nothing else, so that it never fails: a ladder ends with it.
    #[must_use]
    pub fn is_by_hand(self) -> bool {
        match self {
            Self::PaperBlock
            | Self::ByMouth
            | Self::PaperSheet
            | Self::PaperForm
            | Self::Log
            | Self::Memory => true,
            Self::TerminalAndPrinter
            | Self::Terminal
            | Self::Staff
            | Self::WindowBoard
            | Self::HallDisplay
            | Self::Voice
            | Self::LcdAndDigits
            | Self::OtherZone
            | Self::Buzzer
            | Self::DisplayFlash
            | Self::Keypad
            | Self::SoftKeypad
            | Self::DutyKeypad
            | Self::Pad
            | Self::SlipCode
            | Self::Lcd
            | Self::DisplayCorner
            | Self::MainFile
            | Self::SecondMedium => false,
        }
    }

    /// Whether people do it without any device on the floor: by hand, or by asking the office from a desk. The
    /// desk can do so as long as the journal is kept, so that a ladder with it never ends for want of devices.
    #[must_use]
    pub fn is_by_people(self) -> bool {
        self.is_by_hand() || matches!(self, Self::Staff | Self::SoftKeypad)
    }
}

/// Where a task stands that cannot be done by its best means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// The task.
    pub task: Task,
    /// At which window, where it is a window's.
    pub window: Option<WindowId>,
    /// By what it is done.
    pub means: Means,
    /// The devices that are missed, by their names in the configuration; empty where none is to blame.
    pub missed: Vec<String>,
}

impl Rung {
    /// Whether calling has become handwork with it: a ticket, a call or a key that no device gives, shows or
    /// takes, or a journal that is on paper.
    #[must_use]
    pub fn is_manual_calling(&self) -> bool {
        match self.task {
            Task::GiveTicket | Task::ShowCall | Task::PressNext | Task::KeepJournal => {
                self.means.is_by_hand()
            }
            Task::SayCall | Task::Rate | Task::TellStaff => false,
        }
    }
}

/// How the hall is as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HallState {
    /// Every task is done by its best means.
    #[default]
    Normal,
    /// Something is done by another means than the best.
    MeansDown,
    /// Some task of calling is done by hand.
    ManualForSome,
    /// No device gives a ticket, shows a call or takes a key at any window: people do all of it.
    ManualForAll,
}

impl HallState {
    /// The state of a hall with these windows, of which everything else is done by its best means.
    ///
    /// A task that no device of the hall serves at its best (`bare`) is by people already, and keeps nobody from
    /// saying that all is. `bare` is `None` on records of the first days: there, all was manual when every task
    /// of calling stood on a last step, which the desk kept "give a ticket" from.
    #[must_use]
    pub fn of(rungs: &[Rung], bare: Option<&[Rung]>, windows: impl IntoIterator<Item = WindowId>) -> Self {
        let is_by_people = |rung: &Rung| match bare {
            Some(_) => rung.means.is_by_people(),
            None => rung.is_manual_calling(),
        };
        let by_people = |task: Task, window: Option<WindowId>| {
            let mut known = rungs.iter().chain(bare.unwrap_or_default());
            known.any(|rung| (rung.task, rung.window) == (task, window) && is_by_people(rung))
        };
        let windows: Vec<Option<WindowId>> = windows.into_iter().map(Some).collect();
        let everywhere = |task: &Task| match task.is_a_windows() {
            true => windows.iter().all(|window| by_people(*task, *window)),
            false => by_people(*task, None),
        };
        let is_worse = rungs.iter().any(|rung| Task::CALLING.contains(&rung.task));
        if is_worse && !windows.is_empty() && Task::CALLING.iter().all(everywhere) {
            Self::ManualForAll
        } else if rungs.iter().any(Rung::is_manual_calling) {
            Self::ManualForSome
        } else if rungs.is_empty() {
            Self::Normal
        } else {
            Self::MeansDown
        }
    }
}

/// Tasks that are not done by their best means; every other is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// At most one for each task, or for each task at each window.
    pub rungs: Vec<Rung>,
    /// Of [`Task::CALLING`] those that are by people at their best, as the hall has no device for them; `None` on
    /// records of the first days.
    pub bare: Option<Vec<Rung>>,
}

/// From one moment on the hall stands so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    /// As a whole.
    pub state: HallState,
    /// The tasks that are not done by their best means.
    pub rungs: Vec<Rung>,
    /// The tasks for which the hall has no device, as in [`Stand::bare`].
    pub bare: Option<Vec<Rung>>,
}

/// What is told of the hall's means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeansRequest {
    /// By what the hall works.
    Stand(Stand),
    /// A grade is entered by the code on the slip, or from a form on paper: the visitor's pad was out.
    EnterGrade {
        /// The ticket; every errand of it has an outcome.
        ticket: TicketId,
        /// 1 very good to 5 very bad.
        grade: u8,
    },
}

/// What happened to the hall's means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeansEvent {
    /// From here on the hall stands so.
    Stood(Stood),
    /// A visitor's grade was entered for him.
    GradeEntered {
        /// The ticket.
        ticket: TicketId,
        /// The window at which its last errand ended.
        window: WindowId,
        /// 1 very good to 5 very bad.
        grade: u8,
    },
}

/// How the hall stands, as it is on record, and since when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// As a whole.
    pub state: HallState,
    /// Since when it is so as a whole; `None` since the day was opened.
    pub since: Option<HallTime>,
    /// The tasks that are not done by their best means, each with since when it is done by this one.
    pub rungs: Vec<(Rung, HallTime)>,
}

impl Standing {
    /// From here on the hall stands so. A task that goes on by the same means has done so since it began to.
    pub(super) fn stand(&mut self, at: HallTime, state: HallState, rungs: &[Rung]) {
        let before = std::mem::take(&mut self.rungs);
        let since = |rung: &Rung| {
            let same = |(old, _): &&(Rung, HallTime)| {
                old.task == rung.task && old.window == rung.window && old.means == rung.means
            };
            before.iter().find(same).map_or(at, |(_, since)| *since)
        };
        self.rungs = rungs.iter().map(|rung| (rung.clone(), since(rung))).collect();
        if self.state != state {
            (self.state, self.since) = (state, Some(at));
        }
    }

    /// The tasks without since when.
    pub fn told(&self) -> impl Iterator<Item = &Rung> {
        self.rungs.iter().map(|(rung, _)| rung)
    }
}
