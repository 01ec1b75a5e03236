//! Bugs outside the domain that tests plant on purpose, to show that a rehearsal would find them; those of
//! the domain are in `domain::planted`.
//!
//! Without the feature `planted-bugs`, which is for tests only, [`is`] is `false` for the compiler, and every
//! planted branch is gone from the program.

/// A bug that can be planted, and the invariant of the fault catalogue that it breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// INV1: whoever asked is answered when the batch is handed over, not when it is stored.
    AnswersBeforeStoring,
    /// INV1: faces are drawn from an office that is ahead of the journal.
    ShowsBeforeStoring,
    /// INV1: the last record is left out when a start replays the day.
    ForgetsTheLastRecord,
    /// INV1: the way back from the second medium or memory leaves its last row behind.
    ForgetsTheLastRowOnTheWayBack,
    /// INV4: the living office applies a record twice, and a replay once.
    AppliesTwice,
    /// INV5: every other NEXT is not heard.
    LosesNextKeys,
    /// INV5: a cancelled ticket ends the daemon.
    DiesOfCancels,
    /// INV5: a call that the first voice could not say is given up, though another zone could.
    LeavesTheOtherZoneSilent,
    /// INV5: a port that was lost is not looked for again.
    ForgetsLostPorts,
    /// INV6: a device that was lost too often is used again at once.
    TrustsBadContacts,
    /// INV6: the engine wants to be woken again and again while a slow disk stores.
    SpinsWhileStoring,
    /// INV7: a board that was unplugged is not told the present when it is back.
    LeavesOldTextsStanding,
    /// INV7: a call stands on the hall display after it has ended.
    LeavesOldCallsStanding,
    /// INV7: a task goes on by the means that is out.
    NeverGoesDown,
    /// INV7: a task that went down stays down when its best means is back.
    NeverGoesUp,
    /// INV7: a slip that is printed while nothing is stored looks like any other.
    HidesThatNothingIsStored,
    /// INV8: the journal does not keep who asked.
    DropsWhoAsked,
}

#[cfg(feature = "planted-bugs")]
mod switch {
    use std::cell::Cell;

    use super::Bug;

    thread_local! {
        static PLANTED: Cell<Option<Bug>> = const { Cell::new(None) };
    }

    /// Whether this mistake is planted on this thread.
    #[must_use]
    pub fn is(bug: Bug) -> bool {
        PLANTED.get() == Some(bug)
    }

    /// Plants on this thread what a test has written into the environment of the daemon's process.
    pub fn plant_as_told() {
        if std::env::var_os("JIAOHAO_PLANTED").is_some_and(|bug| bug == "dies-of-cancels") {
            plant(Some(Bug::DiesOfCancels));
        }
    }

    /// Plants a mistake on this thread, or pulls it out.
    pub fn plant(bug: Option<Bug>) {
        PLANTED.set(bug);
    }
}

#[cfg(feature = "planted-bugs")]
pub use self::switch::{is, plant, plant_as_told};

/// Whether this mistake is planted: never, in the product.
#[cfg(not(feature = "planted-bugs"))]
#[must_use]
pub const fn is(_bug: Bug) -> bool {
    false
}

/// Plants nothing.
#[cfg(not(feature = "planted-bugs"))]
pub const fn plant_as_told() {}
