//! Bugs that tests plant on purpose, to show that they would be caught. The product is built without them.
//!
//! The feature `planted-bugs` is for tests only; without it `Planted::has` is a constant `false` and the
//! compiler takes every planted branch out.

/// A bug that can be planted, and the invariant of the fault catalogue that it breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// INV1: the day closes over parked visitors.
    CloseForgetsParked,
    /// INV2: a second window calls a ticket that is called already.
    CalledTwice,
    /// INV2: a bounced NEXT is obeyed.
    BounceObeyed,
    /// INV2: paper that may have come out before a restart is printed again.
    RestartPrintsAgain,
    /// INV3: the number after the last one is the last one.
    NumberGivenTwice,
    /// INV3: a block for paper takes the numbers that the machine gives next, and the machine gives them all the same.
    PaperCollides,
    /// INV3: a finger that touches twice gets two tickets.
    SecondTouchHeeded,
    /// INV3: in memory the numbers go on as if no power cut could take them.
    NoReserveInMemory,
    /// INV4: within a class whoever came last is called first.
    LastComeFirst,
    /// INV4: the green channel has no bound.
    GreenUnbounded,
    /// INV4: a promised return is never due.
    PromiseForgotten,
    /// INV5: a ticket kept for a window stays kept when the window has closed.
    KeptForEver,
    /// INV5: the manual-calling sheet leaves out whoever would be called last.
    SheetLeavesOneOut,
    /// INV5: numbers are given on the battery, after the loss of the mains was declared.
    GivenOnBattery,
    /// INV6: reported paper stays an open job.
    JobsPileUp,
    /// INV7: a question nobody answered becomes a good grade.
    GradeInvented,
}

impl Bug {
    /// Every bug that can be planted.
    pub const ALL: [Self; 16] = [
        Self::CloseForgetsParked,
        Self::CalledTwice,
        Self::BounceObeyed,
        Self::RestartPrintsAgain,
        Self::NumberGivenTwice,
        Self::PaperCollides,
        Self::SecondTouchHeeded,
        Self::NoReserveInMemory,
        Self::LastComeFirst,
        Self::GreenUnbounded,
        Self::PromiseForgotten,
        Self::KeptForEver,
        Self::SheetLeavesOneOut,
        Self::GivenOnBattery,
        Self::JobsPileUp,
        Self::GradeInvented,
    ];
}

/// What is planted in an office: nothing, unless a test does it.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "planted-bugs"), derive(Default))]
pub(super) struct Planted {
    #[cfg(feature = "planted-bugs")]
    bug: Option<Bug>,
}

impl Planted {
    /// One bug.
    #[cfg(feature = "planted-bugs")]
    pub fn one(bug: Bug) -> Self {
        Self { bug: Some(bug) }
    }

    /// Whether this bug is planted.
    #[cfg(feature = "planted-bugs")]
    pub fn has(self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }

    /// Whether this bug is planted: it cannot be.
    #[cfg(not(feature = "planted-bugs"))]
    pub fn has(self, _bug: Bug) -> bool {
        false
    }
}

/// What is planted is no part of the state: an office with a bug is compared by what it did.
impl PartialEq for Planted {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Planted {}

#[cfg(feature = "planted-bugs")]
thread_local! {
    static EVERYWHERE: std::cell::Cell<Option<Bug>> = const { std::cell::Cell::new(None) };
}

/// Plants a bug in every office that is made on this thread from here on, or none again: for rehearsals,
/// where the engine makes its offices itself.
#[cfg(feature = "planted-bugs")]
pub fn everywhere(bug: Option<Bug>) {
    EVERYWHERE.set(bug);
}

#[cfg(feature = "planted-bugs")]
impl Default for Planted {
    fn default() -> Self {
        Self { bug: EVERYWHERE.get() }
    }
}
